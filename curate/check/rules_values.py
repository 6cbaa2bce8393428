"""Rules on single values: what cannot be a count, a spread, a score or a percentage."""

from __future__ import annotations

from curate.check.look import Look, designs, half_unit, problem, value
from curate.effects.result import Result, is_number
from curate.model.problem import Problem, Severity

_SCORES = ("mean", "median", "q1", "q3", "min", "max")
_COUNTS = ("n", "events", "event_count", "total", "people")
_NOTABLE_LOSS = 0.1
"""Share by which the n of one arm may differ between outcomes before it is worth a note."""


def sd_not_positive(look: Look) -> list[Problem]:
    """``sd_not_positive``, error: an SD or SE of zero or less.

    Hint: a minus sign or a dash was read as part of the number, or everyone scored the same.
    Source: Cochrane Handbook 6.5.2 (an SD is needed for a weight; with zero the weight is infinite).
    """
    found = []
    for result in look.results:
        for record in result.records:
            if record.statistic in ("sd", "se") and is_number(record) and value(record) <= 0:
                what = f"{record.statistic} = {record.value} is not above zero"
                hint = "look at the page: a dash before the number, or a cell that belongs elsewhere"
                found.append(problem(Severity.error, "sd_not_positive", result, what, hint, [record]))
    return found


def n_not_count(look: Look) -> list[Problem]:
    """``n_not_count``, error: people or events that are no whole number, or negative.

    Hint: another column was read, a percentage, or a rate.
    Source: counting.
    """
    found = []
    for result in look.results:
        for record in result.records:
            if record.statistic not in _COUNTS or not is_number(record):
                continue
            if value(record) < 0 or value(record) != int(value(record)):
                counted = "events" if record.statistic == "event_count" else "people"
                what = f"{record.statistic} = {record.value} is no number of {counted}"
                hint = "a percentage or a neighbouring column may have been read"
                found.append(problem(Severity.error, "n_not_count", result, what, hint, [record]))
    return found


def mean_outside_scale(look: Look) -> list[Problem]:
    """``mean_outside_scale``, error or warning: a score that the scale does not have.

    An error above its maximum, a warning below its minimum. A final or baseline score, its quartiles and extremes lie
    on the scale; a change lies within plus and minus its length.
    Hint: below the minimum it is most likely a change score; above the maximum another scale or another
    coding of it.
    Source: definition of the scale in the protocol.
    """
    found = []
    for result in look.arms:
        outcome = look.outcome(result.outcome)
        if outcome is None or outcome.kind != "continuous":
            continue
        low, high = outcome.minimum, outcome.maximum
        if result.basis == "change" and low is not None and high is not None:
            low, high = low - high, high - low
        elif result.basis == "change":
            continue
        for statistic in _SCORES:
            record = result.record(statistic)
            if record is None:
                continue
            if low is not None and value(record) < low:
                what = f"{statistic} {record.value} lies below the scale's minimum {low:g}"
                hint = "a change score? record its basis" if result.basis != "change" else ""
                found.append(
                    problem(Severity.warning, "mean_outside_scale", result, what, hint, [record])
                )
            if high is not None and value(record) > high:
                what = f"{statistic} {record.value} lies above the scale's maximum {high:g}"
                hint = "another version of the scale, another coding, or another outcome"
                found.append(problem(Severity.error, "mean_outside_scale", result, what, hint, [record]))
    return found


def sd_over_range(look: Look) -> list[Problem]:
    """``sd_over_range``, error: an SD that no scores on the scale can have.

    The variance of n scores between a and b with mean m is at most n/(n-1) (m - a)(b - m); for
    changes the same holds on a scale twice as long.
    Hint: an SD of a sum, of another scale, or an interval's width.
    Source: Bhatia & Davis (2000), doi:10.1080/00029890.2000.12005203.
    """
    found = []
    for result in look.arms:
        outcome = look.outcome(result.outcome)
        mean, sd, n = (result.record(name) for name in ("mean", "sd", "n"))
        if not (outcome and mean and sd) or outcome.minimum is None or outcome.maximum is None:
            continue
        low, high = outcome.minimum, outcome.maximum
        if result.basis == "change" or value(mean) < low:
            low, high = low - high, high - low
        if not low <= value(mean) <= high:
            continue
        size = max(value(n), 2) if n else 2.0
        most = (size / (size - 1) * (value(mean) - low) * (high - value(mean))) ** 0.5
        if value(sd) - half_unit(sd) > most + half_unit(mean):
            what = f"sd {sd.value} is more than {most:.3g}, the most that mean {mean.value} allows"
            hint = "another scale, or a number that is no SD"
            found.append(problem(Severity.error, "sd_over_range", result, what, hint, [mean, sd]))
    return found


