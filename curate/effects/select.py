"""Which of a study's eligible results are pooled, so that each participant counts once.

Several outcomes, time points, bases, adjustments, analysis sets, reports or arms of one study are
refused until a rule of the protocol picks one of them or combines the arms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from curate.effects.result import Result
from curate.model.protocol import Comparison, Protocol, Rule
from curate.model.record import Record
from curate.model.terms import codes

DIMENSIONS = ("outcome", "timepoint", "basis", "adjusted", "analysis_set")
"""What tells two results of the same arms apart, in the order in which the rules decide."""

UNPAIRED_PERIODS = ("", "first")
"""Periods of a crossover in which the arms are different people."""

APART = ("split", "covary")
"""Actions of a rule that keep the arms of one side apart against one group of the other."""


class CountedTwice(Exception):
    """Several results of one study are eligible and no rule picks. Caught within `curate.effects`."""

    def __init__(self, dimension: str, values: Iterable[str]) -> None:
        self.dimension = dimension
        self.values = tuple(values)
        shared = ": the people of the other side would count twice" if dimension == "arm" else ""
        super().__init__(
            f"several results are eligible by {dimension} ({', '.join(self.values)}){shared}"
        )


class Shared(NamedTuple):
    """A group that several effects of a study are against.

    Attributes
    ----------
    side
        Of the group: 1 or 2.
    among
        How many effects.
    action
        ``split`` or ``covary``.
    """

    side: int
    among: int
    action: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The results that make one effect: arms of both sides, or one contrast; `shared` where it is one of several."""

    experimental: tuple[Result, ...] = ()
    control: tuple[Result, ...] = ()
    contrast: Result | None = None
    steps: tuple[str, ...] = ()
    shared: Shared | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """A study's results for one comparison: single arms by side, and contrasts of the two."""

    experimental: tuple[Result, ...]
    control: tuple[Result, ...]
    contrasts: tuple[Result, ...]

    @property
    def all(self) -> tuple[Result, ...]:
        """All of them."""
        return self.experimental + self.control + self.contrasts

    def people_of(self, contrast: Result) -> tuple[Record, Record] | None:
        """Return the people per side of a contrast from the arms at its outcome and time, else None."""

        def counted(results: Sequence[Result]) -> Record | None:
            place = (contrast.outcome, contrast.timepoint)
            same = [r for r in results if (r.outcome, r.timepoint) == place]
            found = [n for r in same if (n := r.record("n") or r.record("total")) and n.number]
            return found[0] if len({n.number for n in found}) == 1 else None

        one, two = counted(self.experimental), counted(self.control)
        return (one, two) if one and two else None


def eligible(results: Iterable[Result], comparison: Comparison) -> Sides:
    """Return what `comparison` may use: results of its arms, outcomes, times and basis; no subgroups."""
    kept = [result for result in results if _fits(result, comparison)]
    one, two = set(comparison.experimental), set(comparison.control)
    singles = [r for r in kept if not r.comparators]
    return Sides(
        experimental=tuple(r for r in singles if set(r.arms) <= one),
        control=tuple(r for r in singles if set(r.arms) <= two),
        contrasts=tuple(r for r in kept if r.comparators and _orientation(r, one, two)),
    )


def is_reversed(contrast: Result, comparison: Comparison) -> bool:
    """Return whether the contrast is printed as control against experimental."""
    return _orientation(contrast, set(comparison.experimental), set(comparison.control)) < 0


def choose(
    sides: Sides,
    comparison: Comparison,
    protocol: Protocol,
    has_numbers: Callable[[Result], bool],
) -> tuple[Chosen, ...]:
    """Return the results that make the study's effect; none when no two sides belong together.

    They make several effects where the rule keeps arms apart: the arms of one side, each against the one group of the
    other. Where both sides have several, those of the control side are combined into that group.

    Parameters
    ----------
    has_numbers
        Whether a result has all that the measure needs. Contrasts are used where no pair of arms has.

    Raises
    ------
    CountedTwice
        When several are eligible and the protocol has no rule.
    """
    rules = _Rules(protocol, comparison)
    one = [r for r in sides.experimental if has_numbers(r)]
    two = [r for r in sides.control if has_numbers(r)]
    designs = {design_of(r) for r in one} & {design_of(r) for r in two}
    if designs:
        design, steps = rules.pickdesign_of(designs)
        first, more = rules.pick_arms(
            [r for r in one if design_of(r) == design], comparison.experimental
        )
        second, rest = rules.pick_arms([r for r in two if design_of(r) == design], comparison.control)
        whole = Chosen(tuple(first), tuple(second), steps=(*steps, *more, *rest))
        return _apart(whole, rules.action("arm"))
    contrasts = [r for r in sides.contrasts if has_numbers(r)]
    if not contrasts:
        return ()
    design, steps = rules.pickdesign_of({design_of(r) for r in contrasts})
    left = [r for r in contrasts if design_of(r) == design]
    if len(left) > 1:
        raise CountedTwice("arm", sorted(f"{_names(r.arms)} v {_names(r.comparators)}" for r in left))
    return (Chosen(contrast=left[0], steps=steps),)


