// What is asked in between: which spread, why a sealed value changes, another section, and whether to seal.

import { make, post, say, sayRefusal } from "./page.mjs";
import { draw, regrow } from "./extract_grid.mjs";
import { viewer } from "./extract_places.mjs";
import { pageShown, propose } from "./extract_programs.mjs";
import { KEYS_OF_SPREAD, base, blocks, everyRow, replaceSheet, sheet } from "./extract_sheet.mjs";

export function ask(title, choices) {
  const dialog = document.getElementById("ask");
  document.getElementById("ask-title").textContent = title;
  return new Promise((resolve) => {
    const finish = (value) => { dialog.close(); document.removeEventListener("keydown", byKey, true); resolve(value); };
    const letters = Object.fromEntries(Object.entries(KEYS_OF_SPREAD).filter(([, kind]) => choices.includes(kind)));
    const byKey = (event) => {
      const kind = letters[event.key.toLowerCase()];
      if (kind) { event.preventDefault(); event.stopPropagation(); finish(kind); }
      if (event.key === "Escape") { event.preventDefault(); finish(""); }
    };
    document.addEventListener("keydown", byKey, true);
    document.getElementById("ask-body").replaceChildren(...Object.entries(letters).map(([letter, kind]) => make("button", { type: "button", data: { kind }, on: { click: () => finish(kind) } }, kind, " ", make("kbd", {}, letter))), make("p", { class: "quiet" }, "Does the table's head or its notes say it? An SE is not an SD."));
    dialog.showModal();
  });
}

export function askReason(details) {
  const dialog = document.getElementById("ask");
  document.getElementById("ask-title").textContent = "It is sealed: why does it change?";
  return new Promise((resolve) => {
    const field = make("input", { class: "wide-field", "aria-label": "Reason" });
    const form = make("form", { method: "dialog", on: { submit: () => resolve(field.value.trim()) } }, ...details.map((line) => make("p", {}, line)), field, make("button", {}, "Correct"), make("button", { type: "button", class: "ghost", on: { click: () => { dialog.close(); resolve(""); } } }, "Leave it"));
    dialog.addEventListener("cancel", () => resolve(""), { once: true });
    document.getElementById("ask-body").replaceChildren(form);
    dialog.showModal();
    field.focus();
  });
}

export async function startIn(mode) {
  try {
    replaceSheet(await post(`${base}/begin`, { mode }));
    draw();
    pageShown(viewer.page);
    propose();
    blocks.querySelector(".cell")?.focus();
  } catch (error) { sayRefusal(error); }
}

export async function sealing() {
  document.activeElement?.blur?.();
  await Promise.all(everyRow().map((row) => row.saving).filter(Boolean));
  const refused = everyRow().flatMap((row) => Object.values(row.cells ?? {})).filter((cell) => cell.refused).length;
  if (refused) { say(`${refused} cells are not saved: mend what is red first`, "bad"); return; }
  let said;
  try { said = await post(`${base}/seal`, {}); } catch (error) { sayRefusal(error); return; }
  const dialog = document.getElementById("ask");
  document.getElementById("ask-title").textContent = `Seal ${sheet.study.name}?`;
  const open = said.open;
  document.getElementById("ask-body").replaceChildren(
    make("p", {}, open.length ? `${open.length} rows say nothing. A blank is an omission; if the report does not give it, say so with n.` : "Every row says something."),
    make("ul", { class: "open-rows" }, ...open.slice(0, 30).map((text) => make("li", {}, text))),
    ...withPageOnly(said.unplaced),
    make("p", { class: "quiet" }, "After the seal others may be compared with you; a change then needs a reason."),
    make("button", { type: "button", id: "seal-now", on: { click: async () => {
      try {
        const done = await post(`${base}/seal`, { sure: true });
        dialog.close();
        sheet.sealed = true;
        draw();
        say(`sealed: ${done.readings} value${done.readings === 1 ? "" : "s"}`, "good");
      } catch (error) { dialog.close(); sayRefusal(error); }
    } } }, "Seal"),
    make("button", { type: "button", class: "ghost", on: { click: () => dialog.close() } }, "Not yet"));
  dialog.showModal();
  document.getElementById("seal-now").focus();
}

function withPageOnly(texts) {
  if (!texts.length) return [];
  return [
    make("p", {}, `${texts.length === 1 ? "1 number has" : `${texts.length} numbers have`} only a page, and no place on it: nobody gets back to ${texts.length === 1 ? "it" : "them"}. Mark the place, or choose it in the cell with Alt 1 …; of a number that you worked out say how: w in its cell.`),
    make("ul", { class: "open-rows", id: "without-place" }, ...texts.slice(0, 30).map((text) => make("li", {}, text))),
  ];
}

export function askSection() {
  const dialog = document.getElementById("ask");
  document.getElementById("ask-title").textContent = "Which results?";
  const outcome = make("select", { "aria-label": "Outcome" }, ...sheet.codes.outcome.map((each) => make("option", {}, each.label)));
  const time = make("select", { "aria-label": "Time point" }, ...sheet.times.map((each) => make("option", {}, each.label)));
  const basis = make("select", { "aria-label": "Scores" }, ...["baseline", "final", "change"].map((each) => make("option", {}, each)));
  const add = () => {
    const { kind = "continuous", codebook = "" } = sheet.codes.outcome.find((each) => each.label === outcome.value) ?? {};
    const shownBasis = kind === "binary" ? "" : basis.value;
    if (!sheet.sections.some((s) => s.outcome === outcome.value && s.timepoint === time.value && s.basis === shownBasis)) {
      sheet.sections.push({ outcome: outcome.value, timepoint: time.value, basis: shownBasis, kind, codebook, rows: [] });
    }
    dialog.close();
    regrow();
    blocks.querySelectorAll(".block")[sheet.sections.length]?.querySelector(".cell")?.focus();
  };
  document.getElementById("ask-body").replaceChildren(outcome, time, basis, make("p", {}, make("button", { type: "button", on: { click: add } }, "Add")));
  dialog.showModal();
}
