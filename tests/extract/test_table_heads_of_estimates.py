"""Outcomes that stand in the head of a column of estimates, or are asked over all rows."""

from __future__ import annotations

from .sheet import Sheet, booktabs, sheet, values

__all__ = ["sheet"]


def outcomes(sheet, header, body, xs):
    booktabs(sheet, "Table 2. Results", header, body, xs)
    return {value: outcome for outcome, *_, value in values(sheet.read())}


def test_the_head_of_a_ratio_names_its_outcome(sheet: Sheet):
    header = ["", "Drug, n", "Placebo, n", "Adjusted RR of recovery (95% CI)"]
    told = outcomes(
        sheet, header, [["Rural clinics", "20", "29", "1.09 (1.02 to 1.16)"]], [60, 180, 270, 360]
    )
    assert told["1.09"] == "Rural clinics, recovery"
    assert told["20"] == "Rural clinics"


def test_a_difference_of_means_names_none(sheet: Sheet):
    header = ["", "Drug (n = 20)", "Placebo (n = 21)", "Difference of means (95% CI)"]
    row = ["Pain, mean (SD)", "20.1 (4.0)", "22.3 (4.2)", "-2.2 (-3.1 to -1.3)"]
    told = outcomes(sheet, header, [row], [60, 180, 270, 360])["-2.2"]
    assert told.startswith("Pain")
    assert "means" not in told


def test_a_question_over_the_answers_is_said_of_each(sheet: Sheet):
    header = ["Does noise disturb sleep", "Drug, n (%)", "Placebo, n (%)"]
    body = [["Slightly", "20 (40)", "12 (24)"], ["Strongly", "9 (18)", "15 (30)"]]
    told = outcomes(sheet, header, body, [60, 240, 360])
    assert told["40"] == "Does noise disturb sleep, Slightly"
