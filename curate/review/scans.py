"""Scans, and reports whose text layer is garbage: OCR makes a document with text of each, which stands for it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate.errors import CurateError, ReportError
from curate.pdf.page import GARBAGE, SCANNED
from curate.review.home import Home
from curate.review.reports import PDF, Reports, facts_of
from curate.store import reports as store
from curate.store.mappings import map_aliases

if TYPE_CHECKING:
    from curate.extract.job import Job, JobResult

Runner = Callable[[Iterable["Job"]], Iterator["JobResult"]]


@dataclass(frozen=True, slots=True)
class Ocred:
    """What became of one scan.

    Attributes
    ----------
    file_name
        Of the scan.
    sha256, made, state
        Of the document that was made of it: hash, file name, state; empty with an `error`.
    pages
        How many pages OCR read; 0 for a scan that was read before.
    """

    file_name: str
    sha256: str = ""
    made: str = ""
    state: str = ""
    pages: int = 0
    error: CurateError | None = None


class Scans:
    """Reports whose pages are pictures. A scan stays as it is; what OCR makes of it is a report of its own.

    The new report belongs to the study of the scan, and programs and people read it instead.
    """

    def __init__(self, home: Home) -> None:
        self._home = home

    def waiting(self) -> list[dict[str, Any]]:
        """Return the reports without text, or with pages that have none, which OCR has not read."""
        rows = store.reports(self._home.connection)
        return [row for row in rows if not row["replaced"] and not row["read_from"] and _is_scan(row)]

    def read(
        self,
        names: Sequence[str] = (),
        *,
        language: str = "eng",
        workers: int | None = None,
        runner: Runner | None = None,
        progress: Callable[[Ocred], None] = lambda ocred: None,
    ) -> list[Ocred]:
        """Make a document with text of scans; one that fails costs only itself.

        Parameters
        ----------
        names
            Reports by file name, beginning of the SHA-256, or study; empty for all that wait. One that was
            read before is not read again.
        language
            As Tesseract names it: ``eng``, ``deu``, ``eng+deu``.
        runner
            Runs the jobs; worker processes when None.

        Raises
        ------
        UnknownName, Refused
            For a name that means no report, or several.
        CurateError
            When ocrmypdf or Tesseract is not installed; how to get them is said.
        """
        from curate.extract.job import OCR_LIMITS, Job
        from curate.extract.run import run_jobs

        chosen = [Reports(self._home).find(name) for name in names] if names else self.waiting()
        before = {row["id"]: held for row in chosen if (held := self._made_of(row["id"]))}
        fresh = {row["id"]: row for row in chosen if row["id"] not in before}
        done = [
            Ocred(row["file_name"], before[row["id"]]["id"], before[row["id"]]["file_name"])
            for row in chosen
            if row["id"] in before
        ]
        if not fresh:
            return done
        if runner is None:
            refuse_without_programs()
        with tempfile.TemporaryDirectory(prefix="curate-ocr-") as folder:
            path = self._home.report_path
            jobs = [Job.ocr(key, path(key), Path(folder) / f"{key}.pdf", language) for key in fresh]
            for result in (runner or (lambda todo: run_jobs(todo, workers, OCR_LIMITS)))(jobs):
                made = self._register(fresh[result.job.key], result, language)
                progress(made)
                done.append(made)
        return sorted(done, key=lambda each: each.file_name)

    def _made_of(self, sha256: str) -> dict[str, Any] | None:
        """Return the report that stands for a scan, if there is one."""
        made = store.derived_of(self._home.connection, sha256)
        rows = store.reports(self._home.connection) if made else []
        return next((row for row in rows if row["id"] == made), None)

    def _register(self, scan: dict[str, Any], result: JobResult, language: str) -> Ocred:
        from curate.extract.job import Job
        from curate.extract.run import run_job

        name = scan["file_name"]
        if result.status == "failed":
            raise RuntimeError(f"{name}: {result.detail}")
        if result.status != "ok":
            what = result.detail if result.status == "refused" else result.sentence
            said = what.replace(result.job.path.name, name)
            return Ocred(name, error=ReportError(said, result.hint or "read it with a form"))
        path = Path(result.job.options["target"])
        draft = path.with_name(f"{name.rpartition('.')[0] or name}.ocr.pdf")
        path.replace(draft)
        facts = facts_of(draft, run_job(Job.describe("made", draft)))
        Reports(self._home).keep(draft, facts)
        pages, programs = result.value
        reason = f"OCR of {_listed(pages)}: {programs}, {language}"
        with self._home.act("ocr", file=name) as act:
            store.put_derived(act, facts, scan["id"], reason)
            map_aliases(act, self._home.protocol)
        draft.unlink()
        return Ocred(name, facts.sha256, draft.name, facts.state, len(pages))


def refuse_without_programs() -> None:
    """Raise `CurateError` with what to install, when OCR cannot run here."""
    from curate.pdf.ocr import missing

    if lines := missing():
        raise CurateError("OCR needs what is not installed", "install it, then: curate ocr", lines)


def _is_scan(row: dict[str, Any]) -> bool:
    """Whether a report is a scan, or has pages that `curate.pdf.document` named as scanned or garbage."""
    named = any(f"{what}: " in row["detail"] for what in (SCANNED, GARBAGE))
    among_others = row["state"] == "partial" and named
    return bool(row["media_type"] == PDF and (row["state"] == "no_text" or among_others))


def _listed(pages: Sequence[int]) -> str:
    """Return pages in words, runs of them joined: pages 1-3, 7."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    said = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    return f"page {said}" if len(pages) == 1 else f"pages {said}"
