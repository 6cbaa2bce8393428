"""Rows of a table ruled cell by cell, where some cells are merged over several rows."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from curate.extract.tables.grid.columns import Column, cut_line
from curate.extract.tables.grid.going_on import both_complete
from curate.extract.tables.grid.lines import Line
from curate.extract.tables.grid.row import Row, RowCell
from curate.extract.tables.grid.rules import HLine
from curate.pdf.page import Rule

COVER = 0.7
"""Share of a column's width that a rule runs over to part its cells."""

AT_UPRIGHT = 3.0
"""Points from a rule's end to the upright that it ends at."""


@dataclass(slots=True)
class Lattice:
    """Heights of the rules that part rows anywhere, and those that part the cells of each column."""

    heights: list[float]
    own: list[list[float]]

    def place(self, column: int, height: float) -> tuple[int, int]:
        """Return first row and number of rows of the column's cell at a height."""
        above = [y for y in self.own[column] if y < height]
        below = [y for y in self.own[column] if y >= height]
        first = self.heights.index(above[-1]) + 1 if above else 0
        last = self.heights.index(below[0]) if below else len(self.heights)
        return first, last - first + 1


def find_merged_rows(
    lines: Sequence[Line], columns: Sequence[Column], rules: Sequence[HLine], uprights: Sequence[Rule]
) -> list[Row] | None:
    """Return the rows of a body whose rules leave cells merged, None for any other body.

    Parameters
    ----------
    lines, columns
        Lines of the body and columns of the table.
    rules
        All rules inside it, short ones too.
    uprights
        Its vertical rules.
    """
    lattice = _find_lattice(lines, columns, rules, uprights)
    if lattice is None:
        return None
    cells: dict[tuple[int, int], RowCell] = {}
    for line in lines:
        middle = line.baseline - 0.3 * line.size
        for piece in cut_line(line, columns):
            row, rowspan = lattice.place(piece.first, middle)
            cell = cells.setdefault((row, piece.first), RowCell(piece.first, piece.last, [], rowspan))
            cell.words.extend(piece.words)
            cell.last = max(cell.last, piece.last)
    rows = []
    for number in range(len(lattice.heights) + 1):
        own = {first: cell for (row, first), cell in sorted(cells.items()) if row == number}
        baselines = sorted({w.baseline for cell in own.values() for w in cell.words})
        if not own:
            return None  # a row of merged cells only: these rules do not part rows
        rows.append(Row(own, baselines, baselines[-1] if any(own) else None))
    return rows


def _find_lattice(
    lines: Sequence[Line], columns: Sequence[Column], rules: Sequence[HLine], uprights: Sequence[Rule]
) -> Lattice | None:
    inner = [
        r for r in rules
        if lines[0].baseline < r.y < lines[-1].baseline and _ends_at_uprights(r, columns, uprights)
    ]  # fmt: skip
    heights: list[float] = []
    for rule in sorted(inner, key=lambda r: r.y):
        if not heights or rule.y - heights[-1] > 3.0:
            heights.append(rule.y)
    own = [
        [y for y in heights if any(abs(r.y - y) <= 3.0 and _covers(r, column) for r in inner)]
        for column in columns
    ]
    merged = any(len(ys) < len(heights) for ys in own)
    used = {y for ys in own for y in ys}
    if len(heights) < 2 or not merged or len(used) < len(heights) or not any(own):
        return None
    lattice = Lattice(heights, own)
    return None if _holds_several_rows(lines, columns, lattice) else lattice


def _ends_at_uprights(rule: HLine, columns: Sequence[Column], uprights: Sequence[Rule]) -> bool:
    """Whether a rule runs from one upright to another, so that it belongs to a grid."""
    xs = [(u.x0 + u.x1) / 2 for u in uprights]
    left = any(abs(x - rule.x0) <= AT_UPRIGHT for x in xs) or rule.x0 <= columns[0].x0
    right = any(abs(x - rule.x1) <= AT_UPRIGHT for x in xs) or rule.x1 >= columns[-1].x1
    return left and right


def _covers(rule: HLine, column: Column) -> bool:
    return min(rule.x1, column.x1) - max(rule.x0, column.x0) > COVER * (column.x1 - column.x0)


def _holds_several_rows(lines: Sequence[Line], columns: Sequence[Column], lattice: Lattice) -> bool:
    """Whether two lines of one band are rows of their own, which no rule parts."""
    bands: dict[int, list[Row]] = {}
    for line in lines:
        band = sum(y < line.baseline - 0.3 * line.size for y in lattice.heights)
        pieces = {p.first: RowCell(p.first, p.last, p.words) for p in cut_line(line, columns)}
        bands.setdefault(band, []).append(Row(pieces, [line.baseline]))
    return any(
        both_complete(above, row) for band in bands.values() for above, row in itertools.pairwise(band)
    )
