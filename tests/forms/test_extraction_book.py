"""The extraction form: out, filled as a person would, and in."""

from dataclasses import replace

import pytest

from curate.errors import FormError
from curate.forms import extraction_book
from curate.forms.extraction_form import FormStudy
from curate.model.problem import Severity
from curate.model.reading import Evidence, Result

from .extraction_sheets import (
    EVENT,
    GOOD,
    MAIN,
    ONE,
    SCORE,
    SUPPLEMENT,
    TWO,
    at,
    book,
    fill,
    form,
    only,
    row,
    values,
)

__all__ = ["book", "fill", "form"]


def test_an_untouched_form_holds_nothing(book, form):
    filled = extraction_book.read(book, "pv_7")
    assert (filled.version, filled.extractor) == ("pv_7", "reader-a")
    assert [(study.id, study.name) for study in filled.studies] == [("st_1", ONE), ("st_2", TWO)]
    assert all(study.found == () and study.mappings == () for study in filled.studies)
    assert filled.problems == ()


def test_the_same_form_gives_the_same_bytes(book, form, tmp_path):
    again = tmp_path / "again.xlsx"
    extraction_book.write(again, form)
    assert again.read_bytes() == book.read_bytes()


def test_a_score_is_read_as_printed(fill):
    cells = row(
        ONE,
        SCORE,
        scores="final",
        n="22",
        centre="−12.30",
        spread="4·50",
        kind="SD",
        page="4",
        quote="a  b",
    )
    found = only(extraction_book.read(fill(cells)))
    assert found.result == Result(
        arms=("Ketamine",), outcome="CAPS-5", timepoint="24 hours", basis="final"
    )
    assert values(found) == {("n", "analysed"): "22", ("mean", ""): "-12.30", ("sd", ""): "4.50"}
    mean = found.readings[1]
    assert (mean.as_printed, mean.decimals, mean.status, mean.band) == ("−12.30", 2, "reported", "")
    assert mean.evidence == Evidence(MAIN, "a b", page=4)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"events": "12/17"}, {"events": "12", "total": "17"}),
        ({"events": "12 / 17", "total": "17"}, {"events": "12", "total": "17"}),
        ({"events": "1,012", "total": "2,000"}, {"events": "1012", "total": "2000"}),
        ({"events": "0"}, {"events": "0"}),
    ],
)
def test_events_stay_counts(fill, cells, expected):
    found = only(extraction_book.read(fill(row(ONE, EVENT, page="4", **cells))))
    assert {r.statistic: r.value for r in found.readings} == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"kind": "IQR", "spread": "3-9"}, {"median": "5", "q1": "3", "q3": "9"}),
        ({"kind": "IQR", "spread": "3", "upper": "9"}, {"median": "5", "q1": "3", "q3": "9"}),
        ({"kind": "range", "which": "mean", "spread": "1-2"}, {"mean": "5", "min": "1", "max": "2"}),
        (
            {"kind": "95% CI", "which": "mean", "spread": "−4.1 to −0.7"},
            {"mean": "5", "ci_low": "-4.1", "ci_high": "-0.7"},
        ),
        ({"kind": "se", "spread": "0.5"}, {"mean": "5", "se": "0.5"}),
    ],
)
def test_spreads_become_their_statistics(fill, cells, expected):
    found = only(
        extraction_book.read(fill(row(ONE, SCORE, scores="change", centre="5", page="4", **cells)))
    )
    assert {r.statistic: r.value for r in found.readings} == expected
    assert [r.ci_level for r in found.readings if r.statistic == "ci_low"] == [95.0] * (
        "ci_low" in expected
    )


def test_statuses_say_what_was_looked_for(fill):
    cells = row(ONE, SCORE, status="not reported") | row(ONE, EVENT, status="in a figure only", page="5")
    one, two = extraction_book.read(fill(cells)).studies[0].found
    assert [(r.statistic, r.status, r.value, r.evidence) for r in one.readings] == [
        ("mean", "not_reported", "", None),
        ("sd", "not_reported", "", None),
    ]
    assert [(r.statistic, r.status) for r in two.readings] == [("events", "figure_only")]
    assert two.readings[0].evidence == Evidence(MAIN, "", page=5)


