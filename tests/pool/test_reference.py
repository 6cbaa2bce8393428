"""Estimates, intervals and heterogeneity against R, over every data set of the shared reference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import chdtri

from curate.pool.estimators import ESTIMATORS
from curate.pool.fit import Fits, fit
from curate.pool.inference import INTERVALS, heterogeneity_p, prediction
from curate.pool.tau2_intervals import profile_likelihood, q_profile

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"
METHODS = {"EE": "CE", "FE": "CE"} | {name: name for name in ESTIMATORS if name != "CE"}
PREDICTED = {"riley": "riley", "t": "t", "simple": "simple", "default": "t"}
"""R's name of a prediction interval → ours; its default goes with the test: normal where that is z."""

# Closed forms are a few dozen roundings apart. What is iterated is compared with R's run at tight control, which
# stops when tau² moves by less than 1e-10 of itself. P values magnify the error of their statistic.
CLOSED, ITERATED, P_VALUE = 1e-12, 1e-10, 1e-10
IN_STEPS = ("REML", "ML", "PM", "EB")

# The reference's README: R finds the limits of tau² to these.
Q_PROFILE, LIKELIHOOD = 1e-8, 1e-6

# The variances of these cases span 1e5 and more: R's projection loses that many digits. test_fit.py
# holds the same four to exact rational arithmetic.
CANCELLED_IN_R = {"vi_span_1e-8_1e6", "vi_ratio_above_1e7", "one_dominant", "reml_bimodal"}

# R's roots, of the Paule-Mandel equation and of the limits of tau², stop at an absolute width, far too wide for
# effects of 1e-6; a test below holds ours to exact arithmetic.
TINY = "edge:tiny_scale"
LOOSE_IN_R = {(TINY, "PM")}

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
        if answer["method"] in METHODS and not answer.get("error"):
            weights = numbers(answer.get("genq_weights") or [])
            used = weights[given] if len(weights) == len(given) else weights
            yield f"{name}:{answer['id']}", y, v, {**answer, "genq_weights": used}


@needs_reference
def test_every_analysis_agrees_with_r() -> None:
    compared = 0
    for name, y, v, answer in jobs():
        if (
            name.split(":")[1] in CANCELLED_IN_R
            or (name.rpartition(":")[0], answer["method"]) in LOOSE_IN_R
        ):
            continue
        for quantity, difference in differences(y, v, answer).items():
            if name.startswith(TINY) and quantity.startswith(("q_profile", "likelihood")):
                continue
            assert difference <= allowed(quantity, answer["method"]), (
                f"{name} {quantity}: {difference:.1e}"
            )
        compared += 1
    assert compared > 3500


def allowed(quantity: str, method: str) -> float:
    """Return the tolerance of a quantity, as the reference's README has it."""
    if quantity.startswith("q_profile"):
        return Q_PROFILE
    if quantity.startswith("likelihood"):
        return LIKELIHOOD
    if quantity.startswith("pi_simple") and method in IN_STEPS:
        return 1e-8  # √tau² alone: where tau² is near 0, an error of 1e-10 of the variances is larger in its root
    if quantity.endswith("_p") or quantity == "p":
        return P_VALUE
    return ITERATED if method in IN_STEPS else CLOSED


@cache
def fitted(
    y: tuple[float, ...], v: tuple[float, ...], method: str, weights: tuple[float, ...] | None
) -> Fits:
    return fit(y, v, method=method, weights=weights)


def differences(
    y: NDArray[np.float64], v: NDArray[np.float64], answer: dict[str, Any]
) -> dict[str, float]:
    """Return our differences to R, relative to what the reference's README names for each quantity."""
    method = METHODS[answer["method"]]
    given = answer["genq_weights"] if method == "GENQ" else None
    fits = fitted(tuple(y), tuple(v), method, None if given is None else tuple(given))
    interval = INTERVALS[answer["test"]](fits, 95)
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
    if len(y) > 1 and method != "CE":
        if isinstance(theirs.get("se_tau2"), int | float) and theirs["se_tau2"] > 0:
            compare("tau2_se", float(fits.tau2_se[0]), theirs["se_tau2"], theirs["se_tau2"])
        for kind, ours in PREDICTED.items():
            named = "z" if kind == "default" and answer["test"] == "z" else ours
            printed = (answer.get("predict") or {}).get(kind) or {}
            low, high = prediction(fits, interval.se, 95, named)
            if isinstance(printed.get("pi_lb"), int | float) and np.isfinite(low[0]):
                wide = max(scale, printed["pi_ub"] - printed["pi_lb"])
                compare(f"pi_{kind}", float(low[0]), printed["pi_lb"], wide)
                compare(f"pi_{kind}_high", float(high[0]), printed["pi_ub"], wide)
        found |= of_tau2(y, v, answer, method)
    return found


def of_tau2(
    y: NDArray[np.float64], v: NDArray[np.float64], answer: dict[str, Any], method: str
) -> dict[str, float]:
    """Return our differences in the limits of tau², relative to the upper one; R's own profile for GENQ is another."""
    found = {}
    for name, key, limits in (
        ("q_profile", "confint_QP", lambda: q_profile(y, v)),
        ("likelihood", "confint_PL", lambda: profile_likelihood(y, v, method=method)),
    ):
        theirs = answer.get(key)
        if not theirs or method == "GENQ" or (name == "likelihood" and method not in ("ML", "REML")):
            continue
        ours, (low, high) = limits(), (theirs["ci_lb"][0], theirs["ci_ub"][0])
        if isinstance(low, int | float) and isinstance(high, int | float) and high > 0:
            found[f"{name}_low"] = abs(float(ours.low[0]) - low) / high
            found[f"{name}_high"] = abs(float(ours.high[0]) - high) / high
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


@needs_reference
def test_paule_mandel_solves_its_equation_on_any_scale() -> None:
    """In exact arithmetic: Q at the estimate is k - 1, or already below it at tau² = 0."""
    cases = json.loads((REFERENCE / "edge_pooling.json").read_text())["cases"]
    solved = 0
    for case in cases:
        y, v = numbers(case["yi"]), numbers(case["vi"])
        given = np.isfinite(y) & np.isfinite(v)
        y, v = y[given], v[given]
        if not 2 <= len(y) <= 30 or not (v > 0).all():
            continue
        tau2 = float(fit(y, v, method="PM").tau2[0])
        q = exact_q(y.tolist(), v.tolist(), tau2)
        if tau2 == 0:
            assert q <= (len(y) - 1) * (1 + 1e-12), case["id"]
        else:  # the last digit of tau² moves Q by about as much of itself
            assert q == pytest.approx(len(y) - 1, rel=1e-12), case["id"]
            solved += 1
        for limit, tail in zip(q_profile(y, v), (0.025, 0.975), strict=True):
            target = float(chdtri(len(y) - 1, tail))
            if limit[0] > 0:
                assert exact_q(y.tolist(), v.tolist(), float(limit[0])) == pytest.approx(
                    target, rel=1e-12
                )
    assert solved > 10


def exact_q(y: list[float], v: list[float], tau2: float) -> float:
    weights = [1 / (Fraction(each) + Fraction(tau2)) for each in v]
    effects = [Fraction(each) for each in y]
    mean = sum(w * e for w, e in zip(weights, effects, strict=True)) / sum(weights)
    return float(sum(w * (e - mean) ** 2 for w, e in zip(weights, effects, strict=True)))
