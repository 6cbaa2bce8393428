"""What a label names: an arm, a time, a statistic, a contrast, a p, an n, a unit, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.names.arm_book import ArmBook
from curate.parse.duration import is_time
from curate.parse.label import (
    basis_of,
    is_coefficient,
    is_everyone,
    is_p_label,
    is_probability,
    read_contrast,
    read_dashed,
    read_label,
)
from curate.parse.people import MANY_PEOPLE
from curate.parse.safety import is_grade
from curate.parse.sentence_not import NUMBER_NEEDED
from curate.parse.statistic_said import RATIOS, find_said
from curate.parse.unit import is_unit, split_unit

KINDS = (
    "arm",
    "subgroup",
    "everyone",
    "time",
    "change",
    "statistic",
    "contrast",
    "p",
    "n",
    "unit",
    "grade",
    "dose_of",
    "letter",
    "head",
    "probability",
    "other",
)
"""What a label can name; ``dose_of`` is the drug over arms that are named by their doses; ``letter`` a
group of people or times that a row names by its initial; ``head`` what stands over all arms;
``probability`` the one of an effect, or the variance that it tells, for which there is no statistic."""


@dataclass(slots=True)
class Name:
    """A label with what it names.

    Attributes
    ----------
    kind
        One of `KINDS`.
    text
        The label without group size and marks.
    n
        The group size that stood in it, or empty.
    """

    kind: str
    text: str
    cell: TableCell
    n: str = ""
    n_printed: str = ""


_PEOPLE = rf"(?:{MANY_PEOPLE}|observations)"
_N_LABEL = re.compile(
    r"^(?:[nN]|[Nn]o\.?|[Nn]umber|N\s*\(?total\)?|sample size|group size|valid n"
    rf"|(?:n|no\.?|number)(?: of)?(?: the)? {_PEOPLE}(?: (?:analy[sz]ed|evaluated|assessed|included|randomi[sz]ed))?"
    rf"|{_PEOPLE}[,\s]*\(?[nN]\)?)[,.:;]?$",
    re.I,
)
_STATISTIC_REST = re.compile(
    r"\b(?:of|the|in|for|per|and|or|with|value|values|level|data|results?|patients|subjects|participants|group|range|test|score"
    r"|scores|adjusted|crude|unadjusted|estimated|d|plus|minus|total|statistics?|raw|n)\b|[\W\d_]",
    re.I,
)


def names_count(text: str) -> bool:
    """Whether a label is of how many people there are.

    Examples
    --------
    >>> names_count("Number of patients"), names_count("Age, y")
    (True, False)
    """
    return bool(_N_LABEL.match(text.strip("()[] ")))


def name_of(cell: TableCell, known: ArmBook | None = None, stub: bool = False) -> Name:
    """Say what a label names, by its own words and the arms that are known already."""
    if not stub and "2" in cell.marks and _CHI.fullmatch(cell.plain):
        return Name("statistic", "χ2", _called(cell, "χ2"))
    plain = _MARKS_BEFORE.sub("", cell.plain)
    cell = _called(cell, plain) if plain != cell.plain and not stub else cell
    counted = _COUNTED_IN.fullmatch(plain) if not stub else None
    plain = counted["who"] if counted else plain
    label = read_label(_BULLET.sub("", plain) if stub else plain)
    of_all = _OF_ALL.fullmatch(label.text) if label.n and not stub else None
    if of_all and is_everyone(of_all["who"]):
        return Name("grade", of_all["what"], cell)  # what was measured in all, and no arm of that size
    told = None if stub else _PEOPLE_WITH.fullmatch(label.text)
    if told:
        return Name("other", told["what"], cell, label.n, label.n_printed)
    bare = _without_statistic(label.text)
    bare = _SHARE_BEHIND.sub("", bare) if label.n and not stub else bare
    at = _VALUE_AT.sub("", bare)
    bare = at if not stub and is_time(at) else bare
    text = label.text if stub and not is_time(bare) else bare
    kind = _kind(text, bool(label.n), known, stub)
    return Name(kind, text, cell, label.n, label.n_printed)


_COUNTED_IN = re.compile(
    rf"(?i)(?:number|no\.?|n) (?:of )?(?:the )?{MANY_PEOPLE} (?:in|from|of) (?:the )?"
    r"(?P<who>(?:group|arm|cohort) \w{1,3}|[\w+-]+ (?:\S+ )?(?:group|arm|cohort))(?:,? ?\(?(?:[nN],? )?%\)?)?"
)
"""A head of counts, and whose they are: "No. of patients in group 1", "Number of women in the diet arm"."""

_CHI = re.compile(r"[cxX](?:\s*\(\s*(?:d\.?f\.?\s*=\s*)?\d\s*\))?")
"""A chi in a font of symbols, whose raised 2 was taken for a mark: "χ2 (1)"."""


def _called(cell: TableCell, text: str) -> TableCell:
    called = replace(cell)
    called.plain = text
    return called


_OF_ALL = re.compile(
    r"(?P<what>[^(),:]{4,}?)\s*[(,:]\s*(?P<who>(?i:all|total|overall)\b[^(),]*?)[\s,)]*"
)
"""A header with those it is of behind it: "Overall survival (all patients, n = 90)"."""

_PEOPLE_WITH = re.compile(
    rf"(?i)(?:no\.?|numbers?|n)(?:\s\(%\))?\s(?:of\s)?(?:the\s)?{MANY_PEOPLE}\swith\s"
    r"(?!data|any|at least|the |an? |events?|adverse|[TS]?E?AEs?\b|missing|available|valid|results?|outcomes?)"
    r"(?P<what>[a-z][\w\s-]{3,40}?)(?:,?\s*(?:n,?\s?)?\(?%\)?)?"
)
"""A column that counts people, and by what: "No. of patients with stroke (%)" over rows of their kinds."""
_SHARE_BEHIND = re.compile(r"(?<=\w)\s*\((?:[nN],?\s*)?%\)$")
"""Behind a group with its size, whose one letter no rule for statistics takes for a name."""
_MARKS_BEFORE = re.compile(r"^[a-z](?:,\s?[a-z])+(?=[A-Z][a-z])")
"""Marks of notes that stand before a label: "a,bSkating"."""
_BULLET = re.compile(r"^[-–—−•·*]\s+(?=[A-Za-z<>≤≥$€£])")
"""The dash or dot before each of several rows of a group."""

_GROUP_NAME = re.compile(r"^(?:group|arm|cohort|class)\s+\w{1,2}$", re.I)
_GROUP_END = re.compile(r"\b(?:group|arm|cohort|class)$", re.I)


def _without_statistic(text: str) -> str:
    """Take "(n, %)" or ", mean (SD)" off the end of a header's label, "Mean ± SD of" off a time."""
    found = find_said(text)
    if found and found[0].start == 0:
        after = re.match(r"\W*(?:of|at|in|on)\s+(?:the\s+)?(.+)", text[len(found[0].text) :])
        if after and is_time(after[1]) and found[0].slots != ("n",):  # "No. of follow-up" dropouts
            return _COUNT_BEHIND.sub("", after[1])
    for said in found:
        head = text[: said.start].rstrip(" ,;:([–-")
        tail = text[said.start :]
        for other in found:  # "mean (SD) or n (%)"
            tail = tail.replace(other.text, "", 1)
        tail = re.sub(r"[\W\d_]|\b(?:[nN]|or|and)\b", "", tail)
        known = {"n", "events", "percent", "mean", "sd", "se", "median", "iqr", "range", "total"}
        known |= (
            {"ci"} if said.slots[0] in ("mean", "median") or "percent" in said.slots else set()
        )  # of an arm's own average
        named = said.slots == ("n",) and _GROUP_END.search(head)  # "Group N" is a name
        if (
            head
            and not named
            and not tail
            and set(said.slots) <= known
            and re.search(r"[A-Za-z]{2}", head)
        ):
            return head
    return text


