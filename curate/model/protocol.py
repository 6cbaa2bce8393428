"""The protocol of a review: what is asked, of which arms, when, and how it is pooled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome on one instrument.

    Attributes
    ----------
    kind
        ``continuous`` or ``binary``.
    minimum, maximum
        Ends of the scale in its own unit, None when open.
    direction
        ``lower`` or ``higher``: which end is good.
    aliases
        Labels that mean exactly this; compared without case and extra spaces.
    items
        1 where scores are whole numbers, more where a score is the mean of so many whole-number items, 0 else: means
        that no such scores can have are found then. Minimum and maximum are of one score.
    codebook
        What counts as this outcome, in a line: which definition is taken where a report has several.
    """

    code: str
    label: str
    kind: str = "continuous"
    minimum: float | None = None
    maximum: float | None = None
    direction: str = "lower"
    unit: str = ""
    aliases: tuple[str, ...] = ()
    items: float = 0.0
    codebook: str = ""


@dataclass(frozen=True, slots=True)
class Arm:
    """A kind of arm. `role` is ``experimental``, ``control`` or empty."""

    code: str
    label: str
    role: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timepoint:
    """A window of time after `anchor` (randomisation, first dose, end of treatment), in days.

    `prefer` says which of several time points in the window is used: closest, latest or earliest.
    """

    code: str
    label: str
    target_days: float | None = None
    from_days: float | None = None
    to_days: float | None = None
    anchor: str = "first dose"
    prefer: str = "closest"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """One pooled estimate that the protocol asks for.

    Attributes
    ----------
    outcomes, experimental, control, timepoints
        Codes; `outcomes` and `timepoints` in order of preference.
    measure
        One of ``measure``.
    basis
        ``final``, ``change`` or ``any``: ``any`` lets final scores and changes meet in one pool.
    options
        What differs from the review's options, such as ``{"method": "DL"}``; keys of `PoolOptions`.
    """

    code: str
    label: str
    outcomes: tuple[str, ...]
    experimental: tuple[str, ...]
    control: tuple[str, ...]
    timepoints: tuple[str, ...]
    measure: str
    basis: str = "final"
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """How one of several eligible results of a study is chosen, so that each person counts once.

    Attributes
    ----------
    dimension
        ``outcome``, ``timepoint``, ``basis``, ``adjusted``, ``analysis_set``, ``report`` or ``arm``.
    action
        ``prefer`` (take the first of `order` that is there) or, for arms, ``combine``, ``split`` (each arm against its
        share of the one group on the other side) or ``covary`` (each against the whole group, with the covariance that
        it gives them). Without a rule, several eligible results are refused.
    order
        Codes in order of preference; empty means the comparison's own order.
    """

    dimension: str
    action: str
    order: tuple[str, ...] = ()
    comparison: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A question of the codebook: design, dose, route, risk of bias … `per` is study, arm or result."""

    code: str
    question: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    per: str = "study"
    codebook: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who extracts or decides. A `trainee` never makes a pair alone."""

    name: str
    trainee: bool = False


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """Every convention of an effect size and its pooling; recorded with each result.

    Attributes
    ----------
    profile
        Name of `PROFILES`: what holds where nothing else is said.
    smd_variance
        A name of `curate.effects.measures.SMD_VARIANCES`. ``LS``: 1/n1 + 1/n2 + g²/(2N).
    smd_correction
        A name of `curate.effects.measures.CORRECTIONS`; ``none`` is Cohen's d.
    zero_cells
        Rule for empty cells of ratios, a name of `curate.effects.counts.ZERO_CELLS`; double-zero trials are left out.
    method
        tau² estimator, ``CE`` for the common effect, ``MH`` or ``PETO``; see `curate.effects.options.METHODS`.
    ci
        ``auto`` (Hartung-Knapp when k > 2 and tau² > 0, else Wald with a warning), ``knha``, ``adhoc``, ``t``, ``z``.
    prediction
        Quantile of the prediction interval: ``riley`` (t on k - 2 df), ``t`` (k - 1), ``z``, or ``test``: that of the
        confidence interval.
    level
        Of the intervals, in percent.
    ci_level_printed
        Level assumed for a printed interval that does not name its own; percent, 0 = refuse.
    """

    profile: str = "curate"
    smd_variance: str = "LS"
    smd_correction: str = "exact"
    zero_cells: str = "only0"
    method: str = "REML"
    ci: str = "auto"
    prediction: str = "riley"
    level: float = 95.0
    ci_level_printed: float = 95.0


PROFILES: Mapping[str, PoolOptions] = {
    "curate": PoolOptions(),
    "metafor": PoolOptions("metafor", ci="z", prediction="test"),
    "cochrane-revman": PoolOptions(
        "cochrane-revman", smd_variance="revman", smd_correction="approximate", ci="z"
    ),
}
"""Name → conventions that go together: ours, metafor's and Review Manager's."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """The whole protocol, as one version of review.toml says it. `version` is its id in the store."""

    title: str
    basis_of_truth: str = "verified"
    outcomes: tuple[Outcome, ...] = ()
    arms: tuple[Arm, ...] = ()
    timepoints: tuple[Timepoint, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    rules: tuple[Rule, ...] = ()
    items: tuple[Item, ...] = ()
    people: tuple[Person, ...] = ()
    options: PoolOptions = field(default_factory=PoolOptions)
    version: str = ""

    def entries(self, kind: str) -> tuple[Arm, ...] | tuple[Outcome, ...] | tuple[Timepoint, ...]:
        """Return what the protocol names of a kind: ``arm``, ``outcome`` or ``timepoint``."""
        match kind:
            case "arm":
                return self.arms
            case "outcome":
                return self.outcomes
            case "timepoint":
                return self.timepoints
        raise KeyError(kind)

    def codebook_line(self, key: str) -> str:
        """Return what the protocol says of how to read the fact of a record's key; empty where it says nothing."""
        lines = {outcome.code: outcome.codebook for outcome in self.outcomes}
        lines |= {item.code: item.codebook or item.question for item in self.items}
        return next((lines[part] for part in reversed(key.split("|")[1:]) if lines.get(part)), "")

    def aliases(self, kind: str) -> dict[str, str]:
        """Return normalised label → code for ``arm``, ``outcome`` or ``timepoint``.

        A code's own name and label are aliases of it too.
        """
        return {
            normalised(name): entry.code
            for entry in self.entries(kind)
            for name in (entry.code, entry.label, *entry.aliases)
        }


def normalised(label: str) -> str:
    """Return `label` as labels are compared: case folded, white space collapsed."""
    return " ".join(label.casefold().split())
