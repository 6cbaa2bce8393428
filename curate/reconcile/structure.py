"""Matching arms, outcomes and time points of two extractions of a study, before any number is compared.

Three steps. What has the same label, or is known to mean the same, is matched. Of the rest a one-to-one
assignment of least cost is proposed. A pair of it is accepted only when something other than spelling supports
it, it is cheap, and the best assignment without it is clearly dearer; every other pair is asked. Labels with
different numbers, opposite words or different known meanings are never paired at all.

Costs, from 0 to 1:

==================================================  =====================================================
0.00  the same words in another order               "Ketamine group", "ketamine"; "HAM-D 17", "HAMD17"
0.00  one moment (0.10 nearly)                      "day 14", "week 2"; "day 8", "week 1"
0.05  an abbreviation that a label explains         "Beck Depression Inventory (BDI)", "BDI"
0.10  the number that the report gives the arm     "Group I", "Laser therapy (Group I)"
0.15  the only control of either side, of one kind  "saline", "placebo"; "control", "usual care"
0.20  a dose, route or form added                   "ketamine", "ketamine 0.5 mg/kg iv"
0.50  nothing but spelling: from 0.5 for labels     never accepted; the nearer ones are proposed
      spelt alike to 1.0
==================================================  =====================================================

Arms of one size cost 0.1 less, arms of two sizes 0.15 more. An element left over costs 0.5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite

from curate.model.protocol import normalised
from curate.reconcile.moments import Same, compare_moments
from curate.reconcile.wording import (
    is_abbreviation,
    numbers_differ,
    only_qualifies,
    opposed,
    same_control,
    same_group,
    same_words,
    wording,
)

CHEAP = 0.25
"""Cost up to which a supported pair is accepted."""

MARGIN = 0.5
"""By how much the best assignment without a pair must be dearer for the pair to be accepted."""

LEFT_OVER = 0.5
"""Cost of an element without a partner."""

SAME_SIZE, OTHER_SIZE = -0.10, 0.15

_FORBIDDEN = 1e6


class Kind(StrEnum):
    """What the labels name."""

    arm = "arm"
    outcome = "outcome"
    timepoint = "timepoint"


class Verdict(StrEnum):
    """How a pair came about: the same label or meaning; accepted by the rules; to be asked."""

    known = "known"
    accepted = "accepted"
    asked = "asked"


@dataclass(frozen=True, slots=True)
class Element:
    """An arm, outcome or time point as one extraction names it; `n` people randomised, for arms."""

    label: str
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Two elements that are, or may be, the same.

    Attributes
    ----------
    because
        What supports it, in words for a reviewer.
    cost
        See the table above.
    """

    one: Element
    two: Element
    verdict: Verdict
    because: str
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Matching:
    """What came of two lists: pairs, and what has no partner on the other side."""

    matches: tuple[Match, ...]
    only_one: tuple[Element, ...]
    only_two: tuple[Element, ...]

    @property
    def settled(self) -> tuple[Match, ...]:
        """Pairs that need nobody."""
        return tuple(each for each in self.matches if each.verdict is not Verdict.asked)

    @property
    def asked(self) -> tuple[Match, ...]:
        """Pairs that a person must confirm or reject."""
        return tuple(each for each in self.matches if each.verdict is Verdict.asked)


def match(
    kind: Kind,
    one: Sequence[Element],
    two: Sequence[Element],
    known: Mapping[str, str] | None = None,
    apart: Collection[frozenset[str]] = (),
) -> Matching:
    """Match the elements of two extractions of one study; symmetric in what it settles.

    Elements of one side whose labels differ in case or spaces only are one, under the first of these labels.

    Parameters
    ----------
    known
        Normalised label (`curate.model.protocol.normalised`) → what it means: the protocol's aliases and what
        a person has confirmed. Labels with two meanings are never matched.
    apart
        Pairs of normalised labels that a person has said to be two things: not proposed again.
    """
    meanings = known or {}
    one, two = _distinct(one), _distinct(two)
    matches, first, second = _known_pairs(one, two, meanings)
    costs = [
        [
            (inf, "") if _pair_of(here, there) in apart else _cost(kind, here, there, one, two, meanings)
            for there in second
        ]
        for here in first
    ]
    chosen, total = _assign([[cost for cost, _ in row] for row in costs])
    for row, column in chosen:
        cost, because = costs[row][column]
        margin = _without([[each for each, _ in line] for line in costs], row, column) - total
        accepted = bool(because) and cost <= CHEAP and margin >= MARGIN - 1e-9
        verdict = Verdict.accepted if accepted else Verdict.asked
        why = because or "spelt alike: nothing else says that they are the same"
        matches.append(Match(first[row], second[column], verdict, why, round(cost, 3)))
    rows, columns = {row for row, _ in chosen}, {column for _, column in chosen}
    return Matching(
        tuple(matches),
        tuple(each for at, each in enumerate(first) if at not in rows),
        tuple(each for at, each in enumerate(second) if at not in columns),
    )


