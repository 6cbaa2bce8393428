"""Times that share the unit of the last of them, a bracket behind each: "at 3 (40%), 6 (34%), and 12 months (24%)"."""

from __future__ import annotations

import re

_ITEM = r"\d{1,3}\s*[(\[][^()\[\]]*[)\]]"
_LIST = re.compile(
    rf"{_ITEM}(?:,\s*(?:and\s+)?{_ITEM})*,?\s*(?:and\s+)?\d{{1,3}}[\s-](?P<unit>hour|day|week|month|year)s?\s*[(\[]"
)
_AHEAD = re.compile(r"(?:\b(?:at|after|by|until|in|and)|[)\]],)\s+(?P<number>\d{1,3})\s*$")


def time_of_bracket(text: str, opening: int) -> str:
    """Return the time ahead of a bracket whose unit stands further on in the list; or empty.

    Examples
    --------
    >>> text = "slept at 3 (40%), 6 (34%), and 12 months (24%)"
    >>> time_of_bracket(text, 11), time_of_bracket(text, 20), time_of_bracket(text, 41)
    ('3 months', '6 months', '')
    """
    ahead = _AHEAD.search(text[max(0, opening - 12) : opening])
    if ahead is None:
        return ""
    start = max(0, opening - 12) + ahead.start("number")
    listed = _LIST.match(text, start)
    return f"{ahead['number']} {listed['unit']}s" if listed else ""
