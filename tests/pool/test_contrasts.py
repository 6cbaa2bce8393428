"""Contrasts, joint tests and predictions of a meta-regression against R."""

from __future__ import annotations

import json

import numpy as np
import pytest

from curate.errors import Refused
from curate.pool.contrasts import contrasts
from curate.pool.moderators import Regression, regress

from .test_r_scripts import BCG, effects
from .test_reference import REFERENCE, needs_reference


def made(test: str = "z") -> Regression:
    y, v = effects("RR")
    latitude = [float(text) for text in BCG.columns["ablat"]]
    alloc = BCG.columns["alloc"]
    x = np.column_stack(
        [np.ones(13), latitude, [a == "random" for a in alloc], [a == "systematic" for a in alloc]]
    )
    return regress(y, v, x, ("intercept", "ablat", "random", "systematic"), test=test)


@needs_reference
def test_r_says_the_same() -> None:
    held = json.loads((REFERENCE / "tests_and_contrasts.json").read_text())
    one = contrasts(made(), [[0, 0, 1, -1]])
    theirs = held["bcg_contrast"]
    ours = (one.estimate[0], one.se[0], one.p[0])
    assert ours == pytest.approx((theirs["est"], theirs["se"], theirs["pval"]), rel=1e-9)
    both = contrasts(made(), [[0, 0, 1, 0], [0, 0, 0, 1]])
    assert (both.q, both.q_p) == pytest.approx(
        (held["bcg_btt34"]["QM"], held["bcg_btt34"]["QMp"]), rel=1e-9
    )
    new = contrasts(made(), [[1, 40, 1, 0], [1, 10, 0, 1]])
    theirs = held["bcg_predict_newmods"]
    for mine, name in (
        (new.estimate, "pred"),
        (new.se, "se"),
        (new.ci_low, "ci_lb"),
        (new.pi_high, "pi_ub"),
    ):
        assert mine == pytest.approx(theirs[name], rel=1e-9), name


def test_all_moderators_together_are_the_test_of_the_regression() -> None:
    for test in ("z", "knha"):
        found = made(test)
        joint = contrasts(found, np.eye(4)[1:])
        assert (joint.q, joint.q_p) == pytest.approx((found.qm, found.qm_p))
        assert joint.df == found.qm_df
    with pytest.raises(Refused, match="4 coefficients"):
        contrasts(made(), [1, 2])
    with pytest.raises(Refused, match="depend"):
        contrasts(made(), [[0, 1, 0, 0], [0, 2, 0, 0]])
