"""Times that a table leaves to its notes, to the text that cites it, or to the methods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from curate.extract.sentences.text.report_times import (
    ReportTimes,
    ToldTime,
    is_open,
    noted_times,
    one_time,
)
from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.grid.segment import Table
from curate.extract.tables.names.time_labels import is_start
from curate.model.reading import Found
from curate.parse.duration import TimePoint, find_times, has_number, is_time
from curate.parse.people import MANY_PEOPLE

_BASELINE_TITLE = re.compile(
    r"(?i)\bbaseline\b|\bcharacteristics?\b|\bdemographics?\b|\bhistory\b|\bpre-?operative\b|\bscreening\b"
)
_OUTCOME_TITLE = re.compile(
    r"(?i)\b(?:outcomes?|efficacy|effects?|effectiveness|response|results|changes?|improvements?"
    r"|adverse|safety|tolerability|mortality|survival|after|post-?\w+)\b"
)
_PEOPLE_TITLE = re.compile(
    r"(?i)^(?:(?:general|main|selected|other|background|personal|patients?|participants?|subjects?|study|population"
    r"|cohort|sample|respondents?|smokers?|clinical|medical|epidemiological|tobacco|smoking(?:[- ]related)?|enrolled"
    r"|(?:socio[- ]?)?demographics?|age|sex|gender|baseline|intake|entry|and|the|of|in|by|s)\W+)*"
    r"(?:characteristics?|demographics?|(?<=demographic )data|(?<=clinical )(?:features|data|profiles?)"
    r"|(?:(?<=epidemiological )|(?<=participant )|(?<=participants )|(?<=patient ))(?:features|profiles?))\b"
)
"""A title of a table that tells who the people were, as they came."""
_WHO = re.compile(
    rf"(?i)\b(?:(?:\w+)?demographics?|patients?|participants?|subjects?|population|sample|cohort|volunteers?|parents"
    rf"|respondents|{MANY_PEOPLE}|(?:two|three|four|both|all|study|treatment|randomi[sz]ed) (?:\w+ )?(?:groups|arms))\b"
)
_BY_ARM = re.compile(
    r"(?i)\b(?:study|treatment|intervention|therapy|allocated|assigned|randomi[sz]ed)\W+(?:treatment )?"
    r"(?:groups?|arms?|assignments?|allocation|conditions?)\b"
)
"""By which the people of a title are told apart: no word of what came later."""
_OTHER_PEOPLE = re.compile(
    r"(?i)\b(?:(?:non-?)?responders?|review|adherence|studies|trials|cent(?:er|re)s|status|stratified)\b"
)
"""In a title, people as they turned out, or who are not those of one trial."""
_LATER = re.compile(
    r"(?i)\b(?:after|during|follow\w*|outcomes?|results?|post\w*|intra\w*|peri\w*|operati\w+|surg\w+|procedur\w+"
    r"|treatments?|therap\w+|discharge|stay|deliver\w+|associat\w+|predict\w+|compliance|complet\w+|withdr\w+|drop\w*)\b"
)
_DIED = re.compile(
    r"(?i)\b(?:mortality|died|deaths?|surviv(?:al|ed)|wean\w*)\b(?!.*\b(?:family|parent|partner|spouse))"
)
"""In a row among characteristics, what became of people."""
_COUNTS_TIME = re.compile(r"(?i)\b(?:hours?|days?|weeks?|months?|duration|stay|length|onset)\b")
_AVERAGED = re.compile(
    r"(?i)\baverage[sd]?\b[^.;]{0,40}\b(?:visits?|time ?points?|weeks?|assessments?|measurements?)\b"
)
_P_WHEN = re.compile(
    r"(?i)\bp[\s-]*values?\b[^.;]{0,80}?\b(?:at|for) (?:the )?(?P<time>final(?: visit)?|follow-?up"
    r"|end of (?:the )?(?:treatment|study|trial|intervention)|post-?(?:treatment|test|intervention))"
)


class TableTimes:
    """Gives the results of one table the time that is said elsewhere, where exactly one is said.

    A header without a number keeps its words before it: "Final" becomes "Final (16 weeks)". The readings say
    where the time is from by a flag: ``time_from:notes``, ``time_from:methods`` and so on.

    Parameters
    ----------
    table, title
        The table, and its caption without the label.
    report
        What the report says about times; None when it says nothing.
    stubs
        Columns of the table that hold labels.
    """

    def __init__(self, table: Table, title: str, report: ReportTimes | None, stubs: int = 1) -> None:
        self.label, self.title = table.caption.label, title
        self.report = report or ReportTimes()
        self.is_baseline = bool(_BASELINE_TITLE.search(title))
        self.marked = _marked(table)
        own = _without(table.note_text, {*self.marked, *_of_values(table)})
        notes = _ABBREVIATIONS.sub(" ", own)
        self.noted = self._noted(notes)
        self.clauses = [] if self.noted else list(_clauses(notes))
        labels = [*table.heads, *(cell for cell in table.body if cell.col < stubs)]
        times = [time for cell in labels for time in find_times(cell.plain)]
        self.has_numbers = any(has_number(time.text) for time in times)
        self.own_days = {time.days for time in times if time.days}
        later = {
            t.text.lower() for cell in table.heads for t in find_times(cell.plain) if is_open(t.text)
        }
        coded = any(_CODED.fullmatch(cell.plain.split(",")[0]) for cell in table.heads)
        self.several = len(later) > 1 or coded
        p_when = _P_WHEN.search(table.note_text)
        self.p_when = p_when["time"] if p_when else ""
        whose = _BY_ARM.sub(" ", title)
        self.of_people = bool(_PEOPLE_TITLE.match(title) and _WHO.search(title))
        self.of_people &= not (_LATER.search(whose) or _OTHER_PEOPLE.search(whose))
        over = (cell.plain for cell in table.heads if cell.col >= stubs)
        self.of_people &= not any(not is_start(t.text) for head in over for t in find_times(head))
        parts = [cell.plain for cell in table.body if cell.role == "group" and is_time(cell.plain)]
        self.of_people &= all(map(is_start, parts))  # below "Age group" a span is no time
        self._outcomes: dict[str, ToldTime | None] = {}

    def _noted(self, notes: str) -> ToldTime | None:
        times = noted_times(notes)
        if len(times) == 2 and _AVERAGED.search(self.title):
            return ToldTime(f"{times[0].text} and {times[1].text}", "notes")
        return one_time(times, "notes")

    def _of_clause(self, label: str) -> ToldTime | None:
        """Return the time of the clauses of the notes that name an outcome: "deaths at 1 year and pain at 6 weeks"."""
        name = _BEHIND_NAME.sub("", label).strip().casefold()
        if len(name) < SHORTEST_NAME:
            return None
        return one_time([time for clause, time in self.clauses if name in clause], "notes")

    def _of_marks(self, found: Found) -> ToldTime | None:
        """Return the one time that the notes to the marks of a result's row or column say."""
        evidence = found.readings[0].evidence if found.readings else None
        if evidence is None or not self.marked:
            return None
        place = (("row", evidence.row), ("col", evidence.col))
        notes = [note for note, places in self.marked.items() if not places.isdisjoint(place)]
        return one_time([time for note in notes for time in noted_times(note)], "notes")

    @cached_property
    def _of_table(self) -> ToldTime | None:
        return self.report.of_table(self.label)

    def _of_outcome(self, outcome: str) -> ToldTime | None:
        if outcome not in self._outcomes:
            self._outcomes[outcome] = self.report.of_outcome(outcome)
        return self._outcomes[outcome]

    def complete(self, found: Found) -> Found:
        """Return a result with its time; as it is when it has one, is of baseline, or none can be told."""
        told = self._told(found)
        if told is None:
            return found
        flag = f"time_from:{told.source}"
        readings = tuple(replace(r, flags=tuple(sorted({*r.flags, flag}))) for r in found.readings)
        basis = "baseline" if told is _START else found.result.basis
        return Found(replace(found.result, timepoint=told.text, basis=basis), readings)

    def _told(self, found: Found) -> ToldTime | None:
        result = found.result
        statistics = {reading.statistic for reading in found.readings}
        if self.of_people and not result.timepoint and result.basis == "unclear" and statistics != {"n"}:
            later = _LATER.search(result.outcome) or _DIED.search(result.outcome)
            return None if later else _START
        if self.is_baseline or result.basis == "baseline" or statistics == {"n"}:
            return None
        timepoint = result.timepoint
        if not timepoint and statistics == {"p"}:
            timepoint = self.p_when
        if timepoint and (has_number(timepoint) or not is_open(timepoint)):
            return None
        own = self._of_marks(found)
        if own:
            return ToldTime(f"{timepoint} ({own.text})" if timepoint else own.text, "notes")
        if not timepoint:
            return self._unsaid(result.outcome, result.basis)
        if self.noted:
            return ToldTime(f"{timepoint} ({self.noted.text})", "notes")
        after = timepoint.lower().replace("-", "") == "postoperative"
        if after and timepoint.lower() in self.title.lower():
            return None  # complications after an operation are of no day after it that the report tells elsewhere
        if self.several and not _LAST.search(timepoint):
            return None  # "Postoperative" beside "Last follow-up": how long after is said of the other
        told = self.report.complete("", timepoint)
        if told and self.own_days.intersection(time.days for time in find_times(told.text)):
            told = None  # beside "At 2 years", "At study end" is another time
        return told or (ToldTime(timepoint, "notes") if timepoint != result.timepoint else None)

    def _unsaid(self, outcome: str, basis: str) -> ToldTime | None:
        labels = outcome.split(", ")
        own = labels[-1]
        if not self.noted and (self.has_numbers or any(label.isdigit() for label in labels)):
            return None  # the table has times of its own, which this place may mean
        clause = next(filter(None, map(self._of_clause, reversed(labels))), None)
        told = self.noted or clause or self._of_outcome(own) or self._of_table
        counts = _COUNTS_TIME.search(f"{self.title} {outcome}")
        if told is None and not counts and (basis == "change" or _OUTCOME_TITLE.search(self.title)):
            return self.report.throughout
        return told


