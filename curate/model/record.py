"""Curated records: the one value that stands for a result, after mapping and reconciliation."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the view ``curated_record``.

    Attributes
    ----------
    key
        ``result_key`` and statistic: names the fact, whoever read it.
    result_key
        Study, arms, comparators, outcome, time point, basis, adjusted, analysis set, period, subgroup.
    study, study_name
        Id and name of the study.
    arms, comparators
        The protocol's codes; `comparators` is empty for single-arm results.
    arm_labels
        Verbatim labels behind `arms`, in the same order: two labels with one code are two arms.
    outcome, timepoint
        The protocol's codes.
    value
        Decimal text; `number` the same as a float; None when not reported.
    basis_of_truth
        double_agreed, adjudicated, verified, single or program_only.
    reading, decision
        Id of the reading that gives the value, and of the decision if there was one.
    reports
        SHA-256 of the reports it was read in.
    flags
        Flags of the reading.
    """

    key: str
    result_key: str
    study: str
    study_name: str
    arms: tuple[str, ...]
    comparators: tuple[str, ...]
    outcome: str
    timepoint: str
    statistic: str
    value: str
    number: float | None
    arm_labels: tuple[str, ...] = ()
    basis: str = "unclear"
    adjusted: str = "unclear"
    analysis_set: str = "unclear"
    period: str = ""
    subgroup: str = ""
    role: str = ""
    operator: str = "="
    status: str = "reported"
    unit: str = ""
    ci_level: float | None = None
    decimals: int | None = None
    basis_of_truth: str = "program_only"
    reading: str = ""
    decision: str = ""
    page: int | None = None
    reports: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The curated answer to an item of the protocol.

    Attributes
    ----------
    key, result_key
        As of a `Record`.
    arm
        Of an item asked per arm or result: the protocol's code, with the label where two arms share one; else empty.
    item
        Code.
    """

    key: str
    result_key: str
    study: str
    arm: str
    item: str
    value: str
    operator: str = "="
    status: str = "reported"
    basis_of_truth: str = "program_only"


@dataclass(frozen=True, slots=True)
class Study:
    """A study: what has participants. Reports report it.

    Attributes
    ----------
    n_randomised
        People randomised in all, None when not known.
    design
        One of ``design``.
    registration
        Number of the trial in a registry, empty when not known.
    """

    id: str
    name: str
    design: str = ""
    n_randomised: int | None = None
    reports: tuple[str, ...] = field(default=())
    registration: str = ""


def fact_of(key: str) -> str:
    """Return the readable part of a record's key: everything but the study's id and what is empty."""
    return " · ".join(part for part in key.split("|")[1:] if part)
