"""Arms that rows name by the title, or behind "Group:", and labels over columns that are none."""

from curate.extract.tables.reference import without_reference
from curate.model.reading import Found

from .headed import set_table, sides
from .test_table_shapes import page

__all__ = ["page"]


def readings(found):
    """(timepoint, arms, statistic, value) of every reading."""
    return {
        (item.result.timepoint, item.result.arms, r.statistic, r.value)
        for item in found
        if isinstance(item, Found)
        for r in item.readings
    }


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
