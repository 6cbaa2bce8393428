// Keys in a cell.

import { paint, upperShown } from "./extract_grid.mjs";
import { askHow } from "./extract_how.mjs";
import { among, onPage, take, typed } from "./extract_places.mjs";
import { takeProposal } from "./extract_programs.mjs";
import { save } from "./extract_save.mjs";
import { KEYS_OF_SPREAD, blocks, cellOf, isEmpty, sheet, shown } from "./extract_sheet.mjs";

const KEYS_OF_STATUS = { n: "not_reported", u: "unclear", f: "figure_only" };

export function keyInCell(event, row, column, made) {
  if (event.ctrlKey || event.metaKey) return;
  if (event.altKey && /^[1-9]$/.test(event.key)) {
    if (isEmpty(cellOf(row, column)) && !made.value) { event.preventDefault(); takeProposal(row, column, Number(event.key) - 1); return; }
    const box = among(row, column)[Number(event.key) - 1];
    if (box) { event.preventDefault(); take(row, column, box); }
    return;
  }
  if (event.altKey) return;
  if (event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(made, event.key === "ArrowUp" ? -1 : 1);
    return;
  }
  if (event.key === "Escape") { made.value = shown(cellOf(row, column)); return; }
  if (column === "answer" || column.startsWith("item:")) {
    if (column === "answer" && event.key === "n" && !made.value) { event.preventDefault(); setStatus(row, column, made, "not_reported"); }
    return;
  }
  if (event.key === "?") { event.preventDefault(); document.getElementById("help").showModal(); return; }
  const key = event.key.length === 1 ? event.key.toLowerCase() : "";
  if (key === "w") { event.preventDefault(); askHow(row, column, made); return; }
  if (column === "spread" && KEYS_OF_SPREAD[key]) {
    event.preventDefault();
    setKind(row, KEYS_OF_SPREAD[key], made);
  } else if (column === "centre" && key === "m") {
    event.preventDefault();
    row.kinds.centre_kind = row.kinds.centre_kind === "median" ? "mean" : "median";
    upperShown(row);
    if (!isEmpty(row.cells.centre)) save(row);
  } else if (KEYS_OF_STATUS[key]) {
    event.preventDefault();
    setStatus(row, column, made, KEYS_OF_STATUS[key]);
  } else if (/^[a-z]$/.test(key)) {
    event.preventDefault();
  }
}

function setStatus(row, column, made, status) {
  row.cells[column] = { text: "", status, place: status === "not_reported" ? null : onPage() };
  made.value = sheet.statuses[status];
  paint(row, column);
  save(row);
}

function setKind(row, kind, made = null) {
  row.kinds.spread_kind = kind;
  if (sheet.spreads[kind] === 2 && kind === "IQR" && !row.kinds.centre_kind) row.kinds.centre_kind = "median";
  upperShown(row);
  if (made && made.value.trim() !== shown(cellOf(row, "spread"))) typed(row, "spread", made);
  else if (!isEmpty(row.cells.spread)) save(row);
}

function step(made, by) {
  const column = made.dataset.column;
  const same = [...blocks.querySelectorAll(`.cell[data-column="${CSS.escape(column)}"]`)].filter((each) => !each.hidden);
  const next = same[same.indexOf(made) + by];
  if (next) next.focus(); else made.dispatchEvent(new Event("change"));
}
