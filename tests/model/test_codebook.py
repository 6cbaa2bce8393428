"""What a protocol says of how to read a fact."""

from __future__ import annotations

import pytest

from curate.model.protocol import Item, Outcome, Protocol

PROTOCOL = Protocol(
    "Counselling",
    outcomes=(
        Outcome("abst", "Abstinence", codebook="Prolonged before 7-day"),
        Outcome("harm", "Harms"),
    ),
    items=(Item("dose", "Dose?", codebook="As printed"), Item("route", "Route?")),
)


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("st_1|phone|abst|m6|final|events", "Prolonged before 7-day"),
        ("st_1|phone|harm|m6|final|events", ""),
        ("st_1|phone|dose", "As printed"),
        ("st_1||route", "Route?"),
        ("abst|phone|harm|m6|final|events", ""),  # the study's id is no outcome
    ],
)
def test_the_line_of_a_fact_is_its_items_or_its_outcomes(key: str, line: str) -> None:
    assert PROTOCOL.codebook_line(key) == line
