"""Which way round a difference is whose header names no arms."""

from .test_table_layouts import Sheet, booktabs, sheet, values

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
