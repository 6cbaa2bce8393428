"""Rows of arms of which one is what the others are compared with: "1.00 (reference)" beside "Control".

So are two rows of arms of which one alone has the estimate or the P of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from curate.extract.tables.naming import Name
from curate.extract.tables.place_of import Place
from curate.extract.tables.stub import RowAxis

_REFERENCE = re.compile(
    r"(?i)^[\s(\[]*(?:[01](?:[.·,]0+)?\s*[(\[,]?\s*)?(?:ref(?:erence|erent|\.)?)(?: (?:group|category|arm))?[\s)\].]*$"
)

_FIGURE = re.compile(r"\d")


class References:
    """The arm that stands as the reference below each heading, column by column.

    Parameters
    ----------
    rows
        The rows of a table, whose labels are settled.
    """

    def __init__(self, rows: Iterable[RowAxis]) -> None:
        self.held: dict[tuple[object, ...], Name] = {}
        self.blocks: dict[tuple[int, ...], list[RowAxis]] = {}
        for row in rows:
            if not row.names or row.names[-1].kind != "arm":
                continue
            self.blocks.setdefault(_block(row), []).append(row)
            for cell in row.cells:
                if _REFERENCE.match(cell.plain):
                    self.held[_block(row), cell.col] = row.names[-1]
                    self.held[_block(row), None] = row.names[-1]

    def of(self, place: Place) -> Name | None:
        """Return the arm that a cell's own arm, named by its row, is compared with; None where no row says so."""
        if not place.row.names or place.row.names[-1].kind != "arm":
            return None
        block = _block(place.row)
        if not self.held:
            return self._other(place, block)
        col = None if place.names_over("p") or place.names_over("contrast") else place.cell.col
        against = self.held.get((block, col))
        return against if against is not None and against.text != place.row.names[-1].text else None

    def _other(self, place: Place, block: tuple[int, ...]) -> Name | None:
        """Return the other of two arms where this one's row alone has a number in a column that compares."""
        rows = self.blocks.get(block, [])
        over = place.names_over("p") or place.names_over("contrast")
        if len(rows) != 2 or not over or any(name.kind == "arm" for name in place.over):
            return None
        other = rows[0] if rows[1] is place.row else rows[1]
        same = other.names[-1].text == place.row.names[-1].text
        beside = any(cell.col == place.cell.col and _FIGURE.search(cell.plain) for cell in other.cells)
        return None if same or beside else other.names[-1]

    def is_one(self, place: Place) -> bool:
        """Whether a cell says no more than that its arm is the reference."""
        return bool(self.held) and bool(_REFERENCE.match(place.cell.plain))


def _block(row: RowAxis) -> tuple[int, ...]:
    """Return the headings over a row, which are the same cells for all rows below them."""
    return tuple(id(name.cell) for name in row.names[:-1])
