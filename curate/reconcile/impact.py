"""How far each open disagreement could move the pooled estimates: the order in which to decide.

For every disagreement and every value that a reader gives, the study's effect is derived and pooled in the
review's own model, all other open facts staying at their first reader's value. What counts is the largest
distance between two of these estimates, in units of the smaller of their standard errors (a wrong reading
that inflates the error must not hide its own effect), over all comparisons that use the fact. A reader who
has no value takes the number, and with it often the study, out. The direction is never told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from curate.effects.derive import derive
from curate.effects.options import merged_options
from curate.model.effect import Effect
from curate.model.protocol import Comparison, Protocol
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
    standing = [*records, *(side for side in map(_first, open_facts) if side)]
    scenes = _scenes(open_facts, standing)
    effects = _effects(standing, scenes, studies, protocol)
    best = {fact.key: Impact(fact.key) for fact in open_facts}
    for comparison in protocol.comparisons:
        mine = [effect for effect in effects if effect.comparison == comparison.code]
        for key, shift in _shifts(mine, scenes, comparison, protocol).items():
            if shift > best[key].shift:
                best[key] = Impact(key, shift, comparison.code)
    return [best[fact.key] for fact in open_facts]


@dataclass(frozen=True, slots=True)
class _Scene:
    """A study as it were if one open fact had one reader's value.

    Attributes
    ----------
    name
        Stands for it as a study; the study's own where this is how it stands, and then it has no `records`.
    """

    name: str
    key: str
    study: str
    records: tuple[Record, ...]


def _first(fact: Open) -> Record | None:
    """Return the record at which a fact stands while others are decided: the first reader's with a number."""
    return next((side for side in fact.sides if side and side.number is not None), None)


def _scenes(open_facts: Sequence[Open], standing: Iterable[Record]) -> list[_Scene]:
    """Return one scene for each fact and each different value of it."""
    of_study: dict[str, list[Record]] = {}
    for record in standing:
        of_study.setdefault(record.study, []).append(record)
    scenes = []
    for place, fact in enumerate(open_facts):
        rest = [record for record in of_study.get(fact.study, ()) if record.key != fact.key]
        different = {
            (side and (side.number, side.operator, side.status)): side for side in reversed(fact.sides)
        }
        first = _first(fact)
        for number, side in enumerate(different.values()):
            if side is not None and side is first:
                scenes.append(_Scene(fact.study, fact.key, fact.study, ()))
                continue
            name = f"{fact.study} {place} {number}"
            held = (*rest, side) if side else tuple(rest)
            own = tuple(
                replace(record, study=name, result_key=f"{name}|{record.result_key}") for record in held
            )
            scenes.append(_Scene(name, fact.key, fact.study, own))
    return scenes


def _effects(
    standing: Sequence[Record], scenes: Sequence[_Scene], studies: Sequence[Study], protocol: Protocol
) -> list[Effect]:
    """Return the usable effects of the real studies and of the scenes."""
    known = {study.id: study for study in studies}
    staged = [
        replace(known[s.study], id=s.name) for s in scenes if s.study in known and s.name != s.study
    ]
    every = [*standing, *(record for scene in scenes for record in scene.records)]
    found = derive(every, [*studies, *staged], protocol).effects
    return [effect for effect in found if not effect.left_out]


def _shifts(
    effects: Sequence[Effect], scenes: Sequence[_Scene], comparison: Comparison, protocol: Protocol
) -> Mapping[str, float]:
    """Return fact → how far it moves one comparison, for the facts whose study is used in it."""
    staged = {scene.name for scene in scenes if scene.name != scene.study}
    of_study: dict[str, list[Effect]] = {}
    for effect in effects:
        of_study.setdefault(effect.study, []).append(effect)
    real = [effect for effect in effects if effect.study not in staged]
    used = [s for s in scenes if s.study in of_study or s.name in of_study]
    if not used:
        return {}
    columns: dict[tuple[str, str], int] = {}
    for study, arms in [
        *((effect.study, effect.arms) for effect in real),
        *((scene.study, own.arms) for scene in used for own in of_study.get(scene.name, ())),
    ]:
        columns.setdefault((study, arms), len(columns))
    yi = np.zeros((len(used), len(columns)))
    vi = np.ones_like(yi)
    mask = np.zeros_like(yi, dtype=np.bool_)
    for effect in real:
        place = columns[effect.study, effect.arms]
        yi[:, place], vi[:, place], mask[:, place] = effect.yi, effect.vi, True
    for row, scene in enumerate(used):
        mask[row, [place for (study, _), place in columns.items() if study == scene.study]] = False
        for own in of_study.get(scene.name, ()):
            place = columns[scene.study, own.arms]
            yi[row, place], vi[row, place], mask[row, place] = own.yi, own.vi, True
    method = by_effects(merged_options(protocol, comparison).method)
    return _distances(used, yi, vi, mask, method)


def _distances(
    scenes: Sequence[_Scene],
    yi: npt.NDArray[np.float64],
    vi: npt.NDArray[np.float64],
    mask: npt.NDArray[np.bool_],
    method: str,
) -> Mapping[str, float]:
    pooled = mask.any(axis=1)
    estimate, se = np.full(len(scenes), np.nan), np.full(len(scenes), np.nan)
    if pooled.any():
        fits = fit(yi[pooled], vi[pooled], mask[pooled], method)
        estimate[pooled], se[pooled] = fits.estimate, fits.se
    ends: dict[str, list[tuple[float, float]]] = {}
    for scene, end in zip(scenes, zip(estimate.tolist(), se.tolist(), strict=True), strict=True):
        ends.setdefault(scene.key, []).append(end)
    return {key: max(map(_distance, combinations(found, 2)), default=0.0) for key, found in ends.items()}


def _distance(ends: tuple[tuple[float, float], tuple[float, float]]) -> float:
    """Return how far two estimates are apart; infinite when only one of them exists."""
    (one, se_one), (two, se_two) = ends
    if math.isnan(one) or math.isnan(two):
        return 0.0 if math.isnan(one) and math.isnan(two) else math.inf
    return abs(one - two) / min(se_one, se_two)
