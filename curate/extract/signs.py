"""The signs that readings carry: facts that anyone can check on the page, and that speak for a second look."""

from __future__ import annotations

import re

from curate.extract.arithmetic import ESTIMATES, contradictions
from curate.extract.context import Report, Table
from curate.extract.names import (
    arm_doubts,
    bare,
    group_in_doubt,
    has_unused,
    heads_studies,
    is_broken,
    names_another_arm,
    outcome_doubts,
    row_doubts,
    says_a_time_twice,
    says_mean,
    says_range,
    words,
)
from curate.extract.tables.names.spanners import ALL_PEOPLE
from curate.extract.tables.statistics.sources import SAID_FOR_ALL
from curate.model.reading import Evidence, Found, Reading, Result
from curate.parse.label import is_everyone, read_label
from curate.parse.safety import is_safety
from curate.pdf.text import holds_number

_EXPLAINED = {
    "events": frozenset({"total", "percent"}),
    "mean": frozenset({"sd", "se", "ci_low"}),
    "median": frozenset({"q1", "min", "ci_low"}),
    **dict.fromkeys(ESTIMATES, frozenset({"ci_low"})),
}
_AVERAGES = ("mean", "median")
_SPREADS = ("sd", "se", "q1", "q3", "min", "max", "ci_low", "ci_high")
_CENTRES = frozenset({"mean", "median", "percent", "events", "event_count", "rate"})
STUDIES = 6
"""Results in rows of studies that make all rows of a table studies: some are named without their author."""

_COMPARING = frozenset({"p", *ESTIMATES})
_TESTS = frozenset({"chi2", "t", "f", "z"})
_TIME_FROM_THE_TEXT = ("time_from:abstract", "time_from:methods", "time_from:text")


def signs_of(found: Found, report: Report) -> list[set[str]]:
    """Return for each reading of a result the signs that speak against it or leave something open."""
    shared = _shared_signs(found, report)
    sizes = _arm_signs(found, report)
    names = sizes | _name_signs(found, report)
    sizes = sizes | _size_signs(found)
    statistics = [reading.statistic for reading in found.readings]
    places: dict[int, set[str]] = {}  # by identity: readings of one cell share its place
    signs = []
    for reading, refuted in zip(found.readings, contradictions(found.readings), strict=True):
        evidence, sized = reading.evidence, is_size(reading)
        told = _signs(reading, found.result, statistics)
        if evidence is None or evidence.grid is None:
            told |= _sentence_signs(reading, found, set(statistics), report)
        elif sized:
            told |= set() if report.tables[evidence.grid].adds_up else {"arms_do_not_add_up"}
        else:
            if id(evidence) not in places:
                places[id(evidence)] = _place_signs(evidence, found.result, report)
            table = report.tables[evidence.grid]
            told |= places[id(evidence)] | _cell_signs(reading, evidence, found.result, table)
            if found.result.arms and table.overlaps:
                told.add("arms_do_not_add_up")
        signs.append(refuted | shared | told | (sizes if sized else names))
    return signs


def _size_signs(found: Found) -> set[str]:
    """Return what a count with its percentage says of the group's size: those with data, or a part of the group."""
    told = {reading.statistic: reading.number for reading in found.readings}
    events, percent, n = (float(told.get(name) or 0) for name in ("events", "percent", "n"))
    if not events or not percent or not n or "total" in told:
        return set()
    share = 100 * events / n
    return {"size_of_more"} if abs(share - percent) > max(1.5, OFF * percent) else set()


OFF = 0.2
"""Share by which a percentage is off that of the whole group before it is of other people."""


def is_size(reading: Reading) -> bool:
    """Whether an n is the size of a group as a label or sentence gives it, not a number in a table's cell."""
    return reading.statistic == "n" and not any(
        flag.startswith("statistic_from:") for flag in reading.flags
    )


