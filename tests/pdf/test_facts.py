"""What a report says about itself, and which of its pages hold numbers."""

from __future__ import annotations

from pathlib import Path

from curate.pdf.facts import describe

from . import sheets


def paper(path: Path, *, title: str = "") -> sheets.Sheet:
    sheet = sheets.Sheet(path)
    if title:
        sheet.canvas.setTitle(title)
    sheet.text(40, 30, "JOURNAL OF EXAMPLES")
    return sheet


def test_the_title_is_the_largest_text_and_the_doi_is_found(tmp_path: Path) -> None:
    sheet = paper(tmp_path / "a.pdf", title="Microsoft Word - final_v3.docx")
    sheet.text(40, 60, "Ketamine against placebo for long-", 16)
    sheet.text(40, 80, "standing pain: a randomised trial", 16)
    sheet.text(40, 110, "https://doi.org/10.1234/Example.2020.0017.")
    sheets.filler(sheet)
    facts = describe(sheet.save())
    assert facts.title == "Ketamine against placebo for long-standing pain: a randomised trial"
    assert facts.doi == "10.1234/example.2020.0017"
    assert (facts.pages, facts.state) == (1, "ok")
    assert len(facts.report) == 64


def test_the_files_own_title_counts_when_the_page_prints_it(tmp_path: Path) -> None:
    sheet = paper(tmp_path / "a.pdf", title="A small trial of a new drug")
    sheet.text(40, 60, "EXAMPLES OF MEDICINE AND SURGERY", 20)
    sheet.text(40, 90, "A small trial of a new drug", 14)
    sheets.filler(sheet)
    assert describe(sheet.save()).title == "A small trial of a new drug"


def test_a_cited_doi_gives_way_to_the_one_printed_first(tmp_path: Path) -> None:
    sheet = paper(tmp_path / "a.pdf")
    sheet.text(40, 50, "doi:10.1234/own.1")
    sheet.text(40, 70, "Supplement: 10.1234/own.1.s001")
    sheets.filler(sheet)
    sheet.canvas.showPage()
    sheet.text(40, 50, "1. Somebody. doi:10.9999/other")
    sheets.filler(sheet)
    assert describe(sheet.save()).doi == "10.1234/own.1"


def test_reports_that_do_not_open_are_described_by_their_state(tmp_path: Path) -> None:
    facts = describe(sheets.encrypted(tmp_path / "e.pdf"))
    assert (facts.state, facts.pages, facts.title) == ("encrypted", 0, "")
    assert facts.detail
