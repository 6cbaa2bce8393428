"""Effect sizes and pooled estimates, with all that they were made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from functools import cached_property

from curate.model.ids import content_id

ARMS = "arms"
SHARED_SIDE = "shared_side"
SPLIT_AMONG = "split_among"
SHARED_VARIANCE = "shared_variance"
SHARED_PEOPLE = "shared_people"
DESIGN_EFFECT = "design_effect"
"""Keys of the options of an effect that other rooms compute with; see `Effect`."""

FOUND = ("studies", "tau2_between", "tau2_within")
"""Keys of the options of an estimate that are no conventions."""


def label_of(study_name: str, arms: str) -> str:
    """Return what an effect of a study is called, by its arms where the study has several."""
    return f"{study_name} ({arms})" if arms else study_name


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

    Of a study that keeps several arms apart against one group, `options` names the arms of each effect (`ARMS`), and
    what is done about the group that they share: its people parted (`SPLIT_AMONG`), or the covariance that it gives
    them (`SHARED_VARIANCE`; `SHARED_PEOPLE` of an SMD); `SHARED_SIDE` is its side.
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

    @property
    def arms(self) -> str:
        """The arms of an effect that is one of several of its study, such as ``High dose v Placebo``; else empty."""
        return dict(self.options).get(ARMS, "")

    @property
    def label(self) -> str:
        """What the effect is called beside others: its study, with its arms where the study has several."""
        return label_of(self.study_name, self.arms)

    def split(self, side: int) -> float:
        """Return the number of effects that the people of `side`, 1 or 2, are split among; 1 where they are not."""
        told = dict(self.options)
        return (
            float(told[SPLIT_AMONG])
            if told.get(SHARED_SIDE) == str(side) and SPLIT_AMONG in told
            else 1.0
        )

    def covaries_by(self, side: int) -> bool:
        """Return whether the group of `side`, 1 or 2, is in other effects of the study too, which covary by it."""
        told = dict(self.options)
        return SHARED_VARIANCE in told and told[SHARED_SIDE] == str(side)

    @property
    def design_effect(self) -> float:
        """What the people of both sides are divided by in a cluster trial; 1 in others."""
        return float(dict(self.options).get(DESIGN_EFFECT, 1))

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
    k
        Effects: studies, where none has several.
    tau2, i2, q, q_p
        Between-study variance, I² in percent, Cochran's Q and its p value. Of effects that covary, tau2 is the sum of
        the variances between and within studies, which `options` has apart.
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
    def conventions(self) -> dict[str, str]:
        """The conventions by name, without what the model found beside them."""
        return {name: said for name, said in self.options if name not in FOUND}

    @property
    def studies(self) -> int:
        """The studies behind the effects, fewer where several arms of one are kept apart."""
        return int(dict(self.options).get("studies", self.k))

    @property
    def covaries(self) -> bool:
        """Whether effects of one study covary: what takes them as independent is not for this estimate."""
        return "model" in dict(self.options)

    @property
    def id(self) -> str:
        """Content id of the estimate and everything behind it."""
        return content_id("po", asdict(self))
