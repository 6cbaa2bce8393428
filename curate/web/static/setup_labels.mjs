// Labels of one study, the codes that they can mean, and the page where the chosen one stands.

import { get, isTyping, make, post, say, sayRefusal } from "./page.mjs";
import "./setup.mjs";
import { Viewer } from "./viewer.mjs";

const FEW = 5;
const LETTERS = "123456789abcdfhijklmnopqrstvwxyz";  // g, e and u have other meanings

const begun = JSON.parse(document.getElementById("begun").textContent);
const frame = document.querySelector(".mapping");
const may = Boolean(frame?.dataset.may);
const list = document.getElementById("labels");
const targets = document.getElementById("codes");
const everywhere = document.getElementById("everywhere");
const ask = document.getElementById("ask");

let studies = begun.studies;
let held = null;
let chosen = null;
let dragged = null;
const done = [];

let viewer = null;

const same = (one, two) => one && two && one.kind === two.kind && one.label === two.label;
const folded = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();
const shownCode = (label) => (label.code === null ? (label.like ? `${label.like}?` : "") : label.code === "" ? "left aside" : label.code);

// In order: each kind, what means nothing yet first, and of that what looks like something in the protocol.
function ordered() {
  const rank = (each) => (each.code !== null ? 2 : each.like ? 0 : 1);
  const use = (each) => (each.code === null ? each.results : 0);
  return Object.keys(begun.kinds).flatMap((kind) => held.labels.filter((each) => each.kind === kind)
    .sort((one, two) => rank(one) - rank(two) || two.share - one.share || use(two) - use(one)));
}

const openOnes = () => ordered().filter((each) => each.code === null);
const firstOpen = () => openOnes().find((each) => each.like) ?? openOnes()[0];

// What looks like nothing in the protocol, when it is too much to go through one by one.
function others(kind) {
  const found = held.labels.filter((each) => each.kind === kind && each.code === null && !each.like);
  return found.length > FEW ? found : [];
}

function draw() {
  document.getElementById("study").replaceChildren(...studies.map((each) => make("option", { value: each.id }, `${each.name}${each.unmapped ? ` (${each.unmapped})` : ""}`)));
  document.getElementById("study").value = held.study.id;
  const left = studies.reduce((sum, each) => sum + each.unmapped, 0);
  document.getElementById("left").textContent = left ? `${left} label${left > 1 ? "s mean" : " means"} nothing yet, in all studies` : "every label is mapped";
  const labels = ordered();
  list.replaceChildren(...Object.entries(begun.kinds).flatMap(([kind, title]) => {
    const own = labels.filter((each) => each.kind === kind);
    return own.length ? [make("h2", { role: "presentation" }, title), ...own.map(line), ...rest(kind, title)] : [];
  }));
  if (held.withheld) list.append(make("p", { class: "quiet" }, "You extract this study independently: what others call things is shown when you have sealed it."));
  else if (!labels.length) list.append(make("p", { class: "quiet" }, "This study has no labels yet."));
  drawCodes();
}

function rest(kind, title) {
  const left = others(kind);
  return left.length && may ? [make("button", { type: "button", class: "ghost small rest", on: { click: () => leaveAside(kind, left) } }, `leave the ${left.length} ${title.toLowerCase()} aside that are like nothing in the protocol`)] : [];
}

function line(label) {
  const here = same(label, chosen);
  const state = label.code === null ? "open" : label.code === "" ? "aside" : "mapped";
  const made = make("div", { role: "option", class: `label-line ${state}${label.like ? " like" : ""}`, id: here ? "chosen" : null, "aria-selected": here ? "true" : "false", draggable: may ? "true" : null,
    title: `${label.results} result${label.results === 1 ? "" : "s"}${label.source === "alias" ? ", an alias in the protocol" : ""}`,
    on: {
      click: () => choose(label),
      dragstart: (event) => { dragged = label; event.dataTransfer.setData("text/plain", label.label); event.dataTransfer.effectAllowed = "link"; choose(label); },
      dragend: () => { dragged = null; },
    } },
  make("span", { class: "printed" }, label.label || "(none)"),
  make("span", { class: "means" }, shownCode(label)));
  return made;
}

