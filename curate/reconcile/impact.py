"""How far each open disagreement could move the pooled estimates: the order in which to decide.

For every disagreement and every value that a reader gives, the study's effect is derived and pooled in the
review's own model, all other open facts staying at their first reader's value. What counts is the largest
distance between two of these estimates, in units of the smaller of their standard errors (a wrong reading
that inflates the error must not hide its own effect), over all comparisons that use the fact. A reader who
has no value takes the number, and with it often the study, out. The direction is never told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, count

import numpy as np
import numpy.typing as npt

from curate.effects.derive import Work
from curate.effects.result import Result, gather
from curate.model.effect import Effect
from curate.model.protocol import Protocol
from curate.model.record import Record, Study
from curate.pool.fit import fit
from curate.pool.pool_counts import by_effects

HIGH, MEDIUM = 0.5, 0.05
"""Standard errors of the pooled estimate from which the band is high, and medium."""


@dataclass(frozen=True, slots=True)
class Open:
    """A fact that is not decided yet.

    Attributes
    ----------
    sides
        The record that each reading would make; None for a reader without a value.
    """

    key: str
    study: str
    sides: tuple[Record | None, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What deciding a fact one way or another could move.

    Attributes
    ----------
    shift
        In standard errors of the pooled estimate; infinite where a comparison loses its last study, 0 for
        a fact that no comparison uses.
    comparison
        Code of the comparison that moves most; empty when none does.
    """

    key: str
    shift: float = 0.0
    comparison: str = ""

    @property
    def band(self) -> str:
        """``high``, ``medium`` or ``low``: all that a card may tell."""
        return "high" if self.shift >= HIGH else "medium" if self.shift >= MEDIUM else "low"


def impacts(
    open_facts: Sequence[Open], records: Sequence[Record], studies: Sequence[Study], protocol: Protocol
) -> list[Impact]:
    """Return the impact of every open fact, in the order given; one batch of fits for each comparison.

    Parameters
    ----------
    records
        What is decided or agreed already.
    """
    if not open_facts:
        return []
    results = gather([*records, *(side for side in map(_first, open_facts) if side)])
    known = {study.id: study for study in studies}
    best = {fact.key: Impact(fact.key) for fact in open_facts}
    for comparison in protocol.comparisons:
        mine = [fact for fact in open_facts if _outcome(fact) in comparison.outcomes]
        if not mine:
            continue
        scenes = _Scenes(Work(protocol, comparison, results), results, known)
        for key, shift in _shifts(mine, scenes).items():
            if shift > best[key].shift:
                best[key] = Impact(key, shift, comparison.code)
    return [best[fact.key] for fact in open_facts]


def _first(fact: Open) -> Record | None:
    """Return the record at which a fact stands while others are decided: the first reader's with a number."""
    return next((side for side in fact.sides if side and side.number is not None), None)


def _outcome(fact: Open) -> str:
    return next((side.outcome for side in fact.sides if side), "")


_AS_IT_STANDS = ""
"""Name of the scene in which every open fact is at its first reader's value."""