def events_over_total(look: Look) -> list[Problem]:
    """``events_over_total``, error: more people with the event than people, or a percentage above 100.

    Hint: events were counted instead of people, or the columns are swapped.
    Source: counting.
    """
    found = []
    for result in look.arms:
        events, percent = result.record("events"), result.record("percent")
        total = result.record("total") or result.record("n")
        if events and total and value(events) > value(total):
            what = f"{events.value} people with the event among {total.value}"
            hint = "events counted instead of people, or two columns swapped"
            found.append(
                problem(Severity.error, "events_over_total", result, what, hint, [events, total])
            )
        if percent and not 0 <= value(percent) <= 100:
            what = f"{percent.value} is no share of people in percent"
            hint = "look at the unit of the column"
            found.append(problem(Severity.error, "events_over_total", result, what, hint, [percent]))
    return found


def percent_mismatch(look: Look) -> list[Problem]:
    """``percent_mismatch``, warning: events/total is not the printed percentage.

    Within one unit of the last printed decimal, since some reports cut instead of rounding.
    Hint: the denominator is another one (randomised, analysed), or one of the numbers is misread.
    Source: counting; Cochrane Handbook 6.4.
    """
    found = []
    for result in look.arms:
        events, percent = result.record("events"), result.record("percent")
        total = result.record("total") or result.record("n")
        if not (events and percent and total) or value(total) <= 0 or value(events) > value(total):
            continue
        share = 100 * value(events) / value(total)
        if abs(share - value(percent)) > 2 * half_unit(percent) + 1e-9:
            what = f"{events.value}/{total.value} is {share:.1f}%, printed {percent.value}%"
            hint = "another denominator, or a misread digit"
            keys = [events, total, percent]
            found.append(problem(Severity.warning, "percent_mismatch", result, what, hint, keys))
    return found


def n_over_randomised(look: Look) -> list[Problem]:
    """``n_over_randomised``, error: more people analysed than were randomised.

    The arms of one table together against the study's number, and each arm against its own.
    Hint: sources differ (registry, paper), a crossover counts people twice, or arms overlap.
    Source: CONSORT flow of participants.
    """
    found = []
    for result in look.arms:
        sizes = {r.role: r for r in result.records if r.statistic == "n" and is_number(r)}
        randomised = sizes.get("randomised")
        for role in ("analysed", "completed"):
            after = sizes.get(role)
            if randomised and after and value(after) > value(randomised):
                what = f"{after.value} {role}, {randomised.value} randomised"
                hint = "two sources of the number of people, or two swapped columns"
                keys = [after, randomised]
                found.append(problem(Severity.error, "n_over_randomised", result, what, hint, keys))
    return found + _sums_over_randomised(look)


def _sums_over_randomised(look: Look) -> list[Problem]:
    found, told = [], set()
    for group in designs(look.arms):
        study = look.studies.get(group[0].study)
        if study is None or study.n_randomised is None or study.design == "crossover":
            continue
        single = [result for result in group if len(result.arms) == 1]
        records = [r for result in single if (r := result.record("n") or result.record("total"))]
        total = sum(value(record) for record in records)
        if total > study.n_randomised and (study.id, total) not in told:
            told.add((study.id, total))
            what = f"the arms hold {total:g} people, {study.n_randomised} were randomised"
            hint = "two sources of the number of people, a crossover, or an arm counted twice"
            found.append(problem(Severity.error, "n_over_randomised", group[0], what, hint, records))
    return found


def n_differs(look: Look) -> list[Problem]:
    """``n_differs``, note: one arm has different n at one time, by more than a tenth, between outcomes.

    Hint: missing answers, or n copied from another table.
    Source: Cochrane Handbook 8.5 (missing outcome data).
    """
    seen: dict[tuple[str, tuple[str, ...], str], list[tuple[float, str]]] = {}
    first: dict[tuple[str, tuple[str, ...], str], Result] = {}
    for result in look.arms:
        n = result.record("n")
        if n is None or result.subgroup:
            continue
        key = (result.study, result.arms, result.timepoint)
        seen.setdefault(key, []).append((value(n), result.outcome))
        first.setdefault(key, result)
    found = []
    for key, sizes in seen.items():
        low, high = min(sizes), max(sizes)
        if high[0] - low[0] > _NOTABLE_LOSS * high[0]:
            what = f"n is {low[0]:g} for {low[1]} and {high[0]:g} for {high[1]}"
            hint = "missing answers, or an n from another table"
            found.append(problem(Severity.note, "n_differs", first[key], what, hint))
    return found
