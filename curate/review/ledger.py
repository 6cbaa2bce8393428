"""Who did what when and why."""

from __future__ import annotations

from curate.review.home import Home
from curate.store import ledger as store
from curate.store.ledger import Entry
from curate.store.reports import find_study


class Ledger:
    """The events of the review, as the acting person may see them."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def entries(
        self, *, who: str = "", kind: str = "", study: str = "", before: str = "", most: int = 50
    ) -> list[Entry]:
        """Return the newest events that are asked for; see `curate.store.ledger.entries`.

        Raises
        ------
        UnknownName
            For a study that is none.
        """
        connection = self._home.connection
        meant = find_study(connection, study) if study else None
        return store.entries(
            connection,
            self._home.name,
            who=who,
            kind=kind,
            study=(meant.id, meant.name) if meant else None,
            before=before,
            most=most,
        )

    def kinds_and_people(self) -> tuple[list[str], list[str]]:
        """Return every kind of event, and everybody who made one."""
        return store.kinds_and_people(self._home.connection)
