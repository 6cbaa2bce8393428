// How a number came about that is not printed as it was typed: asked under its cell, kept with it.

import { make, say } from "./page.mjs";
import { paint } from "./extract_grid.mjs";
import { typed, withoutPlace } from "./extract_places.mjs";
import { save } from "./extract_save.mjs";
import { cellOf, shown } from "./extract_sheet.mjs";

// Asks under a cell how its number came about; Enter keeps it, Escape leaves what was said before.
export function askHow(row, column, made) {
  if (made.value.trim() !== shown(cellOf(row, column))) typed(row, column, made);
  if (!cellOf(row, column).text) { say("type the number first, then w: how it was worked out"); return; }
  made.parentElement.querySelector(".how-asked")?.remove();
  const before = cellOf(row, column).reason ?? "";
  const field = make("input", { value: before, autocomplete: "off", "aria-label": `How it was worked out: ${made.ariaLabel}`, placeholder: "worked out: 40% of 100", on: {
    keydown: (event) => {
      if (event.key === "Escape") field.value = before;
      if (event.key !== "Escape" && event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      made.focus();
    },
    blur: () => { box.remove(); keepHow(row, column, field.value.trim()); },
  } });
  const box = make("div", { class: "how-asked" }, field);
  made.parentElement.append(box);
  field.focus();
}

function keepHow(row, column, text) {
  const cell = cellOf(row, column);
  if (text === (cell.reason ?? "")) return;
  cell.reason = text;
  paint(row, column);
  const said = row.line?.querySelector(".said");
  if (said && !said.classList.contains("refusal")) said.textContent = withoutPlace(row);
  save(row);
}
