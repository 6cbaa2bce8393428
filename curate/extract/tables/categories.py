"""Counts of several categories in one cell: "Sex (male/female)" beside "12/8"."""

from __future__ import annotations

import re

from curate.parse.duration import is_time
from curate.parse.unit import is_unit

_SLASHED = re.compile(r"(?<![\w/:])([A-Za-z0-9][\w+-]*(?:(?: ?[/:] ?)[A-Za-z0-9][\w+-]*)+)(?![\w/:])")
_COUNTS = re.compile(r"\d{1,5}(?:\s*[/:]\s*\d{1,5})+")
_RATIO_WORDS = frozenset({"n", "total", "events", "no", "mean", "median", "sd", "range", "cases"})


def categories_of(label: str) -> tuple[str, ...]:
    """Return the categories that a row's label lists between slashes or colons, empty for none.

    Examples
    --------
    >>> categories_of("Gender (male/female) (n)"), categories_of("ASA grade (I/II/III)")
    (('male', 'female'), ('I', 'II', 'III'))
    >>> categories_of("Dose (mg/kg)"), categories_of("Responders, n/N (%)")
    ((), ())
    """
    for match in reversed(list(_SLASHED.finditer(label))):
        parts = tuple(part.strip() for part in re.split(r"[/:]", match[1]))
        if is_unit(match[1]) or is_time(match[1]) or {part.lower() for part in parts} & _RATIO_WORDS:
            continue
        return parts
    return ()


def counts_of(text: str, categories: tuple[str, ...]) -> tuple[str, ...]:
    """Return a cell's counts, one for each category; empty when it does not hold as many."""
    if len(categories) < 2 or not _COUNTS.fullmatch(text):
        return ()
    counts = tuple(part.strip() for part in re.split(r"[/:]", text))
    return counts if len(counts) == len(categories) else ()
