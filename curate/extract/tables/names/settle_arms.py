"""Which labels without a kind of their own name arms, judged by all of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from curate.extract.tables.names.arm_book import ArmBook, plain_key
from curate.extract.tables.names.arm_levels import (
    MOST_ARMS,
    arm_level,
    complete_row_arms,
    introduced,
    leave_out_categories,
    without_measures,
)
from curate.extract.tables.names.axes import Axes
from curate.extract.tables.names.axes import compares as table_compares
from curate.extract.tables.names.doses import dosed_levels, name_doses
from curate.extract.tables.names.groups import is_bare
from curate.extract.tables.names.heads import compares
from curate.extract.tables.names.naming import Name, is_parameter, says_ratio
from curate.extract.tables.names.reference import against_reference, without_reference
from curate.extract.tables.names.spanners import GROUP_HEAD, settle_spanners
from curate.extract.tables.names.tested import settle_tests_below
from curate.parse.label import is_everyone, sounds_like_arm
from curate.parse.statistic_said import RATIOS, find_said

TREATMENT_HEAD = re.compile(
    r"(?i)^(?:(?:study|type of|surgical|assigned|allocated) )?(?:treatment|intervention|therapy|regimen|procedure)s?$"
)


def settle_arms(axes: Axes, known: ArmBook, told: bool = False) -> None:
    """Decide which labels without a kind of their own name arms; no more than are `told` by title or notes."""
    over = [name for names in axes.columns.values() for name in names]
    distinct = list({id(n): n for n in over}.values())
    paired = [arm for pair in axes.pairs.values() for arm in pair.arms]
    if paired:
        distinct += paired
    else:
        for name in _arms_among(axes, known, distinct, told):
            name.kind = "arm"
    _settle_axis(axes, distinct)
    _leave_out_given(axes)
    leave_out_categories(axes.rows, distinct)
    complete_row_arms(axes.rows, distinct)
    name_doses(axes.columns.values())
    settle_spanners(axes.columns.values(), known)
    settle_tests_below(axes.columns)
    for name in (name for row in axes.rows for name in row.names if name.kind == "arm"):
        name.text = without_reference(name.text)
    again = [name for row in axes.rows for name in row.over.values()]
    for name in [*distinct, *again]:
        _mend(name, known)
    named = _collected([*distinct, *(n for row in axes.rows for n in row.names)])
    axes.arms = list(named.values())
    _name_arms_again(axes, named)


def _mend(name: Name, known: ArmBook) -> None:
    """Mend the name of an arm that is broken at a line's end, in its header too."""
    whole = known.mended(name.text) if name.kind == "arm" else name.text
    if whole != name.text:
        name.cell = replace(name.cell)
        name.cell.plain = name.cell.plain.replace(name.text, whole)
        name.text = whole


def _arms_among(axes: Axes, known: ArmBook, distinct: list[Name], told: bool) -> list[Name]:
    """Return the labels that name arms besides those that do so by themselves.

    Beside such ones, those of their level; else by the first of these signs that the table shows: sizes, a row that
    is the reference of each block, the same people at several times, or words that arms have.
    """
    arms = [n for n in distinct if n.kind == "arm"]
    row_arms = [n for row in axes.rows for n in row.names if n.kind == "arm"]
    tests = {id(n) for names in axes.columns.values() if names[0].kind == "p" for n in names}
    others = [
        n for n in distinct if n.kind == "other" and not is_parameter(n.text) and id(n) not in tests
    ]
    others = [n for n in without_measures(others) if not _heads_estimates(n, axes, known)]
    if arms:
        levels = {n.cell.row for n in arms} | dosed_levels(axes.columns.values())
        alike = [n for n in others if n.cell.row in levels and len(n.text) < 60 and not row_arms]
        counted = [n for n in alike if n.n or n.cell.colspan > 1]
        sized = all(n.n for n in arms) and len(arms) + len(counted) > 1
        # a bare "Intracluster correlation" beside sizes is no arm
        return [] if told else counted if sized else alike
    if sized_groups := _sized_groups(axes):
        return sized_groups
    if row_arms:
        return []
    unsized = not any(n.n for n in distinct)
    if unsized and (compared := against_reference(axes.rows, axes.columns)):
        return compared
    if _are_followed(axes):
        rows = [row.names[-1] for row in axes.rows]
        for name in rows:
            name.kind = "everyone" if is_everyone(name.text) else name.kind
        return [name for name in rows if not is_everyone(name.text)]
    if not _rows_sound_like_arms(axes):
        return _level_of_arms(axes, others)
    return [n for row in axes.rows for n in row.names if n.kind == "other" and sounds_like_arm(n.text)]


