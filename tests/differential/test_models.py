"""Models against a live R on random data: whatever the numbers are, the two agree.

Hypothesis draws the shape of each data set and a seed; one R process answers a whole batch.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from curate.errors import Refused
from curate.pool.fit import Fits, fit
from curate.pool.inference import INTERVALS, prediction
from curate.pool.influence import influence
from curate.pool.moderators import regress
from curate.pool.sensitivity import leave_one_out
from curate.pool.small_study import begg, egger
from curate.pool.tau2_intervals import q_profile
from curate.pool.trim_fill import trim_and_fill

from .r import HERE, answers, needs_r

Array = NDArray[np.float64]
Sets = dict[str, tuple[Array, Array, Array]]
Answers = dict[tuple[str, str], float]

CLOSED = 1e-10
"""Closed forms, relative to the larger of value and standard error (of tau², of the median sampling variance)."""
ITERATED = 1e-7
"""Where R iterates: its step stops at 1e-13 of the median variance, or at 1e-11 where it has to be slowed down."""
ITERATING = ("REML", "ML", "EB", "PM")


@st.composite
def data_sets(draw: st.DrawFn) -> Sets:
    """Draw twelve data sets: two to thirty studies, with and without heterogeneity, on scales far apart."""
    held: Sets = {}
    for place in range(12):
        rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
        k = draw(st.integers(2, 30))
        scale = 10.0 ** draw(st.integers(-2, 2))
        tau2 = draw(st.sampled_from([0.0, 0.01, 0.1, 1.0]))
        widest = draw(st.sampled_from([2.0, 10.0, 100.0]))
        v = 0.02 * widest ** rng.uniform(0, 1, k)
        y = rng.normal(draw(st.floats(-2, 2)), np.sqrt(v + tau2))
        held[f"s{place}"] = (scale * y, scale**2 * v, rng.normal(0, 1, k))
    return held


@needs_r
@settings(
    max_examples=4,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(data_sets())
def test_models_agree_with_a_live_r(held: Sets) -> None:
    rows = [
        {"set": name, "yi": repr(float(y)), "vi": repr(float(v)), "x": repr(float(x))}
        for name, columns in held.items()
        for y, v, x in zip(*columns, strict=True)
    ]
    with TemporaryDirectory() as folder:
        theirs = answers(HERE / "models.R", Path(folder), rows)
    checked = 0
    for name, columns in held.items():
        mine = {(call, what): value for (own, call, what), value in theirs.items() if own == name}
        checked += Comparison(name, *columns).run(mine)
    assert checked > 100 * len(held)


class Comparison:
    """One data set: ours beside R's, quantity by quantity."""

    def __init__(self, name: str, y: Array, v: Array, x: Array) -> None:
        self.name, self.y, self.v, self.x = name, y, v, x
        self.wide = float(np.median(v))
        self.said: list[str] = []

    def near(self, what: str, ours: float, theirs: float, scale: float, tolerance: float) -> None:
        if not abs(ours - theirs) <= tolerance * max(abs(theirs), scale):
            self.said.append(f"{self.name} {what}: {ours!r} is not R's {theirs!r}")

    def run(self, theirs: Answers) -> int:
        for (call, quantity), value in theirs.items():
            first, _, rest = call.partition(" ")
            try:
                if first in ("without", "fill", "regress", "egger", "begg"):
                    getattr(self, first)(rest, quantity, value)
                elif rest == "q_profile":
                    self.profile(quantity, value)
                else:
                    self.pooled(first, rest, quantity, value)
            except Refused as refusal:
                self.said.append(f"{self.name} {call}: {refusal}")
        assert not self.said, "\n".join(self.said[:20])
        return len(theirs)

    def fits(self, method: str) -> Fits:
        return fit(self.y, self.v, method={"EE": "CE"}.get(method, method))

    def pooled(self, method: str, test: str, quantity: str, theirs: float) -> None:
        fits = self.fits(method)
        interval = INTERVALS[test](fits, 95)
        tolerance = ITERATED if method in ITERATING else CLOSED
        se = float(fits.se[0])
        what = f"{method} {test} {quantity}"
        if quantity in ("pi_low", "pi_high"):
            if len(self.y) == 2:  # no degrees of freedom: R goes on with one
                return
            limits = prediction(fits, interval.se, 95, "riley")
            ours = float(limits[quantity == "pi_high"][0])
            self.near(what, ours, theirs, abs(ours - float(fits.estimate[0])), tolerance)
            return
        held = {
            "estimate": (fits.estimate, se),
            "se": (interval.se, se),
            "ci_low": (interval.low, se),
            "ci_high": (interval.high, se),
            "p": (interval.p, 1.0),
            "tau2": (fits.tau2, self.wide),
            "q": (fits.q, 1.0),
            "i2": (fits.i2, 100.0),
        }
        ours, scale = held[quantity]
        self.near(what, float(ours[0]), theirs, scale, tolerance)

    def profile(self, quantity: str, theirs: float) -> None:
        low, high = q_profile(self.y, self.v)
        ours = float(np.atleast_1d(high if quantity == "high" else low)[0])
        self.near(f"q_profile {quantity}", ours, theirs, self.wide, ITERATED)

    def regress(self, how: str, quantity: str, theirs: float) -> None:
        method, test = how.split()
        x = np.column_stack([np.ones(len(self.y)), self.x])
        model = {"EE": "CE"}.get(method, method)
        made = regress(self.y, self.v, x, ("intercept", "x"), method=model, test=test)
        held = {
            "slope": (made.estimate[1], made.se[1]),
            "se": (made.se[1], 0.0),
            "p": (made.p[1], 1.0),
            "tau2": (made.tau2, self.wide),
            "qe": (made.qe, 1.0),
            "qm": (made.qm, 1.0),
            "qm_p": (made.qm_p, 1.0),
        }
        ours, scale = held[quantity]
        tolerance = ITERATED if method in ITERATING else 1e-9  # R inverts X'WX, ours is a QR
        self.near(f"regress {how} {quantity}", float(ours), theirs, scale, tolerance)

    def egger(self, _: str, quantity: str, theirs: float) -> None:
        self.near(f"egger {quantity}", getattr(egger(self.y, self.v), quantity), theirs, 1.0, 1e-9)

    def begg(self, _: str, quantity: str, theirs: float) -> None:
        self.near(f"begg {quantity}", getattr(begg(self.y, self.v), quantity), theirs, 1.0, CLOSED)

    def without(self, row: str, quantity: str, theirs: float) -> None:
        place = int(row) - 1
        if quantity in ("estimate", "se", "tau2"):
            held = leave_one_out(self.y, self.v, "DL").fits
            scale = {"tau2": self.wide}.get(quantity, float(held.se[place]))
            self.near(f"without {row}", float(getattr(held, quantity)[place]), theirs, scale, CLOSED)
            return
        made = influence(self.y, self.v, "DL")
        self.near(f"{quantity} {row}", float(getattr(made, quantity)[place]), theirs, 1.0, 1e-9)

    def fill(self, side: str, quantity: str, theirs: float) -> None:
        made = trim_and_fill(self.y, self.v, side=side, method="DL")
        if quantity == "missing":
            self.near(f"fill {side}", float(made.missing), theirs, 1.0, 0.0)
        else:
            se = float(made.fits.se[0])
            self.near(f"fill {side}", float(made.fits.estimate[0]), theirs, se, CLOSED)
