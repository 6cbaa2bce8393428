"""One pooled estimate from effects that covary, since several arms of a trial share a group.

A three-level model with the covariances known: effects within studies within a population. Where the common effect is
asked for, or there is one study, generalised least squares with no variance beside the known ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri, stdtr, stdtrit

from curate.effects.measures import Array
from curate.effects.shared_group import covariances
from curate.model.caution import Caution, FewStudies, IntervalChanged, SeveralMaxima
from curate.model.effect import Effect, Pooled
from curate.model.protocol import Comparison, PoolOptions
from curate.pool.clusters import Clusters, solve, stacked
from curate.pool.multilevel import METHODS, fit_multilevel
from curate.pool.profiles import profile_of
from curate.pool.told import asked_conventions, on_effects, on_left_out, refuse_covarying

MODEL = "three-level, covariances of shared groups known"
COMMON = "common effect, covariances of shared groups known"


class Fit(NamedTuple):
    """Estimate and standard error, the variances, I² in percent, Q, and how many maxima the likelihood has."""

    estimate: float
    se: float
    between: float
    within: float
    i2: float
    q: float
    modes: int

    @property
    def tau2(self) -> float:
        """Both variances together."""
        return self.between + self.within


def fit_covarying(held: Clusters, method: str) -> Fit:
    """Fit effects with known covariances: the common effect for ``CE`` or one study, else a three-level model."""
    plain = solve(held, 0.0, 0.0)
    q = plain.squares
    if method == "CE" or len(held.names) == 1:
        i2 = max(0.0, 100 * (q - (held.k - 1)) / q) if q > 0 else 0.0
        return Fit(float(plain.beta[0]), float(np.sqrt(plain.bread[0, 0])), 0.0, 0.0, i2, q, 1)
    made = fit_multilevel(held, method=method, test="z")
    i2 = made.i2_between + made.i2_within
    return Fit(float(made.estimate[0]), float(made.se[0]), made.between, made.within, i2, q, made.modes)


def pool_covarying(
    used: Sequence[Effect], every: Sequence[Effect], options: PoolOptions, comparison: Comparison
) -> Pooled:
    """Pool effects of which some covary.

    Parameters
    ----------
    every
        All effects of the comparison: those left out are named in the warnings.

    Raises
    ------
    Refused
        For a method that takes effects as independent.
    """
    if options.method not in (*METHODS, "CE"):
        refuse_covarying(used, options.method, comparison)
    yi = np.array([effect.yi for effect in used], dtype=float)
    held = stacked(yi, covariances(used), [effect.study for effect in used])
    k, studies = held.k, len(held.names)
    is_common = options.method == "CE" or studies == 1
    found = fit_covarying(held, options.method)
    tau2 = found.tau2
    kind, why = _kind(options, studies, tau2, is_common)
    df = studies - 1 if kind == "t" else None
    half = quantile(df, options.level) * found.se
    statistic = -abs(found.estimate / found.se)
    limits = None if is_common else _prediction(options, kind, studies, tau2 + found.se**2)
    weights = row_weights(held, found)
    return Pooled(
        comparison=comparison.code,
        measure=comparison.measure,
        method=options.method,
        ci=kind,
        level=options.level,
        k=k,
        estimate=found.estimate,
        se=found.se,
        ci_low=found.estimate - half,
        ci_high=found.estimate + half,
        p=float(2 * (ndtr(statistic) if df is None else stdtr(df, statistic))),
        tau2=tau2,
        i2=found.i2,
        q=found.q,
        q_p=float(chdtrc(k - 1, found.q)),
        pi_low=None if limits is None else found.estimate - limits,
        pi_high=None if limits is None else found.estimate + limits,
        effects=tuple(effect.id for effect in used),
        weights=tuple(weights.tolist()),
        options=_conventions(options, comparison, found, studies, is_common),
        warnings=(*why, *_maxima(found), *on_effects(used, weights), *on_left_out(every)),
    )


def _kind(options: PoolOptions, studies: int, tau2: float, is_common: bool) -> tuple[str, list[Caution]]:
    """Return the interval in use, ``t`` on studies - 1 df or ``z``, and why it is not the one expected."""
    if studies == 1:
        return "z", [Caution("one study: nothing is known about others", FewStudies)]
    asked = options.ci
    if asked == "auto":
        return "t" if studies > 2 and tau2 > 0 and not is_common else "z", []
    if asked in ("knha", "adhoc"):
        said = "t interval on studies - 1 df, since Hartung-Knapp is for independent effects"
        return "t", [Caution(said, IntervalChanged)]
    return asked, []


def quantile(df: int | None, level: float) -> float:
    """Return the quantile of an interval, of t or of a normal distribution where there are no degrees of freedom."""
    tail = 0.5 + level / 200
    return float(ndtri(tail) if df is None else stdtrit(df, tail))


def _prediction(options: PoolOptions, kind: str, studies: int, variance: float) -> float | None:
    """Return half the prediction interval for an effect of a new study; None below the fewest studies."""
    if studies < profile_of(options.profile).fewest:
        return None
    chosen = kind if options.prediction == "test" else options.prediction
    df = {"riley": studies - 2, "t": studies - 1, "z": None}[chosen]
    if df is not None and df < 1:
        return None
    return quantile(df, options.level) * float(np.sqrt(variance))


def row_weights(held: Clusters, found: Fit) -> Array:
    """Return what each effect weighs in the estimate, percent: the sums of the rows of Σ⁻¹."""
    solved = solve(held, found.within, found.between)
    sums = np.einsum("cij,cj->ci", solved.inverse, held.x[:, :, 0]).ravel()[held.rows]
    return np.asarray(100 * sums / sums.sum())


def _maxima(found: Fit) -> list[Caution]:
    said = f"the likelihood has {found.modes} maxima; the highest is used"
    return [Caution(said, SeveralMaxima)] if found.modes > 1 else []


def _conventions(
    options: PoolOptions, comparison: Comparison, found: Fit, studies: int, is_common: bool
) -> tuple[tuple[str, str], ...]:
    pairs = asked_conventions(options, comparison)
    pairs |= {"model": COMMON if is_common else MODEL, "studies": str(studies)}
    if not is_common:
        pairs |= {"tau2_between": repr(found.between), "tau2_within": repr(found.within)}
        pairs["prediction"] = options.prediction
    return tuple(sorted(pairs.items()))
