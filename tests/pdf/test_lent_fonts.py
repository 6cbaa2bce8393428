"""Fonts that a file names and does not hold: what PDFium lends has widths that earlier documents have set."""

from __future__ import annotations

from pathlib import Path

from curate.extract.job import Job
from curate.extract.run import run_jobs

from . import sheets

PLACE = (1, (30.0, 90.0, 300.0, 110.0))


FONT = b"<< /Type /Font /Subtype /TrueType /BaseFont /%s /Encoding /WinAnsiEncoding /FontDescriptor %d 0 R >>"
DESCRIBED = (
    b"<< /Type /FontDescriptor /FontName /%s /Flags 34 /StemV %d /FontBBox [0 -200 1000 800] /Ascent 800"
    b" /Descent -200 /ItalicAngle 0 /CapHeight 700 /MissingWidth %d >>"
)


def lent(path: Path, name: bytes, width: int, stem: int) -> Path:
    """Write a line in a font that is not in the file, described by its usual width and the weight of its stems."""
    content = b"BT /F2 10 Tf 40 200 Td (Height of people 12.3) Tj ET\n"
    page = b"/MediaBox [0 0 400 300] /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >>"
    extra = [FONT % (name, 7), DESCRIBED % (name, stem, width)]
    return sheets.one_page(path, content + sheets.FILLER, page=page, extra=extra)


def test_a_worker_reads_a_file_after_another_as_if_it_were_its_first(tmp_path: Path) -> None:
    paper = lent(tmp_path / "a.pdf", b"Quill", 0, 80)
    other = lent(tmp_path / "b.pdf", b"Nib", 0, 220)
    asked = [Job.words_in("first", paper, [PLACE]), Job.render("other", other, 1, dpi=72)]
    told = {
        r.job.key: r.unwrap()
        for r in run_jobs([*asked, Job.words_in("last", paper, [PLACE])], workers=1)
    }
    assert told["first"][0][0] == "Height of people 12.3"
    assert told["first"] == told["last"]


def drawn_before(path: Path) -> Path:
    """Write a page with a code that must be drawn to be known, and one after it; each in a lent font of its own."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /MediaBox [0 0 400 300]"
        b" /Resources << /Font << /F1 7 0 R /F2 8 0 R /F3 9 0 R >> >> >>"
    )
    first = b"BT /F2 10 Tf 40 200 Td (Height of people p \\002 0.05) Tj ET\n" + sheets.FILLER
    second = b"BT /F3 10 Tf 40 200 Td (Height of people 12.3) Tj ET\n" + sheets.FILLER
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        page % 5,
        page % 6,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(first), first),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(second), second),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        FONT % (b"Nib", 10),
        FONT % (b"Quill", 11),
        DESCRIBED % (b"Nib", 220, 700),
        DESCRIBED % (b"Quill", 80, 0),
    ]
    return sheets.write_objects(path, objects)


def test_what_is_drawn_of_a_page_does_not_move_the_words_of_the_next(tmp_path: Path) -> None:
    paper = drawn_before(tmp_path / "a.pdf")
    place = (2, PLACE[1])
    asked = [Job.words_in("both", paper, [PLACE, place]), Job.words_in("alone", paper, [place])]
    told = {r.job.key: r.unwrap() for r in run_jobs(asked, workers=1)}
    assert told["both"][1] == told["alone"][0]
    assert told["alone"][0][0] == "Height of people 12.3"