def _level_of_arms(axes: Axes, others: list[Name]) -> list[Name]:
    """Return the labels over the columns that stand on the level of arms, where two or more differ there."""
    level = arm_level(introduced(others, axes.table.whole_caption) or others)
    if not any(sounds_like_arm(name.text) for name in others) and _holds_estimates_alone(axes):
        return []
    there = [name for name in others if name.cell.row == level]
    return there if len({name.text for name in there}) >= 2 else []


def _collected(names: Iterable[Name]) -> dict[str, Name]:
    """Return each arm once, by its plain key: where it has a size, if anywhere."""
    seen: dict[str, Name] = {}
    for name in names:
        if name.kind == "arm":
            key = plain_key(name.text)
            seen.setdefault(key, name)
            if name.n and not seen[key].n:
                seen[key] = name
    return seen


def _name_arms_again(axes: Axes, named: Mapping[str, Name]) -> None:
    """Make headers in mid-table arms: other ones below the header's own corner, and the header's over any column."""
    corners = {cell.plain for cell in axes.table.heads if cell.col < axes.stubs and cell.plain}
    again = {cell.row for cell in axes.table.body if cell.col < axes.stubs and cell.plain in corners}
    for row in axes.rows:
        for col, name in row.over.items():
            if name.kind != "other":
                continue
            over = axes.columns.get(col, [])[-1:]
            replaced = name.cell.row in again and any(n.kind == "arm" for n in over)
            if replaced or plain_key(name.text) in named:
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
    if table_compares(axes) or not set.intersection(*below.values()):
        return []
    sized = sum(any(name.kind == "other" and name.n for name in row.names) for row in axes.rows)
    return groups if 2 * sized >= len(axes.rows) else []  # few of many rows are measured in fewer people


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


def _heads_estimates(name: Name, axes: Axes, known: ArmBook) -> bool:
    """Whether a label stands over nothing but ratios and their P values: an outcome, or a model, rather than an arm."""
    below = [names[-1] for names in axes.columns.values() if any(n is name for n in names[:-1])]
    if (
        len(below) < LEAST_ESTIMATES
        or name.n
        or sounds_like_arm(name.text)
        or known.resembles(name.text)
    ):
        return False
    limits = {"ci", "ci_low", "ci_high"}
    ratios = any(leaf.kind in ("contrast", "statistic") and says_ratio(leaf) for leaf in below)
    return ratios and all(
        compares(leaf) or (leaf.kind == "statistic" and _said(leaf) <= limits) for leaf in below
    )


LEAST_ESTIMATES = 2


def _said(name: Name) -> set[str]:
    return {slot for said in find_said(name.cell.plain) for slot in said.slots}


_BY_ARM = re.compile(
    r"(?i)\b(?:by|across|between|in|of|for|per) (?:the )?(?:(?:two|three|four|five|six|study|treatment|intervention"
    r"|experimental|randomi[sz]ed) )*(?:groups?|arms?|conditions?|assignments?|allocation)\b"
)


def _are_followed(axes: Axes) -> bool:
    """Whether the few rows are the arms that a title parts its outcome by: over the columns stand but times."""
    over = [name for names in axes.columns.values() for name in names]
    kinds = {name.kind for name in over}
    if "time" not in kinds or kinds - {"time", "statistic", "n", "unit", "head"}:
        return False
    names = [row.names for row in axes.rows]
    few = 2 <= len(names) <= MOST_ARMS and all(len(each) == 1 for each in names)
    plain = few and all(
        each[0].kind in ("other", "letter") and not is_bare(each[0].text) and not find_said(each[0].text)
        for each in names
    )
    return plain and bool(_BY_ARM.search(axes.table.whole_caption))


def _rows_sound_like_arms(axes: Axes) -> bool:
    labels = [row.names[-1] for row in axes.rows if row.names]
    sized = not table_compares(axes)
    sounding = [n for n in labels if n.kind == "other" and (sounds_like_arm(n.text) or (sized and n.n))]
    return len(sounding) >= 2 and len(sounding) >= 0.5 * len(
        [n for n in labels if n.kind in ("other", "arm")]
    )
