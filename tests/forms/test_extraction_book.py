"""The extraction form: out, filled as a person would, and in; refused as a whole when a cell is wrong."""

import datetime
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from curate.errors import FormError
from curate.forms import extraction_book
from curate.forms.extraction_form import ExtractionForm, FormLabel, FormReport, FormStudy
from curate.forms.workbook import RAW
from curate.model.problem import Severity
from curate.model.protocol import Item
from curate.model.reading import Evidence, Found, Reading, Result
from curate.parse.protocol import read_protocol, sample

MAIN, SUPPLEMENT = "a" * 64, "b" * 64
ONE, TWO = "Feder 2014", "Abdallah 2022"


@pytest.fixture(scope="module")
def form():
    protocol = read_protocol(sample("Ketamine for PTSD"))
    per_result = Item("imputed", "Imputed how?", per="result")
    started = Item("started", "First participant", "date")
    protocol = replace(protocol, version="pv_7", items=(*protocol.items, per_result, started))
    studies = (
        FormStudy("st_1", ONE, (FormReport(MAIN, "Efficacy of ketamine", 9),)),
        FormStudy(
            "st_2",
            TWO,
            (FormReport(MAIN, "Dose-related effects", 12), FormReport(SUPPLEMENT, "Supplement", 3)),
            (
                FormLabel("Ketamine 0.5 mg/kg"),
                FormLabel("Ketamine 0.2 mg/kg"),
                FormLabel("Placebo", "placebo"),
            ),
            (FormLabel("Day 1", "24h"),),
        ),
    )
    return ExtractionForm("reader-a", protocol, studies)


@pytest.fixture
def book(form, tmp_path):
    path = tmp_path / "form.xlsx"
    extraction_book.write(path, form)
    return path


@pytest.fixture
def fill(book, edited):
    """Return a function that fills cells named by (sheet, row key, heading) and reads the form."""

    def filled(cells):
        return edited(
            book,
            {(sheet, at(book, sheet, key, head)): text for (sheet, key, head), text in cells.items()},
        )

    return filled


def at(path, sheet, key, head):
    """Return the address of the cell in the row `key` below the heading `head`."""
    rows = (
        CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )
    heads = []
    for number, row in enumerate(rows):
        if str(row[0]).startswith("#"):
            heads = row
        if row[0] == key:
            return xl_rowcol_to_cell(number, heads.index(head))
    raise AssertionError(f"no row {key!r}")


def row(sheet, key, **cells):
    heads = {
        "scores": "Scores",
        "centre": "Mean or median",
        "which": "Which",
        "spread": "Spread",
        "kind": "Which spread",
        "upper": "Spread, upper",
        "lower": "CI, lower",
        "level": "CI level",
        "arm": "Arm",
        "versus": "Compared with",
        "time": "Time point",
        "label": "Arm, as the report calls it",
        "when": "Time point, as the report calls it",
        "code": "Protocol code",
        "randomised": "n randomised",
        "n": "n",
        "p": "p",
    }
    return {(sheet, key, heads.get(name, name.capitalize())): text for name, text in cells.items()}


SCORE = "results:1:caps5:1"
EVENT = "results:1:dissociation:1"


def only(filled):
    """Return the one result of the first study."""
    (found,) = filled.studies[0].found
    return found


def values(found):
    return {(r.statistic, r.role): r.value for r in found.readings}


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


GOOD = {"scores": "final", "centre": "5", "which": "mean", "page": "4"}


