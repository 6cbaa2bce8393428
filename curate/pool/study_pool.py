"""A table of studies to one pooled estimate under a named profile of conventions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from curate.effects.measures import Array
from curate.errors import Refused, UnknownName
from curate.model.effect import Effect, Pooled
from curate.model.protocol import Comparison, PoolOptions
from curate.pool.columns import RATES, StudyTable
from curate.pool.fit import fit
from curate.pool.inference import FEWEST_FOR_PREDICTION, heterogeneity_p, wald
from curate.pool.pool import pool
from curate.pool.sparse import MODELS, observed_less_expected

COMMON = ("FE", "EE", "CE")
"""Names of the common effect by inverse variance."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Conventions that go together.

    Attributes
    ----------
    method, ci
        Where nothing else is asked for.
    prediction
        Kind of prediction interval, see `curate.pool.inference.prediction`; ``with the test`` is normal for a normal
        test of the mean and t on k - 1 df else.
    fewest
        Studies below which no prediction interval is given.
    keep_double_zero
        Keep trials without an event in ratios, with ½ in every cell.
    """

    method: str
    ci: str
    prediction: str
    fewest: int
    keep_double_zero: bool = False


PROFILES: Mapping[str, Profile] = {
    "curate": Profile("REML", "auto", "riley", FEWEST_FOR_PREDICTION),
    "metafor": Profile("REML", "z", "with the test", 2, keep_double_zero=True),
}


@dataclass(frozen=True, slots=True)
class StudyPool:
    """A pooled estimate of a table, with what it was made of.

    Attributes
    ----------
    labels, yi, vi, rows
        Of the studies that were pooled; their rows in the table, from 0.
    left_out
        Study → why it was not.
    """

    pooled: Pooled
    profile: str
    labels: tuple[str, ...]
    yi: Array
    vi: Array
    rows: tuple[int, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)

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
            "warnings": list(found.warnings),
            "studies": list(self.labels),
            "yi": self.yi.tolist(),
            "vi": self.vi.tolist(),
            "left_out": dict(self.left_out),
        }


def study_pool(
    studies: StudyTable,
    *,
    method: str | None = None,
    ci: str | None = None,
    level: float = 95.0,
    profile: str = "curate",
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

    Raises
    ------
    UnknownName
        For a profile, method or interval that is not known.
    Refused
        When no study is left, a study stands twice, or a method needs counts that the table does not have.
    """
    if profile not in PROFILES:
        raise UnknownName.among("profile", profile, PROFILES)
    rules = PROFILES[profile]
    asked = (method or rules.method).upper() if method != "HSk" else "HSk"
    asked = {"HSK": "HSk"}.get(asked, asked)
    used = np.flatnonzero(np.isfinite(studies.yi))
    labels = tuple(studies.labels[row] for row in used.tolist())
    left_out = {studies.labels[row]: why for row, why in studies.left_out.items()}
    if asked in {name for name, _ in MODELS}:
        return _from_counts(studies, asked, level, profile)
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
    options = PoolOptions(method="CE" if asked in COMMON else asked, ci=ci or rules.ci, level=level)
    comparison = Comparison("table", "the table", (), (), (), (), studies.measure)
    pooled = pool(effects, options, comparison, kind=rules.prediction, fewest=rules.fewest)
    told = tuple(f"left out: {name} ({why})" for name, why in left_out.items())
    return StudyPool(
        replace(pooled, warnings=(*pooled.warnings, *told)),
        profile,
        labels,
        yi,
        vi,
        tuple(used.tolist()),
        left_out,
    )


def _from_counts(studies: StudyTable, method: str, level: float, profile: str) -> StudyPool:
    """Pool tables by Mantel-Haenszel or Peto: the estimate needs no correction of empty cells, Q has it."""
    model = MODELS.get((method, studies.measure))
    if model is None or studies.counts is None:
        known = ", ".join(measure for name, measure in MODELS if name == method)
        raise Refused(
            f"{method} pools {known}, from counts",
            f"give {' '.join(RATES)} for rates, ai n1i ci n2i else",
        )
    whole = np.flatnonzero(np.isfinite(studies.counts).all(axis=0))
    counts = studies.counts[:, whole]
    labels = tuple(studies.labels[row] for row in whole.tolist())
    if twice := sorted({label for label in labels if labels.count(label) > 1}):
        raise Refused(f"counted twice: {', '.join(twice)}", "each participant counts once")
    found = model(*counts)
    yi, vi = studies.yi[whole], studies.vi[whole]
    with np.errstate(invalid="ignore", divide="ignore"):
        if method == "PETO":
            difference, variance = observed_less_expected(*counts)
            yi, vi = np.where(variance > 0, (difference / variance, 1 / variance), np.nan)
    given = np.isfinite(yi) & np.isfinite(vi)
    q = float(((yi[given] - found.estimate) ** 2 / vi[given]).sum())
    k = int(given.sum())
    alone = fit([found.estimate], [found.se**2], method="CE")
    interval = wald(alone, level)
    spread = alone._replace(k=np.array([float(max(k, 1))]), q=np.array([q]))
    pooled = Pooled(
        comparison="table",
        measure=studies.measure,
        method=method,
        ci="z",
        level=level,
        k=len(whole),
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
        effects=labels,
        weights=tuple(found.weights.tolist()),
        warnings=tuple(
            f"{label}: no event in either group tells nothing about a ratio"
            for label, known in zip(labels, given.tolist(), strict=True)
            if not known
        ),
    )
    missing = {
        studies.labels[row]: why
        for row, why in studies.left_out.items()
        if row not in set(whole.tolist())
    }
    return StudyPool(pooled, profile, labels, yi, vi, tuple(whole.tolist()), missing)
