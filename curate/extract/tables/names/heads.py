"""What stands over the comparison of arms and names none of them: spelled-out abbreviations, heads of differences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.stub import RowAxis
from curate.parse.label import is_coefficient, read_contrast
from curate.parse.statistic_said import CONTRASTS, find_said

_MEASURE = re.compile(r"(?i)\b(?:differences?|ratios?|effects?|estimates?|relative changes?|slopes?)$")
_SHORT = re.compile(r"^(?P<short>[A-Z][A-Za-z]{1,4})\s*(?:[(\[,].*)?$")


def settle_comparisons(columns: Iterable[Sequence[Name]], notes: str) -> None:
    """Name the columns that are said of the comparison of arms and not of one of them.

    An abbreviation that the notes spell out is what they say, "RC, regression coefficient"; what stands over
    nothing but differences and P values, beside arms, is their head.
    """
    held = [list(names) for names in columns]
    for name in {id(n): n for names in held for n in names}.values():
        if name.kind in ("arm", "other") and not name.n and _spelled_out(name.cell.plain, notes):
            name.kind = "contrast"
    below: dict[int, tuple[Name, list[bool]]] = {}
    for names in held:
        for at, name in enumerate(names[:-1]):
            comparing = any(compares(other) for other in names[at + 1 :])
            below.setdefault(id(name), (name, []))[1].append(comparing)
    levels = {name.cell.row for name, said in below.values() if name.kind == "arm" and not all(said)}
    for name, said in below.values():
        if name.kind == "other" and not name.n and all(said) and name.cell.row in levels:
            name.kind = "head"
    _name_heads_of_tests(held)


def _name_heads_of_tests(columns: Sequence[Sequence[Name]]) -> None:
    """Make "Analysis" and the like heads where they stand over test statistics alone: "t", "df" and "p"."""
    below: dict[int, tuple[Name, list[Name]]] = {}
    for names in columns:
        for name, leaf in pairwise(names):
            below.setdefault(id(name), (name, []))[1].append(leaf)
    for name, leaves in below.values():
        general = name.kind in ("arm", "other") and not name.n and _TESTING.fullmatch(name.text)
        if general and all(map(_is_of_test, leaves)):
            name.kind = "head"


_TESTING = re.compile(
    r"(?i)(?:(?:statistical|group|between[- ]groups?|significance|univariate|bivariate|inferential|test) )?"
    r"(?:analys[ei]s|statistics?|tests?|comparisons?|significance|results?)(?: (?:results?|statistics?|tests?))?"
)
"""What stands over the tests between groups and names neither group nor outcome."""


def _is_of_test(name: Name) -> bool:
    """Whether a column holds a test statistic, its degrees of freedom or its P."""
    slots = {slot for said in find_said(name.cell.plain) for slot in said.slots}
    return name.kind in ("p", "probability") or (bool(slots) and slots <= _OF_TESTS | {"p"})


_P_VALUE = re.compile(r"[<>=]?\s?(?:0?[.·]\d+|1(?:[.·]0+)?)|NS|n\.s\.|[-–—]|\.\.\.|…", re.I)
_TINY = re.compile(r"<\s?0?[.·]0\d*")
_OF_TESTS = frozenset({"r", "t", "f", "z", "chi2", "df"}) | CONTRASTS
LEAST_VALUES = 3
"""Values of a column that tell what it holds without a word."""


def name_p_values(columns: Mapping[int, Sequence[Name]], rows: Iterable[RowAxis]) -> None:
    """Call a column P values that has nothing but numbers from 0 to 1, some of them "<0.001", and no word for them.

    "Drug versus placebo" over such a column says whose.
    """
    held: dict[int, list[str]] = {}
    for row in rows:
        label = [said for name in row.names[-1:] for said in find_said(name.cell.plain)]
        said = any(_OF_TESTS.intersection(each.slots) for each in label)
        for cell in row.cells:
            held.setdefault(cell.col, []).append("" if said else cell.plain)
    alike: dict[int, list[tuple[Name, bool]]] = {}
    tested = {names[-1].cell.row for names in columns.values() if names and names[-1].kind == "p"}
    pairs = [
        col
        for col, names in columns.items()
        if names and _is_pair(names[-1]) and names[-1].cell.row in tested
    ]
    pooled = sum(len(held.get(col, ())) for col in pairs)
    for col, texts in held.items():
        names = columns.get(col, [])
        if (
            max(len(texts), pooled if col in pairs else 0) < LEAST_VALUES
            or not names
            or any(name.kind == "p" for name in names)
        ):
            continue
        own = names[-1]
        said = any(find_said(name.cell.plain) or name.n for name in names)
        overall = own.kind == "everyone" and any(name.kind == "contrast" for name in names)
        if (own.kind not in ("contrast", "other") and not overall) or own.cell.colspan > 1 or said:
            continue
        if all(map(_P_VALUE.fullmatch, texts)):
            alike.setdefault(own.cell.row, []).append((own, any(map(_TINY.fullmatch, texts))))
    for level in alike.values():
        for name, tiny in level:
            if tiny or (name.kind == "contrast" and any(other for _, other in level)):
                name.kind = "p"


def _is_pair(name: Name) -> bool:
    """Whether a label names two arms beside the P value of them all: "Drug vs. placebo" has few rows to tell by."""
    contrast = read_contrast(name.text) if name.kind == "contrast" else None
    return contrast is not None and bool(contrast.left and contrast.right)


def compares(name: Name) -> bool:
    """Whether a label over a column says that its numbers compare arms."""
    if name.kind in ("contrast", "p", "probability"):
        return True
    return name.kind == "statistic" and any(
        CONTRASTS.intersection(said.slots) for said in find_said(name.cell.plain)
    )


def _spelled_out(label: str, notes: str) -> bool:
    """Whether a label is an abbreviation for which the notes give a difference, a ratio or a coefficient."""
    short = _SHORT.match(label)
    if short is None or not notes:
        return False
    told = re.search(
        rf"\b{re.escape(short['short'])}\s*(?:[,:=]|indicates|denotes|is)\s*([^,;.=]+)", notes
    )
    meaning = told[1].strip() if told else ""
    return (
        bool(_MEASURE.search(meaning)) or is_coefficient(meaning) or read_contrast(meaning) is not None
    )


def reach_over_headless(columns: dict[int, list[Name]], first: int, count: int) -> None:
    """Give columns without a head that of the one before where all heads of a table are followed by as many.

    "Week 4", nothing, "Week 8", nothing: each stands over two columns, which no rule says.
    """
    headed = sorted(columns)
    steps = {b - a for a, b in pairwise([*headed, count])}
    step = steps.pop() if len(steps) == 1 else 1
    if len(headed) < 2 or headed[0] != first or step == 1:
        return
    if any(name.cell.colspan > 1 for names in columns.values() for name in names):
        return
    for col in headed:
        for without in range(col + 1, col + step):
            columns[without] = list(columns[col])
