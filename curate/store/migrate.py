"""Bringing a store to this version's tables, views and triggers.

Migrations run once, each atomically, under a write lock taken first. Views and triggers are not
migrations: they are made anew when the hash of their SQL differs from the one last used.
"""

from __future__ import annotations

import hashlib
import sqlite3

from curate import resources
from curate.errors import StoreError
from curate.store.connect import writing

SET = "curate"


def migrations() -> list[str]:
    """Return the names of the migrations, in their order."""
    return resources.names("db", "migrations", suffix=".sql")


def _applied(connection: sqlite3.Connection) -> set[str]:
    exists = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"
    ).fetchone()
    if not exists:
        return set()
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (SET,))
    return {row[0] for row in rows}


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is missing. Does nothing, and takes no lock, on an up-to-date store.

    Raises
    ------
    StoreError
        When the store was made by a later version.
    """
    known = migrations()
    applied = _applied(connection)
    if later := sorted(applied - set(known)):
        raise StoreError(
            f"the store was made by a later version ({later[-1]})", "install the newest curate"
        )
    if not applied and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise StoreError(
            "the file is a database of another program", "move it away, or give another one"
        )
    if len(applied) < len(known):
        _apply(connection, known)
    for kind in ("views", "triggers"):
        _renew(connection, kind)


def _apply(connection: sqlite3.Connection, names: list[str]) -> None:
    from sqlite_utils import Database, Migrations

    registry = Migrations(SET)
    for name in names:
        sql = resources.text("db", "migrations", name)
        registry(name=name)(lambda db, sql=sql: db.executescript(sql))
    with writing(connection):
        registry.apply(Database(connection, execute_plugins=False))


def _renew(connection: sqlite3.Connection, kind: str) -> None:
    """Drop and make the views or triggers when their SQL is not the one last used."""
    scripts = [resources.text("db", kind, name) for name in resources.names("db", kind, suffix=".sql")]
    digest = hashlib.sha256("\n".join(scripts).encode()).hexdigest()
    held = connection.execute('SELECT value FROM local WHERE "key" = ?', (kind,)).fetchone()
    if held and held[0] == digest:
        return
    with writing(connection):
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = ?", (kind[:-1],)
        ).fetchall()
        for (name,) in names:
            connection.execute(f'DROP {kind[:-1]} "{name}"')
        for script in scripts:
            for statement in statements(script):
                connection.execute(statement)
        set_local(connection, kind, digest)


def statements(script: str) -> list[str]:
    """Split an SQL script into statements, leaving the bodies of triggers whole."""
    found, held = [], ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            found.append(held)
            held = ""
    return found


def get_local(connection: sqlite3.Connection, key: str) -> str | None:
    """Return a value of this file's own, or None."""
    row = connection.execute('SELECT value FROM local WHERE "key" = ?', (key,)).fetchone()
    return row[0] if row else None


def set_local(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Set a value of this file's own; it is never merged."""
    sql = """INSERT INTO local ("key", value) VALUES (?, ?)
        ON CONFLICT ("key") DO UPDATE SET value = excluded.value"""
    connection.execute(sql, (key, value))
