"""What was read and decided stays with its fact while the protocol and the studies change."""

from __future__ import annotations

from dataclasses import replace

from curate.model.decision import Mapping
from curate.model.protocol import Protocol
from curate.store.act import act
from curate.store.mappings import carry_mappings, labels, map_aliases, put_mapping
from curate.store.protocols import put_protocol
from curate.store.readings import person_entries
from curate.store.records import facts
from curate.store.reports import find_study, move_reports, new_study, studies

from .conftest import OTHER, PROTOCOL
from .entries import SCORE, Store, decide, judgements, key_of, number, seal, write


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
