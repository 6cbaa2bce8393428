// One entry of the protocol as a card of fields.

import { make } from "./page.mjs";

const LONG = 36;
const lines = (text) => text.split(";").map((part) => part.trim()).filter(Boolean);

export function entryCard({ about, entry, index, form, entries, may, onChange, onAct }) {
  const name = about.single ? about.title : `${about.one} ${entry.code || entry.name || index + 1}`;
  const set = (field, value) => { entry[field.name] = value; unmark(card, field.name); onChange(about.kind); tellUse(); };
  const made = (field) => fieldOf({ field, entry, about, index, form, entries, may, set, onChange });
  const plain = about.fields.filter((field) => !field.name.includes("."));
  const options = about.fields.filter((field) => field.name.includes("."));
  const use = make("p", { class: "use", hidden: true });
  const said = about.single ? "" : entry.code;
  const card = make("div", { class: "entry-card", role: "group", "aria-label": name, data: { kind: about.kind, index } },
    make("div", { class: "fields" }, ...plain.map(made)),
    options.length ? folded(options, entry, made) : null,
    use,
    may && !about.single ? make("div", { class: "entry-tools" },
      tool("↑", "Up (Alt ↑)", () => onAct("up", about.kind, index)),
      tool("↓", "Down (Alt ↓)", () => onAct("down", about.kind, index)),
      tool("✕", "Remove (Alt Delete)", () => onAct("remove", about.kind, index))) : null);

  // Aliases follow a code that is renamed; what people mapped to it does not. That is told while it is typed.
  function tellUse() {
    const count = said && entry.code !== said ? form.uses[about.kind]?.[said]?.mapped : 0;
    use.hidden = !count;
    use.textContent = count ? `${count === 1 ? "A label was" : `${count} labels were`} mapped to “${said}”: mapped anew they mean it again. To call it otherwise, change its label and keep the code.` : "";
  }
  return card;
}

function tool(sign, title, act) {
  return make("button", { type: "button", class: "ghost", title, "aria-label": title, on: { click: act } }, sign);
}

function folded(fields, entry, made) {
  const count = fields.filter((field) => entry[field.name]).length;
  const fold = make("details", { data: { field: "options" } },
    make("summary", {}, count ? `Otherwise than the review's options: ${count} set` : "Otherwise than the review's options"),
    make("div", { class: "fields" }, ...fields.map(made)));
  return fold;
}

function fieldOf({ field, entry, about, index, form, entries, may, set, onChange }) {
  const id = `${about.kind}-${index}-${field.name.replace(".", "-")}`;
  const title = make("span", { class: "field-title" }, field.title, field.required && may ? make("span", { class: "must", title: "required" }, " *") : null);
  const box = boxOf({ field, entry, about, form, entries, may, set, onChange, id });
  box.dataset.field ??= field.name;
  if (!box.id) box.id = id;
  const wrap = make(box.matches("[role=group]") ? "div" : "label", { class: `field ${size(field)}`, data: { of: field.name } }, title, box);
  // The words have a place of their own: a line that came and went with the focus would move what is being clicked.
  wrap.addEventListener("focusin", () => { document.getElementById("hint").textContent = `${field.title}: ${field.help}`; });
  wrap.title = field.help;
  return wrap;
}

function size(field) {
  if (field.holds === "codes") return "size-codes";
  if (field.holds === "code") return "size-code";
  if (field.width >= LONG) return "size-long";
  return field.width >= 20 ? "size-middle" : "size-short";
}

function usualOf(field, about, form, entry) {
  if (about.kind === "options" && field.name !== "profile") return form.profiles[entry.profile || "curate"][field.name];
  return field.usual;
}

