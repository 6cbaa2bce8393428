"""Spanners that no rule holds: over which columns each stands, by what stands below and beside it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from curate.extract.tables.grid.columns import Column
from curate.extract.tables.grid.header_cell import (
    HeaderCell,
    extent,
    middle_of,
    split_chunks,
    stands_between_rules,
)
from curate.extract.tables.grid.lines import Chunk, Line


def spread_by_repeats(
    cells: list[HeaderCell], columns: Sequence[Column], line: Line, lines: Sequence[Line]
) -> bool:
    """Spread spanners over groups of leaves when the same leaves come again under each."""
    below = [o for o in lines if o.baseline > line.baseline + 0.5 * line.size]
    most = max((len(o.chunks) for o in below), default=0)
    spanners = [cell for cell in cells if cell.first > 0]
    if len(spanners) < 2:
        return False
    leaves: list[Leaf] = []
    starts: list[int] = []
    held = spanners
    for later in sorted(below, key=lambda o: -o.baseline):  # sizes below the names tell nothing
        if len(later.chunks) == most and len(starts) != len(held):
            leaves, starts = _repeated(later, columns)
            held = _over_leaves(spanners, leaves)
    spanners = held
    if len(starts) != len(spanners) or len(spanners) < 2:
        return False
    if all(cell.ruled for cell in spanners) and sum(c.last - c.first + 1 for c in spanners) == len(
        leaves
    ):
        return False  # the rules below them share all of the leaves out
    period = starts[1] - starts[0]
    regular = all(b - a == period for a, b in itertools.pairwise(starts))
    end = min(starts[-1] + period, len(leaves)) if regular else len(leaves)
    groups = [leaves[a:b] for a, b in itertools.pairwise([*starts, end])]
    if period < 2 or (not regular and min(map(len, groups)) < 2):
        return False
    lefts = [min(w.x0 for w in spanner.words) for spanner in spanners]
    heads = [columns[group[0][0][0]].x0 for group in groups]
    flush = all(abs(left - head) < FLUSH for left, head in zip(lefts, heads, strict=True))
    if not regular and not flush:
        return False
    for left, group in zip(lefts, groups, strict=True):
        if any(abs(left - columns[leaf[0][0]].x0) < 3 for leaf in group[1:]):
            return False  # it stands over a leaf of its own
    if all(map(_opens_leaf, spanners, groups)):
        return False
    for spanner, group in zip(spanners, groups, strict=True):
        spanner.first, spanner.last = group[0][0][0], group[-1][0][1]
    return True


def _over_leaves(spanners: list[HeaderCell], leaves: Sequence[Leaf]) -> list[HeaderCell]:
    """Leave out the labels with no leaf below them: beside the two arms the first line of "Difference (95% CI)"."""
    return [
        cell
        for cell in spanners
        if any(first <= cell.last and cell.first <= last for (first, last), _ in leaves)
    ]


Leaf = tuple[tuple[int, int], Chunk]


def _repeated(line: Line, columns: Sequence[Column]) -> tuple[list[Leaf], list[int]]:
    """Return the leaves of a line over the columns of values, and the places where the first of them comes again."""
    leaves = [(extent(chunk, columns), chunk) for chunk in split_chunks(line, columns)]
    leaves = [leaf for leaf in leaves if leaf[0][0] > 0]
    texts = [chunk.text.lower() for _, chunk in leaves]
    return leaves, [i for i, text in enumerate(texts) if text == texts[0]]


def _opens_leaf(spanner: HeaderCell, group: Sequence[tuple[tuple[int, int], Chunk]]) -> bool:
    """Whether a text stands in the middle over one leaf of a group and not over the group: that leaf's first line."""
    middle = middle_of(spanner)
    over_all = abs(middle - (group[0][1].x0 + group[-1][1].x1) / 2)
    return over_all > FLUSH and any(
        abs(middle - (chunk.x0 + chunk.x1) / 2) < CENTRED for _, chunk in group[1:]
    )


CENTRED = 2.0
"""Points between the middles of two lines of one label that is set centred."""

FLUSH = 6.0
"""Points from the left edge of a spanner to that of the first column below it, where both are set flush left."""


