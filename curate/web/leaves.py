"""Files without pages as leaves: a table each, laid out from its cells, so that a place is a box as on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from curate.model.file_table import Locator, cell_name
from curate.model.reading import Box

LETTERS = 34
"""Of a line of a cell, before it is broken."""

ROWS = 120
"""Of a leaf; a longer table goes on on the next one."""

_WIDE, _HIGH = 7.0, 13.0
"""Of a letter and a line, in the units of a leaf; letters are of this width at most."""

_ROOM, _EDGE, _GUTTER = 6.0, 24.0, 30.0
"""Around the text of a cell, around the table, and for the names of rows and columns of a sheet."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a leaf with its lines; the words above and below a table, and names of rows, have no locator."""

    box: Box
    lines: tuple[str, ...]
    look: str = ""
    locator: Locator = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One table, or a part of a long one."""

    name: str
    width: float
    height: float
    cells: tuple[Cell, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for the viewer: its size, its words as on a page, and what is to be drawn."""
        return {
            "size": [self.width, self.height],
            "words": [[" ".join(cell.lines), *cell.box] for cell in self.cells if cell.locator],
            "drawn": [
                {"box": list(cell.box), "lines": list(cell.lines), "look": cell.look}
                for cell in self.cells
            ],
        }

    def at(self, box: Box) -> Cell | None:
        """Return the cell of the table in which the middle of a box lies."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for cell in self.cells:
            x0, top, x1, bottom = cell.box
            if cell.locator and x0 <= x <= x1 and top <= y <= bottom:
                return cell
        return None


def leaves_of(tables: Iterable[Mapping[str, Any]]) -> list[Leaf]:
    """Return the leaves of the tables of a file, see `curate.extract.source.file_tables`."""
    return [leaf for table in tables for leaf in _leaves(table)]


def spot(leaves: Sequence[Leaf], locator: Locator) -> tuple[int, Box] | None:
    """Return the number of the leaf, from 1, and the box of a place; None where it is in no cell of them."""
    for number, leaf in enumerate(leaves, 1):
        for cell in leaf.cells:
            if cell.locator == locator:
                return number, cell.box
    return None


def _leaves(table: Mapping[str, Any]) -> Iterable[Leaf]:
    rows = sorted({cell["row"] for cell in table["cells"]})
    widths = _widths(table["cells"])
    parts = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    for number, part in enumerate(parts):
        cells = [cell for cell in table["cells"] if part[0] <= cell["row"] <= part[-1]]
        name = f"{table['name']} ({number + 1} of {len(parts)})" if len(parts) > 1 else table["name"]
        notes = table["notes"] if number == len(parts) - 1 else []
        yield _leaf(name, table, cells, widths, notes)


def _lines(text: str, letters: int) -> tuple[str, ...]:
    return tuple(wrap(text, max(letters, 8))) or ("",)


def _widths(cells: Sequence[Mapping[str, Any]]) -> dict[int, float]:
    """Return column → its width, by the longest line of the cells that lie in it alone."""
    widths: dict[int, float] = {}
    for cell in cells:
        for col in range(cell["col"], cell["col"] + cell["colspan"]):
            widths.setdefault(col, 40.0)
        if cell["colspan"] == 1:
            longest = max(map(len, _lines(cell["text"], LETTERS)))
            widths[cell["col"]] = max(widths[cell["col"]], longest * _WIDE + 2 * _ROOM)
    return dict(sorted(widths.items()))


def _leaf(
    name: str,
    table: Mapping[str, Any],
    cells: Sequence[Mapping[str, Any]],
    widths: Mapping[int, float],
    notes: Sequence[str],
) -> Leaf:
    left = _EDGE + (_GUTTER if table["sheet"] else 0.0)
    edges: dict[int, float] = {}
    right = left
    for col, width in widths.items():
        edges[col] = right
        right += width
    drawn = _texts([table["caption"]], _EDGE, right - _EDGE, "caption")
    top = (drawn[-1].box[3] if drawn else _EDGE) + _ROOM
    if table["sheet"]:
        names = [(col, cell_name(0, col)[:-1]) for col in widths]
        drawn += [
            Cell((edges[col], top, edges[col] + widths[col], top + _HIGH), (text,), "name")
            for col, text in names
        ]
        top += _HIGH + 2
    tops, bottom = _tops(cells, widths, top)
    for cell in cells:
        last_col, last_row = cell["col"] + cell["colspan"] - 1, cell["row"] + cell["rowspan"] - 1
        across = edges.get(last_col, edges[cell["col"]]) + widths.get(last_col, 0.0)
        down = min((at for row, at in tops.items() if row > last_row), default=bottom)
        box = (edges[cell["col"]], tops[cell["row"]], across, down)
        lines = _lines(cell["text"], int((box[2] - box[0] - 2 * _ROOM) / _WIDE))
        locator = tuple((step[0], step[1]) for step in cell["locator"])
        drawn.append(Cell(box, lines, "strong" if cell["bold"] else "", locator))
    if table["sheet"]:
        drawn += [
            Cell((_EDGE, at, _EDGE + _GUTTER, at + _HIGH), (str(row + 1),), "name")
            for row, at in tops.items()
        ]
    drawn += _texts(notes, bottom + _ROOM, right - _EDGE, "note")
    return Leaf(name, right + _EDGE, max(cell.box[3] for cell in drawn) + _EDGE, tuple(drawn))


def _tops(
    cells: Sequence[Mapping[str, Any]], widths: Mapping[int, float], top: float
) -> tuple[dict[int, float], float]:
    """Return row → its upper edge, and the lower edge of the last one."""
    lines: dict[int, int] = {}
    for cell in cells:
        width = sum(widths.get(col, 0.0) for col in range(cell["col"], cell["col"] + cell["colspan"]))
        count = (
            len(_lines(cell["text"], int((width - 2 * _ROOM) / _WIDE))) if cell["rowspan"] == 1 else 1
        )
        lines[cell["row"]] = max(lines.get(cell["row"], 1), count)
    tops: dict[int, float] = {}
    for row, count in sorted(lines.items()):
        tops[row] = top
        top += count * _HIGH + _ROOM
    return tops, top


def _texts(texts: Iterable[str], top: float, width: float, look: str) -> list[Cell]:
    """Return texts below each other, over the width of the table."""
    found = []
    for text in filter(None, texts):
        lines = _lines(text, int(max(width, 300.0) / _WIDE))
        bottom = top + len(lines) * _HIGH
        found.append(Cell((_EDGE, top, _EDGE + width, bottom), lines, look))
        top = bottom + 3
    return found