class _Scenes:
    """One comparison as it would be pooled: as it stands, and with one study as one reader has one fact of it.

    A study's effects, several where its arms are kept apart, come from its results of the comparison's outcomes
    alone: nothing else of it is looked at.
    """

    def __init__(self, work: Work, results: Iterable[Result], known: Mapping[str, Study]) -> None:
        self._work = work
        self._known = known
        self._standing: dict[str, tuple[Result, ...]] = {}
        self._study_of: dict[str, str] = {}
        for result in results:
            if result.outcome in work.comparison.outcomes:
                self._standing[result.study] = (*self._standing.get(result.study, ()), result)
        for study, held in self._standing.items():
            self._add(study, study, held)

    def _add(self, name: str, study: str, held: tuple[Result, ...]) -> None:
        if held:
            known = self._known.get(study, Study(study, held[0].study_name))
            self._work.add(replace(known, id=name), held)

    def put(self, fact: Open, side: Record | None) -> str:
        """Put down the scene in which a fact is as one reader has it; return its name."""
        if side is not None and side is _first(fact):
            return _AS_IT_STANDS
        name = f"{fact.study} {len(self._study_of)}"
        self._study_of[name] = fact.study
        self._add(name, fact.study, tuple(self._with(fact, side)))
        return name

    def _with(self, fact: Open, side: Record | None) -> Iterator[Result]:
        """Yield the results of a fact's study with one record changed."""
        held = self._standing.get(fact.study, ())
        result_key = next(each.result_key for each in fact.sides if each)
        for result in held:
            if result.key != result_key:
                yield result
            else:
                rest = [record for record in result.records if record.key != fact.key]
                yield from gather([*rest, side] if side else rest)
        if side and all(result.key != result_key for result in held):
            yield from gather([side])

    def pooled(self) -> dict[str, tuple[float, float]]:
        """Return scene → estimate and standard error; NaN where nothing can be pooled."""
        of_scene: dict[str, list[Effect]] = {}
        for effect in self._work.computed():
            if not effect.left_out:
                of_scene.setdefault(effect.study, []).append(effect)
        columns: dict[str, dict[str, int]] = {}
        places = count()
        for name, effects in of_scene.items():
            arms = columns.setdefault(self._study_of.get(name, name), {})
            for effect in effects:
                if effect.arms not in arms:
                    arms[effect.arms] = next(places)
        yi = np.zeros((1 + len(self._study_of), next(places)))
        vi, mask = np.ones_like(yi), np.zeros_like(yi, dtype=np.bool_)

        def put(rows: int | slice, study: str, effects: Iterable[Effect]) -> None:
            arms = columns.get(study, {})
            mask[rows, list(arms.values())] = False
            for effect in effects:
                place = arms[effect.arms]
                yi[rows, place], vi[rows, place], mask[rows, place] = effect.yi, effect.vi, True

        for study in columns:
            put(slice(None), study, of_scene.get(study, ()))
        for row, (name, study) in enumerate(self._study_of.items(), 1):
            put(row, study, of_scene.get(name, ()))
        method = by_effects(self._work.options.method)
        names = (_AS_IT_STANDS, *self._study_of)
        return dict(zip(names, _fitted(yi, vi, mask, method), strict=True))


def _shifts(facts: Sequence[Open], scenes: _Scenes) -> Mapping[str, float]:
    """Return fact → how far it moves the comparison of the scenes."""
    of_fact = {}
    for fact in facts:
        different = {
            (side and (side.number, side.operator, side.status)): side for side in reversed(fact.sides)
        }
        of_fact[fact.key] = [scenes.put(fact, side) for side in different.values()]
    ends = scenes.pooled()
    return {
        key: max(map(_distance, combinations([ends[name] for name in names], 2)), default=0.0)
        for key, names in of_fact.items()
    }


def _fitted(
    yi: npt.NDArray[np.float64], vi: npt.NDArray[np.float64], mask: npt.NDArray[np.bool_], method: str
) -> Iterator[tuple[float, float]]:
    """Return the estimate of each row with its standard error; NaN for a row without studies."""
    pooled = mask.any(axis=1)
    estimate, se = np.full(len(yi), np.nan), np.full(len(yi), np.nan)
    if pooled.any():
        fits = fit(yi[pooled], vi[pooled], mask[pooled], method)
        estimate[pooled], se[pooled] = fits.estimate, fits.se
    return zip(estimate.tolist(), se.tolist(), strict=True)


def _distance(ends: tuple[tuple[float, float], tuple[float, float]]) -> float:
    """Return how far two estimates are apart; infinite when only one of them exists."""
    (one, se_one), (two, se_two) = ends
    if math.isnan(one) or math.isnan(two):
        return 0.0 if math.isnan(one) and math.isnan(two) else math.inf
    return abs(one - two) / min(se_one, se_two)
