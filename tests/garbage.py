"""Reports for tests whose fonts are drawn rightly and mapped to Unicode wrongly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from .pdf.sheets import write_objects

PROSE = (
    "Of the 96 participants, 48 were given the study drug and 48 a placebo.\n"
    "Scores fell by 6.2 (SD 4.1) with the drug and by 3.9 (SD 4.4) with placebo (p = 0.012).\n"
    "Nobody withdrew for an adverse event, and those who were lost to follow-up gave no reason.\n"
    "The sample was chosen before the trial began so that a difference of two points could be found.\n"
    "Raters who did not know the allocation interviewed everyone by telephone after each visit.\n"
    "Analyses followed the intention to treat; missing values were imputed from earlier ones.\n"
    "Most people in either group had been ill for several years and had tried other medicines.\n"
    "Limits of this work are its short duration, a single centre and the small number of women.\n"
)
Map = Callable[[int], int]
"""From the code of a letter in WinAnsi to the Unicode that the font claims for it."""


def true(code: int) -> int:
    """Claim what is drawn."""
    return ord(bytes([code]).decode("cp1252", "replace"))


def shifted(by: int) -> Map:
    """Claim the code that stands `by` places further."""
    return lambda code: code + by


def anew(text: str, first: int) -> Map:
    """Number the letters in the order of their first use, as subsets of fonts do."""
    order = list(dict.fromkeys(text.encode("cp1252")))
    return lambda code: first + order.index(code) if code in order else 0xFFFD


def codeless(code: int) -> int:
    """Claim private use."""
    return 0xF000 + code


def report(path: Path, pages: Sequence[tuple[str, Map]], size: float = 9) -> Path:
    """Write a report of pages, each the lines of a text in a font with its map."""
    kids = [f"{3 + 4 * place} 0 R" for place in range(len(pages))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode(),
    ]
    for text, claim in pages:
        first = len(objects) + 1
        box = b"/MediaBox [0 0 595 842] /Resources << /Font << /F1 %d 0 R >> >>" % (first + 2)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R %s >>" % (first + 1, box),
            _stream(_lines(text, size)),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"
            b" /ToUnicode %d 0 R >>" % (first + 3),
            _stream(_map(claim)),
        ]
    return write_objects(path, objects)


def _lines(text: str, size: float) -> bytes:
    shown = [
        b"BT /F1 %g Tf 50 %g Td <%s> Tj ET\n"
        % (size, 790 - 1.3 * size * place, line.encode("cp1252").hex().encode())
        for place, line in enumerate(text.splitlines())
    ]
    return b"".join(shown)


def _map(claim: Map) -> bytes:
    # A space stays one: what is read of it has no glyph to be drawn.
    codes = {code: 0x20 if code == 0x20 else claim(code) for code in range(0x20, 0x100)}
    lines = b"".join(b"<%02x> <%04x>\n" % pair for pair in codes.items())
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"%d beginbfchar\n%sendbfchar endcmap end end" % (len(codes), lines)
    )


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
