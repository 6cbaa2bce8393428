"""What the patterns of a sentence mean: each kind of statement from a match, or None where it is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from curate.parse.sentence_not import (
    goes_on,
    is_change,
    is_no_contrast,
    is_no_estimate,
    is_number_needed,
    level_follows,
)
from curate.parse.sentence_patterns import (
    ESTIMATES,
    LABEL,
    PEOPLE,
    PERCENT,
    WHOLE,
    estimate_of,
    is_noise,
    spread_said,
)
from curate.parse.sentence_text import Reader, Statement, Value, number_at, values_of

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
    before = reader.text[max(0, found.start - 16) : found.values[0].start].lower()
    if "interaction" in before or "trend" in before or "heterogeneity" in before:
        return replace(found, label="interaction")
    return found


def _ci(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    level = None
    if match["level"] is not None:
        level = float(reader.numbers[number_at(reader, match.start("level"))].value)
        if not 50 <= level < 100:
            return None
    return replace(found, ci_level=level)


def _bracket(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    """Read an interval in brackets by what the sentence said last about intervals."""
    if len(found.values) == 1:
        of_centre = reader.found and reader.found[-1].kind in ("median", "mean")
        with_ci = any(s.kind == "ci" for s in reader.found)
        return replace(found, kind="ci", ci_level=_level(reader)) if of_centre and with_ci else None
    before = reader.text[: found.values[0].start]
    if re.search(r"\band\b", reader.text[found.values[0].end : found.values[1].start]):
        return None  # "(6.1% and 4.3%, respectively)"
    last = reader.found[-1] if reader.found else None
    if match[0][0] == ",":
        return _behind_estimate(reader, last, found)
    if last is not None and last.kind == "estimate" and _near(reader.text, last, found):
        return replace(found, kind="ci", ci_level=_level(reader))
    kinds = spread_said(before)
    if kinds in ("iqr", "range") and last is not None and last.kind in ("plain", "median"):
        return replace(found, kind="median", values=_renamed(found.values, kinds))
    if any(s.kind == "ci" for s in reader.found) or kinds == "ci":
        return replace(found, kind="ci", ci_level=_level(reader))
    return None


def _behind_estimate(reader: Reader, last: Statement | None, found: Statement) -> Statement | None:
    """Read the interval right behind a named estimate that is inside of it: "odds ratio 0.79, 0.53 to 1.18"."""
    if last is None or last.kind != "estimate" or not last.label or len(last.values) > 1:
        return None
    if reader.text[last.values[-1].end : found.start].strip() or not _inside(
        (*last.values, *found.values)
    ):
        return None
    return replace(found, kind="ci", ci_level=_level(reader))


def _level(reader: Reader) -> float | None:
    levels = [s.ci_level for s in reader.found if s.ci_level is not None]
    return levels[-1] if levels else None


def _renamed(values: tuple[Value, ...], kind: str) -> tuple[Value, ...]:
    low, high = ("min", "max") if kind == "range" else ("q1", "q3")
    names = {"ci_low": low, "ci_high": high, "q1": low, "q3": high}
    return tuple(
        replace(value, statistic=names.get(value.statistic, value.statistic)) for value in values
    )


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
    if code in ESTIMATES and float(number.value) < 0:
        return None
    if (
        code in ("md", "rd")
        and reader.skeleton[match.start("value")] == WHOLE
        and is_noise(reader.text, number.start, number.end)
    ):
        return None
    points = _POINTS.match(reader.text, number.end)
    if code == "md" and points and not _CHANGED.search(reader.text[: found.start]):
        code = "rd"
    if code == "md" and reader.skeleton[match.start("value")] == PERCENT:
        shares = re.search(r"(?i)risk|absolute|rate|proportion", label) or _is_of_shares(
            reader, found.start
        )
        code = "rd" if shares else "md"
    return replace(found, values=(replace(number, statistic=code),), label=label)


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


NEAR = 200  # characters between the first of two shares and their difference


_CLAUSE_END = re.compile(r";\s|(?<!\bvs)\.\s")
_PART_END = re.compile(r";|(?<!\bvs)\.\s|, (?:while|whereas|but)\b")
_COMPARES = re.compile(
    r"\b(?:superior|inferior|compared|than|vs?|versus|differ\w*|reduc\w+|increas\w+|decreas\w+|lower\w*|higher|effect|"
    r"favou?r\w*|improv\w+|benefit|advantage|greater|less|more|fewer|coefficient|beta|β|ratio)\b",
    re.I,
)


def _unnamed(reader: Reader, match: re.Match[str], found: Statement) -> Statement | None:
    """Read a value that a confidence interval follows and no word names: a contrast, or an arm's value."""
    number = found.values[0]
    percent = reader.skeleton[match.start("value")] == PERCENT
    clause = _CLAUSE_END.split(reader.text[: number.start])[-1]
    if is_number_needed(clause) or is_no_contrast(clause):
        return None
    beside = [s for s in reader.found if s.kind != "ci"][-1:]
    if (
        beside
        and beside[0].kind in ("mean", "median")
        and goes_on(reader.text[max(beside[0].end, reader.found[-1].end) : number.start])
    ):
        kind = beside[0].kind
        return replace(found, kind=kind, values=(replace(number, statistic=kind),))
    alike = [s for s in reader.found if s.kind == "estimate" and not s.label]
    centre = _centre_word(clause[-60:])
    if alike and not percent:
        return replace(found, values=(replace(number, statistic=alike[-1].values[0].statistic),))
    named = [code for code in (estimate_of(m[0]) for m in LABEL.finditer(clause)) if code]
    if named:
        return replace(found, values=(replace(number, statistic=named[-1]),))
    ratio = _ratio_before(reader, clause)
    if ratio and not percent:
        return replace(
            found, values=(replace(number, statistic=ratio.values[0].statistic),), label=ratio.label
        )
    if percent and not re.search(r"\b(?:differ\w*|reduction|increase|decrease|points?)\b", clause):
        return replace(found, kind="count", values=(replace(number, statistic="percent"),))
    if centre and not re.search(r"(?i)\b(?:differ\w*|superior|compared|than|versus)\b", clause):
        return replace(found, kind=centre, values=(replace(number, statistic=centre),))
    if _COMPARES.search(clause):
        return replace(found, values=(replace(number, statistic="md"),), guessed=True)
    return None


