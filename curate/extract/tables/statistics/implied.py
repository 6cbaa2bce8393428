"""Counts with their percentages that no label says to be such: all of a column are shares of one number of people."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis
from curate.extract.tables.stated import Stated
from curate.parse.statistic import Shape

_PAIR = re.compile(r"(\d{1,5}) ?[(\[] ?(\d{1,3}(?:\.(\d+))?) ?%? ?[)\]]")
LEAST, MOST = 4, 0.6
"""How many cells, and what share of the column's, must be shares of one number before it counts people."""
NEAR = 2.0
"""Percentage points by which one of the others is off: some people's answers are missing."""

Pair = tuple[int, float, float]


def implied_sizes(rows: Iterable[RowAxis], told: Mapping[int, set[str]]) -> dict[int, str]:
    """Return column → the number of people of which nearly every "a (b)" gives a count and its percentage.

    Parameters
    ----------
    rows
        The rows of a table.
    told
        Column → the sizes that the report gives for its arm.
    """
    pairs: dict[int, set[Pair]] = {}
    for row in rows:
        for cell in row.cells:
            match = _PAIR.fullmatch(cell.plain)
            if match and int(match[1]) and 0 < float(match[2]) <= 100:
                half = 0.51 * 10.0 ** -len(match[3] or "")
                pairs.setdefault(cell.col, set()).add((int(match[1]), float(match[2]), half))
    return {
        col: str(size) for col, held in pairs.items() if (size := _size_of(held, told.get(col, set())))
    }


def _size_of(pairs: set[Pair], told: set[str]) -> int:
    """Return the number that most pairs are shares of, 0 when too few are."""
    if len(pairs) < LEAST:
        return 0
    sizes: Counter[int] = Counter()
    for count, share, half in pairs:
        low, high = 100 * count / (share + half), 100 * count / max(share - half, 0.01)
        if high - low < WIDEST:
            sizes.update(range(math.ceil(low), int(high) + 1))
    if not sizes:
        return 0
    most = max(sizes.values())
    if most < max(LEAST, MOST * len(pairs)):
        return 0
    likely = [size for size, fits in sizes.items() if fits == most]
    if sum(half < WHOLE for _, _, half in pairs) < LEAST:  # whole means may all have like spreads
        counts = {count for count, _, _ in pairs}
        likely = [
            size
            for size in likely
            if str(size) in told or any(size - count in counts for count in counts)
        ]
    return max(likely, default=0)


_SIZE_HEAD = re.compile(r".*\w\s*[(,]\s*N\s*\)?")
LEAST_SHARES = 3
"""Rows in which a number has to be the whole of another one's percentage."""


def size_columns(columns: Mapping[int, Sequence[Name]], rows: Sequence[RowAxis]) -> frozenset[int]:
    """Return the columns below "Drug (N)" that hold of how many people the counts beside them are the percentages."""
    heads = [col for col, names in columns.items() if _SIZE_HEAD.fullmatch(names[-1].cell.plain)]
    found = set()
    for col in heads:
        held = [(cell.plain, row) for row in rows for cell in row.cells if cell.col == col]
        fits = [row for text, row in held if text.isdecimal() and _is_whole(int(text), row, col)]
        if len(fits) >= max(LEAST_SHARES, MOST * len(held)):
            found.add(col)
    return frozenset(found)


def _is_whole(size: int, row: RowAxis, col: int) -> bool:
    """Whether a cell of the row, the column's own apart, counts a share of so many people."""
    for cell in row.cells:
        match = _PAIR.fullmatch(cell.plain) if cell.col != col else None
        if match and size and int(match[1]):
            half = 0.51 * 10.0 ** -len(match[3] or "")
            if abs(100 * int(match[1]) / size - float(match[2])) <= half:
                return True
    return False


WHOLE = 0.5
"""Half the step of a percentage without decimals."""
WIDEST = 400
"""Numbers of people that one rounded percentage leaves open, at most: "1 (0.1)" says little."""


def as_counts(stated: list[Stated], shape: Shape, size: str) -> list[Stated]:
    """Return what was guessed of "a (b)" as a count with its percentage, about a share of the column's people."""
    bracketed = [item.form for item in shape.items] == ["single", "single"] and shape.items[1].bracketed
    guessed = [s.statistic for s in stated] in (["mean", "sd"], ["events", "percent"])
    if not size or not bracketed or not guessed or not all(s.guessed for s in stated):
        return stated
    count, share = shape.numbers
    if not count.whole or abs(100 * float(count) / int(size) - float(share)) > NEAR:
        return stated
    names: Sequence[str] = ("events", "percent")
    return [replace(s, statistic=name, guessed=False) for s, name in zip(stated, names, strict=True)]
