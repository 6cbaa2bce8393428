"""Signs of how far a reading can be trusted: what its sentence names, and whether its numbers agree."""

from __future__ import annotations

from collections.abc import Collection

from curate.parse.sentence import Statement, Value

ROUNDING = (
    1.0  # percent: how far a printed percentage may lie from its counts; some reports cut, not round
)
_EXPLAINED = {
    "events": frozenset({"total", "percent"}),
    "mean": frozenset({"sd", "se", "ci_low"}),
    "median": frozenset({"q1", "min", "ci_low"}),
}
_LOW = frozenset({"statistic_guessed", "doubtful_glyph", "percent_mismatch", "outside_interval"})


def doubts(statement: Statement) -> dict[str, bool]:
    """Return what the arithmetic of a statement contradicts: its percentage, or its interval."""
    numbers = {value.statistic: float(value.value) for value in statement.values}
    mismatch = outside = False
    if {"events", "total", "percent"} <= numbers.keys() and numbers["total"] > 0:
        mismatch = abs(100 * numbers["events"] / numbers["total"] - numbers["percent"]) > ROUNDING
    if {"ci_low", "ci_high"} <= numbers.keys() and "percent" not in numbers:
        first = numbers[statement.values[0].statistic]
        outside = not numbers["ci_low"] <= first <= numbers["ci_high"]
    return {"percent_mismatch": mismatch, "outside_interval": outside}


def band_of(statement: Statement, value: Value, flags: Collection[str]) -> str:
    """Return ``high``, ``medium`` or ``low``.

    ``high`` needs an arm that the sentence names at the value, and numbers that explain each other: events with
    their total or percentage, a mean with its spread, an estimate with its interval.
    """
    if _LOW & set(flags) or statement.guessed:
        return "low"
    names = set(statement.statistics)
    explained = any(first in names and names & others for first, others in _EXPLAINED.items())
    labelled = value.statistic == "n" and not value.spelt
    whole = explained or labelled or (statement.kind == "estimate" and "ci_low" in names)
    return "high" if whole and not flags else "medium"
