"""Proportions that are printed as fractions of one, for which there is no statistic: 0.32 is not 0.32%."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curate.extract.tables.names.stub import RowAxis
from curate.extract.tables.stated import Stated
from curate.extract.tables.statistics.sources import Source
from curate.parse.statistic_said import find_said

_FRACTION = re.compile(r"(?:0?[.·]\d+|[01](?:[.·]0+)?)[^\w.]*")
_OF_ONE = re.compile(r"0?[.·]\d")
LEAST_VALUES = 2
"""Values of a column that tell what it holds."""


def fraction_columns(rows: Iterable[RowAxis]) -> set[int]:
    """Return the columns that have nothing but numbers from 0 to 1, at least two of them with decimals."""
    held: dict[int, list[str]] = {}
    for row in rows:
        for cell in row.cells:
            if re.search(r"\d", cell.plain):
                held.setdefault(cell.col, []).append(cell.plain)
    return {
        col
        for col, texts in held.items()
        if all(map(_FRACTION.fullmatch, texts))
        and sum(map(bool, map(_OF_ONE.match, texts))) >= LEAST_VALUES
    }


def are_fractions(stated: Sequence[Stated], sources: Iterable[Source]) -> bool:
    """Whether what was taken for percentages, in such a column, is called a proportion and nowhere a percentage."""
    if [s.statistic for s in stated] != ["percent"] or stated[0].number.percent:
        return False
    said = [each.text.lower() for s in sources for each in find_said(s.text) if "percent" in each.slots]
    return bool(said) and all("proportion" in text for text in said)
