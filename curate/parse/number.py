"""Numbers as trial reports print them, and back to decimal text.

Reports print a minus as U+2212, an en dash or a hyphen, a decimal point as a point, a middle dot or a
comma, and thousands with commas or narrow spaces. What leaves this module is decimal text with ASCII
signs ("-12.30"), because the number of decimals printed is part of what was reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

MINUS = "-\u2212\u2013\u2014\u2010\u2011\u2012\ufe63\uff0d"
"""Characters that stand for a minus, or for the dash of a range, depending on their place."""

DOTS = ".\u00b7\u2219\u22c5\u2027"
"""Characters that stand for a decimal point."""

NARROW = "\u2009\u202f\u00a0\u2007\u2006\u2005\u2008\u200a"
"""Spaces that separate thousands; an ordinary space does so only by the report's convention."""

OPERATORS = {"<": "<", ">": ">", "=": "=", "\u2264": "≤", "\u2265": "≥", "\u2a7d": "≤", "\u2a7e": "≥"}


MOST_DIGITS = 12
"""Before the decimal point: a reading holds no larger number, and no trial reports one."""


@dataclass(frozen=True, slots=True)
class Convention:
    """How one report prints numbers.

    Attributes
    ----------
    decimal
        ``"."`` or ``","``. Middle dots are always decimal points.
    spaced
        Whether an ordinary space between groups of three digits separates thousands.
    """

    decimal: str = "."
    spaced: bool = False

    @classmethod
    def of(cls, texts: Iterable[str]) -> Convention:
        """Decide the convention of a report from its texts.

        A comma is the decimal sign when numbers that only a decimal comma explains ("0,05", "12,34")
        outnumber those that only a decimal point explains by three to one.
        """
        whole = "\n".join(text for text in texts if _DIGIT.search(text))
        spaces = len(_SPACE_EVIDENCE.findall(whole)) + 3 * _counts_with_spaces(whole)
        commas = len(_COMMA_EVIDENCE.findall(whole))
        comma = commas >= 3 and commas > 3 * len(_POINT_EVIDENCE.findall(whole))
        return cls("," if comma else ".", spaces >= 3)


# What may stand before a number is asked for behind its first digit: the search jumps from digit to digit.
_COMMA_EVIDENCE = re.compile(r"\d(?<![\d.,]\d)(?:(?<=0),\d+|\d*,\d{1,2})(?![\d,.])")
_POINT_EVIDENCE = re.compile(rf"(?<![\d.,])\d*[{DOTS}]\d+(?![\d.])")
_SPACE_EVIDENCE = re.compile(
    r"[1-9](?<![\d.,] [1-9])(?<![\d.,][1-9])\d{0,2}(?: \d{3}){2,3}(?![\d.,]| \d)"
)
"""Two or three groups; more of them, or another number after them, is a row of columns ("148 121 108 120 92")."""

_SPACED_PEOPLE = re.compile(
    r"[1-9](?<![\d.,/][1-9])\d{0,2} \d{3} (?:patients|participants|people|women|men|children|adults)\b"
)
"""A number of people with one space in it, behind words that count: "of 430 977 participants"."""

_COUNTS = re.compile(
    r"(?:^|[(\n]|\b(?:of|the|included|enrolled|randomi[sz]ed|assigned|recruited|analy[sz]ed)\s)$", re.I
)


def _counts_with_spaces(text: str) -> bool:
    return any(
        _COUNTS.search(text[max(0, m.start() - 12) : m.start()]) for m in _SPACED_PEOPLE.finditer(text)
    )


