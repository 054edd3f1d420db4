/* The page at work: which model, which row, and what follows from it. */
import { Refusal, get, keepKey, pathOf, post } from "./asking.js";
import { showAnswer, showBusy, showNone } from "./answer.js";
import { showAbout, showProgram } from "./about.js";
import { showBusyReasons, showNoReasons, showReasons } from "./reasons.js";
import { showWatch } from "./watch.js";
import { byId, h } from "./dom.js";
import { Files } from "./files.js";
import { Form } from "./form.js";
import { t } from "./telling.js";
import { WhatIf } from "./whatif.js";

const KEPT = "hanpan.kept"; // the model and the row, while the language is changed
let cards = [], schema = null, form = null, whatif = null;

const trouble = (error) => {
  if (!(error instanceof Refusal)) throw error;
  if (error.status === 401) return askKey();
  const place = byId("trouble");
  place.textContent = error.message;
  place.hidden = false;
};
const calm = () => { byId("trouble").hidden = true; };

const askKey = () => {
  byId("models").hidden = true;
  byId("key").hidden = false;
  byId("key-value").focus();
};

const start = async () => {
  calm();
  try {
    cards = (await get("v1/models")).models;
  } catch (error) {
    return trouble(error);
  }
  byId("key").hidden = true;
  byId("models").hidden = false;
  byId("choice").hidden = cards.length < 2;
  byId("model").replaceChildren(...cards.map((card) => h("option", { value: card.model }, card.model)));
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  sessionStorage.removeItem(KEPT);
  const wanted = cards.find((card) => card.model === (kept.model ?? decodeURIComponent(window.location.hash.slice(1)))) ?? cards[0];
  byId("model").value = wanted.model;
  await choose(wanted.model);
  if (kept.row && form) {
    form.row = kept.row;
    if (kept.asked) await predict();
  }
};

const choose = async (model) => {
  calm();
  try {
    schema = await get(pathOf(model, "schema"));
  } catch (error) {
    return trouble(error);
  }
  const card = cards.find((one) => one.model === model);
  document.title = t("title", { target: schema.target });
  byId("asked").textContent = t("title", { target: schema.target });
  byId("what").textContent = model;
  byId("which").textContent = t("which", { model, version: card.version });
  byId("form").hidden = byId("example").parentNode.hidden = schema.image;
  byId("images").hidden = !schema.image;
  byId("example").hidden = schema.examples.length === 0;
  form = new Form(schema, () => showProgram(schema, form.row));
  whatif?.resized.disconnect();
  whatif = new WhatIf(schema, form.columns, trouble);
  whatif.hide();
  new Files(schema);
  showNone();
  showProgram(schema, schema.examples[0] ?? {});
  await Promise.all([showAbout(card, schema), showWatch(model)]);
};

const predict = async () => {
  calm();
  form.tell([]);
  showBusy();
  showProgram(schema, form.row);
  const row = form.row, button = byId("predict");
  button.disabled = true;
  try {
    const told = await post(pathOf(schema.model, "predict"), { rows: [row] });
    showAnswer(schema, told.predictions[0]);
    byId("answer").dataset.asked = "true";
    await explain(row, told.predictions[0]);
  } catch (error) {
    showNone();
    delete byId("answer").dataset.asked;
    whatif.hide();
    if (error instanceof Refusal && error.problems.length) {
      form.tell(error.problems);
      byId("trouble").textContent = t("trouble.fields", { columns: error.problems.map((one) => one.column).join(", ") });
      byId("trouble").hidden = false;
    } else trouble(error);
  } finally {
    button.disabled = false;
  }
};

const explain = async (row, answer) => {
  showBusyReasons();
  let reasons = [];
  try {
    const label = schema.labels.length ? { label: answer.prediction } : {};
    const told = await post(pathOf(schema.model, "explain"), { rows: [row], ...label });
    showReasons(told);
    reasons = told.explanations[0]?.reasons ?? [];
  } catch (error) {
    showNoReasons(error.message);
  }
  await whatif.show(row, answer, reasons);
};

byId("form").addEventListener("submit", (event) => { event.preventDefault(); predict(); });
byId("example").addEventListener("click", () => { form.nextExample(); showProgram(schema, form.row); });
byId("empty").addEventListener("click", () => { form.row = {}; showNone(); whatif.hide(); });
byId("model").addEventListener("change", (event) => {
  window.history.replaceState(null, "", `#${encodeURIComponent(event.target.value)}`);
  choose(event.target.value);
});
byId("key").querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  keepKey(byId("key-value").value.trim());
  byId("key-value").value = "";
  start();
});
byId("language").addEventListener("click", () => {
  if (form) sessionStorage.setItem(KEPT, JSON.stringify({ model: schema.model, row: form.row, asked: byId("answer").dataset.asked === "true" }));
});

const root = document.documentElement, theme = byId("theme"), prefers = window.matchMedia("(prefers-color-scheme: dark)");
const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : prefers.matches);
const label = () => { theme.textContent = dark() ? theme.dataset.light : theme.dataset.dark; };
theme.hidden = false;
theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; label(); });
prefers.addEventListener("change", label);
label();
start();
