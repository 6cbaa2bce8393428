"""Decisions and mappings: what people say about readings, append-only."""

from __future__ import annotations

from dataclasses import dataclass

from curate.model.reading import Evidence


@dataclass(frozen=True, slots=True)
class Decision:
    """What was settled about one fact.

    Attributes
    ----------
    key
        Key of the record (result_key and statistic).
    choice
        One of ``choice``.
    reading
        Id of the reading chosen, for ``reading``.
    value, operator, unit, ci_level, evidence
        For ``typed``.
    mode, participants
        Who settled it, see ``decision_mode``.
    cause, reason
        Cause code and a sentence; both required.
    """

    key: str
    choice: str
    reason: str
    mode: str
    cause: str = "other"
    participants: tuple[str, ...] = ()
    reading: str = ""
    value: str = ""
    operator: str = "="
    unit: str = ""
    ci_level: float | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A verbatim label of one study → a code of the protocol.

    Attributes
    ----------
    kind
        ``arm``, ``outcome`` or ``timepoint``.
    code
        Empty when the label is to be left aside.
    source
        ``alias`` (the protocol's own), ``person`` or ``recorded``.
    """

    study: str
    kind: str
    label: str
    code: str
    source: str = "person"
    why: str = ""
