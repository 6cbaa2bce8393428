"""From a pooled estimate back to the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from curate.errors import ReportError, UnknownName
from curate.review.home import Home
from curate.store.trace import Step, trace, trace_each


class Traces:
    """The way down from any id, and pictures of the place where it ends."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def trace(self, prefix: str) -> Step:
        """Return the way down from the thing whose id starts with `prefix`; `UnknownName` otherwise."""
        return trace(self._home.connection, prefix, self._home.name)

    def trace_each(self, prefixes: Iterable[str]) -> list[Step]:
        """Return the ways down from several things; see `trace`."""
        return trace_each(self._home.connection, prefixes, self._home.name)

    def branch(self, step: Step, study: str) -> Step:
        """Return a pooled estimate's step with the effect of one study below it only.

        Raises
        ------
        UnknownName
            When the estimate holds no such study.
        """
        own = (f"{study}:", f"{study} (")
        kept = tuple(below for below in step.below if below.text.startswith(own))
        if not kept:
            names = (below.text.partition(":")[0] for below in step.below)
            raise UnknownName.among("study of this estimate", study, names)
        return replace(step, below=kept)

    def first_place(self, step: Step) -> Step | None:
        """Return the first evidence on the way down that has a box."""
        return next((each for each in step.walk() if each.evidence and each.evidence.box), None)

    def picture(self, step: Step, path: Path, *, dpi: float = 144.0, margin: float = 2000.0) -> Path:
        """Draw the page of an evidence step as PNG with its box marked.

        Raises
        ------
        ReportError
            When the page cannot be drawn.
        """
        from curate.extract.job import Job

        evidence = step.evidence
        if evidence is None or evidence.page is None:
            raise ReportError("this evidence stands on no page", "trace a number read from a PDF")
        file = self._home.report_path(evidence.report)
        job = Job.render("page", file, evidence.page, evidence.box, dpi=dpi, margin=margin)
        (result,) = self._home.run([job])
        path.write_bytes(result.unwrap())
        return path
