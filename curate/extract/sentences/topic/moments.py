"""When a value was measured, and whether it is a baseline, a final value or a change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.others import sorting_spans
from curate.extract.sentences.topic.phrases import RESPECTIVELY
from curate.extract.sentences.topic.windows import is_window
from curate.parse.bracketed_times import time_of_bracket
from curate.parse.duration import TimePoint, find_times
from curate.parse.sentence import Statement

_CHANGES = "increased|decreased|improved|declined|fell|rose|dropped|reduced"
_CHANGE_NOUNS = "decreases?|increases?|reductions?|improvements?|declines?"
_CHANGE = re.compile(
    rf"\bchanges?\b|Δ|\bfrom baseline\b|\b(?:{_CHANGE_NOUNS}) (?:of|by|was|were)\b|"
    rf"\b(?:{_CHANGES})(?: significantly)?(?: by| of)?\s*$|\bby\s*$|\bmean (?:{_CHANGE_NOUNS})\b",
    re.I,
)
_CHANGE_SUBJECT = re.compile(
    rf"\b(?:changes? (?:in|of|was|were|scores?)|(?:mean|average|median) (?:{_CHANGE_NOUNS})|from baseline|"
    rf"(?:{_CHANGE_NOUNS}) (?:in|of) [^.;]{{2,60}} (?:between baseline|(?:was|were) (?:significantly )?"
    r"(?:higher|greater|larger|smaller|lower|more|less)))\b",
    re.I,
)
_GAINED = re.compile(
    r"\b(?:mean|average|median|greater|larger|smaller|lower|higher|similar|significant)\s+(?:gains?)\s+(?:in|of)\s+(?:the\s+)?[^.;:()]{2,70}"
    r"[(\[]\s*(?:mean|median|M)?\s*[=:]?\s*$",
    re.I,
)
"""Ahead of a bracket with what was gained: "greater gains in the scores (mean"."""
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FROM_BASELINE_AFTER = re.compile(r"[^.;(]{0,24}\bfrom baseline\b", re.I)
_AGE = re.compile(
    r"(?:(?:mean|median|average|patients?['’]?s?|participants?['’]?s?)\s+)*ages?\b(?! at\b)", re.I
)
_CHANGED = re.compile(r"from baseline|\bchange", re.I)
_BASELINE = re.compile(r"baseline|pre-?(?:treatment|test|intervention)|before|admission|entry", re.I)
_MOMENT_BEFORE = re.compile(
    r"(?:\b(?:at|after|by|within|from|until|through|to|on|over|during|for|following|the|and|between|each|in|of|or|"
    r"week|day|month)\s*|^|\()$",
    re.I,
)
_REFERENCE = re.compile(
    r"\b(?:from|between|since|(?:compared )?(?:with|to)|versus|vs\.?|than|for|and)\s+(?:the\s+|at\s+)?$",
    re.I,
)
_NO_FINAL_TIME = re.compile(
    r"\s+(?:rows?|columns?|lines?|models?|samples?|versions?|manuscripts?|protocols?|sets?|reports?|drafts?|steps?|"
    r"papers?|numbers?|cohorts?|populations?|common)\b",
    re.I,
)
_AT_COMPLETION = re.compile(
    r"\b(?:at|on|upon|after|by|until|to|from|following|treatment|study|trial|therapy|intervention)\s+(?:the\s+)?$",
    re.I,
)
_ENDPOINT = re.compile(r"end ?point", re.I)
_TO_THE_END = re.compile(r"\b(?:at|to|until|by)\s+(?:the\s+)?(?:study\s+|trial\s+)?$", re.I)
_PER = re.compile(
    r"\s*(?:/|per\b|an?\b|each\b|every\b|(?:once|twice)\b)\s*(?:day|week|month|year)?", re.I
)
_COMPARED_WITH = re.compile(
    r"\b(?:comparison|compared|relative|respect)\s+(?:to|with)\s+(?:the\s+)?$", re.I
)
_BEYOND = re.compile(r"\bbeyond\s+(?:the\s+)?$", re.I)
_AGE_BEFORE = re.compile(
    r"\b(?:older|younger)\s*[(\[]\s*(?:(?:mean|median)\s*[=:,]?\s*)?$|"
    r"\bages?(?: was| were| of| is)?\s*[,:(=]?\s*(?:\d[\d.]*\s*[\u2013±-]\s*)?$|"
    r"\b(?:aged?|ages?(?: range| group)?(?: of| from| between)?|every|older than|once|twice)\s*$",
    re.I,
)


def timepoint_of(
    text: str, statement: Statement, moment: str, values: Sequence[tuple[int, int]] = ()
) -> str:
    """Return the time point of a statement: the nearest one named in its sentence, or empty.

    Times that are values (a survival of 6.9 months) do not count; `values` are the spans of all values.

    Parameters
    ----------
    moment
        ``from`` and ``to`` for the two values of "from 13.8 to 16.1".
    """
    opening = max(text.rfind("(", 0, statement.start), text.rfind("[", 0, statement.start))
    if (
        not moment
        and opening > text.rfind(")", 0, statement.start)
        and (own := time_of_bracket(text, opening))
    ):
        return own
    if (led := _own_label(text, statement)) is not None:
        return led
    times = [t for t in find_times(text) if not any(start <= t.start < end for start, end in values)]
    sorting = sorting_spans(text) if times else []
    times = [t for t in times if not any(start <= t.start < end for start, end in sorting)]
    times = [t for t in times if _is_moment(text, t)] + _visits(text)
    if moment == "from":
        return next((t.text for t in times if t.anchor == "baseline"), "baseline")
    if moment == "to" or _CHANGED.search(text):
        times = [t for t in times if t.anchor != "baseline"] or ([] if moment else times)
    if not times:
        over = _SPAN_WHOLE.search(text)
        return over["to"] if over else ""
    right_behind = [t for t in times if t.start >= statement.end and _is_at(text, t, statement)]
    times = right_behind or [t for t in times if not _is_of_next(text, t, statement)] or times
    near = [t for t in times if ";" not in _between(text, t, statement)]
    return _with_other(text, min(near or times, key=lambda t: _distance(t, statement)))


_LED = re.compile(r"\s+(?:(?:mean|median|average|score|value|M)s?\s*)+[=:]?\s*$")


def _own_label(text: str, statement: Statement) -> str | None:
    """Return the time that leads the label of an average: "(baseline mean = 4.1; day 3 mean = 3.2)"."""
    if statement.kind not in ("mean", "median"):
        return None
    number = statement.values[0].start
    label = _LED.search(text, max(0, number - 24), number)
    if label is None:
        return None
    times = find_times(text)
    return next((t.text for t in times if t.end == label.start()), None)


_AT = re.compile(r"\s*\)?\s+(?:at|after|by)\s+(?:the\s+)?", re.I)


def _is_at(text: str, time: TimePoint, statement: Statement) -> bool:
    """Whether a time stands right behind its value: "the rate at week 4 was 21%, 18% at the 6-month follow-up"."""
    return _AT.fullmatch(text, statement.end, time.start) is not None


_OR_OTHER = re.compile(r"\b(?P<first>\d{1,3})\s+or\s+$")


def _with_other(text: str, time: TimePoint) -> str:
    """Return a time with the other one that shares its unit: "9 or 12 months"."""
    other = (
        _OR_OTHER.search(text, max(0, time.start - 8), time.start) if time.text[:1].isdigit() else None
    )
    return f"{other['first']} or {time.text}" if other else time.text


_VISIT = re.compile(r"T\d")
_VISITS = re.compile(r"\b(?:at|from|between|to|until|after|and|,)\s+(?:both\s+)?(?P<visit>T\d)\b(?!-)")


def _visits(text: str) -> list[TimePoint]:
    """Return the times that a report numbers: "between baseline and T1"."""
    return [
        TimePoint(m["visit"], "start", None, *m.span("visit"))
        for m in (_VISITS.finditer(text) if _VISIT.search(text) else ())
        if m["visit"] != "T0"
    ]


_TWO_TIMES = re.compile(r"\b(?P<unit>week|day|month|year|hour|visit)s? (?P<a>\d+) (?:and|&) (?P<b>\d+)")


def respective_time(text: str, time: str, rank: int, count: int, place: int = 0) -> str:
    """Return the one of several times that a value belongs to: "2.1 and 3.4 at weeks 24 and 48, respectively".

    Parameters
    ----------
    rank, count
        Place of the value among the values of its arm in the sentence, and how many those are.
    place
        Where the value ends: of several lists of times the next one counts.
    """
    if count > 2 and len(listed := _listed_times(text, place)) == count:
        return listed[rank]
    if (
        count > 1
        and len(numbered := _numbered_times(text)) == count
        and RESPECTIVELY.search(text, place)
    ):
        return numbered[rank]
    both = _TWO_TIMES.search(text)
    if both is None or count != 2 or not re.search(r"\brespectively\b", text[both.end() :], re.I):
        return time
    return f"{both['unit']} {both['b' if rank else 'a']}"


def _listed_times(text: str, place: int = 0) -> list[str]:
    """Return the times of the one list of three or more in a sentence, or of the next: "at 6 h, 12 h, and 24 h"."""
    lists: list[list[TimePoint]] = []
    for time in find_times(text):
        follows = lists and _NEXT_IN_LIST.fullmatch(text, lists[-1][-1].end, time.start)
        if follows:
            lists[-1].append(time)
        else:
            lists.append([time])
    long = [times for times in lists if len(times) > 2]
    if len({tuple(time.text for time in times) for times in long}) > 1:
        long = [times for times in long if times[0].start >= place][:1]
    return [time.text for time in long[0]] if long else []


_ONE_UNIT = re.compile(
    r"\b(?:at|after|in)\s+(?P<list>\d+(?:,\s*\d+)*,?\s+(?:and|&)\s+\d+)[\s-](?P<unit>hour|day|week|wk|month|mo|year|yr)s\b"
)
"""Times that share the unit of the last: "at 1, 2, and 5 years"."""


def _numbered_times(text: str) -> list[str]:
    """Return the times of the one list in a sentence whose last item has the unit of all."""
    lists = list(_ONE_UNIT.finditer(text))
    if len(lists) != 1:
        return []
    unit = lists[0]["unit"]
    return [f"{n} {unit}{'' if n == '1' else 's'}" for n in re.findall(r"\d+", lists[0]["list"])]


_NEXT_IN_LIST = re.compile(r"\s*(?:,|,?\s*and|&)\s*(?:at\s+)?")


_NEXT_BRACKET = re.compile(r"[^()]*\)\s*(?:,|,?\s*and)\s+(?:at|in|after|by|on|to)\s+(?:the\s+)?", re.I)
"""Between a value in a bracket and the time of the next bracket: "at 3 months (…; p = 0.01) and at 6 months"."""


_NEXT_BRACKET_SAID = re.compile(
    r"[^()]*\)\s*(?:,|,?\s*(?:and|but))\s+(?:[a-z]+\s+){0,5}?(?:at|in|after|by|on|to)\s+(?:the\s+)?",
    re.I,
)
"""As above where a bracket follows the time: "(…) and remained long at 18 months (…"."""


def _is_of_next(text: str, time: TimePoint, statement: Statement) -> bool:
    if time.start < statement.end:
        return False
    opens = text[time.end : time.end + 2].strip()[:1] in ("(", "[") and time.end < len(text)
    next_one = _NEXT_BRACKET_SAID if opens else _NEXT_BRACKET
    return next_one.fullmatch(text, statement.end, time.start) is not None


def _between(text: str, time: TimePoint, statement: Statement) -> str:
    if time.end <= statement.start:
        return text[time.end : statement.start]
    return text[statement.end : time.start]


def _distance(time: TimePoint, statement: Statement) -> int:
    """Return how far a time stands from a statement; one that follows is a little less likely to be meant."""
    if time.end <= statement.start:
        return statement.start - time.end
    return time.start - statement.end + 12


_BY_HOW_LONG = re.compile(
    r"\b(?:longer|shorter|prolong\w+|improv\w+|increas\w+|extend\w*|reduc\w+|shorten\w*|decreas\w+|delay\w*)\b[^.;,()]{0,60}\bby\s+"
    r"(?:about\s+|approximately\s+)?$",
    re.I,
)
"""Ahead of the difference of two durations: "longer median survival by 8 months"."""


def _is_moment(text: str, time: TimePoint) -> bool:
    before = text[max(0, time.start - 16) : time.start]
    if (
        time.text[:1].isdigit()
        and "by " in before
        and _BY_HOW_LONG.search(text, max(0, time.start - 90), time.start)
    ):
        return False
    if _BEYOND.search(before) or is_window(text, time):
        return False
    if _PER.match(text, time.end) or (time.anchor == "baseline" and _COMPARED_WITH.search(before)):
        return False
    if time.anchor == "baseline" and _SPAN_FROM.search(before) and _SPAN_TO.match(text, time.end):
        return False  # "from pretest to posttest" is of the latter
    if re.match(r"(?i)(?:pre|post)", time.text):
        ends = re.match(r"\s*(?:$|[^\w\s])", text[time.end :])
        return bool(ends or re.search(r"(?i)\b(?:at|from|to|between)\s+$", before))
    if time.anchor == "baseline" and _REFERENCE.search(before):
        return False
    if time.text.lower() == "completion" and not (
        _AT_COMPLETION.search(before) or text[time.end :].startswith(" of ")
    ):
        return False  # "completion thyroidectomy", "completion rates"
    if time.text.lower() == "final" and _NO_FINAL_TIME.match(text, time.end):
        return False  # "the final row of Table 1"
    if _ENDPOINT.fullmatch(time.text) and not _TO_THE_END.search(before):
        return False  # "the primary endpoint" is an outcome
    if time.anchor in ("baseline", "end", "follow-up"):
        return not re.match(r"(?i)(?:after|before|initial)\b(?!-)", time.text)
    if re.match(r"[A-Za-z]", time.text):
        return True
    if re.match(r"[\s-]*(?:old|of age)\b", text[time.end :]) or _AGE_BEFORE.search(before):
        return False
    return bool(_MOMENT_BEFORE.search(before)) or "-" in time.text


_SPAN_FROM = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.I)
_SPAN_TO = re.compile(
    r"\s+(?:to|until|through|and)\s+(?:the\s+)?(?:post|final|follow|end\b|\d|week|month|year|day)", re.I
)


_SPAN_WHOLE = re.compile(
    r"\bfrom\s+(?:the\s+)?(?:baseline|pre-?\w+)\s+(?:to|until|through)\s+(?:the\s+)?"
    r"(?P<to>post-?(?:test|treatment|intervention)|follow-?up)\b",
    re.I,
)
"""A stretch whose last moment stands too near its first to be found as a time of its own."""


def setting_time(text: str) -> str:
    """Return the time point that opens a sentence and holds for those after it ("At 12 weeks, …"), or empty."""
    times = [t for t in find_times(text[:60]) if _is_moment(text, t)]
    opens = (
        times
        and times[0].anchor != "baseline"
        and times[0].start <= 16
        and re.match(r"[^.;]{0,25},", text[times[0].end :])
    )
    return times[0].text if opens else ""


def basis_of(text: str, statement: Statement, moment: str, time: str) -> str:
    """Return ``baseline``, ``final``, ``change`` or ``unclear``, by the words before a value and its time."""
    if moment:
        return "baseline" if moment == "from" else "final"
    if statement.kind in ("mean", "median", "estimate") and _own_label(text, statement) is None:
        if _FROM_BASELINE_AFTER.match(text, statement.end) and not text[: statement.start].endswith(
            "to "
        ):
            return "change"
        near = text[max(0, statement.start - 90) : statement.start]
        if _GAINED.search(near):
            return "change"
        ahead = _ASIDE.sub(" ", text[: statement.start])
        clause = re.split(
            r"\.\s|[;,] (?:and|but|while|whereas)\b(?=.*\b(?:was|were|had|is|are)\b)", ahead
        )[-1]
        if _CHANGE.search(re.split(r"[;]", near)[-1]) or _CHANGE_SUBJECT.search(clause):
            return "change"
    if is_baseline(time):
        return "baseline"
    return "final" if time else "unclear"


def is_baseline(time: str) -> bool:
    """Whether a time point is before treatment."""
    return bool(_BASELINE.search(time))


def is_age(outcome: str) -> bool:
    """Whether an outcome is the age of people: known at the start, whatever times its sentence names."""
    return bool(_AGE.match(outcome))
