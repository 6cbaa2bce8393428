"""Cells of a row that are one result: its estimate, the limits beside it and its P."""

from __future__ import annotations

from dataclasses import replace

from curate.extract.tables.names.place_of import Place
from curate.model.reading import Found, Result


def merge(merged: dict[tuple[object, ...], Found], found: Found) -> None:
    """Add a result of a row to those of the same labels that lack its statistics, else beside them."""
    key = key_of(found.result)
    beside = (*key, found.result.anchor)
    for place in (key, beside):
        other = merged.get(place)
        if other is None:
            merged[place] = found
            return
        if not statistics_of(other) & statistics_of(found):
            merged[place] = Found(other.result, (*other.readings, *found.readings))
            return
    evidence = found.readings[0].evidence
    merged[*beside, evidence.id if evidence else ""] = found


def with_contrast(found: Found, place: Place, merged: dict[tuple[object, ...], Found]) -> Found:
    """Give limits, and a p in a column about something else, to the row's estimate before them."""
    if (
        statistics_of(found) <= {"ci_low", "ci_high"}
        and not place.names("arm")
        and not place.names("contrast")
    ):
        last = next(reversed(merged.values()), None)
        return Found(last.result, found.readings) if last is not None else found
    if statistics_of(found) != {"p"} or place.names("p"):
        return found
    for other in merged.values():
        same = (
            other.result.arms == found.result.arms
            and other.result.comparators == found.result.comparators
        )
        if same and other.result.comparators and "p" not in statistics_of(other):
            return Found(other.result, found.readings)
    return found


TESTS = {"t", "f", "z", "chi2", "df"}


def with_tests(found: list[Found]) -> list[Found]:
    """Give the test statistic of nobody in a row to the one P beside it that compares arms: "t", "df" and "p"."""
    tested = [item for item in found if statistics_of(item) == {"p"} and item.result.comparators]
    if len(tested) != 1:
        return found
    (of_p,) = tested
    bare = replace(of_p.result, arms=(), comparators=())
    tests = [
        item for item in found if statistics_of(item) <= TESTS and key_of(item.result) == key_of(bare)
    ]
    if not tests or len(set().union(*map(statistics_of, tests))) < sum(
        len(item.readings) for item in tests
    ):
        return found
    readings = [reading for item in tests for reading in item.readings]
    whole = Found(of_p.result, (*readings, *of_p.readings))
    return [whole if item is of_p else item for item in found if not any(item is t for t in tests)]


def statistics_of(found: Found) -> set[str]:
    """Return the statistics of a result's readings."""
    return {reading.statistic for reading in found.readings}


def key_of(result: Result) -> tuple[object, ...]:
    """Return what makes two cells of a row one result: their names."""
    return (
        result.arms, result.comparators, result.outcome, result.timepoint, result.basis, result.subgroup,
        result.adjusted,
    )  # fmt: skip
