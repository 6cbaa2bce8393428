"""SDs that are estimated: of a change from a correlation, from quartiles and ranges, from other studies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from curate.effects.convert import medians, pairs, spread
from curate.effects.convert.blue import from_linear
from curate.effects.convert.quantiles import from_quantiles
from curate.effects.result import Result
from curate.effects.routes import Context, Doubt, Missing, Route, input_of, value_of
from curate.effects.units import is_one_unit, unit_of_scores
from curate.model.effect import Input
from curate.model.problem import Severity
from curate.model.record import Record


def from_change(result: Result, n: float, suffix: str, context: Context) -> Route | None:
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
        and is_one_unit(unit_of_scores(r), unit_of_scores(result))  # a change in percent has another
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
    """Return the correlation of before and after: of the study's arms with three SDs, else the assumed one."""
    same = [
        trio
        for trio in _three_sds(context.results)
        if (trio[0].outcome, trio[0].timepoint) == (result.outcome, result.timepoint)
    ]
    found: list[float] = []
    inputs: list[Input] = []
    for _, three, r in same:
        if not pairs.is_correlation(r):
            continue
        place = f"{suffix}_{len(found) + 1}"
        roles = (f"sd_baseline_of_r{place}", f"sd_end_of_r{place}", f"sd_change_of_r{place}")
        inputs += [input_of(record, role) for record, role in zip(three, roles, strict=True)]
        found.append(r)
    if found:
        return float(np.mean(found)), "of arms with three SDs", tuple(inputs), ()
    assumed = context.assumptions.correlation
    if assumed is None:
        return None, "", (), ()
    what = f"the SD of a change rests on an assumed correlation, {assumed}"
    hint = "the sensitivity analysis has its ends"
    doubt = Doubt(Severity.warning, "correlation_assumed", what, hint)
    return assumed.value, "assumed", (), (doubt,)


def _three_sds(results: Sequence[Result]) -> list[tuple[Result, tuple[Record, Record, Record], float]]:
    """Return the changes with a printed SD, the SDs of baseline, end and change, and the correlation they give."""
    found = []
    for result in results:
        sd = result.record("sd")
        if result.basis != "change" or result.comparators or result.adjusted or sd is None:
            continue
        if ends := _ends_of_change(result, results):
            three = (*ends, sd)
            r = float(pairs.change_correlation(*map(value_of, three)))
            if np.isfinite(r):
                found.append((result, three, r))
    return found


def impossible_correlations(results: Sequence[Result]) -> tuple[Doubt, ...]:
    """Return the arms of a study whose SDs of baseline, end and change cannot all be right."""
    doubts = []
    for result, three, r in _three_sds(results):
        if not pairs.is_correlation(r):
            place = f"{'+'.join(result.arms)}, {result.outcome}, {result.timepoint}"
            texts = ", ".join(record.value for record in three)
            what = f"the SDs of baseline, end and change of {place} ({texts}) would correlate by {r:.2f}"
            hint = "one of the three is misread, or is an SE"
            keys = tuple(record.key for record in three)
            doubts.append(Doubt(Severity.warning, "impossible_correlation", what, hint, keys))
    return tuple(doubts)


def from_quantiles_of(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    """Return the SD from quartiles, range or both."""
    found = moments_of(result, n, suffix, context)
    if found is None:
        return None
    moments, inputs, how, doubts = found
    sd = float(moments.sd)
    return Route("quantiles", sd, sd, sd, inputs, f"sd{suffix} from {how}", (), doubts)


Found = tuple[medians.Moments, tuple[Input, ...], str, tuple[Doubt, ...]]


def moments_of(result: Result, n: float, suffix: str, context: Context) -> Found | None:
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
        outside = _of_mean_outside(result.record("mean"), q1, q3)
        return moments, both, f"quartiles, IQR/{spread.HANDBOOK_IQR:g}", outside
    if not (quartiles or ends):
        return None
    values = [
        value_of(there[name]) if name in there and _is_used(name, quartiles, ends) else np.nan
        for name in five
    ]
    a, q1_value, m, q3_value, b = values
    if quartiles and ends:
        name, given = "median, quartiles and range", values
        test = medians.skewness_of_five(a, q1_value, m, q3_value, b, n)
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
    if way == "blue":
        moments, source = from_linear(a, q1_value, m, q3_value, b, n), "best linear unbiased, Yang 2022"
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


def _of_mean_outside(mean: Record | None, q1: Record, q3: Record) -> tuple[Doubt, ...]:
    """Return the doubt of quartiles that do not hold the mean: no normal sample is so skewed."""
    if mean is None or value_of(q1) <= value_of(mean) <= value_of(q3):
        return ()
    what = f"mean {mean.value} lies outside the quartiles {q1.value} and {q3.value}: the SD from them is poor"
    hint = "a skewed sample, or numbers of other people: look for an SD"
    return (Doubt(Severity.warning, "skewed", what, hint, (mean.key, q1.key, q3.key)),)


def _is_used(name: str, quartiles: bool, ends: bool) -> bool:
    return name == "median" or (quartiles if name in ("q1", "q3") else ends)


def from_donors(result: Result, n: float, suffix: str, context: Context) -> Route | None:
    """Return the SD of the donors' arms: pooled, or the lowest or highest of them for a sensitivity analysis."""
    donors = [
        donor
        for donor in context.donors
        if donor.study != result.study_name
        and (donor.outcome, donor.basis) == (result.outcome, result.basis)
        and is_one_unit(donor.unit, unit_of_scores(result))
    ]
    if len({donor.study for donor in donors}) < 2:
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
