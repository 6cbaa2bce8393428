"""Several arms of a trial against one group: the group split among them, or effects that covary."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from curate.effects.derive import derive
from curate.effects.measures import mean_difference, standardised_mean_difference
from curate.effects.reproduce import not_reproduced
from curate.model.effect import Effect
from curate.model.protocol import PoolOptions, Protocol, Rule
from curate.model.record import Record, Study


@pytest.fixture
def records(result: Any) -> list[Record]:
    """A trial of two drugs against one placebo, and one of one drug."""
    return [
        *result("s1", "ketamine", n="20", mean="12.5", sd="6.1", study_name="Feder"),
        *result("s1", "esketamine", n="18", mean="11.0", sd="5.5", study_name="Feder"),
        *result("s1", "placebo", n="22", mean="16.0", sd="7.3", study_name="Feder"),
        *result("s2", "ketamine", n="30", mean="14.0", sd="6.6", study_name="Zarate"),
        *result("s2", "placebo", n="31", mean="15.5", sd="6.0", study_name="Zarate"),
    ]


def ruled(protocol: Protocol, action: str, **changes: Any) -> Protocol:
    comparison = replace(protocol.comparisons[0], **changes)
    return replace(protocol, comparisons=(comparison,), rules=(Rule("arm", action),))


def by_label(records: list[Record], protocol: Protocol) -> dict[str, Effect]:
    return {effect.label: effect for effect in derive(records, [], protocol).effects}


ONE, TWO = "Feder (Esketamine v Placebo)", "Feder (Ketamine v Placebo)"


def test_a_control_is_split_among_the_arms(records: list[Record], protocol: Protocol) -> None:
    found = by_label(records, ruled(protocol, "split"))
    assert list(found) == [ONE, TWO, "Zarate"]
    expected = standardised_mean_difference(11.0, 5.5, 18, 16.0, 7.3, 11)
    assert (found[ONE].yi, found[ONE].vi) == (float(expected.yi), float(expected.vi))
    assert (found[TWO].n1, found[TWO].n2) == (20, 11)
    assert "people of group 2 split among 2 comparisons" in found[TWO].formula
    assert {"shared_side": "2", "split_among": "2"}.items() <= dict(found[TWO].options).items()
    assert {entry.role: entry.value for entry in found[TWO].inputs}["n2"] == 22  # as printed
    assert found["Zarate"].arms == ""


def test_a_drug_against_two_controls_is_split(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n="20", mean="12.5", sd="6.1"),
        *result("s1", "placebo", n="22", mean="16.0", sd="7.3"),
        *result("s1", "esketamine", n="18", mean="11.0", sd="5.5"),
    ]
    turned = ruled(
        protocol, "split", measure="MD", experimental=("ketamine",), control=("placebo", "esketamine")
    )
    found = by_label(records, turned)
    effect = found["s1 (Ketamine v Placebo)"]
    expected = mean_difference(12.5, 6.1, 10, 16.0, 7.3, 22)
    assert (effect.yi, effect.vi) == (float(expected.yi), float(expected.vi))
    assert len(found) == 2


def test_where_both_sides_have_several_arms_the_controls_are_combined(
    result: Any, protocol: Protocol
) -> None:
    records = [
        record
        for arm, n in (("ketamine", "20"), ("esketamine", "18"), ("placebo", "22"), ("saline", "10"))
        for record in result("s1", arm, n=n, events="5", outcome="nausea", basis="")
    ]
    wide = ruled(protocol, "split", measure="OR", outcomes=("nausea",), control=("placebo", "saline"))
    found = by_label(records, wide)
    assert list(found) == ["s1 (Esketamine v Placebo + saline)", "s1 (Ketamine v Placebo + saline)"]
    assert all(effect.n2 == 16 for effect in found.values())


def test_arms_of_a_crossover_are_not_kept_apart(result: Any, protocol: Protocol) -> None:
    records = [
        record
        for arm, mean in (("ketamine", "10"), ("esketamine", "11"), ("placebo", "15"))
        for record in result("s1", arm, n="20", mean=mean, sd="5", period="both")
    ]
    options = tuple((f"correlation{end}", "0.5") for end in ("", "_low", "_high"))
    found = derive(records, [], ruled(protocol, "covary", options=options))
    assert [problem.code for problem in found.problems] == ["counted_twice"]
    assert "several results are eligible by arm" in found.effects[0].left_out


@pytest.mark.parametrize("action", ["split", "covary"])
def test_effects_of_one_group_come_out_again(
    records: list[Record], protocol: Protocol, action: str
) -> None:
    protocol = ruled(protocol, action)
    stored = derive(records, [], protocol).effects
    assert not_reproduced(stored, records, [], protocol) == []
    key = "split_among" if action == "split" else "shared_variance"
    other = "3" if action == "split" else "0.05"
    changed = [
        replace(effect, options=tuple((k, other if k == key else v) for k, v in effect.options))
        for effect in stored
    ]
    told = not_reproduced(changed, records, [], protocol)
    # another divisor is another convention; another shared variance is a number that does not come out
    assert len(told) == (0 if action == "split" else 2)


def test_a_cluster_trial_is_divided_before_its_control_is_split(result: Any, protocol: Protocol) -> None:
    records = [
        record
        for arm in ("ketamine", "esketamine", "placebo")
        for record in result("s1", arm, n="40", mean="10", sd="5")
    ]
    options = (("icc", "0.1"), ("icc_low", "0.1"), ("icc_high", "0.1"), ("icc_source", "Smith 2010"),
               ("cluster_sizes", "Feder: 11"))  # fmt: skip
    whole = ruled(protocol, "split", measure="MD", options=options)
    effects = derive(records, [Study("s1", "Feder", design="cluster")], whole).effects
    assert [effect.vi for effect in effects] == [pytest.approx(25 / 20 + 25 / 10, rel=1e-14)] * 2


def test_a_rule_of_the_options_of_the_review_holds_for_split_effects(
    records: list[Record], protocol: Protocol
) -> None:
    protocol = replace(ruled(protocol, "split"), options=PoolOptions(smd_variance="UB"))
    assert all("variance UB" in effect.formula for effect in by_label(records, protocol).values())
