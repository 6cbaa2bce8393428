// The grid: arms and time points, a section an outcome and time point, comparisons, questions, and what the checks say.

import { make, say } from "./page.mjs";
import { askSection, startIn } from "./extract_asks.mjs";
import { keyInCell } from "./extract_keys.mjs";
import { place, typed, withoutPlace } from "./extract_places.mjs";
import { hint } from "./extract_programs.mjs";
import { save } from "./extract_save.mjs";
import { TITLES, blocks, cellOf, everyRow, isEmpty, rowOf, setFocused, sheet, shown } from "./extract_sheet.mjs";

const COLUMNS = { continuous: ["n", "centre", "spread", "upper"], binary: ["events", "total"] };

function label(kind, text, onChange) {
  const known = (kind === "arm" ? sheet.arms : sheet.times).find((each) => each.label === text);
  return make("input", { class: "label", value: text, "aria-label": kind === "arm" ? "Arm, as the report calls it" : "Time point, as the report calls it", readOnly: known?.used ?? false, title: known?.used ? "in use" : "type over it what the report says", on: { change: (event) => onChange(event.target.value.trim()) } });
}

function codes(kind, held, onChange) {
  const list = sheet.codes[kind];
  return make("select", { "aria-label": "Protocol code", on: { change: (event) => onChange(event.target.value) } },
    make("option", { value: "" }, "–"),
    ...list.map((each) => make("option", { value: each.code, selected: each.code === held }, each.label)));
}

function input(row, column, title) {
  const cell = cellOf(row, column);
  const made = make("input", {
    class: "cell", autocomplete: "off", spellcheck: false, value: shown(cell), "aria-label": title,
    data: column === "events" || column.startsWith("item") ? { slash: "1" } : {},
    on: {
      focus: () => { setFocused({ row, column, input: made }); made.select(); place(row, column); },
      keydown: (event) => keyInCell(event, row, column, made),
      change: () => typed(row, column, made),
    },
  });
  made.dataset.column = column;
  row.inputs[column] = made;
  paint(row, column);
  hint(row, column);
  return made;
}

export function paint(row, column) {
  const [made, cell] = [row.inputs[column], cellOf(row, column)];
  if (!made) return;
  made.classList.toggle("status", cell.status !== "reported" && !cell.text);
  made.classList.toggle("placed", Boolean(cell.place?.box) && !isEmpty(cell));
  made.classList.toggle("page-only", Boolean(cell.place) && !cell.place.box && !isEmpty(cell));
  made.classList.toggle("told", Boolean(cell.reason));
  made.classList.toggle("refused", Boolean(cell.refused));
  made.title = cell.refused ? `not saved: ${cell.refused}` : cell.place && !isEmpty(cell) ? `${cell.place.where ?? `page ${cell.place.page}`}${cell.place.quote ? ` “${cell.place.quote}”` : ""}` : "";
  if (cell.reason && !cell.refused && !isEmpty(cell)) made.title = [made.title, cell.reason].filter(Boolean).join("; ");
  if (cell.refused) made.setAttribute("aria-invalid", "true"); else made.removeAttribute("aria-invalid");
}

export function draw() {
  const begin = document.getElementById("begin");
  begin.hidden = Boolean(sheet.mode);
  blocks.hidden = !sheet.mode;
  document.getElementById("seal").hidden = !sheet.mode || sheet.sealed;
  document.getElementById("mode").replaceChildren(sheet.mode ? make("span", { class: "tag" }, sheet.sealed ? `${sheet.mode}, sealed ✓` : sheet.mode) : "");
  if (!sheet.mode) {
    begin.replaceChildren(
      make("p", {}, "How do you extract this study? The methods section will say it."),
      make("p", {}, make("button", { type: "button", id: "independent", autofocus: true, on: { click: () => startIn("independent") } }, "Independently"), make("span", { class: "quiet" }, " You see the report and your own entries only.")),
      make("p", {}, make("button", { type: "button", id: "assisted", on: { click: () => startIn("assisted") } }, "Assisted"), make("span", { class: "quiet" }, " What programs read is marked on the page; a click takes it over.")),
    );
    document.getElementById("independent").focus();
    return;
  }
  blocks.replaceChildren(drawLabels(), ...sheet.sections.map(drawSection), drawContrasts(), ...(sheet.items.length ? [drawItems()] : []));
  drawProblems();
}

