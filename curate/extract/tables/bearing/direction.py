"""Which way round a difference is whose header names no arms: as the table's averages show, or its text says."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from curate.extract.arithmetic import reversed_sign
from curate.extract.tables.names.arm_book import is_control
from curate.model.reading import Found, Reading, Result

DIFFERENCES = ("md", "rd")
"""Statistics that change their sign with their direction."""

RATIOS = ("or", "rr", "hr")
"""Statistics that become their inverse with their direction, and that the percentages beside them make, or nearly."""

CLEAR = 0.1
"""Logarithm of a ratio from which on it differs from its inverse, whatever it is adjusted for."""

Centres = dict[tuple[int | None, str], dict[tuple[str, str], set[float]]]


def with_directions(found: Iterable[Found], said: str = "") -> list[Found]:
    """Turn round the unnamed differences of a table where its averages say that they are the other way.

    A table computes all its differences alike, so that a row without averages follows the others; what no
    row shows is as caption and notes, `said`, name the arms. What they do not name either stays in the order of
    the columns, with the flag ``direction_unsaid``.
    """
    items = list(found)
    centres = _centres(items)
    items = _with_ratios(items, said)
    unnamed = [item for item in items if _is_unnamed(item)]
    told = [way for item in unnamed if (way := _is_reversed(item, centres)) is not None]
    if told:
        return [_turned(item) if _is_unnamed(item) else item for item in items] if all(told) else items
    lean = _leaning(unnamed, centres)
    if lean is None:
        return [_as_said(item, said) if _is_unnamed(item) else item for item in items]
    return [_turned(item) if lean and _is_unnamed(item) else item for item in items]


def _with_ratios(items: list[Found], said: str) -> list[Found]:
    """Turn round the unnamed ratios of a table whose percentages make the inverse of what is printed.

    Where no percentages tell, a control in the first column is what the other arm is compared with, as a ratio
    is hardly ever printed of placebo to drug; nothing says so, and it is flagged.
    """
    unnamed = {id(item): item for item in items if _is_unnamed(item, RATIOS)}
    centres = _centres(items, ("percent",)) if unnamed else {}
    told = {way for item in unnamed.values() if (way := _is_inverse(item, centres)) is not None}

    def right_way(item: Found) -> Found:
        if not told:
            return _from_control(item, said)
        if len(told) > 1:
            return _by_itself(item, centres)
        return _turned(item) if True in told else item

    return [right_way(item) if id(item) in unnamed else item for item in items]


def _by_itself(item: Found, centres: Centres) -> Found:
    """Return a ratio the way that its own percentages say, flagged, as other rows of its table go the other way."""
    return _flagged(_turned(item) if _is_inverse(item, centres) else item)


def _from_control(item: Found, said: str) -> Found:
    one, other = item.result.arms[0], item.result.comparators[0]
    if not is_control(one) or is_control(other) or _names_first(said, one, other):
        return item
    return _turned(item if _names_first(said, other, one) else _flagged(item))


def _is_inverse(item: Found, centres: Centres) -> bool | None:
    """Whether the percentages of both arms make the inverse of a ratio; None where they are not clear about it."""
    sides = _sides(item, centres, RATIOS)
    if sides is None or not (sides[0].number or 0) > 0:
        return None
    ratio, first, second = sides
    if not (0 < first < 100 and 0 < second < 100):
        return None
    made = _logarithm(ratio.statistic, first / 100, second / 100)
    printed = math.log(ratio.number or 1.0)
    as_is, inverse = abs(printed - made), abs(printed + made)
    if abs(made) < CLEAR or max(as_is, inverse) < 3 * min(as_is, inverse):
        return None
    return inverse < as_is


def _logarithm(statistic: str, first: float, second: float) -> float:
    """Return the logarithm of the ratio that two risks make; of hazards as if they were proportional."""
    if statistic == "hr":
        return math.log(math.log(1 - first) / math.log(1 - second))
    odds = math.log((1 - first) / (1 - second)) if statistic == "or" else 0.0
    return math.log(first / second) - odds


def _centres(items: Iterable[Found], kinds: Sequence[str] = ("mean", "percent")) -> Centres:
    """Return row and arm → time and basis → the averages or percentages there."""
    centres: Centres = {}
    for item in items:
        result = item.result
        if len(result.arms) != 1 or result.comparators:
            continue
        for reading in item.readings:
            if reading.statistic in kinds and reading.number is not None:
                row = reading.evidence.row if reading.evidence else None
                when = centres.setdefault((row, result.arms[0]), {})
                when.setdefault((result.timepoint, result.basis), set()).add(reading.number)
    return centres


def _is_unnamed(item: Found, kinds: Sequence[str] = DIFFERENCES) -> bool:
    """Whether a result is a difference, or a ratio, of two arms that its own labels do not name."""
    result, evidence = item.result, item.readings[0].evidence if item.readings else None
    if evidence is None or len(result.arms) != 1 or len(result.comparators) != 1:
        return False
    arms = [arm.casefold() for arm in (*result.arms, *result.comparators)]
    over, beside = (" ".join(h).casefold() for h in (evidence.column_headers, evidence.row_headers))
    within = [arm for arm in arms if arm in beside]
    named = len(within) > 1 or (within and _COMPARES.search(beside)) or any(arm in over for arm in arms)
    return not named and _difference(item.readings, kinds) is not None


_COMPARES = re.compile(
    r"\b(?:vs?|versus|compar\w+|minus|than|over|against|relative|ratios?|differences?|effects?|changes?|from|to|with"
    r"|on|in|for|arm|group|adjusted|subtracted|corrected)\b"
)
"""In a row's label, what makes an arm named there a side of a comparison; "Suspected statin toxicity" names none."""


