"""The times of a table's numbers that its headers, rows and title tell, or only seem to tell."""

import pytest

from curate.extract.tables.bearing.title_times import title_times
from curate.extract.tables.names.time_labels import times_in
from curate.model.reading import Found
from curate.parse.duration import is_time

from .sheet import Sheet, booktabs, sheet, values
from .told import named

__all__ = ["sheet"]


@pytest.mark.parametrize(
    "label",
    [
        "The patients before propensity score matching",
        "Hand washing before eating, n/n (%)",
        "Fit in the baseline scenario and in the exercise scenario",
    ],
)
def test_what_comes_before_is_no_time_of_the_trial(label):
    assert times_in(label) == ()


def test_a_title_with_a_list_of_times_has_all_of_them():
    assert title_times("Scores before and 3 and 12 months after surgery") == ["before", "12 months"]
    assert title_times("Pain at baseline and 6 weeks") == ["baseline", "6 weeks"]
    assert times_in("Change from baseline to 6 weeks") == ("6 weeks",)


def test_the_last_follow_up_and_basal_are_times():
    assert is_time("Last follow-up")
    assert is_time("Basal")
    assert not is_time("Basal cell carcinoma")


def test_codes_beside_times_are_times(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Hearing in decibels",
        ["", "Basal", "1D", "2D", "3 mo", "1 yr"],
        [
            ["Hearing, mean", "67.2", "74.8", "75.3", "66.7", "66.6"],
            ["SD", "19.4", "22.8", "21.5", "16.2", "23.7"],
        ],
        [60, 160, 220, 280, 340, 400],
    )
    got = {(t, a) for _, t, a, *_ in values(sheet.read())}
    assert {("Basal", ()), ("1D", ()), ("2D", ()), ("3 mo", ())} <= got


def test_what_stands_below_time_points_is_a_time(sheet: Sheet):
    sheet.text(60, 100, "Table 1. Scores before training (BT) and after it", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(220, 118, "Time points for evaluation")
    sheet.rule(160, 360, 122)
    sheet.text(380, 118, "ANOVA test (P-value)")
    sheet.rule(370, 500, 122)
    sheet.row(132, ["Measure", "BT", "AT0", "AT1", "BT-AT1", "AT0-AT1"], [60, 170, 240, 310, 380, 450])
    sheet.rule(60, 500, 137)
    for y, label in ((149, "Gait, mean (SE)"), (161, "Sway, mean (SE)")):
        row = [label, "13.2 (1.8)", "23.2 (1.3)", "22.9 (1.3)", "P<0.001", "P=0.398"]
        sheet.row(y, row, [60, 160, 230, 300, 380, 450])
    sheet.rule(60, 500, 168)
    got = {(t, a, s, v) for _, t, a, _, s, v in values(sheet.read())}
    assert ("AT1", (), "mean", "22.9") in got
    assert all(not arms for _, arms, *_ in got)


def test_years_over_arms_are_when_these_took_part(sheet: Sheet):
    sheet.text(60, 100, "Table 1. Households by season and group", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["2009/2010", "2010/2011"], [230, 400])
    for left in (200, 360):
        sheet.rule(left, left + 130, 122)
    sheet.row(
        132,
        ["Variable", "Control Group", "Mask Group", "Control Group", "Mask Group"],
        [60, 205, 275, 365, 435],
    )
    sheet.rule(60, 500, 137)
    for y, label in ((149, "Women - n/n (%)"), (161, "Vaccinated - n/n (%)")):
        sheet.row(
            y, [label, "5/13 (38)", "5/11 (45)", "13/17 (76)", "10/15 (67)"], [60, 205, 275, 365, 435]
        )
    sheet.rule(60, 500, 168)
    got = {
        (item.result.subgroup, item.result.arms, reading.value)
        for item in sheet.read()
        if isinstance(item, Found)
        for reading in item.readings
    }
    assert ("2010/2011", ("Mask Group",), "10") in got


def test_years_without_arms_are_times(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Time to treatment by year",
        ["", "2016", "2017", "2018"],
        [
            ["Treated, n (%)", "20 (100)", "26 (98)", "17 (94)"],
            ["Rapidly, n (%)", "2 (10)", "9 (35)", "5 (29)"],
        ],
        [60, 200, 300, 400],
    )
    assert ("2017", (), "9") in {(t, a, v) for _, t, a, _, _, v in values(sheet.read())}


def test_a_season_is_not_two_categories(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Attacks by season",
        ["", "Control Group, n/n", "Mask Group, n/n"],
        [["Season 2009/2010", "8/36", "3/31"], ["After coughing/sneezing", "11/46", "3/38"]],
        [60, 240, 360],
    )
    got = named(sheet.read())
    assert ("Season 2009/2010", ("Control Group",), "total", "36") in got


def test_a_note_to_a_mark_that_is_not_raised_is_of_its_rows(sheet: Sheet):
    booktabs(
        sheet,
        "Table 6. Adherence of the households",
        ["Variable", "Mask group", "Soap group"],
        [["Wore a mask**, n (%)", "6 (55)", "7 (47)"], ["Washed hands***, n (%)", "8 (73)", "6 (40)"]],
        [60, 240, 360],
        foot=["** At 5 days after the start.", "*** As told at the last interview."],
    )
    got = {(o[:4], t) for o, t, *_ in values(sheet.read())}
    assert ("Wash", "") in got
    assert ("Wash", "5 days") not in got
    assert ("Wore", "5 days") in got


def test_marks_at_the_end_of_labels_and_groups_tell_whose_a_note_is(sheet: Sheet):
    booktabs(
        sheet,
        "Table 6. Falls of the rowers",
        ["", "Rowing, n (%)", "Skating, n (%)"],
        [
            ["Falls*", "", ""],
            ["  Ice", "6 (55)", "7 (47)"],
            ["  Water", "8 (73)", "6 (40)"],
            ["Other", "", ""],
            ["  Sand§", "5 (45)", "4 (27)"],
            ["  Grass", "3 (27)", "2 (13)"],
        ],
        [60, 240, 360],
        foot=["*Proportion at 26 weeks.", "§Proportion at the end."],
    )
    got = {(o.split(", ")[-1], t) for o, t, *_ in values(sheet.read())}
    assert {("Ice", "26 weeks"), ("Water", "26 weeks"), ("Sand", ""), ("Grass", "")} <= got