_COUNT_BEHIND = re.compile(r"(?i)\s*[,:;]\s*(?:n|no\.?)[\s,]*\(%\)$")
"""Behind a time over counts: "Number of events at 2 years: n (%)"."""

_OTHER_SIZE = re.compile(r"^\W*[nN][a-z]{1,2}\s*=\s*\d+\W*$")
"""How many of something else than people a column has: "Nc = 12" clusters."""

_P_FIRST = re.compile(r"(?i)p[\s-]*values?\b.{,100}$")
"""A header of any length that begins so: "P value for the comparison of"."""
_BASELINE = re.compile(r"(?i)[-–−—]\s+(?:baseline|pre|before)\b")
_LIMITS_BEHIND = re.compile(r"\s*[(\[]\s*\d\d\s?%\s*CI\s*[)\]]\s*$")
_VARIANCE_TOLD = re.compile(
    r"(?i)^(?:(?:partial )?(?:η\s?p?\s?[2²]?\s?p?|eta[- ]squared)"
    r"|(?:type \w+ )?(?:sums? of|mean) squares?(?: \((?:SS|MS)\))?)$"
)
"""How much of the variance a factor tells."""
_EFFICACY = re.compile(
    r"(?i)^(?:(?:adjusted|unadjusted|crude|vaccine|protective|relative|overall)[\s,]+)*efficacy(?=\s*(?:[,(%]|$))"
)
"""What share of cases a vaccine prevents: of no arm, and no difference of means."""
_TEST = re.compile(r"(?i)\btests?\b|\banalysis of (?:co)?variance\b|\bAN(?:C)?OVA\b")
_RELATED = re.compile(
    r"(?i)^(?:(?:not|possibly|probably|definitely|drug|treatment)[- ])?related(?: to\b.*)?$"
)
"""Above events of one arm: which of them its treatment may have caused."""
_STATISTIC_OF_TEST = re.compile(r"[χ\u03c7]\s?[2²]|\b[FtzZ]\b|(?i:chi[- ]squared?)")
_BEFORE_AFTER = re.compile(
    r"(?i)^(?:(?:immediate(?:ly)?|directly|shortly) )?(?:before|after) "
    r"(?!adjust|correct|exclu|match|imput|weight|stratif|removing)(?:\S+ ?){1,7}$"
)
_DURING = re.compile(r"(?i)^(?:during|within|over|in)\s+(?:the\s+)?")
_VALUE_AT = re.compile(
    r"(?i)^(?:levels?|values?|scores?|results?|measurements?|readings?) (?:at|on)\s+(?:the\s+)?"
)
"""Before a time over a column: "Level at 6 months"."""
_DEGREE = re.compile(r"(?i)mild|moderate|severe")
"""With a size it may be how much people were given: "Brief (n = 87)", "Moderate (n = 71)"."""
_NTH = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|last|final)"
_ORDINAL = re.compile(
    rf"(?i)(?:(?:the|in|at|during|after) ){{0,2}}{_NTH} (?:day|week|month)"
    rf"|{_NTH}(?: (?:day|week|month|year))?(?: to (?:the )?| ?[-–] ?){_NTH} (?:day|week|month|year)"
)
"""A label that counts times in words: "First week", "Third to sixth month"."""
_SPAN_OF_YEARS = re.compile(r"(?i)^\d+\s*(?:[-–−]|to)\s*\d+\s*(?:years?|yrs?)\b")
"""Beside a row, a span of years is a group of ages, not a time."""