@pytest.mark.parametrize(
    ("cells", "head", "words"),
    [
        (
            row(ONE, SCORE, **GOOD | {"centre": datetime.date(2026, 12, 17)}),
            "Mean or median",
            "a date or time",
        ),
        (row(ONE, EVENT, events=datetime.date(2026, 12, 17), page="4"), "Events", "a date or time"),
        (row(ONE, SCORE, **GOOD | {"page": ""}), "Page", "the page is missing"),
        (row(ONE, SCORE, **GOOD | {"page": "10"}), "Page", "the report has 9 pages"),
        (row(ONE, SCORE, **GOOD | {"page": "4-5"}), "Page", "'4-5' is no page"),
        (row(ONE, SCORE, **GOOD | {"scores": ""}), "Scores", "final score or a change"),
        (row(ONE, SCORE, **GOOD | {"scores": "finl"}), "Scores", "did you mean 'final'?"),
        (row(ONE, SCORE, **GOOD | {"which": ""}), "Which", "mean or a median"),
        (row(ONE, SCORE, **GOOD | {"spread": "2"}), "Which spread", "say which spread"),
        (
            row(ONE, SCORE, **GOOD | {"kind": "IQR", "spread": "2"}),
            "Spread, upper",
            "the upper end is missing",
        ),
        (row(ONE, SCORE, **GOOD | {"kind": "IQR", "spread": "9-3"}), "Spread", "above the upper"),
        (row(ONE, SCORE, **GOOD | {"centre": "12,3"}), "Mean or median", "no single number"),
        (row(ONE, SCORE, **GOOD | {"centre": "5 (2)"}), "Mean or median", "no single number"),
        (row(ONE, SCORE, **GOOD | {"centre": "<5"}), "Mean or median", "has an operator"),
        (row(ONE, SCORE, **GOOD | {"n": "9.5"}), "n", "no whole number"),
        (row(ONE, SCORE, **GOOD | {"status": "not reported"}), "Status", "but there are values"),
        (row(ONE, SCORE, page="4"), "Arm", "no value, and no status"),
        (row(ONE, EVENT, events="17/12", page="4"), "Events", "more events than people"),
        (row(ONE, EVENT, events="1/12", total="13", page="4"), "Total", "the total is 13"),
        (row(TWO, SCORE, **GOOD), "Report", "say which report it is"),
        (row(TWO, SCORE, **GOOD | {"report": "3"}), "Report", "no report of the study"),
        (row(ONE, "results:+1", arm="Ketmine", **GOOD), "Arm", "did you mean 'Ketamine'?"),
        (row(ONE, "arm:+1", label="ketamine"), "Arm, as the report calls it", "stands twice"),
        (
            row(ONE, "arm:1", code="ket", randomised="3", page="2"),
            "Protocol code",
            "no arm has the code",
        ),
        (row(ONE, "items::population", answer="navy", page="2"), "Answer", "no choice"),
        (row(ONE, "items::started", answer="spring", page="2"), "Answer", "no date"),
        (row(ONE, "items:1:infusions", answer="six", page="2"), "Answer", "no single number"),
        (
            row(ONE, "contrasts:+1", arm="Ketamine", versus="ketamine"),
            "Compared with",
            "compared with itself",
        ),
    ],
)
def test_a_wrong_cell_refuses_the_form_and_is_named(fill, book, cells, head, words):
    with pytest.raises(FormError, match="nothing was imported") as caught:
        extraction_book.read(fill(cells))
    (detail,) = caught.value.details
    sheet, key, _ = next(iter(cells))
    assert detail.startswith(f"sheet {sheet!r}, cell {at(book, sheet, key, head)}: "), detail
    assert words in detail


def test_all_wrong_cells_are_listed_at_once(fill):
    cells = (
        row(ONE, SCORE, **GOOD | {"page": ""})
        | row(TWO, SCORE, **GOOD)
        | row(ONE, EVENT, events="x", page="1")
    )
    with pytest.raises(FormError) as caught:
        extraction_book.read(fill(cells))
    assert len(caught.value.details) == 3


def test_a_fact_entered_twice_is_refused(fill, book):
    twice = row(
        ONE, "results:+1", arm="Ketamine", outcome="CAPS-5", time="24 hours", **GOOD | {"centre": "6"}
    )
    with pytest.raises(FormError) as caught:
        extraction_book.read(fill(row(ONE, SCORE, **GOOD) | twice))
    (detail,) = caught.value.details
    assert "the same is entered at" in detail


def test_unknown_and_copied_keys_are_refused(book, edited):
    place = at(book, ONE, "results:+1", "Arm").replace("B", "A")
    for key, words in (("results:9:none:1", "unknown key"), (SCORE, "was copied from row")):
        with pytest.raises(FormError) as caught:
            extraction_book.read(edited(book, {(ONE, place): key}))
        assert any(words in detail for detail in caught.value.details)


def test_a_row_that_was_inserted_is_read(book, edited):
    """A spreadsheet leaves the hidden key of an inserted row empty."""
    place = at(book, ONE, "results:+1", "Arm").replace("B", "A")
    cells = row(ONE, "results:+1", arm="Ketamine", outcome="CAPS-5", time="7 days", **GOOD)
    changes = {(sheet, at(book, sheet, key, head)): text for (sheet, key, head), text in cells.items()}
    found = only(extraction_book.read(edited(book, changes | {(ONE, place): ""})))
    assert found.result.timepoint == "7 days"


def test_changed_headings_and_sheets_are_refused(book, edited):
    head = at(book, ONE, "#results", "n")
    with pytest.raises(FormError) as caught:
        extraction_book.read(edited(book, {(ONE, head): "N"}))
    assert any("the heading 'n' is missing" in detail for detail in caught.value.details)
    with pytest.raises(FormError) as caught:
        extraction_book.read(edited(book, {TWO: None}))
    assert caught.value.details == (f"sheet {TWO!r}: the sheet is missing",)


def test_another_version_is_refused(book, edited):
    with pytest.raises(FormError, match="another version of the protocol"):
        extraction_book.read(book, "pv_8")
    with pytest.raises(FormError, match="not an extraction form of this version"):
        extraction_book.read(edited(book, {(RAW, "B1"): "curate extraction 0"}))
    with pytest.raises(FormError, match="was changed"):
        extraction_book.read(edited(book, {(RAW, "B3"): "reader-b"}))
    with pytest.raises(FormError, match="not an extraction form"):
        extraction_book.read(edited(book, {RAW: None}))


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


