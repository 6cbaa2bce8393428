"""Which column the boxes of a Word table's rows stand in: their edges need not meet from row to row."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

Span = tuple[int, int]
"""First column and number of columns."""


def regular_columns(rows: Sequence[Sequence[Span]], widths: Sequence[float]) -> list[list[Span]]:
    """Return the columns of each box, counted as a reader counts them.

    A border that somebody dragged in one row gives the table's grid one more column, which no reader sees. The
    rows with the most boxes tell the columns; a box of another row reaches over those that it lies nearest to.

    Parameters
    ----------
    rows
        Boxes of each row, in columns of the table's own grid.
    widths
        Of the grid's columns; columns without one count as 1.
    """
    most = max(map(len, rows), default=0)
    if not most:
        return [list(row) for row in rows]
    edges = _edges(rows, widths)
    model = Counter(tuple(row) for row in rows if len(row) == most).most_common(1)[0][0]
    lefts = [edges[first] for first, _ in model]
    rights = [edges[first + count] for first, count in model]
    found = []
    for row in rows:
        if len(row) == most:
            found.append([(col, 1) for col in range(most)])
            continue
        spans = [
            (_nearest(lefts, edges[first]), _nearest(rights, edges[first + count]))
            for first, count in row
        ]
        crossed = any(a[1] >= b[0] for a, b in itertools.pairwise(spans))
        if crossed or any(last < first for first, last in spans):
            return [list(row) for row in rows]  # no row tells the columns of the others
        found.append([(first, last - first + 1) for first, last in spans])
    return found


def _edges(rows: Sequence[Sequence[Span]], widths: Sequence[float]) -> list[float]:
    last = max((first + count for row in rows for first, count in row), default=0)
    edges = [0.0]
    for index in range(last):
        width = widths[index] if index < len(widths) else 0.0
        edges.append(edges[-1] + (width if width > 0 else 1.0))
    return edges


def _nearest(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - edge))
