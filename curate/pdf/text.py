"""How text is compared: across engines, and between what a person typed and what a page has."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = dict.fromkeys("‐‑‒–—―−⁻﹣－", "-")
_DOTS = dict.fromkeys("·∙⋅•‧・．", ".")
_QUOTES = {"’": "'", "‘": "'", "“": '"', "”": '"', "´": "'", "`": "'"}
_SIGNS = {"⩽": "≤", "⩾": "≥", "≦": "≤", "≧": "≥", "˂": "<", "˃": ">", "∗": "*"}
_PLAIN = str.maketrans({**_DASHES, **_DOTS, **_QUOTES, **_SIGNS, "\u00ad": ""})


@lru_cache(maxsize=8192)  # the words of a page are asked for again and again
def bare(text: str) -> str:
    """Return `text` without what printing and typing vary: spaces, kinds of dash, dot and quote, case.

    Ligatures and full-width forms are taken apart; a hyphen between letters is dropped, since a line
    break may have put it there.

    Examples
    --------
    >>> bare("−0·35 (95% CI  –0.60 to –0.10)")
    '-0.35(95%ci-0.60to-0.10)'
    """
    if text.isascii() and text.isprintable() and "-" not in text:
        return text.replace("`", "'").replace(" ", "").lower()
    plain = unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_PLAIN).lower()
    letters = [letter for letter in plain if not letter.isspace() and letter.isprintable()]
    return "".join(
        letter
        for place, letter in enumerate(letters)
        if not (
            letter == "-"
            and 0 < place < len(letters) - 1
            and letters[place - 1].isalpha()
            and letters[place + 1].isalpha()
        )
    )


def same_text(a: str, b: str) -> bool:
    """Tell whether two engines saw the same text, spaces, dashes and middle dots aside."""
    return bare(a) == bare(b)


def holds_number(text: str, number: str) -> bool:
    """Tell whether `number` stands in `text` as a number of its own, with its sign.

    A minus before the number in `text` is its sign unless it follows a digit, a percent sign or a
    closing bracket (a range, "3–9").

    Examples
    --------
    >>> holds_number("12.3 (−4.5)", "-4.5"), holds_number("12.3 (−4.5)", "4.5")
    (True, False)
    >>> holds_number("[3–9]", "9"), holds_number("112.35", "12.3"), holds_number("61 ± 14 17", "14")
    (True, False, True)
    """
    needle = bare(number)
    if not needle:
        return False
    hay = " ".join(bare(word) for word in text.split())  # spaces still part numbers: "17 4" holds no 174
    digits = needle[0].isdigit()
    for hit in re.finditer(r"\s?".join(map(re.escape, needle)), hay):
        hidden_minus = digits and _SIGN_BEFORE.search(hay[: hit.start()])
        if whole_number(hay, *hit.span()) and not hidden_minus:
            return True
    return False


_SIGN_BEFORE = re.compile(r"(?:^|[^\d%)\]\s])\s?-$|\s-$")
"""A minus that belongs to the number behind it: not one between the ends of a range."""


def whole_number(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` does not begin or end inside a number."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    if (
        text[start].isdigit()
        and before
        and (before[-1].isdigit() or (before[-1] == "." and before[:-1].isdigit()))
    ):
        return False
    return not (
        text[end - 1].isdigit()
        and after
        and (after[0].isdigit() or (after[0] == "." and after[1:].isdigit()))
    )