function drawLabels() {
  const rows = sheet.arms.map((arm, place) => {
    const row = sheet.randomised[place] = rowOf(sheet.randomised[place] ?? { block: "arms", names: { arm: arm.label }, kinds: {}, cells: {} });
    row.names.arm = arm.label;
    return make("tr", {}, make("td", {}, label("arm", arm.label, (text) => rename("arm", arm, text))), make("td", {}, codes("arm", arm.code, (code) => { arm.code = code; })), make("td", {}, input(row, "n", `n randomised to ${arm.label}`)));
  });
  const times = sheet.times.map((time) => make("tr", {}, make("td", {}, label("timepoint", time.label, (text) => rename("timepoint", time, text))), make("td", {}, codes("timepoint", time.code, (code) => { time.code = code; })), make("td", {})));
  return make("section", { class: "block" },
    make("h2", {}, "Arms and time points"),
    make("table", { class: "entry" },
      make("thead", {}, make("tr", {}, make("th", {}, "as the report says"), make("th", {}, "means"), make("th", {}, "n randomised"))),
      make("tbody", {}, ...rows, ...times)),
    make("p", { class: "more" },
      make("button", { type: "button", class: "ghost", on: { click: () => { sheet.arms.push({ label: `Arm ${sheet.arms.length + 1}`, code: "", used: false }); regrow(); } } }, "+ arm"),
      make("button", { type: "button", class: "ghost", on: { click: () => { sheet.times.push({ label: `Time point ${sheet.times.length + 1}`, code: "", used: false }); regrow(); } } }, "+ time point"),
      make("button", { type: "button", class: "ghost", id: "add-section", on: { click: askSection } }, "+ outcome at another time, baseline or change")));
}

export function regrow() {
  for (const section of sheet.sections) {
    for (const arm of sheet.arms) {
      if (!section.rows.some((row) => row.names.arm === arm.label)) {
        section.rows.push({ block: "results", names: { arm: arm.label, outcome: section.outcome, timepoint: section.timepoint, basis: section.basis }, kinds: {}, cells: {} });
      }
    }
  }
  draw();
}

function rename(kind, each, text) {
  if (!text || text === each.label) return;
  const list = kind === "arm" ? sheet.arms : sheet.times;
  if (list.some((other) => other.label.toLowerCase() === text.toLowerCase())) { say(`“${text}” stands there already`, "bad"); draw(); return; }
  const before = each.label;
  each.label = text;
  const name = kind === "arm" ? "arm" : "timepoint";
  for (const row of everyRow()) {
    if (row.names[name] === before) row.names[name] = text;
    if (kind === "arm" && row.names.comparator === before) row.names.comparator = text;
  }
  for (const section of sheet.sections) if (kind === "timepoint" && section.timepoint === before) section.timepoint = text;
  draw();
}

function kindSelect(row, section) {
  const made = make("select", { class: "kind", "aria-label": `Which spread, ${row.names.arm}`, on: { change: () => { row.kinds.spread_kind = made.value; upperShown(row); if (!isEmpty(row.cells.spread)) save(row); } } },
    make("option", { value: "" }, "?"),
    ...Object.keys(sheet.spreads).map((kind) => make("option", { value: kind, selected: row.kinds.spread_kind === kind }, kind)));
  row.kindSelect = made;
  return made;
}

export function upperShown(row) {
  if (!row.inputs.upper) return;
  const two = sheet.spreads[row.kinds.spread_kind] === 2;
  row.inputs.upper.hidden = !two && isEmpty(row.cells.upper);
  if (row.kindSelect && row.kindSelect.value !== (row.kinds.spread_kind ?? "")) row.kindSelect.value = row.kinds.spread_kind ?? "";
  if (row.centre) row.centre.textContent = row.kinds.centre_kind === "median" ? "median" : "";
}

function drawSection(section) {
  const columns = COLUMNS[section.kind];
  const questions = Object.entries(sheet.questions).filter(([, item]) => item.per === "result");
  section.rows = section.rows.map((said) => (said.inputs ? said : rowOf({ ...said, block: "results" })));
  const lines = section.rows.map((row) => {
    row.inputs = {};
    row.section = section;
    const about = `${row.names.arm}, ${section.outcome}, ${section.timepoint}`;
    const cells = columns.map((column) => make("td", { class: `col-${column}` }, input(row, column, `${TITLES[column]}: ${about}`), ...(column === "centre" ? [row.centre = make("span", { class: "quiet centre-kind" })] : []), ...(column === "spread" ? [kindSelect(row, section)] : [])));
    const answers = questions.map(([code, item]) => make("td", {}, answerInput(row, `item:${code}`, item, about)));
    row.line = make("tr", {}, make("th", { scope: "row" }, row.names.arm), ...cells, ...answers, make("td", { class: "said" }, withoutPlace(row)));
    upperShown(row);
    return row.line;
  });
  return make("section", { class: "block" },
    make("h2", {}, section.outcome, " ", make("span", { class: "quiet" }, [section.timepoint, section.basis].filter(Boolean).join(" · "))),
    ...(section.codebook ? [make("p", { class: "codebook" }, section.codebook)] : []),
    make("table", { class: "entry" },
      make("thead", {}, make("tr", {}, make("th", {}, "arm"), ...columns.map((column) => make("th", {}, column === "upper" ? "" : TITLES[column])), ...questions.map(([, item]) => make("th", { title: item.codebook }, item.question)), make("th", {}))),
      make("tbody", {}, ...lines)));
}

