"""The second engine over what the extractors of a report read: its text beside theirs, a flag where it differs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from curate.errors import ReportError
from curate.extract.job import ExtractorResult
from curate.extract.wire import Item
from curate.model.problem import Problem, Severity
from curate.model.reading import Box, Found, Reading
from curate.pdf.page import Document
from curate.pdf.text import bare, holds_number, same_text

_Place = tuple[int, Box]


def doubtful_pages(document: Document) -> set[int]:
    """Return the pages with a glyph whose code could not be trusted, mended or not."""
    return {
        page.number
        for page in document.pages
        if any(flag in word.flags for word in page.words for flag in ("repaired", "doubtful"))
    }


def reread_results(
    path: Path, results: list[ExtractorResult], pages: Collection[int] | None = None
) -> list[ExtractorResult]:
    """Return `results` with the second engine's text at their readings, and a flag where it differs.

    The band stays that of the first engine alone: a reading must not depend on who looked at it again.
    Where readings are shown, a second one that differs lowers them (the store's view ``weighed_reading``).

    Parameters
    ----------
    pages
        Readings on these pages only; None for all.
    """
    from curate.pdf.second import reread  # pdfplumber takes a third of a second to import

    places = sorted(
        {
            (reading.evidence.page, reading.evidence.box)
            for result in results
            for found in result.found
            for reading in found.readings
            if reading.evidence
            and reading.evidence.page
            and reading.evidence.box
            and (pages is None or reading.evidence.page in pages)
        }
    )
    if not places:
        return results
    try:
        texts = dict(zip(places, reread(path, places), strict=True))
    except ReportError as error:
        return [_with_problem(result, error.what) for result in results]
    missed = sorted({page for (page, _), text in texts.items() if text is None})
    seen = {place: text for place, text in texts.items() if text is not None}
    results = [
        replace(result, items=tuple(_compared_item(item, seen) for item in result.items))
        for result in results
    ]
    if missed:
        what = f"pdfplumber could not read page {', '.join(map(str, missed))}"
        return [_with_problem(result, what) for result in results]
    return results


def second_failed(results: Iterable[ExtractorResult], what: str) -> tuple[ExtractorResult, ...]:
    """Return `results` with the problem that the second engine did not read them."""
    return tuple(_with_problem(result, what) for result in results)


def _with_problem(result: ExtractorResult, what: str) -> ExtractorResult:
    if not result.found:
        return result
    problem = Problem(
        Severity.warning,
        "second_engine_failed",
        f"extractor {result.name}",
        what,
        "these readings rest on one engine: compare them with the page",
    )
    return replace(result, items=(*result.items, problem))


def _compared_item(item: Item, texts: dict[_Place, str]) -> Item:
    if not isinstance(item, Found):
        return item
    return replace(item, readings=tuple(_compared(reading, texts) for reading in item.readings))


def _compared(reading: Reading, texts: dict[_Place, str]) -> Reading:
    evidence = reading.evidence
    if evidence is None or evidence.page is None or evidence.box is None:
        return reading
    text = texts.get((evidence.page, evidence.box))
    if text is None:
        return reading
    flags = set(reading.flags) - {"readers_disagree"}
    if not agree(reading, text):
        flags.add("readers_disagree")
    return replace(reading, second_text=text, flags=tuple(sorted(flags)))


def agree(reading: Reading, text: str) -> bool:
    """Tell whether the second engine's `text` of the place holds the number of `reading`.

    Where its text layer has a glyph without a code, and for a repaired reading, only the digits are
    compared: the sign came from the drawn glyph, which no text layer has.
    """
    if reading.evidence and same_text(reading.evidence.quote, text):
        return True
    printed = reading.as_printed or reading.value
    if not any(letter.isdigit() for letter in printed):
        return bare(printed) in bare(text)
    if "repaired" in reading.flags or reading.raw_text:
        # the text layer may have a "2" for the minus and a space for the point
        return _only_digits(printed) in _only_digits(text)
    known = _UNKNOWN_GLYPH.sub(" ", text)
    if known != text:
        return all(holds_number(known, number) for number in _DIGITS.findall(bare(printed)))
    return holds_number(text, printed)


def _only_digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


_UNKNOWN_GLYPH = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
