"""Which statistic each number of a cell is: asked of the header, the stub, the caption, the notes, in that order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from curate.extract.tables.stated import Stated
from curate.extract.tables.statistics.by_shape import guess, is_count, is_duration, rest_of
from curate.extract.tables.statistics.contradicted import (
    are_rates,
    is_count_after_all,
    is_share_after_all,
    is_unit_of_change,
)
from curate.extract.tables.statistics.sources import FOR_ALL, Source
from curate.parse.number import Number
from curate.parse.people import MANY_PEOPLE
from curate.parse.statistic import Shape
from curate.parse.statistic_fit import assign
from curate.parse.statistic_said import CONTRASTS, Said, find_said

_EXPANSIONS = {
    ("sd",): ("mean", "sd"),
    ("se",): ("mean", "se"),
    ("iqr",): ("median", "iqr"),
    ("percent",): ("events", "percent"),
    ("n",): ("events", "percent"),
}
"""What a lone word stands for beside a cell of two: "Age (SD)" over "45 (9)" is a mean with its SD."""


TESTS = frozenset({"chi2", "f", "t", "z", "p", "r", "df"})
"""Statistics of a test between arms, which no arm has of its own."""


_COUNTS = {"n", "events", "event_count"}

SPREADS = frozenset({"sd", "se", "q1", "q3", "min", "max", "ci_low", "ci_high"})
"""Statistics that stand beside an average."""


def state(
    shape: Shape, sources: Sequence[Source], contrast: bool, n: str = "", armed: bool = False
) -> list[Stated]:
    """Return the numbers of a cell with their statistics.

    Parameters
    ----------
    shape
        The cell taken apart.
    sources
        Texts, the nearest first.
    contrast
        Whether the cell compares arms.
    n
        Size of the cell's arm, to tell counts with percentages from means.
    armed
        Whether the cell is of one arm.
    """
    near = [*_own_words(shape, sources), *sources]
    return _with_named_limits(_state(shape, near, contrast, n, armed), sources)


def _own_words(shape: Shape, sources: Sequence[Source]) -> list[Source]:
    """Return what a cell says of itself: "RR = 2.25" below "Effect size".

    "Mean difference = 0.1 (−0.2 to 0.4)" below "Relative risk (95% CI)" has its limits from there.
    """
    words = shape.words.removesuffix(" to")  # of "0.2 to 0.4"
    if not words or not any(set(said.slots) <= CONTRASTS for said in find_said(words)):
        return []
    limits = any(item.form == "interval" for item in shape.items) and any(
        "ci" in said.slots for source in sources for said in find_said(source.text)
    )
    return [Source("cell", f"{words} (CI)" if limits else words)]


def _with_named_limits(stated: list[Stated], sources: Sequence[Source]) -> list[Stated]:
    """Call limits by the one word that a label of the cell has for them: "Age (range)", whatever the notes say.

    In "Median survival, months (95% CI)" that word stands apart from the average's.
    """
    have = {s.statistic: s.source for s in stated}
    if not {"q1", "q3"} <= have.keys() or have["q1"] in ("cell", "column", "row"):
        return stated
    near = [said.slots for s in sources if s.name in ("column", "row") for said in find_said(s.text)]
    said = next((slots for slots in _LIMITS if slots in near), None)
    if said is None or any("iqr" in slots for slots in near):
        return stated
    limits = _LIMITS[said]
    if said == ("ci",):
        stated = [
            replace(s, statistic="mean") if s.statistic == "median" and s.guessed else s for s in stated
        ]
    return [
        replace(s, statistic=limits[s.statistic], source="row", guessed=False)
        if s.statistic in limits else s
        for s in stated
    ]  # fmt: skip


_LIMITS = {("range",): {"q1": "min", "q3": "max"}, ("ci",): {"q1": "ci_low", "q3": "ci_high"}}
"""What one word of a label makes of limits that were taken for quartiles."""


def _state(shape: Shape, sources: Sequence[Source], contrast: bool, n: str, armed: bool) -> list[Stated]:
    best: list[Stated] = []
    if _is_median_with_width(shape, sources) and not is_count(shape, n):
        return [Stated("median", shape.numbers[0], "row")]
    for source in sources:
        for said in _ranked(source, shape, n):
            slots = tuple("md" if contrast and slot == "mean" else slot for slot in said)
            if _is_below_its_average(shape, slots):
                slots = slots[1:]
            fitted, left = assign(shape, slots)
            if not fitted or not _sensible(fitted, contrast, shape):
                continue
            if is_share_after_all(source, slots, shape) or is_unit_of_change(source, fitted, sources):
                continue
            if is_count_after_all(source, fitted, shape, n):
                continue
            if {s for s, _ in fitted} <= _COUNTS and any(item.form == "interval" for item in left):
                continue  # "2 (0-4)" below "No.", in a row "Score, median": no count has limits
            told = {s for s, _ in fitted} & CONTRASTS
            tests = {s for s, _ in fitted} & TESTS
            apart = any(item.form != "interval" for item in left)
            if tests and (source.name == "notes" or (source.name == "mark" and not contrast)):
                continue  # a note tells the test between the arms, not what the arm's own numbers are
            if source.name in FOR_ALL and _is_bare(shape) and {s for s, _ in fitted} <= SPREADS:
                continue  # what the spread beside a mean is makes no spread of a lone number
            if not contrast and _is_printed_share(shape, fitted, source, sources):
                continue  # "39%" where a note says of other rows that they are means
            if told and apart and not contrast and source.name in ("mark", "notes"):
                continue  # nor is the arms' difference one of them
            if told and not contrast and source.name in ("mark", "notes") and is_count(shape, n):
                continue  # a note that tells the difference of the arms does not make an arm's count one
            if told and armed and source.name == "notes" and _is_bare(shape):
                continue  # nor an arm's one number: the note tells how arms or times were compared
            limited = any(item.form == "interval" for item in shape.items)
            if told - {"md"} and armed and not limited and source.name in FOR_ALL:
                continue  # "Effect sizes" in a title, or odds ratios in a note, are of the arms' comparison
            if left and _is_percentage_beside(shape, fitted):
                continue  # "12 (75.0%)" counts people though the caption has a word about medians
            if source.name == "text" and (len(fitted) < 2 or is_count(shape, n)):
                continue  # the methods section tells what a spread is, not what lone numbers are
            if source.name == "text" and are_rates(shape, sources):
                continue  # nor what two rates in one cell are
            if not left:
                disputed = source.name in FOR_ALL and _says_other(source, shape, n, contrast, fitted)
                return _people(
                    [Stated(s, number, source.name, disputed=disputed) for s, number in fitted]
                )
            spread_left = any(item.form == "spread" for item in left)
            if spread_left and not {s for s, _ in fitted} & {"mean", "md"}:
                continue  # "Number of tests" over "140 ± 78": the outcome is a number, the value a mean
            if len(fitted) > len(best):
                best = [Stated(s, number, source.name) for s, number in fitted]
    if best:
        return _people([*best, *rest_of(shape, best)])
    if are_rates(shape, sources) and not contrast and not is_count(shape, n):
        return [Stated("percent", number, "caption", guessed=True) for number in shape.numbers]
    return guess(shape, contrast, n)


def _is_bare(shape: Shape) -> bool:
    """Whether a cell has one number, not in brackets."""
    return len(shape.numbers) == 1 and not shape.items[0].bracketed


def _is_printed_share(
    shape: Shape, fitted: list[tuple[str, Number]], source: Source, sources: Sequence[Source]
) -> bool:
    """Whether the one number of a cell, printed as a percentage up to 100, would be an average that is said elsewhere.

    That is in the notes or the caption, or over a column beside a row that says it is a share.
    """
    said = {statistic for statistic, _ in fitted}
    if not _is_bare(shape) or said - {"mean", "median", "md"}:
        return False
    number = shape.numbers[0]
    if not number.percent or not 0 <= float(number) <= 100:
        return False
    if source.name in FOR_ALL:
        return said != {"md"} or source.name == "notes"
    rows = [each.slots for s in sources if s.name == "row" for each in find_said(s.text)]
    return source.name == "column" and ("percent",) in rows and ("mean",) not in rows


def _says_other(
    source: Source, shape: Shape, n: str, contrast: bool, fitted: list[tuple[str, Number]]
) -> bool:
    """Whether a text has another statement that covers the cell, and neither print nor arithmetic tells them apart.

    "Baseline values are median (IQR), changes mean (95% CI)": "16.0 (11.1; 20.8)" may be either. So may one number
    below "Mean score, proportion of people informed".
    """
    chosen = {statistic for statistic, _ in fitted}
    if source.name == "caption" and chosen == {"mean"} and _is_bare(shape):
        return any(said.slots == ("percent",) for said in find_said(source.text))
    if len(chosen) < 2 or is_count(shape, n) is not None or (n and "percent" in chosen):
        return False  # counts whose percentage is about right are of fewer people than the arm has
    for said in _ranked(source, shape, n):
        other, left = assign(shape, said)
        names = {statistic for statistic, _ in other}
        if len(names) > 1 and not left and names != chosen and _sensible(other, contrast, shape):
            return True
    return False


def _is_percentage_beside(shape: Shape, fitted: list[tuple[str, Number]]) -> bool:
    """Whether a whole number read as an average has a printed percentage in brackets after it."""
    first, *others = shape.numbers
    averages = {statistic for statistic, _ in fitted} <= {"mean", "median"}
    return averages and first.whole and not first.percent and [n.percent for n in others] == [True]


def _is_median_with_width(shape: Shape, sources: Sequence[Source]) -> bool:
    """Whether "25.0 (37.2)" is a median with the one number that its quartiles lie apart."""
    near = [source for source in sources if source.name in ("column", "row")]
    label = next((source for source in near if source.name == "row"), None)
    own = _pairs([label]) if label else []  # "Median score (IQR)" in a group "No. (%)"
    said = own[:1] or _pairs(near)
    forms = [item.form for item in shape.items]
    width = forms == ["single", "single"] and shape.items[1].bracketed
    return width and bool(said) and all(slots == ("median", "iqr") for slots in said)


def _pairs(sources: Iterable[Source]) -> list[tuple[str, ...]]:
    return [s.slots for source in sources for s in find_said(source.text) if len(s.slots) > 1]


def _is_below_its_average(shape: Shape, slots: tuple[str, ...]) -> bool:
    """Whether "(1.14)" alone is the spread of the average that stands above it in a cell of its own."""
    alone = len(shape.items) == 1 and shape.items[0].bracketed
    return alone and slots[:1] in (("mean",), ("median",)) and slots[1:2] in (("sd",), ("se",))


def _people(stated: list[Stated]) -> list[Stated]:
    """Call a number of events with its percentage, and no number of people beside it, a number of people."""
    have = {s.statistic for s in stated}
    if "percent" not in have or "events" in have:
        return stated
    return [replace(s, statistic="events") if s.statistic == "event_count" else s for s in stated]


def _sensible(fitted: list[tuple[str, Number]], contrast: bool, shape: Shape) -> bool:
    names = {statistic for statistic, _ in fitted}
    if "percent" in names and is_duration(shape):
        return False
    if contrast and names == {"percent"} and not any(number.percent for number in shape.numbers):
        return False  # "% of the time" over a difference is its unit
    by_name = dict(fitted)
    spread, centre = by_name.get("sd") or by_name.get("se"), by_name.get("mean")
    if spread and centre and spread.percent and not centre.percent:
        return False  # "1 (1.6%)" is a count with its percentage, whatever the notes say
    if names in ({"sd"}, {"se"}) and len(shape.items) > 1 and shape.items[0].form == "single":
        return False  # the first number of a cell is no spread: of what?
    return not (
        contrast and names & {"events", "median", "sd"} and not names & CONTRASTS and len(names) > 1
    )


def _ranked(source: Source, shape: Shape, n: str) -> Iterator[tuple[str, ...]]:
    """Yield the statements of one source, the likeliest first where several fit this cell."""
    found = [said for said in find_said(source.text) if not _abbreviation(said, source)]
    if not found:
        return
    found.sort(key=lambda said: _is_printed_otherwise(said, shape))
    slots = [_with_event(said, source) if len(shape.items) == 1 else said.slots for said in found]
    plain = [s for s in slots if not (len(s) == 1 and len(shape.items) > 1)]
    lone = [s for s in slots if s not in plain]
    counted = is_count(shape, n) if len(plain) > 1 else None
    if counted is not None:
        plain.sort(key=lambda s: ("events" in s) is not counted)
    yield from plain
    for slot in lone:
        if slot in _EXPANSIONS:
            yield _EXPANSIONS[slot]
    yield from lone


_SPREAD = re.compile(r"±|\+\s?/|plus")


def _is_printed_otherwise(said: Said, shape: Shape) -> bool:
    """Whether a statement writes ± and the cell brackets, or the other way round."""
    if len(said.slots) < 2 or len(shape.items) < 2:
        return False
    spread = any(item.form == "spread" for item in shape.items)
    writes_spread = bool(_SPREAD.search(said.text))
    writes_bracket = "(" in said.text or "[" in said.text
    return writes_spread != spread and writes_bracket == spread


_PEOPLE = re.compile(rf"\b{MANY_PEOPLE}$", re.I)


def _with_event(said: Said, source: Source) -> tuple[str, ...]:
    """Return what a lone count is: "Deaths, n" counts people with the event, "Number of patients" a group.

    So does "Withdrawal — no. of patients", where a dash sets apart what is counted.
    """
    if said.slots != ("n",):
        return said.slots
    if source.name == "row" and _SET_APART.search(source.text[: said.start]):
        return ("events",)
    after = source.text[said.start + len(said.text) :]
    group = _PEOPLE.search(said.text) and not re.match(r"\s*(?:with|who|having|developing)\b", after)
    return said.slots if group else ("events",)


_SET_APART = re.compile(r"[A-Za-z)]\s*[—–]\s*$")


def _abbreviation(said: Said, source: Source) -> bool:
    """Tell explanations of a word in the notes ("CI, confidence interval"), and z-scores in rows, from statements."""
    if source.name == "row" and said.slots == ("z",):
        return said.text != source.text.strip()
    return source.name == "notes" and len(set(said.slots)) == 1 and len(said.slots) == 1 and said.slots[0] in (
        "ci", "p", "n", "percent", "or", "hr", "rr", "range", "smd",
    )  # fmt: skip
