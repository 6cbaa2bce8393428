"""One pooled estimate from tables of counts: Mantel-Haenszel and Peto, where events are rare."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from curate.effects.counts import peto_odds_ratio
from curate.effects.measures import Array
from curate.errors import Refused
from curate.model.caution import Caution, LeftOut, SparseEvents
from curate.model.effect import Effect, Pooled
from curate.model.protocol import Comparison, PoolOptions
from curate.pool.counted import common_effect, counts_of, warnings_on_peto
from curate.pool.fit import fit
from curate.pool.inference import heterogeneity_p, wald
from curate.pool.profiles import profile_of
from curate.pool.sparse import MODELS
from curate.pool.told import (
    counting_studies,
    on_left_out,
    on_shared_groups,
    refuse_counted_twice,
    refuse_covarying,
)

COUNTED = tuple(dict.fromkeys(method for method, _ in MODELS))
"""Methods that pool tables, not effects."""


def by_effects(method: str) -> str:
    """Return the model that stands in, where only an order is wanted, for one that needs more than effects."""
    if method == "GENQ":
        return "DL"
    return "CE" if method in COUNTED else method


def refuse_unknown(method: str, measure: str) -> None:
    """Refuse a method that does not pool the counts of `measure`."""
    if (method, measure) not in MODELS:
        known = ", ".join(measure for name, measure in MODELS if name == method)
        raise Refused(f"{method} pools {known}, from counts, not {measure}", "choose another method")


def pool_counts(effects: Sequence[Effect], options: PoolOptions, comparison: Comparison) -> Pooled:
    """Pool the counts behind the effects of `comparison`; effects without counts are named in the warnings.

    Raises
    ------
    Refused
        When the method is not for the measure, a study occurs twice, or none has counts.
    """
    refuse_unknown(options.method, comparison.measure)
    mine = [effect for effect in effects if effect.comparison == comparison.code]
    held = [
        (effect, counts_of(effect)) for effect in mine if effect.yi is not None and not effect.left_out
    ]
    used = [(effect, counts) for effect, counts in held if counts is not None]
    if not used:
        raise Refused(f"{comparison.label}: no study has counts", "choose another method")
    refuse_counted_twice([effect for effect, _ in used], comparison)
    refuse_covarying([effect for effect, _ in used], options.method, comparison)
    told = [
        Caution(f"left out: {effect.label} (printed without counts)", LeftOut)
        for effect, counts in held
        if counts is None
    ]
    told += [*on_shared_groups([effect for effect, _ in used]), *on_left_out(mine)]
    pooled = pooled_tables(
        np.array([counts for _, counts in used], dtype=float).T,
        np.array([effect.yi for effect, _ in used], dtype=float),
        np.array([effect.vi for effect, _ in used], dtype=float),
        [(effect.id, effect.label) for effect, _ in used],
        options,
        comparison,
        told,
    )
    return counting_studies(pooled, [effect for effect, _ in used])


def pooled_tables(
    counts: Array,
    yi: Array,
    vi: Array,
    studies: Sequence[tuple[str, str]],
    options: PoolOptions,
    comparison: Comparison,
    told: Sequence[Caution] = (),
) -> Pooled:
    """Pool tables, [4, k], under the profile of `options`; the estimate needs no correction of empty cells, Q has it.

    Parameters
    ----------
    yi, vi
        The effects of the tables, for Q; NaN where a table has none.
    studies
        Id and name of each.

    Raises
    ------
    Refused
        Where the tables together have no estimate.
    """
    method, measure, level = options.method, comparison.measure, options.level
    refuse_unknown(method, measure)
    rules = profile_of(options.profile)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = common_effect(counts, measure, method, rules)
    if not (np.isfinite(found.estimate) and np.isfinite(found.se)):
        why = "one group has no event, or nothing else, in all studies"
        what = f"{comparison.label}: {method} gives no {measure}: {why}"
        raise Refused(what, "pool a risk difference, or Peto's odds ratio")
    if method == "PETO":
        yi, vi = peto_odds_ratio(*counts)
    given = np.isfinite(yi) & np.isfinite(vi)
    q = float(((yi[given] - found.estimate) ** 2 / vi[given]).sum())
    k = int(given.sum())
    alone = fit([found.estimate], [found.se**2], method="CE")
    interval = wald(alone, level)
    spread = alone._replace(k=np.array([float(max(k, 1))]), q=np.array([q]))
    silent = "no event in either group tells nothing about a ratio"
    cautions = [
        Caution(f"{name}: {silent}", SparseEvents)
        for (_, name), known in zip(studies, given.tolist(), strict=True)
        if not known
    ]
    cautions += warnings_on_peto(counts, found.estimate) if method == "PETO" else []
    return Pooled(
        comparison=comparison.code,
        measure=measure,
        method=method,
        ci="z",
        level=level,
        k=counts.shape[1],
        estimate=found.estimate,
        se=found.se,
        ci_low=float(interval.low[0]),
        ci_high=float(interval.high[0]),
        p=float(interval.p[0]),
        tau2=0.0,
        i2=max(0.0, 100 * (q - (k - 1)) / q) if q > 0 else 0.0,
        q=q,
        q_p=float(heterogeneity_p(spread)[0]) if k > 1 else None,
        pi_low=None,
        pi_high=None,
        effects=tuple(name for name, _ in studies),
        weights=tuple(found.weights.tolist()),
        options=_conventions(options, measure),
        warnings=(*cautions, *told),
    )


def _conventions(options: PoolOptions, measure: str) -> tuple[tuple[str, str], ...]:
    rules = profile_of(options.profile)
    pairs = {
        "profile": options.profile,
        "method": options.method,
        "ci_asked": "z",
        "level": f"{options.level:g}",
    }
    if options.method == "MH" and measure == "RD":
        pairs["variance"] = rules.mh_rd_variance
    if options.method == "MH" and measure != "IRR":
        pairs["zero_cells"] = "only0, 0.5" if rules.mh_corrected else "none"
    return tuple(sorted(pairs.items()))
