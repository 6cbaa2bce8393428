"""Rows below "Group assignment" in a table of estimates: they are the arms, one of them that of reference."""

from __future__ import annotations

from curate.extract.tables.arm_levels import LEAST_ARMS, MOST_ARMS
from curate.extract.tables.axes import Axes
from curate.extract.tables.naming import Name, says_ratio
from curate.extract.tables.spanners import GROUP_HEAD
from curate.extract.tables.stub import RowAxis
from curate.parse.label import is_coefficient, is_everyone


def take_assigned(axes: Axes) -> None:
    """Make rows arms that stand below a heading of groups, where the columns hold estimates and name no arm."""
    over = [name for names in axes.columns.values() for name in names]
    if any(name.kind == "arm" for name in over) or not any(map(_estimates, over)):
        return
    below: dict[int, list[RowAxis]] = {}
    for row in axes.rows:
        if len(row.names) > 1 and GROUP_HEAD.match(row.names[-2].text):
            below.setdefault(id(row.names[-2].cell), []).append(row)
    for rows in below.values():
        if LEAST_ARMS <= len({row.names[-1].text for row in rows}) <= MOST_ARMS:
            for row in rows:
                head, own = row.names[-2:]
                head.kind = "head"
                if own.kind in ("other", "letter") and not is_everyone(own.text):
                    own.kind = "arm"


def _estimates(name: Name) -> bool:
    return says_ratio(name) or is_coefficient(name.text) or name.kind == "contrast"
