"""Columns beside averages that have their time, codes of categories, and titles that speak of effect sizes."""

from curate.parse.label import read_contrast

from .headed import set_table
from .test_table_shapes import page
from .told import readings

__all__ = ["page"]


def test_sizes_and_spreads_have_the_time_of_the_average_between_them(page):
    xs = [60, 120, 150, 235, 270, 300, 365, 400, 430, 500]
    heads = [
        (["", "Rowing group", "Skating group"], [60, 190, 410]),
        (
            [
                "Scale",
                "n",
                "Baseline mean",
                "(SD)",
                "n",
                "Week 8 mean",
                "(SD)",
                "n",
                "Baseline mean",
                "(SD)",
            ],
            xs,
        ),
    ]
    row = ["Balance", "133", "44.08", "(7.90)", "108", "48.62", "(7.82)", "112", "44.48", "(8.30)"]
    rules = [(120, 390, 114), (400, 535, 114)]
    found = readings(set_table(page, heads, [row, ["Pace", *row[1:]]], xs, rules=rules))
    rowing = ("Rowing group",)
    assert {("Baseline", rowing, "n", "133"), ("Baseline", rowing, "sd", "7.90")} <= found
    assert {("Week 8", rowing, "n", "108"), ("Week 8", rowing, "sd", "7.82")} <= found


def test_an_effect_size_of_the_title_is_none_of_an_arm(page):
    xs = [60, 200, 320, 450]
    heads = [(["", "Rowing (n = 13)", "Skating (n = 12)", "Effect size"], xs)]
    rows = [
        ["Mean weight", "-0.6 (1.7)", "0.6 (1.9)", "-0.7"],
        ["Mean fat", "-0.5 (1.8)", "0.8 (0.5)", "-0.8"],
    ]
    found = readings(set_table(page, heads, rows, xs, title="Table 1. Effect size differences"))
    told = {v: s for _, arms, s, v in found if arms == ("Rowing",)}
    assert told["-0.6"] == "mean"
    assert told["1.7"] == "sd"


def test_the_total_below_times_is_none(page):
    xs = [60, 240, 360]
    heads = [(["Time", "Rowing (n = 43)", "Skating (n = 45)"], xs)]
    rows = [["First week", "10 (23%)", "12 (27%)"], ["Second month", "5 (12%)", "6 (13%)"]]
    rows += [["Total falls", "15 (35%)", "18 (40%)"]]
    found = readings(set_table(page, heads, rows, xs, title="Table 1. Falls"))
    assert {t for t, *_, v in found if v in ("10", "5", "15")} == {"First week", "Second month", ""}


def test_the_numbers_that_code_categories_are_no_part_of_them():
    contrast = read_contrast("Counselling (1) vs. control (0) allocation")
    assert contrast is not None
    assert (contrast.left, contrast.right) == ("Counselling", "control allocation")


def test_what_was_assessed_is_no_time(page):
    xs = [60, 130, 240, 380]
    heads = [(["Period", "Assessment", "Rowing (n = 33)", "Skating (n = 23)"], xs)]
    rows = [
        ["3 mos", "Examined", "25 (75.8%)", "16 (69.6%)"],
        ["", "Rowed", "17 (51.5%)", "3 (13.0%)"],
        ["6 mos", "Examined", "24 (72.7%)", "15 (65.2%)"],
        ["", "Rowed", "13 (39.4%)", "4 (17.4%)"],
    ]
    found = set_table(page, heads, rows, xs, title="Table 1. Rowing")
    told = {
        (item.result.outcome, item.result.timepoint)
        for item in found
        for r in item.readings
        if r.statistic == "events"
    }
    assert told == {("Examined", "3 mos"), ("Rowed", "3 mos"), ("Examined", "6 mos"), ("Rowed", "6 mos")}
