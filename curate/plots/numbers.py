"""How numbers are written in plots: a true minus, few decimals, never a rounded-away sign."""

from __future__ import annotations

import math
from collections.abc import Iterable

MINUS = "\N{MINUS SIGN}"


def number(value: float, decimals: int = 2) -> str:
    """Return `value` with a true minus; more decimals where it would round to zero and is none.

    Examples
    --------
    >>> number(-0.614), number(0.0034), number(12345.6), number(0.00003)
    ('−0.61', '0.003', '12346', '3e−05')
    """
    if abs(value) >= 1000:
        decimals = 0
    text = f"{value:.{decimals}f}"
    if value and float(text) == 0:
        text = f"{value:.{decimals + 1}f}"
    if value and float(text) == 0:
        text = f"{value:.2g}"
    return text.replace("-", MINUS)


def interval(estimate: float, low: float, high: float) -> str:
    """Return an estimate with its interval, such as ``−0.61 [−1.06, −0.16]``."""
    return f"{number(estimate)} [{number(low)}, {number(high)}]"


def p_value(p: float) -> str:
    """Return a p value with its sign of relation: ``p = 0.02``, ``p < 0.001``."""
    if p < 0.001:
        return "p < 0.001"
    close = p < 0.01 or 0.045 <= p < 0.055
    return f"p = {p:.3f}" if close else f"p = {p:.2f}"


def column(values: Iterable[float | None], most: int = 2) -> list[str]:
    """Return the values of one column with the same number of decimals; None is an en dash."""
    given = list(values)
    known = [value for value in given if value is not None]
    decimals = max((_decimals(value, most) for value in known), default=0)
    return ["–" if value is None else number(value, decimals) for value in given]


def ticks(low: float, high: float, about: int = 6) -> list[float]:
    """Return round numbers between `low` and `high`, about so many, with zero when it lies between."""
    raw = (high - low) / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = min((factor * power for factor in (1, 2, 5, 10)), key=lambda s: abs(math.log(s / raw)))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [place * step for place in range(first, last + 1)]


def ratio_ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Return at most `most` round ratios between exp(low) and exp(high): 1, 2, 5 of each decade, or evenly spaced."""
    decades = range(math.floor(low / math.log(10)), math.ceil(high / math.log(10)) + 1)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        values = [factor * 10.0**decade for decade in decades for factor in factors]
        inside = [value for value in values if low - 1e-9 <= math.log(value) <= high + 1e-9]
        if len(inside) <= most:
            break
    return inside if len(inside) > 2 else ticks(math.exp(low), math.exp(high), 4)


def tick_labels(values: list[float]) -> list[str]:
    """Return ticks of a linear axis with the same number of decimals, but a plain 0."""
    step = values[1] - values[0] if len(values) > 1 else 1.0
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    rounded = [round(value, decimals + 1) for value in values]
    return [number(value, decimals) if value else "0" for value in rounded]


def _decimals(value: float, most: int) -> int:
    if value and abs(value) < 0.1:
        most += 1
    text = f"{value:.{most}f}".rstrip("0")
    return len(text.partition(".")[2])
