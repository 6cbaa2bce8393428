"""Labels that are times, or none, only by the labels around them and by what the table is about.

Visits and dates beside each other, rows below "Visit time", blocks of rows under
"At dose 2" and under "Treatment period", times at the end of labels that differ in nothing else; and spans of years
that are ages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from curate.extract.tables.names.counted_times import UNSURE, name_numbers_over_columns
from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.person_time import tells_person_time
from curate.extract.tables.names.stub import RowAxis, below_one_heading
from curate.extract.tables.names.time_labels import TIME_HEAD, name_windows, times_in
from curate.parse.duration import find_times
from curate.parse.label import basis_of, sounds_like_arm

Columns = Mapping[int, Sequence[Name]]

_VISIT = re.compile(
    r"(?i)(?:(?:study|clinic|home|follow-up) )?visits?(?: no\.?)?[ -]?\d{1,2}\W*|F/?U[ -]?\d{1,2}"
)
_OCCASION = re.compile(
    r"(?i)(?:session|assessment|wave|survey|time(?: ?point)?|measurement)s?(?: no\.?)?[ -]?\d{1,2}\W*"
    r"|(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?,? (?:(?:19|20)?\d\d|['’]\d\d)"
)


def name_occasions(columns: Columns, rows: Sequence[RowAxis], corner: str, title: str) -> None:
    """Name the times of both axes that are told by what stands around them, and unname those that are none."""
    over = list({id(n): n for names in columns.values() for n in names}.values())
    for line in {n.cell.row for n in over}:
        _name_visits([n for n in over if n.cell.row == line])
    for names in below_one_heading(rows):
        _name_visits(names)
    name_numbers_over_columns(columns)
    _name_headed_rows(rows, corner)
    _name_ages_followed([*over, *(name for row in rows for name in row.names)])
    _name_blocks(rows)
    name_windows(rows, f"{title} {corner}")
    _name_ages(columns, f"{title} {corner}")
    _part_timed_rows(rows)


def _name_visits(names: Sequence[Name]) -> None:
    """Make "Visit 3" a time; "Session 2" and "July 2013" beside another of their kind."""
    unsure = [n for n in names if n.kind in UNSURE]
    for name in unsure:
        if _VISIT.fullmatch(name.text):
            name.kind = "time"
    several = [n for n in unsure if _OCCASION.fullmatch(n.text) and not n.n]
    if len({n.text for n in several}) > 1:
        for name in several:
            name.kind = "time"


_FOLLOWED_AGE = re.compile(
    r"(?i)\d{1,2}\s?(?:[-–−]|to)\s?\d{1,2}\s(?:months?|mos?|weeks?|wks?)\sof\sage"
)
_INCIDENCE = re.compile(r"(?i)\bincidence\b")


def _name_ages_followed(names: Sequence[Name]) -> None:
    """Make "2-11 months of age" and "12-23 months of age" times where infants' events per time are counted in each."""
    ages = [name for name in names if name.kind in UNSURE and _FOLLOWED_AGE.fullmatch(name.text)]
    if len({name.text for name in ages}) < 2:
        return
    if any(tells_person_time(n.cell.plain) or _INCIDENCE.search(n.cell.plain) for n in names):
        for name in ages:
            name.kind = "time"


_OF_VISITS = re.compile(
    r"(?i)(?:time of )?visits?(?: times?| dates?)?|time(?: ?points?)? of (?:visits?|surveys?)"
)


_MEASURES = re.compile(r"(?i)(?:assess|measure)ment")
"""A head that may also be of what was measured: below it "Pain at 6 weeks" is no mere time."""


def _name_headed_rows(rows: Sequence[RowAxis], corner: str) -> None:
    """Make rows below "Visit time" times where one of them is one already: "End of pregnancy" beside "Baseline"."""
    if not TIME_HEAD.match(corner) and not _OF_VISITS.fullmatch(corner):
        return
    own = [row.names[-1] for row in rows if len(row.names) == 1]
    holding = not _MEASURES.match(corner)
    timed = sum(name.kind == "time" or (holding and bool(find_times(name.text))) for name in own)
    if timed and 2 * timed >= len(own):
        for name in own:
            whole = _OF_ALL.match(name.text)
            if name.kind in UNSURE and basis_of(name.text) != "change" and not whole:
                name.kind = "time"


