"""Where the quotes of people stand: on a page, or in a cell of a file without pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from curate.model.file_table import PLACE_EXAMPLE, Locator, place_in_words
from curate.model.reading import Box, Found, Reading
from curate.pdf.text import bare, holds_number
from curate.review.home import Home

Quote = tuple[str, int | Locator, str]
"""Report, page or way to the cell, and the words to look for."""

Spot = Box | str | None
"""Where a quote stands on its page, or the text of the cell that holds it."""


def find_quotes(home: Home, found: Iterable[Found]) -> dict[Quote, Spot]:
    """Return where the quotes of people stand, all reports in worker processes."""
    from curate.extract.job import Job

    wanted: dict[str, dict[Quote, None]] = {}
    for entry in found:
        for reading in entry.readings:
            if quote := quote_of(reading):
                wanted.setdefault(quote[0], {})[quote] = None
    path = home.report_path
    jobs = []
    for sha256, quotes in wanted.items():
        pages = [(place, text) for _, place, text in quotes if isinstance(place, int)]
        cells = [place for _, place, _ in quotes if not isinstance(place, int)]
        file = path(sha256)
        jobs.append(Job.locate(sha256, file, pages) if pages else Job.cells(sha256, file, cells))
    boxes: dict[Quote, Spot] = {}
    for result in home.run(jobs):
        if result.status == "failed":
            raise RuntimeError(f"{result.job.key[:8]}: {result.detail}")
        asked = list(wanted[result.job.key])
        spots = result.value if result.status == "ok" else [None] * len(asked)
        boxes.update(zip(asked, map(_spot, asked, spots), strict=True))
    return boxes


def _spot(quote: Quote, found: Spot) -> Spot:
    """Return what was found; of a cell, its text when that holds the words."""
    if not isinstance(found, str):
        return found
    holds = holds_number(found, quote[2]) if quote[2][-1:].isdigit() else bare(quote[2]) in bare(found)
    return found if holds else None


def where_of(quote: Quote) -> str:
    """Return the place of a quote for people."""
    return f"page {quote[1]}" if isinstance(quote[1], int) else place_in_words(quote[1])


def quote_of(reading: Reading) -> Quote | None:
    """Return what to look for; None when there is nothing to look for."""
    evidence = reading.evidence
    if evidence is None or evidence.box:
        return None
    text = evidence.quote or reading.as_printed
    if evidence.kind in PLACE_EXAMPLE and evidence.locator and text:
        return evidence.report, evidence.locator, text
    if evidence.kind != "pdf_text" or evidence.page is None or not text:
        return None
    return evidence.report, evidence.page, text


def placed(reading: Reading, boxes: dict[Quote, Spot]) -> Reading:
    """Return the reading with the box of its quote, or with its cell's text, when that was found."""
    quote = quote_of(reading)
    box = boxes.get(quote) if quote else None
    if box is None or reading.evidence is None or quote is None:
        return reading
    if isinstance(box, str):
        return replace(reading, evidence=replace(reading.evidence, quote=box))
    return replace(reading, evidence=replace(reading.evidence, quote=quote[2], box=box))
