"""Every conversion against 50-digit arithmetic and against R; what is not matched is named with its reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from .formula_values import from_formula, inputs
from .r_values import column, ours_for_r

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"

# closed forms of a few operations; relative to the larger of the value and 1e-3, where differences cancel
TOLERANCE = 1e-12

REASONS = {
    "dppc2_morris2008/*": "approximate J; ours, change_contrast in paired.py, is exact",
    "fisher_combine/*": "pools p values: no conversion",
    "fivenum__*__lnorm/mean": "the log-normal back-transformation of Shi 2020b is not offered; quantiles.py is",
    "fivenum__*__lnorm/sd": "the log-normal back-transformation of Shi 2020b is not offered; quantiles.py is",
    "fivenum__blue__*__norm/mean": "R's ranks lean to one side: test_blue.py has the samples where they do not",
    "fivenum__blue__*__norm/sd": "R's ranks lean to one side: test_blue.py has the samples where they do not",
    "fivenum__qe__*__norm/mean": "R's search stops early: test_quantiles.py has the least squares",
    "fivenum__qe__*__norm/sd": "R's search stops early: test_quantiles.py has the least squares",
    "delta_ilogit/vi": "R's derivative is numerical: 5e-11 away",
    "fivenum_estmeansd_*": "simulated, not offered",
    "metaConvert/etasq/*": "2√(η²/(1-η²)), which leaves sizes and degrees of freedom out; d_from_f has them",
    "metaConvert/med_min_max/*": "Hozo's mean with its term in 1/n; Luo's is better",
    "metaConvert/mean_change_sd/d*": "its own SD of people from that of changes, not documented",
    "metaConvert/mean_change_sd/[grlz]*": "follows from its d",
    "metaConvert/pre_post_*/[dgrlz]*": "its own standardisation of each group's change",
    "metaConvert/ancova_md_ci/md_se": "its SE is divided by √(1 - r²): no SE of the difference",
    "metaConvert/ancova_means_sd/md_se": "its SE is divided by √(1 - r²): no SE of the difference",
    "metaConvert/paired_t/[grlz]*": "follows from its d by pooled sizes",
    "metaConvert/or_*/[rz]*": "tetrachoric correlation, not offered",
    "metaConvert/or_*/logrr*": "a table from the odds ratio and margins with its own rounding",
    "metaConvert/chisq/[rz]*": "tetrachoric correlation, not offered",
    "metaConvert/phi/[rz]*": "tetrachoric correlation, not offered",
    "metaConvert/2x2/[rz]*": "tetrachoric correlation, not offered",
    "metaConvert/pearson_r/[dgl]*": "Mathur & VanderWeele's d for a continuous exposure, not offered",
    "metaConvert/ancova_*/[rz]*": "correlations with the degrees of freedom of the covariance model",
    "metaConvert/med_quarts/md_se": "Wan's printed table of three decimals",
    "metaConvert/med_quarts/[dgrlz]*": "Wan's printed table of three decimals",
    "metaConvert/ancova_*/logor_se": "follows from d, whose variance it is",
    "esc/*/ci_*": "follows from es and se",
    "esc/*/w": "1/var",
    "esc/rpb/*": "h with N in the place of N - 2",
    "esc/chisq_or/[sv]*": "the variance d²/chi², zero for no difference",
    "esc/mean_gain/*": "its SD is of changes, without a correlation",
    "meta_metagen": "pooled estimates: tests/pool",
}
"""Patterns of entries without a counterpart, and why."""


@pytest.fixture(scope="module")
def formulas() -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in loaded("formulas_mpmath")["records"]}


@pytest.fixture(scope="module")
def conversions() -> dict[str, Any]:
    return loaded("conversions")


def loaded(name: str) -> dict[str, Any]:
    path = REFERENCE / f"{name}.json"
    if not path.is_file():
        pytest.skip("needs ../shared/reference beside the checkout")
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def formula_entries(formulas: dict[str, dict[str, Any]]) -> Iterator[tuple[str, Any, float]]:
    """Yield name, our value (None when there is none) and the true one of each entry and field."""
    for name, record in formulas.items():
        ours, truth = from_formula(name, inputs(record)), record["value"]
        if not isinstance(truth, dict):
            yield name, ours, float(truth)
            continue
        for field, value in truth.items():
            yield f"{name}/{field}", ours.get(field), float(value)


INPUTS = ("dataset", "description", "generator", "transf_x", "fivenum_hozo_bland_note")


def r_entries(content: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield name and R's numbers of each entry; a column of a table is one entry."""
    for name, value in content.items():
        if name in INPUTS or "_input" in name:
            continue
        if name in ("metaConvert", "esc"):
            for case in value:
                for field, number in case["result"].items():
                    number = number[0] if isinstance(number, list) else number
                    if isinstance(number, int | float):
                        yield f"{name}/{case['id']}/{field}", np.asarray(number)
        elif name.startswith("fivenum__"):
            for field in ("mean", "sd", "tval", "crit"):
                yield f"{name}/{field}", column([row.get(field) for row in value])
        elif isinstance(value, dict) and name != "meta_metagen":
            for field, numbers in value.items():
                yield f"{name}/{field}", column(numbers)
        elif name in ("meta_metagen",) or name.startswith("fivenum_estmeansd"):
            yield name, np.nan
        else:
            yield name, np.array([column(r) if isinstance(r, list) else column([r])[0] for r in value])


