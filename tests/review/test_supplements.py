"""Supplements without pages: registered beside their report, read, exported, traced and looked up again."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
import xlsxwriter

from curate.errors import Refused, ReportError, UnknownName
from curate.review import Review

from .conftest import DEMO

TITLE = "Table S2. Depression, mean (SD)"
ROWS = (
    ("Scale", "Ketamine (n = 76)", "Control (n = 81)"),
    ("MADRS", "12.30 (4.50)", "18.1 (5.2)"),
    ("HAM-D", "8.2 (3.1)", "11.0 (3.3)"),
)


def write_docx(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(len(ROWS), 3)
    for row, texts in enumerate(ROWS):
        for col, text in enumerate(texts):
            table.cell(row, col).text = text
    document.save(str(path))
    return path


def write_xlsx(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Scores")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    book.close()
    return path


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with Review.create(tmp_path / "r", "with supplements", "ann") as made:
        made.home.set_protocol((DEMO / "review.toml").read_text(encoding="utf-8"))
        made.reports.add([DEMO / "zou-2021.pdf"])
        yield made


def test_supplements_join_the_study_of_their_report(review: Review, tmp_path: Path) -> None:
    files = [write_docx(tmp_path / "s.docx"), write_xlsx(tmp_path / "s.xlsx")]
    added = review.reports.add(files, supplements="zou-2021")
    assert [(one.new, one.state, one.error) for one in added] == [(True, "ok", None)] * 2
    (study,) = review.studies.all()
    assert len(study.reports) == 3
    rows = {row["file_name"]: row for row in review.reports.all()}
    assert [rows[name]["pages"] for name in ("s.docx", "s.xlsx")] == [None, None]
    assert rows["s.xlsx"]["media_type"].endswith("spreadsheetml.sheet")
    assert {path.suffix for path in (tmp_path / "r" / "reports").iterdir()} == {
        ".pdf",
        ".docx",
        ".xlsx",
    }
    links = "SELECT report_id, other_report_id, relation FROM report_link ORDER BY report_id"
    held = [tuple(row) for row in review.home.connection.execute(links)]
    report = rows["zou-2021.pdf"]["id"]
    assert held == [(sha, report, "supplements") for sha in sorted(one.sha256 for one in added)]

    again = review.reports.add(files, supplements="zou-2021")
    assert [one.new for one in again] == [False, False]
    assert review.home.connection.execute("SELECT count(*) FROM report_link").fetchone()[0] == 2
    assert review.reports.find("zou-2021")["id"] == report


def test_a_supplement_of_nothing_and_of_itself_are_refused(review: Review, tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        review.reports.add([write_xlsx(tmp_path / "s.xlsx")], supplements="zhou-2021")
    (added,) = review.reports.add([DEMO / "zou-2021.pdf"], supplements="zou-2021")
    assert added.error is not None
    assert added.error.what == "zou-2021.pdf is the report itself"
    assert len(review.reports.all()) == 1


def test_an_old_word_document_costs_only_itself(review: Review, tmp_path: Path) -> None:
    old = tmp_path / "old.doc"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "WordDocument".encode("utf-16-le"))
    refused, added = review.reports.add([old, write_xlsx(tmp_path / "s.xlsx")])
    assert added.new
    assert isinstance(refused.error, ReportError)
    assert "save it as .docx" in refused.error.hint


def test_readings_of_supplements_are_exported_with_their_places(review: Review, tmp_path: Path) -> None:
    review.reports.add([write_docx(tmp_path / "s.docx"), write_xlsx(tmp_path / "s.xlsx")])
    run = review.extraction.run(workers=1)
    assert {read.status for read in run.reads} == {"ok"}
    values = review.exports.frame("values")
    means = values[(values.value == "12.30") & values.page.isna()]
    assert sorted(zip(means.place, means.table, strict=True)) == [
        ("sheet Scores, cell B2", "Scores"),
        ("table 1, row 2, column 2", "Table S2"),
    ]
    assert (values[values.page.notna()].place == "").all()
    assert len(values[values.place.str.startswith("sheet")]) == 10
    cells = review.exports.frame("cells")
    assert sorted(set(cells[cells.page.isna()].place)) == ["sheet Scores", "table 1"]
    assert review.exports.write("values", tmp_path / "values.csv") == len(values)
    assert review.exports.write("cells", tmp_path / "cells.csv") == len(cells)
    assert review.checks.all() is not None

    (name,) = means[means.table == "Scores"].reading
    step = review.traces.trace(name)
    assert "s.xlsx, sheet Scores, cell B2, Scores; MADRS; Ketamine (n = 76): “12.30 (4.50)”" in (
        step.below[0].text
    )
    assert review.traces.first_place(step) is None
    with pytest.raises(ReportError, match="stands on no page"):
        review.traces.picture(step.below[0], tmp_path / "page.png")


def test_verify_looks_the_cells_up_again(review: Review, tmp_path: Path) -> None:
    review.reports.add([write_docx(tmp_path / "s.docx")])
    review.extraction.run(workers=1)
    before = review.checks.verify()
    assert before.problems == ()
    place = review.home.report_path(
        next(row["id"] for row in review.reports.all() if row["file_name"] == "s.docx")
    )
    document = docx.Document(str(place))
    document.tables[0].cell(1, 1).text = "12.31 (4.50)"
    document.save(str(place))
    problems = review.checks.verify().problems
    assert sorted(problem.code for problem in problems) == ["file_changed", "quote_not_there"]
    assert "s.docx, table 1, row 2, column 2" in next(
        problem.where for problem in problems if problem.code == "quote_not_there"
    )


def test_people_can_enter_and_compare_beside_a_supplement(review: Review, tmp_path: Path) -> None:
    review.reports.add([write_xlsx(tmp_path / "s.xlsx")], supplements="zou-2021")
    review.extraction.run(workers=1)
    assert review.home.connection.execute("SELECT count(*) FROM curated_record").fetchone()[0] > 0
    path = tmp_path / "form.xlsx"
    review.forms.write(path, "reader-a")
    assert path.is_file()


def test_the_store_takes_no_grid_without_a_place(review: Review) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        review.home.connection.execute(
            "INSERT INTO table_grid VALUES ('tg', ?, NULL, '', '', '[]', NULL, NULL, NULL, NULL, '{}')",
            (review.reports.all()[0]["id"],),
        )


def test_a_supplement_leaves_the_report_the_one_that_numbers_are_entered_from(
    review: Review, tmp_path: Path
) -> None:
    (added,) = review.reports.add([write_xlsx(tmp_path / "s.xlsx")], supplements="zou-2021")
    study = review.studies.find("zou-2021")
    assert review.forms.report_of(study, None) != added.sha256
    assert review.forms.report_of(study, "s.xlsx") == added.sha256


def test_show_writes_the_tables_of_a_file_without_pages(review: Review, tmp_path: Path) -> None:
    review.reports.add([write_docx(tmp_path / "s.docx")])
    review.extraction.run(workers=1)
    shown = review.pages.see("s.docx")
    text = review.pages.write_html(shown, tmp_path / "s.html").read_text(encoding="utf-8")
    assert text.count("<caption>") == 1
    assert "<caption>table 1: Table S2. Depression, mean (SD)</caption>" in text
    ((band, words),) = re.findall(r'<td class="(\w+)" title="([^"]*)">12.30 \(4.50\)</td>', text)
    assert band == "medium"  # neither table nor caption says when
    assert words.startswith("row 1, column 1: body\n")
    assert "\nmean 12.30  Ketamine · MADRS · medium" in words
    assert "\nsd 4.50  Ketamine · MADRS · medium" in words
    with pytest.raises(ReportError, match="no pages"):
        review.pages.see("s.docx", 1)
    with pytest.raises(ReportError, match=r"which page of zou-2021.pdf"):
        review.pages.see("zou-2021.pdf")
    with pytest.raises(ReportError, match="no pages to draw"):
        review.pages.draw(shown, tmp_path / "s.png")


SAID = {"arms": ("Ketamine",), "outcome": "MADRS", "timepoint": "End of treatment", "person": "reader-a"}


def entered(review: Review) -> list[tuple[str, str, str]]:
    rows = review.home.connection.execute(
        """SELECT v.kind, v.locator, v.quote FROM reading r JOIN evidence v ON v.id = r.evidence_id
        WHERE r.made_by <> '' ORDER BY r.made_at, r.id"""
    )
    return [tuple(row) for row in rows]


def test_a_person_enters_a_number_from_a_cell(review: Review, tmp_path: Path) -> None:
    review.reports.add([write_docx(tmp_path / "s.docx")], supplements="zou-2021")
    enter = review.forms.enter
    with pytest.raises(Refused, match=r"s.docx has no pages") as caught:
        enter("zou-2021", "mean", "12.30", page=1, report="s.docx", **SAID)
    assert caught.value.hint == "give --cell 'table 1, row 2, column 3'"
    place = {"cell": "table 1, row 2, column 2", "report": "s.docx"}
    assert enter("zou-2021", "mean", "12.30", **place, **SAID)
    assert not enter("zou-2021", "mean", "12.30", **place, **SAID)
    locator = '{"col":"2","row":"2","table":"1"}'
    assert entered(review) == [("word", locator, "12.30 (4.50)")]
    enter("zou-2021", "sd", "9.99", **place, **SAID)
    assert entered(review)[-1] == ("word", locator, "")


def test_a_form_gives_back_what_was_entered_from_cells(review: Review, tmp_path: Path) -> None:
    (added,) = review.reports.add([write_xlsx(tmp_path / "s.xlsx")], supplements="zou-2021")
    place = {"cell": "Scores!B2", "report": "s.xlsx"}
    for statistic, value in (("mean", "12.30"), ("sd", "4.50")):
        review.forms.enter("zou-2021", statistic, value, **place, **SAID)
    before = entered(review)
    assert [quote for _, _, quote in before] == ["12.30 (4.50)"] * 2
    review.home.name = "reader-a"
    review.forms.write(tmp_path / "form.xlsx", "reader-a")
    told = review.forms.read(tmp_path / "form.xlsx")
    assert told.new == 0
    assert told.same == 2
    assert entered(review) == before
    assert added.sha256
