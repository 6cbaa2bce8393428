"""What a changed protocol asks anew, and what it does not."""

from __future__ import annotations

from dataclasses import replace

from curate.model.protocol import Arm, Item, Outcome, Protocol, Timepoint
from curate.reconcile.asked import Asked, asked_anew, asked_since

THEN = Protocol(
    "r",
    outcomes=(Outcome("madrs", "MADRS", minimum=0, maximum=60),),
    arms=(Arm("ketamine", "Ketamine"),),
    timepoints=(Timepoint("d1", "Day 1", 1.0, 0.5, 2.0),),
    items=(Item("spread", "Spread type", "category", ("SD", "SE")),),
)


def test_the_same_protocol_asks_nothing() -> None:
    assert asked_anew(THEN, replace(THEN, title="another title")) == []


def test_aliases_and_labels_map_themselves() -> None:
    outcome = replace(THEN.outcomes[0], label="Depression (MADRS)", aliases=("MADRS total",))
    assert asked_anew(THEN, replace(THEN, outcomes=(outcome,))) == []


def test_what_is_added_is_asked() -> None:
    now = replace(
        THEN,
        outcomes=(*THEN.outcomes, Outcome("pcl5", "PCL-5")),
        items=(*THEN.items, Item("dose", "Which dose?")),
    )
    found = asked_anew(THEN, now)
    assert found == [
        Asked("outcome", "pcl5", "PCL-5", "added"),
        Asked("item", "dose", "Which dose?", "added"),
    ]


def test_another_question_or_window_is_told_with_both_wordings() -> None:
    now = replace(
        THEN,
        items=(replace(THEN.items[0], choices=("SD", "SE", "CI")),),
        timepoints=(replace(THEN.timepoints[0], to_days=3.0),),
    )
    assert [(each.code, each.how) for each in asked_anew(THEN, now)] == [
        ("d1", "to_days: 2 → 3"),
        ("spread", "choices: SD, SE → SD, SE, CI"),
    ]


def test_what_is_no_longer_asked_concerns_nobody() -> None:
    assert asked_anew(THEN, replace(THEN, items=())) == []


def test_a_question_counts_from_when_it_was_put_as_it_is_put_now() -> None:
    other = replace(THEN, items=(replace(THEN.items[0], choices=("SD", "SE", "CI")),))
    history = [(THEN, "1"), (other, "2"), (replace(other, title="t"), "3")]
    assert asked_since("item", "spread", history, other) == "2"
    assert asked_since("item", "spread", [*history, (THEN, "4")], THEN) == "4"
    assert asked_since("outcome", "madrs", history, other) == "", "it was never asked otherwise"
