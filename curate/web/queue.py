"""The queue of disagreements between requests: ranked once for a state of the store, shorter by what was decided."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from curate.errors import UnknownName
from curate.review import Review
from curate.store.disputes import Dispute

RECENT = 500
"""Decided cards that are kept, to be decided anew."""

PATIENCE = 0.15
"""Seconds for which a page waits for a ranking; a longer one goes on behind it."""

Opened = Callable[[], AbstractContextManager[Review]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The queue as a page shows it.

    Attributes
    ----------
    is_known
        False before the first ranking is done: nothing can be said of an order yet.
    is_now
        Whether it is ranked as the store stands.
    """

    open: list[Dispute]
    is_known: bool
    is_now: bool


@dataclass(slots=True)
class Queue:
    """Open disagreements, those that could move a pooled estimate most first.

    Ranking 5,000 of them takes a second, a decision must not: after one, the rest keeps its order. A thread ranks,
    and the page waits for it no longer than `PATIENCE`: then it shows what was ranked last, and says so.
    """

    _state: tuple[int, str] | None = None
    _open: OrderedDict[str, Dispute] = field(default_factory=OrderedDict)
    _decided: OrderedDict[str, Dispute] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _ranking: threading.Thread | None = None
    _failed: Exception | None = None

    def all(self, review: Review, opened: Opened, *, anew: bool = False) -> Ranked:
        """Return the open disagreements in their order.

        Parameters
        ----------
        opened
            Opens the review for a thread of its own.
        """
        state = review.home.state
        if anew or state != self._state:
            self.begin(opened)
            self._wait(PATIENCE)
        with self._lock:
            is_now = state == self._state and not self._is_ranking
            return Ranked(list(self._open.values()), self._state is not None, is_now)

    def begin(self, opened: Opened) -> None:
        """Rank in a thread, unless one does so already."""

        def work() -> None:
            try:
                with opened() as review:
                    self._rank(review)
            except Exception as error:  # told to who waits for it
                self._failed = error

        with self._lock:
            if not self._is_ranking:
                self._ranking = threading.Thread(target=work, daemon=True)
                self._ranking.start()

    @property
    def _is_ranking(self) -> bool:
        return self._ranking is not None and self._ranking.is_alive()

    def _rank(self, review: Review) -> None:
        state = review.home.state
        ranked = OrderedDict((each.id, each) for each in review.reconciliation.queue())
        with self._lock:
            self._open, self._state = ranked, state

    def end(self, seconds: float | None = None) -> None:
        """Wait for a ranking that goes on, however it ends."""
        if self._ranking:
            self._ranking.join(seconds)

    def _wait(self, seconds: float | None = None) -> None:
        """Wait for a ranking that goes on; raise what made it fail."""
        self.end(seconds)
        with self._lock:
            failed, self._failed = self._failed, None
        if failed:
            raise failed

    def find(self, name: str, opened: Opened) -> tuple[Dispute, bool]:
        """Return a disagreement by its short id, and whether it is open; after the first ranking.

        Raises
        ------
        UnknownName
            When it is neither open nor was lately decided here.
        """
        if self._state is None:
            self.begin(opened)
            self._wait()
        with self._lock:
            if name in self._open:
                return self._open[name], True
            if name in self._decided:
                return self._decided[name], False
        raise UnknownName(
            f"no disagreement {name!r} is open", "it may have been decided: see the ledger"
        )

    def decided(self, name: str, before: tuple[int, str], after: tuple[int, str]) -> int:
        """Take what was just decided out of the queue; return how many are left.

        Parameters
        ----------
        before, after
            State of the store around the decision: what anybody else wrote meanwhile asks for another ranking.
        """
        events, protocol = before
        with self._lock:
            dispute = self._open.pop(name, None)
            if dispute:
                self._decided[name] = dispute
            while len(self._decided) > RECENT:
                self._decided.popitem(last=False)
            if self._state == before and after == (events + 1, protocol):
                self._state = after
            return len(self._open)