def _difference(readings: Sequence[Reading], kinds: Sequence[str] = DIFFERENCES) -> Reading | None:
    return next((reading for reading in readings if reading.statistic in kinds), None)


def _sides(
    item: Found, centres: Centres, kinds: Sequence[str] = DIFFERENCES
) -> tuple[Reading, float, float] | None:
    """Return a difference and the averages of both arms that it is of; None where they are not known."""
    difference, result = _difference(item.readings, kinds), item.result
    if difference is None or difference.evidence is None:
        return None
    row = difference.evidence.row
    held = [centres.get((row, arm), {}) for arm in (*result.arms, *result.comparators)]
    sides = [_centre(when, result) or (_only(when) if kinds == RATIOS else None) for when in held]
    if sides[0] is None or sides[1] is None:
        return None
    return difference, sides[0], sides[1]


def _centre(when: Mapping[tuple[str, str], set[float]], result: Result) -> float | None:
    """Return the one average of an arm at the time of a difference; of a change, how far it went."""
    own = when.get((result.timepoint, result.basis), set())
    if not own:
        own = set().union(*(held for (time, _), held in when.items() if time == result.timepoint))
    if len(own) == 1:
        return next(iter(own))
    start = [held for (_, basis), held in when.items() if basis == "baseline"]
    later = [held for (_, basis), held in when.items() if basis not in ("baseline", "change")]
    if (
        own
        or result.basis != "change"
        or [len(held) for held in (*start, *later)] != [1, 1]
        or not later
    ):
        return None
    return next(iter(later[0])) - next(iter(start[0])) if start else None


def _only(when: Mapping[tuple[str, str], set[float]]) -> float | None:
    """Return the one percentage that an arm has in a row, whenever it was: the ratio may alone name a time."""
    own = set().union(*when.values())
    return own.pop() if len(own) == 1 else None


def _is_reversed(item: Found, centres: Centres) -> bool | None:
    """Whether the row's averages say that the difference is the other way; None where they cannot tell."""
    sides = _sides(item, centres)
    if sides is None:
        return None
    difference, first, second = sides
    if reversed_sign(difference, first, second):
        return True
    return False if reversed_sign(difference, second, first) else None


ROWS, SHARE = 2, 0.8
"""Rows whose adjusted differences have the sign of one order of the arms, and the share of those that tell."""


def _leaning(items: Iterable[Found], centres: Centres) -> bool | None:
    """Whether adjusted differences, which no averages make exactly, have the sign of the other order."""
    sides = [found for item in items if (found := _sides(item, centres))]
    signs = [(d.number or 0.0) * (first - second) for d, first, second in sides]
    told = [sign < 0 for sign in signs if sign]
    if len(told) < ROWS:
        return None
    share = sum(told) / len(told)
    return share > 0.5 if max(share, 1 - share) >= SHARE else None


def _as_said(item: Found, said: str) -> Found:
    """Return a difference the way its text names the two arms; flagged where it does not."""
    one, other = item.result.arms[0], item.result.comparators[0]
    if _names_first(said, one, other):
        return item
    if _names_first(said, other, one):
        return _turned(item)
    return _flagged(item)


def _flagged(item: Found) -> Found:
    flagged = (replace(r, flags=tuple(sorted({*r.flags, UNSAID}))) for r in item.readings)
    return replace(item, readings=tuple(flagged))


UNSAID = "direction_unsaid"
_BETWEEN = (
    r"(?:\W+\w+){0,2}?\W*"
    r"(?:\b(?:versus|vs\.?|minus|over|relative to|(?:as )?compared (?:with|to))\b|\s[-–−—]\s)"
)


def _names_first(said: str, one: str, other: str) -> bool:
    """Whether a text says "drug versus placebo", or "drug minus placebo", of the two in this order."""
    first, second = (re.escape(arm) for arm in (one, other))
    return bool(re.search(rf"(?<!\w){first}{_BETWEEN}\W*(?:the )?{second}(?!\w)", said, re.I))


def _turned(item: Found) -> Found:
    result = item.result
    return replace(item, result=replace(result, arms=result.comparators, comparators=result.arms))
