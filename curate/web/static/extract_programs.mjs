// Programs' readings, in an assisted extraction: boxes on the page, and what they propose for the cells.

import { get, say, sayRefusal } from "./page.mjs";
import { paint, upperShown } from "./extract_grid.mjs";
import { focusAfter, viewer, withoutPlace } from "./extract_places.mjs";
import { save } from "./extract_save.mjs";
import { eventsOf } from "./shares.mjs";
import { TITLES, base, cellOf, codeOf, everyRow, focused, isEmpty, sheet, shown } from "./extract_sheet.mjs";

const STATISTIC_COLUMN = { n: "n", mean: "centre", median: "centre", sd: "spread", se: "spread", ci_low: "spread", q1: "spread", min: "spread", ci_high: "upper", q3: "upper", max: "upper", events: "events", total: "total" };
const KIND_OF = { sd: "SD", se: "SE", ci_low: "95% CI", ci_high: "95% CI", q1: "IQR", q3: "IQR", min: "range", max: "range" };

let readings = []; // of all pages; the best band first

// Asks what programs read of the study, and shows it in the empty cells.
export async function propose() {
  if (!sheet.programs || sheet.sealed) return;
  try { readings = (await get(`${base}/proposals.json`)).readings; } catch (error) { sayRefusal(error); return; }
  for (const row of everyRow()) for (const column of Object.keys(row.inputs ?? {})) hint(row, column);
}

// What is proposed for a cell, { reading, text, reason, why }: one a value, those of the page in view first, and those
// that are printed before those that are worked out. With `why` those of which there is no saying what they are here.
function proposed(row, column) {
  const values = new Map();
  const arm = codeOf(sheet.arms, row.names.arm);
  for (const reading of readings) {
    if (reading.codes.arm !== arm || columnFor(row, reading) !== column) continue; // which row a reading names is dear to ask
    const sized = reading.statistic === "n" && row.block === "results" && !reading.codes.outcome;
    if (!sized && rowNamed(reading) !== row) continue;
    const worth = { reading, ...worthOf(row, reading) };
    const key = worth.text ?? worth.why;
    const held = values.get(key);
    if (!held || (!inView(held.reading) && inView(reading) && Boolean(held.reason) === Boolean(worth.reason)) || (held.reason && !worth.reason)) values.set(key, worth);
  }
  return [...values.values()];
}

// What a reading is as a number of a row: as it is printed, and of a percentage in a row of counts how many people.
function worthOf(row, reading) {
  return reading.statistic === "percent" && row.inputs.events ? eventsOf(reading.value, cellOf(row, "total").text) : { text: reading.value };
}

function offered(row, column) {
  return readings.length ? proposed(row, column).filter((each) => each.text).slice(0, 9) : [];
}

function inWords({ reading, text, reason }) {
  return `${text}${reason ? ` = ${reason}` : ""} (page ${reading.page}, ${reading.band})`;
}

function inView({ report, page }) {
  return report === viewer.report && page === viewer.page;
}

// In an empty cell, what is proposed for it.
export function hint(row, column) {
  const made = row.inputs[column];
  if (!made || made.tagName === "SELECT") return;
  const found = offered(row, column);
  made.placeholder = found.length ? `${found[0].text}?${found.length > 1 ? ` +${found.length - 1}` : ""}` : "";
  if (found.length && isEmpty(cellOf(row, column))) made.title = `proposed: ${found.map(inWords).join(", ")}`;
}

// Says what is proposed for the empty cell in focus, and marks what of it is in view.
export function offerProposals(row, column) {
  if (focused?.row !== row || focused.column !== column) return;
  const found = offered(row, column);
  const unclear = readings.length && !found.length ? proposed(row, column).filter((each) => each.why).map((each) => each.why) : [];
  const said = row.line?.querySelector(".said");
  const told = found.map(({ reading, text, reason }, number) => `${text}? ${reason ? `${reason} ` : ""}${inView(reading) ? "" : `p. ${reading.page} `}Alt ${number + 1}`);
  if (said && !said.classList.contains("refusal")) said.textContent = [...told, ...unclear].join(", ") || withoutPlace(row);
  const here = found.filter(({ reading }) => inView(reading));
  viewer.put("places", here.map(({ reading }) => reading.box), "place", { click: (number) => takeReadings([here[number].reading]), title: (number) => `${here[number].text} is proposed` });
}

// Alt and a number in an empty cell: shows where the proposal stands, and takes it once it is in view.
export async function takeProposal(row, column, number) {
  const { reading } = offered(row, column)[number] ?? {};
  if (!reading) return;
  if (inView(reading)) { await fill(row, [[reading, column]], reading.box); return; }
  const picked = document.getElementById("report");
  if (reading.report !== viewer.report) { picked.value = reading.report; await viewer.open(reading.report, reading.page); }
  await viewer.point(reading.page, reading.box);
  offerProposals(row, column);
}

