"""Responses of tumours among the labels of rows: "SD" beside "PR" and "PD" is stable disease, no standard deviation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis

_RESPONSES = re.compile(r"\b(?:CR|PR|PD|NC|ORR|DCR|CBR)\b")
_STABLE = re.compile(r"\bSD\b")
_EXPLAINED = re.compile(r"(?i)\bstable disease\b")


def has_stable_disease(labels: Iterable[str], said: str) -> bool:
    """Whether "SD" among the labels of rows is stable disease: two other responses stand with it, or a note says so.

    Examples
    --------
    >>> has_stable_disease(["CR", "PR", "SD", "PD"], ""), has_stable_disease(["Age", "SD"], "PR interval")
    (True, False)
    """
    texts = set(labels)
    if not any(map(_STABLE.search, texts)):
        return False
    named = {match[0] for text in texts for match in _RESPONSES.finditer(text)}
    return len(named) > 1 or bool(_EXPLAINED.search(said))


def name_stable_disease(rows: Iterable[RowAxis], said: str) -> bool:
    """Make "SD" the name of what happened where it is stable disease; return whether it is."""
    names = list({id(name): name for row in rows for name in row.names}.values())
    if not has_stable_disease((name.cell.plain for name in names), said):
        return False
    for name in names:
        if name.kind == "statistic" and _STABLE.search(name.cell.plain):
            name.kind, name.text = "other", name.cell.plain
    return True


def without_response(name: Name) -> str:
    """Return the words of a row's label without the "SD" that is stable disease: what they say of numbers is left."""
    return _STABLE.sub("stable disease", name.cell.plain)
