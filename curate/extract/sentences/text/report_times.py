"""When a report says that it measured, where the place of a value does not say so itself.

A time is given only where the report names exactly one; each answer says which part of the report it is from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from curate.extract.sentences.text.heading_times import below_timed_headings
from curate.extract.sentences.text.passage import Passage
from curate.parse.duration import TimePoint, find_times, has_number, may_count

SAME = 0.02
"""Share by which two lengths may differ and be the same: a year is 52 weeks."""

_UNIT = r"(?:minutes?|mins?|hours?|h|days?|weeks?|months?|years?)"
_LIST = re.compile(
    rf"(\d(?<![\w.]\d)\d{{0,2}})(?=\s*(?:,|and|or|&)\s*(?:and\s*)?\d{{1,3}}[\s-]*({_UNIT})\b)"
)
"""The 6 of "6 and 12 months"."""

_NOT_A_MOMENT = re.compile(
    r"(?i)\b(?:at least|more than|less than|minimum of|maximum of|past|previous|prior|preceding|last"
    r"|every|each|once|twice|aged?|of|was|were|than|median|mean|per|older)\s*$"
)
_SPANNED = re.compile(
    r"(?i)\b(?:between|from)\b(?:(?!\bbetween\b|\bfrom\b)[^.;]){0,160}?\b(?:and|to|until|through)\s+(?:up to )?$"
)
_UP_TO = re.compile(r"(?i)\b(?:up to|until|through(?:out)?|within|for)\s*$")
_OR_LESS = re.compile(r"(?i)\s*or (?:less|fewer)\b")
_AFTER_LAST = re.compile(
    r"(?i)^\s*(?:or (?:less|fewer) )?(?:after|following|from|of|beyond|post)[\s-]+"
    r"(?:[\w-]+ ){0,6}?"
    r"(?:last|final|end|discontinu\w+|cessation|completion|stopping|termination|interruptions?|withdrawal)\b"
)
"""Up to which events were collected: "up to 30 days after the last dose"."""
_SIZED = re.compile(r"\W*[nN]\s*=\s*\d")
_DEFINES = re.compile(
    r"(?i)\b(?:defined? (?:as|by)|is defined|was considered|were considered|meaning|i\.e\.)\b[^.;]*?"
    r"\b(?:within|up to|over|for|during|first|more than|less than|at least)\s+(?:the\s+)?(?:first\s+)?$"
)
"""Before how long something takes that a note defines: "fatal bleeding, defined as death within 7 days"."""
_PLACED = re.compile(
    r"(?i)(?:\b(?:at|after|by|within|over|during|through|throughout|until|to|for|for the|at the"
    r"|over the|up to|the|first|and|or)|,|&|\()\s*$"
)
_OTHER_PERIOD = re.compile(
    r"(?i)^[\s-]*(?:\w+[\s-]){0,2}?(?:run-?in|wash-?out|screening|lead-in|titration|blanking"
    r"|recruit\w*|enrol\w*|before|prior|old|apart|earlier|walk\w*|intervals?|survival|ago|history"
    r"|increases?|increments?|decreases?|longer|older|higher|lower)\b"
)
_BACKWARD = re.compile(
    r"(?i)\b(?:at least|more than|less than|minimum of|past|previous|prior|preceding|last|first|every"
    r"|each|once|twice|aged?|per|older than|before|interval of|within the)\s*$"
)

LONGEST = 15 * 365.25
"""Days; what is longer is an age."""

_NOUN = (
    r"(?:treatment|therapy|training|intervention|supplementation|exercise|program(?:me)?|administration|medication"
    r"|course|regimen|dosing)"
)
_TREATED_BEFORE = re.compile(
    rf"(?i)\b(?:treated|administered|received?|receiving|given|took|taken?|trained|undergo|underwent|{_NOUN}|supplements?|daily|weekly"
    r"|randomi[sz]ed)\b[^.;]{0,70}?\b(?:for|over|during|lasting|lasted|of)\s+(?:a period of\s+|a total of\s+|the\s+)?$"
)
_TREATED_AFTER = re.compile(
    rf"(?i)^[\s-]*(?:of\s+)?(?:[\w-]+,?\s+){{0,5}}?(?:{_NOUN}|trial|study|treated)\b(?<!of the study)(?<!of the trial)"
)
_FOLLOWED_BEFORE = re.compile(
    r"(?i)\b(?:follow(?:ed)?[- ]?up|followed)\b[^.;]{0,30}?\b(?:for|of|at|over|was|lasted|to)\s+"
    r"(?:a period of\s+|up to\s+)?$"
)
_FOLLOWED_AFTER = re.compile(r"(?i)^[\s-]*(?:of\s+)?(?:[\w-]+\s+){0,2}?(?:follow[- ]?up|observation)\b")
_ASSESSED_BEFORE = re.compile(
    r"(?i)\b(?:baseline|outcomes?|end[- ]?points?|measures?|measured|assessed|assessments?|evaluated"
    r"|visits?|collected|obtained)\b[^.;]{0,120}$"
)
_LENGTH = re.compile(r"(?i)\b(?:duration|time (?:to|until)|length of|stay|age|survival|onset)\b")
"""An outcome that is itself a time."""

SHORTEST = 1.0
"""Days; shorter times are those of a session, an infusion or a fast."""


@dataclass(frozen=True, slots=True)
class ToldTime:
    """A time point in the report's words, and where it says so: ``abstract``, ``methods`` or ``text``."""

    text: str
    source: str