function targetsOf(kind) {
  const inUse = held.labels.filter((each) => each.kind === "arm" && each.code?.includes("/")).map((each) => each.code);
  const own = kind === "arm" ? [...new Set(inUse)].map((code) => [code, "an arm of this study"]) : [];
  return [...begun.codes[kind], ...own].sort(([one], [two]) => begun.codes[kind].findIndex(([code]) => code === one.split("/")[0]) - begun.codes[kind].findIndex(([code]) => code === two.split("/")[0]));
}

function drawCodes() {
  const now = chosen?.kind;
  targets.replaceChildren(...Object.entries(begun.kinds).map(([kind, title]) => {
    const own = targetsOf(kind);
    return make("div", { class: `target-group${kind === now ? " now" : ""}` },
      make("h2", {}, title),
      ...own.map(([code, label], place) => target(kind, code, label, kind === now ? LETTERS[place] : "", kind === now && chosen.code === null && chosen.like === code)),
      own.length ? target(kind, "", "leave aside", kind === now ? "0" : "") : make("p", { class: "quiet" }, "none in the ", make("a", { href: "/setup" }, "protocol"), " yet"));
  }));
}

function target(kind, code, label, key, like = false) {
  const takes = () => dragged && dragged.kind === kind;
  const made = make("button", { type: "button", class: `target${code ? "" : " aside"}${chosen?.kind === kind && chosen.code === code ? " current" : ""}${like ? " like" : ""}`, disabled: !may || chosen?.kind !== kind, data: { kind, code },
    on: { click: () => put(chosen, code) } },
  code ? make("b", {}, code) : null, " ", make("span", {}, label === code ? "" : label), like && may ? make("kbd", { title: "Enter: the label looks like it", "aria-label": "Enter" }, "↵") : null, key && may ? make("kbd", {}, key) : null);
  const drop = make("div", { class: "drop", data: { kind, code }, on: {
    dragover: (event) => { if (takes()) { event.preventDefault(); event.dataTransfer.dropEffect = "link"; drop.classList.add("over"); } },
    dragleave: () => drop.classList.remove("over"),
    drop: (event) => { event.preventDefault(); drop.classList.remove("over"); if (takes()) put(dragged, code); },
  } }, made);
  return drop;
}

function mark() {
  for (const each of list.querySelectorAll(".label-line")) each.removeAttribute("id");
  const place = ordered().findIndex((each) => same(each, chosen));
  for (const [number, each] of list.querySelectorAll(".label-line").entries()) {
    each.setAttribute("aria-selected", number === place ? "true" : "false");
    if (number === place) { each.id = "chosen"; each.scrollIntoView({ block: "nearest" }); }
  }
  list.setAttribute("aria-activedescendant", "chosen");
}

function choose(label) {
  chosen = label;
  mark();
  drawCodes();
  if (label) toPage(label);
}

// The page

async function toPage(label) {
  const report = held.reports.find((each) => each.id === label.report && each.pages) ?? held.reports.find((each) => each.pages);
  if (!report) return;
  document.getElementById("report").value = report.id;
  try {
    await viewer.open(report.id, label.report === report.id && label.page ? label.page : viewer.report === report.id ? viewer.page : 1);
    if (same(label, chosen)) await highlight(label.label);
  } catch (error) { sayRefusal(error); }
}

async function highlight(label) {
  const said = document.getElementById("search-said");
  const wanted = [label, label.replace(/\s*\([^()]*\)\s*$/, ""), label.match(/\(([^()]*)\)\s*$/)?.[1] ?? ""].map((text) => text.trim().toLowerCase().replace(/\s+/g, " ")).filter(Boolean);
  for (const text of wanted) {
    const hits = viewer.matches(viewer.words, text);
    if (!hits.length) continue;
    viewer.put("found", hits, "found", { room: 1 });
    viewer.groups.found.children[0]?.classList.add("now");
    viewer.toSight(hits[0]);
    said.textContent = `${hits.length} on this page`;
    return;
  }
  said.textContent = label ? "not in these words on this page" : "";
}

// Mapping

async function put(label, code) {
  if (!may || !label) return;
  const twin = label.kind === "arm" && code && !code.includes("/") && held.labels.find((each) => each.kind === "arm" && each.code === code && folded(each.label) !== folded(label.label));
  const meant = twin ? await whichArm(label, twin, code) : code;
  if (meant === null) return;
  try {
    const said = await post(`/setup/labels/${held.study.id}`, { kind: label.kind, label: label.label, code: meant, everywhere: Boolean(everywhere?.checked) });
    take(said);
    done.push({ study: held.study.id, kind: label.kind, label: label.label });
    say(`“${label.label || "(none)"}” ${meant ? `means ${meant}` : "is left aside"}${said.more ? `, and ${said.more} more with it` : ""}; u maps it anew`, "good");
    goTo((label.like ? null : openOnes().find((each) => each.kind === label.kind)) ?? firstOpen() ?? held.labels.find((each) => same(each, label)));
  } catch (error) { sayRefusal(error); }
}

