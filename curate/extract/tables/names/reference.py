"""Rows of arms of which one is what the others are compared with: "1.00 (reference)" beside "Control".

So are two rows of arms of which one alone has the estimate or the P of both, and of more the one that has none. A
bare "1" above or below ratios with limits is what these are compared with, too, and so is a row without numbers whose
label, or the note to it, calls it the reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.names.groups import is_analysis, is_bare, is_people
from curate.extract.tables.names.naming import Name, says_ratio
from curate.extract.tables.names.place_of import Place
from curate.extract.tables.names.stub import RowAxis
from curate.parse.label import is_everyone
from curate.parse.statistic_said import find_said

KINDS = 2
"""Rows below a heading that a test compares, at least."""

_REFERENCE = re.compile(
    r"(?i)^[\s(\[]*(?:[01](?:[.·,]0+)?\s*[(\[,]?\s*)?(?:ref(?:erence|erent|\.)?)(?: (?:group|category|arm))?[\s)\].]*$"
)

_FIGURE = re.compile(r"\d")
_ONE = re.compile(r"1(?:[.·,]0+)?")
_WITH_LIMITS = re.compile(r"\d\s*[(\[].*\d.*\d\s*%?\s*[)\]]")
_LIMITS = re.compile(r"[(\[]?\s*\d[\d.·]*\s*(?:[-–−,]|to)\s*\d[\d.·]*\s*[)\]]?")
"""The limits of a ratio in a column of their own."""


def is_reference(cell: TableCell) -> bool:
    """Whether a cell below ratios says that its row is what others are compared with: "1.00", "Reference"."""
    return bool(_REFERENCE.match(cell.plain) or _ONE.fullmatch(cell.plain))


class References:
    """The arm that stands as the reference below each heading, column by column.

    Parameters
    ----------
    rows
        The rows of a table, whose labels are settled.
    arms
        Its arms. A row beside a reference that names some of them is of these together.
    columns
        The names over each column, which say where a bare "1" is a ratio.
    notes
        Mark → note, of which one may say that its rows are the reference.
    """

    def __init__(
        self,
        rows: Sequence[RowAxis],
        arms: Iterable[Name] = (),
        columns: Mapping[int, Sequence[Name]] | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        referred = {mark for mark, note in (notes or {}).items() if _NOTED.match(note)}
        self.held: dict[tuple[tuple[int, ...], int | None], Name] = {}
        self.others: set[tuple[int, ...]] = set()
        self.blocks: dict[tuple[int, ...], list[RowAxis]] = {}
        ratios = {col for col, names in (columns or {}).items() if any(map(says_ratio, names))}
        limited = {
            (row.block, cell.col)
            for row in rows
            for cell in row.cells
            if cell.col in ratios and _WITH_LIMITS.search(cell.plain)
        }
        limited |= {
            (row.block, cell.col - 1)
            for row in rows
            for cell in row.cells
            if cell.col - 1 in ratios and _LIMITS.fullmatch(cell.plain)
        }
        for row in rows:
            if not row.names:
                continue
            self.blocks.setdefault(row.block, []).append(row)
            noted = not referred.isdisjoint(row.names[-1].cell.marks) or says_reference(row.names[-1])
            for cell in row.cells:
                one = bool(_ONE.fullmatch(cell.plain)) and (row.block, cell.col) in limited
                one = one and not any(
                    c.col == cell.col + 1 and _LIMITS.fullmatch(c.plain) for c in row.cells
                )
                one = one or (_ONE.fullmatch(cell.plain) is not None and says_reference(row.names[-1]))
                one = one or (noted and _NOTHING.fullmatch(cell.plain) is not None)
                if not one and not _REFERENCE.match(cell.plain):
                    continue
                if row.names[-1].kind != "arm":
                    self.others.add(row.block)
                else:
                    self.held[row.block, cell.col] = row.names[-1]
                    self.held[row.block, None] = row.names[-1]
        self.estimated = {col for _, col in self.held if col is not None}
        self.over_arms = {r.block[-1:] for r in rows if len(r.names) > 1 and r.names[-1].kind == "arm"}
        if self.held:
            self._name_several(rows, [arm.text for arm in arms if len(arm.text) > 1])
        self.model = self._one_set_of_arms()

    def _one_set_of_arms(self) -> frozenset[tuple[int, ...]]:
        """Return the headings over the one set of arms that stands against a reference, in each model once."""
        blocks = {block for block, _ in self.held}
        told = [
            sorted(row.names[-1].text for row in self.blocks[block] if row.names[-1].kind == "arm")
            for block in blocks
        ]
        once = all(len(set(arms)) == len(arms) and arms == told[0] for arms in told)
        modelled = len(blocks) == 1 or all(any(map(_is_model, self.blocks[b][0].names)) for b in blocks)
        return frozenset(blocks) if once and modelled else frozenset()

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
        return bool(self.others) and not self.others.isdisjoint((place.row.block, _own(place.row)))

    def is_covariate(self, place: Place) -> bool:
        """Whether a row names no arm in a model in which one set of arms stands: "Sex" below "Drug" and "Placebo".

        A row over arms is of these, and so is one with a P alone beside them.
        """
        names = place.row.names
        if not self.model or not names or any(n.kind not in ("other", "letter") for n in names):
            return False
        if _own(place.row)[-1:] in self.over_arms:
            return False
        return place.row.block not in self.model or any(
            cell.col in self.estimated and _FIGURE.search(cell.plain) for cell in place.row.cells
        )

    def heads_others(self, place: Place) -> bool:
        """Whether a test beside a heading is of the rows below it, none an arm: these stand below another heading."""
        below = self.blocks.get(_own(place.row), []) if place.row.names else []
        if len(below) < KINDS or any(row.names[-1].kind == "arm" for row in below):
            return False
        if any(
            cell.col == place.cell.col and _FIGURE.search(cell.plain) for r in below for cell in r.cells
        ):
            return False
        return any(
            block != place.row.block and sum(row.names[-1].kind == "arm" for row in rows) >= KINDS
            for block, rows in self.blocks.items()
        )

    def _other(self, place: Place, block: tuple[int, ...]) -> Name | None:
        """Return the other of two arms where this one's row alone has a number in a column that compares.

        Of more it is the one that alone has none.
        """
        rows = self.blocks.get(block, [])
        over = place.names_over("p") or place.names_over("contrast")
        if not over or any(name.kind == "arm" for name in place.over):
            return None
        if len(rows) > 2:
            return _left_out(rows, place)
        if len(rows) != 2:
            return None
        other = rows[0] if rows[1] is place.row else rows[1]
        same = other.names[-1].text == place.row.names[-1].text
        beside = any(cell.col == place.cell.col and _FIGURE.search(cell.plain) for cell in other.cells)
        return None if same or beside else other.names[-1]

    def is_of_everyone(self, place: Place) -> bool:
        """Whether a cell of a row of everyone stands beside one of each arm in its column."""
        if not place.row.names or not is_everyone(place.row.names[-1].text):
            return False
        rows = [r for block in (place.row.block, _own(place.row)) for r in self.blocks.get(block, [])]
        beside = [row for row in rows if row.names[-1].kind == "arm"]
        return bool(beside) and all(any(cell.col == place.cell.col for cell in r.cells) for r in beside)

    def is_one(self, place: Place) -> bool:
        """Whether a cell says no more than that its arm is the reference."""
        return bool(self.held) and bool(_REFERENCE.match(place.cell.plain))


def against_reference(rows: Sequence[RowAxis], columns: Mapping[int, Sequence[Name]]) -> list[Name]:
    """Return the labels of rows that come again below several outcomes, one of them with a ratio of 1 each time."""
    ratios = {col for col, names in columns.items() if any(map(says_ratio, names))}
    blocks: dict[tuple[int, ...], list[RowAxis]] = {}
    for row in rows if ratios else ():
        if row.block and row.names[-1].kind in ("other", "letter"):
            blocks.setdefault(row.block, []).append(row)
    held = list(blocks.values())
    sets = [{row.names[-1].text for row in block} for block in held]
    if len(held) < KINDS or len(sets[0]) < KINDS or any(texts != sets[0] for texts in sets):
        return []
    if any(is_bare(text) or is_people(text) for text in sets[0]) or not all(
        sum(_is_one_of(row, ratios) for row in block) == 1 for block in held
    ):
        return []
    return [row.names[-1] for block in held for row in block]


def _is_one_of(row: RowAxis, ratios: set[int]) -> bool:
    told = (cell.plain for cell in row.cells if cell.col in ratios)
    return any(_ONE.fullmatch(text) or _REFERENCE.match(text) for text in told)


def _left_out(rows: Sequence[RowAxis], place: Place) -> Name | None:
    """Return the arm of some rows that alone has nothing in a cell's column; None where a row is no arm."""
    arms = [row.names[-1] for row in rows]
    if len({arm.text for arm in arms}) < len(arms) or any(arm.kind != "arm" for arm in arms):
        return None
    told = [
        any(cell.col == place.cell.col and cell.plain.strip("-–—·.… ") for cell in row.cells)
        for row in rows
    ]
    return arms[told.index(False)] if told.count(False) == 1 else None


_SAID = re.compile(
    r"(?i)\s*[,(\[]\s*ref(?:erence|erent|\.)?(?: (?:group|category|arm|condition))?\s*[)\]]?\s*$"
)


def without_reference(label: str) -> str:
    """Return a label without the words that call it the reference.

    Examples
    --------
    >>> without_reference("Letters only (referent)"), without_reference("Letters, reference group")
    ('Letters only', 'Letters')
    """
    return _SAID.sub("", label)


_NOTED = re.compile(r"(?i)\W*(?:the )?(?:reference|referent|comparison) (?:group|category|level|arm)\b")
_NOTHING = re.compile(r"[-–—−]+")


def _is_model(name: Name) -> bool:
    return is_analysis(name.text)


def says_reference(name: Name) -> bool:
    """Whether a row's label calls it the one with which the others are compared."""
    return bool(_SAID.search(name.cell.plain))


def _only_limits(label: str) -> bool:
    said = find_said(label)
    return bool(said) and all(set(each.slots) <= {"ci", "ci_low", "ci_high"} for each in said)


def _own(row: RowAxis) -> tuple[int, ...]:
    """Return the headings of the rows below a row that heads others."""
    return tuple(id(name.cell) for name in row.names)
