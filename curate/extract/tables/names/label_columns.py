"""Labels in several columns beside each other: which leading columns hold them, and what each row has of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.grid.segment import Table
from curate.extract.tables.names.hierarchy import INDENT
from curate.extract.tables.names.naming import name_of
from curate.parse.duration import is_time

_NUMBERISH = re.compile(r"^[<>≤≥=±−–\-(\[]*\s*[\d.·]|^(?:NS|n\.s\.|NR|NE|NYR|NA|N/A|-|–|—)$", re.I)
_MISSING = re.compile(r"^(?:NS|NR|NE|NYR|NA|N/A)$")
"""What stands in the place of a value: not reached, not estimable."""


def may_be_value(text: str) -> bool:
    """Whether a text begins as a number does, or stands in the place of one."""
    return bool(_NUMBERISH.match(text))


def stub_count(table: Table) -> int:
    """Leading columns whose cells are words."""
    count = 1
    for col in range(1, min(3, len(table.columns) - 1)):
        texts = [c.plain for c in table.body if c.col == col]
        headed = any(c.col <= col < c.col + c.colspan and c.plain for c in table.heads)
        wordy = [text for text in texts if _is_wordy(text, headed)]
        heads = [name_of(c) for c in table.heads if c.col == col]
        labels = [n for n in heads if n.kind in ("p", "n") or (n.kind == "arm" and n.n)]
        times = [t for t in texts if is_time(t)]
        graded = any(c.col == col and GRADE_HEAD.match(c.plain) for c in table.heads)
        graded = graded and all(_GRADE.match(text) for text in texts)
        most = (MOSTLY if headed else HALF) * len(texts)
        worded = len(wordy) > most or len(times) > MOSTLY * len(texts) or _repeats(texts) or graded
        if texts and not labels and worded:
            count = col + 1
        else:
            break
    return count


def is_broken_off(table: Table, stubs: int) -> bool:
    """Whether what stands in a second column of labels are the ends of a few labels, set off by wide spaces."""
    if stubs > 2 or any(c.col == 1 and c.plain for c in table.heads):
        return False
    first, second = ([c for c in table.body if c.col == col] for col in range(2))
    beside = {c.row for c in first}
    words = all(c.row in beside and not any(map(str.isdigit, c.plain)) for c in second)
    return words and len(second) <= BROKEN_OFF * len(first)


BROKEN_OFF = 0.15
"""Share of the labels, at most, whose ends stand in a second column that is none: it has no head."""

GRADE_HEAD = re.compile(r"(?i)^(?:(?:NCI|CTC(?:AE)?|WHO|toxicity|severity|maximum)[- ]*)*grades?$")
_GRADE = re.compile(
    r"^(?:[<>≤≥]?\s?[0-5]|I{1,3}|IV|V)(?:\s?[-–/+]\s?(?:[0-5]|I{1,3}|IV|V)?)?$|^(?:any|all)\b", re.I
)
"""A column of grades beside the events: a label of the row, no count."""

_DITTO = re.compile(r"^(?:[-–—―−]|[\"”″〃]|''|’’|(?:ditto|do\.?|idem))$", re.I)
"""A label that says the one above it again."""

MOSTLY, HALF = 0.7, 0.5
"""Share of a column's texts that are words where it holds labels; a column without a head hardly holds values."""


def _repeats(texts: list[str]) -> bool:
    """Whether a few labels with more letters than digits come again all the way down: "<5 cups/day", "5+ cups/day"."""
    few = len(set(texts)) <= FEW * len(texts)
    return few and len(texts) >= LEAST and all(_is_wordy(text, False) for text in set(texts))


LEAST, FEW = 6, 1 / 3
"""Rows of a column, and the share of them that its labels are, before labels with digits are told from values."""


def _is_wordy(text: str, headed: bool) -> bool:
    letters = sum(map(str.isalpha, text))
    if _MISSING.match(text):
        return False
    if not may_be_value(text):
        return letters > 0
    return not headed and letters > sum(char.isdigit() for char in text)  # "≤ 3 serves per day"


ALIGNED = 2.0
"""Points between the left edges of labels that stand in one column."""


_BEGINS_LOW = re.compile(r"[a-z]+\b(?! ?[=<>≥≤])")


class LabelColumns:
    """The labels over the rows read so far, where several columns hold them.

    A label reaches down to the next one in its column, or in one left of it.

    Parameters
    ----------
    table
        The table.

    Attributes
    ----------
    right
        Where the labels of the first column end.
    goes_on
        The label beside the next row that is the second line of the last one.
    """

    def __init__(self, table: Table) -> None:
        self.second = min((c.x0 for c in table.body if c.col == 1), default=0.0)
        self.right = max((w.x1 for c in table.body if c.col == 0 for w in c.words), default=0.0)
        self.carried: dict[int, TableCell] = {}
        self.goes_on: TableCell | None = None
        self.inner: list[TableCell] = []
        self.head: list[TableCell] = []

    def clear(self) -> None:
        """Forget the heading over all of the columns."""
        self.head = []

    def take(
        self, labels: Sequence[TableCell], data: Sequence[TableCell], below: Sequence[TableCell]
    ) -> tuple[list[TableCell], list[TableCell]] | None:
        """Return the labels of a row and what heads them; None for a row that heads those of the second column.

        Parameters
        ----------
        labels, data
            The cells of a row in the columns of labels, and its others.
        below
            The cells of the row right below it.
        """
        if not data and len(labels) == 1 and abs(labels[0].x0 - self.second) < ALIGNED:
            self.inner = list(labels)
            return None
        labels = self._joined(labels, below)
        own = self._carry(labels)
        if any(c.col == 0 for c in labels) or (
            self.inner and labels and labels[-1].x0 <= self.inner[0].x0 + INDENT
        ):
            self.inner = []
        own[-1:-1] = self.inner
        if not self.inner and not data and len(labels) > 1:
            self.inner = list(labels[-1:])
        parents = self.head
        if not data and len(labels) == 1 and labels[0].col == 0 and any(c.col == 0 for c in below):
            self.head = list(labels)
        return own, parents

    def _joined(self, labels: Sequence[TableCell], below: Sequence[TableCell]) -> list[TableCell]:
        """Return the labels of a row, the first with its second line, which stands beside the next row.

        That line begins in lower case, and its first word had no room behind the first line.
        """
        rest = [cell for cell in labels if cell is not self.goes_on]
        first = next((cell for cell in rest if cell.col == 0 and cell.colspan == 1), None)
        after = next((cell for cell in below if cell.col == 0 and cell.colspan == 1), None)
        self.goes_on = None
        if first is None or after is None or not first.words or len(labels) < 2 or len(below) < 2:
            return rest
        word = after.words[0]
        full = first.words[-1].x1 + (word.x1 - word.x0) > self.right
        if full and _BEGINS_LOW.match(after.plain) and not _BEGINS_LOW.match(first.plain):
            self.goes_on = after
            joined = replace(first, words=[*first.words, *after.words])
            return [joined if cell is first else cell for cell in rest]
        return rest

    def _carry(self, labels: Sequence[TableCell]) -> list[TableCell]:
        """Return the labels of a row with those that still reach down to it."""
        for cell in labels:
            again = _DITTO.match(cell.plain) and cell.col in self.carried and len(labels) > 1
            last = cell.col if again else cell.col - 1
            self.carried = {col: held for col, held in self.carried.items() if col <= last}
            if not again:
                self.carried[cell.col] = cell
        return [self.carried[col] for col in sorted(self.carried)]
