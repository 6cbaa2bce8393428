"""When the numbers of a cell were taken, and whether they are changes."""

from __future__ import annotations

import re
from functools import lru_cache

from curate.extract.tables.bearing.printed_once import printed_once
from curate.extract.tables.bearing.title_times import corner_times, title_times
from curate.extract.tables.bearing.whom import Whom
from curate.extract.tables.names.axes import Axes
from curate.extract.tables.names.naming import Name, says_ratio
from curate.extract.tables.names.place_of import Place
from curate.extract.tables.names.time_labels import is_start, only_start, time_before_tests, times_in
from curate.parse.duration import is_time
from curate.parse.label import basis_of, is_coefficient, read_dashed
from curate.parse.people import MANY_PEOPLE


class When:
    """Answers for each place of one table when it is of.

    Parameters
    ----------
    axes
        The table's named labels.
    title
        Its caption without the number.
    whom
        Who the same places are of: a difference beside an arm is a change.
    """

    def __init__(self, axes: Axes, title: str, whom: Whom) -> None:
        self.axes, self.title, self.whom = axes, title, whom
        told = title_times(title)
        self.caption_times = told or corner_times(axes.corner)
        self.corner_alone = not told
        self.of_factors = bool(_FACTORS.search(title))
        self.at_start = len(self.caption_times) == 1 and is_start(self.caption_times[0])
        labels = [name for row in axes.rows for name in row.names]
        self.some_change = any(basis_of(name.cell.plain) == "change" for name in labels)
        self.compared_at = time_before_tests(axes.columns)
        self.of_all_times = printed_once(axes.columns, axes.rows)

    def timepoint(self, place: Place) -> str:
        """Return the time point: of the header, then the stub, then inside labels, then the caption."""
        over = self._times_over(place)
        beside = [n.text for n in place.beside if n.kind == "time" and not self.is_kind(n, place)]
        of_all = (place.row.index, place.cell.col) in self.of_all_times
        if of_all:
            beside = []
        if not all(map(only_start, over)):  # what is of week 6 is not of the baseline beside it
            beside = [t for t in beside if "baseline" not in t.lower() or not only_start(t)]
        times = over + beside
        if times:
            return ", ".join(dict.fromkeys(times))
        for name in [*reversed(place.over), *reversed([] if of_all else place.beside)]:
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
                    and not self._parts_people(name, place)
                    and not (name in place.beside and self._is_factor(t, name, place))
                    and not (name in place.beside and self._tells_whose(t, name))
                ]
                if inside:
                    return inside[-1]
        if of_all:
            return ""
        tests = place.names("contrast") or place.names("p") or place.names_over("statistic")
        if tests and not place.names("arm") and place.cell.col > self.compared_at[0]:
            return self.compared_at[1]
        later = [t for t in self.caption_times if basis_of(t) != "baseline"]
        if len(self.caption_times) == 1 and not (
            self.at_start
            and (
                any(n.kind == "change" for n in (*place.over, *place.beside))
                or (self.corner_alone and any(map(says_ratio, place.over)))
            )
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

    def _parts_people(self, name: Name, place: Place) -> bool:
        """Whether a head tells what its columns of people are: "Vital status at day 90" over "Known (n = 80)"."""
        own = place.over[-1] if place.over else None
        if own is None or own is name or name not in place.over or not own.n:
            return False
        return bool(_STATUS.search(name.cell.plain) and _ITS_KINDS.match(own.cell.plain))

    def _is_factor(self, time: str, name: Name, place: Place) -> bool:
        """Whether a label tells what was known of people, "Baseline weight", to which a ratio relates outcomes."""
        adjective = self.of_factors or (
            name.cell.plain.lower().startswith(time.lower()) and not time.lower().startswith("before")
        )
        if not adjective or not only_start(time):
            return False
        return any(says_ratio(n) or _TEST_OF.match(n.cell.plain) for n in place.over)

    def _tells_whose(self, time: str, name: Name) -> bool:
        """Whether a row's label names people by how they came, "Smokers at enrollment", in a table of a later time."""
        later = any(not is_start(t) for t in self.caption_times)
        return later and only_start(time) and bool(_PEOPLE_AT.match(name.cell.plain))

    def is_kind(self, name: Name, place: Place) -> bool:
        """Whether a row's label that reads as a time is a kind of what its group lasts: "1–12 months"."""
        above = place.beside[: place.beside.index(name)]
        return any(n.kind == "other" and _LASTS.search(n.text) for n in above)

    def changes(self, place: Place) -> bool:
        """Whether the labels say that the numbers are changes."""
        names = [*place.over, *place.beside]
        if any(n.kind == "change" or basis_of(n.cell.plain) == "change" for n in names):
            return True
        contrasts = [
            n
            for n in names
            if n.kind == "contrast" and not says_ratio(n) and not is_coefficient(n.cell.plain)
        ]
        if contrasts and self.whom.reference.of(place) is not None:
            return False
        return bool(place.names("arm")) and any(self.whom.sides(n.text) == ((), ()) for n in contrasts)

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


_FACTORS = re.compile(
    r"(?i)\b(?:predict\w+|(?<![-–])associat\w+|(?:risk|prognostic|related) factors?|factors (?:for|of)|determinants?"
    r"|regression|correlat\w+)\b"
)
_TEST_OF = re.compile(
    r"(?i)(?:[χx\u03c7]\s?[2²]|chi-?square\w*|wald|F|z|β|beta|(?:regression )?coefficients?)"
    r"(?:[- ]?(?:values?|statistics?))?\b"
)
_PEOPLE_AT = re.compile(
    rf"(?i)(?:[\w-]+ ){{0,3}}(?:{MANY_PEOPLE}|\w*quitters|non-?smokers|abstainers|drinkers) (?:at|on) "
)
_STATUS = re.compile(r"(?i)\bstatus\b.{0,40}\b(?:at|by|after)\b")
_ITS_KINDS = re.compile(r"(?i)(?:(?:un)?known|missing|alive|dead|died|deceased|surviv\w*|lost|yes|no)\b")
_PRE = re.compile(r"(?i)pre(?=[- ]?\w)")
_LASTS = re.compile(r"(?i)\b(?:duration|time since|since (?:diagnosis|onset))\b")


@lru_cache(maxsize=1024)  # the labels of a table are asked once a cell
def _is_past(time: str, label: str) -> bool:
    """Whether a time is said of what lies behind people, "in the last year", "before admission", or of whom.

    "Patients seen at 5 years" are those whose baseline a table tells.
    """
    if time.lower().startswith(("before ", "prior ")) or f"({time})" in label:
        return True  # "Cannabis use (12 months)"
    before = rf"\b(?:within|during|in|over)(?: the)?(?: (?:last|past|previous|preceding|prior))?\s+{re.escape(time)}"
    whom = rf"\b{MANY_PEOPLE} (?:\w+ ){{0,4}}(?:at|after|for|within)(?: the)? {re.escape(time)}"
    return bool(re.search(before, label, re.I) or re.search(whom, label, re.I))
