// What the parts of the extraction share: the sheet as the server gave it, its rows, and where the focus is.

export const KEYS_OF_SPREAD = { s: "SD", e: "SE", c: "95% CI", i: "IQR", r: "range" };
export const TITLES = { n: "n", centre: "mean", spread: "spread", upper: "upper", events: "events", total: "total", estimate: "estimate", ci_low: "CI low", ci_high: "CI high", p: "p" };

export let sheet = JSON.parse(document.getElementById("sheet").textContent);
export const base = `/extract/${sheet.study.id}`;
export const blocks = document.getElementById("sections");

export function replaceSheet(fresh) {
  sheet = fresh;
}

export let focused = null; // { row, column, input }

export function setFocused(to) {
  focused = to;
}

// A row holds what it is about, its cells, and its inputs.

export function rowOf(said) {
  return { block: said.block, names: { ...said.names }, kinds: { ...said.kinds }, cells: said.cells, inputs: {}, line: null, saving: null };
}

export function cellOf(row, column) {
  return (row.cells[column] ??= { text: "", status: "reported", place: null });
}

export function isEmpty(cell) {
  return !cell || (!cell.text && cell.status === "reported");
}

export function shown(cell) {
  return cell.text || (cell.status === "reported" ? "" : sheet.statuses[cell.status]);
}

export function isAbout(row, block, names) {
  return row.block === block && Object.entries(names).every(([name, text]) => (row.names[name] ?? "") === text);
}

export function everyRow() {
  return [...sheet.randomised, ...sheet.sections.flatMap((section) => section.rows), ...sheet.contrasts, ...sheet.items];
}

export function codeOf(list, label) {
  return list.find((each) => each.label === label)?.code ?? "";
}
