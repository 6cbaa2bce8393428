"""A PDF into the neutral `Document`: words, rules and panels of each page."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path

from curate.pdf import pdfium
from curate.pdf.drawing import read_drawing
from curate.pdf.glyphs import Glyphs
from curate.pdf.letters import read_letters, text_page
from curate.pdf.page import Document, Page
from curate.pdf.pdfium import Handle, Sheet, Unreadable
from curate.pdf.points import with_points
from curate.pdf.sight import Picture
from curate.pdf.words import leaders, make_words, turned_letters, without_doubles

LEAST_LETTERS = 30
"""A page with fewer letters has no text to speak of."""

STAMP_LETTERS = 300
"""A page covered by an image needs so many: libraries stamp a line or two on their scans."""


SCANNED = "scanned"
"""Begins, in the detail of a report that has text as well, the list of the pages that are pictures of text."""


def read_document(path: Path, *, pages: Collection[int] | None = None) -> Document:
    """Read a report with PDFium.

    Parameters
    ----------
    path
        The PDF.
    pages
        Numbers from 1; None reads them all.

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
    content = pdfium.file_bytes(path)
    report = hashlib.sha256(content).hexdigest() if content else pdfium.file_digest(path)
    try:
        with pdfium.opened(content) as handle:
            return _read(report, handle, pages)
    except Unreadable as trouble:
        return Document(report, (), trouble.state, trouble.detail)


def _read(report: str, handle: Handle, wanted: Collection[int] | None) -> Document:
    numbers = [n for n in range(1, handle.pages + 1) if wanted is None or n in wanted]
    read, state, detail = read_pages(handle, numbers)
    return Document(report, tuple(read), state, detail, handle.pages)


def read_pages(handle: Handle, numbers: Iterable[int]) -> tuple[list[Page], str, str]:
    """Return what can be read of the pages `numbers`, and the state and detail that this makes."""
    read: list[Page] = []
    damaged: list[int] = []
    empty: list[int] = []
    pictures: list[int] = []
    asked = 0
    glyphs = Glyphs()
    for number in numbers:
        asked += 1
        try:
            pages, scanned = read_page(handle, number, glyphs)
        except Unreadable:
            damaged.append(number)
            continue
        read.extend(pages)
        letters = sum(len(word.text) for page in pages for word in page.words)
        if letters < (STAMP_LETTERS if scanned else LEAST_LETTERS):
            empty.append(number)
            pictures += [number] if scanned else []
    if asked and len(damaged) == asked:
        return [], "malformed", "no page can be read"
    if len(empty) + len(damaged) == asked:
        return read, "no_text", "the pages have no text layer"
    cut = sorted({page.number for page in read if page.cut})
    troubles = [
        f"{what}: page {', '.join(map(str, numbers))}"
        for what, numbers in (("damaged", damaged), ("over the limits", cut), (SCANNED, pictures))
        if numbers
    ]
    return read, "partial" if troubles else "ok", "; ".join(troubles)


def read_page(handle: Handle, number: int, glyphs: Glyphs) -> tuple[list[Page], bool]:
    """Read one page; `glyphs` remembers what the document's doubtful glyphs are.

    Returns
    -------
    pages
        The upright page, and after it a turned one for each sideways direction in use.
    scanned
        Whether one image covers the page.

    Raises
    ------
    Unreadable
        The page is damaged.
    """
    with handle.page(number) as page, text_page(page) as text:
        sheet = Sheet.of(page)
        letters = read_letters(text, sheet)
        drawing = read_drawing(page, sheet)
        width, height = sheet.size
        unseen = letters.unseen
        made = []
        for turned in (0, 90, 270):
            if turned and not (letters.direction == turned).any():
                continue
            across, down = (height, width) if turned else (width, height)
            shown = drawing.turned(turned, width, height)
            upright = without_doubles(turned_letters(letters, turned, width, height))
            upright = with_points(upright, shown.dots)
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
            made.append(Page(number, across, down, *held, turned, cut, unseen))
    return made, drawing.scanned
