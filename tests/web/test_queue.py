"""The queue between requests: ranked behind the page, shorter by a decision, and never out of date in silence."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from curate.errors import Refused, UnknownName
from curate.store.disputes import Dispute
from curate.web import queue as module
from curate.web.queue import Queue


class Store:
    """A review as the queue sees it: a state that grows with each event, and what is open."""

    def __init__(self, *keys: str) -> None:
        self.home = SimpleNamespace(state=(1, "v"))
        self.reconciliation = SimpleNamespace(queue=self.ranked)
        self.open = [Dispute(key, "s", "S", "conflict", ()) for key in keys]
        self.may_rank = threading.Event()
        self.may_rank.set()
        self.why = ""

    def ranked(self) -> list[Dispute]:
        assert self.may_rank.wait(10)
        if self.why:
            raise Refused(self.why, "wait")
        return list(self.open)

    def write(self, events: int = 1) -> tuple[int, str]:
        state = self.home.state = (self.home.state[0] + events, "v")
        return state

    @contextmanager
    def opened(self) -> Iterator[Any]:
        yield self

    def seen(self, queue: Queue, **words: bool) -> tuple[list[str], bool, bool]:
        found = queue.all(self, self.opened, **words)  # type: ignore[arg-type]
        return [each.key for each in found.open], found.is_known, found.is_now


def test_a_decision_leaves_the_order_of_the_rest() -> None:
    store, queue = Store("s|a", "s|b"), Queue()
    assert store.seen(queue) == (["s|a", "s|b"], True, True)
    before, name = store.home.state, store.open[0].id
    assert queue.decided(name, before, store.write()) == 1
    store.may_rank.clear()  # nothing is ranked for it
    assert store.seen(queue) == (["s|b"], True, True)
    assert queue.find(name, store.opened) == (store.open[0], False)


def test_what_somebody_else_wrote_during_a_decision_asks_for_another_ranking() -> None:
    store, queue = Store("s|a", "s|b"), Queue()
    store.seen(queue)
    before, name = store.home.state, store.open[0].id
    store.open = [Dispute("s|c", "s", "S", "conflict", ()), store.open[1]]
    queue.decided(name, before, store.write(2))
    assert store.seen(queue) == (["s|c", "s|b"], True, True)


def test_a_long_ranking_is_not_waited_for_and_its_order_is_not_passed_off_as_the_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    store, queue = Store("s|a"), Queue()
    store.may_rank.clear()
    assert store.seen(queue) == ([], False, False)
    store.may_rank.set()
    queue.end()
    assert store.seen(queue) == (["s|a"], True, True)
    store.may_rank.clear()
    store.write()
    assert store.seen(queue) == (["s|a"], True, False)
    store.may_rank.set()
    queue.end()
    store.may_rank.clear()
    assert store.seen(queue, anew=True) == (["s|a"], True, False)
    store.may_rank.set()
    queue.end()
    assert store.seen(queue) == (["s|a"], True, True)


def test_why_it_could_not_be_ranked_is_told_once_and_then_tried_again() -> None:
    store, queue = Store("s|a"), Queue()
    store.why = "somebody still reads"
    with pytest.raises(Refused, match="still reads"):
        store.seen(queue)
    store.why = ""
    assert store.seen(queue) == (["s|a"], True, True)


def test_a_card_is_found_before_anybody_opened_the_queue() -> None:
    store, queue = Store("s|a"), Queue()
    assert queue.find(store.open[0].id, store.opened) == (store.open[0], True)
    with pytest.raises(UnknownName, match="is open"):
        queue.find("rc_nothing", store.opened)
