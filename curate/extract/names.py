"""Names that a careful reader would doubt: of arms, outcomes and time points, and the headers they come from."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache

from curate.extract.tables.names.groups import is_bare
from curate.parse.duration import find_times, is_time
from curate.parse.label import sounds_like_arm
from curate.parse.unit import split_unit

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_WORDS = re.compile(r"\w+")
_OPEN_AT_THE_START = re.compile(
    r"(?:and|or|of|than|that|which|who|whom|were|was|is|are|be|been|had|has|have|they|it|we|there|with|to|in|on|by"
    r"|for|from|versus|vs|as|respectively|these|this|those|based|also|again|however|but|using|when|while|where"
    r"|after|before|although|compared|associated|showed|first|finally)\b",
    re.I,
)
_OPEN_AT_THE_END = re.compile(
    r"(?<![-–\w])(?:and|or|of|than|that|which|who|were|was|is|are|with|to|in|on|by|for|from|versus|vs|the|at|between"
    r"|treated|receiving|received|using)$",
    re.I,
)
_OPEN_INSIDE = re.compile(
    r"\b(?:by|with|of|in|on|from|than) (?:at|in|with|and|or|on|for|by|than|versus|vs|from)\b|\S (?:was|were) \S|\s-\w"
    r"|\bthat (?:the|was|were|had|has|is|are)\b",
    re.I,
)
"""Where the name of an arm was left out, or two clauses were taken for a name."""
_GENERIC = re.compile(
    r"\b(?:primary|secondary|main|other|outcomes?|measures?|variables?|characteristics?|parameters?|results?|and"
    r"|any|all|total|overall|serious|severe|moderate|mild|fatal|yes|no|none)\b",
    re.I,
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_SPREAD = re.compile(
    r"\b(?:mean|median|SD|SE|SEM|IQR|CI|percent)\b|[±χ<>≤≥]|(?<!\d)%|['’]s test\b", re.I
)
_OF_STATISTICS = re.compile(
    r"mean|median|sd|sem?|range|iqr|interquartile|min(?:imum)?|max(?:imum)?|ci|confidence|interval|values?|no|number"
    r"|percent(?:age)?|total|standard|deviation|error|and|or|of|the|difference|change|from"
)
_PERSON = re.compile(
    r"(?i)^(?:.*\s)?(?:patient|subject|case|participant)s?(?: no\.?| number| id)?\s*#?\d+$"
)
_SURNAME = r"(?:(?:de|del|der|den|van|von|la|le|el|al|di|da) )*[A-Z][\w'’-]+"
_STUDY = re.compile(
    r"\bet al\b|\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]$"
    r"|^(?!(?:In|Since|Before|After|Until|Year|Season|Phase|Wave|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
    rf"{_SURNAME}(?:(?:,| and| &) {_SURNAME})*,?\s*\(?(?:19|20)\d\d[a-d]?\)?$"
)
"""Words of a citation: "Smith et al", "Trial [12]", "Smith 2004"."""
_OF_STUDIES = re.compile(
    r"(?:(?:included|first|source) )?(?:authors?|stud(?:y|ies)|trials?|publications?|ref(?:erence)?s?|citations?)"
    r"(?:\s?\(s\)|(?:[\s,/.&]|\b(?:and|of|names?|ids?|titles?|acronyms?|year|date|ref|no|publication|country|reference)\b)+)?",
    re.I,
)
_VALUE_AT_THE_END = re.compile(
    r"[\w)]\s+\d[\d ,.·]*\s*(?:\(\d[\d.·]*\s?%?\)|±\s?\d[\d.·]*)$|(?:\s\d+){5}"
)
_DEEP = 4
"""Labels of a row; tables are seldom nested so far."""


@lru_cache(maxsize=1024)
def outcome_doubts(outcome: str, said: bool = False) -> frozenset[str]:
    """Return what is wrong with the name of an outcome; `said` in a sentence, it may begin anywhere."""
    doubts = set()
    if not _names_something(outcome):
        doubts.add("outcome_unnamed")
    if is_broken(outcome) or (
        said and (_OPEN_AT_THE_START.match(outcome) or _OPEN_INSIDE.search(outcome))
    ):
        doubts.add("name_broken")
    return frozenset(doubts)


def names_another_arm(text: str, own: Iterable[str], arms: Iterable[str]) -> bool:
    """Whether `text` uses the words of an arm that is not one of `own`.

    Parameters
    ----------
    arms
        All arms that are named nearby.
    """
    held = {bare(arm) for arm in own}
    others = {bare(arm) for arm in arms} - held
    said = f" {bare(text)} "
    return sounds_like_arm(text) or any(len(arm) > 3 and f" {arm} " in said for arm in others)


@lru_cache(maxsize=1024)
def arm_doubts(arm: str) -> frozenset[str]:
    """Return what is wrong with the name of an arm."""
    doubts = set()
    if not re.search(r"[^\W\d_]", arm) or is_bare(arm):
        doubts.add("arm_unnamed")
    if _PERSON.search(arm):
        doubts.add("single_person")
    if find_times(arm) or _SPREAD.search(arm):
        doubts.add("arm_names_more")
    if is_broken(arm):
        doubts.add("name_broken")
    return frozenset(doubts)


_TITLE_OF_PEOPLE = re.compile(
    r"(?i)(?:(?:baseline|demographic|clinical|sample|and|general)[\s,]+)*(?:characteristics|demographics|data)"
    r"(?:\s+(?:of|by|in|for|at|according to)\b[^,]*)?"
)
"""A title of who people are: of which of their characteristics a number is, it does not say."""


@lru_cache(maxsize=1024)
def _names_something(outcome: str) -> bool:
    if _TITLE_OF_PEOPLE.fullmatch(outcome):
        return False
    parts = _ORDINAL.sub("", outcome).split(", ")
    if len(parts) > 1 and parts[-1].strip().isdigit():
        return False  # "Pain on coughing, 6": an hour, a grade?
    return any(_LETTERS.search(_GENERIC.sub("", part)) and not _is_when(part) for part in parts)


def _is_when(text: str) -> bool:
    """Whether `text` is a time, also one said twice ("Postoperative 1 month")."""
    rest = text
    for time in reversed(find_times(text)):
        rest = rest[: time.start] + rest[time.end :]
    return is_time(text) or (rest != text and is_time(rest))


@lru_cache(maxsize=1024)
def is_broken(name: str) -> bool:
    """Whether a name ends in the middle of a phrase, or a bracket of it is missing."""
    if any(name.count(opening) != name.count(closing) for opening, closing in ("()", "[]")):
        return True
    return bool(_OPEN_AT_THE_END.search(name))


@lru_cache(maxsize=1024)
def says_a_time_twice(timepoint: str) -> bool:
    """Whether a time holds the same time again, as where a value stood between two lines of a header.

    Examples
    --------
    >>> says_a_time_twice("Before 8 Before"), says_a_time_twice("Before, 8 weeks")
    (True, False)
    """
    held = [word for word in map(str.casefold, _LONG.findall(timepoint)) if not _UNIT.fullmatch(word)]
    return len(set(held)) < len(held)


_LONG = re.compile(r"[^\W\d_]{4,}")
_UNIT = re.compile(r"(?:minute|hour|day|week|month|year)s?|after|visit")


@lru_cache(maxsize=1024)
def bare(label: str) -> str:
    """Return the words of a label in lower case, without those that every arm may have."""
    said = _WORDS.findall(label.lower())
    return " ".join(word for word in said if word not in ("group", "groups", "arm", "the"))


def has_unused(labels: Iterable[str], names: Iterable[str]) -> bool:
    """Whether a label of a row went into none of the result's names, though it says more than a statistic."""
    used = words(*names)
    return any((said := _said(label)) and said.isdisjoint(used) for label in labels)


