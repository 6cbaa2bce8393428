"""Egger's and Begg's tests against R."""

from __future__ import annotations

import json

import numpy as np
import pytest

from curate.errors import Refused
from curate.pool.small_study import begg, egger, harbord, peters, precision_of_sizes

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


BCG = (
    (4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27),
    (123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913),
    (11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29),
    (139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854),
)
"""Events and people in both groups of the BCG trials (Colditz et al. 1994, doi:10.1001/jama.1994.03510330076038)."""


def test_lines_of_odds_ratios_are_those_of_rs_lm() -> None:
    """lm(Z/V ~ I(1/sqrt(V)), weights = V) and lm(lnOR ~ I(1/N), weights = 1/(1/events + 1/others)), R 4.2.2."""
    score = harbord(*BCG)
    assert score.slope == pytest.approx(-2.09299154079423610, rel=1e-12)
    assert score.p == pytest.approx(0.23497195212206576, rel=1e-12)
    assert score.limit == pytest.approx(-0.23084262324944063, rel=1e-12)
    size = peters(*BCG)
    assert size.slope == pytest.approx(-563.68820391334327269, rel=1e-12)
    assert size.p == pytest.approx(0.200291792284135545, rel=1e-12)
    assert (score.df, size.df) == (11, 11)


def test_a_trial_that_says_nothing_is_left_out_of_the_lines() -> None:
    more = tuple((*column, extra) for column, extra in zip(BCG, (0, 50, 0, 60), strict=True))
    assert harbord(*more) == harbord(*BCG)
    assert peters(*more) == peters(*BCG)


def test_standardised_differences_are_not_found_lopsided_by_their_own_variance() -> None:
    """Meta-analyses of one large true effect, no bias: a line on 1/n keeps its level, Egger's does not."""
    rng = np.random.default_rng(1)
    found = {"own": 0, "sizes": 0}
    for _ in range(300):
        n = rng.integers(5, 40, 30)
        difference = rng.normal(2.5, np.sqrt(2 / n))
        sd = np.sqrt(rng.chisquare(2 * n - 2) / (2 * n - 2))
        g = (1 - 3 / (8 * n - 9)) * difference / sd
        v = 2 / n + g**2 / (4 * n)
        found["own"] += egger(g, v).p < 0.05
        found["sizes"] += egger(g, v, precision_of_sizes(n, n)).p < 0.05
    assert found["sizes"] < 30 < 60 < found["own"]
