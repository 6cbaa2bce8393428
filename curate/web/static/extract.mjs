// Extraction: a grid beside the page. What is typed stands on the page in view; what is marked there fills the cell.

import { get, make, post, say, sayRefusal, isTyping } from "./page.mjs";
import { Viewer } from "./viewer.mjs";
import { candidates, choose } from "./places.mjs";

const KEYS_OF_STATUS = { n: "not_reported", u: "unclear", f: "figure_only" };
const KEYS_OF_SPREAD = { s: "SD", e: "SE", c: "95% CI", i: "IQR", r: "range" };
const TITLES = { n: "n", centre: "mean", spread: "spread", upper: "upper", events: "events", total: "total", estimate: "estimate", ci_low: "CI low", ci_high: "CI high", p: "p" };
const COLUMNS = { continuous: ["n", "centre", "spread", "upper"], binary: ["events", "total"] };
const STATISTIC_COLUMN = { n: "n", mean: "centre", median: "centre", sd: "spread", se: "spread", ci_low: "spread", q1: "spread", min: "spread", ci_high: "upper", q3: "upper", max: "upper", events: "events", total: "total" };
const KIND_OF = { sd: "SD", se: "SE", ci_low: "95% CI", ci_high: "95% CI", q1: "IQR", q3: "IQR", min: "range", max: "range" };

let sheet = JSON.parse(document.getElementById("sheet").textContent);
const base = `/extract/${sheet.study.id}`;
const blocks = document.getElementById("sections");
const drafts = `curate ${sheet.study.id} ${sheet.person}`;
let focused = null; // { row, column, input }
let pending = 0;

const viewer = new Viewer({ onMark: marked, onPage: pageShown });
viewer.afterSearch = () => focused?.input.focus();

// Rows. A row holds what it is about, its cells, and its inputs.

function rowOf(said) {
  return { block: said.block, names: { ...said.names }, kinds: { ...said.kinds }, cells: said.cells, inputs: {}, line: null, saving: null };
}

function cellOf(row, column) {
  return (row.cells[column] ??= { text: "", status: "reported", place: null });
}

function isEmpty(cell) {
  return !cell || (!cell.text && cell.status === "reported");
}

function shown(cell) {
  return cell.text || (cell.status === "reported" ? "" : sheet.statuses[cell.status]);
}

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
      focus: () => { focused = { row, column, input: made }; made.select(); place(row, column); },
      keydown: (event) => keyInCell(event, row, column, made),
      change: () => typed(row, column, made),
    },
  });
  made.dataset.column = column;
  row.inputs[column] = made;
  paint(row, column);
  return made;
}

function paint(row, column) {
  const [made, cell] = [row.inputs[column], cellOf(row, column)];
  if (!made) return;
  made.classList.toggle("status", cell.status !== "reported" && !cell.text);
  made.classList.toggle("placed", Boolean(cell.place?.box) && !isEmpty(cell));
  made.classList.toggle("page-only", Boolean(cell.place) && !cell.place.box && !isEmpty(cell));
  made.classList.toggle("refused", Boolean(cell.refused));
  made.title = cell.refused ? `not saved: ${cell.refused}` : cell.place && !isEmpty(cell) ? `${cell.place.where ?? `page ${cell.place.page}`}${cell.place.quote ? ` “${cell.place.quote}”` : ""}` : "";
  if (cell.refused) made.setAttribute("aria-invalid", "true"); else made.removeAttribute("aria-invalid");
}

// Drawing the grid

