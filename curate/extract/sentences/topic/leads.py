"""What leads to what a clause is about: an adverbial ahead of its subject, the model ahead of a bracket."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.parse.duration import find_times
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


_LEAD_ALONE = re.compile(rf"\W*(?:{_OPENS}|Including|Counting|Considering)\b[^,;()]{{3,120}},\s*")
"""Nothing but what leads to a number: "Including those who left, "."""
_LED_TO_SHARE = re.compile(
    rf"^\W*(?:{_OPENS}|Including|Counting|Considering)\b[^,;()\d]{{3,120}},\s+(?=\d[\d.]*\s?%|\d+\s*[(/])"
)
"""What leads to a share of people: "Including those who left, 37% (348 of 938) slept"."""
_LED_BARE = re.compile(
    r"^\W*(?:After|At|By|During|In|Over|Within|Throughout|after|at|by|during)\s+(?:the\s+)?(?:[\w-]+\s+){1,4}?"
    r"(?:years?|months?|weeks?|days?|"
    r"seasons?|periods?|visits?|study|trial|follow[- ]?up)\s+(?=the\s+(?:[\w-]+\s+){0,5}"
    r"(?:mean|median|average|proportions?|"
    r"percentages?|numbers?|rates?|prevalence|incidence|risk|odds)\b)"
)
"""A time without a comma: "After the second year the proportion of"."""
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
    if _LEAD_ALONE.fullmatch(text):
        return ""
    for pattern in (_ANALYSED, _LED_BARE, _LED_TO, _LED_ONCE, _LED_TO_SHARE):
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


_WHERE = re.compile(
    r"\b(?:in|among|within|during|across)\s+(?:the|an?|both|each|all)\s+(?:[\w-]+\s+){0,4}?(?:analys[ei]s|settings?|seasons?|"
    r"scenarios?|conditions?|populations?|samples?|sub-?(?:groups?|samples?|sets?)|stages?|directions?|cohorts?|strat(?:um|a)|"
    r"phases?|clinics?|villages?|sites?|cent(?:er|re)s?|hospitals?|countr(?:y|ies)|occasions?)\s*$"
)


def is_where(tail: str) -> bool:
    """Whether the words right ahead of a bracket tell where or in which analysis something was seen.

    Examples
    --------
    >>> is_where("waking was rarer in the rainy season "), is_where("they differed in the number of naps ")
    (True, False)
    """
    return _WHERE.search(tail[-110:]) is not None


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


_LIKELY = re.compile(
    r"\b(?:more|less|as|equally|times|likelier|similarly)\s+(?:\w+\s+)?likely\s+(?:than\s[^,;()]{2,50}?\s)?to\s+"
    r"(?P<what>[a-z](?:[^,;:()\[\]\d]|(?<=\s)\d+-(?:day|week|month|year|hour)){2,80}?)"
    r"(?=\s+(?:than|compared|as|when|if|versus|vs|while|whereas|but|(?:at|by|after|until)\s+\d+)\b|\s*[(\[,:]|\s*$)"
)


def likely_to(text: str, clause: int, start: int) -> str:
    """Return what people were more or less likely to do, where a value's clause says that ahead of it; or empty.

    Examples
    --------
    >>> likely_to("Adults were more likely to sleep well (29%) than those in pain (6.7%)", 0, 60)
    'sleep well'
    """
    if "likely" not in text:
        return ""
    found = list(_LIKELY.finditer(text, clause, start))
    return found[-1]["what"] if found else ""


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


_TIME_ONLY = re.compile(
    r"[)\]%\s]*,?\s*(?:and|but|or|then)?\s*(?:(?:also|again|still)\s+)?(?:at|by|after|until|for)\s+(?:the\s+)?"
    r"(?P<time>[\w-]+(?:\s[\w-]+){0,3})\s*"
)


def again_at(text: str, opening: int, statements: Sequence[Statement]) -> Statement | None:
    """Return the last value ahead of a bracket that only another time parts from it, of which it is one more value.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "woke at 3 months (4.1%) and at 6 months (5.2%)"
    >>> again_at(text, 40, find_statements(text)[:1]) is not None
    True
    """
    before = [s for s in statements if s.reach <= opening]
    if not before:
        return None
    last = before[-1]
    match = _TIME_ONLY.fullmatch(text, last.reach, opening)
    return last if match and find_times(match["time"]) else None


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
