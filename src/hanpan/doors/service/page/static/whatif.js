/* What if one cell were another one: the model's answers over one column, everything else as it is in the row. */
import { byId, h, table } from "./dom.js";
import { pathOf, post } from "./asking.js";
import { amount, day, number, percent, t } from "./telling.js";
import { plot } from "./plot.js";

const PLACES = 41, DAYS = 25, WORDS = 30;

export class WhatIf {
  constructor(schema, columns, trouble) {
    this.schema = schema;
    this.columns = columns.filter((column) => cells(column).length > 1);
    this.trouble = trouble;
    this.row = null;
    this.turn = 0;
    byId("column").replaceChildren(...this.columns.map((column, i) => h("option", { value: i }, column.name)));
    byId("label").replaceChildren(...schema.labels.map((label, i) => h("option", { value: i }, label)));
    byId("labels").hidden = schema.labels.length === 0;
    byId("column").onchange = () => this.sweep();
    byId("label").onchange = () => this.draw();
    this.resized = new ResizeObserver(() => this.swept && this.draw());
    this.resized.observe(byId("whatif"));
  }

  /* Another row was answered; the column that weighs most in it comes first. */
  show(row, answer, reasons) {
    this.row = row;
    this.answer = answer;
    byId("whatif").hidden = this.columns.length === 0;
    const names = this.columns.map((column) => column.name);
    const first = reasons.map((reason) => names.indexOf(reason.column)).find((place) => place >= 0);
    if (first !== undefined) byId("column").value = first;
    if (this.schema.labels.length) byId("label").value = this.schema.labels.indexOf(answer.prediction);
    return this.sweep();
  }

  hide() {
    byId("whatif").hidden = true;
    this.swept = null;
  }

  async sweep() {
    const column = this.columns[byId("column").value];
    if (!column || !this.row) return;
    const turn = ++this.turn, tried = cells(column);
    const rows = tried.map((cell) => ({ ...this.row, [column.name]: cell }));
    try {
      const told = await post(pathOf(this.schema.model, "predict"), { rows, tried: true });
      if (turn !== this.turn) return; // somebody asked for another column meanwhile
      this.swept = { column, tried, answers: told.predictions };
      this.draw();
    } catch (error) {
      this.trouble(error);
    }
  }

  draw() {
    const { column, tried, answers } = this.swept, label = this.schema.labels[byId("label").value];
    const labels = this.schema.labels.length > 0;
    const valueOf = (answer) => (labels ? answer.probabilities[label] : answer.prediction);
    const tell = labels ? percent : (value) => amount(value, this.schema.unit);
    const words = !["number", "date"].includes(column.kind), own = this.row[column.name];
    const told = tried.map((cell) => shownCell(column, cell));
    const points = answers.map((answer, i) => ({
      x: words ? i : placeOf(column, tried[i]), label: told[i], y: valueOf(answer), here: words && tried[i] === own,
      ...(labels || answer.low === null ? {} : { low: answer.low, high: answer.high }),
    }));
    const place = words || own === null ? null : placeOf(column, own);
    const here = Number.isFinite(place) ? { x: place, y: valueOf(this.answer) } : null;
    const said = sentences(points, answers, tell, column, labels ? label : null);
    const drawing = plot({
      width: Math.max(280, byId("swept").clientWidth), points, here, words, days: column.kind === "date", tell, title: said,
      tellX: (value) => (column.kind === "date" ? day(new Date(value).toISOString(), column.format) : number(value)),
      rule: this.ruleOf(label),
    });
    const heads = [column.name, this.schema.target, labels ? t("whatif.probability", { label }) : t("whatif.range")];
    const rows = answers.map((answer, i) => [told[i],
      labels ? answer.prediction : amount(answer.prediction, this.schema.unit),
      labels ? percent(answer.probabilities[label]) : ranged(answer, this.schema.unit)]);
    byId("swept").replaceChildren(
      h("p", { class: "told", id: "swept-said", role: "status" }, said),
      h("div", { class: "plot" }, drawing),
      h("p", { class: "small" }, legend(words, here, this.ruleOf(label))),
      h("details", { id: "swept-table", open: Boolean(byId("swept-table")?.open) }, h("summary", {}, t("whatif.table")), table(t("whatif.table"), heads, rows)));
  }

  /* The cut-off, where the decision is one of two classes by a probability. */
  ruleOf(label) {
    const { labels, threshold } = this.schema;
    if (labels.length !== 2 || threshold === null) return undefined;
    return label === labels[1] ? threshold : 1 - threshold;
  }
}

const legend = (words, here, rule) => [
  here || words ? t("whatif.here") : null,
  rule === undefined ? null : t("whatif.rule", { threshold: percent(rule) }),
  t("whatif.small"),
].filter(Boolean).join(" ");

const ranged = (answer, unit) =>
  (answer.low === null ? "–" : `${amount(answer.low, unit)} ~ ${amount(answer.high, unit)}`);

/* How far the answers go, where they are lowest and highest, and where the decision turns. */
const sentences = (points, answers, tell, column, label) => {
  const low = points.reduce((one, other) => (other.y < one.y ? other : one));
  const high = points.reduce((one, other) => (other.y > one.y ? other : one));
  if (tell(low.y) === tell(high.y)) return t("whatif.same", { column: column.name, value: tell(low.y) });
  const fields = { label, column: column.name, low: tell(low.y), high: tell(high.y), low_at: low.label, high_at: high.label };
  const turns = points.filter((_, i) => i && answers[i].prediction !== answers[i - 1].prediction).map((one) => one.label);
  const ordered = ["number", "date", "ordered"].includes(column.kind);
  const told = [label === null ? t("whatif.said", fields) : t("whatif.said_label", fields)];
  if (label !== null && ordered && turns.length) told.push(t("whatif.turns", { places: turns.slice(0, 3).join(", ") }));
  if (label !== null && !turns.length) told.push(t("whatif.stays", { label: answers[0].prediction }));
  return told.join(" ");
};

/* The cells that are tried: the range of the training, its known words, its days. */
const cells = (column) => {
  if (column.kind === "number" && Number.isFinite(column.low)) {
    const step = (column.high - column.low) / (PLACES - 1), round = (value) => (column.whole ? Math.round(value) : Number(value.toPrecision(6)));
    return [...new Set(Array.from({ length: PLACES }, (_, i) => round(column.low + i * step)))];
  }
  if (column.kind === "date" && column.earliest) {
    const [low, high] = [column.earliest, column.latest].map((told) => placeOf(column, told));
    const days = Array.from({ length: DAYS }, (_, i) => new Date(low + ((high - low) * i) / (DAYS - 1)).toISOString());
    return [...new Set(days.map((one) => day(one, column.format)))];
  }
  return ["category", "ordered"].includes(column.kind) ? (column.categories ?? []).slice(0, WORDS) : [];
};

const shownCell = (column, cell) => (column.kind === "number" ? number(cell) : String(cell));
/* Days are read as if on the clock of Greenwich, so that no summer time moves them. */
const placeOf = (column, cell) =>
  (column.kind === "date" ? Date.parse(`${day(cell, "date-time").replace(" ", "T").padEnd(16, "T00:00").slice(0, 16)}Z`) : Number(cell));