def _pair_of(one: Element, two: Element) -> frozenset[str]:
    return frozenset((normalised(one.label), normalised(two.label)))


def _distinct(elements: Sequence[Element]) -> list[Element]:
    held: dict[str, Element] = {}
    for element in elements:
        held.setdefault(normalised(element.label), element)
    return list(held.values())


def _known_pairs(
    one: Sequence[Element], two: Sequence[Element], meanings: Mapping[str, str]
) -> tuple[list[Match], list[Element], list[Element]]:
    """Pair what has the same label, then what has the same known meaning, where that is one each."""
    first, second, found = list(one), list(two), []

    def pair_up(names: Mapping[str, str] | None, because: str) -> None:
        def name(element: Element) -> str:
            label = normalised(element.label)
            return label if names is None else names.get(label, "")

        here, there = Counter(map(name, first)), Counter(map(name, second))
        for element in list(first):
            called = name(element)
            if called and here[called] == there[called] == 1:
                partner = next(each for each in second if name(each) == called)
                found.append(Match(element, partner, Verdict.known, because))
                first.remove(element)
                second.remove(partner)

    pair_up(None, "the same label")
    pair_up(meanings, "known to mean the same")
    return found, first, second


def _cost(
    kind: Kind,
    here: Element,
    there: Element,
    one: Sequence[Element],
    two: Sequence[Element],
    meanings: Mapping[str, str],
) -> tuple[float, str]:
    """Return the cost of a pair and what supports it; infinite when the two can never be one."""
    codes = [meanings.get(normalised(each.label), "") for each in (here, there)]
    if all(codes) and codes[0] != codes[1]:
        return inf, ""
    if kind is Kind.timepoint:
        return _cost_of_times(here.label, there.label)
    first, second = wording(here.label), wording(there.label)
    if (first.numbers and second.numbers and numbers_differ(first, second)) or opposed(first, second):
        return inf, ""
    cost, because = _supported(kind, here, there, one, two)
    if not because:
        cost = 1 - 0.5 * _likeness(first.plain, second.plain)
    if here.n is not None and there.n is not None:
        cost += SAME_SIZE if here.n == there.n else OTHER_SIZE
        because = f"{because}, {here.n} people each" if because and here.n == there.n else because
    return max(cost, 0.0), because


def _cost_of_times(one: str, two: str) -> tuple[float, str]:
    same, why = compare_moments(one, two)
    if same is Same.different:
        return inf, ""
    if same is Same.ask:
        return 0.6, why
    return (0.0 if same is Same.same else 0.1), why


def _supported(
    kind: Kind, here: Element, there: Element, one: Sequence[Element], two: Sequence[Element]
) -> tuple[float, str]:
    """Return the cost of what supports a pair of arms or outcomes, and its words; else nothing."""
    first, second = wording(here.label), wording(there.label)
    if same_words(first, second, kind is Kind.outcome):
        return 0.0, "the same words"
    if is_abbreviation(first, second):
        return 0.05, "an abbreviation and its words"
    if kind is not Kind.arm:
        return 1.0, ""  # instruments and their versions: never by what is added to a name
    if same_group(first, second):
        return 0.10, "the report's own number of the group"
    if same_control(first, second) and _controls(one) == _controls(two) == 1:
        return 0.15, "the only control of either"
    if only_qualifies(first, second):
        return 0.20, "the same with a dose, route or form"
    return 1.0, ""


def _controls(elements: Sequence[Element]) -> int:
    return sum(bool(wording(each.label).control) for each in elements)


def _likeness(one: str, two: str) -> float:
    from rapidfuzz.fuzz import token_sort_ratio

    return float(token_sort_ratio(*sorted((one, two)))) / 100


def _assign(costs: list[list[float]]) -> tuple[list[tuple[int, int]], float]:
    """Return the one-to-one assignment of least cost, and that cost with what is left over.

    Elements without a partner are allowed: each has a place of its own to go to.
    """
    rows, columns = len(costs), len(costs[0]) if costs else 0
    if not rows or not columns:
        return [], LEFT_OVER * (rows + columns)
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    square = np.full((rows + columns, rows + columns), _FORBIDDEN)
    square[:rows, :columns] = [[cost if isfinite(cost) else _FORBIDDEN for cost in row] for row in costs]
    square[np.arange(rows), columns + np.arange(rows)] = LEFT_OVER
    square[rows + np.arange(columns), np.arange(columns)] = LEFT_OVER
    square[rows:, columns:] = 0.0
    at_rows, at_columns = linear_sum_assignment(square)
    chosen = [
        (int(row), int(column))
        for row, column in zip(at_rows, at_columns, strict=True)
        if row < rows and column < columns
    ]
    return chosen, float(square[at_rows, at_columns].sum())


def _without(costs: list[list[float]], row: int, column: int) -> float:
    """Return the cost of the best assignment that does not hold one pair."""
    changed = [list(line) for line in costs]
    changed[row][column] = inf
    return _assign(changed)[1]