_LAST = re.compile(r"(?i)\b(?:last|latest|final|end|end ?point|completion)\b")
_START = ToldTime("baseline", "caption")
"""When people had what a table of their characteristics tells."""

_CODED = re.compile(r"(?i)F/?U[ -]?\d{1,2}(?:\W*n\W*\d+)?\W*")
"""A follow-up by its number: "FU12" beside "Post"."""

_BEHIND_NAME = re.compile(r"\s*[(\[,].*$")
_CLAUSE = re.compile(r"[.;]\s+|,?\s+and\s+(?=[a-z])|,\s+(?=[a-z])", re.I)
SHORTEST_NAME = 4
"""Letters of an outcome's name that is looked for in the notes."""


def _clauses(notes: str) -> Iterator[tuple[str, TimePoint]]:
    """Yield the clauses of notes, in lower case, that say one time each, where the notes say several."""
    told = [(clause.casefold(), noted_times(clause)) for clause in _CLAUSE.split(notes) if clause]
    if len({time.text for _, times in told for time in times}) > 1:
        yield from ((clause, times[0]) for clause, times in told if len(times) == 1)


Places = set[tuple[str, int | None]]


def _marked(table: Table) -> dict[str, Places]:
    """Return the notes to marks that some rows or columns have → which; a mark at the stub's head is on all."""
    marked: dict[str, Places] = {}
    over = [
        (cell, range(cell.col, cell.col + cell.colspan), "col") for cell in table.heads if cell.col > 0
    ]
    beside = [(cell, rows, "row") for cell, rows in _with_rows(table)]
    for cell, places, axis in [*over, *beside]:
        for mark in {*cell.marks, *_set_level(cell.plain)}:
            if mark in table.notes:
                marked.setdefault(table.notes[mark], set()).update((axis, place) for place in places)
    return marked


