"""Tiny PDFs with one trap each, typeset for the tests."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 400.0, 300.0


class Sheet:
    """A canvas that is saved to a file; y is given from the top, as in the neutral page."""

    def __init__(self, path: Path, **options: Any) -> None:
        self.path = path
        self.canvas = Canvas(
            str(path), pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=0, **options
        )

    def text(
        self, x: float, baseline: float, text: str, size: float = 10, font: str = "Helvetica"
    ) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - baseline, text)

    def save(self) -> Path:
        self.canvas.save()
        return self.path


def filler(sheet: Sheet, lines: int = 4, top: float = 200) -> None:
    """Write enough running text for the page to count as one with a text layer."""
    for line in range(lines):
        sheet.text(40, top + 14 * line, "Plain words that fill the line")


def encrypted(path: Path) -> Path:
    sheet = Sheet(path, encrypt=StandardEncryption("secret", ownerPassword="owner", strength=128))
    filler(sheet)
    return sheet.save()


def no_pages(path: Path) -> Path:
    """A catalogue with an empty page tree; PDFium opens it without an error."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
    ]
    return write_objects(path, objects)


def write_objects(path: Path, objects: list[bytes]) -> Path:
    """Write numbered objects with a right cross-reference table; object 1 is the catalogue."""
    out = BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    )
    path.write_bytes(out.getvalue())
    return path


def one_page(path: Path, content: bytes, *, page: bytes = b"", extra: list[bytes] | None = None) -> Path:
    """Write one page of raw content; font F1 is Helvetica, and `extra` objects start at number 6.

    `page` replaces the page's boxes and resources beyond the font.
    """
    box = page or b"/MediaBox [0 0 400 300] /Resources << /Font << /F1 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R %s >>" % box,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *(extra or []),
    ]
    return write_objects(path, objects)


FILLER = b"BT /F1 10 Tf 40 60 Td (Plain words that fill the line, so that the page has text) Tj ET\n"
