"""A pilot round: what each person read of the training studies, beside known answers, item by item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from curate.reconcile.agreement import FAMILIES, STRUCTURE, Agreement, agreement, structure_pairs
from curate.reconcile.compare import Pair
from curate.reconcile.values import Value

GOOD = 80.0
"""Percent: an item or a person below it is named."""

BEHIND = 10.0
"""Points: a person so far below the others of the round needs another one."""

SPREAD = "spread type"
"""The item that asks whether a spread is an SD, an SE, a CI, quartiles or a range, whatever its value."""


@dataclass(frozen=True, slots=True)
class Score:
    """One person's answers to one item, or to all (`item` is empty)."""

    item: str
    person: str
    found: Agreement


@dataclass(frozen=True, slots=True)
class Round:
    """The scores of a pilot round.

    Attributes
    ----------
    scores
        Item by item, the worst over all people first; the people of an item in the order of their names.
    people
        Each person over all items but structure and `SPREAD`, which repeat what the values say.
    """

    scores: tuple[Score, ...]
    people: tuple[Score, ...]

    @property
    def advice(self) -> Iterator[str]:
        """Sentences: items that more than half of the people miss, and people who are behind the others."""
        for item in dict.fromkeys(score.item for score in self.scores):
            mine = [score for score in self.scores if score.item == item]
            low = sum((score.found.percent or 0) < GOOD for score in mine)
            if 2 * low > len(self.people):
                who = f"{low} of {len(self.people)} people" if len(self.people) > 1 else mine[0].person
                yield f"item {item}: {_percent(mine):.0f}%, {who} below {GOOD:.0f}%: reword its line of the codebook"
        for score in self.people:
            others = [other for other in self.people if other.person != score.person]
            if others and (mean := _percent(others)) - (score.found.percent or 0) >= BEHIND:
                yield f"{score.person}: {score.found.percent:.0f}%, the others {mean:.0f}%: another round"


def _percent(scores: Sequence[Score]) -> float:
    total = sum(score.found.pairs for score in scores)
    return 100 * sum(score.found.agreeing for score in scores) / total if total else 100.0


def pilot_round(pairings: Mapping[str, Iterable[Sequence[Pair]]]) -> Round:
    """Return the scores of people beside the known answers.

    Parameters
    ----------
    pairings
        Person → the pairs of each training study: first the known answer, then the person's. What the person
        gives beyond the known answers counts as a disagreement, like an omission.
    """
    scores: list[Score] = []
    people: list[Score] = []
    for person, studies in sorted(pairings.items()):
        held: dict[str, list[Pair]] = defaultdict(list)
        every: list[Pair] = []
        for pairs in studies:
            every += pairs
            for pair in pairs:
                held[item_of(pair)].append(pair)
            held[SPREAD] += spread_pairs(pairs)
            held[STRUCTURE] += structure_pairs(pairs)
        people.append(Score("", person, agreement(every)))
        scores += [Score(item, person, agreement(pairs)) for item, pairs in held.items() if pairs]
    worst = {item: _percent([s for s in scores if s.item == item]) for item in {s.item for s in scores}}
    return Round(
        tuple(sorted(scores, key=lambda score: (worst[score.item], score.item, score.person))),
        tuple(people),
    )


def item_of(pair: Pair) -> str:
    """Return the item of a pair: its statistic, or the code of its question."""
    return pair.statistic or pair.key.rpartition("|")[2].partition(":")[0]


def spread_pairs(pairs: Iterable[Pair]) -> list[Pair]:
    """Return one pair for each result of which both give a spread: which kinds each says it is."""
    kinds: dict[str, tuple[set[str], set[str]]] = {}
    for pair in pairs:
        if pair.statistic in FAMILIES["spread"]:
            held = kinds.setdefault(pair.key.rpartition("|")[0], (set(), set()))
            for side, said in zip(held, (pair.one, pair.two), strict=True):
                if said is not None and said.text:
                    side.add(pair.statistic)
    return [
        Pair(
            f"{result}|{SPREAD}",
            "",
            Value(" ".join(sorted(one))),
            Value(" ".join(sorted(two))),
            "category",
        )
        for result, (one, two) in kinds.items()
        if one and two
    ]
