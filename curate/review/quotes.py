"""Where the quotes of people stand: on a page, or in a cell of a file without pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from curate.model.file_table import PLACE_EXAMPLE, Locator, place_in_words
from curate.model.reading import Box, Evidence, Found, Reading
from curate.pdf.standing import Standing
from curate.pdf.text import bare, holds_number
from curate.review.home import Home

LIMITS = ("ci_low", "ci_high", "q1", "q3", "min", "max")
"""Statistics that are ends of a range, and may be printed as such."""


class Quote(NamedTuple):
    """Words to look for, and where.

    Attributes
    ----------
    report, place
        A report, and a page of it or the way to a cell.
    end
        Whether it is a limit, which may be the end of a range.
    """

    report: str
    place: int | Locator
    text: str
    end: bool = False

    @property
    def where(self) -> str:
        """The place for people."""
        return f"page {self.place}" if isinstance(self.place, int) else place_in_words(self.place)


class Quotes:
    """Where the quotes of some readings stand, see `find_quotes`.

    A number that stands at several places of its page is boxed at none of them by chance. In this order: the only
    place, the only one of those that others read for the same fact (`near`), the only one in a cell of a table, the
    only one on the line of what else its row has; else none.
    """

    def __init__(self, spots: Mapping[Quote, Standing | str | None]) -> None:
        self._spots = spots

    def standing(self, reading: Reading) -> Standing:
        """Return the places of a reading's quote on its page; of one in a cell, nothing."""
        quote = quote_of(reading)
        spot = self._spots.get(quote) if quote else None
        return spot if isinstance(spot, Standing) else Standing()

    def spot(self, entry: Found, reading: Reading, near: Sequence[Evidence] = ()) -> Box | str | None:
        """Return the box of a reading's quote, or the text of its cell; None when it has no place of its own."""
        quote = quote_of(reading)
        spot = self._spots.get(quote) if quote else None
        if quote is None or spot is None:
            return None
        if isinstance(spot, str):
            return spot
        seen = [each.box for each in near if each.box and (each.report, each.page) == quote[:2]]
        pairs = list(zip(spot.boxes, spot.tables, strict=True))
        witnessed = [pair for pair in pairs if any(_meet(pair[0], other) for other in seen)]
        if witnessed:
            boxes, tables = zip(*witnessed, strict=True)
            if only := Standing(boxes, tables).only:
                return only
        return spot.only or self._on_row(entry, quote, spot)

    def _on_row(self, entry: Found, quote: Quote, spot: Standing) -> Box | None:
        """Return the only place on the line, in one table, of the numbers of the same row that have one place."""
        row = [
            (other.boxes[0], other.tables[0])
            for reading in entry.readings
            if (said := quote_of(reading)) and said[:2] == quote[:2]
            for other in [self.standing(reading)]
            if len(other.boxes) == 1
        ]
        level = [
            box
            for box, table in zip(spot.boxes, spot.tables, strict=True)
            if table and any(table == around and _level(box, held) for held, around in row)
        ]
        return level[0] if len(level) == 1 else None

    def placed(self, entry: Found, reading: Reading, near: Sequence[Evidence] = ()) -> Reading:
        """Return the reading with the box of its quote, or with its cell's text, when it has a place of its own."""
        quote, spot = quote_of(reading), self.spot(entry, reading, near)
        if spot is None or reading.evidence is None or quote is None:
            return reading
        if isinstance(spot, str):
            return replace(reading, evidence=replace(reading.evidence, quote=spot))
        return replace(reading, evidence=replace(reading.evidence, quote=quote.text, box=spot))


def find_quotes(home: Home, readings: Iterable[Reading]) -> Quotes:
    """Look the quotes of people up, all reports in worker processes."""
    from curate.extract.job import Job

    wanted: dict[str, dict[Quote, None]] = {}
    for quote in filter(None, map(quote_of, readings)):
        wanted.setdefault(quote.report, {})[quote] = None
    jobs = []
    for sha256, asked in wanted.items():
        pages = [(quote.place, quote.text, quote.end) for quote in asked if isinstance(quote.place, int)]
        cells = [quote.place for quote in asked if not isinstance(quote.place, int)]
        file = home.report_path(sha256)
        jobs.append(Job.locate(sha256, file, pages) if pages else Job.cells(sha256, file, cells))
    spots: dict[Quote, Standing | str | None] = {}
    for result in home.run(jobs):
        if result.status == "failed":
            raise RuntimeError(f"{result.job.key[:8]}: {result.detail}")
        held = list(wanted[result.job.key])
        found = result.value if result.status == "ok" else [None] * len(held)
        spots.update(zip(held, map(_of_cell, held, found), strict=True))
    return Quotes(spots)


def _of_cell(quote: Quote, found: Standing | str | None) -> Standing | str | None:
    """Return what was found; of a cell, its text when that holds the words."""
    if not isinstance(found, str):
        return found
    holds = (
        holds_number(found, quote.text) if quote.text[-1:].isdigit() else bare(quote.text) in bare(found)
    )
    return found if holds else None


def quote_of(reading: Reading) -> Quote | None:
    """Return what to look for; None when there is nothing to look for."""
    evidence = reading.evidence
    if evidence is None or evidence.box:
        return None
    text, end = evidence.quote or reading.as_printed, reading.statistic in LIMITS
    if evidence.kind in PLACE_EXAMPLE and evidence.locator and text:
        return Quote(evidence.report, evidence.locator, text, end)
    if evidence.kind != "pdf_text" or evidence.page is None or not text:
        return None
    return Quote(evidence.report, evidence.page, text, end)


def _meet(one: Box, two: Box) -> bool:
    """Tell whether the middle of one of two places lies in the other."""
    return any(
        b[0] <= (a[0] + a[2]) / 2 <= b[2] and b[1] <= (a[1] + a[3]) / 2 <= b[3]
        for a, b in ((one, two), (two, one))
    )


def _level(one: Box, two: Box) -> bool:
    """Tell whether two places share a line."""
    high = max(one[3] - one[1], two[3] - two[1])
    return abs((one[1] + one[3]) - (two[1] + two[3])) / 2 < 0.5 * high
