"""Acts: one transaction, one event in the actor's hash chain.

An act inserts rows; each new row's hash goes into the event, so that `verify` can tell later whether a
row is still what was written. An act that writes nothing new leaves no event: twice is once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from curate.errors import StoreError
from curate.model.ids import canonical, digest, now
from curate.store.connect import writing
from curate.store.migrate import get_local

Row = Mapping[str, Any]


class Act:
    """What one actor writes in one transaction."""

    def __init__(self, connection: sqlite3.Connection, actor: str) -> None:
        self.connection = connection
        self.actor = actor
        self.at = now()
        self.written: dict[str, dict[str, str]] = {}

    def insert(self, table: str, rows: Iterable[Row]) -> int:
        """Insert rows that the event is to name one by one; return how many were new."""
        new = 0
        for row in rows:
            if self._insert(table, row):
                key = "|".join(str(row[name]) for name in primary_key(self.connection, table))
                self.written.setdefault(table, {})[key] = digest(self._stored(table, row))
                new += 1
        return new

    def _stored(self, table: str, row: Row) -> dict[str, Any]:
        """Return the row as SQLite gives it back (a REAL column turns 95 into 95.0)."""
        where = " AND ".join(f'"{name}" = ?' for name in primary_key(self.connection, table))
        key = tuple(row[name] for name in primary_key(self.connection, table))
        return dict(self.connection.execute(f'SELECT * FROM "{table}" WHERE {where}', key).fetchone())

    def insert_many(self, table: str, rows: Iterable[Row]) -> int:
        """Insert rows that a seal's hash vouches for as a whole; return how many were new."""
        return sum(self._insert(table, row) for row in rows)

    def _insert(self, table: str, row: Row) -> bool:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        key = ", ".join(f'"{name}"' for name in primary_key(self.connection, table))
        sql = f'INSERT INTO "{table}" ({names}) VALUES ({marks}) ON CONFLICT ({key}) DO NOTHING'
        try:
            return self.connection.execute(sql, tuple(row.values())).rowcount == 1
        except sqlite3.IntegrityError as error:
            raise StoreError(f"the store refuses a row of {table}: {error}") from error


@contextmanager
def act(
    connection: sqlite3.Connection, kind: str, actor: str, words: Mapping[str, Any] | None = None
) -> Iterator[Act]:
    """Write in one transaction and put one event on the actor's chain.

    Parameters
    ----------
    kind
        What is done, such as ``add`` or ``decide``.
    actor
        Who does it.
    words
        Anything else the ledger should say.
    """
    with writing(connection):
        current = Act(connection, actor)
        yield current
        if current.written:
            payload = {"rows": current.written, **(words or {})}
            _put_event(connection, kind, actor, current.at, payload)


def _put_event(connection: sqlite3.Connection, kind: str, actor: str, at: str, payload: Row) -> None:
    chain = f"{actor}@{get_local(connection, 'work_file')}"
    last = connection.execute(
        "SELECT seq, id FROM event WHERE chain = ? ORDER BY seq DESC LIMIT 1", (chain,)
    ).fetchone()
    event = {
        "chain": chain,
        "seq": last["seq"] + 1 if last else 0,
        "prev": last["id"] if last else "",
        "kind": kind,
        "made_by": actor,
        "made_at": at,
        "payload": canonical(payload),
    }
    row = {"id": event_hash(event), **event}
    connection.execute(
        f"INSERT INTO event ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )


def copy_events(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Put the events of `source` into `target`, which has the rows that they vouch for."""
    with writing(target):
        for row in source.execute("SELECT * FROM event ORDER BY chain, seq"):
            marks = ", ".join("?" * len(row.keys()))
            target.execute(f"INSERT INTO event ({', '.join(row.keys())}) VALUES ({marks})", tuple(row))


def event_hash(event: Row) -> str:
    """Return the SHA-256 that is an event's id: over all its other columns."""
    return digest(
        {name: event[name] for name in ("chain", "seq", "prev", "kind", "made_by", "made_at", "payload")}
    )


def primary_key(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """Return the names of the primary key's columns of `table`, in order."""
    held = _KEYS.get(table)
    if held is None:
        rows = connection.execute(
            "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,)
        )
        held = _KEYS[table] = tuple(row[0] for row in rows)
    return held


_KEYS: dict[str, tuple[str, ...]] = {}
