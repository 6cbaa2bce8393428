"""Effect sizes and pooled estimates, with all that they were made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from functools import cached_property

from curate.model.ids import content_id


@dataclass(frozen=True, slots=True)
class Input:
    """One number that went into an effect.

    Attributes
    ----------
    role
        What it is in the formula: ``m1``, ``sd1``, ``n1``, ``m2`` …; ``se1`` before a conversion.
        1 is the experimental side, 2 the control. ``m1.1``, ``m1.2`` when arms were combined.
    value
        As used.
    record
        Key of the curated record.
    reading, decision
        Ids behind that record at the time.
    """

    role: str
    value: float
    record: str
    reading: str = ""
    decision: str = ""


@dataclass(frozen=True)
class Effect:
    """One effect size of one study in one comparison.

    Attributes
    ----------
    yi, vi
        Estimate and its sampling variance; log scale for RR and OR. None when `left_out` says why.
    formula
        Names of the steps, such as ``SMD; exact J; variance LS; sd from se``.
    options
        The conventions used, as key-value pairs.
    n1, n2
        People per side.
    left_out
        Why the effect is not pooled; empty for the ones that are.
    """

    comparison: str
    study: str
    study_name: str
    measure: str
    yi: float | None
    vi: float | None
    formula: str
    inputs: tuple[Input, ...]
    n1: float = 0.0
    n2: float = 0.0
    outcome: str = ""
    timepoint: str = ""
    basis: str = ""
    options: tuple[tuple[str, str], ...] = ()
    left_out: str = ""

    @cached_property
    def id(self) -> str:
        """Content id: the same inputs and conventions give the same id."""
        held = {each.name: getattr(self, each.name) for each in fields(self)}
        inputs = [{name: getattr(each, name) for name in Input.__slots__} for each in self.inputs]
        return content_id("ef", held | {"inputs": inputs})


@dataclass(frozen=True, slots=True)
class Pooled:
    """One pooled estimate, on the scale of the effects (log for RR and OR).

    Attributes
    ----------
    estimate, se, ci_low, ci_high, p
        Of the mean effect.
    ci
        The interval that was used: ``knha`` or ``z``.
    tau2, i2, q, q_p
        Between-study variance, I² in percent, Cochran's Q and its p value.
    pi_low, pi_high
        Prediction interval; None below five studies.
    other
        At k = 2, the interval of the other kind: (name, low, high).
    weights
        Percent, in the order of `effects`.
    warnings
        What a reader must know.
    """

    comparison: str
    measure: str
    method: str
    ci: str
    level: float
    k: int
    estimate: float
    se: float
    ci_low: float
    ci_high: float
    p: float
    tau2: float
    i2: float
    q: float
    q_p: float | None
    pi_low: float | None
    pi_high: float | None
    effects: tuple[str, ...]
    weights: tuple[float, ...]
    other: tuple[str, float, float] | None = None
    options: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Content id of the estimate and everything behind it."""
        return content_id("po", asdict(self))
