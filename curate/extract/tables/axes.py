"""The two axes of a table: which labels stand over each column and beside each row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from curate.extract.tables.doses import name_doses
from curate.extract.tables.naming import ArmBook, Name, name_of, plain_key
from curate.extract.tables.paired import ArmPair, find_pairs
from curate.extract.tables.segment import Table, TableCell
from curate.parse.duration import find_times, is_time
from curate.parse.label import sounds_like_arm
from curate.parse.number import POINT, Convention
from curate.parse.safety import is_system_class, is_total
from curate.parse.statistic_said import find_said


@dataclass(slots=True)
class RowAxis:
    """One row's labels, outermost first, its cells, and what a header in the middle of the table says."""

    index: int
    names: list[Name]
    cells: list[TableCell]
    over: dict[int, Name] = field(default_factory=dict)


@dataclass(slots=True)
class Axes:
    """Names over each column and beside each row.

    Attributes
    ----------
    stubs
        How many leading columns hold labels.
    columns
        Column → names over it, outermost first.
    corner
        Text over the stub columns.
    pairs
        Column → the two arms whose values stand in each of its cells.
    """

    table: Table
    stubs: int
    columns: dict[int, list[Name]]
    rows: list[RowAxis]
    corner: str = ""
    arms: list[Name] = field(default_factory=list)
    pairs: dict[int, ArmPair] = field(default_factory=dict)


def read_axes(table: Table, known: ArmBook, convention: Convention = POINT) -> Axes:
    """Name the labels of both axes of a table."""
    stubs = _stub_count(table)
    columns: dict[int, list[Name]] = {}
    names = {id(cell): name_of(cell, known) for cell in table.heads}
    for cell in sorted(table.heads, key=lambda c: (c.row, c.col)):
        for col in range(cell.col, cell.col + cell.colspan):
            if col >= stubs:
                columns.setdefault(col, []).append(names[id(cell)])
    corner = " ".join(c.plain for c in table.heads if c.col < stubs)
    axes = Axes(table, stubs, columns, _rows(table, stubs, known), corner)
    _take_pairs(axes, known, convention)
    _name_lettered_rows(axes)
    _name_counted_times(axes)
    _take_arm_column(axes, known)
    _settle_arms(axes, known)
    return axes


_NUMBERISH = re.compile(r"^[<>≤≥=±−–\-(\[]*\s*[\d.·]|^(?:NS|n\.s\.|NR|NA|N/A|-|–|—)$", re.I)


def _stub_count(table: Table) -> int:
    """Leading columns whose cells are words."""
    count = 1
    for col in range(1, min(3, len(table.columns) - 1)):
        texts = [c.plain for c in table.body if c.col == col]
        wordy = [t for t in texts if not _NUMBERISH.match(t) and re.search(r"[A-Za-z]", t)]
        labels = [n for n in (name_of(c) for c in table.heads if c.col == col) if n.kind in ("p", "n")]
        times = [t for t in texts if is_time(t)]
        if texts and not labels and (len(wordy) > 0.7 * len(texts) or len(times) > 0.7 * len(texts)):
            count = col + 1
        else:
            break
    return count