def _shared_signs(found: Found, report: Report) -> set[str]:
    """Return what the numbers of a result say of each other."""
    statistics = {reading.statistic for reading in found.readings}
    signs: set[str] = set()
    if any("statistic_guessed" in reading.flags for reading in found.readings):
        signs.add("beside_a_guess")
    if report.shares_its_names(found):
        signs.add("names_shared")
    if _looks_like_percentages(found):
        signs.add("percent_sign")
    if _is_mixed(statistics):
        signs.add("mixed_statistics")
    for reading in found.readings:  # a mean that is none has no SD either
        signs |= _average_signs(reading, statistics, report)
    if any(
        report.tables[reading.evidence.grid].reverses(reading, found.result)
        for reading in found.readings
        if reading.statistic in ("md", "rd") and reading.evidence and reading.evidence.grid
    ):
        signs.add("sign_reversed")
    return signs


def _average_signs(reading: Reading, statistics: set[str], report: Report) -> set[str]:
    """Return what speaks against an average, or against the percentage that stands in its place."""
    evidence = reading.evidence
    if evidence is None:
        return set()
    signs = set()
    if reading.statistic in _AVERAGES and _stands_in_brackets(reading):
        signs.add("average_in_brackets")
    if evidence.grid is None:
        return signs
    if reading.statistic == "percent" and says_mean((*evidence.row_headers, *evidence.column_headers)):
        signs.add("header_says_mean")
    limited = statistics & {"q1", "min", "ci_low"}
    if not limited and _is_unlike(reading, evidence, report.tables[evidence.grid]):
        signs.add("unlike_its_table")
    return signs


def _looks_like_percentages(found: Found) -> bool:
    """Whether "117 (94.4%)" or "97.7%" is read as a mean; "77.8% (27.2%)" may well be mean and SD."""
    averages = [_has_percent_sign(r) for r in found.readings if r.statistic in _AVERAGES]
    if any(_has_percent_sign(r) for r in found.readings if r.statistic in _SPREADS):
        return averages == [False]
    return any(averages)


def _has_percent_sign(reading: Reading) -> bool:
    if reading.evidence is None or not reading.as_printed:
        return False
    before, number, after = reading.evidence.quote.partition(reading.as_printed)
    return bool(number) and after.lstrip().startswith("%") and not before[-1:].isdigit()


def _is_mixed(statistics: set[str]) -> bool:
    """Whether numbers of one cell are read as what seldom stands together."""
    if statistics & _TESTS and statistics & {"percent", "events", "mean"}:
        return True
    return "percent" in statistics and bool(statistics & {"sd", "se"}) and "mean" not in statistics


def _name_signs(found: Found, report: Report) -> set[str]:
    """Return what the names of a result leave open beside those of its arms."""
    result, evidence = found.result, found.readings[0].evidence
    arms = (*result.arms, *result.comparators)
    signs: set[str] = set()
    if is_broken(result.timepoint) or says_a_time_twice(result.timepoint):
        signs.add("name_broken")
    told = any(not is_size(reading) for reading in found.readings)
    if result.scope != "result" and not told:
        return signs
    if not arms and not _means_everyone(evidence):
        signs.add("arm_missing")
    if not result.outcome:
        return signs | {"outcome_missing"}
    in_table = evidence is not None and evidence.grid is not None
    signs |= outcome_doubts(result.outcome, said=not in_table)
    labels = (*evidence.row_headers, *evidence.column_headers) if evidence else ()
    if in_table and len(arms) == 1 and not words(*arms) & words(*labels):
        signs.add("arm_from_title")
    if not in_table and bare(result.outcome) in map(bare, arms):
        signs.add("outcome_names_arm")
    if arms and _outcome_names_arm(result, evidence, report):
        signs.add("outcome_names_arm")
    return signs


def _arm_signs(found: Found, report: Report) -> set[str]:
    """Return what the names of the arms leave open."""
    result, evidence = found.result, found.readings[0].evidence
    arms = (*result.arms, *result.comparators)
    signs = set().union(*map(arm_doubts, arms))
    if not arms or evidence is None or evidence.grid is None:
        return signs
    if any(map(_TWO_SIZES.search, (*evidence.column_headers, evidence.quote))):
        signs.add("arm_names_more")  # the labels of two columns
    if not report.confirms_arms(evidence.grid):
        signs.add("arms_unconfirmed")
    return signs


