"""From the numbers of two sides to yi and vi, by the name of the measure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from curate.effects import counts
from curate.effects.arms import Side, SideMaker, binary_side, continuous_side
from curate.effects.catalogue import Options, measure_of
from curate.effects.measures import Estimates
from curate.model.protocol import PoolOptions

ZERO_CELLS = counts.DEFAULT.zero_cells
"""The rule for empty cells; double-zero trials are dropped from ratios and listed."""

BINARY = ("RR", "OR", "RD")
MEASURES = ("MD", "SMD", *BINARY)


def side_maker(measure: str) -> SideMaker:
    """Return what gathers the numbers of one side for `measure`."""
    return binary_side if measure in BINARY else continuous_side


def estimates(measure: str, pairs: Sequence[tuple[Side, Side]], options: PoolOptions) -> Estimates:
    """Return the effects of all `pairs` of sides in one call; NaN where the measure is not defined."""
    rows = [(*one.numbers, *two.numbers) for one, two in pairs]
    columns = np.array(rows, dtype=float).reshape(len(rows), -1).T
    how = Options(variance=options.smd_variance if measure == "SMD" else "")
    return measure_of(measure).routes[0].compute(list(columns), how)


def formula_steps(measure: str, options: PoolOptions) -> tuple[str, ...]:
    """Return the names of the formula of `measure`, for people."""
    if measure == "SMD":
        return ("SMD", "exact J", f"variance {options.smd_variance}")
    if measure in BINARY:
        return (measure, f"empty cells {ZERO_CELLS}")
    return (measure, "variance sd1²/n1 + sd2²/n2")


def conventions(measure: str, options: PoolOptions) -> tuple[tuple[str, str], ...]:
    """Return the conventions of `measure` as key-value pairs, for the record."""
    if measure == "SMD":
        return (("j", "exact"), ("smd_variance", options.smd_variance))
    return (("zero_cells", ZERO_CELLS),) if measure in BINARY else ()


def why_undefined(measure: str, one: Side, two: Side) -> str:
    """Return why `measure` does not exist for two complete sides."""
    if measure in BINARY and bool(counts.is_double_zero(*one.numbers, *two.numbers)):
        return "double-zero: no-one, or everyone, in both groups had the event"
    return "the measure is not defined for these numbers"
