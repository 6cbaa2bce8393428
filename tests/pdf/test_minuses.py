"""Minus signs that are drawn as thin lines, and the lines that only look like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.pdf.document import read_document
from curate.pdf.page import Word

from . import sheets

# Helvetica 10: "5.3" begins at 60, its digits are 7 points high; a minus is drawn from 54 to 59
NUMBER = b"BT /F1 10 Tf 60 200 Td (5.3) Tj ET\n"
MINUS = b"54 202.8 5 0.5 re f\n"


def first(path: Path, drawn: bytes) -> Word:
    text = b"BT /F1 10 Tf 40 100 Td (Table 1. Change) Tj ET\n"
    return read_document(sheets.one_page(path, drawn + text + sheets.FILLER)).pages[0].words[0]


@pytest.mark.parametrize("line", [MINUS, b"0.5 w 54 203 m 59 203 l S\n"])
def test_a_line_before_a_number_is_a_minus(tmp_path: Path, line: bytes) -> None:
    word = first(tmp_path / "a.pdf", NUMBER + line)
    assert (word.text, word.raw, word.flags) == ("−5.3", " 5.3", ("repaired",))
    assert word.x0 == pytest.approx(54, abs=0.6)


def test_a_minus_stands_inside_a_bracket(tmp_path: Path) -> None:
    bracket = b"BT /F1 10 Tf 50.2 200 Td (\\() Tj ET\n"
    assert first(tmp_path / "a.pdf", bracket + NUMBER + MINUS).text == "(−5.3"


def test_a_minus_is_drawn_sideways(tmp_path: Path) -> None:
    drawn = b"q 0 1 -1 0 300 0 cm " + NUMBER + MINUS + b"Q\n"
    path = sheets.one_page(tmp_path / "a.pdf", drawn + sheets.FILLER)
    turned = next(page for page in read_document(path).pages if page.turned == 90)
    assert turned.words[0].text == "−5.3"


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(MINUS + b"0.5 w 54 180 m 54 230 l S\n", id="the tick of an axis"),
        pytest.param(b"54 198.6 5 0.5 re f\n", id="an underline"),
        pytest.param(b"20 202.8 39 0.5 re f\n", id="a rule"),
        pytest.param(b"46 202.8 5 0.5 re f\n", id="the dash of a legend"),
        pytest.param(MINUS + b"40 202.8 5 0.5 re f 47 202.8 5 0.5 re f\n", id="a dashed line"),
        pytest.param(MINUS + b"36 202.8 5 0.5 re f 45 202.8 5 0.5 re f\n", id="wide dashes"),
        pytest.param(MINUS + b"BT /F1 5 Tf 55 204 Td (1) Tj 0 -6 Td (2) Tj ET\n", id="a fraction"),
        pytest.param(MINUS + b"BT /F1 10 Tf 48 200 Td (2) Tj ET\n", id="a range"),
        pytest.param(b"54 202.8 5 3.5 re f\n", id="a legend's square"),
        pytest.param(b"1 g 54 202.8 5 0.5 re f 0 g\n", id="white"),
    ],
)
def test_other_lines_are_no_minus(tmp_path: Path, drawn: bytes) -> None:
    word = first(tmp_path / "a.pdf", NUMBER + drawn)
    assert "−" not in word.text
    assert not word.raw
