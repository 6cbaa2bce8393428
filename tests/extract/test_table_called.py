"""What numbers are called that were read right: their statistic, arm, outcome and time, by the labels around them."""

from .sheet import Sheet, booktabs, grids, sheet, values
from .told import named

__all__ = ["sheet"]

TWO = ["Measure", "Drug group (n = 200)", "Control group (n = 198)"]
XS = [60, 220, 360]


def test_limits_are_what_the_label_calls_them(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Attack rates",
        ["Season", "Mask group", "Control group"],
        [
            ["Attack rate (95% CI)", "9 (3-19)", "23 (13-35)"],
            ["Attack rate at home (95% CI)", "8 (2-17)", "24 (9-42)"],
        ],
        [60, 240, 360],
    )
    got = {s for _, _, s, _ in named(sheet.read())}
    assert {"ci_low", "ci_high"} <= got
    assert not {"q1", "q3", "median"} & got


def test_an_arm_among_the_kinds_of_something_else_is_none(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        ["Variables", "Robot group (n = 60)", "Scope group (n = 90)"],
        [
            ["Earlier surgery (%)", "", ""],
            ["    Open", "3 (5.0)", "4 (4.4)"],
            ["    Robot", "1 (1.7)", "2 (2.2)"],
            ["    Scope", "2 (3.3)", "1 (1.1)"],
        ],
        [60, 240, 380],
    )
    assert ("Earlier surgery (%), Robot", ("Scope group",), "events", "2") in named(sheet.read())


def test_people_listed_one_by_one_are_no_results(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        ["Patient no. (initials)", "Age", "Score before", "Score after"],
        [[f"{n} (A{'BCDEFG'[n]})", str(40 + n), str(10 + n), str(5 + n)] for n in range(1, 6)],
        [60, 200, 300, 400],
    )
    found = sheet.read()
    assert grids(found)
    assert not values(found)


def test_a_column_of_p_values_without_a_word_for_them(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Fit of the masks",
        ["Measure", "Cup (n = 24)", "Fold (n = 24)", "Cup versus fold"],
        [
            ["Fit, median (IQR)", "200 (103-200)", "150 (120-180)", "<0.001"],
            ["Time, mean (SD)", "33.2 (2.6)", "28.7 (1.6)", "0.324"],
            ["Comfort, mean (SD)", "3.2 (0.6)", "2.7 (0.6)", "0.048"],
        ],
        [60, 200, 300, 420],
    )
    got = {(o, a, c, s, v) for o, _, a, c, s, v in values(sheet.read())}
    assert ("Time, mean (SD)", ("Cup",), ("fold",), "p", "0.324") in got
    assert "md" not in {statistic for *_, statistic, _ in got}


def test_a_long_head_of_p_values(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        [
            "",
            "Rapid group (n = 16)",
            "Slow group (n = 47)",
            "P-value for the comparison of rapid versus slow groups (alpha 0.05)",
        ],
        [
            ["Age, median (range)", "29 (21-53)", "27 (20-61)", "0.38"],
            ["Women (%)", "2 (13)", "6 (13)", "1.00"],
        ],
        [60, 160, 250, 340],
    )
    got = {(a, c, s, v) for _, _, a, c, s, v in values(sheet.read())}
    assert (("rapid",), ("slow",), "p", "0.38") in got


def test_a_ratio_of_arms_is_no_change_and_has_its_limits_beside_it(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Predictors of infection",
        ["Variable", "OR", "95% CI", "p-value"],
        [
            ["Group", "", "", ""],
            ["    Control Group", "Ref.", "", ""],
            ["    Mask Group", "0.39", "0.13-1.19", "0.10"],
            ["    Hygiene Group", "0.61", "0.23-1.66", "0.34"],
            ["Sex", "", "", ""],
            ["    Female", "Ref.", "", ""],
            ["    Male", "1.2", "0.62-2.28", "0.52"],
        ],
        [60, 240, 300, 400],
    )
    found = sheet.read()
    got = {(a, c, s, v) for _, _, a, c, s, v in values(found)}
    assert {
        (("Mask Group",), ("Control Group",), s, v)
        for s, v in (("or", "0.39"), ("ci_low", "0.13"), ("p", "0.10"))
    } <= got
    assert ((), (), "p", "0.52") in got
    assert "change" not in {item.result.basis for item in found if hasattr(item, "result")}


def test_numbers_below_a_quantity_are_levels_of_it(sheet: Sheet):
    sheet.text(60, 100, "Table 5. Gain before treatment", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(300, 118, "Frequency (Hz)")
    sheet.rule(200, 500, 122)
    sheet.row(132, ["", "0.01", "0.08", "0.32"], [60, 220, 320, 420])
    sheet.rule(60, 500, 137)
    sheet.row(149, ["Gain, mean (SD)", "0.26 (0.16)", "0.44 (0.21)", "0.52 (0.21)"], [60, 210, 310, 410])
    sheet.row(161, ["Norms", "0.14-0.40", "0.23-0.67", "0.45-1.01"], [60, 210, 310, 410])
    sheet.row(173, ["Phase, mean (SD)", "43.0 (40.8)", "30.0 (31.4)", "4.0 (18.0)"], [60, 210, 310, 410])
    sheet.rule(60, 500, 180)
    got = named(sheet.read())
    assert ("Gain, mean (SD), Frequency (Hz): 0.08", (), "mean", "0.44") in got
    assert "0.67" not in {v for *_, v in got}


def test_limits_below_values_that_others_stand_between(sheet: Sheet):
    sheet.text(60, 100, "Table 2. Fit of the masks, median (IQR)", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Measure", "Cup group", "Fold group", "P value"], [60, 130, 230, 320, 420])
    sheet.rule(60, 500, 123)
    y = 133.0
    for phase, measure, cup, fold, p in (
        ("At rest", "Fit", "200", "150", "0.107"),
        ("Walking", "Fit", "180", "142.5", "0.015"),
        ("Climbing", "Fit", "160", "130", "0.009"),
    ):
        sheet.row(y, [cup, fold], [230, 320])
        sheet.row(y + 4.6, [phase, measure, p], [60, 130, 420])
        sheet.row(y + 9.2, ["(103-200)", "(64-200)"], [230, 320])
        y += 18.6
    sheet.rule(60, 500, y - 3)
    got = named(sheet.read())
    walking = ("Walking, Fit", ("Fold group",))
    assert {(*walking, "median", "142.5"), (*walking, "q1", "64"), (*walking, "q3", "200")} <= got


def test_a_number_needed_to_treat_over_comparisons_is_no_difference(sheet: Sheet):
    sheet.text(60, 100, "Table 2. Response to training", bold=True)
    sheet.rule(60, 500, 108)
    sheet.text(330, 118, "Adjusted No. needed to treat (95% CI)")
    sheet.rule(320, 500, 122)
    sheet.row(
        132, ["Measure", "Training, n (%)", "Training vs usual", "Coach vs usual"], [60, 200, 325, 420]
    )
    sheet.rule(60, 500, 137)
    for y, label in ((149, "Pain"), (161, "Sleep")):
        sheet.row(y, [label, "40 (35)", "18 (10 to 71)", "9 (7 to 14)"], [60, 200, 325, 420])
    sheet.rule(60, 500, 168)
    found = sheet.read()
    assert ("events", "40") in {(s, v) for _, _, s, v in named(found)}
    assert not {"18", "9"} & {v for *_, v in named(found)}
