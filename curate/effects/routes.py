"""The ways to the mean and the SD of one arm: all that the records allow, one chosen by a stated order.

Every route carries the range that the rounding of its printed numbers leaves open. Two that should give the same SD and
whose ranges do not meet are told: one of their numbers is wrong, or is not what it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from curate.effects.assumptions import Assumptions
from curate.effects.convert import medians, pairs, spread
from curate.effects.convert.quantiles import from_quantiles
from curate.effects.result import Result
from curate.model.effect import Input
from curate.model.problem import Severity
from curate.model.protocol import PoolOptions
from curate.model.record import Record

SD_ROUTES = ("sd", "se", "ci", "change", "quantiles", "donors")
"""Ways to an SD, best first: printed; from the SE; from the interval of the mean; of a change, from the SDs of baseline
and end with a correlation; from quartiles or range; from other studies that the protocol names."""

EXACT = ("sd", "se", "ci")
"""Routes that differ by rounding only; the others estimate."""

MEAN_ROUTES = ("mean", "quantiles")
"""Ways to a mean, best first."""

_SLACK = 1e-9
"""Relative: printed decimals are exact, the floats behind them not."""


class Missing(Exception):
    """A side cannot be computed; the text says what is missing. Caught within `curate.effects`."""


class Doubt(NamedTuple):
    """What is to be said of a side or a contrast; a `Problem` without its place."""

    severity: Severity
    code: str
    what: str
    hint: str = ""
    records: tuple[str, ...] = ()


class Donor(NamedTuple):
    """An arm of another study whose SD may stand in."""

    study: str
    outcome: str
    basis: str
    sd: float
    n: float
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What a side is computed with: conventions, assumptions, all results of its study, the donors' SDs."""

    options: PoolOptions
    assumptions: Assumptions = field(default_factory=Assumptions)
    results: tuple[Result, ...] = ()
    donors: tuple[Donor, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a number.

    Attributes
    ----------
    name
        One of `SD_ROUTES`, `MEAN_ROUTES` or of `curate.effects.contrast.SE_ROUTES`.
    value, low, high
        The number, and what the rounding of the printed numbers leaves open.
    step
        How, for people; empty for a number as printed.
    options
        Assumptions used, as key-value pairs for the record.
    """

    name: str
    value: float
    low: float
    high: float
    inputs: tuple[Input, ...]
    step: str = ""
    options: tuple[tuple[str, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()


def input_of(record: Record, role: str) -> Input:
    """Return the input that `record` gives in `role`."""
    return Input(role, value_of(record), record.key, record.reading, record.decision)


def value_of(record: Record) -> float:
    """Return the number of a record that has one."""
    assert record.number is not None  # Result.record gives records with a number only
    return record.number


def half_unit(record: Record) -> float:
    """Return half a unit of the last printed decimal."""
    return 0.5 * 10.0 ** -(record.decimals or 0)


def printed_level(record: Record, options: PoolOptions) -> float:
    """Return the level of a printed limit in percent.

    Raises
    ------
    Missing
        When the report does not say it and the options assume none.
    """
    level = record.ci_level or options.ci_level_printed
    if not level:
        raise Missing("the confidence level is not reported and none may be assumed")
    return level


def chosen(
    routes: Sequence[Route], what: str, exact: Sequence[str] = EXACT
) -> tuple[Route, tuple[str, ...]]:
    """Return the first route with what is to be said of the others, and the steps to record.

    Parameters
    ----------
    what
        Name of the number, such as ``sd1``.
    exact
        Names of the routes that may differ by rounding only.
    """
    first = routes[0]
    steps = [first.step] if first.step else []
    doubts = list(first.doubts)
    for other in routes[1:]:
        if first.name not in exact or other.name not in exact:
            continue
        if other.low <= first.high * (1 + _SLACK) and first.low <= other.high * (1 + _SLACK):
            steps.append(f"{what} agrees with {_printed(other)}")
            continue
        text = f"{what} is {first.value:.4g} from {_printed(first)}, but {other.value:.4g} from {_printed(other)}"
        hint = "one of them is misread, or is not what it is called: look at the page"
        keys = tuple(entry.record for entry in (*first.inputs, *other.inputs))
        doubts.append(Doubt(Severity.warning, "routes_disagree", text, hint, keys))
    return Route(
        first.name,
        first.value,
        first.low,
        first.high,
        first.inputs,
        first.step,
        first.options,
        tuple(doubts),
    ), tuple(steps)


def sd_routes(result: Result, n: float, suffix: str, context: Context) -> list[Route]:
    """Return every way to the SD of an arm, best first; empty when there is none.

    Raises
    ------
    Missing
        When an SE or an interval stands with an adjusted mean and nothing else leads to an SD: SE √n is no SD then.
    """
    makers = {
        "sd": _printed_sd,
        "se": _from_se,
        "ci": _from_ci,
        "change": _from_change,
        "quantiles": _from_quantiles,
        "donors": _from_donors,
    }
    found = [makers[name](result, n, suffix, context) for name in SD_ROUTES]
    routes = [route for route in found if route is not None and route.value > 0]
    printed = result.record("sd")
    if printed and not value_of(printed) > 0:
        raise Missing("the standard deviation is not positive")
    has_se = any(result.record(name) for name in ("se", "ci_low"))
    if not routes and result.adjusted and has_se:
        raise Missing("sd is missing, and the SE of an adjusted mean is not SD/√n")
    return routes


def mean_routes(result: Result, n: float, suffix: str, context: Context) -> list[Route]:
    """Return every way to the mean of an arm, best first; empty when there is none."""
    routes = []
    if record := result.record("mean"):
        routes.append(_of_record(record, "mean", f"m{suffix}"))
    if (found := _moments(result, n, suffix, context)) and (result.record("median")):
        moments, inputs, how, doubts = found
        mean = float(moments.mean)
        if np.isfinite(mean):
            step = f"m{suffix} from {how}"
            routes.append(Route("quantiles", mean, mean, mean, inputs, step, (), doubts))
    return routes


def _printed_sd(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    record = result.record("sd")
    return _of_record(record, "sd", f"sd{suffix}") if record else None


def _of_record(record: Record, name: str, role: str) -> Route:
    value, half = value_of(record), half_unit(record)
    return Route(name, value, value - half, value + half, (input_of(record, role),))


def _from_se(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    record = result.record("se")
    if record is None or result.adjusted:
        return None
    value, half = value_of(record), half_unit(record)
    sd, least, most = (
        float(spread.sd_from_se(max(end, 0.0), n)) for end in (value, value - half, value + half)
    )
    used = (input_of(record, f"se{suffix}"),)
    return Route("se", sd, least, most, used, f"sd{suffix} from se{suffix}")


def _from_ci(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    low, high = result.record("ci_low"), result.record("ci_high")
    if low is None or high is None or result.adjusted:
        return None
    try:
        level = printed_level(low, context.options)
    except Missing:
        if not any(result.record(name) for name in ("sd", "se")):
            raise
        return None
    a, b = value_of(low), value_of(high)
    half = half_unit(low) + half_unit(high)
    sd = float(spread.sd_from_ci(a, b, n, level))
    least = float(spread.sd_from_ci(a, max(b - half, a), n, level))
    most = float(
        spread.sd_from_normal_ci(a, b + half, n, level)
    )  # an interval may have been made with z
    used = (input_of(low, f"ci_low{suffix}"), input_of(high, f"ci_high{suffix}"))
    step = f"sd{suffix} from the {level:g}% CI of the mean, t with n-1 df"
    return Route("ci", sd, least, most, used, step)


def _from_change(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    """Return the SD of a change from those of baseline and end, with the study's own correlation or an assumed one."""
    if result.basis != "change" or result.adjusted:
        return None
    ends = _ends_of_change(result, context.results)
    if ends is None:
        return None
    before, after = ends
    r, source, used, doubts = _correlation(result, suffix, context)
    inputs = (input_of(before, f"sd_baseline{suffix}"), input_of(after, f"sd_end{suffix}"))
    if r is None:
        return None
    sd = float(pairs.change_sd(value_of(before), value_of(after), r))
    step = f"sd{suffix} from the SDs of baseline and end, correlation {r:.3g} {source}"
    assumed = context.assumptions.correlation
    options = () if used or assumed is None else (("correlation", str(assumed)),)
    return Route("change", sd, sd, sd, (*inputs, *used), step, options, doubts)


def _ends_of_change(result: Result, others: Sequence[Result]) -> tuple[Record, Record] | None:
    """Return the SDs of baseline and end of the arms of a change; None unless each is there once."""
    same = [
        r
        for r in others
        if not r.comparators
        and (r.arms, r.outcome, r.period, r.subgroup)
        == (result.arms, result.outcome, result.period, result.subgroup)
        and not r.adjusted
    ]
    before = [sd for r in same if r.basis == "baseline" and (sd := r.record("sd"))]
    after = [
        sd
        for r in same
        if r.basis == "final" and r.timepoint == result.timepoint and (sd := r.record("sd"))
    ]
    return (before[0], after[0]) if len(before) == len(after) == 1 else None


def _correlation(
    result: Result, suffix: str, context: Context
) -> tuple[float | None, str, tuple[Input, ...], tuple[Doubt, ...]]:
    """Return the correlation of before and after: of the study's other arms with three SDs, else the assumed one."""
    found: list[float] = []
    inputs: list[Input] = []
    doubts: list[Doubt] = []
    for other in context.results:
        sd = other.record("sd")
        if (other.outcome, other.timepoint, other.basis) != (result.outcome, result.timepoint, "change"):
            continue
        if other.comparators or other.adjusted or sd is None:
            continue
        ends = _ends_of_change(other, context.results)
        if ends is None:
            continue
        three = (*ends, sd)
        r = float(pairs.change_correlation(*map(value_of, three)))
        if not pairs.is_correlation(r):
            names = "+".join(other.arms)
            what = f"the SDs of baseline, end and change in {names} would correlate by {r:.2f}"
            hint = "one of the three is misread, or is an SE"
            keys = tuple(record.key for record in three)
            doubts.append(Doubt(Severity.warning, "impossible_correlation", what, hint, keys))
            continue
        place = f"{suffix}_{len(found) + 1}"
        roles = (f"sd_baseline_of_r{place}", f"sd_end_of_r{place}", f"sd_change_of_r{place}")
        inputs += [input_of(record, role) for record, role in zip(three, roles, strict=True)]
        found.append(r)
    if found:
        return float(np.mean(found)), "of its other arms", tuple(inputs), tuple(doubts)
    assumed = context.assumptions.correlation
    if assumed is None:
        return None, "", (), tuple(doubts)
    what = f"the SD of a change rests on an assumed correlation, {assumed}"
    hint = "the sensitivity analysis has its ends"
    doubts.append(Doubt(Severity.note, "correlation_assumed", what, hint))
    return assumed.value, "assumed", (), tuple(doubts)


def _from_quantiles(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    found = _moments(result, n, suffix, context)
    if found is None:
        return None
    moments, inputs, how, doubts = found
    sd = float(moments.sd)
    return Route("quantiles", sd, sd, sd, inputs, f"sd{suffix} from {how}", (), doubts)


Found = tuple[medians.Moments, tuple[Input, ...], str, tuple[Doubt, ...]]


def _moments(result: Result, n: float, suffix: str, context: Context) -> Found | None:
    """Return mean and SD from the quantiles that are there, with inputs, words and doubts."""
    way = context.assumptions.medians
    five = {name: result.record(name) for name in ("min", "q1", "median", "q3", "max")}
    there = {name: record for name, record in five.items() if record is not None}
    if way == "refuse":
        return None
    quartiles, ends = {"q1", "q3"} <= there.keys(), {"min", "max"} <= there.keys()
    if "median" not in there:
        if not quartiles:
            return None
        q1, q3 = there["q1"], there["q3"]
        sd = spread.sd_from_iqr(value_of(q1), value_of(q3))
        both = (input_of(q1, f"q1_{suffix}"), input_of(q3, f"q3_{suffix}"))
        moments = medians.Moments(np.asarray(np.nan), sd)
        return moments, both, f"quartiles, IQR/{spread.HANDBOOK_IQR:g}", ()
    if not (quartiles or ends):
        return None
    values = [
        value_of(there[name]) if name in there and _is_used(name, quartiles, ends) else np.nan
        for name in five
    ]
    a, q1_value, m, q3_value, b = values
    if quartiles and ends:
        name, given, test = (
            "median, quartiles and range",
            values,
            medians.skewness_of_five(a, q1_value, m, q3_value, b, n),
        )
        moments, source = medians.from_five(a, q1_value, m, q3_value, b, n), "Luo 2018, Shi 2020"
    elif quartiles:
        given = [q1_value, m, q3_value]
        name, test = "median and quartiles", medians.skewness_of_quartiles(q1_value, m, q3_value, n)
        moments, source = medians.from_quartiles(q1_value, m, q3_value, n), "Luo 2018, Wan 2014"
    else:
        given = [a, m, b]
        name, test = "median and range", medians.skewness_of_range(a, m, b, n)
        moments, source = medians.from_range(a, m, b, n), "Luo 2018, Wan 2014"
    if way == "quantiles":
        fitted = from_quantiles(a, q1_value, m, q3_value, b, n)
        moments = medians.Moments(fitted.mean, fitted.sd)
        source = f"quantile estimation, McGrath 2020, {fitted.family}"
    if not np.isfinite(moments.sd):
        raise Missing(f"{name} {', '.join(f'{v:g}' for v in given)} are not in order, or n is too small")
    used = tuple(
        input_of(record, f"{role}_{suffix}")
        for role, record in there.items()
        if _is_used(role, quartiles, ends)
    )
    keys = tuple(entry.record for entry in used)
    doubts = [
        Doubt(Severity.note, "mean_from_median", f"mean and SD are estimated from {name}", "", keys)
    ]
    if way != "quantiles" and bool(test.skewed):
        what = (
            f"{name} are skewed (Shi's T {float(test.statistic):.2f} above {float(test.critical):.2f}),"
            " the mean and SD from them are poor"
        )
        hint = 'medians = "quantiles" needs no symmetry; "refuse" leaves such studies out'
        doubts.append(Doubt(Severity.warning, "skewed", what, hint, keys))
    return moments, used, f"{name} ({source})", tuple(doubts)


def _is_used(name: str, quartiles: bool, ends: bool) -> bool:
    return name == "median" or (quartiles if name in ("q1", "q3") else ends)


def _from_donors(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    """Return the SD of the donors' arms: pooled, or the lowest or highest of them for a sensitivity analysis."""
    donors = [
        donor
        for donor in context.donors
        if donor.study != result.study_name
        and (donor.outcome, donor.basis) == (result.outcome, result.basis)
    ]
    if len(donors) < 2:
        return None  # nothing to see how much they differ by
    sds = np.array([donor.sd for donor in donors])
    weights = np.array([donor.n - 1 for donor in donors])
    which = context.assumptions.borrowed
    pooled = float(np.sqrt((weights * sds**2).sum() / weights.sum()))
    sd = {"pooled": pooled, "lowest": float(sds.min()), "highest": float(sds.max())}[which]
    names = ", ".join(dict.fromkeys(donor.study for donor in donors))
    inputs = tuple(
        Input(
            f"{entry.role}_donor{place}_{suffix}",
            entry.value,
            entry.record,
            entry.reading,
            entry.decision,
        )
        for place, donor in enumerate(donors, start=1)
        for entry in donor.inputs
    )
    what = f"its SD is borrowed from {names}: {sd:.4g} ({which} of {sds.min():.4g} to {sds.max():.4g})"
    doubt = Doubt(
        Severity.warning,
        "sd_borrowed",
        what,
        "the sensitivity analysis has the lowest, the highest, and the pool without it",
    )
    step = f"sd{suffix} borrowed, {which}, from {names}"
    return Route(
        "donors", sd, sd, sd, inputs, step, (("sd_donors", names), ("sd_borrowed", which)), (doubt,)
    )


def _printed(route: Route) -> str:
    return " and ".join(entry.role for entry in route.inputs)
