"""One report through the extractors, and through the second engine where that is asked for."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from curate.extract.band import with_bands
from curate.extract.base import Extractor, load
from curate.extract.job import Extracted, ExtractorResult
from curate.extract.second import doubtful_pages, reread_results
from curate.extract.source import holds_quote, read_source
from curate.extract.wire import Item
from curate.model.file_table import FileIndex
from curate.model.problem import Problem, Severity
from curate.model.reading import Evidence, Found, Reading
from curate.parse.number import MOST_DIGITS
from curate.pdf.find import PageText, page_texts
from curate.pdf.page import Document

READABLE = ("ok", "partial")

TOO_LARGE = 10.0**MOST_DIGITS


def extract(path: Path, names: Iterable[str], *, second: str = "none") -> Extracted:
    """Run the extractors `names` over the report at `path`.

    Parameters
    ----------
    second
        What pdfplumber reads again: ``doubtful``, the readings on pages with glyphs whose codes cannot be
        trusted; ``all``, every reading; or ``none``.

    Raises
    ------
    ReportError
        The file is missing, empty, no regular file, or of a kind that cannot be read.
    UnknownName
        No extractor is called so.
    """
    extractors = [load(name) for name in names]
    with _cycles_left():
        document = read_source(path)
        pages = page_texts(document.pages)
        results = read_all(extractors, document, pages)
    if second != "none" and document.pages:
        again = doubtful_pages(document) if second == "doubtful" else None
        results = reread_results(path, results, again)
    return Extracted(
        document.report, document.state, document.detail, document.page_count, tuple(results)
    )


@contextmanager
def _cycles_left() -> Iterator[None]:
    """Have nobody look for unreachable cycles meanwhile: reading makes hardly any, and a look is at all it made."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.freeze()  # what there is by now counts as looked at,
            gc.unfreeze()  # or the next object made would have all of it looked at
            gc.enable()


def read_all(
    extractors: Iterable[Extractor], document: Document, pages: dict[int, PageText]
) -> list[ExtractorResult]:
    """Return what each extractor reads, with bands.

    The numbers of the others' tables count in its bands: a number that a sentence gives once is confirmed where a
    table gives it too. Without the other extractor fewer are, never more.
    """
    results = [_read(extractor, document, pages) for extractor in extractors]
    return [
        replace(
            result,
            items=with_bands(
                result.items, beside=[i for other in results if other is not result for i in other.items]
            ),
        )
        for result in results
    ]


def _read(extractor: Extractor, document: Document, pages: dict[int, PageText]) -> ExtractorResult:
    """Return what one extractor reads; one that raises keeps what it had yielded before."""
    name, version = extractor.name, extractor.version
    if document.state not in READABLE:
        return ExtractorResult(name, version, document.state, document.detail)
    items: list[Item] = []
    cells = FileIndex.of(document.tables)
    status, detail = document.state, document.detail
    ocr = {page.number for page in document.pages if page.ocr}
    try:
        for item in extractor.read(document):
            item = _with_ocr(item, ocr) if ocr and isinstance(item, Found) else item
            items.extend(
                _with_evidence(_scoped(item), pages, cells) if isinstance(item, Found) else [item]
            )
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
    return ExtractorResult(name, version, status, detail, tuple(items))


def _scoped(found: Found) -> Found:
    """Return a result that counts people and nothing else as what it is: a fact about an arm.

    "20 were randomised to ketamine" is no outcome: there is nothing to map, and it makes no record.
    """
    if all(reading.statistic == "n" for reading in found.readings):
        return replace(found, result=replace(found.result, scope="arm"))
    return found


def _with_ocr(found: Found, pages: set[int]) -> Found:
    """Return `found` with the flag ``ocr`` at the readings that stand on one of `pages`."""
    return replace(
        found,
        readings=tuple(
            replace(reading, flags=tuple(sorted({*reading.flags, "ocr"})))
            if reading.evidence and reading.evidence.page in pages
            else reading
            for reading in found.readings
        ),
    )


def _with_evidence(found: Found, pages: dict[int, PageText], cells: FileIndex) -> list[Item]:
    """Return `found` with the readings that the store can hold, and a problem for each of the others."""
    proven: dict[int, bool] = {}  # by identity: readings of one cell share its place
    for reading in found.readings:
        if id(reading.evidence) not in proven:
            proven[id(reading.evidence)] = _proven(reading, pages, cells)
    kept: list[Reading] = []
    dropped: list[Item] = []
    for reading in found.readings:
        if not proven[id(reading.evidence)]:
            dropped.append(_dropped(reading, "quote_not_on_page", "its quote is not there"))
        elif abs(reading.number or 0) >= TOO_LARGE:
            dropped.append(_dropped(reading, "number_too_large", "no trial reports a number so large"))
        else:
            kept.append(reading)
    if not dropped:
        return [found] if kept else []
    return [*([replace(found, readings=tuple(kept))] if kept else []), *dropped]


def _dropped(reading: Reading, code: str, why: str) -> Problem:
    return Problem(
        Severity.warning,
        code,
        _place(reading.evidence),
        f"a reading of {reading.as_printed or reading.value!r} was dropped: {why}",
        "enter the number by hand if the report prints it",
    )


def _proven(reading: Reading, pages: dict[int, PageText], cells: FileIndex) -> bool:
    evidence = reading.evidence
    if evidence is None:
        return False
    if evidence.page is None:
        return holds_quote(cells, evidence.locator, evidence.quote)
    if evidence.page not in pages:
        return False
    return pages[evidence.page].proves(evidence.quote, evidence.box)


def _place(evidence: Evidence | None) -> str:
    if evidence is None:
        return "no evidence"
    return f"{evidence.where}, {evidence.table}" if evidence.table else evidence.where
