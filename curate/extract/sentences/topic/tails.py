"""What a long sentence says last before a value: since the value before it, or in its closing clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.parallel import without_arms
from curate.extract.sentences.topic.measured import LONGEST
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

_WITH_MORE = re.compile(
    r",\s+with\s+(?:[a-z]+ly\s+)?(?:more|fewer|greater|higher|lower|smaller)\s+(?:(?:proportions?|percentages?|numbers?|rates?)\s+of\s+)?"
    rf"(?:{PEOPLE}\s+)?(?:in\s+)?(?P<what>[^;]{{4,}})$"
)


def last_clause(led: str) -> str:
    """Return what more people did, where that closes a long sentence: ", with more people in A having slept ("."""
    match = _WITH_MORE.search(led, max(0, len(led) - 2 * LONGEST))
    return match["what"] if match and len(match["what"]) <= LONGEST else ""


_NO_PHRASE = re.compile(r"[\d()\[\]]|\.\s")


def since_last(
    text: str, statement: Statement, statements: Sequence[Statement], mentions: Sequence[Mention]
) -> str:
    """Return what stands between a value and the last one before it, where that is no longer than a name."""
    before = [s for s in statements if s.end <= statement.start and s is not statement]
    ends = [s.reach for s in before if not (s.kind == "size" and text[s.start] == "N")]
    since = without_arms(text, max(ends), statement.start, mentions) if ends else ""
    since = _TEST_BEHIND.sub("", since.lstrip(")],; "))
    return "" if len(since) > LONGEST or _NO_PHRASE.search(_A_TIME.sub("", since)) else since


_TEST_BEHIND = re.compile(r",\s*[^\w\s,]?\s*(?:[χFtzx]\s?)?\d?\s?[(=].*$")
"""What a test came to, behind what was tested: ", χ2 (1, N = 169) < .001, "."""
_A_TIME = re.compile(r"\d+[\s-](?:hours?|days?|weeks?|months?|years?)\b")
