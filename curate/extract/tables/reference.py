"""Rows of arms of which one is what the others are compared with: "1.00 (reference)" beside "Control".

So are two rows of arms of which one alone has the estimate or the P of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curate.extract.tables.naming import Name
from curate.extract.tables.place_of import Place
from curate.extract.tables.stub import RowAxis
from curate.parse.statistic_said import find_said

_REFERENCE = re.compile(
    r"(?i)^[\s(\[]*(?:[01](?:[.·,]0+)?\s*[(\[,]?\s*)?(?:ref(?:erence|erent|\.)?)(?: (?:group|category|arm))?[\s)\].]*$"
)

_FIGURE = re.compile(r"\d")
_NORM = re.compile(
    r"(?i)(?:(?:reference|normal|normative) (?:ranges?|values?|limits?|intervals?|data)|norms)(?:\s*[(\[].*)?\W*"
)


def is_norm(label: str) -> bool:
    """Whether a label heads what is normal, measured in nobody of the trial.

    Examples
    --------
    >>> is_norm("Normal range"), is_norm("Norms"), is_norm("Range"), is_norm("Normal")
    (True, True, False, False)
    """
    return bool(_NORM.fullmatch(label))


class References:
    """The arm that stands as the reference below each heading, column by column.

    Parameters
    ----------
    rows
        The rows of a table, whose labels are settled.
    arms
        Its arms. A row beside a reference that names some of them is of these together.
    """

    def __init__(self, rows: Sequence[RowAxis], arms: Iterable[Name] = ()) -> None:
        self.held: dict[tuple[object, ...], Name] = {}
        self.others: set[tuple[int, ...]] = set()
        self.blocks: dict[tuple[int, ...], list[RowAxis]] = {}
        for row in rows:
            if not row.names:
                continue
            self.blocks.setdefault(row.block, []).append(row)
            for cell in row.cells:
                if not _REFERENCE.match(cell.plain):
                    continue
                if row.names[-1].kind != "arm":
                    self.others.add(row.block)
                else:
                    self.held[row.block, cell.col] = row.names[-1]
                    self.held[row.block, None] = row.names[-1]
        if self.held:
            self._name_several(rows, [arm.text for arm in arms if len(arm.text) > 1])

    def _name_several(self, rows: Iterable[RowAxis], arms: Sequence[str]) -> None:
        """Make a row beside a reference an arm that names several: "Drug A and drug B combined"."""
        one = "|".join(re.escape(arm) for arm in sorted(arms, key=len, reverse=True))
        several = re.compile(rf"(?i)(?:{one})(?:\W+(?:and |or )?(?:{one}))+(?: combined| pooled)?")
        for row in rows if arms else ():
            last = row.names[-1] if row.names else None
            if last is None or last.kind != "other" or (row.block, None) not in self.held:
                continue
            if several.fullmatch(last.text):
                last.kind = "arm"

    def of(self, place: Place) -> Name | None:
        """Return the arm that a cell's own arm, named by its row, is compared with; None where no row says so."""
        if not place.row.names or place.row.names[-1].kind != "arm":
            return None
        block = place.row.block
        if not self.held:
            return self._other(place, block)
        beside = any(map(place.names_over, ("p", "contrast"))) or any(
            _only_limits(name.cell.plain) for name in place.names_over("statistic")
        )
        col = None if beside else place.cell.col
        against = self.held.get((block, col))
        return against if against is not None and against.text != place.row.names[-1].text else None

    def is_of_others(self, place: Place) -> bool:
        """Whether a row is compared with another kind of people, of all arms: "Men" with "Women (reference)"."""
        return bool(self.others) and place.row.block in self.others

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


def _only_limits(label: str) -> bool:
    said = find_said(label)
    return bool(said) and all(set(each.slots) <= {"ci", "ci_low", "ci_high"} for each in said)
