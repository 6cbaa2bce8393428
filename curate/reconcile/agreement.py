"""How far two extractions agree: exact agreement of values, omissions counted and also apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from curate.reconcile.compare import AGREEING, Difference, Pair
from curate.reconcile.intervals import Interval, cluster_interval
from curate.reconcile.values import Value

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "counts": ("n", "events", "event_count", "people", "total"),
    "averages": ("mean", "median"),
    "spread": ("sd", "se", "q1", "q3", "min", "max", "ci_low", "ci_high"),
    "rates": ("percent", "rate", "person_time"),
    "contrasts": ("md", "smd", "rom", "rr", "or", "hr", "rd", "irr"),
    "tests": ("p", "t", "f", "z", "chi2", "df", "r", "o_minus_e", "v"),
}
"""Family → its statistics."""

_FAMILY_OF = {statistic: family for family, statistics in FAMILIES.items() for statistic in statistics}

STRUCTURE = "structure"
KINDS = (STRUCTURE, *FAMILIES, "category", "number", "date", "text")
"""Kinds of item, in the order in which they are told; the last four are answers to questions."""

_RESULT_PARTS = 5
"""Parts of a key that name the study, arms, comparators, outcome and time point of a result."""


@dataclass(frozen=True)
class Agreement:
    """Counts of pairs by kind of difference.

    Attributes
    ----------
    pairs
        Facts that at least one of the two read.
    agreeing
        Identical and equal ones.
    counts
        Kind of difference → how many.
    studies
        Study → (agreeing, pairs).
    """

    pairs: int
    agreeing: int
    counts: tuple[tuple[Difference, int], ...]
    studies: tuple[tuple[str, tuple[int, int]], ...] = ()

    @property
    def omissions(self) -> int:
        """Facts that only one of the two read."""
        return dict(self.counts)[Difference.omission]

    @property
    def percent(self) -> float | None:
        """Exact agreement over all pairs, omissions counting as disagreement; percent."""
        return 100 * self.agreeing / self.pairs if self.pairs else None

    @property
    def percent_of_both(self) -> float | None:
        """Exact agreement over the facts that both read; percent."""
        both = self.pairs - self.omissions
        return 100 * self.agreeing / both if both else None

    @cached_property
    def interval(self) -> Interval | None:
        """Interval of `percent` over studies, in percent; None for fewer than two studies.

        Values of one study are not independent: an interval that treats them so covers too little.
        """
        hits, totals = (
            [counts[0] for _, counts in self.studies],
            [counts[1] for _, counts in self.studies],
        )
        found = cluster_interval(hits, totals)
        return Interval(100 * found.low, 100 * found.high) if found else None


def agreement(pairs: Iterable[Pair]) -> Agreement:
    """Count `pairs` by kind of difference; their study is the first part of their key."""
    found: Counter[Difference] = Counter()
    studies: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for pair in pairs:
        found[pair.difference] += 1
        counts = studies[pair.key.partition("|")[0]]
        counts[0] += pair.difference in AGREEING
        counts[1] += 1
    counts_by_difference = tuple((difference, found[difference]) for difference in Difference)
    return Agreement(
        found.total(),
        sum(found[difference] for difference in AGREEING),
        counts_by_difference,
        tuple((study, (agreeing, total)) for study, (agreeing, total) in sorted(studies.items())),
    )


def agreement_by_kind(pairings: Iterable[Sequence[Pair]]) -> dict[str, Agreement]:
    """Return kind of item → agreement over several pairings, each the pairs of two readers of one study.

    First of all the structure: which arms, outcomes and time points both have.
    """
    held: dict[str, list[Pair]] = defaultdict(list)
    for pairs in pairings:
        for pair in pairs:
            held[kind_of(pair)].append(pair)
        held[STRUCTURE] += structure_pairs(pairs)
    return {kind: agreement(held[kind]) for kind in KINDS if held[kind]}


def kind_of(pair: Pair) -> str:
    """Return the family of a pair's statistic, or the kind of its item."""
    return _FAMILY_OF[pair.statistic] if pair.statistic else pair.kind


def structure_pairs(pairs: Iterable[Pair]) -> list[Pair]:
    """Return one pair for each arm, outcome and time point that either reader has a fact about.

    They agree where both have it: what one lacks altogether is an omission of structure, once, however many
    values it takes along.
    """
    found: dict[tuple[str, str, str], list[bool]] = {}
    for pair in pairs:
        for element in _elements(pair.key):
            seen = found.setdefault(element, [False, False])
            seen[0] |= pair.one is not None
            seen[1] |= pair.two is not None
    return [
        Pair("|".join(element), "", _found(element, first), _found(element, second), "category")
        for element, (first, second) in found.items()
    ]


def _found(element: tuple[str, str, str], here: bool) -> Value | None:
    return Value(element[2]) if here else None


def _elements(key: str) -> Iterator[tuple[str, str, str]]:
    """Yield (study, arm, outcome or timepoint, code) of what the key of a result names."""
    study, arms, *rest = key.split("|")
    if len(rest) + 2 < _RESULT_PARTS:
        yield from ((study, "arm", arm) for arm in arms.split("+") if arm)
        return
    comparators, outcome, timepoint = rest[:3]
    yield from ((study, "arm", arm) for arm in (*arms.split("+"), *comparators.split("+")) if arm)
    yield study, "outcome", outcome
    yield study, "timepoint", timepoint