def spread(
    cells: list[HeaderCell],
    taken: set[int],
    columns: Sequence[Column],
    line: Line,
    lines: Sequence[Line],
) -> None:
    """Spanners without a rule: each reaches over the neighbours that are nearer to it than to another."""
    later = [other for other in lines if other.baseline > line.baseline + 0.5 * line.size]
    if not later:
        return
    _spread_lone(cells, columns, later)
    below: set[int] = set()
    for other in later:
        for chunk in split_chunks(other, columns):
            first, last = extent(chunk, columns)
            below.update(range(first, last + 1))
    taken |= {i for cell in cells for i in range(cell.first, cell.last + 1)}
    for other in lines:  # labels set a little lower stand on the same level
        if 0.1 < other.baseline - line.baseline <= 0.8 * line.size:
            for chunk in split_chunks(other, columns):
                first, last = extent(chunk, columns)
                taken.update(range(first, last + 1))
    for index in sorted(below - taken):
        if index == 0:
            continue
        middle = (columns[index].x0 + columns[index].x1) / 2
        nearest = min(cells, key=lambda c: abs(middle_of(c) - middle), default=None)
        if nearest is None or nearest.first == 0 or nearest.ruled or _ends_in_of(nearest):
            continue  # the rule below a spanner says over what it reaches
        beside = index in (nearest.first - 1, nearest.last + 1)
        lone = nearest.first == nearest.last
        centred = (lone and not _centred(nearest, columns)) or not lone
        if beside and centred:
            nearest.first, nearest.last = min(nearest.first, index), max(nearest.last, index)
            taken.add(index)


def _ends_in_of(cell: HeaderCell) -> bool:
    """Whether a text is the first line of a label: "No. of" over "patients"."""
    return len(cell.words) > 1 and cell.words[-1].text.lower() == "of"


def _spread_lone(cells: list[HeaderCell], columns: Sequence[Column], later: Sequence[Line]) -> None:
    """Let a lone label over the middle of all columns below it span them, not the one that it touches."""
    spanners = [cell for cell in cells if cell.first > 0]
    if len(spanners) != 1 or spanners[0].first != spanners[0].last:
        return
    if stands_between_rules(spanners[0], columns):
        return
    hit = [extent(chunk, columns) for chunk in split_chunks(later[0], columns)]
    under = sorted({i for first, last in hit for i in range(first, last + 1) if first > 0})
    if len(under) < 2 or spanners[0].first not in under:
        return
    middle = middle_of(spanners[0])
    over_all = abs(middle - (columns[under[0]].x0 + columns[under[-1]].x1) / 2)
    own = columns[spanners[0].first]
    if over_all < abs(middle - (own.x0 + own.x1) / 2):
        spanners[0].first, spanners[0].last = under[0], under[-1]


def _centred(cell: HeaderCell, columns: Sequence[Column]) -> bool:
    """Whether a chunk stands squarely over its one column."""
    column = columns[cell.first]
    left, right = min(w.x0 for w in cell.words), max(w.x1 for w in cell.words)
    if stands_between_rules(cell, columns):
        return True
    aligned = abs(left - column.x0) < 4 or abs(right - column.x1) < 4
    return aligned or abs((left + right) / 2 - (column.x0 + column.x1) / 2) < 6


OFF_MIDDLE = 0.2
"""How far the middle of a label stands from that of the two columns that it is over, for 1 of their width."""
LEAST_PAIRS, SAME_LINE = 2, 2.0
"""Labels over pairs at least; points between the baselines of labels on one line, at most."""


def spread_over_pairs(placed: Sequence[HeaderCell], columns: Sequence[Column]) -> None:
    """Spread the last labels of a header over two columns each where every one stands in the middle of a pair.

    "Drug" and "Placebo" over 25 and 4.2, 28 and 4.7: the numbers and their percentages have no heads of their own.
    """
    values = range(1, len(columns))
    pairs = [(col, col + 1) for col in values[::2]]
    lowest = max((max(cell.baselines) for cell in placed if cell.first), default=0.0)
    last = [cell for cell in placed if cell.first and lowest - max(cell.baselines) < SAME_LINE]
    if len(values) % 2 or len(pairs) < LEAST_PAIRS or len(last) != len(pairs):
        return
    last.sort(key=middle_of)
    for cell, (first, second) in zip(last, pairs, strict=True):
        left, right = columns[first].x0, columns[second].x1
        if cell.first != cell.last or not first <= cell.first <= second:
            return
        if abs(middle_of(cell) - (left + right) / 2) > OFF_MIDDLE * (right - left):
            return
    for cell, (first, second) in zip(last, pairs, strict=True):
        cell.first, cell.last = first, second
    for cell in placed:
        if cell.last > cell.first > 0:  # a spanner over several of them
            cell.first -= (cell.first + 1) % 2
            cell.last += cell.last % 2
