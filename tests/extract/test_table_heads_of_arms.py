"""General words over the arms or over the tests between them, and headings in the middle of a table."""

import pytest

from curate.parse.statistic_said import find_said

from .headed import read, set_table, sides
from .test_table_shapes import page
from .told import outcomes_read

__all__ = ["page"]

BOTH = (("Letters only",), ("Phone calls",))


def test_one_intervention_arm_over_two_groups_is_their_head(page):
    xs = [60, 240, 320, 400, 470]
    heads = [
        (["", "Intervention arm", "p"], [60, 260, 440]),
        (["Variable", "Letters only", "Phone calls", "Unadjusted", "Adjusted"], xs),
    ]
    rows = [["Fell, %", "11", "16", ".25", ".23"], ["Slipped, %", "19", "28", ".12", ".06"]]
    rules = [(240, 370, 114), (395, 520, 114)]
    found = set_table(page, heads, rows, xs, title="Table 1. Falls at 4 months", rules=rules)
    assert {(a, v) for *_, a, s, v in outcomes_read(found) if s == "percent"} >= {
        (("Letters only",), "11"),
        (("Phone calls",), "16"),
    }
    assert sides(found, "p") == {"0.25": BOTH, "0.23": BOTH, "0.12": BOTH, "0.06": BOTH}


def test_an_analysis_over_test_statistics_is_of_the_groups_beside_it(page):
    xs = [60, 180, 230, 290, 340, 400, 450, 500]
    heads = [
        (["", "Letters only", "Phone calls", "Analysis"], [60, 190, 300, 440]),
        (["Distance", "Mean", "SD", "Mean", "SD", "t", "df", "p"], xs),
    ]
    rows = [
        ["Rowed, km", "28.3", "4.4", "25.2", "3.9", "2.29", "33.8", "0.03"],
        ["Skated, km", "14.8", "2.5", "9.1", "3.2", "1.29", "34.0", "0.21"],
    ]
    rules = [(180, 265, 114), (290, 370, 114), (400, 530, 114)]
    found = set_table(page, heads, rows, xs, title="Table 1. Distances at 4 months", rules=rules)
    assert sides(found, "t") == {"2.29": BOTH, "1.29": BOTH}
    assert sides(found, "p") == {"0.03": BOTH, "0.21": BOTH}


def test_a_label_in_the_middle_of_the_table_heads_the_rows_below_it(page):
    xs = [60, 330, 440]
    heads = [(["Outcome", "Letters only", "Phone calls"], xs)]
    rows = [
        [("Boats", 255), "", ""],
        ["They made you feel well about the river", "4.6 (1.8)", "4.5 (1.8)"],
        ["They made you feel bad about the river", "2.5 (1.7)", "2.6 (1.6)"],
        [("Sledges", 250), "", ""],
        ["They made you feel well about the river", "5.2 (1.7)", "5.0 (1.4)"],
        ["They made you feel bad about the river", "2.4 (1.5)", "2.2 (1.3)"],
    ]
    y = 125
    page.text(60, 90, "Table 1. Mean (SD) ratings at 4 months", bold=True)
    page.rule(60, 500, 98)
    for line, places in heads:
        page.lines(110, [line], places)
    page.rule(60, 500, 115)
    for label, *values in rows:
        text, x = label if isinstance(label, tuple) else (label, 60)
        page.lines(y, [[text, *values]], [x, *xs[1:]])
        y += 12
    page.rule(60, 500, y - 8)
    told = {v: o for o, _, _, s, v in outcomes_read(read(page)) if s == "mean"}
    assert told["4.6"] == "Boats, They made you feel well about the river"
    assert told["2.4"] == "Sledges, They made you feel bad about the river"


