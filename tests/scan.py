"""Scans for tests: pictures of a report's pages, and the same with a text layer that is not drawn, as OCR leaves it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from curate.pdf.document import read_document
from curate.pdf.page import Word

UNSEEN = 3
"""Text render mode of PDF: neither filled nor stroked."""


def as_read(word: Word) -> str:
    """Return a word as a perfect reader reads it."""
    return word.text


def scan(
    source: Path,
    target: Path,
    *,
    dpi: float = 100,
    read: Callable[[Word], str] | None = None,
    pictures: frozenset[int] | None = None,
) -> Path:
    """Write the pages of `source` as pictures.

    Parameters
    ----------
    read
        What OCR makes of each word; None for a scan that nobody has read.
    pictures
        Numbers of the pages that are pictures (all when None); the others have their words drawn.
    """
    document = read_document(source)
    canvas = Canvas(str(target), invariant=1)
    with pdfium.PdfDocument(source) as held:
        for number, drawn in enumerate(held, start=1):
            width, height = drawn.get_size()
            canvas.setPageSize((width, height))
            pictured = pictures is None or number in pictures
            if pictured:
                page_picture(canvas, drawn, dpi)
            if read or not pictured:
                for page in document.pages:
                    if page.number == number and not page.turned:
                        lay_words(canvas, page.words, height, read or as_read, unseen=pictured)
            canvas.showPage()
    canvas.save()
    return target


def page_picture(canvas: Canvas, page: pdfium.PdfPage, dpi: float) -> None:
    """Draw the picture of a whole page."""
    content = BytesIO()
    page.render(scale=dpi / 72, grayscale=True).to_pil().save(content, "PNG")
    content.seek(0)
    canvas.drawImage(ImageReader(content), 0, 0, *page.get_size())


def lay_words(
    canvas: Canvas, words: tuple[Word, ...], height: float, read: Callable[[Word], str], *, unseen: bool
) -> None:
    """Lay words over their places, each as wide as it is drawn."""
    for word in words:
        said = read(word)
        text = canvas.beginText(word.x0, height - word.baseline)
        text.setFont("Helvetica", word.size)
        text.setTextRenderMode(UNSEEN if unseen else 0)
        natural = canvas.stringWidth(said, "Helvetica", word.size)
        if natural:
            text.setHorizScale(100 * (word.x1 - word.x0) / natural)
        text.textOut(said)
        canvas.drawText(text)
