"""A sentence with its numbers replaced by placeholders, and what is made of it: values and statements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from curate.parse.number import Convention, Number, find_numbers
from curate.parse.sentence_noise import is_noise
from curate.parse.sentence_patterns import FRACTION, PERCENT, WHOLE, spelt_value

_PLACEHOLDERS = f"{WHOLE}{FRACTION}{PERCENT}"


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a statement and what it is; `spelt` numbers are printed in words."""

    statistic: str
    value: str
    operator: str
    start: int
    end: int
    as_printed: str
    spelt: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Numbers of a sentence that describe one thing.

    Attributes
    ----------
    kind
        ``count`` (events, total, percent), ``mean``, ``median``, ``size`` (people), ``estimate`` (a contrast),
        ``p`` or ``ci`` (an interval whose estimate is somewhere else).
    values
        In printed order.
    start, end
        Span in the sentence.
    ci_level
        Percent, where a confidence interval names its level.
    guessed
        Whether the spread's statistic (SD or SE) is not said in the sentence.
    label
        The words that name an estimate, such as "adjusted hazard ratio".
    """

    kind: str
    values: tuple[Value, ...]
    start: int
    end: int
    ci_level: float | None = None
    guessed: bool = False
    label: str = ""

    @property
    def reach(self) -> int:
        """Where the last of its values ends, an attached interval or p value included."""
        return max(self.end, max(value.end for value in self.values))

    @property
    def statistics(self) -> tuple[str, ...]:
        """The statistics of the values, in printed order."""
        return tuple(value.statistic for value in self.values)


@dataclass(slots=True)
class Reader:
    """A sentence while it is read: its numbers, its skeleton and the statements found so far."""

    text: str
    numbers: list[Number]
    skeleton: str
    offsets: list[int]  # of each skeleton character in the text
    found: list[Statement] = field(default_factory=list)


def read_skeleton(text: str, convention: Convention) -> Reader:
    """Return the reader of a sentence, its numbers replaced by one placeholder each."""
    numbers = _shared_signs(text, [n for n in find_numbers(text, convention) if not _is_index(text, n)])
    pieces: list[str] = []
    offsets: list[int] = []
    place = 0
    for number in numbers:
        pieces.append(text[place : number.start])
        offsets.extend(range(place, number.start))
        pieces.append(PERCENT if number.percent else WHOLE if number.whole else FRACTION)
        offsets.append(number.start)
        place = number.end
    pieces.append(text[place:])
    offsets.extend(range(place, len(text) + 1))
    return Reader(text, numbers, "".join(pieces), offsets)


_AND = re.compile(r",?\s(?:and|vs?\.?|versus)\s")
_COMMA = re.compile(r",\s")
_TO = re.compile(r"\sto\s")
_FROM = re.compile(r"\bfrom\s$")
_NO_SHARE_BEFORE = re.compile(r"(?:[/\w]|\bor\s|\d\sof\s)$")


def _shared_signs(text: str, numbers: list[Number]) -> list[Number]:
    """Let the numbers of a list share the percent sign of its last: "35 and 42.5%", "29, 24, and 54 %"."""
    shared = list(numbers)
    in_list = False
    for index in range(len(numbers) - 2, -1, -1):
        number, after = numbers[index], shared[index + 1]
        gap = text[number.end : after.start]
        joined = _AND.fullmatch(gap) or (in_list and _COMMA.fullmatch(gap))
        moved = _TO.fullmatch(gap) and _FROM.search(text, 0, number.start)
        in_list = bool(
            after.percent
            and (joined or moved)
            and not number.percent
            and number.as_printed[:1].isdigit()
            and float(number) <= 100
            and not _NO_SHARE_BEFORE.search(text, 0, number.start)
            and not is_noise(text, number.start, number.end)
        )
        if in_list:
            shared[index] = replace(number, percent=True)
    return shared


LONGEST_BASE = 12  # characters, what stands before it included
_INDEXED = re.compile(r"(?:/\s?m|\b[ckmd]?m|\bN|\bS?[CVN]?O|\bS[pa]O|\bPa?C?O|HbA|\bH|\bD|\bA)\s?$")


def _is_index(text: str, number: Number) -> bool:
    """Whether a number is the 2 of "kg/m 2", "N 2 O" and the like, set apart by the text layer."""
    return (
        number.value in ("1", "2", "3")
        and number.whole
        and bool(_INDEXED.search(text[max(0, number.start - LONGEST_BASE) : number.start]))
    )


def values_of(reader: Reader, match: re.Match[str], names: dict[str, str]) -> list[Value]:
    """Return the values of the named groups of a match, in printed order."""
    values = []
    told = match.groupdict()
    for group, statistic in names.items():
        if told.get(group) is None:
            continue
        at = match.start(group)
        shown = match[group]
        if shown in (WHOLE, FRACTION, PERCENT):
            number = reader.numbers[number_at(reader, at)]
            values.append(
                Value(
                    statistic, number.value, number.operator, number.start, number.end, number.as_printed
                )
            )
        else:
            start = reader.offsets[at]
            value = spelt_value(shown)
            values.append(Value(statistic, value, "=", start, start + len(shown), shown, True))
    return sorted(values, key=lambda value: value.start)


def number_at(reader: Reader, at: int) -> int:
    """Return the index of the number whose placeholder stands at `at` in the skeleton."""
    return sum(reader.skeleton.count(kind, 0, at) for kind in _PLACEHOLDERS)
