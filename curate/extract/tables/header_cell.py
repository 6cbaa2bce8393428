"""One text of a header, and the upright rules that say which columns it stands over."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from curate.extract.tables.columns import Column
from curate.extract.tables.lines import Chunk, Line
from curate.pdf.page import Rule, Word


@dataclass(slots=True)
class HeaderCell:
    """Text over columns `first` to `last`, on header levels `row` and the following.

    Attributes
    ----------
    siblings
        Extents of the other texts on its line.
    walled
        Whether upright rules on both its sides say which columns it stands over.
    ruled
        Whether a rule below it does.
    """

    first: int
    last: int
    words: list[Word] = field(default_factory=list)
    baselines: list[float] = field(default_factory=list)
    row: int = 0
    rowspan: int = 1
    siblings: list[tuple[int, int]] = field(default_factory=list)
    walled: bool = False
    ruled: bool = False

    def stands_beside(self, other: HeaderCell) -> bool:
        """Whether it has neighbours on its line below `other`: then it is one of several leaves there."""
        return any(other.first <= first and last <= other.last for first, last in self.siblings)


def cut_at_walls(line: Line, uprights: Sequence[Rule]) -> Line:
    """Return a line whose chunks end at the upright rules that stand between two of their words."""
    height = line.baseline - 0.3 * line.size
    xs = [(r.x0 + r.x1) / 2 for r in uprights if r.top - 1 <= height <= r.bottom + 1]
    chunks: list[Chunk] = []
    for chunk in line.chunks:
        start = 0
        for index, (a, b) in enumerate(itertools.pairwise(chunk.words), 1):
            if any(a.x1 - 1 <= x <= b.x0 + 1 for x in xs):
                chunks.append(Chunk(chunk.words[start:index]))
                start = index
        chunks.append(Chunk(chunk.words[start:]) if start else chunk)
    return Line(chunks, line.baseline, line.size) if len(chunks) > len(line.chunks) else line


def walls_at(
    line: Line, columns: Sequence[Column], uprights: Sequence[Rule]
) -> list[tuple[float, float]]:
    """Return the spaces between the upright rules that cross a line, in a table with rules between all columns."""
    if any(a.x1 != b.x0 for a, b in itertools.pairwise(columns)):
        return []
    height = line.baseline - 0.3 * line.size
    xs = sorted((r.x0 + r.x1) / 2 for r in uprights if r.top - 1 <= height <= r.bottom + 1)
    edges = [columns[0].left, *xs, columns[-1].right]
    return [(a, b) for a, b in itertools.pairwise(edges) if b - a > 2] if xs else []


def keep_between(
    cell: HeaderCell,
    chunk: Chunk,
    chunks: Sequence[Chunk],
    columns: Sequence[Column],
    walls: Sequence[tuple[float, float]],
) -> None:
    """Let a text that stands alone between two upright rules span the columns between them.

    The head of the rows' labels, set in the middle of two lines of labels, stands alone on its line and spans none.
    """
    for left, right in walls:
        held = [c for c in chunks if left - 1 <= c.x0 and c.x1 <= right + 1]
        under = [i for i, c in enumerate(columns) if left - 1 <= (c.x0 + c.x1) / 2 <= right + 1]
        in_stub = cell.first == cell.last == 0 and chunk.x1 <= columns[0].x1 + 1
        if held == [chunk] and under and not in_stub:
            cell.first, cell.last, cell.walled = under[0], under[-1], True


def stands_between_rules(cell: HeaderCell, columns: Sequence[Column]) -> bool:
    """Whether a text lies inside its one column, where columns reach from upright rule to upright rule."""
    column = columns[cell.first]
    left, right = min(w.x0 for w in cell.words), max(w.x1 for w in cell.words)
    ruled = all(a.x1 == b.x0 for a, b in itertools.pairwise(columns))
    return ruled and cell.first == cell.last and column.x0 <= left and right <= column.x1
