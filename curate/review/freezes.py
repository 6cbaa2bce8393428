"""Freezing: the records that a publication rests on, named once everything is decided."""

from __future__ import annotations

from curate.errors import NotSealed, Refused
from curate.review.home import Home
from curate.review.results import Results
from curate.store import freezes as store
from curate.store.blinding import unsealed_people
from curate.store.changes import fallen
from curate.store.disputes import disputes
from curate.store.freezes import Frozen
from curate.store.reports import studies


class Freezes:
    """Names for records as they stand. What is reopened later is told beside them, never hidden."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self) -> list[Frozen]:
        """Return every freeze with what was reopened since, the first one first."""
        return store.freezes(self._home.connection)

    def freeze(self, name: str, reason: str = "") -> Frozen:
        """Name the records as they stand now, and keep the estimates that they give.

        Raises
        ------
        Refused
            Without a name, for one that is taken, or while a disagreement is open (its impact may order the
            queue and never ends it) or a number stands in a corrected report only.
        NotSealed
            While somebody still reads a study.
        """
        self._home.refuse_in_work_file("freezing")
        connection = self._home.connection
        if not name.strip():
            raise Refused("a freeze needs a name", "curate freeze v1")
        if any(held.name == name for held in self.all()):
            raise Refused(f"{name!r} is frozen already", "choose another name")
        if reading := [s.name for s in studies(connection) if unsealed_people(connection, s.id)]:
            raise NotSealed(
                f"{len(reading)} studies are still being extracted: {', '.join(reading[:5])}",
                "curate seal",
            )
        if left := len(disputes(connection)):
            raise Refused(
                f"{left} {'disagreement is' if left == 1 else 'disagreements are'} open",
                "settle every one: curate decide",
            )
        if left := len(fallen(connection)):
            raise Refused(
                f"{left} {'number stands' if left == 1 else 'numbers stand'} in a report that was corrected",
                "read or decide them again, or say why they hold: curate todo",
            )
        Results(self._home).pool()
        with self._home.act("freeze", name=name) as act:
            store.put_freeze(act, name, reason, self._home.protocol.version)
        return self.all()[-1]
