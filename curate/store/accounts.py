"""Accounts of a team, in a file of their own beside the store: they are never packed, merged or exported."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from curate.store.connect import connect, writing

ACCOUNTS_FILE = "accounts.db"

TABLE = """CREATE TABLE IF NOT EXISTS account (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    role TEXT NOT NULL,
    password TEXT NOT NULL DEFAULT '',
    invitation TEXT NOT NULL DEFAULT '',
    invited_until REAL NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    wait_until REAL NOT NULL DEFAULT 0
) STRICT"""


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of an account.

    Attributes
    ----------
    password
        Its hash; empty until one was chosen.
    invitation, invited_until
        Hash of the word with which a password may be chosen, and until when, in seconds since 1970.
    failures, wait_until
        Wrong passwords in a row, and until when none is looked at.
    """

    name: str
    role: str
    password: str
    invitation: str
    invited_until: float
    failures: int
    wait_until: float


def exists(folder: Path) -> bool:
    """Tell whether the review in `folder` has had accounts."""
    return (folder / ACCOUNTS_FILE).is_file()


@contextmanager
def accounts(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the accounts of the review in `folder`, in a file that only its owner may read.

    Raises
    ------
    StoreError
        When the file is no SQLite database or cannot be opened.
    """
    path = folder / ACCOUNTS_FILE
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(connect(path)) as connection:
        connection.execute(TABLE)
        yield connection


def every(connection: sqlite3.Connection) -> list[Row]:
    """Return all accounts, by name."""
    return [Row(*row) for row in connection.execute("SELECT * FROM account ORDER BY name")]


def find(connection: sqlite3.Connection, name: str) -> Row | None:
    """Return an account by its name, in any case."""
    row = connection.execute("SELECT * FROM account WHERE name = ?", (name,)).fetchone()
    return Row(*row) if row else None


def invited(connection: sqlite3.Connection, invitation: str, now: float) -> Row | None:
    """Return the account that an invitation is for, while it is valid."""
    sql = "SELECT * FROM account WHERE invitation = ? AND invitation <> '' AND invited_until > ?"
    row = connection.execute(sql, (invitation, now)).fetchone()
    return Row(*row) if row else None


def invite(connection: sqlite3.Connection, name: str, role: str, invitation: str, until: float) -> None:
    """Make an account, or give one a new invitation; its password, if it has one, holds until then."""
    with writing(connection):
        connection.execute(
            """INSERT INTO account (name, role, invitation, invited_until) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE
            SET invitation = excluded.invitation, invited_until = excluded.invited_until""",
            (name, role, invitation, until),
        )


def put_password(connection: sqlite3.Connection, name: str, password: str, *, before: str) -> bool:
    """Set a password; False when the account is not as it was `before` (its password or its invitation)."""
    with writing(connection):
        done = connection.execute(
            """UPDATE account SET password = ?, invitation = '', invited_until = 0, failures = 0, wait_until = 0
            WHERE name = ? AND ? IN (password, invitation)""",
            (password, name, before),
        )
    return done.rowcount == 1


def put_role(connection: sqlite3.Connection, name: str, role: str) -> None:
    """Set a role."""
    with writing(connection):
        connection.execute("UPDATE account SET role = ? WHERE name = ?", (role, name))


def remove(connection: sqlite3.Connection, name: str) -> None:
    """Remove an account; what its owner has done stays in the store."""
    with writing(connection):
        connection.execute("DELETE FROM account WHERE name = ?", (name,))


def begin_try(
    connection: sqlite3.Connection, name: str, now: float, free: int, waits: list[float]
) -> bool:
    """Count one more failure before a password is looked at; False while the account has to wait.

    Counted first, so that guesses made at the same moment are all counted.

    Parameters
    ----------
    free, waits
        Tries without waiting, and the seconds to wait after each further one; the last holds from then on.
    """
    with writing(connection):
        row = find(connection, name)
        if row is None or row.wait_until > now:
            return False
        over = row.failures + 1 - free
        until = now + waits[min(over, len(waits)) - 1] if over > 0 else 0.0
        connection.execute(
            "UPDATE account SET failures = failures + 1, wait_until = ? WHERE name = ?",
            (until, name),
        )
    return True


def end_tries(connection: sqlite3.Connection, name: str) -> None:
    """Forget the failures of an account: its password was right."""
    with writing(connection):
        connection.execute("UPDATE account SET failures = 0, wait_until = 0 WHERE name = ?", (name,))
