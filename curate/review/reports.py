"""Files of a review: register them once, by content."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate.errors import ReportError
from curate.model.problem import Problem, Severity
from curate.review.home import Home
from curate.store import reports as store
from curate.store.mappings import map_aliases

if TYPE_CHECKING:
    from curate.extract.job import JobResult

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file.

    Attributes
    ----------
    new
        False for a file whose content is registered already.
    error
        Why it could not be registered; `sha256` is empty then.
    """

    path: Path
    sha256: str = ""
    new: bool = False
    state: str = ""
    title: str = ""
    error: ReportError | None = None


class Reports:
    """Reports, by the SHA-256 of the file. The review keeps its own copy in ``reports/``."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self) -> list[dict[str, Any]]:
        """Return every report with its study, by study."""
        return store.reports(self._home.connection)

    def add(
        self, paths: Iterable[Path], progress: Callable[[Added], None] = lambda added: None
    ) -> list[Added]:
        """Register PDFs; a file that is none costs only itself.

        Every file is opened in a worker process with limits of time and memory. A report that is
        encrypted, damaged, over the limits or without text is registered with that state.
        """
        from curate.extract.job import Job
        from curate.extract.run import run_jobs

        jobs = [Job.describe(str(path), path) for path in paths]
        done = []
        for result in run_jobs(jobs):
            added = self._register(result)
            progress(added)
            done.append(added)
        order = {job.key: place for place, job in enumerate(jobs)}
        return sorted(done, key=lambda added: order[str(added.path)])

    def _register(self, result: JobResult) -> Added:
        path = result.job.path
        if result.status == "refused":
            return Added(path, error=ReportError(result.detail, result.hint))
        if result.status == "failed":
            raise RuntimeError(f"{path}: {result.detail}")
        facts = _facts(path, result)
        self._keep(path, facts.sha256)
        with self._home.act("add", file=path.name) as act:
            new = store.put_report(act, facts)
            map_aliases(act, self._home.protocol)
        return Added(path, facts.sha256, new, facts.state, facts.title)

    def _keep(self, path: Path, sha256: str) -> None:
        """Copy the file under its hash; the copy appears whole or not at all.

        A copy that is there and is not what its name says (a disk that failed) is made anew.
        """
        target = self._home.report_path(sha256)
        if target.is_file() and _sha256(target.read_bytes()) == sha256:
            return
        content = path.read_bytes()
        if _sha256(content) != sha256:
            raise ReportError(f"{path.name} changed while it was read", "add it again")
        target.parent.mkdir(exist_ok=True)
        draft = target.with_name(f".{sha256[:16]}.{os.getpid()}.part")
        try:
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each report that is not readable as it is, or no longer stands."""
        for row in self.all():
            where = f"{row['study_name']}: {row['file_name']}"
            if row["state"] != "ok":
                what = row["detail"] or row["state"].replace("_", " ")
                yield Problem(
                    Severity.warning, f"report_{row['state']}", where, what, HINTS.get(row["state"], "")
                )
            if row["standing"] != "current":
                what = f"the report was {row['standing']}"
                yield Problem(
                    Severity.error,
                    f"report_{row['standing']}",
                    where,
                    what,
                    "see what uses it: curate trace",
                )


HINTS = {
    "no_text": "it is a scan: read it with a form, or run OCR first",
    "no_pages": "get the file again from its source",
    "encrypted": "save a copy without the password and add that",
    "malformed": "get the file again from its source",
    "limits": "split the file, or read it with a form",
    "partial": "read the missing pages with a form",
}


def _sha256(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def _facts(path: Path, result: JobResult) -> store.ReportFacts:
    size = path.stat().st_size
    if result.status == "limits":
        sha256 = _sha256(path.read_bytes())
        return store.ReportFacts(sha256, path.name, PDF, size, state="limits", detail=result.sentence)
    said = result.value
    return store.ReportFacts(
        said.report, path.name, PDF, size, said.title, said.doi, said.pages, said.state, said.detail
    )
