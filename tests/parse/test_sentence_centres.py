"""Means, medians and intervals whose parts stand apart, and percentages that are no shares of people."""

from __future__ import annotations

import pytest

from curate.parse.number import find_numbers
from curate.parse.sentence import find_statements


def statements(text: str) -> list[tuple[str, ...]]:
    return [(s.kind, *(f"{v.statistic} {v.value}" for v in s.values)) for s in find_statements(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "by a median of 1.0 line in the kava group (IQR, 0.0 to 3.2 lines), and by a median of 1.2 lines in the "
            "tea group (IQR, 0.1 to 3.1 lines)",
            [("median", "median 1.0", "q1 0.0", "q3 3.2"), ("median", "median 1.2", "q1 0.1", "q3 3.1")],
        ),
        (
            "mean pain was 5.1 in the kava group (SD 2.1) and 4.2 in the tea group (SD 2.2)",
            [("mean", "mean 5.1", "sd 2.1"), ("mean", "mean 4.2", "sd 2.2")],
        ),
        ("Sleep was better (SD 2.1)", []),
    ],
)
def test_a_spread_in_a_bracket_of_its_own_goes_to_its_value(text, expected):
    assert statements(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Median sleep was 58.9 months (95% CI 50.8–69.1) in the kava group and 54.2 months (42.2–not reached) in "
            "the tea group",
            [
                ("median", "median 58.9", "ci_low 50.8", "ci_high 69.1"),
                ("median", "median 54.2", "ci_low 42.2"),
            ],
        ),
        (
            "median sleep was 36.6 months (95% CI 22.4–not estimable)",
            [("median", "median 36.6", "ci_low 22.4")],
        ),
        (
            "the median was longer in the kava group than in the tea group (not reached vs. 34.7 months)",
            [("median", "median 34.7")],
        ),
    ],
)
def test_limits_and_medians_that_are_not_reached(text, expected):
    assert statements(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Median percent reduction was -28.7% with tea, −38.2% (P = 0.08 vs tea) with kava 12 mg, and −42.9% with "
            "kava 24 mg",
            ["median -28.7", "median -38.2", "p 0.08", "median -42.9"],
        ),
        (
            "in median percent reduction (tea: −13.3%; 12 mg: −34.5%, P = 0.02; 24 mg: −52.7%)",
            ["median -13.3", "median -34.5", "p 0.02", "median -52.7"],
        ),
        (
            "mean (SD) intake of 20.6% (4.6) in the tea group and 20.5% (4.7) in the kava group",
            ["mean 20.6", "sd 4.6", "mean 20.5", "sd 4.7"],
        ),
        (
            "The mean (SD) share was 4.6% (1.0%) and 4.3% (0.5%)",
            ["mean 4.6", "sd 1.0", "mean 4.3", "sd 0.5"],
        ),
        (
            "The mean age was 59.9 years, with pain (64.4%) and falls (52.9%)",
            ["mean 59.9", "percent 64.4", "percent 52.9"],
        ),
        (
            "pain was alike (−19.9 with kava vs −20.2 with tea; between-group mean difference, −0.3)",
            ["mean -19.9", "mean -20.2", "md -0.3"],
        ),
        (
            "in men (75% kava versus 84% tea; mean difference: 9.5%)",
            ["percent 75", "percent 84", "rd 9.5"],
        ),
        (
            "Mean use was 1.63 months (95% CI, 1.50-1.76) in the kava group and 1.14 months (95% CI, 1.01-1.26) in "
            "the tea group",
            ["mean 1.63", "ci_low 1.50", "ci_high 1.76", "mean 1.14", "ci_low 1.01", "ci_high 1.26"],
        ),
    ],
)
def test_what_continues_a_list_of_means(text, expected):
    assert [part for statement in statements(text) for part in statement[1:]] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("higher with kava (35 and 42.5%, respectively)", ["35", "42.5"]),
        ("(29, 24, and 54 % in the groups)", ["29", "24", "54"]),
        ("the rate rose from 2.6 to 8.3%", ["2.6", "8.3"]),
        ("almost all (82/89, 92%) came, and 40% stayed", ["92", "40"]),
        ("in 12 of 20 and 60% of others", ["60"]),
    ],
)
def test_numbers_that_share_a_percent_sign(text, expected):
    found = [v.value for s in find_statements(text) for v in s.values if v.statistic == "percent"]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sleep (237 [10%] vs 220 [10%]; RR 1·06, 95% CI 0·89–1·27; p=0·49), waking (358 [15%] vs 332 [15%]; 1·05, "
            "0·93–1·22; p=0·37)",
            ["rr 1.06 0.89 1.27 0.49", "rr 1.05 0.93 1.22 0.37"],
        ),
        ("sleep (95% CI given; odds ratio adjusted for age 0.79, 0.53 to 1.18)", ["or 0.79 0.53 1.18"]),
        (
            "The OR for kava was 1.06 (95% CI, 0.87-1.29); for tea, 0.93 (95% CI, 0.76-1.13)",
            ["or 1.06 0.87 1.29", "or 0.93 0.76 1.13"],
        ),
        (
            "slept in 46 of 131 (35.1%) v 26 of 145 (17.9%), a decrease (difference, 17.2% [95% CI, 6.8% to 27.2%])",
            ["rd 17.2 6.8 27.2"],
        ),
        ("(between-group difference; 22 percentage points, 95% CI 13–32)", ["rd 22 13 32"]),
        ("told them apart (AUC 0.881, 95% CI 0.869–0.895 vs worse)", []),
    ],
)
def test_estimates_that_go_on_without_their_words(text, expected):
    found = [s for s in find_statements(text) if s.kind == "estimate"]
    assert [" ".join([s.statistics[0], *(v.value for v in s.values)]) for s in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(kava, n = 135 [23.5%]; tea, n = 242 [42.0%])", [("135", "23.5"), ("242", "42.0")]),
        ("and 79 males (76.0%)", [("79", "76.0")]),
        ("181 deaths had occurred among 334 patients (54.2%)", [("181", "334", "54.2")]),
        ("and 219 among 334 (65.6%)", [("219", "334", "65.6")]),
        ("7 out of 35, 20%", [("7", "35", "20")]),
        ("in 12 of 20, 30% of whom slept", [("12", "20")]),
        ("came to 3.9 per 100 person-years", [("3.9",)]),
    ],
)
def test_counts_in_other_words(text, expected):
    found = [s for s in find_statements(text) if s.kind == "count"]
    assert [tuple(v.value for v in s.values) for s in found] == expected


