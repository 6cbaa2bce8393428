"""Whose a value is where its sentence names a group that is no known arm, or each of several arms in its turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.named import Arms, Named, distinct
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

_A_GROUP = re.compile(
    r"\s?%?[)\]]?\s*(?:of|in|for|among|within)\s+(?:the\s+)?(?P<name>[a-z-]+(?:\s[a-z-]+)?)\s+"
    r"(?:groups?|arms?)\b"
)
_NO_NAME = re.compile(
    r"\b(?:both|each|either|all|two|three|four|these|other|same|study|treatment|of|and|any)\b"
)
_COMPARATOR_WORDS = re.compile(r"\b(?:comparison|comparator|control|reference|untreated)\b")


def whose_group(text: str, statement: Statement, following: Statement | None = None) -> str:
    """Return the name of the group right behind a value, ahead of the next one of its kind; or empty.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "At 6 months, 22.4% of the comparison group and 37.5% of the kava group slept"
    >>> whose_group(text, *find_statements(text))
    'comparison'
    """
    if following is not None and following.kind != statement.kind:
        return ""
    match = _A_GROUP.match(text, max(statement.end, statement.reach))
    if match is None or _NO_NAME.search(match["name"]):
        return ""
    return match["name"] if following is None or match.end() <= following.start else ""


def comparator_called(group: str, named: Named) -> Arms:
    """Return the comparator of a trial of two arms where a group of another name is called so."""
    return named.main[1:] if len(named.main) == 2 and _COMPARATOR_WORDS.search(group) else ()


_REST = re.compile(
    rf"\b(?:from|than|to|with|versus|vs\.?)\s+(?:(?:that|those)\s+)?(?:(?:of|in|for|"
    rf"among)\s+)?(?:the\s+)?(?:other|remaining)\s+{PEOPLE}\b",
    re.I,
)


def sets_part_against_rest(text: str, end: int) -> bool:
    """Whether what a p value or an estimate stands behind sets some people against the others, not arms.

    Examples
    --------
    >>> text = "Sleep of the adults treated again did not differ from that of the other adults (P=0.08)"
    >>> sets_part_against_rest(text, text.index("P="))
    True
    """
    return _REST.search(text, max(0, end - 160), end) is not None


_IN_TURN = re.compile(r"\brespectively\b", re.I)
_AND = re.compile(r"[^.;]{0,24}?(?:,|\band\b)[^.;\d]{0,12}", re.S)
_THAN = re.compile(
    r"\b(?:than|compared (?:with|to)|versus|vs\.?|relative to)\s+(?:(?:in|with|for|"
    r"on)\s+)?(?:the\s+)?(?:(?:those|patients|participants)\s+)?(?:(?:in|on|"
    r"receiving)\s+)?(?:the\s+)?$",
    re.I,
)
BEHIND = 90  # characters from the last of a list to the arms that it is listed for


def each_of_list(text: str, statement: Statement, contrasts: Sequence[Statement], named: Named) -> Arms:
    """Return the arm, and its comparator where that is named, of an estimate in a list for several arms in turn.

    "0.20 (95% CI …) and 0.39 (95% CI …) in the A and B arms, respectively" sets each arm against a third.
    """
    if statement.kind != "estimate":
        return ()
    alike = [s for s in contrasts if s.kind == "estimate" and s.statistics[0] == statement.statistics[0]]
    run = _listed_with(text, statement, alike)
    if len(run) < 2 or not _IN_TURN.search(text, run[-1].end, run[-1].end + BEHIND + 90):
        return ()
    if len({s.label for s in run if s.label}) > 1:
        return ()
    behind = [m for m in named.following(run[-1].end) if m.start - run[-1].end < BEHIND]
    ahead = named.ahead(run[0].start)
    against = [m.arm for m in ahead if _THAN.search(text, 0, m.start)]
    arms = distinct(behind)[: len(run)]
    if len(arms) < len(run):
        joined = [m for m in ahead if m.arm not in against]
        arms = distinct(joined) if against and _are_joined(text, joined) else []
    if len(arms) != len(run):
        return ()
    arm = arms[run.index(statement)]
    others = [other for other in dict.fromkeys(against) if other not in arms]
    if not others and len(named.before) == len(run) + 1:
        others = [other for other in named.before if other not in arms]
    return (arm, others[0]) if len(others) == 1 else (arm,)


def _are_joined(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether arms are named in one breath: "those on A and B"."""
    return all(_JOIN.fullmatch(text, one.end, other.start) for one, other in pairwise(mentions))


_JOIN = re.compile(
    r"\s*(?:groups?\s*|arms?\s*)?(?:,|,?\s*(?:and|or|&))\s*(?:in\s+|with\s+|on\s+)?(?:the\s+)?"
)


def _listed_with(text: str, statement: Statement, alike: Sequence[Statement]) -> list[Statement]:
    """Return the list of estimates that one stands in: commas and "and" between them, in their order."""
    runs: list[list[Statement]] = [list(alike[:1])]
    for one, other in pairwise(alike):
        if _AND.fullmatch(text, max(one.end, one.reach), other.start):
            runs[-1].append(other)
        else:
            runs.append([other])
    return next((run for run in runs if statement in run), [])