def _kind(text: str, sized: bool, known: ArmBook | None, stub: bool) -> str:
    if not text:
        return "n" if sized else "unit"
    if (
        is_p_label(text)
        and not (stub and (sized or len(text) > 30))
        and (len(text) < 60 or _P_FIRST.match(text))
    ):
        return "p"
    if _N_LABEL.match(text.strip("()[]") if stub else text) and not (
        sized and text.lower() == "no"
    ):  # "No (N = 84)" beside "Yes"
        return "n"
    if is_unit(text) and not (text[:1].isdigit() and is_time(text)):
        return "unit"
    if not stub and (_OTHER_SIZE.match(text) or _RELATED.match(text)):
        return "head"
    if is_grade(text) and not stub and not (sized and _DEGREE.fullmatch(text)):
        return "grade"
    if is_everyone(text):
        return "other" if stub else "everyone"
    if stub and _SPAN_OF_YEARS.match(text):
        return "other"
    if (
        is_time(text)
        or _ORDINAL.fullmatch(text)
        or (not stub and (_BEFORE_AFTER.match(text) or is_time(_DURING.sub("", text))))
    ):
        return "time"
    if not stub and _TEST.search(text) and _STATISTIC_OF_TEST.search(text):
        return "statistic"
    if is_measured(text):
        return "other"
    if is_probability(text) or _VARIANCE_TOLD.match(text) or (not stub and _EFFICACY.match(text)):
        return "probability"
    if not stub and is_coefficient(text):
        return "contrast"
    if _is_statistic(text, stub) and not _GROUP_NAME.match(text):
        return "contrast" if not stub and read_contrast(text) else "statistic"
    if known is not None and known.knows(text):
        return "arm"
    sides = read_dashed(_LIMITS_BEHIND.sub("", text)) if _BASELINE.search(text) else None
    if sides and is_time(sides[0]) and basis_of(sides[1]) == "baseline" and is_time(sides[1]):
        return "change"
    contrast = read_contrast(text)
    if contrast is not None and not (stub and not contrast.left and len(text) > 40):
        return "contrast"
    if basis_of(text) == "change" and _only_change(text):
        return "change"
    if sized and not stub:
        return "arm"
    return "other"


_MEASURED = re.compile(r"^(?:CI|HR|RR|OR|RD|RI)[,\s]*[(\[]?(?P<unit>[^()\[\]%]+)[)\]]?$")


def is_measured(text: str) -> bool:
    """Whether a label is a measure with its unit that shares its letters with a statistic.

    Examples
    --------
    >>> is_measured("CI (L/min/m2)"), is_measured("HR, bpm"), is_measured("HR (95% CI)")
    (True, True, False)
    """
    match = _MEASURED.match(text)
    return match is not None and is_unit(match["unit"])


_BRACKET_AT_THE_END = re.compile(r"\(([^()]*)\)\s*$")


