"""Decimal points that are drawn as small squares."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.pdf.document import read_document

from . import sheets

# Helvetica 10: a digit is 5.56 wide; the second part begins 2.78 (the width of a point) behind the first
DIGITS = b"BT /F1 10 Tf 40 200 Td (p = 0) Tj 25.3 0 Td (038) Tj ET\n"


def read(path: Path, drawn: bytes) -> list[tuple[str, str]]:
    page = read_document(sheets.one_page(path, DIGITS + drawn + sheets.FILLER)).pages[0]
    return [(word.text, word.raw) for word in page.words[:4]]


@pytest.mark.parametrize(("height", "mark"), [(0, "."), (3, "·")])
def test_a_square_between_digits_is_a_point(tmp_path: Path, height: int, mark: str) -> None:
    words = read(tmp_path / "a.pdf", b"63.4 %d 1 1 re f\n" % (200 + height))
    assert words[:3] == [("p", ""), ("=", ""), (f"0{mark}038", "0 038")]


def test_the_word_says_that_it_was_repaired_and_spans_the_number(tmp_path: Path) -> None:
    path = sheets.one_page(tmp_path / "a.pdf", DIGITS + b"63.4 200 1 1 re f\n" + sheets.FILLER)
    word = read_document(path).pages[0].words[2]
    assert word.flags == ("repaired",)
    assert word.x1 - word.x0 == pytest.approx(4 * 5.56 + 2.78, abs=0.6)


@pytest.mark.parametrize(
    "drawn",
    [
        b"",  # nothing
        b"63.4 220 1 1 re f\n",  # above the line
        b"62.8 200 2.4 6 re f\n",  # a bar
        b"1 g 63.4 200 1 1 re f 0 g\n",  # white
        b"90 200 1 1 re f\n",  # behind the number
    ],
)
def test_other_marks_are_no_points(tmp_path: Path, drawn: bytes) -> None:
    assert all("." not in text and not raw for text, raw in read(tmp_path / "a.pdf", drawn))
