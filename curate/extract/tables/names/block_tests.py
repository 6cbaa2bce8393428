"""P values that stand beside one row of each of several groups of rows, and are of the whole group.

"Never", "Sometimes" and "Often" below each of several times, with one P beside the last of them: it is of all three.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from curate.extract.tables.names.naming import Name, says_ratio
from curate.extract.tables.names.stub import RowAxis

LEAST_BLOCKS = 2
"""Groups of rows, at least, that show where the P of a group stands."""
_AVERAGED = re.compile(r"(?i)(?:mean|median|average)")
"""A row of an average among rows of counts has a P of its own."""
_VALUE = re.compile(r"\d|\bN\.?S\b", re.I)


def tests_of_blocks(
    columns: Mapping[int, Sequence[Name]], rows: Iterable[RowAxis]
) -> frozenset[tuple[int, int]]:
    """Return the cells, by row and column, that hold the P of all rows below their heading."""
    blocks: dict[tuple[int, ...], list[RowAxis]] = {}
    for row in rows:
        if row.block:
            blocks.setdefault(row.block, []).append(row)
    held = [block for block in blocks.values() if len(block) > 1]
    if len(held) < LEAST_BLOCKS or any(row.names[-1].kind == "arm" for block in held for row in block):
        return frozenset()
    found: set[tuple[int, int]] = set()
    for col, names in columns.items():
        if any(name.kind == "p" for name in names):
            found |= _of_column(col, held, columns)
    return frozenset(found)


def _of_column(
    col: int, blocks: Sequence[Sequence[RowAxis]], columns: Mapping[int, Sequence[Name]]
) -> set[tuple[int, int]]:
    """Return the cells of a column of P values where each group of rows has one, in its first or its last row."""
    places: set[str] = set()
    cells: set[tuple[int, int]] = set()
    for block in blocks:
        told = [row for row in block if any(c.col == col and _VALUE.search(c.plain) for c in row.cells)]
        if not told:
            continue
        filled = all(any(_is_of_arm(columns.get(cell.col, ())) for cell in row.cells) for row in block)
        estimated = any(_is_estimate(columns.get(cell.col, ())) for row in told for cell in row.cells)
        if len(told) > 1 or not filled or estimated or _AVERAGED.match(told[0].names[-1].text):
            return set()
        places.add("first" if told[0] is block[0] else "last" if told[0] is block[-1] else "within")
        cells.add((told[0].index, col))
    return cells if len(cells) >= LEAST_BLOCKS and len(places) == 1 and places != {"within"} else set()


def _is_estimate(names: Sequence[Name]) -> bool:
    """Whether a column holds estimates, whose P is that of their own row."""
    return any(name.kind == "contrast" for name in names) or any(map(says_ratio, names))


def _is_of_arm(names: Sequence[Name]) -> bool:
    return any(name.kind == "arm" for name in names)
