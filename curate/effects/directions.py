"""Scales on which high is good and scales on which low is good never meet in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curate.effects.rescaled import RESCALED
from curate.model.effect import Effect
from curate.model.problem import Problem, Severity
from curate.model.protocol import Comparison, Protocol


def one_direction(
    effects: Sequence[Effect], comparison: Comparison, protocol: Protocol
) -> tuple[list[Effect], list[Problem]]:
    """Return the effects all in the direction of the comparison's first outcome, and what was done.

    A standardised mean difference on a scale that runs the other way has its sign reversed, as a step of
    its formula. For the other measures reversing makes no sense (a difference is in points of one scale,
    a ratio of events is not the inverse of the ratio of non-events): the effect is left out.

    References
    ----------
    Cochrane Handbook 6.5.1.2.
    """
    if not effects:
        return [], []
    first = comparison.outcomes[0]
    direction = {outcome.code: outcome.direction for outcome in protocol.outcomes}
    turned, problems = [], []
    for effect in effects:
        same = direction.get(effect.outcome) == direction.get(first) or RESCALED in dict(effect.options)
        if effect.yi is None or same:
            turned.append(effect)
            continue
        what = f"{effect.outcome} has its good end where {first} has its bad one"
        where = f"{effect.study_name}, {comparison.label}"
        keys = tuple(entry.record for entry in effect.inputs)
        if effect.measure in ("SMD", "SMD1"):
            formula = f"{effect.formula}; sign reversed to the direction of {first}"
            turned.append(replace(effect, yi=-effect.yi, formula=formula))
            severity, hint = Severity.warning, "its sign was reversed, which its formula records"
        else:
            why = f"its scale runs the other way round than {first}"
            turned.append(replace(effect, yi=None, vi=None, left_out=why))
            severity, hint = Severity.error, f"opposite directions cannot share one {effect.measure}"
        problems.append(Problem(severity, "mixed_directions", where, what, hint, effect.study, keys))
    return turned, problems
