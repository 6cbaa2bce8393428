"""Every result of a study that a comparison could have used: what the protocol's rule chose from.

Trials report an outcome on several scales, at several times, for several arms and analysis sets. The protocol's rules
pick one; the others stay here, each as the effect that it would have made (Tendal et al. 2011, doi:10.1136/bmj.d4829,
found pooled estimates 0.40 SMD apart by that choice alone).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from curate.effects.derive import Work, derive
from curate.effects.result import Result, gather
from curate.effects.routes import Missing
from curate.effects.select import DIMENSIONS, Chosen, Sides, design_of, eligible
from curate.errors import Refused
from curate.model.effect import Effect
from curate.model.protocol import Comparison, Protocol
from curate.model.record import Record, Study


@dataclass(frozen=True, slots=True)
class Alternative:
    """One effect that a study could have given.

    Attributes
    ----------
    told
        What tells it from the study's others, such as ``week 8, arm high``; empty for the only one.
    chosen
        Whether the protocol's rules choose it.
    """

    effect: Effect
    told: str
    chosen: bool


def alternatives(
    records: Sequence[Record], studies: Sequence[Study], protocol: Protocol, comparison: Comparison
) -> Mapping[str, tuple[Alternative, ...]]:
    """Return, by study, every effect that its eligible results give; studies without any are not there.

    Only what is trusted enough to be pooled counts, as in `curate.effects.derive.derive`.

    Raises
    ------
    Refused
        When the protocol takes several effects of a study, by its arms.
    """
    known = {study.id: study for study in studies}
    results: dict[str, list[Result]] = {}
    for result in gather(records):
        results.setdefault(result.study, []).append(result)
    everything = [result for held in results.values() for result in held]
    one = derive(records, studies, replace(protocol, comparisons=(comparison,)))
    used = [effect for effect in one.effects if not effect.left_out]
    if several := sorted({effect.study_name for effect in used if effect.arms}):
        what = (
            f"{comparison.label}: a multiverse takes one effect of a study, the rule keeps the arms of "
        )
        raise Refused(f"{what}{', '.join(several)} apart", "say combine or prefer for arms")
    picked = {effect.study: _records(effect) for effect in used}
    found = {}
    for study_id, held in sorted(results.items(), key=lambda pair: (pair[1][0].study_name, pair[0])):
        study = known.get(study_id, Study(study_id, held[0].study_name))
        made = _of_study(study, held, Work(protocol, comparison, everything))
        if made:
            shared = {words for words in made[0][0] if all(words in told for told, _ in made)}
            found[study_id] = tuple(
                Alternative(
                    effect,
                    ", ".join(words for words in told if words not in shared),
                    _records(effect) == picked.get(study_id),
                )
                for told, effect in made
            )
    return found


def _of_study(study: Study, results: Sequence[Result], work: Work) -> list[tuple[list[str], Effect]]:
    """Return the words and the effect of each choice that can be computed."""
    context = work.context(results)
    trusted = eligible(context.results, work.comparison)
    told = []
    for chosen in every_choice(trusted, lambda result: work.is_complete(result, trusted, context)):
        try:
            work.draft(study, chosen, trusted, context)
        except Missing:  # arms that cannot be combined
            continue
        told.append(_words(chosen))
    pairs = zip(told, work.computed(), strict=True)
    return [(words, effect) for words, effect in pairs if effect.yi is not None and not effect.left_out]


def every_choice(sides: Sides, has_numbers: Callable[[Result], bool]) -> Iterator[Chosen]:
    """Yield every pair of sides that belong together, arms alone and combined; contrasts where there is no pair."""
    one = [r for r in sides.experimental if has_numbers(r)]
    two = [r for r in sides.control if has_numbers(r)]
    shared = {design_of(r) for r in one} & {design_of(r) for r in two}
    if any(design[-1] == "first" for design in shared):  # later periods share their people
        shared = {design for design in shared if design[-1] == "first"}
    for design in sorted(shared):
        first, second = ([r for r in side if design_of(r) == design] for side in (one, two))
        for experimental, control in product(_arm_choices(first), _arm_choices(second)):
            yield Chosen(experimental, control)
    if not shared:
        for contrast in sides.contrasts:
            if has_numbers(contrast):
                yield Chosen(contrast=contrast)


def _arm_choices(results: Sequence[Result]) -> list[tuple[Result, ...]]:
    """Return each result of one side alone, and all its single arms together."""
    alone: list[tuple[Result, ...]] = [(result,) for result in results]
    by_arm: dict[str, list[Result]] = {}
    for result in results:
        if len(result.arms) == 1:
            by_arm.setdefault(result.arms[0], []).append(result)
    together = list(product(*(by_arm[arm] for arm in sorted(by_arm)))) if len(by_arm) > 1 else []
    return alone + together


def _words(chosen: Chosen) -> list[str]:
    """Return what a choice consists of, each part in words."""
    first = chosen.contrast or chosen.experimental[0]
    values = dict(zip(DIMENSIONS, design_of(first), strict=False))
    words = [values["outcome"], values["timepoint"], values["basis"], values["analysis_set"]]
    words.append("adjusted" if first.adjusted else "unadjusted")
    for name, side in (("", chosen.experimental), ("v ", chosen.control)):
        arms = "+".join(sorted({arm for result in side for arm in result.arms}))
        words.append(f"{name}{arms}" if arms else "")
    if chosen.contrast:
        words.append("printed contrast")
    used = (*chosen.experimental, *chosen.control)
    words.append("report " + "+".join(sorted({name[:8] for r in used for name in r.reports})))
    return [word for word in words if word]


def _records(effect: Effect) -> frozenset[str]:
    return frozenset(entry.record for entry in effect.inputs)
