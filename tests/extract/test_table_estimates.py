"""Columns of differences, coefficients and probabilities beside arms: of both of them, or of none."""

import pytest

from curate.parse.label import is_coefficient, is_probability

from .headed import ARMS, BOTH, read, set_table, sides
from .sheet import Sheet, booktabs, sheet, values
from .test_table_shapes import page

__all__ = ["page", "sheet"]


def test_the_head_of_differences_is_no_arm(page):
    xs = [60, 130, 195, 260, 325, 390, 500]
    rows = [
        [name, "8.2 (1.2)", "8.0 (1.8)", "8.7 (1.7)", "7.2 (1.4)", "1.4 (1.0 to 1.8)", "<.001"]
        for name in ("Pain", "Sleep", "Mood")
    ]
    found = set_table(
        page,
        [
            (["Training", "Waiting", "Group comparison"], [130, 260, 390]),
            (["Outcome", *["Baseline", "Year 1"] * 2, "Difference", "P value"], xs),
        ],
        rows,
        xs,
        title="Table 1. Scores, mean (SD)",
        rules=[(130, 250, 114), (260, 380, 114), (390, 540, 114)],
    )
    names = {arm for item in found for arm in (*item.result.arms, *item.result.comparators)}
    assert names == {"Training", "Waiting"}
    assert sides(found, "p") == {"0.001": BOTH}


@pytest.mark.parametrize(
    ("head", "notes"),
    [
        ("Model β (95% CI)", ()),
        ("Coefficient (95% CI)", ()),
        ("RC (95% CI)", ("Abbreviations: BMI, body mass index; RC, regression coefficient.",)),
    ],
)
def test_a_regression_coefficient_beside_arms_is_of_both(page, head, notes):
    xs = [60, 180, 300, 420]
    rows = [
        [name, "8.2 (1.2)", "8.7 (1.7)", "-3.7 (-6.1 to -1.3)"] for name in ("Pain", "Sleep", "Mood")
    ]
    found = set_table(
        page, [(["Scale, mean (SD)", *ARMS, head], xs)], rows, xs, title="Table 1. Scores", notes=notes
    )
    assert sides(found, "ci_low")["-6.1"] == BOTH


def test_an_abbreviation_that_no_note_spells_out_stays_an_arm(page):
    xs = [60, 180, 300, 420]
    rows = [[name, "8.2 (1.2)", "8.7 (1.7)", "7.7 (1.6)"] for name in ("Pain", "Sleep", "Mood")]
    found = set_table(
        page,
        [(["Scale, mean (SD)", *ARMS, "RC (n = 42)"], xs)],
        rows,
        xs,
        notes=("RC, relaxation classes.",),
    )
    assert sides(found, "mean")["7.7"] == (("RC",), ())


def test_the_second_of_two_groups_is_no_coefficient():
    assert [is_coefficient(text) for text in ("B", "Group B", "B (SE)", "β", "b (95% CI)")] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_a_probability_of_benefit_is_no_share_of_an_arm(page):
    xs = [60, 170, 280, 390]
    heads = [(["Outcome, No. (%)", *ARMS, "Posterior probability of benefit, %"], xs)]
    rows = [["Falls", "44 (46)", "27 (29)", "97"], ["Burns", "19 (20)", "16 (17)", "82"]]
    found = set_table(page, heads, rows, xs)
    assert not {"97", "82"} & {r.value for item in found for r in item.readings}
    assert {item.result.arms for item in found} == {("Training",), ("Waiting",)}
    assert not is_probability("Probability of being discharged")


def test_rows_of_arms_are_compared_with_the_one_that_is_the_reference(page):
    xs = [60, 200, 360]
    rows = [
        ["Waiting", "1.00 (reference)", "1.00 (reference)"],
        ["Training", "1.31 (0.79-2.15) P=.292", "2.03 (1.23-3.35) P=.006"],
    ]
    y = 128
    page.text(
        60, 90, "Table 3. Odds ratios (95% CI) of better habits for training versus waiting", bold=True
    )
    page.rule(60, 540, 98)
    page.lines(110, [["Phase", "Fruit", "Vegetables"]], xs)
    page.rule(60, 540, 115)
    for phase in ("After 3 months", "After 9 months"):
        page.text(60, y, phase)
        y = page.lines(y + 12, rows, xs)
    page.rule(60, 540, y - 8)
    page.text(60, 600, "Table 4. Scores, mean (SD)", bold=True)
    page.rule(60, 540, 608)
    page.lines(620, [["Scale", *ARMS]], xs)
    page.rule(60, 540, 625)
    page.rule(60, 540, page.lines(637, [["Pain", "3.1 (1.2)", "4.5 (1.3)"]] * 2, xs) - 8)
    found = read(page)
    assert sides(found, "or") == {"1.31": BOTH, "2.03": BOTH}
    assert sides(found, "p") == {"0.292": BOTH, "0.006": BOTH}


def test_a_label_above_the_first_rule_over_one_column_is_no_line_of_the_title(page):
    xs = [60, 180, 300]
    page.text(60, 90, "Table 1. Depression. Values are means (standard deviations)", bold=True)
    page.rule(60, 540, 80)
    page.text(420, 106, "Mean difference")
    page.lines(115, [["Visit", "Waiting group", "Training group"]], xs)
    page.text(420, 115, "(training- waiting) (95% CI)")
    page.rule(60, 540, 120)
    rows = [
        [name, "7.7 (5.0)", "7.6 (5.3)", "1.06 (0.19 to 1.94)"]
        for name in ("Month 1", "Month 2", "Month 6")
    ]
    page.rule(60, 540, page.lines(132, rows, [*xs, 420]) - 8)
    found = read(page)
    assert set(sides(found, "md").values()) == {(("training",), ("waiting",))}


def test_a_column_called_diff_is_a_difference(page):
    xs = [60, 170, 290, 400, 480]
    rows = [[name, "8.2 (1.2)", "9.9 (1.8)", "1.7", "<.001"] for name in ("Fruit", "Greens")]
    heads = [(["Variable", "Control (n = 50)", "Advice (n = 48)", "Diff", "P"], xs)]
    found = set_table(page, heads, rows, xs, "Table 1. Portions, mean (SD)")
    assert set(sides(found, "md")) == {"1.7"}
    assert {arm for item in found for arm in item.result.arms} == {"Control", "Advice"}


def test_the_p_of_a_predictor_in_a_regression_is_not_of_the_groups_among_the_rows(sheet: Sheet):
    booktabs(
        sheet,
        "Table 5. Predictors of craving",
        ["Predictor", "F", "p", "B", "SE"],
        [
            ["Confidence", "6.79", ".013", "-3.61", "1.59"],
            ["Programme", "0.78", ".465", "", ""],
            ["Music group", "", "", "-4.85", "6.39"],
            ["Talking group", "", "", "-8.65", "7.39"],
        ],
        [60, 200, 260, 320, 400],
    )
    told = {
        (arms, other) for _, _, arms, other, statistic, _ in values(sheet.read()) if statistic == "p"
    }
    assert told == {((), ())}


def test_an_effect_estimate_with_its_own_name_is_between_the_groups(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Mean intake (SE)",
        ["Food", "Intervention (n = 50)", "Control (n = 52)", "Parameter estimate (95% CI)"],
        [
            ["Fruit, g", "16 (3)", "4 (4)", "12 (2 to 22)"],
            ["Milk, ml", "23 (9)", "10 (12)", "13 (-5 to 31)"],
        ],
        [60, 150, 270, 390],
    )
    found = values(sheet.read())
    assert ("Fruit, g", "", ("Intervention",), ("Control",), "ci_low", "2") in found
