"""A sentence of a trial report: which of its numbers belong together and what they are.

The numbers of the sentence are first replaced by placeholders, one character each, so that the grammar of
"44 of 374 patients (11.8%)" or "HR 0.65 (95% CI 0.45 to 0.95; p = 0.03)" can be written down in patterns
that do not care how the numbers are printed. What a number is comes from words; where only the shape speaks,
the statement says so (`guessed`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from curate.parse.number import POINT, Convention, find_numbers
from curate.parse.sentence_kinds import make_statement
from curate.parse.sentence_patterns import CHOICES, PATTERNS, SPELT_COUNT
from curate.parse.sentence_text import Reader, Statement, Value, read_skeleton

__all__ = ["Statement", "Value", "find_statements", "may_state"]


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
    >>> text = "Relief in 44 of 374 (11.8%) v 66/376 (17.6%); HR 0.65 (95% CI 0.45-0.95)"
    >>> [s.statistics for s in find_statements(text)]
    [('events', 'total', 'percent'), ('events', 'total', 'percent'), ('hr', 'ci_low', 'ci_high')]
    """
    reader = read_skeleton(text, convention)
    if not reader.numbers and not SPELT_COUNT.search(text):
        return []
    place = 0
    held = {choice for choice in CHOICES if any([part in reader.skeleton for part in choice])}
    patterns = [(name, pattern) for name, pattern, needs in PATTERNS if needs <= held]
    upcoming = {name: pattern.search(reader.skeleton) for name, pattern in patterns}
    refused: set[tuple[str, int]] = set()
    while True:
        best: tuple[str, re.Match[str]] | None = None
        for name, pattern in patterns:
            match = upcoming[name]
            while match is not None and (match.start() < place or (name, match.start()) in refused):
                match = pattern.search(reader.skeleton, max(place, match.start() + 1))
            upcoming[name] = match
            if match is not None and (best is None or match.start() < best[1].start()):
                best = (name, match)
        if best is None:
            break
        name, match = best
        statement = make_statement(reader, name, match, said)
        if statement is None:
            refused.add((name, match.start()))
            continue
        reader.found.append(statement)
        place = max(match.end(), match.start() + 1)
    return _joined(reader)


def may_state(text: str, convention: Convention = POINT) -> bool:
    """Whether a sentence has a number at all, in digits or as a count in words: without one it states nothing."""
    return bool(find_numbers(text, convention)) or bool(SPELT_COUNT.search(text))


def _joined(reader: Reader) -> list[Statement]:
    """Attach intervals and p values to what they describe; drop what stays unclear."""
    joined: list[Statement] = []
    for found in reader.found:
        home = _home(reader.text, joined, found)
        if home is None:
            if not _is_alone(found):
                joined.append(found)
            continue
        for offset, values in enumerate(_shares(found)):
            before = joined[home + offset]
            level = found.ci_level if found.ci_level is not None else before.ci_level
            whole = replace(before, values=(*before.values, *values), ci_level=level)
            joined[home + offset] = _no_share(whole, joined[: home + offset])
    return joined


def _no_share(found: Statement, before: list[Statement]) -> Statement:
    """Return a percentage whose interval goes below 0 as what it is: the next contrast of a list, or a change."""
    low = next((v for v in found.values if v.statistic == "ci_low"), None)
    if found.statistics[0] != "percent" or low is None or float(low.value) >= 0:
        return found
    named = [s.statistics[0] for s in before if s.kind == "estimate" and s.label]
    statistic = named[-1] if named and named[-1] in ("rd", "md") else "mean"
    first = replace(found.values[0], statistic=statistic)
    kind = "mean" if statistic == "mean" else "estimate"
    return replace(found, kind=kind, values=(first, *found.values[1:]))


def _is_alone(found: Statement) -> bool:
    """Whether a bracket with a spread, "(SD 2.1)", has lost the value that it belongs to."""
    return found.kind in ("mean", "median") and found.statistics in (
        ("sd",),
        ("se",),
        ("q1", "q3"),
        ("min", "max"),
    )


_TO_SPREAD = re.compile(r"[^\d;:()\[\]]{0,60}")
"""Between a value and the bracket with its spread: " lines in the A group "."""


def _takes_spread(before: Statement, found: Statement) -> bool:
    own = before.statistics[0] if before.kind in ("mean", "median") else ""
    if found.statistics in (("sd",), ("se",)):
        return before.statistics == ("mean",)
    return before.statistics in (("median",), ("mean",)) and own != ""


def _shares(found: Statement) -> list[tuple[Value, ...]]:
    """Split "2.5 to 5.3 and 1.9 to 3.8" into its two intervals."""
    if found.kind == "ci" and len(found.values) == 4:
        return [found.values[:2], found.values[2:]]
    return [found.values]


_CONTRAST = re.compile(r"\bdifferen|\bratios?\b|\beffect\b", re.I)
"""Between an arm's value and the interval of a comparison."""


def _home(text: str, joined: list[Statement], found: Statement) -> int | None:
    """Return the index of the statement that an interval, or the p value of an estimate, belongs to."""
    if not joined:
        return None
    last = len(joined) - 1
    before = joined[last]
    between = text[max(before.end, before.values[-1].end) : found.start]
    if found.kind == "ci" and len(found.values) == 4:
        pair = joined[-2:]
        bare = len(pair) == 2 and all(
            "ci_low" not in s.statistics and s.kind not in ("p", "size") for s in pair
        )
        return last - 1 if bare and len(between) <= 90 and not re.search(r"\.\s", between) else None
    if found.kind == "ci" and before.kind in ("count", "mean", "median") and _CONTRAST.search(between):
        return None
    if found.kind == "ci" and "ci_low" not in before.statistics and before.kind not in ("p", "size"):
        return last if len(between) <= 90 and not re.search(r"\.\s|;\s[A-Z]", between) else None
    if _is_alone(found) and _takes_spread(before, found) and _TO_SPREAD.fullmatch(between):
        return last
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
