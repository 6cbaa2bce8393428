"""Mean differences of several instruments in points of one: the comparison's first outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curate.effects.convert.scales import rescaled_difference
from curate.model.effect import SHARED_VARIANCE, Effect
from curate.model.problem import Problem, Severity
from curate.model.protocol import Comparison, Outcome, Protocol

RESCALED = "rescaled_to"
"""Key of the options of an effect that was brought to another scale."""


def on_one_scale(
    effects: Sequence[Effect], comparison: Comparison, protocol: Protocol
) -> tuple[list[Effect], list[Problem]]:
    """Return mean differences in points of the first outcome, and what was done.

    Linear between the ends of both scales, and reversed where the good end is the other one. It makes the ranges equal,
    not the instruments: an SMD asks for less. An effect on a scale without both ends is left out.

    References
    ----------
    Thorlund et al. (2011), doi:10.1002/jrsm.46.
    """
    known = {outcome.code: outcome for outcome in protocol.outcomes}
    first = known.get(comparison.outcomes[0])
    found: list[Effect] = []
    problems: list[Problem] = []
    for effect in effects:
        own = known.get(effect.outcome)
        if (
            effect.yi is None
            or effect.vi is None
            or own is None
            or first is None
            or own.code == first.code
        ):
            found.append(effect)
            continue
        widths = _width(own), _width(first)
        where = f"{effect.study_name}, {comparison.label}"
        keys = tuple(entry.record for entry in effect.inputs)
        if not all(widths):
            why = f"the ends of {own.code if not widths[0] else first.code} are not known, for points of {first.code}"
            found.append(replace(effect, yi=None, vi=None, left_out=why))
            hint = "give minimum and maximum of the outcome in the protocol"
            problems.append(
                Problem(Severity.warning, "not_computable", where, why, hint, effect.study, keys)
            )
            continue
        moved = rescaled_difference(effect.yi, effect.vi, *widths)
        sign = 1 if own.direction == first.direction else -1
        words = f"{first.code} {_ends(first)} from {own.code} {_ends(own)}"
        step = f"in points of {words}" + ("" if sign > 0 else ", sign reversed")
        found.append(
            replace(
                effect,
                yi=sign * float(moved.yi),
                vi=float(moved.vi),
                formula=f"{effect.formula}; {step}",
                options=(*_shared_on(effect, float(moved.vi) / effect.vi), (RESCALED, words)),
            )
        )
        what = f"its difference in {own.code} is counted in points of {first.code}"
        hint = "the ranges are made equal, not the instruments"
        problems.append(Problem(Severity.warning, "rescaled", where, what, hint, effect.study, keys))
    return found, problems


def _shared_on(effect: Effect, factor: float) -> tuple[tuple[str, str], ...]:
    """Return the options with the variance of a shared group times `factor`."""
    return tuple(
        (key, repr(float(value) * factor) if key == SHARED_VARIANCE else value)
        for key, value in effect.options
    )


def _width(outcome: Outcome) -> float:
    """Return the length of a scale, 0 where it has no two ends."""
    if outcome.minimum is None or outcome.maximum is None:
        return 0.0
    return max(outcome.maximum - outcome.minimum, 0.0)


def _ends(outcome: Outcome) -> str:
    return f"({outcome.minimum:g} to {outcome.maximum:g})"
