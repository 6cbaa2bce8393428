"""Work files: one person's part of a review in one file, out to the extractor and back."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from curate.errors import CurateError, NotAReview, Refused, StoreError
from curate.model.decision import Mapping
from curate.model.ids import moment_id
from curate.review.home import PROTOCOL_FILE, REPORTS, STORE_FILE, Home
from curate.store import archive
from curate.store.act import act, copy_events
from curate.store.archive import WorkFile
from curate.store.assignments import assignments
from curate.store.backup import copy_store
from curate.store.connect import connect
from curate.store.mappings import (
    Meant,
    map_aliases,
    meanings_here,
    parted_meanings,
    put_mapping,
    said_by_people,
    strayed,
)
from curate.store.merge import merge
from curate.store.migrate import get_local, migrate, set_local
from curate.store.portion import put_portion
from curate.store.records import short_key
from curate.store.reports import find_study, reports, studies

MODES = ("independent", "assisted")


@dataclass(frozen=True, slots=True)
class Packed:
    """A work file that was written: for whom, and how much it holds."""

    path: Path
    work: WorkFile
    reports: int
    readings: int


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of one file.

    Attributes
    ----------
    new
        Table → rows that were new.
    files
        Reports whose PDF was taken over.
    parted
        Labels that its person gave another code than they have here: what stands here stands.
    error
        Why nothing of it was taken; `new` is empty then.
    """

    path: Path
    new: tuple[tuple[str, int], ...] = ()
    files: int = 0
    parted: tuple[str, ...] = ()
    error: CurateError | None = None


class WorkFiles:
    """Files that travel by mail or stick. None holds what anybody but its person has read."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def pack(
        self,
        path: Path | None = None,
        person: str | None = None,
        names: Sequence[str] = (),
        mode: str = "independent",
        *,
        with_reports: bool = True,
    ) -> Packed:
        """Write one person's part into a file.

        Parameters
        ----------
        path
            The file; else ``PERSON.curate`` here.
        person
            Whose; else that of the work file that this is.
        names
            Studies; else those assigned to the person, else all.
        mode
            ``assisted`` puts the programs' readings in; the person's extractions are then called so.
        with_reports
            Whether the PDFs go in; on the way back they need not.

        Raises
        ------
        Refused
            When nobody is named, or the mode contradicts what the person has begun.
        """
        work = self._work_file(person, names, mode)
        path = path or Path(f"{work.person}{archive.SUFFIX}")
        rows = [row for row in reports(self._home.connection) if row["study_id"] in work.studies]
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.resolve().parent, prefix=".curate-") as room:
            store = Path(room) / STORE_FILE
            readings = self._write_store(store, work, [row["id"] for row in rows])
            kept = [self._home.report_path(row["id"]) for row in rows] if with_reports else []
            pdfs = {f"{REPORTS}/{file.name}": file for file in kept if file.is_file()}
            own = {PROTOCOL_FILE: self._home.folder / PROTOCOL_FILE, STORE_FILE: store}
            draft = Path(room) / path.name
            archive.write_archive(draft, work, own | pdfs)
            os.replace(draft, path)
        return Packed(path, work, len(pdfs), readings)

    def _work_file(self, person: str | None, names: Sequence[str], mode: str) -> WorkFile:
        held = self._home.work_file
        if held and not person:
            return held
        if not person:
            raise Refused("a work file is for somebody", "curate pack --for NAME")
        self._home.person(person)  # refuses anybody else in a work file
        if held:
            return held
        if mode not in MODES:
            raise Refused(f"a work file is {' or '.join(MODES)}, not {mode!r}")
        sql = """SELECT mode FROM current_extraction
            WHERE kind = 'person' AND extractor = ? AND mode <> ? AND seal_id IS NULL"""
        if other := self._home.connection.execute(sql, (person, mode)).fetchone():
            raise Refused(
                f"{person} has begun in the mode {other[0]}",
                "a mode cannot change half way: seal first",
            )
        return WorkFile(person, mode, tuple(self._chosen(person, names)))

    def _chosen(self, person: str, names: Sequence[str]) -> list[str]:
        connection = self._home.connection
        if names:
            return [find_study(connection, name).id for name in names]
        plan = assignments(connection)
        mine = [study for study, people in sorted(plan.items()) if person in people]
        return mine or [study.id for study in studies(connection) if study.reports]

    def _write_store(self, path: Path, work: WorkFile, wanted: list[str]) -> int:
        """Write the person's part of the store, logged as the same event here and there."""
        with closing(connect(path)) as connection:
            migrate(connection)
            set_local(connection, "work_file", moment_id("wf"))
            set_local(connection, "protocol", self._home.protocol.version)
            set_local(connection, "packed", work.to_text())
            words = {"for": work.person, "mode": work.mode, "studies": list(work.studies)}
            with act(connection, "pack", self._home.actor, words) as current:
                programs = work.mode == "assisted"
                put_portion(current, self._home.connection, work.person, wanted, programs=programs)
            copy_events(connection, self._home.connection)
            connection.execute("PRAGMA journal_mode=DELETE")
            (count,) = connection.execute("SELECT count(*) FROM reading WHERE made_by <> ''").fetchone()
            return int(count)

    def merge(self, paths: Sequence[Path]) -> list[Merged]:
        """Take over what the files hold, each whole or not at all, in any order, any number of times.

        A file is a work file, a review's folder or its store. One that was tampered with costs only itself.

        Raises
        ------
        Refused
            In a work file: only the whole review takes others in.
        """
        self._home.refuse_in_work_file("merging")
        self._home.secure()
        done = [self._merged(path) for path in paths]
        if taken := [merged.path.name for merged in done if merged.new]:
            with self._home.act("merge", files=taken) as act:
                map_aliases(act, self._home.protocol)
        return done

    def conflicts(self) -> list[tuple[str, str]]:
        """Return where statements of people contradict each other, and what is to be done."""
        rows = self._home.connection.execute("SELECT noun, subject, heads FROM conflicting_statement")
        done = {"decision": "decided differently: none stands until curate decide"}
        return [
            (
                f"{row['noun']} {short_key(row['subject']) if row['noun'] == 'decision' else row['subject']}",
                done.get(row["noun"], f"{row['heads']} statements differ: the latest stands"),
            )
            for row in rows
        ]

    def _merged(self, path: Path) -> Merged:
        connection, protocol = self._home.connection, self._home.protocol
        try:
            with _folder_of(path) as folder, _store_of(folder, path) as store:
                self._refuse_stranger(path, store)
                said = _said_in(store)
                before = meanings_here(connection, protocol, said)
                new = merge(connection, store, path.name)
                files = self._take_files(folder / REPORTS) if folder.is_dir() else 0
        except CurateError as error:
            return Merged(path, error=error)
        parted = self._kept(said, before, path.name) if "mapping" in new else ()
        return Merged(path, tuple(new.items()), files, parted)

    def _kept(self, said: Sequence[Mapping], before: Meant, name: str) -> tuple[str, ...]:
        """Let the codes that labels had here stand; return where those of a work file are others, in words."""
        connection = self._home.connection
        parted = parted_meanings(connection, before, said)
        why = f"as before {name} was merged"
        again = [
            replace(each.said, study=each.study, code=each.code, why=why)
            for each in parted
            if not each.stands
        ]
        if again := [*again, *strayed(connection, said)]:
            with self._home.act("map", file=name) as act:
                for mapping in again:
                    put_mapping(act, mapping)
        names = {study.id: study.name for study in studies(connection)}
        return tuple(
            f"{names.get(each.study, each.study)}, {each.said.kind} “{each.said.label}”: "
            f"{each.said.code or 'left aside'} there, {each.code or 'left aside'} here"
            for each in parted
        )

    def _refuse_stranger(self, path: Path, store: Path) -> None:
        """Refuse the store of another review: nothing could tell the two apart afterwards."""
        sql = "SELECT id FROM protocol_version"
        own = {row[0] for row in self._home.connection.execute(sql)}
        with closing(connect(store, read_only=True)) as other:
            theirs = {row[0] for row in other.execute(sql)}
        if not own & theirs:
            raise Refused(
                f"{path.name} belongs to another review: no version of its protocol was ever in force here",
                "if it is the same review, take its review.toml over first",
            )

    def _take_files(self, folder: Path) -> int:
        """Copy the PDFs that are missing here and are what their name says; return how many."""
        taken = 0
        for row in reports(self._home.connection):
            for file in folder.glob(f"{row['id']}.*"):
                target = self._home.folder / REPORTS / file.name
                if target.is_file():
                    continue
                content = file.read_bytes()
                if hashlib.sha256(content).hexdigest() != row["id"]:
                    raise StoreError(f"{row['file_name']} in it is another file", "ask for it again")
                draft = target.with_name(f".{file.name}.{os.getpid()}.part")
                draft.write_bytes(content)
                os.replace(draft, target)
                taken += 1
        return taken


