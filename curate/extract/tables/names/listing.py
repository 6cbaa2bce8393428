"""Rows that list people one by one: their values are no statistic of any arm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from curate.extract.tables.names.stub import RowAxis

_PERSON = r"(?:patients?|pts?\.?|cases?|subjects?|participants?|persons?|probands?|volunteers?|animals?)"
"""One person of a list, by the words over the list or before each number."""
_NUMBER = r"(?:no\.?|nos\.?|number|nr\.?|id\.?|code|#|№)"
_INITIALS = r"(?:\s*\(\s*[A-Z](?:[. ]?[A-Z]){0,3}\.?\s*\))"
_OF_PEOPLE = re.compile(
    rf"(?i)^(?:{_PERSON}['’]?s?(?:\W*{_NUMBER})?|{_NUMBER}(?: of (?:the )?{_PERSON})?)(?:\W*initials)?\W*$"
)
_OF_PERSON = re.compile(rf"(?i)^{_PERSON}['’]?s?(?:\W*{_NUMBER})?\W*$")
_NUMBERED = re.compile(
    rf"(?i)^(?P<person>{_PERSON}\s*{_NUMBER}?\s*)?#?(?P<number>\d{{1,3}})\.?{_INITIALS}?$"
)

LEAST = 5
"""People in a row, numbered from 1, that make a list of them; fewer may be the classes of a scale."""


def without_people(rows: Sequence[RowAxis], heads: Mapping[int, str]) -> list[RowAxis]:
    """Return the rows without the values of single people, numbered from 1 below "Patient", or "Case 1", "Case 2".

    A list may begin anew below the head of each group. A column that has values beside few of them is of the group.

    Parameters
    ----------
    heads
        Column of labels → its head.
    """
    single: dict[int, RowAxis] = {}
    run: list[RowAxis] = []
    last = 0
    for row in rows:
        number = _number_of(row, heads)
        if number not in (last, last + 1) or not number:
            run = []
        if number and (run or number == 1):
            run.append(row)  # one of them may have several rows
        last = number if run else 0
        if last >= LEAST:
            single.update((each.index, each) for each in (run if last == LEAST else run[-1:]))
    filled = Counter(cell.col for row in single.values() for cell in row.cells)
    shared = {col for col, count in filled.items() if count <= FEW * len(single)}
    kept = []
    for row in rows:
        if row.index in single:
            row.cells = [cell for cell in row.cells if cell.col in shared]
            row.names = [name for name in row.names if not _NUMBERED.match(name.text)]
        if row.cells:
            kept.append(row)
    return kept


FEW = 0.3
"""Share of the people in a list beside whom a column may have values that are of all."""


def _number_of(row: RowAxis, heads: Mapping[int, str]) -> int:
    """Return the number of the one person whom a row is of, 0 for other rows."""
    own = [name for name in row.names if name.cell.col == 0]
    match = _NUMBERED.match(own[-1].text) if own else None
    if match is None:
        return 0
    head = heads.get(0, "")
    counted = _OF_PEOPLE if own[-1] is row.names[-1] else _OF_PERSON  # "No." may number the rows
    return int(match["number"]) if match["person"] or counted.match(head) else 0
