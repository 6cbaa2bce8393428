"""What moved a pooled estimate between two states of the records, study by study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from curate.model.effect import Effect, Input
from curate.model.protocol import Comparison, PoolOptions
from curate.pool.fit import fit
from curate.pool.pool_counts import COUNTED, pool_counts
from curate.pool.pool_covarying import pool_covarying
from curate.pool.told import covarying
from curate.pool.weights import people_weights


@dataclass(frozen=True, slots=True)
class Change:
    """One number that an effect is made of, then and now; None on the side where it was not used."""

    role: str
    before: Input | None
    after: Input | None


@dataclass(frozen=True, slots=True)
class Move:
    """A study whose effect is another one than before.

    Attributes
    ----------
    before, after
        Its effects; None where it was not among the effects. `after` may say why it is left out.
    changes
        The numbers that are others, by role.
    shift
        How far the estimate of before moves when this study alone is as it is now, on the analysis scale;
        None where no study would be left.
    """

    study: str
    study_name: str
    before: Effect | None
    after: Effect | None
    changes: tuple[Change, ...]
    shift: float | None


def moves(before: Sequence[Effect], after: Sequence[Effect], options: PoolOptions) -> list[Move]:
    """Return the studies that moved, those that move the pooled estimate most first.

    Parameters
    ----------
    before, after
        Effects of one comparison; those of `before` were pooled, those of `after` may be left out. A study that has
        several, by its arms, moves by each.
    options
        The conventions of before: what a change of them does is no study's doing.
    """
    then = {(effect.study, effect.arms): effect for effect in before}
    now = {(effect.study, effect.arms): effect for effect in after}
    found = []
    for key in dict.fromkeys((*then, *now)):
        old, new = then.get(key), now.get(key)
        if _same(old, new):
            continue
        others = [effect for effect in before if (effect.study, effect.arms) != key]
        shift = _shift(before, [*others, *([new] if _is_pooled(new) and new else [])], options)
        named = new or old
        assert named is not None
        found.append(Move(key[0], named.label, old, new, _changes(old, new), shift))
    return sorted(found, key=lambda move: (-abs(move.shift or 0.0), move.study_name))


def _is_pooled(effect: Effect | None) -> bool:
    return effect is not None and not effect.left_out


def _same(old: Effect | None, new: Effect | None) -> bool:
    """Tell whether a study stands as it stood: the same number, or out of the pool both times."""
    if old is None or new is None or new.left_out:
        return old is None and not _is_pooled(new)
    return (old.measure, old.yi, old.vi) == (new.measure, new.yi, new.vi)


def _changes(old: Effect | None, new: Effect | None) -> tuple[Change, ...]:
    then, now = _inputs(old), _inputs(new)
    both = ((role, then.get(role), now.get(role)) for role in dict.fromkeys((*then, *now)))
    return tuple(Change(role, a, b) for role, a, b in both if (a and a.value) != (b and b.value))


def _inputs(effect: Effect | None) -> Mapping[str, Input]:
    return {part.role: part for part in effect.inputs} if effect else {}


def _shift(before: Sequence[Effect], after: Sequence[Effect], options: PoolOptions) -> float | None:
    if not before or not after or {effect.measure for effect in before} != {e.measure for e in after}:
        return None
    return _estimate(after, options) - _estimate(before, options)


def _estimate(effects: Sequence[Effect], options: PoolOptions) -> float:
    if options.method in COUNTED:
        return pool_counts(effects, options, _alone(effects)).estimate
    if covarying(effects):
        return pool_covarying(effects, (), options, _alone(effects)).estimate
    yi, vi = (np.array([getattr(e, name) for e in effects], dtype=float) for name in ("yi", "vi"))
    weights = people_weights(effects) if options.method == "GENQ" else None
    return float(fit(yi, vi, method=options.method, weights=weights).estimate[0])


def _alone(effects: Sequence[Effect]) -> Comparison:
    """Return a comparison that says no more than its code and measure."""
    code, measure = effects[0].comparison, effects[0].measure
    return Comparison(code, code, (), (), (), (), measure)
