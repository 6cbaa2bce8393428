"""Percentages with their counts behind them, "57.4 (58)", below a note that says "means (SD) or numbers (%)"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from curate.extract.tables.names.stub import RowAxis
from curate.extract.tables.stated import Stated
from curate.extract.tables.statistics.sources import FOR_ALL
from curate.parse.number import Number
from curate.parse.statistic import Shape

_PAIR = re.compile(r"(\d{1,3}\.(\d)\d?) ?%? ?[(\[] ?(\d{1,5}) ?[)\]]")
LEAST, SHARE = 4, 0.4
"""How many cells, and what share of the column's, must give the size of their arm to the rounding."""
NEAR, NEARLY_ALL = 8.0, 0.9
"""Percentage points by which others are off, where some people's answers are missing; the share that is no more."""


def share_columns(rows: Iterable[RowAxis], sizes: Mapping[int, int]) -> dict[int, int]:
    """Return column → size of the arm of whose people most of its cells "a (b)" give b and their percentage a.

    Parameters
    ----------
    rows
        The rows of a table.
    sizes
        Column → the number of people that its header or the report gives.
    """
    held: Counter[int] = Counter()
    fits: Counter[int] = Counter()
    near: Counter[int] = Counter()
    for row in rows if sizes else ():
        for cell in row.cells:
            match = _PAIR.fullmatch(cell.plain) if sizes.get(cell.col) else None
            if match:
                held[cell.col] += 1
                half = 0.51 * 10.0 ** -len(match[2])
                off = abs(100 * int(match[3]) / sizes[cell.col] - float(match[1]))
                fits[cell.col] += off <= half
                near[cell.col] += off <= NEAR
    return {
        col: sizes[col]
        for col, count in held.items()
        if fits[col] >= max(LEAST, SHARE * count) and near[col] >= NEARLY_ALL * count
    }


def as_shares(stated: list[Stated], shape: Shape, size: int) -> list[Stated]:
    """Return what was taken for a mean with its SD as a percentage with its count, about a share of the arm."""
    bracketed = [item.form for item in shape.items] == ["single", "single"] and shape.items[1].bracketed
    if not size or not bracketed or [s.statistic for s in stated] != ["mean", "sd"]:
        return stated
    if not all(s.guessed or s.source in FOR_ALL for s in stated) or not _is_share(shape.numbers, size):
        return stated
    names: Sequence[str] = ("percent", "events")
    return [
        replace(s, statistic=name, guessed=False, disputed=False, source="shape")
        for s, name in zip(stated, names, strict=True)
    ]


def _is_share(numbers: Sequence[Number], size: int) -> bool:
    share, count = numbers
    return count.whole and abs(100 * float(count) / size - float(share)) <= NEAR
