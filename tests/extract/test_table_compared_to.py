"""Estimates whose head names the comparator and whose row the arm; blocks that only one column's header names."""

from .headed import set_table, sides
from .test_table_shapes import page
from .told import outcomes_read

__all__ = ["page"]


def test_the_head_names_the_comparator_and_the_row_below_a_group_the_arm(page):
    xs = [60, 260, 340]
    heads = [(["", "Fell, %", "OR (95% CI) for comparison with 2 weeks of rowing"], xs)]
    rows = [
        ["Boat group", "", ""],
        ["Two weeks rowing", "38.4", "-"],
        ["Two weeks rowing plus songs", "48.2", "1.49 (1.04-2.14)"],
        ["Six weeks sailing", "46.2", "1.38 (0.96-1.97)"],
    ]
    found = set_table(page, heads, rows, xs, title="Table 1. Falls at 6 months")
    assert sides(found, "or") == {
        "1.49": (("Two weeks rowing plus songs",), ("Two weeks rowing",)),
        "1.38": (("Six weeks sailing",), ("Two weeks rowing",)),
    }
    assert sides(found, "percent")["46.2"] == (("Six weeks sailing",), ())


def test_a_block_named_over_the_percentages_is_that_of_the_ratios_beside_them(page):
    xs = [60, 180, 260, 400]
    heads = [
        (["Follow-up", "7-day, %", "OR (95% CI) compared to songs", "OR (95% CI) compared to boats"], xs)
    ]
    rows = [
        ["3 months", "", "", ""],
        ["     Songs", "38.9", "", ""],
        ["     Boats", "48.5", "1.48 (1.12, 1.96)", ""],
        ["     Songs and boats", "43.4", "1.20 (0.91, 1.59)", "0.81 (0.62, 1.07)"],
        ["", "30-day, %", "", ""],
        ["3 months", "", "", ""],
        ["     Songs", "32.7", "", ""],
        ["     Boats", "42.0", "1.50 (1.12, 1.99)", ""],
        ["     Songs and boats", "39.1", "1.32 (0.99, 1.77)", "0.88 (0.67, 1.17)"],
    ]
    title = "Table 1. Seven- and 30-day abstinence from boats by treatment group"
    found = set_table(page, heads, rows, xs, title=title)
    told = {
        v: (o.rpartition(", ")[2], t) for o, t, _, s, v in outcomes_read(found) if s in ("or", "percent")
    }
    assert {told[v] for v in ("38.9", "1.48", "0.81")} == {("7-day", "3 months")}
    assert {told[v] for v in ("32.7", "1.50", "0.88")} == {("30-day", "3 months")}
    compared = sides(found, "or")
    assert compared["0.88"] == (("Songs and boats",), ("Boats",))
    assert compared["1.32"] == (("Songs and boats",), ("Songs",))
