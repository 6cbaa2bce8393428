"""The header of a table: which text stands over which columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from curate.extract.tables.columns import Column
from curate.extract.tables.header_cell import (
    HeaderCell,
    cut_at_walls,
    keep_between,
    stands_between_rules,
    walls_at,
)
from curate.extract.tables.lines import Chunk, Line
from curate.extract.tables.rules import HLine
from curate.parse.duration import is_time
from curate.parse.statistic_said import find_said
from curate.parse.unit import is_unit
from curate.pdf.page import Rule


def find_header(
    lines: Sequence[Line],
    columns: Sequence[Column],
    partial: Sequence[HLine],
    full: Sequence[HLine] = (),
    uprights: Sequence[Rule] = (),
) -> list[HeaderCell]:
    """Return the header's cells, spanners over their columns, levels numbered from 0.

    Parameters
    ----------
    lines, columns
        The header's lines and the table's columns.
    partial, full
        Rules below spanners, and rules over the whole width: both part levels.
    uprights
        Vertical rules inside the table.
    """
    placed: list[HeaderCell] = []
    partings = [*partial, *full]
    lines = [cut_at_walls(line, uprights) for line in lines] if uprights else lines
    for line in lines:
        walls = walls_at(line, columns, uprights)
        cells = _place(line, columns, partial, lines, placed, partings, walls)
        over_all = _reach_over_all(cells, columns, placed)
        own_level = over_all or _says_the_same(cells) or _crosses(cells, placed)
        for cell in cells:
            home = None if own_level else _home(cell, placed, partings, columns)
            if home is None:
                placed.append(cell)
            else:
                home.words.extend(cell.words)
                home.baselines.extend(cell.baselines)
                home.first, home.last = min(home.first, cell.first), max(home.last, cell.last)
    return _levels(placed)


def _says_the_same(cells: list[HeaderCell]) -> bool:
    """Whether a line repeats one statistic, unit or time over every column: a level of its own."""
    texts = {_said(cell) for cell in cells}
    if len(cells) < 3 or len(texts) > 1:
        return False
    text = texts.pop()
    return bool(find_said(text)) or is_unit(text) or is_time(text)


def _reach_over_all(
    cells: list[HeaderCell], columns: Sequence[Column], placed: Sequence[HeaderCell]
) -> bool:
    """Let a lone text in the middle below all labels, "number (percent)", be said of each of them."""
    last = len(columns) - 1
    headed = {i for cell in placed for i in range(cell.first, cell.last + 1)}
    if len(cells) != 1 or cells[0].first == 0 or last < 2 or not headed >= set(range(1, last + 1)):
        return False
    over = [word for cell in placed if cell.first > 0 for word in cell.words]
    middle = (min(word.x0 for word in over) + max(word.x1 for word in over)) / 2
    if abs(_middle(cells[0]) - middle) > CENTRED or not find_said(_said(cells[0])):
        return False
    cells[0].first, cells[0].last = 1, last
    return True


CENTRED = 12.0
"""Points from the middle of the columns to that of a text set below all of their labels."""


def _crosses(cells: list[HeaderCell], placed: list[HeaderCell]) -> bool:
    """Whether a line and the one above cross two factors: every pair of their texts comes but once."""
    above = {(cell.first, cell.last): _said(cell) for cell in placed}
    pairs = [
        (above[cell.first, cell.last], _said(cell)) for cell in cells if (cell.first, cell.last) in above
    ]
    factors = [set(side) for side in zip(*pairs, strict=True)]
    return (
        len(pairs) >= CROSSED
        and len(set(pairs)) == len(pairs)
        and all(1 < len(factor) <= 0.5 * len(pairs) for factor in factors)
    )


CROSSED = 4
"""Columns of the smallest crossing of two factors."""


def _said(cell: HeaderCell) -> str:
    return " ".join(word.text for word in cell.words)


def _place(
    line: Line,
    columns: Sequence[Column],
    partial: Sequence[HLine],
    lines: Sequence[Line],
    placed: list[HeaderCell],
    partings: Sequence[HLine],
    walls: Sequence[tuple[float, float]] = (),
) -> list[HeaderCell]:
    """Return the cells of one line, spanners spread over their columns."""
    cells = []
    chunks = _split_chunks(line, columns)
    for chunk in chunks:
        first, last = _extent(chunk, columns)
        rule = _rule_below(chunk, line, partial, lines)
        if rule is not None and sum(rule.x0 - 2 <= (c.x0 + c.x1) / 2 <= rule.x1 + 2 for c in chunks) > 1:
            rule = None  # a rule below several texts spans what stands below it
        if rule is not None:
            under = [
                i
                for i, c in enumerate(columns)
                if min(c.x1, rule.x1) - max(c.x0, rule.x0) > 0.4 * min(c.x1 - c.x0, rule.width)
            ]
            if (
                under and not first == under[0] == 0
            ):  # below the head of the rows' labels it ends the header
                first, last = under[0], under[-1]
        ruled = rule is not None and last > first
        cells.append(HeaderCell(first, last, list(chunk.words), [line.baseline], ruled=ruled))
        keep_between(cells[-1], chunk, chunks, columns, walls)
    extents = [(cell.first, cell.last) for cell in cells]
    for index, cell in enumerate(cells):
        cell.siblings = extents[:index] + extents[index + 1 :]
    free = []
    for cell in cells:
        spanner = None if cell.walled else _spanner_of(cell, placed, partings)
        if cell.walled:
            continue
        if spanner is None:
            free.append(cell)
        else:
            cell.first, cell.last = spanner.first, spanner.last
    if not _spread_by_repeats(free, columns, line, lines):
        taken = {i for cell in cells for i in range(cell.first, cell.last + 1)}
        _spread(free, taken, columns, line, lines)
    return cells


def _split_chunks(line: Line, columns: Sequence[Column]) -> list[Chunk]:
    """Chunks of a header line, cut again where two columns' leaves stand closer than a chunk's gap."""
    chunks: list[Chunk] = []
    for chunk in line.chunks:
        starts = _size_starts(chunk)
        if len(starts) > 1:
            chunks.extend(
                Chunk(chunk.words[a:b]) for a, b in zip(starts, [*starts[1:], None], strict=True)
            )
            continue
        start = 0
        for index in range(1, len(chunk.words)):
            a, b = chunk.words[index - 1], chunk.words[index]
            gap = b.x0 - a.x1
            river = any(
                left.x1 - 2 <= (a.x1 + b.x0) / 2 <= right.x0 + 2 and gap > 0.3 * b.size
                for left, right in itertools.pairwise(columns)
            )
            if river and gap > 0.38 * b.size:
                chunks.append(Chunk(chunk.words[start:index]))
                start = index
        chunks.append(Chunk(chunk.words[start:]))
    return chunks


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


def _extent(chunk: Chunk, columns: Sequence[Column]) -> tuple[int, int]:
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


def _rule_below(
    chunk: Chunk, line: Line, partial: Sequence[HLine], lines: Sequence[Line]
) -> HLine | None:
    below = [other for other in lines if other.baseline > line.baseline + 1]
    near = [
        r for r in partial
        if line.baseline - 1 < r.y <= line.baseline + 2.6 * line.size
        and not any(o.baseline < r.y and sum(_over(c, r) for c in o.chunks) > 1 for o in below)
        and r.x0 - 6 <= (chunk.x0 + chunk.x1) / 2 <= r.x1 + 6
    ]  # fmt: skip
    return min(near, key=lambda r: r.y, default=None)


def _over(chunk: Chunk, rule: HLine) -> bool:
    return rule.x0 - 2 <= (chunk.x0 + chunk.x1) / 2 <= rule.x1 + 2


def _spread_by_repeats(
    cells: list[HeaderCell], columns: Sequence[Column], line: Line, lines: Sequence[Line]
) -> bool:
    """Spread spanners over groups of leaves when the same leaves come again under each."""
    below = [o for o in lines if o.baseline > line.baseline + 0.5 * line.size]
    later = max(below, key=lambda o: (len(o.chunks), o.baseline), default=None)
    spanners = [cell for cell in cells if cell.first > 0]
    if later is None or len(spanners) < 2:
        return False
    leaves = [(_extent(chunk, columns), chunk.text.lower()) for chunk in _split_chunks(later, columns)]
    leaves = [leaf for leaf in leaves if leaf[0][0] > 0]
    starts = [i for i, leaf in enumerate(leaves) if leaf[1] == leaves[0][1]]
    if len(starts) != len(spanners) or len(starts) < 2:
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
    for spanner, group in zip(spanners, groups, strict=True):
        spanner.first, spanner.last = group[0][0][0], group[-1][0][1]
    return True


FLUSH = 6.0
"""Points from the left edge of a spanner to that of the first column below it, where both are set flush left."""


def _spread(
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
        for chunk in _split_chunks(other, columns):
            first, last = _extent(chunk, columns)
            below.update(range(first, last + 1))
    taken |= {i for cell in cells for i in range(cell.first, cell.last + 1)}
    for other in lines:  # labels set a little lower stand on the same level
        if 0.1 < other.baseline - line.baseline <= 0.8 * line.size:
            for chunk in _split_chunks(other, columns):
                first, last = _extent(chunk, columns)
                taken.update(range(first, last + 1))
    for index in sorted(below - taken):
        if index == 0:
            continue
        middle = (columns[index].x0 + columns[index].x1) / 2
        nearest = min(cells, key=lambda c: abs(_middle(c) - middle), default=None)
        if nearest is None or nearest.first == 0:
            continue
        beside = index in (nearest.first - 1, nearest.last + 1)
        lone = nearest.first == nearest.last
        centred = (lone and not _centred(nearest, columns)) or not lone
        if beside and centred:
            nearest.first, nearest.last = min(nearest.first, index), max(nearest.last, index)
            taken.add(index)


def _spread_lone(cells: list[HeaderCell], columns: Sequence[Column], later: Sequence[Line]) -> None:
    """Let a lone label over the middle of all columns below it span them, not the one that it touches."""
    spanners = [cell for cell in cells if cell.first > 0]
    if len(spanners) != 1 or spanners[0].first != spanners[0].last:
        return
    if stands_between_rules(spanners[0], columns):
        return
    hit = [_extent(chunk, columns) for chunk in _split_chunks(later[0], columns)]
    under = sorted({i for first, last in hit for i in range(first, last + 1) if first > 0})
    if len(under) < 2 or spanners[0].first not in under:
        return
    middle = _middle(spanners[0])
    over_all = abs(middle - (columns[under[0]].x0 + columns[under[-1]].x1) / 2)
    own = columns[spanners[0].first]
    if over_all < abs(middle - (own.x0 + own.x1) / 2):
        spanners[0].first, spanners[0].last = under[0], under[-1]


def _left(cell: HeaderCell) -> float:
    return min(word.x0 for word in cell.words)


def _middle(cell: HeaderCell) -> float:
    return (min(w.x0 for w in cell.words) + max(w.x1 for w in cell.words)) / 2


def _centred(cell: HeaderCell, columns: Sequence[Column]) -> bool:
    """Whether a chunk stands squarely over its one column."""
    column = columns[cell.first]
    left, right = min(w.x0 for w in cell.words), max(w.x1 for w in cell.words)
    if stands_between_rules(cell, columns):
        return True
    aligned = abs(left - column.x0) < 4 or abs(right - column.x1) < 4
    return aligned or abs((left + right) / 2 - (column.x0 + column.x1) / 2) < 6


def _home(
    cell: HeaderCell, placed: list[HeaderCell], partial: Sequence[HLine], columns: Sequence[Column]
) -> HeaderCell | None:
    """Return the cell above that this text continues: over the same columns, no rule between, near."""
    spanner = _spanner_of(cell, placed, partial)
    if spanner is not None:
        return spanner
    for other in reversed(placed):
        same = other.first == cell.first and other.last == cell.last
        if not same:
            if other.first <= cell.last and cell.first <= other.last:
                return None
            continue
        gap = cell.baselines[0] - other.baselines[-1]
        x0, x1 = min(w.x0 for w in cell.words), max(w.x1 for w in cell.words)
        ruled = any(
            other.baselines[-1] < r.y < cell.baselines[0] and r.x0 < x1 and r.x1 > x0 for r in partial
        )
        return other if not ruled and gap < 3.2 * cell.words[0].size else None
    return None


def _spanner_of(
    cell: HeaderCell, placed: list[HeaderCell], partial: Sequence[HLine]
) -> HeaderCell | None:
    """Return the spanner whose second line this is: near, on the same middle or left edge, no rule between."""
    for other in reversed(placed):
        gap = cell.baselines[0] - other.baselines[-1]
        if other.last == other.first or not 0 < gap < 2.0 * cell.words[0].size:
            continue
        inside = other.first <= cell.last and cell.first <= other.last
        ruled = any(
            other.baselines[-1] < r.y < cell.baselines[0] and r.x0 < _middle(cell) < r.x1
            for r in partial
        )
        if (
            inside
            and not ruled
            and not cell.stands_beside(other)
            and (abs(_middle(cell) - _middle(other)) < 8 or abs(_left(cell) - _left(other)) < 1)
        ):
            return other
    return None


def _levels(cells: list[HeaderCell]) -> list[HeaderCell]:
    """Give each cell its level: one below the lowest cell over any of its columns."""
    cells.sort(key=lambda c: (c.baselines[0], c.first))
    depth: dict[int, int] = {}
    for cell in cells:
        span = range(cell.first, cell.last + 1)
        cell.row = max((depth.get(i, 0) for i in span), default=0)
        for i in span:
            depth[i] = cell.row + 1
    levels = max(depth.values(), default=0)
    for cell in cells:
        span = range(cell.first, cell.last + 1)
        lowest = all(depth[i] == cell.row + 1 for i in span)
        if lowest and cell.row + 1 < levels:
            cell.rowspan = levels - cell.row
    return cells
