"""What a share of things is of, and what the people of a part did whose share a sentence lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.parallel import without_arms
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

_DID = re.compile(
    r"\b(?P<verb>(?!(?:increased|decreased|improved|reduced|averaged|changed|differed|remained|followed|compared|reported|"
    r"observed|showed|estimated|reached|exceeded|explained|included|consisted|comprised|represented|randomi[sz]ed|"
    r"accounted|need|speed)\b)"
    r"(?:[a-z]{3,}ed|took|kept|read|made|wore|ate|drank|met))\s+"
    r"(?:(?:only|about|approximately|almost|nearly|over|at least|an average of|a mean of|an estimated)\s+)?$"
)
"""Right ahead of a share of things, what people did with them: "attended "."""
_THINGS = re.compile(
    rf"[)\]]?\s?%?\s+of\s+(?P<things>(?:(?:the|their|all|these|possible|its)\s+)*"
    rf"(?!(?:{PEOPLE}|those|whom|which|this|total|time|them|it|groups?|arms?|\d[\d.]*)\b)"
    rf"(?:(?!(?:and|or|in|at|during|compared|while|whereas|versus|vs|than|with|but|for|over|by|throughout|was|were)\b)(?:[A-Za-z]|\d+-)[\w-]*\s?){{1,6}})"
)
_ARTICLE = re.compile(r"(?:(?:the|their|all|these|possible|its)\s+)+")
_AND = re.compile(r"[)\]%]*\s+of\s+[^.;()\d]{3,80}?(?:,|\band)\s+(?:only\s+)?")
_OF_PEOPLE = re.compile(rf"\b(?:{PEOPLE}|groups?|arms?|sample|cohort|population)\s*$", re.I)


def things_of(text: str, statement: Statement, statements: Sequence[Statement]) -> str:
    """Return what people did and with what, of which a share is told: "attended weekly sessions"; or empty.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "They attended 71.9% of the weekly lessons and 70.0% of the evening lessons."
    >>> found = find_statements(text)
    >>> [things_of(text, statement, found) for statement in found]
    ['attended weekly lessons', 'attended evening lessons']
    """
    if statement.statistics != ("percent",):
        return ""
    behind = _THINGS.match(text, statement.end)
    if behind is None or _OF_PEOPLE.search(behind["things"]):
        return ""
    start = statement.start
    for before, after in reversed([*pairwise(statements)]):
        if (
            after.start == start
            and before.kind == after.kind
            and _AND.fullmatch(text, before.end, start)
        ):
            start = before.start
    did = _DID.search(text, max(0, start - 40), start)
    if did is None:
        return ""
    return f"{did['verb']} {_ARTICLE.sub('', behind['things'], count=1).strip()}"


_WHO = re.compile(
    rf"[)\]]?\s?%?\s+(?:of\s+(?:the\s+)?(?:those|{PEOPLE})\s+)?who\s+"
    r"(?P<who>(?!(?:was|were|[a-z]+ly)\b)[a-z][^.;,()\d]{2,70}?)(?=,|\s+(?:and|or|but|compared|versus|vs|than)\b"
    r"|\s+(?:was|were|had|did)\b)"
)
"""Behind a share, whose it is: "9.0% of those who attended no lesson"."""
_NEXT = re.compile(
    r"\s*(?:,|,?\s+(?:and|or|versus|vs\.?|than|(?:as )?compared (?:with|to)))\s+(?:only\s+)?"
)
_WHAT = r"(?!(?:not|no|never)\b)[a-z][^.;,()\[\]\d]{2,80}?"
_PREDICATE = re.compile(
    rf"\s+(?:(?:was|were)\s+(?:(?:more\s+|less\s+)?likely to be\s+)?(?P<were>{_WHAT})|had\s+(?P<had>{_WHAT}))"
    r"(?=\s*(?:[.;,()\[\]]|$|\bcompared\b|\bat\b|\bafter\b|\bby\b|\bin\b))"
)


def told_of_parts(text: str, statement: Statement, statements: Sequence[Statement]) -> str:
    """Return what befell those of whom a share is told, and who they are, where a clause says that of each; or empty.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "9.0% of those who came once and 4.8% who came twice were rested at 1 year."
    >>> found = find_statements(text)
    >>> [told_of_parts(text, statement, found) for statement in found]
    ['rested, came once', 'rested, came twice']
    """
    if statement.kind != "count":
        return ""
    own = _WHO.match(text, max(statement.end, statement.reach))
    if own is None:
        return ""
    last = own
    for other in statements:
        if other.start < last.end():
            continue
        following = _WHO.match(text, max(other.end, other.reach))
        if following is None or not _NEXT.fullmatch(text, last.end(), other.start):
            break
        last = following
    told = _PREDICATE.match(text, last.end())
    if told is None:
        return ""
    return f"{told['were'] or told['had']}, {own['who']}"


_SHARE_OF = re.compile(
    r"(?:(?<=%)|[)\]]?\s?%)\s+of\s+(?:the\s+)?(?P<what>days|nights|weeks|visits|sessions|occasions|meals|doses)\b"
)


def with_whole(text: str, statement: Statement, outcome: str) -> str:
    """Return the outcome of an average share with what it is a share of: "drug use (% of days)"."""
    if statement.kind != "mean" or not outcome or "(" in outcome:
        return outcome
    match = next(filter(None, (_SHARE_OF.match(text, v.end) for v in statement.values)), None)
    match = match or _SHARE_OF.match(text, statement.reach)
    return f"{outcome} (% of {match['what']})" if match and match["what"] not in outcome else outcome


_HAD = re.compile(
    r"[,;]\s*(?:and\s+)?(?:had|reported|experienced)\s+(?P<what>(?!an?\b|the\b|used\b|been\b)[a-z][^,;()\d]{3,60}?)\s+"
    r"(?:on|of|for)\s+(?:an average of\s+|a mean of\s+)?$"
)


def had_on(text: str, statement: Statement) -> str:
    """Return what people had on so many days or for so long, where that is the next of several things told of them.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "Adults drank 6 ± 2 cups per day, had deep naps on 23.1 ± 30.7% of days"
    >>> had_on(text, find_statements(text)[-1])
    'deep naps'
    """
    if statement.kind not in ("mean", "median"):
        return ""
    ahead = max(0, statement.start - 90)
    match = _HAD.search(text, ahead, statement.start) or _MEAN_OF.search(text, ahead, statement.start)
    return match["what"] if match else ""


_MEAN_OF = re.compile(
    r"\ban?\s+(?:mean|median|average)\s+(?P<what>(?!(?:number|total|of|score)\b)[a-z][\w -]{2,50}?)\s+of\s+"
    r"(?:about\s+|approximately\s+)?$"
)
"""Right ahead of an average: "showed a mean age of "."""


_ALLOTTED = re.compile(
    rf"[)\]%\s]*(?:{PEOPLE}\s+)?(?:was|were)\s+(?:randomly\s+)?(?P<what>randomi[sz]ed|assigned|allocated)\s+to\b"
)


def allotted(text: str, statement: Statement) -> str:
    """Return the sentence's word where people counted were assigned, whatever to: "86 (47%) were assigned to A"."""
    if statement.kind != "count" or statement.statistics[0] not in ("events", "percent"):
        return ""
    match = _ALLOTTED.match(text, max(statement.end, statement.values[-1].end))
    return match["what"] if match else ""