def unpack(path: Path, folder: Path) -> WorkFile:
    """Make the review folder of a work file; return whose it is.

    Raises
    ------
    NotAReview
        When it is no work file, or there is a review in `folder` already.
    StoreError
        When it was changed after it was written; nothing is left behind then.
    """
    if (folder / PROTOCOL_FILE).exists() or (folder / STORE_FILE).exists():
        raise NotAReview(
            f"{folder} holds a review already", "choose another folder; nothing was changed"
        )
    if not archive.is_archive(path):
        raise NotAReview(f"{path.name} is no work file", "curate pack --for NAME makes one")
    with archive.opened(path) as (room, work):
        (folder / REPORTS).mkdir(parents=True, exist_ok=True)
        for file in (*room.glob(f"{REPORTS}/*"), room / STORE_FILE, room / PROTOCOL_FILE):
            (folder / file.relative_to(room)).write_bytes(file.read_bytes())
    return work


def _said_in(store: Path) -> list[Mapping]:
    """Return what labels mean to the person of a work file; nothing of the store of a whole review."""
    with closing(connect(store, read_only=True)) as other:
        return said_by_people(other) if get_local(other, "packed") else []


@contextmanager
def _folder_of(path: Path) -> Iterator[Path]:
    """Give the folder or store that `path` is, or the folder that it holds."""
    if archive.is_archive(path):
        with archive.opened(path) as (room, _):
            yield room
    else:
        yield path


@contextmanager
def _store_of(folder: Path, path: Path) -> Iterator[Path]:
    """Give a copy of the store in `folder` (or of that store), brought to this version's tables."""
    store = folder if folder.is_file() else folder / STORE_FILE
    if not store.is_file():
        raise NotAReview(f"{path} holds no review", "give a work file, a review's folder or its store")
    with TemporaryDirectory(prefix="curate-") as room:
        copy = Path(room) / STORE_FILE
        try:
            with closing(connect(store, read_only=True)) as source:
                copy_store(source, copy)
            with closing(connect(copy)) as connection:
                migrate(connection)
        except (sqlite3.DatabaseError, StoreError) as error:
            what = f"{path.name} is no sound store of a review: {error}"
            raise StoreError(what, "ask for it again") from error
        yield copy
