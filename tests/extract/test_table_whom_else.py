"""Arms that a title, a heading of rows or the label beside "Control group" names, and counts above percentages."""

from .headed import set_table, sides
from .test_table_shapes import page
from .told import outcomes_read

__all__ = ["page"]

NOBODY = ((), ())


def test_a_title_names_the_groups_that_a_difference_compares(page):
    xs = [60, 240, 400]
    heads = [(["", "Mean difference (95% CI)", "P value"], xs)]
    rows = [["Stroke", "0.27 (0.14 to 0.40)", "0.38"], ["Pace", "0.55 (0.05 to 1.16)", "0.07"]]
    title = "Table 1. Difference in change between groups randomized to letters and phone calls"
    found = set_table(page, heads, rows, xs, title=title)
    both = (("letters",), ("phone calls",))
    assert sides(found, "md") == {"0.27": both, "0.55": both}
    assert sides(found, "p") == {"0.38": both, "0.07": both}


def test_a_title_that_predicts_in_two_groups_compares_none(page):
    xs = [60, 240, 400]
    heads = [(["", "Mean difference (95% CI)", "P value"], xs)]
    rows = [["Stroke", "0.27 (0.14 to 0.40)", "0.38"], ["Pace", "0.55 (0.05 to 1.16)", "0.07"]]
    title = "Table 1. Predictors of change between groups randomized to letters and phone calls"
    found = set_table(page, heads, rows, xs, title=title)
    assert sides(found, "p") == {"0.38": NOBODY, "0.07": NOBODY}


def test_rows_below_group_assignment_are_arms_of_a_model(page):
    xs = [60, 280, 400]
    heads = [(["Variables", "OR", "95% CI"], xs)]
    rows = [
        ["Group assignment", "", ""],
        ["     Usual rowing", "1.00", ""],
        ["     Rowing with songs", "2.75", "1.13-6.71"],
        ["     Rowing alone", "1.56", "0.62-3.90"],
        ["Stage", "", ""],
        ["     Novice", "1.00", ""],
        ["     Master", "2.27", "0.61-8.40"],
    ]
    found = set_table(page, heads, rows, xs, title="Table 1. Logistic regression")
    compared = sides(found, "or")
    assert compared["2.75"] == (("Rowing with songs",), ("Usual rowing",))
    assert compared["1.56"] == (("Rowing alone",), ("Usual rowing",))
    assert compared["2.27"] == NOBODY


def test_a_study_group_beside_a_control_group_is_an_arm(page):
    xs = [60, 210, 290, 370, 450]
    heads = [
        (["", "Study group", "Control group"], [60, 230, 390]),
        (["Time", "Boats", "Sledges", "Boats", "Sledges"], xs),
    ]
    rows = [
        ["First week", "9 (50.0%)", "14 (50.0%)", "17 (65.3%)", "18 (56.2%)"],
        ["Second week to first month", "6 (33.3%)", "8 (32.0%)", "6 (18.7%)", "7 (21.8%)"],
    ]
    rules = [(210, 350, 114), (370, 510, 114)]
    found = outcomes_read(set_table(page, heads, rows, xs, title="Table 1. Falls", rules=rules))
    assert {(t, a) for _, t, a, s, v in found if s == "events" and v in ("9", "18")} == {
        ("First week", ("Study group",)),
        ("First week", ("Control group",)),
    }
    assert {t for _, t, *_, v in found if v == "8"} == {"Second week to first month"}


def test_a_title_from_one_month_to_another_is_of_that_time(page):
    xs = [60, 240, 360]
    heads = [(["", "Rowing (n = 43)", "Skating (n = 45)"], xs)]
    rows = [["Falls, n (%)", "10 (23)", "12 (27)"], ["Cramps, n (%)", "20 (47)", "21 (47)"]]
    title = "Table 1. Frequencies of harm from month 31 to end of month 48"
    found = outcomes_read(set_table(page, heads, rows, xs, title=title))
    assert {t for o, t, *_ in found if "Falls" in o} == {"month 31 to end of month 48"}


def test_a_number_whose_percentage_stands_below_it_counts_events(page):
    xs = [60, 240, 360]
    heads = [(["Follow-up", "Rowing (n = 681)", "Skating (n = 650)"], xs)]
    rows = [
        ["3 months", "", ""],
        ["     No.", "62", "68"],
        ["     Falls, %", "9.1", "10.5"],
        ["6 months", "", ""],
        ["     No.", "620", "600"],
        ["     Falls, %", "12.2", "14.5"],
    ]
    found = outcomes_read(set_table(page, heads, rows, xs, title="Table 1. Rates of falls"))
    told = {v: s for *_, s, v in found if v in ("62", "68", "620", "600")}
    assert told == {"62": "events", "68": "events", "620": "n", "600": "n"}


def test_a_note_that_says_reference_group_tells_the_reference_of_each_model(page):
    xs = [60, 280, 400]
    heads = [(["", "OR", "95% CI"], xs)]
    rows = [
        ["Model 1", "", ""],
        ["Treatment group", "", ""],
        ["     Rowing (reference)", "-", "-"],
        ["     Skating", "0.84", "0.54-1.29"],
        ["Model 2", "", ""],
        ["Treatment group", "", ""],
        ["     Rowing (reference)", "-", "-"],
        ["     Skating", "0.89", "0.57-1.39"],
        ["Stage", "", ""],
        ["     Novice (reference)", "-", "-"],
        ["     Master", "2.07", "0.82-5.25"],
    ]
    title = "Table 1. Relationship between treatment group and falls from boats"
    found = set_table(page, heads, rows, xs, title=title)
    both = (("Skating",), ("Rowing",))
    assert sides(found, "or") == {"0.84": both, "0.89": both, "2.07": NOBODY}
    assert sides(found, "ci_low") == {"0.54": both, "0.57": both, "0.82": NOBODY}
    assert {o for o, _, _, s, v in outcomes_read(found) if v == "2.07"} == {
        "falls from boats, Stage, Master"
    }
