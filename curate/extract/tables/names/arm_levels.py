"""Which labels of one kind are arms: a level of the header, and rows that only seem to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from curate.extract.tables.names.arm_book import is_control
from curate.extract.tables.names.groups import is_people
from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis, below_one_heading
from curate.parse.label import is_everyone
from curate.parse.statistic_said import find_said


def leave_out_categories(rows: Sequence[RowAxis], over: Sequence[Name]) -> None:
    """Make rows no arms that are a sex or an age, and below columns of people those among rows that are none.

    "Drug" is none in "Earlier operation: open, drug, device".
    """
    for row in rows:
        for name in row.names:
            if name.kind == "arm" and is_people(name.text):
                name.kind = "other"  # "Male", which another table has as a group
    if not any(name.kind in ("arm", "everyone") for name in over):
        return
    for names in below_one_heading(row for row in rows if len(row.names) > 1):
        if any(name.kind == "other" and not is_everyone(name.text) for name in names):
            for name in names:
                name.kind = "other" if name.kind == "arm" else name.kind


def introduced(others: Sequence[Name], caption: str) -> list[Name]:
    """Return the labels of the level that the caption brings in as groups: "the surgery (S) and drug (D) groups"."""
    bracketed = {match[1] for match in _GROUPS.finditer(caption)}
    if not bracketed:
        return []
    for row in {name.cell.row for name in others}:
        level = [name for name in others if name.cell.row == row]
        texts = {name.text for name in level}
        if len(texts) > 1 and texts & bracketed and all(f"({text})" in caption for text in texts):
            return level
    return []


_GROUPS = re.compile(r"(?i)\(([^()]{1,20})\)[- ](?:treatment |study )?(?:groups?|arms?)\b")


def arm_level(others: Sequence[Name]) -> int:
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


def complete_row_arms(rows: Sequence[RowAxis], over: Sequence[Name]) -> None:
    """Make the rows beside an arm arms that come again with it below each of several headings.

    "Control", "Film" and "Talk" below "Knowledge" and again below "Attitude", where one of them is known as an arm.
    """
    if any(name.kind == "arm" for name in over):
        return
    blocks = below_one_heading(row for row in rows if len(row.names) > 1)
    texts = [tuple(sorted(name.text for name in names)) for names in blocks]
    again = Counter(texts)
    for names, key in zip(blocks, texts, strict=True):
        few = LEAST_ARMS <= len(key) <= MOST_ARMS and len(set(key)) == len(key)
        known = any(name.kind == "arm" or is_control(name.text) for name in names)
        if few and again[key] > 1 and known:
            for name in names:
                if name.kind == "other" and not _CROSSED.search(name.text):
                    name.kind = "everyone" if is_everyone(name.text) else "arm"


_CROSSED = re.compile(r"(?i)\bby\b|[×*]|\bx\b|\binteraction")
"""What two treatments do together, in a row of its own."""
LEAST_ARMS, MOST_ARMS = 2, 6
"""Rows below one heading, or below "Group", that may be arms; more are kinds of something else."""

_MEASURED = re.compile(
    r"(?i)\b(?:prevalence|incidence|percentages?|proportions?|frequenc(?:y|ies)|values?|scores?|rates?)$"
)


def says_measure(label: str) -> bool:
    """Whether a label ends with how something is counted: "Observed prevalence".

    Examples
    --------
    >>> says_measure("Observed prevalence"), says_measure("Low-rate arm")
    (True, False)
    """
    return bool(_MEASURED.search(label))


def without_measures(others: Sequence[Name]) -> list[Name]:
    """Leave out labels that all say how something was counted, "Observed prevalence", "Modelled prevalence"."""
    levels: dict[int, list[Name]] = {}
    for name in others:
        levels.setdefault(name.cell.row, []).append(name)
    measures = {
        row for row, names in levels.items() if all(says_measure(n.text) and not n.n for n in names)
    }
    return [name for name in others if name.cell.row not in measures]
