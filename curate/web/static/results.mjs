// Results: the controls pool again at once; what they say is not stored and not the protocol's.

import { fragment, isTyping, post, say, sayRefusal } from "./page.mjs";

const root = document.querySelector(".results");
const code = root.dataset.comparison;
const form = document.getElementById("controls");
const plot = document.getElementById("plot");
const funnel = document.getElementById("funnel");
const otherwise = document.getElementById("otherwise");
const initial = new FormData(form);
let asked = 0;

function query() {
  const words = new URLSearchParams();
  for (const name of ["method", "ci", "prediction", "level"]) {
    const value = form.elements[name].value.trim();
    if (value !== initial.get(name)) words.set(name, value);
  }
  for (const box of form.querySelectorAll("input[name=study]")) {
    if (!box.checked && !box.disabled) words.append("without", box.value);
  }
  return words.toString();
}

async function again() {
  const mine = ++asked, words = query();
  otherwise.hidden = !words;
  try {
    const made = await fragment(`/results/${code}/forest?${words}`);
    if (mine !== asked) return;
    plot.innerHTML = made;
    if (funnel) { funnel.hidden = !plot.querySelector("svg"); funnel.src = `/results/${code}/funnel.svg?${words}`; }
    document.body.dataset.shown = words || "protocol";
  } catch (error) { sayRefusal(error); }
}

form.addEventListener("input", (event) => { if (event.target.id !== "comparison") again(); });
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("back").addEventListener("click", () => { form.reset(); again(); });
const comparison = document.getElementById("comparison");
comparison.addEventListener("change", () => { location.href = `/results/${comparison.value}`; });

document.getElementById("store")?.addEventListener("click", async () => {
  try {
    const { id, why } = await post(`/results/${code}/store`);
    if (!id) { say(why, "bad"); return; }
    say(`Stored as ${id.slice(0, 15)}, as the protocol says it.`, "good");
    document.body.dataset.stored = id;
  } catch (error) { sayRefusal(error); }
});

document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { "[": -1, "]": 1 }[event.key];
  const next = step && comparison.options[comparison.selectedIndex + step];
  if (next) location.href = `/results/${next.value}`;
});

document.body.dataset.ready = "results";