_SPAN = re.compile(r"(?i)(?:mos?|months?|wks?|weeks?|days?|yrs?|years?|hours?|min(?:ute)?s?)\W*")


def _is_unit_word(word: str) -> bool:
    return is_unit(word) or bool(_SPAN.fullmatch(word))


_KIND_OF_PEOPLE = re.compile(
    r"(?i)\bof (?:the )?((?:wo)?men|girls|boys|mothers|smokers|veterans|children|infants|newborns|neonates)\b"
)
"""Of whom a share says something: "Number of women (%)"."""


_CLASS = re.compile(
    r"[<>≤≥]\s?\d|%\s*[<>≤≥]?\s*\d"
    r"|\d[\d.·,]*\s*(?:(?:[-–−—]+|to)\s*\d[\d.·,]*|\+|or (?:more|less|fewer))?"
    r"(?:(?:,\s*|\s*[(\[])(?:[Nn]|[Nn]o\.)?[\s,]*\(?%|\s*[(\[][Nn][)\]])"
)
"""Beside a row, those of a class of numbers: "≥70, no. of patients (%)", "5–60 (%)", "% 11–24"."""


def _is_statistic(text: str, stub: bool = False) -> bool:
    """Whether a label names statistics only; beside a row "Median age (range)" names what was measured too."""
    bracket = _BRACKET_AT_THE_END.search(text)
    if bracket and is_unit(bracket[1]) and not find_said(bracket[1]):
        text = text[: bracket.start()].strip()
    found = find_said(text)
    if not found or (stub and _CLASS.match(text)):
        return False
    rest = text
    for said in reversed(found):
        about = " ".join(word for word in said.about.split() if not _is_unit_word(word)) if stub else ""
        kind = _KIND_OF_PEOPLE.search(said.text) if stub and "percent" in said.slots else None
        about += f" {kind[1]}" if kind else ""
        rest = f"{rest[: said.start]} {about} {rest[said.start + len(said.text) :]}"
    return not _STATISTIC_REST.sub("", rest).strip()


_CHANGE_REST = re.compile(
    r"\b(?:change[sd]?|from|since|in|to|at|vs|versus|baseline|mean|score|within|group|groups|the|percent(?:age)?|absolute|relative|over|time|median|Q1|Q3|IQR|range|LS|least|squares|adjusted"
    r"|after|minus|difference|reduction|pre|post|intervention|decrease|increase|improvement|values?|final|end|study|treatment|SD|SE|SEM|CI|n|and|follow|up"
    r"|weeks?|wks?|months?|mos?|days?|years?|yrs?|h|hours?|min|delta)\b|[\W\d_ΔＤ]",
    re.I,
)


def _only_change(text: str) -> bool:
    return not _CHANGE_REST.sub("", split_unit(text)[0]).strip()


_NEEDED = re.compile(rf"(?i)(?:(?:estimated|adjusted) )?{NUMBER_NEEDED}")


def is_number_needed(label: str) -> bool:
    """Whether a label is of a number needed to treat, which no arm has."""
    return bool(_NEEDED.match(label))


_PARAMETER = re.compile(
    r"(?i)(?:cut-?\s?offs?|thresholds?|(?:(?:normal|reference|possible|score|scoring|theoretical) )?ranges?|MCID|units?"
    r"|(?:reference|normal) (?:values?|intervals?|limits?)|(?:rating |measurement )?(?:scales?|instruments?|tools?)"
    r"|(?:no\.|number) of items(?:,? (?:and )?(?:maximum|possible|highest)\b.{0,30})?|items"
    r"|(?:maximum|highest) (?:possible )?scores?)(?: (?:values?|points?|used))?(?:\s*[(\[].*)?"
)


def is_parameter(label: str) -> bool:
    """Whether a label heads a column of what belongs to an outcome, of no arm: "Cut-off", "Possible range".

    Examples
    --------
    >>> is_parameter("Cut-off (mg/L)"), is_parameter("Reference range"), is_parameter("Placebo")
    (True, True, False)
    """
    return bool(_PARAMETER.fullmatch(label))


_NORM = re.compile(
    r"(?i)(?:(?:reference|normal|normative) (?:ranges?|values?|limits?|intervals?|data)|norms)(?:\s*[(\[].*)?\W*"
)


def is_norm(label: str) -> bool:
    """Whether a label heads what is normal, measured in nobody of the trial.

    Examples
    --------
    >>> is_norm("Normal range"), is_norm("Norms"), is_norm("Range"), is_norm("Normal")
    (True, True, False, False)
    """
    return bool(_NORM.fullmatch(label))


def says_ratio(name: Name) -> bool:
    """Whether a label says that a ratio of two groups stands by it."""
    return any(not RATIOS.isdisjoint(said.slots) for said in find_said(name.cell.plain))
