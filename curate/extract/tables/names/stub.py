"""What stands beside each row of a table: labels in their hierarchy, headings and headers in its middle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from curate.extract.tables.grid.again import first_part
from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.grid.segment import Table
from curate.extract.tables.names.arm_book import ArmBook
from curate.extract.tables.names.hierarchy import Hierarchy
from curate.extract.tables.names.label_columns import (
    GRADE_HEAD,
    LabelColumns,
    is_broken_off,
    may_be_value,
)
from curate.extract.tables.names.naming import Name, name_of
from curate.parse.duration import is_time
from curate.parse.label import read_label
from curate.parse.statistic_said import find_said, names_limit


@dataclass(slots=True)
class RowAxis:
    """One row's labels, outermost first, its cells, and what a header in the middle of the table says."""

    index: int
    names: list[Name]
    cells: list[TableCell]
    over: dict[int, Name] = field(default_factory=dict)

    @property
    def block(self) -> tuple[int, ...]:
        """The headings over the row, which are the same cells for all rows below them."""
        return tuple(id(name.cell) for name in self.names[:-1])


def below_one_heading(rows: Iterable[RowAxis]) -> list[list[Name]]:
    """Return the own labels of rows, those under the same headings together."""
    below: dict[tuple[int, ...], list[Name]] = {}
    for row in rows:
        if row.names:
            below.setdefault(row.block, []).append(row.names[-1])
    return list(below.values())


def read_rows(
    table: Table, stubs: int, known: ArmBook, columns: Mapping[int, Sequence[Name]]
) -> list[RowAxis]:
    """Return the rows with data, each below the labels that head it."""
    rows = _Rows(table, stubs, known, columns).read()
    _head_by_type(rows)
    if table.begun is not None:
        _head_from_before(rows, name_of(table.begun, known, stub=True))
    return rows


def _head_from_before(rows: Iterable[RowAxis], head: Name) -> None:
    """Set the first rows of a part that only say statistics below the last label of the part before."""
    for row in rows:
        if not row.names or any(name.kind != "statistic" for name in row.names):
            return
        row.names = [head, row.names[-1]]


