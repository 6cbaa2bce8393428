"""Means and medians of a sentence: with their spread, with nothing, or as the next of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curate.parse.people import PEOPLE
from curate.parse.sentence_noise import is_noise
from curate.parse.sentence_not import is_by_how_much
from curate.parse.sentence_patterns import ESTIMATES, LABEL, PERCENT, estimate_of
from curate.parse.sentence_text import Reader, Statement, Value
from curate.parse.statistic_said import spread_said


def level_said(reader: Reader) -> float | None:
    """Return the level that the sentence names last for its intervals, or None."""
    levels = [s.ci_level for s in reader.found if s.ci_level is not None]
    return levels[-1] if levels else None


def renamed(values: tuple[Value, ...], kind: str) -> tuple[Value, ...]:
    """Return limits as quartiles, or as minimum and maximum."""
    low, high = ("min", "max") if kind == "range" else ("q1", "q3")
    names = {"ci_low": low, "ci_high": high, "q1": low, "q3": high}
    return tuple(
        replace(value, statistic=names.get(value.statistic, value.statistic)) for value in values
    )


CLAUSE_END = re.compile(r";\s|(?<!\bvs)\.\s")
_PART_END = re.compile(r";|(?<!\bvs)\.\s|, (?:while|whereas|but)\b")
_THRESHOLD = re.compile(r"\b(?:above|below|(?:more|less|greater|fewer) than|at least)\s+\d", re.I)


def read_spread(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    """Read a mean with its spread, or a spread in a bracket of its own."""
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


def read_median(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    """Read a centre with two limits, or limits in a bracket of their own, by what the sentence calls them."""
    word = match.groupdict().get("word") or ""
    if "centre" not in match.re.groupindex:
        kind = spread_said(word)
        return replace(found, values=renamed(found.values, kind)) if kind in ("iqr", "range") else None
    kind = spread_said(word) or spread_said(reader.text[: found.values[0].start], ("iqr", "range", "ci"))
    values = found.values
    if kind == "ci":
        names = {"q1": "ci_low", "q3": "ci_high"}
        values = tuple(replace(v, statistic=names.get(v.statistic, v.statistic)) for v in values)
    elif kind in ("iqr", "range"):
        values = renamed(values, kind)
    elif spread_said(said, ("iqr", "range")) and is_inside(values):
        values = renamed(values, spread_said(said, ("iqr", "range")))
    else:
        return None
    if not word and "," in match[0][:3] and (kind != "ci" or not is_inside(values)):
        return None
    centre = centre_word(reader.text[: values[0].start])
    estimates = [s for s in reader.found if s.kind == "estimate" and "ci_low" in _following(reader, s)]
    if kind == "ci" and (estimates or not centre):
        if not estimates:
            return _of_kind_named(reader, found, values)
        first = replace(values[0], statistic=estimates[-1].values[0].statistic)
        return replace(
            found,
            kind="estimate",
            values=(first, *values[1:]),
            ci_level=level_said(reader),
            label=estimates[-1].label,
        )
    if centre == "mean":
        values = (replace(values[0], statistic="mean"), *values[1:])
    if float(values[1].value) > float(values[2].value):
        return None
    return replace(found, kind="mean" if centre == "mean" else "median", values=values, ci_level=None)


def _of_kind_named(reader: Reader, found: Statement, values: tuple[Value, ...]) -> Statement | None:
    """Read the first of listed estimates whose kind the clause names: "odds ratios (95% CI) were 7.1 (1.8, 28.5)"."""
    clause = CLAUSE_END.split(reader.text[: values[0].start])[-1]
    labels = list(LABEL.finditer(clause))
    if not labels or not is_inside(values) or not _WERE.search(clause):
        return None
    code = estimate_of(labels[-1][0])
    if code in ESTIMATES and float(values[1].value) < 0:
        return None
    return replace(
        found,
        kind="estimate",
        values=(replace(values[0], statistic=code), *values[1:]),
        ci_level=level_said(reader),
        label=labels[-1][0],
    )


_WERE = re.compile(r"\b(?:was|were)\s+$")


def is_inside(values: tuple[Value, ...]) -> bool:
    """Whether the first of three values lies between the others."""
    first, low, high = (float(value.value) for value in values)
    return low <= first <= high and low < high


def _following(reader: Reader, statement: Statement) -> tuple[str, ...]:
    """Return the statistics of a statement and of the one after it."""
    index = reader.found.index(statement)
    return tuple(name for s in reader.found[index : index + 2] for name in s.statistics)


_CENTRE = re.compile(r"\b(?:(medians?)|(means?|(?<![Oo]n )average[ds]?))\b", re.I)


def centre_word(before: str) -> str:
    """Return ``mean`` or ``median``, whichever the text names last, or empty."""
    matches = list(_CENTRE.finditer(before))
    if not matches:
        return ""
    return "median" if matches[-1][1] else "mean"


_OF_PEOPLE = re.compile(rf"%?\s+of\s+(?:the\s+|all\s+)?(?:[a-z-]+\s)?{PEOPLE}\b", re.I)
"""Behind the share of people who had some mean."""
_RANGE_OF = re.compile(r"\branges?\s+(?:of|was|from)\s+(?:only\s+)?$", re.I)
"""Ahead of the first limit of a range, which is no centre."""
_AGE = re.compile(r"\b(?:means?|medians?|average) ages?\s+$", re.I)
_BOTH = re.compile(r"\b(?:(?P<mean>mean)|median) and (?(mean)median|mean)\b", re.I)
"""Ahead of pairs: "mean and median stay were 4.1 and 3 days"."""
BETWEEN_PAIR = 12  # characters: " and ", ", "
_NUMBER_OF = re.compile(rf"\bnumbers? of (?:the )?(?:[a-z]+ ){{0,2}}{PEOPLE}\b[^.;\d]{{0,120}}$", re.I)


_OR_MORE = re.compile(
    r"\s?(?:[A-Za-z/²]+\s){0,2}or (?:higher|more|greater|above|over|lower|less|below|fewer|older|younger)\b"
)
"""Behind a value that people had to reach: "a mean pressure of 65 mm Hg or higher"."""


def read_plain(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    """Read a bare number after "mean" or "median" in its clause."""
    number = found.values[0]
    if number.operator != "=" or (
        is_noise(reader.text, number.start, number.end) and not _AGE.search(reader.text, 0, number.start)
    ):
        return None
    if _OF_PEOPLE.match(reader.text, number.end) or _RANGE_OF.search(reader.text, 0, number.start):
        return None
    if is_by_how_much(reader.text[number.end :]) or _OR_MORE.match(reader.text, number.end):
        return None
    if _is_end_of_range(reader.text, number):
        return None
    counted = [s for s in reader.found if s.kind == "count" and s.statistics == ("events",)]
    whole = "." not in number.value and match.re.groupindex.get("value") is not None
    if whole and (
        _NUMBER_OF.search(reader.text[: number.start])
        or (counted and _chained(reader.text, counted[-1], number))
    ):
        return replace(found, kind="count", values=(replace(number, statistic="events"),))
    clause = _PART_END.split(reader.text[: number.start])[-1]
    centre = centre_word(clause)
    shares = _has_percent_sign(reader.text, number)
    if not centre and not shares and _MEANS_DIFFER.match(reader.text, number.end):
        return replace(found, kind="mean", values=(replace(number, statistic="mean"),))
    if (
        not centre
        and not shares
        and _PAIR.match(reader.text, number.end)
        and reader.text[: number.start].rstrip()[-1:] in ("(", "[")
        and (always := _only_centre(said))
    ):
        return replace(found, kind=always, values=(replace(number, statistic=always),))
    said_at = number.start - len(clause) + (_last_centre(clause) if centre else 0)
    between = [s for s in reader.found if s.start >= said_at] if centre else reader.found
    both = _BOTH.search(clause)
    if centre and both:
        centre = _of_pair(both, between, number)
        return (
            replace(found, kind=centre, values=(replace(number, statistic=centre),)) if centre else None
        )
    if between or not centre:
        before = [s for s in between if s.kind in ("mean", "median") and s.statistics[0] == s.kind]
        if not before or not _chained(reader.text, before[-1], number):
            return None
        centre = before[-1].kind
    elif number.start - said_at > 140 or _THRESHOLD.search(reader.text, said_at, number.end):
        return None
    return replace(found, kind=centre, values=(replace(number, statistic=centre),))


_RANGE_BEHIND = re.compile(r"[-\u2010-\u2013](?P<other>\d+(?:[.\u00b7]\d+)?)")
_RANGE_AHEAD = re.compile(r"(?P<other>\d+(?:[.\u00b7]\d+)?)[-\u2010-\u2013]$")


def _is_end_of_range(text: str, number: Value) -> bool:
    """Whether a number is one end of a range, which is no mean: "the difference was 1–5 U/L", "in months 12–24".

    Falling numbers are no range but a lost ±, or what fell.
    """
    value = float(number.value)
    behind = _RANGE_BEHIND.match(text, number.end)
    if behind is not None:
        return value < float(behind["other"].replace("\u00b7", "."))
    ahead = _RANGE_AHEAD.search(text[max(0, number.start - 12) : number.start])
    return ahead is not None and float(ahead["other"].replace("\u00b7", ".")) < value


def _of_pair(both: re.Match[str], before: Sequence[Statement], number: Value) -> str:
    """Return which of "mean and median" a number is, by its place among those behind the words; else empty."""
    first, second = ("mean", "median") if both["mean"] else ("median", "mean")
    if len(before) % 2 == 0:
        return first
    near = before[-1].kind == first and number.start - before[-1].end <= BETWEEN_PAIR
    return second if near else ""


_PAIR = re.compile(
    r"(?:\s(?!(?:of|to|in|and|or)\b)[A-Za-zµμ/²]{1,8})?\s+(?:vs?\.?|versus)\s+\d[\d.,\u00b7]*(?:\s[A-Za-zµμ/²]{1,8})?\s*[);,]"
)
"""Behind the first of two values that a bracket sets against each other: "(69 versus 66 years)"."""


def _only_centre(said: str) -> str:
    """Return ``mean`` or ``median`` where the report says that its values are one of them and never the other."""
    named = {"median" if match[1] else "mean" for match in _CENTRE.finditer(said)}
    return named.pop() if len(named) == 1 else ""


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
    r"\b\d+[\s-](?:hours?|days?|weeks?|months?|years?)\b|"
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
