"""Labels in one column: which of them head which, by how far they are set in and how heavy they are set."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence

from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.grid.segment import Table
from curate.extract.tables.names.categories import categories_of
from curate.extract.tables.names.nested import Held, outer_headings
from curate.parse.label import is_everyone
from curate.parse.safety import is_system_class, is_total

INDENT = 3.0
"""Points by which a label is set in below its parent."""


LEAST_INDENT = 1.2
SET_ALIKE = 0.3
"""Points between left edges that differ on purpose, and that do not."""


def _indent(table: Table) -> float:
    """Return by how much labels are set in at least: less where all of a table stand on edges close to each other."""
    edges: list[list[float]] = []
    labels = (cell for cell in table.body if cell.col == 0)  # numbers are set to their right ends
    for x0 in sorted(cell.x0 for cell in labels if not cell.plain[:1].isdigit()):
        if edges and x0 - edges[-1][0] <= SET_ALIKE:
            edges[-1].append(x0)
        else:
            edges.append([x0])
    steps = [b[0] - a[0] for a, b in itertools.pairwise(edges)]
    narrow = len(edges) in (2, 3) and min(map(len, edges)) >= LEAST_ON_EDGE and min(steps) > LEAST_INDENT
    return min(INDENT, 0.7 * min(steps)) if narrow else INDENT


LEAST_ON_EDGE = 3
"""Labels on each edge before a step narrower than usual counts as an indent."""
_LISTED = re.compile(r"^[-–—−•·]\s+\S")
"""A label that begins with the dash or dot of a list."""


def _is_centred(table: Table) -> bool:
    """Whether the labels of the rows are set centred, so that where they begin says nothing."""
    labels = [c for c in table.body if c.col == 0 and c.colspan == 1 and c.words]
    lefts = [min(w.x0 for w in c.words) for c in labels]
    middles = [(left + max(w.x1 for w in c.words)) / 2 for left, c in zip(lefts, labels, strict=True)]
    if len(labels) < LEAST_CENTRED or max(lefts) - min(lefts) < 2 * INDENT:
        return False
    return max(middles) - min(middles) < INDENT / 2


LEAST_CENTRED = 4
"""Labels that show how a column is set."""


class Hierarchy:
    """The headings over the rows read so far, where one column holds all labels.

    Parameters
    ----------
    table, stubs
        The table, and how many leading columns may hold labels.
    tests
        The columns of P values.
    """

    def __init__(self, table: Table, stubs: int, tests: Collection[int]) -> None:
        self.tests = tests
        self.indent = _indent(table) if stubs == 1 else INDENT
        self.centred = _is_centred(table)
        self.stack: list[Held] = []
        self._tested: set[int] = set()

    def clear(self) -> None:
        """Forget all headings."""
        self.stack = []

    def end_row(self) -> None:
        """Forget the last row, below which other columns stand, and what it was set in below: neither heads more."""
        last = self.stack[-1] if self.stack else None
        if last is not None and not last[2]:
            self.stack = [held for held in self.stack if held[2] and last[0] <= held[0] + self.indent]

    def take(
        self, labels: list[TableCell], data: Sequence[TableCell], headed: bool
    ) -> tuple[list[TableCell], list[TableCell]]:
        """Return the labels of a row and what heads them.

        Parameters
        ----------
        labels, data
            The cells of a row in the columns of labels, and its others.
        headed
            Whether no values stand below the last label yet.
        """
        tested = any(c.col in self.tests for c in data)
        heads = not data or (tested and all(c.col in self.tests for c in data))
        if tested and not heads:  # the p of a group stands beside its head alone
            self.stack = [
                held
                for held in self.stack
                if id(held[1]) not in self._tested or (labels and labels[0].x0 > held[0] + self.indent)
            ]
        if not labels:
            return labels, [cell for _, cell, _ in self.stack]
        label, own = labels[0], 0.0 if self.centred else labels[0].x0
        before = self.stack
        self.stack = self._over(label, own, not heads, headed)
        parents = [cell for _, cell, _ in self.stack]
        if data and _LEFT_OVER.fullmatch(label.plain):
            parents += [cell for x0, cell, head in before if head and self._ends_at(x0, own, before)]
        self.stack.append((own, label, heads))
        if heads and data:
            self._tested.add(id(label))
        return labels, parents

    def _ends_at(self, x0: float, own: float, before: Sequence[Held]) -> bool:
        """Whether a group that begins at `x0` has had rows set in below it, and a label set out again is its last."""
        return abs(own - x0) <= self.indent and before[-1][0] > own + self.indent

    def _over(self, label: TableCell, own: float, has_data: bool, headed: bool) -> list[Held]:
        """Return what a label stands under that begins at `own`.

        A label without data heads what is set in below it, and where it is set heavier labels that are lighter; when
        nothing is set in, it heads all rows up to the next label without data. A label with data heads only rows that
        are set in; a system organ class heads the terms after it, set in or not. Labels that are centred are on one
        level.
        """
        stack, indent = self.stack, self.indent
        kept: list[Held] = []
        listed = bool(stack) and _LISTED.match(stack[-1][1].plain) and not _LISTED.match(label.plain)
        term = not is_system_class(label.plain) and not is_total(label.plain)
        for x0, cell, heads in stack:
            level = abs(own - x0) <= indent
            if heads and level and label.weight >= cell.weight > stack[-1][1].weight:
                continue  # the rows of the group were set lighter than it, this one is not
            if listed and heads and level:
                continue  # the rows of the group began with a dash, this one does not
            alone = len(categories_of(cell.plain)) > 1 or is_everyone(cell.plain)
            if not heads and (alone or _LEFT_OVER.fullmatch(cell.plain) or _RANGE.fullmatch(cell.plain)):
                continue  # "Sex (M/F)" beside its counts has no rows below it, "Total" heads none of its parts
            deeper = own > x0 + indent or (level and has_data and term and is_system_class(cell.plain))
            if deeper or (heads and has_data and level and not _ends(cell, label, stack[-1])):
                kept.append((x0, cell, heads))
        if not has_data:
            outer = [held for held in stack if held[2] and _rank(held[1]) > _rank(label)]
            outer += outer_headings(stack, label, own, indent, headed)
            kept = [held for held in stack if held in outer or (held in kept and own > held[0] + indent)]
        elif kept and kept[-1][2]:
            # A group that has had set-in rows does not head a row that is set out again.
            last_x = stack[-1][0]
            if last_x > own + indent and not any(own > x + indent for x, _, _ in kept[-1:]):
                kept.pop()
        return kept


def _ends(cell: TableCell, label: TableCell, last: tuple[float, TableCell, bool]) -> bool:
    """Whether a label as far out as the heading `cell` stands below it no more: it is bold, the rows before are not."""
    if not label.bold:
        return False
    return not cell.bold or (not last[2] and not last[1].bold and _rank(cell) <= _rank(label))


def _rank(cell: TableCell) -> tuple[int, bool]:
    """Return how heavy a heading is set: bold before regular, several words in capitals before others."""
    capitals = cell.plain.isupper() and len(cell.plain.split()) > MOST_ABBREVIATED
    return cell.weight, capitals


_LEFT_OVER = re.compile(
    r"(?i)others?|none|missing(?: data)?|unknown|not (?:known|reported|recorded|stated)"
)
"""The last kind of a group, which is none without it and has no kinds of its own."""
_RANGE = re.compile(r"[<>≤≥]?\s?\d+(?:[.·]\d+)?(?:\s?(?:[-–−]|to)\s?\d+(?:[.·]\d+)?)?")
"""A score or a range of them, which may be set to the middle or to the right."""

MOST_ABBREVIATED = 2
"""Words in capitals that may be abbreviations: "ECOG PS"."""
