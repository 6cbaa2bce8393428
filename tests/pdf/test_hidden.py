"""Text that is in the file and cannot be seen, and text that stands on its head."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from curate.pdf.document import read_document
from curate.pdf.page import Page

from . import sheets

EDGE = 0.6
"""Points: PDFium's boxes are single precision and fonts differ in side bearings."""


@pytest.fixture
def sheet(tmp_path: Path) -> sheets.Sheet:
    sheet = sheets.Sheet(tmp_path / "a.pdf")
    sheets.filler(sheet, top=240)
    return sheet


def page(sheet: sheets.Sheet) -> Page:
    return read_document(sheet.save()).pages[0]


def texts(sheet: sheets.Sheet) -> list[str]:
    return [word.text for word in page(sheet).words]


def undrawn(sheet: sheets.Sheet, x: float, baseline: float, text: str) -> None:
    line = sheet.canvas.beginText(x, sheets.HEIGHT - baseline)
    line.setTextRenderMode(3)
    line.textOut(text)
    sheet.canvas.drawText(line)
    sheet.canvas.drawText(_drawn_again(sheet))


def _drawn_again(sheet: sheets.Sheet):
    line = sheet.canvas.beginText(0, 0)
    line.setTextRenderMode(0)
    return line


def test_text_that_is_not_drawn_is_not_on_the_page(sheet: sheets.Sheet) -> None:
    sheet.text(40, 60, "seen 12.3")
    undrawn(sheet, 40, 80, "ghost 45.6")
    found = texts(sheet)
    assert "12.3" in found
    assert "ghost" not in found
    assert "45.6" not in found


def test_text_that_is_not_drawn_counts_over_a_picture_that_shows_it(sheet: sheets.Sheet) -> None:
    sheet.canvas.drawImage(ImageReader(Image.new("RGB", (20, 20), "grey")), 30, 200, 150, 40)
    undrawn(sheet, 40, 80, "pictured 45.6")
    assert "45.6" in texts(sheet)


def test_white_on_white_is_not_on_the_page(sheet: sheets.Sheet) -> None:
    sheet.canvas.setFillGray(1)
    sheet.text(40, 60, "ghost 45.6")
    sheet.canvas.setFillGray(0)
    sheet.text(140, 60, "seen 12.3")
    found = texts(sheet)
    assert "12.3" in found
    assert "45.6" not in found


@pytest.mark.parametrize("ground", ["fill", "shading"])
def test_white_on_a_dark_ground_is_read(sheet: sheets.Sheet, ground: str) -> None:
    if ground == "fill":
        sheet.canvas.setFillColorRGB(0.1, 0.2, 0.5)
        sheet.canvas.rect(30, 225, 200, 30, stroke=0, fill=1)
    else:
        sheet.canvas.saveState()
        frame = sheet.canvas.beginPath()
        frame.rect(30, 225, 200, 30)
        sheet.canvas.clipPath(frame, stroke=0)
        sheet.canvas.linearGradient(30, 225, 230, 225, ("navy", "black"))
        sheet.canvas.restoreState()
    sheet.canvas.setFillGray(1)
    sheet.text(40, 60, "head 45.6")
    assert "45.6" in texts(sheet)


def test_text_on_its_head_is_a_page_turned_by_half(sheet: sheets.Sheet) -> None:
    sheet.canvas.saveState()
    sheet.canvas.translate(300, 250)  # 300 from the left, 50 from the top
    sheet.canvas.rotate(180)
    sheet.canvas.setFont("Helvetica", 10)
    sheet.canvas.drawString(0, 0, "upside down")
    sheet.canvas.restoreState()
    upright, turned = read_document(sheet.save()).pages
    assert "upside" not in [word.text for word in upright.words]
    assert (turned.turned, turned.width, turned.height) == (180, 400, 300)
    assert [word.text for word in turned.words] == ["upside", "down"]
    first = turned.words[0]
    assert first.x0 == pytest.approx(100, abs=EDGE)
    assert first.baseline == pytest.approx(250, abs=EDGE)
    x0, top, x1, bottom = turned.unturned(first.box)
    assert x1 == pytest.approx(300, abs=EDGE)
    assert x0 < x1
    assert top < 50 + EDGE < bottom
