/* A plot of answers over one column: a line over numbers and days, dots over words. Drawn at the width that it has, so
   that its letters stay readable on a phone. */
import { svg } from "./dom.js";

const LEFT = 58, RIGHT = 16, TOP = 14, BOTTOM = 34, TICKS = 5, LETTER = 7;

/* points: {x (number or place), label, y, low?, high?}; here: the same for the row itself. */
export const plot = ({ width, points, here, words, days, rule, tell, tellX, title }) => {
  const height = words ? Math.max(120, TOP + BOTTOM + 28 * points.length) : Math.min(320, Math.max(220, width * 0.5));
  const all = [...points, here].filter(Boolean).flatMap((one) => [one.y, one.low ?? one.y, one.high ?? one.y]);
  const [low, high] = roomy(Math.min(...all, rule ?? Infinity), Math.max(...all, rule ?? -Infinity));
  const drawing = words
    ? wordDrawing({ width, height, points, low, high, rule, tell })
    : curveDrawing({ width, height, points, here, days, low, high, rule, tell, tellX });
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title }, drawing);
};

const roomy = (low, high) => {
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
};

const curveDrawing = ({ width, height, points, here, days, low, high, rule, tell, tellX }) => {
  const xs = points.map((one) => one.x), first = Math.min(...xs, here?.x ?? Infinity), last = Math.max(...xs, here?.x ?? -Infinity);
  const atX = (x) => LEFT + ((x - first) / (last - first || 1)) * (width - LEFT - RIGHT);
  const atY = (y) => TOP + ((high - y) / (high - low)) * (height - TOP - BOTTOM);
  const line = points.map((one, i) => `${i ? "L" : "M"}${atX(one.x).toFixed(1)} ${atY(one.y).toFixed(1)}`).join("");
  const parts = [...yGrid({ width, low, high, atY, tell }), ...xTicks({ height, first, last, width, atX, tellX, days })];
  if (points.every((one) => Number.isFinite(one.low) && Number.isFinite(one.high))) {
    const up = points.map((one) => `${atX(one.x)},${atY(one.high)}`), down = points.map((one) => `${atX(one.x)},${atY(one.low)}`).reverse();
    parts.push(svg("polygon", { class: "band", points: [...up, ...down].join(" ") }));
  }
  if (rule !== undefined) parts.push(svg("line", { class: "rule", x1: LEFT, x2: width - RIGHT, y1: atY(rule), y2: atY(rule) }));
  parts.push(svg("path", { class: "curve", d: line }));
  if (here) {
    parts.push(svg("line", { class: "here-line", x1: atX(here.x), x2: atX(here.x), y1: TOP, y2: height - BOTTOM }));
    parts.push(svg("circle", { class: "here", cx: atX(here.x), cy: atY(here.y), r: 6 }));
  }
  return parts;
};

const yGrid = ({ width, low, high, atY, tell }) =>
  steps(low, high).flatMap((value) => [
    svg("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: atY(value), y2: atY(value) }),
    svg("text", { x: LEFT - 8, y: atY(value) + 4, "text-anchor": "end" }, tell(value)),
  ]);

const xTicks = ({ height, first, last, width, atX, tellX, days }) => {
  const count = Math.max(days ? 2 : 4, Math.min(6, Math.floor((width - LEFT) / 110)));
  const even = Array.from({ length: count }, (_, i) => first + ((last - first) * i) / (count - 1));
  return (days ? even : steps(first, last, count)).map((value) => {
    const x = atX(value), edge = x < LEFT + 20 ? "start" : x > width - RIGHT - 20 ? "end" : "middle";
    return svg("text", { x, y: height - 10, "text-anchor": edge }, tellX(value));
  });
};

const wordDrawing = ({ width, height, points, low, high, rule, tell }) => {
  const longest = Math.min(Math.floor(width / 3 / LETTER), Math.max(...points.map((one) => wide(one.label))));
  const left = Math.max(LEFT, 14 + longest * LETTER);
  const atX = (y) => left + ((y - low) / (high - low)) * (width - left - RIGHT - 30);
  const parts = steps(low, high).flatMap((value) => [
    svg("line", { class: "grid", x1: atX(value), x2: atX(value), y1: TOP, y2: height - BOTTOM }),
    svg("text", { x: atX(value), y: height - 10, "text-anchor": "middle" }, tell(value)),
  ]);
  if (rule !== undefined) parts.push(svg("line", { class: "rule", x1: atX(rule), x2: atX(rule), y1: TOP, y2: height - BOTTOM }));
  points.forEach((one, i) => {
    const y = TOP + 14 + 28 * i;
    parts.push(svg("text", { x: left - 10, y: y + 4, "text-anchor": "end", class: one.here ? "strong" : null }, cut(one.label, longest)));
    if (Number.isFinite(one.low)) parts.push(svg("line", { class: "zero", x1: atX(one.low), x2: atX(one.high), y1: y, y2: y }));
    parts.push(svg("circle", { class: one.here ? "here" : "dot", cx: atX(one.y), cy: y, r: one.here ? 7 : 5 }));
  });
  return parts;
};

const wide = (label) => [...label].reduce((sum, letter) => sum + (letter > "\u1100" ? 1.8 : 1), 0);
const cut = (label, most) => {
  let told = "";
  for (const letter of label) { if (wide(told + letter) > most) return `${told}…`; told += letter; }
  return told;
};

/* Round values between two others. */
const steps = (low, high, count = TICKS) => {
  const raw = (high - low) / count || 1, size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * size).find((one) => one >= raw);
  const found = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-9; value += step) found.push(Number(value.toPrecision(12)));
  return found;
};
