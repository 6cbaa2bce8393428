"""Heads of tables and headings of paragraphs that the text layer sets among the words of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.arms import Mention

_HEAD = re.compile(r"[A-Z][^.,;:()]{0,60}\(\s*[nN]\s?[=:]\s?\d[\d,]*\s*\)")
"""An arm and its size, as a column is headed: "Walking group (n = 56)"."""
LEAST = 20  # characters that the sentence is longer than what is quoted of it
_SENTENCE_BEGINS = re.compile(
    r"\s+(?P<begin>(?:The|A|An|There|Of|In|At|All|Participants|Patients|We|Our|Mean|Most)\s+[a-z0-9])"
)


def is_head(quote: str, text: str) -> bool:
    """Whether all that is in one piece around a size is the head of a table's column, set inside of a sentence.

    Examples
    --------
    >>> is_head("Walking (n = 56)", "It has two scales: physical Walking (n = 56) functioning and pain.")
    True
    >>> is_head("Walking (n = 56)", "Walking (n = 56)")
    False
    """
    return len(text) >= len(quote) + LEAST and _HEAD.fullmatch(quote.strip()) is not None


def heading_before(text: str, mentions: Sequence[Mention]) -> int:
    """Return where a sentence begins behind an arm's name that heads its paragraph: "Kava root The mean use was"."""
    first = mentions[0] if mentions else None
    begun = _SENTENCE_BEGINS.match(text, first.end) if first and first.start == 0 else None
    return begun.start("begin") if begun else 0
