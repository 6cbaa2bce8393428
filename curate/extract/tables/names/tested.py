"""P values and ratios below one arm that compare it with others: below the control stands none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from curate.extract.tables.names.naming import Name, says_ratio
from curate.parse.label import sounds_like_arm

LEAST = 2
"""Arms of a table before one of them is compared."""


def settle_tests_below(columns: dict[int, list[Name]]) -> None:
    """Take tests from the one arm whose spanner reaches over their columns, or name whom that arm is compared with.

    The last of several spanners often reaches over the P values of all arms. Where each arm but one has P values
    below it, that one is the control.
    """
    tests = {col: arm for col, names in columns.items() if (arm := _tested(names)) is not None}
    if not tests:
        return
    level = {arm.cell.row for arm in tests.values()}
    arms = _arms_at(columns, level)
    tested = [arm for arm in arms if any(arm is other for other in tests.values())]
    rest = [arm for arm in arms if not any(arm is other for other in tested)]
    if len(level) > 1 or len(arms) < LEAST or not rest:
        return
    alike = {tuple(_leaves(columns, arm, tests)) for arm in arms}
    if len(tested) == 1 and max(columns) in tests and len(alike) == 1:
        for col in tests:
            columns[col] = [name for name in columns[col] if name is not tested[0]]
    elif len(rest) == 1 and len(tested) > 1 and (rest[0].n or sounds_like_arm(rest[0].text)):
        for col, arm in tests.items():
            text = f"{arm.text} vs {rest[0].text}"
            against = replace(arm, kind="contrast", text=text, n="", n_printed="")
            columns[col] = [against if name is arm else name for name in columns[col]]


def _tested(names: list[Name]) -> Name | None:
    """Return the arm over a column of P values or ratios, where one stands over it and more columns."""
    ratio = names[-1].kind == "contrast" and says_ratio(names[-1])
    if names[-1].kind != "p" and not ratio:
        return None
    if any(name.kind == "contrast" for name in names[:-1]):
        return None  # they say it themselves
    arms = [name for name in names[:-1] if name.kind == "arm"]
    return arms[0] if len(arms) == 1 and arms[0].cell.colspan > 1 else None


def _leaves(columns: Mapping[int, list[Name]], arm: Name, tests: Collection[int]) -> list[str]:
    """Return what stands below an arm, its tests apart."""
    held = [names for col, names in sorted(columns.items()) if col not in tests]
    return [
        names[-1].cell.plain for names in held if names[-1] is not arm and any(n is arm for n in names)
    ]


def _arms_at(columns: Mapping[int, list[Name]], level: set[int]) -> list[Name]:
    found = {
        id(name): name
        for _, names in sorted(columns.items())
        for name in names
        if name.kind == "arm" and name.cell.row in level
    }
    return list(found.values())
