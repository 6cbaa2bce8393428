"""What the labels around a cell say: who, which outcome, when, change or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from curate.extract.tables.axes import Axes
from curate.extract.tables.cell import TableCell
from curate.extract.tables.compared import without_difference
from curate.extract.tables.doses import doses_in, pooled_arms
from curate.extract.tables.groups import holds_coefficients, is_analysis, is_interaction
from curate.extract.tables.naming import ArmBook, Name, is_measured, plain_key
from curate.extract.tables.place_of import Place
from curate.extract.tables.reference import References
from curate.extract.tables.size_row import whole_of
from curate.extract.tables.sources import Source, row_first, shared_sources, sources_of
from curate.extract.tables.stub import RowAxis
from curate.extract.tables.time_labels import (
    is_start,
    only_start,
    time_before_tests,
    times_in,
    without_last_time,
)
from curate.extract.tables.title import corner_times, title_times
from curate.model.reading import Evidence, Result
from curate.parse.duration import is_time
from curate.parse.label import (
    adjusted_of,
    analysis_set_of,
    basis_of,
    is_everyone,
    missing_data_of,
    read_contrast,
    read_dashed,
)
from curate.parse.people import MANY_PEOPLE
from curate.parse.safety import is_safety
from curate.parse.statistic_said import RATIOS, find_said
from curate.parse.unit import split_unit

Arms = tuple[str, ...]


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
        self.caption = self.table.title_from or self.table.caption.text
        self.title = _LABEL.sub("", self.caption).strip()
        self.shared_sources = shared_sources(axes.corner, self.title, self.table.note_text, spoken)
        self.caption_times = title_times(self.title) or corner_times(axes.corner)
        self.at_start = len(self.caption_times) == 1 and is_start(self.caption_times[0])
        named = [] if axes.arms else known.named_in(self.title)
        self.caption_arm: Arms = tuple(named) if len(named) == 1 else ()
        said = f"{self.caption} {self.table.note_text}"
        harm = _HARM.search(self.title)
        self.harm = harm[0].capitalize() if harm else ""
        self.safety = is_safety(f"{self.caption} {axes.corner}")
        labels = [name for row in axes.rows for name in row.names]
        self.some_change = any(basis_of(name.cell.plain) == "change" for name in labels)
        self.set, self.missing = analysis_set_of(said), missing_data_of(said)
        self.tested = _tests_alike(axes)
        self._kinds = axes.corner if _KINDS.match(axes.corner) else ""
        self.predicts = holds_coefficients(axes.columns.values())
        self.parted = any(n.kind == "subgroup" for names in axes.columns.values() for n in names)
        self.compared_at = time_before_tests(axes.columns)
        self.arms_over = any(n.kind == "arm" for names in axes.columns.values() for n in names)
        self.reference = References(axes.rows, axes.arms)
        self._arms: dict[str, Arms] = {}  # label → see `arms_of`

    def result(self, place: Place, arms: Arms, comparators: Arms, evidence: Evidence) -> Result:
        """Return what the cell reports about, without its numbers."""
        outcome, unit = self.outcome(place)
        texts = [n.text for n in (*place.over, *place.beside)]
        timepoint = self.timepoint(place)
        return Result(
            arms=arms,
            comparators=comparators,
            outcome=outcome,
            timepoint=timepoint,
            subgroup=self.subgroup(place),
            basis=self.basis(place, timepoint),
            adjusted=_adjusted(texts),
            analysis_set=_first_clear(*map(analysis_set_of, texts), self.set),
            missing_data=_first_clear(*map(missing_data_of, texts), self.missing),
            unit=unit,
            anchor=evidence.id,
        )

    def who(self, place: Place) -> tuple[Arms, Arms, bool]:
        """Return arms, comparators, and whether the cell compares."""
        arms = place.names("arm")
        for name in place.names("contrast"):
            left, right = self.sides(name.text)
            if self._is_side(name, place, (*left, *right)):
                continue
            if left and right and not (self._counts_others(name, place, (*left, *right))):
                return left, right, True
        against = self.reference.of(place)
        if against is not None:
            return self.arms_of(arms[0].text), self.arms_of(against.text), True
        if arms:
            return self.arms_of(arms[0].text), (), bool(place.names("contrast"))
        if place.names("contrast"):
            return (*self.between(place), True)
        if place.names("p"):
            for name in place.names("p"):
                left, right = self.sides(name.text)
                if left and right:
                    return left, right, True
            return (*self.between(place), True)
        return self.caption_arm, (), False

    def _counts_others(self, name: Name, place: Place, sides: Arms) -> bool:
        """Whether a row below an arm is of a comparison of others: "Statin vs placebo" in a list of trials."""
        over_arm = any(n.kind == "arm" for n in place.over) and name in place.beside
        return over_arm and not any(self.known.resembles(side) for side in sides)

    def _is_side(self, name: Name, place: Place, sides: Arms) -> bool:
        """Whether a cell below one of two arms that its row compares is that arm's own."""
        over = {plain_key(n.text) for n in place.over if n.kind == "arm"}
        return name in place.beside and not over.isdisjoint(map(plain_key, sides))

    def _names_arms(self, name: Name) -> bool:
        """Whether both sides of a contrast are arms of the report, not kinds of what was measured."""
        sides = [side for each in self.sides(name.text) for side in each]
        own = {plain_key(arm.text) for arm in self.axes.arms}
        named = all(re.search(r"[A-Za-z]{2}", side) for side in sides)  # not "<10 versus ≥10"
        return (
            bool(sides) and named and all(plain_key(s) in own or self.known.resembles(s) for s in sides)
        )

    def arms_of(self, text: str) -> Arms:
        """Return the arms that a label names: itself, or the doses that it names or pools."""
        if text not in self._arms:
            pooled = pooled_arms(text, [arm.text for arm in self.axes.arms])
            self._arms[text] = doses_in(text) or pooled or (text,)
        return self._arms[text]

    def subgroup(self, place: Place) -> str:
        """Return the people to whom a column belongs besides its arm ("Smokers" over "Placebo, n = 28")."""
        return ", ".join(name.text for name in place.names("subgroup"))

    def sides(self, text: str) -> tuple[Arms, Arms]:
        """Return the two sides of a named contrast, empty when it names none."""
        contrast = read_contrast(text)
        if contrast and contrast.left and contrast.right:
            return (contrast.left,), (contrast.right,)
        bare = _AROUND_SIDES.sub("", text)
        bare = _INTERVAL.sub("", without_difference(bare))
        dashed = read_dashed(bare) or read_dashed(_TIGHT_DASH.sub(" - ", bare))
        if dashed and all(self.known.resembles(side) for side in dashed):
            return (dashed[0],), (dashed[1],)
        return (), ()

    def between(self, place: Place) -> tuple[Arms, Arms]:
        """Return the arms that an unnamed contrast compares: both of two; all of more.

        A uni- or multivariate analysis is of what its rows name, not of the groups beside it; so is a regression.
        """
        differs = any("difference" in name.text.lower() for name in place.names("contrast"))
        if any(is_analysis(name.text) for name in place.names("head")) and not differs:
            return (), ()
        tests = (*place.names("p"), *place.names("contrast"), *place.names_over("other"))
        if any(is_interaction(n.text) for n in tests):
            return (), ()  # of the difference between one kind of people and another
        if self.predicts or (not self.arms_over and self.reference.is_of_others(place)):
            return (), ()
        if self.parted and any(map(_OF_ALL.search, (n.text for n in place.names("p")))):
            return (), ()  # of all groups of all kinds of people
        whole = whole_of(self.axes.arms)
        arms = [n.text for n in self.axes.arms if not is_everyone(n.text) and n.text != whole]
        if len(arms) > 2 and self.tested > 1 and place.names("p"):
            return (), ()  # a p beside each arm: against which of the others is not said
        if len(arms) == 2:
            return (arms[0],), (arms[1],)
        return tuple(arms), ()

    def size(self, place: Place, arms: Arms) -> str:
        """Return the printed size of the cell's arm, empty when none is known."""
        sized = next((n.n for n in reversed(place.over) if n.n), "")
        return (
            sized
            or next((n.n for n in reversed(place.beside) if n.n), "")
            or (self.known.size(arms[0]) if len(arms) == 1 else "")
        )

    def outcome(self, place: Place) -> tuple[str, str]:
        """Return the labels that are no arm, time or statistic; the caption's title when there is none."""
        labels = [
            n
            for n in place.beside
            if n.kind in ("other", "letter", "everyone", "change", "contrast")
            or (n.kind == "time" and self._is_kind(n, place))
        ]
        if len(labels) > 1 and _NUMBERING.match(labels[0].text):
            del labels[0]
        if any(n.kind == "other" for n in labels):  # "Drug vs placebo" below it says who, not what
            labels = [n for n in labels if n.kind != "contrast" or not self._names_arms(n)]
        labels += [n for n in place.over if n.kind in ("other", "grade") and not _VALUE.match(n.text)]
        named = any(n.kind in ("other", "letter") for n in labels)
        if not named:  # the title names the outcome, the header its change and unit
            labels += [n for n in place.over if n.kind == "change"]
        if named:  # "change from baseline" is the basis, not the outcome
            labels = [n for n in labels if n.kind != "change"]
        texts = [n.cell.plain if n.kind != "other" else n.text for n in labels if n.text]
        if len(texts) == len(place.beside) == 1 and self._kinds and _BARE_KIND.match(texts[0]):
            texts = [without_last_time(self.title), f"{self._kinds} {texts[0]}"]  # "A" below "Class"
        if not any(n.kind in ("other", "letter") for n in place.beside):
            texts = [without_last_time(self.title), *texts]
        elif _SAYS_WHAT.match(self.axes.corner) and not any(map(_SAYS_WHAT.match, texts)):
            texts = [without_last_time(self.axes.corner), *texts]  # said of each row
        elif place.beside[-1].kind == "statistic" and all(n.n or is_everyone(n.text) for n in labels):
            texts = [without_last_time(self.title), *texts]  # people, whose mean and median stand below
        elif place.beside[-1].kind == "arm" and all(_WHO.search(n.text) for n in labels):
            texts = [without_last_time(self.title), *texts]  # "Eligible patients" over the arms
        texts = list({text.casefold(): text for text in texts if text}.values())
        if not named:
            return ", ".join(texts), ""
        if self.harm and not any(map(_HARM.search, texts)):
            texts = [self.harm, *texts]  # nausea among serious events is not any nausea
        return ", ".join(texts), _unit_of(texts[-1])

    def timepoint(self, place: Place) -> str:
        """Return the time point: of the header, then the stub, then inside labels, then the caption."""
        over = self._times_over(place)
        beside = [n.text for n in place.beside if n.kind == "time" and not self._is_kind(n, place)]
        if not all(map(only_start, over)):  # what is of week 6 is not of the baseline beside it
            beside = [time for time in beside if "baseline" not in time.lower()]
        times = over + beside
        if times:
            return ", ".join(dict.fromkeys(times))
        for name in [*reversed(place.over), *reversed(place.beside)]:
            sides = read_dashed(name.text) if name.kind == "change" else None
            if sides and is_time(sides[0]):
                return sides[0]  # "Week 6 – baseline"
            if name.kind in ("change", "other", "contrast", "p", "arm"):
                inside = [
                    t
                    for t in times_in(name.cell.plain)
                    if (basis_of(t) != "baseline" or name.kind != "change")
                    and not (self.at_start and _is_past(t, name.cell.plain))
                    and not self._is_prefix(t, name.cell.plain)
                ]
                if inside:
                    return inside[-1]
        tests = place.names("contrast") or place.names("p") or place.names_over("statistic")
        if tests and not place.names("arm") and place.cell.col > self.compared_at[0]:
            return self.compared_at[1]
        later = [t for t in self.caption_times if basis_of(t) != "baseline"]
        if len(self.caption_times) == 1 and not (
            self.at_start and any(n.kind == "change" for n in (*place.over, *place.beside))
        ):
            return self.caption_times[0]
        if len(later) == 1 and (self.changes(place) or basis_of(self.title) == "change"):
            return later[0]
        return ""

    def _times_over(self, place: Place) -> list[str]:
        """Return the times over a column; "Baseline" over "12-month change" heads the columns beside it."""
        times: list[str] = []
        for name in place.over:
            if name.kind == "time":
                times.append(name.text)
            elif basis_of(name.cell.plain) == "change":
                times = [time for time in times if not only_start(time)]
        return times

    def _is_prefix(self, time: str, label: str) -> bool:
        """Whether "Pre" is no time but part of a word, which the table has not with "post" too: "pre-pregnancy"."""
        word = re.search(r"\bpre-(\w+)", label, re.I) if time.lower() == "pre" else None
        if word is None:
            return False
        after = re.compile(rf"\bpost[- ]?{re.escape(word[1])}", re.I)
        named = (
            n
            for names in (*self.axes.columns.values(), *(r.names for r in self.axes.rows))
            for n in names
        )
        return not any(after.search(n.cell.plain) for n in named)

    def _is_kind(self, name: Name, place: Place) -> bool:
        """Whether a row's label that reads as a time is a kind of what its group lasts: "1–12 months"."""
        above = place.beside[: place.beside.index(name)]
        return any(n.kind == "other" and _LASTS.search(n.text) for n in above)

    def changes(self, place: Place) -> bool:
        """Whether the labels say that the numbers are changes."""
        names = [*place.over, *place.beside]
        if any(n.kind == "change" or basis_of(n.cell.plain) == "change" for n in names):
            return True
        contrasts = [n for n in names if n.kind == "contrast" and not _is_ratio(n)]
        if contrasts and self.reference.of(place) is not None:
            return False
        return bool(place.names("arm")) and any(self.sides(n.text) == ((), ()) for n in contrasts)

    def basis(self, place: Place, timepoint: str) -> str:
        """Return ``change``, ``baseline``, ``final`` or ``unclear``."""
        over = self._times_over(place)
        if over and all(map(only_start, over)):
            return "baseline"  # also of "Changes in taste"
        if self.changes(place):
            return "change"
        if timepoint and (only_start(timepoint) or _PRE.match(timepoint)):
            return "baseline"
        if basis_of(self.axes.corner) == "change" and not place.names("time"):
            return "change"  # the head of the rows' labels is said of each of them
        if basis_of(self.title) == "change" and not place.names("time") and not self.some_change:
            return "change"
        return "final" if timepoint else "unclear"

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
        lone = [n.cell.plain for n in reversed(place.beside) if n.kind == "statistic"]
        sources = sources_of(
            [
                *(lone if all(map(_counts, place.names_over("statistic"))) else []),
                *(n.cell.plain for n in reversed(place.over)),
            ],
            [
                n.cell.plain
                for n in reversed(place.beside)
                if n.kind != "letter" and not is_measured(n.cell.plain)
            ],
            marked,
            self.shared_sources,
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


def _is_ratio(name: Name) -> bool:
    return any(RATIOS.intersection(said.slots) for said in find_said(name.cell.plain))


def _counts(name: Name) -> bool:
    """Whether a column's head says that people are counted below it, which no "Mean" beside a row does."""
    return all(set(said.slots) <= {"n", "events", "percent"} for said in find_said(name.cell.plain))


_OF_ALL = re.compile(r"(?i)\b(?:for|across|between|among|of) all\b|\boverall\b")
_SAYS_WHAT = re.compile(
    r"(?i)^(?:freedom from|free (?:from|of)|(?:incidence|prevalence|occurrence|recurrence|absence|presence"
    r"|maintenance|restoration|rates?|frequency|risk|probability|proportion) of|time to|conversion to)\s\w"
)
"""A head of the rows' labels that says what was counted or measured, of which the rows name kinds."""

_WHO = re.compile(rf"(?i)\b(?:{MANY_PEOPLE}|(?:analysis )?(?:set|population|sample)s?)$")
_BARE_KIND = re.compile(
    r"[A-Z](?: ?[–-] ?[A-Z])?$|[<>≤≥]?\s?\d{1,2}[a-d]?(?:\s?[–-]\s?\d{1,2})?$|[IVX]{1,4}[a-c]?$"
)
_KINDS = re.compile(r"(?i)^(?:[a-z-]+ )?(?:class|grade|stage|score|category|level|type|degree|rating)$")
"""A head of the rows' labels that these are kinds of: "Class", "ASA grade"."""

_LABEL = re.compile(r"^T\s?A\s?B\s?L\s?E\s*\S+\s*[-.:|]?\s*", re.I)

_AROUND_SIDES = re.compile(r"^\s*[pP](?:[-\s]*values?)?\s*[,:(]?\s*|[)\s]+$")
_INTERVAL = re.compile(r"\)?\s*[,(\[]\s*\d\d\s?%\s*(?:CI|CrI|confidence interval)s?[)\]\s]*$")
"""The limits that a label of a difference has behind the arms."""

_TIGHT_DASH = re.compile(r"(?<=\w)[-–−]\s?(?=\w)")
"""A minus between two arms that stands close to the first of them, or to both."""

_PRE = re.compile(r"(?i)pre(?=[- ]?\w)")
_LASTS = re.compile(r"(?i)\b(?:duration|time since|since (?:diagnosis|onset))\b")


def _is_past(time: str, label: str) -> bool:
    """Whether a time is said of what lies behind people, "in the last year", "before admission", or of whom.

    "Patients seen at 5 years" are those whose baseline a table tells.
    """
    before = rf"\b(?:within|during|in|over)(?: the)?(?: (?:last|past|previous|preceding|prior))?\s+{re.escape(time)}"
    whom = rf"\b{MANY_PEOPLE} (?:\w+ ){{0,4}}(?:at|after|for|within)(?: the)? {re.escape(time)}"
    if time.lower().startswith(("before ", "prior ")):
        return True
    return bool(re.search(before, label, re.I) or re.search(whom, label, re.I))


_HARM = re.compile(
    r"(?:serious|severe|life-threatening|fatal)\s+(?:(?:treatment-emergent|drug-related|treatment-related)\s+)*"
    r"(?:adverse\s+(?:events?|effects?|reactions?|experiences?)|side[- ]effects?|toxicit(?:y|ies))",
    re.I,
)


_NUMBERING = re.compile(r"^\d{1,3}[.)]$")
"""The number of a row, in a column of its own."""
_VALUE = re.compile(r"^[<>≤≥]?\d[\d.,]*\s*[/±(]\s*\d[^A-Za-z]*$")
"""A value of a row that was taken into the header."""


def _tests_alike(axes: Axes) -> int:
    """Return how many columns of p values have the same labels at most."""
    tests = [names for names in axes.columns.values() if names and names[-1].kind == "p"]
    over = [(*map(id, names[:-1]), names[-1].text) for names in tests]
    return max(map(over.count, over), default=0)


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
