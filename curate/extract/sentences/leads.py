"""What leads to what a clause is about: an adverbial ahead of its subject, the model ahead of a bracket."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.parse.sentence import Statement

_OPENS = (
    r"(?:In|Under|During|After|At|Among|Of|With|Within|When|Compared|Following|By|From|On|Over|"
    r"Using|Based|According|"
    r"Despite|Excluding|Adjusting|Controlling|Given|Per|Across|Before|Because|Since|Although|While|"
    r"Whereas)"
)
_LED_TO = re.compile(
    rf"^\W*(?:(?:and|but)\s+)?{_OPENS}\b(?=[^;]{{3,160}},)(?P<lead>[^;]*?),\s+"
    r"(?=(?:the|there|their|mean|median|average|overall|adjusted|both|no)\b)",
    re.I,
)
_LED_ONCE = re.compile(
    rf"^\W*(?:(?:and|but)\s+)?{_OPENS}\b[^,;()]{{3,120}}(?:\([^()]*\)[^,;()]{{0,60}})?,\s+(?!\d|"
    rf"(?:and|or|but|p|respectively)\b)(?=[^,]*$|[^,]*\()",
    re.I,
)


_ANALYSED = re.compile(
    r"^\W*(?:On|In|By|Using|With|From)\s[^,;()]{0,50}\b(?:basis|analys[ei]s|approach|population|"
    r"data ?set)\b[^,;()]{0,30},\s+"
)
"""A set of analysis that opens a clause: "On an intention-to-treat basis,"."""
_OF_A_PART = re.compile(
    r"\b(?:sub-?(?:groups?|sets?|populations?|samples?|cohorts?)|strat(?:um|a))\b(?! anal)|\bcohort \d",
    re.I,
)
"""In a lead that tells of which people a number is, which belongs to its name."""
_PART_FIRST = re.compile(rf"^[^;]{{0,90}}(?:{_OF_A_PART.pattern})[^;,]{{0,20}},\s+", re.I)


def of_everyone(outcome: str) -> str:
    """Return an outcome's name without the part of the people that it begins with: they are seen when all are.

    Examples
    --------
    >>> of_everyone("prior care subgroup, rate of waking")
    'rate of waking'
    """
    return _PART_FIRST.sub("", outcome)


_NO_SUBJECT = re.compile(r"(?:there|fewer|more|patients|participants|no|an?|we)\b", re.I)


def without_lead(text: str) -> str:
    """Return a clause without the adverbial that opens it.

    Examples
    --------
    >>> without_lead("Under the first definition (redness), the risk of waking was ")
    'the risk of waking was '
    >>> without_lead("In people who slept at entry, waking was ")
    'waking was '
    """
    for pattern in (_ANALYSED, _LED_TO, _LED_ONCE):
        led = pattern.match(text)
        if led is None or len(text) - led.end() <= 3:
            continue
        if not _OF_A_PART.search(led[0]) or _NO_SUBJECT.match(text, led.end()):
            return text[led.end() :]
    return text


_OF_MODEL = re.compile(
    r"\b(?:in|from|by|using|with)\s+(?:an?\s+|the\s+|our\s+)?(?:[\w-]+\s+){0,4}?(?:models?|"
    r"regressions?)\b[^,;()]*$"
    r"|\b(?:model|analysis|regression)\s+(?:that\s+)?adjust(?:ed|ing)\s+for\b[^;()]*$",
    re.I,
)


def of_model(tail: str) -> bool:
    """Whether the words right ahead of a bracket tell by which model something was estimated.

    Examples
    --------
    >>> of_model("waking was rarer in a logistic-regression model that adjusted for age ")
    True
    """
    return _OF_MODEL.search(tail) is not None


_EFFECT = re.compile(
    r"\b(?P<kind>(?:(?:in)?direct|mediated|mediation|interaction|"
    r"moderating)\s+)?effects?\s+of\s+[^,;()]*?\bon\s+(?:the\s+)?"
    r"(?P<what>[A-Za-z][^,;()]{2,80})$"
)


def effect_named(tail: str) -> str:
    """Return what an effect was on, where a stretch ends in it; one by way of something else keeps its name.

    Examples
    --------
    >>> effect_named("There was no effect of the training on deep sleep")
    'deep sleep'
    >>> effect_named("There was an indirect effect of training via mood on deep sleep")
    'indirect effect of training via mood on deep sleep'
    """
    match = _EFFECT.search(tail)
    if match is None:
        return ""
    return match["what"] if match["kind"] is None else match[0]


_TOGETHER = re.compile(
    r"(?:[,;:(]|\b(?:between|in|of|for|the|either)\b)\s*(?P<both>(?:(?:the|right|"
    r"left)\s+)?[A-Za-z][\w-]*(?:\s[\w-]+){0,2}\s+(?:and|or)\s+(?:the\s+)?[A-Za-z][\w-]*"
    r"(?:\s[\w-]+){0,2})\s*$"
)
_NOT_TWO = re.compile(
    r"\b(?:was|were|had|has|is|are|did|[a-z]{3,}ed|groups?|arms?|baseline|placebo|control|men|women|"
    r"patients)\b"
)


def two_together(tail: str) -> str:
    """Return the two things one test is of: "between the left lobe and right lobe (P = 0.02)"; else nothing."""
    match = _TOGETHER.search(tail)
    return "" if match is None or _NOT_TWO.search(match["both"]) else match["both"]


_OF_ALL = re.compile(r"\bof\b|/")
_WHAT_ALL_ARE = re.compile(
    r"[)\]%\s]*(?!in\b|of\b|on\b)(?:[a-z]+\s)?[a-z]+s\s+(?:given|taken|[a-z]+ed)\b[^,;:()]{0,30}"
)


def counted_before(text: str, opening: int, statements: Sequence[Statement]) -> Statement | None:
    """Return the count whose whole is named between it and a bracket: "in 9 of 31 (29%) doses given (OR".

    What stands there is what was counted over, not what happened.
    """
    for statement in statements:
        if statement.statistics[:2] != ("events", "total") or statement.start >= opening:
            continue
        events, total = statement.values[:2]
        over = _OF_ALL.search(text, events.end, total.start)
        if over and _WHAT_ALL_ARE.fullmatch(text.rstrip(), max(statement.end, statement.reach), opening):
            return statement
    return None
