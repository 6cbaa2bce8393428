"""Tables whose numbers are on another scale than their column says: refused, or told beside the estimate."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from curate.effects.definition import PLAIN, Options
from curate.errors import Refused
from curate.model.caution import DoubtfulNumbers
from curate.pool.columns import StudyTable, Table, refuse_unsplit, split_controls, study_table
from curate.pool.study_pool import study_pool

Z = 1.959963984540054


def table(**columns: list[Any]) -> Table:
    rows = len(next(iter(columns.values())))
    texts = {name: tuple(str(value) for value in column) for name, column in columns.items()}
    return Table("t.csv", {"study": tuple("abcdefgh"[:rows]), **texts}, rows)


def told(measure: str, **columns: list[Any]) -> list[str]:
    found = study_pool(study_table(table(**columns), measure))
    return [
        str(each) for each in found.pooled.warnings if getattr(each, "category", None) is DoubtfulNumbers
    ]


@pytest.mark.parametrize(
    ("measure", "columns"),
    [
        ("RD", {"est": [-10.2, -0.08], "ci_low": [-17.5, -0.2], "ci_high": [-2.9, 0.04]}),
        ("RD", {"yi": [-10.2, -0.08], "vi": [14, 0.004]}),
        ("PR", {"yi": [0.2, 23], "vi": [0.004, 4]}),
        ("PR", {"est": [0.2, -0.1], "ci_low": [0.1, -0.2], "ci_high": [0.3, 0.1]}),
    ],
)
def test_percentage_points_are_no_proportions(measure: str, columns: dict[str, list[Any]]) -> None:
    with pytest.raises(Refused, match="rows that cannot be") as refusal:
        study_table(table(**columns), measure)
    assert "by 100" in str(refusal.value.details)


@pytest.mark.parametrize(("measure", "needed"), [("PLO", "xi ni"), ("PFT", "xi ni"), ("ZCOR", "ri ni")])
def test_printed_proportions_and_correlations_are_not_transformed_ones(
    measure: str, needed: str
) -> None:
    """0.23 (0.19 to 0.27) as a log odds would be a proportion of 0.56; r 0.50 (0.20 to 0.71) as z one of 0.46."""
    with pytest.raises(Refused, match=f"{measure} needs {needed}"):
        study_table(table(est=[0.23, 0.5], ci_low=[0.19, 0.2], ci_high=[0.27, 0.71]), measure)
    assert study_table(table(yi=[-1.2, 0.1], vi=[0.1, 0.2]), measure).yi.tolist() == [-1.2, 0.1]


def test_limits_beyond_one_stay() -> None:
    made = study_table(table(est=[0.9, 0.1], ci_low=[0.78, 0.0], ci_high=[1.02, 0.2]), "RD")
    assert made.yi.tolist() == [0.9, 0.1]


def test_a_logarithm_among_ratios_is_told() -> None:
    """β 0.69 (0.20 to 1.18) is a hazard ratio of 2.0 (1.2 to 3.3)."""
    (text,) = told("HR", est=[0.69, 0.8], ci_low=[0.20, 0.5], ci_high=[1.18, 1.28])
    assert text.startswith("look at a: ")
    assert "as of a logarithm" in text
    assert told("HR", est=[2.0, 0.8], ci_low=[1.22, 0.5], ci_high=[3.25, 1.28]) == []


def test_ratios_among_differences_are_told() -> None:
    (text,) = told("GEN", est=[0.5, 0.8], ci_low=[0.25, 0.3], ci_high=[1.0, 1.3])
    assert text.startswith("look at a: ")
    assert "as of a ratio" in text


def test_an_estimate_far_from_the_middle_on_any_scale_is_told() -> None:
    (text,) = told("GEN", est=[0.5, 0.8], ci_low=[0.45, 0.3], ci_high=[1.0, 1.3])
    assert text == "look at a: the estimate is far from the middle of its interval"


@pytest.mark.parametrize(
    ("measure", "columns"),
    [
        ("HR", {"est": [76, 0.8], "ci_low": [55, 0.5], "ci_high": [105, 1.28]}),
        ("HR", {"oe": [-8.4, -3], "v": [0.03, 20]}),
    ],
)
def test_percent_or_variances_among_ratios_are_told(measure: str, columns: dict[str, list[Any]]) -> None:
    (text,) = told(measure, **columns)
    assert text.startswith("look at a: a ratio beyond 10")


def test_percentages_as_events_are_told_and_effective_sizes_are_not() -> None:
    (text,) = told("RR", ai=[12.5, 5], n1i=[40, 40], ci=[24.4, 6], n2i=[41, 40])
    assert text.startswith("look at a: events that are no whole number")
    assert (
        told("RR", ai=[12.5, 5], n1i=[40.2, 40], ci=[24.4, 6], n2i=[41.3, 40]) == []
    )  # n / design effect


def test_changes_below_zero_have_no_ratio() -> None:
    scores = {"sd1i": [6, 2], "n1i": [20, 30], "sd2i": [6, 2], "n2i": [20, 30]}
    (text,) = told("ROM", m1i=[-9, 5], m2i=[-5, 6], **scores)
    assert text.startswith("look at a: a ratio of two means below zero")


def test_the_level_of_the_estimate_is_not_that_of_the_printed_intervals() -> None:
    ratios = table(est=[0.76, 0.8], ci_low=[0.55, 0.5], ci_high=[1.05, 1.28])
    made = study_table(ratios, "HR", PLAIN)
    assert made.vi[0] == pytest.approx((math.log(1.05 / 0.55) / 2 / Z) ** 2, rel=1e-12)
    narrow = study_table(ratios, "HR", Options(level=90))
    assert narrow.vi[0] == pytest.approx(
        (math.log(1.05 / 0.55) / 2 / 1.6448536269514722) ** 2, rel=1e-12
    )
    with pytest.raises(Refused, match=r"level = 0\.95"):
        study_table(ratios, "HR", Options(level=0.95))
    with pytest.raises(Refused, match=r"level = 0\.95"):
        study_pool(made, level=0.95)


@pytest.mark.parametrize("measure", ["OR", "RR"])
def test_a_group_without_any_event_has_no_mantel_haenszel_ratio(measure: str) -> None:
    made = study_table(table(ai=[40, 3], n1i=[100, 50], ci=[0, 0], n2i=[100, 60]), measure)
    with pytest.raises(Refused, match=f"MH gives no {measure}: one group has no event"):
        study_pool(made, method="MH")
    assert study_pool(study_table(table(ai=[40, 3], n1i=[100, 50], ci=[0, 1], n2i=[100, 60]), measure))


def test_infinity_is_no_number_of_a_study() -> None:
    with pytest.raises(Refused, match="cells that are no numbers"):
        study_table(table(yi=[0.1, "inf"], vi=[0.1, 0.2]), "GEN")


def split(measure: str, **columns: list[Any]) -> StudyTable:
    found = study_table(split_controls(table(**columns), ["A", "A"]), measure)
    refuse_unsplit("t.csv", found)
    return found


def test_person_time_of_a_shared_control_is_split_too() -> None:
    made = split("IRR", x1i=[5, 6], t1i=[100, 100], x2i=[20, 20], t2i=[200, 200])
    assert made.yi == pytest.approx(np.log([5 / 100 / (20 / 200), 6 / 100 / (20 / 200)]), rel=1e-12)
    assert made.vi == pytest.approx([1 / 5 + 1 / 10, 1 / 6 + 1 / 10], rel=1e-12)


@pytest.mark.parametrize(
    ("measure", "columns"),
    [
        ("SMD", {"ti": [2, 2], "n1i": [50, 50], "n2i": [50, 50]}),
        ("SMD", {"yi": [0.2, 0.3], "vi": [0.1, 0.1]}),
        ("GEN", {"yi": [0.2, 0.3], "vi": [0.1, 0.1], "n2i": [50, 50]}),
    ],
)
def test_what_is_of_the_whole_control_group_cannot_be_split(
    measure: str, columns: dict[str, list[Any]]
) -> None:
    with pytest.raises(Refused, match="cannot be split"):
        split(measure, **columns)
