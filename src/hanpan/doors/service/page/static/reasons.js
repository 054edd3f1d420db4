/* Why: the sentence of the service, and what each column adds, the largest first. */
import { byId, h, svg } from "./dom.js";
import { t } from "./telling.js";

const SHOWN = 8;

export const showBusyReasons = () =>
  byId("reasons").replaceChildren(h("h3", {}, t("reasons.title")), h("p", { class: "small busy" }, t("reasons.busy")));
export const showNoReasons = (why) =>
  byId("reasons").replaceChildren(h("h3", {}, t("reasons.title")), h("p", { class: "small" }, why));

export const showReasons = (told) => {
  const [one] = told.explanations;
  if (!one) return showNoReasons(t("reasons.none"));
  const most = Math.max(...one.reasons.map((reason) => Math.abs(reason.share)), 1e-300);
  const rows = (some) => h("table", { class: "reasons" },
    h("thead", {}, h("tr", {},
      h("th", { scope: "col" }, t("reasons.column")), h("td", { class: "side" }),
      h("th", { scope: "col", class: "share" }, t("reasons.share")))),
    h("tbody", {}, some.map((reason) => h("tr", {},
      h("th", { scope: "row" }, reason.column, h("span", { class: "cell" }, ` = ${reason.cell}`)),
      h("td", { class: "side" }, bar(reason.share / most)),
      h("td", { class: "share" }, reason.told)))));
  const rest = one.reasons.slice(SHOWN);
  byId("reasons").replaceChildren(
    h("h3", {}, t("reasons.title")),
    h("p", { id: "said" }, one.said),
    rows(one.reasons.slice(0, SHOWN)),
    rest.length ? h("details", {}, h("summary", {}, t("reasons.others", { count: rest.length })), rows(rest)) : "",
    h("p", { class: "small" }, t(`reasons.how.${told.exact ? "exact" : "sampled"}`), " ", t("reasons.small"),
      told.unit === "log_odds" ? ` ${t("reasons.odds")}` : ""));
};

const bar = (share) => {
  const width = 50 * Math.abs(share);
  return svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: share < 0 ? "bar down" : "bar", x: share < 0 ? 50 - width : 50, y: 0, width, height: 8 }),
    svg("line", { class: "zero", x1: 50, x2: 50, y1: 0, y2: 8 }));
};
