"""What the patterns of a sentence mean: each kind of statement from a match, or None where it is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from curate.parse.bracketed_times import time_of_bracket
from curate.parse.people import PEOPLE
from curate.parse.sentence_beside import ratio_before, set_against
from curate.parse.sentence_centres import (
    CLAUSE_END,
    centre_word,
    is_inside,
    level_said,
    read_median,
    read_plain,
    read_spread,
    renamed,
)
from curate.parse.sentence_noise import is_noise
from curate.parse.sentence_not import (
    counts_things,
    goes_on,
    is_change,
    is_heterogeneity,
    is_level_alone,
    is_no_contrast,
    is_no_estimate,
    is_no_share,
    is_number_needed,
    is_of_arm,
    is_of_interaction,
    is_of_rates,
    level_follows,
    limits_follow,
    ratio_of,
)
from curate.parse.sentence_patterns import (
    ESTIMATES,
    LABEL,
    PERCENT,
    WHOLE,
    estimate_of,
)
from curate.parse.sentence_sizes import read_size
from curate.parse.sentence_text import Reader, Statement, Value, number_at, values_of
from curate.parse.statistic_said import spread_said
from curate.parse.unit import is_unit

_GROUPS: dict[str, dict[str, str]] = {
    "p": {"p": "p"},
    "ci": {"low": "ci_low", "high": "ci_high", "low2": "ci_low", "high2": "ci_high"},
    "bracket": {"low": "ci_low", "high": "ci_high"},
    "estimate": {"value": ""},
    "count": {"events": "events", "total": "total", "percent": "percent", "rate": "rate"},
    "spread": {"centre": "mean", "spread": "sd"},
    "median": {"centre": "median", "low": "q1", "high": "q3"},
    "size": {"n": "n"},
    "plain": {"value": ""},
}


def make_statement(reader: Reader, name: str, match: re.Match[str], said: str) -> Statement | None:
    """Return the statement that a match of the pattern `name` makes, or None where it means nothing.

    Parameters
    ----------
    said
        What the report says elsewhere about its numbers.
    """
    kind = name.split(":")[0]
    values = values_of(reader, match, _GROUPS[kind])
    if not values:
        return None
    start = reader.offsets[match.start()]
    end = max(value.end for value in values)
    closing = reader.offsets[min(match.end(), len(reader.offsets) - 1)]
    end = max(end, closing)
    make = _MAKERS[kind]
    return make(reader, match, Statement(kind, tuple(values), start, end), said)


def _p(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    number = found.values[0]
    value = float(number.value)
    if not 0 <= value <= 1 or (value in (0, 1) and number.operator == "<"):
        return None
    if number.value == "0" and re.match(r"\s\d", reader.text[number.end :]):
        return None  # a lost decimal point: "0 036"
    if "," in reader.text[found.start : number.start] and number.operator == "=":
        found = replace(found, values=(replace(number, operator="<"),), guessed=True)  # a mis-mapped "<"
    if is_of_interaction(reader.text, found.start, number):
        return replace(found, label="interaction")
    return found


def _ci(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    level = None
    if match["level"] is not None:
        level = float(reader.numbers[number_at(reader, match.start("level"))].value)
        if not 50 <= level < 100:
            return None
    return replace(found if len(found.values) > 1 else _closed(found), ci_level=level)


def _closed(found: Statement) -> Statement:
    """Let the only limit reach to where its interval ends: "42.2–not reached)"."""
    return replace(found, values=(replace(found.values[0], end=found.end),))


def _bracket(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    """Read an interval in brackets by what the sentence said last about intervals."""
    if len(found.values) == 1:
        of_centre = reader.found and reader.found[-1].kind in ("median", "mean")
        with_ci = any(s.kind == "ci" for s in reader.found)
        return (
            replace(_closed(found), kind="ci", ci_level=level_said(reader))
            if of_centre and with_ci
            else None
        )
    before = reader.text[: found.values[0].start]
    if re.search(r"\band\b", reader.text[found.values[0].end : found.values[1].start]):
        return None  # "(6.1% and 4.3%, respectively)"
    last = reader.found[-1] if reader.found else None
    if match[0][0] == ",":
        return _behind_estimate(reader, last, found)
    if last is not None and last.kind == "estimate" and _near(reader.text, last, found):
        return replace(found, kind="ci", ci_level=level_said(reader))
    kinds = spread_said(before)
    if kinds in ("iqr", "range") and last is not None and last.kind in ("plain", "median"):
        return replace(found, kind="median", values=renamed(found.values, kinds))
    if any(s.kind == "ci" for s in reader.found) or kinds == "ci":
        return replace(found, kind="ci", ci_level=level_said(reader))
    return None


def _behind_estimate(reader: Reader, last: Statement | None, found: Statement) -> Statement | None:
    """Read the interval right behind a named estimate that is inside of it: "odds ratio 0.79, 0.53 to 1.18"."""
    if last is None or last.kind != "estimate" or not last.label or len(last.values) > 1:
        return None
    if reader.text[last.values[-1].end : found.start].strip() or not is_inside(
        (*last.values, *found.values)
    ):
        return None
    return replace(found, kind="ci", ci_level=level_said(reader))


def _near(text: str, first: Statement, second: Statement, reach: int = 30) -> bool:
    return second.start - first.end <= reach and not re.search(r"[.;]\s", text[first.end : second.start])


def _estimate(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    if "label" not in match.re.groupindex:
        return _unnamed(reader, match, found)
    label = reader.text[reader.offsets[match.start("label")] : reader.offsets[match.end("label")]]
    number = found.values[0]
    nearer = [m[0] for m in LABEL.finditer(reader.text, found.start + len(label), number.start)]
    label = nearer[-1] if nearer else label  # "lower relative risk (HR 0.7)"
    code = estimate_of(label)
    if is_no_estimate(reader.text, number, label):
        return None
    if label in ("d", "g"):
        if not number.as_printed.startswith("=") or abs(float(number.value)) > LARGEST_D:
            return None
        code = "smd"
    if code in ESTIMATES and (float(number.value) < 0 or _RANGE.match(reader.text, number.end)):
        return None
    if code in ("md", "rd") and number.operator in ("≤", "≥", "<=", ">="):
        return None  # a limit to it
    whole = reader.skeleton[match.start("value")] == WHOLE
    if whole and is_noise(reader.text, number.start, number.end):
        return None
    points = _POINTS.match(reader.text, number.end)
    if code == "md" and points and not _CHANGED.search(reader.text[: found.start]):
        code = "rd"
    if code == "rd" and "risk" not in label.lower() and _measured(reader.text, number.end):
        code = "md"
    if code == "md" and reader.skeleton[match.start("value")] == PERCENT:
        shares = (
            re.search(r"(?i)risk|absolute|rate|proportion", label)
            or is_of_rates(reader.text[found.start : number.start])
            or _is_of_shares(reader, found.start)
        )
        code = "rd" if shares else "md"
    return replace(found, values=(replace(number, statistic=code),), label=label)


_NEXT_WORD = re.compile(r"\s(?P<unit>[^\s,;()\[\]%]+)")


def _measured(text: str, end: int) -> bool:
    """Whether a unit follows, as of an "absolute difference" of means: "0.9 days"."""
    following = _NEXT_WORD.match(text, end)
    return following is not None and is_unit(following["unit"])


_POINTS = re.compile(r"\s*percent(?:age)?[- ]points?\b", re.I)
_CHANGED = re.compile(
    r"\b(?:chang|reduc|decreas|increas|declin|improv|fell\b|rose\b|loss\b|mean\b)", re.I
)


def _is_of_shares(reader: Reader, start: int) -> bool:
    """Whether the two numbers before a difference are shares of people: "(21% v 29%; difference, -8.7%)"."""
    before = [s for s in reader.found if s.kind != "ci" and s.start < start][-2:]
    shares = [
        s for s in before if s.kind == "count" and "percent" in s.statistics and start - s.start < NEAR
    ]
    counted = all("total" in s.statistics for s in shares)
    return len(shares) == 2 and (counted or not _CHANGED.search(reader.text[:start]))


_RANGE = re.compile(r"[-\u2010-\u2013]\d")
FEW_ARMS = 6  # groups, treatments and the like that a trial tells apart
LARGEST_D = 5  # a standardised difference beyond it is the statistic of something else
NEAR = 200  # characters between the first of two shares and their difference


NEAR_LABEL = 80  # characters: a ratio or difference named so close is what the value is
_COMPARES = re.compile(
    r"\b(?:superior|inferior|compared|than|vs?|versus|differ\w*|reduc\w+|increas\w+|decreas\w+|lower\w*|higher|effect|"
    r"favou?r\w*|improv\w+|benefit|advantage|greater|less|more|fewer|coefficient|beta|β|ratio)\b",
    re.I,
)


def _unnamed(reader: Reader, match: re.Match[str], found: Statement) -> Statement | None:
    """Read a value that a confidence interval follows and no word names: a contrast, or an arm's value."""
    number = found.values[0]
    percent = reader.skeleton[match.start("value")] == PERCENT
    clause = CLAUSE_END.split(reader.text[: number.start])[-1]
    if is_number_needed(clause) or is_no_contrast(clause):
        return None
    if percent and level_follows(reader.text, number.end):
        return None  # "hazard ratios and 95% confidence intervals [CIs]"
    beside = [s for s in reader.found if s.kind != "ci"][-1:]
    if (
        beside
        and beside[0].kind in ("mean", "median")
        and goes_on(reader.text[max(beside[0].end, reader.found[-1].end) : number.start])
    ):
        kind = beside[0].kind
        return replace(found, kind=kind, values=(replace(number, statistic=kind),))
    alike = [s for s in reader.found if s.kind == "estimate" and not s.label]
    centre = centre_word(clause[-60:])
    alone = is_of_arm(clause) and not LABEL.search(clause[-NEAR_LABEL:])
    if not percent and (code := ratio_of(clause)):
        return replace(found, values=(replace(number, statistic=code),))
    if not percent and (alone or set_against(reader, match)):
        kind = centre_word(clause) or "mean"
        return replace(found, kind=kind, values=(replace(number, statistic=kind),))
    if alike and not percent:
        return replace(found, values=(replace(number, statistic=alike[-1].values[0].statistic),))
    named = [code for code in (estimate_of(m[0]) for m in LABEL.finditer(clause)) if code]
    if named and named[-1] == "md" and percent and is_of_rates(clause):
        named.append("rd")
    if named:
        return replace(found, values=(replace(number, statistic=named[-1]),))
    ratio = ratio_before(reader, clause)
    if ratio and not percent:
        return replace(
            found, values=(replace(number, statistic=ratio.values[0].statistic),), label=ratio.label
        )
    if percent and is_change("", reader.text[number.end :]):
        return replace(found, kind="plain", values=(replace(number, statistic="plain"),))
    if percent and not re.search(r"\b(?:differ\w*|reduction|increase|decrease|points?)\b", clause):
        return replace(found, kind="count", values=(replace(number, statistic="percent"),))
    if centre and not re.search(r"(?i)\b(?:differ\w*|superior|compared|than|versus)\b", clause):
        return replace(found, kind=centre, values=(replace(number, statistic=centre),))
    if _COMPARES.search(clause):
        return replace(found, values=(replace(number, statistic="md"),), guessed=True)
    return None


