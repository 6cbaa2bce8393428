"""Opening the store: pragmas, the write lock, and who holds it.

Plain `sqlite3` on purpose: `sqlite_utils` imports pandas, and a quick ``curate status`` must not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from curate.errors import StoreError

WAL_SAFE = (3, 51, 3)
"""First SQLite without the WAL-reset corruption bug (two processes checkpointing at once)."""

BUSY_MS = 30_000
"""SQLite's back-off is unfair: with eight writers one may wait eleven seconds."""


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the SQLite file at `path` with the pragmas the store relies on.

    Raises
    ------
    StoreError
        When the file is no SQLite database or cannot be opened.
    """
    uri = f"{path.resolve().as_uri()}{'?mode=ro' if read_only else ''}"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
        connection.row_factory = sqlite3.Row
        for pragma in ("foreign_keys=ON", "recursive_triggers=ON", f"busy_timeout={BUSY_MS}"):
            connection.execute(f"PRAGMA {pragma}")
        if not read_only:
            mode = "WAL" if sqlite3.sqlite_version_info >= WAL_SAFE else "TRUNCATE"
            connection.execute(f"PRAGMA journal_mode={mode}")
            connection.execute("PRAGMA synchronous=FULL")
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{path.name} cannot be opened: {error}", "restore it from a backup; is it a SQLite file?"
        ) from error
    return connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the write lock from the first statement on; commit at the end, roll back on any exception.

    Raises
    ------
    StoreError
        When the file cannot be written: it is read-only, the disk is full, or somebody else is writing.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # SQLite rolls back by itself when the disk is full
                connection.execute("ROLLBACK")
            raise
    except sqlite3.Error as error:
        if said := outside(error):
            raise said from error
        raise


_OUTSIDE = {
    sqlite3.SQLITE_BUSY: "another program is writing to it: wait until that has finished, and run again",
    sqlite3.SQLITE_LOCKED: "another program is writing to it: wait until that has finished, and run again",
    sqlite3.SQLITE_READONLY: "give yourself the right to write to the review's folder",
    sqlite3.SQLITE_PERM: "give yourself the right to write to the review's folder",
    sqlite3.SQLITE_CANTOPEN: "give yourself the right to write to the review's folder",
    sqlite3.SQLITE_FULL: "make room on the disk and run again",
    sqlite3.SQLITE_IOERR: "is the disk full, or the network folder gone? then run again",
    sqlite3.SQLITE_CORRUPT: "restore it from a backup",
    sqlite3.SQLITE_NOTADB: "restore it from a backup; is it a SQLite file?",
}
"""What can go wrong outside of this program → what to do about it."""


def outside(error: sqlite3.Error) -> StoreError | None:
    """Return the error that a user can mend; None when `error` is a mistake of this program."""
    code = getattr(error, "sqlite_errorcode", None)
    hint = _OUTSIDE.get(code & 0xFF) if code is not None else None
    return (
        None
        if hint is None
        else StoreError(f"review.db: {error}; what was not finished is undone", hint)
    )
