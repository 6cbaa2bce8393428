"""Comparing two readings of one fact by what they mean.

A value printed with fewer decimals agrees with a finer one when that lies in its half-unit interval,
ends included: 12.3 stands for anything from 12.25 to 12.35. Counts are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

RULES = "1"
"""Version of the rules below; recorded with a comparison, never chosen per item."""

COUNTS = frozenset({"n", "events", "event_count", "people", "total", "df"})
"""Statistics that are integers: 29 and 30 differ, whatever the decimals."""


class Difference(StrEnum):
    """How two readings of one fact relate, from none to worst."""

    identical = "identical"
    equal = "equal"
    rounding = "rounding"
    status = "status"
    conflict = "conflict"
    omission = "omission"


AGREEING = frozenset({Difference.identical, Difference.equal})
"""Kinds of difference that count as exact agreement."""


@dataclass(frozen=True, slots=True)
class Value:
    """What one reader says: decimal text, operator and status."""

    text: str
    operator: str = "="
    status: str = "reported"


@dataclass(frozen=True, slots=True)
class Pair:
    """One fact read by two readers; None stands for a reader that left it out.

    Attributes
    ----------
    key
        The fact.
    one, two
        What they say.
    """

    key: str
    statistic: str
    one: Value | None
    two: Value | None

    @property
    def difference(self) -> Difference:
        """How the two relate."""
        if self.one is None or self.two is None:
            return Difference.omission
        return compare(self.one, self.two, self.statistic)


def compare(one: Value, two: Value, statistic: str) -> Difference:
    """Return how two values of a statistic relate; symmetric in `one` and `two`.

    Answers that are no numbers (`statistic` is empty) are identical or differ.
    """
    if one.status != two.status:
        return Difference.status
    if one == two:
        return Difference.identical
    if one.operator != two.operator or not one.text or not two.text:
        return Difference.conflict
    first, second = _decimal(one.text), _decimal(two.text)
    if first is None or second is None:
        return Difference.conflict
    if first == second:
        return Difference.equal
    if statistic not in COUNTS and _within_rounding(first, second):
        return Difference.rounding
    return Difference.conflict


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _within_rounding(one: Decimal, two: Decimal) -> bool:
    """Whether the finer value lies in the closed half-unit interval of the coarser."""
    coarse, fine = sorted((one, two), key=_decimals)
    if _decimals(coarse) == _decimals(fine):
        return False
    return abs(fine - coarse) * 2 <= Decimal(1).scaleb(-_decimals(coarse))


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