function boxOf({ field, entry, about, form, entries, may, set, onChange, id }) {
  const held = entry[field.name] ?? "";
  const usual = usualOf(field, about, form, entry);
  const common = { id, disabled: !may, "aria-required": field.required ? "true" : null };
  if (field.holds === "codes") return codesOf({ field, entry, entries, may, set });
  if (field.holds === "texts") {
    const box = make("textarea", { ...common, rows: String(Math.max(lines(held).length, 1)), spellcheck: "false", placeholder: "one a line",
      on: { input: () => { set(field, box.value.split("\n").join("; ")); box.rows = Math.max(box.value.split("\n").length, 1); } } });
    box.value = lines(held).join("\n");
    return box;
  }
  const choices = field.holds === "flag" ? ["no", "yes"] : field.refers ? entries[field.refers].map((each) => each.code).filter(Boolean) : field.choices;
  if (choices.length || field.refers) return selectOf({ field, about, held, usual, choices, common, set, onChange });
  let before = held;
  const box = make("input", { ...common, inputmode: field.holds === "number" ? "decimal" : null, placeholder: usual === "0" ? "" : usual || field.empty, autocomplete: "off", spellcheck: field.holds === "code" ? "false" : null,
    on: {
      input: () => set(field, box.value),
      change: () => {
        if (field.holds !== "code") return;
        rename(form, entries, about.kind, before, box.value.trim());
        before = box.value.trim();
        onChange(about.kind, referring(form, about.kind));
      },
    } });
  box.value = held;
  return box;
}

// What names a code goes with it when it is renamed.
function rename(form, entries, kind, before, after) {
  if (!before || !after || before === after || entries[kind].some((each) => each.code === before)) return;
  for (const each of form.sections) {
    for (const field of each.fields.filter((one) => one.refers === kind || (each.kind === "rule" && one.name === "order"))) {
      for (const entry of entries[each.kind]) {
        if (field.name === "order" && entry.dimension !== kind) continue;
        entry[field.name] = lines(entry[field.name] ?? "").map((code) => (code === before ? after : code)).join("; ");
      }
    }
  }
}

function referring(form, kind) {
  return form.sections.filter((each) => each.fields.some((field) => field.refers === kind)).map((each) => each.kind);
}

function selectOf({ field, about, held, usual, choices, common, set, onChange }) {
  const shown = usual || field.empty;
  const known = choices.filter((choice) => choice && choice !== usual);
  const wanted = field.required && held ? known : ["", ...known];
  if (held && !known.includes(held)) wanted.push(held);
  const box = make("select", { ...common, on: { change: () => {
    set(field, box.value);
    if (field.name === "profile") onChange("options", ["options"]);
  } } }, ...wanted.map((choice) => make("option", { value: choice }, choice || shown)));
  box.value = held;
  return box;
}

// Codes in order of preference: a click adds one at the end or takes it away.
function codesOf({ field, entry, entries, may, set }) {
  const box = make("div", { role: "group", class: "codes", "aria-label": field.title, data: { field: field.name } });
  const draw = () => {
    const chosen = lines(entry[field.name] ?? "");
    const known = entries[field.refers].filter((each) => each.code);
    const gone = chosen.filter((code) => !known.some((each) => each.code === code)).map((code) => ({ code, label: code, gone: true }));
    box.replaceChildren(...[...known, ...gone].map((each) => {
      const at = chosen.indexOf(each.code);
      const button = make("button", { type: "button", class: `chip${each.gone ? " gone" : ""}`, "aria-pressed": at >= 0 ? "true" : "false", disabled: !may, title: each.label, data: { code: each.code },
        on: { click: () => {
          set(field, (at >= 0 ? chosen.filter((code) => code !== each.code) : [...chosen, each.code]).join("; "));
          draw();
          box.querySelector(`[data-code="${CSS.escape(each.code)}"]`)?.focus();
        } } },
      at >= 0 ? make("b", {}, chosen.length > 1 ? `${at + 1} ` : "✓ ") : null, each.code);
      return button;
    }));
    if (!box.childElementCount) box.append(make("span", { class: "quiet" }, "none defined yet"));
  };
  draw();
  return box;
}

// Mistakes

export function mark(group, index, key, what) {
  const card = group?.querySelectorAll(".entry-card")[index];
  const said = make("p", { class: "mistake" }, what);
  const field = key && card?.querySelector(`.field[data-of="${CSS.escape(key)}"]`);
  const fold = card?.querySelector("details");
  if (field) {
    field.append(said);
    field.querySelector("input, select, textarea")?.setAttribute("aria-invalid", "true");
    if (field.closest("details")) field.closest("details").open = true;
  } else if (key === "options" && fold) {
    fold.open = true;
    fold.append(said);
  } else if (card) card.prepend(said);
  else group?.append(said);
}

function unmark(card, name) {
  const field = card.querySelector(`.field[data-of="${CSS.escape(name)}"]`);
  field?.querySelector(".mistake")?.remove();
  field?.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
}
