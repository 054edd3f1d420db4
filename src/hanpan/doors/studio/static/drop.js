/* A file to choose or to drop: sent as it is; what the studio answers is where to go on, or why it was refused. */
customElements.get("hanpan-drop") || customElements.define("hanpan-drop", class extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input"), told = this.querySelector("output"), bar = this.querySelector("progress");
    const say = (words) => { told.textContent = words; bar.hidden = true; input.disabled = false; };
    input.addEventListener("change", () => {
      const file = input.files[0];
      if (!file) return;
      if (file.size > Number(this.dataset.most)) { input.value = ""; say(this.dataset.large); return; }
      const request = new XMLHttpRequest();
      request.open("POST", "/receive");
      request.setRequestHeader("x-name", encodeURIComponent(file.name));
      request.upload.addEventListener("progress", (event) => { bar.value = event.loaded / event.total; });
      request.addEventListener("error", () => say(this.dataset.lost));
      request.addEventListener("load", () => {
        if (request.status === 200) location.assign(JSON.parse(request.responseText).to);
        else say(request.responseText);
      });
      told.textContent = ""; bar.hidden = false; bar.value = 0; input.disabled = true;
      request.send(file);
    });
    for (const kind of ["dragover", "dragleave", "drop"]) {
      this.addEventListener(kind, () => this.classList.toggle("over", kind === "dragover"));
    }
  }
});