export async function pageShown(page) {
  if (!sheet.programs) return;
  let said;
  try { said = await get(`/pages/${viewer.report}/${page}/marks.json`); } catch (error) { sayRefusal(error); return; }
  if (viewer.page !== page) return;
  const places = new Map();
  for (const reading of said.readings) {
    const key = reading.box.map((edge) => edge.toFixed(1)).join(" ");
    if (!places.has(key)) places.set(key, []);
    places.get(key).push(reading);
  }
  const groups = [...places.values()];
  const boxes = viewer.put("machine", groups.map((group) => group[0].box), "machine", {
    click: (number) => takeReadings(groups[number]),
    title: (number) => groups[number].map((r) => `${r.statistic} ${r.value}  ${[r.arm, r.outcome, r.timepoint].filter(Boolean).join(" · ")}  ${[r.band, r.why.join("; ")].filter(Boolean).join(": ")}`).join("\n"),
  });
  boxes.forEach((box, number) => box.classList.add(`band-${groups[number][0].band || "medium"}`));
}

// The row that a reading names: its arm, outcome and time point by the protocol's codes; null where there is not one.
function rowNamed({ statistic, role, codes: named }) {
  if (!named.arm) return null;
  if (statistic === "n" && role === "randomised") return sheet.randomised.find((row) => codeOf(sheet.arms, row.names.arm) === named.arm) ?? null;
  const found = sheet.sections.flatMap((section) => section.rows).filter((row) => {
    const { outcome, timepoint, basis, kind } = row.section;
    const scores = kind === "binary" || named.basis === "unclear" ? basis !== "baseline" : basis === named.basis;
    return codeOf(sheet.arms, row.names.arm) === named.arm && codeOf(sheet.codes.outcome, outcome) === named.outcome && codeOf(sheet.times, timepoint) === named.timepoint && scores;
  });
  return found.length === 1 ? found[0] : null;
}

// Whether nothing that a reading is known to name, by the protocol's codes, speaks against a row of results.
function fits(row, { codes: named }) {
  const { outcome, timepoint } = row.section ?? {};
  const held = [[named.arm, codeOf(sheet.arms, row.names.arm)], [named.outcome, codeOf(sheet.codes.outcome, outcome)], [named.timepoint, codeOf(sheet.times, timepoint)]];
  return held.every(([one, other]) => !one || !other || one === other);
}

// Where a reading goes: the row in focus where its number is one of the people in focus there, else the row that it
// names, else the row in focus if nothing speaks against it.
function rowFor(reading, chosen) {
  const free = chosen && fits(chosen, reading) ? chosen : null;
  const people = reading.statistic === "n" && ["n", "total"].includes(focused?.column);
  return (people && free) || rowNamed(reading) || free;
}

function columnFor(row, { statistic }) {
  if (row.block === "arms") return "n";
  if (statistic === "percent") return "events";
  return statistic === "n" && !row.inputs.n ? "total" : STATISTIC_COLUMN[statistic];
}

function whyNot(group, chosen, held, why) {
  if (held) return `${held.title} has ${held.text} already: clear it to take ${held.value}`;
  if (why) return why;
  const [{ statistic, value, arm, outcome, timepoint }] = group;
  const said = `${statistic} ${value}`;
  if (!STATISTIC_COLUMN[statistic] && statistic !== "percent") return `${said} has no cell: the grid takes counts and totals, means and medians with their spread`;
  if (!chosen) return `${said} names no row of this grid: choose one, then click it again`;
  return group.some((reading) => fits(chosen, reading)) ? `${said} has no cell in this row` : `${said} is of ${[arm, outcome, timepoint].filter(Boolean).join(", ")}: choose its row, or type it`;
}

// Takes over what stands in a box. A cell that says something else keeps it.
async function takeReadings(group) {
  const chosen = focused?.row.block === "results" ? focused.row : null;
  const rows = new Map();
  let [held, why] = [null, ""];
  const printed = group.filter(({ statistic }) => statistic !== "percent"); // the number before what it is a percentage of
  for (const reading of [...printed, ...group.filter((each) => !printed.includes(each))]) {
    const row = rowFor(reading, chosen);
    const column = row && columnFor(row, reading);
    const taken = rows.get(row) ?? [];
    if (!column || !row.inputs[column] || taken.some(([, other]) => other === column)) continue;
    const cell = cellOf(row, column);
    const worth = worthOf(row, reading);
    if (worth.why) why ||= worth.why;
    else if (worth.reason && cell.text === worth.text) why ||= `${TITLES[column]} has ${worth.text} already: ${worth.reason}`;
    else if (!isEmpty(cell) && cell.text !== worth.text) held ??= { title: TITLES[column], text: shown(cell), value: worth.text };
    else rows.set(row, [...taken, [reading, column]]);
  }
  if (held || !rows.size) say(whyNot(group, chosen, held, why), "bad");
  await Promise.all([...rows].map(([row, taken]) => fill(row, taken, group[0].box)));
}

// Puts readings into the cells of a row, with their places.
async function fill(row, taken, box) {
  for (const [reading, column] of taken) {
    const { text, reason = "" } = worthOf(row, reading);
    row.cells[column] = { text, reason, status: "reported", place: { reading: reading.id, report: viewer.report, page: viewer.page, box: reading.box } };
    row.inputs[column].value = text;
    if (KIND_OF[reading.statistic]) row.kinds.spread_kind = KIND_OF[reading.statistic];
    if (column === "centre") row.kinds.centre_kind = reading.statistic;
    paint(row, column);
    upperShown(row);
  }
  hint(row, "events");
  viewer.put("here", [box], "here", { room: 2 });
  const saving = save(row);
  focusAfter(row, taken.map(([, column]) => column));
  await saving;
}
