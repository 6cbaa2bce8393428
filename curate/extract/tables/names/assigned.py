"""Rows that are arms: below "Group assignment" beside estimates, or below times by which a title gives groups."""

from __future__ import annotations

import re

from curate.extract.tables.names.arm_levels import LEAST_ARMS, MOST_ARMS
from curate.extract.tables.names.axes import Axes
from curate.extract.tables.names.empty_labels import says_nothing
from curate.extract.tables.names.naming import Name, says_ratio
from curate.extract.tables.names.spanners import GROUP_HEAD
from curate.extract.tables.names.stub import RowAxis
from curate.parse.label import is_coefficient, is_everyone
from curate.parse.statistic_said import find_said


def take_assigned(axes: Axes) -> None:
    """Make rows arms that stand below a heading of groups, where the columns hold estimates and name no arm."""
    over = [name for names in axes.columns.values() for name in names]
    if any(name.kind == "arm" for name in over) or not any(map(_estimates, over)):
        return
    named = [
        (row.names[-1], m) for row in axes.rows if row.names and (m := _GROUP.match(row.names[-1].text))
    ]
    if LEAST_ARMS <= len({match["arm"] for _, match in named}) <= MOST_ARMS:
        for name, match in named:
            name.kind, name.text = "arm", match["arm"]
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


_GROUP = re.compile(
    r"(?i)(?:(?:study|treatment) )?(?:group|arm): (?P<arm>[^\W\d_].*?)(?: \((?:ref|reference|referent)\.?\))?$"
)
"""A row of one arm of a model: "Group: Drug only (referent)"."""


def _estimates(name: Name) -> bool:
    return says_ratio(name) or is_coefficient(name.text) or name.kind == "contrast"


def has_arms_in_rows(axes: Axes) -> bool:
    """Whether the title gives an outcome by group, and no label over them: only times are."""
    kinds = {name.kind for names in axes.columns.values() for name in names}
    if axes.corner or "time" not in kinds or kinds - {"time", "statistic", "n", "p", "unit"}:
        return False
    labels = [name.text for row in axes.rows for name in row.names[-1:]]
    said = any(find_said(text) or says_nothing(text) for text in labels)
    return bool(_BY_GROUP.search(axes.table.whole_caption)) and not said


_BY_GROUP = re.compile(
    r"(?i)\b(?:by|per|in each|according to|for each) (?:(?:study|treatment|experimental|intervention|randomi[sz]ed) )?"
    r"(?:groups?|arms?|conditions?|treatments?)\b"
)