@dataclass(slots=True)
class ReportTimes:
    """The times that a report names, by what it says of them.

    Attributes
    ----------
    sentences
        Part of the report, sentence in lower case, and the times in it: of the sentences of abstract, methods and
        results that name one.
    treated, followed, assessed
        How long treatment lasts, how long people are followed, when the methods say that outcomes are measured.
    headed
        Sentences in lower case that cite a table, and the time that the heading over them names.
    """

    sentences: list[tuple[str, str, list[TimePoint]]] = field(default_factory=list)
    treated: list[tuple[str, TimePoint]] = field(default_factory=list)
    followed: list[tuple[str, TimePoint]] = field(default_factory=list)
    assessed: list[tuple[str, TimePoint]] = field(default_factory=list)
    reported: list[tuple[str, TimePoint]] = field(default_factory=list)
    headed: list[tuple[str, TimePoint]] = field(default_factory=list)

    def of_outcome(self, outcome: str) -> ToldTime | None:
        """Return the one time in the sentences that name an outcome and a time: of the abstract, else of the rest."""
        name = re.sub(r"\s*[(\[,].*$", "", outcome).strip().casefold()
        name = re.sub(r"(?:\s+(?:rates?|scores?|levels?)|s)$", "", name)
        if len(name) < 8 or not re.search(r"[a-z]{4}", name) or _LENGTH.search(name):
            return None
        holding = [sentence for sentence in self.sentences if sentence[2] and name in sentence[1]]
        if not holding:
            return None
        whole = re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)")
        naming = [(part, times) for part, text, times in holding if whole.search(text)]
        for wanted in (("abstract",), ("methods", "text")):
            told = [(part, time) for part, times in naming if part in wanted for time in times]
            if told:
                return _planned(told)
        return None

    def complete(self, outcome: str, timepoint: str) -> ToldTime | None:
        """Return the time of an outcome whose own time point is empty or has no number."""
        if timepoint:
            if has_number(timepoint) or _LENGTH.search(outcome) or not is_open(timepoint):
                return None
            told = self.of_end(timepoint)
            return ToldTime(f"{timepoint} ({told.text})", told.source) if told else None
        return self.of_outcome(outcome)

    def of_table(self, label: str) -> ToldTime | None:
        """Return the one time in the sentences that send the reader to a table, else in the heading over them."""
        cited = re.compile(rf"(?<!\w){re.escape(label.casefold())}(?![\w.]*\d)")
        told = [("text", t) for _, text, times in self.sentences if cited.search(text) for t in times]
        return _planned(told or [("text", time) for text, time in self.headed if cited.search(text)])

    def of_end(self, label: str) -> ToldTime | None:
        """Return what "final", "post" or "follow-up" comes to: how long the treatment or the follow-up lasts."""
        lasting = self.treated + self.assessed + (self.followed if "treat" not in label.lower() else [])
        if re.search(r"(?i)follow", label):
            lasting = self.followed or lasting
        return _only(lasting)

    @property
    def throughout(self) -> ToldTime | None:
        """The one time after baseline that the whole report names."""
        lasting = self.treated + self.followed
        return _planned(lasting + self.assessed + self.reported) if lasting else None


_OWN_EVENT = re.compile(r"(?i)\b(?:discharge|delivery)\b")


def is_open(label: str) -> bool:
    """Whether a time point without a number ends or follows treatment ("Final", "post", "follow-up").

    Discharge comes when it comes, however long people were followed.

    Examples
    --------
    >>> is_open("Final visit"), is_open("At discharge"), is_open("week 8")
    (True, False, False)
    """
    if _OWN_EVENT.search(label):
        return False
    return {time.anchor for time in find_times(label)} in ({"end"}, {"follow-up"}, {"end", "follow-up"})