def reason(name: str) -> str:
    return next((why for pattern, why in REASONS.items() if fnmatchcase(name, pattern)), "")


def assert_equal(name: str, ours: Any, theirs: Any) -> None:
    ours, theirs = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    np.testing.assert_allclose(ours, theirs, rtol=TOLERANCE, atol=1e-3 * TOLERANCE, err_msg=name)


def test_every_closed_form_to_twelve_digits(formulas: dict[str, dict[str, Any]]) -> None:
    matched = 0
    for name, ours, truth in formula_entries(formulas):
        assert bool(reason(name)) != (ours is not None), f"{name} must be matched or excused, not both"
        if ours is not None:
            assert_equal(name, ours, truth)
            matched += 1
    assert len(formulas) == 150
    assert matched > 200


def test_every_conversion_of_r(conversions: dict[str, Any]) -> None:
    ours = ours_for_r(conversions)
    matched = 0
    for name, theirs in r_entries(conversions):
        assert bool(reason(name)) != (name in ours), f"{name} must be matched or excused, not both"
        if name in ours:
            assert_equal(name, ours[name], theirs)
            matched += 1
    assert matched > 250


def test_every_reason_excuses_something(
    formulas: dict[str, dict[str, Any]], conversions: dict[str, Any]
) -> None:
    names = [name for name, _, _ in formula_entries(formulas)]
    names += [name for name, _ in r_entries(conversions)]
    for pattern in REASONS:
        assert any(fnmatchcase(name, pattern) for name in names), pattern


ROUNDED_ON_THE_WAY = {
    "cluster_design_effect 1.576": "clusters of 29.8, rounded",
    "cluster_design_effect 187.2": "divided by 1.576",
    "cluster_design_effect 209.4": "divided by 1.576",
    "sd_from_p_two_groups 4.69": "t of 2.78 and SE of 1.37, rounded",
}
"""Published answers that were computed from rounded ones."""


def test_the_answers_that_the_sources_print(formulas: dict[str, dict[str, Any]]) -> None:
    printed = 0
    for name, record in formulas.items():
        ours = from_formula(name, inputs(record))
        values = [float(v) for v in (ours.values() if isinstance(ours, dict) else [ours])]
        text = record.get("published", "").partition("(")[0]  # (Morris Table 4, row 1)
        for number in re.findall(r"(?<![\w.])\d+\.?\d*", text) if values else ():
            decimals = len(number.partition(".")[2])
            rounded = [f"{value:.{decimals}f}" for value in values]
            assert number in rounded or f"{name} {number}" in ROUNDED_ON_THE_WAY, (
                f"{name}: {number}, {rounded}"
            )
            printed += 1
    assert printed > 10
