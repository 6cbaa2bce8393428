"""Whether the arm named ahead of a value is that of the value before it: "5 (25%) in the A group and 6 (29%)"."""

from __future__ import annotations

import re

from curate.extract.sentences.arms.beside import leads_into
from curate.extract.sentences.arms.named import Arms, Named
from curate.parse.sentence import Statement

_AND_NEXT = re.compile(
    r"\s*(?:groups?|arms?)?\s*(?:,\s*)?(?:and|vs?\.?|versus)\s+(?!.*\bto\s*$)[a-z ]{0,14}"
)


def is_taken(text: str, before: Statement, arms: Arms, first: Statement, named: Named) -> bool:
    """Whether the arm ahead of a value is that of the value before it: "5 (25%) in the A group and 6 (29%)"."""
    ahead = [m for m in named.ahead(first.start) if m.start >= before.end]
    if not ahead or arms != (ahead[-1].arm,) or before.kind != first.kind:
        return False
    own = leads_into(text[max(before.end, before.reach) : ahead[-1].start])
    behind = any(m.start - first.end < 60 for m in named.following(first.end))
    if behind or not own:
        return False
    beside = before.reach == before.end and ahead[-1].start - before.end == 1
    if (
        beside
        and _COMMA_NEXT.fullmatch(text, ahead[-1].end, first.start)
        and _NAMED.match(text, first.end)
    ):
        return True
    return bool(_AND_NEXT.fullmatch(text, ahead[-1].end, first.start))


_COMMA_NEXT = re.compile(r",\s+(?:and\s+)?")
_NAMED = re.compile(r"%?\s[A-Z]")
"""Around a value in a list of values with their names behind them: "57% Kava, 60% Hops"."""
