"""From curated records to effects: one per study and comparison, each with its inputs and steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from curate.effects import designs
from curate.effects.arms import Side
from curate.effects.assumptions import assumptions_of
from curate.effects.clustered import design_effect_of, words
from curate.effects.compute import (
    BINARY,
    MEASURES,
    RATES,
    conventions,
    estimates,
    formula_steps,
    has_no_ratio,
    side_maker,
    why_undefined,
)
from curate.effects.contrast import contrast_estimate
from curate.effects.crossover import paired_estimate
from curate.effects.directions import one_direction
from curate.effects.donors import donors_of
from curate.effects.estimated import impossible_correlations
from curate.effects.options import merged_options
from curate.effects.rescaled import on_one_scale
from curate.effects.result import Result, gather, is_trusted
from curate.effects.routes import Context, Doubt, Missing, value_of
from curate.effects.select import (
    Chosen,
    CountedTwice,
    Shared,
    Sides,
    choose,
    eligible,
    is_reversed,
)
from curate.effects.shared_group import arms_in_words, split_in_words, with_covariances
from curate.effects.units import refuse_unlike
from curate.errors import UnknownName
from curate.model.effect import ARMS, Effect, Input
from curate.model.problem import Problem, Severity
from curate.model.protocol import Comparison, Protocol
from curate.model.record import Record, Study


@dataclass(frozen=True, slots=True)
class Derivation:
    """The effects of a review, those left out among them, and what is wrong with the data."""

    effects: tuple[Effect, ...]
    problems: tuple[Problem, ...]

    def pooled(self, comparison: str) -> tuple[Effect, ...]:
        """Return the effects of `comparison` that have numbers."""
        return tuple(e for e in self.effects if e.comparison == comparison and not e.left_out)


def derive(records: Sequence[Record], studies: Sequence[Study], protocol: Protocol) -> Derivation:
    """Compute the effect of every study in every comparison of the protocol.

    A study without any eligible result makes no effect; one whose results cannot be used makes an effect
    with `left_out` saying why, and a Problem.

    Raises
    ------
    ProtocolError
        For options that are not known.
    UnknownName
        For a measure that is not known.
    """
    known = {study.id: study for study in studies}
    results: dict[str, list[Result]] = {}
    for result in gather(records):
        results.setdefault(result.study, []).append(result)
    effects: list[Effect] = []
    problems: list[Problem] = []
    for study_id, found in results.items():
        problems += [
            _problem_of(doubt, found[0].study_name, study_id) for doubt in impossible_correlations(found)
        ]
    for comparison in protocol.comparisons:
        work = Work(protocol, comparison, [result for found in results.values() for result in found])
        for study_id, found in sorted(
            results.items(), key=lambda held: (held[1][0].study_name, held[0])
        ):
            work.add(known.get(study_id, Study(study_id, found[0].study_name)), found)
        effects += work.computed()
        problems += work.problems
    return Derivation(tuple(effects), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Draft:
    """An effect, the two sides that its numbers are still to be computed from, and the group that it shares."""

    effect: Effect
    sides: tuple[Side, Side] | None = None
    shared: Shared | None = None


class Work:
    """One comparison: collects the sides of every study, then computes all effects at once."""

    def __init__(self, protocol: Protocol, comparison: Comparison, results: Sequence[Result]) -> None:
        if comparison.measure not in MEASURES:
            raise UnknownName.among("measure", comparison.measure, MEASURES)
        self.protocol = protocol
        self.comparison = comparison
        self.measure = comparison.measure
        self.options = merged_options(protocol, comparison)
        self.assumptions = assumptions_of(comparison)
        self.donors = donors_of(map(self.trusted, results), comparison, self.assumptions, self.options)
        self.make_side = side_maker(self.measure)
        self.problems: list[Problem] = []
        self.drafts: list[_Draft] = []

    def add(self, study: Study, results: Sequence[Result]) -> None:
        """Choose the study's results and put down the draft of its effect."""
        context = self.context(results)
        held = context.results
        sides, before = eligible(results, self.comparison), len(self.drafts)
        both = eligible(_of_both_periods(results), self.comparison)
        try:
            trusted = eligible(held, self.comparison)
            if both.all and self._draft_crossover(study, held, context, alone=not sides.all):
                return
            if not sides.all:
                self._list_second_period(study, results)
                return
            chosen = choose(
                trusted,
                self.comparison,
                self.protocol,
                lambda result: self.is_complete(result, trusted, context),
            )
            if not chosen:
                raise Missing(self._why_not(trusted, sides, context))
            for each in chosen:
                self.draft(study, each, trusted, context)
        except CountedTwice as refusal:
            hint = "add a rule to the protocol: prefer, with an order; for arms also combine, split or covary"
            self._leave_out(
                study, sides if sides.all else both, str(refusal), "counted_twice", Severity.error, hint
            )
        except Missing as reason:
            del self.drafts[before:]  # all effects of a study, or none
            if sides.all:
                self._leave_out(study, sides, str(reason), "not_computable", Severity.warning)
            else:
                lost = self._lost(eligible(_of_both_periods(held), self.comparison), both)
                hint = (
                    "use the first period, give the paired difference with its SE as a contrast of both"
                    " periods, or assume a correlation with its range"
                )
                self._leave_out(
                    study, both, lost or str(reason), "crossover_paired", Severity.warning, hint
                )

    def context(self, results: Sequence[Result]) -> Context:
        """Return what the sides of a study with `results` are computed with."""
        return Context(self.options, self.assumptions, tuple(map(self.trusted, results)), self.donors)

    def is_complete(self, result: Result, sides: Sides, context: Context) -> bool:
        """Return whether a result has all that the measure needs; `sides` say how many people there are."""
        return not self._lacks(result, sides, context)

    def computed(self) -> list[Effect]:
        """Return all effects, computed in one call and brought to one direction."""
        pairs = [draft.sides for draft in self.drafts if draft.sides]
        found = iter(zip(*estimates(self.measure, pairs, self.options), strict=True) if pairs else ())
        effects = []
        for draft in self.drafts:
            effect = draft.effect
            if draft.sides:
                yi, vi = map(float, next(found))
                whole = replace(effect, yi=yi, vi=vi)
                exists = np.isfinite(vi) and not has_no_ratio(self.measure, *draft.sides)
                effect = whole if exists else self._undefined(effect, *draft.sides)
            effects.append(effect)
        effects = with_covariances(
            effects, [(each.sides, each.shared) for each in self.drafts], self.options
        )
        if self.measure == "MD" and self.assumptions.rescale:
            effects, told = on_one_scale(effects, self.comparison, self.protocol)
            self.problems += told
        effects, problems = one_direction(effects, self.comparison, self.protocol)
        self.problems += problems
        return effects

    def draft(self, study: Study, chosen: Chosen, trusted: Sides, context: Context) -> None:
        """Put down the draft of the effect that a choice of results makes."""
        if chosen.contrast is not None:
            self._draft_contrast(study, chosen, chosen.contrast, trusted, context)
            return
        refuse_unlike((chosen.experimental, chosen.control), rates=self.measure in RATES)
        one = self.make_side(chosen.experimental, 1, context)
        two = self.make_side(chosen.control, 2, context)
        first = chosen.experimental[0]
        made = (*formula_steps(self.measure, self.options), *designs.ADJUSTED[first.adjusted])
        steps = (*made, *one.steps, *two.steps, *chosen.steps)
        people, options = (one.n, two.n), (*one.options, *two.options)
        divisor = design_effect_of(study, self.assumptions)
        if divisor is not None:
            step, more = words(study, divisor, self.assumptions)
            steps, options = (*steps, step), (*options, *more)
            one, two = one.divided(divisor), two.divided(divisor)
        if chosen.shared:
            options = (*options, (ARMS, arms_in_words(chosen, self.protocol)))
        if chosen.shared and chosen.shared.action == "split":
            step, more, parts = split_in_words(chosen.shared)
            steps, options = (*steps, step), (*options, *more)
            one, two = one.divided(parts[0]), two.divided(parts[1])
            people = people[0] / parts[0], people[1] / parts[1]
        effect = self._empty(study, first, steps, (*one.inputs, *two.inputs), options)
        effect = replace(effect, n1=people[0], n2=people[1])
        found = designs.on_arms(
            study, first.period, self.assumptions, _keys(effect), divided=divisor is not None
        )
        self._tell(study, (*found, *one.doubts, *two.doubts))
        self.drafts.append(_Draft(effect, (one, two), chosen.shared))

    def _draft_contrast(
        self, study: Study, chosen: Chosen, contrast: Result, trusted: Sides, context: Context
    ) -> None:
        people = trusted.people_of(contrast)
        backwards = is_reversed(contrast, self.comparison)
        found = contrast_estimate(contrast, self.measure, backwards, people, context)
        how = (*designs.ADJUSTED[contrast.adjusted], "generic inverse variance")
        steps = (self.measure, *how, *found.steps, *chosen.steps)
        n1, n2 = (value_of(n) for n in people) if people else (0.0, 0.0)
        effect = self._empty(study, contrast, steps, found.inputs)
        more = designs.on_contrast(
            study, contrast, trusted, self.measure, self.assumptions, _keys(effect)
        )
        self._tell(study, (*more, *found.doubts))
        self.drafts.append(_Draft(replace(effect, yi=found.yi, vi=found.vi, n1=n1, n2=n2)))

    def _draft_crossover(
        self, study: Study, held: Sequence[Result], context: Context, *, alone: bool
    ) -> bool:
        """Put down the paired effect of both periods; return whether there is one.

        Raises
        ------
        Missing
            When there is none, and it stands `alone`: no first period is there instead.
        """
        both = eligible(_of_both_periods(held), self.comparison)
        if not both.all and not alone:
            return False
        try:
            arms = self._one_of_crossover(replace(both, contrasts=()))
            printed = self._one_of_crossover(replace(both, experimental=(), control=()))
            contrast = printed.contrast
            reverse = contrast is not None and is_reversed(contrast, self.comparison)
            sides = (arms.experimental, arms.control)
            found = paired_estimate(*sides, contrast, reverse, self.measure, context)
        except Missing:
            if alone:
                raise
            return False
        first = contrast or sides[0][0]
        steps = (self.measure, "crossover", *found.steps, *arms.steps)
        effect = self._empty(study, first, steps, found.inputs, found.options)
        own = tuple(pair for pair in effect.options if pair[0] != "smd_variance")  # it has its own
        effect = replace(effect, options=own)
        self._tell(study, found.doubts)
        self.drafts.append(_Draft(replace(effect, yi=found.yi, vi=found.vi, n1=found.n, n2=found.n)))
        return True

    def _one_of_crossover(self, sides: Sides) -> Chosen:
        """Return the one choice among results of both periods, an empty one where there is none.

        Raises
        ------
        CountedTwice
            For several arms: the same people are in all of them, and none can be kept apart.
        """
        found = choose(sides, self.comparison, self.protocol, lambda _: True)
        if len(found) > 1:
            raise CountedTwice("arm", sorted("+".join(arm.arms) for arm in sides.experimental))
        return found[0] if found else Chosen()

    def _empty(
        self,
        study: Study,
        result: Result,
        steps: Sequence[str],
        inputs: tuple[Input, ...] = (),
        assumed: Sequence[tuple[str, str]] = (),
    ) -> Effect:
        return Effect(
            comparison=self.comparison.code,
            study=study.id,
            study_name=study.name,
            measure=self.measure,
            yi=None,
            vi=None,
            formula="; ".join(steps),
            inputs=inputs,
            outcome=result.outcome,
            timepoint=result.timepoint,
            basis=result.basis,
            options=(*conventions(self.measure, self.options), *dict(assumed).items()),
        )

    def trusted(self, result: Result) -> Result:
        """Return the result with the records that stand high enough to be pooled."""
        lowest = self.protocol.basis_of_truth
        return replace(result, records=tuple(r for r in result.records if is_trusted(r, lowest)))

    def _lacks(self, result: Result, sides: Sides, context: Context) -> str:
        """Return what keeps a result from being used, empty when nothing does."""
        try:
            if result.comparators:
                contrast_estimate(result, self.measure, False, sides.people_of(result), context)
            else:
                self.make_side([result], 1, context)
        except Missing as missing:
            return str(missing)
        return ""

    def _why_not(self, trusted: Sides, sides: Sides, context: Context) -> str:
        """Return in words why no pair of sides can be computed, the likeliest reason first."""
        if lost := self._lost(trusted, sides):
            return lost
        arms = trusted.experimental + trusted.control
        if arms and not trusted.contrasts and not trusted.control:
            return "no result of the control arm"
        if arms and not trusted.contrasts and not trusted.experimental:
            return "no result of the experimental arm"
        reasons = dict.fromkeys(
            self._lacks(result, trusted, context) for result in (*arms, *trusted.contrasts)
        )
        return "; ".join(filter(None, reasons)) or "the two arms are not reported in the same way"

    def _lost(self, trusted: Sides, sides: Sides) -> str:
        """Return how many values are not trusted enough, in words; empty when all are."""
        held, usable = (sum(len(result.records) for result in each.all) for each in (sides, trusted))
        if held == usable:
            return ""
        return (
            f"{held - usable} of its values stand below {self.protocol.basis_of_truth.replace('_', ' ')}"
        )

    def _leave_out(
        self, study: Study, sides: Sides, why: str, code: str, severity: Severity, hint: str = ""
    ) -> None:
        steps = formula_steps(self.measure, self.options)
        self.drafts.append(_Draft(replace(self._empty(study, sides.all[0], steps), left_out=why)))
        keys = tuple(record.key for result in sides.all for record in result.records)
        self._problem(severity, code, study, why, hint, keys)

    def _undefined(self, effect: Effect, one: Side, two: Side) -> Effect:
        """Return the effect left out, since the measure does not exist for its numbers."""
        why = why_undefined(self.measure, one, two)
        ratio = self.measure in BINARY and self.measure != "RD"
        hint = "such a trial has no relative effect; a risk difference keeps it" if ratio else ""
        code = "double_zero" if why.startswith("double-zero") else "not_computable"
        study = Study(effect.study, effect.study_name)
        self._problem(Severity.warning, code, study, why, hint, _keys(effect))
        return replace(effect, left_out=why)

    def _list_second_period(self, study: Study, results: Sequence[Result]) -> None:
        second = eligible(
            [replace(r, period="") for r in results if r.period == "second"], self.comparison
        )
        if second.experimental and second.control:
            why = "only the second period of a crossover: what the first left behind is in it"
            hint = "record the first period, or both periods with the difference within people"
            self._leave_out(study, second, why, "crossover_paired", Severity.warning, hint)

    def _tell(self, study: Study, doubts: Sequence[Doubt]) -> None:
        for doubt in dict.fromkeys(doubts):
            self._problem(doubt.severity, doubt.code, study, doubt.what, doubt.hint, doubt.records)

    def _problem(
        self, severity: Severity, code: str, study: Study, what: str, hint: str, keys: tuple[str, ...]
    ) -> None:
        doubt = Doubt(severity, code, what, hint, keys)
        self.problems.append(_problem_of(doubt, f"{study.name}, {self.comparison.label}", study.id))


def _problem_of(doubt: Doubt, where: str, study: str) -> Problem:
    return Problem(doubt.severity, doubt.code, where, doubt.what, doubt.hint, study, doubt.records)


def _of_both_periods(results: Sequence[Result]) -> list[Result]:
    return [replace(result, period="") for result in results if result.period == "both"]


def _keys(effect: Effect) -> tuple[str, ...]:
    return tuple(entry.record for entry in effect.inputs)
