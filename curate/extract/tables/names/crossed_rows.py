"""Rows in which arms are crossed with kinds of people: hospitals below each arm, or arms below each sex."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from curate.extract.tables.names.arm_book import is_control
from curate.extract.tables.names.arm_levels import MOST_ARMS
from curate.extract.tables.names.axes import Axes
from curate.extract.tables.names.groups import is_people, is_place
from curate.extract.tables.names.naming import Name
from curate.parse.label import basis_of, is_coefficient, is_everyone, sounds_like_arm
from curate.parse.people import MANY_PEOPLE

_WHO = re.compile(rf"(?i)\b{MANY_PEOPLE}$")
LEAST = 2
"""Headings over the same rows, and rows that come again below them, before they are crossed."""

_MAY_BE = ("other", "letter", "arm", "everyone")


def take_crossed_rows(axes: Axes) -> None:
    """Make labels of crossed rows arms, and what they are crossed with the people of whom these are some."""
    paths = [[name for name in row.names if name.kind in _MAY_BE] for row in axes.rows]
    paths = [path for path in paths if len(path) > 1]
    over = {id(n): n for names in axes.columns.values() for n in names if n.kind == "arm"}.values()
    if not over:
        _take_headings(paths)
    elif not any(name.n or is_control(name.text) for name in over):
        _take_below_people(paths, list(over), axes.columns)


def _take_headings(paths: Sequence[list[Name]]) -> None:
    """Make headings arms that the same places or people stand below, and join them with arms below them."""
    heads = [path[-2] for path in paths]
    below = _below(paths)
    if not _are_arms(heads) or len(below) < LEAST:
        return
    leaves = [path[-1] for path in paths]
    again = set.intersection(*below.values())
    if _are_arms(leaves) and len(again) >= LEAST:
        for path in paths:
            path[-1].kind, path[-1].text = "arm", f"{path[-2].text}, {path[-1].text}"
        for head in heads:
            head.kind = "head"
    elif len(again) >= LEAST and _are_people([leaf for leaf in leaves if leaf.text in again]):
        for head in heads:
            head.kind = "arm"
        for leaf in leaves:
            if leaf.text in again or _is_person(leaf):
                leaf.kind = "subgroup"
    else:
        return
    _name_people(path[:-2] for path in paths)


def _take_below_people(
    paths: Sequence[list[Name]], over: Sequence[Name], columns: Mapping[int, Sequence[Name]]
) -> None:
    """Make rows arms one of which is a control group below each of several headings; columns are then of strata."""
    below: dict[int, list[Name]] = {}
    for path in paths:
        below.setdefault(id(path[-2].cell), []).append(path[-1])
    controls = [[leaf for leaf in leaves if is_control(leaf.text)] for leaves in below.values()]
    if len(below) < LEAST or any(len(found) != 1 for found in controls):
        return
    sounding = [
        [leaf for leaf in leaves if sounds_like_arm(leaf.text) and leaf.kind in ("other", "arm")]
        for leaves in below.values()
    ]
    texts = [{leaf.text for leaf in leaves} for leaves in sounding]
    if len(texts[0]) < LEAST or any(held != texts[0] for held in texts):
        return
    for leaf in (leaf for leaves in sounding for leaf in leaves):
        leaf.kind = "arm"
    for leaf in (leaf for leaves in below.values() for leaf in leaves):
        if leaf.kind != "arm" and is_coefficient(leaf.text.rstrip("^ ")):
            leaf.kind = "contrast"
    for name in over:
        name.kind = "subgroup"
    for name in (name for names in columns.values() for name in names):
        if name.kind == "contrast" and basis_of(name.text) == "change":
            name.kind = "change"  # each arm, in its row, has its own
    _name_people(path[:-1] for path in paths)


def _below(paths: Iterable[Sequence[Name]]) -> dict[tuple[str, ...], set[str]]:
    """Return the labels below each heading."""
    found: dict[tuple[str, ...], set[str]] = {}
    for path in paths:
        found.setdefault(tuple(name.text for name in path[:-1]), set()).add(path[-1].text)
    return found


def _are_arms(names: Iterable[Name]) -> bool:
    """Whether labels are few and each has the words of an arm."""
    texts = {name.text for name in names}
    return LEAST <= len(texts) <= MOST_ARMS and all(map(sounds_like_arm, texts))


def _is_person(name: Name) -> bool:
    return bool(name.n) or is_people(name.text) or is_place(name.text) or bool(_WHO.search(name.text))


def _are_people(names: Sequence[Name]) -> bool:
    return bool(names) and all(map(_is_person, names))


def _name_people(outer: Iterable[Sequence[Name]]) -> None:
    """Make headings that name people, with or without their number, kinds of people."""
    for name in (name for names in outer for name in names):
        if is_everyone(name.text) or _is_person(name):
            name.kind = "subgroup"
