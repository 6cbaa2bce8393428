"""Time points: "day 14", "week 2", "24 h", "6-month follow-up", "baseline", "endpoint"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

DAYS = {
    "second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0,
    "week": 7.0, "month": 365.25 / 12, "year": 365.25,
}  # fmt: skip
"""Days in a unit; a month is a twelfth of a Julian year."""

_UNIT_WORDS = {
    name: re.compile(words)
    for name, words in {
        "second": r"seconds?|secs?", "minute": r"minutes?|mins?", "hour": r"hours?|hrs?|h",
        "day": r"days?|d|pods?", "week": r"weeks?|wks?|wk?", "month": r"months?|mos?|mths?", "year": r"years?|yrs?|y",
    }.items()
}  # fmt: skip
_SPELT = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "first": 1, "second": 2, "third": 3,
}  # fmt: skip
_NUM = r"[-\u2212\u2013]?\d+(?:[.\u00b7]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve"
_TOL = r"(?:\s*\(?\s*(?:±|\+/-)\s*\d+(?:\s*\w+)?\)?)?"

_LEADING = re.compile(  # "day 14", "weeks 6-12", "month 3 (±1)", "POD 1" (a day after an operation)
    rf"\b(?P<unit>day|week|month|year|hour|minute|(?-i:POD))s?\.?[\s-]*(?P<a>\d+(?:[.\u00b7]\d+)?)"
    rf"(?:\s*(?:-|\u2013|to|and|through|&)\s*(?P<b>\d+(?:[.\u00b7]\d+)?)(?!\s*[-a-z]*(?:day|week|month|year|hour|min)))?{_TOL}\b",
    re.I,
)
_TRAILING = re.compile(  # "14 days", "6-month", "24 h", "4–6 weeks"
    rf"(?<![\w.])(?<!\d,(?=\d\d\d))(?=[-\u2212\u2013\dotfsen])(?:(?P<a0>{_NUM})\s*(?:-|\u2013|to|through)\s*)?(?P<a>{_NUM})(?:st|nd|rd|th)?[\s\u00a0-]*"
    r"(?P<unit>seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|wks?|wk|months?|mos?|mths?|"
    rf"years?|yrs?)\b{_TOL}",
    re.I,
)
_SHORTENED = re.compile(  # "at mo 6", "to wk 9", "within 90 d", "28-d mortality", "5-y", "at 5 y"
    r"(?:(?<=at )|(?<=by )|(?<=to )|^)(?P<unit>mo|wk|yr)\.?[\s\u00a0]+(?P<a>\d{1,3})\b(?!\.\d)"
    r"|(?:(?:(?<=within )|(?<=at )|(?<=by )|(?<=after )|^)(?P<a1>\d{1,3})[\s\u00a0]|\b(?P<a2>\d{1,3})-)"
    r"(?P<unit1>d)\b(?![-/])"
    r"|\b(?P<a3>\d{1,2})-(?P<unit3>y)\b(?!-)"
    r"|(?:(?<=at )|(?<=within )|(?<=after ))(?P<a4>\d{1,2})[ \u00a0](?P<unit4>y)\b(?!/)",
)
_MAY_SHORTEN = re.compile(r"\d[- \u00a0]d\b|\d[- \u00a0]y\b|(?:mo|wk|yr)\.?[ \u00a0]\d")
_DIGIT = re.compile(r"\d")
_SHORT = re.compile(r"^(?P<unit>[DWMTdwm])\s?(?P<a>\d{1,3})$")  # "D14", "W12", "T1" alone in a header

_ANCHORS = (
    (
        "baseline",
        r"base-?line|pre[- ]?(?:treatment|intervention|test|dose|operative(?:ly)?|training|op|study|surgery)"
        r"|before(?: (?!and\b|or\b)(?:the )?\w+)?|pretest|pretreatment|preoperative"
        r"|initial(?: visit|(?= (?:values?|levels?|scores?|assessments?|measurements?|evaluations?)\b)|\W*$)"
        r"|^basal$|(?:study|trial) (?:entry|enroll?ment|inclusion)"
        r"|^(?:enroll?ment|recruitment|randomi[sz]ation)$"
        r"|at (?:the )?(?:time of (?:the )?)?(?:admission|entry|enroll?ment|inclusion|randomi[sz]ation|screening"
        r"|arrival|index date)"
        r"|on (?:study |trial )?entry"
        r"|at the (?:start|beginning|outset) of (?:the )?(?:study|trial|treatment|intervention|therapy|follow[- ]?up)"
        r"|initial (?:survey|interview)"
        r"|(?:(?<=on )|(?<=upon )|(?<=from )|^)(?:admission|arrival|inclusion)(?! (?:for|to|of|with|due|criteria))"
        r"|pre(?!-\)?\w)",
    ),
    (
        "end",
        r"end ?point|end of (?:the )?(?:treatment|study|trial|follow[- ]?up|intervention|therapy|pregnancy)"
        r"|(?:study|trial|treatment) end|final(?: visit)?"
        r"|(?:last|latest) (?:visit|observation|follow[- ]?up|assessment|examination)"
        r"|post(?:[- ]|- )?(?:treatment|intervention|test|dose|operative(?:ly)?|training|op|study|surgery)"
        r"|posttest|posttreatment|postintervention|after(?: (?!and\b|or\b)(?:the )?\w+)?"
        r"|completion|post(?!-)|discharge|delivery",
    ),
    ("follow-up", r"(?<!loss to )(?<!lost to )(?<!losses to )(?:long[- ]term )?follow[- ]?ups?"),
)
_ANCHOR = re.compile(  # an initial that none of the words has ends the search for them at once
    r"(?<![\w-])(?=[abcdefiloprst])(?:"
    + "|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in _ANCHORS)
    + r")(?![\w])",
    re.I,
)


_MAY_ANCHOR = (
    "baseline", "base-line",
    "basal", "pre", "before", "initial", "entry", "enrol", "inclusion", "recruitment", "randomi",
    "admission", "screening", "arrival", "endpoint", "end point", "end of", "final", "last ", "latest ", "post",
    "after", "completion", "discharge", "delivery", "follow",
    "y end", "l end", "t end", "index date", "start of", "beginning of", "outset of",
)  # fmt: skip
"""One of them is in whatever `_ANCHOR` finds: quicker to look for."""

_OF_PEOPLE = re.compile(
    r"(?i)\b(?:ages?d?|adolescents?|teenagers?|children|infants?|adults?|youths?|people|persons?|participants?|patients?"
    r"|subjects?|men|women|boys|girls)\W{1,3}$"
)
"""Before years that are ages: "adolescents (12–17 years)"."""


_MEASURED_OVER = re.compile(
    r"(?i)[\s-]+(?:walk\w*|(?:ambulatory|holter|urin\w*|dietary|diet|food|oral glucose|ogtt|sit[- ]to[- ]stand|stair)\b"
    r"|recalls?\b|(?:prior to|preceding|before) (?:the )?(?:study|trial|enroll?\w*|inclusion|randomi\w+|screening"
    r"|baseline)|pre-?(?:treatment|enroll?ment|study|intervention|randomi[sz]ation)\b)"
)
"""Behind how long a measurement takes, or looks back: "6-minute walking test", "180 days prior to enrolment"."""


@dataclass(frozen=True, slots=True)
class TimePoint:
    """A time point as a label prints it.

    Attributes
    ----------
    text
        Verbatim.
    anchor
        ``start`` (counted from the start of treatment), ``baseline``, ``end`` or ``follow-up``.
    days
        Days from the anchor; the upper end of a span; None where the label does not say.
    start, end
        Span in the text.
    """

    text: str
    anchor: str
    days: float | None
    start: int
    end: int


@lru_cache(maxsize=256)  # a sentence is asked for several times in turn
def find_times(text: str) -> tuple[TimePoint, ...]:
    """Return the time points named in `text`, in their order, without overlaps.

    Examples
    --------
    >>> [(t.text, t.days) for t in find_times("Baseline; week 2; 24 h after; 6-month follow-up")]
    [('Baseline', 0.0), ('week 2', 14.0), ('24 h', 1.0), ('6-month', 182.625)]
    """
    found: list[TimePoint] = []
    short = _SHORT.match(text.strip())
    if short:
        unit = {"D": "day", "W": "week", "M": "month", "T": ""}[short["unit"].upper()]
        days = float(short["a"]) * DAYS[unit] if unit else None
        return (TimePoint(text.strip(), "start", days, 0, len(text)),)
    folded = text.casefold()
    for pattern in _counting(folded):
        for match in pattern.finditer(text):
            if any(match.start() < t.end and t.start < match.end() for t in found):
                continue
            unit = _unit_name(match["unit"])
            if unit == "year" and _OF_PEOPLE.search(text[: match.start()]):
                continue
            if _MEASURED_OVER.match(text, match.end()):
                continue
            number = (match["b"] if pattern is _LEADING else None) or match["a"]
            found.append(
                TimePoint(
                    match[0].strip(), "start", _amount(number) * DAYS[unit], match.start(), match.end()
                )
            )
    for match in _SHORTENED.finditer(text) if _MAY_SHORTEN.search(text) else ():
        if not any(match.start() < t.end and t.start < match.end() for t in found):
            amount = next(filter(None, match.group("a", "a1", "a2", "a3", "a4")))
            unit = next(filter(None, match.group("unit", "unit1", "unit3", "unit4")))
            days = _amount(amount) * DAYS[_unit_name(unit)]
            found.append(TimePoint(match[0], "start", days, match.start(), match.end()))
    for match in _ANCHOR.finditer(text) if _holds(folded, _MAY_ANCHOR) else ():
        if any(match.start() < t.end + 12 and t.start - 12 < match.end() for t in found) and (
            match["baseline"] is None
        ):
            continue
        if any(match.start() < t.end and t.start < match.end() for t in found):
            continue
        anchor = next(name for name, _ in _ANCHORS if match[name.replace("-", "_")])
        days = 0.0 if anchor == "baseline" else None
        found.append(TimePoint(match[0], anchor, days, match.start(), match.end()))
    return tuple(sorted(found, key=lambda time: time.start))


_SHORT_UNIT = re.compile(r"[\d\s-](?:(?:sec|min|hr|wk|mo|mth|yr)s?|h|d)\b")


def _counting(folded: str) -> Sequence[re.Pattern[str]]:
    """Return the patterns of counted times that may match a text in lower case: they have a number and a unit."""
    digits = _DIGIT.search(folded)
    if not digits and not _holds(folded, _SPELT):
        return ()
    if not _holds(folded, (*DAYS, "pod")) and not _SHORT_UNIT.search(folded):
        return ()
    return (_LEADING, _TRAILING) if digits else (_TRAILING,)


def may_count(text: str) -> bool:
    """Whether a text has a number and a unit of time, so that it may say how long something takes."""
    return bool(_counting(text.casefold())) or bool(_MAY_SHORTEN.search(text))


def _holds(folded: str, words: Iterable[str]) -> bool:
    """Whether a text in lower case holds one of `words`."""
    return any([word in folded for word in words])


def has_number(text: str) -> bool:
    """Whether a time point says how long after the start it is ("week 8", "two months", not "final").

    Examples
    --------
    >>> has_number("one-year"), has_number("End of treatment")
    (True, False)
    """
    return bool(_DIGIT.search(text)) or any(t.days for t in find_times(text))


def _unit_name(word: str) -> str:
    lower = word.lower()
    return next(name for name, words in _UNIT_WORDS.items() if words.fullmatch(lower))


def _amount(text: str) -> float:
    lower = text.lower()
    if lower in _SPELT:
        return float(_SPELT[lower])
    return float(re.sub(r"[\u2212\u2013]", "-", lower).replace("\u00b7", "."))


_FILLER = re.compile(
    r"\b(?:post[- ]?op(?:erative(?:ly)?)?|after (?:the )?baseline|at|the|after|before|from|of|in|on|visit|time|point|"
    r"follow[- ]?up|post|pre|"
    r"score|values?|measurement|assessment|analys[ei]s|treatment|intervention|randomi[sz]ation|surgery|operation|"
    r"later|stay|admission|post-?partum|landmark|"
    r"injection|period|phase|mean|and|to|day|days|week|weeks|month|months|h|hours?|min|minutes?|n)\b|[\W\d_]",
    re.I,
)


_SINCE_EVENT = re.compile(
    r"(?i)\b(?:post|after|since|from|following)[- ](?:(?:the|study|hospital|target) ){0,2}"
    r"(?:recruitment|enroll?ment|inclusion|entry|discharge|quit(?:ting)?(?: (?:date|day))?|transplant(?:ation)?"
    r"|vaccination|immuni[sz]ation|birth)\b"
)
"""From what a time is counted: "4 months post recruitment"."""

_HOW_LONG = re.compile(
    r"(?i)\b(?:follow[- ]?up|stay)\s*[,(]\s*(?:in )?(?:hours?|h|days?|d|weeks?|months?|years?|yrs?|mos?)\W*$"
)
"""A measure of how long, with its unit: "Follow-up (months)", "Postoperative stay (days)"."""


def is_time(text: str) -> bool:
    """Whether `text` is a time label and nothing else ("Day 7 (±1)", "6-month follow-up").

    Examples
    --------
    >>> is_time("After 12 weeks"), is_time("Pain at 12 weeks"), is_time("Postoperative stay (days)")
    (True, False, False)
    >>> [is_time(label) for label in ("POD 1", "PODs 1 and 3", "Post-operative day 3")]
    [True, True, True]
    """
    times = find_times(text)
    if not times or re.search(r"[<>≤≥]", text) or _HOW_LONG.search(text):
        return False  # "<65 years" is an age
    rest = text
    for time in reversed(times):
        rest = rest[: time.start] + " " + rest[time.end :]
    return not _FILLER.sub("", _SINCE_EVENT.sub(" ", rest)).strip()
