"""A table as Tesseract reads it: ± as 4 or +, points lost, mixed small capitals, rules in the picture only."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from curate.extract.report import extract
from curate.model.reading import Reading
from curate.pdf.page import Word

from ..scan import scan
from .trial_table import Style
from .typesetter import PAGE, Sheet

MISREAD = {
    "TABLE": "TaBLE",
    "30.9±5.4": "30.9454",
    "32.3±5.0": "323450",
    "25.4±7.2": "25.4+7.2",
    "±": "+",
}


def as_tesseract(word: Word) -> str:
    return MISREAD.get(word.text, word.text)


@pytest.fixture
def readings(tmp_path: Path) -> list[Reading]:
    canvas = Canvas(str(tmp_path / "typeset.pdf"), pagesize=PAGE, invariant=1)
    sheet = Sheet(canvas, PAGE[1], Style())
    xs = (60, 220, 340)
    sheet.text(60, 100, "TABLE 1. Characteristics at baseline, mean ± SD")
    sheet.rule(60, 460, 108)
    rows = [
        ("", "Ketamine (n = 20)", "Placebo (n = 21)"),
        ("Age, years", "30.9±5.4", "32.3±5.0"),
        ("Body mass index", "25.4±7.2", "26.1 ± 6.5"),
        ("Weight, kg", "71.2 ± 9.8", "70.4 ± 10.1"),
    ]
    for place, row in enumerate(rows):
        for x, text in zip(xs, row, strict=True):
            sheet.text(x, 122 + 16 * place, text)
    sheet.rule(60, 460, 128)
    sheet.rule(60, 460, 178)
    sheet.prose(60, 500, 600, 680)
    canvas.save()
    path = scan(tmp_path / "typeset.pdf", tmp_path / "read.pdf", dpi=300, read=as_tesseract)
    (result,) = extract(path, ["table"]).results
    return [reading for found in result.found for reading in found.readings]


def test_a_scanned_table_has_the_values_that_are_drawn(readings: list[Reading]) -> None:
    values = [(reading.statistic, reading.value) for reading in readings if reading.statistic != "n"]
    assert sorted(values) == sorted(
        [
            *(("mean", mean) for mean in ("30.9", "32.3", "25.4", "26.1", "71.2", "70.4")),
            *(("sd", sd) for sd in ("5.4", "5.0", "7.2", "6.5", "9.8", "10.1")),
        ]
    )


def test_what_ocr_read_is_kept_and_no_reading_is_high(readings: list[Reading]) -> None:
    assert {reading.band for reading in readings} <= {"medium", "low"}
    assert all("ocr" in reading.flags for reading in readings)
    (age,) = [reading for reading in readings if reading.value == "30.9"]
    assert age.raw_text == "30.9454"
    assert "repaired" in age.flags
