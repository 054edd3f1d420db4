/* The form of a row, made from the model's schema: real ranges, known words, days. Nothing is asked for that is made
   from another column. */
import { byId, h } from "./dom.js";
import { day, number, t } from "./telling.js";

const FEW = 40; // words that are offered as a list to choose from; more as proposals while typing
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export class Form {
  constructor(schema, changed) {
    this.schema = schema;
    const names = new Set(schema.columns.map((column) => column.name));
    this.columns = schema.columns.filter((column) => !names.has(column.source));
    this.inputs = new Map();
    this.place = -1; // of the example that was filled in last
    byId("fields").replaceChildren(...this.columns.map((column, i) => this.field(column, i)));
    byId("fields").oninput = changed;
  }

  field(column, i) {
    const id = `field-${i}`, input = this.input(column, id);
    this.inputs.set(column.name, input);
    const unit = column.unit ? h("span", { class: "unit" }, ` (${column.unit})`) : null;
    return h("div", { class: "field" },
      h("label", { for: id }, column.name, unit),
      input,
      column.kind === "category" && (column.categories ?? []).length > FEW ? this.proposals(column, id) : null,
      h("p", { class: "hint", id: `${id}-hint` }, this.hint(column)),
      h("p", { class: "wrong", id: `${id}-wrong`, hidden: true }));
  }

  input(column, id) {
    const shared = { id, "aria-describedby": `${id}-hint ${id}-wrong`, autocomplete: "off" };
    const words = column.categories ?? [];
    if (["category", "ordered"].includes(column.kind) && words.length && words.length <= FEW) {
      return h("select", shared, h("option", { value: "" }, t("form.missing")),
        words.map((word) => h("option", { value: word }, word)));
    }
    if (column.kind === "date") {
      return h("input", { ...shared, type: column.format === "date-time" ? "datetime-local" : "date" });
    }
    const list = column.kind === "category" && words.length ? `${id}-words` : null;
    return h("input", { ...shared, type: "text", list, inputmode: column.kind === "number" ? "decimal" : null });
  }

  proposals(column, id) {
    return h("datalist", { id: `${id}-words` }, column.categories.map((word) => h("option", { value: word })));
  }

  hint(column) {
    if (column.kind === "number" && column.low !== undefined && column.low !== null) {
      return t("form.range", { low: number(column.low), high: number(column.high) });
    }
    if (column.kind === "date" && column.earliest) {
      return t("form.days", { low: day(column.earliest, column.format), high: day(column.latest, column.format) });
    }
    return known(column) ? t("form.words", { count: column.categories.length }) : column.expected;
  }

  /* The row as a request has it; an empty field is a missing cell. */
  get row() {
    return Object.fromEntries(this.columns.map((column) => [column.name, cellOf(column, this.inputs.get(column.name).value)]));
  }

  set row(row) {
    for (const [name, input] of this.inputs) {
      const cell = row[name] ?? "", column = this.columns.find((one) => one.name === name);
      const told = column.kind === "date" && cell ? day(cell, column.format).replace(" ", "T") : String(cell);
      if (input.tagName === "SELECT" && told && ![...input.options].some((option) => option.value === told)) {
        input.append(h("option", { value: told }, told));
      }
      input.value = told;
    }
    this.tell([]);
  }

  nextExample() {
    this.place = (this.place + 1) % this.schema.examples.length;
    this.row = this.schema.examples[this.place];
  }

  /* What does not fit, beside the fields; the first of them gets the focus. */
  tell(problems) {
    let first = null;
    for (const [name, input] of this.inputs) {
      const problem = problems.find((one) => one.column === name), wrong = byId(`${input.id}-wrong`);
      wrong.hidden = !problem;
      wrong.textContent = problem ? t("form.wrong", { expected: problem.expected }) : "";
      if (problem) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
      if (problem && !first) first = input;
    }
    first?.focus();
  }
}

const known = (column) => (column.categories ?? []).length > 0;

const cellOf = (column, told) => {
  const text = told.trim();
  if (text === "") return null;
  return column.kind === "number" && PLAIN.test(text) ? Number(text) : text;
};