_NUMBER_BEHIND = re.compile(r"(?<=[a-z]) \(?\d{1,6}\)?$")  # "Total 30"


def _means_everyone(evidence: Evidence | None) -> bool:
    """Whether the row or column says that it is of all participants."""
    labels = (*evidence.row_headers, *evidence.column_headers) if evidence else ()
    texts = [_NUMBER_BEHIND.sub("", read_label(label).text) for label in labels]
    return any(is_everyone(text) or ALL_PEOPLE.match(text) for text in texts)


def _outcome_names_arm(result: Result, evidence: Evidence | None, report: Report) -> bool:
    """Whether words of another arm went into the outcome.

    In a table they matter beside the own arm's: two headers of one column that both name an arm, of
    which one was taken for the arm and the other for the outcome.
    """
    own = (*result.arms, *result.comparators)
    if evidence is None or evidence.grid is None:
        return names_another_arm(result.outcome, own, report.arms)
    arms, outcome = report.tables[evidence.grid].named, bare(result.outcome)
    for path in (evidence.row_headers, evidence.column_headers):
        others = [label for label in path if not any(bare(arm) in bare(label) for arm in own)]
        taken = [label for label in others if bare(label) in outcome]
        if len(others) < len(path) and any(names_another_arm(label, own, arms) for label in taken):
            return True
    return False


def _signs(reading: Reading, result: Result, statistics: list[str]) -> set[str]:
    """Return what one reading leaves open, or contradicts, beside the statistics of its result."""
    signs: set[str] = set()
    if "repaired" in reading.flags and not holds_number(reading.raw_text, reading.as_printed):
        signs.add("number_mended")  # else the mended glyph stands beside the number: a ± between two
    if reading.statistic == "event_count" and ("events" in statistics or "people" in statistics):
        signs.add("count_unconfirmed")  # of two counts in a cell, the one that no percentage confirms
    limits = reading.statistic in ("ci_low", "ci_high") and _CENTRES.isdisjoint(statistics)
    compares = limits or reading.statistic in _COMPARING
    pooled = len(result.arms) > 2 and reading.statistic != "p"
    if compares and (len(result.arms) <= 1 or pooled) and not result.comparators:
        signs.add("comparison_unnamed")  # of an arm with itself at another time, or with another arm
    if statistics.count(reading.statistic) > 1:
        signs.add("statistic_repeated")
    return signs


def _sentence_signs(reading: Reading, found: Found, statistics: set[str], report: Report) -> set[str]:
    """Return what a sentence leaves open about one of its numbers."""
    signs: set[str] = set()
    if not report.given.says_again(reading, found):
        signs.add("said_once")  # whose it is rests on how one sentence was understood
    if reading.statistic == "n":
        return signs
    if not _is_explained(statistics):
        signs.add("stands_alone")
    if not _is_timed(found.result) and report.times:
        signs.add("time_missing")
    if any(flag.startswith("time_from:") for flag in reading.flags):
        signs.add("time_from_elsewhere")
    return signs


def _stands_in_brackets(reading: Reading) -> bool:
    """Whether "(5.9)" alone is read as an average; it is the spread of one that stands above."""
    if reading.evidence is None:
        return False
    quote = reading.evidence.quote.strip().rstrip("*†‡§")
    return quote[:1] in ("(", "[") and quote[1:-1].strip() == reading.as_printed


def _is_explained(statistics: set[str]) -> bool:
    """Whether the numbers of a sentence explain each other: events with their total, a mean with its spread."""
    return any(first in statistics and statistics & others for first, others in _EXPLAINED.items())


def _is_timed(result: Result) -> bool:
    return bool(result.timepoint) or result.basis == "baseline"