def _apart(whole: Chosen, action: str) -> tuple[Chosen, ...]:
    """Return one choice for each arm that the rule keeps apart; the whole where there is none."""
    one, two = whole.experimental, whole.control
    if action not in APART or len(one) == len(two) == 1:
        return (whole,)
    if len(one) > 1:
        shared = Shared(2, len(one), action)
        return tuple(replace(whole, experimental=(arm,), shared=shared) for arm in one)
    shared = Shared(1, len(two), action)
    return tuple(replace(whole, control=(arm,), shared=shared) for arm in two)


Design = tuple[str, ...]


def design_of(result: Result) -> Design:
    """Return the values of `DIMENSIONS` and the period: the two sides of a contrast share them."""
    adjusted = "yes" if result.adjusted else "no"
    values = (result.outcome, result.timepoint, result.basis, adjusted, result.analysis_set or "unclear")
    return (*values, result.period)


class _Rules:
    """The protocol's rules as they hold for one comparison: its own go before the general ones."""

    def __init__(self, protocol: Protocol, comparison: Comparison) -> None:
        mine = [rule for rule in protocol.rules if rule.comparison == comparison.code]
        self.rules = [*mine, *(rule for rule in protocol.rules if not rule.comparison)]
        self.orders = {
            "outcome": comparison.outcomes,
            "timepoint": comparison.timepoints,
            "basis": codes("basis"),
            "adjusted": codes("yes_no_unclear"),
            "analysis_set": codes("analysis_set"),
        }

    def rule(self, dimension: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.dimension == dimension), None)

    def action(self, dimension: str) -> str:
        """Return what the rule does, empty without one."""
        rule = self.rule(dimension)
        return rule.action if rule else ""

    def pick(self, dimension: str, values: Sequence[str], own_order: Sequence[str]) -> str:
        rule = self.rule(dimension)
        if rule is not None and rule.action == "prefer":
            for code in rule.order or own_order:
                if code in values:
                    return code
        raise CountedTwice(dimension, values)

    def pickdesign_of(self, designs: set[Design]) -> tuple[Design, tuple[str, ...]]:
        """Return the one design that the rules leave, and the steps that were taken."""
        left, steps = sorted(designs), []
        if len({design[-1] for design in left}) > 1:  # in the first period the arms share no-one
            left = [design for design in left if design[-1] == "first"]
            steps.append("first period of the crossover")
        for place, dimension in enumerate(DIMENSIONS):
            values = sorted({design[place] for design in left})
            if len(values) > 1:
                value = self.pick(dimension, values, self.orders[dimension])
                left = [design for design in left if design[place] == value]
                steps.append(f"{dimension} {value} preferred")
        return left[0], tuple(steps)

    def pick_arms(
        self, results: list[Result], own_order: Sequence[str]
    ) -> tuple[list[Result], list[str]]:
        """Return the arm results of one side: one, or several that the rule combines or keeps apart."""
        steps: list[str] = []
        single = [result for result in results if len(result.arms) == 1]
        results = single or results
        if len({result.arms for result in results}) < len(results):
            results = self._pick_report(results)
            steps.append("report preferred")
        if len(results) == 1:
            return results, steps
        arms = sorted(_names(result.arms) for result in results)
        rule = self.rule("arm")
        if rule is None or not single:
            raise CountedTwice("arm", arms)
        if rule.action != "prefer":
            return sorted(results, key=lambda result: result.arms), steps
        value = self.pick("arm", arms, own_order)
        return [r for r in results if r.arms == (value,)], [*steps, f"arm {value} preferred"]

    def _pick_report(self, results: list[Result]) -> list[Result]:
        """Return, of results of the same arms, those of the report that the rule prefers."""
        rule = self.rule("report")
        for report in rule.order if rule else ():
            kept = [r for r in results if any(name.startswith(report) for name in r.reports)]
            if kept and len({r.arms for r in kept}) == len(kept):
                return kept
        names = sorted({report[:12] for result in results for report in result.reports})
        raise CountedTwice("report", names or sorted(_names(r.arms) for r in results))


def _names(arms: Sequence[str]) -> str:
    return "+".join(arms)


def _fits(result: Result, comparison: Comparison) -> bool:
    basis_fits = result.basis in ("", comparison.basis) or (
        comparison.basis == "any" and result.basis in ("final", "change")
    )
    return (
        bool(result.arms)
        and result.outcome in comparison.outcomes
        and result.timepoint in comparison.timepoints
        and basis_fits
        and not result.subgroup
        and result.period in UNPAIRED_PERIODS
    )


def _orientation(result: Result, one: set[str], two: set[str]) -> int:
    """Return 1 for experimental against control, -1 for the reverse, 0 for other contrasts."""
    arms, comparators = set(result.arms), set(result.comparators)
    if arms <= one and comparators <= two:
        return 1
    return -1 if arms <= two and comparators <= one else 0
