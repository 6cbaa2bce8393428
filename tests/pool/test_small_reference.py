"""The BCG trials and a stroke review against R, the R script beside the numbers in tests/reference."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curate.effects import counts, measures
from curate.pool.fit import fit
from curate.pool.inference import hartung_knapp, prediction, wald

CONTENT = json.loads((Path(__file__).parents[1] / "reference" / "pooling.json").read_text())
FUNCTIONS = {
    "RR": counts.risk_ratio,
    "OR": counts.odds_ratio,
    "SMD": measures.standardised_mean_difference,
    "MD": measures.mean_difference,
}
FITS = [(measure, answer) for measure in FUNCTIONS for answer in CONTENT[measure]["fits"]]


@pytest.mark.parametrize("measure", FUNCTIONS)
def test_effects(measure: str) -> None:
    case = CONTENT[measure]
    rows = case["rows"]
    order = ("ai", "n1i", "ci", "n2i") if "ai" in rows else ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
    ours = FUNCTIONS[measure](*(rows[name] for name in order))
    # closed forms: a dozen roundings; J of R carries those of two log-gammas
    assert np.allclose(ours.yi, case["yi"], rtol=1e-12, atol=1e-14)
    assert np.allclose(ours.vi, case["vi"], rtol=1e-12, atol=0)


@pytest.mark.parametrize(("measure", "answer"), FITS, ids=lambda x: x if isinstance(x, str) else "")
def test_pooled(measure: str, answer: dict[str, Any]) -> None:
    case = CONTENT[measure]
    method = "CE" if answer["method"] == "EE" else answer["method"]
    fits = fit(case["yi"], case["vi"], method=method)
    interval = (wald if answer["test"] == "z" else hartung_knapp)(fits, 95)
    low, high = prediction(fits, interval.se, 95)
    ours = {
        "estimate": fits.estimate,
        "se": interval.se,
        "ci_low": interval.low,
        "ci_high": interval.high,
        "tau2": fits.tau2,
        "i2": fits.i2,
        "q": fits.q,
        "pi_low": low,
        "pi_high": high,
    }
    for name, value in ours.items():
        if answer[name] is not None:
            # REML iterates to 1e-10 of tau²; the closed forms are far within
            assert value[0] == pytest.approx(answer[name], rel=1e-10, abs=1e-14), name