def _rows(table: Table, stubs: int, known: ArmBook) -> list[RowAxis]:
    by_row: dict[int, list[TableCell]] = {}
    for cell in table.body:
        by_row.setdefault(cell.row, []).append(cell)
    rows: list[RowAxis] = []
    path: list[TableCell] = []
    over: dict[int, Name] = {}
    stack: list[tuple[float, TableCell, bool]] = []
    carried: dict[int, TableCell] = {}
    heading: list[TableCell] = []
    left = min((c.x0 for c in table.body if c.col == 0), default=0.0)
    for index in sorted(by_row):
        cells = sorted(by_row[index], key=lambda c: c.col)
        labels = [c for c in cells if c.col < stubs]
        data = [c for c in cells if c.col >= stubs]
        if stubs > 1:
            for cell in labels:
                carried = {c: v for c, v in carried.items() if c < cell.col}
                carried[cell.col] = cell
            own = [carried[c] for c in sorted(carried)]
            parents = [c for _, c, _ in stack]
            if (
                not data
                and len(labels) == 1
                and labels[0].col == 0
                and not by_row.get(index + 1, [None])[0]
            ):
                stack = [(labels[0].x0, labels[0], True)]
        else:
            own = labels
            parents = _parents(stack, labels, bool(data))
        if _is_heading(cells, table, left):
            heading = cells
            stack, path = [], []
            continue
        if not labels and data and _is_reheader(data):
            over = {col: name_of(c, known) for c in data for col in range(c.col, c.col + c.colspan)}
            continue
        if data:
            path = [*heading, *parents, *own] if labels or not path else path
            rows.append(RowAxis(index, [name_of(c, known, stub=True) for c in path], data, over))
    return rows


def _take_pairs(axes: Axes, known: ArmBook, convention: Convention) -> None:
    """Leave of a header that names two arms what else it names; the arms belong to the halves of its cells."""
    axes.pairs = find_pairs(axes.columns, axes.table.body, known, convention)
    for col, pair in axes.pairs.items():
        rest = [pair.rest] if pair.rest else []
        names = [m for n in axes.columns[col] for m in (rest if n is pair.name else [n])]
        axes.columns[col] = names
        if not names:
            del axes.columns[col]


_LETTERS = re.compile(r"^[A-Z](?:/[A-Z])?$")


def _name_lettered_rows(axes: Axes) -> None:
    """Rows named by letters under one head are groups: "F" beside "M" is no F, "P" beside "A" and "N" no p."""
    below: dict[tuple[int, ...], list[Name]] = {}
    for row in axes.rows:
        if row.names and _LETTERS.match(row.names[-1].text):
            path = tuple(id(name.cell) for name in row.names[:-1])
            below.setdefault(path, []).append(row.names[-1])
    for names in below.values():
        if len({name.text for name in names}) > 1:
            for name in names:
                name.kind = "letter"


_UNIT_HEAD = re.compile(r"(?i)^(?:time\s*\W?\s*)?(weeks?|days?|months?|years?|hours?|min(?:ute)?s?)\W*$")


def _name_counted_times(axes: Axes) -> None:
    """Under a stub head that is a unit of time, bare numbers are time points: "Weeks" over 0, 12, 24."""
    unit = _UNIT_HEAD.match(axes.corner)
    if unit is None:
        return
    for row in axes.rows:
        for name in row.names:
            if re.fullmatch(r"\d{1,3}", name.text):
                name.kind, name.text = "time", f"{unit[1]} {name.text}"


_GROUP_HEAD = re.compile(r"(?i)^(?:(?:study|treatment|trial) )?(?:groups?|arms?)$")


