from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.errors import NotSealed, Refused, StoreError
from curate.model.decision import Decision, Mapping
from curate.model.protocol import Person
from curate.model.reading import Evidence, Reading, Result
from curate.store.act import act
from curate.store.blinding import require_seals
from curate.store.disputes import disputes
from curate.store.mappings import map_aliases, put_mapping
from curate.store.merge import merge
from curate.store.protocols import put_protocol
from curate.store.readings import (
    Program,
    person_entries,
    person_extraction,
    put_person_reading,
    put_program_extraction,
    seal_extraction,
)
from curate.store.records import put_decision, records
from curate.store.reports import describe_study, studies
from curate.store.verify import verify_rows

from .conftest import PROTOCOL, REPORT, fill, found, new_store


def rows(connection: sqlite3.Connection) -> dict[str, set[tuple[object, ...]]]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: {tuple(row) for row in connection.execute(f'SELECT * FROM "{name}"')}
        for name in names
        if name not in ("local", "_sqlite_migrations")
    }


def enter(connection: sqlite3.Connection, who: str, mean: str, *, reason: str = "") -> bool:
    evidence = Evidence(REPORT, mean, page=2)
    with act(connection, "form", who) as current:
        (study,) = studies(connection)
        extraction = person_extraction(current, Person(who), study.id)
        result = Result(arms=("Ketamine",), outcome="MADRS", timepoint="7 days", basis="final")
        changed = put_person_reading(
            current, extraction, result, Reading("mean", mean, evidence), reason
        )
        map_aliases(current, put_protocol(current, "title", PROTOCOL))
    return changed


def seal(connection: sqlite3.Connection, who: str) -> None:
    with act(connection, "seal", who) as current:
        (study,) = studies(connection)
        seal_extraction(current, who, study.id, study.name)


def laptop(path: Path, who: str) -> sqlite3.Connection:
    connection = new_store(path, who)
    with act(connection, "add", who) as current:
        fill(current)
    return connection


def test_a_person_who_returns_to_the_first_value_keeps_three_steps(store: sqlite3.Connection) -> None:
    for mean in ("12.3", "12.4", "12.3"):
        assert enter(store, "ann", mean)
    assert not enter(store, "ann", "12.3")
    assert store.execute("SELECT count(*) FROM reading").fetchone()[0] == 3
    (entry,) = person_entries(store, "ann", studies(store)[0].id)
    assert [reading.value for reading in entry.readings] == ["12.3"]


def test_after_the_seal_a_correction_needs_a_reason_and_the_seal_stays_whole(
    store: sqlite3.Connection,
) -> None:
    enter(store, "ann", "12.3")
    seal(store, "ann")
    with pytest.raises(Refused, match="reason"):
        enter(store, "ann", "12.4")
    assert enter(store, "ann", "12.4", reason="misread")
    assert verify_rows(store) == []
    with pytest.raises(Refused, match="already"):
        seal(store, "ann")


def test_nothing_is_compared_before_the_seals(store: sqlite3.Connection) -> None:
    enter(store, "ann", "12.3")
    (study,) = studies(store)
    with pytest.raises(NotSealed, match="ann"):
        require_seals(store, study.id, study.name)
    assert disputes(store) == []
    seal(store, "ann")
    require_seals(store, study.id, study.name)


def test_two_people_who_agree_are_double_agreed_and_who_differ_are_in_dispute(
    store: sqlite3.Connection,
) -> None:
    enter(store, "ann", "12.3")
    seal(store, "ann")
    assert [record.basis_of_truth for record in records(store)] == ["single"]
    enter(store, "bob", "12.30")
    seal(store, "bob")
    (record,) = records(store)
    assert (record.basis_of_truth, record.value) == ("double_agreed", "12.30")
    enter(store, "bob", "21.3", reason="digits")
    (dispute,) = disputes(store)
    assert records(store) == []
    with act(store, "decide", "cas") as current:
        chosen = next(side.reading for side in dispute.sides if side.reader == "ann")
        decision = Decision(
            dispute.key, "reading", "page 2 says 12.3", "third_person", "misread", ("cas",), chosen
        )
        put_decision(current, dispute.study, decision, PROTOCOL_ID(store))
    (record,) = records(store)
    assert (record.basis_of_truth, record.value) == ("adjudicated", "12.3")


