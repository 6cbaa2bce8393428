"""The folder of a review: where it is, its store, its protocol, and who acts in it."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from curate.errors import NotAReview, ProtocolError, Refused, StoreError
from curate.model.ids import digest, moment_id
from curate.model.protocol import Person, Protocol
from curate.parse.protocol import read_protocol, sample
from curate.store.act import Act, act
from curate.store.archive import WorkFile
from curate.store.backup import keep_backup
from curate.store.connect import connect, writing
from curate.store.mappings import map_aliases
from curate.store.migrate import get_local, migrate, set_local
from curate.store.protocols import current_version, put_protocol, version_of

if TYPE_CHECKING:
    from curate.extract.job import Job, JobResult
    from curate.extract.service import Service

PROTOCOL_FILE = "review.toml"
STORE_FILE = "review.db"
REPORTS = "reports"
BACKUPS = "backups"


def find(start: Path) -> Path:
    """Return the nearest folder from `start` upwards that holds a review.toml.

    Raises
    ------
    NotAReview
        When there is none.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / PROTOCOL_FILE).is_file():
            return folder
    raise NotAReview(
        f"{start} is no review and lies in none",
        "go to a review's folder, give -C DIR, or make one: curate init",
    )


def _refuse_lost_store(folder: Path) -> None:
    """Refuse to begin a new store where the reports show that there was one."""
    path = folder / STORE_FILE
    lost = not path.is_file() or path.stat().st_size == 0
    if lost and any((folder / REPORTS).glob("*.*")):
        how = "is missing" if not path.is_file() else "is empty"
        raise StoreError(
            f"{path} {how}, but the review has reports",
            "restore it from a backup; to begin anew, make another review: curate init",
        )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ProtocolError(
            f"{path.name} is not UTF-8 text", "save it again as UTF-8", [f"line {line}: {error.reason}"]
        ) from None


@lru_cache(maxsize=8)
def _protocol_in(text: str) -> Protocol:
    """Return the protocol that a review.toml holds; a page opens the same one with every request."""
    return read_protocol(text, PROTOCOL_FILE)


