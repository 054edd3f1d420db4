/* The model, and how a program asks it. */
import { byId, h } from "./dom.js";
import { found, keyed, pathOf } from "./asking.js";
import { known, language, percent, t } from "./telling.js";

export const showAbout = async (card, schema) => {
  const facts = [
    [t("about.target"), schema.target],
    [t("about.task"), t(`task.${schema.task}`)],
    [t("about.version"), card.version],
    [t("about.algorithm"), card.algorithm],
    [t("about.columns"), String(schema.columns.length)],
    ...(known(`trained.${card.trained_on}`) ? [[t("about.trained"), t(`trained.${card.trained_on}`)]] : []),
    ...(schema.threshold === null ? [] : [[t("about.threshold"), `${schema.labels[1]} ≥ ${percent(schema.threshold)}`]]),
    ...(card.challenger ? [[t("about.challenger"), card.challenger]] : []),
  ];
  byId("facts").replaceChildren(...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  await showCard(schema.model);
};

/* A link to the model card, where the service has one. With a key a link would be refused, so its content is saved. */
const showCard = async (model) => {
  const place = byId("card"), address = pathOf(model, "card");
  place.hidden = true;
  const card = await found(address);
  if (!card) return;
  const link = keyed()
    ? h("a", { href: URL.createObjectURL(await card.blob()), download: `${model}.card.${/html/.test(card.headers.get("content-type")) ? "html" : "md"}` }, t("about.card"))
    : h("a", { href: `${address}?lang=${language}`, target: "_blank", rel: "noopener" }, t("about.card"));
  place.replaceChildren(link);
  place.hidden = false;
};

export const showProgram = (schema, row) => {
  const address = new URL(pathOf(schema.model, "predict"), window.location.href);
  const quoted = JSON.stringify({ rows: [row] }).replaceAll("'", "\\u0027");
  const key = keyed() ? " \\\n  -H 'Authorization: Bearer …'" : "";
  byId("curl").textContent = `curl '${address}' \\\n  -H 'Content-Type: application/json'${key} \\\n  -d '${quoted}'`;
};