def _place_signs(evidence: Evidence, result: Result, report: Report) -> set[str]:
    """Return what the labels around a cell leave open, whatever stands in it."""
    table = report.tables[evidence.grid or ""]
    headers = (*evidence.row_headers, *evidence.column_headers)
    signs: set[str] = set()
    if report.lost_its_group(evidence):
        signs.add("group_lost")
    if evidence.row_headers:
        signs |= row_doubts(evidence.row_headers)
    if (evidence.page, evidence.table) in report.doubled:
        signs.add("two_tables")
    if table.studies >= STUDIES or any(map(heads_studies, table.titles)):
        signs.add("row_is_study")
    if not evidence.row_headers or not evidence.column_headers:
        signs.add("header_incomplete")
    if not words(result.outcome) <= words(*headers) | table.said:
        signs.add("outcome_from_elsewhere")
    names = (result.outcome, result.timepoint, result.subgroup, *result.arms, *result.comparators)
    if has_unused(evidence.row_headers, names):
        signs.add("header_unused")
    taken = [label for label in evidence.column_headers if label in result.outcome]
    pairs = [(over, beside) for over in taken for beside in evidence.row_headers]
    if group_in_doubt(evidence.row_headers) or any(map(group_in_doubt, pairs)):
        signs.add("group_in_doubt")
    return signs


def _cell_signs(reading: Reading, evidence: Evidence, result: Result, table: Table) -> set[str]:
    """Return what the labels around a cell leave open about one of its numbers."""
    headers = (*evidence.row_headers, *evidence.column_headers)
    signs: set[str] = set()
    heads = evidence.row_headers[:-1]  # "Medical history, n (%)" does not head a mean
    if reading.statistic in _AVERAGED and any(map(_COUNTED.search, heads)):
        signs.add("group_in_doubt")
    if reading.statistic in ("mean", "sd", "se") and any(map(_MODELLED.search, table.titles)):
        signs.add("of_a_model")
    if reading.statistic in ("q1", "q3") and says_range(headers):
        signs.add("label_says_range")
    return signs | _time_signs(reading, result, table, headers)


def _time_signs(reading: Reading, result: Result, table: Table, headers: tuple[str, ...]) -> set[str]:
    if not _is_timed(result):
        # a contrast beside several times may be over all of them; one arm's value is at one of them
        timed = result.outcome in table.timed
        missing = not result.comparators if timed else _has_a_time(reading, result, table, headers)
        return {"time_missing"} if missing else set()
    named = result.timepoint.partition(" (")[0]  # "Final (16 weeks)" has its name from the table
    from_text = any(flag in reading.flags for flag in _TIME_FROM_THE_TEXT)
    if from_text and not words(named) <= words(*headers) | table.said:
        return {"time_from_elsewhere"}
    return set()


def _has_a_time(reading: Reading, result: Result, table: Table, headers: tuple[str, ...]) -> bool:
    """Whether a number is of some time: harms and hazards are of the whole course, sizes and who people are of none."""
    if table.timeless or reading.statistic in ("hr", "irr", "n"):
        return False
    if reading.statistic in ("ci_low", "ci_high") and any(map(_HAZARD.search, headers)):
        return False
    return not any(map(is_safety, (result.outcome, *headers)))


def _is_unlike(reading: Reading, evidence: Evidence, table: Table) -> bool:
    """Whether "9 (60)" is read as a mean because the table's notes say mean (SD), and others have decimals."""
    if reading.statistic != "mean" or reading.decimals or "±" in evidence.quote:
        return False
    said_for_all = not SAID_FOR_ALL.isdisjoint(reading.flags)
    return said_for_all and (table.fractions or bool(_COUNT_LIKE.match(evidence.quote)))


_COUNT_LIKE = re.compile(r"\d[\d,]*\s*[(\[]\d+\.\d+[)\]]")
"""A whole number with decimals behind it, as "1181 (49.2)": means have the decimals of their SD."""
_MODELLED = re.compile(r"(?i)^(?!.*\bmeans?\b).*\b(?:(?:model|path) coefficients?|regression)\b")
"""In the title of a table whose numbers are coefficients; "means from a regression" are means."""
_HAZARD = re.compile(r"(?i:\bhazards?\b)|\bHRs?\b")
_COUNTED = re.compile(r"(?i)\b(?:n|no\.?|number)\s*[,(\[]*\s*%")
_AVERAGED = frozenset({"mean", "sd", "se", "median", "q1", "q3", "min", "max"})
_TWO_SIZES = re.compile(r"\b[nN]\s*=\s*\d.*\b[nN]\s*=\s*\d")
