"""Rules that are typed: rows of dashes or underscores that a word processor's table has for lines."""

from __future__ import annotations

import re
from dataclasses import replace

from curate.pdf.page import Page, Rule, Word

_TYPED = re.compile(r"[-_‐‑‒–—―−─━═=]{5,}")
"""A word that is nothing but such signs; fewer stand for a missing value."""

MIDDLE = 0.25
"""Em above the baseline at which a dash is drawn; an underscore is drawn on it."""
END = 0.1
"""Em taken off both ends of a typed rule."""


def with_typed_rules(page: Page) -> Page:
    """Take words made of dashes from a page and give it rules in their places."""
    typed = [word for word in page.words if _TYPED.fullmatch(word.text)]
    if not typed:
        return page
    kept = tuple(word for word in page.words if not _TYPED.fullmatch(word.text))
    return replace(page, words=kept, rules=(*page.rules, *map(_rule, typed)))


def _rule(word: Word) -> Rule:
    y = word.baseline - (0.0 if word.text[0] == "_" else MIDDLE * word.size)
    end = END * word.size  # the space between two rules is as narrow as a gap in a drawn one
    return Rule(word.x0 + end, y, word.x1 - end, y)
