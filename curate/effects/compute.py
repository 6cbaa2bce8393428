"""From the numbers of two sides to yi and vi, by the name of the measure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from curate.effects import counts
from curate.effects.arms import Side, SideMaker, binary_side, continuous_side, no_side, rate_side
from curate.effects.catalogue import measure_of
from curate.effects.definition import Options
from curate.effects.measures import Estimates
from curate.model.protocol import PoolOptions

RATE_RULES = ("only0", "all", "if0all", "none")
"""Rules for empty cells that rates have."""

EMPTY_CELLS = "empty cells "
"""Before the name of the rule, in a formula."""

BINARY = ("RR", "OR", "RD")
RATES = ("IRR", "IRD")
SCORES = ("MD", "SMD", "SMD1", "ROM")
MEASURES = (*SCORES, *BINARY, *RATES, "HR")


def side_maker(measure: str) -> SideMaker:
    """Return what gathers the numbers of one side for `measure`."""
    if measure == "HR":
        return no_side
    if measure in RATES:
        return rate_side
    return binary_side if measure in BINARY else continuous_side


def how(measure: str, options: PoolOptions) -> Options:
    """Return the conventions of `measure` that the review's options say."""
    if measure == "SMD":
        return Options(options.smd_variance, options.smd_correction)
    zero_cells = options.zero_cells
    if measure == "RD" and options.profile == "cochrane-revman":
        zero_cells = "variance"
    if measure in RATES and zero_cells not in RATE_RULES:
        zero_cells = counts.DEFAULT.zero_cells
    return Options(rule=counts.Rule(zero_cells, keep_double_zero=options.profile == "metafor"))


def estimates(measure: str, pairs: Sequence[tuple[Side, Side]], options: PoolOptions) -> Estimates:
    """Return the effects of all `pairs` of sides in one call; NaN where the measure is not defined."""
    rows = [(*one.numbers, *two.numbers) for one, two in pairs]
    columns = np.array(rows, dtype=float).reshape(len(rows), -1).T
    return measure_of(measure).routes[0].compute(list(columns), how(measure, options))


def formula_steps(measure: str, options: PoolOptions) -> tuple[str, ...]:
    """Return the names of the formula of `measure`, for people."""
    if measure == "SMD":
        factor = {
            "exact": "exact J",
            "approximate": "J = 1 - 3/(4N - 9)",
            "none": "no factor: Cohen's d",
        }
        return ("SMD", factor[options.smd_correction], f"variance {options.smd_variance}")
    if measure in (*BINARY, *RATES):
        return (measure, f"{EMPTY_CELLS}{how(measure, options).rule.zero_cells}")
    if measure == "MD":
        return ("MD", "variance sd1²/n1 + sd2²/n2")
    return (measure, measure_of(measure).formula)


def conventions(measure: str, options: PoolOptions) -> tuple[tuple[str, str], ...]:
    """Return the conventions of `measure` as key-value pairs, for the record."""
    if measure == "SMD":
        return (("j", options.smd_correction), ("smd_variance", options.smd_variance))
    if measure in (*BINARY, *RATES):
        return (("zero_cells", how(measure, options).rule.zero_cells),)
    return ()


def has_no_ratio(measure: str, one: Side, two: Side) -> bool:
    """Return whether a mean is below zero, as of a change, whose ratio to another would have lost its sense of more.

    R's escalc takes the ratio of two negative means.
    """
    return measure == "ROM" and min(one.numbers[0], two.numbers[0]) < 0


def why_undefined(measure: str, one: Side, two: Side) -> str:
    """Return why `measure` does not exist for two complete sides."""
    if measure in BINARY and bool(counts.is_double_zero(*one.numbers, *two.numbers)):
        return "double-zero: no-one, or everyone, in both groups had the event"
    if measure == "IRR" and one.numbers[0] == two.numbers[0] == 0:
        return "double-zero: no-one in either group had an event"
    if has_no_ratio(measure, one, two):
        return "a mean below zero has no ratio: is it a change?"
    return "the measure is not defined for these numbers"
