"""Programs read the reports: every extractor, every report once, each report at its own risk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from curate.errors import StoreError
from curate.extract.base import known, load
from curate.extract.job import ExtractorResult, Job, JobResult
from curate.model import terms
from curate.model.problem import Problem, Severity
from curate.model.reading import Box, Evidence, Reading
from curate.review.home import Home
from curate.store import readings as store
from curate.store.mappings import map_aliases
from curate.store.readings import Program
from curate.store.reports import reports
from curate.store.rows import DISAGREE

READABLE = ("ok", "partial")


@dataclass(frozen=True, slots=True)
class Again:
    """How many readings the second engine looked at, and how many of these it reads otherwise."""

    seen: int = 0
    differing: int = 0

    @classmethod
    def of(cls, agreements: Iterable[bool]) -> Again:
        """Count one agreement for each reading."""
        told = list(agreements)
        return cls(len(told), told.count(False))

    def __add__(self, other: Again) -> Again:
        return Again(self.seen + other.seen, self.differing + other.differing)


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one report.

    Attributes
    ----------
    status
        The worst status of the extractors, one of ``extraction_status``; ``refused`` when nothing was written,
        and the next run asks again.
    readings
        How many values were read.
    again
        What the second engine made of them.
    """

    sha256: str
    file_name: str
    status: str
    detail: str
    readings: int
    problems: int
    again: Again


@dataclass(frozen=True, slots=True)
class Run:
    """What an extraction run did: reports read now, and those that had been read before."""

    reads: tuple[Read, ...]
    before: int
    again: Again