def test_own_entries_come_back_unchanged(form, tmp_path):
    """What a person entered before is prefilled, and reading the form again gives the same."""
    place = Evidence(MAIN, "Table 2", page=4)

    def said(statistic, text, value=None, **more):
        return Reading(statistic, value or text, place, as_printed=text, **more)

    score = {"outcome": "CAPS-5", "timepoint": "24 hours"}
    entries = (
        Found(
            Result(("Ketamine",), outcome="randomised", scope="arm"),
            (said("n", "22", role="randomised"),),
        ),
        Found(
            Result(("Ketamine",), **score, basis="final"),
            (said("n", "20", role="analysed"), said("mean", "−1.20", "-1.20"), said("se", "0.30")),
        ),
        Found(
            Result(("Placebo",), **score, basis="change"),
            (
                said("median", "5", status="unclear"),
                said("q1", "3", status="unclear"),
                said("q3", "9", status="unclear"),
            ),
        ),
        Found(
            Result(("Midazolam",), **score),
            (
                Reading("mean", "", None, status="not_reported"),
                Reading("sd", "", None, status="not_reported"),
            ),
        ),
        Found(
            Result(("Ketamine",), outcome="Dissociation (adverse event)", timepoint="24 hours"),
            (said("events", "12"), said("total", "17")),
        ),
        Found(
            Result(("Ketamine",), outcome="PHQ-9", timepoint="Week 6", basis="final"),
            (said("mean", "7.0"),),
        ),
        Found(
            Result(("Ketamine",), ("Midazolam",), **score, basis="change", adjusted="no"),
            (
                said("md", "-8.6"),
                said("ci_low", "-15.0", ci_level=90.0),
                said("ci_high", "-2.2", ci_level=90.0),
            ),
        ),
        Found(
            Result(scope="study"),
            (Reading("", "civilian", place, item="population", as_printed="civilian"),),
        ),
        Found(
            Result(("Placebo",), scope="arm"),
            (Reading("", "oral", place, item="route", as_printed="oral"),),
        ),
    )
    study = replace(form.studies[0], entries=entries)
    path = tmp_path / "form.xlsx"
    extraction_book.write(path, replace(form, studies=(study,)))
    read = extraction_book.read(path).studies[0].found
    assert set(read) == set(entries)
    assert len(read) == len(entries)


def test_what_a_form_would_change_is_not_put_into_it(form, tmp_path):
    place = Evidence(MAIN, "Table 2", page=4)
    mean = Reading("mean", "5", place, as_printed="5")
    score = {"outcome": "CAPS-5", "timepoint": "24 hours", "basis": "final"}
    entries = (
        Found(Result(("Ketamine", "Placebo"), **score), (mean,)),
        Found(Result(("Ketamine",), **score, subgroup="women"), (mean,)),
        Found(Result(("Ketamine",), **score, analysis_set="PP"), (mean,)),
        Found(Result(("Placebo",), **score), (Reading("n", "9", place, role="completed"),)),
        Found(Result(("Placebo",), **score), (Reading("percent", "9", place),)),
    )
    path = tmp_path / "form.xlsx"
    extraction_book.write(path, replace(form, studies=(replace(form.studies[0], entries=entries),)))
    assert extraction_book.read(path).studies[0].found == ()


def test_entries_from_different_places_keep_theirs(form, tmp_path):
    """Each number has its own page and status; the form gives them several rows."""
    score = {"outcome": "CAPS-5", "timepoint": "24 hours", "basis": "final"}
    readings = (
        Reading("n", "20", Evidence(MAIN, "n=20", page=2), role="analysed", as_printed="20"),
        Reading("mean", "5.0", Evidence(MAIN, "5.0", page=4), as_printed="5.0"),
        Reading("sd", "", None, status="not_reported"),
        Reading("se", "1.5", Evidence(MAIN, "Figure 2", page=6), as_printed="1.5"),
    )
    study = replace(form.studies[0], entries=(Found(Result(("Ketamine",), **score), readings),))
    path = tmp_path / "form.xlsx"
    extraction_book.write(path, replace(form, studies=(study,)))
    read = [each for found in extraction_book.read(path).studies[0].found for each in found.readings]
    mean = replace(readings[1], evidence=Evidence(MAIN, "", page=4))  # the number itself is looked up
    assert {readings[0], mean, readings[3]} <= set(read)
    assert len(read) == 3  # a row's status speaks of mean and SD together, so it is left out


def test_two_spreads_and_two_centres_get_rows_of_their_own(form, tmp_path):
    place = Evidence(MAIN, "Table 2", page=4)
    numbers = {"q1": "3", "q3": "9", "mean": "5.5", "median": "5", "sd": "2.0", "max": "11"}
    readings = tuple(Reading(name, text, place, as_printed=text) for name, text in numbers.items())
    result = Result(("Ketamine",), outcome="CAPS-5", timepoint="24 hours", basis="final")
    study = replace(form.studies[0], entries=(Found(result, readings),))
    path = tmp_path / "form.xlsx"
    extraction_book.write(path, replace(form, studies=(study,)))
    found = extraction_book.read(path).studies[0].found
    assert {each.result for each in found} == {result}
    read = {r.statistic: r.value for each in found for r in each.readings}
    assert read == {name: text for name, text in numbers.items() if name != "max"}  # no minimum with it