def test_unclear_values_are_kept(fill):
    cells = row(ONE, SCORE, scores="final", centre="5", which="mean", status="unclear", page="4", n="9")
    found = only(extraction_book.read(fill(cells)))
    assert [(r.statistic, r.value, r.status) for r in found.readings] == [
        ("n", "9", "reported"),
        ("mean", "5", "unclear"),
    ]


def test_labels_typed_above_reach_the_rows_and_are_mapped(fill):
    cells = (
        row(ONE, "arm:1", label="Ketamine hydrochloride", randomised="22", page="2")
        | row(ONE, "time:1", when="24 h post-infusion")
        | row(ONE, SCORE, scores="final", centre="5", which="mean", page="4")
    )
    study = extraction_book.read(fill(cells)).studies[0]
    randomised, score = study.found
    assert randomised.result == Result(
        arms=("Ketamine hydrochloride",), outcome="randomised", scope="arm"
    )
    assert values(randomised) == {("n", "randomised"): "22"}
    assert score.result.arms == ("Ketamine hydrochloride",)
    assert score.result.timepoint == "24 h post-infusion"
    assert [(m.kind, m.label, m.code) for m in study.mappings] == [
        ("arm", "Ketamine hydrochloride", "ketamine"),
        ("timepoint", "24 h post-infusion", "24h"),
    ]


def test_two_arms_of_one_code_stay_two(fill):
    cells = (
        row(TWO, "arm:1", code="ketamine")
        | row(TWO, "arm:4", code="ketamine")
        | row(TWO, SCORE, scores="final", centre="5", which="mean", page="4", report="1")
        | row(TWO, "results:4:caps5:1", scores="final", centre="6", which="mean", page="2", report="2")
    )
    study = extraction_book.read(fill(cells)).studies[1]
    assert [found.readings[0].evidence.report for found in study.found] == [MAIN, SUPPLEMENT]
    assert [(m.label, m.code) for m in study.mappings] == [
        ("Ketamine 0.5 mg/kg", "ketamine/Ketamine 0.5 mg/kg"),
        ("Ketamine 0.2 mg/kg", "ketamine/Ketamine 0.2 mg/kg"),
    ]


def test_new_arms_times_and_outcomes_are_welcome(fill):
    cells = (
        row(ONE, "arm:+1", label="Esketamine")
        | row(ONE, "time:+1", when="6 months")
        | row(
            ONE,
            "results:+1",
            arm="esketamine",
            outcome="PHQ-9",
            time="6 months",
            scores="final",
            centre="3",
        )
        | row(ONE, "results:+1", which="mean", page="4")
    )
    study = extraction_book.read(fill(cells)).studies[0]
    (found,) = study.found
    assert found.result == Result(
        arms=("Esketamine",), outcome="PHQ-9", timepoint="6 months", basis="final"
    )
    assert study.mappings == ()


def test_ditto_repeats_the_row_above(fill):
    second = "results:2:caps5:1"
    cells = row(ONE, SCORE, scores="final", centre="5", which="mean", page="4", quote="Table 2") | row(
        ONE, second, scores='"', centre="6", which="mean", page='"', quote='"'
    )
    one, two = extraction_book.read(fill(cells)).studies[0].found
    assert two.readings[0].evidence == one.readings[0].evidence
    assert two.result.basis == "final"


