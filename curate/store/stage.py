"""Views worked out once for many questions.

A view is computed anew for each query, and one of records takes a second on a large review. While staged,
a temporary table of the same name answers instead, with an index on the facts, and the views that are made of it
are made of that table.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager

FACTS = ("candidate", "judged_fact")
"""What records and disagreements are made of; staged, it is worked out once for both."""

_BEARS_ON_IT = """study_id = substr(?1, 1, instr(?1, '|') - 1)
    AND (outcome_code = '' OR instr(?1, '|' || outcome_code || '|') > 0)"""
"""Which candidates may be of the fact with a key: it begins with their study, and their outcome is in it."""


@contextmanager
def staged(connection: sqlite3.Connection, *views: str, about: str = "") -> Iterator[None]:
    """Answer queries of `views` (with a column ``record_key``) from what they hold now.

    Views that are staged already stay as they are, so that this nests.

    Parameters
    ----------
    about
        Key of a fact: hold what can bear on it and little else, for questions about it alone. Of the views the
        first is then ``candidate``.
    """
    held = {row[0] for row in connection.execute("SELECT name FROM sqlite_temp_master")}
    made: list[tuple[str, str]] = []
    try:
        for name, body in [] if held.issuperset(views) else _made_of(connection, views):
            if name in held:
                continue
            if name not in views:
                connection.execute(f'CREATE TEMP VIEW "{name}" AS {body}')
                made.append(("VIEW", name))
                continue
            few = about and name == views[0]
            body = f'SELECT * FROM main."{name}" WHERE {_BEARS_ON_IT}' if few else body
            connection.execute(f'CREATE TEMP TABLE "{name}" AS {body}', (about,) if few else ())
            made.append(("TABLE", name))
            connection.execute(f'CREATE INDEX temp."{name}_by_record" ON "{name}" (record_key)')
        yield
    finally:
        for kind, name in reversed(made):
            connection.execute(f'DROP {kind} temp."{name}"')


def _made_of(connection: sqlite3.Connection, views: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield these views and all that are made of them, each with its SELECT, in the order in which they are made."""
    reached = set(views)
    sql = "SELECT name, sql FROM main.sqlite_master WHERE type = 'view' ORDER BY rowid"
    for name, made in connection.execute(sql).fetchall():
        body = made.partition(" AS")[2]
        if name in views or reached.intersection(re.findall(r"\w+", body)):
            reached.add(name)
            yield name, body
