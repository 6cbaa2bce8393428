// The protocol as forms. The server says which fields there are; what is typed stands in `entries` until it is saved.

import { get, make, post, Refusal, say } from "./page.mjs";
import { entryCard, mark } from "./setup_fields.mjs";
import { differences, merged } from "./setup_merge.mjs";
import "./setup.mjs";

const may = Boolean(document.querySelector(".protocol").dataset.may);
const place = document.getElementById("sections");
const notes = document.getElementById("notes");
const state = document.getElementById("state");
const save = document.getElementById("save");

let form = JSON.parse(document.getElementById("form").textContent);
let entries = structuredClone(form.entries);
let saved = JSON.stringify(entries);
let removed = [];

const section = (kind) => form.sections.find((each) => each.kind === kind);
const group = (kind) => place.querySelector(`section[data-kind="${kind}"]`);
const isDirty = () => JSON.stringify(entries) !== saved;

// Drawing

function draw() {
  place.replaceChildren(...form.sections.map((each) => make("section", { class: "part", id: `part-${each.kind}`, data: { kind: each.kind } })));
  for (const each of form.sections) drawSection(each.kind);
  document.getElementById("contents").replaceChildren(...form.sections.map((each, number) => make("li", {},
    make("a", { href: `#part-${each.kind}`, title: `Alt ${number + 1}`, on: { click: (event) => { event.preventDefault(); goTo(each.kind); } } }, each.title),
    make("span", { class: "quiet", data: { count: each.kind } }))));
  changed();
}

function drawSection(kind) {
  const about = section(kind);
  const cards = entries[kind].map((entry, index) => entryCard({ about, entry, index, form, entries, may, onChange: changed, onAct: act }));
  group(kind).replaceChildren(
    make("h2", {}, about.title, " ", make("span", { class: "codebook" }, about.about)),
    ...cards,
    ...(may && !about.single ? [make("button", { type: "button", class: "ghost add", on: { click: () => act("add", kind, entries[kind].length - 1) } }, `Add ${/^[aeiou]/.test(about.one) ? "an" : "a"} ${about.one}`)] : []),
  );
}

function changed(kind = "", redraw = []) {
  for (const each of redraw) drawSection(each);
  if (kind) clearMarks(kind);
  for (const count of document.querySelectorAll("[data-count]")) {
    count.textContent = section(count.dataset.count).single ? "" : String(entries[count.dataset.count].length);
  }
  const dirty = isDirty();
  if (save) save.disabled = !dirty;
  state.textContent = dirty ? "not saved yet" : "all saved";
  state.classList.remove("bad-text");
}

function clearMarks(kind) {
  document.querySelector(`#contents a[href="#part-${kind}"]`)?.classList.remove("wrong");
}

// Entries

const EMPTY = (kind) => Object.fromEntries(section(kind).fields.map((field) => [field.name, ""]));

function act(what, kind, index) {
  if (!may || section(kind).single) return;
  const rows = entries[kind];
  let there = index;
  if (what === "add") { there = index + 1; rows.splice(there, 0, EMPTY(kind)); }
  if (what === "up" || what === "down") {
    there = index + (what === "up" ? -1 : 1);
    if (there < 0 || there >= rows.length) return;
    [rows[index], rows[there]] = [rows[there], rows[index]];
  }
  if (what === "remove") {
    const [gone] = rows.splice(index, 1);
    removed.push({ kind, index, entry: gone });
    there = Math.min(index, rows.length - 1);
    const uses = form.uses[kind]?.[gone.code]?.all;
    say(`removed${gone.code || gone.name ? ` ${gone.code || gone.name}` : ""}; Alt Z puts it back${uses ? `. ${uses} label${uses > 1 ? "s mean" : " means"} it` : ""}`, uses ? "bad" : "");
  }
  redrawWith(kind);
  focusOn(kind, there);
}

function putBack() {
  const last = removed.pop();
  if (!last) return;
  entries[last.kind].splice(last.index, 0, last.entry);
  redrawWith(last.kind);
  focusOn(last.kind, last.index);
}

// Sections whose fields name codes of this kind are drawn anew with it.
function redrawWith(kind) {
  const others = form.sections.filter((each) => each.fields.some((field) => field.refers === kind)).map((each) => each.kind);
  changed(kind, [...new Set([kind, ...others])]);
}

function focusOn(kind, index, name = "") {
  const card = group(kind).querySelectorAll(".entry-card")[index];
  const wanted = name ? card?.querySelector(`[data-field="${CSS.escape(name)}"]`) : null;
  const folded = wanted?.closest("details");
  if (folded) folded.open = true;
  (wanted || card?.querySelector("input, select, textarea, button") || group(kind).querySelector(".add"))?.focus();
}

