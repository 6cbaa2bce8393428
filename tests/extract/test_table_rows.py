"""Labels of rows: what heads them, what they go on from, and rows that are no outcomes."""

import pytest

from .sheet import Sheet, booktabs, sheet, values
from .told import bands, named

__all__ = ["sheet"]


def test_the_head_of_the_rows_that_says_what_was_counted(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Efficacy, n (%)",
        ["Freedom from any relapse", "Drug group (n = 50)", "Control group (n = 50)"],
        [["Without other drugs", "12 (24)", "7 (14)"], ["With or without them", "22 (44)", "17 (34)"]],
        [60, 200, 320],
    )
    found = sheet.read()
    assert ("Freedom from any relapse, Without other drugs", ("Drug group",), "events", "12") in named(
        found
    )
    assert set(bands(found, "events").values()) == {"high"}


def test_a_group_that_each_of_its_rows_goes_on(sheet: Sheet):
    sheet.text(60, 100, "Table 2. Illnesses of the patients, n (%)", bold=True)
    xs = [60, 200, 320]
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug (n = 50)", "Placebo (n = 50)"], xs)
    sheet.rule(60, 500, 123)
    sheet.row(135, ["History of"], [60])
    for y, row in (
        (147, ["Asthma", "12 (24)", "7 (14)"]),
        (159, ["Diabetes", "2 (4)", "1 (2)"]),
        (171, ["Gout", "3 (6)", "5 (10)"]),
    ):
        sheet.row(y, row, [68, *xs[1:]])
    sheet.rule(60, 500, 176)
    got = named(sheet.read())
    assert {o for o, _, s, _ in got if s == "events"} == {
        "History of, Asthma",
        "History of, Diabetes",
        "History of, Gout",
    }


def test_rows_that_are_studies_are_not_trusted(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Trials of the drug",
        ["Trial", "Drug group, n", "Control group, n"],
        [
            ["Smith et al 2004", "13", "15"],
            ["Jones et al 2010", "27", "26"],
            ["Brown et al", "20", "44"],
        ],
        [60, 200, 320],
    )
    found = sheet.read()
    assert {b for s in ("n", "events") for b in bands(found, s).values()} == {"medium"}


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("Author, year", ["Alpha trial", "Beta trial"]),
        ("Paper", ["Smith 2004", "van Jones & Brown, 2010a"]),
    ],
)
def test_rows_that_are_studies_by_their_head_or_their_names(sheet: Sheet, head, rows):
    booktabs(
        sheet,
        "Table 1. What was found before",
        [head, "Drug group, n", "Control group, n"],
        [[rows[0], "13", "15"], [rows[1], "27", "26"]],
        [60, 200, 320],
    )
    found = sheet.read()
    assert {b for s in ("n", "events") for b in bands(found, s).values()} == {"medium"}


def test_a_scale_and_its_year_are_no_study(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. Scores, mean (SD)",
        ["Trial outcome", "Drug (n = 27)", "Placebo (n = 25)"],
        [["WHO criteria 2010", "12.3 (4.5)", "18.1 (5.0)"], ["In 2004", "9.8 (3.1)", "13.0 (3.9)"]],
        [60, 200, 320],
    )
    assert set(bands(sheet.read(), "mean").values()) == {"high"}


def test_a_head_in_small_letters_between_rows_that_came_before(sheet: Sheet):
    xs = [60, 200, 320]
    sheet.text(60, 100, "Table 4. Gases, mean (SD)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Start", "Week 4"], xs)
    sheet.rule(60, 500, 123)
    body = [
        ["Pulse (bpm)", "", ""],
        ["Sham group", "81 (11)", "79 (10)"],
        ["Mask group", "84 (12)", "80 (11)"],
        ["Oxygen (kPa)", "", ""],
        ["Sham group", "13.4 (7.2)", "12.8 (4.9)"],
        ["Mask group", "13.7 (9.1)", "11.1 (3.8)"],
        ["pCO (kPa)", "", ""],
        ["Sham group", "7.4 (2.3)", "5.9 (1.4)"],
        ["Mask group", "9.2 (2.5)", "7.3 (2.7)"],
    ]
    for index, row in enumerate(body):
        sheet.row(134 + 10 * index, row, xs)
    sheet.rule(60, 500, 219)
    outcomes = {(o, v) for o, a, s, v in named(sheet.read()) if a == ("Mask group",) and s == "mean"}
    assert any(o.startswith("pCO (kPa)") and v == "7.3" for o, v in outcomes)
    assert any(o.startswith("Oxygen (kPa)") and v == "11.1" for o, v in outcomes)


def test_the_number_and_the_dash_before_a_label_are_not_in_it(sheet: Sheet):
    booktabs(
        sheet,
        "Table 5. Answers, n (%)",
        ["", "Question", "Drug (n = 50)", "Placebo (n = 50)"],
        [["1.", "Did it help?", "12 (24)", "7 (14)"], ["2.", "- Much help", "2 (4)", "1 (2)"]],
        [60, 80, 240, 340],
    )
    assert {o for o, _, s, _ in named(sheet.read()) if s == "events"} == {"Did it help?", "Much help"}


def test_an_end_point_at_the_head_of_the_rows_is_no_time(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Efficacy, mean (SD)",
        ["End point", "Drug (n = 27)", "Placebo (n = 25)"],
        [["Mood", "12.3 (4.5)", "18.1 (5.0)"], ["Pain", "9.8 (3.1)", "13.0 (3.9)"]],
        [60, 200, 320],
    )
    assert {t for _, t, _, _, _, _ in values(sheet.read())} == {""}


def test_people_whose_mean_and_median_stand_below_are_no_outcome(sheet: Sheet):
    booktabs(
        sheet,
        "Table 4. Minutes to sleep",
        ["", "Drug", "Placebo"],
        [
            ["Adults (n = 27)", "", ""],
            ["  Mean (SD)", "23 (11)", "19 (4)"],
            ["  Median", "21", "19"],
            ["All (n = 91)", "", ""],
            ["  Mean (SD)", "19 (15)", "25 (17)"],
            ["  Median", "13", "20"],
        ],
        [60, 200, 320],
    )
    got = {(o, v) for o, _, s, v in named(sheet.read()) if s == "median"}
    assert ("Minutes to sleep, All", "20") in got


def test_a_head_of_counts_over_a_mean_leaves_open_whether_it_heads_it(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        ["", "Drug (n = 50)", "Placebo (n = 50)"],
        [
            ["History, n (%)", "", ""],
            ["  Falls", "12 (24)", "7 (14)"],
            ["  Age", "61.3 (4.6)", "62.7 (5.1)"],
        ],
        [60, 200, 320],
        foot=["Values are mean (SD) unless stated otherwise."],
    )
    found = sheet.read()
    assert set(bands(found, "mean").values()) == {"medium"}
    assert bands(found, "events") == {"12": "high", "7": "high"}
