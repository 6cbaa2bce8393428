"""Fonts that a file names and does not hold: what PDFium lends has widths that earlier documents have set."""

from __future__ import annotations

from pathlib import Path

from curate.extract.job import Job
from curate.extract.run import run_jobs

from . import sheets

PLACE = (1, (30.0, 90.0, 300.0, 110.0))


def lent(path: Path, name: bytes, width: int, stem: int) -> Path:
    """Write a line in a font that is not in the file, described by its usual width and the weight of its stems."""
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /%s /Encoding /WinAnsiEncoding /FontDescriptor 7 0 R >>"
    described = (
        b"<< /Type /FontDescriptor /FontName /%s /Flags 34 /StemV %d /FontBBox [0 -200 1000 800] /Ascent 800"
        b" /Descent -200 /ItalicAngle 0 /CapHeight 700 /MissingWidth %d >>"
    )
    content = b"BT /F2 10 Tf 40 200 Td (Height of people 12.3) Tj ET\n"
    page = b"/MediaBox [0 0 400 300] /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >>"
    extra = [font % name, described % (name, stem, width)]
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
