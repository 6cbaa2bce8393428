"""What becomes of a fact: who read it, how, and what was decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from curate.errors import NotSealed
from curate.model.reading import Evidence
from curate.reconcile.methods import DESIGNS
from curate.store.disputes import disputes
from curate.store.mappings import labels
from curate.store.records import records, sealed_readings, standing_decisions
from curate.store.trace import trace

from .conftest import REPORT, found
from .entries import SCORE, Store, decide, judgements, key_of, number, program, seal, write

# Who read it


@pytest.mark.parametrize(
    ("readers", "judgement"),
    [
        ([("a", "12.3", {}), ("b", "12.30", {})], "double_agreed"),
        ([("a", "12.3", {}), ("b", "12.4", {})], "conflict"),
        ([("a", "12.3", {})], "single"),
        ([("a", "12.3", {"trainee": True}), ("b", "12.3", {"trainee": True})], "single"),
        ([("a", "12.3", {"trainee": True}), ("b", "12.3", {})], "double_agreed"),
        ([("a", "12.3", {}), ("b", "12.3", {"mode": "verification"})], "verified"),
        ([("a", "12.3", {}), ("b", "12.4", {"mode": "verification"})], "conflict"),
        ([("b", "12.3", {"mode": "verification"})], "single"),
        ([("a", "12.3", {"mode": "assisted"})], "single"),
        ([("a", "12.3", {}), ("b", "12.3", {"mode": "assisted"})], "verified"),
        (
            [("a", "12.3", {"mode": "verification"}), ("b", "12.3", {"mode": "verification"})],
            "single",
        ),
    ],
)
def test_who_read_a_fact_says_what_it_rests_on(
    store: Store, readers: Sequence[tuple[str, str, dict[str, object]]], judgement: str
) -> None:
    for name, value, how in readers:
        write(store, name, number(value), **how)  # type: ignore[arg-type]
    seal(store, *(name for name, _, _ in readers))
    assert judgements(store) == {"mean": judgement}


def test_what_one_of_two_left_out_is_an_omission(store: Store) -> None:
    write(store, "a", number("12.3"), number("4.5", "sd"))
    write(store, "b", number("12.3"))
    seal(store, "a", "b")
    assert judgements(store) == {"mean": "double_agreed", "sd": "omission"}
    assert [side.reader for dispute in disputes(store) for side in dispute.sides] == ["a"]


def test_not_reported_is_a_value_and_no_omission(store: Store) -> None:
    write(store, "a", number("12.3"))
    write(store, "b", number("", status="not_reported"))
    seal(store, "a", "b")
    assert judgements(store) == {"mean": "conflict"}


def test_what_is_added_after_the_seal_is_not_independent(store: Store) -> None:
    write(store, "a", number("12.3"), number("4.5", "sd"))
    write(store, "b", number("12.4"))
    seal(store, "a", "b")
    write(store, "b", number("12.3"), number("4.5", "sd"), reason="misread")
    assert judgements(store) == {"mean": "verified", "sd": "verified"}
    sealed = [each.said for each in sealed_readings(store, {}) if each.reader == "b"]
    assert [(said.key, said.value.text) for said in sealed] == [(key_of(store), "12.4")]


def test_an_empty_seal_filled_afterwards_makes_no_pair(store: Store) -> None:
    write(store, "a", number("12.3"))
    write(store, "b")
    seal(store, "a", "b")
    assert judgements(store) == {"mean": "single"}
    write(store, "b", number("12.3"), reason="late")
    assert judgements(store) == {"mean": "verified"}
    (row,) = store.execute("SELECT design, independent FROM extraction_design").fetchall()
    assert tuple(row) == ("single", 1)


@pytest.mark.parametrize(
    ("readers", "design"),
    [
        ([("a", {}), ("b", {})], "independent double"),
        ([("a", {}), ("b", {}), ("c", {"mode": "assisted"})], "independent double"),
        ([("a", {}), ("b", {"mode": "assisted"})], "assisted and independent"),
        ([("a", {}), ("b", {"mode": "assisted"}), ("c", {"mode": "verification"})], "assisted and independent"),
        ([("a", {"trainee": True}), ("b", {"trainee": True})], "trainees only"),
        ([("a", {}), ("b", {"mode": "verification"})], "single with verification"),
        ([("a", {"mode": "assisted"})], "program-assisted"),
        ([("a", {"mode": "assisted"}), ("b", {"mode": "verification"})], "program-assisted"),
        ([("a", {})], "single"),
    ],
)  # fmt: skip
def test_how_a_study_was_extracted_is_told_by_who_saw_what(
    store: Store, readers: Sequence[tuple[str, dict[str, object]]], design: str
) -> None:
    for name, how in readers:
        write(store, name, number("12.3"), **how)  # type: ignore[arg-type]
    seal(store, *(name for name, _ in readers))
    assert [row["design"] for row in store.execute("SELECT design FROM extraction_design")] == [design]
    assert design in DESIGNS


def test_people_go_before_programs(store: Store) -> None:
    program(store, found("Ketamine", "12.30"))
    assert judgements(store) == {"mean": "program_only", "sd": "program_only"}
    write(store, "a", number("12.4"))
    assert judgements(store) == {"mean": "awaiting_seal", "sd": "awaiting_seal"}
    seal(store, "a")
    assert judgements(store) == {"mean": "single", "sd": "left_to_people"}
    (record,) = records(store)
    assert (record.value, record.basis_of_truth) == ("12.4", "single")


def test_an_assisted_reader_goes_before_programs_too(store: Store) -> None:
    program(store, found("Ketamine", "12.30"))
    write(store, "a", number("12.4"), mode="assisted")
    seal(store, "a")
    assert judgements(store) == {"mean": "single", "sd": "left_to_people"}


def test_programs_that_differ_are_a_conflict(store: Store) -> None:
    program(store, found("Ketamine", "12.30"))
    program(store, found("Ketamine", "12.4", "y"), name="prose")
    assert judgements(store) == {"mean": "conflict", "sd": "program_only"}


# Nobody sees what others have read before all have sealed


def test_an_open_extraction_keeps_the_sealed_ones_closed(store: Store) -> None:
    write(store, "a", number("12.3"))
    seal(store, "a")
    assert [record.value for record in records(store)] == ["12.3"]
    write(store, "b", number("9.9", "sd"))
    assert records(store) == []
    assert disputes(store) == []
    assert judgements(store) == {"mean": "awaiting_seal"}
    assert [step.noun for step in trace(store, key_of(store), "b").walk()] == ["record"]
    (reading,) = store.execute("SELECT id, evidence_id FROM reading WHERE made_by = 'a'").fetchall()
    for prefix in reading:
        with pytest.raises(NotSealed):
            trace(store, prefix, "b")
        with pytest.raises(NotSealed):
            trace(store, prefix)
    assert trace(store, reading["id"], "a").text.startswith("mean 12.3 read by a")


def test_labels_of_an_open_extraction_are_its_readers_own(store: Store) -> None:
    write(store, "a", number("1"), about=replace(SCORE, outcome="Secret score"))
    assert "Secret score" in {label.label for label in labels(store, "a")}
    for other in ("b", None):
        assert "Secret score" not in {label.label for label in labels(store, other)}
    seal(store, "a")
    assert "Secret score" in {label.label for label in labels(store, "b")}


def test_what_was_decided_stays_decided_when_another_begins(store: Store) -> None:
    write(store, "a", number("12.3"))
    write(store, "b", number("12.4"))
    seal(store, "a", "b")
    decide(store, key_of(store), "not_reported")
    write(store, "c", number("1", "sd"))
    assert judgements(store) == {"mean": "adjudicated"}


# Decisions


@pytest.fixture
def disputed(store: Store) -> str:
    limit = {"statistic": "ci_low", "ci_level": 90.0}
    write(store, "a", number("12.3", **limit))
    write(store, "b", number("12.4", **limit))
    seal(store, "a", "b")
    return key_of(store, "ci_low")


def record_of(store: Store) -> tuple[str, str, float | None, str]:
    (record,) = records(store)
    return record.value, record.status, record.ci_level, record.basis_of_truth


def test_a_typed_value_keeps_the_level_of_its_interval(store: Store, disputed: str) -> None:
    evidence = Evidence(REPORT, "12.50", page=1)
    decide(store, disputed, "typed", value="12.50", evidence=evidence)
    assert record_of(store) == ("12.50", "reported", 90.0, "adjudicated")
    (record,) = records(store)
    assert (record.decimals, record.page) == (2, 1)


def test_not_reported_has_neither_value_nor_place(store: Store, disputed: str) -> None:
    decide(store, disputed, "not_reported")
    assert record_of(store) == ("", "not_reported", 90.0, "adjudicated")
    (record,) = records(store)
    assert (record.number, record.page, record.reports) == (None, None, ())


@pytest.mark.parametrize(("choice", "judgement"), [("reject", "rejected"), ("ask_authors", "asked")])
def test_rejected_and_asked_facts_make_no_record(
    store: Store, disputed: str, choice: str, judgement: str
) -> None:
    decide(store, disputed, choice)
    assert (judgements(store), records(store), disputes(store)) == ({"ci_low": judgement}, [], [])
    assert "decision" in {step.noun for step in trace(store, disputed).walk()}


def test_the_last_decision_stands_and_the_first_is_kept(store: Store, disputed: str) -> None:
    for choice in ("reject", "not_reported", "reject"):
        decide(store, disputed, choice)
    assert standing_decisions(store)[disputed][0] == "reject"
    assert store.execute("SELECT count(*) FROM decision").fetchone()[0] == 3


def test_a_decision_outlives_the_correction_of_its_reading(store: Store, disputed: str) -> None:
    reading = store.execute("SELECT id FROM reading WHERE made_by = 'a'").fetchone()["id"]
    decide(store, disputed, "reading", reading=reading)
    assert not store.execute("SELECT * FROM overtaken_decision").fetchall()
    write(store, "a", number("12.9", "ci_low", ci_level=90.0), reason="looked again")
    assert record_of(store) == ("12.3", "reported", 90.0, "adjudicated")
    (row,) = store.execute("SELECT without_fact FROM overtaken_decision").fetchall()
    assert row["without_fact"] == 0


def test_a_decision_for_a_program_outlives_its_next_version(store: Store) -> None:
    program(store, found("Ketamine", "12.30"))
    program(store, found("Ketamine", "12.4", "y"), name="prose")
    reading = store.execute("SELECT id FROM reading WHERE value = '12.30'").fetchone()["id"]
    decide(store, key_of(store), "reading", reading=reading)
    program(store, found("Ketamine", "12.50"), version="2.0.0")
    held = {record.statistic: record for record in records(store)}
    assert (held["mean"].value, held["mean"].reading) == ("12.30", reading)