POINT = Convention()


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number.

    Attributes
    ----------
    value
        Decimal text with ASCII sign, at least one digit before the point, no thousands separators.
    operator
        ``=`` when none is printed.
    as_printed
        The characters of the number with its sign and operator.
    start, end
        Its span in the text.
    percent
        Whether a percent sign follows.
    """

    value: str
    operator: str
    as_printed: str
    start: int
    end: int
    percent: bool = False

    @property
    def decimals(self) -> int:
        """Decimals as printed."""
        return len(self.value.partition(".")[2])

    @property
    def whole(self) -> bool:
        """Whether it is printed as a whole number without a sign."""
        return self.value.isdigit()

    def __float__(self) -> float:
        return float(self.value)


@cache
def _pattern(convention: Convention) -> re.Pattern[str]:
    spaces = NARROW + (" " if convention.spaced else "")
    if convention.decimal == ",":
        thousands, decimal = rf"[.{spaces}]", rf"[,{DOTS}]"
        # "1.234" is a whole number here, but "12.34" cannot be one: a stray point stays decimal.
    else:
        thousands, decimal = rf"[,{spaces}]", rf"[{DOTS}]"
    return re.compile(
        rf"(?=[{MINUS}+<>=\u2264\u2265\u2a7d\u2a7e{DOTS},\d])"
        rf"(?P<op>[<>=\u2264\u2265\u2a7d\u2a7e]\s*)?(?P<sign>[{MINUS}+][ {NARROW}]?)?"
        rf"(?P<digits>(?={decimal}?\d)(?P<whole>[1-9]\d{{0,2}}(?:{thousands}\d{{3}})+(?!\d)|\d+)?"
        rf"(?P<fraction>{decimal}\d+)?)(?P<percent>\s?%)?"
    )


_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏµμα-ωΑ-Ω_]")  # not × ÷
_BEFORE_SIGN = re.compile(r"[\w)\]%]\s*$")
_BEFORE_SPACED_MINUS = re.compile(r"(?<![\w-])(?:CI|to|of|was|were|and|vs?\.?|versus|from|by)\s$")
"""Ahead of a true minus that stands apart from its number: "(95% CI − 6.9 to − 1.8)"."""
_LETTER_BEFORE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏα-ω]$")
_NO_DIGIT = re.compile(r"\D")
_LEVEL_BEFORE = re.compile(r"(?<![A-Za-z])CI$")  # "CI95%": the level is a number of its own
_VERSUS = re.compile(r"(?<![A-Za-z])(?:vs?\.?|versus)$")  # "vs-11.6": the space before the minus is lost
_TOUCHING = re.compile(r"[\w)\]%]$")


def find_numbers(text: str, convention: Convention = POINT) -> tuple[Number, ...]:
    """Return the numbers printed in `text`, from left to right.

    A dash is a minus when nothing that a range could start from stands before it: "1-3" holds 1 and 3,
    "(-4.1 to -0.7)" holds -4.1 and -0.7, "3 -1.2" (a dash that touches only the number after it) holds
    3 and -1.2. Digits inside a word ("CD4", "SF-36") are no numbers.

    Examples
    --------
    >>> [n.value for n in find_numbers("−2·4 (−4.1–−0.7), p<0.001; 1-3")]
    ['-2.4', '-4.1', '-0.7', '0.001', '1', '3']
    """
    return _numbers(text, convention)


@lru_cache(maxsize=256)  # a sentence is asked for several times in turn
def _numbers(text: str, convention: Convention) -> tuple[Number, ...]:
    if _DIGIT.search(text) is None:
        return ()
    found = (_number(text, match) for match in _pattern(convention).finditer(text))
    return tuple(number for number in found if number is not None)


def _number(text: str, match: re.Match[str]) -> Number | None:
    start = match.start("digits")
    sign = match["sign"] or ""
    before = text[: match.start("sign")] if sign else text[:start]
    minus = bool(sign) and sign[0] in MINUS
    if sign:
        spaced_sign = len(sign) > 1
        blocked = _BEFORE_SIGN.search(before) if spaced_sign else _TOUCHING.search(before)
        if spaced_sign and sign[0] == "\u2212" and _BEFORE_SPACED_MINUS.search(before):
            blocked = None
        if blocked:
            versus = not spaced_sign and _VERSUS.search(before)
            if not versus and _inside_word(before):
                return None  # "SF-36", "IL-6"
            sign, minus = (sign, minus) if versus else ("", False)
        elif not spaced_sign and sign[0] == "+" and before.rstrip()[-1:].isdigit():
            sign = ""
    elif _WORD.search(before[-1:]) and not (
        match["op"] or (match["percent"] and _LEVEL_BEFORE.search(before))
    ):
        return None
    tail = text[match.end("digits") : match.end("digits") + 1]
    if tail and (tail.isalpha() or tail == "_") and not _UNIT_TAIL.match(text, match.end("digits")):
        return None
    whole = _NO_DIGIT.sub("", match["whole"] or "") or "0"
    if len(whole) > MOST_DIGITS:
        return None  # a barcode, a registration, columns that run together
    fraction = (match["fraction"] or "")[1:]
    value = ("-" if minus else "") + whole + ("." + fraction if fraction else "")
    operator = OPERATORS[match["op"].strip()] if match["op"] else "="
    first = match.start("op") if match["op"] else (match.start("sign") if sign else start)
    end = match.end("percent") if match["percent"] else match.end("digits")
    printed = text[first : match.end("digits")].strip()
    return Number(value, operator, printed, first, end, bool(match["percent"]))


_UNIT_TAIL = re.compile(r"(?:h|d|wk|w|mo|yr?|s|min|mg|g|kg|ml|mL|to|x|st|nd|rd|th|[a-z])(?![A-Za-z])")


def _inside_word(before: str) -> bool:
    return bool(_LETTER_BEFORE.search(before))


def parse_number(text: str, convention: Convention = POINT) -> Number | None:
    """Return the number when `text` is one number and nothing else, else None.

    Examples
    --------
    >>> parse_number("<0·001").operator, parse_number("1,234").value, parse_number("·05").value
    ('<', '1234', '0.05')
    """
    stripped = text.strip()
    found = find_numbers(stripped, convention)
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(stripped):
        return found[0]
    return None


def print_number(
    value: str, *, minus: str = "-", dot: str = ".", thousands: str = "", leading_zero: bool = True
) -> str:
    """Return decimal text as a report in the given style would print it; the inverse of `parse_number`.

    Examples
    --------
    >>> print_number("-1234.50", minus="−", dot="·", thousands=",")
    '−1,234·50'
    """
    sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
    whole, _, fraction = digits.partition(".")
    if thousands:
        whole = f"{int(whole):,}".replace(",", thousands)
    if not leading_zero and whole == "0" and fraction:
        whole = ""
    return (minus if sign else "") + whole + (dot + fraction if fraction else "")
