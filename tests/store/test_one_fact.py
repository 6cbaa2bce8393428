"""Which readings are of one fact: labels, arms, subgroups and questions, looked at together and one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curate.errors import UnknownName
from curate.model.decision import Mapping
from curate.model.reading import Result
from curate.store.act import act
from curate.store.disputes import dispute_on, disputes
from curate.store.mappings import labels, put_mapping
from curate.store.records import answers, facts, find_record_key, readings_of, records
from curate.store.reports import studies
from curate.store.stage import staged

from .entries import SCORE, Store, judgements, key_of, number, reply, seal, write


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
