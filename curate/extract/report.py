"""One report through the extractors, and the second engine over what they read."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from curate.errors import ReportError
from curate.extract.band import with_bands
from curate.extract.base import Extractor, load
from curate.extract.job import Extracted, ExtractorResult
from curate.extract.wire import Item
from curate.model.problem import Problem, Severity
from curate.model.reading import Box, Evidence, Found, Reading
from curate.pdf.document import read_document
from curate.pdf.find import PageText, page_texts
from curate.pdf.page import Document
from curate.pdf.text import bare, holds_number, same_text

_Place = tuple[int, Box]

READABLE = ("ok", "partial")


def extract(path: Path, names: Iterable[str], *, second: str = "none") -> Extracted:
    """Run the extractors `names` over the report at `path`.

    Parameters
    ----------
    second
        ``all``: pdfplumber re-reads the place of every reading.

    Raises
    ------
    ReportError
        The file is missing, empty, no regular file or no PDF at all.
    UnknownName
        No extractor is called so.
    """
    extractors = [load(name) for name in names]
    document = read_document(path)
    pages = page_texts(document.pages)
    results = [read_with(extractor, document, pages) for extractor in extractors]
    if second == "all":
        results = reread_results(path, results)
    return Extracted(
        document.report, document.state, document.detail, document.page_count, tuple(results)
    )


def read_with(extractor: Extractor, document: Document, pages: dict[int, PageText]) -> ExtractorResult:
    """Return what one extractor reads; one that raises keeps what it had yielded before."""
    name, version = extractor.name, extractor.version
    if document.state not in READABLE:
        return ExtractorResult(name, version, document.state, document.detail)
    items: list[Item] = []
    status, detail = document.state, document.detail
    try:
        for item in extractor.read(document):
            items.extend(_with_evidence(_scoped(item), pages) if isinstance(item, Found) else [item])
    except MemoryError:
        raise
    except Exception as error:
        traceback.print_exc()
        detail = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
        status = "partial"
        items.append(
            Problem(
                Severity.error,
                "extractor_failed",
                f"extractor {name}",
                f"it stopped with {detail}",
                "what it had read until then is kept; please report this with the PDF",
            )
        )
    return ExtractorResult(name, version, status, detail, with_bands(items))


def _scoped(found: Found) -> Found:
    """Return a result that counts people and nothing else as what it is: a fact about an arm.

    "20 were randomised to ketamine" is no outcome: there is nothing to map, and it makes no record.
    """
    if all(reading.statistic == "n" for reading in found.readings):
        return replace(found, result=replace(found.result, scope="arm"))
    return found


def _with_evidence(found: Found, pages: dict[int, PageText]) -> list[Item]:
    """Return `found` with the readings whose quote stands on its page, and a problem for the others."""
    proven: dict[Evidence | None, bool] = {}  # readings of one cell share its place
    for reading in found.readings:
        if reading.evidence not in proven:
            proven[reading.evidence] = _proven(reading, pages)
    kept = tuple(reading for reading in found.readings if proven[reading.evidence])
    items: list[Item] = [replace(found, readings=kept)] if kept else []
    items.extend(
        Problem(
            Severity.warning,
            "quote_not_on_page",
            _place(reading.evidence),
            f"a reading of {reading.as_printed or reading.value!r} was dropped: its quote is not there",
            "enter the number by hand if the report prints it",
        )
        for reading in found.readings
        if reading not in kept
    )
    return items


def _proven(reading: Reading, pages: dict[int, PageText]) -> bool:
    evidence = reading.evidence
    if evidence is None or evidence.page not in pages:
        return False
    return pages[evidence.page].proves(evidence.quote, evidence.box)


def _place(evidence: Evidence | None) -> str:
    if evidence is None:
        return "no evidence"
    return f"page {evidence.page}, {evidence.table}" if evidence.table else f"page {evidence.page}"


def reread_results(path: Path, results: list[ExtractorResult]) -> list[ExtractorResult]:
    """Return `results` with the second engine's text at every reading, and a flag where it differs."""
    from curate.pdf.second import reread  # pdfplumber takes a third of a second to import

    places = sorted(
        {
            (reading.evidence.page, reading.evidence.box)
            for result in results
            for found in result.found
            for reading in found.readings
            if reading.evidence and reading.evidence.page and reading.evidence.box
        }
    )
    try:
        texts = dict(zip(places, reread(path, places), strict=True)) if places else {}
    except ReportError as error:
        return [_with_problem(result, error.what) for result in results]
    missed = sorted({page for (page, _), text in texts.items() if text is None})
    seen = {place: text for place, text in texts.items() if text is not None}
    results = [
        replace(result, items=with_bands(_compared_item(item, seen) for item in result.items))
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