_OF_ALL = re.compile(r"(?i)(?:total|overall|all)\b")
_PLACED = re.compile(r"(?i)(?:at|after|before|during|on) ")
_PERIOD = re.compile(
    r"(?i)(?!\d|.*\b(?:incubation|laten\w+|grace|window)\b)(?:[\w-]+ ){1,4}(?:period|phase)"
    r"|(?:period|phase) (?:\d|[A-C]|I{1,3}|one|two|three)"
)


def _name_blocks(rows: Iterable[RowAxis]) -> None:
    """Make headings of rows times: "At dose 2" beside "At entry" and "At 2 years", two or more periods."""
    heads = [name for row in rows for name in row.names[:-1]]
    timed = {name.text for name in heads if name.kind == "time"}
    periods = {name.text for name in heads if _PERIOD.fullmatch(name.text)}
    several = len(periods | timed) > 1 and not any(map(sounds_like_arm, periods))
    for name in heads:
        if name.kind in UNSURE and not name.n:
            beside = len(timed) > 1 and _PLACED.match(name.text)
            if beside or (several and name.text in periods):
                name.kind = "time"


_STEM = re.compile(
    r"(?i).*[a-z)](?<!\bat)(?<!\bafter)(?<!\bwithin)(?<!\bfor)(?<!\bthan)(?<!\blast)(?<!\bevery)"
)


_MOMENT_FIRST = re.compile(
    r"(?i)(?P<time>admission|discharge|baseline|initial|final|entry"
    r"|(?:pre|post)(?:[- ]?(?:operati(?:on|ve)|treatment|test|intervention|dose|training|surg(?:ery|ical)))?)[ -]+"
    r"(?P<stem>(?!and\b|or\b|to\b|vs\b)\S.*)"
)


def _part_timed_rows(rows: Iterable[RowAxis]) -> None:
    """Take the time off labels that differ in nothing else: "Vitality 8 weeks" above "Vitality 52 weeks"."""
    alike: dict[tuple[tuple[int, ...], str], list[tuple[RowAxis, str, str]]] = {}
    for row in rows:
        stem, time = _parted(row.names[-1]) if row.names else ("", "")
        if time:
            alike.setdefault((row.block, stem.casefold()), []).append((row, stem, time))
    for found in alike.values():
        if len({time.casefold() for *_, time in found}) > 1:
            for row, stem, time in found:
                name = row.names[-1]
                row.names = [*row.names[:-1], replace(name, text=stem), Name("time", time, name.cell)]


def _parted(name: Name) -> tuple[str, str]:
    """Return a label without the time that it ends or begins with, and that time; nothing where it has none so."""
    if name.kind != "other":
        return "", ""
    first = _MOMENT_FIRST.fullmatch(name.text)
    if first:
        return first["stem"], first["time"]
    times = find_times(name.text)
    if len(times) != 1 or times[0].end != len(name.text) or not times[0].days or times_in(name.text):
        return "", ""  # "on day 1" is read as it stands
    stem = name.text[: times[0].start].rstrip(" ,:;–-")
    return (stem, times[0].text) if _STEM.fullmatch(stem) else ("", "")


_SPAN_OF_YEARS = re.compile(
    r"(?i)[<>≤≥]?\s*\d{1,2}\s*(?:[-–−]|to)\s*\d{1,2}\s*(?:years?|yrs?|y)(?: old)?"
)
_AGES = re.compile(
    r"(?i)\bage(?:s|d|[- ](?:groups?|categor\w+|strat\w+|class\w*|bands?|ranges?))?\b(?![- ](?:adjusted|at|standardi))"
)


def _name_ages(columns: Columns, said: str) -> None:
    """Make spans of years over columns groups of people where the title speaks of ages."""
    if not _AGES.search(said):
        return
    spans = {id(n): n for names in columns.values() for n in names if _SPAN_OF_YEARS.fullmatch(n.text)}
    for name in spans.values():
        if name.kind == "time":
            name.kind = "subgroup"
