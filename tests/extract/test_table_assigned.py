"""Rows and columns that are arms, or are none, in tables of estimates and of times, named after the defect."""

from .sheet import booktabs, sheet, values
from .told import named

__all__ = ["sheet"]


def test_arms_below_a_heading_of_groups_in_a_model(sheet):
    booktabs(
        sheet,
        "Table 5. Logistic regression with the ENTER method",
        ["Variable", "Full recovery", "", "Return to work", ""],
        [
            ["", "OR", "95% CI", "OR", "95% CI"],
            ["Stage at entry", "", "", "", ""],
            ["    Early", "1.00", "", "1.00", ""],
            ["    Late", "0.58", "0.05-6.46", "2.13", "0.25-8.44"],
            ["Group assignment", "", "", "", ""],
            ["    Usual care", "1.00", "", "1.00", ""],
            ["    Ward visits with later calls", "2.75", "1.13-6.71", "3.32", "1.35-8.17"],
        ],
        [60, 220, 280, 350, 410],
    )
    got = {(o, a, c, v) for o, _, a, c, s, v in values(sheet.read()) if s == "or"}
    assert ("Full recovery", ("Ward visits with later calls",), ("Usual care",), "2.75") in got


def test_estimates_alone_stand_below_outcomes(sheet):
    sheet.text(60, 100, "Table 4. Models adjusting for exposure", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["Cold", "Influenza"], [210, 390])
    for left in (165, 335):
        sheet.rule(left, left + 140, 122)
    sheet.row(132, ["Variable", "OR (95% CI)", "P", "OR (95% CI)", "P"], [60, 170, 280, 340, 450])
    sheet.rule(60, 500, 137)
    rows = [
        ["Mask", "0.38 (0.17-0.86)", "0.02", "0.58 (0.10-3.47)", "0.55"],
        ["Vaccine", "1.18 (0.59-2.37)", "0.64", "1.07 (0.35-3.29)", "0.91"],
        ["Handwash", "1.00 (0.38-2.58)", "0.99", "0.97 (0.23-4.54)", "0.97"],
    ]
    for index, row in enumerate(rows):
        sheet.row(149 + 12 * index, row, [60, 170, 280, 340, 450])
    sheet.rule(60, 500, 180)
    got = {(o, a) for o, a, s, _ in named(sheet.read()) if s == "or"}
    assert ("Mask, Cold", ()) in got
    assert ("Vaccine, Influenza", ()) in got


def test_arms_that_come_again_over_a_column_without_a_head(sheet):
    sheet.text(60, 100, "Table 1. Who took part", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["Characteristic", "Pairs", "Alone", "All"], [60, 250, 330, 410])
    sheet.rule(60, 500, 123)
    sheet.row(135, ["Female, n (%)", "52 (64.1)", "98 (60.7)", "150 (62.2)"], [60, 250, 330, 410])
    sheet.row(147, ["Skilled, n (%)", "32 (14.0)", "61 (20.0)", "93 (17.0)"], [60, 250, 330, 410])
    sheet.row(159, ["Characteristic", "Pairs", "Alone", "All"], [60, 190, 330, 410])
    sheet.row(171, ["Age, mean (SD)", "43.4 (12.1)", "43.7 (12.6)", "43.6 (12.4)"], [60, 190, 330, 410])
    sheet.row(183, ["Score, mean (SD)", "5.5 (2.4)", "5.6 (2.1)", "5.6 (2.2)"], [60, 190, 330, 410])
    sheet.rule(60, 500, 190)
    got = named(sheet.read())
    assert ("Age, mean (SD)", ("Pairs",), "mean", "43.4") in got


