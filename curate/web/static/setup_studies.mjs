// Studies: what is said of them, which are one, and which report is a study of its own.

import { isTyping, make, post, say, sayRefusal } from "./page.mjs";
import "./setup.mjs";

const begun = JSON.parse(document.getElementById("begun").textContent);
const rows = document.getElementById("rows");
const may = Boolean(document.querySelector(".studies")?.dataset.may);
const ask = document.getElementById("ask");
const picked = new Set();
let studies = begun.studies;

const find = (id) => studies.find((each) => each.id === id);

function draw(focus = "") {
  for (const id of picked) if (!find(id)) picked.delete(id);
  rows.replaceChildren(...studies.map((study) => make("tr", { data: { study: study.id } },
    make("td", {}, may ? make("input", { type: "checkbox", class: "pick", checked: picked.has(study.id), "aria-label": `choose ${study.name}`, on: { change: (event) => pick(study.id, event.target.checked) } }) : null),
    make("td", {}, box(study, "name", "Name")),
    make("td", {}, design(study)),
    make("td", {}, box(study, "n_randomised", "People randomised", "n")),
    make("td", {}, box(study, "registration", "Registration", "NCT…")),
    make("td", {}, ...study.reports.map((report) => make("div", { class: "report-line" },
      report.pages ? make("a", { href: `/look/${report.id}/1`, title: report.title || null }, report.name) : make("span", {}, report.name),
      may && study.reports.length > 1 ? make("button", { type: "button", class: "ghost small", title: "s", on: { click: () => askSplit(study, report.id) } }, "split off") : null))))));
  tell();
  if (focus) rows.querySelector(focus)?.focus();
}

function box(study, what, title, placeholder = "") {
  const held = () => String(find(study.id)[what] ?? "");
  const number = what === "n_randomised";
  const made = make("input", { class: `about-${what}`, "aria-label": `${title} of ${study.name}`, placeholder, disabled: !may, inputmode: number ? "numeric" : null, autocomplete: "off",
    on: { change: () => {
      const text = made.value.trim();
      if (number && !/^\d*$/.test(text)) { made.value = held(); say("people randomised are a whole number", "bad"); return; }
      describe(study.id, what, number && text ? Number(text) : text, made);
    }, keydown: (event) => { if (event.key === "Escape") { made.value = held(); made.blur(); } } } });
  made.value = held();
  return made;
}

function design(study) {
  const made = make("select", { "aria-label": `Design of ${study.name}`, disabled: !may, on: { change: () => describe(study.id, "design", made.value, made) } },
    ...begun.designs.map((code) => make("option", { value: code }, code.replaceAll("_", " ") || "–")));
  made.value = study.design ?? "";
  return made;
}

// The table is not drawn anew: somebody may be typing in the next field already.
async function describe(study, what, value, made) {
  try {
    studies = (await post("/setup/studies/describe", { study, what, value })).studies;
    made.classList.remove("refused");
    say("saved", "good");
  } catch (error) { made.classList.add("refused"); sayRefusal(error); }
}

function pick(id, on) {
  if (on) picked.add(id); else picked.delete(id);
  tell();
}

function tell() {
  const button = document.getElementById("join");
  if (!button) return;
  button.disabled = picked.size < 2;
  button.textContent = picked.size < 2 ? "Join" : `Join ${picked.size} studies`;
}

// Dialogs

function open(title, content, act) {
  document.getElementById("ask-title").textContent = title;
  const form = document.getElementById("ask-body");
  form.replaceChildren(...content, make("p", { class: "choices" }, make("button", {}, title), make("button", { type: "button", class: "ghost", on: { click: () => ask.close() } }, "Not now")));
  form.onsubmit = async (event) => {
    event.preventDefault();
    try { const stays = await act(new FormData(form)); ask.close(); draw(`tr[data-study="${stays}"] .pick`); } catch (error) { sayRefusal(error); }
  };
  ask.showModal();
  form.querySelector("input:checked, input")?.focus();
}

function reason(text) {
  return make("label", {}, "Why ", make("input", { name: "reason", value: text, required: true, class: "wide-field" }));
}

function askJoin() {
  const chosen = studies.filter((each) => picked.has(each.id));
  if (chosen.length < 2) { say("choose two studies or more: x", "bad"); return; }
  const named = chosen.map((each, place) => make("label", { class: "check" }, make("input", { type: "radio", name: "stays", value: each.id, checked: place === 0 }), ` ${each.name} `, make("span", { class: "quiet" }, each.reports.map((one) => one.name).join(", "))));
  open("Join the studies", [make("fieldset", {}, make("legend", {}, "Which name stays?"), ...named), reason("reports of one study"),
    make("p", { class: "quiet" }, "What people read and mapped goes along. What was decided of them is to be decided anew.")],
  async (data) => {
    const stays = data.get("stays");
    studies = (await post("/setup/studies/join", { study: stays, others: chosen.map((each) => each.id).filter((id) => id !== stays), reason: data.get("reason") })).studies;
    picked.clear();
    say(`${find(stays).name} has ${find(stays).reports.length} reports`, "good");
    return stays;
  });
}

function askSplit(study, report) {
  if (study.reports.length < 2) { say(`${study.name} has one report only`, "bad"); return; }
  const name = make("input", { name: "name", required: true, class: "wide-field" });
  const propose = (id) => { name.value = study.reports.find((each) => each.id === id).name.replace(/\.[^.]+$/, ""); };
  const named = study.reports.map((each) => make("label", { class: "check" }, make("input", { type: "radio", name: "report", value: each.id, checked: each.id === report, on: { change: () => propose(each.id) } }), ` ${each.name}`));
  propose(report);
  open("Split the report off", [make("fieldset", {}, make("legend", {}, `Which report of ${study.name}?`), ...named), make("label", {}, "Name of the new study ", name), reason("a study of its own")],
    async (data) => {
      studies = (await post("/setup/studies/split", { study: study.id, report: data.get("report"), name: data.get("name"), reason: data.get("reason") })).studies;
      say(`${data.get("name")} is a study of its own`, "good");
      return study.id;
    });
}

// Keys

document.getElementById("join")?.addEventListener("click", askJoin);
document.addEventListener("keydown", (event) => {
  if (!may || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const at = document.activeElement?.closest("tr[data-study]");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = at ? (event.key === "ArrowDown" ? at.nextElementSibling : at.previousElementSibling) : rows.firstElementChild;
    next?.querySelector(".pick").focus();
    return;
  }
  if (event.key === "j") { event.preventDefault(); askJoin(); return; }
  const study = find(at?.dataset.study);
  if (!study) return;
  if (event.key === "x") at.querySelector(".pick").click();
  if (event.key === "s") { event.preventDefault(); askSplit(study, study.reports.at(-1)?.id); }
  if (event.key === "n") { event.preventDefault(); const box = at.querySelector(".about-name"); box.focus(); box.select(); }
});

if (rows) { draw(); rows.querySelector(".pick")?.focus(); }
document.body.dataset.ready = "yes";
