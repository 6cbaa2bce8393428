"""Cells of which a number was not reached: "53.3 (48.2–NR)", "NR (62.6–NR)"."""

from __future__ import annotations

import re

_GONE = (
    r"(?i:N\.?R\.?|N\.?E\.?|N/?[AE]|not (?:yet )?(?:reached|estimable|evaluable|available)|∞|infinity)"
)
_NUMBER = r"[<>≤≥]?[-−–]?\d+(?:[.,·]\d+)*"
_ONE = rf"(?:{_NUMBER}|{_GONE})"
_THEN = r"(?:\s*[(\[]\s*|\s+)"
"""Behind a centre; without it, "1" would be that of "12–NR"."""
_CELL = re.compile(
    rf"^\s*(?:(?P<centre>{_ONE}){_THEN}|[(\[]\s*)?(?:9\d\s?%\s*CI[\s:,]*)?(?P<low>{_ONE})\s*(?:[-–−,;]|to)\s*(?P<high>{_ONE})"
    r"\s*[)\]]?\s*$"
)
_MAY_BE_OPEN = re.compile(r"[Nn∞]")
_IS_GONE = re.compile(rf"^{_GONE}$")


def fill_open(text: str) -> tuple[str, frozenset[int]]:
    """Return a cell with a number in the place of each that was not reached, and which of its numbers these are.

    Then it has the shape of the other cells of its column.

    Examples
    --------
    >>> fill_open("53.3 (48.2–NR)")
    ('53.3 (48.2–48.2)', frozenset({2}))
    >>> fill_open("53.3 (48.2–60.1)")
    ('53.3 (48.2–60.1)', frozenset())
    >>> fill_open("12–NR")
    ('12–12', frozenset({1}))
    """
    match = _CELL.match(text) if _MAY_BE_OPEN.search(text) else None
    if match is None:
        return text, frozenset()
    places = [name for name in ("centre", "low", "high") if match[name]]
    gone = [name for name in places if _IS_GONE.match(match[name])]
    if not gone or len(gone) == len(places):
        return text, frozenset()
    given = next(match[name] for name in ("low", "high", "centre") if match[name] and name not in gone)
    for name in reversed(gone):
        text = text[: match.start(name)] + given + text[match.end(name) :]
    return text, frozenset(places.index(name) for name in gone)
