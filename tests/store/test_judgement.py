"""What becomes of a fact: who read it, how, and what was decided about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

import pytest

from curate.errors import NotSealed, UnknownName
from curate.model.decision import Decision, Mapping
from curate.model.protocol import Person, Protocol
from curate.model.reading import Evidence, Found, Reading, Result
from curate.store.act import act
from curate.store.disputes import dispute_on, disputes
from curate.store.mappings import carry_mappings, labels, map_aliases, put_mapping
from curate.store.protocols import put_protocol
from curate.store.readings import (
    Program,
    person_entries,
    person_extraction,
    put_person_reading,
    put_program_extraction,
    seal_extraction,
)
from curate.store.records import (
    answers,
    facts,
    find_record_key,
    put_decision,
    readings_of,
    records,
    sealed_readings,
    standing_decisions,
)
from curate.store.reports import ReportFacts, find_study, move_reports, new_study, put_report, studies
from curate.store.stage import staged
from curate.store.trace import trace

from .conftest import PROTOCOL, REPORT, found

Store = sqlite3.Connection
OTHER = "b" * 64
SCORE = Result(("Ketamine",), (), "MADRS score", "Day 7", basis="final")


def number(value: str, statistic: str = "mean", **said: object) -> Reading:
    evidence = Evidence(REPORT, value, page=2) if value else None
    return Reading(statistic, value, evidence, as_printed=value, **said)  # type: ignore[arg-type]


def reply(item: str, text: str) -> Reading:
    return Reading("", text, Evidence(REPORT, text, page=1), item=item, as_printed=text)


def write(
    store: Store,
    name: str,
    *readings: Reading,
    about: Result = SCORE,
    mode: str = "independent",
    trainee: bool = False,
    reason: str = "",
    study: str = "",
) -> None:
    study = study or studies(store)[0].id
    with act(store, "form", name) as current:
        extraction = person_extraction(current, Person(name, trainee), study, mode)
        for reading in readings:
            put_person_reading(current, extraction, about, reading, reason)
        map_aliases(current, put_protocol(current, "title", PROTOCOL))


def seal(store: Store, *names: str, study: str = "") -> None:
    for name in names:
        with act(store, "seal", name) as current:
            seal_extraction(current, name, study or studies(store)[0].id, "zhong")


def program(store: Store, *entries: Found, version: str = "1.0.0", name: str = "table") -> None:
    with act(store, "extract", "ann") as current:
        put_program_extraction(current, Program(name, version), REPORT, "ok", entries, (), ())
        map_aliases(current, put_protocol(current, "title", PROTOCOL))


def decide(store: Store, key: str, choice: str, **said: object) -> None:
    made = Decision(key, choice, "as printed", "lead", **said)  # type: ignore[arg-type]
    version = store.execute("SELECT value FROM local WHERE \"key\" = 'protocol'").fetchone()[0]
    with act(store, "decide", "cas") as current:
        put_decision(current, key.partition("|")[0], made, version)


def judgements(store: Store) -> dict[str, str]:
    return {row["record_key"].rpartition("|")[2]: row["judgement"] for row in facts(store)}


def key_of(store: Store, statistic: str = "mean") -> str:
    (key,) = [row["record_key"] for row in facts(store) if row["record_key"].endswith(f"|{statistic}")]
    return str(key)


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


# Labels, arms, subgroups, questions


def test_arms_of_one_kind_are_told_apart_by_name_and_pooled_ones_joined(store: Store) -> None:
    low, high = replace(SCORE, arms=("Low",)), replace(SCORE, arms=("High",))
    both = replace(SCORE, arms=("High", "Low"))
    for about, value in ((low, "1"), (high, "2"), (both, "3")):
        write(store, "a", number(value), about=about)
    write(store, "b", number("3"), about=replace(both, arms=("Low", "High")))
    study = studies(store)[0].id
    with act(store, "map", "ann") as current:
        for label in ("Low", "High"):
            put_mapping(current, Mapping(study, "arm", label, f"ketamine/{label}"))
    seal(store, "a", "b")
    assert {row["judgement"] for row in facts(store)} == {"omission", "double_agreed"}
    (record,) = records(store)
    assert (record.arms, record.arm_labels) == (
        ("ketamine", "ketamine"),
        ("ketamine/High", "ketamine/Low"),
    )
    with act(store, "map", "ann") as current:
        put_mapping(current, Mapping(study, "arm", "Low", "ketamime/low"))
    assert {label.label: label.code for label in labels(store)}["Low"] is None


def test_a_subgroup_is_another_fact(store: Store) -> None:
    write(store, "a", number("1"))
    write(store, "b", number("2"), about=replace(SCORE, subgroup="women"))
    seal(store, "a", "b")
    assert len(facts(store)) == 2
    assert {row["judgement"] for row in facts(store)} == {"omission"}


def test_answers_are_agreed_on_like_numbers(store: Store) -> None:
    study, arm = Result(scope="study"), Result(("Ketamine",), scope="arm")
    for name, dose in (("a", "0.5 mg/kg"), ("b", "0.2 mg/kg")):
        write(store, name, reply("design", "parallel"), about=study)
        write(store, name, reply("dose", dose), about=arm)
        write(store, name, reply("dose", "none"), about=replace(arm, arms=("Saline",)))
        write(store, name, reply("imputed", "no"), about=SCORE)
    seal(store, "a", "b")
    held = {(each.arm, each.item): each.basis_of_truth for each in answers(store)}
    assert held == {
        ("", "design"): "double_agreed",
        ("placebo", "dose"): "double_agreed",
        ("ketamine", "imputed"): "double_agreed",
    }
    assert [dispute.key.split("|")[1:] for dispute in disputes(store)] == [["ketamine", "arm", "dose"]]


def test_answers_about_arms_that_mean_nothing_yet_wait_for_their_code(store: Store) -> None:
    for arm in ("Low", "High"):
        write(store, "a", reply("dose", arm), about=Result((arm,), scope="arm"))
    seal(store, "a")
    assert facts(store) == []
    assert {label.label for label in labels(store) if label.code is None} == {"Low", "High"}


def test_the_sizes_of_arms_are_compared(store: Store) -> None:
    size = Result(("Ketamine",), outcome="randomised", scope="arm")
    for name, value in (("a", "24"), ("b", "25")):
        write(store, name, number(value, "n", role="randomised"), about=size)
    seal(store, "a", "b")
    assert judgements(store) == {"n:randomised": "conflict"}
    assert {label.kind for label in labels(store)} == {"arm"}


def test_one_fact_is_read_like_all_of_them(store: Store, second_study: str) -> None:
    barred = replace(SCORE, arms=("Low|high",), subgroup="a|b")
    size = Result(("Ketamine",), outcome="randomised", scope="arm")
    study = studies(store)[0].id
    for name, value in (("a", "24"), ("b", "25")):
        write(store, name, number(value), about=SCORE)
        write(store, name, number(value), about=barred)
        write(store, name, number(value, "n", role="randomised"), about=size)
        write(store, name, reply("design", value), about=Result(scope="study"))
        write(store, name, number("30", "n"), about=SCORE)
        write(store, name, number(value), about=SCORE, study=second_study)
    with act(store, "map", "ann") as current:
        put_mapping(current, Mapping(study, "arm", "Low|high", "ketamine/Low|high"))
    seal(store, "a", "b")
    seal(store, "a", "b", study=second_study)
    every = disputes(store)
    assert len(every) == 5
    assert [dispute_on(store, each.key) for each in every] == every
    for row in facts(store):
        held = readings_of(store, row["record_key"])
        with staged(store, "candidate", about=row["record_key"]):
            assert readings_of(store, row["record_key"]) == held
        assert find_record_key(store, row["record_key"]) == row["record_key"]
    assert dispute_on(store, key_of(store, "n")) is None
    with pytest.raises(UnknownName):
        find_record_key(store, f"{study}|ketamine||madrs|d7|final|||||median")


def test_of_one_study_only_its_own_results_are_looked_at(store: Store) -> None:
    for view in ("mapped_result", "candidate"):
        sql = f"EXPLAIN QUERY PLAN SELECT * FROM {view} WHERE study_id = 'x'"
        plan = [row["detail"] for row in store.execute(sql)]
        assert any("result_by_extraction" in step for step in plan)
        assert not any(step.startswith("SCAN r") for step in plan)


# The protocol and the studies change


def test_a_code_that_the_protocol_drops_waits_and_comes_back(store: Store) -> None:
    write(store, "a", number("12.3"), about=replace(SCORE, outcome="Depression"))
    with act(store, "map", "ann") as current:
        put_mapping(current, Mapping(studies(store)[0].id, "outcome", "Depression", "madrs"))
    seal(store, "a")
    key = key_of(store)
    decide(store, key, "reject")

    def follow(protocol: Protocol, text: str) -> None:
        with act(store, "protocol", "ann") as current:
            map_aliases(current, put_protocol(current, text, protocol))

    renamed = replace(PROTOCOL.outcomes[0], code="depression_scale")
    follow(replace(PROTOCOL, outcomes=(renamed,)), "renamed")
    assert facts(store) == []
    assert [label.label for label in labels(store) if label.code is None] == ["Depression"]
    (row,) = store.execute("SELECT record_key, without_fact FROM overtaken_decision").fetchall()
    assert tuple(row) == (key, 1)
    follow(PROTOCOL, "title")
    assert judgements(store) == {"mean": "rejected"}


@pytest.fixture
def second_study(store: Store) -> str:
    with act(store, "add", "ann") as current:
        put_report(current, ReportFacts(OTHER, "zhong-2.pdf", "application/pdf", 10, pages=2))
    return find_study(store, "zhong-2").id


def test_what_people_read_goes_with_a_joined_study(store: Store, second_study: str) -> None:
    first = find_study(store, "zhong").id
    write(store, "a", number("12.3"), study=first)
    write(store, "a", number("4.5", "sd"), about=replace(SCORE, arms=("Drug",)), study=second_study)
    write(store, "b", number("12.3"), study=first)
    with act(store, "map", "ann") as current:
        put_mapping(current, Mapping(second_study, "arm", "Drug", "ketamine"))
    seal(store, "a", "b", study=first)
    with act(store, "join", "ann") as current:
        move_reports(current, [OTHER], first, "one study")
        assert carry_mappings(current, second_study, first, "as before") == 1
    assert [study.id for study in studies(store)] == [first]
    assert len(person_entries(store, "a", first)) == 2
    assert set(judgements(store).values()) == {"awaiting_seal"}
    seal(store, "a", study=first)
    assert judgements(store) == {"mean": "double_agreed", "sd": "omission"}


def test_a_study_made_by_hand_goes_when_its_report_does(store: Store, second_study: str) -> None:
    with act(store, "split", "ann") as current:
        made = new_study(current, "by hand")
        move_reports(current, [OTHER], made, "apart")
    assert [study.name for study in studies(store)] == ["by hand", "zhong"]
    with act(store, "join", "ann") as current:
        move_reports(current, [OTHER], find_study(store, "zhong").id, "one study")
    assert [study.name for study in studies(store)] == ["zhong"]
