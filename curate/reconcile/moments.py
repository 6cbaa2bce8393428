"""Whether two time labels mean one moment: an anchor, and days from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from curate.parse.duration import TimePoint, find_times
from curate.reconcile.wording import numbers_differ, wording

SHARE = 0.02
"""Distances in two units that differ by less are one: 6 months are 182.6 days and 26 weeks 182."""

DAY_ONE_FROM = 7.0
"""From this day on one day more or less between two units is the numbering (the first day is 0 or 1)."""

NEAR = 0.1
"""Distances that differ by less may be one visit: 12 weeks are 84 days and 3 months 91."""

_DOSE = r"(?:dos(?:e|ing)|infusion|injection|administration)"
_COURSE = r"(?:treatment|intervention|therapy)"
_ANCHORS = (
    ("end of study", r"\bend of (?:the )?(?:study|trial)\b|\b(?:study|trial) end\b"),
    (
        "end of treatment",
        rf"\bend of (?:the )?(?:{_COURSE}|infusions?|dosing)\b|\bpost[- ]?{_COURSE}\b|\bpost[- ]?test\b"
        rf"|\bafter (?:the )?(?:end of (?:the )?)?{_COURSE}\b|\btreatment end\b",
    ),
    ("last dose", r"\b(?:after|post) (?:the )?(?:last|final) \w+"),
    ("follow-up", r"\bfollow[- ]?ups?\b|\bf/?u\b"),
    ("dose", rf"\bpost[- ]?{_DOSE}\b|\bafter (?:the )?(?:first |single )?{_DOSE}\b"),
    (
        "surgery",
        r"\bpost[- ]?op(?:erative(?:ly)?)?\b|\b(?:after|post)[- ]?(?:the )?(?:surgery|operation)\b",
    ),
    ("discharge", r"\bdischarge\b"),
    ("randomisation", r"\b(?:after|post|from|since) (?:the )?randomi[sz]ation\b"),
    ("baseline", rf"\bbaseline\b|\bpre[- ]?(?:{_COURSE}|test)\b|\bbefore (?:the )?{_COURSE}\b"),
    ("end", r"\bend[- ]?point\b|\bfinal\b|\blast\b|\bcompletion\b|\bend\b"),
)
_WHOLE = frozenset({"baseline", "end of treatment", "end of study"})
"""Anchors that say when by themselves; "endpoint", "final" and "follow-up" do not."""

_RANGE = re.compile(r"\d\s*(?:-|–|to|and|&)\s*\d")
_TOLERANCE = re.compile(r"\(?\s*(?:±|\+/-)\s*\d+(?:\s*(?:days?|d|weeks?|h|hours?))?\s*\)?")
_NUMBERED = re.compile(r"^(?:day|week|month|year|d|w|m)s?\.?[\s-]*\d", re.I)
_HOURS = re.compile(r"\d[\s-]*(?:h|hrs?|hours?|min(?:ute)?s?)\b", re.I)


class Same(StrEnum):
    """Whether two labels mean one moment."""

    same = "same"
    nearly = "nearly"
    ask = "ask"
    different = "different"


@dataclass(frozen=True)
class Moment:
    """What a time label says.

    Attributes
    ----------
    anchor
        What the days are counted from; ``start`` where the label does not say. Without days, the moment
        itself ("end of treatment").
    days
        None where the label gives none, or several times.
    numbered
        A day or week by its number ("day 1") and not by the time gone by ("24 h").
    in_hours
        Given in hours or minutes.
    is_range
        Two ends ("weeks 6-12").
    unit
        First letter of the unit.
    """

    anchor: str
    days: float | None
    numbered: bool = False
    in_hours: bool = False
    is_range: bool = False
    unit: str = ""


@cache
def moments(label: str) -> tuple[Moment, ...]:
    """Return what a time label means; two where it explains one by the other, none when it is no time.

    Examples
    --------
    >>> moments("6-month follow-up")[0].anchor, moments("Day 7 (±1)")[0].days
    ('follow-up', 7.0)
    >>> [(m.anchor, m.days) for m in moments("End of treatment (8 weeks)")]
    [('end of treatment', None), ('start', 56.0)]
    """
    bare = _TOLERANCE.sub(" ", label).strip()
    times = [time for time in find_times(bare) if time.days is not None and time.anchor == "start"]
    anchor = _anchor(bare)
    if len(times) > 1:
        return ()
    if not times:
        return (Moment(anchor, 0.0 if anchor == "baseline" else None),) if anchor else ()
    (time,) = times
    counted = _counted(anchor or "start", time, bare)
    if anchor in ("end of treatment", "end of study", "end") and _is_gloss(bare, time):
        return Moment(anchor, None), _counted("start", time, bare)
    return (counted,)


def _anchor(label: str) -> str:
    lower = label.casefold()
    return next((name for name, words in _ANCHORS if re.search(words, lower)), "")


def _counted(anchor: str, time: TimePoint, label: str) -> Moment:
    days = abs(time.days) if time.days is not None else None
    return Moment(
        anchor,
        days,
        bool(_NUMBERED.match(time.text)),
        bool(_HOURS.search(time.text)),
        bool(_RANGE.search(time.text)),
        unit[0] if (unit := re.sub(r"[^a-z]", "", time.text.casefold())) else "",
    )


def _is_gloss(label: str, time: TimePoint) -> bool:
    """Whether the label says a moment and, in brackets or after a comma, how long after the start that is."""
    before, after = label[: time.start].rstrip(), label[time.end :].strip(" )]")
    if before.endswith(("(", "[", ",", "=", ":", "at")):
        return not after
    return not before and bool(re.fullmatch(r"[(\[,=:]\s*[^)\]]*[)\]]?", label[time.end :].strip()))


def compare_moments(one: str, two: str) -> tuple[Same, str]:
    """Return whether two time labels mean one moment, and why; symmetric.

    Equal distances from one anchor are the same, also in other units ("day 14", "week 2"). In two units, within
    2% or one day from day 7 on, they are nearly the same, and shown; in one unit another number is another
    visit. What only a person can say is asked: an anchor that one label does not name ("6 months", "6-month
    follow-up"), the day of the dose ("24 h", "day 1"), a moment beside a distance ("endpoint", "8 weeks").
    """
    first, second = wording(one), wording(two)
    if first.outcome and first.outcome == second.outcome:
        return Same.same, "the same words"
    found = [_compare(here, there) for here in moments(one) for there in moments(two)]
    if not found:
        apart = numbers_differ(first, second)
        return (Same.different, "other numbers") if apart else (Same.ask, "a time that cannot be read")
    order = list(Same)
    return min(found, key=lambda each: order.index(each[0]))


def _compare(one: Moment, two: Moment) -> tuple[Same, str]:
    if one.days is None or two.days is None:
        if one.anchor == two.anchor and one.days is None and two.days is None:
            whole = one.anchor in _WHOLE
            return (Same.same, f"both {one.anchor}") if whole else (Same.ask, f"which {one.anchor}?")
        return Same.ask, "a moment and a distance, or two moments"
    if one.is_range != two.is_range:
        return Same.ask, "a span of time and one moment"
    days = f"{min(one.days, two.days):g} and {max(one.days, two.days):g} days"
    nearness = _nearness(one, two)
    if nearness is Same.different:
        return nearness, days
    if one.anchor != two.anchor:
        first, second = sorted((one.anchor, two.anchor))
        return Same.ask, f"counted from {first} or from {second}?"
    if one.in_hours != two.in_hours and (one.numbered or two.numbered):
        return Same.ask, "time gone by or the number of the day: the day of the dose?"
    return nearness, days


def _nearness(one: Moment, two: Moment) -> Same:
    small, large = sorted((one.days or 0.0, two.days or 0.0))
    apart = large - small
    if apart <= 1e-9 * large:
        return Same.same
    one_day = small >= DAY_ONE_FROM and apart <= 1.0 + 1e-9
    if one.unit != two.unit and (apart <= SHARE * large or one_day):
        return Same.nearly
    return Same.ask if apart <= NEAR * large or one_day else Same.different
