"""What a number is whose own cell does not say so, by the cells beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from curate.extract.tables.statistics.sources import SAID_FOR_ALL
from curate.model.reading import Found, Reading

COUNTED = {"events", "percent"}
COUNTED_CELLS = 2
"""So many cells of a row with people and their percentage say what a whole number beside them is."""


def with_counts(row: Sequence[Found]) -> list[Found]:
    """Return the results of a row, a lone whole number among people with their percentages as people too.

    So is one whose percentage stands in brackets in the next cell. Nobody prints the percentage of 0: "94 (50%)",
    "61 (32%)", "0"; one such cell says it of a 0.
    """
    row = [_with_part(_with_size(item)) for item in row]
    row = [_as_counted(item) if _has_percent(item) else item for item in row]
    counted = [
        item for item in row if {r.statistic for r in item.readings} >= COUNTED and _is_said(item)
    ]
    if counted:
        row = [_as_nobody(item) if _is_zero(item) else item for item in row]
    others = [item for item in row if {r.statistic for r in item.readings} & {"mean", "median"}]
    if len(counted) < COUNTED_CELLS or any(map(_is_said, others)):
        return list(row)
    return [_as_counted(item) if _is_lone(item) else item for item in row]


_ENDS_IN_N = re.compile(r"(?i).*\w[,:]? \(?n\)?")


def _with_size(item: Found) -> Found:
    """Return a result whose average says that the number below "Drug n" beside it is how many people it is of."""
    statistics = {reading.statistic for reading in item.readings}
    if (
        "events" not in statistics
        or statistics & {"n", "percent"}
        or not statistics & {"mean", "median"}
    ):
        return item
    sized = [
        replace(reading, statistic="n")
        if reading.statistic == "events" and _below_n(reading) else reading
        for reading in item.readings
    ]  # fmt: skip
    return replace(item, readings=tuple(sized))


def _below_n(reading: Reading) -> bool:
    heads = reading.evidence.column_headers[-1:] if reading.evidence else ()
    return any(map(_ENDS_IN_N.fullmatch, heads))


def _with_part(item: Found) -> Found:
    """Return a result whose "n" behind a percentage is no number of which that is one: it is the people counted.

    43 people have no 71.7 percent of them; 43 is 71.7 percent of 60.
    """
    share, size = _shared(item)
    if share is None or size is None or size.statistic != "n" or _may_be_base(size, share):
        return item
    return _counted(item, size)


def with_parts(found: Iterable[Found]) -> list[Found]:
    """Return results of a table, each "n" behind a percentage as people counted where others of its column are."""
    items = list(found)
    counted = set()
    for item in items:
        _, part = _shared(item)
        if part is not None and part.statistic == "events" and part.evidence:
            counted.add(part.evidence.col)
    if not counted:
        return items
    return [_as_part(item, counted) for item in items]


def _as_part(item: Found, columns: Collection[int | None]) -> Found:
    _, size = _shared(item)
    if (
        size is None
        or size.statistic != "n"
        or size.evidence is None
        or size.evidence.col not in columns
    ):
        return item
    return _counted(item, size)


def _counted(item: Found, size: Reading) -> Found:
    counted = replace(size, statistic="events", role="")
    return replace(item, readings=tuple(counted if r is size else r for r in item.readings))


def _shared(item: Found) -> tuple[Reading | None, Reading | None]:
    """Return the percentage of one group's people and the whole number in the cell behind it, None for none."""
    told = {reading.statistic: reading for reading in item.readings}
    share = told.get("percent")
    if share is None or item.result.comparators or len(told) != len(item.readings):
        return None, None
    behind = [r for r in item.readings if r.statistic in ("n", "events") and _is_behind(r, share)]
    return (share, behind[0]) if len(behind) == 1 else (None, None)


def _may_be_base(size: Reading, share: Reading) -> bool:
    """Whether a percentage of so many people is a whole number of them."""
    if share.number is None or not size.number:
        return size.number is None
    people = share.number * size.number / 100
    rounded = size.number * 0.51 * 10.0 ** -(share.decimals or 0) / 100
    return abs(people - round(people)) <= rounded


def _is_behind(reading: Reading, other: Reading) -> bool:
    """Whether a reading stands in the next column of the other's row, in a cell of its own."""
    own, before = reading.evidence, other.evidence
    if own is None or before is None or own.row != before.row or before.col is None:
        return False
    return own.col == before.col + 1 and own.quote.isdigit()


_IN_BRACKETS = re.compile(r"[(\[]\s*\d[\d.·]*\s*%\s*[)\]]")


def _has_percent(item: Found) -> bool:
    """Whether the next cell holds the percentage of a number guessed to be people, in brackets: "31", "(86%)"."""
    places = {reading.statistic: reading.evidence for reading in item.readings}
    events, percent = places.get("events"), places.get("percent")
    if len(places) != len(item.readings) or events is None or percent is None or _is_said(item):
        return False
    if events.row != percent.row or events.col is None or percent.col != events.col + 1:
        return False
    return events.quote.isdigit() and bool(_IN_BRACKETS.fullmatch(percent.quote))


def _is_said(item: Found) -> bool:
    return not any("statistic_guessed" in reading.flags for reading in item.readings)


def _is_lone(item: Found) -> bool:
    """Whether a result is one whole number, guessed to be people and no more than its arm has."""
    numbers = [reading for reading in item.readings if reading.statistic != "n"]
    sizes = [reading.number for reading in item.readings if reading.statistic == "n" and reading.number]
    if len(numbers) != 1 or item.result.comparators:
        return False
    (reading,) = numbers
    whole = reading.statistic == "events" and reading.number is not None and not reading.decimals
    return (
        whole and "statistic_guessed" in reading.flags and all((reading.number or 0) <= n for n in sizes)
    )


def _is_zero(item: Found) -> bool:
    """Whether a result is a lone 0 that the table's notes would have as an average."""
    told = [reading for reading in item.readings if reading.statistic != "n"]
    if len(told) != 1 or item.result.comparators:
        return False
    (reading,) = told
    for_all = not SAID_FOR_ALL.isdisjoint(reading.flags)
    return for_all and reading.statistic in ("mean", "median") and reading.value == "0"


def _as_nobody(item: Found) -> Found:
    return replace(item, readings=tuple(map(_none_of_them, item.readings)))


def _none_of_them(reading: Reading) -> Reading:
    if reading.statistic == "n":
        return reading
    flags = {*reading.flags} - SAID_FOR_ALL | {"statistic_from:beside"}
    return replace(reading, statistic="events", flags=tuple(sorted(flags)))


def _as_counted(item: Found) -> Found:
    return replace(item, readings=tuple(map(_told, item.readings)))


def _told(reading: Reading) -> Reading:
    if reading.statistic != "events":
        return reading
    flags = {*reading.flags} - {"statistic_guessed", "statistic_from:shape"} | {"statistic_from:beside"}
    return replace(reading, flags=tuple(sorted(flags)), status="reported")
