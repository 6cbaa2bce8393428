"""One pooled estimate from the effects of one comparison, with what a reader must be told."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from curate.effects.measures import Array
from curate.effects.options import INTERVALS
from curate.errors import Refused, UnknownName
from curate.model.caution import Caution, FewStudies, IntervalChanged, SeveralMaxima
from curate.model.effect import Effect, Pooled
from curate.model.protocol import Comparison, PoolOptions
from curate.pool.fit import Fits, fit
from curate.pool.inference import INTERVALS as KINDS
from curate.pool.inference import (
    Interval,
    hartung_knapp,
    heterogeneity_p,
    prediction,
    wald,
)
from curate.pool.pool_counts import COUNTED, pool_counts
from curate.pool.pool_covarying import pool_covarying
from curate.pool.profiles import profile_of
from curate.pool.told import (
    asked_conventions,
    counting_studies,
    covarying,
    on_effects,
    on_left_out,
    on_shared_groups,
    refuse_counted_twice,
)
from curate.pool.weights import PEOPLE, people_weights


def pool(
    effects: Sequence[Effect],
    options: PoolOptions,
    comparison: Comparison,
    *,
    around: float | None = None,
    weights: Array | None = None,
) -> Pooled:
    """Pool the effects of `comparison`; those left out are named in the warnings.

    Effects of a study that covary, since its arms share a group, make a model that knows their covariances: see
    `curate.pool.pool_covarying`.

    Parameters
    ----------
    effects
        Of this comparison or of several; on the analysis scale (log for RR and OR).
    options
        The conventions, as `curate.effects.options.merged_options` gives them.
    around
        What Q is taken around, see `curate.pool.fit.fit`.
    weights
        Of the effects under ``GENQ``; None for `curate.pool.weights.people_weights`.

    Raises
    ------
    Refused
        When no effect is left, a study occurs twice, measures are mixed, or a variance is not positive.
    UnknownName
        For a method or an interval that is not known.
    """
    if options.method in COUNTED:
        return pool_counts(effects, options, comparison)
    mine = [effect for effect in effects if effect.comparison == comparison.code]
    used = [effect for effect in mine if effect.yi is not None and not effect.left_out]
    _refuse_mixture(used, comparison)
    if covarying(used):
        return pool_covarying(used, mine, options, comparison)
    yi = np.array([effect.yi for effect in used], dtype=float)
    vi = np.array([effect.vi for effect in used], dtype=float)
    by_people = options.method == "GENQ" and weights is None
    if by_people:
        weights = people_weights(used)
    fits = fit(yi, vi, method=options.method, weights=weights, around=around)
    name, interval, other, why = _interval(fits, options)
    chosen = options.prediction
    if chosen == "test":
        chosen = "z" if name == "z" else "t"
    fewest = profile_of(options.profile).fewest
    pi_low, pi_high = _prediction(fits, interval, options, chosen, fewest)
    k = len(used)
    pooled = Pooled(
        comparison=comparison.code,
        measure=comparison.measure,
        method=options.method,
        ci=name,
        level=options.level,
        k=k,
        estimate=float(fits.estimate[0]),
        se=float(interval.se[0]),
        ci_low=float(interval.low[0]),
        ci_high=float(interval.high[0]),
        p=float(interval.p[0]),
        tau2=float(fits.tau2[0]),
        i2=float(fits.i2[0]),
        q=float(fits.q[0]) if k > 1 else 0.0,
        q_p=float(heterogeneity_p(fits)[0]) if k > 1 else None,
        pi_low=pi_low,
        pi_high=pi_high,
        effects=tuple(effect.id for effect in used),
        weights=tuple(fits.weights[0].tolist()),
        other=other,
        options=_conventions(options, comparison, chosen, fewest, PEOPLE if by_people else ""),
        warnings=(
            *why,
            *_maxima(fits),
            *on_effects(used, fits.weights[0]),
            *on_shared_groups(used),
            *on_left_out(mine),
        ),
    )
    return counting_studies(pooled, used)


def _refuse_mixture(used: Sequence[Effect], comparison: Comparison) -> None:
    if not used:
        raise Refused(
            f"{comparison.label}: there is no effect to pool", "see why the effects were left out"
        )
    for effect in used:
        if effect.measure != comparison.measure:
            what = (
                f"{effect.study_name}: an effect of measure {effect.measure} among {comparison.measure}"
            )
            raise Refused(what, "one pool holds one measure")
        if effect.vi is None or not (math.isfinite(effect.vi) and effect.vi > 0):
            raise Refused(f"{effect.study_name}: the variance {effect.vi} is not above zero")
    refuse_counted_twice(used, comparison)


def _interval(
    fits: Fits, options: PoolOptions
) -> tuple[str, Interval, tuple[str, float, float] | None, list[Caution]]:
    """Return name and interval in use, the other one at k = 2, and why it is not the one expected."""
    if options.ci not in INTERVALS:
        raise UnknownName.among("interval", options.ci, INTERVALS)
    k, tau2 = int(fits.k[0]), float(fits.tau2[0])
    both = {"z": wald(fits, options.level), "knha": hartung_knapp(fits, options.level)}
    if options.ci in ("t", "adhoc") and k > 1:
        return options.ci, KINDS[options.ci](fits, options.level), None, []
    has_width = math.isfinite(float(both["knha"].se[0]))
    name, why = options.ci, list[Caution]()
    if name == "auto":
        name = "knha" if k > 2 and tau2 > 0 else "z"
        if k == 2 and options.method != "CE":
            few = "Wald interval, since Hartung-Knapp has one degree of freedom with two studies"
            why.append(Caution(few, FewStudies))
        elif k > 2 and tau2 == 0 and options.method != "CE":
            zero = "Wald interval, since tau² is estimated as zero: Hartung-Knapp can then be too narrow"
            why.append(Caution(zero, IntervalChanged))
    elif name != "z" and not has_width:
        name = "z"
        why.append(Caution("Wald interval, since Hartung-Knapp has no width here", IntervalChanged))
    interval = both[name]
    if name == "knha" and interval.high[0] - interval.low[0] < both["z"].high[0] - both["z"].low[0]:
        why.append(Caution("the Hartung-Knapp interval is narrower than Wald's", IntervalChanged))
    rest = "z" if name == "knha" else "knha"
    shown = k == 2 and has_width
    other = (rest, float(both[rest].low[0]), float(both[rest].high[0])) if shown else None
    return name, interval, other, why


def _prediction(
    fits: Fits, interval: Interval, options: PoolOptions, kind: str, fewest: int
) -> tuple[float | None, float | None]:
    if options.method == "CE" or fits.k[0] < fewest:
        return None, None
    low, high = prediction(fits, interval.se, options.level, kind)
    return float(low[0]), float(high[0])


_QUANTILES = {
    "riley": "t with k-2 df",
    "t": "t with k-1 df",
    "z": "normal",
    "simple": "normal, tau² alone",
}


def _conventions(
    options: PoolOptions, comparison: Comparison, kind: str, fewest: int, weights: str
) -> tuple[tuple[str, str], ...]:
    """Return every convention behind the numbers, by name."""
    pairs = asked_conventions(options, comparison)
    pairs["i2"] = "from Q" if options.method == "CE" else "from tau2 and the typical variance"
    if options.method != "CE":
        pairs["prediction"] = f"{_QUANTILES[kind]}, from {fewest} studies on"
    if weights:
        pairs["weights"] = weights
    return tuple(sorted(pairs.items()))


def _maxima(fits: Fits) -> list[Caution]:
    if fits.modes[0] <= 1:
        return []
    maxima = f"the likelihood of tau² has {fits.modes[0]:.0f} maxima; the highest is used"
    return [Caution(maxima, SeveralMaxima)]
