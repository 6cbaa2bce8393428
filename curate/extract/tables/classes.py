"""Rows that count the classes of what the row above them averages: "Age, mean (SD)", below it "<40" and "≥40"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curate.extract.tables.by_shape import is_count
from curate.extract.tables.place_of import Place
from curate.extract.tables.sources import Source, says_average
from curate.extract.tables.stub import RowAxis
from curate.parse.statistic import Shape
from curate.parse.statistic_said import find_said


def measured_heads(rows: Iterable[RowAxis]) -> frozenset[int]:
    """Return the label cells, by identity, that say an average and have values of their own beside them."""
    return frozenset(
        id(row.names[-1].cell)
        for row in rows
        if row.names and row.cells and says_average(row.names[-1].cell.plain)
    )


def counts_of_class(place: Place, shape: Shape, size: str, measured: frozenset[int]) -> bool:
    """Whether a row set in below an average may count people with their percentage: its numbers do not forbid it."""
    above = [name for name in place.beside[:-1] if id(name.cell) in measured]
    return (
        bool(above) and not find_said(place.beside[-1].cell.plain) and is_count(shape, size) is not False
    )


def counts_first(sources: Sequence[Source]) -> list[Source]:
    """Return the texts with those first that say "No. (%)"."""
    saying = [
        s for s in sources if any(said.slots == ("events", "percent") for said in find_said(s.text))
    ]
    return [*saying, *(s for s in sources if s not in saying)]
