"""A sprint as a state machine: packing, writing, sealing, merging, deciding and crashing, in any order.

Ann works in work files (several of them, some forgotten, some sent twice), Bob in the review itself, and the lead
decides. After every step the promises of the design hold: nothing that was written vanishes or changes, nobody's
readings are where they must not be, nothing is compared before all seals, and every hash is what was written.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from curate import resources
from curate.errors import NotSealed, Refused, StoreError
from curate.review import Review
from curate.review.quotes import Quotes
from curate.review.workfiles import unpack
from curate.store import act as acts
from curate.store.merge import ORDER
from curate.store.verify import verify_rows

DEMO = Path(str(resources.folder("demo")))
STUDY = "zhong-2016"
FACT: dict[str, Any] = {"outcome": "Depression", "timepoint": "End of treatment", "page": 1}
ARMS, VALUES = st.sampled_from(["Ketamine", "Control"]), st.sampled_from(["14.8", "14.80", "16.814"])
APPEND_ONLY = ("reading", "seal", "decision", "evidence", "extraction")


class Crash(BaseException):
    """The plug is pulled: after the rows are written and before the transaction ends."""


@cache
def template() -> Path:
    """Return the folder of a review with one report, made once."""
    folder = Path(tempfile.mkdtemp(prefix="sprint-")) / "template"
    with Review.create(folder, "sprint", "lead") as review:
        review.home.set_protocol((DEMO / "review.toml").read_text(encoding="utf-8"))
        review.reports.add([DEMO / f"{STUDY}.pdf"])
    return folder


def content(review: Review) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table but the store's own notes."""
    rows = review.home.connection.execute
    return {
        table: [tuple(row) for row in rows(f'SELECT * FROM "{table}" ORDER BY 1, 2')] for table in ORDER
    }


@contextmanager
def pulled_plug() -> Iterator[None]:
    """Crash in the next act that has written something."""
    with mock.patch.object(acts, "_put_event", side_effect=Crash):
        yield


