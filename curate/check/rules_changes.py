"""Rules on what must add up: changes, combined arms, baselines, and numbers that stand twice."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import combinations

from scipy.special import ndtr, ndtri, stdtr

from curate.check.look import Look, half_unit, problem, value
from curate.effects.result import Result
from curate.model.problem import Problem, Severity
from curate.model.record import Record

CHANCE = 0.001
"""Two-sided p, over all baseline scores of a study, below which an imbalance is beyond chance."""

DIGITS = 3
"""Digits that a mean and an SD must have for their standing twice to be remarkable."""

FEWEST_BASELINES = 5
"""Baseline scores below which nothing is said of groups being too equal."""


def change_mismatch(look: Look) -> list[Problem]:
    """``change_mismatch``, warning: the mean change is not final minus baseline, beyond rounding.

    Where the three means are of the same number of people, or n is not said.
    Hint: improvement printed as positive, means of other people, adjusted means, or a misread digit.
    Source: arithmetic; Cochrane Handbook 6.5.2.8.
    """
    found = []
    for first, final, change in _triples(look):
        means = [result.record("mean") for result in (first, final, change)]
        if not all(means) or not _same_people((first, final, change)):
            continue
        a, b, c = (record for record in means if record)
        expected = value(b) - value(a)
        slack = half_unit(a) + half_unit(b) + half_unit(c) + 1e-9
        if abs(expected - value(c)) > slack:
            turned = abs(expected + value(c)) <= slack
            what = f"mean change {c.value}, final minus baseline is {expected:.4g}"
            hint = "improvement is printed as positive: turn the sign" if turned else (
                "means of other people, adjusted means, or a misread digit"
            )  # fmt: skip
            found.append(problem(Severity.warning, "change_mismatch", change, what, hint, [a, b, c]))
    return found


def change_correlation(look: Look) -> list[Problem]:
    """``change_correlation``, warning: the three SDs give a correlation outside -1 and 1, beyond rounding.

    Hint: an SE among the SDs, or SDs of other people.
    Source: Cochrane Handbook 6.5.2.8, r = (SDb² + SDf² - SDc²)/(2 SDb SDf).
    """
    found = []
    for first, final, change in _triples(look):
        sds = [result.record("sd") for result in (first, final, change)]
        if not all(sds) or not _same_people((first, final, change)):
            continue
        a, b, c = (record for record in sds if record)
        blur = [half_unit(each) for each in (a, b, c)]
        # |SDb - SDf| <= SDc <= SDb + SDf
        most = value(a) + value(b) + sum(blur)
        least = abs(value(a) - value(b)) - sum(blur)
        if not least <= value(c) <= most:
            what = f"no correlation gives a change an SD of {c.value} between {a.value} and {b.value}"
            hint = "an SE among the SDs, or SDs of other people"
            found.append(problem(Severity.warning, "change_correlation", change, what, hint, [a, b, c]))
    return found


def arms_not_summing(look: Look) -> list[Problem]:
    """``arms_not_summing``, warning: people or events of combined arms are not the sum of the arms.

    Hint: an arm is missing or counted twice, or the total is of another analysis.
    Source: counting.
    """
    found = []
    for group in _by_place(look.arms):
        single = {result.arms[0]: result for result in group if len(result.arms) == 1}
        for result in group:
            if len(result.arms) < 2 or not set(result.arms) <= single.keys():
                continue
            for statistic in ("n", "total", "events"):
                whole = result.record(statistic)
                parts = [single[arm].record(statistic) for arm in result.arms]
                if whole is None or not all(parts):
                    continue
                total = sum(value(part) for part in parts if part)
                if total != value(whole):
                    what = f"{statistic} {whole.value} of {'+'.join(result.arms)}, the arms add up to {total:g}"
                    hint = "an arm missing or counted twice, or a total of another analysis"
                    keys = [whole, *parts]
                    found.append(problem(Severity.warning, "arms_not_summing", result, what, hint, keys))
    return found


def duplicate_arms(look: Look) -> list[Problem]:
    """``duplicate_arms``, warning: two arms or times of a study with the same mean and SD, digit for digit.

    Both with three digits at least; so too arms of two studies at one time, where n is the same.
    Hint: a row or column read twice, or one group of people in two studies; in the report itself a slip, or worse.
    Source: Carlisle (2021), doi:10.1111/anae.15263, lists it among the signs of false data.
    """
    found = []
    seen: dict[tuple[str, str, str, str], Result] = {}
    for result in look.arms:
        mean, sd = result.record("mean"), result.record("sd")
        if not (mean and sd) or min(_digits(mean), _digits(sd)) < DIGITS:
            continue
        key = (result.study, result.outcome, mean.value, sd.value)
        first = seen.setdefault(key, result)
        if (first.arms, first.timepoint, first.basis) != (result.arms, result.timepoint, result.basis):
            where = ", ".join(filter(None, ("+".join(first.arms), first.timepoint)))
            what = f"mean {mean.value} and SD {sd.value} are also those of {where}"
            hint = "a row or column read twice? look at both places"
            found.append(problem(Severity.warning, "duplicate_arms", result, what, hint, [mean, sd]))
    return found + _groups_of_two_studies(look)


def _groups_of_two_studies(look: Look) -> list[Problem]:
    """Return arms with the n, mean and SD of another study's arm: its people would count twice."""
    found = []
    seen: dict[tuple[str, ...], Result] = {}
    for result in look.arms:
        n, mean, sd = (result.record(name) for name in ("n", "mean", "sd"))
        if not (n and mean and sd) or min(_digits(mean), _digits(sd)) < DIGITS:
            continue
        place = (result.outcome, result.timepoint, result.basis, result.subgroup)
        first = seen.setdefault((*place, n.value, mean.value, sd.value), result)
        if first.study != result.study:
            what = f"n {n.value}, mean {mean.value} and SD {sd.value} are also those of {first.place}"
            hint = "one group of people in two studies? join them, or let one of them go"
            found.append(problem(Severity.warning, "duplicate_arms", result, what, hint, [n, mean, sd]))
    return found


