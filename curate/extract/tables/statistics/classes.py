"""Rows that count classes of people: those of what the row above them averages, and those that are all of an arm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from curate.extract.tables.names.place_of import Place
from curate.extract.tables.names.stub import RowAxis
from curate.extract.tables.stated import Stated
from curate.extract.tables.statistics.by_shape import is_count
from curate.extract.tables.statistics.sources import FOR_ALL, Source, says_average
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


def whole_classes(rows: Iterable[RowAxis], sizes: Mapping[int, int]) -> frozenset[int]:
    """Return the rows, by index, whose lone whole numbers make up an arm with those of all rows below their heading.

    "Married" 6, "Divorced" 4 and "Single" 2 below "Marital status", in an arm of 12.

    Parameters
    ----------
    rows
        The rows of a table.
    sizes
        Column → the size of its arm.
    """
    blocks: dict[tuple[int, ...], list[RowAxis]] = {}
    for row in rows if sizes else ():
        if row.block:
            blocks.setdefault(row.block, []).append(row)
    found: set[int] = set()
    for held in blocks.values():
        sums = dict.fromkeys(sizes, 0)
        told = [cell for row in held for cell in row.cells if cell.col in sizes]
        if len(held) < 2 or not told or not all(cell.plain.isdecimal() for cell in told):
            continue
        for cell in told:
            sums[cell.col] += int(cell.plain)
        if all(0 < total <= sizes[col] for col, total in sums.items()) and any(
            total == sizes[col] for col, total in sums.items()
        ):
            found.update(row.index for row in held)
    return frozenset(found)


def as_classes(stated: list[Stated], place: Place, whole: frozenset[int]) -> list[Stated]:
    """Return a lone number as people where it counts a class of an arm and no label of its own says otherwise."""
    if place.row.index not in whole or len(stated) != 1 or not place.names("arm"):
        return stated
    (only,) = stated
    if not only.guessed and only.source not in FOR_ALL:
        return stated
    return [Stated("events", only.number, "shape")]
