"""Estimates, intervals and heterogeneity against R, over every data set of the shared reference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from curate.pool.fit import fit
from curate.pool.inference import hartung_knapp, heterogeneity_p, prediction, wald

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"
METHODS = {"EE": "CE", "FE": "CE", "DL": "DL", "REML": "REML"}
TESTS = {"z": wald, "knha": hartung_knapp}

# Closed forms are a few dozen roundings apart. REML is compared with R's run at tight control, which
# stops when tau² moves by less than 1e-10 of itself. P values magnify the error of their statistic.
CLOSED, ITERATED, P_VALUE = 1e-12, 1e-10, 1e-10

# The variances of these cases span 1e5 and more: R's projection loses that many digits. test_fit.py
# holds the same four to exact rational arithmetic.
CANCELLED_IN_R = {"vi_span_1e-8_1e6", "vi_ratio_above_1e7", "one_dominant", "reml_bimodal"}

needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="needs ../shared/reference beside the checkout"
)


def numbers(values: list[Any]) -> NDArray[np.float64]:
    return np.array([v if isinstance(v, int | float) else np.nan for v in values], dtype=float)


def jobs() -> Iterator[tuple[str, NDArray[np.float64], NDArray[np.float64], dict[str, Any]]]:
    """Yield name, yi, vi and R's answer for each analysis, method and test that are ours."""
    for path in sorted(REFERENCE.glob("dat.*.json")):
        content = json.loads(path.read_text())
        blocks = {block["id"]: block for block in content.get("escalc") or []}
        for measure, answers in (content.get("pool") or {}).items():
            if isinstance(answers, list) and measure in blocks:
                block = blocks[measure]
                yield from of_analysis(f"{path.stem}:{measure}", block["yi"], block["vi"], answers)
    for case in json.loads((REFERENCE / "edge_pooling.json").read_text())["cases"]:
        yield from of_analysis(f"edge:{case['id']}", case["yi"], case["vi"], case["pool"])


def of_analysis(
    name: str, yi: list[Any], vi: list[Any], answers: list[dict[str, Any]]
) -> Iterator[tuple[str, NDArray[np.float64], NDArray[np.float64], dict[str, Any]]]:
    y, v = numbers(yi), numbers(vi)
    given = np.isfinite(y) & np.isfinite(v)
    y, v = y[given], v[given]
    if not (v > 0).all():  # ours to refuse, tested in test_fit.py
        return
    for answer in answers:
        if answer["method"] in METHODS and answer["test"] in TESTS and "error" not in answer:
            yield f"{name}:{answer['id']}", y, v, answer


@needs_reference
def test_every_analysis_agrees_with_r() -> None:
    compared = 0
    for name, y, v, answer in jobs():
        if name.split(":")[1] in CANCELLED_IN_R:
            continue
        worst = differences(y, v, answer)
        bound = ITERATED if answer["method"] == "REML" else CLOSED
        for quantity, difference in worst.items():
            allowed = P_VALUE if quantity.endswith("p") else bound
            assert difference <= allowed, f"{name} {quantity}: {difference:.1e}"
        compared += 1
    assert compared > 400


def differences(
    y: NDArray[np.float64], v: NDArray[np.float64], answer: dict[str, Any]
) -> dict[str, float]:
    """Return our differences to R, relative to what the reference's README names for each quantity."""
    fits = fit(y, v, method=METHODS[answer["method"]])
    interval = TESTS[answer["test"]](fits, 95)
    theirs = answer["result"]
    found = {}

    def compare(quantity: str, ours: float, given: Any, scale: float) -> None:
        if isinstance(given, int | float):
            found[quantity] = abs(ours - given) / scale

    se = theirs["se"][0]
    scale = max(abs(theirs["beta"][0]), se) or float(fits.se[0])  # all effects zero: no other scale
    compare("estimate", float(fits.estimate[0]), theirs["beta"][0], scale)
    compare("tau2", float(fits.tau2[0]), theirs["tau2"], max(theirs["tau2"], float(np.median(v))))
    if len(y) > 1:
        compare("q", float(fits.q[0]), theirs["QE"], max(theirs["QE"], 1.0))
        compare("i2", float(fits.i2[0]), theirs["I2"], 100.0)
        compare("q_p", float(heterogeneity_p(fits)[0]), theirs["QEp"], 1.0)
    if se > 0 and np.isfinite(interval.se[0]):
        compare("se", float(interval.se[0]), se, se)
        compare("ci_low", float(interval.low[0]), theirs["ci_lb"][0], scale)
        compare("ci_high", float(interval.high[0]), theirs["ci_ub"][0], scale)
        compare("p", float(interval.p[0]), theirs["pval"][0], 1.0)
    if "weights_pct" in theirs:
        shares = np.abs(fits.weights[0] - numbers(theirs["weights_pct"])).max()
        compare("weights", float(shares), 0.0, 100.0)
    riley = (answer.get("predict") or {}).get("riley") or {}
    random = METHODS[answer["method"]] != "CE" and np.isfinite(interval.se[0])
    if random and isinstance(riley.get("pi_lb"), int | float) and len(y) > 2:
        low, high = prediction(fits, interval.se, 95)
        wide = max(scale, riley["pi_ub"] - riley["pi_lb"])
        compare("pi_low", float(low[0]), riley["pi_lb"], wide)
        compare("pi_high", float(high[0]), riley["pi_ub"], wide)
    return found


@needs_reference
def test_the_global_maximum_is_found_and_the_other_one_reported() -> None:
    cases = {c["id"]: c for c in json.loads((REFERENCE / "edge_pooling.json").read_text())["cases"]}
    truth = json.loads((REFERENCE / "edge_adjudication_mpmath.json").read_text())
    for case in truth:
        if not case.get("maxima"):
            continue
        given = cases[case["case"]]
        fits = fit(numbers(given["yi"]), numbers(given["vi"]), method="REML")
        best = max(case["maxima"], key=lambda maximum: float(maximum[1]))
        assert fits.modes[0] == case["n_REML_local_maxima"] == len(case["maxima"])
        # the truth is given to 12 digits
        assert fits.tau2[0] == pytest.approx(float(best[0]), rel=1e-11, abs=1e-15), case["case"]
