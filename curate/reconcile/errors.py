"""How often each reader was wrong, against what was decided, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from curate.reconcile.compare import AGREEING, Difference, compare
from curate.reconcile.intervals import Interval, cluster_interval
from curate.reconcile.values import Value


@dataclass(frozen=True, slots=True)
class Judged:
    """What one reader sealed about a fact, and what it was decided to be.

    Attributes
    ----------
    said
        None where the reader left the fact out.
    cause
        Cause code of the decision; empty where the readers agreed.
    """

    study: str
    reader: str
    statistic: str
    said: Value | None
    decided: Value
    kind: str = "number"
    cause: str = ""


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """A reader's errors.

    Attributes
    ----------
    facts
        Settled facts of the reader's studies.
    wrong, omitted
        Said otherwise; left out, though the report gives it. Rounding is no error.
    causes
        Cause code → errors, the commonest first.
    interval
        Of the rate, over studies; None for fewer than two.
    """

    reader: str
    facts: int
    wrong: int
    omitted: int
    causes: tuple[tuple[str, int], ...]
    interval: Interval | None

    @property
    def rate(self) -> float:
        """Share of the facts that are wrong or left out."""
        return (self.wrong + self.omitted) / self.facts


def error_rates(judged: Iterable[Judged]) -> list[ErrorRate]:
    """Return each reader's errors, by name.

    Facts on which all readers agreed count as right, since nobody knows better yet.
    """
    held: dict[str, list[tuple[Judged, Difference | None]]] = defaultdict(list)
    for each in judged:
        held[each.reader].append((each, _error(each)))
    return [_rate(reader, facts) for reader, facts in sorted(held.items())]


def _error(judged: Judged) -> Difference | None:
    """Return how a reader's value differs from the decided one; None when it is right."""
    if judged.said is None and judged.decided.status != "reported":
        return None
    found = compare(judged.said, judged.decided, judged.statistic, judged.kind).difference
    return None if found in (*AGREEING, Difference.rounding) else found


def _rate(reader: str, facts: list[tuple[Judged, Difference | None]]) -> ErrorRate:
    errors = [(judged, error) for judged, error in facts if error]
    omitted = sum(_leaves_out(judged) for judged, _ in errors)
    hits: Counter[str] = Counter(judged.study for judged, _ in errors)
    totals: Counter[str] = Counter(judged.study for judged, _ in facts)
    causes = Counter(judged.cause for judged, _ in errors if judged.cause)
    return ErrorRate(
        reader,
        len(facts),
        len(errors) - omitted,
        omitted,
        tuple(sorted(causes.items(), key=lambda item: (-item[1], item[0]))),
        cluster_interval([hits[study] for study in totals], list(totals.values())),
    )


def _leaves_out(judged: Judged) -> bool:
    silent = judged.said is None or judged.said.status == "not_reported"
    return silent and judged.decided.status == "reported"
