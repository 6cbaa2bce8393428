"""Text layers that are not text: codes shifted, numbered anew for each file, or missing.

A font whose map to Unicode is wrong or absent is drawn rightly, but what a program reads of it is no
language. Three shares of a page's characters tell it, and each is far from what any page of text has,
whether prose, a table of numbers or a list of references.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

import numpy as np

LEAST = 150
"""Characters, or Latin letters, below which a share says nothing."""

MOST_CODELESS = 0.2
"""Share of characters without a meaning: control codes, private use, unassigned. Pages of text have 0.01."""

MOST_SYMBOLS = 0.55
"""Share of signs that are neither letters nor digits; a page of tables has 0.25 at most, leaders aside."""

LEAST_COMMON = 0.42
"""Share of the letters `COMMON` among Latin ones; a page has 0.55 at least, codes shifted by any number less
than 0.4."""

COMMON = frozenset("aeinorst")
"""The letters that languages of Latin script use most: two thirds of their texts."""

MOST_ACCENTED = 0.5
"""Share of letters with accents among Latin ones; Vietnamese has a third."""

LINE_END_HYPHEN = 0xFFFE

LEFT_OUT, CODELESS, PLAIN, ACCENTED, OTHER, SYMBOL = range(6)
"""Kinds of characters; `OTHER` are digits and letters of other scripts."""


def is_garbage(text: str) -> bool:
    """Tell whether the plain text of a page is no text in any language.

    Parameters
    ----------
    text
        The page's text layer; a character without a code is U+0000.
    """
    # Abbreviations and formulas that a table repeats are no language, but few: each word counts once.
    return _strange(text) and _strange(" ".join(set(text.split())))


def _strange(text: str) -> bool:
    """Tell whether the characters of a text have the shares of no language."""
    held, common = [0] * 6, 0
    for code, times in _counted(text):
        kind, frequent = _kind(code)
        held[kind] += times
        common += frequent * times
    latin = held[PLAIN] + held[ACCENTED]
    solid = sum(held) - held[LEFT_OUT]
    if solid < LEAST:
        return False
    if held[CODELESS] > MOST_CODELESS * solid or held[SYMBOL] > MOST_SYMBOLS * solid:
        return True
    rare = common < LEAST_COMMON * latin or held[ACCENTED] > MOST_ACCENTED * latin
    return latin >= LEAST and rare


def _counted(text: str) -> list[tuple[int, int]]:
    """Return each UTF-16 unit of a text with how often it stands there."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    usual = np.bincount(units[units < USUAL], minlength=USUAL)
    codes = np.flatnonzero(usual)
    counted = list(zip(codes.tolist(), usual[codes].tolist(), strict=True))
    return counted + list(Counter(units[units >= USUAL].tolist()).items())


USUAL = 0x400
"""Codes below are counted in an array; a page has few others."""


@cache
def _kind(code: int) -> tuple[int, bool]:
    """Return the kind of a character, and whether it is one of `COMMON`, its accent left out."""
    letter = chr(code)
    if letter.isspace() or code == LINE_END_HYPHEN or letter in "._-–—…·•":  # leaders, blanks
        return LEFT_OUT, False
    category = unicodedata.category(letter)
    if category == "Cs":  # half of a mathematical letter or a rare ideograph
        return OTHER, False
    if (category[0] == "C" and category != "Cf") or letter == "\ufffd":
        return CODELESS, False
    if category[0] == "L":
        plain = unicodedata.normalize("NFKD", letter)[0].lower()
        kind = (PLAIN if plain == letter.lower() else ACCENTED) if plain.isascii() else OTHER
        return kind, plain in COMMON
    return (OTHER if category[0] in "MN" else SYMBOL), False
