"""Conversions and variances against 50-digit arithmetic, and against the Handbook's printed answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curate.effects import convert, counts
from curate.effects.convert import Group

PATH = Path(__file__).resolve().parents[3] / "shared" / "reference" / "formulas_mpmath.json"

# a handful of operations in doubles; quantiles of t and of the normal are good to 1e-14
TOLERANCE = 1e-13


@pytest.fixture(scope="module")
def truth() -> dict[str, dict[str, Any]]:
    if not PATH.is_file():
        pytest.skip("needs ../shared/reference beside the checkout")
    return {record["id"]: record for record in json.loads(PATH.read_text())["records"]}


def test_the_worked_example_of_the_handbook() -> None:
    """Handbook 6.5.2.2: a mean's 95% interval from 30.0 to 34.0 with 25 people, SD 4.85 by t."""
    assert round(float(convert.sd_from_ci(30.0, 34.0, 25, 95)), 2) == 4.85


def test_spreads(truth: dict[str, dict[str, Any]]) -> None:
    ours = {
        "sd_from_se": convert.sd_from_se(1.25, 40),
        "sd_from_ci_t": convert.sd_from_ci(30.0, 34.0, 25, 95),
        "sd_from_ci90_t": convert.sd_from_ci(30.0, 34.0, 25, 90),
        "lnratio_se_from_ci": convert.se_from_normal_ci(np.log(0.56), np.log(0.96), 95),
    }
    for name, value in ours.items():
        assert float(value) == pytest.approx(float(truth[name]["value"]), rel=TOLERANCE), name
    difference = convert.se_from_difference_ci(1.04, 6.56, 25, 22, 95)
    assert float(difference) == pytest.approx(
        float(truth["sd_from_md_ci"]["value"]["se"]), rel=TOLERANCE
    )


def test_combined_groups(truth: dict[str, dict[str, Any]]) -> None:
    groups = [
        Group(float(m), float(sd), n) for n, m, sd in truth["combine_three_groups"]["inputs"]["groups"]
    ]
    for name, several in (("combine_two_groups", groups[:2]), ("combine_three_groups", groups)):
        whole, expected = convert.combine_arms(several), truth[name]["value"]
        assert whole.mean == pytest.approx(float(expected["mean"]), rel=TOLERANCE)
        assert whole.sd == pytest.approx(float(expected["sd"]), rel=TOLERANCE)


@pytest.mark.parametrize("cells", [(12, 88, 22, 78), (0, 50, 3, 47), (1, 9, 0, 10)])
def test_ratios_with_and_without_empty_cells(
    truth: dict[str, dict[str, Any]], cells: tuple[int, int, int, int]
) -> None:
    a, b, c, d = cells
    for name, measure in (("or", counts.odds_ratio), ("rr", counts.risk_ratio)):
        expected = truth[f"{name}_{a}_{c}"]["value"]
        found = measure(a, a + b, c, c + d)
        assert float(found.yi) == pytest.approx(float(expected[f"ln{name.upper()}"]), rel=TOLERANCE)
        assert float(np.sqrt(found.vi)) == pytest.approx(float(expected["se"]), rel=TOLERANCE)