function take(said) {
  studies = said.studies;
  held = said;
}

function goTo(label) {
  chosen = label;
  draw();
  choose(label);
  list.focus();
}

async function leaveAside(kind, left) {
  try {
    const said = await post(`/setup/labels/${held.study.id}/aside`, { kind, labels: left.map((each) => each.label) });
    take(said);
    say(`${said.more} labels are left aside; each can still be mapped`, "good");
    goTo(firstOpen() ?? ordered()[0]);
  } catch (error) { sayRefusal(error); }
}

// Two labels of one code: one arm under two names, or two arms of one kind?
function whichArm(label, twin, code) {
  document.getElementById("ask-title").textContent = `“${twin.label}” is “${begun.codes.arm.find(([known]) => known === code)?.[1] ?? code}” in this study. Is “${label.label}” the same arm?`;
  return new Promise((settle) => {
    const say_so = (answer) => () => { settle(answer); ask.close(); };
    document.getElementById("ask-body").replaceChildren(
      make("button", { type: "button", data: { key: "s" }, on: { click: say_so(code) } }, "The same arm ", make("kbd", {}, "s")),
      make("button", { type: "button", class: "ghost", data: { key: "o" }, on: { click: say_so(`${code}/${label.label}`) } }, "An arm of its own ", make("kbd", {}, "o")));
    ask.addEventListener("close", () => settle(null), { once: true });
    ask.showModal();
  });
}
ask?.addEventListener("keydown", (event) => {
  ask.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});

async function back() {
  const last = done.pop();
  if (!last) return;
  if (last.study !== held.study.id) await open(last.study);
  choose(held.labels.find((each) => same(each, last)));
}

// Studies

async function open(study) {
  try {
    held = await get(`/setup/labels/${study}.json`);
  } catch (error) { sayRefusal(error); return; }
  history.replaceState(null, "", `/setup/labels?study=${encodeURIComponent(study)}`);
  document.getElementById("report").replaceChildren(...held.reports.map((each) => make("option", { value: each.id, disabled: !each.pages }, each.name)));
  chosen = firstOpen() ?? ordered()[0] ?? null;
  draw();
  if (chosen) choose(chosen);
  else if (held.reports.some((each) => each.pages)) await viewer.open(held.reports.find((each) => each.pages).id);
  list.focus();
}

function step(by) {
  const place = studies.findIndex((each) => each.id === held.study.id) + by;
  if (studies[place]) open(studies[place].id);
}

document.addEventListener("keydown", (event) => {
  if (!held || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const labels = ordered();
  const moves = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (moves && event.target.id !== "scroll") {
    event.preventDefault();
    const next = labels[labels.findIndex((each) => same(each, chosen)) + moves];
    if (next) choose(next);
    return;
  }
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") { event.preventDefault(); step(event.key === "ArrowLeft" ? -1 : 1); return; }
  if (!may) return;
  if (event.key === "e") { everywhere.checked = !everywhere.checked; return; }
  if (event.key === "u") { back(); return; }
  if (!chosen) return;
  if (event.key === "0") { put(chosen, ""); return; }
  if (event.key === "Enter" && chosen.code === null && chosen.like && !event.target.closest("button, a, select")) { event.preventDefault(); put(chosen, chosen.like); return; }
  const code = targetsOf(chosen.kind)[LETTERS.indexOf(event.key)];
  if (event.key.length === 1 && code) { event.preventDefault(); put(chosen, code[0]); }
});

if (frame) {
  viewer = new Viewer({});
  viewer.afterSearch = () => list.focus();
  document.getElementById("study").addEventListener("change", (event) => open(event.target.value));
  document.getElementById("study-back").addEventListener("click", () => step(-1));
  document.getElementById("study-on").addEventListener("click", () => step(1));
  document.getElementById("report").addEventListener("change", (event) => viewer.open(event.target.value));
  await open(begun.study);
}
document.body.dataset.ready = "yes";