def _with_rows(table: Table) -> Iterator[tuple[TableCell, range]]:
    """Yield the labels of rows, each with the rows that it is of: a group's are all down to the next group's."""
    labels = [cell for cell in table.body if cell.col == 0]
    groups = [cell.row for cell in labels if cell.role == "group"]
    last = max((cell.row for cell in table.body), default=0)
    for cell in labels:
        end = cell.row + cell.rowspan
        if cell.role == "group":
            end = next((row for row in groups if row > cell.row), last + 1)
        yield cell, range(cell.row, end)


_LEVEL = re.compile(r"([*#†‡§¶])\1+|(?<=[\w)\]%])[*†‡§¶]$")


def _set_level(label: str) -> list[str]:
    """Return the marks of a label that are not raised: "Washed hands***", "Any stroke§"."""
    return [match[0] for match in _LEVEL.finditer(label)]


def _of_values(table: Table) -> set[str]:
    """Return the notes to marks that stand at values: what they tell is of those few people."""
    values = [cell for cell in table.body if cell.col > 0]
    return {table.notes[mark] for cell in values for mark in cell.marks if mark in table.notes}


_ABBREVIATIONS = re.compile(
    r"(?i)\babbreviations?\s*:[^.]*|\b(?:reference|referent) (?:group|category|class)\b[^.]*"
)
"""What letters stand for in labels ("POD, postoperative day 3") is said of no number, nor is with whom a model
compares others: "the reference group had been called by 1 month"."""


def _without(text: str, notes: Iterable[str]) -> str:
    for note in notes:
        text = text.replace(note, " ")
    return text
