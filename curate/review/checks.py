"""Problems in the data, and whether everything is still what was written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curate.model.problem import Problem, Severity
from curate.model.reading import Evidence
from curate.model.record import Record, Study, fact_of
from curate.pdf.text import same_text
from curate.review.home import Home
from curate.review.places import CODES as OF_PLACES
from curate.review.places import doubts, said_by_people
from curate.store.blinding import independent_studies, is_evidence_withheld, still_reading
from curate.store.disputes import disputes
from curate.store.mappings import labels
from curate.store.readings import evidence_of
from curate.store.records import records, short_key, study_of
from curate.store.reports import reports, studies
from curate.store.results import stored_effects
from curate.store.verify import verify_rows

if TYPE_CHECKING:
    from curate.extract.job import Job


@dataclass(frozen=True, slots=True)
class Verification:
    """What `curate verify` looked at, and what it found.

    Attributes
    ----------
    quotes, unfound
        Quotes looked up at their places, and those that people gave and that stand nowhere on their page: no harm
        was done to them since, and `curate check` tells which they are.
    heads
        Last event of each chain: print them on what leaves the house, to prove a rebuilt chain wrong.
    """

    problems: tuple[Problem, ...]
    events: int
    chains: int
    seals: int
    files: int
    quotes: int
    unfound: int
    heads: tuple[tuple[str, str], ...]


class Checks:
    """Everything that is looked for before pooling."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self) -> list[Problem]:
        """Return every problem of reports, readings, labels, records and effects."""
        from curate.check.rules import check_effects, check_records
        from curate.effects.derive import derive
        from curate.review.extraction import Extraction
        from curate.review.reports import Reports

        connection, protocol = self._home.connection, self._home.protocol
        held, known = records(connection), studies(connection)
        derivation = derive(held, known, protocol)
        return [
            *Reports(self._home).problems(),
            *Extraction(self._home).problems(),
            *self._statements(),
            *self._labels(),
            *self._disputes(),
            *self._waiting(),
            *doubts(self._home, said_by_people(self._home)),
            *self._overtaken(),
            *self._moved(held, known),
            *check_records(held, known, protocol),
            *derivation.problems,
            *check_effects(derivation.effects, protocol),
        ]

    def shown(self) -> list[Problem]:
        """Return what `all` finds, without what it finds in the readings of others or of programs.

        That is left out of studies that the acting person extracts independently, or is to by plan.
        """
        blind = independent_studies(self._home.connection, self._home.name)

        def is_open(problem: Problem) -> bool:
            if problem.study in blind:
                return problem.code in _OF_OWN or problem.code.startswith("report_")
            return blind.isdisjoint(map(study_of, problem.records))

        return [problem for problem in self.all() if is_open(problem)]

    def too_equal(self) -> list[Problem]:
        """Return what is found on request only: groups that are more alike at baseline than chance allows."""
        from curate.check.rules import check_on_request

        connection = self._home.connection
        return check_on_request(records(connection), studies(connection), self._home.protocol)

    def _statements(self) -> Iterator[Problem]:
        rows = self._home.connection.execute("SELECT * FROM conflicting_statement")
        for row in rows:
            stands = "none stands" if row["noun"] == "decision" else "the latest stands"
            what = f"{row['heads']} statements about it differ; {stands}"
            yield Problem(
                Severity.warning, "conflicting_statement", f"{row['noun']} {row['subject']}", what
            )

    def _labels(self) -> Iterator[Problem]:
        used = labels(self._home.connection, self._home.name)
        left = sum(label.code is None for label in used)
        if left:
            what = f"{left} of {len(used)} labels mean nothing to the protocol; their numbers are hidden"
            yield Problem(Severity.note, "unmapped_labels", "labels", what, "curate map")

    def _waiting(self) -> Iterator[Problem]:
        connection = self._home.connection
        people = still_reading(connection)
        for study in studies(connection):
            if names := people.get(study.id):
                yield Problem(
                    Severity.note,
                    "awaiting_seal",
                    study.name,
                    f"{' and '.join(names)} still read it: nothing undecided of it is used",
                    "curate seal, when they are done",
                    study.id,
                )

    def _overtaken(self) -> Iterator[Problem]:
        connection = self._home.connection
        names = {study.id: study.name for study in studies(connection)}
        for row in connection.execute("SELECT * FROM overtaken_decision ORDER BY record_key"):
            fact = fact_of(row["record_key"])
            where = f"{names.get(row['study_id'], 'a joined study')} · {fact}"
            if row["without_fact"]:
                what = "a decision is about a fact that nobody reads any more"
                hint = (
                    "a study was joined or split, or a label or code changed: decide anew what is open"
                )
            else:
                what = "a reading was corrected or added after it was decided; the decision stands"
                hint = f"decide again if it should not: curate decide {short_key(row['record_key'])}"
            yield Problem(Severity.warning, "overtaken_decision", where, what, hint, row["study_id"])

    def _moved(self, held: Sequence[Record], known: Sequence[Study]) -> Iterator[Problem]:
        """Yield a problem for each study with records that stand in a report of another study."""
        own = {study.id: set(study.reports) for study in known}
        moved: dict[tuple[str, str], list[str]] = {}
        for record in held:
            if not own.get(record.study, set()).issuperset(record.reports):
                moved.setdefault((record.study, record.study_name), []).append(record.key)
        for (study, name), keys in moved.items():
            yield Problem(
                Severity.warning,
                "evidence_elsewhere",
                name,
                f"{len(keys)} of its values stand in a report of another study",
                "the report was split off: enter them for the study that has it",
                study,
                tuple(keys),
            )

    def _disputes(self) -> Iterator[Problem]:
        for dispute in disputes(self._home.connection):
            fact = fact_of(dispute.key)
            values = ", ".join(side.value or side.status for side in dispute.sides)
            yield Problem(
                Severity.warning,
                f"undecided_{dispute.judgement}",
                f"{dispute.study_name} · {fact}",
                f"readings differ: {values}"
                if dispute.judgement == "conflict"
                else f"only one reader has {values}",
                f"curate decide {dispute.id}",
                dispute.study,
                (dispute.key,),
            )

    def verify(self, *, quotes: bool = True) -> Verification:
        """Recompute every hash and every stored effect, and look every quote up on its page when `quotes`."""
        connection = self._home.connection
        problems = verify_rows(connection)
        problems += self._effects()
        held = reports(connection)
        problems += self._files()
        looked = unfound = 0
        if quotes:
            found, looked, unfound = self._quotes()
            problems += found
        heads = connection.execute(
            "SELECT chain, id FROM event e WHERE seq = (SELECT max(seq) FROM event f WHERE f.chain = e.chain)"
        ).fetchall()
        (events,) = connection.execute("SELECT count(*) FROM event").fetchone()
        (seals,) = connection.execute("SELECT count(*) FROM seal").fetchone()
        pairs = tuple(sorted((row["chain"], row["id"]) for row in heads))
        return Verification(
            tuple(problems), events, len(pairs), seals, len(held), looked, unfound, pairs
        )

    def _effects(self) -> list[Problem]:
        """Compute the effects that were stored under this protocol once more."""
        from curate.effects.reproduce import not_reproduced

        connection, protocol = self._home.connection, self._home.protocol
        stored = stored_effects(connection, protocol.version)
        if not stored:
            return []
        return not_reproduced(stored, records(connection), studies(connection), protocol)

    def _files(self) -> Iterator[Problem]:
        work = self._home.work_file
        for row in reports(self._home.connection):
            if work and row["study_id"] not in work.studies:
                continue
            path = self._home.report_path(row["id"])
            where = f"{row['study_name']}: {row['file_name']}"
            if not path.is_file():
                yield Problem(
                    Severity.error,
                    "file_missing",
                    where,
                    "its file is gone",
                    "restore it from a copy of the review"
                    if row["read_from"]
                    else f"curate add {row['file_name']}",
                )
            elif hashlib.sha256(path.read_bytes()).hexdigest() != row["id"]:
                yield Problem(
                    Severity.error,
                    "file_changed",
                    where,
                    "its file is another one",
                    "add the right file again",
                )

    def _quotes(self) -> tuple[list[Problem], int, int]:
        """Look up every quote; return what is not there any more, how many, and how many of people never were there.

        A quote of a person that has no box was not found when it was entered, or stands at several places of its
        page: it is looked up on the whole page, and where it is not there, that is for `all` to tell.
        """
        from curate.extract.run import run_jobs

        connection = self._home.connection
        sql = """SELECT v.*, r.file_name FROM evidence v JOIN current_report r ON r.id = v.report_id
            WHERE v.quote <> '' AND ((v.kind = 'pdf_text' AND v.page IS NOT NULL
                    AND (v.x0 IS NOT NULL OR r.state IN ('ok', 'partial')))
                OR (v.kind IN ('word', 'spreadsheet') AND v.grid_id IS NOT NULL) OR v.kind = 'author_reply')
            ORDER BY v.report_id, v.page, v.id"""
        wanted: dict[str, list[tuple[str, str, Evidence]]] = {}
        for row in connection.execute(sql):
            place = (row["id"], row["file_name"], evidence_of(row))
            wanted.setdefault(row["report_id"], []).append(place)
        path = self._home.report_path
        jobs = [
            _look_up(sha256, path(sha256), [evidence for _, _, evidence in places])
            for sha256, places in wanted.items()
            if path(sha256).is_file()
        ]
        problems: list[Problem] = []
        looked = unfound = 0
        for result in run_jobs(jobs):
            places = wanted[result.job.key]
            if result.status != "ok":
                where = places[0][1]
                problems.append(
                    Problem(Severity.error, "unreadable", where, result.sentence, "get the file again")
                )
                continue
            looked += len(places)
            for (name, file_name, evidence), answer in zip(places, result.value, strict=True):
                if evidence.page and not evidence.box:
                    unfound += not answer
                elif not _holds(evidence, answer):
                    where, quote = f"{file_name}, {evidence.where} ({name[:11]})", evidence.quote
                    if is_evidence_withheld(connection, name, self._home.name):
                        quote = "a quote of an open extraction"
                    problems.append(
                        Problem(
                            Severity.error,
                            "quote_not_there",
                            where,
                            f"“{quote}” does not stand there",
                            "its file or its row was changed: restore a backup",
                        )
                    )
        return problems, looked, unfound


_OF_OWN = (*OF_PLACES, "awaiting_seal")
"""What is found in a study that is not sealed by all is found in one's own readings, or tells who has not sealed."""


def _look_up(sha256: str, path: Path, places: Sequence[Evidence]) -> Job:
    """Return the job that looks quotes of one file up: on its pages, or in its cells."""
    from curate.extract.job import Job

    pages = [(place.page, place.quote, place.box) for place in places if place.page]
    if pages:
        return Job.hold(sha256, path, pages)
    return Job.cells(sha256, path, [place.locator for place in places])


def _holds(evidence: Evidence, answer: bool | str | None) -> bool:
    """Whether a quote is there: as its page says, or by the text that stands in its cell."""
    if evidence.page:
        return bool(answer)
    return isinstance(answer, str) and same_text(answer, evidence.quote)
