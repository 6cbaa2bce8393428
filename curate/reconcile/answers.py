"""Comparing answers that are no numbers: text, categories and dates."""

from __future__ import annotations

import re
import unicodedata

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """Return text without what typing changes and meaning does not: case, spaces, kinds of dash and quote.

    Examples
    --------
    >>> plain("Double\u2010Blind,  placebo controlled. ")
    'double-blind, placebo controlled'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _DASHES.sub("-", folded).replace("\u2019", "'").replace("\u2018", "'")
    return " ".join(folded.replace("\u201c", '"').replace("\u201d", '"').split()).rstrip(".;,").rstrip()


def same_words(one: str, two: str) -> str:
    """Return why two texts may say one thing; empty when their words differ.

    The words are the same in another order, or those of one are a run of the other's. A word more can turn
    the meaning round ("not blinded"): this is a question, never an agreement.
    """
    first, second = sorted((_WORD.findall(plain(one)), _WORD.findall(plain(two))), key=len)
    if not first:
        return ""
    if sorted(first) == sorted(second):
        return "the same words otherwise written?"
    runs = (second[at : at + len(first)] for at in range(len(second) - len(first) + 1))
    return "one says the same in more words?" if first in runs else ""


def dates_within(one: str, two: str) -> bool:
    """Whether one ISO date is the other said less exactly: 2019-03 and 2019-03-12."""
    short, long = sorted((one, two), key=len)
    return len(short) < len(long) and long.startswith(f"{short}-")


def dates_changed_over(one: str, two: str) -> str:
    """Return whether day and month of two full ISO dates are changed over; else empty."""
    first, second = one.split("-"), two.split("-")
    if len(first) == len(second) == 3 and first == [second[0], second[2], second[1]]:
        return f"{min(one, two)} and {max(one, two)}: day and month changed over?"
    return ""
