"""Tables of a file without pages as one HTML file: each cell with its role and what was read from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from curate.review.page_html import STYLE, readings_table
from curate.review.page_marks import KINDS, band_and_words
from curate.store.marks import PageCell, PageReading, PageTable

_STYLE = """
table.found td, table.found th { border: 1px solid #bbb; padding: 0.25em 0.6em; }
caption { text-align: left; font-weight: bold; padding: 0.4em 0; }
.key span { padding: 0.1em 0.5em; margin-right: 0.6em; }
"""

Places = dict[tuple[str | None, int | None, int | None], list[PageReading]]


def sheet_html(title: str, tables: Sequence[PageTable], readings: Sequence[PageReading]) -> str:
    """Return a page of HTML that needs no other file.

    A cell says what it is, and the readings from it, when the pointer rests on it.
    """
    places: Places = {}
    for reading in readings:
        places.setdefault((reading.grid, reading.row, reading.col), []).append(reading)
    found = "\n".join(_table(table, places) for table in tables) or "<p>No table was found.</p>"
    cells = [kind for kind in KINDS if kind.name not in ("table", "row", "column")]
    key = "".join(f'<span class="{kind.name}">{escape(kind.words)}</span>' for kind in cells)
    colours = "\n".join(
        ".{} {{ background: rgba({}, {}, {}, {:g}); }}".format(
            kind.name, *kind.colour, max(kind.fill, 0.15)
        )
        for kind in cells
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
<style>{STYLE}{_STYLE}{colours}</style>
</head>
<body>
<h1>{escape(title)}</h1>
<p>Rest the pointer on a cell to read what it is. Nothing here was checked by a person.</p>
<p class="key">{key}</p>
{found}
<h2>Readings</h2>
{readings_table(readings)}
</body>
</html>
"""


def _table(table: PageTable, places: Places) -> str:
    rows: dict[int, list[PageCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    lines = [_row(rows.get(row, []), table, places) for row in range(max(rows, default=-1) + 1)]
    caption = ": ".join(dict.fromkeys(filter(None, (table.place, table.caption or table.label))))
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.footnotes)
    body = "\n".join(lines)
    return f'<table class="found"><caption>{escape(caption)}</caption>\n{body}\n</table>\n{notes}'


def _row(cells: Iterable[PageCell], table: PageTable, places: Places) -> str:
    """Return a row; columns that no cell of it begins in are left to those that reach over them."""
    held = {
        (cell.row + down, cell.col + across)
        for cell in table.cells
        for down in range(cell.rowspan)
        for across in range(cell.colspan)
    }
    begun = {cell.col: cell for cell in cells}
    row = next(iter(begun.values())).row if begun else 0
    width = max((cell.col + cell.colspan for cell in table.cells), default=0)
    parts = []
    for col in range(width):
        if col in begun:
            parts.append(_cell(begun[col], places.get((table.id, row, col), [])))
        elif begun and (row, col) not in held:
            parts.append("<td></td>")
    return f"<tr>{''.join(parts)}</tr>"


def _cell(cell: PageCell, readings: Sequence[PageReading]) -> str:
    band, words = band_and_words(readings)
    tag = "th" if cell.role == "header" else "td"
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
        if count > 1
    )
    where = f"row {cell.row}, column {cell.col}: {cell.role}"
    hint = escape("\n".join(filter(None, (where, words))), quote=True)
    return f'<{tag} class="{band or cell.role}"{spans} title="{hint}">{escape(cell.text)}</{tag}>'
