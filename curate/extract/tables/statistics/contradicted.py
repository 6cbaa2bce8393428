"""Statements of a table that the print of one cell contradicts, or that are of something else than they seem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curate.extract.tables.statistics.by_shape import is_count
from curate.extract.tables.statistics.sources import FOR_ALL, Source, says_average
from curate.parse.number import Number
from curate.parse.people import MANY_PEOPLE
from curate.parse.statistic import Shape
from curate.parse.statistic_said import find_said

Fitted = Sequence[tuple[str, Number]]

_AVERAGES = frozenset({"mean", "median"})


def is_share_after_all(source: Source, slots: Sequence[str], shape: Shape) -> bool:
    """Whether a lone "53%" stands where a header, a title or a note says "mean (SD)" of the others, or is no SD.

    The row's own label may say that it is the mean of a percentage.
    """
    (*rest, first) = shape.numbers
    if rest or not first.percent or shape.items[0].bracketed:
        return False
    if slots[0] in ("sd", "se"):
        return True
    return len(slots) > 1 and slots[0] in _AVERAGES and source.name in ("column", *FOR_ALL)


def is_count_after_all(source: Source, fitted: Fitted, shape: Shape, n: str) -> bool:
    """Whether "1620 (4.1)" is the share of its arm to the decimal, and no mean as the title or a note has it."""
    if source.name not in FOR_ALL or not n or not {s for s, _ in fitted} & {"sd", "se"}:
        return False
    return bool(shape.items[-1].bracketed and shape.numbers[-1].decimals and is_count(shape, n))


def are_counts_by_row(sources: Sequence[Source], shape: Shape, n: str) -> bool:
    """Whether the row says "n (%)" of a cell that is so by arithmetic, below a column that says "Mean (SD)"."""
    rows = (source for source in sources if source.name == "row")
    told = any(said.slots == ("events", "percent") for row in rows for said in find_said(row.text))
    return told and bool(n) and is_count(shape, n) is True


def is_average_by_row(sources: Sequence[Source], shape: Shape, n: str) -> bool:
    """Whether the row says "mean (SD)" of a cell that is no count by arithmetic, below a column that says "n (%)"."""
    told = any(source.name == "row" and says_average(source.text) for source in sources)
    return told and bool(n) and len(shape.numbers) == 2 and is_count(shape, n) is False


_SLASH = re.compile(r"\s*/\s*")


def is_split_of_all(text: str, shape: Shape, stated: Iterable[str]) -> bool:
    """Whether "37.8/62.2" is both shares of all people, where a text of the whole table says "mean (SD)"."""
    if len(shape.numbers) != 2 or not _SLASH.fullmatch(
        text[shape.numbers[0].end : shape.numbers[1].start]
    ):
        return False
    both = sum(float(number) for number in shape.numbers)
    return abs(both - 100) < WHOLE and set(stated) <= set(FOR_ALL)


WHOLE = 0.25
"""Percent by which two rounded shares of all may miss a hundred."""


_TEST = re.compile(r"(?i)^(?:statistical )?tests?\b|\btests?(?: statistics?)?$")


def is_of_test(head: str, stated: Iterable[str]) -> bool:
    """Whether the head of a column names a test, and only texts said of a whole table what its numbers are."""
    return bool(_TEST.search(head)) and set(stated) <= set(FOR_ALL)


WORDS, LETTERS = 4, 4
"""Words of a cell, and its letters for 1 digit, from which on it is a sentence with a number in it."""
_WORD = re.compile(r"[A-Za-z]{3,}")


def is_told_in_words(text: str) -> bool:
    """Whether a cell describes something: "1 group per school (according to age)".

    Examples
    --------
    >>> is_told_in_words("1 group per school (by age)"), is_told_in_words("12 (40%) of 30 men")
    (True, False)
    """
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    return letters > LETTERS * digits and len(_WORD.findall(text)) >= WORDS


_UNIT = re.compile(r"(?:[—–,-]\s*|\()%\)?\W*$")
_PEOPLE = re.compile(rf"(?i)\b{MANY_PEOPLE}\b")
_CHANGE = re.compile(r"(?i)\bchanges?\b")


def is_unit_of_change(source: Source, fitted: Fitted, sources: Iterable[Source]) -> bool:
    """Whether the "%" that a row's label ends with is the unit of a mean change that the heading over it names.

    "Weight — %" below "Mean change to week 52".
    """
    if source.name != "row" or [s for s, _ in fitted] != ["percent"] or fitted[0][1].percent:
        return False
    if not _UNIT.search(source.text) or _PEOPLE.search(source.text):
        return False
    return any(
        _CHANGE.search(other.text) and any(said.slots[0] == "mean" for said in find_said(other.text))
        for other in sources
        if other.name == "row" and other is not source
    )


_RATES = re.compile(r"(?i)\b(?:rates|prevalences?|percentages?|proportions?)\b")
_OF_AVERAGES = re.compile(r"(?i)\b(?:mean|median|average|scores?|heart|pulse|respiratory|flow)\b")
"""In a title whose rates may be averages."""


def are_rates(shape: Shape, sources: Iterable[Source]) -> bool:
    """Whether two whole numbers up to 100, the second in brackets, stand below a title that calls them rates.

    "Rates of rowing" over "44 (36)": one rate of those seen, one of all.
    """
    if len(shape.numbers) != 2 or not shape.items[-1].bracketed:
        return False
    if not all(number.whole and 0 <= float(number) <= 100 for number in shape.numbers):
        return False
    titles = [source.text for source in sources if source.name == "caption"]
    return any(_RATES.search(title) and not _OF_AVERAGES.search(title) for title in titles)