def test_a_title_leaves_out_all_the_times_that_the_rows_have(page):
    xs = [60, 280, 400]
    heads = [(["Follow-up evaluation", "Letters only (n = 90)", "Phone calls (n = 90)"], xs)]
    rows = [
        ["4 months", "", ""],
        ["     Intent to treat", "11", "16"],
        ["     Complete data", "19", "28"],
        ["8 months", "", ""],
        ["     Intent to treat", "19", "21"],
        ["     Complete data", "29", "33"],
    ]
    title = "Table 1. Percentages who fell at 4 months and 8 months"
    found = outcomes_read(set_table(page, heads, rows, xs, title=title))
    told = {v: (o, t) for o, t, _, s, v in found if s == "percent"}
    assert told["11"] == ("Percentages who fell, Intent to treat", "4 months")
    assert told["33"] == ("Percentages who fell, Complete data", "8 months")


def test_a_title_names_the_arms_between_which_adjusted_ratios_are(page):
    xs = [60, 240, 340, 400, 500]
    heads = [
        (["", "Unadjusted", "Adjusted"], [60, 270, 430]),
        (["Follow-up evaluation", "OR (95% CI)", "p Value", "OR (95% CI)", "p Value"], xs),
    ]
    rows = [
        ["Intent-to-treat design", "", "", "", ""],
        ["     1 mo", "1.13 (0.74-1.72)", "0.58", "1.16 (0.76-1.77)", "0.50"],
        ["     3 mo", "1.06 (0.73-1.53)", "0.76", "1.14 (0.78-1.64)", "0.53"],
    ]
    title = "Table 2. Analyses Comparing Falls From Boats Between Study Group and Control Group"
    rules = [(240, 380, 114), (400, 530, 114)]
    page.text(60, 400, "Table 1. Falls", bold=True)
    page.rule(60, 540, 408)
    page.lines(420, [["Outcome", "Study group", "Control group"]], [60, 240, 400])
    page.rule(60, 540, 425)
    page.lines(435, [["Falls, %", "11", "16"], ["Slips, %", "12", "17"]], [60, 240, 400])
    page.rule(60, 540, 460)
    found = set_table(page, heads, rows, xs, title=title, rules=rules)
    both = (("Study",), ("Control",))
    assert sides(found, "or") == {v: both for v in ("1.13", "1.16", "1.06", "1.14")}
    assert sides(found, "p")["0.53"] == both


def test_what_is_given_or_not_below_two_groups_makes_four_arms(page):
    xs = [60, 220, 300, 390, 470]
    heads = [
        (["", "Rowing group", "Exercise group"], [60, 240, 410]),
        (["", "No patch (n= 27)", "Patch (n= 26)", "No patch (n= 35)", "Patch (n= 33)"], xs),
    ]
    rows = [
        ["Falls, n (%)", "19 (70)", "21 (81)", "18 (51)", "28 (85)"],
        ["Slips, n (%)", "13 (48)", "13 (50)", "14 (40)", "19 (58)"],
    ]
    rules = [(220, 370, 114), (390, 530, 114)]
    found = set_table(page, heads, rows, xs, title="Table 1. Harms at 6 weeks", rules=rules)
    told = {v: a for *_, a, s, v in outcomes_read(found) if s == "percent"}
    assert told["70"] == told["48"] == ("Rowing group, No patch",)
    assert told["58"] == ("Exercise group, Patch",)


def test_a_group_that_is_broken_at_a_line_end_is_one_word_or_keeps_its_hyphen(page):
    xs = [60, 240, 400]
    heads = [
        (["", "Inter-", "Boat-"], xs),
        (["", "vention (n = 90)", "building (n = 80)"], xs),
    ]
    rows = [["Fell, n (%)", "30 (33)", "20 (25)"], ["Slipped, n (%)", "60 (67)", "40 (50)"]]
    found = set_table(page, heads, rows, xs, title="Table 1. Harms at 6 weeks")
    told = {a for *_, a, s, v in outcomes_read(found) if s == "events"}
    assert told == {("Intervention",), ("Boat-building",)}