def test_contrasts_and_questions(fill):
    cells = (
        row(ONE, "contrasts:+1", arm="Ketamine", versus="Midazolam", outcome="CAPS-5", time="24 hours")
        | row(
            ONE,
            "contrasts:+1",
            scores="change",
            adjusted="yes",
            measure="md",
            estimate="-8.6",
            lower="-15.0 to -2.2",
        )
        | row(ONE, "contrasts:+1", level="95", p="<0.01", page="5")
        | row(ONE, "items::population", answer="Military", page="2")
        | row(ONE, "items::started", answer="2009-05", page="2")
        | row(ONE, "items:1:dose", answer="0.5 mg/kg", page="3")
        | row(ONE, "items::funding", status="not reported")
    )
    contrast, *items = extraction_book.read(fill(cells)).studies[0].found
    assert contrast.result == Result(
        ("Ketamine",), ("Midazolam",), "CAPS-5", "24 hours", basis="change", adjusted="yes"
    )
    assert [(r.statistic, r.operator, r.value, r.ci_level) for r in contrast.readings] == [
        ("md", "=", "-8.6", None),
        ("ci_low", "=", "-15.0", 95.0),
        ("ci_high", "=", "-2.2", 95.0),
        ("p", "<", "0.01", None),
    ]
    answers = {
        found.readings[0].item: (found.result.scope, found.result.arms, found.readings[0])
        for found in items
    }
    assert answers["population"][2].value == "military"
    assert answers["started"][2].value == "2009-05"
    assert answers["dose"][:2] == ("arm", ("Ketamine",))
    assert (answers["funding"][2].status, answers["funding"][2].value) == ("not_reported", "")


def test_a_question_per_result_is_a_column(fill, book):
    cells = row(ONE, SCORE, n="9", page="4") | {(ONE, SCORE, "Imputed how?"): "LOCF"}
    found = only(extraction_book.read(fill(cells)))
    assert [(r.statistic, r.item, r.value) for r in found.readings] == [
        ("n", "", "9"),
        ("", "imputed", "LOCF"),
    ]


def test_a_number_cell_is_taken_with_a_warning(fill):
    cells = row(ONE, SCORE, scores="final", n=22, centre=12.3, which="mean", page=4)
    filled = extraction_book.read(fill(cells))
    assert values(only(filled)) == {("n", "analysed"): "22", ("mean", ""): "12.3"}
    (problem,) = filled.problems
    assert (problem.severity, problem.code, problem.study) == (Severity.warning, "excel_number", "st_1")
    assert "12.3" in problem.what


def test_notes_come_back_as_notes(fill):
    filled = extraction_book.read(fill(row(ONE, SCORE, note="only in the appendix")))
    assert [(p.severity, p.code, p.what) for p in filled.problems] == [
        (Severity.note, "form_note", "only in the appendix")
    ]
    assert filled.studies[0].found == ()


def test_a_row_that_was_inserted_is_read(book, edited):
    """A spreadsheet leaves the hidden key of an inserted row empty."""
    place = at(book, ONE, "results:+1", "Arm").replace("B", "A")
    cells = row(ONE, "results:+1", arm="Ketamine", outcome="CAPS-5", time="7 days", **GOOD)
    changes = {(sheet, at(book, sheet, key, head)): text for (sheet, key, head), text in cells.items()}
    found = only(extraction_book.read(edited(book, changes | {(ONE, place): ""})))
    assert found.result.timepoint == "7 days"


def test_a_study_without_report_has_no_form(form, tmp_path):
    bare = replace(form, studies=(FormStudy("st_3", "No report", ()),))
    with pytest.raises(FormError, match="has no report"):
        extraction_book.write(tmp_path / "form.xlsx", bare)
    assert list(tmp_path.iterdir()) == []


def test_sheet_names_are_made_valid_and_unique(form, tmp_path):
    report = form.studies[0].reports
    names = ("Feder: 2014 [pilot]/first", "x" * 40, "x" * 35, "Read me", "History")
    studies = tuple(FormStudy(f"st_{i}", name, report) for i, name in enumerate(names))
    path = tmp_path / "form.xlsx"
    extraction_book.write(path, replace(form, studies=studies))
    assert [study.name for study in extraction_book.read(path).studies] == list(names)