function draw() {
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

function regrow() {
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

function isAbout(row, block, names) {
  return row.block === block && Object.entries(names).every(([name, text]) => (row.names[name] ?? "") === text);
}

function everyRow() {
  return [...sheet.randomised, ...sheet.sections.flatMap((section) => section.rows), ...sheet.contrasts, ...sheet.items];
}

function kindSelect(row, section) {
  const made = make("select", { class: "kind", "aria-label": `Which spread, ${row.names.arm}`, on: { change: () => { row.kinds.spread_kind = made.value; upperShown(row); if (!isEmpty(row.cells.spread)) save(row); } } },
    make("option", { value: "" }, "?"),
    ...Object.keys(sheet.spreads).map((kind) => make("option", { value: kind, selected: row.kinds.spread_kind === kind }, kind)));
  row.kindSelect = made;
  return made;
}

function upperShown(row) {
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
    row.line = make("tr", {}, make("th", { scope: "row" }, row.names.arm), ...cells, ...answers, make("td", { class: "said" }));
    upperShown(row);
    return row.line;
  });
  return make("section", { class: "block" },
    make("h2", {}, section.outcome, " ", make("span", { class: "quiet" }, [section.timepoint, section.basis].filter(Boolean).join(" · "))),
    make("table", { class: "entry" },
      make("thead", {}, make("tr", {}, make("th", {}, "arm"), ...columns.map((column) => make("th", {}, column === "upper" ? "" : TITLES[column])), ...questions.map(([, item]) => make("th", { title: item.codebook }, item.question)), make("th", {}))),
      make("tbody", {}, ...lines)));
}

