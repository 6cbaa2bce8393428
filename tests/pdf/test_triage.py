"""What is read of a page that holds no table, or nothing but citations."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.pdf.document import read_document
from curate.pdf.page import Contents
from curate.pdf.triage import Triage

from . import sheets

PROSE = "The two groups were alike at entry, and no one was lost to the study before its end.\r\n" * 12
NUMBERS = "Age 54.2 (10.1) 55.3 (9.8)\r\nWeight 81 (12) 79 (13)\r\n" * 20
CITATIONS = "".join(
    f"{number}. Smith A, Jones B. A trial of something in adults. J Med 2004;{number}:145-53.\r\n"
    for number in range(1, 20)
)


def contents(*pages: str) -> list[Contents]:
    triage = Triage()
    return [triage.contents(page) for page in pages]


def tables(*pages: str) -> list[bool]:
    return [page.tables for page in contents(*pages)]


@pytest.mark.parametrize(
    "name", ["Table 2.", "TABLE II", "T A B L E 3", "Tab. 4", "eTable A1", "Table S2", "TTaabbllee 22"]
)
def test_a_page_that_names_a_table_may_hold_one(name: str) -> None:
    assert tables(f"{PROSE}{name} Outcomes at week 8") == [True]


def test_running_text_without_a_table_holds_none() -> None:
    assert tables(PROSE, f"{PROSE} The timetable is given in the appendix.") == [False, False]


def test_a_table_may_go_on_overleaf_and_over_pages_of_numbers() -> None:
    named = f"{PROSE}Table 1. Outcomes"
    assert tables(named, PROSE, PROSE) == [True, True, False]
    assert tables(named, NUMBERS, NUMBERS, PROSE, PROSE) == [True, True, True, True, False]


def test_a_page_of_citations_after_their_heading_is_a_list_of_references() -> None:
    before, after = contents(f"{PROSE}References\r\n{CITATIONS}", CITATIONS)
    assert not before.references
    assert after.references
    assert not contents(CITATIONS)[0].references  # no heading: it may be a table of trials


@pytest.mark.parametrize(
    "other",
    [
        PROSE,
        "Table 3. Outcomes at one year\r\n",
        "Figure 4. Flow of participants\r\n",
        "Pain fell by 2.4 points (95% CI 1.1 to 3.7).\r\n",
        "Randomised (n = 80)\r\n",
    ],
)
def test_whatever_else_stands_among_the_citations_has_the_page_read(other: str) -> None:
    assert not contents("References", CITATIONS + other + CITATIONS)[1].references


def report(path: Path) -> Path:
    """A page of prose with a rule, a page with a table, one that ends in references, one of references."""
    sheet = sheets.Sheet(path)
    many = {"lines": 17, "top": 50}
    for heading in ("Methods", "Table 1. Outcomes", "", "References"):
        sheet.text(40, 30, heading or "Discussion")
        sheet.canvas.line(40, 262, 240, 262)
        sheets.filler(sheet, **many)
        sheet.canvas.showPage()
    for number in range(17):
        sheet.text(
            40, 30 + 14 * number, f"{number + 1}. Smith A. A trial in adults. J Med 2004;9:145-53."
        )
    return sheet.save()


def test_rules_are_read_where_a_table_may_stand_and_references_not_at_all(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf")
    document = read_document(path)
    assert document.state == "ok"
    assert [page.number for page in document.pages] == [1, 2, 3, 4, 5]
    assert [bool(page.rules) for page in document.pages] == [False, True, True, False, False]
    assert [bool(page.words) for page in document.pages] == [True, True, True, True, False]
    assert [page.contents.references for page in document.pages] == [False] * 4 + [True]


def test_pages_that_are_asked_for_are_read_in_full(tmp_path: Path) -> None:
    document = read_document(report(tmp_path / "a.pdf"), pages=range(1, 6))
    assert all(page.words for page in document.pages)
    assert all(page.rules for page in document.pages[:4])


def test_a_drawn_point_is_found_without_a_table(tmp_path: Path) -> None:
    drawn = b"BT /F1 10 Tf 40 280 Td (p = 0 038) Tj ET\n62.6 280.1 1 1 re f\n"
    lines = b"".join(
        b"BT /F1 10 Tf 40 %d Td (Plain words that fill the line of the page) Tj ET\n" % (20 + 14 * line)
        for line in range(12)
    )
    (page,) = read_document(sheets.one_page(tmp_path / "a.pdf", drawn + lines)).pages
    assert not page.contents.tables
    assert page.words[2].text == "0.038"
