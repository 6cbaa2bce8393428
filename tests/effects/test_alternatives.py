"""What a study could have given: every eligible effect stays, one is marked as the protocol's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from curate.effects.alternatives import Alternative, alternatives
from curate.effects.measures import standardised_mean_difference
from curate.model.protocol import Protocol, Rule
from curate.model.record import Record, Study


def told(found: tuple[Alternative, ...]) -> list[str]:
    return sorted(each.told for each in found)


@pytest.fixture
def wide(protocol: Protocol) -> Protocol:
    """Depression or anxiety, at the end or after a day, any analysis set; the first of each is preferred."""
    comparison = replace(
        protocol.comparisons[0],
        outcomes=("depression", "anxiety"),
        timepoints=("end", "day"),
        basis="any",
    )
    rules = [Rule(dimension, "prefer") for dimension in ("outcome", "timepoint", "basis")]
    return replace(protocol, comparisons=(comparison,), rules=tuple(rules))


def test_scales_and_times_are_alternatives_and_one_is_chosen(result: Any, wide: Protocol) -> None:
    records: list[Record] = []
    for outcome, timepoint, mean in (
        ("depression", "end", "12"),
        ("depression", "day", "10"),
        ("anxiety", "end", "30"),
    ):
        where = {"outcome": outcome, "timepoint": timepoint}
        records += result("s1", "ketamine", n="20", mean=mean, sd="6", **where)
        records += result("s1", "placebo", n="22", mean="16", sd="7", **where)
    found = alternatives(records, [Study("s1", "Feder 2014")], wide, wide.comparisons[0])["s1"]
    assert told(found) == ["anxiety, end", "depression, day", "depression, end"]
    (chosen,) = [each for each in found if each.chosen]
    assert chosen.told == "depression, end"
    expected = standardised_mean_difference(12, 6, 20, 16, 7, 22)
    assert chosen.effect.yi == float(expected.yi)


def test_arms_alone_and_together(result: Any, protocol: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n="20", mean="12", sd="6"),
        *result("s1", "esketamine", n="21", mean="11", sd="6"),
        *result("s1", "placebo", n="22", mean="16", sd="7"),
    ]
    without_rule = alternatives(records, [], protocol, protocol.comparisons[0])["s1"]
    assert told(without_rule) == ["esketamine", "esketamine+ketamine", "ketamine"]
    assert not any(each.chosen for each in without_rule)
    combined = replace(protocol, rules=(Rule("arm", "combine"),))
    with_rule = alternatives(records, [], combined, combined.comparisons[0])["s1"]
    assert [each.told for each in with_rule if each.chosen] == ["esketamine+ketamine"]


def test_both_sides_share_their_design_and_contrasts_stand_in(result: Any, wide: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n="20", mean="12", sd="6", analysis_set="itt"),
        *result("s1", "placebo", n="22", mean="16", sd="7", analysis_set="pp"),
    ]
    assert alternatives(records, [], wide, wide.comparisons[0]) == {}
    md = replace(wide, comparisons=(replace(wide.comparisons[0], measure="MD"),))
    printed = result("s2", "ketamine", "placebo", md="-4", ci_low="-7", ci_high="-1", ci_level=95.0)
    (only,) = alternatives(printed, [], md, md.comparisons[0])["s2"]
    assert (only.told, only.chosen, only.effect.yi) == ("", True, -4.0)


def test_what_is_not_trusted_is_no_alternative(result: Any, wide: Protocol) -> None:
    records = [
        *result("s1", "ketamine", n="20", mean="12", sd="6"),
        *result("s1", "placebo", n="22", mean="16", sd="7"),
        *result("s1", "ketamine", timepoint="day", n="20", mean="9", sd="6", truth="program_only"),
        *result("s1", "placebo", timepoint="day", n="22", mean="16", sd="7", truth="program_only"),
    ]
    assert len(alternatives(records, [], wide, wide.comparisons[0])["s1"]) == 1
