// Extraction: a grid beside the page. What is typed stands on the page in view; what is marked there fills the cell.

import { isTyping, make, sayRefusal } from "./page.mjs";
import { sealing } from "./extract_asks.mjs";
import { draw } from "./extract_grid.mjs";
import { viewer } from "./extract_places.mjs";
import { propose } from "./extract_programs.mjs";
import { shownSaved, takeDraft } from "./extract_save.mjs";
import { blocks, focused, sheet } from "./extract_sheet.mjs";

document.getElementById("seal").addEventListener("click", sealing);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter" && !document.querySelector("dialog[open]") && !sheet.sealed && sheet.mode) { event.preventDefault(); sealing(); }
  if (event.key === "Escape" && !document.querySelector("dialog[open]") && isTyping(event.target) && event.target.id === "search") focused?.input.focus();
});

const reports = document.getElementById("report");
reports.replaceChildren(...sheet.reports.map((report) => make("option", { value: report.id }, report.title || report.name)));
reports.addEventListener("change", () => viewer.open(reports.value));
draw();
if (sheet.mode) takeDraft();
if (sheet.mode) propose();
shownSaved();
const first = sheet.reports.find((report) => report.pages) ?? sheet.reports[0];
if (first) { reports.value = first.id; await viewer.open(first.id).catch(sayRefusal); }
if (sheet.mode) [...blocks.querySelectorAll(".cell")].find((each) => !each.hidden && !each.value)?.focus();
document.body.dataset.ready = "yes";
