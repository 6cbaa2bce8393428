// Saving row by row. What the server has not taken is kept in this browser until it has.

import { get, post, say, sayRefusal } from "./page.mjs";
import { askReason } from "./extract_asks.mjs";
import { draw, drawProblems, paint } from "./extract_grid.mjs";
import { offer, withoutPlace } from "./extract_places.mjs";
import { TITLES, base, cellOf, everyRow, focused, isAbout, isEmpty, replaceSheet, sheet, shown } from "./extract_sheet.mjs";

const drafts = `curate ${sheet.study.id} ${sheet.person}`;
let pending = 0;

function body(row) {
  const cells = {};
  for (const column of Object.keys(row.inputs)) {
    const cell = cellOf(row, column);
    const held = cell.place;
    cells[column] = { text: cell.text, status: cell.status, place: held && { report: held.report, page: held.page, box: held.box, marked: held.marked ?? false, kept: held.kept ?? false, reading: held.reading ?? "" }, reason: cell.reason ?? "" };
  }
  const code = (list) => Object.fromEntries(list.map((each) => [each.label, each.code]));
  return { block: row.block, names: row.names, kinds: row.kinds, cells, codes: { arm: code(sheet.arms), timepoint: code(sheet.times) }, reason: row.reason ?? "" };
}

export async function save(row) {
  row.wanted = true;
  if (row.saving) return row.saving;
  pending += 1;
  shownSaved();
  row.saving = (async () => {
    try {
      while (row.wanted) {
        row.wanted = false;
        await sendRow(row);
      }
    } finally {
      row.saving = null;
      pending -= 1;
      shownSaved();
    }
  })();
  return row.saving;
}

async function sendRow(row) {
  const sent = body(row);
  try {
    const said = await post(`${base}/row`, sent);
    taken(row, sent, said);
  } catch (error) {
    if (/needs a reason/.test(error.message)) {
      const reason = await askReason(error.details);
      if (reason) { row.reason = reason; row.wanted = true; return; }
      replaceSheet(await get(`${base}/sheet.json`));
      draw();
      return;
    }
    for (const column of Object.keys(row.inputs)) if (sent.cells[column].text) { cellOf(row, column).refused = error.message; paint(row, column); }
    keepDraft();
    if (error.status === undefined) say("the server does not answer: nothing is lost, it stays in this window until it is back", "bad");
    else sayRefusal(error);
  }
}

function taken(row, sent, said) {
  const fresh = said.sheet;
  const all = [...fresh.randomised, ...fresh.sections.flatMap((section) => section.rows), ...fresh.contrasts, ...fresh.items];
  const now = all.find((each) => isAbout(row, each.block, each.names));
  for (const column of Object.keys(row.inputs)) {
    const cell = cellOf(row, column);
    const asSent = cell.text === sent.cells[column].text && cell.status === sent.cells[column].status && (cell.reason ?? "") === sent.cells[column].reason;
    if (said.refused[column]) { cell.refused = said.refused[column]; paint(row, column); continue; }
    delete cell.refused;
    const stored = now?.cells[column];
    if (asSent && stored && stored.status === cell.status) row.cells[column] = { ...stored, text: stored.text, place: stored.place && { ...stored.place, among: cell.place?.among, said: cell.place?.said } };
    paint(row, column);
  }
  const other = Object.entries(said.refused).filter(([column]) => !row.inputs[column]);
  const words = Object.entries(said.refused).map(([column, what]) => `${TITLES[column] ?? column}: ${what}`);
  const place = row.line?.querySelector(".said");
  if (place) { place.textContent = words.join(" · ") || withoutPlace(row); place.classList.toggle("refusal", words.length > 0); }
  if (other.length && !place) say(words.join(" · "), "bad");
  for (const list of ["arms", "times"]) {
    for (const each of fresh[list]) {
      const held = sheet[list].find((mine) => mine.label === each.label);
      if (held) held.used = each.used;
    }
  }
  if (row.block === "contrasts" && said.new) row.stored = true;
  sheet.problems = fresh.problems;
  sheet.sealed = fresh.sealed;
  drawProblems();
  keepDraft();
  if (focused?.row === row) offer(row, focused.column);
}

export function shownSaved() {
  const open = everyRow().flatMap((row) => Object.values(row.cells ?? {})).filter((cell) => cell.refused).length;
  document.getElementById("saved").textContent = pending ? "saving …" : open ? `${open} not saved` : "all saved";
}

function keepDraft() {
  const open = everyRow().filter((row) => row.inputs && Object.values(row.cells).some((cell) => cell.refused)).map((row) => ({ block: row.block, names: row.names, cells: Object.fromEntries(Object.entries(row.cells).filter(([, cell]) => cell.refused)) }));
  if (open.length) localStorage.setItem(drafts, JSON.stringify(open)); else localStorage.removeItem(drafts);
}

export function takeDraft() {
  const held = JSON.parse(localStorage.getItem(drafts) ?? "[]");
  for (const each of held) {
    const row = everyRow().find((mine) => mine.inputs && isAbout(mine, each.block, each.names));
    if (!row) continue;
    for (const [column, cell] of Object.entries(each.cells)) {
      if (!row.inputs[column] || !isEmpty(row.cells[column])) continue;
      row.cells[column] = cell;
      row.inputs[column].value = shown(cell);
      paint(row, column);
    }
  }
}

window.addEventListener("beforeunload", (event) => { if (pending) event.preventDefault(); });
