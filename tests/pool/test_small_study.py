"""Egger's and Begg's tests against R."""

from __future__ import annotations

import json

import numpy as np
import pytest

from curate.errors import Refused
from curate.pool.small_study import begg, egger

from .test_reference import REFERENCE, needs_reference, numbers


@needs_reference
def test_egger_and_begg_agree_with_r() -> None:
    lines = ranks = 0
    for path in sorted(REFERENCE.glob("dat.*.json")):
        content = json.loads(path.read_text())
        held, primary = content.get("sensitivity"), content.get("primary_measure")
        primary = primary[0] if isinstance(primary, list) else primary
        blocks = {block["id"]: block for block in content.get("escalc") or []}
        if not isinstance(held, dict) or primary not in blocks:
            continue
        rows = np.array(held["used_rows"])
        y, v = (numbers(blocks[primary][name])[rows] for name in ("yi", "vi"))
        if not (v > 0).all() or len(y) < 3:
            continue
        for answer in held["fits"]:
            theirs = answer.get("regtest_lm_sei") or {}
            if isinstance(theirs.get("stat"), int | float) and np.ptp(v) > 0:
                found = egger(y, v)
                assert found.t == pytest.approx(theirs["stat"], rel=1e-8, abs=1e-10), path.stem
                assert found.p == pytest.approx(theirs["pval"], rel=1e-7, abs=1e-12), path.stem
                assert found.limit == pytest.approx(theirs["est"], rel=1e-8, abs=1e-10), path.stem
                lines += 1
            theirs = answer.get("ranktest") or {}
            if isinstance(theirs.get("tau"), int | float):
                found_ranks = begg(y, v)
                assert found_ranks.tau == pytest.approx(theirs["tau"], abs=1e-12), path.stem
                assert found_ranks.p == pytest.approx(theirs["pval"], rel=1e-6, abs=1e-12), path.stem
                ranks += 1
    assert lines > 20
    assert ranks > 20


def test_a_line_by_hand() -> None:
    se = np.array([0.1, 0.2, 0.3, 0.4])
    y = 0.5 + 2 * se + np.array([0.01, -0.01, 0.01, -0.01])
    found = egger(y, se**2)
    assert found.slope == pytest.approx(2, abs=0.1)
    assert found.limit == pytest.approx(0.5, abs=0.02)
    with pytest.raises(Refused, match="three studies"):
        egger(y[:2], se[:2] ** 2)
    with pytest.raises(Refused, match="different precision"):
        egger(y, np.full(4, 0.1))