@dataclass(slots=True)
class Home:
    """An open review folder.

    Attributes
    ----------
    folder
        Where review.toml, review.db and reports/ are.
    connection
        The open store.
    name
        Who acts, None when nobody said.
    service
        Workers that stay, for who has some; else each question starts its own.
    """

    folder: Path
    connection: sqlite3.Connection
    name: str | None = None
    service: Service | None = None
    _protocol: Protocol | None = field(default=None, repr=False)

    @classmethod
    def create(cls, folder: Path, title: str, name: str | None) -> Home:
        """Make a review in `folder`: a sample review.toml, an empty store, a place for reports.

        Raises
        ------
        NotAReview
            When there is one already.
        """
        if (folder / PROTOCOL_FILE).exists() or (folder / STORE_FILE).exists():
            raise NotAReview(
                f"{folder} holds a review already", "choose another folder; nothing was changed"
            )
        (folder / REPORTS).mkdir(parents=True, exist_ok=True)
        (folder / PROTOCOL_FILE).write_text(sample(title), encoding="utf-8")
        return cls.open(folder, name)

    @classmethod
    def open(cls, folder: Path, name: str | None = None) -> Home:
        """Open the review in `folder`; bring its store to this version and its protocol to the file.

        Raises
        ------
        StoreError
            When there is no store any more, or it cannot be opened.
        ProtocolError
            When review.toml has mistakes.
        """
        _refuse_lost_store(folder)
        connection = connect(folder / STORE_FILE)
        try:
            migrate(connection)
            home = cls(folder, connection, name)
            home._follow_protocol()
        except BaseException:
            connection.close()
            raise
        return home

    def close(self) -> None:
        """Close the store."""
        self.connection.close()

    @property
    def protocol(self) -> Protocol:
        """The protocol in force."""
        if self._protocol is None:
            raise AssertionError("the protocol is read when the review is opened")
        return self._protocol

    @property
    def actor(self) -> str:
        """Who acts; in a work file its person, unless somebody else is named.

        Raises
        ------
        Refused
            When nobody said who.
        """
        if self.name:
            return self.name
        if work := self.work_file:
            return work.person
        raise Refused("who acts is not known", "say it once: curate me NAME; or give --as NAME")

    @property
    def work_file(self) -> WorkFile | None:
        """Whose work file this is; None for a whole review."""
        held = get_local(self.connection, "packed")
        return WorkFile.from_text(held) if held else None

    @property
    def mode(self) -> str:
        """How people extract here: ``independent``, or as the work file says."""
        work = self.work_file
        return work.mode if work else "independent"

    def refuse_in_work_file(self, doing: str) -> None:
        """Refuse what belongs to the whole review.

        Raises
        ------
        Refused
            When this is one person's work file.
        """
        if work := self.work_file:
            raise Refused(
                f"this is the work file of {work.person}: {doing} is for the whole review",
                "send it back when it is sealed: curate pack, then there: curate merge",
            )

    def person(self, name: str) -> Person:
        """Return the person `name` as the protocol has them; a name it does not list is no trainee.

        Raises
        ------
        Refused
            When this is the work file of another.
        """
        work = self.work_file
        if work and work.person != name:
            raise Refused(f"this is the work file of {work.person}, not of {name}", "open your own")
        return next((person for person in self.protocol.people if person.name == name), Person(name))

    def report_path(self, sha256: str, suffix: str = ".pdf") -> Path:
        """Return where the review keeps the file of a report; `suffix` is of one that is not there yet."""
        kept = sorted((self.folder / REPORTS).glob(f"{sha256}.*"))
        return kept[0] if kept else self.folder / REPORTS / f"{sha256}{suffix}"

    @property
    def state(self) -> tuple[int, str]:
        """What changes with everything that is written: what was worked out for it holds as long as it stands."""
        (events,) = self.connection.execute("SELECT count(*) FROM event").fetchone()
        return events, self.protocol.version

    def run(self, jobs: Iterable[Job]) -> Iterator[JobResult]:
        """Run jobs on files in worker processes."""
        if self.service:
            return self.service.run(jobs)
        from curate.extract.run import run_jobs

        return run_jobs(jobs)

    @property
    def backup_folder(self) -> Path:
        """Where copies of the store are kept."""
        return self.folder / BACKUPS

    @contextmanager
    def act(self, kind: str, **words: object) -> Iterator[Act]:
        """Write in one transaction, as one event of the acting person."""
        actor = self.actor
        self.secure()
        self._own_chain()
        with act(self.connection, kind, actor, words) as current:
            yield current

    def secure(self) -> None:
        """Make a backup when the newest is an hour old."""
        keep_backup(self.connection, self.backup_folder)

    def _own_chain(self) -> None:
        """Begin new chains of events when this is a copy of a store, or one restored from a backup.

        Two copies that went on with one chain could never be merged. A place is the computer, the folder
        and the file's number in it.
        """
        path = self.folder / STORE_FILE
        place = digest([platform.node(), str(self.folder.resolve()), path.stat().st_ino])
        if get_local(self.connection, "place") != place:
            with writing(self.connection):
                set_local(self.connection, "work_file", moment_id("wf"))
                set_local(self.connection, "place", place)

    @property
    def protocol_text(self) -> str:
        """What review.toml holds."""
        return _text(self.folder / PROTOCOL_FILE)

    def set_protocol(self, text: str, after: str | None = None) -> None:
        """Replace review.toml by `text`, once it has been read without a mistake.

        The text before is kept as review.toml.bak.

        Parameters
        ----------
        after
            The version that `text` was made from: nothing is replaced when review.toml is another one by now.

        Raises
        ------
        ProtocolError
            Listing every mistake.
        Refused
            When the protocol was changed since `after`.
        """
        protocol = read_protocol(text)
        path = self.folder / PROTOCOL_FILE
        self._own_chain()
        with act(self.connection, "protocol", self.name or PROTOCOL_FILE) as current:
            held = (
                self.protocol_text
            )  # of two who replace it, the second sees what the first has written
            if after is not None and version_of(held) != after:
                raise Refused(
                    "the protocol was changed meanwhile; nothing was written",
                    "look at the other change, and make yours again",
                )
            self._put(current, text, protocol)
            if held != text:
                path.with_suffix(".toml.bak").write_text(held, encoding="utf-8")
                draft = path.with_suffix(".toml.new")
                draft.write_text(text, encoding="utf-8")
                os.replace(draft, path)

    def _follow_protocol(self) -> None:
        """Store review.toml as a version when it changed, and map the labels that it names."""
        text = self.protocol_text
        protocol = _protocol_in(text)
        if current_version(self.connection) == version_of(text):
            self._protocol = replace(protocol, version=version_of(text))
            return
        self._own_chain()
        with act(self.connection, "protocol", self.name or PROTOCOL_FILE) as current:
            text = self.protocol_text  # somebody may have replaced it meanwhile
            self._put(current, text, read_protocol(text, PROTOCOL_FILE))

    def _put(self, current: Act, text: str, protocol: Protocol) -> None:
        self._protocol = put_protocol(current, text, protocol)
        map_aliases(current, self._protocol)