def noted_times(text: str) -> list[TimePoint]:
    """Return the times at which a note says that something was seen."""
    if _SIZED.match(text):
        return []  # "N = 210 for all 3-month outcomes" tells how many, of some of them
    expanded = _LIST.sub(r"\1 \2", text)
    return [
        time
        for time in moments_in(expanded)
        if is_placed(expanded, time) and not _DEFINES.search(expanded[: time.start])
    ]


def one_time(times: Iterable[TimePoint], source: str) -> ToldTime | None:
    """Return the time that all of `times` are, None when there is none or they differ."""
    return _only([(source, time) for time in times])


def read_times(passages: Iterable[Passage]) -> ReportTimes:
    """Gather what a report says about its times; other trials and history are left out."""
    passages = list(passages)
    told = ReportTimes(headed=list(below_timed_headings(passages, moments_in)))
    for passage in passages:
        part = _part(passage)
        if not part:
            continue
        for start, end in passage.sentences():
            text = passage.text[start:end]
            if not may_count(text):
                continue
            text = _LIST.sub(r"\1 \2", text)
            times = list(moments_in(text))
            if not times:
                continue
            placed = [t for t in times if is_placed(text, t)]
            told.sentences.append((part, text.casefold(), placed))
            if passage.section == "results" and passage.zone == "body":
                told.reported += [("text", t) for t in placed if _is_long(t)]
            else:
                _note_lengths(told, part, text, list(filter(_is_long, times)))
    return told


def _part(passage: Passage) -> str:
    if passage.zone == "abstract" and passage.section in ("abstract", "methods", "results"):
        return "abstract"
    if passage.zone == "body" and passage.section in ("methods", "results"):
        return "methods" if passage.section == "methods" else "text"
    return ""


def moments_in(text: str) -> Iterator[TimePoint]:
    """Yield the times with a number that are no age, interval, run-in or survival."""
    for time in find_times(text):
        length = time.days or 0.0
        if time.anchor != "start" or not has_number(time.text) or not 0 < length < LONGEST:
            continue
        before, after = text[: time.start], text[time.end :]
        if not _OTHER_PERIOD.match(after) and not _BACKWARD.search(before):
            yield time


def is_placed(text: str, time: TimePoint) -> bool:
    """Whether words around a time say that something was seen then ("at 12 weeks", "12-month follow-up")."""
    before, after = text[: time.start], text[time.end :]
    if re.search(r"\([^()]*\d[^()]*\bover\s+$", before):
        return False  # "(18 readings over 4 days)" explains how, not when
    if _SPANNED.search(before):
        return False  # "between enrolment and 1 week after delivery" is no moment
    if _AFTER_LAST.match(after) and (_UP_TO.search(before) or _OR_LESS.match(after)):
        return False
    if re.match(r"[A-Za-z]+\s*\d", time.text):
        return True
    if _FOLLOWED_AFTER.match(after) and not _NOT_A_MOMENT.search(before):
        return True
    return bool(_PLACED.search(before)) and not _NOT_A_MOMENT.search(before)


def _is_long(time: TimePoint) -> bool:
    return (time.days or 0.0) >= SHORTEST


def _note_lengths(told: ReportTimes, part: str, text: str, times: Sequence[TimePoint]) -> None:
    for time in times:
        before, after = text[: time.start], text[time.end :]
        if _FOLLOWED_AFTER.match(after) or _FOLLOWED_BEFORE.search(before):
            told.followed.append((part, time))
        elif _TREATED_AFTER.match(after) or _TREATED_BEFORE.search(before):
            told.treated.append((part, time))
        elif is_placed(text, time) and _ASSESSED_BEFORE.search(before):
            told.assessed.append((part, time))


def _only(told: list[tuple[str, TimePoint]]) -> ToldTime | None:
    """Return the first of several times when all are equally long, None when there is none or they differ."""
    if not told:
        return None
    days = [time.days or 0.0 for _, time in told]
    if max(days) - min(days) > SAME * max(days) or min(days) < SHORTEST:
        return None
    part, time = told[0]
    return ToldTime(_as_label(time.text), part)


def _planned(told: list[tuple[str, TimePoint]]) -> ToldTime | None:
    """Return what `_only` does, but no time to so many tenths, as a median is: nobody set out to measure then."""
    time = _only(told)
    return None if time is None or _TO_TENTHS.search(time.text) else time


_TO_TENTHS = re.compile(r"\d[.\u00b7](?!5\b)\d")


def _as_label(text: str) -> str:
    """Return "16-week" as "16 weeks"; other wordings as they are."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)[\s-]+([a-z]+)", text.lower())
    if match is None:
        return text
    number, unit = match[1], match[2].rstrip("s") if len(match[2]) > 3 else match[2]
    return f"{number} {unit}s" if float(number) != 1 and len(unit) > 2 else f"{number} {unit}"
