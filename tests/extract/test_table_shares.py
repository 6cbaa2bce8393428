"""Differences over rows that count people: risk differences, and their scale."""

from __future__ import annotations

from curate.extract.band import with_bands
from curate.model.reading import Found

from .sheet import Sheet, booktabs, sheet

__all__ = ["sheet"]

XS = [60, 240, 330, 430]
HEADER = ["", "Drug (n = 50)", "Placebo (n = 50)", "Difference (95% CI)"]


def differences(sheet, body):
    booktabs(sheet, "Table 2. Results at week 8", HEADER, body, XS)
    found = [item for item in with_bands(sheet.read()) if isinstance(item, Found)]
    return {
        (item.result.outcome.partition(",")[0], r.statistic, r.value, r.unit)
        for item in found
        if item.result.comparators
        for r in item.readings
    }


def test_a_difference_of_counts_is_a_risk_difference_in_percentage_points(sheet: Sheet):
    told = differences(
        sheet,
        [
            ["Remission, n (%)", "20 (40)", "12 (24)", "16.0 (-2.0 to 34.0)"],
            ["Pain, mean (SD)", "12.1 (4.0)", "14.2 (4.4)", "-2.1 (-3.8 to -0.4)"],
        ],
    )
    assert {
        ("Remission", "rd", "16.0", "%"),
        ("Remission", "ci_low", "-2.0", "%"),
        ("Pain", "md", "-2.1", ""),
    } <= told


def test_a_difference_of_proportions_has_no_unit(sheet: Sheet):
    told = differences(sheet, [["Remission, n (%)", "20 (40)", "12 (24)", "0.16 (-0.02 to 0.34)"]])
    assert ("Remission", "rd", "0.16", "") in told


def test_points_below_one_are_told_by_the_percentages(sheet: Sheet):
    told = differences(sheet, [["Relapse, n (%)", "20 (40.4)", "19 (39.5)", "0.9 (-0.2 to 0.99)"]])
    assert ("Relapse", "rd", "0.9", "%") in told


def test_what_no_two_shares_differ_by_is_left_as_it_is(sheet: Sheet):
    told = differences(sheet, [["Relapse, n (%)", "20 (40)", "19 (38)", "1601 (1412 to 1790)"]])
    assert ("Relapse", "md", "1601", "") in told


def test_the_unit_of_a_row_is_not_what_its_difference_is(sheet: Sheet):
    body = [["Time sitting (% of the day)", "62.8", "64.1", "-1.3 (-2.9 to 0.3)"]]
    told = differences(sheet, body)
    assert ("Time sitting (% of the day)", "md", "-1.3", "") in told
