"""All places of a quote: a number that stands at several is boxed at none of them by chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.pdf.page import Page
from curate.pdf.standing import Regions, Standing, is_number, locate, locate_all

from . import sheets


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A table below prose that is full of the same digits."""
    sheet = sheets.Sheet(tmp_path / "report.pdf")
    sheet.text(40, 40, "At 4−7 months (range 8 to 17) it was asked")
    sheet.text(270, 40, "again")
    sheet.text(296, 36, "17", size=6)
    sheet.text(40, 54, "of the 7th wave, see SF12 and 1,234 calls; 5-year, HR 0.60–0.98")
    for x, cells in (
        (40, ["7 months", "9 months"]),
        (140, ["17", "44"]),
        (200, ["7", "44"]),
        (260, ["0.9", "(12)"]),
    ):
        for row, cell in enumerate(cells):
            sheet.text(x, 100 + 20 * row, cell)
    sheets.filler(sheet)
    return sheet.save()


def stand(report: Path, quote: str, *, limit: bool = False, tables: object = None) -> Standing:
    (found,) = locate_all(report, [(1, quote, limit)], tables)  # type: ignore[arg-type]
    return found


def table(_: Page) -> Regions:
    cells = [
        (x - 2.0, y - 10.0, x + 30.0, y + 4.0) for x in (140.0, 200.0, 260.0) for y in (100.0, 120.0)
    ]
    return [((38.0, 88.0, 300.0, 126.0), cells)]


def test_a_raised_mark_and_the_end_of_a_range_are_no_places(report: Path) -> None:
    found = stand(report, "17")
    assert [box[0] for box in found.boxes] == [pytest.approx(140, abs=1)]
    assert found.parts == 2
    assert found.only == found.boxes[0]


@pytest.mark.parametrize("quote", ["4", "8", "12.0", "234", "5", "0.98", "0.6"])
def test_what_stands_in_something_else_only_has_no_box(report: Path, quote: str) -> None:
    assert locate(report, 1, quote) is None


def test_the_end_of_a_range_is_the_place_of_a_limit(report: Path) -> None:
    assert stand(report, "0.98").boxes == ()
    assert len(stand(report, "0.98", limit=True).boxes) == 1
    assert len(stand(report, "0.60–0.98").boxes) == 1


def test_of_several_places_the_only_one_in_a_table_is_meant(report: Path) -> None:
    assert len(stand(report, "7").boxes) == 2  # "7 months" and the cell
    assert locate(report, 1, "7") is None
    meant = stand(report, "7", tables=table).only
    assert meant is not None
    assert meant[0] == pytest.approx(200, abs=1)
    twice = stand(report, "44", tables=table)
    assert (len(twice.boxes), twice.only) == (2, None)


def test_a_number_in_brackets_or_behind_a_slash_stands_on_its_own(report: Path) -> None:
    assert locate(report, 1, "12") is not None
    assert locate(report, 1, "44 (12)") is not None


def test_a_quote_in_words_is_boxed_at_its_first_place(report: Path) -> None:
    assert locate(report, 1, "Plain words that fill the line") is not None
    assert is_number("n = 12")
    assert is_number("86 (71.7%)")
    assert not is_number("Ketamine group (n=76)")
    assert not is_number("")