def _take_arm_column(axes: Axes, known: ArmBook) -> None:
    """Make a column of words under "Group" that stands between columns of numbers the rows' arms."""
    for col, over in axes.columns.items():
        cells = [cell for row in axes.rows for cell in row.cells if cell.col == col]
        words = [cell for cell in cells if re.match(r"[A-Za-z]", cell.plain)]
        few = 2 <= len({cell.plain for cell in words}) <= max(2, len(words) // 2)
        if not over or not _GROUP_HEAD.match(over[-1].text) or len(words) < len(cells) or not few:
            continue
        for row in axes.rows:
            own = [cell for cell in row.cells if cell.col == col]
            row.cells = [cell for cell in row.cells if cell.col != col]
            for cell in own:
                name = name_of(cell, known, stub=True)
                name.kind = "arm"
                row.names = [*row.names, name]


CENTRED = 40.0
"""Points right of the stub from which a label alone in its row is set in the middle of the table."""


def _is_heading(cells: list[TableCell], table: Table, left: float) -> bool:
    """Whether a row is one label in the middle of the table: it heads the rows below it."""
    cell = cells[0]
    return (
        len(cells) == 1
        and cell.colspan >= max(2, len(table.columns) // 2)
        and cell.x0 > left + CENTRED
        and bool(re.match(r"[A-Za-z]", cell.plain))
        and not _NUMBERISH.match(cell.plain)
        and len(cell.plain) < 80
    )


def _is_reheader(data: list[TableCell]) -> bool:
    """Whether a row without a label holds words only: a header in the middle of the table."""
    return len(data) >= 2 and all(
        re.search(r"[A-Za-z]", c.plain) and not _NUMBERISH.match(c.plain) for c in data
    )


INDENT = 3.0
"""Points by which a label is set in below its parent."""


def _parents(
    stack: list[tuple[float, TableCell, bool]], labels: list[TableCell], has_data: bool
) -> list[TableCell]:
    """Pop what this label does not stand under, push it, and return what it stands under.

    A label without data heads what is set in below it; when nothing is set in, it heads all rows up to
    the next label without data. A label with data heads only rows that are set in; a system organ class
    heads the terms after it, set in or not.
    """
    if not labels:
        return [cell for _, cell, _ in stack]
    label = labels[0]
    kept = []
    term = not is_system_class(label.plain) and not is_total(label.plain)
    for x0, cell, heads in stack:
        level = abs(label.x0 - x0) <= INDENT
        deeper = label.x0 > x0 + INDENT or (level and has_data and term and is_system_class(cell.plain))
        if deeper or (heads and has_data and level and not (cell.bold is False and label.bold)):
            kept.append((x0, cell, heads))
    if not has_data:
        kept = [(x, c, h) for x, c, h in kept if label.x0 > x + INDENT]
    elif kept and kept[-1][2]:
        # A group that has had set-in rows does not head a row that is set out again.
        last_x = stack[-1][0]
        if last_x > label.x0 + INDENT and not any(label.x0 > x + INDENT for x, _, _ in kept[-1:]):
            kept.pop()
    stack[:] = kept
    parents = [cell for _, cell, _ in kept]
    stack.append((label.x0, label, not has_data))
    return parents


def _settle_arms(axes: Axes, known: ArmBook) -> None:
    """Decide which labels without a kind of their own name arms."""
    over = [name for names in axes.columns.values() for name in names]
    distinct = list({id(n): n for n in over}.values())
    arms = [n for n in distinct if n.kind == "arm"]
    paired = [arm for pair in axes.pairs.values() for arm in pair.arms]
    row_arms = [n for row in axes.rows for n in row.names if n.kind == "arm"]
    others = [n for n in distinct if n.kind == "other"]
    if paired:
        distinct += paired
    elif arms:
        levels = {n.cell.row for n in arms}
        for name in others:
            if name.cell.row in levels and len(name.text) < 60 and not row_arms:
                name.kind = "arm"
    elif _sized_groups(axes):
        for name in _sized_groups(axes):
            name.kind = "arm"
    elif not row_arms and not _rows_sound_like_arms(axes):
        level = _arm_level(others)
        for name in others:
            if name.cell.row == level and len({n.text for n in others if n.cell.row == level}) >= 2:
                name.kind = "arm"
    elif not row_arms:
        for row in axes.rows:
            for name in row.names:
                if name.kind == "other" and sounds_like_arm(name.text):
                    name.kind = "arm"
    _settle_axis(axes, distinct)
    _name_subgroups(axes)
    name_doses(axes.columns.values())
    seen: dict[str, Name] = {}
    for name in [*distinct, *(n for row in axes.rows for n in row.names)]:
        if name.kind == "arm":
            seen.setdefault(plain_key(name.text), name)
            if name.n and not seen[plain_key(name.text)].n:
                seen[plain_key(name.text)] = name
    axes.arms = list(seen.values())


def _name_subgroups(axes: Axes) -> None:
    """Over the same arms with other sizes stand other people: "Smokers" and "Nonsmokers" over both arms."""
    below: dict[int, dict[str, str]] = {}
    outer: dict[int, Name] = {}
    for names in axes.columns.values():
        arm = names[-1]
        over = names[-2] if len(names) > 1 else arm
        if arm.kind == "arm" and arm.n and over.kind in ("arm", "other") and not over.n:
            outer[id(over)] = over
            below.setdefault(id(over), {})[plain_key(arm.text)] = arm.n
    sets = list(below.values())
    if len(sets) < 2 or len(sets[0]) < 2 or any(s.keys() != sets[0].keys() for s in sets):
        return
    if any(s != sets[0] for s in sets):
        for name in outer.values():
            name.kind = "subgroup"


def _sized_groups(axes: Axes) -> list[Name]:
    """Group labels of the stub with a size each are arms."""
    groups = [n for row in axes.rows for n in row.names if n.kind == "other" and n.n]
    return groups if len({n.text for n in groups}) >= 2 else []


def _settle_axis(axes: Axes, over: list[Name]) -> None:
    """Where both axes seem to hold arms, those hold them whose labels use the words of arms."""
    columns = [n for n in over if n.kind == "arm"]
    rows = [n for row in axes.rows for n in row.names if n.kind == "arm"]
    if not columns or not rows:
        return
    sound = [any(sounds_like_arm(n.text) for n in names) for names in (columns, rows)]
    keys = [{plain_key(n.text) for n in names} for names in (columns, rows)]
    if sound[1] and not sound[0] and not keys[0] & keys[1]:
        for name in columns:
            name.kind = "other"
    elif sound[0] and not sound[1] and len(keys[1]) < 2:
        for name in rows:
            name.kind = "other"


def _rows_sound_like_arms(axes: Axes) -> bool:
    labels = [row.names[-1] for row in axes.rows if row.names]
    sounding = [n for n in labels if n.kind == "other" and (sounds_like_arm(n.text) or n.n)]
    return len(sounding) >= 2 and len(sounding) >= 0.5 * len(
        [n for n in labels if n.kind in ("other", "arm")]
    )


def _arm_level(others: Sequence[Name]) -> int:
    """Return the header level with the most labels that may be arms, the outermost of equals.

    Labels that say different statistics ("Samples", "Rejected, n (%)") name no arms: those are measured alike.
    """
    levels: dict[int, set[tuple[str, ...]]] = {}
    for name in others:
        told = tuple(slot for said in find_said(name.cell.plain) for slot in said.slots)
        levels.setdefault(name.cell.row, set()).add(told)
    counts = Counter(n.cell.row for n in others if len(levels[n.cell.row]) == 1)
    if not counts:
        return -1
    best = max(counts.values())
    return min(level for level, count in counts.items() if count == best)


def without_last_time(text: str) -> str:
    """Return a label without the time point that it ends with ("HAM-D at week 8" is "HAM-D")."""
    for time in times_in(text):
        ending = rf"[\s,;:(]*\b(?:at|after|by|until)(?: the)? {re.escape(time)}\)?$"
        text = re.sub(ending, "", text, flags=re.IGNORECASE) or text
    return text


@lru_cache(maxsize=2048)  # of labels, which each cell beside or under them asks for
def times_in(text: str) -> tuple[str, ...]:
    """Return the time points that a longer label names beyond doubt ("HAM-D at week 8")."""
    found = []
    for time in find_times(text):
        if re.match(r"(?i)[-\s]*(?:and|to|vs\.?|versus)\s+(?:after|post)", text[time.end :]):
            continue  # "before and after training" is no time of either
        before = text[: time.start].rstrip().lower()
        leading = bool(re.match(r"(?i)(?:day|week|month|year|hour|minute)s?[\s-]*\d", time.text))
        placed = re.search(
            r"\b(?:at|after|by|to|within|post|until|over|through|at the|for)$|[,;:(]$", before
        )
        named = time.anchor == "end" or re.search(r"\d", time.text)
        if time.anchor == "baseline" or leading or (placed and named):
            found.append(time.text)
    return tuple(found)
