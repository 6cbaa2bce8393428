"""One text of a header, and the upright rules that say which columns it stands over."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from curate.extract.tables.grid.columns import Column
from curate.extract.tables.grid.lines import Chunk, Line
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


def split_chunks(line: Line, columns: Sequence[Column]) -> list[Chunk]:
    """Chunks of a header line, cut again where two columns' leaves stand closer than a chunk's gap."""
    chunks: list[Chunk] = []
    for chunk in line.chunks:
        starts = _size_starts(chunk)
        if len(starts) > 1:
            chunks.extend(
                Chunk(chunk.words[a:b]) for a, b in zip(starts, [*starts[1:], None], strict=True)
            )
            continue
        start, space = 0, _word_space(chunk)
        for index in range(1, len(chunk.words)):
            a, b = chunk.words[index - 1], chunk.words[index]
            gap = b.x0 - a.x1
            river = any(
                left.x1 - 2 <= (a.x1 + b.x0) / 2 <= right.x0 + 2 and gap > 0.3 * b.size
                for left, right in itertools.pairwise(columns)
            )
            sizing = a.text.endswith("=") or b.text.startswith("=")  # "(n = 20)" is one
            if river and not sizing and gap > min(0.38 * b.size, 1.5 * space):
                chunks.append(Chunk(chunk.words[start:index]))
                start = index
        chunks.append(Chunk(chunk.words[start:]))
    return chunks


def _word_space(chunk: Chunk) -> float:
    """Return the narrowest space between two words of a chunk: one set flush left has no other within a label."""
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(chunk.words)]
    return min((gap for gap in gaps if gap > 0.1 * chunk.words[0].size), default=math.inf)


def _size_starts(chunk: Chunk) -> list[int]:
    """Where labels begin in a chunk of several with a group size each: "GV (n = 53) GP (n = 53)"."""
    if len(re.findall(r"\([nN]\b", chunk.text)) < 2:
        return [0]
    starts, sized = [0], False
    for index, word in enumerate(chunk.words):
        if sized and index < len(chunk.words):
            starts.append(index)
            sized = False
        if word.text.endswith(")") and re.search(
            r"\([nN]\b", Chunk(chunk.words[starts[-1] : index + 1]).text
        ):
            sized = True
    return starts


def extent(chunk: Chunk, columns: Sequence[Column]) -> tuple[int, int]:
    """Return the columns that a chunk's own extent covers."""
    middle = (chunk.x0 + chunk.x1) / 2
    width = chunk.x1 - chunk.x0
    hit = []
    for index, column in enumerate(columns):
        overlap = min(chunk.x1, column.x1) - max(chunk.x0, column.x0)
        if overlap > 0.5 * min(width, column.x1 - column.x0) or (
            overlap > 0 and column.x0 <= middle <= column.x1
        ):
            hit.append(index)
    if not hit:
        distance = [max(c.x0 - middle, middle - c.x1, 0.0) for c in columns]
        nearest = distance.index(min(distance))
        over = [i for i, c in enumerate(columns) if min(chunk.x1, c.x1) - max(chunk.x0, c.x0) > 0]
        between = len(over) == 2 and over[1] == over[0] + 1
        return (over[0], over[1]) if between else (nearest, nearest)
    return hit[0], hit[-1]


def left_of(cell: HeaderCell) -> float:
    """Return the left edge of a text."""
    return min(word.x0 for word in cell.words)


def middle_of(cell: HeaderCell) -> float:
    """Return the middle between both edges of a text."""
    return (min(w.x0 for w in cell.words) + max(w.x1 for w in cell.words)) / 2