_THEY_DID = re.compile(
    rf"(?:\bpercent|%)\s+of\s+(?:the\s+)?{PEOPLE}\s+(?:(?:in|on|receiving)\s+[^,;()]{{0,40}}?\s+)?"
    r"(?P<did>(?!(?:assigned|allocated|randomi[sz]ed|treated|compared)\b)[a-z]{2,}ed\s[^;()]{3,120}?),?\s+"
    r"(?:as\s+)?compared\s+(?:to|with)\s+(?:only\s+)?$"
)


def did_as_compared(text: str, statement: Statement, mentions: Sequence[Mention]) -> str:
    """Return what the people of another share did with whom those of a share are compared.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "Ninety percent of adults in early care filled cups for two naps compared to 64% in late care"
    >>> did_as_compared(text, find_statements(text)[0], ())
    'filled cups for two naps'
    """
    if statement.kind != "count" or "percent" not in statement.statistics or " compared " not in text:
        return ""
    first = without_arms(text, max(0, statement.start - REACH), statement.start, mentions)
    match = _THEY_DID.search(first)
    return match["did"] if match else ""


REACH = 260  # characters from a share back to the one that it is compared with


_TAKEN_UP = re.compile(
    r"(?:^|[.;,]\s+)(?:and\s+)?[Ff]or\s+(?:the\s+)?(?P<what>(?![^,]*\bas\b)[^,;()]{3,80}),\s+"
    r"(?:these|those|the\s+(?:respective|corresponding))\s+(?:rates|figures|numbers|values|percentages|proportions)\s+"
    r"(?:was|were)\s+[^;]{0,60}$"
)


def taken_up(text: str, start: int) -> str:
    """Return of what a clause gives again what the one before it gave: "for deep sleep, these rates were 13% and".

    Examples
    --------
    >>> text = "For deep sleep, these rates were 13%"
    >>> taken_up(text, text.index("13"))
    'deep sleep'
    """
    if (
        "these " not in text
        and "those " not in text
        and "the respective" not in text
        and "the corresp" not in text
    ):
        return ""
    match = _TAKEN_UP.search(text, max(0, start - REACH), start)
    return match["what"] if match else ""
