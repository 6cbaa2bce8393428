// Reconciliation: a key chooses, Enter confirms the reason that stands there or another one.

import { fragment, isTyping, post, say, sayRefusal } from "./page.mjs";

const place = document.getElementById("card");
const list = document.getElementById("list");
const mode = document.getElementById("mode");
const people = document.getElementById("with");
const ORDERING = 300; // milliseconds after which the page asks again whether the queue is in order
let last = "";
let choice = null;

const article = () => place.querySelector("article");
const lines = () => [...list.querySelectorAll("button[data-record]")];

function here(record) {
  for (const line of lines()) {
    line.toggleAttribute("aria-current", line.dataset.record === record);
    if (line.dataset.record === record) line.scrollIntoView({ block: "nearest" });
  }
  const at = lines().findIndex((line) => line.dataset.record === record);
  document.getElementById("progress").textContent = at < 0 ? "" : `${at + 1} of ${document.getElementById("count").textContent}`;
}

async function show(record) {
  try {
    place.innerHTML = await fragment(`/reconcile/card/${record}`);
  } catch (error) { sayRefusal(error); return; }
  choice = null;
  here(record);
  place.parentElement.scrollTop = 0;
}

function move(by) {
  const at = lines().findIndex((line) => line.dataset.record === article()?.dataset.record);
  const next = lines()[at + by];
  if (next) show(next.dataset.record);
}

function choose(kind, take = 0) {
  const form = place.querySelector("form.settle");
  if (!form) return;
  choice = { choice: kind, take };
  const words = { reading: `Reading ${take} is right`, typed: "Neither: the value as printed", not_reported: "The report does not give it", reject: "The number must not be used", ask_authors: "The authors are asked" };
  form.hidden = false;
  form.querySelector("#chosen").textContent = words[kind];
  form.querySelector("#typed-fields").hidden = kind !== "typed";
  const side = place.querySelectorAll(".side")[take - 1];
  form.reason.value = kind === "reading" ? side?.dataset.because ?? "" : "";
  const judged = kind === "reading" || kind === "typed"; // a reader's number was wrong: what went wrong, nobody can tell beforehand
  const open = form.cause.querySelector("option[value='']");
  if (open) form.cause.value = judged ? "" : "other";
  form.scrollIntoView({ block: "nearest" });
  (kind === "typed" ? form.typed : form.cause.value ? form.reason : form.cause).focus();
  if (kind === "reading" && form.cause.value) form.reason.select();
}

async function decide(form) {
  const record = article().dataset.record;
  const said = {
    ...choice, cause: form.cause.value, reason: form.reason.value.trim(), mode: mode.value,
    participants: mode.value === "consensus" ? people.value.split(",").map((name) => name.trim()).filter(Boolean) : [],
  };
  if (choice.choice === "typed") Object.assign(said, { typed: form.typed.value.trim(), page: Number.parseInt(form.page.value, 10) || 0, quote: form.quote.value.trim(), report: form.report?.value ?? "" });
  let done;
  try { done = await post(`/reconcile/card/${record}`, said); } catch (error) { sayRefusal(error); return; }
  last = record;
  const line = lines().find((each) => each.dataset.record === record);
  const next = line?.parentElement.nextElementSibling?.querySelector("button") ?? lines().find((each) => each !== line);
  line?.parentElement.remove();
  document.getElementById("count").textContent = String(done.left);
  if (done.told.length) say(`decided, and kept without a box: ${done.told.join("; ")}; u goes back to it`, "bad");
  else say("decided; u goes back to it", "good");
  if (next) await show(next.dataset.record);
  else if (done.left) location.reload();
  else { place.innerHTML = ""; place.textContent = "Nothing left to decide."; document.getElementById("progress").textContent = ""; }
}

place.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.choice) choose(button.dataset.choice, Number(button.dataset.take ?? 0));
  if ("cancel" in button.dataset) { button.closest("form").hidden = true; choice = null; }
});

place.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.name === "cause") { event.preventDefault(); event.target.form.requestSubmit(); }
});
place.addEventListener("submit", (event) => { event.preventDefault(); decide(event.target); });
list.addEventListener("click", (event) => { const button = event.target.closest("button"); if (button) show(button.dataset.record); });
document.getElementById("study").addEventListener("change", (event) => location.assign(event.target.value ? `/reconcile?study=${event.target.value}` : "/reconcile"));

document.getElementById("rounding")?.addEventListener("click", async () => {
  try {
    const done = await post("/reconcile/rounding", { mode: mode.value, participants: mode.value === "consensus" ? people.value.split(",").map((name) => name.trim()).filter(Boolean) : [] });
    say(`${done.decided} settled as rounding`, "good");
    if (done.decided) location.reload();
  } catch (error) { sayRefusal(error); }
});

mode.value = sessionStorage.getItem("curate mode") ?? "third_person";
people.value = sessionStorage.getItem("curate with") ?? "";
const modeShown = () => {
  document.getElementById("with-label").hidden = mode.value !== "consensus";
  sessionStorage.setItem("curate mode", mode.value);
  sessionStorage.setItem("curate with", people.value);
};
mode.addEventListener("change", modeShown);
people.addEventListener("change", modeShown);
modeShown();

const KEYS = { t: "typed", n: "not_reported", r: "reject", a: "ask_authors" };

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && choice) { const form = place.querySelector("form.settle"); form.hidden = true; choice = null; document.activeElement?.blur(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") { event.preventDefault(); move(key === "j" ? 1 : -1); }
  if (key === "u" && last) { event.preventDefault(); show(last); }
  if (!article()) return;
  if (/^[1-9]$/.test(key) && Number(key) <= Number(article().dataset.sides)) { event.preventDefault(); choose("reading", Number(key)); }
  if (KEYS[key]) { event.preventDefault(); choose(KEYS[key]); }
});

if (document.getElementById("ordering")) {
  const words = new URLSearchParams(location.search);
  words.delete("anew");
  setTimeout(() => location.replace(words.get("study") ? `/reconcile?${words}` : "/reconcile"), ORDERING);
}
if (article()) here(article().dataset.record);
document.body.dataset.ready = "yes";
