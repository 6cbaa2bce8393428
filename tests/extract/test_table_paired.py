"""Cells that hold the values of two arms, taken apart by what their header says."""

import pytest

from .sheet import Sheet, booktabs, sheet, values

__all__ = ["sheet"]


def told(sheet):
    return {(a, o, t, s, v) for o, t, a, _, s, v in values(sheet.read())}


def test_the_arm_in_brackets_has_the_values_in_brackets(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Scores of both groups",
        ["Scale", "Mean ± SD of pre-test;", "Mean ± SD of post- test;", "p-value;"],
        [
            ["", "Intervention (control)", "Intervention (control)", "Intervention (control)"],
            ["Vigour", "12.1 ± 3.0 (11.8 ± 2.9)", "16.4 ± 3.3 (12.0 ± 2.7)", "<0.001 (>0.05)"],
            ["Calm", "4.1 ± 0.9 (4 ± 1.1)", "-", "0.02 (0.41)"],
        ],
        [60, 150, 290, 430],
        x1=560,
    )
    got = told(sheet)
    assert (("control",), "Vigour", "pre-test", "mean", "11.8") in got
    assert (("control",), "Vigour", "pre-test", "sd", "2.9") in got
    assert (("Intervention",), "Vigour", "post- test", "mean", "16.4") in got
    assert (("control",), "Calm", "pre-test", "mean", "4") in got
    assert (("control",), "Vigour", "", "p", ">0.05") in got
    assert {a for a, _, _, s, _ in got if s == "sd"} == {("Intervention",), ("control",)}


def test_each_half_has_its_own_box_and_quote(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Scores, mean ± SD",
        ["Scale", "Intervention (control)"],
        [["Vigour", "12.1 ± 3.0 (11.8 ± 2.9)"], ["Calm", "4.1 ± 0.9 (4.0 ± 1.1)"]],
        [60, 200],
    )
    readings = [r for item in sheet.read() if hasattr(item, "readings") for r in item.readings]
    control = next(r.evidence for r in readings if r.value == "11.8")
    treated = next(r.evidence for r in readings if r.value == "12.1")
    assert (treated.quote, control.quote) == ("12.1 ± 3.0", "(11.8 ± 2.9)")
    assert treated.box[2] < control.box[0]


def test_a_name_explained_in_brackets_is_one_arm(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Scores, mean (SD)",
        ["Scale", "Group A (placebo)", "Group B (ketamine)"],
        [["Vigour", "12.1 (3.0)", "14.2 (3.1)"], ["Calm", "4.1 (0.9)", "5.0 (1.1)"]],
        [60, 200, 340],
    )
    got = told(sheet)
    assert (("Group A (placebo)",), "Vigour", "", "sd", "3.0") in got
    assert (("Group B (ketamine)",), "Calm", "", "mean", "5.0") in got


@pytest.mark.parametrize(
    ("glue", "header"), [("/", "Treatment / Control"), ("vs", "Treatment vs. control")]
)
def test_two_values_beside_each_other(sheet: Sheet, glue, header):
    booktabs(
        sheet,
        "Table 2. Events, n (%)",
        ["Event", header, "p"],
        [
            ["Nausea", f"12 (24%) {glue} 15 (30%)", "0.50"],
            ["Headache", f"3 (6%) {glue} 9 (18%)", "0.06"],
        ],
        [60, 200, 400],
    )
    got = {(a[0].lower(), o, s, v) for a, o, _, s, v in told(sheet) if s in ("events", "percent")}
    assert ("treatment", "Nausea", "events", "12") in got
    assert ("control", "Nausea", "events", "15") in got
    assert ("control", "Headache", "percent", "18") in got
    assert len(got) == 8


def test_a_contrast_below_the_names_of_two_arms_stays_one(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Mean differences (95% CI)",
        ["Scale", "Treatment vs. control"],
        [["Vigour", "2.1 (0.4 to 3.8)"], ["Calm", "0.9 (-0.2 to 2.0)"]],
        [60, 200],
    )
    got = values(sheet.read())
    assert ("Vigour", "", ("Treatment",), ("control",), "ci_high", "3.8") in {
        (o, "", a, b, s, v) for o, _, a, b, s, v in got
    }
