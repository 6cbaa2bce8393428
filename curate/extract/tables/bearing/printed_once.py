"""Tests of all times of an outcome, printed in the line of its first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis

LEAST_OUTCOMES = 2
"""Outcomes with several times that a column tells of in their first line alone, before that is how it is set."""

_P_AT = re.compile(r"(?i)p[- ]?values?\b")
"""Begins a head whose time is all that is left of its name: "P value at 8 weeks"."""
_TESTS = ("p", "contrast", "statistic", "probability")


def printed_once(
    columns: Mapping[int, Sequence[Name]], rows: Sequence[RowAxis]
) -> frozenset[tuple[int, int]]:
    """Return row and column of what compares groups over all times: it stands in the first of their rows only.

    A column of P values that has one for each outcome, in the row of "Baseline" above those of "Week 6" and
    "Week 12", tests no difference at baseline.
    """
    blocks: dict[tuple[int, ...], list[RowAxis]] = {}
    for row in rows:
        if row.names and row.names[-1].kind == "time":
            blocks.setdefault(row.block, []).append(row)
    several = [held for held in blocks.values() if len(held) > 1]
    if len(several) < LEAST_OUTCOMES:
        return frozenset()
    tests = {
        col
        for col, names in columns.items()
        if any(name.kind in _TESTS or _P_AT.match(name.cell.plain) for name in names)
    }
    filled = {
        row.index: {cell.col for cell in row.cells if cell.plain} for held in several for row in held
    }
    found: set[tuple[int, int]] = set()
    for col in tests:
        first = [held[0].index for held in several if col in filled[held[0].index]]
        later = any(col in filled[row.index] for held in several for row in held[1:])
        if len(first) >= LEAST_OUTCOMES and not later:
            found.update((row, col) for row in first)
    return frozenset(found)
