"""What the labels around a cell say: who, which outcome, when, change or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from curate.extract.tables.bearing.against import names_comparator
from curate.extract.tables.bearing.titled import Title
from curate.extract.tables.bearing.when import When
from curate.extract.tables.bearing.whom import Arms, Whom
from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.names.arm_book import ArmBook
from curate.extract.tables.names.axes import Axes
from curate.extract.tables.names.factors import tested_in
from curate.extract.tables.names.naming import Name, is_measured
from curate.extract.tables.names.place_of import Place
from curate.extract.tables.names.stub import RowAxis
from curate.extract.tables.names.time_labels import (
    without_last_time,
)
from curate.extract.tables.statistics.responses import name_stable_disease, without_response
from curate.extract.tables.statistics.sources import (
    FOR_ALL,
    Source,
    averages,
    row_first,
    shared_sources,
    sources_of,
)
from curate.model.reading import Evidence, Result
from curate.parse.label import (
    adjusted_of,
    analysis_set_of,
    is_everyone,
    missing_data_of,
)
from curate.parse.people import MANY_PEOPLE
from curate.parse.safety import is_safety
from curate.parse.statistic_said import find_said
from curate.parse.unit import split_unit


class Labels:
    """Answers for each place of one table what its labels say.

    Parameters
    ----------
    axes
        The table's named labels.
    known
        The arms of the report.
    spoken
        What the running text says about spreads.
    """

    def __init__(self, axes: Axes, known: ArmBook, spoken: str = "") -> None:
        self.axes, self.known = axes, known
        self.table = axes.table
        self.caption = self.table.whole_caption
        self.title = _LABEL.sub("", self.caption).strip()
        self.shared_sources = shared_sources(axes.corner, self.title, self.table.note_text, spoken)
        named = [] if axes.arms else known.named_in(self.title)
        self.whom = Whom(axes, known, tuple(named) if len(named) == 1 else ())
        self.averaged = any(
            name.kind == "statistic" and name.cell.colspan == 1 and averages(name.cell.plain)
            for names in axes.columns.values()
            for name in names[-1:]
        )
        self.against = {id(n) for row in axes.rows for n in row.names if names_comparator(n, axes.arms)}
        self.responses = name_stable_disease(axes.rows, f"{self.title} {self.table.note_text}")
        self.when = When(axes, self.title, self.whom)
        said = f"{self.caption} {self.table.note_text}"
        self.harm = _harm_in(self.title)
        self.safety = is_safety(f"{self.caption} {axes.corner}")
        self.set, self.missing = analysis_set_of(said), missing_data_of(said)
        over = (name for names in axes.columns.values() for name in names)
        self.told = Title(self.title, axes.corner, axes.rows, over)
        subgroup = _SUBGROUP.search(self.title)
        self._subgroup = subgroup[0] if subgroup else ""
        self._kinds = axes.corner if _KINDS.match(axes.corner) else ""

    def result(self, place: Place, arms: Arms, comparators: Arms, evidence: Evidence) -> Result:
        """Return what the cell reports about, without its numbers."""
        outcome, unit = self.outcome(place)
        texts = [n.text for n in (*place.over, *place.beside)]
        timepoint = self.when.timepoint(place)
        return Result(
            arms=arms,
            comparators=comparators,
            outcome=outcome,
            timepoint=timepoint,
            subgroup=self.subgroup(place),
            basis=self.when.basis(place, timepoint),
            adjusted=_adjusted(texts),
            analysis_set=_first_clear(*map(analysis_set_of, texts), self.set),
            missing_data=_first_clear(*map(missing_data_of, texts), self.missing),
            unit=unit,
            anchor=evidence.id,
        )

    def subgroup(self, place: Place) -> str:
        """Return the people to whom a column belongs besides its arm ("Smokers" over "Placebo, n = 28")."""
        return ", ".join(name.text for name in place.names("subgroup")) or self._subgroup

    def size(self, place: Place, arms: Arms) -> str:
        """Return the printed size of the cell's arm, empty when none is known."""
        sized = next((n.n for n in reversed(place.over) if n.n), "")
        return (
            sized
            or next((n.n for n in reversed(place.beside) if n.n), "")
            or (self.known.size(arms[0]) if len(arms) == 1 else "")
        )

    def _saying_what(self, place: Place) -> list[Name]:
        """Return the names that are no arm, time or statistic, the row's before the column's."""
        labels = [
            n
            for n in place.beside
            if n.kind in ("other", "letter", "everyone", "change", "contrast")
            or (n.kind == "time" and self.when.is_kind(n, place))
        ]
        labels = [n for n in labels if id(n) not in self.against]
        if place.beside and place.beside[-1].kind == "arm":  # "Total", below which its arms are set in
            labels = [n for n in labels if not _TOTAL.fullmatch(n.text)] or labels
        if len(labels) > 1 and _NUMBERING.match(labels[0].text):
            del labels[0]
        if any(n.kind == "other" for n in labels):  # "Drug vs placebo" below it says who, not what
            labels = [n for n in labels if n.kind != "contrast" or not self.whom.names_arms(n)]
        said = bool(labels)
        labels += [
            n
            for n in place.over
            if n.kind in ("other", "grade")
            and not _VALUE.match(n.text)
            and not (said and _FOUND.fullmatch(n.text))
        ]
        if any(n.kind in ("other", "letter") for n in labels):
            return [n for n in labels if n.kind != "change"]  # that is the basis, not the outcome
        return labels + [n for n in place.over if n.kind == "change"]  # the title names the outcome

    def outcome(self, place: Place) -> tuple[str, str]:
        """Return what a place is of by its labels, by the caption's title when they do not say it; and the unit."""
        labels = self._saying_what(place)
        named = any(n.kind in ("other", "letter") for n in labels)
        beside = any(n.kind in ("other", "letter") for n in place.beside)
        texts = [n.cell.plain if n.kind != "other" else n.text for n in labels if n.text]
        tested = [tested_in(n.text, self.whom.crossed) for n in place.names_over("p")]
        texts += [what for what in tested if what and not _says(texts, what)]
        texts += [what for n in place.names_over("contrast") if (what := self._compared_in(n.text))]
        if len(texts) == len(place.beside) == 1 and self._kinds and _BARE_KIND.match(texts[0]):
            texts = [without_last_time(self.title), f"{self._kinds} {texts[0]}"]  # "A" below "Class"
        if not beside:
            texts = [self.told.whole(place, texts), *texts]
        elif _SAYS_WHAT.match(self.axes.corner) and not any(map(_SAYS_WHAT.match, texts)):
            texts = [without_last_time(self.axes.corner), *texts]  # said of each row
        elif place.beside[-1].kind == "statistic" and all(n.n or is_everyone(n.text) for n in labels):
            texts = [without_last_time(self.title), *texts]  # people, whose mean and median stand below
        elif place.beside[-1].kind == "arm" and all(_WHO.search(n.text) for n in labels):
            texts = [without_last_time(self.title), *texts]  # "Eligible patients" over the arms
        if any(n.kind == "time" for n in place.beside):
            texts = [_BEFORE_TIMES.sub("", text) for text in texts]
        texts = list({text.casefold(): text for text in texts if text}.values())
        if not named:
            return ", ".join(texts), ""
        before = self.told.before(place, texts) if beside else ""
        if before:
            texts = [before, *texts]
        if self.harm and not any(map(_HARM.search, texts)):
            texts = [self.harm, *texts]  # nausea among serious events is not any nausea
        return ", ".join(texts), _unit_of(texts[-1])

    def _compared_in(self, label: str) -> str:
        """Return the outcome that the head of an estimate names: "Adjusted RR of recovery", "HR for death"."""
        match = _RATIO_OF.search(label)
        what = match["what"].strip() if match else ""
        return "" if _NO_OUTCOME.search(what) or self.known.resembles(what) else what

    def noted(self, row: RowAxis) -> list[str]:
        """Return the notes to the labels of a row."""
        return self._notes_to(name.cell for name in row.names)

    def _notes_to(self, cells: Iterable[TableCell]) -> list[str]:
        marks = [mark for cell in cells for mark in cell.marks]
        return [self.table.notes[mark] for mark in marks if mark in self.table.notes]

    def sources(self, place: Place) -> list[Source]:
        """Return the texts that may say what the cell's numbers are, the nearest first."""
        names = [*place.over, *place.beside]
        marked = self._notes_to([*(n.cell for n in names), place.cell])
        shared = self.shared_sources
        if (
            self.averaged
            and place.cell.plain.isdecimal()
            and not any(find_said(n.cell.plain) for n in names)
        ):
            shared = [s for s in shared if s.name not in FOR_ALL]  # "Samples" beside "Mean" and "SD"
        lone = [n.cell.plain for n in reversed(place.beside) if n.kind == "statistic"]
        sources = sources_of(
            [
                *(lone if all(map(_counts, place.names_over("statistic"))) else []),
                *(n.cell.plain for n in reversed(place.over)),
            ],
            [
                without_response(n) if self.responses else n.cell.plain
                for n in reversed(place.beside)
                if n.kind != "letter" and not is_measured(n.cell.plain)
            ],
            marked,
            shared,
        )
        return row_first(sources) if self._says_of_all(place) else sources

    def _says_of_all(self, place: Place) -> bool:
        """Whether only a label over all columns of values says what they are: a row's own word is nearer."""
        width = len(self.table.columns) - self.axes.stubs
        if not any(name.cell.colspan >= width > 1 for name in place.over):
            return False
        saying = [name for name in place.over if find_said(name.cell.plain)]
        return bool(saying) and all(name.cell.colspan >= width for name in saying)

    def level(self, place: Place) -> float | None:
        """Return the level of confidence limits, percent, where the table names one."""
        labels = [n.cell.plain for n in (*place.over, *place.beside)]
        levels = map(_level_in, (*labels, self.caption, self.table.note_text))
        return next((level for level in levels if level is not None), None)