_FOR_ANOTHER = re.compile(r"\s*(?:and\s+)?(?:for|in|with|on|among)\s[^\d;:]{2,60},?\s+")


def _ratio_before(reader: Reader, clause: str) -> Statement | None:
    """Return the ratio that a clause of its own goes on with: "OR for A was 1.1 (95% CI …); for B, 0.9 (95% CI …)"."""
    last = next((s for s in reversed(reader.found) if s.kind not in ("ci", "p")), None)
    ratio = (
        last is not None and last.kind == "estimate" and last.statistics[0] in ESTIMATES and last.label
    )
    return last if ratio and _FOR_ANOTHER.fullmatch(clause) else None


_ABOUT = re.compile(
    r"\b(?:(?:more|less|fewer|greater|higher|lower) than|at least|above|below|over|up to|approximately|about|nearly|"
    r"almost)\s+$",
    re.I,
)


_THRESHOLD = re.compile(r"\b(?:above|below|(?:more|less|greater|fewer) than|at least)\s+\d", re.I)


def _no_share(before: str, after: str) -> bool:
    """Whether a percentage is a threshold, a strength or the end of a range, not the share of an outcome."""
    ranged = re.match(r"\s?[-\u2013]\s?\d", after) or re.search(r"\d\s?%?\s?[-\u2013]$", before)
    if is_change(before, after):
        return True
    return bool(ranged or _ABOUT.search(before) or re.match(r"-[a-z]", after))


_COUNTED = re.compile(
    r"\b(?:weeks?|days?|months?|years?|hours?|visits?|groups?|tables?|figures?|grades?|stages?)\s+$",
    re.I,
)
"""Before a number that counts no people: "at week 8 (65.0%)"."""