_COUNTED = re.compile(
    r"\b(?:weeks?|days?|months?|years?|hours?|visits?|groups?|tables?|figures?|grades?|stages?)\s+$",
    re.I,
)
"""Before a number that counts no people: "at week 8 (65.0%)"."""


_AGAINST_A_FALL = re.compile(r"\s*(?:vs?\.?|versus|and)\s+[-\u2212\u2013]\s?\d[\d.\u00b7]*\s?%")
"""Behind a percentage that is a change, as its counterpart is: "5.6% vs −1.0%"."""
_NUMBERED = re.compile(r"\b(?:ref\w*|no|nr|number|protocol|code|id|approval)\W{0,3}$", re.I)


def _is_number_of_paper(text: str, first: Value, last: Value) -> bool:
    """Whether a fraction is the number of a protocol or an approval: "09/11", "REF: 549/2013"."""
    zero = any(value.as_printed[:1] == "0" and len(value.as_printed) > 1 for value in (first, last))
    return zero or bool(_NUMBERED.search(text[: first.start]))


_WORD = re.compile(r"[A-Za-z]{2}")
_PEOPLE_BEHIND = re.compile(rf"\b{PEOPLE}\b")


def _is_share(events: Value, total: Value, percent: Value) -> bool:
    """Whether a percentage behind a comma is that of the count before it."""
    whole = float(total.value)
    return whole > 0 and abs(100 * float(events.value) / whole - float(percent.value)) <= 1.0


