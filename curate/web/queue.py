"""The queue of disagreements between requests: ranked once for a state of the store, shorter by what was decided."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from curate.errors import UnknownName
from curate.review import Review
from curate.store.disputes import Dispute

RECENT = 500
"""Decided cards that are kept, to be decided anew."""


@dataclass(slots=True)
class Queue:
    """Open disagreements, those that could move a pooled estimate most first.

    Ranking 5,000 of them takes a second, a decision must not: after one, the rest keeps its order until somebody
    else writes, or the order is asked for anew.
    """

    _state: object = None
    _open: OrderedDict[str, Dispute] = field(default_factory=OrderedDict)
    _decided: OrderedDict[str, Dispute] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def all(self, review: Review, *, anew: bool = False) -> list[Dispute]:
        """Return the open disagreements in their order."""
        with self._lock:
            if anew or self._state != review.home.state:
                self._open = OrderedDict((each.id, each) for each in review.reconciliation.queue())
                self._state = review.home.state
            return list(self._open.values())

    def find(self, review: Review, name: str) -> tuple[Dispute, bool]:
        """Return a disagreement by its short id, and whether it is open.

        Raises
        ------
        UnknownName
            When it is neither open nor was lately decided here.
        """
        self.all(review)
        with self._lock:
            if name in self._open:
                return self._open[name], True
            if name in self._decided:
                return self._decided[name], False
        raise UnknownName(
            f"no disagreement {name!r} is open", "it may have been decided: see the ledger"
        )

    def decided(self, review: Review, names: list[str]) -> None:
        """Take what was just decided out of the queue."""
        with self._lock:
            for name in names:
                dispute = self._open.pop(name, None)
                if dispute:
                    self._decided[name] = dispute
            while len(self._decided) > RECENT:
                self._decided.popitem(last=False)
            self._state = review.home.state
