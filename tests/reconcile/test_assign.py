"""Sharing studies among extractors."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.errors import Refused
from curate.model.protocol import Person
from curate.reconcile.assign import assign

ANN, BOB, CAS, DEE = (Person(name) for name in ("ann", "bob", "cas", "dee"))
TIM, TOM = Person("tim", trainee=True), Person("tom", trainee=True)


def loads(pages: dict[str, int], plan: dict[str, tuple[str, ...]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for study, team in plan.items():
        for name in team:
            counts[name] += pages[study]
    return counts


def test_the_pages_are_shared_evenly() -> None:
    pages = {"a": 12, "b": 12, "c": 8, "d": 8, "e": 8}
    plan = assign(pages, [ANN, BOB, CAS])
    assert all(len(set(team)) == 2 for team in plan.values())
    counts = loads(pages, plan)
    assert counts.total() == 2 * 48
    assert max(counts.values()) - min(counts.values()) <= 8


def test_pairs_are_mixed_before_they_repeat() -> None:
    plan = assign(dict.fromkeys("abcdef", 5), [ANN, BOB, CAS, DEE])
    assert len({frozenset(team) for team in plan.values()}) == 6


def test_a_trainee_never_makes_a_pair_alone() -> None:
    plan = assign(dict.fromkeys("abcdefgh", 3), [ANN, TIM, TOM])
    assert {"tim", "tom"} not in [set(team) for team in plan.values()]
    with pytest.raises(Refused, match="trainee"):
        assign({"a": 3}, [TIM, TOM])


def test_a_trainee_who_has_a_study_gets_a_senior() -> None:
    assert assign({"a": 3}, [TIM, TOM, ANN], {"a": ("tim",)}) == {"a": ("ann",)}


def test_too_few_people_are_refused() -> None:
    with pytest.raises(Refused, match="cannot be chosen among 1"):
        assign({"a": 3}, [ANN])


def test_studies_keep_whom_they_have_and_the_load_counts() -> None:
    plan = assign({"a": 30, "b": 5, "c": 5}, [ANN, BOB, CAS], {"a": ("ann", "bob")})
    assert "a" not in plan
    assert loads({"b": 5, "c": 5}, plan)["cas"] == 10


people = st.lists(st.sampled_from([ANN, BOB, CAS, DEE, TIM]), min_size=2, max_size=5, unique=True)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(1, 40)), people)
def test_nobody_has_more_than_the_longest_study_above_the_least(
    pages: dict[str, int], team: list[Person]
) -> None:
    plan = assign(pages, team)
    assert plan.keys() == pages.keys()
    assert all(len(set(pair)) == 2 for pair in plan.values())
    counts = loads(pages, plan)
    most, least = max(counts.values(), default=0), min((counts[p.name] for p in team), default=0)
    if not any(person.trainee for person in team):
        assert most - least <= max(pages.values(), default=0)
