"""Views worked out once for many questions.

A view is computed anew for each query, and one of records takes a second on a large review. While staged,
a temporary table of the same name answers instead, with an index on the facts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def staged(connection: sqlite3.Connection, *views: str) -> Iterator[None]:
    """Answer queries of `views` (with a column ``record_key``) from what they hold now.

    Views that are staged already stay as they are, so that this nests.
    """
    held = {
        row[0] for row in connection.execute("SELECT name FROM sqlite_temp_master WHERE type = 'table'")
    }
    fresh = [view for view in views if view not in held]
    try:
        for view in fresh:
            connection.execute(f'CREATE TEMP TABLE "{view}" AS SELECT * FROM main."{view}"')
            connection.execute(f'CREATE INDEX temp."{view}_by_record" ON "{view}" (record_key)')
        yield
    finally:
        for view in fresh:
            connection.execute(f'DROP TABLE IF EXISTS temp."{view}"')