def _count(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    by_name = {value.statistic: value for value in found.values}
    if "rate" in by_name:
        return found if float(by_name["rate"].value) >= 0 else None
    events, total, percent = (by_name.get(name) for name in ("events", "total", "percent"))
    if "what" in match.re.groupindex and match["what"]:
        found = replace(found, label=match["what"])
    if events is not None and match[0][:1] in "nN" and not events.spelt:
        if events.operator != "=" or not re.search("[=□¼]", reader.text[found.start : events.end]):
            return None
        plain = replace(events, as_printed=events.as_printed.lstrip("= "))
        found = replace(found, start=events.start, values=(plain, *found.values[1:]))
    if set(by_name) == {"percent"} and percent is not None and float(percent.value) < 0:
        return read_plain(reader, match, found, said)
    if percent is not None and not 0 <= float(percent.value) <= 100:
        return None
    if len(by_name) == 1 and percent is not None:
        if is_heterogeneity(reader.text[: percent.start]):
            return None
        if percent.value in ("90", "95", "99") and (
            is_level_alone(reader.text[: percent.start]) or limits_follow(reader.text, percent)
        ):
            return None
        if percent.operator != "=" or is_no_share(
            reader.text[: percent.start], reader.text[percent.end :]
        ):
            return None
        if level_follows(reader.text, percent.end):
            return None  # "median (95% CI)"
        if _AGAINST_A_FALL.match(reader.text, percent.end):
            return replace(found, kind="mean", values=(replace(percent, statistic="mean"),))
        centred = read_plain(reader, match, replace(found, values=(percent,)), said)
        if centred is not None:
            return centred
    if (
        events is not None
        and total is None
        and percent is not None
        and (_COUNTED.search(reader.text[: events.start]) or time_of_bracket(reader.text, events.end))
    ):
        return replace(found, values=(percent,), start=percent.start)
    if (
        events is not None
        and total is None
        and percent is not None
        and level_follows(reader.text, percent.end)
    ):
        return None  # "5 (95% CI 3 to 8)"
    if events is not None and total is not None and percent is not None:
        behind = reader.text[total.end : percent.start]
        apart = "," in behind or (_WORD.search(behind) and not _PEOPLE_BEHIND.search(behind))
        if events.start < total.start and apart and not _is_share(events, total, percent):
            found = replace(found, values=(events, total), end=total.end)
            percent = None
    if events is not None and total is not None:
        if float(events.value) > float(total.value) or total.value in ("0", "1"):
            return None
        if float(total.value) <= FEW_ARMS and is_noise(reader.text, total.start, total.end):
            return None  # "assigned to 1 of 3 active treatments"
        if _is_number_of_paper(reader.text, events, total) or counts_things(reader.text, total.end):
            return None
        if re.match(r"\s*(?:mm\s?Hg|mmHg|score|points?|/)", reader.text[found.end :]):
            return None
    if set(by_name) == {"percent"} and reader.text[: found.start].endswith("CI"):
        return None
    if set(by_name) == {"percent"} and re.match(
        r"\s*(?:confidence|CIs?\b|(?:[a-z]+\s){0,2}power\b|C\.I|CrI|credible|quantile|percentile|limits?\b|ethanol|alcohol|"
        r"confident|solution|cream|gel|oxygen|(?:(?:one|two|1|2)-(?:sided|tailed)\s+)?(?:significance\s+)?(?:level|alpha)\b)",
        reader.text[percent.end if percent else 0 :],
    ):
        return None
    return found


_MAKERS: dict[str, Callable[[Reader, re.Match[str], Statement, str], Statement | None]] = {
    "p": _p,
    "ci": _ci,
    "bracket": _bracket,
    "estimate": _estimate,
    "count": _count,
    "spread": read_spread,
    "median": read_median,
    "size": read_size,
    "plain": read_plain,
}
