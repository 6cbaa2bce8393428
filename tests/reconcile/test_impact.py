"""The order of the queue: how far a disagreement could move the pooled estimates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.effects.derive import derive
from curate.effects.options import merged_options
from curate.model.protocol import Arm, Comparison, Outcome, PoolOptions, Protocol, Rule, Timepoint
from curate.model.record import Record, Study
from curate.pool.pool import pool
from curate.reconcile.impact import Open, impacts

COMPARISON = Comparison(
    "main", "Main", ("scale",), ("drug",), ("control",), ("end",), "MD", basis="final"
)
PROTOCOL = Protocol(
    "toy",
    basis_of_truth="single",
    outcomes=(Outcome("scale", "Scale"), Outcome("other", "Other")),
    arms=(Arm("drug", "Drug"), Arm("control", "Control")),
    timepoints=(Timepoint("end", "End"),),
    comparisons=(COMPARISON,),
    options=PoolOptions(method="DL", ci="z"),
)


def record(study: str, arm: str, statistic: str, value: float, outcome: str = "scale") -> Record:
    result = f"{study}|{arm}||{outcome}|end|final||||"
    return Record(
        key=f"{result}|{statistic}",
        result_key=result,
        study=study,
        study_name=study,
        arms=(arm,),
        comparators=(),
        outcome=outcome,
        timepoint="end",
        statistic=statistic,
        value=str(value),
        number=value,
        basis="final",
        basis_of_truth="double_agreed",
    )


def trial(study: str, drug: float, control: float, sd: float = 5.0, n: int = 40) -> list[Record]:
    return [
        record(study, arm, statistic, value)
        for arm, mean in (("drug", drug), ("control", control))
        for statistic, value in (("mean", mean), ("sd", sd), ("n", n))
    ]


STUDIES = [Study(name, name) for name in "abcd"]
RECORDS = [*trial("a", 10, 12), *trial("b", 11, 12), *trial("c", 9, 12), *trial("d", 10, 13)]


def without(key: str, records: list[Record] = RECORDS) -> list[Record]:
    return [each for each in records if each.key != key]


def opened(base: Record, *values: float | None) -> Open:
    sides = tuple(None if v is None else replace(base, value=str(v), number=v) for v in values)
    return Open(base.key, base.study, sides)


def pooled(records: list[Record]) -> tuple[float, float]:
    effects = derive(records, STUDIES, PROTOCOL).effects
    made = pool(effects, merged_options(PROTOCOL, COMPARISON), COMPARISON)
    return made.estimate, made.se


def test_the_impact_is_the_distance_of_the_two_pooled_estimates_in_their_standard_errors() -> None:
    base = RECORDS[0]
    (impact,) = impacts([opened(base, 10.0, 16.0)], without(base.key), STUDIES, PROTOCOL)
    one, se_one = pooled(RECORDS)
    two, se_two = pooled([replace(base, value="16", number=16.0), *without(base.key)])
    assert impact.shift == pytest.approx(abs(one - two) / min(se_one, se_two), rel=1e-12)
    assert (impact.comparison, impact.band) == ("main", "high")


def test_a_missing_value_takes_the_study_out() -> None:
    base = RECORDS[0]
    (impact,) = impacts([opened(base, 10.0, None)], without(base.key), STUDIES, PROTOCOL)
    one, se_one = pooled(RECORDS)
    two, se_two = pooled([each for each in RECORDS if each.study != "a"])
    assert impact.shift == pytest.approx(abs(one - two) / min(se_one, se_two), rel=1e-12)


def test_the_worst_goes_first_and_what_no_comparison_uses_counts_nothing() -> None:
    slip, small = RECORDS[0], RECORDS[7]
    unused = record("c", "drug", "mean", 3.0, "other")
    facts = [opened(small, 5.0, 5.01), opened(unused, 3.0, 30.0), opened(slip, 10.0, 100.0)]
    rest = [each for each in RECORDS if each.key not in (slip.key, small.key)]
    found = impacts(facts, rest, STUDIES, PROTOCOL)
    assert [each.key for each in sorted(found, key=lambda i: -i.shift)] == [
        slip.key, small.key, unused.key,
    ]  # fmt: skip
    assert [each.band for each in found] == ["low", "low", "high"]
    assert found[1].comparison == ""


def test_the_order_of_the_readers_changes_nothing() -> None:
    base = RECORDS[0]
    rest = without(base.key)
    one, two = (
        impacts([opened(base, *values)], rest, STUDIES, PROTOCOL) for values in ((10, 13), (13, 10))
    )
    assert one[0].shift == pytest.approx(two[0].shift, rel=1e-12)


def test_a_comparison_that_loses_its_last_study_comes_first_of_all() -> None:
    records = trial("a", 10, 12)
    (impact,) = impacts([opened(records[0], 10.0, None)], records[1:], STUDIES, PROTOCOL)
    assert impact.shift == math.inf
    assert impact.band == "high"


def test_two_open_facts_of_one_study_are_each_weighed_with_the_other_at_its_first_value() -> None:
    mean, sd = RECORDS[0], RECORDS[1]
    rest = [each for each in RECORDS if each.key not in (mean.key, sd.key)]
    found = impacts([opened(mean, 10.0, 11.0), opened(sd, 5.0, 0.8)], rest, STUDIES, PROTOCOL)
    one, se_one = pooled(RECORDS)
    two, se_two = pooled([replace(sd, value="0.8", number=0.8), mean, *rest])
    assert found[1].shift == pytest.approx(abs(one - two) / min(se_one, se_two), rel=1e-12)
    assert found[1].shift > 0


def test_equal_values_move_nothing() -> None:
    base = RECORDS[0]
    (impact,) = impacts([opened(base, 10.0, 10.0)], without(base.key), STUDIES, PROTOCOL)
    assert (impact.shift, impact.band) == (0.0, "low")


def test_nothing_open_is_nothing_to_weigh() -> None:
    assert impacts([], RECORDS, STUDIES, PROTOCOL) == []


BOTH = replace(COMPARISON, code="both", outcomes=("other", "scale"))
RULED = replace(PROTOCOL, rules=(Rule("outcome", "prefer", ("other", "scale")),))
EVERYTHING = [
    replace(each, key=f"{key}|{each.statistic}", result_key=key, outcome=outcome)
    for each in RECORDS
    for outcome in ("scale", "other")
    for key in [each.result_key.replace("scale", outcome)]
]


def slowly(facts: Sequence[Open], rest: list[Record], plan: Protocol) -> list[float]:
    """Return each fact's shift, everything derived and pooled anew for each of its readings."""
    first = {fact.key: next((side for side in fact.sides if side), None) for fact in facts}

    def ends(fact: Open, side: Record | None, comparison: Comparison) -> tuple[float, float] | None:
        others = [one for key, one in first.items() if one and key != fact.key]
        held = derive([*rest, *others, *([side] if side else [])], STUDIES, plan).pooled(comparison.code)
        made = pool(held, merged_options(plan, comparison), comparison) if held else None
        return (made.estimate, made.se) if made else None

    def distance(one: tuple[float, float] | None, two: tuple[float, float] | None) -> float:
        if one is None or two is None:
            return 0.0 if one == two else math.inf
        return abs(one[0] - two[0]) / min(one[1], two[1])

    return [
        max(
            distance(*pair)
            for comparison in plan.comparisons
            for pair in combinations([ends(fact, side, comparison) for side in fact.sides], 2)
        )
        for fact in facts
    ]


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_the_impacts_worked_out_at_once_are_those_worked_out_one_by_one(data: st.DataObject) -> None:
    places = st.integers(0, len(EVERYTHING) - 1)
    lost = data.draw(st.lists(places, max_size=10))
    known = [each for place, each in enumerate(EVERYTHING) if place not in lost]
    facts = []
    for base in known[:: data.draw(st.integers(3, 8))]:
        values = st.lists(st.sampled_from([base.number, 2.0, 31.5, None]), min_size=2, max_size=3)
        facts.append(opened(base, *data.draw(values.filter(any))))
    rest = [each for each in known if each.key not in {fact.key for fact in facts}]
    chosen = data.draw(st.sampled_from([(COMPARISON,), (BOTH,), (COMPARISON, BOTH)]))
    plan = replace(RULED, comparisons=chosen)
    found = [impact.shift for impact in impacts(facts, rest, STUDIES, plan)]
    assert found == pytest.approx(slowly(facts, rest, plan), rel=1e-9)
