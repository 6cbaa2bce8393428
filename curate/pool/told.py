"""What every model says of the effects that it pools, and which effects none pools together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curate.effects.measures import Array
from curate.errors import Refused
from curate.model.caution import Caution, DominantStudy, FewStudies, LeftOut, SharedGroup, SparseEvents
from curate.model.effect import SHARED_VARIANCE, SPLIT_AMONG, Effect, Pooled
from curate.model.protocol import Comparison, PoolOptions

DOMINANT = 90.0
"""Percent of the weight from which one study is said to decide the estimate."""


def refuse_counted_twice(used: Sequence[Effect], comparison: Comparison) -> None:
    """Refuse several effects of a study, unless the group that they share is split among them or they covary.

    Raises
    ------
    Refused
        With the names of the studies.
    """
    twice = []
    for name, effects in _several(used).items():
        arms = {effect.arms for effect in effects}
        told = [dict(effect.options) for effect in effects]
        apart = any(all(key in each for each in told) for key in (SPLIT_AMONG, SHARED_VARIANCE))
        if len(arms) < len(effects) or not apart:
            twice.append(name)
    if twice:
        what = f"{comparison.label}: counted twice: {', '.join(sorted(twice))}"
        raise Refused(
            what, "each participant counts once: pick one effect per study or combine the arms"
        )


def refuse_covarying(used: Sequence[Effect], method: str, comparison: Comparison) -> None:
    """Refuse effects that covary, for a method that takes them as independent.

    Raises
    ------
    Refused
        With the names of the studies.
    """
    if names := covarying(used):
        what = f"{comparison.label}: {method} takes effects as independent, those of {', '.join(names)} covary"
        raise Refused(what, "say method REML, ML or CE, or the rule split or combine")


def covarying(used: Sequence[Effect]) -> list[str]:
    """Return the names of the studies with several effects that covary."""
    several = _several([effect for effect in used if SHARED_VARIANCE in dict(effect.options)])
    return list(several)


def on_effects(used: Sequence[Effect], weights: Array) -> list[Caution]:
    """Return what is to be said of one study, of one that holds nearly all the weight, and of empty cells."""
    told = []
    if len(used) == 1:
        told.append(Caution("one study: the estimate is its own", FewStudies))
    heaviest = int(weights.argmax())
    if len(used) > 1 and weights[heaviest] > DOMINANT:
        what = f"{used[heaviest].label} holds {weights[heaviest]:.0f}% of the weight"
        told.append(Caution(what, DominantStudy))
    empty = [effect.label for effect in used if _has_empty_cell(effect)]
    if empty:
        half = (
            f"½ was added to the cells of {', '.join(empty)}: inverse variance is poor for rare events"
        )
        told.append(Caution(f'{half}; method = "MH" needs none added', SparseEvents))
    return told


def on_shared_groups(used: Sequence[Effect]) -> list[Caution]:
    """Return what is to be said of groups that are split among the effects of a study."""
    split = _several([effect for effect in used if SPLIT_AMONG in dict(effect.options)])
    if not split:
        return []
    whose = ", ".join(f"{name} ({len(effects)} effects)" for name, effects in split.items())
    return [Caution(f"a group is split among its effects, taken as independent: {whose}", SharedGroup)]


def asked_conventions(options: PoolOptions, comparison: Comparison) -> dict[str, str]:
    """Return the conventions that were asked for, by name, whatever the model."""
    pairs = {
        "profile": options.profile,
        "method": options.method,
        "ci_asked": options.ci,
        "level": f"{options.level:g}",
    }
    if comparison.measure == "SMD":
        pairs["smd_variance"] = options.smd_variance
        pairs["smd_correction"] = options.smd_correction
    return pairs


def counting_studies(pooled: Pooled, used: Sequence[Effect]) -> Pooled:
    """Return the estimate with the number of studies among its conventions, where it is not that of the effects."""
    studies = len({effect.study for effect in used})
    if studies == len(used):
        return pooled
    return replace(pooled, options=tuple(sorted((*pooled.options, ("studies", str(studies))))))


def on_left_out(effects: Sequence[Effect]) -> list[Caution]:
    """Return the effects that are left out, and why."""
    return [
        Caution(f"left out: {effect.label} ({effect.left_out})", LeftOut)
        for effect in effects
        if effect.left_out
    ]


def _several(effects: Sequence[Effect]) -> dict[str, list[Effect]]:
    """Return the effects of each study that has more than one, by its name."""
    held: dict[str, list[Effect]] = {}
    for effect in effects:
        held.setdefault(effect.study, []).append(effect)
    return {each[0].study_name: each for each in held.values() if len(each) > 1}


def _has_empty_cell(effect: Effect) -> bool:
    """Return whether a side of a 2 × 2 table has no events, or only events."""
    for side in ("1", "2"):
        events, people = (
            [part.value for part in effect.inputs if part.role.startswith(f"{name}{side}")]
            for name in ("events", "n")
        )
        if events and sum(events) in (0.0, sum(people)):
            return True
    return False
