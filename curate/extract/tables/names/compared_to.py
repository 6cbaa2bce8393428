"""Heads of estimates that name the arm with which rows are compared: "OR for comparison with letters only"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from curate.extract.tables.names.arm_levels import LEAST_ARMS, MOST_ARMS
from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis

_COMPARED_TO = re.compile(
    r"(?i)\b(?:comparisons?|compared|relative) (?:to|with)\s+(?:the\s+)?(?P<arm>[^()]{2,60}?)(?:\s*\([^()]*\))?\s*$"
)
"""Behind an estimate over a column: "OR (95% CI) for comparison with letters only"."""
_DIGITS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "eight": "8"}
_WORD = re.compile(r"[a-z0-9]+")
_JOINING = frozenset({"of", "the", "a", "group", "arm", "condition"})


def compared_to(label: str) -> frozenset[str]:
    """Return the words of the arm with which the head of estimates says that rows are compared, none for others.

    Examples
    --------
    >>> sorted(compared_to("OR (95% CI) for comparison with two weeks of patch")), compared_to("OR (95% CI)")
    (['2', 'patch', 'week'], frozenset())
    """
    match = _COMPARED_TO.search(label)
    return words_of_arm(match["arm"]) if match else frozenset()


def words_of_arm(label: str) -> frozenset[str]:
    """Return the words that tell an arm, numbers in figures and without an "s" at their ends."""
    told = (_DIGITS.get(word, word) for word in _WORD.findall(label.lower()))
    return frozenset(word.rstrip("s") or word for word in told if word not in _JOINING)


def take_rows_against(rows: Sequence[RowAxis], columns: Mapping[int, Sequence[Name]]) -> None:
    """Make rows arms one of which a head of estimates names as that with which the others are compared."""
    over = {id(n): n for names in columns.values() for n in names}.values()
    told = {compared_to(name.cell.plain) for name in over if name.kind == "contrast"} - {frozenset()}
    if not told or any(name.kind == "arm" for name in over):
        return
    blocks: dict[tuple[int, ...], list[RowAxis]] = {}
    for row in rows:
        if row.names:
            blocks.setdefault(row.block, []).append(row)
    for held in blocks.values():
        labels = {row.names[-1].text for row in held}
        if not LEAST_ARMS <= len(labels) <= MOST_ARMS or told.isdisjoint(map(words_of_arm, labels)):
            continue
        for row in held:
            if row.names[-1].kind in ("other", "letter"):
                row.names[-1].kind = "arm"
            if len(row.names) > 1 and _OF_GROUPS.search(row.names[-2].text):
                row.names[-2].kind = "head"


_OF_GROUPS = re.compile(r"(?i)\b(?:groups?|arms?|conditions?|treatments?|interventions?)$")
