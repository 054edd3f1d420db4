/* A file in, the same file with its predictions back. */
import { byId, h, table } from "./dom.js";
import { pathOf, postFile } from "./asking.js";
import { amount, number, percent, t } from "./telling.js";

export class Files {
  constructor(schema) {
    this.schema = schema;
    const drop = byId("drop"), input = byId("file");
    byId("filed").replaceChildren();
    input.value = "";
    input.onchange = () => input.files.length && this.send(input.files[0]);
    drop.ondragover = (event) => { event.preventDefault(); drop.classList.add("over"); };
    drop.ondragleave = () => drop.classList.remove("over");
    drop.ondrop = (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (event.dataTransfer.files.length) this.send(event.dataTransfer.files[0]);
    };
  }

  async send(file) {
    const place = byId("filed");
    place.replaceChildren(h("p", { class: "busy" }, t("files.busy", { name: file.name })));
    try {
      const told = await postFile(`${pathOf(this.schema.model, "file")}?name=${encodeURIComponent(file.name)}`, file);
      place.replaceChildren(...this.told(file.name, told));
    } catch (error) {
      place.replaceChildren(h("p", { class: "banner" }, error.message));
    }
  }

  told(name, told) {
    const bytes = Uint8Array.from(atob(told.content), (letter) => letter.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    const { columns, rows } = told.preview;
    return [
      h("h3", {}, t("files.done", { name, rows: number(told.rows) })),
      h("p", {}, this.summary(told)),
      h("p", { class: "line" }, h("a", { class: "download", href: address, download: told.name }, t("files.download", { name: told.name }))),
      told.notes.length ? h("ul", { class: "notes" }, told.notes.map((note) => h("li", {}, note))) : "",
      h("p", { class: "small" }, t("files.first", { count: rows.length })),
      table(t("files.preview"), columns, rows.map((row) => row.map((cell) =>
        (cell === null ? "" : typeof cell === "number" ? Number(number(cell).replaceAll(",", "")) : cell)))),
    ];
  }

  summary({ rows, summary }) {
    if (summary.counts) {
      return Object.entries(summary.counts)
        .map(([label, count]) => t("files.count", { label, count: number(count), share: percent(count / rows) })).join(" · ");
    }
    if (!rows) return "";
    const { unit } = this.schema;
    return t("files.numbers", { low: amount(summary.low, unit), mean: amount(summary.mean, unit), high: amount(summary.high, unit) });
  }
}