class _Rows:
    """Reads the rows of a table from top to bottom.

    Attributes
    ----------
    stub
        The labels over the row that is read.
    middle
        The middle of the table.
    heading, timed
        A label in the middle of the table that heads what is below it, and whether it is a time.
    over
        Column → what a header in the middle of the table says of it.
    path
        The labels of the last row with data, outermost first; a row without a label has them too.
    subject
        The label of the last row that is no other analysis of the one above.
    headed
        Whether no values stand below the last label yet.
    """

    def __init__(
        self, table: Table, stubs: int, known: ArmBook, columns: Mapping[int, Sequence[Name]]
    ) -> None:
        self.table, self.stubs, self.known = table, stubs, known
        self.by_row: dict[int, list[TableCell]] = {}
        for cell in table.body:
            self.by_row.setdefault(cell.row, []).append(cell)
        tests = {col for col, names in columns.items() if any(name.kind == "p" for name in names)}
        several = stubs > 1 and not is_broken_off(table, stubs)
        self.stub = LabelColumns(table) if several else Hierarchy(table, stubs, tests)
        self.left = min((c.x0 for c in table.body if c.col == 0), default=0.0)
        self.middle = _middle(table.body)
        self.grades = {c.col for c in table.heads if 0 < c.col < stubs and GRADE_HEAD.match(c.plain)}
        self.corners = {c.plain for c in table.heads if c.col < stubs and c.plain}
        self.heading = first_part(table.header, table.body)
        self.timed = bool(self.heading) and is_time(self.heading[0].plain)
        self.over: dict[int, Name] = {}
        self.path: list[TableCell] = []
        self.subject: list[TableCell] = []
        self.headed = False
        self.rows: list[RowAxis] = []

    def read(self) -> list[RowAxis]:
        """Return the rows with data."""
        for index in sorted(self.by_row):
            self._take(index, sorted(self.by_row[index], key=lambda c: c.col))
        return self.rows

    def _take(self, index: int, cells: list[TableCell]) -> None:
        labels = [c for c in cells if c.col < self.stubs]
        data = [c for c in cells if c.col >= self.stubs]
        if all(c.role == "header" for c in cells):
            self._begin(labels if self.heading else [])
            heads = {head.plain for head in self.table.heads}
            self._head_anew([c for c in data if c.plain not in heads])
            return
        placed = self._placed(index, labels, data)
        if placed is None:
            return
        self.headed = self.headed or not data
        if not data and len(labels) == 1 and _CONTINUED.match(labels[0].plain):
            return
        if _is_heading(cells, self.table, self.left, self.middle):
            self._begin(cells)
            self.timed = is_time(cells[0].plain)
        elif data and _is_reheader(data) and (not labels or self._heads_again(labels, data)):
            self._head_anew(data)
            self.subject = []
            if labels:
                self.stub.clear()
                self.path = []
            elif isinstance(self.stub, Hierarchy):
                self.stub.end_row()
        elif len(data) >= LEAST_GROUPS and all(map(_names_sized, data)):
            self._head_anew(data)
            self.headed = True  # its label heads the rows below it
        elif data:
            self._add(index, labels, data, *placed)

    def _placed(
        self, index: int, labels: list[TableCell], data: list[TableCell]
    ) -> tuple[list[TableCell], list[TableCell]] | None:
        """Return the labels of a row and what heads them; None where it is read with that."""
        if isinstance(self.stub, LabelColumns):
            return self.stub.take(labels, data, self.by_row.get(index + 1, []))
        return self.stub.take(labels, data, self.headed)

    def _begin(self, heading: list[TableCell]) -> None:
        """Begin a part of the table that has a heading of its own, or none."""
        self.stub.clear()
        self.heading, self.path, self.subject = heading, [], []

    def _head_anew(self, cells: list[TableCell]) -> None:
        self.over = {
            col: name_of(cell, self.known)
            for cell in cells
            for col in range(cell.col, cell.col + cell.colspan)
        }

    def _is_spread_of_above(self, own: list[TableCell], parents: list[TableCell]) -> bool:
        """Whether a row is "Range" right below one of an average, under the same headings: it is of the same."""
        if len(own) != 1 or not self.subject or not _SPREAD_ALONE.fullmatch(own[0].plain):
            return False
        said = find_said(self.subject[0].plain)
        averaged = any(each.slots[0] in ("mean", "median") for each in said)
        if not averaged or name_of(self.subject[0], self.known, stub=True).kind == "statistic":
            return False  # "Mean (SD)" itself stands below what was measured
        known = [*map(id, parents), id(self.subject[0])]
        above = self.path[len(self.heading) :][: len(known)]
        return list(map(id, above)) == known

    def _heads_again(self, labels: list[TableCell], data: list[TableCell]) -> bool:
        """Whether a row has the header's own label, or is the first one of a table that has none."""
        if len(labels) != 1:
            return False
        first = not self.corners and not self.rows
        return labels[0].plain in self.corners or (first and all(map(_says, data)))

    def _add(
        self,
        index: int,
        labels: list[TableCell],
        data: list[TableCell],
        own: list[TableCell],
        parents: list[TableCell],
    ) -> None:
        """Add a row with data, below what heads it."""
        if len(own) == 1 and not parents and _OTHER_ANALYSIS.match(own[0].plain):
            parents = self.subject  # of what stands in the row above
        elif self._is_spread_of_above(own, parents):
            parents = [*parents, *self.subject]
        else:
            self.subject = own[:1] or self.subject
        if labels or self.headed or not self.path:
            self.path = [*self.heading, *parents, *own]
        self.headed = False
        names = [name_of(c, self.known, stub=True) for c in self.path]
        for name in names[1:]:
            if name.cell.col in self.grades and name.kind in ("other", "letter"):
                name.text = f"grade {name.text}"
        for name in names[: len(names) - len(own)]:
            if _HOW_OFTEN.fullmatch(name.text):
                name.kind = "other"  # over "daily" and "weekly" it says what these are of
        for name in names[: len(self.heading) if self.timed else 0]:
            name.kind = "time"  # "At the end of FU" beside "At baseline"
        self.rows.append(RowAxis(index, names, data, self.over))