def test_a_true_minus_that_stands_apart_is_a_sign():
    text = "β=\u2212 4.3, 95% CI \u2212 6.9 to \u2212 1.8; group A \u2212 5"
    assert [n.value for n in find_numbers(text)] == ["-4.3", "95", "-6.9", "-1.8", "5"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "a difference at 12 months of −1.9 ([95% CI, −2.7 to −1.1])",
            [["md -1.9", "ci_low -2.7", "ci_high -1.1"]],
        ),
        (
            "longer sleep (HR 0.54, 99.9% CI 0.41–0.71; p<0.001) and waking (0.82, 95.1% CI 0.69–0.98)",
            [
                ["hr 0.54", "ci_low 0.41", "ci_high 0.71", "p 0.001"],
                ["hr 0.82", "ci_low 0.69", "ci_high 0.98"],
            ],
        ),
        (
            "fell by a median of 26 μm with kava (IQR, −89 to 5) and 14 μm with tea (IQR, −80 to 3.25)",
            [["median 26", "q1 -89", "q3 5"], ["median 14", "q1 -80", "q3 3.25"]],
        ),
        ("more than 740 000 people slept", []),
    ],
)
def test_what_goes_on_behind_a_bracket(text, expected):
    assert [list(s[1:]) for s in statements(text)] == expected
