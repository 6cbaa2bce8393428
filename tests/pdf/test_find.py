"""Quotes on pages, second readings, pictures."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from curate.errors import ReportError
from curate.pdf.document import read_document
from curate.pdf.find import PageText, hold_all, quote_on_page
from curate.pdf.image import MARK, render_crop, render_page
from curate.pdf.second import reread
from curate.pdf.standing import Standing, locate, locate_all
from curate.pdf.text import holds_number, same_text

from . import sheets

EDGE = 0.6


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Two columns of a table whose text layer goes down the columns, and a broken line of prose."""
    sheet = sheets.Sheet(tmp_path / "report.pdf")
    for x, cells in (
        (40, ["Pain", "Sleep"]),
        (140, ["12·3 (4·5)", "7·1 (2·2)"]),
        (240, ["112·3", "–0·35"]),
    ):
        for row, cell in enumerate(cells):
            sheet.text(x, 60 + 20 * row, cell)
    sheet.text(40, 150, "The mean change was not signif-")
    sheet.text(40, 164, "icant in the placebo arm (p = 0.21).")
    sheets.filler(sheet)
    return sheet.save()


def test_a_quote_is_found_whatever_its_spaces_dashes_dots_and_case(report: Path) -> None:
    box = locate(report, 1, "MEAN change   was")
    assert box is not None
    assert box[1] < 150 < box[3]
    assert box[0] == pytest.approx(60.6, abs=EDGE)  # behind "The "
    assert locate(report, 1, "7.1(2.2)") is not None
    assert locate(report, 1, "-0.35") == locate(report, 1, "−0·35") != None  # noqa: E711
    assert locate(report, 1, "not significant in the") is not None
    assert locate(report, 1, "was not signif-") is not None  # a quote that ends with the line
    assert locate(report, 1, "The mean change … (p=0.21)") is not None


def test_a_row_is_found_although_the_text_layer_goes_down_the_columns(report: Path) -> None:
    box = locate(report, 1, "Sleep 7·1 (2·2) –0·35")
    assert box is not None
    assert box[0] == pytest.approx(40, abs=EDGE)
    assert (box[1], box[3]) != (0, 0)
    assert box[1] < 80 < box[3] < 90


def test_a_number_is_not_found_inside_another(report: Path) -> None:
    box = locate(report, 1, "12.3")
    assert box is not None
    assert box[0] == pytest.approx(140, abs=EDGE)  # not within 112.3, which stands to the right
    assert locate(report, 1, "2.3") is None
    assert locate(report, 1, "0.2") is None


def test_what_is_not_there_is_not_found(report: Path) -> None:
    quotes = [(1, "median", False), (2, "mean", False), (1, "", False)]
    assert locate_all(report, quotes) == [Standing()] * 3


def test_a_quote_stands_in_its_box_or_not(report: Path) -> None:
    pages = read_document(report).pages
    cell = locate(report, 1, "7.1 (2.2)")
    assert quote_on_page(pages, "7·1 (2·2)", cell)
    assert quote_on_page(pages, "(2·2) 7·1", cell)  # words in any order, as in a cell of two lines
    assert not quote_on_page(pages, "12·3 (4·5)", cell)
    assert hold_all(report, [(1, "7.1 (2.2)", cell), (1, "7.3", None)]) == [True, False]


def test_a_box_within_the_quote_proves_it_also_over_a_line_break(tmp_path: Path) -> None:
    sheet = sheets.Sheet(tmp_path / "a.pdf")
    sheet.text(40, 60, "Nothing else. In all 776")
    sheet.text(40, 72, "(35.2%) took part. More words")
    sheets.filler(sheet)
    (page,) = read_document(sheet.save()).pages
    first = next(w for w in page.words if w.text == "776")
    second = next(w for w in page.words if w.text == "(35.2%)")
    over_both = (second.x0, first.top, first.x1, second.bottom)
    text = PageText([page])
    assert text.proves("In all 776 (35.2%) took part.", first.box)
    assert text.proves("In all 776 (35.2%) took part.", over_both)
    assert not text.proves("More words", over_both)
    assert not text.proves("took part.", first.box)


