"""Numbers of other people than a trial's arms: those of other trials, and those of a part of the arms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.text.passage import Passage
from curate.parse.people import PEOPLE

LONGEST_TITLE = 400  # characters
_REVIEW = re.compile(
    r"\b(?:systematic(?: literature)? reviews?|scoping reviews?|meta[-\u2010\u2011\u2013 ]?analys[ei]s)\b",
    re.I,
)
_DATABASE = r"(?:PubMed|MEDLINE|Embase|CENTRAL|Cochrane (?:Central|Library)|Web of Science|Scopus)"
_SEARCHED = re.compile(
    rf"\bsearch(?:ed|es)?\b[^.]{{0,120}}\b{_DATABASE}\b|\b{_DATABASE}\b[^.]{{0,120}}\bsearch(?:ed|es)?\b",
    re.I,
)
_CITES = re.compile(
    r"\bet al\b|\band (?:colleagues|co-?workers|associates)\b"
    r"|\b[Ii]n an?(?:other)? (?:\w+ )?(?:previous|recent|prior|earlier|similar|larger?)(?: \w+){0,2} (?:study|trial)\b"
    r"|\b(?:[Pp]revious|[Ee]arlier|[Pp]rior|[Oo]ther) (?:studies|trials)\b|\b[Pp]reviously (?:reported|published)\b"
    r"|\b(?:study|trial) (?:by|of) [A-Z][a-z]+"
)
_MARKED = re.compile(r"\[\d{1,3}(?:\s?[,;\u2013-]\s?\d{1,3})*\]\W*$")
_TRIAL = re.compile(
    r"\b(?P<name>[A-Z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*(?:[- ](?:[A-Z0-9][\w]*|in|of))*)\s+"
    r"(?:trials?|study|studies|registry)\b"
)


def is_review(passages: Sequence[Passage]) -> bool:
    """Whether a report calls itself a review of trials in its title, or says that literature was searched."""
    return any(
        (p.zone == "front" and len(p.text) <= LONGEST_TITLE and _REVIEW.search(p.text))
        or (p.section in ("methods", "abstract") and _SEARCHED.search(p.text))
        for p in passages
    )


def own_names(passages: Sequence[Passage]) -> str:
    """Return the text in which a report names its own trial: title and abstract."""
    return " ".join(p.text for p in passages if p.zone in ("front", "abstract"))


def cites_others(text: str, quote: str, own: str) -> bool:
    """Whether a sentence may report on another trial than its own.

    Parameters
    ----------
    quote
        As printed, with its reference marks.
    own
        See `own_names`: a trial that it names is the report's.

    Examples
    --------
    >>> cites_others("In the NAPPER trial 16 of 22 slept", "", "Kava for sleep: the NAPPER trial")
    False
    >>> cites_others("In the NAPPER trial 16 of 22 slept", "", "Kava for sleep")
    True
    """
    if _cites(text) or ("[" in quote and _MARKED.search(quote)):
        return True
    return any(name not in own for name in _trials(text))


@lru_cache(maxsize=64)  # a sentence is asked for each of its numbers
def _cites(text: str) -> bool:
    return _CITES.search(text) is not None


@lru_cache(maxsize=64)
def _trials(text: str) -> tuple[str, ...]:
    return tuple(match["name"] for match in _TRIAL.finditer(text))


_SELECTED = (
    r"(?:with(?:out)?|who|whose|aged|in whom|not|on|in|off|taking|using|having|remaining|undergoing|older|younger|"
    r"at (?:high|low|higher|lower|increased))"
)
_OPENED_BY_SOME = re.compile(
    rf"(?:^|[;.]\s+|,\s+(?:and|but|while|whereas)\s+|^[A-Z][a-z]+,\s)(?:[Ii]n|[Aa]mong|[Oo]f|[Ff]or|[Aa]mongst|[Ww]ithin)\s+"
    rf"(?:the\s+|all\s+|these\s+|those\s+)?(?:\d[\d,]*\s+)?(?:(?:[a-z-]+\s+){{0,2}}{PEOPLE}|(?<=those\s))\s*"
    rf"{_SELECTED}\b(?P<who>[^;.]{{3,140}}?),\s",
)
_SORTED = re.compile(
    rf"\b(?:{PEOPLE}|those)\s+(?:with(?:out)?|not|taking|using|on|who (?!received|got|took|were (?:randomi|assigned|"
    r"allocated|treated|given))\w+|whose)\b"
    rf"(?P<who>(?:(?!\b(?:had|has|have|was|were|is|are|did|showed)\b)[^,;.()]){{2,70}}?)"
    r"\bat (?:baseline|entry|inclusion|enrolment|enrollment|screening|randomi[sz]ation)\b"
)
_SEXED = re.compile(
    r"\b(?:[Ii]n|[Aa]mong|[Ff]or|[Ww]ithin|[Aa]mongst)\s+(?:the\s+)?(?:fe)?(?:(?:wo)?men|males?|boys|girls|smokers|"
    r"non-?smokers|(?:non-?)?diabetics|(?:non-?)?responders|survivors|completers)\b"
)
_PART = re.compile(
    r"\b(?:sub-?groups?|sub-?sets?|sub-?populations?|sub-?stud(?:y|ies)|strat(?:um|a)|post[- ]?hoc|"
    r"sensitivity analys[ei]s|after exclu(?:ding|sion)|excluding|restricted to|confined to|"
    r"(?:the|this|that) (?:latter|former) (?:groups?|patients))\b",
    re.I,
)
_EVERYONE = re.compile(
    r"\b(?:randomi[sz]ed|randomi[sz]ation|enrolled|included|allocated|assigned|analy[sz]ed|recruited|completed)\b",
    re.I,
)


def is_of_some(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a sentence is of some of the people, told by what they share and not by their arm.

    Examples
    --------
    >>> is_of_some("In adults without pain, sleep came to 16 of 22 (73%)", [])
    True
    >>> is_of_some("Among the 40 adults who were in pain, 16 (40%) slept", [])
    True
    >>> is_of_some("Of the 40 adults who were randomised, 16 (40%) slept", [])
    False
    """
    if is_of_a_part(text):
        return True
    opened, sexed = _opened(text)
    everyone = [match for match in opened if not _EVERYONE.search(match["who"])]
    for match in (*everyone, *_sorting(text)):
        if not any(match.start() <= m.start < match.end("who") for m in mentions):
            return True
    return sexed


@lru_cache(maxsize=64)
def _opened(text: str) -> tuple[tuple[re.Match[str], ...], bool]:
    return tuple(_OPENED_BY_SOME.finditer(text)), _SEXED.search(text) is not None


@lru_cache(maxsize=64)
def is_of_a_part(text: str) -> bool:
    """Whether a sentence tells of an analysis in a part of the people: a subgroup, or after exclusions."""
    return _PART.search(text) is not None


def sorting_spans(text: str) -> list[tuple[int, int]]:
    """Return where people are sorted by what they had at the start: such a time is not when a value was taken.

    Examples
    --------
    >>> text = "Of those with pain at baseline, 16 slept"
    >>> [text[slice(*span)] for span in sorting_spans(text)]
    ['those with pain at baseline']
    """
    return [match.span() for match in _sorting(text)]


@lru_cache(maxsize=64)
def _sorting(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_SORTED.finditer(text))
