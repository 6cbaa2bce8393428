"""The queue of disagreements between requests: ranked once for a state of the store, shorter by what was decided."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from curate.errors import UnknownName
from curate.review import Review
from curate.store.disputes import Dispute

RECENT = 500
"""Decided cards that are kept, to be decided anew."""

QUICK = 0.5
"""Seconds of ranking for which a page waits; a longer one goes on behind it."""

Opened = Callable[[], AbstractContextManager[Review]]


@dataclass(slots=True)
class Queue:
    """Open disagreements, those that could move a pooled estimate most first.

    Ranking 5,000 of them takes seconds, a decision must not: after one, the rest keeps its order. When somebody
    else has written, a short queue is ranked anew at once; of a long one the page shows what was ranked last, and
    says so, while a thread ranks it anew.
    """

    _state: object = None
    _seconds: float = 0.0
    _open: OrderedDict[str, Dispute] = field(default_factory=OrderedDict)
    _decided: OrderedDict[str, Dispute] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _ranking: threading.Thread | None = None

    def all(self, review: Review, opened: Opened, *, anew: bool = False) -> tuple[list[Dispute], bool]:
        """Return the open disagreements in their order, and whether they are as the store stands now.

        Parameters
        ----------
        opened
            Opens the review for a thread of its own.
        """
        state = review.home.state
        if anew or self._state is None or (state != self._state and self._seconds < QUICK):
            self._rank(review)
        elif state != self._state:
            self._behind(opened)
        with self._lock:
            return list(self._open.values()), self._state == state

    def _rank(self, review: Review) -> None:
        state, started = review.home.state, time.monotonic()
        ranked = OrderedDict((each.id, each) for each in review.reconciliation.queue())
        with self._lock:
            self._open, self._state, self._seconds = ranked, state, time.monotonic() - started

    def _behind(self, opened: Opened) -> None:
        """Rank in a thread, unless one does so already."""

        def work() -> None:
            with opened() as review:
                self._rank(review)

        with self._lock:
            if self._ranking is None or not self._ranking.is_alive():
                self._ranking = threading.Thread(target=work, daemon=True)
                self._ranking.start()

    def find(self, name: str) -> tuple[Dispute, bool]:
        """Return a disagreement by its short id, and whether it is open.

        Raises
        ------
        UnknownName
            When it is neither open nor was lately decided here.
        """
        with self._lock:
            if name in self._open:
                return self._open[name], True
            if name in self._decided:
                return self._decided[name], False
        raise UnknownName(
            f"no disagreement {name!r} is open", "it may have been decided: see the ledger"
        )

    def decided(self, review: Review, name: str) -> int:
        """Take what was just decided out of the queue; return how many are left."""
        with self._lock:
            dispute = self._open.pop(name, None)
            if dispute:
                self._decided[name] = dispute
            while len(self._decided) > RECENT:
                self._decided.popitem(last=False)
            self._state = review.home.state
            return len(self._open)
