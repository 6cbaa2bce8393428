"""The shape of a table cell: its numbers and how they hang together.

A shape says "a number, then an interval in brackets"; it never says which statistic they are. That comes
from what the table says (`curate.parse.statistic_said`), because "12.3 (4.5)" is a mean with its SD in one
table, a mean with its SE in the next and 12.3 per 100 with a count in the third.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from curate.parse.number import MINUS, POINT, Convention, Number, find_numbers

EMPTY = {
    "not_reported": r"nr|n\.?r\.?|not (?:reported|available|assessed|measured|done)|n\.?d\.?|\.\.+|…",
    "not_applicable": r"n/?a|n\.a\.|not applicable",
    "not_significant": r"n\.?s\.?|not significant",
    "dash": rf"[{MINUS}]+|―",
    "blank": r"",
}
"""Words for "no number here". A dash is none of "not reported", "not applicable" and zero: it is unclear."""

_EMPTY = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in EMPTY.items()), re.I)
_FIGURE = re.compile(r"\d")
_APART = re.compile(r"[()\[\]{}]")
_AFTER = re.compile(r"[()\[\];,/]")


@dataclass(frozen=True, slots=True)
class Item:
    """Numbers of a cell that belong together.

    Attributes
    ----------
    form
        ``single``, ``spread`` (after a ±), ``interval`` (two numbers) or ``ratio`` (events and total).
    numbers
        One or two.
    bracketed
        Whether it stands in brackets.
    words
        Letters beside the numbers, such as ``IQR`` or ``events``.
    glue
        What stands between the two numbers of an interval.
    """

    form: str
    numbers: tuple[Number, ...]
    bracketed: bool = False
    words: str = ""
    glue: str = field(default="", compare=False)


@dataclass(frozen=True)
class Shape:
    """A cell taken apart.

    Attributes
    ----------
    items
        In printed order; empty when the cell holds no number.
    empty
        A key of `EMPTY` when the cell says that there is no number, else empty.
    words
        The letters of the cell outside its numbers.
    ci_level
        Percent, where the cell names one ("95% CI").
    """

    items: tuple[Item, ...]
    empty: str = ""
    words: str = ""
    ci_level: float | None = None

    @property
    def name(self) -> str:
        """The shape in letters: ``a ± b``, ``a (b–c)``, ``a/b (c%)``."""
        letters = iter("abcdefghijklmnopqrstuvwxyz" * 4)
        return " ".join(_item_name(item, letters) for item in self.items)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """All numbers in printed order."""
        return tuple([number for item in self.items for number in item.numbers])


def _item_name(item: Item, letters: object) -> str:
    names = [
        next(letters) + ("%" if number.percent else "")  # type: ignore[call-overload]
        for number in item.numbers
    ]
    joined = {"interval": "–", "ratio": "/"}.get(item.form, " ").join(names)
    if item.form == "spread":
        joined = "± " + joined
    return f"({joined})" if item.bracketed else joined


_PLUS_MINUS = re.compile(
    r"±|(?<=\d)\s?[+¡]\s?(?=\d)|\+\s*/\s*[-\u2212\u2013]|\+\s*[-\u2212\u2013](?=\s*\d)"
)
"""A plus or an inverted exclamation mark between two numbers is a ± whose code the text layer has wrong."""
_RANGE = re.compile(rf"^\s*%?\s*(?:[{MINUS}]|to|through|,|;|:|and|\.\.)\s*$", re.I)
_LOOSE_RANGE = re.compile(rf"^\s*%?\s*(?:[{MINUS}]|to)\s*$", re.I)
_RATIO = re.compile(r"^\s*(?:/|of|out of)\s*$", re.I)
_LEVEL = re.compile(
    r"(\d\d(?:\.\d)?)\s*%\s*(?:CI|C\.I\.|confidence|Cr)|CI\s*,?\s*(\d\d(?:\.\d)?)\s*%", re.I
)
_QUARTILES = re.compile(
    r"(?i)\b25(?:th)?\s*%?\s*(?:[-–−/]|to|and)\s*75(?:th)?\s*%?(?=\s*(?:percentiles?|centiles?|IQR|inter-?quartile))"
)
"""Which limits follow, "(25–75% IQR: 3–8)"; no values of the cell."""
_SPACED_POINT = re.compile(r"(?<![\w.,·])(\d{1,3})\. (\d+)(?![\w.,·])")
"""A decimal point with a space behind it, in a cell without words: "0. 09"."""
_LETTERS = re.compile(r"[A-Za-zβΔχ]{1,}")


def read_shape(text: str, convention: Convention = POINT) -> Shape:
    """Take a cell's text apart.

    Examples
    --------
    >>> read_shape("-2.4 (-4.1 to -0.7)").name
    'a (b–c)'
    >>> read_shape("3/20 (15%)").name, read_shape("12.3 ± 4.5").name
    ('a/b (c%)', 'a ± b')
    >>> read_shape("NR").empty, read_shape("0. 09").name
    ('not_reported', 'a')
    """
    plain = text.strip()
    if ". " in plain and not _LETTERS.search(plain):
        plain = _SPACED_POINT.sub(r"\1.\2", plain)
    empty = None if _FIGURE.search(plain) else _EMPTY.fullmatch(plain)
    if empty:
        return Shape((), empty.lastgroup or "")
    level, masked = _mask_level(_QUARTILES.sub(lambda match: " " * len(match[0]), plain))
    numbers = list(find_numbers(masked, convention))
    items = _items(masked, numbers)
    words = " ".join(_LETTERS.findall(_between(masked, numbers)))
    return Shape(tuple(items), "" if items else "words", words, level)


def _mask_level(text: str) -> tuple[float | None, str]:
    """Blank out each "95%" of "95% CI", which is no value of the cell; return the first of them too."""
    level = None
    for match in _LEVEL.finditer(text) if "%" in text else ():
        which = 1 if match[1] else 2
        level = float(match[which]) if level is None else level
        blank = re.sub(r"[\d.%]", " ", text[match.start(which) : match.end()])
        text = text[: match.start(which)] + blank + text[match.end() :]
    return level, text


def _between(text: str, numbers: list[Number]) -> str:
    pieces, place = [], 0
    for number in numbers:
        pieces.append(text[place : number.start])
        place = number.end
    return " ".join([*pieces, text[place:]])


def _items(text: str, numbers: list[Number]) -> list[Item]:
    items: list[Item] = []
    depth, place = 0, 0
    for index, number in enumerate(numbers):
        glue = text[place : number.start]
        brackets = _APART.findall(glue)
        apart = bool(brackets)
        depth = max(0, depth + sum(1 if bracket in "([{" else -1 for bracket in brackets))
        following = text[number.end : numbers[index + 1].start if index + 1 < len(numbers) else None]
        words = " ".join(_LETTERS.findall(glue) + _trailing_words(following, index + 1 == len(numbers)))
        items.append(Item("single", (number,), depth > 0, words))
        if _PLUS_MINUS.search(text, place, number.start + 1):
            items[-1] = Item("spread", (_unsigned(number),), depth > 0, words)
        elif not apart and len(items) > 1:
            _join(items, glue, depth, alone=len(numbers) == 2)
        place = number.end
    return items


def _trailing_words(following: str, last: bool) -> list[str]:
    """Words right after a number belong to it ("15 events"); before a bracket or at the end of the cell."""
    head, *rest = _AFTER.split(following, maxsplit=1)
    return _LETTERS.findall(head) if last or rest else []


def _unsigned(number: Number) -> Number:
    """Drop a hyphen that belongs to "+-" or "+/-" and is no sign."""
    if not number.value.startswith("-"):
        return number
    value = number.value[1:]
    return Number(
        value, number.operator, number.as_printed[1:].strip(), number.start, number.end, number.percent
    )


def _join(items: list[Item], glue: str, depth: int, alone: bool) -> None:
    """Join the last item to the one before when the glue between them makes them one."""
    before, last = items[-2], items[-1]
    if before.form == "ratio" and not last.bracketed and _LOOSE_RANGE.match(glue):
        centre, low = before.numbers  # "3/1–7": a median over its range
        items[-2:] = [
            Item("single", (centre,)),
            Item("interval", (low, last.numbers[0]), words=last.words),
        ]
        return
    if before.form == "interval" and before.bracketed and last.bracketed and _LOOSE_RANGE.match(glue):
        spread, low = before.numbers  # "6.2 (2.0; 3–11)": a spread, then the range that a dash makes
        if not _LOOSE_RANGE.fullmatch(before.glue):
            items[-2:] = [
                Item("single", (spread,), True, before.words),
                Item("interval", (low, last.numbers[0]), True, last.words),
            ]
        return
    if before.form != "single" or before.bracketed != last.bracketed:
        return
    first, second = before.numbers[0], last.numbers[0]
    words = f"{before.words} {last.words}".strip()
    if _RATIO.match(glue) and first.whole and not first.percent:
        items[-2:] = [Item("ratio", (first, second), before.bracketed, words)]
        return
    inside = depth > 0
    mixed = second.percent and not first.percent and "," in glue
    apart = (
        glue.isspace() and inside and first.decimals and second.decimals and float(first) < float(second)
    )
    dash_only = not glue.strip() and second.value.startswith("-") and inside
    separator = _RANGE if inside or alone else _LOOSE_RANGE
    if dash_only and float(first) >= 0:
        second = _unsigned(second)  # "(3 –9)": the dash that touches 9 is the range's
    elif mixed or not (separator.match(glue) or dash_only or apart):
        return
    items[-2:] = [Item("interval", (first, second), before.bracketed, words, glue)]