def _says(texts: Iterable[str], what: str) -> bool:
    """Whether a label says already what a P is of: "Interaction" beside it."""
    return any(what.casefold() in text.casefold() for text in texts)


def _counts(name: Name) -> bool:
    """Whether a column's head says that people are counted below it, which no "Mean" beside a row does."""
    return all(set(said.slots) <= {"n", "events", "percent"} for said in find_said(name.cell.plain))


_SAYS_WHAT = re.compile(
    r"(?i)^(?:freedom from|free (?:from|of)|(?:incidence|prevalence|occurrence|recurrence|absence|presence"
    r"|maintenance|restoration|rates?|frequency|risk|probability|proportion) of|time to|conversion to"
    r"|(?:does|do|did|how|has|have|had|is|are|was|were|which|would|could|can))\s\w"
)
"""A head of the rows' labels that says or asks what was counted or measured, of which the rows name kinds."""
_SUBGROUP = re.compile(
    r"(?<=\bin the )(?:(?!\bthe\b)[\w≥≤<>/+-]+ ){1,4}(?:subgroup|subpopulation|subset)\b(?! anal)"
)
"""Those whose results a whole table gives: "in the elderly subgroup"."""
_RATIO_OF = re.compile(
    r"\b(?:[as]?(?:RR|OR|HR|RD|IRR)|(?i:ratios?|differences?|relative risks?)) (?:of|for) (?:the )?"
    r"(?P<what>[^(\[,;:]{3,60})"
)
_NO_OUTCOME = re.compile(
    r"(?i)^$|\b(?:changes?|means?|medians?|groups?|arms?|treatments?|characteristics?|v|vs|versus|proportions?|baseline)\b"
)
"""What an estimate is of besides an outcome: of means, of change, of arms."""

