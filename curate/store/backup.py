"""Copies of the store that are whole: made beside the running one, checked, and renamed when they are good."""

from __future__ import annotations

import os
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

from curate.errors import StoreError
from curate.store.connect import connect

KEPT = 10
"""Backups kept; the oldest go first."""

EVERY = 3600.0
"""Seconds; the first act after so long has a backup made before it."""

_NAME = "review-*.db"


def backups(folder: Path) -> list[Path]:
    """Return the backups in `folder`, the newest first."""
    return sorted(folder.glob(_NAME), reverse=True)


def keep_backup(connection: sqlite3.Connection, folder: Path) -> Path | None:
    """Make a backup when the newest is an hour old and there is something to lose; return its path."""
    newest = next(iter(backups(folder)), None)
    if newest and time.time() - newest.stat().st_mtime < EVERY:
        return None
    if not connection.execute("SELECT 1 FROM event LIMIT 1").fetchone():
        return None
    return make_backup(connection, folder)


def make_backup(connection: sqlite3.Connection, folder: Path) -> Path:
    """Write a backup into `folder` and let the oldest go; return its path.

    Raises
    ------
    StoreError
        When the copy is not sound, or cannot be written; the older backups are all kept then.
    """
    folder.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")[:-3]
    target = folder / f"review-{stamp}Z.db"
    copy_store(connection, target)
    for old in backups(folder)[KEPT:]:
        old.unlink()
    return target


def copy_store(connection: sqlite3.Connection, target: Path) -> None:
    """Write a copy of the store to `target`; it appears whole and checked, or not at all.

    Raises
    ------
    StoreError
        When the copy is not sound, or cannot be written.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    draft.unlink(missing_ok=True)
    try:
        try:
            connection.execute("VACUUM INTO ?", (str(draft),))
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"the backup cannot be written: {error}", "is the disk full, or the folder read-only?"
            ) from error
        check_copy(draft)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def check_copy(path: Path) -> None:
    """Refuse a file that is no sound store.

    Raises
    ------
    StoreError
        When SQLite finds it damaged, or it is no store.
    """
    copy = connect(path, read_only=True)
    try:
        answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
        holds = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'event'").fetchone()
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path.name} is damaged: {error}", "take another backup") from error
    finally:
        copy.close()
    if answer != "ok" or not holds:
        what = f"is damaged: {answer}" if answer != "ok" else "is no store of a review"
        raise StoreError(f"{path.name} {what}", "take another backup")
