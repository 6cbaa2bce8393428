"""Percentages in tables whose notes speak of means."""

from curate.model.reading import Found

from .headed import set_table
from .test_table_shapes import page

__all__ = ["page"]

XS = [60, 240, 360]
HEADS = [(["", "Rowing (n = 101)", "Skating (n = 104)"], XS)]
NOTE = ["Data are means (SD) or numbers (%)."]


def stated(found):
    """(outcome, value) → statistic."""
    return {
        (item.result.outcome, r.value): r.statistic
        for item in found
        if isinstance(item, Found)
        for r in item.readings
        if r.statistic != "n"
    }


def test_a_percentage_before_its_count_is_no_mean_where_the_arm_says_so(page):
    rows = [
        ["Age, y", "15.7 (4.3)", "16.4 (4.5)"],
        ["Owns a boat", "57.4 (58)", "59.6 (62)"],
        ["Owns a sledge", "16.8 (17)", "14.4 (15)"],
        ["Owns a kite", "18.8 (19)", "12.5 (13)"],
        ["Owns a horse", "32.7 (33)", "32.7 (34)"],
        ["Answered", "49.0 (48)", "43.7 (45)"],
    ]
    told = stated(set_table(page, HEADS, rows, XS, notes=NOTE))
    assert (told["Owns a boat", "57.4"], told["Owns a boat", "58"]) == ("percent", "events")
    assert (told["Answered", "49.0"], told["Answered", "48"]) == ("percent", "events")
    assert (told["Age, y", "15.7"], told["Age, y", "4.3"]) == ("mean", "sd")


def test_a_printed_percentage_is_no_mean_though_a_note_speaks_of_means(page):
    rows = [["Age, y", "15.7 (4.3)", "16.4 (4.5)"], ["Owns a boat", "39%", "35%"]]
    told = stated(set_table(page, HEADS, rows, XS, notes=["Values are mean (SD)."]))
    assert told["Owns a boat", "39"] == "percent"
    assert told["Age, y", "15.7"] == "mean"
