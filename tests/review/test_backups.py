"""Copies of the store: made by themselves, whole, and good to go back to."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

from curate.errors import StoreError, UnknownName
from curate.review import Review
from curate.store import backup as store

Opener = Callable[[str], Review]
FACT = {"arms": ["Ketamine"], "outcome": "Depression", "timepoint": "End of treatment", "page": 1}


def enter(review: Review, value: str) -> None:
    review.forms.enter("zhong-2016", "mean", value, **FACT)  # type: ignore[arg-type]


def means(review: Review) -> list[str]:
    sql = "SELECT value FROM current_reading WHERE made_by <> '' ORDER BY id"
    return [row[0] for row in review.home.connection.execute(sql)]


def test_the_first_act_of_an_hour_leaves_a_backup_of_what_was_before(reopen: Opener) -> None:
    ann = reopen("ann")
    for path in ann.backups.all():
        path.unlink()
    enter(ann, "14.80")
    (first,) = ann.backups.all()
    enter(ann, "14.81")
    assert ann.backups.all() == [first]
    old = time.time() - store.EVERY - 1
    os.utime(first, (old, old))
    enter(ann, "14.82")
    assert len(ann.backups.all()) == 2


def test_ten_are_kept_and_the_oldest_go(reopen: Opener) -> None:
    ann = reopen("ann")
    made = [ann.backups.make() for _ in range(store.KEPT + 2)]
    assert ann.backups.all() == made[: -store.KEPT - 1 : -1]


def test_a_restored_backup_is_the_store_of_then_and_goes_on(reopen: Opener) -> None:
    ann = reopen("ann")
    enter(ann, "14.80")
    kept = ann.backups.make()
    enter(ann, "99")
    before = ann.backups.restore(kept.name)
    again = reopen("ann")
    assert means(again) == ["14.80"]
    enter(again, "14.81")
    assert again.checks.verify(quotes=False).problems == ()
    again.backups.restore(before.name)
    assert means(reopen("ann")) == ["99"]


def test_what_is_no_sound_store_is_not_restored(reopen: Opener) -> None:
    ann = reopen("ann")
    enter(ann, "14.80")
    kept = ann.backups.make()
    content = kept.read_bytes()
    kept.write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreError, match=r"review-.*\.db"):
        ann.backups.restore(kept.name)
    with pytest.raises(UnknownName):
        ann.backups.restore("review-nothing.db")
    assert means(ann) == ["14.80"]


def test_a_backup_that_cannot_be_written_says_so_and_keeps_the_others(
    reopen: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = reopen("ann")
    made = ann.backups.make()

    def unsound(path: object) -> None:
        raise StoreError("the copy is not sound")

    monkeypatch.setattr(store, "check_copy", unsound)
    with pytest.raises(StoreError):
        ann.backups.make()
    assert made in ann.backups.all()
    assert not list(made.parent.glob(".*.part"))
