"""How far a program's reading can be trusted: a band from explicit signs, one rule set for all extractors.

A sign is a fact about the reading that anyone can check on the page. What contradicts the reading makes it
``low``, what leaves something to interpretation makes it ``medium``; without either it is ``high``. No band
stands for a person's look at the page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from curate.extract.wire import Item
from curate.model.reading import Found, Reading, Result
from curate.pdf.text import holds_number

ROUNDING = 1.0
"""Percent: how far a printed percentage may lie from its counts; some reports cut, not round."""

CONTRADICTED = frozenset(
    {
        "statistic_guessed",
        "doubtful",
        "doubtful_glyph",
        "percent_mismatch",
        "outside_interval",
        "limits_disordered",
        "out_of_range",
    }
)
"""Flags that make a reading ``low``."""

INTERPRETED = frozenset(
    {
        "ocr",
        "repaired",
        "arm_inferred",
        "arm_missing",
        "arms_do_not_add_up",
        "from_flowchart",
        "spelt_number",
        "stored_number",
        "outcome_missing",
        "outcome_from_elsewhere",
        "time_missing",
        "header_incomplete",
        "stands_alone",
        "beside_a_guess",
    }
)
"""Signs that make a reading ``medium``."""

_ESTIMATES = ("md", "smd", "rom", "rr", "or", "hr", "rd", "irr")
_EXPLAINED = {
    "events": frozenset({"total", "percent"}),
    "mean": frozenset({"sd", "se", "ci_low"}),
    "median": frozenset({"q1", "min", "ci_low"}),
    **dict.fromkeys(_ESTIMATES, frozenset({"ci_low"})),
}
_AROUND = (
    (("mean", *_ESTIMATES), ("ci_low", "ci_high")),
    (("median",), ("q1", "q3")),
    (("mean", "median"), ("min", "max")),
)
_ORDERED = (("ci_low", "ci_high"), ("q1", "q3"), ("min", "max"))
_RANGES = {
    "sd": (0.0, float("inf")),
    "se": (0.0, float("inf")),
    "p": (0.0, 1.0),
    "percent": (0.0, 100.0),
    "n": (0.0, float("inf")),
    "events": (0.0, float("inf")),
}


def with_bands(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return what one extractor yielded, each reading with its band and the flags of its arithmetic.

    The bands depend on nothing but `items`: doing it again changes nothing.
    """
    kept = tuple(items)
    tables = _tables(kept)
    return tuple(_banded(item, tables) if isinstance(item, Found) else item for item in kept)


@dataclass(slots=True)
class _Table:
    """What the results of one table share.

    Attributes
    ----------
    timed
        Outcomes that the table gives at a named time point.
    arms, everyone
        Arm → its size, and the sizes of all together, as headers give them.
    """

    timed: set[str] = field(default_factory=set)
    arms: dict[str, float] = field(default_factory=dict)
    everyone: set[float] = field(default_factory=set)

    def note(self, found: Found) -> None:
        """Take in what one result tells about the table."""
        result = found.result
        if result.timepoint:
            self.timed.add(result.outcome)
        for reading in found.readings:
            if not any(flag.startswith("n_from:column") for flag in reading.flags):
                continue
            if reading.number is not None and len(result.arms) < 2 and not result.comparators:
                if result.arms:
                    self.arms.setdefault(result.arms[0], reading.number)
                else:
                    self.everyone.add(reading.number)

    @property
    def adds_up(self) -> bool:
        """Whether the arms' sizes make the size of all, where a table gives both."""
        if len(self.arms) < 2 or not self.everyone:
            return True
        return sum(self.arms.values()) in self.everyone


def _tables(items: Iterable[Item]) -> Mapping[str, _Table]:
    tables: dict[str, _Table] = defaultdict(_Table)
    for item in items:
        if isinstance(item, Found):
            for grid in {r.evidence.grid for r in item.readings if r.evidence and r.evidence.grid}:
                tables[grid].note(item)
    return tables


def _banded(found: Found, tables: Mapping[str, _Table]) -> Found:
    wrong = contradictions(found.readings)
    readings = []
    for reading, doubts in zip(found.readings, wrong, strict=True):
        flags = {*reading.flags, *doubts}
        signs = flags | _signs(reading, found, tables)
        if "repaired" in signs and holds_number(reading.raw_text, reading.as_printed):
            signs -= {"repaired"}  # the mended glyph stands beside the number: a ± between two
        band = _band(signs)
        readings.append(replace(reading, flags=tuple(sorted(flags)), band=band))
    return replace(found, readings=tuple(readings))


