/* The service's own routes, asked with the key of this tab and in the language of the page. */
import { language, t } from "./telling.js";

const KEY = "hanpan.key";

/* What the service refused: a status, a sentence, and what does not fit in which column. */
export class Refusal extends Error {
  constructor(status, told) {
    const error = told.error ?? {};
    super([error.what, error.expected, error.remedy].filter(Boolean).join(" ") || t("trouble.status", { status }));
    this.status = status;
    this.problems = told.problems ?? [];
  }
}

export const keepKey = (key) => sessionStorage.setItem(KEY, key);
export const keyed = () => Boolean(sessionStorage.getItem(KEY));

const headers = (more) => {
  const key = sessionStorage.getItem(KEY);
  return { "Accept-Language": language, ...(key ? { Authorization: `Bearer ${key}` } : {}), ...more };
};

const sent = async (path, settings) => {
  let response;
  try {
    response = await fetch(path, settings);
  } catch {
    throw new Refusal(0, { error: { what: t("trouble.away") } });
  }
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, told);
  return told;
};

export const get = (path) => sent(path, { headers: headers({}) });
export const post = (path, document) =>
  sent(path, { method: "POST", headers: headers({ "Content-Type": "application/json" }), body: JSON.stringify(document) });
export const postFile = (path, file) =>
  sent(path, { method: "POST", headers: headers({ "Content-Type": "application/octet-stream" }), body: file });
/* Whether there is such a document, and its content. */
export const found = async (path) => {
  const response = await fetch(path, { headers: headers({}) }).catch(() => null);
  return response?.ok ? response : null;
};
export const pathOf = (model, verb) => `v1/models/${encodeURIComponent(model)}/${verb}`;
