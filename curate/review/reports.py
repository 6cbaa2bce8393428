"""Files of a review: register them once, by content."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate.errors import Refused, ReportError, UnknownName
from curate.model.problem import Problem, Severity
from curate.office.package import MEDIA_TYPES, REPLIES
from curate.review.home import Home
from curate.store import reports as store
from curate.store.mappings import map_aliases
from curate.store.upheld import fallen_places

if TYPE_CHECKING:
    from curate.extract.job import JobResult

PDF = "application/pdf"

SUPPLEMENTS = "supplements"
"""How a supplement stands to its report, see ``report_link``."""

LEAST_PREFIX = 6
"""Characters of a SHA-256 that name a report."""


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

    def find(self, name: str) -> dict[str, Any]:
        """Return the report with this file name, beginning of its SHA-256, or study.

        A study is its report without the supplements, and not a scan that OCR has read.

        Raises
        ------
        UnknownName
            When there is none.
        Refused
            When several reports are meant.
        """
        rows = self.all()
        extra = store.linked(self._home.connection, SUPPLEMENTS)
        prefix = name.lower() if len(name) >= LEAST_PREFIX else " "
        for found in (
            [row for row in rows if row["file_name"] == name],
            [
                row
                for row in rows
                if row["study_name"] == name and row["id"] not in extra and not row["replaced"]
            ],
            [row for row in rows if row["id"].startswith(prefix)],
        ):
            if len(found) == 1:
                return found[0]
            if found:
                names = ", ".join(f"{row['file_name']} ({row['id'][:8]})" for row in found)
                raise Refused(
                    f"{name!r} means {len(found)} reports: {names}", "give the SHA-256's beginning"
                )
        raise UnknownName.among("report", name, (row["file_name"] for row in rows))

    def add(
        self,
        paths: Iterable[Path],
        progress: Callable[[Added], None] = lambda added: None,
        *,
        supplements: str = "",
    ) -> list[Added]:
        """Register PDFs, Word documents, workbooks and CSV files; one of another kind costs only itself.

        Every file is opened in a worker process with limits of time and memory. A report that is
        encrypted, damaged, over the limits or without text is registered with that state.

        Parameters
        ----------
        supplements
            The report, see `find`, that the files supplement: they join its study.

        Raises
        ------
        UnknownName, Refused
            When `supplements` means no report, or several.
        """
        from curate.extract.job import Job

        whole = self.find(supplements) if supplements else None
        jobs = [Job.describe(str(path), path) for path in paths]
        done = []
        for result in self._home.run(jobs):
            added = self._register(result, whole)
            progress(added)
            done.append(added)
        order = {job.key: place for place, job in enumerate(jobs)}
        return sorted(done, key=lambda added: order[str(added.path)])

    def _register(self, result: JobResult, whole: dict[str, Any] | None) -> Added:
        path = result.job.path
        if result.status == "refused":
            return Added(path, error=ReportError(result.detail, result.hint))
        if result.status == "failed":
            raise RuntimeError(f"{path}: {result.detail}")
        facts = facts_of(path, result)
        if facts.media_type in REPLIES:
            said = (
                f"{path.name} is a text, no report",
                "a reply: curate ask-authors STUDY --answered FILE",
            )
            return Added(path, error=ReportError(*said))
        if whole and whole["id"] == facts.sha256:
            said = f"{path.name} is the report itself", "name the report that it supplements"
            return Added(path, error=ReportError(*said))
        self.keep(path, facts)
        with self._home.act("add", file=path.name) as act:
            new = store.put_report(act, facts)
            if whole:
                store.put_link(act, facts.sha256, whole["id"], SUPPLEMENTS)
                reason = f"supplements {whole['file_name']}"
                store.move_reports(act, [facts.sha256], whole["study_id"], reason)
            map_aliases(act, self._home.protocol)
        return Added(path, facts.sha256, new, facts.state, facts.title)

    def keep(self, path: Path, facts: store.ReportFacts) -> None:
        """Copy the file under its hash; the copy appears whole or not at all.

        A copy that is there and is not what its name says (a disk that failed) is made anew.
        """
        sha256 = facts.sha256
        target = self._home.report_path(sha256, SUFFIXES.get(facts.media_type, ".pdf"))
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
            if row["state"] != "ok" and not row["replaced"]:
                what = row["detail"] or row["state"].replace("_", " ")
                yield Problem(
                    Severity.warning,
                    f"report_{row['state']}",
                    where,
                    what,
                    HINTS.get(row["state"], ""),
                    row["study_id"],
                )
            if row["standing"] != "current":
                yield self._fallen(row, where)

    def _fallen(self, row: dict[str, Any], where: str) -> Problem:
        """Return the problem of a report that does not stand; a note where all that rests on it holds."""
        code, what = f"report_{row['standing']}", f"the report was {row['standing']}"
        if row["standing"] == "corrected" and not fallen_places(self._home.connection, row["id"]):
            what = f"{what}; what rests on it holds all the same"
            hint = "see how: curate trace"
            return Problem(Severity.note, code, where, what, hint, row["study_id"])
        hint = (
            "curate todo" if row["standing"] == "corrected" else "see what uses it: curate report uses"
        )
        return Problem(Severity.error, code, where, what, hint, row["study_id"])


SUFFIXES = {media_type: f".{kind}" for kind, media_type in MEDIA_TYPES.items()}
"""Media type → ending of the copies that the review keeps; PDFs apart."""

HINTS = {
    "no_text": "curate ocr reads what is drawn on its pages, or read it with a form",
    "no_pages": "get the file again from its source",
    "encrypted": "save a copy without the password and add that",
    "malformed": "get the file again from its source",
    "limits": "split the file, or read it with a form",
    "partial": "read the missing pages with a form, scanned ones and garbage with curate ocr",
}


def _sha256(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def facts_of(path: Path, result: JobResult) -> store.ReportFacts:
    """Return what a `describe` job told about the file at `path`, for the store."""
    size = path.stat().st_size
    if result.status == "limits":
        sha256 = _sha256(path.read_bytes())
        media_type = MEDIA_TYPES.get(path.suffix.lower().lstrip("."), PDF)
        return store.ReportFacts(
            sha256, path.name, media_type, size, state="limits", detail=result.sentence
        )
    said = result.value
    return store.ReportFacts(
        said.report,
        path.name,
        said.media_type,
        size,
        said.title,
        said.doi,
        said.pages,
        said.state,
        said.detail,
    )