def _head_by_type(rows: Sequence[RowAxis]) -> None:
    """Set rows that come again below others in another type, "Cases, n" and "Contacts, n", under those above them."""
    fonts = Counter(row.names[-1].cell.words[0].font for row in rows if row.names)
    usual = fonts.most_common(1)[0][0] if fonts else ""
    blocks: list[tuple[Name, list[RowAxis]]] = []
    for row in rows:
        if len(row.names) == 1 and row.names[0].cell.words[0].font != usual:
            blocks.append((row.names[0], []))
        elif blocks:
            blocks[-1][1].append(row)
    found = [{tuple(name.text for name in row.names) for row in held} for _, held in blocks]
    again = sum(map(len, found)) - len(set().union(*found)) if found else 0
    if len(blocks) < 2 or again < LEAST_AGAIN or any(len(held) < 2 for _, held in blocks):
        return
    for head, held in blocks:
        for row in held:
            row.names = [Name("other", head.text, head.cell), *row.names]


LEAST_AGAIN = 2
"""Rows that come again before those above them are headings."""


_CONTINUED = re.compile(
    r"(?i)\(?(?:table \S+ )?cont(?:inued|[’']d|\.)(?: (?:from|in|on|overleaf)\b.{,30})?\)?$"
)
"""What stands in the place of a heading where a table goes on in the next column, or on the next page."""
_OTHER_ANALYSIS = re.compile(
    r"(?i)(?:sensitivity(?= analys)|per[- ]protocol|as[- ]treated|on[- ]treatment|complete[- ]cases?"
    r"|(?:multiple )?imput\w+)"
    r"(?: (?:analys[ei]s|set|population|data|cases|estimates?|\d))*(?:\s*[,:(].*)?$"
)
"""A row that says how the numbers of the row above were found otherwise."""

_SPREAD_ALONE = re.compile(
    r"(?i)(?:(?:interquartile |full )?range|IQR|min(?:imum)?[\s,–-]*(?:and |to )?max(?:imum)?|S\.?D\.?|median)"
    r"(?: \([^()]*\))?"
)
_HOW_OFTEN = re.compile(r"(?i)frequency")

CENTRED = 40.0
"""Points right of the stub from which a label alone in its row is set in the middle of the table."""


MIDDLE = 3.0
"""Points from the middle of the table within which a label's own middle is set there."""


def _middle(cells: Iterable[TableCell]) -> float:
    """Return the middle between the left and the right end of what stands in some cells."""
    words = [word for cell in cells for word in cell.words]
    ends = [word.x0 for word in words], [word.x1 for word in words]
    return (min(ends[0]) + max(ends[1])) / 2 if words else 0.0


def _is_heading(cells: list[TableCell], table: Table, left: float, middle: float) -> bool:
    """Whether a row is one label in the middle of the table: it heads the rows below it."""
    cell = cells[0]
    centred = cell.colspan >= max(2, len(table.columns) // 2) or abs(_middle([cell]) - middle) < MIDDLE
    return (
        len(cells) == 1
        and centred
        and cell.x0 > left + CENTRED
        and bool(re.match(r"[A-Za-z]", cell.plain))
        and not may_be_value(cell.plain)
        and len(cell.plain) < 80
    )


def _is_reheader(data: list[TableCell]) -> bool:
    """Whether a row without a label, or with that of the header, holds words only: a header in mid-table."""
    return len(data) >= 2 and all(
        names_limit(c.plain) or (re.search(r"[A-Za-z]|^%$", c.plain) and not may_be_value(c.plain))
        for c in data
    )


LEAST_GROUPS = 2
"""Cells of a row, at least, that name groups with their sizes before these are the header of what is below."""


def _names_sized(cell: TableCell) -> bool:
    """Whether a cell is a group with its size and no value: "Counselling (n = 252)"."""
    label = read_label(cell.plain)
    return bool(label.n) and bool(_WORDS.match(label.text)) and not may_be_value(cell.plain)


_WORDS = re.compile(r"[A-Za-z][^\d%]{3,}")


def _says(cell: TableCell) -> bool:
    """Whether a cell names a statistic and holds no number: it heads the rows below."""
    return bool(find_said(cell.plain)) and not any(map(str.isdigit, cell.plain))
