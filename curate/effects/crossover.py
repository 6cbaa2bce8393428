"""Crossovers with both periods: the same people on both sides, so that their values correlate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from curate.effects.arms import Side, continuous_side
from curate.effects.contrast import Contrast, contrast_estimate
from curate.effects.convert import pairs
from curate.effects.measures import small_sample_factor
from curate.effects.result import Result
from curate.effects.routes import Context, Doubt, Missing, input_of, value_of
from curate.effects.units import refuse_unlike
from curate.model.effect import Input
from curate.model.problem import Severity
from curate.model.record import Record

PAIRED_ROUTES = ("paired contrast", "correlation of its SDs", "assumed correlation")
"""Ways to the variance of a crossover, best first; where none is open, the first period is used alone."""

_FACTORS = {
    "exact": "exact J, n-1 df",
    "approximate": "J = 1 - 3/(4n - 5)",
    "none": "no factor: Cohen's d",
}


@dataclass(frozen=True, slots=True)
class Paired:
    """The effect of a crossover with both periods.

    Attributes
    ----------
    options
        Assumptions used, as key-value pairs.
    """

    yi: float
    vi: float
    n: float
    inputs: tuple[Input, ...]
    steps: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    doubts: tuple[Doubt, ...]


def paired_estimate(
    experimental: Sequence[Result],
    control: Sequence[Result],
    contrast: Result | None,
    reverse: bool,
    measure: str,
    context: Context,
) -> Paired:
    """Return MD or SMD of a crossover by the first of `PAIRED_ROUTES` that is open.

    An SMD is in SDs of people, as in parallel trials, with the J of the options, of n - 1.

    Parameters
    ----------
    experimental, control
        Results of the arms over both periods.
    contrast
        The difference within people that the report prints, None without.
    reverse
        Whether it is printed as control against experimental.

    Raises
    ------
    Missing
        When none is.

    References
    ----------
    Elbourne et al. (2002), doi:10.1093/ije/31.1.140; Cochrane Handbook 23.2.
    """
    if measure not in ("MD", "SMD"):
        raise Missing(f"both periods of a crossover make no {measure} without the pairs of each person")
    refuse_unlike((experimental, control), rates=False)
    sides = _sides(experimental, control, context)
    n, counted = _people(sides, contrast)
    printed = _printed(contrast, reverse, n, context) if contrast else None
    if printed and measure == "MD":
        steps = ("paired analysis of both periods", *printed.steps)
        return Paired(printed.yi, printed.vi, n, (*printed.inputs, *counted), steps, (), printed.doubts)
    doubts: tuple[Doubt, ...] = printed.doubts if printed else ()
    if printed and sides:
        r = float(
            pairs.change_correlation(sides[0].numbers[1], sides[1].numbers[1], printed.se * math.sqrt(n))
        )
        if abs(r) < 1:
            step = f"correlation {r:.3g} from the SDs of both periods and of their difference"
            inputs = (*sides[0].inputs, *sides[1].inputs, *printed.inputs)
            return _of_sides(sides, n, r, measure, context, inputs, step, (), doubts)
        doubts = (*doubts, _impossible(r, (*sides[0].inputs, *sides[1].inputs, *printed.inputs)))
    assumed = context.assumptions.correlation
    if assumed is None:
        raise Missing("both periods of a crossover: the same people are in both arms")
    r, step = assumed.value, f"correlation {assumed.value:g} assumed"
    options = (("correlation", str(assumed)),)
    what = f"its variance rests on an assumed correlation of both periods, {assumed}"
    doubts = (
        *doubts,
        Doubt(Severity.warning, "correlation_assumed", what, "the sensitivity analysis has its ends"),
    )
    if sides:
        inputs = (*sides[0].inputs, *sides[1].inputs)
        return _of_sides(sides, n, r, measure, context, inputs, step, options, doubts)
    if printed is None:
        raise Missing("both periods of a crossover have neither arms nor a difference that can be used")
    d = float(pairs.smd_from_paired(printed.yi, printed.se * math.sqrt(n), r))
    vi = (1 / n + d**2 / (2 * n)) * 2 * (1 - r)
    steps = ("paired analysis of both periods", *printed.steps, step)
    return _with_j(d, vi, n, context, (*printed.inputs, *counted), steps, options, doubts)


def _sides(
    experimental: Sequence[Result], control: Sequence[Result], context: Context
) -> tuple[Side, Side] | None:
    if not experimental or not control:
        return None
    try:
        return continuous_side(experimental, 1, context), continuous_side(control, 2, context)
    except Missing:
        return None


def _people(sides: tuple[Side, Side] | None, contrast: Result | None) -> tuple[float, tuple[Input, ...]]:
    """Return the people who had both treatments, and the input that says so when the sides do not."""
    if sides:
        one, two = sides[0].n, sides[1].n
        if one != two:
            raise Missing(
                f"the periods of a crossover have {one:g} and {two:g} people: of how many are the pairs?"
            )
        return one, ()
    record: Record | None = contrast.record("n") if contrast else None
    if record is None:
        raise Missing("the people of the crossover are missing")
    if value_of(record) < 2:
        raise Missing(f"{record.value} people make no pairs")
    return value_of(record), (input_of(record, "n"),)


def _printed(contrast: Result, reverse: bool, n: float, context: Context) -> Contrast | None:
    try:
        return contrast_estimate(contrast, "MD", reverse, None, context, n)
    except Missing:
        return None


def _of_sides(
    sides: tuple[Side, Side],
    n: float,
    r: float,
    measure: str,
    context: Context,
    inputs: tuple[Input, ...],
    step: str,
    options: tuple[tuple[str, str], ...],
    doubts: tuple[Doubt, ...],
) -> Paired:
    (m1, sd1, _), (m2, sd2, _) = sides[0].numbers, sides[1].numbers
    steps = ("paired analysis of both periods", step, *sides[0].steps, *sides[1].steps)
    options = (*options, *sides[0].options, *sides[1].options)
    doubts = tuple(dict.fromkeys((*doubts, *sides[0].doubts, *sides[1].doubts)))
    if measure == "SMD":
        d, vi = map(float, pairs.crossover_smd(m1, sd1, m2, sd2, n, r))
        return _with_j(d, vi, n, context, inputs, steps, options, doubts)
    found = pairs.crossover_mean_difference(m1, sd1, m2, sd2, n, r)
    if not math.isfinite(float(found.vi)):
        raise Missing(f"a correlation of {r:g} leaves no variance")
    return Paired(float(found.yi), float(found.vi), n, inputs, steps, options, doubts)


def _with_j(
    d: float,
    vi: float,
    n: float,
    context: Context,
    inputs: tuple[Input, ...],
    steps: tuple[str, ...],
    options: tuple[tuple[str, str], ...],
    doubts: tuple[Doubt, ...],
) -> Paired:
    correction = context.options.smd_correction
    approximate = 1 - 3 / (4 * n - 5)
    j = {"exact": float(small_sample_factor(n - 1)), "approximate": approximate, "none": 1.0}[correction]
    if not math.isfinite(j**2 * vi):
        raise Missing("the standardised difference is not defined for these numbers")
    return Paired(j * d, j**2 * vi, n, inputs, (*steps, _FACTORS[correction]), options, doubts)


def _impossible(r: float, inputs: Sequence[Input]) -> Doubt:
    what = f"the SDs of both periods and of their difference would correlate by {r:.2f}"
    hint = "one of them is misread, or is an SE; or the SE of the difference is not of pairs"
    keys = tuple(entry.record for entry in inputs)
    return Doubt(Severity.warning, "impossible_correlation", what, hint, keys)