function goTo(kind) {
  group(kind).scrollIntoView({ block: "start" });
  focusOn(kind, 0);
}

// Saving

async function put() {
  if (!may || !isDirty()) return;
  notes.replaceChildren();
  for (const each of document.querySelectorAll("#contents a.wrong")) each.classList.remove("wrong");
  const sent = JSON.stringify(entries);
  state.textContent = "saving …";
  try {
    const said = await post("/setup/protocol", { version: form.version, entries });
    take(said, JSON.stringify(entries) === sent ? said.entries : entries);  // else typed while it was being saved
    say("saved", "good");
  } catch (error) {
    changed();
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 409) await another(error);
    else if (error.mistakes.length) show(error);
    else say([error.message, error.hint].filter(Boolean).join(" · "), "bad");
  }
}

function take(said, standing = said.entries) {
  form = said;
  const field = document.activeElement;
  const card = field?.closest(".entry-card")?.dataset;
  const caret = [field?.selectionStart, field?.selectionEnd];
  entries = structuredClone(standing);
  saved = JSON.stringify(said.entries);
  removed = [];
  draw();
  if (card) focusOn(card.kind, Number(card.index), field.dataset.field);
  if (typeof caret[0] === "number") document.activeElement.setSelectionRange?.(...caret);
  tellSample();
  tellLost(said.lost ?? []);
}

function show(error) {
  for (const each of form.sections) drawSection(each.kind);
  for (const [kind, index, key, what] of error.mistakes) {
    mark(group(kind), index, key, what);
    document.querySelector(`#contents a[href="#part-${kind}"]`)?.classList.add("wrong");
  }
  const [kind, index, key] = error.mistakes[0];
  focusOn(kind, index, key);
  place.querySelector(".mistake")?.scrollIntoView({ block: "center" });
  state.textContent = error.message;
  state.classList.add("bad-text");
}

async function another(error) {
  const theirs = await get("/setup/protocol.json");
  const both = merged(form.sections, form.entries, entries, theirs.entries);
  const go = (standing, words) => { notes.replaceChildren(); take(theirs, standing); say(words); };
  note("bad",
    make("p", {}, make("b", {}, `${error.message}.`), " What you typed is still here. The other change:"),
    make("ul", {}, ...differences(form.sections, form.entries, theirs.entries).map((line) => make("li", {}, line))),
    make("p", {},
      make("button", { type: "button", on: { click: () => go(both, "both changes are here now: look, and save") } }, "Put mine into it"), " ",
      make("button", { type: "button", class: "ghost", on: { click: () => go(theirs.entries, "yours is gone") } }, "Take the other one")));
  notes.querySelector("button").focus();
}

function note(kind, ...content) {
  const made = make("div", { class: `note ${kind}` }, ...content);
  notes.append(made);
  made.scrollIntoView({ block: "nearest" });
  return made;
}

// What to know

const OF_TRIALS = ["outcome", "arm", "timepoint", "comparison", "item", "person"];

function tellSample() {
  if (!form.sample || !may) return;
  const told = note("", make("p", {}, make("b", {}, "This is the sample that every review begins with. "), "Change what is not yours, or begin with empty forms."),
    make("p", {}, make("button", { type: "button", id: "empty", on: { click: () => {
      for (const kind of OF_TRIALS) entries[kind] = [];
      told.remove();
      draw();
      act("add", "outcome", -1);
    } } }, "Begin with empty forms")));
}

function tellLost(lost) {
  if (!lost.length) return;
  note("", make("p", {}, make("b", {}, lost.length > 1 ? `${lost.length} labels mean nothing now. ` : "One label means nothing now. "),
    "They reach no comparison until their code is back or they are ", make("a", { href: "/setup/labels" }, "mapped anew"), "."),
  make("ul", {}, ...lost.slice(0, 12).map((each) => make("li", {}, `${each.study}, ${each.kind} “${each.label}”: ${each.code}`))));
}

// Keys

save?.addEventListener("click", () => put());
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (event.ctrlKey && key === "s") { event.preventDefault(); put(); return; }
  if (event.altKey && /^[1-9]$/.test(key)) {
    const wanted = form.sections[Number(key) - 1];
    if (wanted) { event.preventDefault(); goTo(wanted.kind); }
    return;
  }
  if (event.altKey && key === "z") { event.preventDefault(); putBack(); return; }
  const card = document.activeElement?.closest(".entry-card");
  const what = event.ctrlKey && key === "enter" ? "add" : event.altKey && { arrowup: "up", arrowdown: "down", delete: "remove" }[key];
  if (!what || !card) return;
  event.preventDefault();
  act(what, card.dataset.kind, Number(card.dataset.index));
});
window.addEventListener("beforeunload", (event) => { if (isDirty()) event.preventDefault(); });

draw();
tellSample();
document.body.dataset.ready = "yes";
