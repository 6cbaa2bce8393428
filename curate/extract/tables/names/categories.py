"""Counts of several categories in one cell: "Sex (male/female)" beside "12/8"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from curate.extract.tables.grid.cell import TableCell
from curate.parse.duration import is_time
from curate.parse.statistic_said import find_said
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
    >>> categories_of("Dose (mg/kg)"), categories_of("Responders, n/N (%)"), categories_of("Asthma (yes/no)")
    ((), (), ('yes', 'no'))
    >>> categories_of("Season 2011/2012"), categories_of("Nausea/vomiting, n/N")
    ((), ())
    """
    for match in reversed(list(_SLASHED.finditer(label))):
        parts = tuple(part.strip() for part in re.split(r"[/:]", match[1]))
        answers = [part.lower() for part in parts] in (["yes", "no"], ["no", "yes"])
        ratio = bool({part.lower() for part in parts} & _RATIO_WORDS) and not answers
        if ratio:
            return ()  # "after coughing/sneezing, n/n": of how many, not of what kinds
        if is_unit(match[1]) or is_time(match[1]) or all(map(_YEAR.fullmatch, parts)):
            continue
        return parts
    return ()


_YEAR = re.compile(r"(?:19|20)\d\d")
_BESIDE = re.compile(
    r"^(?:(?:no\.?|number)(?: of)? )?(?P<one>[A-Za-z]+),? [(\[](?P<other>[A-Za-z]+)[)\]]$", re.I
)
_SUMMED = re.compile(r"(?P<one>\d{1,5}) ?[(\[](?P<other>\d{1,5})[)\]]")


def counts_of_both(label: str, text: str, size: str) -> tuple[tuple[str, str], ...]:
    """Return the two categories of a label with their counts, where both together are the group.

    Examples
    --------
    >>> counts_of_both("Number of women (men)", "12 (8)", "20")
    (('women', '12'), ('men', '8'))
    >>> counts_of_both("Number of women (men)", "12 (60)", "20"), counts_of_both("Age (SD)", "12 (8)", "20")
    ((), ())
    """
    named, counts = _BESIDE.match(label), _SUMMED.fullmatch(text)
    if named is None or counts is None or not size.isdecimal() or find_said(named["other"]):
        return ()
    if int(counts["one"]) + int(counts["other"]) != int(size):
        return ()
    return (named["one"], counts["one"]), (named["other"], counts["other"])


def complements(column: Iterable[str]) -> int:
    """Return what both numbers of nearly every "a/b" of a column add up to, people with and without; 0 for none.

    Examples
    --------
    >>> complements(["13/22", "30/5", "26/9", "1/34"]), complements(["13/35", "30/35", "26/35"])
    (35, 0)
    """
    pairs = [(int(m[1]), int(m[2])) for text in column if (m := _PAIR.fullmatch(text))]
    sums = Counter(a + b for a, b in pairs)
    total, times = sums.most_common(1)[0] if sums else (0, 0)
    several = len({b for _, b in pairs}) > 1
    return total if times >= LEAST and times >= MOST * len(pairs) and several else 0


def sums_of(cells: Iterable[TableCell]) -> dict[int, int]:
    """Return column → what both numbers of its "a/b" add up to, where they part a group."""
    texts: dict[int, list[str]] = {}
    for cell in cells:
        if "/" in cell.plain:
            texts.setdefault(cell.col, []).append(cell.plain)
    return {col: total for col, column in texts.items() if (total := complements(column))}


_PAIR = re.compile(r"(\d{1,5}) ?/ ?(\d{1,5})")
LEAST, MOST = 3, 0.75
"""Cells, and their share, that must add up to one number before a column's pairs are parts of a group."""


def counts_of(text: str, categories: tuple[str, ...]) -> tuple[str, ...]:
    """Return a cell's counts, one for each category; empty when it does not hold as many."""
    if len(categories) < 2 or not _COUNTS.fullmatch(text):
        return ()
    counts = tuple(part.strip() for part in re.split(r"[/:]", text))
    return counts if len(counts) == len(categories) else ()
