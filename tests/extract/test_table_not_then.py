"""Words that look like times and are of the people, of their habits or plans, or of something that ended."""

import pytest

from curate.extract.tables.bearing.title_times import title_times
from curate.extract.tables.names.time_labels import times_in
from curate.model.reading import Found

from .headed import set_table, sides
from .test_table_shapes import page

__all__ = ["page"]

XS = [60, 240, 360]
HEADS = [(["", "Rowing (n = 43)", "Skating (n = 45)"], XS)]


def times(found):
    return {
        (item.result.outcome, item.result.timepoint)
        for item in found
        if isinstance(item, Found) and item.result.outcome != "group size"
    }


@pytest.mark.parametrize(
    "label",
    [
        "First cigarette within 30 min",
        "Smokes within 5 minutes of waking",
        "No plan to row within 6 months",
        "Intends to skate within the next 30 days",
        "Death before weaning",
        "Fell before arrival at the lake",
    ],
)
def test_habits_plans_and_ends_are_no_times(label):
    assert times_in(label) == ()


@pytest.mark.parametrize(
    ("label", "time"),
    [("Death within 30 days", "30 days"), ("Infection within 6 h of surgery", "6 h")],
)
def test_what_happened_within_a_time_has_it(label, time):
    assert times_in(label) == (time,)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Rates of falls, survival and response in patients with cracked skates at baseline", []),
        ("Speed of patients with cracked skates at baseline", ["baseline"]),
        ("Outcomes at baseline", ["baseline"]),
    ],
)
def test_a_title_of_what_came_out_tells_when_its_people_were_so(title, said):
    assert title_times(title) == said


def test_a_title_that_predicts_for_people_at_the_start_is_of_later():
    assert title_times("Regression predicting rowing for smokers at enrollment") == []
    assert title_times("Characteristics of smokers at enrollment") == ["at enrollment"]
    assert "baseline" not in title_times("Naps at final among nappers or recent smokers at baseline")


def test_people_as_they_came_have_the_time_of_the_title(page):
    rows = [
        ["Smokers at enrollment", "10 (23)", "12 (27)"],
        ["Quitters at enrollment", "20 (47)", "21 (47)"],
    ]
    found = set_table(page, HEADS, rows, XS, title="Table 1. 12-month rates of rowing, n (%)")
    assert {time for _, time in times(found)} == {"12-month"}


def test_an_event_of_care_among_headings_that_are_times_is_one(page):
    rows = [
        ["Surgery admission", "", ""],
        ["     Rows, n (%)", "10 (23)", "12 (27)"],
        ["3-month follow-up", "", ""],
        ["     Rows, n (%)", "11 (26)", "13 (29)"],
        ["6-month follow-up", "", ""],
        ["     Rows, n (%)", "12 (28)", "14 (31)"],
    ]
    found = set_table(page, HEADS, rows, XS)
    assert times(found) == {
        ("Rows, n (%)", "Surgery admission"),
        ("Rows, n (%)", "3-month follow-up"),
        ("Rows, n (%)", "6-month follow-up"),
    }


def test_a_p_beside_a_heading_compares_the_kinds_below_it(page):
    xs = [60, 240, 340, 440]
    heads = [(["Characteristic", "Total, N", "Rowed, n (%)", "P"], xs)]
    rows = [
        ["Arm", "", "", ".88"],
        ["     Control", "981", "40 (4.1)", ""],
        ["     Intervention", "999", "43 (4.3)", ""],
        ["Sex", "", "", ".009"],
        ["     Male", "429", "10 (2.3)", ""],
        ["     Female", "1551", "73 (4.7)", ""],
    ]
    page.text(60, 400, "Table 9. Strokes, mean (SD)", bold=True)
    page.rule(60, 540, 408)
    page.lines(420, [["", "Control (n = 981)", "Intervention (n = 999)"]], XS)
    page.rule(60, 540, 426)
    page.lines(438, [["Strokes", "12.3 (4.5)", "13.4 (4.6)"], ["Pace", "2.3 (0.5)", "3.4 (0.6)"]], XS)
    page.rule(60, 540, 460)
    compared = sides(set_table(page, heads, rows, xs, title="Table 1. Predictors of rowing"), "p")
    assert compared == {"0.88": (("Control",), ("Intervention",)), "0.009": ((), ())}