def test_a_dagger_that_is_a_letter_is_no_part_of_a_group_that_is_named_without_it(page):
    heads = ["Outcome", "Telephone advice y (n = 90)", "Controls z (n = 80)"]
    page.text(60, 400, "Table 1. Baseline characteristics", bold=True)
    page.rule(60, 540, 408)
    page.lines(420, [heads], [60, 240, 400])
    page.rule(60, 540, 425)
    page.lines(
        435,
        [["Fell, n (%)", "30 (33)", "20 (25)"], ["Male, n (%)", "12 (13)", "17 (21)"]],
        [60, 240, 400],
    )
    page.rule(60, 540, 460)
    xs = [60, 240, 400]
    heads = [(["Outcome", "Telephone advice (n = 90)", "Controls (n = 80)"], xs)]
    rows = [["Fell, n (%)", "31 (34)", "21 (26)"], ["Slipped, n (%)", "60 (67)", "40 (50)"]]
    found = set_table(page, heads, rows, xs, title="Table 2. Harms at 6 weeks")
    told = {v: a for *_, a, s, v in outcomes_read(found) if s == "events"}
    assert told["30"] == told["31"] == ("Telephone advice",)
    assert told["20"] == ("Controls",)


@pytest.mark.parametrize(
    ("heads", "arms"),
    [
        (["No of patients in group 1", "No of patients in group 2"], {("group 1",), ("group 2",)}),
        (
            ["Number of women in the diet group (%)", "Number of women in the control group (%)"],
            {("diet group",), ("control group",)},
        ),
    ],
)
def test_a_head_of_counts_names_whose_they_are(page, heads, arms):
    xs = [60, 160, 350]
    rows = [["Normal skin", "30", "28"], ["Blisters", "4", "2"]]
    found = set_table(page, [(["Skin", *heads], xs)], rows, xs, title="Table 1. Skin at 4 months")
    assert {a for _, _, a, _, v in outcomes_read(found) if v in {"30", "28", "4", "2"}} == arms


def test_a_time_over_counts_is_without_their_statistic(page):
    xs = [60, 240, 380]
    heads = [
        (["", "Letters only", "Phone calls"], xs),
        (["", "Number of events at 2 years: n (%)", ""], [60, 240, 380]),
    ]
    rows = [["Fell at home", "30 (12)", "28 (11)"], ["Fell outside", "40 (16)", "20 (8)"]]
    found = set_table(page, heads, rows, xs, title="Table 1. Falls", rules=[(240, 440, 114)])
    assert {t for _, t, _, _, v in outcomes_read(found) if v == "30"} == {"2 years"}


def test_events_per_time_of_people_are_a_rate_also_where_the_head_is_broken(page):
    xs = [60, 170, 220, 360, 410]
    head = "Events per 100 person- years"
    heads = [
        (["", "Letters only (n = 90)", "Phone calls (n = 88)"], [60, 200, 390]),
        (["", "Events", head, "Events", head], xs),
    ]
    rows = [["Falls at home", "12", "12.4", "9", "9.9"], ["Falls outside", "18", "18.7", "3", "3.4"]]
    rules = [(170, 340, 114), (360, 530, 114)]
    found = set_table(page, heads, rows, xs, title="Table 1. Falls", rules=rules)
    assert {(a, s, v) for _, _, a, s, v in outcomes_read(found) if v in {"12.4", "3.4", "3"}} == {
        (("Letters only",), "rate", "12.4"),
        (("Phone calls",), "rate", "3.4"),
        (("Phone calls",), "event_count", "3"),
    }


@pytest.mark.parametrize(
    ("head", "slots"),
    [
        ("Incidence rate (per 1000 patient-years)", [("rate",)]),
        ("Episodes per person-year", [("rate",)]),
        ("Events per patient", []),
    ],
)
def test_a_rate_is_per_time_of_people(head, slots):
    assert [said.slots for said in find_said(head)] == slots
