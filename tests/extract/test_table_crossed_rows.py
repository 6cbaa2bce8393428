"""Arms in rows that are crossed with hospitals, diagnoses or other strata."""

from .headed import set_table
from .test_table_shapes import page

__all__ = ["page"]


def of_whom(found, statistic):
    """Value → arms, subgroup and outcome."""
    return {
        r.value: (item.result.arms, item.result.subgroup, item.result.outcome)
        for item in found
        for r in item.readings
        if r.statistic == statistic
    }


def test_hospitals_below_each_condition_are_people_of_that_arm(page):
    xs = [60, 240, 400]
    heads = [(["", "Fell, %", "Slipped, %"], xs)]
    rows = [
        ["Experimental condition", "", ""],
        ["     Hospital 1 (N = 80)", "44", "27"],
        ["     Hospital 2 (N = 162)", "48", "23"],
        ["Control condition", "", ""],
        ["     Hospital 1 (N = 117)", "32", "40"],
        ["     Hospital 2 (N = 62)", "21", "55"],
    ]
    found = of_whom(set_table(page, heads, rows, xs, title="Table 1. Falls per hospital"), "percent")
    assert found["48"] == (("Experimental condition",), "Hospital 2", "Falls per hospital, Fell")
    assert found["55"] == (("Control condition",), "Hospital 2", "Falls per hospital, Slipped")


def test_two_levels_of_rows_make_the_arm_below_a_diagnosis(page):
    xs = [60, 300, 420]
    heads = [(["Characteristic", "Week 12", "Week 24"], xs)]
    rows = [
        ["Rheumatic participants", "", ""],
        ["     Rowing intervention group", "", ""],
        ["          Receiving placebo", "36", "30"],
        ["          Receiving active drug", "74", "46"],
        ["     Skating intervention group", "", ""],
        ["          Receiving placebo", "31", "33"],
        ["          Receiving active drug", "62", "50"],
        ["Healthy participants", "", ""],
        ["     Rowing intervention group", "", ""],
        ["          Receiving placebo", "35", "29"],
        ["          Receiving active drug", "73", "45"],
        ["     Skating intervention group", "", ""],
        ["          Receiving placebo", "37", "39"],
        ["          Receiving active drug", "61", "51"],
    ]
    found = of_whom(set_table(page, heads, rows, xs, title="Table 1. Falls, %"), "percent")
    arm = ("Rowing intervention group, Receiving active drug",)
    assert found["74"] == (arm, "Rheumatic participants", "Falls, %")
    assert found["45"] == (arm, "Healthy participants", "Falls, %")


def test_intervention_and_control_below_people_are_arms_though_strata_stand_over_them(page):
    xs = [60, 190, 270, 360, 440]
    heads = [
        (["", "Dual contact group", "Single contact group"], [60, 200, 370]),
        (["", "Baseline", "12 months", "Baseline", "12 months"], xs),
    ]
    rows = [
        ["Men (n = 884)", "", "", "", ""],
        ["     Intervention", "5.62 (1.12)", "6.00 (1.32)", "5.72 (1.41)", "6.04 (1.51)"],
        ["     Control", "5.70 (1.13)", "5.66 (1.33)", "5.54 (1.42)", "5.57 (1.52)"],
        ["     Coefficient, p value", "", "0.25", "", "0.16"],
        ["Women (n = 1988)", "", "", "", ""],
        ["     Intervention", "5.87 (1.15)", "6.39 (1.35)", "5.86 (1.45)", "6.18 (1.55)"],
        ["     Control", "5.94 (1.16)", "5.98 (1.36)", "5.88 (1.46)", "6.08 (1.56)"],
        ["     Coefficient, p value", "", "0.22", "", "0.15"],
    ]
    rules = [(190, 335, 114), (360, 520, 114)]
    title = "Table 1. Mean (SD) rowing score"
    found = of_whom(set_table(page, heads, rows, xs, title=title, rules=rules), "mean")
    assert found["6.04"][:2] == (("Intervention",), "Single contact group, Men")
    assert found["5.98"][:2] == (("Control",), "Dual contact group, Women")
    assert "rowing score" in found["5.98"][2]
    assert "Women" not in found["5.98"][2]
