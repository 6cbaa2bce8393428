"""Several effects of one study against one group of people: the group split among them, or their covariance.

References
----------
Cochrane Handbook 23.3.4; Gleser & Olkin (2009), The Handbook of Research Synthesis and Meta-Analysis, chapter 19.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from curate.effects.arms import Side
from curate.effects.compute import RATES, how
from curate.effects.convert import shared as formulas
from curate.effects.counts import corrected_rates, corrected_tables
from curate.effects.measures import Array
from curate.effects.select import Chosen, Shared
from curate.model.effect import (
    SHARED_PEOPLE,
    SHARED_SIDE,
    SHARED_VARIANCE,
    SPLIT_AMONG,
    Effect,
)
from curate.model.protocol import PoolOptions, Protocol

_SCORES: Mapping[str, Callable[[float, float, float], Array]] = {
    "MD": lambda _, sd, n: formulas.covariance_of_mean_differences(sd, n),
    "ROM": formulas.covariance_of_ratios_of_means,
    "SMD": lambda _, sd, n: np.asarray(1 / n),
}
_COUNTS: Mapping[str, Callable[[float, float], Array]] = {
    "RR": formulas.covariance_of_risk_ratios,
    "OR": formulas.covariance_of_odds_ratios,
    "RD": formulas.covariance_of_risk_differences,
    "IRR": formulas.covariance_of_rate_ratios,
    "IRD": formulas.covariance_of_rate_differences,
}
COVARYING = (*_SCORES, *_COUNTS)
"""Measures of which the covariance of two effects against one group is known."""


def arms_in_words(chosen: Chosen, protocol: Protocol) -> str:
    """Return the arms of a choice by their labels: ``High dose v Placebo``."""
    names = {arm.code: arm.label for arm in protocol.arms}
    sides = (
        " + ".join(names.get(code, code) for result in side for code in result.arms)
        for side in (chosen.experimental, chosen.control)
    )
    return " v ".join(sides)


def split_in_words(shared: Shared) -> tuple[str, tuple[tuple[str, str], ...], tuple[float, float]]:
    """Return the step, the assumptions for the record, and what the people of both sides are divided by."""
    step = f"people of group {shared.side} split among {shared.among} comparisons"
    options = ((SHARED_SIDE, str(shared.side)), (SPLIT_AMONG, str(shared.among)))
    among = float(shared.among)
    return step, options, (among, 1.0) if shared.side == 1 else (1.0, among)


def with_covariances(
    effects: Sequence[Effect],
    drafts: Sequence[tuple[tuple[Side, Side] | None, Shared | None]],
    options: PoolOptions,
) -> list[Effect]:
    """Return the effects that covary with what their covariances are made of, see `covariances`; others as they are.

    Parameters
    ----------
    drafts
        Of each effect its two sides, and the group that it shares.
    """
    found = list(effects)
    people: dict[str, float] = {}
    for effect, (sides, shared) in zip(effects, drafts, strict=True):
        if sides and shared and shared.action == "covary":
            own = sides[2 - shared.side].numbers[-1]
            people.setdefault(effect.study, sides[shared.side - 1].numbers[-1])
            people[effect.study] += own
    for place, (effect, (sides, shared)) in enumerate(zip(effects, drafts, strict=True)):
        if (
            sides
            and shared
            and shared.action == "covary"
            and effect.vi is not None
            and not effect.left_out
        ):
            found[place] = _covarying(effect, sides, shared.side, people[effect.study], options)
    return found


def _covarying(
    effect: Effect, sides: tuple[Side, Side], side: int, people: float, options: PoolOptions
) -> Effect:
    if effect.measure not in COVARYING:
        why = f"the covariance of two {effect.measure} against one group is not known: split it, or combine the arms"
        return replace(effect, yi=None, vi=None, left_out=why)
    part = _part(effect.measure, sides, side, options)
    more = [(SHARED_SIDE, str(side)), (SHARED_VARIANCE, repr(part))]
    step = f"shares group {side}: covariance {part:.4g}"
    if effect.measure == "SMD":
        more.append((SHARED_PEOPLE, repr(people)))
        step += f" + d1 d2/{2 * people:g}"
    step += " with the study's other effects"
    return replace(effect, formula=f"{effect.formula}; {step}", options=(*effect.options, *more))


def _part(measure: str, sides: tuple[Side, Side], side: int, options: PoolOptions) -> float:
    """Return the part of an effect's sampling variance that the group of `side` gives, cells corrected as its own."""
    if measure in _SCORES:
        mean, sd, n = sides[side - 1].numbers
        return float(_SCORES[measure](mean, sd, n))
    counts = np.array([*sides[0].numbers, *sides[1].numbers])[:, None]
    rule = how(measure, options).rule
    correct = corrected_rates if measure in RATES else corrected_tables
    first, second = correct(counts, rule, ratio=measure in ("RR", "OR", "IRR"))[
        2 * side - 2 : 2 * side, 0
    ]
    return float(_COUNTS[measure](first, second))


def covariances(effects: Sequence[Effect]) -> Array:
    """Return the covariance matrix [k, k] of effects: their variances, and what shared groups give.

    Two effects of a study covary by the variance that their group gives them (the root of both, where empty cells are
    corrected in one of them alone); an SMD also by d1 d2/(2N), N people in all groups of the trial.
    """
    matrix = np.diag([float(effect.vi or 0.0) for effect in effects])
    told = [dict(effect.options) for effect in effects]
    for i, one in enumerate(effects):
        for j in range(i):
            two = effects[j]
            if one.study != two.study or not (SHARED_VARIANCE in told[i] and SHARED_VARIANCE in told[j]):
                continue
            value = math.sqrt(float(told[i][SHARED_VARIANCE]) * float(told[j][SHARED_VARIANCE]))
            if SHARED_PEOPLE in told[i]:
                value += (one.yi or 0.0) * (two.yi or 0.0) / (2 * float(told[i][SHARED_PEOPLE]))
            matrix[i, j] = matrix[j, i] = value
    return matrix
