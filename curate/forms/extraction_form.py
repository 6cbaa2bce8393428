"""What an extraction form holds, before and after a person has filled it."""

from __future__ import annotations

from dataclasses import dataclass

from curate.model.decision import Mapping
from curate.model.problem import Problem
from curate.model.protocol import Protocol
from curate.model.reading import Found


@dataclass(frozen=True, slots=True)
class FormReport:
    """A report of a study; `pages` is 0 when not known, `kind` that of evidence in it."""

    sha256: str
    title: str
    pages: int = 0
    kind: str = "pdf_text"


@dataclass(frozen=True, slots=True)
class FormLabel:
    """An arm or a time point as the report calls it, with the protocol's code if it is known."""

    label: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class FormStudy:
    """One study of a form: one sheet.

    Attributes
    ----------
    reports
        At least one; the person names a report by its number in this order.
    arms, timepoints
        Labels already known for the study; the protocol's own are offered for codes that none of them has.
    entries
        The person's own earlier entries, never anybody else's.
    """

    id: str
    name: str
    reports: tuple[FormReport, ...]
    arms: tuple[FormLabel, ...] = ()
    timepoints: tuple[FormLabel, ...] = ()
    entries: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractionForm:
    """A form for one person; `protocol.version` says which protocol it asks about."""

    extractor: str
    protocol: Protocol
    studies: tuple[FormStudy, ...]


@dataclass(frozen=True, slots=True)
class FilledStudy:
    """What a person entered for one study.

    Attributes
    ----------
    found
        Results and answers to items; labels as the person typed them.
    mappings
        Codes that the person gave to labels of arms and time points, where they are not aliases already.
    lines
        Sheet and row of each result of `found`.
    """

    id: str
    name: str
    found: tuple[Found, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as read back.

    Attributes
    ----------
    version, protocol
        The version of the protocol that the form was written for, and what that asked.
    problems
        What was taken but should be looked at (``excel_number``), and notes (``form_note``).
    """

    version: str
    extractor: str
    studies: tuple[FilledStudy, ...]
    protocol: Protocol
    problems: tuple[Problem, ...] = ()


RANDOMISED = "randomised"
"""Outcome label of the number of people randomised to an arm."""
