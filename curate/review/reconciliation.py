"""Pairing sealed extractions of a study, their agreement, and the queue of disagreements."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from curate.reconcile.agreement import Agreement, agreement
from curate.reconcile.compare import Pair, Value
from curate.review.home import Home
from curate.store.readings import require_seals
from curate.store.records import Dispute, disputes, find_record_key, sealed_readings
from curate.store.reports import find_study, studies


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two sealed extractions of one study, fact by fact."""

    study: str
    study_name: str
    one: str
    two: str
    people: bool
    pairs: tuple[Pair, ...]

    @property
    def agreement(self) -> Agreement:
        """How far the two agree."""
        return agreement(self.pairs)


class Reconciliation:
    """Comparison of what is sealed. While a person's extraction of a study is open, it is refused."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def pairings(self, study: str | None = None) -> list[Pairing]:
        """Return every pair of sealed extractions, of one study or of all those that are fully sealed.

        People are paired with people and programs with programs.

        Raises
        ------
        NotSealed
            When the study named is not fully sealed.
        """
        from curate.errors import NotSealed

        connection = self._home.connection
        wanted = [find_study(connection, study)] if study else studies(connection)
        held = sealed_readings(connection)
        found = []
        for each in wanted:
            try:
                require_seals(connection, each.id, each.name)
            except NotSealed:
                if study:
                    raise
                continue
            readers = held.get(each.id, {})
            for one, two in combinations(sorted(readers), 2):
                if one[0] == two[0]:
                    pairs = _pairs(readers[one], readers[two])
                    found.append(Pairing(each.id, each.name, one[1], two[1], one[0] == "person", pairs))
        return found

    def queue(self, study: str | None = None) -> list[Dispute]:
        """Return the open disagreements."""
        held = find_study(self._home.connection, study).id if study else None
        return [dispute for dispute in disputes(self._home.connection) if held in (None, dispute.study)]

    def find(self, prefix: str) -> Dispute | None:
        """Return the open disagreement about the fact with this short id; None when it is settled."""
        key = find_record_key(self._home.connection, prefix)
        return next((dispute for dispute in self.queue() if dispute.key == key), None)


_Readings = dict[str, tuple[str, Value]]


def _pairs(one: _Readings, two: _Readings) -> tuple[Pair, ...]:
    pairs = []
    for key in sorted(one.keys() | two.keys()):
        first, second = one.get(key), two.get(key)
        statistic = (first or second or ("", None))[0]
        pairs.append(Pair(key, statistic, first[1] if first else None, second[1] if second else None))
    return tuple(pairs)