function answerInput(row, column, item, about) {
  if (item.kind !== "category") return input(row, column, `${item.question}: ${about}`);
  const cell = cellOf(row, column);
  const made = make("select", { "aria-label": `${item.question} ${about}`, on: {
    focus: () => { setFocused({ row, column, input: made }); place(row, column); },
    change: () => typed(row, column, made),
  } },
  make("option", { value: "" }, "–"), ...item.choices.map((choice) => make("option", { value: choice, selected: choice === cell.text }, choice)));
  made.dataset.column = column;
  row.inputs[column] = made;
  return made;
}

function choice(name, row, options, title) {
  return make("select", { "aria-label": title, disabled: row.stored ?? false, on: { change: (event) => { row.names[name] = event.target.value; } } },
    ...options.map(([value, text]) => make("option", { value, selected: row.names[name] === value }, text)));
}

function drawContrasts() {
  sheet.contrasts = sheet.contrasts.map((said) => (said.inputs ? said : { ...rowOf({ ...said, block: "contrasts" }), stored: said.stored ?? Object.keys(said.cells ?? {}).length > 0 }));
  const arms = sheet.arms.map((arm) => [arm.label, arm.label]);
  const lines = sheet.contrasts.map((row) => {
    row.inputs = {};
    const about = `${row.names.arm} v ${row.names.comparator}, ${row.names.outcome}`;
    row.line = make("tr", {},
      make("td", { class: "about" },
        choice("outcome", row, sheet.codes.outcome.map((each) => [each.label, each.label]), "Outcome"),
        choice("timepoint", row, sheet.times.map((time) => [time.label, time.label]), "Time point"),
        choice("arm", row, arms, "Arm"), " v ", choice("comparator", row, arms, "Compared with"),
        choice("measure", row, sheet.measures.map((name) => [name, name.toUpperCase()]), "Measure"),
        choice("basis", row, [["final", "final"], ["change", "change"], ["", "–"]], "Scores"),
        choice("adjusted", row, [["", "adjusted?"], ["yes", "adjusted"], ["no", "not adjusted"]], "Adjusted")),
      ...["estimate", "ci_low", "ci_high", "p"].map((column) => make("td", {}, input(row, column, `${TITLES[column]}: ${about}`))),
      make("td", { class: "said" }, withoutPlace(row)));
    return row.line;
  });
  return make("section", { class: "block" },
    make("h2", {}, "Comparisons that the report gives"),
    ...(lines.length ? [make("table", { class: "entry" }, make("thead", {}, make("tr", {}, make("th", {}, "what"), ...["estimate", "CI low", "CI high", "p", ""].map((text) => make("th", {}, text)))), make("tbody", {}, ...lines))] : []),
    make("p", { class: "more" }, make("button", { type: "button", class: "ghost", id: "add-contrast", on: { click: addContrast } }, "+ comparison")));
}

function addContrast() {
  const of = (role) => sheet.arms.find((arm) => arm.code === role)?.label;
  const [first, second] = [sheet.codes.arm[0]?.code, sheet.codes.arm[1]?.code].map((code) => of(code));
  sheet.contrasts.push({ block: "contrasts", stored: false, kinds: {}, cells: {}, names: { arm: first ?? sheet.arms[0]?.label ?? "", comparator: second ?? sheet.arms[1]?.label ?? "", outcome: sheet.codes.outcome[0]?.label ?? "", timepoint: sheet.times[0]?.label ?? "", basis: "final", measure: "md", adjusted: "" } });
  draw();
  sheet.contrasts.at(-1).line.querySelector("select")?.focus();
}

function drawItems() {
  sheet.items = sheet.items.map((said) => (said.inputs ? said : rowOf({ ...said, block: "items" })));
  const lines = sheet.items.map((row) => {
    row.inputs = {};
    const item = sheet.questions[row.names.item] ?? { question: row.names.item, kind: "text", choices: [], codebook: "" };
    row.line = make("tr", {}, make("th", { scope: "row" }, item.question, row.names.arm ? make("span", { class: "quiet" }, ` ${row.names.arm}`) : null, item.codebook ? make("div", { class: "codebook" }, item.codebook) : null), make("td", {}, answerInput(row, "answer", item, row.names.arm)), make("td", { class: "said" }));
    return row.line;
  });
  return make("section", { class: "block" }, make("h2", {}, "Questions"), make("table", { class: "entry items" }, make("tbody", {}, ...lines)));
}

export function drawProblems() {
  const place = document.getElementById("problems");
  place.replaceChildren(...(sheet.problems.length ? [make("h2", {}, "Look again"), make("ul", { class: "problems" }, ...sheet.problems.map((p) => make("li", { class: p.severity, title: p.code }, make("b", {}, p.where), `: ${p.what} `, make("span", { class: "quiet" }, p.hint))))] : []));
}
