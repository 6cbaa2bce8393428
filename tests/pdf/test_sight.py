"""What OCR read is held against the picture: operators and points that it cannot read, and rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.pdf.document import read_document
from curate.pdf.page import Document, Word
from curate.pdf.sight import Sign, agreed

from ..scan import scan
from . import sheets

OTHER, POINT, RAISED, PLUS_MINUS = Sign(""), Sign("."), Sign("·"), Sign("±")
PERHAPS = Sign("±", sure=False)

SIGNS = {".": POINT, "·": RAISED, "±": PLUS_MINUS, "≥": Sign("≥"), "?": PERHAPS}


def drawn(text: str) -> list[Sign]:
    """Return the signs of a text as a picture shows them; ``?`` stands for what may be ±."""
    return [SIGNS.get(letter, OTHER) for letter in text]


@pytest.mark.parametrize(
    ("read", "shown", "said"),
    [
        ("12.3", "12.3", "12.3"),
        ("30.9454", "30.9±5.4", "30.9±5.4"),  # ± read as 4, and a point lost
        ("47+04", "4.7?0.4", "4.7±0.4"),
        ("5.94+0.3", "5.9±0.3", "5.9±0.3"),  # ± read as two letters
        ("12345", "12±345", "12±345"),  # ± left out
        ("(15)", "(1.5)", "(1.5)"),
        ("12.3", "12·3", "12.3"),  # a point is a point
        ("123", "12·3", "12·3"),
        ("1,234", "1.234", "1,234"),  # a comma looks like a point
        ("2500", "≥500", "≥500"),
        ("+5.71,", "±5.71.", "±5.71,"),  # the comma stays one
        ("1,234+56", "1.234±56", "1,234±56"),
        ("(23.11+45.71,", "(23.11±5.71.", "(23.11±5.71,"),
        ("12+5", "12?5", "12±5"),
        ("1285", "12?5", "1285"),
    ],
)
def test_the_picture_goes_before_what_was_read(read: str, shown: str, said: str) -> None:
    assert agreed(read, drawn(shown)) == said


@pytest.mark.parametrize(
    ("read", "shown"),
    [
        ("1.2", "12"),  # a point that nobody printed
        ("123", "1234"),  # a digit left out
        ("12345", "123"),
        ("5940.4", "5.940.4"),  # no number has two points
        ("(2)", ".(2)"),  # a speck
        ("12", ""),
    ],
)
def test_a_word_that_its_picture_does_not_bear_out_is_doubtful(read: str, shown: str) -> None:
    assert agreed(read, drawn(shown)) is None


def as_tesseract(word: Word) -> str:
    """Read as English models of Tesseract do, which do not know ±."""
    return {"30.9±5.4": "30.9454", "26.1±6.5": "261465", "12.3": "123", "0.25": "025"}.get(
        word.text, word.text.replace("±", "+").replace("≥", ">")
    )


@pytest.fixture(params=["Helvetica", "Times-Roman"])
def read(request: pytest.FixtureRequest, tmp_path: Path) -> Document:
    """A typeset page, scanned and read by OCR."""
    sheet = sheets.Sheet(tmp_path / "typeset.pdf")
    words = ["30.9±5.4", "26.1±6.5", "12.3", "0.25", "140±78", "1,234", "46", "(4)", "±", "<0.001"]
    for place, text in enumerate(words):
        sheet.text(40 + 170 * (place // 5), 60 + 20 * (place % 5), text, 9, request.param)
    sheets.filler(sheet)
    sheet.canvas.setLineWidth(0.5)
    sheet.canvas.line(30, sheets.HEIGHT - 45, 370, sheets.HEIGHT - 45)
    sheet.canvas.rect(30, sheets.HEIGHT - 170, 340, 14, stroke=0, fill=1)
    return read_document(scan(sheet.save(), tmp_path / "read.pdf", dpi=300, read=as_tesseract))


def test_numbers_are_repaired_by_their_picture(read: Document) -> None:
    words = {word.text: word for word in read.pages[0].words}
    for text, raw in {
        "30.9±5.4": "30.9454",
        "26.1±6.5": "261465",
        "12.3": "123",
        "0.25": "025",
        "140±78": "140+78",
        "±": "+",
    }.items():
        assert words[text].raw == raw
        assert "repaired" in words[text].flags
    for text in ("1,234", "46", "(4)", "<0.001"):
        assert words[text].flags == ()
    assert read.pages[0].ocr


def test_rules_are_found_in_the_picture_and_fills_are_none(read: Document) -> None:
    (rule,) = read.pages[0].rules
    assert (rule.x0, rule.x1) == pytest.approx((30, 370), abs=0.5)
    assert rule.top == pytest.approx(45, abs=0.5)


def test_a_misread_digit_stays_and_a_number_of_other_length_is_doubtful(tmp_path: Path) -> None:
    sheet = sheets.Sheet(tmp_path / "typeset.pdf")
    sheet.text(40, 60, "19.25", 9)
    sheet.text(40, 80, "18.4", 9)
    sheets.filler(sheet)
    wrong = {"19.25": "19.2", "18.4": "13.4"}
    path = scan(
        sheet.save(), tmp_path / "read.pdf", dpi=300, read=lambda word: wrong.get(word.text, word.text)
    )
    words = {word.text: word for word in read_document(path).pages[0].words}
    assert words["19.2"].flags == ("doubtful",)
    assert words["13.4"].flags == ()
