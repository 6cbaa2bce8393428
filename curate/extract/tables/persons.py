"""Tables that list people one by one: their numbers are of nobody else, and no statistic of an arm."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from curate.extract.tables.stub import RowAxis

_HEAD = re.compile(
    r"(?i)^(?:study )?(?:patients?|pts?|cases?|subjects?|participants?|persons?|probands?)\b\.?"
    r"(?:[\s,./#()]|\b(?:no|numbers?|ids?|codes?|initials)\b)*$"
)
_NUMBERED = re.compile(
    r"(?i)^(?:(?:patient|pt|case|subject|participant|no)\.?\s*)?#?(?P<number>\d{1,3})\b[.):]?(?!\.?\d|\s*[-–])"
)
LEAST, MOST = 4, 0.8
"""Numbered rows, and their share of all, that make a list."""


def lists_people(corner: str, rows: Sequence[RowAxis]) -> bool:
    """Whether the rows below "Patient" or "Case no." are numbered one after the other."""
    if not _HEAD.match(corner.strip()):
        return False
    found = (_NUMBERED.match(row.names[0].cell.plain) for row in rows if row.names)
    numbers = list(dict.fromkeys(int(match["number"]) for match in found if match))
    labels = {id(row.names[0].cell) for row in rows if row.names}
    following = sum(b - a == 1 for a, b in itertools.pairwise(numbers)) + 1
    return len(numbers) >= LEAST and following >= MOST * max(len(numbers), len(labels))
