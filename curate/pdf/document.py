"""A PDF into the neutral `Document`: words, rules and panels of each page."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from curate.pdf import pdfium
from curate.pdf.glyphs import Glyphs
from curate.pdf.one_page import STAMP_LETTERS, Taken, make_pages, take_page
from curate.pdf.page import GARBAGE, SCANNED, Document, Page
from curate.pdf.pdfium import Handle, Unreadable
from curate.pdf.triage import Triage

LEAST_LETTERS = 30
"""A page with fewer letters has no text to speak of."""

TOGETHER = 50
"""Pages whose letters are taken before one of them is drawn; few trials have more."""


def read_document(path: Path, *, pages: Collection[int] | None = None) -> Document:
    """Read a report with PDFium.

    Parameters
    ----------
    path
        The PDF.
    pages
        Numbers from 1, each read in full. None reads the report for its results: what is a list of
        references has no words, and what names no table has no rules (see `Contents`).

    Returns
    -------
    Document
        What could be read. `Document.state` says how far that is; nothing is raised for a report
        that is encrypted, damaged, without pages or without text.

    Raises
    ------
    ReportError
        The file is missing, empty, no regular file or no PDF at all.
    """
    try:
        with pdfium.opened_report(path) as handle:
            everything = range(1, handle.pages + 1)
            numbers = everything if pages is None else [n for n in everything if n in pages]
            read, state, detail = read_pages(handle, numbers, Triage() if pages is None else None)
            return Document(handle.report, tuple(read), state, detail, handle.pages)
    except Unreadable as trouble:
        return Document(trouble.report, (), trouble.state, trouble.detail)


def read_pages(
    handle: Handle, numbers: Iterable[int], triage: Triage | None = None
) -> tuple[list[Page], str, str]:
    """Return what can be read of the pages `numbers`, and the state and detail that this makes.

    Parameters
    ----------
    triage
        Decides what of each page is read; None for all of it.
    """
    read: list[Page] = []
    damaged: list[int] = []
    empty: list[int] = []
    pictures: list[int] = []
    garbage: list[int] = []
    asked = 0
    for number, pages, scanned in each_page(handle, numbers, triage):
        asked += 1
        read.extend(pages)
        if not pages:
            damaged.append(number)
        elif pages[0].contents.garbage:
            garbage.append(number)
        elif not pages[0].contents.references and not _has_letters(
            pages, STAMP_LETTERS if scanned else LEAST_LETTERS
        ):
            empty.append(number)
            pictures += [number] if scanned else []
    if asked and len(damaged) == asked:
        return [], "malformed", "no page can be read"
    if len(empty) + len(damaged) + len(garbage) == asked:
        return read, "no_text", _listed(GARBAGE, garbage) or "the pages have no text layer"
    cut = sorted({page.number for page in read if page.cut})
    troubles = [
        _listed("damaged", damaged),
        _listed("over the limits", cut),
        _listed(SCANNED, pictures),
        _listed(GARBAGE, garbage),
    ]
    troubles = [trouble for trouble in troubles if trouble]
    return read, "partial" if troubles else "ok", "; ".join(troubles)


def each_page(
    handle: Handle, numbers: Iterable[int], triage: Triage | None = None
) -> Iterator[tuple[int, list[Page], bool]]:
    """Give of each page of `numbers` its number, what can be read of it, and whether one image covers it.

    The first are its upright page and a turned one for each other direction in use; none of a damaged one.
    """
    glyphs = Glyphs()
    waiting = iter(numbers)
    while some := list(islice(waiting, TOGETHER)):
        taken = deque((number, _taken(handle, number, triage)) for number in some)
        while taken:
            number, page = taken.popleft()
            try:
                pages = make_pages(page, handle, glyphs) if page else []
            except Unreadable:
                pages = []
            yield number, pages, bool(page and page.scanned)


def _taken(handle: Handle, number: int, triage: Triage | None) -> Taken | None:
    try:
        return take_page(handle, number, triage)
    except Unreadable:
        return None


def _has_letters(pages: Iterable[Page], least: int) -> bool:
    """Whether the pages of one number have so many letters; most are told by their first words."""
    found = 0
    for word in chain.from_iterable(page.words for page in pages):
        found += len(word.text)
        if found >= least:
            return True
    return found >= least


def _listed(what: str, pages: list[int]) -> str:
    return f"{what}: page {', '.join(map(str, pages))}" if pages else ""
