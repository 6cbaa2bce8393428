"""What the shape of a cell and the size of its group tell of its numbers, where no text says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curate.extract.tables.stated import Stated
from curate.parse.statistic import Item, Shape
from curate.parse.statistic_said import CONTRASTS, INTERVALS

_DURATION = re.compile(r"\b(?:days?|weeks?|months?|years?|hours?|min(?:utes)?)\b", re.I)


def is_duration(shape: Shape) -> bool:
    """Whether a cell holds spans of time, "2 (5 days–36 months)", and no printed percentage."""
    return bool(_DURATION.search(shape.words)) and not any(number.percent for number in shape.numbers)


def is_count(shape: Shape, n: str) -> bool | None:
    """Whether "a (b)" is a count with its percentage, by arithmetic; None when that cannot be told."""
    numbers = shape.numbers
    if len(numbers) < 2 or not numbers[0].whole:
        return False if len(numbers) == 2 and not numbers[0].percent else None
    if numbers[1].percent:
        return True
    if n and int(n):
        share = 100 * float(numbers[0]) / int(n)
        half = 0.51 * 10 ** -numbers[1].decimals
        if abs(share - float(numbers[1])) <= half:
            return True
        if float(numbers[0]) > int(n):
            return False
        return False if abs(share - float(numbers[1])) > 5 else None
    return None


def _is_share(shape: Shape) -> bool:
    """Whether the number in brackets behind "a/b" is a in percent of b, rounded or cut."""
    if [item.form for item in shape.items] != ["ratio", "single"] or not shape.items[1].bracketed:
        return False
    part, whole, share = shape.numbers
    if not float(whole):
        return False
    return abs(100 * float(part) / float(whole) - float(share)) < 10.0**-share.decimals


def rest_of(shape: Shape, stated: list[Stated]) -> Iterator[Stated]:
    """Numbers that no statement covers, by the likeliest statistic beside what is known."""
    have = {s.statistic for s in stated}
    done = {id(s.number) for s in stated}
    for item in shape.items:
        left = [number for number in item.numbers if id(number) not in done]
        if not left:
            continue
        names = _likely_beside(item, have)
        for name, number in zip(names, left, strict=False):
            if name == "percent" and is_duration(shape):
                continue
            said = name == "percent" and (number.percent or _is_share(shape))
            yield Stated(name, number, "shape", not said)


def _likely_beside(item: Item, have: set[str]) -> tuple[str, ...]:
    if item.form == "interval":
        return INTERVALS["iqr"] if "median" in have else INTERVALS["ci"]
    if item.numbers[0].operator in "<>≤≥" and "p" not in have:
        return ("p",)
    if item.form == "spread" or (item.bracketed and "mean" in have):
        return ("sd",)
    if item.numbers[0].percent or ("events" in have and item.bracketed):
        return ("percent",)
    if item.bracketed and have & CONTRASTS:
        return ("se",)
    return ()


def guess(shape: Shape, contrast: bool, n: str) -> list[Stated]:
    """Return the likeliest statistics by shape alone; all guessed but a printed percent sign."""
    items = shape.items
    forms = tuple(item.form for item in items)
    names: tuple[str, ...] = ()
    first = items[0].numbers[0]
    if forms == ("single",) and first.operator in "<>≤≥":
        return [Stated("p", first, "shape", True)] if float(first) < 1 else []
    if contrast:
        names = {
            ("single",): ("md",),
            ("single", "interval"): ("md", "ci_low", "ci_high"),
            ("interval",): ("ci_low", "ci_high"),
        }.get(forms, ())
    elif forms[:2] == ("single", "spread"):
        names = ("mean", "sd")
    elif forms == ("single", "interval"):
        names = ("mean", "ci_low", "ci_high") if _symmetric(items) else ("median", "q1", "q3")
    elif forms and forms[0] == "ratio":
        of_total = float(first) <= float(shape.numbers[1])
        names = ("events", "total", "percent")[: len(shape.numbers) if of_total else 1]
    elif forms == ("single", "single") and items[1].bracketed:
        counted = is_count(shape, n)
        if counted and items[1].numbers[0].decimals:
            return [
                Stated(s, m, "shape") for s, m in zip(("events", "percent"), shape.numbers, strict=True)
            ]
        names = ("events", "percent") if counted else ("mean", "sd")
        if first.percent:
            names = ("percent", "events")
    elif forms == ("single",):
        names = ("percent",) if first.percent else (("events",) if first.whole else ("mean",))
    elif forms == ("interval",):
        names = ("min", "max")
    stated = []
    for name, number in zip(names, shape.numbers, strict=False):
        certain = (name == "percent" and (number.percent or _is_share(shape))) or (
            forms and forms[0] == "ratio" and name != "percent" and len(names) > 1
        )
        pair = name == "events" and any(m.percent for m in shape.numbers)
        stated.append(Stated(name, number, "shape", not (certain or pair)))
    return stated


def _symmetric(items: tuple[Item, ...]) -> bool:
    """Whether an interval lies evenly around its centre, to the rounding of the printed numbers."""
    centre, (low, high) = items[0].numbers[0], items[1].numbers
    rounding = 10.0 ** -min(centre.decimals, low.decimals, high.decimals)
    return abs((float(low) + float(high)) / 2 - float(centre)) <= 0.76 * rounding and float(
        low
    ) != float(centre)