function answerInput(row, column, item, about) {
  if (item.kind !== "category") return input(row, column, `${item.question}: ${about}`);
  const cell = cellOf(row, column);
  const made = make("select", { "aria-label": `${item.question} ${about}`, on: {
    focus: () => { focused = { row, column, input: made }; place(row, column); },
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
      make("td", { class: "said" }));
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

function drawProblems() {
  const place = document.getElementById("problems");
  place.replaceChildren(...(sheet.problems.length ? [make("h2", {}, "Look again"), make("ul", { class: "problems" }, ...sheet.problems.map((p) => make("li", { class: p.severity, title: p.code }, make("b", {}, p.where), `: ${p.what} `, make("span", { class: "quiet" }, p.hint))))] : []));
}

// Typing

async function typed(row, column, made) {
  const cell = cellOf(row, column);
  const text = made.value.trim();
  if (text === shown(cell) && !cell.refused) return;
  row.cells[column] = { text, status: "reported", place: null };
  if (text) {
    const free = column.startsWith("item:") || column === "answer";
    row.cells[column].place = free ? onPage() : locate(row, column, text);
  }
  paint(row, column);
  await save(row);
}

function onPage(box = null, marked = false) {
  return viewer.page ? { report: viewer.report, page: viewer.page, box, marked } : null;
}

function locate(row, column, text) {
  const found = candidates(viewer.words, text);
  const near = ["centre", "estimate", "events", "n", "spread"].filter((name) => name !== column).map((name) => row.cells[name]?.place).filter((held) => held?.box && held.page === viewer.page);
  const box = choose(found, near.map((held) => held.box), STATISTIC_ORDER.indexOf(column), viewer.words, row.names.arm ?? "");
  const place = onPage(box);
  if (place) place.among = found;
  return place;
}

const STATISTIC_ORDER = ["n", "centre", "spread", "upper"];

function place(row, column) {
  const cell = cellOf(row, column);
  const held = cell.place;
  viewer.put("places", [], "place");
  if (!held || isEmpty(cell)) { viewer.put("here", [], "here"); return; }
  if (held.report && held.report !== viewer.report) return;
  viewer.point(held.page, held.box).then(() => offer(row, column));
}

function offer(row, column) {
  const cell = cellOf(row, column);
  if (focused?.row !== row || focused.column !== column) return;
  if (isEmpty(cell) || !cell.text || cell.place?.page !== viewer.page || column === "answer") return;
  const found = cell.place.among ?? candidates(viewer.words, cell.text);
  const said = row.line?.querySelector(".said");
  if (said && !said.classList.contains("refusal")) said.textContent = cell.place.box ? "" : found.length ? `stands ${found.length} times on page ${viewer.page}: Alt 1 …` : `“${cell.text}” is not on page ${viewer.page}`;
  if (found.length < 2) return;
  viewer.put("places", found, "place", { click: (number) => take(row, column, found[number]), title: (number) => `it stands here (Alt ${number + 1})` });
  viewer.number("places", found);
}

function take(row, column, box) {
  const cell = cellOf(row, column);
  cell.place = onPage(box);
  paint(row, column);
  viewer.put("here", [box], "here", { room: 2 });
  row.inputs[column].focus();
  save(row);
}

function keyInCell(event, row, column, made) {
  if (event.ctrlKey || event.metaKey) return;
  if (event.altKey && /^[1-9]$/.test(event.key)) {
    const cell = cellOf(row, column);
    const found = cell.place?.among ?? candidates(viewer.words, cell.text);
    const box = found[Number(event.key) - 1];
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

// Marking on the page

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
function focusAfter(row, columns) {
  const every = [...blocks.querySelectorAll(".cell")].filter((each) => !each.hidden);
  const last = Math.max(...columns.map((name) => every.indexOf(row.inputs[name])));
  const next = every.slice(last + 1).find((each) => !each.value) ?? every[last];
  next?.focus({ preventScroll: false });
}

function ask(title, choices) {
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

// Programs' readings, in an assisted extraction

async function pageShown(page) {
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
    title: (number) => groups[number].map((r) => `${r.statistic} ${r.value}  ${[r.arm, r.outcome, r.timepoint].filter(Boolean).join(" · ")}  ${r.band}`).join("\n"),
  });
  boxes.forEach((box, number) => box.classList.add(`band-${groups[number][0].band || "medium"}`));
}

function codeOf(list, label) {
  return list.find((each) => each.label === label)?.code ?? "";
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

async function takeReadings(group) {
  const chosen = focused?.row.block === "results" ? focused.row : null;
  const filled = new Map();
  for (const reading of group) {
    const row = rowNamed(reading) ?? chosen;
    const column = row?.block === "arms" ? "n" : STATISTIC_COLUMN[reading.statistic];
    if (!row || !column || !row.inputs[column] || filled.get(row)?.includes(column)) continue;
    row.cells[column] = { text: reading.value, status: "reported", place: { reading: reading.id, report: viewer.report, page: viewer.page, box: reading.box } };
    row.inputs[column].value = reading.value;
    if (KIND_OF[reading.statistic]) row.kinds.spread_kind = KIND_OF[reading.statistic];
    if (column === "centre") row.kinds.centre_kind = reading.statistic;
    paint(row, column);
    upperShown(row);
    filled.set(row, [...(filled.get(row) ?? []), column]);
  }
  if (!filled.size) {
    const said = `${group[0].statistic} ${group[0].value}`;
    say(chosen ? `${said} has no cell in this row` : `${said} names no row of this grid: choose one, then click it again`, "bad");
    return;
  }
  viewer.put("here", [group[0].box], "here", { room: 2 });
  const saving = [...filled.keys()].map(save);
  const [row, columns] = [...filled].at(-1);
  focusAfter(row, columns);
  await Promise.all(saving);
}

// Saving

function body(row) {
  const cells = {};
  for (const column of Object.keys(row.inputs)) {
    const cell = cellOf(row, column);
    const held = cell.place;
    cells[column] = { text: cell.text, status: cell.status, place: held && { report: held.report, page: held.page, box: held.box, marked: held.marked ?? false, kept: held.kept ?? false, reading: held.reading ?? "" } };
  }
  const code = (list) => Object.fromEntries(list.map((each) => [each.label, each.code]));
  return { block: row.block, names: row.names, kinds: row.kinds, cells, codes: { arm: code(sheet.arms), timepoint: code(sheet.times) }, reason: row.reason ?? "" };
}

async function save(row) {
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
      sheet = await get(`${base}/sheet.json`);
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
    const asSent = cell.text === sent.cells[column].text && cell.status === sent.cells[column].status;
    if (said.refused[column]) { cell.refused = said.refused[column]; paint(row, column); continue; }
    delete cell.refused;
    const stored = now?.cells[column];
    if (asSent && stored && stored.status === cell.status) row.cells[column] = { ...stored, text: stored.text, place: stored.place && { ...stored.place, among: cell.place?.among } };
    paint(row, column);
  }
  const other = Object.entries(said.refused).filter(([column]) => !row.inputs[column]);
  const words = Object.entries(said.refused).map(([column, what]) => `${TITLES[column] ?? column}: ${what}`);
  const place = row.line?.querySelector(".said");
  if (place) { place.textContent = words.join(" · "); place.classList.toggle("refusal", words.length > 0); }
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

function shownSaved() {
  const open = everyRow().flatMap((row) => Object.values(row.cells ?? {})).filter((cell) => cell.refused).length;
  document.getElementById("saved").textContent = pending ? "saving …" : open ? `${open} not saved` : "all saved";
}

function askReason(details) {
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

// What the server has not taken is kept in this browser until it has.

function keepDraft() {
  const open = everyRow().filter((row) => row.inputs && Object.values(row.cells).some((cell) => cell.refused)).map((row) => ({ block: row.block, names: row.names, cells: Object.fromEntries(Object.entries(row.cells).filter(([, cell]) => cell.refused)) }));
  if (open.length) localStorage.setItem(drafts, JSON.stringify(open)); else localStorage.removeItem(drafts);
}

function takeDraft() {
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

// Sealing, beginning, more sections

async function startIn(mode) {
  try {
    sheet = await post(`${base}/begin`, { mode });
    draw();
    pageShown(viewer.page);
    blocks.querySelector(".cell")?.focus();
  } catch (error) { sayRefusal(error); }
}

async function sealing() {
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
    make("p", { class: "quiet" }, "After the seal others may be compared with you; a change then needs a reason."),
    make("button", { type: "button", id: "seal-now", on: { click: async () => {
      try {
        const done = await post(`${base}/seal`, { sure: true });
        dialog.close();
        sheet.sealed = true;
        draw();
        say(`sealed: ${done.readings} values`, "good");
      } catch (error) { dialog.close(); sayRefusal(error); }
    } } }, "Seal"),
    make("button", { type: "button", class: "ghost", on: { click: () => dialog.close() } }, "Not yet"));
  dialog.showModal();
  document.getElementById("seal-now").focus();
}

function askSection() {
  const dialog = document.getElementById("ask");
  document.getElementById("ask-title").textContent = "Which results?";
  const outcome = make("select", { "aria-label": "Outcome" }, ...sheet.codes.outcome.map((each) => make("option", {}, each.label)));
  const time = make("select", { "aria-label": "Time point" }, ...sheet.times.map((each) => make("option", {}, each.label)));
  const basis = make("select", { "aria-label": "Scores" }, ...["baseline", "final", "change"].map((each) => make("option", {}, each)));
  const add = () => {
    const kind = sheet.codes.outcome.find((each) => each.label === outcome.value)?.kind ?? "continuous";
    const shownBasis = kind === "binary" ? "" : basis.value;
    if (!sheet.sections.some((s) => s.outcome === outcome.value && s.timepoint === time.value && s.basis === shownBasis)) {
      sheet.sections.push({ outcome: outcome.value, timepoint: time.value, basis: shownBasis, kind, rows: [] });
    }
    dialog.close();
    regrow();
    blocks.querySelectorAll(".block")[sheet.sections.length]?.querySelector(".cell")?.focus();
  };
  document.getElementById("ask-body").replaceChildren(outcome, time, basis, make("p", {}, make("button", { type: "button", on: { click: add } }, "Add")));
  dialog.showModal();
}

document.getElementById("seal").addEventListener("click", sealing);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter" && !document.querySelector("dialog[open]") && !sheet.sealed && sheet.mode) { event.preventDefault(); sealing(); }
  if (event.key === "Escape" && !document.querySelector("dialog[open]") && isTyping(event.target) && event.target.id === "search") focused?.input.focus();
});

window.addEventListener("beforeunload", (event) => { if (pending) event.preventDefault(); });

// Begin

const reports = document.getElementById("report");
reports.replaceChildren(...sheet.reports.map((report) => make("option", { value: report.id }, report.title || report.name)));
reports.addEventListener("change", () => viewer.open(reports.value));
draw();
if (sheet.mode) takeDraft();
shownSaved();
const first = sheet.reports.find((report) => report.pages) ?? sheet.reports[0];
if (first) { reports.value = first.id; await viewer.open(first.id).catch(sayRefusal); }
if (sheet.mode) [...blocks.querySelectorAll(".cell")].find((each) => !each.hidden && !each.value)?.focus();
document.body.dataset.ready = "yes";
