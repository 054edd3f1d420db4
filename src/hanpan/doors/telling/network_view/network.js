/* The network view: nodes with what they respond to, links by weight, curves, answers. No build step, nothing fetched.
   <hanpan-network> shows a recorded training (JSON in a script inside it) or, live, what `take` is given; what a person
   does leaves as an event "act". What nodes say is computed here, from the weights. */
(() => {
const GRID = 32, MOST_NODES = 10, NODE = 46, KEPT = 400;
const ACT = {
  linear: (x) => x, relu: (x) => (x > 0 ? x : 0), tanh: Math.tanh, sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  leaky_relu: (x) => (x > 0 ? x : 0.2 * x), elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  silu: (x) => x / (1 + Math.exp(-x)), softplus: (x) => (x > 30 ? x : Math.log1p(Math.exp(x))),
  mish: (x) => x * Math.tanh(x > 30 ? x : Math.log1p(Math.exp(x))), gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
};
function erf(x) { // Abramowitz & Stegun 7.1.26: to seven digits
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const y = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return x < 0 ? -y : y;
}
const FORMULA = {
  "x1": (a) => a, "x2": (a, b) => b, "x1^2": (a) => a * a, "x2^2": (a, b) => b * b, "x1*x2": (a, b) => a * b,
  "sin(x1)": (a) => Math.sin(2 * a), "sin(x2)": (a, b) => Math.sin(2 * b),
};
const SHOWN = { "x1": "x1", "x2": "x2", "x1^2": "x1²", "x2^2": "x2²", "x1*x2": "x1·x2", "sin(x1)": "sin x1", "sin(x2)": "sin x2" };
const ICON = { // what the sets look like, as a picture on their buttons: class, or value from -1 to 1
  circle: (a, b) => (Math.hypot(a, b) < 0.5 ? 1 : Math.hypot(a, b) > 0.62 ? 0 : null), xor: (a, b) => (a * b > 0 ? 1 : 0),
  clouds: (a, b) => (Math.hypot(a - 0.45, b - 0.45) < 0.42 ? 1 : Math.hypot(a + 0.45, b + 0.45) < 0.42 ? 0 : null),
  spiral: (a, b) => winding(a, b, 2, 1.6), arms: (a, b) => winding(a, b, 3, 0.75),
  plane: (a, b) => ({ value: (a + b) / 2 }),
  gauss: (a, b) => ({ value: Math.sin(2.4 * a * Math.PI / 2 + Math.PI / 2) * Math.sign(b) * Math.exp(-((Math.abs(b) - 0.45) ** 2) * 6) }),
  digits: (a, b) => ((Math.abs(b - 0.6) < 0.13 && Math.abs(a) < 0.5) || (Math.abs(a - 0.45 * b - 0.12) < 0.14 && b < 0.6 && b > -0.75) ? 1 : null),
};
function winding(a, b, arms, turns) {
  const r = Math.hypot(a, b);
  if (r > 1 || r < 0.08) return null;
  const turn = (Math.atan2(b, a) / (2 * Math.PI) - turns * r) * arms;
  return ((Math.round(turn) % arms) + arms) % arms;
}
const unpack = (text) => {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/")), bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at++) bytes[at] = raw.charCodeAt(at);
  return new Float32Array(bytes.buffer);
};
/* Values of every layer for n rows: [inputs, hidden ..., last sums]. */
function forward(flat, widths, layers, x, n) {
  const said = [x];
  let at = 0;
  for (let place = 0; place < widths.length - 1; place++) {
    const ins = widths[place], outs = widths[place + 1], before = said[place], now = new Float32Array(n * outs);
    const bias = at + ins * outs, act = place < layers.length ? ACT[layers[place].activation] : null;
    for (let row = 0; row < n; row++) {
      const from = row * ins, to = row * outs;
      for (let node = 0; node < outs; node++) now[to + node] = flat[bias + node];
      for (let source = 0; source < ins; source++) {
        const value = before[from + source];
        if (value) for (let node = 0, w = at + source * outs; node < outs; node++) now[to + node] += value * flat[w + node];
      }
      if (act) for (let node = 0; node < outs; node++) now[to + node] = act(now[to + node]);
    }
    said.push(now);
    at = bias + outs;
  }
  return said;
}
/* From the last sums of a row to shares of classes (or the value itself). */
function answer(sums, at, outs, labels) {
  if (!labels) return [sums[at]];
  if (outs === 1) { const p = ACT.sigmoid(sums[at]); return [1 - p, p]; }
  let top = -Infinity, all = 0;
  for (let c = 0; c < outs; c++) top = Math.max(top, sums[at + c]);
  const made = [];
  for (let c = 0; c < outs; c++) { made.push(Math.exp(sums[at + c] - top)); all += made[c]; }
  return made.map((one) => one / all);
}
const short = (value) => (value === null || value === undefined || !Number.isFinite(value) ? "–"
  : Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(1) : String(Number(value.toPrecision(3))));
const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const mix = (one, other, share) => one.map((part, at) => part + (other[at] - part) * share);
const css = (color) => `rgb(${color.map(Math.round).join(" ")})`;
const el = (tag, given = {}, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...inside.filter((one) => one !== null && one !== undefined));
  return made;
};
const LOOK = { // light, dark
  paper: ["#ffffff", "#1a2129"], zero: ["#f4f5f7", "#222b35"], minus: ["#d9822b", "#e0933f"], plus: ["#2279ad", "#56a8dc"],
  line: ["#dde3ea", "#35404c"], text: ["#1d2530", "#e4e9ef"], muted: ["#5c6877", "#9aa7b5"], ring: ["#ffffff", "#12171d"],
};
const CLASSES = [["#d9822b", "#e0933f"], ["#2279ad", "#56a8dc"], ["#3a9361", "#66bf8b"], ["#8456ab", "#b08ad2"], ["#c24a41", "#e5857b"],
  ["#1d8f92", "#4fc3c6"], ["#8a6d2f", "#c7a75c"], ["#c2609a", "#e292c2"], ["#66727f", "#9aa7b5"], ["#86901f", "#bcc553"]];
const STYLE = `
:host { display: block; color: var(--text, #1d2530); font: inherit; line-height: 1.5; container-type: inline-size; --gap: .8rem; }
* { box-sizing: border-box; }
h2, h3 { margin: 0; font-size: .95rem; line-height: 1.4; } h3 { font-size: .88rem; }
p { margin: 0; } .quiet { color: var(--muted, #5c6877); font-size: .85rem; }
button, select, input { font: inherit; color: inherit; }
button, select, input[type=number], input[type=text] { min-height: 44px; border: 1px solid var(--line, #dde3ea); border-radius: 9px; background: var(--surface, #fff); padding: .2rem .6rem; max-width: 100%; }
button { cursor: pointer; min-width: 44px; } button:hover:not(:disabled) { border-color: var(--accent, #1f6f8b); }
button:disabled { opacity: .45; cursor: default; }
button[aria-pressed=true], button.main { background: var(--accent, #1f6f8b); border-color: var(--accent, #1f6f8b); color: var(--surface, #fff); font-weight: 600; }
:focus-visible { outline: 2px solid var(--accent, #1f6f8b); outline-offset: 2px; }
label { font-size: .82rem; color: var(--muted, #5c6877); display: grid; gap: .1rem; min-width: 0; grid-template-columns: minmax(0, 1fr); }
label > select { min-width: 0; width: 100%; }
label select, label input { color: var(--text, #1d2530); font-size: .95rem; }
label.tick { display: flex; align-items: center; gap: .4rem; min-height: 44px; color: var(--text, #1d2530); font-size: .9rem; }
input[type=checkbox], input[type=radio] { width: 1.15rem; height: 1.15rem; accent-color: var(--accent, #1f6f8b); flex: none; }
input[type=range] { width: 100%; min-height: 44px; accent-color: var(--accent, #1f6f8b); margin: 0; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; } legend { font-size: .82rem; color: var(--muted, #5c6877); padding: 0; }
.bar { display: flex; flex-wrap: wrap; align-items: end; gap: .5rem .6rem; }
.bar .keys { display: flex; gap: .25rem; } .bar .count { min-width: 5.4rem; } .bar .count b { display: block; font-size: 1.5rem; line-height: 1.15; font-variant-numeric: tabular-nums; }
.bar label { min-width: 4.3rem; max-width: 9.4rem; } .bar label[data-control=mode] { max-width: 13.5rem; } .bar .keys + .count { min-width: 3.6rem; } .bar label > select { padding: .2rem .3rem; font-size: .9rem; } .bar svg { width: 20px; height: 20px; vertical-align: -5px; fill: currentColor; }
.board { display: grid; grid-template-columns: 12rem minmax(0, 1fr) 18.5rem; gap: 1.2rem; margin: 1rem 0; align-items: start; }
.recorded .board { grid-template-columns: minmax(0, 1fr) 18.5rem; }
.side { display: grid; gap: .8rem; min-width: 0; } .ticks { display: grid; grid-template-columns: repeat(auto-fill, minmax(5.2rem, 1fr)); gap: 0 .5rem; }
.sets { display: grid; margin: .2rem 0 .6rem; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: .35rem; }
.sets label { position: relative; display: block; }
.sets input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; margin: 0; cursor: pointer; }
.sets canvas { width: 100%; aspect-ratio: 1; border-radius: 8px; display: block; border: 2px solid transparent; opacity: .75; }
.sets input:checked + canvas { border-color: var(--accent, #1f6f8b); opacity: 1; } .sets input:focus-visible + canvas { outline: 2px solid var(--accent, #1f6f8b); outline-offset: 2px; }
.net { position: relative; overflow-x: auto; padding-bottom: .3rem; } .inner { position: relative; }
.net canvas.links { position: absolute; left: 0; top: 0; }
.head { position: absolute; top: 0; display: grid; gap: .3rem; justify-items: center; text-align: center; }
.head > b { white-space: nowrap; font-size: .88rem; } .head .keys { display: flex; align-items: center; gap: .1rem; }
.head button { padding: 0; } .head select { width: 100%; padding: .2rem .25rem; font-size: .85rem; }
.node { position: absolute; width: ${NODE}px; height: ${NODE}px; min-height: 0; padding: 0; border-radius: 10px; border: 2px solid var(--line, #dde3ea); overflow: hidden; background: var(--surface, #fff); }
.node canvas { width: 100%; height: 100%; display: block; } .node[aria-pressed=true] { border-color: var(--text, #1d2530); background: none; }
.node.dead { border-style: dashed; border-color: var(--bad, #b3473e); }
.name { position: absolute; font-size: .78rem; color: var(--muted, #5c6877); white-space: nowrap; line-height: 1.2; text-overflow: ellipsis; overflow: hidden; font-variant-numeric: tabular-nums; pointer-events: none; }
.out canvas.map { width: 100%; aspect-ratio: 1; border-radius: 10px; display: block; }
.axes { display: grid; font-size: .78rem; color: var(--muted, #5c6877); gap: .5rem; }
.axes span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.legend { display: flex; flex-wrap: wrap; gap: .15rem .8rem; font-size: .82rem; padding: 0; margin: .3rem 0 0; list-style: none; }
.legend i { display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin-right: .35em; vertical-align: -.05em; } .legend i.box { border-radius: 2px; } .legend i.tri { border-radius: 0; clip-path: polygon(50% 0, 100% 100%, 0 100%); } .legend i.dia { border-radius: 0; clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%); }
.legend i.dash { width: 1.5em; height: 0; border-top: 3px dashed; border-radius: 0; vertical-align: .25em; } .legend i.full { width: 1.5em; height: 0; border-top: 3px solid; border-radius: 0; vertical-align: .25em; }
.scores { display: grid; grid-template-columns: auto 1fr 1fr; gap: .1rem .8rem; font-variant-numeric: tabular-nums; margin: 0; font-size: .92rem; align-items: baseline; }
.scores span { color: var(--muted, #5c6877); font-size: .82rem; } .scores b { font-size: 1.05rem; }
.curve { position: relative; } .curve canvas { width: 100%; height: 130px; display: block; }
.signs { display: grid; gap: .6rem; list-style: none; margin: 0; padding: 0; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
.sign { border-left: 4px solid var(--first, #1f6f8b); background: var(--soft, #eef2f6); border-radius: 0 9px 9px 0; padding: .6rem .9rem; display: grid; gap: .25rem; align-content: start; font-size: .9rem; }
.sign.warning { border-color: var(--warn, #7d5700); } .sign.serious { border-color: var(--bad, #b3473e); } .sign button { justify-self: start; margin-top: .2rem; text-align: left; }
.card { border: 1px solid var(--line, #dde3ea); border-radius: 12px; padding: .9rem 1.1rem; background: var(--surface, #fff); min-width: 0; }
.below { display: grid; gap: 1rem; } .why { background: var(--soft, #eef2f6); border-radius: 9px; padding: .6rem .9rem; font-size: .92rem; margin-top: .7rem; }
.scroll { overflow: auto; max-height: 26rem; } table { border-collapse: collapse; font-size: .86rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .2rem .6rem; border-bottom: 1px solid var(--line, #dde3ea); white-space: nowrap; } th:first-child, td:first-child { text-align: left; padding-left: 0; }
th { font-weight: 600; color: var(--muted, #5c6877); font-size: .8rem; } td input[type=number] { width: 7rem; text-align: right; } caption { text-align: left; font-size: .82rem; color: var(--muted, #5c6877); }
td.c { text-align: center; } details > summary { cursor: pointer; min-height: 44px; display: flex; align-items: center; font-size: .92rem; font-weight: 600; } details[open] > summary { margin-bottom: .4rem; } summary::before { content: "▸"; margin-right: .5rem; } details[open] > summary::before { content: "▾"; }
.tables { display: grid; gap: 1.2rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); align-items: start; } pre { background: var(--soft, #eef2f6); border-radius: 9px; padding: .8rem 1rem; overflow: auto; max-height: 22rem; font-size: .82rem; margin: .6rem 0 0; }
.told { color: var(--bad, #b3473e); white-space: pre-line; } .told:empty { display: none; } [hidden] { display: none !important; }
.two { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: 1rem; align-items: start; margin-top: .5rem; } .two canvas { width: 100%; aspect-ratio: 1; border-radius: 10px; }
.deep.live .board { grid-template-columns: minmax(0, 1fr) 18.5rem; } .deep.live .board > .side:first-child { grid-column: 1 / -1; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); align-items: end; }
@container (max-width: 66rem) { .board, .recorded .board, .deep.live .board { grid-template-columns: minmax(0, 1fr) 17rem; } .live .board > .side:first-child { grid-column: 1 / -1; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); align-items: end; } .sets { grid-template-columns: repeat(8, minmax(0, 3.2rem)); } }
@container (max-width: 44rem) { .board, .recorded .board, .deep.live .board, .two { grid-template-columns: minmax(0, 1fr); } .two canvas { max-width: 11rem; } .sets { grid-template-columns: repeat(4, minmax(44px, 4.5rem)); } .bar label { flex: 1 1 40%; max-width: none; } .card { padding: .8rem; } .live .board > .side:first-child { order: 3; } }
@media (pointer: coarse) { .node { min-width: 46px; } }
`;
const ICONS = { play: "M4 2.5v15l13-7.5z", pause: "M4 3h4v14H4zM12 3h4v14h-4z", step: "M3 3l9 7-9 7zM13.500 3H16v14h-2.500z", back: "M17 3l-9 7 9 7zM6.500 3H4v14h2.500z", restart: "M10 3a7 7 0 1 0 7 7h-2.300A4.700 4.700 0 1 1 10 5.300V8l5-3.900L10 .2z", epoch: "M2 3l7 7-7 7zM9 3l7 7-7 7zM16.200 3h2v14h-2z" };
const icon = (name) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  made.setAttribute("viewBox", "0 0 20 20"); made.setAttribute("aria-hidden", "true"); path.setAttribute("d", ICONS[name]); made.append(path);
  return made;
};

