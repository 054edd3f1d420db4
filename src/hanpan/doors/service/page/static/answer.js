/* An answer: the decision or the number, how sure, what it is worth, what was noticed in the row. */
import { byId, h, svg } from "./dom.js";
import { amount, known, number, percent, t } from "./telling.js";

const MOST = 8; // classes that are shown; the others behind a fold

export const showBusy = () => byId("answered").replaceChildren(h("p", { class: "lead busy" }, t("answer.busy")));
export const showNone = () => {
  byId("answered").replaceChildren(h("p", { class: "lead" }, t("answer.none")));
  byId("reasons").replaceChildren();
};

export const showAnswer = (schema, told) => {
  byId("answered").replaceChildren(
    ...(schema.labels.length ? decided(schema, told) : valued(schema, told)), worth(schema, told), notes(told));
};

const decided = (schema, told) => {
  const sure = told.probabilities[told.prediction];
  const lines = Object.entries(told.probabilities).sort((one, other) => other[1] - one[1]);
  const list = (part) => h("ul", { class: "shares-list" }, part.map(([label, share]) =>
    h("li", { class: label === told.prediction ? "decided" : null },
      h("span", {}, label), h("span", { class: "much" }, percent(share)), bar(share, label === told.prediction))));
  return [
    h("p", { class: "told" }, schema.target),
    h("p", { class: "verdict-line" }, told.prediction),
    h("p", { class: "told" }, t("answer.probability", { probability: percent(sure) })),
    list(lines.slice(0, MOST)),
    lines.length > MOST ? h("details", {}, h("summary", {}, t("answer.others", { count: lines.length - MOST })), list(lines.slice(MOST))) : null,
    rule(schema),
  ].filter(Boolean);
};

const rule = (schema) => {
  if (schema.threshold === null || schema.labels.length !== 2) return null;
  return h("p", { class: "small" }, t("answer.rule", { label: schema.labels[1], threshold: percent(schema.threshold) }));
};

const valued = (schema, told) => [
  h("p", { class: "told" }, schema.target),
  h("p", { class: "verdict-line" }, amount(told.prediction, schema.unit)),
  told.low === null
    ? h("p", { class: "told" }, t("answer.no_range"))
    : h("p", { class: "told" }, t("answer.range", { low: amount(told.low, schema.unit), high: amount(told.high, schema.unit) })),
];

const worth = (schema, told) =>
  (told.worth === undefined ? "" : h("p", {}, t("answer.worth", { worth: amount(told.worth, schema.currency) })));

const notes = (told) => {
  if (!told.notes.length) return "";
  const grouped = Map.groupBy ? Map.groupBy(told.notes, (note) => note.kind) : grouping(told.notes);
  const lines = [...grouped].map(([kind, some]) => {
    const columns = [...new Set(some.map((note) => note.column))].join(", ");
    return h("li", {}, t(known(`note.${kind}`) ? `note.${kind}` : "note.other", { columns }));
  });
  return h("ul", { class: "notes" }, lines);
};

const grouping = (all) => {
  const found = new Map();
  for (const one of all) found.set(one.kind, [...(found.get(one.kind) ?? []), one]);
  return found;
};

const bar = (share, strong) =>
  svg("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "track", x: 0, y: 0, width: 100, height: 6 }),
    svg("rect", { class: strong ? "bar" : "bar other", x: 0, y: 0, width: Math.max(0.5, 100 * share), height: 6 }));

export const plainAnswer = (schema, told, label) =>
  (schema.labels.length ? percent(told.probabilities[label]) : number(told.prediction));
