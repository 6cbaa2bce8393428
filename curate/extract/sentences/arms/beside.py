"""The arm right beside a value: "44 (11.8%) in the A group", "in the A group, 44 (11.8%)"."""

from __future__ import annotations

import re

from curate.extract.sentences.arms.brackets import closes_over
from curate.extract.sentences.arms.named import Named
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

_INTO = re.compile(
    r"^[)\]]?\s?(?:[a-zµμ%/²·\d.-]{1,14}[)\]]?\s){0,3}?\W{0,2}(?:(?:in|for|with|of|among|on|after|by|received|"
    r"receiving|to|assigned to|randomi[sz]ed to|given|taking|from|treated with|allocated to|who received|under|"
    rf"using|undergoing|at)\s+)(?:(?:the|those|{PEOPLE}|"
    r"who|in|on|all|receiving|received|receive|assigned|randomi[sz]ed|allocated|to|with|of|treated|given|taking|"
    r"were|groups?|a|total|daily|weekly|oral|once|twice|\d[\d,]*)\s+)*$",
    re.I,
)
_ADJACENT = re.compile(r"^\s?(?:%|[a-zµμ/²·]{1,10})?[)\]]?\s*$", re.I)
_PARTED = re.compile(
    r"^\W*(?:and|but|while|whereas|vs?|versus|than|compared|or)\b|^\W*[a-zµμ/²·]{1,8}\s(?:and|but|while|whereas)\b|"
    r"[)\]]\s*(?:as\s+)?(?:and|vs?|versus|compared|than|but|whereas|while)\b|[,;]\s*(?:and|but|while|whereas)\b|;",
    re.I,
)
_CONNECTOR = re.compile(
    r"\b(?:and|vs?|versus|compared|than|but|whereas|while|with those|relative|against|or)\b|[,;]\s|:\s",
    re.I,
)


_BASED_ON = re.compile(r"^\s?%?\s*\([^()]{3,40}\)")
"""A bracket between a value and its arm: "80% (based on 94 events) in"."""


def leads_into(gap: str) -> bool:
    """Whether the words between a value and the next arm tie them: "44 (11.8%) in the A group"."""
    gap = _BASED_ON.sub(" ", gap, count=1)
    into = _ADJACENT.match(gap) or (_INTO.match(gap + " ") and not _PARTED.search(gap))
    return len(gap) < 70 and bool(into)


_IN_BRACKET = re.compile(r"\s?(?:%|[a-zµμ/²·]{1,10})?\s*[(\[]")
"""Between a value and the arm in a bracket of its own: "4.1 [A] v 5.2 [B]"."""
_CLOSING = (")", "]")
_WHO_GOT = re.compile(
    r"[)\]]?\s*(?:of\s+(?:the\s+)?)?(?:[a-z]+\s+)?who\b[^.;:()\d]{0,90}\b"
    r"(?:received|took|were (?:given|in|on|assigned to|randomi[sz]ed to|allocated to|treated with))\s+",
    re.I,
)
"""Between people and their arm: "who slept badly before and received"."""
_OF_ALL = re.compile(rf"\bOf (?:the|all|these)?\s*\d[\d,]*\s+(?:[a-z]+\s+)?{PEOPLE}\b")
"""People counted anew at the start of a sentence, after a heading that names an arm."""
_EVERYONES_AGE = re.compile(r"\b\d+\s+[^;()]{0,80}\([^()]*\bage[sd]?\b", re.I)
"""People counted anew, with their age: "walking … in 53 adults (mean age …"."""


def nearest(text: str, first: Statement, last: Statement, named: Named) -> str:
    """Return the arm that one value, or several values of one arm, belong to; empty when none is near."""
    following, ahead = named.following(last.end), named.ahead(first.start)
    after = following[0] if following else None
    if after is not None:
        ends = [last.end] + ([last.reach] if last.end < last.reach <= after.start else [])
        if any(leads_into(text[end : after.start]) for end in ends):
            return after.arm
        if (
            _IN_BRACKET.fullmatch(text, max(ends), after.start)
            and text[after.end : after.end + 1] in _CLOSING
        ):
            return after.arm
        if _WHO_GOT.fullmatch(text, max(ends), after.start):
            return after.arm
    if ahead and (
        closes_over(text, ahead, first.start) or _IN_ANOTHER.match(text, max(last.end, last.reach))
    ):
        return ""
    if ahead:
        anew = _EVERYONES_AGE.search(text, ahead[-1].end, first.start) or _OF_ALL.search(
            text, ahead[-1].end, first.start
        )
        return (
            ""
            if anew or _is_explained(text, ahead[-1].start, ahead[-1].end, first.start)
            else ahead[-1].arm
        )
    gap = text[last.end : after.start] if after is not None else ""
    apart = _CONNECTOR.search(gap) or _DIFFERENCE_BETWEEN.search(gap) or _NEXT_NUMBER.search(gap)
    return after.arm if after is not None and not apart else ""


def _is_explained(text: str, start: int, end: int, place: int) -> bool:
    """Whether a name stands with others in a bracket that tells what something was: "lessons (A and calls) were"."""
    opening = text.rfind("(", 0, start)
    closing = text.find(")", end, place)
    if opening < 0 or closing < 0 or text.find(")", opening, start) >= 0:
        return False
    return _WITH_OTHERS.fullmatch(text, end, closing) is not None


_WITH_OTHERS = re.compile(r"\s*(?:,|and\b|or\b)\s*[a-z][^()\d=]{3,80}")
_IN_ANOTHER = re.compile(
    r"[)\]]?\s*(?:in|with|on|for|of|receiving)\s+(?:the\s+)?(?:placebo|sham|controls?|usual care)\b",
    re.I,
)
"""Behind a value of the comparator, even where no arm of the report is called so."""
_NEXT_NUMBER = re.compile(r"[(\[]\s*(?:[nN]\s*=\s*)?\d")
"""A bracket with a number of its own, which is the arm's behind it: "9 (15%) left (5 in A"."""
_DIFFERENCE_BETWEEN = re.compile(r"\bdifferen\w+\s+between\b", re.I)