class Extraction:
    """Extraction by programs. It can be stopped at any moment and goes on where it was."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def run(
        self,
        names: Sequence[str] = (),
        *,
        second: str = "needed",
        workers: int | None = None,
        progress: Callable[[Read, int, int], None] = lambda read, done, of: None,
    ) -> Run:
        """Have extractors read every report that they have not read yet.

        Parameters
        ----------
        names
            Extractors; empty for all that are installed.
        second
            What pdfplumber reads again: ``needed`` (readings on pages with doubtful glyphs, and what
            becomes a record), ``all`` or ``none``.
        progress
            Called after each report with it, how many are done, and of how many.

        Raises
        ------
        UnknownName
            For an extractor that is not installed.
        StoreError
            When the store refuses what was read in a report; all others have been read and written then.
        """
        if self._home.mode == "independent":
            self._home.refuse_in_work_file("having programs read")
        from curate.extract.run import run_jobs

        programs = {name: Program(name, load(name).version) for name in (names or known())}
        waiting = self._waiting(programs)
        held = [row for row in reports(self._home.connection) if not row["replaced"]]
        before = len(held) - len(waiting)
        files = {row["id"]: row["file_name"] for row in held}
        jobs = [
            Job.extract(
                sha256,
                self._home.report_path(sha256),
                missing,
                second="doubtful" if second == "needed" else second,
            )
            for sha256, missing in waiting.items()
        ]
        reads = []
        stuck: list[Exception] = []
        for result in run_jobs(jobs, workers=workers):
            try:
                read = self._write(result, programs, files[result.job.key])
            except (RuntimeError, StoreError) as error:  # the other reports are not held up by it
                stuck.append(error)
                continue
            reads.append(read)
            progress(read, len(reads), len(jobs))
        checked = self.read_again() if second == "needed" else Again()
        if stuck:
            raise stuck[0]
        return Run(tuple(reads), before, sum((read.again for read in reads), checked))

    def waiting(self) -> int:
        """Return how many reports the installed programs have not read yet."""
        programs = {name: Program(name, load(name).version) for name in known()}
        return len(self._waiting(programs))

    def _waiting(self, programs: dict[str, Program]) -> dict[str, list[str]]:
        """Return report → names of the extractors that have not read it, nor what stands for it."""
        read = {
            name: store.read_already(self._home.connection, program)
            for name, program in programs.items()
        }
        waiting = {
            row["id"]: [name for name in programs if row["id"] not in read[name]]
            for row in reports(self._home.connection)
            if not row["replaced"]
        }
        return {sha256: names for sha256, names in waiting.items() if names}

    def _write(self, result: JobResult, programs: dict[str, Program], file_name: str) -> Read:
        sha256 = result.job.key
        if result.status == "failed":
            raise RuntimeError(f"{file_name}: {result.detail}")
        if result.status == "refused":  # its file is gone, or a program to read it is not installed
            detail = f"{result.detail}; {result.hint}" if result.hint else result.detail
            return Read(sha256, file_name, "refused", detail, 0, 0, Again())
        outcomes = _outcomes(result, file_name)
        try:
            with self._home.act("extract", report=file_name) as act:
                for each in outcomes:
                    store.put_program_extraction(
                        act,
                        programs[each.name],
                        sha256,
                        each.status,
                        each.found,
                        each.grids,
                        each.problems,
                    )
                map_aliases(act, self._home.protocol, sha256)
        except StoreError as error:
            raise StoreError(f"{file_name}: {error}", error.hint) from error
        worst = max(outcomes, key=lambda each: terms.codes("extraction_status").index(each.status))
        readings = [reading for each in outcomes for entry in each.found for reading in entry.readings]
        problems = sum(len(each.problems) for each in outcomes)
        again = Again.of(DISAGREE not in r.flags for r in readings if r.second_text is not None)
        return Read(sha256, file_name, worst.status, worst.detail, len(readings), problems, again)

    def read_again(self) -> Again:
        """Have pdfplumber read again what became a record and was not yet."""
        from curate.extract.run import run_jobs
        from curate.extract.second import agree

        wanted: dict[str, list[tuple[str, Reading]]] = {}
        for name, reading, evidence in self._not_read_again():
            wanted.setdefault(evidence.report, []).append((name, reading))
        jobs = [
            Job.reread(sha256, self._home.report_path(sha256), [_place(reading) for _, reading in pairs])
            for sha256, pairs in wanted.items()
        ]
        done = Again()
        for result in run_jobs(jobs):
            if result.status == "failed":
                raise RuntimeError(f"{result.job.key[:8]}: {result.detail}")
            if result.status != "ok":
                continue
            seen = [
                (name, text, agree(reading, text))
                for (name, reading), text in zip(wanted[result.job.key], result.value, strict=True)
                if text is not None
            ]
            with self._home.act("read again", report=result.job.key) as act:
                for name, text, agrees in seen:
                    store.put_second(act, name, text, agrees)
            done += Again.of(agrees for _, _, agrees in seen)
        return done

    def _not_read_again(self) -> list[tuple[str, Reading, Evidence]]:
        """Return the programs' readings behind records that have a box and were not read again."""
        connection = self._home.connection
        waiting = connection.execute(
            """SELECT r.id FROM curated_record c JOIN reading r ON r.id = c.reading_id
            WHERE r.made_by = '' AND NOT EXISTS (SELECT 1 FROM second_reading s WHERE s.reading_id = r.id)"""
        )
        found = []
        for (name,) in waiting.fetchall():
            reading = store.find_reading(connection, name)
            if reading.evidence and reading.evidence.box:
                found.append((name, reading, reading.evidence))
        return found

    def problems(self) -> list[Problem]:
        """Return what the programs complained of, one problem a report and kind, with how many places."""
        sql = """SELECT e.extractor, e.problems, e.study_id, r.file_name FROM current_extraction e
            JOIN current_report r ON r.id = e.report_id WHERE e.problems <> '[]' ORDER BY r.file_name, e.extractor"""
        told: dict[tuple[str, str, str], list[Problem]] = {}
        for row in self._home.connection.execute(sql):
            for plain in json.loads(row["problems"]):
                problem = Problem(**{**plain, "severity": Severity(plain["severity"]), "records": ()})
                key = (row["file_name"], row["study_id"], problem.code)
                told.setdefault(key, []).append(problem)
        return [_summed(file, study, problems) for (file, study, _), problems in told.items()]


def _summed(file: str, study: str, problems: list[Problem]) -> Problem:
    """Return one problem for many of a kind in one report; the first place is named."""
    first = problems[0]
    where = f"{file}, {first.where}"
    what = (
        first.what if len(problems) == 1 else f"{first.what}; and {len(problems) - 1} more of this kind"
    )
    return replace(first, where=where, what=what, study=study)


def _place(reading: Reading) -> tuple[int, Box]:
    evidence = reading.evidence
    if evidence is None or evidence.page is None or evidence.box is None:
        raise AssertionError("only readings with page and box are read again")
    return evidence.page, evidence.box


def _outcomes(result: JobResult, file_name: str) -> tuple[ExtractorResult, ...]:
    """Return what each extractor of a job made; over the limits, that none made anything."""
    if result.status == "limits":
        hint = "split the file, or read it with a form"
        problem = Problem(Severity.warning, "limits", file_name, result.sentence, hint)
        names = result.job.options["extractors"]
        return tuple(ExtractorResult(name, "", "limits", result.sentence, (problem,)) for name in names)
    results: tuple[ExtractorResult, ...] = result.value.results
    return results