@lru_cache(maxsize=1024)
def _said(label: str) -> frozenset[str]:
    """Return the words of a label that have letters; none when it only says a statistic."""
    held = frozenset(word for word in words(label) if _LETTERS.search(word))
    return frozenset() if all(map(_OF_STATISTICS.fullmatch, held)) else held


@lru_cache(maxsize=1024)
def without_statistics(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the labels of a row without those at its end that only say a statistic, as "Median" below a heading.

    Examples
    --------
    >>> without_statistics(("Weight", "Median (range)")), without_statistics(("Sex", "Men"))
    (('Weight',), ('Sex', 'Men'))
    """
    while len(path) > 1 and not _said(path[-1]):
        path = path[:-1]
    return path


@lru_cache(maxsize=1024)
def group_in_doubt(path: tuple[str, ...]) -> bool:
    """Whether a row's heading may be a row of its own: both have units and these differ, or it lies very deep."""
    units = [split_unit(label)[1] for label in path]
    differ = any(above and below and above != below for above, below in itertools.pairwise(units))
    return differ or len(path) >= _DEEP


@lru_cache(maxsize=1024)
def row_doubts(path: tuple[str, ...]) -> frozenset[str]:
    """Return what the labels of a row say against its being of an outcome: it is of one person, or of one study."""
    doubts = set()
    if _PERSON.search(path[0]):
        doubts.add("single_person")
    if path[0].isdigit():
        doubts.add("outcome_unnamed")  # a person's number, a grade?
    if any(map(is_study, path)):
        doubts.add("row_is_study")
    if any(map(_VALUE_AT_THE_END.search, path)):
        doubts.add("label_holds_value")
    return frozenset(doubts)


@lru_cache(maxsize=1024)
def is_study(label: str) -> bool:
    """Whether the label of a row is a study's: "Smith et al 2004", a number of the list of references."""
    return bool(_STUDY.search(label))


@lru_cache(maxsize=1024)
def heads_studies(label: str) -> bool:
    """Whether the head of the rows' labels says that the rows are studies.

    Examples
    --------
    >>> heads_studies("First author, year"), heads_studies("Trial"), heads_studies("Study group")
    (True, True, False)
    """
    return bool(_OF_STUDIES.fullmatch(label.strip()))


def says_range(labels: Iterable[str]) -> bool:
    """Whether labels say that a spread is a range, not quartiles."""
    text = " ".join(labels).lower()
    return "range" in text and not re.search(r"inter-?\s?quartile|iqr", text)


def says_mean(labels: Iterable[str]) -> bool:
    """Whether labels say that numbers are means, and none says percentages ("mean or n (%)")."""
    text = " ".join(labels).lower()
    return bool(re.search(r"\b(?:mean|median)\b", text)) and not re.search(
        r"\(%|%\)|percent|n,? ?%", text
    )


def words(*texts: str) -> frozenset[str]:
    """Return the words of labels in lower case."""
    return frozenset().union(*map(_words_of, texts))


@lru_cache(maxsize=1024)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.lower()))
