"""Rules on intervals, p values, tests and signs: misprints that were really published, and clean numbers."""

from __future__ import annotations

from typing import Any

import pytest

from curate.model.problem import Severity
from curate.model.record import Record

from .conftest import codes


def test_a_published_estimate_outside_its_interval(result: Any, found: Any) -> None:
    """Almeida et al. (2024), doi 10.36131/cnfioritieditore20240102: 0.25 [0.57, 17.02], p = 0.0363."""
    problems = found(
        result("Almeida", "ketamine", "placebo", smd="0.25", ci_low="0.57", ci_high="17.02", p="0.0363")
    )
    assert codes(problems) == ["ci_excludes_estimate", "p_mismatch"]
    assert problems[0].severity is Severity.error


def test_a_published_misprint_of_an_interval(result: Any, found: Any) -> None:
    """Sicignano et al. (2023): time to relapse 15.74 [3.57 to 29.91]; the middle is 16.74."""
    place = ("Sicignano", "ketamine", "placebo")
    assert codes(found(result(*place, md="15.74", ci_low="3.57", ci_high="29.91"))) == ["ci_asymmetric"]
    assert found(result(*place, md="16.74", ci_low="3.57", ci_high="29.91")) == []


@pytest.mark.parametrize(
    ("statistic", "estimate", "low", "high"),
    [
        # Sicignano et al. (2023): differences and odds ratios as printed
        ("md", "-10.63", "-14.95", "-6.32"),
        ("md", "-6.13", "-8.61", "-3.64"),
        ("md", "-6.33", "-8.97", "-3.69"),
        ("or_", "5.85", "1.32", "25.95"),
        ("or_", "3.83", "1.28", "11.41"),
        ("or_", "7.57", "1.00", "57.10"),
        # Borgogna et al. (2024)
        ("smd", "0.27", "0.03", "0.51"),
        ("smd", "0.24", "-0.30", "0.78"),
    ],
)
def test_published_intervals_that_are_right(
    result: Any, found: Any, statistic: str, estimate: str, low: str, high: str
) -> None:
    values = {statistic: estimate, "ci_low": low, "ci_high": high}
    assert found(result("s", "ketamine", "placebo", **values)) == []


@pytest.mark.parametrize(
    "values",
    [
        {"md": "12.7", "ci_low": "2.5", "ci_high": "22.8", "p": "0.02"},  # Feder et al. 2014
        {"md": "-11.88", "se": "3.96", "p": "0.004"},  # Feder et al. 2021
        {"md": "-11.88", "se": "3.96", "p": "<0.05"},
        {"or_": "3.83", "ci_low": "1.28", "ci_high": "11.41", "p": "0.016"},
    ],
)
def test_p_values_that_follow(result: Any, found: Any, values: dict[str, str]) -> None:
    assert found(result("s", "ketamine", "placebo", **values)) == []


@pytest.mark.parametrize(
    "values",
    [
        {"md": "-11.88", "se": "3.96", "p": "0.4"},
        {"md": "-11.88", "se": "3.96", "p": ">0.05"},
        {"md": "1.0", "ci_low": "-2.0", "ci_high": "4.0", "p": "<0.01"},
    ],
)
def test_p_values_that_do_not_follow(result: Any, found: Any, values: dict[str, str]) -> None:
    assert codes(found(result("s", "ketamine", "placebo", **values))) == ["p_mismatch"]


def test_a_difference_printed_with_the_sign_of_benefit(result: Any, found: Any) -> None:
    """Feder et al. (2014) print the IES-R difference as 12.7, positive for benefit."""
    arms = [
        result("Feder", "ketamine", n="22", mean="20.1", sd="12.0"),
        result("Feder", "placebo", n="19", mean="32.8", sd="13.0"),
    ]
    printed = result("Feder", "ketamine", "placebo", md="12.7", ci_low="2.5", ci_high="22.9")
    assert codes(found(*arms, printed)) == ["sign_mismatch"]
    turned = result("Feder", "placebo", "ketamine", md="12.7", ci_low="2.5", ci_high="22.9")
    assert found(*arms, turned) == []


def events(result: Any, one: str, two: str) -> list[list[Record]]:
    place = {"outcome": "nausea", "basis": ""}
    return [
        result("s", "ketamine", **place, events=one, n="50"),
        result("s", "placebo", **place, events=two, n="50"),
    ]


