"""Text marked on a page → the cells that it fills: "12.3 (9.9)" is a mean and its spread, and which spread is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curate.parse.number import Number, find_numbers

_SPREADS = (
    ("SE", r"\bs\.?e\.?m?\b|standard error"),
    ("SD", r"\bs\.?d\b|standard deviation"),
    ("95% CI", r"\bc\.?i\b|confidence"),
    ("IQR", r"\biqr\b|interquartile"),
    ("range", r"\brange\b"),
)

ONE = ("SD", "SE")
TWO = ("95% CI", "IQR", "range")
"""Spreads of one number, and of two."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What a marked text fills.

    Attributes
    ----------
    cells
        Column → number as printed.
    spread_kind
        Where the text itself says it; else empty.
    ask
        The kinds among which a person has to say; empty where nothing is to be asked.
    """

    cells: dict[str, str]
    spread_kind: str = ""
    ask: tuple[str, ...] = ()


def read_marked(text: str, column: str) -> Marked:
    """Return what a text marked for `column` fills; nothing where it holds no number.

    Columns are those of `curate.forms.grid`: n, centre, spread, upper, events, total; estimate, ci_low, ci_high, p.
    """
    numbers = [number for number in find_numbers(text) if not _is_level(text, number)]
    if not numbers:
        return Marked({})
    if column == "events":
        return Marked(_events(text, numbers))
    if column == "centre" and len(numbers) > 1:
        return _centre(text, numbers)
    if column == "spread":
        return _spread(text, numbers)
    if column == "estimate" and len(numbers) > 2:
        return Marked(_estimate(numbers))
    if column == "ci_low" and len(numbers) > 1:
        return Marked(dict(zip(("ci_low", "ci_high"), map(_printed, numbers), strict=False)))
    return Marked({column: _printed(numbers[0])})


def _printed(number: Number) -> str:
    operator = "" if number.operator == "=" else number.operator
    return operator + number.as_printed.lstrip("<>=≤≥ ")


def _is_level(text: str, number: Number) -> bool:
    """Tell whether a number is the level of an interval: 95% CI."""
    behind = text[number.end :].lstrip(" %")
    return (
        number.value in ("90", "95", "99") and re.match(r"c\.?i\b|confidence", behind, re.I) is not None
    )


def _said(text: str) -> str:
    return next((kind for kind, words in _SPREADS if re.search(words, text, re.IGNORECASE)), "")


def _centre(text: str, numbers: list[Number]) -> Marked:
    said = _said(text)
    if len(numbers) == 2:
        cells = dict(zip(("centre", "spread"), map(_printed, numbers), strict=True))
        return Marked(cells, said if said in ONE else "", () if said in ONE else ONE)
    cells = dict(zip(("centre", "spread", "upper"), map(_printed, numbers), strict=False))
    return Marked(cells, said if said in TWO else "", () if said in TWO else TWO)


def _spread(text: str, numbers: list[Number]) -> Marked:
    said = _said(text)
    if len(numbers) == 1:
        return Marked({"spread": _printed(numbers[0])}, said if said in ONE else "")
    cells = dict(zip(("spread", "upper"), map(_printed, numbers), strict=False))
    return Marked(cells, said if said in TWO else "", () if said in TWO else TWO)


def _events(text: str, numbers: list[Number]) -> dict[str, str]:
    """Return events, and the total of 12/30 or "12 of 30"; a percentage is no count."""
    counts = [number for number in numbers if number.whole and not number.percent]
    if not counts:
        return {}
    cells = {"events": _printed(counts[0])}
    if len(counts) > 1:
        between = text[counts[0].end : counts[1].start].strip().casefold()
        if between in ("/", "of", "out of"):
            cells["total"] = _printed(counts[1])
    return cells


def _estimate(numbers: list[Number]) -> dict[str, str]:
    cells = dict(zip(("estimate", "ci_low", "ci_high"), map(_printed, numbers), strict=False))
    if len(numbers) > 3:
        cells["p"] = _printed(numbers[3])
    return cells
