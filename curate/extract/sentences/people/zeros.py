"""What happened to nobody: "no deaths occurred in either group", "there was no bleeding in the A group"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.assign import Placed
from curate.extract.sentences.topic.phrases import trim_phrase
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement, Value

_ILL = (
    r"(?:adverse\s+(?:events?|effects?|reactions?)|side[- ]effects?|deaths?|complications?|"
    r"hospitali[sz]ations?|episodes|ketoacidosis|infections?|toxicit(?:y|ies)|SAEs|ha?emorrhages?|bleeding|"
    r"mortality|withdrawals)\b"
)
"""What must not happen to people in a trial: that there was none of it is worth a number."""
_EITHER = (
    r"(?:in|among|with|for)\s+(?:either|any|both|the (?:two|three)|all)\s+(?:of\s+the\s+)?(?:\w+\s+){0,2}?"
    r"(?:groups?|arms?)\b"
)
_FIRST = (
    r"(?!(?:significant|statistical\w*|clinical\w*|differences?|changes?|effects?|evidence|further|such|marked|"
    r"apparent|correlations?|associations?|improvements?|increases?|decreases?|reductions?|interactions?|trends?|"
    r"one|patients?|participants?|subjects?|data|relationship|substantial|overall|clear|longer|other (?:significant|"
    r"differences?))\b)[A-Za-z][\w/-]*"
)
_NEXT = (
    r"(?:\s(?!(?:differences?|changes?|effects?|was|were|in|between|improvements?|correlations?|associations?|"
    r"increases?|decreases?|reductions?|variations?)\b)[\w/-]+){0,5}?"
)
_WHAT = rf"(?P<what>{_FIRST}{_NEXT})"
_SAID = (
    r"(?:(?:was|were)\s+)?(?:occurred|observed|reported|seen|noted|recorded|found|detected|encountered|developed|"
    r"documented)"
)
_EITHER_GROUP = (
    re.compile(rf"\b(?P<none>[Nn]o)\s+{_WHAT}\s+{_SAID}\s+{_EITHER}"),
    re.compile(rf"\b[Tt]here\s+(?:was|were)\s+(?P<none>no)\s+{_WHAT}\s+(?:{_SAID}\s+)?{_EITHER}"),
)
"""Said of all arms at once: "no serious reactions occurred in either group"."""
_IN_ARM = (
    re.compile(rf"\b(?P<none>[Nn]o)\s+{_WHAT}\s+{_SAID}\s+(?:in|among|with)\s+(?:the\s+)?$"),
    re.compile(
        rf"\b[Tt]here\s+(?:was|were)\s+(?P<none>no)\s+{_WHAT}\s+(?:in|among|with)\s+(?:the\s+)?$"
    ),
)
"""Ahead of one arm: "No bleeding occurred in the "."""
_NOBODY = re.compile(
    rf"\b(?P<none>[Nn]o(?:ne)?)\s+(?:of\s+the\s+)?(?:\d+\s+)?{PEOPLE}\s+"
    r"(?:in|on|receiving|assigned to|treated with|given)\s+(?:the\s+)?$"
)
_DID = re.compile(
    r"(?:\s*(?:groups?|arms?))?\s+(?P<verb>met|had|experienced|developed|died|converted|required|reached|reported|achieved|"
    r"relapsed|withdrew|suffered|underwent|discontinued)\b(?P<what>[^.;,()]{0,70})"
)
"""Around an arm: "No patient in the A group had a relapse"."""
_ITSELF = ("died", "converted", "relapsed", "withdrew", "discontinued")
_ARM_FIRST = re.compile(
    rf"(?:\s*(?:groups?|arms?))?,\s+(?:there\s+(?:was|were)\s+)?(?P<none>no)\s+{_WHAT}\s+{_SAID}(?=\s*(?:[.,;]|$))"
)
"""Behind the arm that opens a sentence: "In the A group, no bleeding was observed"."""
_OVER = r"(?=\s*(?:[.,;]|$|during|throughout|in (?:this|the|our) (?:study|trial)))"
_ILLS = rf"(?P<what>(?!significant|further|evidence|sign)(?:[a-z-]+\s+){{0,3}}?{_ILL})"
_NONE_AT_ALL = (
    re.compile(rf"\b[Tt]here\s+(?:was|were)\s+(?P<none>no)\s+(?:cases?\s+of\s+)?{_ILLS}{_OVER}"),
    re.compile(rf"(?:^|\.\s+)(?P<none>No)\s+{_ILLS}\s+{_SAID}{_OVER}"),
    re.compile(rf"\b(?P<none>without)\s+any\s+{_ILLS}(?=\s*[.;]|$)"),
)
"""Said of the whole trial: "There were no serious adverse events"."""


_SAYS_NONE = re.compile(r"\b(?:[Nn]o|[Nn]one|without any)\b")


def says_none(text: str) -> bool:
    """Whether a sentence has a word for nobody or nothing."""
    return bool(_SAYS_NONE.search(text))


def place_none(text: str, main: Sequence[str], mentions: Sequence[Mention] = ()) -> list[Placed]:
    """Return the zeros that a sentence tells in words: "There were no deaths in either group".

    Parameters
    ----------
    main
        The assigned arms: what is said of all of them, or of the whole trial, is each one's.
    """
    if not says_none(text):
        return []
    placed = []
    for mention in mentions:
        window = max(0, mention.start - 140)
        found = [pattern.search(text, window, mention.start) for pattern in _IN_ARM]
        found += [_ARM_FIRST.match(text, mention.end)] if mention.start < len("Furthermore, in ") else []
        match = next(filter(None, found), None)  # the patterns overlap: the first says it best
        if match is not None:
            placed.append(Placed(_zero(match), (mention.arm,)))
        nobody, did = _NOBODY.search(text, window, mention.start), _DID.match(text, mention.end)
        if nobody is not None and did is not None:
            whole = did["verb"] + did["what"]
            what = trim_phrase(whole if did["verb"] in _ITSELF else did["what"])
            if what:
                placed.append(Placed(_zero(nobody, what), (mention.arm,)))
    if len(main) < 2:
        return placed
    patterns = _EITHER_GROUP if mentions or placed else (*_EITHER_GROUP, *_NONE_AT_ALL)
    seen: set[int] = set()
    for match in (match for pattern in patterns for match in pattern.finditer(text)):
        if match.start("none") not in seen:
            seen.add(match.start("none"))
            placed += [Placed(_zero(match), (arm,), sure=False) for arm in main]
    return placed


def _zero(match: re.Match[str], what: str = "") -> Statement:
    start, end = match.span("none")
    value = Value("events", "0", "=", start, end, match["none"], True)
    return Statement("count", (value,), start, match.end(), label=what or match["what"])
