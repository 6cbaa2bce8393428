"""A table of studies to one pooled estimate under a named profile of conventions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from curate.effects.counts import peto_odds_ratio
from curate.effects.definition import CELLS, RATES
from curate.effects.measures import Array
from curate.effects.shared_group import covariances
from curate.errors import Refused
from curate.model.caution import Caution, LeftOut, SparseEvents
from curate.model.effect import Effect, Pooled
from curate.model.protocol import Comparison, PoolOptions
from curate.pool.columns import StudyTable, refuse_level
from curate.pool.counted import BALANCED, counts_of
from curate.pool.doubts import on_numbers
from curate.pool.fit import METHODS
from curate.pool.pool import pool
from curate.pool.pool_counts import COUNTED, pooled_tables, refuse_unknown
from curate.pool.profiles import profile_of
from curate.pool.sparse import MODELS

COMMON = ("FE", "EE", "CE")
"""Names of the common effect by inverse variance."""


@dataclass(frozen=True, slots=True)
class StudyPool:
    """A pooled estimate of a table, with what it was made of.

    Attributes
    ----------
    labels, yi, vi, rows
        Of the studies that were pooled; their rows in the table, from 0.
    left_out
        Study → why it was not.
    counts, sizes, given
        Of the studies that were pooled, as `curate.pool.columns.StudyTable` has them.
    covariance, clusters
        Of effects that covary, [k, k], and the study of each; None and empty for independent ones.
    """

    pooled: Pooled
    profile: str
    labels: tuple[str, ...]
    yi: Array
    vi: Array
    rows: tuple[int, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    counts: Array | None = None
    sizes: Array | None = None
    given: Mapping[str, Array] = field(default_factory=dict)
    covariance: Array | None = None
    clusters: tuple[str, ...] = ()

    def of(self, places: Sequence[int]) -> StudyPool:
        """Return some of its studies, for what is asked of them alone; the estimate stays that of all."""
        return replace(
            self,
            labels=tuple(self.labels[place] for place in places),
            yi=self.yi[list(places)],
            vi=self.vi[list(places)],
            rows=tuple(self.rows[place] for place in places),
            counts=None if self.counts is None else self.counts[:, list(places)],
            sizes=None if self.sizes is None else self.sizes[:, list(places)],
            given={name: column[list(places)] for name, column in self.given.items()},
            covariance=None if self.covariance is None else self.covariance[np.ix_(places, places)],
            clusters=tuple(self.clusters[place] for place in places) if self.clusters else (),
        )

    def as_dict(self) -> dict[str, object]:
        """Return plain values for JSON, on the analysis scale (log for ratios)."""
        found = self.pooled
        names = (
            "estimate",
            "se",
            "ci_low",
            "ci_high",
            "p",
            "tau2",
            "i2",
            "q",
            "q_p",
            "k",
            "pi_low",
            "pi_high",
        )
        return {
            **{name: getattr(found, name) for name in names},
            "weights": list(found.weights),
            "measure": found.measure,
            "method": found.method,
            "ci": found.ci,
            "level": found.level,
            "profile": self.profile,
            "options": [list(pair) for pair in found.options],
            "warnings": list(found.warnings),
            "studies": list(self.labels),
            "yi": self.yi.tolist(),
            "vi": self.vi.tolist(),
            "left_out": dict(self.left_out),
        }


def from_effects(pooled: Pooled, effects: Sequence[Effect]) -> StudyPool:
    """Return the effects behind a pooled estimate as a pool of studies, for what is asked beside the estimate.

    Parameters
    ----------
    effects
        Those of the comparison; the ones left out are listed.
    """
    known = {effect.id: effect for effect in effects}
    used = [known[name] for name in pooled.effects]
    held = [counts_of(effect) for effect in used]
    counts = np.array([each for each in held if each], dtype=float).T if all(held) else None
    sizes = np.array([[effect.n1, effect.n2] for effect in used], dtype=float).T
    return StudyPool(
        pooled,
        dict(pooled.options).get("profile", "curate"),
        tuple(effect.label for effect in used),
        np.array([effect.yi for effect in used], dtype=float),
        np.array([effect.vi for effect in used], dtype=float),
        tuple(range(len(used))),
        {effect.label: effect.left_out for effect in effects if effect.left_out},
        counts if pooled.measure in ("OR", "RR", "RD") else None,
        sizes if (sizes > 0).all() else None,
        covariance=covariances(used) if pooled.covaries else None,
        clusters=tuple(effect.study for effect in used) if pooled.covaries else (),
    )


def study_pool(
    studies: StudyTable,
    *,
    method: str | None = None,
    ci: str | None = None,
    level: float = 95.0,
    profile: str = "curate",
    weights: Array | None = None,
) -> StudyPool:
    """Pool the studies of a table.

    Parameters
    ----------
    method
        An estimator of tau², ``FE`` for the common effect, ``MH`` or ``PETO``; None as the profile has it.
    ci
        ``auto``, ``z``, ``t``, ``knha`` or ``adhoc``; None as the profile has it.
    profile
        A name of `PROFILES`.
    weights
        Of all rows, for the method ``GENQ``.

    Raises
    ------
    UnknownName
        For a profile, method or interval that is not known.
    Refused
        For a level that is none; when no study is left, a study stands twice, a method needs counts that the table does
        not have, ``GENQ`` has no weights above zero, or another method has any.
    """
    refuse_level(level)
    rules = profile_of(profile)
    asked = (method or rules.defaults.method).upper()
    asked = {name.upper(): name for name in METHODS}.get(asked, asked)
    options = replace(
        rules.defaults,
        method="CE" if asked in COMMON else asked,
        ci=ci or rules.defaults.ci,
        level=level,
    )
    if (options.method == "GENQ") != (weights is not None):
        hint = "--weights COLUMN --method GENQ, or weights and method of the library"
        raise Refused("GENQ and weights go together", hint)
    comparison = Comparison("table", "the table", (), (), (), (), studies.measure)
    if asked in COUNTED:
        return _from_counts(studies, options, comparison)
    used = np.flatnonzero(np.isfinite(studies.yi))
    labels = tuple(studies.labels[row] for row in used.tolist())
    left_out = {studies.labels[row]: why for row, why in studies.left_out.items()}
    if not len(used):
        raise Refused(
            "no study has an effect",
            "see why each is left out",
            [f"{k}: {v}" for k, v in left_out.items()],
        )
    yi, vi = studies.yi[used], studies.vi[used]
    effects = [
        Effect("table", label, label, studies.measure, float(y), float(v), studies.measure, ())
        for label, y, v in zip(labels, yi, vi, strict=True)
    ]
    around = None
    counted = studies.counts is not None and ("MH", studies.measure) in MODELS
    if rules.q_from_mh and asked == "DL" and counted:
        around = _from_counts(studies, replace(options, method="MH"), comparison).pooled.estimate
    given = None if weights is None else _weights(weights[used], labels)
    pooled = pool(effects, options, comparison, around=around, weights=given)
    told = tuple(Caution(f"left out: {name} ({why})", LeftOut) for name, why in left_out.items())
    doubts = (*_on_empty_cells(studies, used), *on_numbers(studies, used))
    warnings = (*pooled.warnings, *doubts, *told)
    return StudyPool(
        replace(pooled, options=(*pooled.options, *_conventions(studies, around)), warnings=warnings),
        profile,
        labels,
        yi,
        vi,
        tuple(used.tolist()),
        left_out,
        *_behind(studies, used),
    )


def _weights(weights: Array, labels: Sequence[str]) -> Array:
    """Refuse weights that are none."""
    bad = ~(np.isfinite(weights) & (weights > 0))
    if bad.any():
        named = ", ".join(labels[place] for place in np.flatnonzero(bad).tolist())
        raise Refused(f"weights that are not above zero: {named}", "give every study a weight")
    return weights


def _behind(
    studies: StudyTable, used: NDArray[np.intp]
) -> tuple[Array | None, Array | None, dict[str, Array]]:
    """Return counts, group sizes and given columns of the studies used."""
    counts = None if studies.counts is None else studies.counts[:, used]
    sizes = None if studies.sizes is None else studies.sizes[:, used]
    return counts, sizes, {name: column[used] for name, column in studies.given.items()}


def _conventions(studies: StudyTable, around: float | None) -> tuple[tuple[str, str], ...]:
    """Return how the effects were computed, by name."""
    options, pairs = studies.options, {}
    if options.variance:
        pairs["variance"] = options.variance
    if studies.measure in ("SMD", "SMD1", "SMCC", "SMCR"):
        pairs["correction"] = options.correction
    if studies.counts is not None:
        rule = options.rule
        pairs["zero_cells"] = f"{rule.zero_cells}, {rule.add:g}"
        pairs["double_zero"] = "kept" if rule.keep_double_zero else "left out of ratios"
    if around is not None:
        pairs["q"] = "around the Mantel-Haenszel estimate"
    return tuple(sorted(pairs.items()))


def _on_empty_cells(studies: StudyTable, used: NDArray[np.intp]) -> list[Caution]:
    """Return a warning where what was added to empty cells is part of the effects, and what to do instead."""
    if studies.counts is None or studies.measure not in ("OR", "RR", "IRR"):
        return []
    a, first, c, second = studies.counts[:, used]
    empty = (a == 0) | (c == 0)
    if studies.measure != "IRR":
        empty |= (a == first) | (c == second)
    if not empty.any() or studies.options.rule.zero_cells == "none":
        return []
    named = ", ".join(studies.labels[row] for row in used[empty].tolist())
    sizes = np.maximum(first, second) / np.minimum(first, second)
    peto = " or PETO" if studies.measure == "OR" and sizes.max() < BALANCED else ""
    added = f"{studies.options.rule.add:g} was added to empty cells of {named}"
    other = f"method MH{peto} needs none added"
    return [Caution(f"{added}: inverse variance is poor for rare events; {other}", SparseEvents)]


def _from_counts(studies: StudyTable, options: PoolOptions, comparison: Comparison) -> StudyPool:
    """Pool the tables themselves."""
    refuse_unknown(options.method, studies.measure)
    if studies.counts is None:
        hint = f"give {' '.join(RATES)} for rates, {' '.join(CELLS)} else"
        raise Refused(f"{options.method} pools counts, which the table does not have", hint)
    whole = np.flatnonzero(np.isfinite(studies.counts).all(axis=0))
    labels = tuple(studies.labels[row] for row in whole.tolist())
    if twice := sorted({label for label in labels if labels.count(label) > 1}):
        raise Refused(f"counted twice: {', '.join(twice)}", "each participant counts once")
    if not len(whole):
        why = [f"{studies.labels[row]}: {told}" for row, told in studies.left_out.items()]
        raise Refused("no study has its counts", "see why each is left out", why)
    yi, vi = studies.yi[whole], studies.vi[whole]
    pooled = pooled_tables(
        studies.counts[:, whole], yi, vi, list(zip(labels, labels, strict=True)), options, comparison
    )
    pooled = replace(pooled, warnings=(*pooled.warnings, *on_numbers(studies, whole)))
    if options.method == "PETO":
        yi, vi = peto_odds_ratio(*studies.counts[:, whole])
    missing = {
        studies.labels[row]: why
        for row, why in studies.left_out.items()
        if row not in set(whole.tolist())
    }
    rows, behind = tuple(whole.tolist()), _behind(studies, whole)
    return StudyPool(pooled, options.profile, labels, yi, vi, rows, missing, *behind)
