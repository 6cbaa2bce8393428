"""What is drawn on a page: regions, rows, columns, cells by role and readings by band, each with its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curate.model.reading import Box, rounded
from curate.model.sign import in_words
from curate.store.marks import PageReading, PageTable

MOST_LINES = 12
"""Readings that one place tells of; a column header's n belongs to every result below it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mark.

    Attributes
    ----------
    colour
        Red, green, blue.
    fill
        Share of the colour over the page inside the box, 0 to 1.
    line
        Width of the outline in points; 0 draws none.
    """

    name: str
    words: str
    colour: tuple[int, int, int]
    fill: float
    line: float


KINDS = (
    Kind("table", "table found", (90, 90, 90), 0.0, 1.4),
    Kind("column", "column", (0, 130, 200), 0.0, 0.4),
    Kind("row", "row", (0, 130, 200), 0.0, 0.4),
    Kind("header", "cell: header", (70, 110, 220), 0.22, 0.0),
    Kind("stub", "cell: stub", (150, 90, 200), 0.18, 0.0),
    Kind("group", "cell: group", (230, 150, 0), 0.25, 0.0),
    Kind("body", "cell: body", (120, 120, 120), 0.08, 0.0),
    Kind("high", "reading, band high", (0, 140, 60), 0.10, 0.9),
    Kind("medium", "reading, band medium", (225, 140, 0), 0.14, 0.9),
    Kind("low", "reading, band low", (210, 30, 30), 0.16, 0.9),
)
"""In the order of drawing; colours that also differ in lightness."""

_BANDS = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on the page, what kind of thing it is, and what there is to say of it."""

    kind: str
    box: Box
    words: str


def page_marks(tables: Iterable[PageTable], readings: Iterable[PageReading]) -> list[Mark]:
    """Return what to draw, in the order of drawing; what has no box is left out."""
    marks = [mark for table in tables for mark in _table(table)]
    marks += _readings(readings)
    order = {kind.name: place for place, kind in enumerate(KINDS)}
    return sorted(marks, key=lambda mark: order[mark.kind])


def _table(table: PageTable) -> Iterable[Mark]:
    name = table.label or "table"
    if table.box:
        yield Mark("table", table.box, f"{name}\n{table.caption}".strip())
    for kind in ("row", "col"):
        places: dict[int, list[Box]] = {}
        for cell in table.cells:
            if cell.box and (cell.rowspan if kind == "row" else cell.colspan) == 1:
                places.setdefault(getattr(cell, kind), []).append(cell.box)
        shown = "row" if kind == "row" else "column"
        for place, boxes in sorted(places.items()):
            yield Mark(shown, _around(boxes), f"{name}, {shown} {place}")
    for cell in table.cells:
        if cell.box:
            raw = f"\ntext layer: {cell.raw_text}" if cell.raw_text else ""
            where = f"{name}, row {cell.row}, column {cell.col}: {cell.role}"
            yield Mark(cell.role, cell.box, f"{where}\n{cell.text}{raw}")


def _around(boxes: list[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _readings(readings: Iterable[PageReading]) -> list[Mark]:
    """Return one mark for each place; it shows the lowest band of the readings there."""
    places: dict[Box, list[PageReading]] = {}
    for reading in readings:
        if reading.box:
            places.setdefault(rounded(reading.box), []).append(reading)
    marks = []
    for box, found in places.items():
        band, words = band_and_words(found)
        marks.append(Mark(band, box, words))
    return marks


def band_and_words(readings: Sequence[PageReading]) -> tuple[str, str]:
    """Return the lowest band of the readings of one place, empty without any, and what they say."""
    if not readings:
        return "", ""
    band = next((name for name in _BANDS if any(r.band == name for r in readings)), "medium")
    lines = list(dict.fromkeys(reading_line(reading) for reading in readings))
    more = [f"and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else []
    return band, "\n".join([*lines[:MOST_LINES], *more])


def reading_line(reading: PageReading) -> str:
    """Return a reading on one line."""
    named = [reading.arm, reading.outcome, reading.timepoint, reading.band]
    if reading.status != "reported":
        named.append(reading.status)
    said = " · ".join(name for name in [*named, "; ".join(in_words(reading.flags))] if name)
    return f"{reading.statistic} {reading.value}  {said}"
