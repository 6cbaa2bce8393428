"""Words that look like times and are of the people, of their habits or plans, or of something that ended."""

import pytest

from curate.extract.tables.time_labels import times_in
from curate.extract.tables.title_times import title_times
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


def test_a_title_that_predicts_for_people_at_the_start_is_of_later():
    assert title_times("Regression predicting rowing for smokers at enrollment") == []
    assert title_times("Characteristics of smokers at enrollment") == ["at enrollment"]


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
