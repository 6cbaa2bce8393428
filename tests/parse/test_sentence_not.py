"""Numbers that stand where an estimate, an interval or a share could stand, and are none."""

from __future__ import annotations

import pytest

from curate.parse.number import Convention, find_numbers
from curate.parse.sentence import find_statements


def statements(text: str) -> list[tuple[str, ...]]:
    return [(s.kind, *(f"{v.statistic} {v.value}" for v in s.values)) for s in find_statements(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "(mean difference, 535 mL [95% CI, 133–936]; P=0.005)",
            [("estimate", "md 535", "ci_low 133", "ci_high 936", "p 0.005")],
        ),
        ("HR, 0.8 [95% CI, 0.7, 0.9]", [("estimate", "hr 0.8", "ci_low 0.7", "ci_high 0.9")]),
        ("[RR (95% CI) 0.58 (0.42, 0.80)]", [("estimate", "rr 0.58", "ci_low 0.42", "ci_high 0.80")]),
        (
            "RR 0.09, 95% CI 0.03 to 0.29; 1 study, 818 participants",
            [("estimate", "rr 0.09", "ci_low 0.03", "ci_high 0.29"), ("size", "n 818")],
        ),
    ],
)
def test_the_level_of_an_interval_and_what_follows_it_are_no_limits(text, expected):
    assert statements(text) == expected


def test_the_nearer_name_of_an_estimate_counts():
    assert statements("a lower relative risk (HR: 0.73; 95% CI: 0.54-0.98)") == [
        ("estimate", "hr 0.73", "ci_low 0.54", "ci_high 0.98")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "if the upper limit of the hazard ratio was less than 1.30",
        "a risk difference exceeding 3.5",
        "no difference between 100% oxygen and air",
        "the number needed to treat was 5 (95% CI 3 to 8)",
        "absolute risk differences at 2 and 3 years",
    ],
)
def test_limits_to_estimates_and_numbers_needed_to_treat_are_no_estimates(text):
    assert not any(kind in ("estimate", "count") for kind, *_ in statements(text))


@pytest.mark.parametrize(
    "text",
    [
        "kava reduced the risk of pain by 29%",
        "with a relative risk reduction of 27%",
        "pain was 15% lower with kava",
    ],
)
def test_by_how_much_something_changed_is_no_share(text):
    assert statements(text) == []


def test_a_share_that_is_compared_stays_one():
    assert statements("pain came to 15% with kava, higher than the 12% with placebo") == [
        ("count", "percent 15"),
        ("count", "percent 12"),
    ]


def test_a_median_set_against_another_is_a_median_whatever_interval_it_has():
    text = "Median time to sleep was longer (561 days [95% CI: 342, 778] vs 180 days [95% CI: 61, 429])"
    assert statements(text) == [
        ("median", "median 561", "ci_low 342", "ci_high 778"),
        ("median", "median 180", "ci_low 61", "ci_high 429"),
    ]


def test_two_shares_in_a_bracket_are_no_range():
    text = "the share was 7.4% (range 0% to 46.2%), rather alike on both sides (6.1% and 4.3%, respectively)"
    assert not any("max 4.3" in found or "ci_high 4.3" in found for found in statements(text))


def test_people_counted_with_a_space_tell_how_a_report_prints_thousands():
    convention = Convention.of(["Of 430 977 participants, many slept"])
    assert [n.value for n in find_numbers("430 977", convention)] == ["430977"]
    assert not Convention.of(["Women aged 65 100 patients", "In 12 200 rooms"]).spaced


@pytest.mark.parametrize(
    "text",
    [
        "No heterogeneity was seen (I²=66%)",
        "with I 2 values of 80 and 60%, respectively",
        "and their 95% CIs by age",
        "the odds ratio at day 7 was lower",
        "The hazard ratio for grade 2 was higher",
        "The mean body weight was 0.7 kg greater in the walking group than in the resting group",
        "the mean score was 3.1 points lower with walking",
        "the infants drank a mean of 14% more than the other group",
        "(chances of benefit = 94/5/1%)",
    ],
)
def test_heterogeneity_levels_and_days_are_nothing_of_people(text):
    assert statements(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "No differences in age between the 120 patients assigned to kava and 122 assigned to placebo",
            [("size", "n 120")],
        ),
        ("Imaging was not performed in 45 patients in the placebo group", []),
        ("Imaging was performed in 45 patients in the placebo group", [("size", "n 45")]),
    ],
)
def test_people_are_no_difference_and_those_left_out_no_size(text, expected):
    assert statements(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hazard ratios and associated 95% confidence intervals [CIs] were calculated", []),
        (
            "Median sleep was 24.8 months (95% confidence interval [CI], 16.9 to not estimable) with kava",
            [("median", "median 24.8", "ci_low 16.9")],
        ),
        (
            "The median (95% CI) sleep was 5.6 (5.5 to 5.8) months",
            [("median", "median 5.6", "ci_low 5.5", "ci_high 5.8")],
        ),
        ("The trial had 89% overall statistical power", []),
        ("A mean pressure of 65 mm Hg or higher was kept", []),
        ("A mean pressure of 65 mm Hg was kept", [("mean", "mean 65")]),
    ],
)
def test_levels_powers_and_thresholds_are_no_results(text, expected):
    assert statements(text) == expected
