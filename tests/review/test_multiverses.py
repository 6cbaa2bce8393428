"""A comparison under other choices and other assumptions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from curate.errors import Refused
from curate.model.protocol import Protocol, Rule
from curate.model.record import Record
from curate.review.multiverses import universes


@pytest.fixture
def records(result: Any) -> list[Record]:
    """Three trials: one prints medians, one has two times, one is plain."""
    made: list[Record] = []
    for arm, median, mean in (("ketamine", "12.0", 12.1), ("placebo", "16.5", 16.0)):
        made += result("s1", arm, n="40", median=median, q1="8.0", q3="18.0")
        made += result("s2", arm, n="30", mean=f"{mean:.2f}", sd="6.10")
        made += result("s2", arm, timepoint="day", n="30", mean=f"{mean - 3:.2f}", sd="5.10")
        made += result("s3", arm, n="25", mean=f"{mean + 1:.2f}", sd="7.30")
    return made


def test_choices_and_assumptions_stand_side_by_side(records: list[Record], protocol: Protocol) -> None:
    comparison = replace(protocol.comparisons[0], timepoints=("end", "day"))
    protocol = replace(protocol, comparisons=(comparison,), rules=(Rule("timepoint", "prefer"),))
    found = universes(records, [], protocol, comparison, None, 1)
    assert found is not None
    assert found.made.universes == 2
    assert found.made.chosen == 0
    assumed = {name: (touched, pooled.k) for name, touched, pooled in found.assumed}
    assert assumed == {
        "no means from medians": (1, 2),
        "means from medians by quantile estimation": (1, 3),
    }
    plain = found.as_dict()
    assert [each["assumed"] for each in plain["assumptions"]] == list(assumed)  # type: ignore[attr-defined]


def test_counts_have_no_multiverse(records: list[Record], protocol: Protocol) -> None:
    comparison = replace(protocol.comparisons[0], options=(("method", "MH"),))
    with pytest.raises(Refused, match="pools counts"):
        universes(records, [], replace(protocol, comparisons=(comparison,)), comparison, None, 1)
