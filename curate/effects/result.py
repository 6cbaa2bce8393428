"""Records gathered into results: what an arm, or a contrast, reports about one outcome at one time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curate.model.record import Record
from curate.model.terms import codes

N_ROLES = ("analysed", "", "completed", "randomised")
"""Which n counts the people behind a mean or an event, best first."""


@dataclass(frozen=True, slots=True)
class Result:
    """The records that share a result key.

    Attributes
    ----------
    arms, comparators
        The protocol's codes; `comparators` is empty unless the result is a contrast.
    basis
        ``final``, ``change``, ``baseline`` or empty for counts. A score that is not called a change or
        a baseline is a final one.
    adjusted
        Whether the report says that the numbers come from a model with covariates.
    analysis_set
        Empty when not said.
    """

    key: str
    study: str
    study_name: str
    arms: tuple[str, ...]
    comparators: tuple[str, ...]
    outcome: str
    timepoint: str
    basis: str
    adjusted: bool
    analysis_set: str
    period: str
    subgroup: str
    reports: tuple[str, ...]
    records: tuple[Record, ...]

    @property
    def place(self) -> str:
        """Study, arm, outcome and time point in one line, for problems."""
        sides = " v ".join("+".join(side) for side in (self.arms, self.comparators) if side)
        return ", ".join(part for part in (self.study_name, sides, self.outcome, self.timepoint) if part)

    def record(self, statistic: str) -> Record | None:
        """Return the record of `statistic` that has a number, None when there is none.

        Of several n the one comes that is likeliest behind the numbers, see `N_ROLES`.
        """
        found = [r for r in self.records if r.statistic == statistic and is_number(r)]
        order = {role: place for place, role in enumerate(N_ROLES)}
        return min(found, key=lambda r: (order.get(r.role, len(order)), r.key), default=None)

    def number(self, statistic: str) -> float | None:
        """Return the number of `statistic`, None when there is none."""
        record = self.record(statistic)
        return record.number if record else None


def is_number(record: Record) -> bool:
    """Return whether the record is a reported number that is exact ("< 5" is not)."""
    return record.status == "reported" and record.operator == "=" and record.number is not None


def is_trusted(record: Record, lowest: str) -> bool:
    """Return whether the record's basis of truth is at least `lowest`."""
    return is_level_trusted(record.basis_of_truth, lowest)


def is_level_trusted(basis_of_truth: str, lowest: str) -> bool:
    """Return whether a basis of truth is at least `lowest`."""
    order = codes("basis_of_truth")
    return order.index(basis_of_truth) <= order.index(lowest)


def gather(records: Iterable[Record]) -> tuple[Result, ...]:
    """Return the results behind `records`, in their order of first appearance."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record.result_key, []).append(record)
    return tuple(_result(key, group) for key, group in groups.items())


def _result(key: str, group: list[Record]) -> Result:
    first = group[0]
    return Result(
        key=key,
        study=first.study,
        study_name=first.study_name,
        arms=first.arms,
        comparators=first.comparators,
        outcome=first.outcome,
        timepoint=first.timepoint,
        basis="final" if first.basis == "unclear" else first.basis,
        adjusted=any(record.adjusted == "yes" for record in group),
        analysis_set="" if first.analysis_set == "unclear" else first.analysis_set,
        period=first.period,
        subgroup=first.subgroup,
        reports=tuple(sorted({report for record in group for report in record.reports})),
        records=tuple(group),
    )
