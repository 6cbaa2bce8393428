"""The sprint as a state machine holds its promises, and the machine finds the faults that were put in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from curate.store import act as acts
from curate.store import blinding, merge, portion, readings

from .sprint_machine import SprintMachine

QUICK = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
HUNT = settings(QUICK, max_examples=40, derandomize=True, phases=[Phase.generate], database=None)


def test_a_sprint_in_any_order_keeps_its_promises() -> None:
    """Promises 3 and 4: sealed before anyone compares; nothing lost or silently changed, in any order."""
    run_state_machine_as_test(SprintMachine, settings=QUICK)


@contextmanager
def half_written(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that keeps what was written before an error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("COMMIT")


_put = readings.put_person_reading

MUTANTS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "half a transaction stays": lambda: mock.patch.object(acts, "writing", half_written),
    "an act leaves no event": lambda: mock.patch.object(acts, "_put_event"),
    "a work file holds everybody's readings": lambda: mock.patch.object(
        portion, "_PERSON", "SELECT id FROM extraction WHERE mode = 'independent' AND :person <> ''"
    ),
    "merging forgets the seals": lambda: mock.patch.object(
        merge, "ORDER", tuple(t for t in merge.ORDER if t not in ("seal", "sealed_under"))
    ),
    "nobody asks for the seals": lambda: mock.patch.object(blinding, "still_reading", return_value={}),
    "a correction overwrites": lambda: mock.patch.object(readings, "put_person_reading", overwriting),
}


def overwriting(act, extraction, result, reading, reason="", *, anew=False):  # type: ignore[no-untyped-def]
    """A correction that changes the reading in place, as a spreadsheet does."""
    held = act.connection.execute(
        "SELECT id FROM reading WHERE extraction_id = ? ORDER BY rowid DESC LIMIT 1", (extraction,)
    ).fetchone()
    if held is None:
        return _put(act, extraction, result, reading, reason, anew=anew)
    for (name,) in act.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'reading'"
    ).fetchall():
        act.connection.execute(f'DROP TRIGGER "{name}"')
    act.connection.execute(
        "UPDATE reading SET value = ?, number = ? WHERE id = ?",
        (reading.value, reading.number, held["id"]),
    )
    return True


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_machine_finds_a_fault_that_was_put_in(mutant: str) -> None:
    with MUTANTS[mutant](), pytest.raises((AssertionError, sqlite3.Error)):
        run_state_machine_as_test(SprintMachine, settings=HUNT)
