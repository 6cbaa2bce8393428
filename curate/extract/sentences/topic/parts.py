"""Values of parts of the people side by side: "in women (OR 1.7) than in men (OR 1.2)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.brackets import in_brackets
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

_SEXED = r"(?:fe)?males?|smokers|non-?smokers|never-smokers|ex-smokers|(?:non-?)?diabetics|(?:non-?)?responders"
_WHO = (
    rf"(?:those|(?:(?!the\b|all\b|both\b|these\b)[a-z-]+\s+)?(?:{PEOPLE}|{_SEXED}))"
    r"(?:\s+(?:with(?:out)?|who|whose|aged|not|on|off|taking|using|having|under|over|older|younger|at)\s[^,;()\[\]\d]{1,70}?(?:\d+(?:\syears)?)?)?"
)
_MAY = re.compile(rf"\b(?:those|{PEOPLE}|{_SEXED})\b")
_AHEAD = re.compile(rf"\b(?:in|for|among|of|amongst)\s+(?:the\s+)?(?P<who>{_WHO})\s*$")
_BEHIND = re.compile(
    rf"[)\]%\s]*(?:in|for|among|of|amongst)\s+(?:the\s+)?(?P<who>{_WHO})"
    r"(?=\s*(?:[.,;()\[]|$)|\s+(?:and|vs|versus|compared|but|while|whereas|than)\b)"
)
REACH = 120  # characters from a bracket back to whose it is


@lru_cache(maxsize=64)  # a sentence is asked for each of its values
def _may_set_apart(text: str) -> bool:
    return len(_MAY.findall(text)) > 1


def _whose(text: str, statement: Statement) -> tuple[int, int] | None:
    """Return where the words stand that tell of which people a value is, right ahead of its bracket or behind it."""
    if in_brackets(text, statement.start):
        opening = max(text.rfind("(", 0, statement.start), text.rfind("[", 0, statement.start))
        match = _AHEAD.search(text, max(0, opening - REACH), opening)
    else:
        match = _BEHIND.match(text, statement.reach)
    return match.span("who") if match else None


def parts_of(
    text: str, statements: Sequence[Statement], mentions: Sequence[Mention]
) -> dict[int, tuple[int, int]]:
    """Return start of a statement → where the people stand that it is of, in a sentence that sets such parts apart.

    Nothing where no two parts are named, or where an arm is one of them.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "Waking was rarer in women (OR, 1.7) than in men (OR, 1.2)"
    >>> [text[slice(*span)] for span in parts_of(text, find_statements(text), []).values()]
    ['women', 'men']
    """
    if len(statements) < 2 or not _may_set_apart(text):
        return {}
    spans = {}
    for statement in statements:
        span = _whose(text, statement) if statement.kind in _OF_A_PART else None
        if span and not any(m.start < span[1] and span[0] < m.end for m in mentions):
            spans[statement.start] = span
    names = {text[slice(*span)] for span in spans.values()}
    return spans if len(names) > 1 else {}


_OF_A_PART = ("mean", "median", "count", "estimate", "p")
