"""Problems: what is wrong with the data, as values with a place and a hint."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is: an error stops pooling, a warning is printed, a note is counted."""

    error = "error"
    warning = "warning"
    note = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the data.

    Attributes
    ----------
    severity
        `Severity`.
    code
        Short stable name of the rule, such as ``se_for_sd``.
    where
        The place: study, arm, outcome, time; or file, line and key; or report and page.
    what
        What is wrong, one sentence without a full stop.
    hint
        What to do about it.
    study
        Id of the study concerned, or empty.
    records
        Keys of the curated records concerned.
    """

    severity: Severity
    code: str
    where: str
    what: str
    hint: str = ""
    study: str = ""
    records: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the problem on one line: place, what, hint."""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.severity}: {self.where}: {self.what}{hint} [{self.code}]"