def baseline_imbalance(look: Look) -> list[Problem]:
    """``baseline_imbalance``, note: baseline means differ more than chance explains.

    Two-sided p below 0.001 after counting the comparisons of the study (Bonferroni).
    Hint: an SE typed as SD, swapped columns, or allocation that was not random.
    Source: Cochrane Handbook 8.3.2 (differences that suggest a problem with randomisation).
    """
    found = []
    for study in _baselines(look).values():
        for one, two, p in study:
            if p * len(study) < CHANCE:
                pair = [result.record("mean") for result in (one, two)]
                names = " and ".join("+".join(result.arms) for result in (one, two))
                values = " and ".join(record.value for record in pair if record)
                what = f"baseline means {values} of {names} differ beyond chance (p {p:.1g})"
                hint = "an SE typed as SD, swapped columns, or allocation that was not random"
                found.append(problem(Severity.note, "baseline_imbalance", one, what, hint, pair))
    return found


def baseline_too_equal(look: Look) -> list[Problem]:
    """``baseline_too_equal``, note: the groups of a study are more alike at baseline than chance allows.

    Only on request, and never exported: it is an accusation, and correlated scores, stratified or blocked allocation
    and rounding make groups alike too. p values of all baseline scores are combined by Stouffer's method, each the
    smallest that rounding leaves open.
    Hint: look at the table again; ask before you say anything.
    Source: Carlisle (2017), doi:10.1111/anae.13938; on its limits: Bland (2013), doi:10.1371/journal.pone.0076010.
    """
    found = []
    for study in _baselines(look, rounding=True).values():
        if len(study) < FEWEST_BASELINES:
            continue
        scores = [float(ndtri(min(max(p, 1e-12), 1 - 1e-12))) for _, _, p in study]
        alike = float(ndtr(-sum(scores) / math.sqrt(len(scores))))
        if alike < CHANCE:
            what = f"{len(study)} baseline comparisons are more alike than chance allows (p {alike:.1g})"
            hint = "correlated scores and stratified allocation do that too: look, and ask, before you say anything"
            found.append(problem(Severity.note, "baseline_too_equal", study[0][0], what, hint))
    return found


def _triples(look: Look) -> Iterator[tuple[Result, Result, Result]]:
    """Yield baseline, final score and change of the same arm and outcome, the last two at the same time."""
    places: dict[tuple[str, ...], dict[str, list[Result]]] = {}
    for result in look.arms:
        if result.adjusted or result.subgroup:
            continue
        key = (result.study, "+".join(result.arms), result.outcome, result.analysis_set, result.period)
        places.setdefault(key, {}).setdefault(result.basis, []).append(result)
    for held in places.values():
        first = held.get("baseline", [])
        if len(first) != 1:
            continue
        finals = {result.timepoint: result for result in held.get("final", [])}
        for change in held.get("change", []):
            if final := finals.get(change.timepoint):
                yield first[0], final, change


def _same_people(results: Iterable[Result]) -> bool:
    sizes = {value(n) for result in results if (n := result.record("n"))}
    return len(sizes) <= 1


def _by_place(results: Iterable[Result]) -> Iterator[list[Result]]:
    places: dict[tuple[str, ...], list[Result]] = {}
    for result in results:
        key = (
            result.study,
            result.outcome,
            result.timepoint,
            result.basis,
            result.analysis_set,
            result.subgroup,
        )
        places.setdefault(key, []).append(result)
    yield from places.values()


def _baselines(look: Look, *, rounding: bool = False) -> dict[str, list[tuple[Result, Result, float]]]:
    """Return, by study, pairs of arms at baseline with the two-sided p of their difference in means."""
    found: dict[str, list[tuple[Result, Result, float]]] = {}
    for group in _by_place(result for result in look.arms if result.basis == "baseline"):
        for one, two in combinations([result for result in group if len(result.arms) == 1], 2):
            p = _welch(one, two, rounding)
            if p is not None:
                found.setdefault(one.study, []).append((one, two, p))
    return found


def _welch(one: Result, two: Result, rounding: bool) -> float | None:
    """Return p of Welch's t test; the smallest that rounding allows where asked, else the largest."""
    numbers = []
    for result in (one, two):
        mean, sd, n = (result.record(name) for name in ("mean", "sd", "n"))
        if not (mean and sd and n) or value(sd) <= 0 or value(n) < 2:
            return None
        numbers.append((mean, value(sd) ** 2 / value(n), value(n)))
    (a, va, na), (b, vb, nb) = numbers
    blur = half_unit(a) + half_unit(b)
    gap = abs(value(a) - value(b))
    gap = gap + blur if rounding else max(gap - blur, 0.0)
    df = (va + vb) ** 2 / (va**2 / (na - 1) + vb**2 / (nb - 1))
    return 2 * float(stdtr(df, -gap / math.sqrt(va + vb)))


def _digits(record: Record) -> int:
    return len(record.value.replace(".", "").lstrip("-0"))