class SprintMachine(RuleBasedStateMachine):
    """See the module."""

    desks, files = Bundle("desks"), Bundle("files")

    def __init__(self) -> None:
        super().__init__()
        self.room = Path(tempfile.mkdtemp(prefix="sprint-"))
        shutil.copytree(template(), self.room / "main")
        self.main = Review.open(self.room / "main", "lead")
        self.opened = [self.main]
        self.seen: dict[str, dict[str, tuple[Any, ...]]] = {name: {} for name in APPEND_ONLY}
        self.sent: list[Path] = []
        self.lookups = mock.patch("curate.review.forms.find_quotes", return_value=Quotes({}))
        self.lookups.start()

    def teardown(self) -> None:
        try:
            self.merging_in_another_order_gives_the_same()
        finally:
            self.lookups.stop()
            for review in self.opened:
                review.close()
            shutil.rmtree(self.room)

    # What people do

    @rule(target=desks)
    def pack_for_ann(self) -> Review:
        place = self.room / f"desk-{len(self.opened)}"
        path = self.main.workfiles.pack(place.with_suffix(".curate"), "ann").path
        unpack(path, place)
        self.opened.append(Review.open(place, "ann"))
        return self.opened[-1]

    @rule(desk=desks, arm=ARMS, value=VALUES, crash=st.booleans())
    def ann_writes(self, desk: Review, arm: str, value: str, crash: bool) -> None:
        self._perhaps(crash, desk, lambda: self._write(desk, "ann", arm, value))

    @rule(arm=ARMS, value=VALUES, crash=st.booleans())
    def bob_writes(self, arm: str, value: str, crash: bool) -> None:
        self._perhaps(crash, self.main, lambda: self._write(self.main, "bob", arm, value))

    @rule(desk=desks, crash=st.booleans())
    def ann_seals(self, desk: Review, crash: bool) -> None:
        self._perhaps(crash, desk, lambda: _unless(Refused, lambda: desk.forms.seal([STUDY], "ann")))

    @rule(crash=st.booleans())
    def bob_seals(self, crash: bool) -> None:
        self._perhaps(
            crash, self.main, lambda: _unless(Refused, lambda: self.main.forms.seal([STUDY], "bob"))
        )

    @rule(target=files, arm=ARMS, value=VALUES)
    def ann_does_it_all_in_a_day(self, arm: str, value: str) -> Path:
        desk = self.pack_for_ann()
        self._write(desk, "ann", arm, value)
        _unless(Refused, lambda: desk.forms.seal([STUDY], "ann"))
        return self.ann_sends(desk)

    @rule(target=files, desk=consumes(desks))
    def ann_sends(self, desk: Review) -> Path:
        path = self.room / f"back-{len(self.sent)}.curate"
        self.sent.append(desk.workfiles.pack(path, with_reports=False).path)
        return path

    @rule(path=files, crash=st.booleans())
    def lead_merges(self, path: Path, crash: bool) -> None:
        self._perhaps(crash, self.main, lambda: self._merge(path), torn=("merge",))

    @precondition(lambda self: self.main.reconciliation.count() > 0)
    @rule(take=st.sampled_from(["1", "not_reported"]), crash=st.booleans())
    def lead_decides(self, take: str, crash: bool) -> None:
        key = self.main.reconciliation.queue()[0].key
        choice = "reading" if take == "1" else take
        about = self.main.decisions.about(key, choice=choice, take="1", reason="seen", mode="lead")
        self._perhaps(crash, self.main, lambda: self.main.decisions.put([about]))

    def _write(self, review: Review, person: str, arm: str, value: str) -> None:
        said = {**FACT, "arms": [arm], "person": person}
        sealed = review.home.connection.execute(
            "SELECT 1 FROM current_extraction WHERE extractor = ? AND seal_id IS NOT NULL", (person,)
        ).fetchone()
        before = len(content(review)["reading"])
        try:
            review.forms.enter(STUDY, "mean", value, **said)
        except Refused:
            assert sealed, "only what is sealed needs a reason"
            review.forms.enter(STUDY, "mean", value, reason="looked again", **said)
        assert len(content(review)["reading"]) - before in (0, 1)

    def _merge(self, path: Path) -> None:
        before = content(self.main)
        (done,) = self.main.workfiles.merge([path])
        if done.error:  # two desks of one person went on with one extraction
            assert isinstance(done.error, StoreError)
            assert content(self.main) == before, "a file that is refused leaves nothing behind"
            return
        (again,) = self.main.workfiles.merge([path])
        assert again.new == (), "merged twice is merged once"
        self._holds(path)

    def _holds(self, path: Path) -> None:
        """Everything that a merged file says is in the review."""
        unpack(path, self.room / "look")
        with Review.open(self.room / "look") as other:
            theirs = content(other)
        shutil.rmtree(self.room / "look")
        ours = content(self.main)
        for table in APPEND_ONLY:
            assert set(theirs[table]) <= set(ours[table]), table

    def _perhaps(
        self, crash: bool, review: Review, doing: Callable[[], object], torn: tuple[str, ...] = ()
    ) -> None:
        """Do something, or have the plug pulled: what is torn leaves the store as it was, or does it again."""
        if not crash:
            doing()
            return
        before = content(review)
        try:
            with pulled_plug():
                doing()
        except Crash:
            if not torn:
                assert content(review) == before, "half an act"
        doing()

    # What holds after every step

    @invariant()
    def nothing_vanishes_or_changes(self) -> None:
        now = content(self.main)
        for table, held in self.seen.items():
            rows = {row[0]: row for row in now[table]}
            for key, row in held.items():
                assert rows.get(key) == row, f"{table} {key}"
            held.update(rows)

    @invariant()
    def every_hash_is_what_was_written(self) -> None:
        for review in dict.fromkeys((self.main, self.opened[-1])):
            assert verify_rows(review.home.connection) == []

    @invariant()
    def nobody_has_what_another_read(self) -> None:
        for desk in self.opened[1:]:
            people = {row[0] for row in desk.home.connection.execute("SELECT name FROM extractor")}
            assert people <= {"ann"}

    @invariant()
    def nothing_is_compared_before_all_seals(self) -> None:
        rows = self.main.home.connection.execute
        unsealed = rows(
            "SELECT 1 FROM current_extraction WHERE kind = 'person' AND seal_id IS NULL"
        ).fetchone()
        both = rows(
            "SELECT count(DISTINCT extractor) FROM current_extraction WHERE seal_id IS NOT NULL"
        ).fetchone()[0]
        if unsealed:
            try:
                self.main.reconciliation.pairings(STUDY)
            except NotSealed:
                pass
            else:
                raise AssertionError("compared while somebody still reads")
        agreed = rows("SELECT count(*) FROM judged_fact WHERE judgement = 'double_agreed'").fetchone()[0]
        assert not agreed or both == 2, "double needs two seals"

    def merging_in_another_order_gives_the_same(self) -> None:
        """The files merged into two fresh copies, from the first and from the last, give one store."""
        if len(self.sent) < 2:
            return
        made = []
        for name, order in (("forth", self.sent), ("back", self.sent[::-1])):
            shutil.copytree(template(), self.room / name)
            with Review.open(self.room / name, "lead") as review:
                if any(done.error for done in review.workfiles.merge(order)):
                    return  # forked extractions: which file is refused goes by the order
                held = content(review)
                held["event"] = [row for row in held["event"] if row[4] != "merge"]
                made.append({table: sorted(map(repr, rows)) for table, rows in held.items()})
        assert made[0] == made[1]


def _unless(kind: type[Exception], doing: Callable[[], object]) -> None:
    with suppress(kind):
        doing()
