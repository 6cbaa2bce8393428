"""A PDF into the neutral `Document`: words, rules and panels of each page."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from curate.pdf import pdfium
from curate.pdf.drawing import read_drawing
from curate.pdf.letters import read_letters, text_page
from curate.pdf.page import Document, Page
from curate.pdf.pdfium import Handle, Sheet, Unreadable
from curate.pdf.words import leaders, make_words, turned_letters, without_doubles

LEAST_LETTERS = 30
"""Letters a page must have on average for a report to count as one with a text layer."""


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
    read: list[Page] = []
    damaged: list[int] = []
    for number in numbers:
        try:
            read.extend(read_page(handle, number))
        except Unreadable:
            damaged.append(number)
    state, detail = document_state(read, damaged, len(numbers))
    return Document(report, tuple(read), state, detail, handle.pages)


def document_state(read: list[Page], damaged: list[int], asked: int) -> tuple[str, str]:
    """Return the report's state and why, from the pages read, those damaged, and how many were asked."""
    if asked and len(damaged) == asked:
        return "malformed", "no page can be read"
    letters = sum(len(word.text) for page in read for word in page.words)
    if letters < LEAST_LETTERS * max(asked - len(damaged), 1):
        return "no_text", "the pages have no text layer"
    if damaged:
        return "partial", f"damaged: page {', '.join(map(str, damaged))}"
    cut = sorted({page.number for page in read if page.cut})
    if cut:
        return "partial", f"over the limits: page {', '.join(map(str, cut))}"
    return "ok", ""


def read_page(handle: Handle, number: int) -> list[Page]:
    """Return the upright page `number`, and after it a turned one for each sideways direction in use.

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
    made = []
    for turned in (0, 90, 270):
        upright = turned_letters(letters, turned, width, height)
        words, dotted = leaders(make_words(without_doubles(upright)))
        if not words and turned:
            continue
        shown = drawing.turned(turned, width, height)
        across, down = (height, width) if turned else (width, height)
        rules = (*shown.rules, *dotted)
        cut = letters.cut or drawing.cut
        made.append(Page(number, across, down, tuple(words), rules, shown.panels, turned, cut))
    return made
