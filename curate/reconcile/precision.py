"""Printed numbers as the intervals they stand for: 12.3 is anything from 12.25 to 12.35."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import NamedTuple

TELLING = 0.1
"""Half-width over value up to which a printed number can prove a factor: "2" stands for 1.5 to 2.5, and
nearly anything is some √n times that."""


class Span(NamedTuple):
    """A closed interval."""

    low: float
    high: float

    def meets(self, other: Span) -> bool:
        """Whether the two intervals have a point in common."""
        slack = 1e-9 * max(abs(self.low), abs(self.high), abs(other.low), abs(other.high))
        return max(self.low, other.low) <= min(self.high, other.high) + slack

    def times(self, factor: float) -> Span:
        """Return the interval of `factor` (positive) times the number."""
        return Span(self.low * factor, self.high * factor)

    @property
    def is_telling(self) -> bool:
        """Whether the interval is positive and narrow enough to prove a factor."""
        return self.low > 0 and (self.high - self.low) <= TELLING * (self.high + self.low)


def decimal(text: str) -> Decimal | None:
    """Return decimal text as a finite number; None for anything else."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def places(number: Decimal) -> int:
    """Return the decimals that a number is printed with."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def span(number: Decimal) -> Span:
    """Return the numbers that round to a printed one: its half-unit interval, ends included."""
    half = Decimal(5).scaleb(-places(number) - 1)
    return Span(float(number - half), float(number + half))


def within_rounding(one: Decimal, two: Decimal) -> bool:
    """Whether the finer value lies in the closed half-unit interval of the coarser."""
    coarse, fine = sorted((one, two), key=places)
    if places(coarse) == places(fine):
        return False
    return abs(fine - coarse) * 2 <= Decimal(1).scaleb(-places(coarse))


def same_print(one: Decimal, two: Decimal) -> bool:
    """Whether two numbers are equal, or one is the rounding of the other."""
    return one == two or within_rounding(one, two)