class Network extends HTMLElement {
  painted = 0; // frames drawn, for who measures
  #t = {}; #all = null; #now = null; #past = null; #signs = []; #frames = []; #curves = null; #picked = null; #nodes = []; #dirty = false;
  #plane = [0, 1]; #mode = "map"; #grid = null; #rows = null; #row = 0; #preset = ""; #built = ""; #last = {}; #asked = false;

  connectedCallback() {
    if (this.shadowRoot) return;
    this.attachShadow({ mode: "open" }).append(el("style"), el("div"));
    this.shadowRoot.firstChild.textContent = STYLE;
    const given = this.querySelector("script[type='application/json']");
    const again = () => { this.#night = null; this.#paintSoon(); this.#icons(); };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
    new ResizeObserver(() => { if (this.#all) { this.#place(); this.#paintSoon(); } }).observe(this);
    if (given) { const told = JSON.parse(given.textContent); this.begin(told.texts, told.choices); this.take(told.whole); }
  }
  get #live() { return this.hasAttribute("live"); }
  get state() { return this.#now; }
  /* What the network answers to a training row: a value, or the shares of the classes. */
  says(row) {
    const { widths, setup, ground } = this.#all, p = widths[0];
    return answer(forward(this.#flat, widths, setup.layers, this.#rows.x.subarray(row * p, row * p + p), 1).at(-1), 0, widths.at(-1), ground.labels.length > 0);
  }
  /* Texts of the language, and what may be chosen: presets, sets, functions, optimizers. */
  begin(texts, choices) { this.#t = texts; this.choices = choices; }
  take(told) {
    if (told.kind === "whole") this.#whole(told);
    else if (told.kind === "frame") this.#frame(told);
    else if (told.kind === "code") this.#code(told.code);
    else if (told.kind === "refused") this.#refused(told.message);
  }
  text(key, fields = {}) { return (this.#t[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => fields[name] ?? ""); }
  #act(verb, more = {}) {
    this.#at("told", "");
    this.dispatchEvent(new CustomEvent("act", { detail: { do: verb, ...more }, bubbles: true, composed: true }));
  }
  #change(changes, restart = false) { this.#act("change", { changes, restart }); }
  #at(part, words) { const place = this.shadowRoot.querySelector(`[data-at="${part}"]`); if (place && place.textContent !== String(words)) place.textContent = words; }
  #part(name) { return this.shadowRoot.querySelector(`[data-part="${name}"]`); }
  #night = null; // 1 in the dark; looked up once, and again where the theme changes
  get #dark() { return (this.#night ??= getComputedStyle(this).colorScheme.includes("dark") || (getComputedStyle(this).colorScheme === "normal" && matchMedia("(prefers-color-scheme: dark)").matches) ? 1 : 0); }
  #color(name) { return rgb(LOOK[name][this.#dark]); }
  #class(code) { return rgb(CLASSES[code % CLASSES.length][this.#dark]); }

  /* ---- what comes ---- */
  #whole(told) {
    const before = this.#all;
    this.#all = told; this.#now = told.now; this.#past = null; this.#signs = told.signs; this.#curves = told.curves;
    this.#frames = told.frames.map(([epoch, packed]) => [epoch, unpack(packed)]);
    const ground = told.ground, p = ground.columns.length;
    const sameRows = before && JSON.stringify([before.ground.x, before.ground.columns]) === JSON.stringify([ground.x, ground.columns]);
    if (!sameRows) {
      this.#plane = this.#firstPlane(); this.#row = 0; this.#picked = null;
      this.#mode = ground.image ? "weights" : ground.formulas.length || p <= 2 ? "map" : "bars";
      const x = unpack(ground.x), xv = unpack(ground.x_valid);
      this.#rows = { x, y: unpack(ground.y), n: x.length / p, xv, yv: unpack(ground.y_valid), nv: xv.length / p };
    }
    this.#grid = null;
    if (this.#picked && (this.#picked[0] >= told.widths.length || this.#picked[1] >= told.widths[this.#picked[0]])) this.#picked = null;
    const shape = JSON.stringify([told.widths, told.setup, ground.columns, ground.labels, this.#mode]);
    if (shape !== this.#built) { this.#built = shape; this.#build(); }
    const chosen = this.#frames.findIndex(([epoch]) => epoch === told.chosen);
    if (chosen >= 0) this.#look(chosen); else { this.#tell(); this.#numbers(); this.#paintSoon(); }
  }
  #frame(told) {
    if (!this.#all) return;
    const sameEpoch = this.#now.epoch === told.epoch, numbers = told.numbers ?? (told.step === this.#now.step ? this.#now.numbers : undefined);
    this.#now = { ...told, numbers };
    if (told.signs) { this.#signs = told.signs; this.#showSigns(); }
    for (const name of ["loss", "val_loss", "right", "val_right"]) {
      const curve = this.#curves[name];
      if (told.passed) { curve.length = Math.min(curve.length, told.passed.from); curve.push(...told.passed[name]); } // epochs that were not drawn
      while (curve.length < told.epoch) curve.push(null);
      curve[told.epoch] = told[name]; curve.length = told.epoch + 1;
    }
    if (!sameEpoch) this.#keep(told.epoch, unpack(told.weights));
    this.#tell();
    if (!told.playing) { this.#numbers(); this.#tables(); } else if (this.#now.numbers) this.#numbers();
    this.#paintSoon();
  }
  #keep(epoch, flat) {
    const kept = this.#frames;
    kept.push([epoch, flat]);
    if (kept.length > KEPT) kept.splice(1, kept.length - 2, ...kept.slice(1, -1).filter((_, at) => at % 2));
  }
  #firstPlane() {
    const ground = this.#all.ground, p = ground.columns.length;
    this.#order = [...Array(p).keys()];
    if (ground.formulas.length || p < 2) return [0, Math.min(1, p - 1)];
    const x = unpack(ground.x), y = unpack(ground.y), n = x.length / p;
    const strength = ground.columns.map((_, column) => { // how far classes (or the answer) go with a column
      let sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
      for (let row = 0; row < n; row++) { const a = x[row * p + column], b = y[row]; sx += a; sy += b; sxx += a * a; syy += b * b; sxy += a * b; }
      return Math.abs((sxy - sx * sy / n) / Math.sqrt(Math.max((sxx - sx * sx / n) * (syy - sy * sy / n), 1e-12)));
    });
    this.#order.sort((a, b) => strength[b] - strength[a]);
    return this.#order.slice(0, 2);
  }
  #order = []; // inputs, those that go most with the answer first
  #refused(message) {
    if (this.#all) this.#at("told", message);
    else this.shadowRoot.lastChild.replaceChildren(el("p", { class: "told", role: "alert" }, message));
  }
  #code(code) {
    const place = this.#part("code");
    const save = el("a", { href: URL.createObjectURL(new Blob([code], { type: "text/x-python" })), download: "network.py" }, this.text("code.save"));
    place.replaceChildren(el("p", {}, save), el("p", { class: "quiet" }, this.text("code.board")), el("pre", { tabindex: "0" }, code));
    place.hidden = false; place.scrollIntoView({ block: "nearest" });
  }

  /* ---- the page ---- */
  #build() {
    const { setup } = this.#all, root = this.shadowRoot.lastChild, hide = new Set(setup.hide), focus = this.shadowRoot.activeElement?.dataset?.keep;
    const open = [...this.shadowRoot.querySelectorAll("details[open]")].map((one) => one.dataset.part);
    root.className = `${this.#live ? "live" : "recorded"}${setup.layers.length > 3 ? " deep" : ""}`;
    root.replaceChildren(
      this.#live ? this.#bar() : this.#scrubBar(),
      this.#live ? el("p", { class: "why", "data-part": "why", hidden: !this.#preset }, this.#preset ? this.text(`preset.${this.#preset}.why`) : "") : "",
      el("p", { class: "told", "data-at": "told", role: "alert" }),
      el("div", { class: "board" }, this.#live ? this.#data() : null, this.#net(), this.#out()),
      el("div", { class: "below" },
        el("section", { class: "card", "aria-label": this.text("signs.title") }, el("h2", {}, this.text("signs.title")), el("ul", { class: "signs", "data-part": "signs" })),
        el("section", { class: "card", "data-part": "numbers", "aria-label": this.text("numbers.title") }),
        this.#live ? this.#share() : null,
        el("details", { class: "card", "data-part": "tables", ontoggle: () => this.#tables() }, el("summary", {}, this.text("tables.title")), el("div", { class: "tables", "data-part": "tablesIn" }))),
    );
    for (const name of hide) for (const one of root.querySelectorAll(`[data-control="${name}"]`)) one.hidden = true;
    for (const name of open) { const one = this.#part(name); if (one) one.open = true; }
    if (focus) this.shadowRoot.querySelector(`[data-keep="${focus}"]`)?.focus();
    this.#place(); this.#icons(); this.#showSigns(); this.#tables();
  }
  #bar() {
    const { setup } = this.#all, t = (key, fields) => this.text(key, fields);
    const key = (name, verb, more = {}, main = "") => el("button", { type: "button", class: main, title: t(`do.${name}`), "aria-label": t(`do.${name}`), "data-keep": name, "data-do": name, onclick: () => this.#act(verb, more) }, icon(name));
    const play = el("button", { type: "button", class: "main", "data-part": "play", "data-keep": "play", "data-do": "play", onclick: () => (this.#now.playing ? this.#act("pause") : this.#act("play", { speed: this.#speed })) });
    return el("div", { class: "bar" },
      el("div", { class: "keys", role: "group", "aria-label": t("do.group"), "data-control": "play" }, key("restart", "restart"), key("back", "back"), play, key("step", "step"), key("epoch", "epoch")),
      el("div", { class: "count" }, el("span", { class: "quiet" }, t("epoch")), el("b", { "data-at": "epoch" })),
      this.#select("speed", Object.keys(this.choices.speeds), this.#speed, (value) => { this.#speed = value; if (this.#now.playing) this.#act("play", { speed: value }); }, "play", (one) => t(`speed.${one}`)),
      setup.data === "own" ? null : this.#select("presets", ["", ...this.choices.presets.map((one) => one.name)], this.#preset, (value) => this.#present(value), "data", (one) => t(one ? `preset.${one}.title` : "preset.none")),
      this.#select("rate", this.#rates(setup.learning_rate), setup.learning_rate, (value) => this.#change({ learning_rate: Number(value) }), "rate"),
      this.#select("optimizer", this.choices.optimizers, setup.optimizer, (value) => this.#change({ optimizer: value }), "optimizer", (one) => t(`optimizer.${one}`)),
      this.#select("batch", this.#with([1, 4, 8, 16, 32, 64, 128], setup.batch_size), setup.batch_size, (value) => this.#change({ batch_size: Number(value) }), "batch"),
      this.#select("l1", this.#with([0, 0.0001, 0.001, 0.01, 0.1], setup.l1), setup.l1, (value) => this.#change({ l1: Number(value) }), "penalty"),
      this.#select("l2", this.#with([0, 0.0001, 0.001, 0.01, 0.1], setup.l2), setup.l2, (value) => this.#change({ l2: Number(value) }), "penalty"),
    );
  }
  #speed = "step";
  #present(name) {
    this.#preset = name;
    const one = this.choices.presets.find((each) => each.name === name);
    const why = this.#part("why"); why.textContent = name ? this.text(`preset.${name}.why`) : ""; why.hidden = !name;
    if (one) { this.#act("open", { link: one.link, anew: true }); this.#act("play", { speed: "fast", until: one.epochs }); }
  }
  #rates(now) { return this.#with([0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10], now); }
  #with(values, now) { return [...new Set([...values, now])].sort((a, b) => a - b); }
  #select(name, values, now, choose, control, shown = String) {
    const made = el("select", { "data-keep": name, onchange: (event) => choose(event.target.value) });
    for (const one of values) { const option = el("option", { value: one }, shown(one)); option.selected = String(one) === String(now); made.append(option); }
    return el("label", { "data-control": control }, this.text(`set.${name}`), made);
  }
  #range(name, low, high, by, now, choose, control) {
    const out = el("output", {}, short(now)), input = el("input", { type: "range", min: low, max: high, step: by, value: now, "data-keep": name, oninput: (event) => { out.textContent = short(Number(event.target.value)); }, onchange: (event) => choose(Number(event.target.value)) });
    return el("label", { "data-control": control }, el("span", {}, `${this.text(`set.${name}`)} `, out), input);
  }
  #data() {
    const { setup, ground } = this.#all, t = (key, fields) => this.text(key, fields), own = setup.data === "own";
    const sets = el("div", { class: "sets" }, ...this.choices.sets.map((name) => {
      const input = el("input", { type: "radio", name: "set", value: name, "data-keep": `set-${name}`, "aria-label": t(`data.${name}`), onchange: () => { this.#preset = ""; this.#change({ data: name }); } });
      input.checked = name === setup.data;
      return el("label", { title: t(`data.${name}`) }, input, el("canvas", { width: 24, height: 24, "data-icon": name, "aria-hidden": "true" }));
    }));
    const names = own ? null : ground.formulas.length ? el("fieldset", { "data-control": "inputs" }, el("legend", {}, t("set.inputs")), el("div", { class: "ticks" }, ...this.choices.inputs.map((name) => {
      const tick = el("input", { type: "checkbox", "data-keep": `input-${name}`, onchange: () => {
        const inputs = this.choices.inputs.filter((one) => (one === name ? tick.checked : setup.inputs.includes(one)));
        if (inputs.length) this.#change({ inputs }); else tick.checked = true;
      } });
      tick.checked = setup.inputs.includes(name);
      return el("label", { class: "tick" }, tick, SHOWN[name]);
    }))) : null;
    const about = own ? el("div", {}, el("h2", {}, ground.target), el("p", { class: "quiet" }, t("data.own", { columns: ground.columns.length, rows: ground.rows[0] + ground.rows[1] })))
      : el("fieldset", { "data-control": "data" }, el("legend", {}, t("set.data")), sets, el("p", {}, el("b", {}, t(`data.${setup.data}`))), el("p", { class: "quiet" }, t(`about.${setup.data}`)));
    return el("div", { class: "side" }, about,
      own || setup.data === "digits" ? null : this.#range("noise", 0, 0.8, 0.05, setup.noise, (value) => this.#change({ noise: value }), "data"),
      own ? null : this.#range("rows", 20, 1500, 20, setup.rows, (value) => this.#change({ rows: value }), "data"),
      own ? null : this.#range("share", 0.1, 0.9, 0.05, setup.share, (value) => this.#change({ share: value }), "data"),
      own ? null : el("button", { type: "button", "data-control": "data", "data-keep": "rows-new", onclick: () => this.#change({ data_seed: (setup.data_seed + 1) % 1000 }) }, t("data.new")),
      names);
  }
  #net() {
    const t = (key, fields) => this.text(key, fields), { setup, ground } = this.#all;
    const modes = ["map", "bars", ...(ground.image ? ["weights"] : [])];
    const choose = this.#select("mode", modes, this.#mode, (value) => { this.#mode = value; this.#paintSoon(); this.#lead(); }, "mode", (one) => t(`mode.${one}`));
    const plane = ground.formulas.length || ground.columns.length < 3 || ground.image ? [] : [0, 1].map((axis) => {
      const made = this.#select(`axis${axis}`, ground.columns.map((_, at) => at), this.#plane[axis], (value) => { this.#plane[axis] = Number(value); this.#grid = null; this.#paintSoon(); this.#lead(); }, "mode", (at) => ground.columns[at]);
      return made;
    });
    const legend = el("ul", { class: "legend" },
      el("li", {}, el("i", { class: "full", style: `color: ${LOOK.plus[this.#dark]}` }), t("legend.plus")), el("li", {}, el("i", { class: "dash", style: `color: ${LOOK.minus[this.#dark]}` }), t("legend.minus")), el("li", {}, t("legend.thick")), this.#live ? el("li", {}, t("legend.click")) : null);
    const layers = this.#live ? el("div", { class: "bar", "data-control": "layers" },
      el("button", { type: "button", "data-keep": "add", disabled: setup.layers.length >= 6, onclick: () => this.#change({ layers: [...setup.layers, { ...(setup.layers.at(-1) ?? { activation: "tanh", dropout: 0 }), nodes: 4 }] }) }, t("layer.add")),
      el("button", { type: "button", "data-keep": "remove", disabled: !setup.layers.length, onclick: () => this.#change({ layers: setup.layers.slice(0, -1) }) }, t("layer.remove")),
      el("button", { type: "button", "data-control": "play", "data-keep": "new", onclick: () => this.#act("restart", { new: true }) }, t("do.new"))) : null;
    return el("div", { class: "side" }, el("div", { class: "bar" }, choose, ...plane, layers), el("p", { class: "quiet", "data-at": "lead" }),
      el("div", { class: "net", tabindex: "0", role: "group", "aria-label": t("net.label"), "data-part": "net" }, el("div", { class: "inner", "data-part": "inner" })), legend);
  }
  #lead() {
    const { ground } = this.#all, names = this.#plane.map((at) => ground.formulas.length ? ["x1", "x2"][this.#plane.indexOf(at)] : ground.columns[at]);
    const slice = this.#mode === "map" && !ground.formulas.length && ground.columns.length > 2;
    this.#at("lead", this.text(slice ? "lead.slice" : this.#mode === "bars" && !ground.labels.length ? "lead.values" : `lead.${this.#mode}`, { one: names[0], other: names[1] ?? names[0] }));
  }
  #out() {
    const t = (key, fields) => this.text(key, fields), { ground } = this.#all;
    const shape = ["", "box", "tri", "dia"];
    const legend = ground.image ? null : el("ul", { class: "legend", "data-part": "legend" }, ...(ground.labels.length ? ground.labels.slice(0, 12).map((label, code) => el("li", {}, el("i", { class: shape[code % 4], style: `background: ${css(this.#class(code))}` }), label)) : []));
    const valid = el("input", { type: "checkbox", "data-keep": "valid", onchange: () => { this.#valid = valid.checked; this.#paintSoon(); } });
    valid.checked = this.#valid;
    const percent = ground.labels.length ? "right" : "r2";
    return el("div", { class: "side out" },
      el("section", { "aria-label": t("out.title") }, el("h2", {}, t("out.title")), el("canvas", { class: "map", width: 280, height: 280, "data-part": "map", role: "img", "aria-label": t("out.alt") }),
        el("div", { class: "axes", hidden: Boolean(ground.image) }, el("span", { "data-at": "across" }), el("span", { "data-at": "up" })), legend,
        ground.image ? null : el("label", { class: "tick" }, valid, t("out.valid"))),
      el("div", { class: "scores" }, el("span", {}), el("span", {}, t("part.train")), el("span", {}, t("part.valid")),
        el("span", {}, t("loss")), el("b", { "data-at": "loss" }), el("b", { "data-at": "val_loss" }),
        el("span", {}, t(percent)), el("b", { "data-at": "right" }), el("b", { "data-at": "val_right" })),
      el("div", { class: "curve" }, el("canvas", { "data-part": "curve", role: "img", "aria-label": t("curve.alt"), onpointermove: (event) => this.#hover(event), onpointerleave: () => this.#at("hover", this.#best()) }), el("p", { class: "quiet", "data-at": "hover" })),
      this.#live ? this.#scrub() : null);
  }
  #valid = false;
  #scrub() {
    return el("label", {}, el("span", {}, `${this.text("scrubbing")} `, el("output", { "data-at": "scrubbed" })),
      el("input", { type: "range", min: 0, max: Math.max(0, this.#frames.length - 1), value: this.#frames.length - 1, "data-part": "scrub", "data-keep": "scrub", oninput: (event) => { this.#scrubbed = true; this.#look(Number(event.target.value)); } }));
  }
  #scrubbed = false; // by hand: played from there, else from the beginning
  #scrubBar() {
    const play = el("button", { type: "button", class: "main", "data-part": "play", "data-keep": "play", onclick: () => this.#replay() });
    return el("div", { class: "bar" }, el("div", { class: "keys" }, play), el("div", { class: "count" }, el("span", { class: "quiet" }, this.text("epoch")), el("b", { "data-at": "epoch" })), el("div", { style: "flex: 1 1 14rem" }, this.#scrub()),
      this.#all.chosen === undefined ? null : el("p", { class: "quiet", style: "flex: 1 1 100%" }, this.text("recorded.chosen", { epoch: this.#all.chosen })));
  }
  #look(at) {
    const kept = this.#frames[at];
    this.#past = at >= this.#frames.length - 1 ? null : kept;
    this.#tell(); this.#numbers(); this.#tables(); this.#paintSoon();
  }
  #timer = 0;
  #replay() {
    if (this.#timer) { clearInterval(this.#timer); this.#timer = 0; this.#tell(); return; }
    let at = this.#past && this.#scrubbed ? this.#frames.indexOf(this.#past) : 0;
    this.#timer = setInterval(() => {
      this.#look(at); const scrub = this.#part("scrub"); scrub.value = at;
      if (++at >= this.#frames.length) { clearInterval(this.#timer); this.#timer = 0; this.#tell(); }
    }, 90);
    this.#tell();
  }
  #share() {
    const t = (key) => this.text(key), { link } = this.#all;
    const address = el("input", { type: "text", readonly: true, "data-part": "address", "data-keep": "address", value: this.#address(link), "aria-label": t("share.link"), style: "flex: 1 1 16rem; min-width: 0" });
    return el("section", { class: "card", "data-control": "share", "aria-label": t("share.title") }, el("h2", {}, t("share.title")), el("p", { class: "quiet" }, t("share.about")),
      el("div", { class: "bar", style: "margin-top: .5rem" }, address,
        el("button", { type: "button", "data-keep": "copy", onclick: () => { this.#asked = true; this.#act("whole"); } }, t("share.copy")),
        el("button", { type: "button", "data-keep": "code", "data-do": "code", onclick: () => this.#act("code") }, t("share.code"))),
      el("div", { "data-part": "code", hidden: true }));
  }
  #address(link) { return `${location.origin}${location.pathname}?${[this.getAttribute("base"), link].filter(Boolean).join("&")}`; }

  /* ---- words and numbers beside the pictures ---- */
  get #flat() { return this.#past ? this.#past[1] : (this.#last.of === this.#now ? this.#last.flat : (this.#last = { of: this.#now, flat: unpack(this.#now.weights) }).flat); }
  #tell() {
    const epoch = this.#past ? this.#past[0] : this.#now.epoch, { ground } = this.#all;
    this.#at("epoch", epoch.toLocaleString("en"));
    for (const name of ["loss", "val_loss", "right", "val_right"]) {
      const value = this.#past ? this.#curves[name][epoch] : this.#now[name];
      this.#at(name, name.includes("right") && ground.labels.length && value !== null && value !== undefined ? `${(100 * value).toFixed(1)}%` : short(value));
    }
    const playing = this.#live ? this.#now.playing : this.#timer, play = this.#part("play");
    if (play && play.dataset.is !== String(Boolean(playing))) {
      play.dataset.is = Boolean(playing); play.replaceChildren(icon(playing ? "pause" : "play"));
      const said = this.text(playing ? "do.pause" : "do.play"); play.title = said; play.setAttribute("aria-label", said);
    }
    const scrub = this.#part("scrub");
    if (scrub && this.#past) scrub.value = this.#frames.indexOf(this.#past);
    if (scrub && !this.#past) { scrub.max = Math.max(0, this.#frames.length - 1); scrub.value = scrub.max; }
    this.#at("scrubbed", this.text(this.#past ? "scrub.past" : "scrub.now", { epoch }));
    scrub?.setAttribute("aria-valuetext", this.text("scrub.past", { epoch }));
    const address = this.#part("address");
    if (address && this.#asked) { this.#asked = false; address.value = this.#address(this.#all.link); address.select(); navigator.clipboard?.writeText(address.value).catch(() => {}); }
    if (!this.#now.playing) this.#lead();
    if (this.#now.playing) return;
    this.#at("across", `→ ${this.#axis(0)}`); this.#at("up", ground.columns.length > 1 ? `↑ ${this.#axis(1)}` : "");
  }
  #axis(which) { // what an axis shows, from where to where in the column's own unit
    const { ground } = this.#all, at = this.#plane[which];
    if (ground.formulas.length) return ["x1", "x2"][which];
    const wide = Math.abs(ground.scale[at] * (ground.high[at] - ground.low[at]));
    const own = (value) => { const found = ground.centre[at] + ground.scale[at] * value; return short(Math.abs(found) < 1e-4 * wide ? 0 : found); };
    return ground.scale.length ? `${ground.columns[at]} (${own(ground.low[at])} … ${own(ground.high[at])})` : ground.columns[at];
  }
  #best() {
    let best = -1; this.#curves.val_loss.forEach((value, at) => { if (value !== null && (best < 0 || value < this.#curves.val_loss[best])) best = at; });
    return best < 0 ? "" : this.text("curve.best", { epoch: best, loss: short(this.#curves.val_loss[best]) });
  }
  #hover(event) {
    const box = event.currentTarget.getBoundingClientRect(), n = this.#curves.loss.length;
    const at = Math.min(n - 1, Math.max(0, Math.round((event.clientX - box.left - 34) / Math.max(box.width - 40, 1) * (n - 1))));
    this.#at("hover", this.text("curve.at", { epoch: at, train: short(this.#curves.loss[at]), valid: short(this.#curves.val_loss[at]) }));
  }
  #showSigns() {
    const place = this.#part("signs");
    if (!place) return;
    const told = JSON.stringify(this.#signs);
    if (place.dataset.told === told) return;
    place.dataset.told = told;
    place.replaceChildren(...(this.#signs.length ? this.#signs.slice(0, 4).map((one) => el("li", { class: `sign ${one.severity}` }, el("b", {}, one.title), el("p", {}, one.evidence), el("p", { class: "quiet" }, one.advice),
      one.remedy && this.#live ? el("button", { type: "button", onclick: () => { this.#change(one.remedy.changes, true); this.#act("play", { speed: this.#speed }); } }, one.remedy.label) : null)) : [el("li", { class: "quiet" }, this.text("signs.none"))]));
  }
  #nodeName(layer, node) {
    const { widths, ground } = this.#all;
    if (layer === 0) return ground.formulas.length ? SHOWN[ground.formulas[node]] : ground.columns[node];
    if (layer === widths.length - 1) return ground.labels.length > 2 ? ground.labels[node] : ground.labels.length ? ground.labels[1] : ground.target || "y";
    return this.text("node", { layer, node: node + 1 });
  }
  #offset(layer) { const w = this.#all.widths; let at = 0; for (let one = 0; one < layer; one++) at += (w[one] + 1) * w[one + 1]; return at; }
  /* The node that is picked, with what comes in, for the row that is followed. */
  #numbers() {
    const place = this.#part("numbers");
    if (!place || (place.contains(this.shadowRoot.activeElement) && this.shadowRoot.activeElement.type === "number" && this.#now.playing)) return;
    const t = (key, fields) => this.text(key, fields), { widths, setup, ground } = this.#all, numbers = this.#past ? null : this.#now.numbers;
    const focus = this.shadowRoot.activeElement?.dataset?.keep;
    const inside = [el("h2", {}, t("numbers.title"))];
    const followed = numbers ? Math.min(numbers.rows[0], this.#rows.n - 1) : this.#row;
    if (numbers) inside.push(el("p", {}, t("numbers.step", { step: this.#now.step, rows: numbers.rows.length, before: short(numbers.errors[0]), after: short(numbers.errors[1]) })));
    if (!this.#picked) { inside.push(el("p", { class: "quiet" }, t(this.#live ? "numbers.pick" : "numbers.look"))); place.replaceChildren(...inside); return; }
    const [layer, node] = this.#picked, p = ground.columns.length, flat = this.#flat;
    const row = this.#rows.x.subarray(followed * p, followed * p + p), said = forward(numbers ? unpack(numbers.before) : flat, widths, setup.layers, row, 1);
    const head = el("h3", {}, `${this.#nodeName(layer, node)}${layer && layer < widths.length - 1 ? ` · ${setup.layers[layer - 1].activation}` : ""}`);
    const picture = el("canvas", { width: 144, height: 144, "data-part": "big", "aria-hidden": "true" });
    const choose = el("label", { style: "max-width: 12rem" }, t("numbers.row", { rows: this.#rows.n }), el("input", { type: "number", min: 1, max: this.#rows.n, value: followed + 1, "data-keep": "row", onchange: (event) => { this.#row = Math.min(this.#rows.n, Math.max(1, Math.round(Number(event.target.value)) || 1)) - 1; if (this.#now.numbers) this.#now = { ...this.#now, numbers: undefined }; this.#numbers(); this.#paintSoon(); } }));
    const right = [head];
    if (layer) right.push(this.#sums(layer, node, said, numbers, flat));
    else right.push(el("p", {}, t("numbers.input", { value: short(row[node]) })));
    inside.push(el("div", { class: "two" }, el("div", { class: "side" }, picture, choose), el("div", { class: "side" }, ...right)));
    place.replaceChildren(...inside);
    if (focus) this.shadowRoot.querySelector(`[data-keep="${focus}"]`)?.focus();
    this.#paintSoon();
  }
  #sums(layer, node, said, numbers, flat) {
    const t = (key, fields) => this.text(key, fields), { widths, setup } = this.#all, ins = widths[layer - 1], outs = widths[layer], at = this.#offset(layer - 1), fixed = !this.#live || this.#past;
    const gradient = numbers && unpack(numbers.gradient), before = numbers && unpack(numbers.before), body = el("tbody");
    const cuts = new Set(setup.cut.map(String)), most = 24;
    let sum = 0;
    const order = [...Array(ins).keys()].sort((a, b) => (ins > most ? Math.abs(flat[at + b * outs + node]) - Math.abs(flat[at + a * outs + node]) : a - b));
    for (let source = 0; source <= ins; source++) {
      const w = at + source * outs + node, value = source < ins ? said[layer - 1][source] : 1;
      sum += value * (before ? before[w] : flat[w]);
    }
    for (const source of [...order.slice(0, most), ins]) {
      const w = at + source * outs + node, bias = source === ins, value = bias ? 1 : said[layer - 1][source], was = before ? before[w] : flat[w], cut = cuts.has(String([layer - 1, source, node]));
      const name = bias ? t("bias") : this.#nodeName(layer - 1, source);
      const edit = fixed ? short(flat[w]) : el("input", { type: "number", step: "any", value: Number(flat[w].toPrecision(4)), disabled: cut, "aria-label": t("numbers.weight_of", { name }), "data-keep": `w${w}`, onchange: (event) => this.#act("edit", { layer: layer - 1, source, node, value: Number(event.target.value) }) });
      const tick = bias ? null : el("input", { type: "checkbox", "aria-label": t("numbers.joined_of", { name }), disabled: Boolean(fixed), "data-keep": `c${w}`, onchange: () => this.#act("cut", { layer: layer - 1, source, node }) });
      if (tick) tick.checked = !cut;
      body.append(el("tr", {}, el("td", {}, name), el("td", {}, short(value)), numbers ? el("td", {}, short(was)) : null, numbers ? null : el("td", {}, edit), el("td", {}, short(value * was)), numbers ? el("td", {}, short(gradient[w])) : null, numbers ? el("td", {}, edit) : null, el("td", { class: "c" }, tick)));
    }
    const heads = ["from", "value", numbers ? "before" : "weight", "product", ...(numbers ? ["gradient", "after"] : []), "joined"];
    const last = layer === widths.length - 1, act = last ? null : setup.layers[layer - 1].activation;
    const told = last ? answer([sum], 0, 1, this.#all.ground.labels.length === 2).at(-1) : ACT[act](sum);
    const told_ = last && this.#all.ground.labels.length > 2 ? t("numbers.sum", { sum: short(sum) }) : last && !this.#all.ground.labels.length ? t("numbers.sum", { sum: short(sum) }) : t("numbers.says", { sum: short(sum), act: last ? "sigmoid" : act, value: short(told) });
    const rule = numbers ? el("p", { class: "quiet" }, t(`rule.${setup.optimizer}`, { rate: setup.learning_rate })) : null;
    return el("div", { class: "side" }, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("numbers.weights") }, el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((one) => el("th", { scope: "col" }, t(`head.${one}`))))), body)), ins > most ? el("p", { class: "quiet" }, t("numbers.most", { most, all: ins })) : null, el("p", {}, told_), rule);
  }
  #tables() {
    const place = this.#part("tablesIn"), outer = this.#part("tables");
    if (!place || !outer.open) return;
    const t = (key, fields) => this.text(key, fields), { widths, setup, ground } = this.#all, said = forward(this.#flat, widths, setup.layers, this.#rows.x, this.#rows.n), classes = ground.labels.length;
    const table = (caption, heads, rows) => el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, ...heads.map((one) => el("th", { scope: "col" }, one)))), el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell) => el("td", {}, cell)))))));
    const nodes = [];
    for (let layer = 1; layer < widths.length - 1; layer++) for (let node = 0; node < widths[layer]; node++) {
      const values = []; for (let row = 0; row < this.#rows.n; row++) values.push(said[layer][row * widths[layer] + node]);
      const means = (classes ? ground.labels : []).map((_, code) => { const of = values.filter((_, row) => this.#rows.y[row] === code); return short(of.reduce((a, b) => a + b, 0) / (of.length || 1)); });
      nodes.push([this.#nodeName(layer, node), setup.layers[layer - 1].activation, short(Math.min(...values)), short(Math.max(...values)), ...means]);
    }
    const step = Math.max(1, Math.ceil(this.#curves.loss.length / 40)), epochs = this.#curves.loss.map((_, at) => at).filter((at) => at % step === 0 || at === this.#curves.loss.length - 1);
    const made = [nodes.length ? table(t("tables.nodes", { rows: this.#rows.n }), [t("head.node"), t("head.function"), t("head.low"), t("head.high"), ...ground.labels.map((label) => t("head.mean", { label }))], nodes) : null,
      table(t("tables.curves"), [t("epoch"), t("head.train"), t("head.valid")], epochs.map((at) => [String(at), short(this.#curves.loss[at]), short(this.#curves.val_loss[at])]))];
    if (classes) {
      const out = forward(this.#flat, widths, setup.layers, this.#rows.xv, this.#rows.nv).at(-1), counts = ground.labels.map(() => ground.labels.map(() => 0));
      for (let row = 0; row < this.#rows.nv; row++) { const shares = answer(out, row * widths.at(-1), widths.at(-1), true); counts[this.#rows.yv[row]][shares.indexOf(Math.max(...shares))]++; }
      made.push(table(t("tables.confusion", { rows: this.#rows.nv }), [t("head.truth"), ...ground.labels], counts.map((row, code) => [ground.labels[code], ...row.map(String)])));
    }
    place.replaceChildren(...made.filter(Boolean));
  }

  /* ---- pictures ---- */
  #paintSoon() { if (!this.#dirty) { this.#dirty = true; requestAnimationFrame(() => { this.#dirty = false; this.#paint(); }); } }
  #shownNodes(layer) {
    const { widths, ground } = this.#all;
    if (layer === 0 && ground.image) return [];
    if (layer === 0) return this.#order.slice(0, MOST_NODES);
    const all = [...Array(widths[layer]).keys()];
    if (this.#live || widths[layer] <= MOST_NODES || layer === widths.length - 1) return all.slice(0, MOST_NODES);
    const at = this.#offset(layer), outs = widths[layer + 1], flat = this.#frames.at(-1)[1]; // those that say most to the next layer
    const heard = all.map((node) => { let sum = 0; for (let to = 0; to < outs; to++) sum += Math.abs(flat[at + node * outs + to]); return sum; });
    return all.sort((a, b) => heard[b] - heard[a]).slice(0, MOST_NODES).sort((a, b) => a - b);
  }
  #place() {
    const inner = this.#part("inner");
    if (!inner) return;
    const t = (key, fields) => this.text(key, fields), { widths, setup, ground } = this.#all, phone = this.clientWidth < 700, gap = 12, top = this.#live ? 196 : 64, count = widths.length;
    const columns = widths.map((_, layer) => Math.max(1, this.#shownNodes(layer).length)), tallest = Math.max(...columns, ground.image ? 3 : 1);
    const room = Math.max(0, this.#part("net").clientWidth - 2), left = ground.image ? 112 : phone ? 74 : 86, right = 84;
    const least = this.#live ? 120 : 96, apart = count > 1 ? Math.max(least, (room - left - right - NODE) / (count - 1)) : 0;
    const wide = Math.max(room, left + right + NODE + apart * (count - 1)), high = top + tallest * (NODE + gap) + 26;
    inner.style.width = `${wide}px`; inner.style.height = `${high}px`;
    const links = el("canvas", { class: "links", "aria-hidden": "true" });
    this.#nodes = [];
    const things = [links];
    widths.forEach((width, layer) => {
      const x = left + layer * apart, shown = this.#shownNodes(layer), start = top + (tallest * (NODE + gap) - columns[layer] * (NODE + gap)) / 2;
      if (layer === 0 && ground.image) {
        const y = top + (tallest * (NODE + gap) - 96) / 2, box = el("button", { type: "button", class: "node", style: `left: ${x - 50}px; top: ${y}px; width: 96px; height: 96px`, "aria-label": t("net.image"), onclick: () => { this.#row = (this.#row + 1) % this.#rows.n; this.#now = { ...this.#now, numbers: undefined }; this.#numbers(); this.#paintSoon(); } }, el("canvas", { width: 96, height: 96 }));
        things.push(box); this.#nodes.push([{ node: 0, x: x + 46, y: y + 48, box, image: true }]);
      } else this.#nodes.push(shown.map((node, place) => {
        const y = start + place * (NODE + gap), name = this.#nodeName(layer, node);
        const box = el("button", { type: "button", class: "node", "data-keep": `n${layer}.${node}`, style: `left: ${x}px; top: ${y}px`, "aria-label": layer === 0 ? t("net.input", { name }) : layer === count - 1 ? t("net.output", { name }) : name, "aria-pressed": "false", onclick: () => this.#pick(layer, node) }, el("canvas", { width: GRID, height: GRID }));
        things.push(box);
        if (layer === 0 || layer === count - 1) things.push(el("span", { class: "name", style: layer === 0 ? `right: ${wide - x + 8}px; max-width: ${left - 10}px; top: ${y + 14}px` : `left: ${x + NODE + 8}px; max-width: ${right - 10}px; top: ${y + 14}px`, title: name }, name));
        return { node, x: x + NODE / 2, y: y + NODE / 2, box };
      }));
      if (width > shown.length && !(layer === 0 && ground.image)) things.push(el("span", { class: "name", style: `left: ${x - 14}px; top: ${start + shown.length * (NODE + gap)}px` }, t("net.more", { count: width - shown.length })));
      things.push(this.#header(layer, x + NODE / 2, Math.min(apart || 150, 150)));
    });
    inner.replaceChildren(...things);
    const ratio = window.devicePixelRatio || 1;
    links.width = wide * ratio; links.height = high * ratio; links.style.width = `${wide}px`; links.style.height = `${high}px`;
    links.addEventListener("click", (event) => this.#pickLink(event.offsetX, event.offsetY));
    this.#press();
  }
  #header(layer, x, wide) {
    const t = (key, fields) => this.text(key, fields), { widths, setup } = this.#all, last = layer === widths.length - 1, hidden = layer > 0 && !last;
    const title = el("b", {}, t(layer === 0 ? "layer.inputs" : last ? "layer.output" : "layer.hidden", { number: layer }));
    const made = el("div", { class: "head", style: `left: ${x - wide / 2 + 3}px; width: ${wide - 6}px` }, title);
    if (!hidden) { made.append(el("span", { class: "quiet" }, t("layer.count", { count: widths[layer] }))); return made; }
    const one = setup.layers[layer - 1], put = (changes) => this.#change({ layers: setup.layers.map((each, at) => (at === layer - 1 ? { ...each, ...changes } : each)) });
    if (!this.#live) { made.append(el("span", { class: "quiet" }, `${t("layer.count", { count: one.nodes })} · ${one.activation}`)); return made; }
    made.append(
      el("div", { class: "keys", "data-control": "layers" }, el("button", { type: "button", "aria-label": t("layer.fewer", { number: layer }), "data-keep": `less${layer}`, disabled: one.nodes <= 1, onclick: () => put({ nodes: one.nodes - 1 }) }, "−"), el("b", { style: "min-width: 1.5rem" }, String(one.nodes)), el("button", { type: "button", "aria-label": t("layer.more", { number: layer }), "data-keep": `more${layer}`, disabled: one.nodes >= 128, onclick: () => put({ nodes: one.nodes + 1 }) }, "+")),
      this.#plain(`function${layer}`, this.choices.functions, one.activation, (value) => put({ activation: value }), "activation", t("layer.function", { number: layer })),
      this.#plain(`dropout${layer}`, this.#with([0, 0.1, 0.2, 0.3, 0.5], one.dropout), one.dropout, (value) => put({ dropout: Number(value) }), "dropout", t("layer.dropout", { number: layer }), (value) => t("layer.pausing", { share: Math.round(100 * value) })));
    return made;
  }
  #plain(name, values, now, choose, control, label, shown = String) {
    const made = el("select", { "aria-label": label, title: label, "data-keep": name, "data-control": control, onchange: (event) => choose(event.target.value) });
    for (const one of values) { const option = el("option", { value: one }, shown(one)); option.selected = String(one) === String(now); made.append(option); }
    return made;
  }
  #pick(layer, node) { this.#picked = this.#picked && this.#picked[0] === layer && this.#picked[1] === node ? null : [layer, node]; this.#press(); this.#numbers(); this.#paintSoon(); }
  #press() { this.#nodes.forEach((column, layer) => column.forEach((one) => one.box.setAttribute("aria-pressed", String(Boolean(this.#picked && this.#picked[0] === layer && this.#picked[1] === one.node && !one.image))))); }
  #pickLink(x, y) {
    let best = null, near = 9;
    for (let layer = 0; layer < this.#nodes.length - 1; layer++) for (const from of this.#nodes[layer]) for (const to of this.#nodes[layer + 1]) {
      if (x < from.x || x > to.x) continue;
      const share = (x - from.x) / (to.x - from.x), at = from.y + (to.y - from.y) * share * share * (3 - 2 * share), far = Math.abs(at - y);
      if (far < near) { near = far; best = [layer + 1, to.node]; }
    }
    if (best) { this.#picked = best; this.#press(); this.#numbers(); this.#paintSoon(); }
  }
  #points() {
    if (this.#grid) return this.#grid;
    const { ground } = this.#all, p = ground.columns.length, x = new Float32Array(GRID * GRID * p), [a, b] = this.#plane;
    const span = ground.formulas.length ? [[-2.4, 2.4], [-2.4, 2.4]] : [a, b].map((at) => { const room = 0.06 * (ground.high[at] - ground.low[at]) || 1; return [ground.low[at] - room, ground.high[at] + room]; });
    for (let down = 0; down < GRID; down++) for (let across = 0; across < GRID; across++) {
      const u = span[0][0] + (span[0][1] - span[0][0]) * across / (GRID - 1), v = span[1][1] - (span[1][1] - span[1][0]) * down / (GRID - 1), row = (down * GRID + across) * p;
      for (let at = 0; at < p; at++) x[row + at] = ground.formulas.length ? FORMULA[ground.formulas[at]](u, v) : ground.typical[at];
      if (!ground.formulas.length) { x[row + b] = v; x[row + a] = u; }
    }
    return (this.#grid = { x, span });
  }
  #spot(row, x) { // where a row lies on the plane: the first input that is x1 (x2) itself, or the column
    const { ground } = this.#all, p = ground.columns.length;
    if (!ground.formulas.length) return [x[row * p + this.#plane[0]], x[row * p + this.#plane[1]]];
    const one = ground.formulas.indexOf("x1"), other = ground.formulas.indexOf("x2");
    return one < 0 || other < 0 ? null : [x[row * p + one], x[row * p + other]];
  }
  #paint() {
    if (!this.#all || !this.#part("map")) return;
    const { widths, setup, ground } = this.#all, flat = this.#flat, flatland = !ground.image;
    const points = this.#points(), maps = flatland ? forward(flat, widths, setup.layers, points.x, GRID * GRID) : null;
    const bars = this.#mode === "map" && flatland ? null : forward(flat, widths, setup.layers, this.#rows.x, this.#rows.n);
    const ink = { zero: this.#color("zero"), minus: this.#color("minus"), plus: this.#color("plus"), paper: this.#color("paper"), line: this.#color("line") };
    this.#nodes.forEach((column, layer) => column.forEach((one) => this.#paintNode(one.box.firstChild, layer, one, maps, bars, ink)));
    this.#paintLinks(flat, ink);
    this.#paintOut(maps, ink);
    const now = performance.now();
    if (!this.#now.playing || now - this.#curved > 120) { this.#curved = now; this.#paintCurve(); this.#at("hover", this.#best()); }
    const big = this.#part("big");
    if (big && this.#picked) this.#paintNode(big, this.#picked[0], { node: this.#picked[1] }, maps, bars, ink);
    this.painted++;
    this.dataset.step = this.#now.step;
  }
  #paintNode(canvas, layer, one, maps, bars, ink) {
    const { widths, ground } = this.#all, q = widths[layer];
    if (one.image) return this.#paintImage(canvas, this.#rows.x.subarray(this.#row * q, this.#row * q + q), ink, true);
    if (this.#mode === "weights" && layer === 1 && ground.image) {
      const made = new Float32Array(widths[0]), at = this.#offset(0);
      for (let source = 0; source < widths[0]; source++) made[source] = this.#flat[at + source * q + one.node];
      return this.#paintImage(canvas, made, ink, false);
    }
    const flat = this.#mode === "map" && maps ? this.#paintMap(canvas, (at) => maps[layer][at * q + one.node], ink) : this.#paintBars(canvas, (row) => bars[layer][row * q + one.node], ink);
    one.box?.classList.toggle("dead", Boolean(flat) && layer > 0 && layer < widths.length - 1);
  }
  #picture = null;
  #paintMap(canvas, value, ink) {
    if (canvas.width !== GRID) canvas.width = canvas.height = GRID;
    const picture = (this.#picture ??= new ImageData(GRID, GRID)), n = GRID * GRID;
    let most = 1e-9, low = Infinity, high = -Infinity;
    for (let at = 0; at < n; at++) { const v = value(at); if (v < low) low = v; if (v > high) high = v; }
    most = Math.max(most, Math.abs(low), Math.abs(high));
    if (!(high - low > 1e-9)) most = Infinity; // the same everywhere: it responds to nothing here
    for (let at = 0; at < n; at++) {
      const share = value(at) / most, to = share > 0 ? ink.plus : ink.minus, size = Math.abs(share);
      for (let part = 0; part < 3; part++) picture.data[4 * at + part] = ink.zero[part] + (to[part] - ink.zero[part]) * size;
      picture.data[4 * at + 3] = 255;
    }
    canvas.getContext("2d").putImageData(picture, 0, 0);
    return !(high - low > 1e-9); // it says the same everywhere
  }
  #paintImage(canvas, values, ink, grey) {
    const [down, across] = this.#all.ground.image, context = canvas.getContext("2d"), side = canvas.width, { pixels } = this.#all.ground;
    context.fillStyle = css(ink.zero); context.fillRect(0, 0, side, side);
    let most = 1e-9; for (const value of values) most = Math.max(most, Math.abs(value));
    pixels.forEach((pixel, at) => {
      const share = values[at] / most, to = grey ? this.#color("text") : share > 0 ? ink.plus : ink.minus;
      context.fillStyle = css(mix(ink.zero, to, Math.min(1, Math.abs(share))));
      context.fillRect(Math.floor(pixel % across * side / across), Math.floor(Math.floor(pixel / across) * side / down), Math.ceil(side / across), Math.ceil(side / down));
    });
  }
  /* How often a node says what, a colour for each class. */
  #paintBars(canvas, value, ink) {
    const side = canvas.width < 100 ? 92 : 200, { ground } = this.#all, classes = Math.max(1, ground.labels.length), bins = 14;
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const context = canvas.getContext("2d");
    context.fillStyle = css(ink.paper); context.fillRect(0, 0, side, side);
    let low = Infinity, high = -Infinity;
    for (let row = 0; row < this.#rows.n; row++) { low = Math.min(low, value(row)); high = Math.max(high, value(row)); }
    if (!(high - low > 1e-9)) { context.fillStyle = css(this.#color("muted")); context.fillRect(side * 0.47, side * 0.1, side * 0.06, side * 0.8); return true; }
    const counts = Array.from({ length: classes }, () => new Array(bins).fill(0)), all = new Array(classes).fill(0);
    for (let row = 0; row < this.#rows.n; row++) { const of = ground.labels.length ? this.#rows.y[row] : 0; counts[of][Math.min(bins - 1, Math.floor((value(row) - low) / (high - low) * bins))]++; all[of]++; }
    const top = Math.max(...counts.flatMap((of, code) => of.map((count) => count / (all[code] || 1))));
    context.globalAlpha = classes > 1 ? 0.62 : 0.85;
    counts.forEach((of, code) => { context.fillStyle = css(classes > 1 ? this.#class(code) : ink.plus); of.forEach((count, bin) => { const tall = count / (all[code] || 1) / top * (side - 6); context.fillRect(bin * side / bins + 1, side - tall, side / bins - 1.5, tall); }); });
    context.globalAlpha = 1;
    return false;
  }
  #paintLinks(flat, ink) {
    const canvas = this.#part("inner").firstChild, ratio = window.devicePixelRatio || 1, context = canvas.getContext("2d"), { widths, setup, ground } = this.#all, cuts = new Set(setup.cut.map(String));
    context.setTransform(ratio, 0, 0, ratio, 0, 0); context.clearRect(0, 0, canvas.width, canvas.height);
    for (let layer = 0; layer < widths.length - 1; layer++) {
      const at = this.#offset(layer), outs = widths[layer + 1], whole = layer === 0 && ground.image;
      let most = 1e-9;
      for (let w = at; w < at + widths[layer] * outs; w++) most = Math.max(most, Math.abs(flat[w]));
      most = Math.max(most, 0.5);
      for (const from of this.#nodes[layer]) for (const to of this.#nodes[layer + 1]) {
        const cut = cuts.has(String([layer, from.node, to.node])), weight = whole ? 0 : flat[at + from.node * outs + to.node], size = Math.abs(weight) / most;
        const picked = this.#picked && this.#picked[0] === layer + 1 && this.#picked[1] === to.node;
        context.beginPath(); context.moveTo(from.x + (whole ? 0 : NODE / 2), from.y);
        const middle = (from.x + to.x) / 2; context.bezierCurveTo(middle, from.y, middle, to.y, to.x - NODE / 2, to.y);
        context.lineWidth = cut ? 1 : whole ? 1 : 0.6 + 5.4 * size;
        context.strokeStyle = css(whole ? ink.line : cut ? this.#color("muted") : weight < 0 ? ink.minus : ink.plus);
        context.globalAlpha = cut ? 0.35 : whole ? 0.9 : (this.#picked && !picked ? 0.25 : 0.3 + 0.65 * size);
        context.setLineDash(cut ? [1, 7] : weight < 0 ? [7, 5] : []);
        context.stroke();
      }
    }
    context.globalAlpha = 1; context.setLineDash([]);
  }
  #paintOut(maps, ink) {
    const canvas = this.#part("map"), { widths, ground } = this.#all, outs = widths.at(-1), ratio = window.devicePixelRatio || 1, side = Math.round((canvas.clientWidth || 280) * ratio);
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const context = canvas.getContext("2d");
    if (!maps) return this.#paintAnswers(context, side, ink);
    const small = (this.small ??= Object.assign(document.createElement("canvas"), { width: GRID, height: GRID })), picture = (this.#picture ??= new ImageData(GRID, GRID)), sums = maps.at(-1), n = GRID * GRID, labels = ground.labels.length;
    let most = 1e-9;
    if (!labels) for (const y of this.#rows.y) most = Math.max(most, Math.abs(y));
    for (let at = 0; at < n; at++) {
      const said = answer(sums, at * outs, outs, labels > 0);
      let color; // of the value, or of the class that leads, the fuller the surer
      if (!labels) color = mix(ink.zero, said[0] > 0 ? ink.plus : ink.minus, Math.min(1, Math.abs(said[0]) / most));
      else { const top = said.indexOf(Math.max(...said)); color = mix(ink.zero, this.#class(top), 0.78 * (said[top] - 1 / said.length) / (1 - 1 / said.length)); }
      for (let part = 0; part < 3; part++) picture.data[4 * at + part] = color[part];
      picture.data[4 * at + 3] = 255;
    }
    small.getContext("2d").putImageData(picture, 0, 0);
    context.imageSmoothingEnabled = true; context.drawImage(small, 0, 0, side, side);
    context.drawImage(this.#rowsLayer(side, ink, most), 0, 0);
  }
  #layer = { key: "", canvas: null }; // rows change rarely: they are drawn once and laid over each frame
  #rowsLayer(side, ink, most) {
    const key = JSON.stringify([side, this.#plane, this.#valid, this.#dark, this.#picked !== null, this.#row, this.#all.ground.labels.length ? 0 : most]);
    if (this.#layer.key === key && this.#layer.rows === this.#rows) return this.#layer.canvas;
    const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
    this.#paintRows(canvas.getContext("2d"), side, ink, most);
    this.#layer = { key, rows: this.#rows, canvas };
    return canvas;
  }
  #paintRows(context, side, ink, most) {
    const { span } = this.#points(), { ground } = this.#all, radius = Math.max(2.4, side / 95), rows = this.#rows;
    const one = (row, x, y, valid) => {
      const spot = this.#spot(row, x);
      if (!spot) return;
      const a = (spot[0] - span[0][0]) / (span[0][1] - span[0][0]) * side, b = side - (spot[1] - span[1][0]) / (span[1][1] - span[1][0]) * side;
      context.beginPath();
      const shape = ground.labels.length ? y[row] % 4 : 0, r = radius;
      if (shape === 0) context.arc(a, b, r, 0, 7); else if (shape === 1) context.rect(a - r, b - r, 2 * r, 2 * r); else if (shape === 2) { context.moveTo(a, b - 1.3 * r); context.lineTo(a + 1.2 * r, b + r); context.lineTo(a - 1.2 * r, b + r); context.closePath(); } else { context.moveTo(a, b - 1.4 * r); context.lineTo(a + 1.4 * r, b); context.lineTo(a, b + 1.4 * r); context.lineTo(a - 1.4 * r, b); context.closePath(); }
      const color = css(ground.labels.length ? this.#class(y[row]) : mix(ink.zero, y[row] > 0 ? ink.plus : ink.minus, Math.min(1, Math.abs(y[row]) / most)));
      context.lineWidth = valid ? 1.8 : 1; context.strokeStyle = valid ? css(this.#color("text")) : css(this.#color("ring")); context.fillStyle = color;
      context.fill(); context.stroke();
    };
    for (let row = 0; row < rows.n; row++) one(row, rows.x, rows.y, false);
    if (this.#valid) for (let row = 0; row < rows.nv; row++) one(row, rows.xv, rows.yv, true);
    if (this.#picked) { const spot = this.#spot(this.#row, rows.x); if (spot) { context.beginPath(); context.arc((spot[0] - span[0][0]) / (span[0][1] - span[0][0]) * side, side - (spot[1] - span[1][0]) / (span[1][1] - span[1][0]) * side, 2.6 * radius, 0, 7); context.lineWidth = 2; context.strokeStyle = css(this.#color("text")); context.stroke(); } }
  }
  /* Pictures: the share of each class for the row that is followed. */
  #paintAnswers(context, side, ink) {
    const { ground } = this.#all, said = this.says(this.#row), line = side / Math.max(said.length, 1);
    context.fillStyle = css(ink.zero); context.fillRect(0, 0, side, side);
    context.font = `${Math.min(line * 0.5, side / 16)}px sans-serif`; context.textBaseline = "middle";
    said.forEach((share, code) => {
      context.fillStyle = css(this.#class(code)); context.fillRect(side * 0.2, (code + 0.18) * line, side * 0.58 * share, line * 0.64);
      context.fillStyle = css(this.#color("text")); context.textAlign = "right"; context.fillText(ground.labels[code], side * 0.17, (code + 0.5) * line);
      context.textAlign = "left"; context.fillText(`${(100 * share).toFixed(0)}%${this.#rows.y[this.#row] === code ? " ✓" : ""}`, side * (0.22 + 0.58 * share), (code + 0.5) * line);
    });
  }
  #curved = 0;
  #paintCurve() {
    const canvas = this.#part("curve"), ratio = window.devicePixelRatio || 1, wide = canvas.clientWidth, high = canvas.clientHeight;
    if (canvas.width !== Math.round(wide * ratio)) { canvas.width = Math.round(wide * ratio); canvas.height = Math.round(high * ratio); }
    const context = canvas.getContext("2d"), { loss, val_loss } = this.#curves, n = loss.length, known = [...loss, ...val_loss].filter((one) => one !== null);
    context.setTransform(ratio, 0, 0, ratio, 0, 0); context.clearRect(0, 0, wide, high);
    const first = known.slice().sort((a, b) => a - b), top = Math.min(first.at(-1) ?? 1, 4 * (first[Math.floor(first.length * 0.9)] ?? 1)) || 1, x = (at) => 34 + (wide - 40) * (n > 1 ? at / (n - 1) : 0), y = (value) => high - 18 - (high - 26) * Math.min(1, Math.max(0, value / top));
    context.strokeStyle = css(this.#color("line")); context.fillStyle = css(this.#color("muted")); context.lineWidth = 1; context.font = "11px sans-serif"; context.textAlign = "right"; context.textBaseline = "middle";
    for (const share of [0, 0.5, 1]) { context.beginPath(); context.moveTo(34, y(share * top)); context.lineTo(wide - 6, y(share * top)); context.stroke(); context.fillText(short(share * top), 30, y(share * top)); }
    context.textAlign = "center"; context.textBaseline = "top"; context.fillText("0", 34, high - 14); context.textAlign = "right"; if (n > 1) context.fillText(String(n - 1), wide - 6, high - 14);
    const step = Math.max(1, Math.floor(n / 500));
    for (const [curve, color, dash] of [[loss, this.#color("muted"), []], [val_loss, this.#color("plus"), [5, 3]]]) {
      context.beginPath(); context.strokeStyle = css(color); context.lineWidth = 2; context.setLineDash(dash);
      let on = false;
      for (let at = 0; at < n; at += at + step >= n && at < n - 1 ? n - 1 - at : step) { if (curve[at] === null || curve[at] === undefined) { on = false; continue; } if (on) context.lineTo(x(at), y(curve[at])); else context.moveTo(x(at), y(curve[at])); on = true; }
      context.stroke();
    }
    context.setLineDash([]);
    const epoch = this.#past ? this.#past[0] : null;
    if (epoch !== null) { context.beginPath(); context.moveTo(x(epoch), 4); context.lineTo(x(epoch), high - 18); context.strokeStyle = css(this.#color("text")); context.lineWidth = 1; context.stroke(); }
  }
  #icons() {
    for (const canvas of this.shadowRoot.querySelectorAll("canvas[data-icon]")) {
      const context = canvas.getContext("2d"), at = ICON[canvas.dataset.icon], zero = this.#color("zero");
      for (let down = 0; down < 24; down++) for (let across = 0; across < 24; across++) {
        const found = at((across - 11.5) / 12, (11.5 - down) / 12);
        const color = found === null ? zero : typeof found === "object" ? mix(zero, this.#color(found.value > 0 ? "plus" : "minus"), Math.min(1, Math.abs(found.value))) : canvas.dataset.icon === "digits" ? this.#color("text") : this.#class(found);
        context.fillStyle = css(color); context.fillRect(across, down, 1, 1);
      }
    }
  }
}
if (!customElements.get("hanpan-network")) customElements.define("hanpan-network", Network);
})();
