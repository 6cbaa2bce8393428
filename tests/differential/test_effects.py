"""Effect sizes, and tables pooled without effects, against a live R on random trials."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from scipy.special import gammaln

from curate.effects.catalogue import MEASURES
from curate.effects.counts import Rule, is_double_zero
from curate.effects.definition import Options
from curate.pool.sparse import MODELS

from .r import HERE, answers, needs_r

Trial = dict[str, Any]

TOLERANCE = 1e-11
"""Closed forms."""
SINGLE = {
    **dict.fromkeys(("PR", "PLO", "PFT"), ("ai", "n1i")),
    "MN": ("m1i", "sd1i", "n1i"),
    "ZCOR": ("ri", "n1i"),
    **dict.fromkeys(("MC", "SMCC", "SMCR"), ("m1i", "sd1i", "m2i", "sd2i", "n1i", "ri")),
}
"""Measures of one group, computed from the columns of the first."""


@st.composite
def trials(draw: st.DrawFn) -> list[Trial]:
    """Draw sixty trials in six sets: large and small, common and rare events, zeros among them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows = []
    for place in range(60):
        n1, n2 = (int(n) for n in rng.integers(4, draw(st.sampled_from([10, 100, 3000])), 2))
        risk = draw(st.sampled_from([0.01, 0.1, 0.5]))
        rows.append(
            {
                "set": f"s{place // 10}",
                **{"m1i": rng.normal(20, 4), "sd1i": rng.uniform(1, 8), "n1i": n1},
                **{"m2i": rng.normal(18, 4), "sd2i": rng.uniform(1, 8), "n2i": n2},
                **{"ai": int(rng.binomial(n1, risk)), "ci": int(rng.binomial(n2, risk))},
                **{"x1i": int(rng.poisson(n1 * risk)), "t1i": n1 * rng.uniform(0.5, 2)},
                **{"x2i": int(rng.poisson(n2 * risk)), "t2i": n2 * rng.uniform(0.5, 2)},
                "ri": rng.uniform(-0.9, 0.9),
            }
        )
    return rows


@needs_r
@settings(
    max_examples=3,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(trials())
def test_effects_agree_with_a_live_r(rows: list[Trial]) -> None:
    written = [
        {name: x if isinstance(x, str) else repr(float(x)) for name, x in row.items()} for row in rows
    ]
    with TemporaryDirectory() as folder:
        theirs = answers(HERE / "effects.R", Path(folder), written)
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    said: list[str] = []
    checked = 0
    for (name, call, quantity), value in theirs.items():
        first, _, last = call.partition(" ")
        if first in ("MH", "PETO") and not last.isdigit():
            ours = pooled(columns, name, first, last, quantity)
        else:
            ours = effect(columns, first, int(last) - 1, quantity)
        if ours is None:
            continue
        checked += 1
        if not abs(ours - value) <= TOLERANCE * max(abs(value), 1e-2) + slack_of_r(columns, first, last):
            said.append(f"{name} {call} {quantity}: {ours!r} is not R's {value!r}")
    assert not said, "\n".join(said[:20])
    assert checked > 1500


def slack_of_r(columns: dict[str, Any], call: str, row: str) -> float:
    """Return the error of R's own J, the difference of two log-gammas, in an SMD and its unbiased variance."""
    if not call.startswith("SMD"):
        return 0.0
    place = int(row) - 1
    df = float(columns["n1i"][place] + columns["n2i"][place] - 2)
    d = (columns["m1i"][place] - columns["m2i"][place]) / min(
        columns["sd1i"][place], columns["sd2i"][place]
    )
    return float(8 * np.finfo(float).eps * max(gammaln(df / 2), 1) * max(d**2, 1))


def effect(columns: dict[str, Any], call: str, row: int, quantity: str) -> float | None:
    """Return our yi or vi; None where a trial says nothing, and R adds ½ all the same."""
    code, _, option = call.partition("_")
    measure = MEASURES[code]
    names = SINGLE.get(code, measure.routes[0].columns)
    given_ = [columns[name][[row]].astype(float) for name in names]
    if code in ("OR", "RR") and bool(is_double_zero(*given_)[0]):
        return None
    if code == "IRR" and given_[0][0] == given_[2][0] == 0:
        return None
    rule = Rule(option if option in ("all", "none") else "only0")
    how = Options(variance=option if option in ("LS2", "UB") else "", rule=rule)
    found = float(getattr(measure.routes[0].compute(given_, how), quantity)[0])
    return found if np.isfinite(found) else None


def pooled(columns: dict[str, Any], name: str, method: str, measure: str, quantity: str) -> float | None:
    """Return the estimate or standard error of one set's tables."""
    mine = columns["set"] == name
    names = ("x1i", "t1i", "x2i", "t2i") if measure == "IRR" else ("ai", "n1i", "ci", "n2i")
    with np.errstate(divide="ignore", invalid="ignore"):
        found = float(
            getattr(MODELS[method, measure](*(columns[n][mine].astype(float) for n in names)), quantity)
        )
    return found if np.isfinite(found) else None
