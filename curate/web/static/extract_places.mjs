// Places: what is typed stands on the page in view, and what is marked there fills the cell.

import { post, say, sayRefusal } from "./page.mjs";
import { choose, standing } from "./places.mjs";
import { Viewer } from "./viewer.mjs";
import { ask } from "./extract_asks.mjs";
import { paint, upperShown } from "./extract_grid.mjs";
import { hint, offerProposals, pageShown } from "./extract_programs.mjs";
import { save } from "./extract_save.mjs";
import { TITLES, blocks, cellOf, focused, isEmpty, sheet, shown } from "./extract_sheet.mjs";

const STATISTIC_ORDER = ["n", "centre", "spread", "upper"];

export const viewer = new Viewer({ onMark: marked, onPage: pageShown });
viewer.afterSearch = () => focused?.input.focus();

export async function typed(row, column, made) {
  const cell = cellOf(row, column);
  const text = made.value.trim();
  if (text === shown(cell) && !cell.refused) return;
  row.cells[column] = { text, status: "reported", place: null };
  if (text) {
    const free = column.startsWith("item:") || column === "answer";
    row.cells[column].place = free ? onPage() : locate(row, column, text);
  }
  paint(row, column);
  if (column === "total") hint(row, "events");
  await save(row);
}

export function onPage(box = null, marked = false) {
  return viewer.page ? { report: viewer.report, page: viewer.page, box, marked } : null;
}

// Where a cell's number stands on the page in view: on its own, and as a part of something else.
function stands(row, column, text) {
  const limit = ["ci_low", "ci_high", "upper"].includes(column) || (column === "spread" && sheet.spreads[row.kinds.spread_kind] !== 1);
  return standing(viewer, text, limit);
}

// All places that may be meant, those where it stands on its own first.
export function among(row, column) {
  const cell = cellOf(row, column);
  if (cell.place?.among) return cell.place.among;
  const { own, parts } = stands(row, column, cell.text);
  return [...own, ...parts];
}

function locate(row, column, text) {
  const { own, parts } = stands(row, column, text);
  const near = ["centre", "estimate", "events", "n", "spread"].filter((name) => name !== column).map((name) => row.cells[name]?.place).filter((held) => held?.box && held.page === viewer.page);
  const box = choose(own, near.map((held) => held.box), STATISTIC_ORDER.indexOf(column), viewer, row.names.arm ?? "");
  const place = onPage(box);
  if (place) Object.assign(place, { among: [...own, ...parts], said: box ? "" : inWords(text, own, parts) });
  return place;
}

function inWords(text, own, parts) {
  if (own.length) return `stands ${own.length === 1 ? "once" : `${own.length} times`} on page ${viewer.page}: Alt 1 …`;
  return parts.length ? `stands on page ${viewer.page} only within other text: Alt 1 …` : `“${text}” is not on page ${viewer.page}: worked out? w`;
}

// What is to be told of a row's numbers: how each came about that was worked out, and of which only the page is known.
export function withoutPlace(row) {
  const open = Object.entries(row.cells).filter(([column, cell]) => TITLES[column] && cell.text && !cell.refused && (cell.reason || (cell.place && !cell.place.box)));
  return open.map(([column, cell]) => `${TITLES[column]} ${cell.text}: ${cell.reason ? cell.reason + ofAnother(row, cell.reason) : cell.place.said || `only page ${cell.place.page}`}`).join(" · ");
}

// Where a number was worked out of a total that has become another one, that.
function ofAnother(row, reason) {
  const total = (row.cells.total?.text ?? "").replace(/[,\s]/g, "");
  const [, held] = reason.match(/^[\d.·]+% of (\d+)$/) ?? [];
  return held && total && held !== total ? `, but the total is ${total}` : "";
}

export function place(row, column) {
  const cell = cellOf(row, column);
  const held = cell.place;
  viewer.put("places", [], "place");
  if (!held || isEmpty(cell)) { viewer.put("here", [], "here"); offerProposals(row, column); return; }
  if (held.report && held.report !== viewer.report) return;
  viewer.point(held.page, held.box).then(() => offer(row, column));
}

export function offer(row, column) {
  const cell = cellOf(row, column);
  if (focused?.row !== row || focused.column !== column) return;
  if (isEmpty(cell) || !cell.text || cell.place?.page !== viewer.page || column === "answer") return;
  const { own, parts } = stands(row, column, cell.text);
  const found = cell.place.among ?? [...own, ...parts];
  if (!cell.place.box) cell.place.said = inWords(cell.text, own, parts);
  const said = row.line?.querySelector(".said");
  if (said && !said.classList.contains("refusal")) said.textContent = withoutPlace(row);
  if (found.length < (cell.place.box ? 2 : 1)) return;
  viewer.put("places", found, "place", { click: (number) => take(row, column, found[number]), title: (number) => `it stands here (Alt ${number + 1})` });
  viewer.number("places", found);
}

export function take(row, column, box) {
  const cell = cellOf(row, column);
  cell.place = onPage(box);
  paint(row, column);
  viewer.put("here", [box], "here", { room: 2 });
  row.inputs[column].focus();
  save(row);
}

async function marked(text, box) {
  if (!focused) { say("choose a cell first, then mark its number on the page"); return; }
  const { row, column, input: made } = focused;
  if (column === "answer" || column.startsWith("item:")) {
    const cell = cellOf(row, column);
    if (made.tagName === "SELECT") { if (!isEmpty(cell)) { cell.place = onPage(box, true); save(row); } return; }
    row.cells[column] = { text: cell.text || text, status: "reported", place: onPage(box, true) };
    made.value = row.cells[column].text;
    await save(row);
    return;
  }
  let said;
  try { said = await post("/marked", { text, column }); } catch (error) { sayRefusal(error); return; }
  const filled = Object.entries(said.cells).filter(([name]) => row.inputs[name]);
  if (!filled.length) { say(`no number in “${text}”`, "bad"); return; }
  for (const [name, value] of filled) {
    row.cells[name] = { text: value, status: "reported", place: onPage(box, true) };
    row.inputs[name].value = value;
    paint(row, name);
  }
  if (said.spread_kind) row.kinds.spread_kind = said.spread_kind;
  if (said.spread_kind === "IQR") row.kinds.centre_kind ??= "median";
  upperShown(row);
  viewer.put("places", [], "place");
  viewer.put("here", [box], "here", { room: 2 });
  if (said.ask.length && !said.ask.includes(row.kinds.spread_kind)) {
    const kind = await ask(`${text}: which spread is it?`, said.ask);
    if (kind) row.kinds.spread_kind = kind;
    if (kind === "IQR") row.kinds.centre_kind ??= "median";
    upperShown(row);
  }
  const saving = save(row);
  focusAfter(row, filled.map(([name]) => name));
  await saving;
}

// The next empty cell; at once, so that it never takes the focus from where somebody has gone meanwhile.
export function focusAfter(row, columns) {
  const every = [...blocks.querySelectorAll(".cell")].filter((each) => !each.hidden);
  const last = Math.max(...columns.map((name) => every.indexOf(row.inputs[name])));
  const next = every.slice(last + 1).find((each) => !each.value) ?? every[last];
  next?.focus({ preventScroll: false });
}
