"""Two numbers that differ as slips of the pen do: sign, decimal point, two digits changed over."""

from __future__ import annotations

from decimal import Decimal

from curate.reconcile.precision import Span, decimal, places, same_print, span
from curate.reconcile.values import Context

RATIOS = frozenset({"rr", "or", "hr", "irr", "rom"})
"""Statistics that turn over, not negative, when the arms of a contrast change places."""

_SLIPS = {
    1: "decimal point?",
    2: "decimal point, or a proportion and a percentage?",
    3: "decimal point, or a mark of thousands?",
}
_LEAST_SLIP = 9
"""Times that the larger number is the smaller: ten, less what rounding to two significant digits takes from it."""

_OPPOSITE = {"ci_low": "ci_high", "ci_high": "ci_low"}


def sign_or_direction(one: Decimal, two: Decimal, statistic: str, context: Context) -> str:
    """Return why the two may be one number counted in two directions; empty when they are not.

    A difference changes its sign and a ratio turns over; of an interval the limits change places as well.
    """
    if statistic in RATIOS:
        return _turned_over(one, two)
    if statistic in _OPPOSITE:
        return _limits_turned(one, two, statistic, context)
    if one * two < 0 and same_print(abs(one), abs(two)):
        return f"{min(one, two)} and {max(one, two)}: the sign, or the direction of the scale?"
    return ""


def _turned_over(one: Decimal, two: Decimal) -> str:
    small, large = sorted((one, two))
    if _is_inverse(small, large):
        return f"1 / {small} = {large}: the direction of the comparison?"
    return ""


def _is_inverse(one: Decimal, two: Decimal) -> bool:
    first, second = span(one), span(two)
    if not (first.is_telling and second.is_telling):
        return False
    return one != two and Span(1 / first.high, 1 / first.low).meets(second)


def _limits_turned(one: Decimal, two: Decimal, statistic: str, context: Context) -> str:
    """Compare a limit with the other limit of the other reader."""
    opposite = _OPPOSITE[statistic]
    ratio = any(name in RATIOS for side in (context.one, context.two) for name in side.values)
    crossed = []
    for mine, side in ((one, context.two), (two, context.one)):
        other = decimal(side.values[opposite].text) if opposite in side.values else None
        if other is not None:
            crossed.append((mine, other))
    turned = [_is_inverse(*pair) if ratio else _is_negative(*pair) for pair in crossed]
    if crossed and all(turned):
        return f"{min(one, two)} and {max(one, two)}: the limits of an interval in the other direction?"
    if not crossed and not ratio and _is_negative(one, two):
        return f"{min(one, two)} and {max(one, two)}: the sign?"
    return ""


def _is_negative(one: Decimal, two: Decimal) -> bool:
    return one != 0 and same_print(one, -two)


def decimal_slip(one: Decimal, two: Decimal) -> str:
    """Return why one number may be the other with its decimal point moved; empty when it is not."""
    small, large = sorted((one, two), key=abs)
    if small == 0 or small * large < 0 or abs(large) < _LEAST_SLIP * abs(small):
        return ""
    for power, question in _SLIPS.items():
        moved = small.scaleb(power)
        if moved == large or (_is_long(small, large) and same_print(moved, large)):
            return f"{small} × {10**power} = {large}: {question}"
    return ""


def _is_long(*numbers: Decimal) -> bool:
    """Whether each has two significant digits, so that a rounded match says something."""
    return all(len(number.as_tuple().digits) > 1 for number in numbers)


def transposed_digits(one: Decimal, two: Decimal) -> str:
    """Return whether two neighbouring digits of one number are changed over in the other."""
    if places(one) != places(two) or one * two <= 0:
        return ""
    first, second = sorted((_digits(abs(one)), _digits(abs(two))))
    width = max(len(first), len(second))
    first, second = first.zfill(width), second.zfill(width)
    differing = [at for at in range(width) if first[at] != second[at]]
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return ""
    left, right = differing
    if (first[left], first[right]) != (second[right], second[left]):
        return ""
    small, large = sorted((one, two))
    return f"{small} and {large}: two digits changed over?"


def _digits(number: Decimal) -> str:
    return "".join(map(str, number.as_tuple().digits))
