"""Which way round a difference is whose header names no arms."""

import pytest

from .sheet import Sheet, booktabs, sheet, values
from .told import bands

__all__ = ["sheet"]


def differences(sheet, header, body):
    booktabs(sheet, "Table 3. Scores after treatment", header, body, [60, 180, 270, 380])
    found = values(sheet.read())
    return {(o, a, c, v) for o, _, a, c, s, v in found if s == "md"}


HEADER = ["", "Control, mean", "Intervention, mean", "Difference (95% CI)"]
BODY = [
    ["Soap", "0.20", "0.29", "0.09 (0.02 to 0.16)"],
    ["Water", "0.31", "0.35", "0.04 (0.01 to 0.07)"],
]


def test_the_averages_show_that_the_second_column_comes_first(sheet: Sheet):
    assert differences(sheet, HEADER, BODY) == {
        ("Soap", ("Intervention",), ("Control",), "0.09"),
        ("Water", ("Intervention",), ("Control",), "0.04"),
    }


def test_a_row_without_averages_follows_the_others(sheet: Sheet):
    adjusted = ["Soap, adjusted", "-", "-", "0.08 (0.02 to 0.14)"]
    got = differences(sheet, HEADER, [*BODY, adjusted])
    assert ("Soap, adjusted", ("Intervention",), ("Control",), "0.08") in got


def test_rows_that_disagree_leave_the_order_of_the_columns(sheet: Sheet):
    other = ["Toilet", "0.50", "0.40", "0.10 (0.02 to 0.18)"]
    got = differences(sheet, HEADER, [*BODY, other])
    assert {(a, c) for _, a, c, _ in got} == {(("Control",), ("Intervention",))}


def test_a_named_difference_is_never_turned(sheet: Sheet):
    header = [*HEADER[:3], "Control minus Intervention (95% CI)"]
    got = differences(sheet, header, BODY)
    assert {(a, c) for _, a, c, _ in got} <= {(("Control",), ("Intervention",))}


ADJUSTED = [
    ["Soap", "0.20", "0.29", "0.06 (0.02 to 0.16)"],
    ["Water", "0.31", "0.35", "0.07 (0.01 to 0.13)"],
]


def test_adjusted_differences_have_the_sign_of_their_direction(sheet: Sheet):
    assert {(a, c) for _, a, c, _ in differences(sheet, HEADER, ADJUSTED)} == {
        (("Intervention",), ("Control",))
    }


def test_differences_of_changes_follow_how_far_each_arm_went(sheet: Sheet):
    xs = [60, 140, 210, 280, 350, 430]
    sheet.text(60, 100, "Table 3. Scores, mean (SD)", bold=True)
    sheet.rule(60, 540, 108)
    sheet.row(118, ["", "Usual care", "", "New care", "", "Difference in change"], xs)
    sheet.rule(140, 260, 122)
    sheet.rule(280, 400, 122)
    sheet.row(132, ["", "Baseline", "Week 4", "Baseline", "Week 4", "(95% CI)"], xs)
    sheet.rule(60, 540, 137)
    body = [
        ["Mood", "4.9 (1.1)", "5.2 (1.0)", "5.1 (1.2)", "4.2 (1.3)", "-1.1 (-2.0 to -0.2)"],
        ["Pain", "7.0 (1.4)", "7.1 (1.5)", "7.2 (1.4)", "6.0 (1.6)", "-1.2 (-2.4 to -0.1)"],
    ]
    for index, row in enumerate(body):
        sheet.row(150 + 14 * index, row, xs)
    sheet.rule(60, 540, 170)
    got = {(a, c) for _, _, a, c, s, _ in values(sheet.read()) if s == "md"}
    assert got == {(("New care",), ("Usual care",))}


@pytest.mark.parametrize(
    ("title", "arms", "band"),
    [
        ("Effect of Intervention versus Control", ("Intervention",), "high"),
        ("Effect of Control minus Intervention", ("Control",), "high"),
        ("Effect of treatment", ("Control",), "medium"),
    ],
)
def test_without_averages_the_text_says_the_direction_or_nothing_does(sheet: Sheet, title, arms, band):
    booktabs(
        sheet,
        f"Table 3. {title}",
        ["", "Control, n", "Intervention, n", "Difference (95% CI)"],
        [["Soap", "20", "29", "0.09 (0.02 to 0.16)"], ["Water", "31", "35", "0.04 (0.01 to 0.07)"]],
        [60, 180, 270, 380],
    )
    found = sheet.read()
    assert {a for _, _, a, _, s, _ in values(found) if s == "rd"} == {arms}
    assert set(bands(found, "rd").values()) == {band}


