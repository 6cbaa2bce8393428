"""Subgroups against R: each pooled by itself, and the test between them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from curate.pool.estimators import ESTIMATORS
from curate.pool.inference import INTERVALS
from curate.pool.subgroups import subgroups

from .test_reference import REFERENCE, needs_reference, numbers

RENAMED = {"FE": "CE", "EE": "CE"}


@needs_reference
def test_every_subgroup_analysis_agrees_with_r() -> None:
    compared = common = 0
    for path in sorted(REFERENCE.glob("dat.*.json")):
        content = json.loads(path.read_text())
        held, primary = content.get("subgroups"), content.get("primary_measure")
        blocks = {block["id"]: block for block in content.get("escalc") or []}
        primary = primary[0] if isinstance(primary, list) else primary
        if not isinstance(held, dict) or primary not in blocks:
            continue
        rows = np.array(held["used_rows"])
        y, v = (numbers(blocks[primary][name])[rows] for name in ("yi", "vi"))
        groups = (
            held["groups"] if len(held["groups"]) == len(rows) else [held["groups"][row] for row in rows]
        )
        for answer in held["fits"]:
            method, test = RENAMED.get(answer["method"], answer["method"]), answer["test"]
            if (
                method not in ESTIMATORS
                or test not in INTERVALS
                or answer.get("error")
                or not (v > 0).all()
            ):
                continue
            found = subgroups(y, v, [str(group) for group in groups], method=method, ci=test)
            for place, name in enumerate(found.names):
                theirs = answer["separate_tau2"].get(name)
                if not isinstance(theirs, dict):
                    continue
                se = theirs["se"][0]
                scale = max(abs(theirs["beta"][0]), se)
                assert abs(found.fits.estimate[place] - theirs["beta"][0]) <= 1e-10 * scale, path.stem
                assert found.interval.se[place] == pytest.approx(se, rel=1e-10), path.stem
                compared += 1
            between = answer.get("between_Q_separate") or {}
            if isinstance(between.get("Q"), int | float):
                assert found.q == pytest.approx(between["Q"], rel=1e-9, abs=1e-12), (
                    f"{path.stem} {answer['id']}"
                )
                assert (found.df, found.p) == (between["df"], pytest.approx(between["p"], rel=1e-8))
            theirs = answer.get("common_tau2") or {}
            whole = subgroups(y, v, [str(g) for g in groups], method=method, ci=test, common_tau2=True)
            if isinstance(theirs.get("QM"), int | float) and len(whole.names) > 1:
                name = f"{path.stem} {answer['id']}"
                assert whole.q == pytest.approx(theirs["QM"], rel=1e-8, abs=1e-10), name
                assert whole.p == pytest.approx(theirs["QMp"], rel=1e-7, abs=1e-12), name
                wide = max(theirs["tau2"], float(np.median(v)))
                assert abs(whole.fits.tau2[0] - theirs["tau2"]) <= 1e-10 * wide, name
                first = whole.names.index(sorted(whole.names)[0])
                assert whole.fits.estimate[first] == pytest.approx(
                    theirs["beta"][0], rel=1e-9, abs=1e-10 * theirs["se"][0]
                ), name
                common += 1
    assert compared > 100
    assert common > 20
