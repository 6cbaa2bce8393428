"""Whether whole numbers can give a printed mean and SD: GRIM, GRIMMER, SPRITE's question, DEBIT.

Everything is exact: printed numbers are decimal texts, and both ways of rounding a half are allowed. Where counting all
samples would take too long, only what is necessary is asked (the sum, the parity, the ends): then "possible" may be
wrong, "impossible" never.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

MOST_WORK = 400_000
"""Steps up to which all samples are counted."""


def possible_sums(mean: str, n: int, items: int = 1) -> range:
    """Return the sums of n scores that give a printed mean; empty where GRIM says that there is none.

    Parameters
    ----------
    mean
        As printed, such as ``3.48``.
    n
        People.
    items
        Whole-number items that each score is the mean of; 1 for a sum score.

    References
    ----------
    Brown & Heathers (2017), doi:10.1177/1948550616673876.
    """
    value, half = _printed(mean)
    size = n * items
    low, high = (value - half) * size, (value + half) * size
    return range(-(-low.numerator // low.denominator), high.numerator // high.denominator + 1)


def is_grim(mean: str, n: int, items: int = 1) -> bool:
    """Return whether n whole-number scores can have a mean that prints so."""
    return len(possible_sums(mean, n, items)) > 0


def is_grimmer(mean: str, sd: str, n: int, items: int = 1, ends: tuple[int, int] | None = None) -> bool:
    """Return whether n whole-number scores can have a mean and an SD that print so.

    Parameters
    ----------
    ends
        The lowest and the highest score, of one item where there are several; None where they are not known.

    References
    ----------
    GRIMMER: Anaya (2016), doi:10.7287/peerj.preprints.2400v1; Allard (2018), on its tests. SPRITE, which looks for a
    sample: Heathers et al. (2018), doi:10.7287/peerj.preprints.26968v1. Here the sums of squares are counted.
    """
    if n < 2:
        return is_grim(mean, n, items)
    value, half = _printed(sd)
    most, least = value + half, max(value - half, Fraction(0))
    for total in possible_sums(mean, n, items):
        # of scores that are means of items, the SD of the sums of items is so many times larger
        low, high = (_squares(each * items, total, n) for each in (least, most))
        first = -(-low.numerator // low.denominator)
        last = high.numerator // high.denominator
        if _some_sample(total, first, last, n, items, ends):
            return True
    return False


def is_debit(mean: str, sd: str, n: int) -> bool:
    """Return whether the SD is that of zeros and ones with this mean: √(n/(n-1) p(1-p)), within rounding.

    References
    ----------
    Heathers & Brown (2019), osf.io/5vb3u.
    """
    value, half = _printed(sd)
    for total in possible_sums(mean, n):
        if 0 <= total <= n and n > 1:
            variance = Fraction(total * (n - total), n * (n - 1))
            if max(value - half, Fraction(0)) ** 2 <= variance <= (value + half) ** 2:
                return True
    return False


def _printed(text: str) -> tuple[Fraction, Fraction]:
    """Return a printed number and half a unit of its last decimal, exactly."""
    decimals = len(text.partition(".")[2])
    return Fraction(text), Fraction(1, 2 * 10**decimals)


def _squares(sd: Fraction, total: int, n: int) -> Fraction:
    """Return the sum of squares that an SD and a sum mean."""
    return sd**2 * (n - 1) + Fraction(total * total, n)


def _some_sample(
    total: int, first: int, last: int, n: int, items: int, ends: tuple[int, int] | None
) -> bool:
    """Return whether n whole numbers with this sum have a sum of squares from `first` to `last`."""
    spread, rest = divmod(total, n)
    least = (n - rest) * spread**2 + rest * (spread + 1) ** 2
    first = max(first, least)
    first += (first - total) % 2  # a number and its square are both even or both odd
    if ends is None:
        if first > last:
            return False
        return n > _FEW or any(_are_squares(total, squares, n) for squares in range(first, last + 1, 2))
    low, high = ends[0] * items, ends[1] * items
    if not low * n <= total <= high * n:
        return False
    at_top, over = divmod(total - low * n, max(high - low, 1))
    most = (
        at_top * high**2 + (n - at_top - 1) * low**2 + (low + over) ** 2 if at_top < n else n * high**2
    )
    last = min(last, most)
    if first > last:
        return False
    length = high - low
    if n * n * length * length > MOST_WORK:
        return True
    shift = 2 * low * total - n * low**2
    reached = _reached(n, total - n * low, length)
    return any(reached >> (squares - shift) & 1 for squares in range(first, last + 1, 2))


_FEW = 3
"""People up to which sums of squares are counted where no ends are known; with more nearly all of them occur."""


def _are_squares(total: int, squares: int, n: int) -> bool:
    """Return whether n whole numbers have this sum and this sum of squares."""
    if n == 1:
        return total * total == squares
    reach = isqrt(max(squares, 0))
    return any(
        _are_squares(total - value, squares - value * value, n - 1)
        for value in range(-reach, reach + 1)
        if (total - value) ** 2 <= (n - 1) * (squares - value * value)
    )


def _reached(n: int, total: int, length: int) -> int:
    """Return the sums of squares that n numbers from 0 to `length` with this sum reach, as the bits of a number."""
    rows = [1] + [0] * total
    for _ in range(n):
        following = [0] * (total + 1)
        for reached, bits in enumerate(rows):
            if bits:
                for value in range(min(length, total - reached) + 1):
                    following[reached + value] |= bits << (value * value)
        rows = following
    return rows[total]