def ratios(sheet, body):
    header = ["", "Control, n (%)", "Intervention, n (%)", "Odds ratio (95% CI)"]
    booktabs(sheet, "Table 3. Events", header, body, [60, 180, 290, 400])
    return {(o, a, c, v) for o, _, a, c, s, v in values(sheet.read()) if s == "or"}


def test_the_percentages_show_that_an_odds_ratio_is_of_the_second_column(sheet: Sheet):
    got = ratios(
        sheet,
        [
            ["Remission", "22 (33)", "37 (54)", "2.26 (1.10 to 4.65)"],
            ["Falls, adjusted", "-", "-", "1.67 (0.49 to 5.75)"],
        ],
    )
    assert got == {
        ("Remission", ("Intervention",), ("Control",), "2.26"),
        ("Falls, adjusted", ("Intervention",), ("Control",), "1.67"),
    }


def test_ratios_that_the_percentages_make_in_the_order_of_the_columns_stay(sheet: Sheet):
    rows = [
        ["Remission", "22 (33)", "37 (54)", "0.42 (0.21 to 0.91)"],
        ["Falls", "30 (45)", "31 (45)", "1.03 (0.49 to 2.00)"],
    ]
    assert {(a, c) for _, a, c, _ in ratios(sheet, rows)} == {(("Control",), ("Intervention",))}


def hazards(sheet, title, body):
    header = ["", "Placebo, n (%)", "Soap, n (%)", "At 2 years, hazard ratio (95% CI)"]
    booktabs(sheet, title, header, body, [60, 180, 290, 380])
    found = sheet.read()
    return {(a, c) for _, _, a, c, s, _ in values(found) if s == "hr"}, set(bands(found, "hr").values())


def test_the_percentages_show_that_a_hazard_ratio_is_of_the_second_column(sheet: Sheet):
    rows = [
        ["Falls", "119 (24.0)", "72 (14.7)", "0.59 (0.42 to 0.83)"],
        ["Death", "116 (23.4)", "81 (16.5)", "0.70 (0.51 to 0.93)"],
    ]
    sides, band = hazards(sheet, "Table 2. Events", rows)
    assert sides == {(("Soap",), ("Placebo",))}
    assert band == {"high"}


def test_where_no_percentage_tells_a_ratio_is_to_the_control_and_says_that_nothing_told(sheet: Sheet):
    rows = [
        ["Falls", "119", "118", "0.99 (0.42 to 1.23)"],
        ["Death", "116", "117", "1.01 (0.51 to 1.93)"],
    ]
    sides, band = hazards(sheet, "Table 2. Events", rows)
    assert sides == {(("Soap",), ("Placebo",))}
    assert band == {"medium"}


def test_ratios_of_both_directions_go_each_as_its_row_says(sheet: Sheet):
    rows = [
        ["Remission", "22 (33)", "37 (54)", "2.38 (1.10 to 4.65)"],
        ["Falls", "44 (63)", "30 (43)", "2.26 (1.10 to 4.65)"],
        ["Death", "-", "-", "1.67 (0.49 to 5.75)"],
    ]
    header = ["", "Control, n (%)", "Intervention, n (%)", "Odds ratio (95% CI)"]
    booktabs(sheet, "Table 3. Events", header, rows, [60, 180, 290, 400])
    found = sheet.read()
    assert {(o, a) for o, _, a, _, s, _ in values(found) if s == "or"} == {
        ("Remission", ("Intervention",)),
        ("Falls", ("Control",)),
        ("Death", ("Control",)),
    }
    assert set(bands(found, "or").values()) == {"medium"}


def test_an_arm_named_in_what_was_counted_is_no_side_of_its_ratio(sheet: Sheet):
    rows = [
        ["Falls", "119 (24.0)", "72 (14.7)", "0.59 (0.42 to 0.83)"],
        ["Suspected soap toxicity", "3 (0.6)", "9 (1.8)", "3.05 (0.83 to 11.26)"],
    ]
    sides, _ = hazards(sheet, "Table 2. Events", rows)
    assert sides == {(("Soap",), ("Placebo",))}


def test_an_arm_in_a_row_that_compares_is_a_side(sheet: Sheet):
    got = differences(
        sheet, HEADER, [*BODY, ["Towels, change with control", "-", "-", "0.30 (0.10 to 0.50)"]]
    )
    assert {(a, c) for o, a, c, _ in got if o.startswith("Towels")} == {
        (("Control",), ("Intervention",))
    }
