/* A cut-off to move: the counts of every choice lie in the page, nothing is computed anew. */
customElements.define("hanpan-cutoff", class extends HTMLElement {
  connectedCallback() {
    const { points, start, worths } = JSON.parse(this.querySelector("script").textContent);
    const range = this.querySelector("input");
    const tell = (place, told) => { this.querySelector(place).textContent = told; };
    const share = (part, all) => (all ? `${(100 * part / all).toFixed(1)}%` : "–");
    const show = () => {
      // To the right the cut-off rises; the points lie in falling order.
      const place = points.length - 1 - range.valueAsNumber;
      const [threshold, found, missed, wrong, left] = points[place];
      for (const [name, count] of Object.entries({ found, missed, false: wrong, left })) {
        tell(`[data-count="${name}"]`, count.toLocaleString("en"));
      }
      tell('[data-share="precision"]', share(found, found + wrong));
      tell('[data-share="recall"]', share(found, found + missed));
      tell('[data-share="accuracy"]', share(found + left, found + missed + wrong + left));
      if (worths.length) tell("[data-worth]", worths[place]);
      tell("output", threshold.toFixed(3));
      range.setAttribute("aria-valuetext", threshold.toFixed(3));
    };
    for (const part of this.querySelectorAll("[hidden]")) part.hidden = false;
    range.max = points.length - 1;
    range.value = points.length - 1 - Math.max(0, points.findLastIndex((point) => point[0] >= start));
    range.addEventListener("input", show);
    this.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    show();
  }
});
