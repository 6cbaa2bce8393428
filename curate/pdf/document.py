"""A PDF into the neutral `Document`: words, rules and panels of each page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain
from pathlib import Path

from curate.pdf import pdfium
from curate.pdf.drawing import Drawing, read_drawing
from curate.pdf.garbage import is_garbage
from curate.pdf.glyphs import Glyphs
from curate.pdf.hidden import may_be_hidden, without_hidden
from curate.pdf.letters import plain_text, read_letters, text_page
from curate.pdf.minuses import with_minuses
from curate.pdf.page import GARBAGE, SCANNED, Contents, Document, Page
from curate.pdf.pdfium import Handle, Sheet, Unreadable
from curate.pdf.points import gaps, with_points
from curate.pdf.sight import Picture
from curate.pdf.triage import Triage
from curate.pdf.words import leaders, make_words, turned_letters, without_doubles

LEAST_LETTERS = 30
"""A page with fewer letters has no text to speak of."""

STAMP_LETTERS = 300
"""A page covered by an image needs so many: libraries stamp a line or two on their scans."""


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
    glyphs = Glyphs()
    for number in numbers:
        asked += 1
        try:
            pages, scanned = read_page(handle, number, glyphs, triage)
        except Unreadable:
            damaged.append(number)
            continue
        read.extend(pages)
        contents = pages[0].contents
        if contents.garbage:
            garbage.append(number)
            continue
        if not contents.references and not _has_letters(
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


def read_page(
    handle: Handle, number: int, glyphs: Glyphs, triage: Triage | None = None
) -> tuple[list[Page], bool]:
    """Read one page; `glyphs` remembers what the document's doubtful glyphs are.

    Returns
    -------
    pages
        The upright page, and after it a turned one for each other direction in use.
    scanned
        Whether one image covers the page.

    Raises
    ------
    Unreadable
        The page is damaged.
    """
    with handle.page(number) as page, text_page(page) as text:
        sheet = Sheet.of(page)
        width, height = sheet.size
        plain = plain_text(text)
        contents = triage.contents(plain) if triage else Contents()
        if is_garbage(plain):
            contents = Contents(tables=False, garbage=True)
        if contents.references or contents.garbage:
            return [Page(number, width, height, (), contents=contents)], False
        letters = read_letters(text, sheet)
        looked_for = contents.tables or len(letters) < STAMP_LETTERS or may_be_hidden(letters).any()
        drawing = read_drawing(page, sheet) if looked_for else None
        if drawing:
            letters = without_hidden(letters, page, drawing)
        parts = {
            turned: without_doubles(turned_letters(letters, turned, width, height))
            for turned in (0, 90, 180, 270)
            if turned == 0 or (letters.direction == turned).any()
        }
        if drawing is None:
            pointless = not any(map(gaps, parts.values()))
            drawing = Drawing((), ()) if pointless else read_drawing(page, sheet)
        unseen = letters.unseen
        made = []
        for turned, part in parts.items():
            across, down = (height, width) if turned in (90, 270) else (width, height)
            shown = drawing.turned(turned, width, height)
            upright = with_minuses(with_points(part, shown.dots), shown.bars)
            if not unseen:  # of a letter of OCR, each place is drawn in its own way
                glyphs.repair(upright, page, turned, across, down)
            words, dotted = leaders(make_words(upright))
            if not words and turned:
                continue
            rules = (*shown.rules, *dotted)
            if unseen:
                picture = Picture(page, turned)
                words = [picture.compared(word) for word in words]
                rules = (*rules, *picture.rules())
            cut = letters.cut or drawing.cut
            held = tuple(words), rules, shown.panels
            made.append(Page(number, across, down, *held, turned, cut, unseen, contents))
    return made, drawing.scanned
