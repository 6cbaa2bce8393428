"""Effects that were stored, computed once more from the records: each must come out as it was."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from curate.effects.derive import derive
from curate.model.effect import DESIGN_EFFECT, SHARED_PEOPLE, SHARED_VARIANCE, Effect, Input
from curate.model.problem import Problem, Severity
from curate.model.protocol import Protocol
from curate.model.record import Record, Study

_TOLERANCE = 1e-12
"""Relative: other machines round the last digits of a logarithm or of a gamma function otherwise."""


def not_reproduced(
    stored: Iterable[Effect], records: Sequence[Record], studies: Sequence[Study], protocol: Protocol
) -> list[Problem]:
    """Return an error for each stored effect whose numbers its own inputs and assumptions no longer give.

    An effect whose records have moved since, or whose conventions the protocol has changed, is stale, not wrong:
    it is passed over, `curate trace` tells of it.

    Parameters
    ----------
    stored
        Effects as they were written, those left out among them.
    """
    now = {_place(effect): effect for effect in derive(records, studies, protocol).effects}
    problems = []
    for effect in stored:
        again = now.get(_place(effect))
        if again is None or effect.left_out or _grounds(again) != _grounds(effect):
            continue
        if all(map(_same, _numbers(again), _numbers(effect))):
            continue
        what = f"its inputs give {_text(again)}, not {_text(effect)}"
        hint = "the row was changed, or another version computed it: curate pool writes it anew, beside the old one"
        keys = tuple(entry.record for entry in effect.inputs)
        where = f"{effect.study_name}, {effect.comparison}"
        problems.append(
            Problem(Severity.error, "effect_not_reproduced", where, what, hint, effect.study, keys)
        )
    return problems


def _same(one: float | None, two: float | None) -> bool:
    if one is None or two is None:
        return one is two
    return math.isclose(one, two, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE**2)


def _place(effect: Effect) -> tuple[str, str, str, str]:
    return effect.comparison, effect.study, effect.measure, effect.arms


_COMPUTED = (DESIGN_EFFECT, SHARED_VARIANCE, SHARED_PEOPLE)
"""Options that are numbers made from the inputs."""


def _numbers(effect: Effect) -> tuple[float | None, ...]:
    """Return what is computed of an effect: yi, vi and what its covariances are made of."""
    told = dict(effect.options)
    more = (float(told[key]) if key in told else None for key in _COMPUTED)
    return effect.yi, effect.vi, *more


def _grounds(effect: Effect) -> tuple[tuple[Input, ...], tuple[tuple[str, str], ...], str]:
    """Return what an effect was made from: inputs, conventions and assumptions, and whether it is left out."""
    options = tuple(pair for pair in effect.options if pair[0] not in _COMPUTED)
    return effect.inputs, options, effect.left_out


def _text(effect: Effect) -> str:
    shared = dict(effect.options).get(SHARED_VARIANCE)
    return f"yi {effect.yi!r}, vi {effect.vi!r}" + (f", shared variance {shared}" if shared else "")
