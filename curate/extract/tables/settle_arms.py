"""Which labels without a kind of their own name arms, judged by all of a table."""

from __future__ import annotations

import re

from curate.extract.tables.arm_book import ArmBook, plain_key
from curate.extract.tables.arm_levels import (
    arm_level,
    complete_row_arms,
    introduced,
    leave_out_categories,
    without_measures,
)
from curate.extract.tables.axes import Axes, compares
from curate.extract.tables.doses import dosed_levels, name_doses
from curate.extract.tables.naming import Name, is_parameter, says_ratio
from curate.extract.tables.spanners import GROUP_HEAD, settle_spanners
from curate.extract.tables.tested import settle_tests_below
from curate.parse.label import sounds_like_arm
from curate.parse.statistic_said import RATIOS, find_said

TREATMENT_HEAD = re.compile(
    r"(?i)^(?:(?:study|type of|surgical|assigned|allocated) )?(?:treatment|intervention|therapy|regimen|procedure)s?$"
)


def settle_arms(axes: Axes, known: ArmBook, told: bool = False) -> None:
    """Decide which labels without a kind of their own name arms; no more than are `told` by title or notes."""
    over = [name for names in axes.columns.values() for name in names]
    distinct = list({id(n): n for n in over}.values())
    arms = [n for n in distinct if n.kind == "arm"]
    paired = [arm for pair in axes.pairs.values() for arm in pair.arms]
    row_arms = [n for row in axes.rows for n in row.names if n.kind == "arm"]
    tests = {id(n) for names in axes.columns.values() if names[0].kind == "p" for n in names}
    others = [
        n for n in distinct if n.kind == "other" and not is_parameter(n.text) and id(n) not in tests
    ]
    others = without_measures(others)
    if paired:
        distinct += paired
    elif arms:
        levels = {n.cell.row for n in arms} | dosed_levels(axes.columns.values())
        alike = [n for n in others if n.cell.row in levels and len(n.text) < 60 and not row_arms]
        counted = [n for n in alike if n.n or n.cell.colspan > 1]
        sized = all(n.n for n in arms) and len(arms) + len(counted) > 1
        # a bare "Intracluster correlation" beside sizes is no arm
        for name in [] if told else counted if sized else alike:
            name.kind = "arm"
    elif _sized_groups(axes):
        for name in _sized_groups(axes):
            name.kind = "arm"
    elif not row_arms and not _rows_sound_like_arms(axes):
        level = arm_level(introduced(others, axes.table.whole_caption) or others)
        sounding = any(sounds_like_arm(name.text) for name in others)
        for name in others if sounding or not _holds_estimates_alone(axes) else ():
            if name.cell.row == level and len({n.text for n in others if n.cell.row == level}) >= 2:
                name.kind = "arm"
    elif not row_arms:
        for row in axes.rows:
            for name in row.names:
                if name.kind == "other" and sounds_like_arm(name.text):
                    name.kind = "arm"
    _settle_axis(axes, distinct)
    _leave_out_given(axes)
    leave_out_categories(axes.rows, distinct)
    complete_row_arms(axes.rows, distinct)
    name_doses(axes.columns.values())
    settle_spanners(axes.columns.values(), known)
    settle_tests_below(axes.columns)
    seen: dict[str, Name] = {}
    for name in [*distinct, *(n for row in axes.rows for n in row.names)]:
        if name.kind == "arm":
            seen.setdefault(plain_key(name.text), name)
            if name.n and not seen[plain_key(name.text)].n:
                seen[plain_key(name.text)] = name
    axes.arms = list(seen.values())
    corners = {cell.plain for cell in axes.table.heads if cell.col < axes.stubs and cell.plain}
    again = {cell.row for cell in axes.table.body if cell.col < axes.stubs and cell.plain in corners}
    for row in axes.rows if again else ():  # below the header's own corner: other arms
        for col, name in row.over.items():
            over = axes.columns.get(col, [])[-1:]
            if name.kind == "other" and name.cell.row in again and any(n.kind == "arm" for n in over):
                name.kind = "arm"
    for row in axes.rows:
        for (
            name
        ) in row.over.values():  # the header's arm again, over a column in which it does not stand
            if name.kind == "other" and plain_key(name.text) in seen:
                name.kind = "arm"


def _holds_estimates_alone(axes: Axes) -> bool:
    """Whether over each column stands that it holds ratios, their limits or a P: no group has values of its own."""
    columns = list(axes.columns.values())
    ratios = any(says_ratio(name) for names in columns for name in names)
    return ratios and all(any(map(_is_estimate, names)) for names in columns)


def _is_estimate(name: Name) -> bool:
    slots = {slot for said in find_said(name.cell.plain) for slot in said.slots}
    return name.kind in ("p", "contrast") or (bool(slots) and slots <= RATIOS | {"ci", "p"})


def _sized_groups(axes: Axes) -> list[Name]:
    """Labels of the stub with a size each are arms; not those of the people whom the columns compare.

    Each heads the same rows, or is the row itself: questions that so many answered head other rows each.
    """
    groups = [n for row in axes.rows for n in row.names if n.kind == "other" and n.n]
    if len({n.text for n in groups}) < 2:
        return []
    if any(sounds_like_arm(n.text) for n in groups):
        return groups
    below: dict[str, set[str]] = {}
    for row in axes.rows:
        labels = [*(name.text for name in row.names[1:]), ""]
        for name, label in zip(row.names, labels, strict=True):
            if name.kind == "other" and name.n:
                below.setdefault(name.text, set()).add(label)
    if compares(axes) or not set.intersection(*below.values()):
        return []
    return groups


def _leave_out_given(axes: Axes) -> None:
    """Make the few rows that name a treatment, in the one column of one group, what was given and no arms."""
    over = [name for names in axes.columns.values() for name in names]
    if len(axes.columns) != 1 or GROUP_HEAD.match(axes.corner) or TREATMENT_HEAD.match(axes.corner):
        return
    if any(name.kind in ("arm", "contrast", "p") for name in over) or not any(name.n for name in over):
        return
    armed = [row for row in axes.rows if any(name.kind == "arm" for name in row.names)]
    if len(armed) <= FEW_ROWS * len(axes.rows):
        for name in (name for row in armed for name in row.names if name.kind == "arm" and not name.n):
            name.kind = "other"


FEW_ROWS = 0.5
"""Share of the rows, at most, that name arms without being those of the table."""


def _settle_axis(axes: Axes, over: list[Name]) -> None:
    """Where both axes seem to hold arms, those hold them whose labels use the words of arms."""
    columns = [n for n in over if n.kind == "arm"]
    rows = [n for row in axes.rows for n in row.names if n.kind == "arm"]
    if not columns or not rows:
        return
    armed = sum(any(n.kind == "arm" for n in row.names) for row in axes.rows)
    if len(columns) > 1 and all(n.n for n in columns) and armed <= FEW_ROWS * len(axes.rows):
        for name in rows:  # what some people were given next, beside the groups with their sizes
            name.kind = "other" if not name.n else name.kind
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
    sized = not compares(axes)
    sounding = [n for n in labels if n.kind == "other" and (sounds_like_arm(n.text) or (sized and n.n))]
    return len(sounding) >= 2 and len(sounding) >= 0.5 * len(
        [n for n in labels if n.kind in ("other", "arm")]
    )
