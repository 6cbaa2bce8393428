"""Sizes of groups that stand in a table's header or first rows without "n =" beside them."""

from .sheet import PITCH, booktabs, sheet, values
from .told import bands, named

__all__ = ["sheet"]

XS = [60, 210, 300, 390]


def test_line_of_numbers_beside_n_in_the_header(sheet):
    sheet.text(60, 100, "Table 1. Scores after training", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Walking", "Waiting list", "P"], XS)
    sheet.rule(210, 270, 122)
    sheet.rule(300, 370, 122)
    sheet.row(118 + PITCH, ["N", "21", "24", ""], XS)
    sheet.rule(60, 500, 135)
    sheet.row(145, ["Pain, mean (SD)", "3.1 (1.2)", "4.5 (1.4)", "0.01"], XS)
    sheet.row(145 + PITCH, ["Sleep, mean (SD)", "6.4 (1.1)", "5.9 (1.3)", "0.20"], XS)
    sheet.rule(60, 500, 162)
    found = sheet.read()
    got = named(found)
    assert ("Pain, mean (SD)", ("Walking",), "mean", "3.1") in got
    assert ("Sleep, mean (SD)", ("Waiting list",), "mean", "5.9") in got
    assert ("Pain, mean (SD)", ("Walking",), "n", "21") in got


def test_numbers_in_brackets_behind_labels_that_add_up(sheet):
    booktabs(
        sheet,
        "Table 1. Features at entry",
        ["", "Walkers (14)", "Sitters (16)", "Total 30"],
        [
            ["Age, mean (SD)", "61.2 (5.1)", "60.4 (6.0)", "60.8 (5.6)"],
            ["Asthma, n (%)", "7 (50)", "4 (25)", "11 (37)"],
            ["Gout, n (%)", "2 (14)", "3 (19)", "5 (17)"],
        ],
        XS,
    )
    found = sheet.read()
    got = named(found)
    assert ("Asthma, n (%)", ("Walkers",), "events", "7") in got
    assert bands(found, "mean")["60.8"] == "high"  # of everyone
    assert ("Age, mean (SD)", ("Sitters",), "mean", "60.4") in got
    assert not {s for _, arms, s, _ in got if "Walkers (14)" in arms}


def test_row_of_totals_beside_their_share_is_a_size(sheet):
    booktabs(
        sheet,
        "Table 1. Complaints",
        ["", "Drops", "Spray", "P"],
        [
            ["Total (%)", "40 (48)", "43 (52)", ""],
            ["Cough, n (%)", "10 (25)", "12 (28)", "0.70"],
            ["Rash, n (%)", "4 (10)", "2 (5)", "0.40"],
        ],
        XS,
    )
    got = values(sheet.read())
    of_totals = {(s, v) for _, _, _, _, s, v in got if v in ("40", "48", "43", "52")}
    assert of_totals == {("n", "40"), ("n", "43")}


def test_median_with_one_number_for_its_quartiles_keeps_no_sd(sheet):
    booktabs(
        sheet,
        "Table 2. Stay",
        ["Features", "Drops (n = 40)", "Spray (n = 43)", "P"],
        [
            ["Days in hospital, Median (Quartile)", "6.0 (3.5)", "7.0 (4.1)", "0.03"],
            ["Days with fever, Median (Quartile)", "2.0 (1.5)", "3.0 (2.5)", "0.04"],
        ],
        [60, 260, 350, 440],
        foot=["Values are mean (SD) unless stated otherwise."],
    )
    got = {(s, v) for _, _, _, _, s, v in values(sheet.read())}
    assert ("median", "6.0") in got
    assert "3.5" not in {v for s, v in got if s in ("sd", "iqr", "se")}


def test_label_over_all_columns_and_what_compares_them_is_no_arm(sheet):
    xs = [60, 230, 330, 420, 470]
    sheet.text(60, 100, "Table 2. Results", bold=True)
    sheet.rule(60, 560, 108)
    sheet.text(250, 118, "Full cohort with surgery (n = 92)")
    sheet.rule(60, 560, 123)
    sheet.row(133, ["", "Wide opening", "Narrow opening", "P", "OR (95% CI)"], xs)
    sheet.rule(60, 560, 138)
    sheet.row(148, ["Cough, no. (%)", "9 (20)", "14 (30)", "0.28", "0.59 (0.2–1.5)"], xs)
    sheet.row(162, ["Rash, no. (%)", "5 (11)", "12 (26)", "0.08", "0.36 (0.1–1.1)"], xs)
    sheet.rule(60, 560, 167)
    got = named(sheet.read())
    assert ("Cough, no. (%)", ("Wide opening",), "events", "9") in got
    assert ("Rash, no. (%)", ("Narrow opening",), "events", "12") in got


def test_spanners_beside_a_difference_of_several_lines(sheet):
    xs = [60, 180, 230, 280, 330, 404]
    sheet.text(60, 100, "Table 2. Scores", bold=True)
    sheet.rule(60, 540, 108)
    sheet.row(118, ["Walking group", "Waiting list group", "Difference between"], [180, 280, 404])
    sheet.text(404, 128, "groups, mean (95%")
    sheet.row(134, ["n", "Mean (SD)", "n", "Mean (SD)"], xs[1:5])
    sheet.row(141, ["Variable", "CI)", "Effect size, Cohen d"], [60, 404, 480])
    sheet.rule(60, 560, 146)
    for i, line in enumerate(
        [
            ["Pain", "45", "3.1 (1.2)", "47", "4.5 (1.4)", "-1.4 (-2.0 to -0.8)", "0.71"],
            ["Sleep", "44", "6.4 (1.1)", "46", "5.9 (1.3)", "0.5 (-0.1 to 1.1)", "0.44"],
        ]
    ):
        sheet.row(156 + 14 * i, line, [*xs, 480])
    sheet.rule(60, 560, 175)
    got = named(sheet.read())
    assert {("Pain", ("Walking group",), "n", "45"), ("Pain", ("Walking group",), "mean", "3.1")} <= got
    assert ("Sleep", ("Waiting list group",), "sd", "1.3") in got


def test_an_arm_of_all_the_others_is_compared_with_nobody(sheet):
    xs = [60, 150, 240, 370, 510]
    booktabs(
        sheet,
        "Table 1. Features of cured people",
        ["", "Cured (n = 88)", "Cured with asthma (n = 30)", "Cured without asthma (n = 58)", "P"],
        [
            ["Cough, n (%)", "24 (27)", "9 (30)", "15 (26)", "0.68"],
            ["Rash, n (%)", "17 (19)", "5 (17)", "12 (21)", "0.08"],
        ],
        xs,
        x1=560,
    )
    compared = {(a, c) for _, _, a, c, s, v in values(sheet.read()) if s == "p"}
    assert compared == {(("Cured with asthma",), ("Cured without asthma",))}


def test_numbers_of_groups_are_no_sizes_though_they_add_up(sheet):
    booktabs(
        sheet,
        "Table 1. Times, mean ± SD",
        ["", "Group 1", "Group 2", "Group 3"],
        [
            ["Waking (min)", "9.1 ± 1.3", "8.5 ± 1.3", "8.8 ± 1.6"],
            ["Walking (h)", "4.1 ± 1.0", "4.5 ± 1.3", "4.8 ± 1.6"],
        ],
        XS,
    )
    arms = {a for _, a, s, _ in named(sheet.read()) if s == "mean"}
    assert arms == {("Group 1",), ("Group 2",), ("Group 3",)}


def test_counts_below_a_size_with_percentages_beside_them_are_people(sheet):
    xs = [60, 220, 270]
    booktabs(
        sheet,
        "Table 2. Views of the leaflet",
        ["View", "N = 210", "%"],
        [["Plenty of time", "191", "91.0"], ["Little time", "11", "5.2"], ["No view", "8", "3.8"]],
        xs,
    )
    found = sheet.read()
    assert {v for _, _, s, v in named(found) if s == "events"} == {"191", "11", "8"}
    assert "low" not in set(bands(found, "events").values())
