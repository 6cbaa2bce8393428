"""Naming the labels of both axes of a table, one rule after the other."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from curate.extract.tables.grid.segment import Table
from curate.extract.tables.names.answers import (
    name_answers,
    name_lettered_rows,
    name_middles,
)
from curate.extract.tables.names.arm_book import ArmBook
from curate.extract.tables.names.arm_levels import MOST_ARMS
from curate.extract.tables.names.assigned import has_arms_in_rows, take_assigned
from curate.extract.tables.names.axes import Axes, compares
from curate.extract.tables.names.blocks import name_windows_over, reach_over_groups, share_blocks
from curate.extract.tables.names.compared import (
    take_compared_columns,
    take_compared_rows,
    take_people_rows,
)
from curate.extract.tables.names.compared_to import take_rows_against
from curate.extract.tables.names.counted_times import name_counted_times
from curate.extract.tables.names.crossed_rows import take_crossed_rows
from curate.extract.tables.names.groups import is_bare, settle_groups
from curate.extract.tables.names.heads import (
    name_p_values,
    reach_over_headless,
    settle_comparisons,
)
from curate.extract.tables.names.introduced import take_introduced
from curate.extract.tables.names.label_columns import stub_count
from curate.extract.tables.names.listing import without_people
from curate.extract.tables.names.naming import Name, name_of
from curate.extract.tables.names.occasions import name_occasions
from curate.extract.tables.names.paired import find_pairs
from curate.extract.tables.names.reference import without_reference
from curate.extract.tables.names.row_times import name_ages, name_events
from curate.extract.tables.names.settle_arms import TREATMENT_HEAD, settle_arms
from curate.extract.tables.names.size_row import (
    give_back_sizes,
    name_counted,
    take_numbers_behind,
    take_size_row,
)
from curate.extract.tables.names.spanners import (
    GROUP_HEAD,
    leave_out_whole,
    name_heads,
    name_means,
    name_tests,
    name_variances,
    share_moments,
)
from curate.extract.tables.names.stub import read_rows
from curate.extract.tables.names.time_labels import (
    TIME_HEAD,
    name_attendance,
    name_before_and_after,
    name_coded_rows,
    name_ends,
    name_headed,
    name_spans,
    name_stages,
)
from curate.parse.duration import find_times, is_time
from curate.parse.label import is_everyone, sounds_like_arm
from curate.parse.number import POINT, Convention


def read_axes(table: Table, known: ArmBook, convention: Convention = POINT) -> Axes:
    """Name the labels of both axes of a table."""
    stubs = stub_count(table)
    columns: dict[int, list[Name]] = {}
    names = {id(cell): name_of(cell, known) for cell in table.heads}
    for cell in sorted(table.heads, key=lambda c: (c.row, c.col)):
        for col in range(cell.col, cell.col + cell.colspan):
            if col >= stubs:
                columns.setdefault(col, []).append(names[id(cell)])
    reach_over_headless(columns, stubs, len(table.columns))
    corner = " ".join(c.plain for c in table.heads if c.col < stubs)
    take_size_row(columns, table.heads, stubs)
    take_numbers_behind(columns.values())
    give_back_sizes(columns)
    name_counted(columns)
    name_tests(columns)
    name_means(columns)
    name_variances(columns)
    share_moments(columns)
    over_labels = {col: " ".join(c.plain for c in table.heads if c.col == col) for col in range(stubs)}
    rows = without_people(read_rows(table, stubs, known, columns), over_labels)
    axes = Axes(table, stubs, columns, rows, corner)
    name_p_values(columns, axes.rows)
    _take_pairs(axes, known, convention)
    name_lettered_rows(axes.rows)
    name_answers(axes.columns, axes.rows)
    name_middles(axes.rows)
    name_counted_times(axes.corner, axes.rows)
    name_before_and_after(axes.columns, axes.rows)
    name_ends(columns)
    name_events(axes.rows)
    name_headed(columns)
    name_attendance(axes.rows)
    name_stages(axes.rows)
    name_coded_rows(axes.rows)
    name_spans(axes.rows)
    name_ages(axes.rows)
    name_occasions(columns, axes.rows, axes.corner, table.whole_caption)
    name_windows_over(columns.values(), axes.rows, table.whole_caption)
    share_blocks(columns, axes.rows)
    reach_over_groups(columns, axes.rows)
    _part_timed_arms(axes)
    _take_arm_column(axes, known)
    _take_arm_stub(axes)
    take_assigned(axes)
    _take_time_stub(axes)
    _take_arm_headings(axes)
    take_rows_against(axes.rows, columns)
    take_crossed_rows(axes)
    name_heads(axes.columns.values())
    settle_groups(axes.columns.values())
    leave_out_whole(axes.columns.values())
    settle_comparisons(axes.columns.values(), table.note_text)
    take_compared_rows(axes.rows, axes.columns)
    take_compared_columns(axes.columns)
    take_people_rows(axes.rows)
    told = take_introduced(axes.columns.values(), table.whole_caption, table.note_text)
    settle_arms(axes, known, told)
    return axes


def _take_pairs(axes: Axes, known: ArmBook, convention: Convention) -> None:
    """Leave of a header that names two arms what else it names; the arms belong to the halves of its cells."""
    axes.pairs = find_pairs(axes.columns, axes.table.body, known, convention)
    for col, pair in axes.pairs.items():
        rest = [pair.rest] if pair.rest else []
        names = [m for n in axes.columns[col] for m in (rest if n is pair.name else [n])]
        axes.columns[col] = names
        if not names:
            del axes.columns[col]


def _part_timed_arms(axes: Axes) -> None:
    """Take headers apart that name an arm and a time each: "Drug 0-3 months" beside "Control 0-3 months"."""
    by_level: dict[int, dict[int, tuple[Name, str, str]]] = {}
    for over in axes.columns.values():
        for name in over:
            parts = _arm_and_time(name.text) if name.kind in ("arm", "other", "time") else None
            if parts:
                by_level.setdefault(name.cell.row, {})[id(name)] = (name, *parts)
    for level in by_level.values():
        arms = {arm for _, arm, _ in level.values()}
        if len(arms) < 2 or not any(map(sounds_like_arm, arms)):
            continue
        for col, over in axes.columns.items():
            axes.columns[col] = [
                part
                for name in over
                for part in (_parted(*level[id(name)]) if id(name) in level else [name])
            ]


def _arm_and_time(text: str) -> tuple[str, str] | None:
    """Return what stands before the time that a label ends with, and that time."""
    times = find_times(text)
    last = times[-1] if times else None
    arm = text[: last.start].rstrip(" ,;:(–-") if last else ""
    if last is None or last.end < len(text.rstrip(" )")) or not re.search(r"[A-Za-z]{2}", arm):
        return None
    return None if is_time(arm) or arm.lower() in _ANCHORS else (arm, last.text)


_ANCHORS = frozenset(
    {"at", "after", "before", "post", "change", "follow-up", "baseline", "mean", "end of"}
)
"""What stands before a time and names no arm."""


def _parted(name: Name, arm: str, time: str) -> list[Name]:
    return [replace(name, kind="arm", text=arm), Name("time", time, name.cell)]


def _take_arm_column(axes: Axes, known: ArmBook) -> None:
    """Make a column of words under "Group" that stands between columns of numbers the rows' arms.

    What stands left of it in the row of one group only is said of all of them, and is no value of that group.
    """
    for col, over in axes.columns.items():
        if not over or not GROUP_HEAD.match(over[-1].text):
            continue
        cells = [cell for row in axes.rows for cell in row.cells if cell.col == col]
        words = [cell for cell in cells if re.match(r"[A-Za-z]", cell.plain)]
        few = 2 <= len({cell.plain for cell in words}) <= max(2, len(words) // 2)
        if len(words) < len(cells) or not few:
            continue
        filled = Counter(cell.col for row in axes.rows for cell in row.cells if cell.col < col)
        shared = {left for left, count in filled.items() if 2 * count <= len(words)}
        compared = {c for c, names in axes.columns.items() for n in names if n.kind in ("p", "contrast")}
        for row in axes.rows:
            own = [cell for cell in row.cells if cell.col == col]
            row.cells = [
                cell for cell in row.cells if cell.col != col and cell.col not in shared - compared
            ]
            for cell in own:
                name = name_of(cell, known, stub=True)
                name.kind = "arm"
                row.names = [*row.names, name]


def _take_arm_stub(axes: Axes) -> None:
    """Make labels below "Group" arms: the rows' own, or the few that come again in a column beside these."""
    grouped = GROUP_HEAD.match(axes.corner) or _heads_treatments(axes) or has_arms_in_rows(axes)
    if axes.stubs == 1 and grouped:
        rows = [r for r in axes.rows if r.names and not is_everyone(r.names[-1].text)]
        own = [row.names[-1] for row in rows]
        placed = {(*(n.cell.row for n in r.names[:-1]), r.names[-1].text) for r in rows}
        named = {name.kind for names in axes.columns.values() for name in names}
        few = 2 <= len({name.text for name in own}) <= MOST_ARMS
        if few and len(own) == len(placed) and "arm" not in named:
            for name in own:
                name.kind = "arm" if name.kind in ("other", "letter") else name.kind
    for head in axes.table.heads:
        if head.col >= axes.stubs or axes.stubs < 2 or not GROUP_HEAD.match(head.plain):
            continue
        below = [name for row in axes.rows for name in row.names if name.cell.col == head.col]
        groups = [name for name in below if name.kind in ("other", "letter", "arm")]
        if 2 <= len({name.text for name in groups}) <= max(2, len(groups) // 2):
            for name in groups:
                name.kind = "arm"


def _take_arm_headings(axes: Axes) -> None:
    """Make the few rows below "Group assignment" arms, where no column is one: a model has other rows beside them."""
    if any(name.kind == "arm" for names in axes.columns.values() for name in names):
        return
    prefixed = [(row.names[-1], _ARM_BEHIND.match(row.names[-1].text)) for row in axes.rows if row.names]
    told = [(name, match) for name, match in prefixed if match and name.kind in ("other", "arm")]
    if len({match["arm"] for _, match in told}) > 1:
        for name, match in told:
            name.kind, name.text = "arm", without_reference(match["arm"])
    below: dict[int, list[Name]] = {}
    for row in axes.rows:
        if len(row.names) > 1 and GROUP_HEAD.match(row.names[-2].text):
            below.setdefault(id(row.names[-2].cell), []).append(row.names[-1])
    for names in below.values():
        few = 2 <= len(names) <= MOST_ARMS and len({name.text for name in names}) == len(names)
        if few and all(name.kind in ("other", "arm") and not is_bare(name.text) for name in names):
            for name in names:
                name.kind = "arm"


_ARM_BEHIND = re.compile(
    r"(?i)(?:(?:study|treatment|intervention|randomi[sz]ed) )?(?:group|arm|condition)\s*:\s*(?P<arm>[A-Za-z].*)"
)
"""A row of a model that names the factor before the arm: "Group: letters only (referent)"."""


def _heads_treatments(axes: Axes) -> bool:
    """Whether the rows are treatments and the columns what came of them, which have no size and no group's name."""
    over = [name for names in axes.columns.values() for name in names]
    groups = any(name.n or sounds_like_arm(name.text) for name in over)
    if not TREATMENT_HEAD.match(axes.corner) or groups or compares(axes):
        return False
    said = (name.cell.plain for row in axes.rows for name in row.names)
    return not any(map(_REFERENCE.search, said))  # of a model: its coefficients are no outcomes


_REFERENCE = re.compile(r"(?i)\breference\b")


def _take_time_stub(axes: Axes) -> None:
    """Make the few labels that come again below "Time point" in a column beside the rows' own labels times."""
    for head in axes.table.heads:
        if head.col >= axes.stubs or axes.stubs < 2 or not TIME_HEAD.match(head.plain):
            continue
        below = [name for row in axes.rows for name in row.names if name.cell.col == head.col]
        named = [name for name in below if name.kind in ("other", "letter", "arm")]
        timed = any(name.kind == "time" for name in below) or not _MAY_MEASURE.match(head.plain)
        if timed and named and 2 <= len({name.text for name in below}) <= max(2, len(below) // 2):
            for name in named:
                name.kind = "time"


_MAY_MEASURE = re.compile(r"(?i)(?:assess|measure)ments?$")
"""A head that stands over what was assessed where none of its labels is a time."""
