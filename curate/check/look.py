"""What the rules look at: results with their study and outcome, and how a problem is put."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from curate.effects.result import Result
from curate.model.problem import Problem, Severity
from curate.model.protocol import Outcome, Protocol
from curate.model.record import Record, Study


@dataclass(frozen=True, slots=True)
class Look:
    """All results of a review, with its studies and its protocol."""

    results: tuple[Result, ...]
    studies: dict[str, Study]
    protocol: Protocol

    def outcome(self, code: str) -> Outcome | None:
        """Return the outcome called `code`, None when the protocol has none."""
        return next((outcome for outcome in self.protocol.outcomes if outcome.code == code), None)

    @property
    def arms(self) -> tuple[Result, ...]:
        """The results of single arms."""
        return tuple(result for result in self.results if not result.comparators)


def designs(results: Iterable[Result]) -> Iterator[list[Result]]:
    """Yield the results that one study reports in the same way: outcome, time, basis, set, period."""

    def key(result: Result) -> tuple[str, ...]:
        adjusted = "yes" if result.adjusted else "no"
        where = (result.study, result.outcome, result.timepoint, result.basis, adjusted)
        return (*where, result.analysis_set, result.period, result.subgroup)

    for _, group in groupby(sorted(results, key=key), key):
        yield list(group)


def problem(
    severity: Severity,
    code: str,
    result: Result,
    what: str,
    hint: str,
    records: Iterable[Record | None] = (),
) -> Problem:
    """Return the problem of one result."""
    keys = tuple(dict.fromkeys(record.key for record in records if record))
    return Problem(severity, code, result.place, what, hint, result.study, keys)


def half_unit(record: Record) -> float:
    """Return half a unit of the last printed decimal: the number may be off by that."""
    return 0.5 * 10.0 ** -(record.decimals or 0)


def value(record: Record) -> float:
    """Return the number of a record that has one."""
    assert record.number is not None  # Result.record gives records with a number only
    return record.number
