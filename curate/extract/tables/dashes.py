"""Rules that a page prints as a row of dashes: they part what stands above and below them, and are no words."""

from __future__ import annotations

import re
from dataclasses import replace

from curate.pdf.page import Page, Rule, Word

LEAST, LEAST_SHORT = 4, 6
"""Long dashes, and short ones, next to each other that are a rule; fewer stand for a value that is missing."""
_DASHES = re.compile(
    rf"[\u2014\u2015\u2500\u2501]{{{LEAST},}}|[-_=\u2010-\u2015\u2212\u2500\u2501]{{{LEAST_SHORT},}}"
)


def with_dashes_ruled(page: Page) -> Page:
    """Return a page with rules in the place of rows of dashes; the page itself where it has none."""
    dashes = [word for word in page.words if len(word.text) >= LEAST and _DASHES.fullmatch(word.text)]
    if not dashes:
        return page
    gone = set(map(id, dashes))
    words = tuple(word for word in page.words if id(word) not in gone)
    return replace(page, words=words, rules=(*page.rules, *map(_rule, dashes)))


def _rule(word: Word) -> Rule:
    height = word.baseline - 0.3 * word.size
    return Rule(word.x0, height, word.x1, height)
