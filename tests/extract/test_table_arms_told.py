"""Arms that rows name by the title, or behind "Group:", and labels over columns that are none."""

from curate.extract.tables.names.reference import without_reference

from .headed import set_table, sides
from .test_table_shapes import page
from .told import readings

__all__ = ["page"]


def test_rows_below_times_are_the_conditions_of_the_title(page):
    xs = [60, 200, 320, 440]
    heads = [(["", "Week 12", "Week 24", "Week 52"], xs)]
    rows = [["ST", "59 (63%)", "50 (54%)", "30 (33%)"], ["E-row", "63 (64%)", "56 (58%)", "50 (55%)"]]
    title = "Table 1. Number and percentage afloat by treatment condition"
    found = readings(set_table(page, heads, rows, xs, title=title))
    assert {("Week 12", ("ST",), "events", "59"), ("Week 52", ("E-row",), "percent", "55")} <= found


def test_rows_below_times_are_no_arms_where_the_title_parts_nobody(page):
    xs = [60, 200, 320, 440]
    heads = [(["", "Week 12", "Week 24", "Week 52"], xs)]
    rows = [
        ["Cramps", "59 (63%)", "50 (54%)", "30 (33%)"],
        ["Falls", "63 (64%)", "56 (58%)", "50 (55%)"],
    ]
    found = readings(set_table(page, heads, rows, xs, title="Table 1. Harms over time"))
    assert ("Week 12", (), "events", "59") in found


def test_the_arm_behind_the_word_group_is_compared_with_the_referent(page):
    xs = [60, 300, 440]
    heads = [(["", "OR (95% CI)", "P-value"], xs)]
    rows = [
        ["Group: Letters only (referent)", "1.0", ""],
        ["Group: Letters and calls", "0.5 (0.3-0.9)", "0.02"],
        ["Group: Letters if called", "0.7 (0.4-1.1)", "0.10"],
    ]
    found = set_table(page, heads, rows, xs, title="Table 1. Odds ratios of rowing")
    assert sides(found, "or")["0.5"] == (("Letters and calls",), ("Letters only",))
    assert sides(found, "p")["0.10"] == (("Letters if called",), ("Letters only",))


def test_the_words_that_call_a_label_the_reference():
    assert without_reference("Letters only (referent)") == "Letters only"
    assert without_reference("Letters preferred") == "Letters preferred"


def test_frequencies_are_counts_and_no_part_of_an_arm(page):
    xs = [60, 200, 300, 410]
    heads = [(["", "All f (%) (95% CI)", "Rowing group f (%)", "Skating group f (%)"], xs)]
    rows = [["Falls", "172 (11.8) (10.2 to 13.6)", "82 (11.6)", "90 (12.0)"]]
    found = readings(set_table(page, heads, rows, xs))
    assert {("", ("Rowing group",), "events", "82"), ("", (), "events", "172")} <= found


def test_few_rows_of_fewer_people_are_no_arms(page):
    xs = [60, 320, 440]
    heads = [(["Characteristic", "SC", "TAU"], xs)]
    rows = [
        ["Age, mean (SD)", "41.6 (10.2)", "41.0 (8.6)"],
        ["Weight, mean (SD)", "81.6 (10.2)", "81.0 (8.6)"],
        ["Height, mean (SD)", "171.6 (10.2)", "171.0 (8.6)"],
        ["Boat score (rowers, n = 60), mean (SD)", "0.5 (0.2)", "0.4 (0.2)"],
        ["Sledge score (drivers, n = 70), mean (SD)", "0.6 (0.2)", "0.5 (0.2)"],
    ]
    found = readings(set_table(page, heads, rows, xs, title="Table 1. Participants"))
    assert {arms for _, arms, s, v in found if s == "mean" and v in ("41.6", "0.6")} == {("SC",)}


def test_rows_below_each_outcome_with_one_reference_are_arms(page):
    xs = [60, 220, 300, 380]
    heads = [(["", "Launches", "Capsizes", "Relative risk (95% CI)"], xs)]
    rows = [
        ["Capsized at sea", "", "", ""],
        ["     Daily drills", "10254", "1406", "0.89 (0.62-1.26)"],
        ["     One drill", "9354", "1252", "0.91 (0.65-1.31)"],
        ["     Reading", "9924", "1545", "1.00"],
        ["Capsized in port", "", "", ""],
        ["     Daily drills", "10254", "327", "0.78 (0.50-1.22)"],
        ["     One drill", "9354", "339", "0.93 (0.61-1.43)"],
        ["     Reading", "9924", "380", "1.00"],
    ]
    found = set_table(page, heads, rows, xs, title="Table 1. Capsizing")
    compared = sides(found, "rr")
    assert compared["0.89"] == (("Daily drills",), ("Reading",))
    assert compared["0.93"] == (("One drill",), ("Reading",))


def test_labels_over_nothing_but_ratios_and_their_p_are_outcomes(page):
    xs = [60, 200, 290, 360, 450]
    heads = [
        (["", "Total capsizes", "Any capsize"], [60, 215, 375]),
        (["", "IRR (95% CI)", "P", "OR (95% CI)", "P"], xs),
    ]
    rows = [
        ["Age", "0.85 (0.76-0.95)", "0.02", "0.80 (0.70-0.91)", "0.003"],
        ["Assigned boat", "0.95 (0.86-1.05)", "0.33", "0.90 (0.80-1.01)", "0.07"],
    ]
    rules = [(200, 335, 114), (360, 500, 114)]
    found = set_table(page, heads, rows, xs, title="Table 1. Models", rules=rules)
    assert sides(found, "irr") == {"0.85": ((), ()), "0.95": ((), ())}
    assert {item.result.outcome for item in found if "Age" in item.result.outcome} == {
        "Age, Total capsizes",
        "Age, Any capsize",
    }
