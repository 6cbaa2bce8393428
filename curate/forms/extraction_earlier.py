"""A person's earlier entries as the cells of a new form.

Only what the form gives back unchanged is put into it. The rest (a result of several arms together, a
subgroup, a statistic without a column) stays in the store, where a form that says nothing changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from curate.forms.extraction_form import RANDOMISED
from curate.forms.extraction_layout import ASKED, CENTRES, MEASURES, OF_SCORES, SPREADS
from curate.model import terms
from curate.model.protocol import Protocol
from curate.model.reading import Found, Reading, Result
from curate.parse.number import parse_number

_COUNTS: tuple[str, ...] = ("n", "events", "total")


@dataclass(frozen=True, slots=True)
class Entry:
    """Cells of one row: `names` say what it is about, `typed` is what was entered."""

    block: str
    names: dict[str, str]
    typed: dict[str, str]


def entries_of(found: Iterable[Found], protocol: Protocol, numbers: dict[str, str]) -> Iterator[Entry]:
    """Yield the rows that show earlier entries.

    Parameters
    ----------
    found
        What the person has entered.
    numbers
        SHA-256 of a report → its number on the sheet.
    """
    questions = {item.code: item.question for item in protocol.items}
    for each in found:
        for readings in _rows(each.readings, numbers):
            place = _place(readings[0], numbers)
            for entry in _entries(each.result, readings, questions):
                typed = {name: text for name, text in (entry.typed | place).items() if text}
                yield Entry(entry.block, entry.names, typed)


def _rows(readings: tuple[Reading, ...], numbers: dict[str, str]) -> list[list[Reading]]:
    """Return the readings that can share a row: same place, and one status for all but an n."""
    rows: dict[tuple[str, ...], list[Reading]] = {}
    sizes = []
    for reading in readings:
        place = tuple(_place(reading, numbers).values())
        if reading.statistic == "n":
            sizes.append((place, reading))
        else:
            rows.setdefault((*place, reading.status), []).append(reading)
    for place, reading in sizes:
        same = next((key for key in rows if key[:-1] == place), (*place, ""))
        rows.setdefault(same, []).insert(0, reading)
    return list(rows.values())


def _place(reading: Reading, numbers: dict[str, str]) -> dict[str, str]:
    """Return page, quote and report; a quote that is only the number itself is left out."""
    evidence = reading.evidence
    if evidence is None or not evidence.where:
        return {}
    quote = "" if evidence.quote in (reading.as_printed, reading.value) else evidence.quote
    page = str(evidence.page) if evidence.page else evidence.where
    return {"page": page, "quote": quote, "report": numbers.get(evidence.report, "")}


def _entries(result: Result, readings: list[Reading], questions: dict[str, str]) -> list[Entry]:
    """Return the rows of readings that share a place; none when no form gives the result back."""
    arm, comparator = "".join(result.arms[:1]), "".join(result.comparators[:1])
    shape = Result(
        arms=(arm,) if arm else (),
        comparators=(comparator,) if comparator else (),
        outcome=result.outcome,
        timepoint=result.timepoint,
        basis=result.basis,
        adjusted=result.adjusted if comparator else "unclear",
        scope=result.scope,
    )
    if shape != result:
        return []
    if result.scope == "arm" and result.outcome == RANDOMISED:
        sizes = [reading for reading in readings if arm and reading.role == "randomised"]
        return [Entry("arms", {"label": arm}, {"n": _printed(size)}) for size in sizes]
    if result.scope in ("study", "arm"):
        return [
            Entry(
                "items",
                {"arm": arm, "question": questions[reading.item]},
                {"answer": reading.value, "status": _status([reading])},
            )
            for reading in readings
            if reading.item in questions
        ]
    if not (arm and result.outcome and result.timepoint):
        return []
    names = {"arm": arm, "outcome": result.outcome, "timepoint": result.timepoint}
    if comparator:
        return _contrast(result, readings, names | {"comparator": comparator})
    return _single_arm(result, readings, names)


def _single_arm(result: Result, readings: list[Reading], names: dict[str, str]) -> list[Entry]:
    """Return one row with the first mean or median and the first spread, and one for each further one."""
    said = {
        reading.statistic: _printed(reading)
        for reading in readings
        if reading.value and not reading.item
    }
    if any(reading.role != "analysed" for reading in readings if reading.statistic == "n"):
        said.pop("n", None)
    level = next((reading.ci_level for reading in readings if reading.statistic == "ci_low"), None)
    basis = {"basis": "" if result.basis == "unclear" else result.basis}
    status = {"status": _status(readings)}
    first: dict[str, str] = {name: said[name] for name in _COUNTS if name in said}
    first |= {f"item:{reading.item}": reading.value for reading in readings if reading.item}
    centres = [{"centre": said[name], "centre_kind": name} for name in CENTRES if name in said]
    spreads = []
    for kind, statistics in SPREADS.items():
        if all(name in said for name in statistics) and (kind != "95% CI" or level == 95):
            cells = zip(("spread", "upper"), statistics, strict=False)
            spreads.append({"spread_kind": kind} | {cell: said[name] for cell, name in cells})
    if not basis["basis"]:
        centres = []  # the form asks for the basis of a mean
    rows = [
        {**left, **right} for left, right in zip_longest(centres, spreads, fillvalue=dict[str, str]())
    ]
    rows = [first | (rows[0] if rows else {}), *rows[1:]]
    asked = tuple(reading.statistic for reading in readings if reading.statistic != "n")
    if status["status"] and not any({*row} - {"n"} for row in rows) and asked not in ASKED.values():
        status = {}
    return [Entry("results", names, row | basis | status) for row in rows if row or status.get("status")]


def _status(readings: list[Reading]) -> str:
    """Return the label of the status that the values share; reported is left empty."""
    code = next((reading.status for reading in readings if reading.statistic != "n"), "reported")
    return "" if code == "reported" else terms.labels("status")[code]


def _printed(reading: Reading) -> str:
    """Return the number as it was printed, if reading that gives the value again."""
    percent = "%" if reading.unit == "%" else ""
    again = parse_number(reading.as_printed)
    if again is not None and (again.value, again.operator) == (reading.value, reading.operator):
        return reading.as_printed.removesuffix("%").rstrip() + percent
    operator = "" if reading.operator == "=" else reading.operator
    return f"{operator}{reading.value}{percent}"


def _contrast(result: Result, readings: list[Reading], names: dict[str, str]) -> list[Entry]:
    """Return a row for the one measure that the limits and the p value belong to."""
    measures = [reading for reading in readings if reading.statistic in MEASURES]
    scores = measures and measures[0].statistic in OF_SCORES
    if len(measures) != 1 or (scores and measures[0].value and result.basis == "unclear"):
        return []
    (measure,) = measures
    typed = {"measure": measure.statistic, "status": _status(readings)}
    typed["estimate"] = _printed(measure) if measure.value else ""
    typed["basis"] = "" if result.basis == "unclear" else result.basis
    typed["adjusted"] = "" if result.adjusted == "unclear" else result.adjusted
    said = {reading.statistic: reading for reading in readings if reading.value}
    if "ci_low" in said and "ci_high" in said:
        typed |= {name: _printed(said[name]) for name in ("ci_low", "ci_high")}
        level = said["ci_low"].ci_level
        typed["ci_level"] = "" if level is None else f"{level:g}"
    if "p" in said:
        typed["p"] = _printed(said["p"])
    return [Entry("contrasts", names, typed)]
