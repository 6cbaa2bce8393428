"""How far the readers of a review agree, over its studies; and how often each was wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from curate.reconcile.agreement import KINDS, Agreement, agreement, agreement_by_kind, kind_of
from curate.reconcile.compare import Pair
from curate.reconcile.errors import Judged
from curate.store.records import Settled, Spoken

if TYPE_CHECKING:
    from curate.reconcile.chance import ChanceCorrected

ALL = "all"

BETWEEN = (
    "people",
    "people, one of whom saw what programs had read",
    "people who both saw what programs had read",
)
"""How many of two people saw what programs had read → between whom, in words."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two sealed extractions of one study, fact by fact; `assisted` of the two people saw what programs had read."""

    study: str
    study_name: str
    one: str
    two: str
    people: bool
    pairs: tuple[Pair, ...]
    assisted: int = 0

    @property
    def agreement(self) -> Agreement:
        """How far the two agree."""
        return agreement(self.pairs)


@dataclass(frozen=True, slots=True)
class OnCategory:
    """Agreement of two readers on one question with choices, over the studies that both answered."""

    item: str
    one: str
    two: str
    found: ChanceCorrected


@dataclass(frozen=True, slots=True)
class Agreements:
    """Agreement between people, or between programs, over all studies.

    Attributes
    ----------
    assisted
        How many of the two people saw what programs had read; pairs are told apart by it.
    kinds
        ``all`` (values; structure apart) and then each kind of item → agreement.
    """

    people: bool
    studies: int
    kinds: Mapping[str, Agreement]
    categories: tuple[OnCategory, ...]
    assisted: int = 0

    @property
    def between(self) -> str:
        """Between whom, in words."""
        return BETWEEN[self.assisted] if self.people else "programs"

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; percent and shares as they are named."""
        return {
            "between": "people" if self.people else "programs",
            "assisted": self.assisted,
            "studies": self.studies,
            "kinds": {kind: _plain(held) for kind, held in self.kinds.items()},
            "categories": [
                {
                    "item": each.item,
                    "readers": [each.one, each.two],
                    "studies": each.found.n,
                    "agreement": each.found.agreement,
                    "kappa": each.found.kappa,
                    "ac1": each.found.ac1,
                    "pabak": each.found.pabak,
                    "prevalence": each.found.prevalence,
                }
                for each in self.categories
            ],
        }


def _plain(held: Agreement) -> dict[str, Any]:
    return {
        "facts": held.pairs,
        "agreeing": held.agreeing,
        "percent": held.percent,
        "interval_95": held.interval,
        "omissions": held.omissions,
        "percent_of_both_read": held.percent_of_both,
        "differences": {difference.value: count for difference, count in held.counts if count},
    }


def agreements(pairings: Iterable[Pairing], choices: Mapping[str, Sequence[str]]) -> list[Agreements]:
    """Return agreement between people and between programs, each only where there are pairs.

    People who read independently come first, then pairs of which one saw what programs had read, then those of
    which both did: only the first is agreement of independent readers.
    `choices` is item → its choices.
    """
    held = list(pairings)
    found = []
    for people, assisted in ((True, 0), (True, 1), (True, 2), (False, 0)):
        of_kind = [each for each in held if (each.people, each.assisted) == (people, assisted)]
        if of_kind:
            pairs = [each.pairs for each in of_kind]
            kinds = {
                ALL: agreement(pair for every in pairs for pair in every),
                **agreement_by_kind(pairs),
            }
            studies = len({each.study for each in of_kind})
            found.append(
                Agreements(people, studies, kinds, tuple(_categories(of_kind, choices)), assisted)
            )
    return found


def _categories(pairings: list[Pairing], choices: Mapping[str, Sequence[str]]) -> Iterator[OnCategory]:
    from curate.reconcile.chance import chance_corrected, cross_table

    held: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for each in pairings:
        for pair in each.pairs:
            if pair.kind == "category" and (answers := _answers(pair)):
                item = pair.key.rpartition("|")[2]
                held.setdefault((item, each.one, each.two), []).append(answers)
    for (item, one, two), answered in sorted(held.items()):
        table = cross_table(answered, choices.get(item, ()))
        yield OnCategory(item, one, two, chance_corrected(table))


def _answers(pair: Pair) -> tuple[str, str] | None:
    if pair.one is None or pair.two is None or not pair.one.text or not pair.two.text:
        return None
    return pair.one.text, pair.two.text


@dataclass(frozen=True, slots=True)
class Coefficients:
    """ICC(2,1) and Lin's CCC of the numbers that two people both gave, by kind of item; None where undefined."""

    kind: str
    numbers: int
    icc: float | None
    ccc: float | None


def appendix(pairings: Iterable[Pairing]) -> list[Coefficients]:
    """Return the coefficients that belong in an appendix: they are near 1 across numbers of different size.

    With a fifth of the values off by a tenth to a quarter, Lin's CCC can be 1.000; `agreements` says how many are.
    """
    from curate.reconcile.concordance import ccc, icc

    held: dict[str, list[tuple[float, float]]] = {}
    for each in pairings:
        for pair in each.pairs if each.people else ():
            if pair.statistic and (both := _answers(pair)):
                held.setdefault(kind_of(pair), []).append((float(both[0]), float(both[1])))
    return [
        Coefficients(kind, len(both), icc(both).two_way_random, ccc(*zip(*both, strict=True)))
        for kind, both in ((kind, held[kind]) for kind in KINDS if kind in held)
    ]


def judged(settled: Iterable[Settled], spoken: Iterable[Spoken]) -> Iterator[Judged]:
    """Yield what each reader of a study had sealed about each of its settled facts.

    Programs answer no questions, so none is held against them.
    """
    readers: dict[str, dict[tuple[str, str], dict[str, Spoken]]] = {}
    for each in spoken:
        of_study = readers.setdefault(each.study, {})
        of_study.setdefault((each.kind, each.reader), {})[each.said.key] = each
    for fact in settled:
        for (kind, name), held in sorted(readers.get(fact.study, {}).items()):
            if kind == "program" and not fact.statistic:
                continue
            said = held.get(fact.key)
            value = said.said.value if said else None
            yield Judged(fact.study, name, fact.statistic, value, fact.value, fact.kind, fact.cause)
