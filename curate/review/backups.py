"""Copies of the store, kept beside it."""

from __future__ import annotations

import os
from pathlib import Path

from curate.errors import UnknownName
from curate.review.home import STORE_FILE, Home
from curate.store import backup as store


class Backups:
    """Backups in the review's own folder ``backups``. They hold the store, not the PDFs."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self) -> list[Path]:
        """Return the backups, the newest first."""
        return store.backups(self._home.backup_folder)

    def make(self) -> Path:
        """Make one now; the ten newest are kept."""
        return store.make_backup(self._home.connection, self._home.backup_folder)

    def restore(self, name: str) -> Path:
        """Put a backup in the store's place and close the review; return the backup of what stood there.

        Raises
        ------
        UnknownName
            When no backup, or no other file, is called so.
        StoreError
            When it is no sound store; nothing is changed then.
        """
        chosen = next(
            (path for path in (self._home.backup_folder / name, Path(name)) if path.is_file()), None
        )
        if chosen is None:
            raise UnknownName.among("backup", name, (path.name for path in self.all()))
        store.check_copy(chosen)
        before = self.make()
        target = self._home.folder / STORE_FILE
        draft = target.with_name(f".{STORE_FILE}.{os.getpid()}.part")
        draft.write_bytes(chosen.read_bytes())
        self._home.close()
        os.replace(draft, target)
        return before
