/* What the page says: texts of the catalogue, numbers and amounts as all doors of hanpan write them. */
const texts = JSON.parse(document.getElementById("texts").textContent);
export const language = document.documentElement.lang;

export const t = (key, fields = {}) => {
  if (!(key in texts)) throw new Error(`no text: ${key}`);
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => String(fields[name]));
};
export const known = (key) => key in texts;

/* About four telling digits, thousands apart: see numbers.plain. */
export const number = (value) => {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 1e15) return value.toExponential(2);
  if (Number.isInteger(value) || Math.abs(value) >= 1000) {
    return value.toLocaleString("en", { maximumFractionDigits: 0 });
  }
  if (value !== 0 && Math.abs(value) < 1e-6) return value.toExponential(2);
  return value.toLocaleString("en", { maximumSignificantDigits: 4 });
};
export const percent = (share) =>
  (Number.isFinite(share) ? `${(100 * share).toFixed(1).replace(/\.0$/, "")}%` : "–");

/* A number in its unit or currency, its sign where people write it: see amounts.money. */
export const amount = (value, unit) => {
  if (!unit || !Number.isFinite(value)) return number(value);
  const sign = value < 0 ? "-" : "", told = number(Math.abs(value));
  if ("$€£¥₩￦".includes(unit[0])) return `${sign}${unit}${told}`;
  return `${sign}${told}${/^[a-z]/i.test(unit) ? " " : ""}${unit}`;
};
/* A day, and its hour where it has one. */
export const day = (told, format) => String(told).replace("T", " ").slice(0, format === "date-time" ? 16 : 10);
