// Work: studies by people. A tick is a plan; taking it away needs a reason.

import { isTyping, make, post, say, sayRefusal } from "./page.mjs";
import "./setup.mjs";

let plan = JSON.parse(document.getElementById("begun").textContent);
const rows = document.getElementById("rows");
const may = Boolean(document.querySelector(".work-grid")?.dataset.may);
const ask = document.getElementById("ask");
const sharing = new Set(plan.people.map((each) => each.name));
const chosen = new Set();
let reason = "shared otherwise";

const many = (count, noun, several) => `${count} ${count === 1 ? noun : several}`;

// Every box has a place, row 0 being the head and column 0 the studies, for the arrow keys.
function tick(row, col, label, on, act) {
  return make("input", { type: "checkbox", checked: on, disabled: !may, "aria-label": label, title: label, data: { row, col }, on: { change: (event) => act(event.target) } });
}

function draw(focus = null) {
  document.getElementById("head").replaceChildren(make("tr", {}, make("th", {}, "Study"), make("th", { class: "number" }, "Pages"),
    ...plan.people.map((each, col) => make("th", { class: "person" },
      make("label", {}, may ? tick(0, col + 1, `share among ${each.name} too`, sharing.has(each.name), (box) => (box.checked ? sharing.add(each.name) : sharing.delete(each.name))) : null, ` ${each.name}`),
      each.trainee ? make("span", { class: "tag" }, "trainee") : null,
      make("div", { class: "quiet" }, `${many(each.studies, "study", "studies")}, ${many(each.pages, "page", "pages")}`)))));
  rows.replaceChildren(...plan.studies.map((study, row) => make("tr", {},
    make("td", {}, make("label", {}, may ? tick(row + 1, 0, `share ${study.name}`, chosen.has(study.id), (box) => (box.checked ? chosen.add(study.id) : chosen.delete(study.id))) : null, ` ${study.name}`)),
    make("td", { class: "number" }, String(study.pages)),
    ...plan.people.map((each, col) => {
      const sealed = study.sealed.includes(each.name);
      return make("td", { class: "person" },
        tick(row + 1, col + 1, `${each.name} extracts ${study.name}`, study.people.includes(each.name), (box) => toggle(study, each.name, box)),
        sealed ? make("span", { class: "tag good" }, "sealed ✓") : null);
    }))));
  if (focus) at(...focus)?.focus();
}

const at = (row, col) => document.querySelector(`.work-grid [data-row="${row}"][data-col="${col}"]`);
const here = () => [Number(document.activeElement?.dataset.row), Number(document.activeElement?.dataset.col)];

async function send(path, data) {
  const place = document.activeElement?.dataset.row ? here() : null;
  const said = await post(`/setup/work/${path}`, data);
  plan = said;
  draw(place);
  return said;
}

async function toggle(study, person, box) {
  const on = box.checked;
  box.checked = !on;  // until it is written
  try {
    if (on) await send("give", { study: study.id, person });
    else askWhy(study, person);
  } catch (error) { sayRefusal(error); }
}

function askWhy(study, person) {
  const place = here();
  const why = make("input", { name: "reason", value: reason, required: true, class: "wide-field" });
  document.getElementById("ask-title").textContent = `Take ${study.name} back from ${person}`;
  const form = document.getElementById("ask-body");
  form.replaceChildren(make("label", {}, "Why ", why), make("p", { class: "choices" }, make("button", {}, "Take it back"), make("button", { type: "button", class: "ghost", on: { click: () => ask.close() } }, "Leave it")));
  form.onsubmit = async (event) => {
    event.preventDefault();
    try {
      reason = why.value;
      ask.close();
      await send("take-back", { study: study.id, person, reason });
      at(...place)?.focus();
    } catch (error) { sayRefusal(error); }
  };
  ask.showModal();
  why.select();
}

async function share() {
  try {
    const said = await send("share", { people: [...sharing], studies: [...chosen], each: Number(document.getElementById("each").value) });
    say(said.shared ? `${many(said.shared, "study", "studies")} shared` : "every study has enough extractors", "good");
  } catch (error) { sayRefusal(error); }
}

document.getElementById("share")?.addEventListener("submit", (event) => { event.preventDefault(); share(); });
document.addEventListener("keydown", (event) => {
  if (!may || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (step) {
    event.preventDefault();
    const [row, col] = here();
    (Number.isNaN(row) ? at(1, 1) : at(row + step[0], col + step[1]))?.focus();
  }
  if (event.key === "a") { event.preventDefault(); share(); }
});

if (rows) { draw(); at(1, 1)?.focus(); }
document.body.dataset.ready = "yes";
