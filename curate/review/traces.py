"""From a pooled estimate back to the page."""

from __future__ import annotations

from pathlib import Path

from curate.review.home import Home
from curate.store.trace import Step, trace


class Traces:
    """The way down from any id, and pictures of the place where it ends."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def trace(self, prefix: str) -> Step:
        """Return the way down from the thing whose id starts with `prefix`; `UnknownName` otherwise."""
        return trace(self._home.connection, prefix)

    def first_place(self, step: Step) -> Step | None:
        """Return the first evidence on the way down that has a box."""
        return next((each for each in step.walk() if each.evidence and each.evidence.box), None)

    def picture(self, step: Step, path: Path, *, dpi: int = 144) -> Path:
        """Draw the page of an evidence step as PNG with its box marked.

        Raises
        ------
        ReportError
            When the page cannot be drawn.
        """
        from curate.errors import ReportError
        from curate.extract.run import Job, run_jobs

        evidence = step.evidence
        if evidence is None or evidence.page is None:
            raise ReportError("this evidence stands on no page", "trace a number read from a PDF")
        job = Job.render(self._home.report_path(evidence.report), evidence.page, evidence.box, dpi)
        (result,) = run_jobs([job], workers=1)
        if not result.image:
            raise ReportError(f"page {evidence.page} cannot be drawn: {result.detail}", "curate verify")
        path.write_bytes(result.image)
        return path