def test_pdfplumber_reads_a_place_again(report: Path) -> None:
    cell = locate(report, 1, "7.1 (2.2)")
    assert cell
    first, nothing, missing = reread(report, [(1, cell), (1, (0, 0, 5, 5)), (9, cell)])
    assert first is not None
    assert same_text(first, "7.1 (2.2)")
    assert nothing == ""
    assert missing is None


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_both_engines_mean_the_same_place_on_rotated_and_cropped_pages(
    tmp_path: Path, rotation: int
) -> None:
    """At 90 and 270 the words run up and down the page as shown; at 180 they are written to stand upright."""
    turn = b"-1 0 0 -1 410 305" if rotation == 180 else b"1 0 0 1 0 0"
    words = b"BT /F1 10 Tf 60 150 Td (12.3) Tj 80 0 Td (45.6) Tj ET Q"
    page = b"/MediaBox [10 5 400 300] /CropBox [30 20 380 260] /Rotate %d " % rotation
    path = sheets.one_page(
        tmp_path / "r.pdf",
        b"q %s cm " % turn + sheets.FILLER + words,
        page=page + b"/Resources << /Font << /F1 5 0 R >> >>",
    )
    shown = read_document(path).pages[-1]
    places = [(1, shown.unturned(w.box)) for w in shown.words if w.text in ("12.3", "45.6")]
    assert reread(path, places) == ["12.3", "45.6"]


def test_numbers_are_compared_with_their_sign() -> None:
    assert holds_number("8·70 (–9·72 to –7·69)", "-7.69")
    assert not holds_number("8·70 (–9·72 to –7·69)", "7.69")
    assert holds_number("IQR 3–9", "9")
    assert not holds_number("12.34", "2.3")


def pixels(png: bytes) -> np.ndarray:
    """Decode a PNG of 8-bit RGB without row filters, as ours are."""
    width, height = struct.unpack(">II", png[16:24])
    data = png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8]
    return (
        np.frombuffer(zlib.decompress(data), np.uint8)
        .reshape(height, 1 + 3 * width)[:, 1:]
        .reshape(height, width, 3)
    )


def test_a_crop_shows_the_place_with_an_outline(report: Path) -> None:
    box = locate(report, 1, "112.3")
    assert box
    marked = pixels(render_crop(report, 1, box, dpi=144, margin=10))
    plain = pixels(render_crop(report, 1, box, dpi=144, margin=10, mark=False))
    assert marked.shape[0] == pytest.approx(2 * (box[3] - box[1] + 20), abs=2)
    assert marked.shape[1] == pytest.approx(2 * (box[2] - box[0] + 20), abs=2)
    outline = (marked == MARK).all(2)
    assert outline.any()
    assert not (plain == MARK).all(2).any()
    assert (plain[~outline] == marked[~outline]).all()
    ink = (plain < 100).all(2)
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    assert 18 <= columns[0] < columns[-1] <= marked.shape[1] - 18  # the number stands inside the margin
    assert 18 <= rows[0] < rows[-1] <= marked.shape[0] - 18


def test_a_page_is_drawn_whole_but_not_beyond_the_limit(report: Path, tmp_path: Path) -> None:
    assert pixels(render_page(report, 1, dpi=72)).shape == (300, 400, 3)
    with pytest.raises(ReportError, match="megapixels") as caught:
        render_page(report, 1, dpi=2000)
    assert "dpi" in caught.value.hint
    with pytest.raises(ReportError, match="no page 2"):
        render_page(report, 2)
    with pytest.raises(ReportError, match="password"):
        render_page(sheets.encrypted(tmp_path / "e.pdf"), 1)