_WHO = re.compile(rf"(?i)\b(?:{MANY_PEOPLE}|(?:analysis )?(?:set|population|sample)s?)$")
_BARE_KIND = re.compile(
    r"[A-Z](?: ?[–-] ?[A-Z])?$|[<>≤≥]?\s?\d{1,2}[a-d]?(?:\s?[–-]\s?\d{1,2})?$|[IVX]{1,4}[a-c]?$"
)
_KINDS = re.compile(r"(?i)^(?:[a-z-]+ )?(?:class|grade|stage|score|category|level|type|degree|rating)$")
"""A head of the rows' labels that these are kinds of: "Class", "ASA grade"."""

_BEFORE_TIMES = re.compile(r"(?<=\w)\s+(?:at|after|by)$", re.I)
"""What leads from a heading to the times below it: "3-month abstinence at" over "7 months"."""

_LABEL = re.compile(
    r"^T\s?A\s?B\s?L\s?E\s*(?:[A-Z]{0,2}\d+[a-z]?(?:[.-]\d+)*(?![^\W\d_])|[IVXL]+(?![^\W\d_])|[^\s—–:|]+)"
    r"\s*[-—–.:|]*\s*",
    re.I,
)
"""The number of a table, which the title may touch: "Table 1—Baseline characteristics"."""


