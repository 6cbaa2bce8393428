"""Tables of one outcome in several kinds of people: the title names the outcome, the rows who they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis
from curate.parse.statistic_said import CONTRASTS, find_said

_TRAIT = re.compile(
    r"(?i)^(?:baseline |age at )?(?:sex|gender|age(?: groups?)?|race|ethnic(?:ity| group| origin)"
    r"|(?:geographic(?:al)? )?region|country|marital status|education(?:al)?(?: levels?| status| attainment)?"
    r"|(?:household |family )?income|(?:ECOG )?performance status|(?:disease|tumou?r|clinical) stage|histology"
    r"|parity|site|cent(?:er|re))\b(?!\s+(?:scores?|of (?!onset|diagnosis)))"
)
"""What people are grouped by, above the kinds that there are of it."""

_OF_PEOPLE = re.compile(
    r"(?i)\b(?:characteristics?|demographics?|details|profiles?|baseline|imbalances?|features|predict(?:ors?|ing)"
    r"|factors?|models?|associat\w+|correlates|determinants?|regression|recruit\w+|enrol\w+)\b"
)
LEAST_TRAITS = 2
"""Headings that part people, before a table is of them; and the share of all headings that they are."""
MOST_OF_HEADINGS = 0.25


def is_of_kinds(title: str, rows: Sequence[RowAxis], over: Iterable[Name]) -> bool:
    """Whether the rows of a table are kinds of people in each of which its arms are compared.

    It has estimates over some columns, arms over others, and no title of who took part.
    """
    held = list(over)
    if _OF_PEOPLE.search(title) or not any(name.kind == "arm" for name in held):
        return False
    if not any(map(_compares, held)):
        return False
    heads = {id(row.names[0].cell): row.names[0].text for row in rows if len(row.names) > 1}
    traits = sum(bool(_TRAIT.match(text)) for text in heads.values())
    return traits >= LEAST_TRAITS and traits >= MOST_OF_HEADINGS * len(heads)


def _compares(name: Name) -> bool:
    slots = {slot for said in find_said(name.cell.plain) for slot in said.slots}
    return name.kind == "contrast" or not CONTRASTS.isdisjoint(slots)