def PROTOCOL_ID(connection: sqlite3.Connection) -> str:
    return str(connection.execute("SELECT id FROM protocol_version").fetchone()[0])


def test_an_empty_second_form_is_no_second_extraction(store: sqlite3.Connection) -> None:
    enter(store, "ann", "12.3")
    seal(store, "ann")
    with act(store, "form", "bob") as current:
        person_extraction(current, Person("bob"), studies(store)[0].id)
    seal(store, "bob")
    assert [row["design"] for row in store.execute("SELECT design FROM extraction_design")] == ["single"]
    assert [record.basis_of_truth for record in records(store)] == ["single"]


def test_two_laptops_merged_in_either_order_are_the_same_store(tmp_path: Path) -> None:
    one, two = laptop(tmp_path / "1.db", "ann"), laptop(tmp_path / "2.db", "bob")
    for connection, who, mean in ((one, "ann", "12.3"), (two, "bob", "12.4")):
        with act(connection, "extract", who) as current:
            put_program_extraction(current, Program("table", "1.0.0"), REPORT, "ok", [found()], (), ())
            describe_study(current, studies(connection)[0], name=f"Zhong by {who}")
        enter(connection, who, mean)
        seal(connection, who)
    three, four = new_store(tmp_path / "3.db", "x"), new_store(tmp_path / "4.db", "y")
    for target, order in ((three, "12"), (four, "21")):
        for number in order:
            merge(target, tmp_path / f"{number}.db")
        merge(target, tmp_path / "1.db")
        put_protocol_again(target)
    assert rows(three) == rows(four)
    assert verify_rows(three) == []
    assert [dispute.judgement for dispute in disputes(three)] == ["conflict"]
    (conflict,) = three.execute("SELECT noun, heads FROM conflicting_statement").fetchall()
    assert tuple(conflict) == ("study", 2)
    for connection in (one, two, three, four):
        connection.close()


def put_protocol_again(connection: sqlite3.Connection) -> None:
    with act(connection, "protocol", "z") as current:
        put_protocol(current, "title", PROTOCOL)


def test_a_tampered_store_is_refused_and_nothing_is_merged(tmp_path: Path) -> None:
    one, two = laptop(tmp_path / "1.db", "ann"), laptop(tmp_path / "2.db", "bob")
    enter(two, "bob", "12.4")
    triggers = two.execute(
        "SELECT name, sql FROM sqlite_master WHERE name LIKE 'reading_is%'"
    ).fetchall()
    for name, _ in triggers:
        two.execute(f"DROP TRIGGER {name}")
    two.execute("UPDATE reading SET value = '99', number = 99")
    for _, sql in triggers:
        two.execute(sql)
    before = rows(one)
    with pytest.raises(StoreError, match=r"2\.db was changed"):
        merge(one, tmp_path / "2.db")
    assert rows(one) == before
    one.close()
    two.close()


step = st.tuples(
    st.sampled_from(("ann", "bob")), st.sampled_from(("enter", "map", "name")), st.integers(0, 3)
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(step, max_size=6))
def test_merging_is_commutative_and_idempotent(
    tmp_path_factory: pytest.TempPathFactory, steps: list
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    held = {who: laptop(folder / f"{who}.db", who) for who in ("ann", "bob")}
    for who, what, number in steps:
        connection = held[who]
        if what == "enter":
            enter(connection, who, f"1{number}.5")
            continue
        with act(connection, what, who) as current:
            (study,) = studies(connection)
            if what == "map":
                put_mapping(current, Mapping(study.id, "arm", f"label {number}", "ketamine"))
            else:
                describe_study(current, study, name=f"name {number}")
    merged = []
    for order in (("ann", "bob"), ("bob", "ann", "ann")):
        target = new_store(folder / f"{'-'.join(order)}.db")
        for who in order:
            merge(target, folder / f"{who}.db")
        merged.append(rows(target))
        target.close()
    for connection in held.values():
        connection.close()
    assert merged[0] == merged[1]