_HARM = re.compile(
    r"(?:serious|severe|life-threatening|fatal)\s+(?:(?:treatment-emergent|drug-related|treatment-related)\s+)*"
    r"(?:adverse\s+(?:events?|effects?|reactions?|experiences?)|side[- ]effects?|toxicit(?:y|ies))",
    re.I,
)


_TOTAL = re.compile(r"(?i)total|overall|all(?: (?:groups|arms))?")
_OF_SEVERAL = (
    re.compile(
        r"(?i)\b(?:adverse (?:events?|effects?|reactions?)|AEs|mild|moderate|severe|(?:non-?)serious|minor|any|all)"
        r"\W*(?:\b(?:and|or|to)\b)?\W*$"
    ),
    re.compile(r"(?i)\W*(?:and|or)\s+(?:(?!serious|severe|fatal)\w+\s+){0,2}adverse\b"),
)
"""Around one of several kinds of events, "Mild, moderate, or severe adverse events": the table is of all."""


def _harm_in(title: str) -> str:
    """Return the kind of adverse events that a title is of, where it names one.

    Examples
    --------
    >>> _harm_in("Serious adverse events by system"), _harm_in("Adverse events and serious adverse events")
    ('Serious adverse events', '')
    """
    kind = _HARM.search(title)
    before, after = _OF_SEVERAL
    if kind is None or before.search(title[: kind.start()]) or after.match(title[kind.end() :]):
        return ""
    return kind[0].capitalize()


_NUMBERING = re.compile(r"^\d{1,3}[.)]$")
"""The number of a row, in a column of its own."""
_VALUE = re.compile(r"^[<>≤≥]?\d[\d.,]*\s*[/±(]\s*\d[^A-Za-z]*$")
"""A value of a row that was taken into the header."""


_FOUND = re.compile(
    r"(?i)(?:outcomes?|results?|findings|(?:observed |parameter |point )?(?:values?|estimates?)|measurements?)"
)
"""A head of a column that says no more than its numbers do."""


_CI_LEVEL = re.compile(r"(\d\d(?:\.\d)?)\s?%\s*(?:CI|C\.I|confidence)|CI\s*\(?(\d\d)\s?%")


@lru_cache(maxsize=1024)
def _level_in(text: str) -> float | None:
    match = _CI_LEVEL.search(text)
    return float(match[1] or match[2]) if match else None


def _adjusted(texts: Iterable[str]) -> str:
    said = {adjusted_of(text) for text in texts}
    return next((code for code in ("no", "yes") if code in said), "unclear")


def _first_clear(*codes: str) -> str:
    return next((code for code in codes if code != "unclear"), "unclear")


_STATISTIC_AT_THE_END = re.compile(r"[,;]?\s*[(\[]?\s*(?:mean|median|n|no\.?|number)\b[^,;]*$", re.I)


@lru_cache(maxsize=1024)
def _unit_of(label: str) -> str:
    return split_unit(_STATISTIC_AT_THE_END.sub("", label) or label)[1]