def test_rows_that_come_again_beside_one_reference_are_arms(sheet):
    booktabs(
        sheet,
        "Table 3. Infections",
        ["", "Births", "Cases", "Relative risk (95% CI)"],
        [
            ["Redness", "", "", ""],
            ["    Daily wash", "1054", "146", "0.89 (0.62-1.26)"],
            ["    One wash", "954", "125", "0.84 (0.60-1.20)"],
            ["    Dry cord", "992", "155", "1.00"],
            ["Pus", "", "", ""],
            ["    Daily wash", "1054", "15", "0.55 (0.31-0.95)"],
            ["    One wash", "954", "21", "0.90 (0.55-1.46)"],
            ["    Dry cord", "992", "25", "1.00"],
        ],
        [60, 200, 280, 360],
    )
    got = {(o, a, c, v) for o, _, a, c, s, v in values(sheet.read()) if s == "rr"}
    assert ("Redness", ("Daily wash",), ("Dry cord",), "0.89") in got
    assert ("Pus", ("One wash",), ("Dry cord",), "0.90") in got


def test_rows_below_times_alone_are_the_arms_of_the_title(sheet):
    booktabs(
        sheet,
        "Table 1. People who had given up coffee by treatment condition",
        ["", "Week 12", "", "Week 24", ""],
        [
            ["Usual", "59", "63%", "50", "54%"],
            ["Talks", "63", "64%", "56", "58%"],
            ["Talks and films", "64", "66%", "58", "59%"],
        ],
        [60, 200, 260, 340, 400],
    )
    got = {(t, a, v) for _, t, a, _, s, v in values(sheet.read()) if s == "percent"}
    assert {("Week 12", ("Usual",), "63"), ("Week 24", ("Talks and films",), "59")} <= got


def test_sizes_at_later_times_are_no_part_of_an_arm(sheet):
    booktabs(
        sheet,
        "Table 4. Change in weight, mean (SE)",
        ["", "Month 3", "Month 6", "Month 12"],
        [
            ["Weight, kg", "", "", ""],
            ["    Talks + B (n = 43, 36, 25)", "4.98 (0.79)", "3.96 (0.62)", "4.85 (0.97)"],
            ["    Talks + P (n = 29, 19, 17)", "5.49 (1.29)", "3.81 (1.17)", "5.38 (1.85)"],
        ],
        [60, 220, 300, 380],
    )
    assert {a for _, a, s, _ in named(sheet.read()) if s == "mean"} == {("Talks + B",), ("Talks + P",)}


def test_rows_that_say_that_they_are_groups_are_arms_of_a_model(sheet):
    booktabs(
        sheet,
        "Table 4. Adjusted odds ratios (ORs) of falls",
        ["", "OR (95% CI)", "P value"],
        [
            ["Group: Frame only (referent)", "1.0", ""],
            ["Group: Frame and calls", "0.5 (0.3-0.9)", "0.02"],
            ["Group: Frame if called", "0.7 (0.4-1.1)", "0.10"],
        ],
        [60, 240, 360],
    )
    got = {(a, c, v) for _, _, a, c, s, v in values(sheet.read()) if s == "or"}
    assert (("Frame and calls",), ("Frame only",), "0.5") in got


def test_the_one_arm_of_a_model_is_not_that_of_its_other_rows(sheet):
    booktabs(
        sheet,
        "Table 2. What told who gave up coffee",
        ["Variable", "OR (95% CI)", "P"],
        [
            ["Cups at the start", "1.19 (1.02-1.33)", "0.02"],
            ["Support", "1.13 (1.01-1.24)", "0.04"],
            ["Intervention", "1.82 (1.11-2.53)", "0.01"],
            ["Years of use", "0.94 (0.81-1.05)", "0.31"],
        ],
        [60, 240, 360],
    )
    sheet.text(60, 400, "Table 3. Cups a day, mean (SD)", bold=True)
    sheet.rule(60, 500, 408)
    sheet.row(418, ["", "Intervention (n = 90)", "Usual care (n = 88)"], [60, 240, 360])
    sheet.rule(60, 500, 423)
    sheet.row(435, ["Month 3", "2.1 (1.2)", "3.4 (1.9)"], [60, 240, 360])
    sheet.row(447, ["Month 6", "1.9 (1.1)", "3.0 (1.8)"], [60, 240, 360])
    sheet.rule(60, 500, 454)
    got = {o.rpartition(", ")[2]: a for o, a, s, _ in named(sheet.read()) if s == "p"}
    assert got["Support"] == ()