@pytest.mark.parametrize(
    ("printed", "given"),
    [
        ({"hr": "2.0", "ci_low": "1.2", "ci_high": "3.3"}, "rr 0.5"),
        ({"or_": "2.67"}, "or 0.38"),
        ({"rr": "2.0"}, "rr 0.5"),
        ({"rd": "20.0"}, "-0.2"),
        ({"rd": "0.20"}, "-0.2"),
        ({"o_minus_e": "5.0", "v": "7.5"}, "rr 0.5"),
    ],
)
def test_a_ratio_printed_as_control_to_treatment(
    result: Any, found: Any, printed: dict[str, str], given: str
) -> None:
    """10 of 50 against 20 of 50: RR 0.5, OR (10/40)/(20/30) = 0.375, RD -0.2."""
    place = {"outcome": "nausea", "basis": ""}
    contrast = result("s", "ketamine", "placebo", **place, **printed)
    (problem,) = found(*events(result, "10", "20"), contrast)
    assert problem.code == "sign_mismatch"
    assert problem.what.endswith(f"give {given}")
    turned = result("s", "placebo", "ketamine", **place, **printed)
    assert found(*events(result, "10", "20"), turned) == []
    assert (
        found(*events(result, "19", "20"), result("s", "ketamine", "placebo", **place, hr="1.1")) == []
    )


def test_a_logarithm_typed_as_a_ratio_is_the_middle_as_printed(result: Any, found: Any) -> None:
    """β 0.69 (0.20 to 1.18) is a hazard ratio of 2.0 (1.2 to 3.3)."""
    (problem,) = found(result("s", "ketamine", "placebo", hr="0.69", ci_low="0.20", ci_high="1.18"))
    assert (problem.code, "a logarithm typed as a ratio" in problem.hint) == ("ci_asymmetric", True)
    (other,) = found(result("s", "ketamine", "placebo", hr="0.69", ci_low="0.20", ci_high="0.75"))
    assert (other.code, "a logarithm typed as a ratio" in other.hint) == ("ci_asymmetric", False)
    (mean,) = found(result("s", "ketamine", mean="12.0", ci_low="8.0", ci_high="18.0", n="20"))
    assert (mean.code, "a geometric mean" in mean.hint) == ("ci_asymmetric", True)


def test_a_dash_read_as_a_minus_does_not_end_the_checks(result: Any, found: Any) -> None:
    values = {"or_": "0.89", "ci_low": "0.85", "ci_high": "-0.94", "p": "0.03"}
    assert codes(found(result("s", "ketamine", "placebo", **values))) == ["ci_excludes_estimate"]


@pytest.mark.parametrize(
    ("values", "follows"),
    [
        ({"t": "2.20", "df": "28", "p": "0.036"}, True),
        ({"t": "2.20", "df": "28", "p": "0.018"}, True),  # one-sided
        ({"t": "2.20", "df": "28", "p": "<0.05"}, True),
        ({"f": "4.84", "df": "28", "p": "0.04"}, True),
        ({"chi2": "7.2", "df": "3", "p": "0.066"}, True),
        ({"z": "1.96", "p": "0.05"}, True),
        ({"r": "0.37", "df": "28", "p": "0.044"}, True),
        ({"t": "2.20", "df": "28", "p": "0.36"}, False),
        ({"t": "1.31", "df": "96", "p": "<0.05"}, False),
        ({"chi2": "7.2", "df": "3", "p": "0.006"}, False),
    ],
)
def test_p_of_a_test(result: Any, found: Any, values: dict[str, str], follows: bool) -> None:
    """Values of statcheck's own examples (Nuijten et al. 2016), worked out at 50 digits."""
    problems = found(result("s1", "ketamine", "placebo", **values))
    assert codes(problems) == ([] if follows else ["p_not_of_test"])


def test_the_width_of_an_interval_of_a_mean(result: Any, found: Any) -> None:
    right = {
        "n": "25",
        "mean": "32.0",
        "sd": "4.85",
        "ci_low": "30.0",
        "ci_high": "34.0",
    }  # Handbook 6.5.2.2
    assert found(result("s1", "ketamine", ci_level=95.0, **right)) == []
    wrong = right | {"sd": "0.97"}
    assert "ci_width" in codes(found(result("s1", "ketamine", ci_level=95.0, **wrong)))
    adjusted = result("s1", "ketamine", ci_level=95.0, adjusted="yes", **wrong)
    assert "ci_width" not in codes(found(adjusted))
