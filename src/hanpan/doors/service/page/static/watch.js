/* What came to the service lately beside the training, where it keeps watch: hidden until it answers. */
import { byId, h, table } from "./dom.js";
import { found, pathOf } from "./asking.js";
import { number, percent, t } from "./telling.js";

let turn = 0;

export const showWatch = async (model) => {
  const section = byId("watch"), own = ++turn;
  section.hidden = true;
  byId("days").onchange = () => showWatch(model);
  const answer = await found(`${pathOf(model, "watch")}?days=${byId("days").value}`);
  if (!answer || own !== turn) return;
  const watch = await answer.json(), { said } = watch;
  byId("watched").replaceChildren(
    h("p", { class: `verdict ${MOOD[watch.verdict] ?? ""}` }, said.verdict),
    h("p", {}, said.because),
    h("p", { class: "small" }, said.size),
    findings(said.findings),
    quality(said),
    columns(watch),
    unwatched(said));
  section.hidden = false;
};

const MOOD = { keep: "reached", watch: "undecided", retrain: "not_reached", roll_back: "not_reached" };

const findings = (all) => (all.length ? h("div", { class: "findings" }, all.map((one) =>
  h("div", { class: `finding ${one.severity}` },
    h("p", {}, h("b", {}, one.title)), h("p", {}, one.evidence), h("p", { class: "advice" }, one.advice)))) : "");

const quality = ({ expected, measured, assumption, domain }) => {
  const lines = [...measured, ...expected, domain].filter(Boolean);
  if (!lines.length) return "";
  return h("div", {}, h("ul", {}, lines.map((line) => h("li", {}, line))),
    assumption ? h("p", { class: "small" }, assumption) : "");
};

const unwatched = (said) => (said.unwatched.length ? h("details", {}, h("summary", {}, t("watch.unwatched")),
  h("ul", {}, said.unwatched.map((line) => h("li", {}, line)))) : "");

const columns = ({ columns: all, outputs }) => {
  const rows = [...all, ...outputs].filter((one) => one.test !== null || one.missing)
    .map((one) => [one.name, t(`watch.is.${stateOf(one)}`), one.psi === null ? "–" : number(one.psi), percent(one.missing.now)]);
  if (!rows.length) return "";
  const heads = ["column", "state", "psi", "missing"].map((key) => t(`watch.${key}`));
  return h("details", {}, h("summary", {}, t("watch.table")), table(t("watch.table"), heads, rows));
};

const stateOf = (one) => (one.test === null ? "empty" : one.real ? (one.large ? "drifted" : "real") : "same");
