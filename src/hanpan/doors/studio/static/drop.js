/* A file to choose or to drop: sent as it is; what the studio answers is where to go on, or why it was refused. */
customElements.get("hanpan-drop") || customElements.define("hanpan-drop", class extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input"), told = this.querySelector("output"), bar = this.querySelector("progress");
    const say = (words) => { told.textContent = words; bar.hidden = true; input.disabled = false; };
    /* Where the studio says, or the page that the element names, with what the file is called now. */
    const go = ({ to, name }) => location.assign(this.dataset.page ? this.dataset.page + encodeURIComponent(name) : to);
    input.addEventListener("change", () => {
      const file = input.files[0];
      if (!file) return;
      if (file.size > Number(this.dataset.most)) { input.value = ""; say(this.dataset.large); return; }
      const request = new XMLHttpRequest();
      request.open("POST", this.dataset.to || "/receive");
      request.setRequestHeader("x-name", encodeURIComponent(file.name));
      request.upload.addEventListener("progress", (event) => { bar.value = event.loaded / event.total; });
      request.addEventListener("error", () => say(this.dataset.lost));
      request.addEventListener("load", () => {
        if (request.status === 200) go(JSON.parse(request.responseText));
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
