"""Deletion diagnostics and trim and fill against R."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from curate.errors import Refused, UnknownName
from curate.pool.fit import fit
from curate.pool.influence import baujat, influence
from curate.pool.sensitivity import leave_one_out
from curate.pool.trim_fill import trim_and_fill

from .test_reference import REFERENCE, needs_reference, numbers

DIAGNOSTICS = {
    **{name: name for name in ("rstudent", "dffits", "cook_d", "cov_r", "tau2_del", "hat")},
    **{"QE_del": "q_del", "dfbs": "dfbetas"},
}
Case = tuple[str, NDArray[np.float64], NDArray[np.float64], dict[str, Any]]


def analyses() -> Iterator[Case]:
    """Every fit with sensitivity analyses: name, effects, variances, R's answer."""
    for path in sorted(REFERENCE.glob("dat.*.json")):
        content = json.loads(path.read_text())
        held, primary = content.get("sensitivity"), content.get("primary_measure")
        primary = primary[0] if isinstance(primary, list) else primary
        blocks = {block["id"]: block for block in content.get("escalc") or []}
        if not isinstance(held, dict) or primary not in blocks:
            continue
        rows = np.array(held["used_rows"])
        y, v = (numbers(blocks[primary][name])[rows] for name in ("yi", "vi"))
        if (v > 0).all() and len(y) > 2:
            for answer in held["fits"]:
                yield f"{path.stem} {answer['id']}", y, v, answer


@needs_reference
def test_deletion_diagnostics_agree_with_r() -> None:
    compared = 0
    for name, y, v, answer in analyses():
        theirs = answer.get("influence")
        if not isinstance(theirs, dict) or "rstudent" not in theirs:
            continue
        method = {"EE": "CE"}.get(answer["method"], answer["method"])
        ours = influence(y, v, method, answer["test"])
        for key, mine in DIAGNOSTICS.items():
            given = theirs.get(key)
            if isinstance(given, dict):
                given = next(iter(given.values()))
            if given is None:
                continue
            expected = numbers(given)
            difference = np.abs(getattr(ours, mine) - expected) / np.maximum(np.abs(expected), 1)
            # sums of squares over a fit without one study: a digit more than the fit itself
            assert np.nanmax(difference) <= 1e-9, f"{name} {key}"
            compared += int(np.isfinite(expected).sum())
    assert compared > 10_000


@needs_reference
def test_trim_and_fill_agrees_with_r() -> None:
    compared = 0
    for name, y, v, answer in analyses():
        method = {"EE": "CE"}.get(answer["method"], answer["method"])
        for key, theirs in answer.items():
            if not key.startswith("trimfill") or "k0" not in theirs:
                continue
            _, estimator, side = key.split("_")
            ours = trim_and_fill(
                y, v, estimator=estimator, side=None if side == "auto" else side, method=method
            )
            place = f"{name} {key}"
            assert (ours.missing, ours.side) == (theirs["k0"], theirs["side"]), place
            if isinstance(theirs["se_k0"], int | float):
                assert ours.se == pytest.approx(theirs["se_k0"], rel=1e-12), place
            else:
                assert np.isnan(ours.se), place
            if theirs["p_k0"] is not None:
                assert ours.p == theirs["p_k0"], place
            se = float(ours.fits.se[0])
            # R fits REML here by its default control, see the README of the reference
            allowed = 1e-10 if method in ("CE", "DL") else 1e-3
            assert abs(ours.fits.estimate[0] - theirs["beta"]) <= allowed * se, place
            compared += 1
    assert compared > 500


def test_influence_by_hand() -> None:
    y, v = np.array([0.1, 0.3, 0.2, 0.1, 0.3, 0.2, 0.2, 0.2, 1.0]), np.full(9, 0.09)
    found = influence(y, v, "CE")
    assert found.flagged.tolist() == 8 * [False] + [True]
    assert found.rstudent[8] == pytest.approx((1.0 - 0.2) / np.sqrt(0.09 + 0.09 / 8), rel=1e-12)
    assert found.hat == pytest.approx(np.full(9, 1 / 9))
    added, moved = baujat(y, v, "CE")
    assert added.sum() == pytest.approx(fit(y, v, method="CE").q[0])
    mean, without = y.mean(), leave_one_out(y, v, "CE").fits.estimate[8]
    assert without == pytest.approx(0.2)
    assert moved[8] == pytest.approx((mean - 0.2) ** 2 / (0.09 / 8))
    with pytest.raises(Refused, match="three studies"):
        influence(y[:2], v[:2])


def test_a_funnel_with_one_side_cut_off_is_filled_there() -> None:
    se = np.linspace(0.05, 0.5, 20)
    y = 0.3 + se * np.tile([-1.0, 1.0], 10)
    cut = (y > 0.3) | (se < 0.2)
    found = trim_and_fill(y[cut], se[cut] ** 2, method="CE")
    assert found.side == "left"
    assert found.missing > 2
    assert found.fits.estimate[0] < fit(y[cut], se[cut] ** 2, method="CE").estimate[0]
    whole = trim_and_fill(y, se**2, method="CE")
    assert whole.missing <= 1
    with pytest.raises(UnknownName, match="L1"):
        trim_and_fill(y, se**2, estimator="L1")