_NUMBERED = re.compile(r"\b(?:ref\w*|no|nr|number|protocol|code|id|approval)\W{0,3}$", re.I)


def _is_number_of_paper(text: str, first: Value, last: Value) -> bool:
    """Whether a fraction is the number of a protocol or an approval: "09/11", "REF: 549/2013"."""
    zero = any(value.as_printed[:1] == "0" and len(value.as_printed) > 1 for value in (first, last))
    return zero or bool(_NUMBERED.search(text[: first.start]))


def _is_share(events: Value, total: Value, percent: Value) -> bool:
    """Whether a percentage behind a comma is that of the count before it."""
    whole = float(total.value)
    return whole > 0 and abs(100 * float(events.value) / whole - float(percent.value)) <= 1.0


def _count(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    by_name = {value.statistic: value for value in found.values}
    if "rate" in by_name:
        return found if float(by_name["rate"].value) >= 0 else None
    events, total, percent = (by_name.get(name) for name in ("events", "total", "percent"))
    if set(by_name) == {"percent"} and percent is not None and float(percent.value) < 0:
        return _plain(reader, match, found, said)
    if percent is not None and not 0 <= float(percent.value) <= 100:
        return None
    if len(by_name) == 1 and percent is not None:
        if percent.operator != "=" or _no_share(
            reader.text[: percent.start], reader.text[percent.end :]
        ):
            return None
        centred = _plain(reader, match, replace(found, values=(percent,)), said)
        if centred is not None:
            return centred
    if (
        events is not None
        and total is None
        and percent is not None
        and _COUNTED.search(reader.text[: events.start])
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
        if events.start < total.start and "," in behind and not _is_share(events, total, percent):
            found = replace(found, values=(events, total), end=total.end)
            percent = None
    if events is not None and total is not None:
        if float(events.value) > float(total.value) or total.value in ("0", "1"):
            return None
        if _is_number_of_paper(reader.text, events, total):
            return None
        if re.match(r"\s*(?:mm\s?Hg|mmHg|score|points?|/)", reader.text[found.end :]):
            return None
    if set(by_name) == {"percent"} and reader.text[: found.start].endswith("CI"):
        return None
    if set(by_name) == {"percent"} and re.match(
        r"\s*(?:confidence|CI\b|power|C\.I|CrI|credible|quantile|percentile|limits?\b|ethanol|alcohol|"
        r"confident|solution|cream|gel|oxygen|(?:(?:one|two|1|2)-(?:sided|tailed)\s+)?(?:significance\s+)?(?:level|alpha)\b)",
        reader.text[percent.end if percent else 0 :],
    ):
        return None
    return found


def _spread(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    word = match.groupdict().get("word") or ""
    if "centre" not in match.re.groupindex:
        return replace(
            found, kind="mean", values=(replace(found.values[0], statistic=spread_said(word)),)
        )
    centre, spread = found.values
    if match["centre"] == PERCENT and match.re.groupindex.get("bracketed"):
        return _percentages(reader, found)
    if float(spread.value) < 0:
        value = spread.value.lstrip("-")  # the hyphen of "+-"
        spread = replace(spread, value=value, as_printed=spread.as_printed.lstrip("-−–"))
    statistic = spread_said(word) if word else ""
    if statistic not in ("sd", "se"):
        statistic = spread_said(reader.text[: centre.start], ("sd", "se"))
    if not statistic:
        statistic = spread_said(reader.text[spread.end :], ("sd", "se"), first=True)
    said_elsewhere = "" if statistic else spread_said(said, ("sd", "se"))
    if match.re.groupindex.get("bracketed") and not (statistic or said_elsewhere):
        return None
    guessed = not statistic and not said_elsewhere
    statistic = statistic or said_elsewhere or "sd"
    return replace(
        found, kind="mean", values=(centre, replace(spread, statistic=statistic)), guessed=guessed
    )


_MEAN_WITH = re.compile(r"\b(?:[Mm]eans?|M)\s*[,(\[]\s*(?P<spread>SDs?|SEs?|SEMs?)\s*[)\]]")


def _percentages(reader: Reader, found: Statement) -> Statement | None:
    """Read "20.6% (4.6)" as mean and spread where the sentence has said "mean (SD)"."""
    said = list(_MEAN_WITH.finditer(reader.text, 0, found.start))
    if not said:
        return None
    centre, spread = found.values
    statistic = "sd" if said[-1]["spread"].startswith("SD") else "se"
    return replace(found, kind="mean", values=(centre, replace(spread, statistic=statistic)))


def _median(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    word = match.groupdict().get("word") or ""
    if "centre" not in match.re.groupindex:
        kind = spread_said(word)
        return replace(found, values=_renamed(found.values, kind)) if kind in ("iqr", "range") else None
    kind = spread_said(word) or spread_said(reader.text[: found.values[0].start], ("iqr", "range", "ci"))
    values = found.values
    if kind == "ci":
        names = {"q1": "ci_low", "q3": "ci_high"}
        values = tuple(replace(v, statistic=names.get(v.statistic, v.statistic)) for v in values)
    elif kind in ("iqr", "range"):
        values = _renamed(values, kind)
    elif spread_said(said, ("iqr", "range")) and _inside(values):
        values = _renamed(values, spread_said(said, ("iqr", "range")))
    else:
        return None
    if not word and "," in match[0][:3] and (kind != "ci" or not _inside(values)):
        return None
    centre = _centre_word(reader.text[: values[0].start])
    estimates = [s for s in reader.found if s.kind == "estimate" and "ci_low" in _following(reader, s)]
    if kind == "ci" and (estimates or not centre):
        if not estimates:
            return None
        first = replace(values[0], statistic=estimates[-1].values[0].statistic)
        return replace(
            found,
            kind="estimate",
            values=(first, *values[1:]),
            ci_level=_level(reader),
            label=estimates[-1].label,
        )
    if centre == "mean":
        values = (replace(values[0], statistic="mean"), *values[1:])
    if float(values[1].value) > float(values[2].value):
        return None
    return replace(found, kind="mean" if centre == "mean" else "median", values=values, ci_level=None)


def _inside(values: tuple[Value, ...]) -> bool:
    """Whether the first of three values lies between the others."""
    first, low, high = (float(value.value) for value in values)
    return low <= first <= high and low < high


def _following(reader: Reader, statement: Statement) -> tuple[str, ...]:
    """Return the statistics of a statement and of the one after it."""
    index = reader.found.index(statement)
    return tuple(name for s in reader.found[index : index + 2] for name in s.statistics)


_CENTRE = re.compile(r"\b(?:(medians?)|(means?|(?<![Oo]n )average[ds]?))\b", re.I)


def _centre_word(before: str) -> str:
    matches = list(_CENTRE.finditer(before))
    if not matches:
        return ""
    return "median" if matches[-1][1] else "mean"


def _size(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    number = found.values[0]
    if (
        match[0][:1] in "nN"
        and not number.as_printed.startswith("=")
        and not re.search(r"[□¼:]", match[0])
    ):
        return None
    return replace(found, values=(replace(number, as_printed=number.as_printed.lstrip("= ")),))


_NUMBER_OF = re.compile(rf"\bnumbers? of (?:the )?(?:[a-z]+ ){{0,2}}{PEOPLE}\b[^.;\d]{{0,120}}$", re.I)


def _plain(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    """Read a bare number after "mean" or "median" in its clause."""
    number = found.values[0]
    if number.operator != "=" or is_noise(reader.text, number.start, number.end):
        return None
    counted = [s for s in reader.found if s.kind == "count" and s.statistics == ("events",)]
    whole = "." not in number.value and match.re.groupindex.get("value") is not None
    if whole and (
        _NUMBER_OF.search(reader.text[: number.start])
        or (counted and _chained(reader.text, counted[-1], number))
    ):
        return replace(found, kind="count", values=(replace(number, statistic="events"),))
    clause = _PART_END.split(reader.text[: number.start])[-1]
    centre = _centre_word(clause)
    shares = _has_percent_sign(reader.text, number)
    if not centre and not shares and _MEANS_DIFFER.match(reader.text, number.end):
        return replace(found, kind="mean", values=(replace(number, statistic="mean"),))
    said_at = number.start - len(clause) + (_last_centre(clause) if centre else 0)
    between = [s for s in reader.found if s.start >= said_at] if centre else reader.found
    if between or not centre:
        before = [s for s in between if s.kind in ("mean", "median")]
        if not before or not _chained(reader.text, before[-1], number):
            return None
        centre = before[-1].kind
    elif number.start - said_at > 140 or _THRESHOLD.search(reader.text, said_at, number.end):
        return None
    return replace(found, kind=centre, values=(replace(number, statistic=centre),))


_MEANS_DIFFER = re.compile(
    r"[^;()\d]{0,60}\b(?:vs\.?|versus|compared with)\s+[-\u2212\u2013]?\d[\d.,\u00b7]*[^;()\d]{0,40}[;,]\s*"
    r"(?:(?!median)[\w-]+\s){0,4}?mean\s+(?:[\w-]+\s){0,2}?difference"
)
"""Behind the first of two means that a difference of means follows: "(4.1 v 5.2; mean difference, −1.1"."""
_LINK = re.compile(
    r"[^\d;:]{0,70}\b(?:and|v|vs\.?|versus|than|to|compared (?:to|with))\b[^\d;:]{0,60}|\W*,\W*"
)
_LISTED = re.compile(r"\W*(?:[a-zµ/]{1,12}\s+)?(?:for|in|with|on)\s[^\d;:,]{2,60},\s*(?:and\s+)?")
_ITEM = re.compile(r"(?:[;(,:]|\s[-\u2013\u2014])\s*[^;:,()]{2,40}[:,]\s*$")
_NEXT_ITEM = re.compile(
    r"%?[^;:\d]{0,12}(?:\([^()]*\)|,\s*[Pp]\s*[<=>]\s*[\d.]+)?\s*;\s*(?:and\s+)?[^;:,()]{2,40}[:,]\s*"
)
"""Between two values of a list that names each before its number: "(A: 4.1, p = 0.02; B: 5.2)"."""
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NAMED_BY_NUMBER = re.compile(
    r"\b[A-Za-z]+-\d+\b|\b\d[\d.,]*[\s-]?(?:mg|[µμ]g|mcg|g|IU|m[lL]|%)(?:/\w+)*(?![\w/])"
)
"""What is a number in the name of an arm: its dose, "ABC-123"."""


def _chained(text: str, before: Statement, number: Value) -> bool:
    """Whether a bare number continues a list of means: "4.0 and 2.5", "4.0 for A and 2.5 for B"."""
    gap, decimal = text[before.end : number.start], "." in number.value
    if ("." in before.values[0].value) != decimal or len(before.values) != 1:
        return False
    if _LINK.fullmatch(gap):
        return True
    if _has_percent_sign(text, before.values[0]) != _has_percent_sign(text, number):
        return False
    if (
        decimal
        and _ITEM.search(text, 0, before.start)
        and _NEXT_ITEM.fullmatch(text, before.end, number.start)
    ):
        return True
    gap = _NAMED_BY_NUMBER.sub(" ", _ASIDE.sub(" ", gap))
    return bool(_LINK.fullmatch(gap) or (decimal and _LISTED.fullmatch(gap)))


def _has_percent_sign(text: str, value: Value) -> bool:
    return "%" in text[value.end - 1 : value.end + 2]


def _last_centre(clause: str) -> int:
    return max(match.end() for match in _CENTRE.finditer(clause))


_MAKERS: dict[str, Callable[[Reader, re.Match[str], Statement, str], Statement | None]] = {
    "p": _p,
    "ci": _ci,
    "bracket": _bracket,
    "estimate": _estimate,
    "count": _count,
    "spread": _spread,
    "median": _median,
    "size": _size,
    "plain": _plain,
}
