"""A sentence of a trial report: which of its numbers belong together and what they are.

The numbers of the sentence are first replaced by placeholders, one character each, so that the grammar of
"44 of 374 patients (11.8%)" or "HR 0.65 (95% CI 0.45 to 0.95; p = 0.03)" can be written down in patterns
that do not care how the numbers are printed. What a number is comes from words; where only the shape speaks,
the statement says so (`guessed`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from curate.parse.number import POINT, Convention, Number, find_numbers
from curate.parse.sentence_patterns import (
    ESTIMATES,
    FRACTION,
    LABEL,
    PATTERNS,
    PEOPLE,
    PERCENT,
    SPELT,
    SPELT_COUNT,
    WHOLE,
    estimate_of,
    is_noise,
    spread_said,
)

_PLACEHOLDERS = f"{WHOLE}{FRACTION}{PERCENT}"


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a statement and what it is; `spelt` numbers are printed in words."""

    statistic: str
    value: str
    operator: str
    start: int
    end: int
    as_printed: str
    spelt: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Numbers of a sentence that describe one thing.

    Attributes
    ----------
    kind
        ``count`` (events, total, percent), ``mean``, ``median``, ``size`` (people), ``estimate`` (a contrast),
        ``p`` or ``ci`` (an interval whose estimate is somewhere else).
    values
        In printed order.
    start, end
        Span in the sentence.
    ci_level
        Percent, where a confidence interval names its level.
    guessed
        Whether the spread's statistic (SD or SE) is not said in the sentence.
    label
        The words that name an estimate, such as "adjusted hazard ratio".
    """

    kind: str
    values: tuple[Value, ...]
    start: int
    end: int
    ci_level: float | None = None
    guessed: bool = False
    label: str = ""

    @property
    def statistics(self) -> tuple[str, ...]:
        """The statistics of the values, in printed order."""
        return tuple(value.statistic for value in self.values)


@dataclass(slots=True)
class _Reader:
    text: str
    numbers: list[Number]
    skeleton: str
    offsets: list[int]  # of each skeleton character in the text
    found: list[Statement] = field(default_factory=list)


def find_statements(text: str, convention: Convention = POINT, said: str = "") -> list[Statement]:
    """Return the statements of a sentence in printed order.

    Parameters
    ----------
    text
        The sentence.
    convention
        How the report prints numbers.
    said
        What the report says elsewhere about its numbers, such as "Values are mean ± SD"; used where the
        sentence itself does not name the spread.

    Examples
    --------
    >>> [s.statistics for s in find_statements("Relief in 44 of 374 (11.8%) v 66/376 (17.6%); HR 0.65 (95% CI 0.45-0.95)")]
    [('events', 'total', 'percent'), ('events', 'total', 'percent'), ('hr', 'ci_low', 'ci_high')]
    """
    reader = _skeleton(text, convention)
    if not reader.numbers and not SPELT_COUNT.search(text):
        return []
    place = 0
    upcoming = {name: pattern.search(reader.skeleton) for name, pattern in PATTERNS}
    refused: set[tuple[str, int]] = set()
    while True:
        best: tuple[str, re.Match[str]] | None = None
        for name, pattern in PATTERNS:
            match = upcoming[name]
            while match is not None and (match.start() < place or (name, match.start()) in refused):
                match = pattern.search(reader.skeleton, max(place, match.start() + 1))
            upcoming[name] = match
            if match is not None and (best is None or match.start() < best[1].start()):
                best = (name, match)
        if best is None:
            break
        name, match = best
        statement = _statement(reader, name, match, said)
        if statement is None:
            refused.add((name, match.start()))
            continue
        reader.found.append(statement)
        place = max(match.end(), match.start() + 1)
    return _joined(reader)


def _skeleton(text: str, convention: Convention) -> _Reader:
    numbers = [n for n in find_numbers(text, convention) if not _is_index(text, n)]
    pieces: list[str] = []
    offsets: list[int] = []
    place = 0
    for number in numbers:
        pieces.append(text[place : number.start])
        offsets.extend(range(place, number.start))
        pieces.append(PERCENT if number.percent else WHOLE if number.whole else FRACTION)
        offsets.append(number.start)
        place = number.end
    pieces.append(text[place:])
    offsets.extend(range(place, len(text) + 1))
    return _Reader(text, numbers, "".join(pieces), offsets)


_INDEXED = re.compile(r"(?:/\s?m|\b[ckmd]?m|\bN|\bS?[CVN]?O|\bS[pa]O|\bPa?C?O|HbA|\bH|\bD|\bA)\s?$")


def _is_index(text: str, number: Number) -> bool:
    """Whether a number is the 2 of "kg/m 2", "N 2 O" and the like, set apart by the text layer."""
    return number.value in ("1", "2", "3") and number.whole and bool(_INDEXED.search(text[: number.start]))


def _values(reader: _Reader, match: re.Match[str], names: dict[str, str]) -> list[Value]:
    """Return the values of the named groups of a match, in printed order."""
    values = []
    for group, statistic in names.items():
        if match.groupdict().get(group) is None:
            continue
        at = match.start(group)
        shown = match[group]
        if shown in (WHOLE, FRACTION, PERCENT):
            number = reader.numbers[_index(reader, at)]
            values.append(
                Value(
                    statistic, number.value, number.operator, number.start, number.end, number.as_printed
                )
            )
        else:
            start = reader.offsets[at]
            value = SPELT[shown.lower()]
            values.append(Value(statistic, value, "=", start, start + len(shown), shown, True))
    return sorted(values, key=lambda value: value.start)


def _index(reader: _Reader, at: int) -> int:
    return sum(reader.skeleton.count(kind, 0, at) for kind in _PLACEHOLDERS)


_GROUPS: dict[str, dict[str, str]] = {
    "p": {"p": "p"},
    "ci": {"low": "ci_low", "high": "ci_high", "low2": "ci_low", "high2": "ci_high"},
    "bracket": {"low": "ci_low", "high": "ci_high"},
    "estimate": {"value": ""},
    "count": {"events": "events", "total": "total", "percent": "percent"},
    "spread": {"centre": "mean", "spread": "sd"},
    "median": {"centre": "median", "low": "q1", "high": "q3"},
    "size": {"n": "n"},
    "plain": {"value": ""},
}


def _statement(reader: _Reader, name: str, match: re.Match[str], said: str) -> Statement | None:
    kind = name.split(":")[0]
    values = _values(reader, match, _GROUPS[kind])
    if not values:
        return None
    start = reader.offsets[match.start()]
    end = max(value.end for value in values)
    closing = reader.offsets[min(match.end(), len(reader.offsets) - 1)]
    end = max(end, closing)
    make = {
        "p": _p, "ci": _ci, "bracket": _bracket, "estimate": _estimate, "count": _count,
        "spread": _spread, "median": _median, "size": _size, "plain": _plain,
    }[kind]  # fmt: skip
    return make(reader, match, Statement(kind, tuple(values), start, end), said)


def _p(reader: _Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
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


def _ci(reader: _Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    level = None
    if match["level"] is not None:
        level = float(reader.numbers[_index(reader, match.start("level"))].value)
        if not 50 <= level < 100:
            return None
    return replace(found, ci_level=level)


def _bracket(reader: _Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    """An interval in brackets after a number: what the sentence said last about intervals."""
    before = reader.text[: found.values[0].start]
    last = reader.found[-1] if reader.found else None
    if last is not None and last.kind == "estimate" and _near(reader.text, last, found):
        return replace(found, kind="ci", ci_level=_level(reader))
    kinds = spread_said(before)
    if kinds in ("iqr", "range") and last is not None and last.kind in ("plain", "median"):
        return replace(found, kind="median", values=_renamed(found.values, kinds))
    if any(s.kind == "ci" for s in reader.found) or kinds == "ci":
        return replace(found, kind="ci", ci_level=_level(reader))
    return None


def _level(reader: _Reader) -> float | None:
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


def _estimate(reader: _Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    if "label" not in match.re.groupindex:
        return _unnamed(reader, match, found)
    label = reader.text[reader.offsets[match.start("label")] : reader.offsets[match.end("label")]]
    code = estimate_of(label)
    number = found.values[0]
    if code in ESTIMATES and float(number.value) < 0:
        return None
    if (
        code == "md"
        and reader.skeleton[match.start("value")] == WHOLE
        and is_noise(reader.text, number.start, number.end)
    ):
        return None
    if code == "md" and reader.skeleton[match.start("value")] == PERCENT:
        code = "rd" if re.search(r"(?i)risk|absolute|rate|proportion", label) else "md"
    return replace(found, values=(replace(number, statistic=code),), label=label)


_COMPARES = re.compile(
    r"\b(?:superior|inferior|compared|than|vs?|versus|differ\w*|reduc\w+|increas\w+|decreas\w+|lower\w*|higher|effect|"
    r"favou?r\w*|improv\w+|benefit|advantage|greater|less|more|fewer|coefficient|beta|β|ratio)\b",
    re.I,
)


def _unnamed(reader: _Reader, match: re.Match[str], found: Statement) -> Statement | None:
    """A value that a confidence interval follows and no word names: a contrast, or the value of an arm."""
    number = found.values[0]
    percent = reader.skeleton[match.start("value")] == PERCENT
    clause = re.split(r";\s|\.\s", reader.text[: number.start])[-1]
    alike = [s for s in reader.found if s.kind == "estimate" and not s.label]
    centre = _centre_word(clause[-60:])
    if alike and not percent:
        return replace(found, values=(replace(number, statistic=alike[-1].values[0].statistic),))
    named = [code for code in (estimate_of(m[0]) for m in LABEL.finditer(clause)) if code]
    if named:
        return replace(found, values=(replace(number, statistic=named[-1]),))
    if percent and not re.search(r"\b(?:differ\w*|reduction|increase|decrease|points?)\b", clause):
        return replace(found, kind="count", values=(replace(number, statistic="percent"),))
    if centre and not re.search(r"(?i)\b(?:differ\w*|superior|compared|than|versus)\b", clause):
        return replace(found, kind=centre, values=(replace(number, statistic=centre),))
    if _COMPARES.search(clause):
        return replace(found, values=(replace(number, statistic="md"),), guessed=True)
    return None


def _count(reader: _Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    by_name = {value.statistic: value for value in found.values}
    events, total, percent = (by_name.get(name) for name in ("events", "total", "percent"))
    if percent is not None and not 0 <= float(percent.value) <= 100:
        return None
    if len(by_name) == 1 and percent is not None:
        if percent.operator != "=":
            return None  # a threshold: "a reduction of ≥50%"
        centred = _plain(reader, match, replace(found, values=(percent,)), said)
        if centred is not None:
            return centred
    if events is not None and total is not None:
        if float(events.value) > float(total.value) or total.value in ("0", "1"):
            return None
        if re.match(r"\s*(?:mm\s?Hg|mmHg|score|points?|/)", reader.text[found.end :]):
            return None
    if set(by_name) == {"percent"} and re.match(
        r"\s*(?:confidence|CI\b|power|C\.I|CrI|credible|quantile|percentile|limits?\b|ethanol|alcohol|"
        r"confident|solution|cream|gel|oxygen)",
        reader.text[percent.end if percent else 0 :],
    ):
        return None
    return found


def _spread(reader: _Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    centre, spread = found.values
    if float(spread.value) < 0:
        value = spread.value.lstrip("-")  # the hyphen of "+-"
        spread = replace(spread, value=value, as_printed=spread.as_printed.lstrip("-−–"))
    word = match.groupdict().get("word") or ""
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


def _median(reader: _Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    word = match.groupdict().get("word") or ""
    kind = spread_said(word) or spread_said(reader.text[: found.values[0].start], ("iqr", "range", "ci"))
    values = found.values
    if kind == "ci":
        names = {"q1": "ci_low", "q3": "ci_high"}
        values = tuple(replace(v, statistic=names.get(v.statistic, v.statistic)) for v in values)
    elif kind in ("iqr", "range"):
        values = _renamed(values, kind)
    else:
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


def _following(reader: _Reader, statement: Statement) -> tuple[str, ...]:
    """Return the statistics of a statement and of the one after it."""
    index = reader.found.index(statement)
    return tuple(name for s in reader.found[index : index + 2] for name in s.statistics)


_CENTRE = re.compile(r"\b(?:(medians?)|(means?|averaged?|averages))\b", re.I)


def _centre_word(before: str) -> str:
    matches = list(_CENTRE.finditer(before))
    if not matches:
        return ""
    return "median" if matches[-1][1] else "mean"


def _size(reader: _Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    number = found.values[0]
    if match[0][:1] in "nN" and not number.as_printed.startswith("=") and not re.search(r"[□¼:]", match[0]):
        return None
    return replace(found, values=(replace(number, as_printed=number.as_printed.lstrip("= ")),))


_NUMBER_OF = re.compile(rf"\bnumbers? of (?:the )?(?:[a-z]+ ){{0,2}}{PEOPLE}\b[^.;\d]{{0,120}}$", re.I)


def _plain(reader: _Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    """A bare number after "mean" or "median" in its clause."""
    number = found.values[0]
    if number.operator != "=" or is_noise(reader.text, number.start, number.end):
        return None
    counted = [s for s in reader.found if s.kind == "count" and s.statistics == ("events",)]
    whole = "." not in number.value and match.re.groupindex.get("value") is not None
    if whole and (
        _NUMBER_OF.search(reader.text[: number.start])
        or (counted and _chained(reader.text[counted[-1].end : number.start], counted[-1], number))
    ):
        return replace(found, kind="count", values=(replace(number, statistic="events"),))
    clause = re.split(r"[;]|\.\s|, (?:while|whereas|but)\b", reader.text[: number.start])[-1]
    centre = _centre_word(clause)
    said_at = number.start - len(clause) + (_last_centre(clause) if centre else 0)
    between = [s for s in reader.found if s.start >= said_at] if centre else reader.found
    if between or not centre:
        before = [s for s in between if s.kind in ("mean", "median")]
        if not before or not _chained(reader.text[before[-1].end : number.start], before[-1], number):
            return None
        centre = before[-1].kind
    elif number.start - said_at > 140:
        return None
    return replace(found, kind=centre, values=(replace(number, statistic=centre),))


_LINK = re.compile(
    r"[^\d;:]{0,70}\b(?:and|v|vs\.?|versus|than|to|compared (?:to|with))\b[^\d;:]{0,60}|\W*,\W*"
)


def _chained(gap: str, before: Statement, number: Value) -> bool:
    """Whether a bare number continues a list of means: "4.0 and 2.5", "4.0 for A and 2.5 for B"."""
    alike = ("." in before.values[0].value) == ("." in number.value)
    return alike and len(before.values) == 1 and bool(_LINK.fullmatch(gap))


def _last_centre(clause: str) -> int:
    return max(match.end() for match in _CENTRE.finditer(clause))


def _joined(reader: _Reader) -> list[Statement]:
    """Attach intervals and p values to what they describe; drop what stays unclear."""
    joined: list[Statement] = []
    for found in reader.found:
        home = _home(reader.text, joined, found)
        if home is None:
            joined.append(found)
            continue
        for offset, values in enumerate(_shares(found)):
            before = joined[home + offset]
            level = found.ci_level if found.ci_level is not None else before.ci_level
            joined[home + offset] = replace(before, values=(*before.values, *values), ci_level=level)
    return joined


def _shares(found: Statement) -> list[tuple[Value, ...]]:
    """Split "2.5 to 5.3 and 1.9 to 3.8" into its two intervals."""
    if found.kind == "ci" and len(found.values) == 4:
        return [found.values[:2], found.values[2:]]
    return [found.values]


def _home(text: str, joined: list[Statement], found: Statement) -> int | None:
    """Return the index of the statement that an interval, or the p value of an estimate, belongs to."""
    if not joined:
        return None
    last = len(joined) - 1
    before = joined[last]
    between = text[max(before.end, before.values[-1].end) : found.start]
    if found.kind == "ci" and len(found.values) == 4:
        pair = joined[-2:]
        bare = len(pair) == 2 and all("ci_low" not in s.statistics and s.kind not in ("p", "size") for s in pair)
        return last - 1 if bare and len(between) <= 90 and not re.search(r"\.\s", between) else None
    if found.kind == "ci" and "ci_low" not in before.statistics and before.kind not in ("p", "size"):
        return last if len(between) <= 90 and not re.search(r"\.\s|;\s[A-Z]", between) else None
    if (
        found.kind == "median"
        and found.statistics[0] in ("q1", "min")
        and before.kind in ("median", "plain")
    ):
        return last if len(between) <= 25 else None
    if (
        found.kind == "p"
        and before.kind == "estimate"
        and "p" not in before.statistics
        and not found.label
    ):
        return last if len(between) <= 40 and not re.search(r"\.\s", between) else None
    return None
