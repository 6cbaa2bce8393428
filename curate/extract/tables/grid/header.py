"""The header of a table: which text stands over which columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.tables.grid.columns import Column
from curate.extract.tables.grid.header_cell import (
    HeaderCell,
    cut_at_walls,
    extent,
    keep_between,
    left_of,
    middle_of,
    split_chunks,
    walls_at,
)
from curate.extract.tables.grid.lines import Chunk, Line
from curate.extract.tables.grid.rules import HLine
from curate.extract.tables.grid.spread import spread, spread_by_repeats, spread_over_pairs
from curate.parse.duration import is_time
from curate.parse.statistic_said import find_said
from curate.parse.unit import is_unit
from curate.pdf.page import Rule, Word


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
        _reach_over_groups(cells, placed)
        over_all = _reach_over_all(cells, columns, placed)
        own_level = over_all or _says_the_same(cells) or _crosses(cells, placed)
        for cell in cells:
            home = None if own_level else _home(cell, placed, partings)
            home = home or _begun_above(cell, placed, partings)
            if home is None:
                placed.append(cell)
            else:
                home.words.extend(cell.words)
                home.baselines.extend(cell.baselines)
                home.first, home.last = min(home.first, cell.first), max(home.last, cell.last)
    spread_over_pairs(placed, columns)
    return _levels(placed)


def _says_the_same(cells: list[HeaderCell]) -> bool:
    """Whether a line repeats one statistic, unit or time over every column: a level of its own."""
    texts = {_said(cell) for cell in cells}
    if len(cells) < 3 or len(texts) > 1:
        return False
    text = texts.pop()
    return bool(find_said(text)) or is_unit(text) or is_time(text)


def _reach_over_groups(cells: list[HeaderCell], placed: Sequence[HeaderCell]) -> None:
    """Let a lone statement on the line above, flush with the first of several sized groups, be said of all of them."""
    groups = [cell for cell in cells if cell.first > 0 and _SIZED.search(_said(cell))]
    over = [cell for cell in placed if cell.first > 0]
    if len(groups) < 2 or len(over) != 1:
        return
    flush = over[0].first == groups[0].first and abs(left_of(over[0]) - left_of(groups[0])) < FLUSH
    if flush and over[0].first == over[0].last and find_said(_said(over[0])):
        over[0].last = groups[-1].last


_SIZED = re.compile(r"\(\s*[nN]\s*=")
FLUSH = 1.0
"""Points between left edges that are the same."""


def _reach_over_all(
    cells: list[HeaderCell], columns: Sequence[Column], placed: Sequence[HeaderCell]
) -> bool:
    """Let a lone text in the middle below all labels, or all groups, "number (percent)", be said of each of them."""
    last = len(columns) - 1
    headed = {i for cell in placed for i in range(cell.first, cell.last + 1)}
    if len(cells) != 1 or cells[0].first == 0 or last < 2 or not headed >= set(range(1, last + 1)):
        return False
    said = _said(cells[0])
    if not find_said(said) and not is_unit(said):
        return False
    labels = [cell for cell in placed if cell.first > 0]
    groups = [cell for cell in labels if _SIZED.search(_said(cell))]
    for over in (labels, groups if len(groups) > 1 else []):
        words = [word for cell in over for word in cell.words]
        if words and abs(middle_of(cells[0]) - _middle(words)) <= CENTRED:
            cells[0].first, cells[0].last = min(c.first for c in over), max(c.last for c in over)
            return True
    return False


def _middle(words: Sequence[Word]) -> float:
    return (min(word.x0 for word in words) + max(word.x1 for word in words)) / 2


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
    chunks = split_chunks(line, columns)
    for chunk in chunks:
        first, last = extent(chunk, columns)
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
    if not spread_by_repeats(free, columns, line, lines):
        taken = {i for cell in cells for i in range(cell.first, cell.last + 1)}
        spread(free, taken, columns, line, lines)
    return cells


def _rule_below(
    chunk: Chunk, line: Line, partial: Sequence[HLine], lines: Sequence[Line]
) -> HLine | None:
    below = [other for other in lines if other.baseline > line.baseline + 1]
    near = [
        r for r in partial
        if line.baseline - 1 < r.y
        and (r.y <= line.baseline + 2.6 * line.size or _goes_on_to(chunk, line, r, below))
        and not any(o.baseline < r.y and sum(_over(c, r) for c in o.chunks) > 1 for o in below)
        and r.x0 - 6 <= (chunk.x0 + chunk.x1) / 2 <= r.x1 + 6
    ]  # fmt: skip
    return min(near, key=lambda r: r.y, default=None)


def _goes_on_to(chunk: Chunk, line: Line, rule: HLine, below: Sequence[Line]) -> bool:
    """Whether a text goes on line by line, flush left or centred, down to a rule: a label of three lines or more."""
    last = line
    for other in sorted(below, key=lambda o: o.baseline):
        over = [c for c in other.chunks if _over(c, rule)]
        if other.baseline >= rule.y or not over:
            continue
        close = other.baseline - last.baseline <= PITCH * line.size and len(over) == 1
        same = abs(over[0].x0 - chunk.x0) < FLUSH or abs(_centre(over[0]) - _centre(chunk)) < FLUSH
        if not close or not same:
            return False
        last = other
    return last is not line and rule.y <= last.baseline + 2.6 * line.size


PITCH = 1.6
"""Em between the lines of one label."""


def _centre(chunk: Chunk) -> float:
    return (chunk.x0 + chunk.x1) / 2


def _over(chunk: Chunk, rule: HLine) -> bool:
    return rule.x0 - 2 <= (chunk.x0 + chunk.x1) / 2 <= rule.x1 + 2


def _home(cell: HeaderCell, placed: list[HeaderCell], partial: Sequence[HLine]) -> HeaderCell | None:
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


def _begun_above(
    cell: HeaderCell, placed: Sequence[HeaderCell], partings: Sequence[HLine]
) -> HeaderCell | None:
    """Return what ends in "of" right above a text that goes on with it: then it stands over no more than that."""
    left, right = left_of(cell), max(word.x1 for word in cell.words)
    for other in placed:
        inside = other.first <= cell.first and cell.last <= other.last
        gap = cell.baselines[0] - other.baselines[-1]
        if not inside or not 0 < gap < 1.5 * cell.words[0].size or not _OPEN_END.search(_said(other)):
            continue
        over = min(right, max(w.x1 for w in other.words)) - max(left, left_of(other))
        ruled = any(
            other.baselines[-1] < r.y < cell.baselines[0] and r.x0 < left < r.x1 for r in partings
        )
        if over > 0 and not ruled:
            other.first, other.last = cell.first, cell.last
            return other
    return None


_OPEN_END = re.compile(r"(?i)^(?:no\.|number) of$")


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
            other.baselines[-1] < r.y < cell.baselines[0] and r.x0 < middle_of(cell) < r.x1
            for r in partial
        )
        if (
            inside
            and not ruled
            and not cell.stands_beside(other)
            and (abs(middle_of(cell) - middle_of(other)) < 8 or abs(left_of(cell) - left_of(other)) < 1)
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