def _band(signs: set[str]) -> str:
    if signs & CONTRADICTED:
        return "low"
    return "medium" if signs & INTERPRETED else "high"


def contradictions(readings: Iterable[Reading]) -> list[set[str]]:
    """Return for each reading of one result the flags of what its own or the others' numbers contradict."""
    readings = list(readings)
    numbers = {r.statistic: r.number for r in readings if r.number is not None and r.operator == "="}
    concerned = {
        "percent_mismatch": _mismatched(numbers),
        "outside_interval": _outside(numbers),
        "limits_disordered": _disordered(numbers),
        "out_of_range": _out_of_range(numbers),
    }
    return [
        {flag for flag, statistics in concerned.items() if reading.statistic in statistics}
        for reading in readings
    ]


def _mismatched(numbers: Mapping[str, float]) -> set[str]:
    parts = {"events", "total", "percent"}
    if not parts <= numbers.keys() or numbers["total"] <= 0:
        return set()
    share = 100 * numbers["events"] / numbers["total"]
    return parts if abs(share - numbers["percent"]) > ROUNDING else set()


def _outside(numbers: Mapping[str, float]) -> set[str]:
    """Return the statistics of an estimate outside of its own limits.

    Beside a percentage nobody can tell whose limits they are.
    """
    found: set[str] = set()
    for centres, (low, high) in _AROUND:
        if not {low, high} <= numbers.keys() or (low == "ci_low" and "percent" in numbers):
            continue
        for centre in centres:
            if centre in numbers and not numbers[low] <= numbers[centre] <= numbers[high]:
                found |= {centre, low, high}
    return found


def _disordered(numbers: Mapping[str, float]) -> set[str]:
    pairs = [{low, high} for low, high in _ORDERED if {low, high} <= numbers.keys()
             and numbers[low] > numbers[high]]  # fmt: skip
    return set().union(*pairs)


def _out_of_range(numbers: Mapping[str, float]) -> set[str]:
    found = {
        statistic
        for statistic, (low, high) in _RANGES.items()
        if statistic in numbers and not low <= numbers[statistic] <= high
    }
    if {"events", "total"} <= numbers.keys() and numbers["events"] > numbers["total"]:
        found |= {"events", "total"}
    return found


def _signs(reading: Reading, found: Found, tables: Mapping[str, _Table]) -> set[str]:
    """Return what a reading leaves to interpretation."""
    result, statistics = found.result, {r.statistic for r in found.readings}
    signs: set[str] = set()
    if result.scope == "result" and reading.statistic != "n":
        if not result.arms:
            signs.add("arm_missing")
        if not result.outcome:
            signs.add("outcome_missing")
    if any("statistic_guessed" in other.flags for other in found.readings):
        signs.add("beside_a_guess")
    if reading.evidence is None or reading.evidence.grid is None:
        return signs if _explained(reading, statistics) else signs | {"stands_alone"}
    return signs | _table_signs(reading, result, statistics, tables[reading.evidence.grid])


def _table_signs(reading: Reading, result: Result, statistics: set[str], table: _Table) -> set[str]:
    evidence = reading.evidence
    if evidence is None:
        raise AssertionError("a reading of a table has its evidence")
    if reading.statistic == "n":
        return set() if table.adds_up else {"arms_do_not_add_up"}
    signs: set[str] = set()
    if not evidence.row_headers or not evidence.column_headers:
        signs.add("header_incomplete")
    if not _words(result.outcome) <= _words(*evidence.row_headers, *evidence.column_headers):
        signs.add("outcome_from_elsewhere")
    # a contrast beside several times may be over all of them; one arm's value is at one of them
    timed = result.timepoint or result.basis == "baseline" or result.comparators
    if not timed and result.outcome in table.timed:
        signs.add("time_missing")
    return signs


def _explained(reading: Reading, statistics: set[str]) -> bool:
    """Whether the numbers of a sentence explain each other: events with their total, a mean with its spread."""
    if reading.statistic == "n":
        return True
    return any(first in statistics and statistics & others for first, others in _EXPLAINED.items())


def _words(*texts: str) -> frozenset[str]:
    return frozenset().union(*map(_words_of, texts))


@lru_cache(maxsize=1024)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))
