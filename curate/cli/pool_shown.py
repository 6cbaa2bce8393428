"""A pooled estimate as the command line shows it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from curate.cli.common import counted, say
from curate.model.terms import LOG_SCALE

if TYPE_CHECKING:
    from curate.model.effect import Pooled
    from curate.review.results import Estimate

_KINDS = {"knha": "Hartung-Knapp", "adhoc": "ad hoc Hartung-Knapp", "t": "t", "z": "Wald"}


def show(estimate: Estimate) -> None:
    """Print a pooled estimate: the number, its interval, heterogeneity, warnings, what is left out."""
    say(f"{estimate.label} ({estimate.comparison})")
    if estimate.pooled is None:
        say(f"  not pooled: {estimate.why}")
    else:
        show_pooled(estimate.pooled)
        say(f"  trace: {estimate.id[:11]}")
    for effect in estimate.left_out:
        say(f"  left out: {effect.label}: {effect.left_out}")


def in_words(pooled: Pooled) -> str:
    """Return estimate, interval, p, number of studies and model on one line; ratios as ratios."""
    scale = math.exp if pooled.measure in LOG_SCALE else float
    told = f"{pooled.measure} {number(scale(pooled.estimate))}"
    model = f"{pooled.method}, {_KINDS.get(pooled.ci, pooled.ci)} {pooled.level:g}% interval"
    limits = _interval(pooled, pooled.ci_low, pooled.ci_high)
    k = (
        f"k {pooled.k} in {counted(pooled.studies, 'study')}"
        if pooled.studies < pooled.k
        else f"k {pooled.k}"
    )
    return f"{told} {limits}  p {_p(pooled.p)}  {k}  {model}"


def _interval(pooled: Pooled, low: float, high: float) -> str:
    scale = math.exp if pooled.measure in LOG_SCALE else float
    return f"[{number(scale(low))}, {number(scale(high))}]"


def show_pooled(pooled: Pooled) -> None:
    """Print an estimate with its heterogeneity and warnings."""
    say(f"  {in_words(pooled)}")
    spread = f"  tau² {pooled.tau2:.4f}, I² {pooled.i2:.0f}%, Q {pooled.q:.2f}"
    if pooled.q_p is not None:
        spread += f" (p {_p(pooled.q_p)})"
    if pooled.pi_low is not None and pooled.pi_high is not None:
        spread += f", prediction interval {_interval(pooled, pooled.pi_low, pooled.pi_high)}"
    say(spread)
    if (said := dict(pooled.options)).keys() >= {"tau2_between", "tau2_within"}:
        parts = (float(said[f"tau2_{name}"]) for name in ("between", "within"))
        say("  variance between studies {:.4f}, within them {:.4f}; known covariances".format(*parts))
    if pooled.other:
        name, low, high = pooled.other
        say(f"  {_KINDS.get(name, name)} interval: {_interval(pooled, low, high)}")
    for warning in pooled.warnings:
        say(f"  warning: {warning}")


def number(value: float) -> str:
    """Return two decimals; three where two would hide on which side of zero a limit lies."""
    return f"{value:.3f}" if 0 < abs(value) < 0.005 else f"{value:.2f}"


def _p(value: float) -> str:
    return "<0.001" if value < 0.001 else f"{value:.3f}"
