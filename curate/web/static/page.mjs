// What every view shares: talking to the server, saying what happened, the help, and the keys that go to views.

const token = document.querySelector('meta[name="curate-token"]')?.content ?? "";

export class Refusal extends Error {
  constructor(status, said) {
    super(said.error ?? `the server answered ${status}`);
    this.status = status;
    this.hint = said.hint ?? "";
    this.details = said.details ?? [];
    this.mistakes = said.mistakes ?? [];
  }
}

async function answer(response) {
  const text = await response.text();
  let said = {};
  try { said = JSON.parse(text); } catch { said = { error: text.slice(0, 200) }; }
  if (!response.ok) throw new Refusal(response.status, said);
  return said;
}

export async function get(path) {
  return answer(await fetch(path, { headers: { accept: "application/json" } }));
}

export async function fragment(path) {
  const response = await fetch(path, { headers: { accept: "application/json" } });
  if (!response.ok) await answer(response);
  return response.text();
}

export async function post(path, data = {}) {
  const headers = { "content-type": "application/json", "x-curate-token": token };
  return answer(await fetch(path, { method: "POST", headers, body: JSON.stringify(data) }));
}

export async function upload(path, file) {
  return answer(await fetch(path, { method: "POST", headers: { "x-curate-token": token }, body: file }));
}

// Parts of the page again as the server has them now; what else is shown stays.
export async function refresh(...selectors) {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const selector of selectors) {
    const [now, then] = [document.querySelector(selector), fresh.querySelector(selector)];
    if (now && then) now.replaceWith(then);
  }
}

let fading = 0;

export function say(words, kind = "") {
  const place = document.getElementById("said");
  if (!place) return;
  place.textContent = words;
  place.className = kind;
  clearTimeout(fading);
  if (words) fading = setTimeout(() => { place.textContent = ""; place.className = ""; }, kind === "bad" ? 9000 : 4000);
}

export function sayRefusal(error) {
  if (!(error instanceof Refusal)) throw error;
  say([error.message, ...error.details, error.hint].filter(Boolean).join(" · "), "bad");
}

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [kind, act] of Object.entries(value)) element.addEventListener(kind, act);
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function isTyping(target) {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select, [contenteditable]");
}

// How much the checks find, beside the view's name; not asked where somebody extracts, whose page comes first.
const found = document.getElementById("check-count");
if (found && !location.pathname.startsWith("/extract/")) {
  get("/check/count.json").then(({ errors = 0, warnings = 0 }) => {
    if (errors + warnings) found.replaceChildren(make("span", { class: errors ? "count bad" : "count", title: `errors ${errors}, warnings ${warnings}` }, String(errors + warnings)));
  }, () => {});
}

const help = document.getElementById("help");
document.getElementById("help-button")?.addEventListener("click", () => help.showModal());

let after_g = 0;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (isTyping(event.target)) return;
  if (event.key === "?") { event.preventDefault(); help?.showModal(); return; }
  if (event.key === "g") { after_g = Date.now(); return; }
  if (Date.now() - after_g < 1500) {
    const link = document.querySelector(`nav a[data-key="${CSS.escape(event.key)}"]`);
    after_g = 0;
    if (link) { event.preventDefault(); event.stopImmediatePropagation(); link.click(); }
  }
}, true);