@pytest.mark.parametrize(
    ("title", "time"),
    [
        ("Table 1—Baseline characteristics of rowers", "Baseline"),
        ("Table 1. Base-line characteristics of rowers", "Base-line"),
        ("Table 1. Participant characteristics", "baseline"),
        ("Table 1. Demographics and clinical characteristics of the two treatment groups", "baseline"),
        ("Table 1. Characteristics of enrolled parents", "baseline"),
        ("Table 1. Characteristics of participants lost to follow-up", ""),
    ],
)
def test_a_table_of_who_the_people_were_is_of_the_start(page, title, time):
    rows = [
        ["Age group, %", "", ""],
        ["     18-24 years", "25.8", "27.1"],
        ["     25-44 years", "67.7", "66.5"],
        ["Cramps in the past month, %", "10.1", "11.2"],
    ]
    assert {t for _, t in times(set_table(page, HEADS, rows, XS, title=title))} == {time}


@pytest.mark.parametrize(
    ("label", "time"),
    [
        ("Six-month point prevalence", "Six-month"),
        ("12-month abstinence rate", "12-month"),
        ("7-day point prevalence", None),
        ("12-month prevalence of cramps", None),
    ],
)
def test_a_prevalence_at_a_point_has_its_month(label, time):
    assert times_in(label) == ((time,) if time else ())


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Odds ratios for long-term (9- or 12-month) rowing", ["9- or 12-month"]),
        ("Postoperative complications by group", ["Postoperative"]),
        ("Postoperative mortality at 30 days", ["30 days"]),
        ("Post operative appearance of the skin", ["Post operative"]),
        ("Postoperative radiotherapy and rowing", []),
        ("Preoperative and postoperative data", []),
        ("Falls from week 4 to week 12", ["week 4 to week 12"]),
        ("Change in falls from week 4 to week 12", ["week 4", "week 12"]),
    ],
)
def test_the_times_of_a_title(title, said):
    assert title_times(title) == said


@pytest.mark.parametrize(
    "label",
    ["Began rowing before year 20", "First rowed at 12 years", "Rowing before age 18 years"],
)
def test_an_age_is_no_time(label):
    assert times_in(label) == ()


@pytest.mark.parametrize(
    ("label", "time"),
    [
        ("Rowing until year 2", "year 2"),
        ("Survival at year 15", "year 15"),
        ("Rowing at 12 years", "12 years"),
    ],
)
def test_a_year_of_the_trial_is_a_time(label, time):
    assert times_in(label) == (time,)


def test_a_follow_up_of_days_is_no_window_of_abstinence():
    assert times_in("7-day follow-up: abstinence by self-report") == ("7-day",)
    assert times_in("7-day abstinence by self-report") == ()


@pytest.mark.parametrize(
    "title",
    [
        "Rowers lost and retained at one-year follow-up",
        "Rowers lost to follow-up at 6 months and those retained",
        "Rowers who completed or dropped out by 6 months",
    ],
)
def test_the_time_at_which_people_were_lost_is_not_that_of_their_numbers(title):
    assert title_times(title) == []


def test_the_time_of_those_who_stayed_alone_is_that_of_their_numbers():
    assert title_times("Rowing among those retained at 6 months") == ["6 months"]


@pytest.mark.parametrize(
    ("note", "time"),
    [
        ("The reference group was called at 1 month.", ""),
        ("Rowing was asked for at 1 month.", "1 month"),
    ],
)
def test_what_a_note_says_of_a_reference_group_is_no_time_of_the_table(page, note, time):
    rows = [["Rowed often", "10 (23)", "12 (27)"], ["Rowed rarely", "20 (47)", "21 (47)"]]
    found = set_table(
        page, HEADS, rows, XS, title="Table 1. Rates of rowing, n (%)", notes=[f"Note. {note}"]
    )
    assert {told for _, told in times(found)} == {time}
