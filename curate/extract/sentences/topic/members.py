"""What the people of a list did or were: "11 (48%) were cured, 4 (17%) died, and 14 (20%) unconfirmed"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.parallel import without_arms
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

_BEGINS = re.compile(
    r"(?:^|[,;:(]\s*|\b(?:and|while|whereas|but)\s+)(?:(?:of\s+(?:whom|these|those)|another|a total of|a further|only|"
    r"the (?:other|remaining))\s*,?\s+)?$",
    re.I,
)
"""Ahead of people who are what a clause is about."""
_ASIDE = r"(?:\((?:[^()\d]*|[Pp]\s?[=<>][^()]*)\)\s*)?"
_THOSE = (
    rf"[)\]%\s]*(?:(?:out\s+)?of\s+(?:the\s+|these\s+|all\s+)?(?:\d+\s+)?)?(?:{PEOPLE}\b\s*)?{_ASIDE}"
)
_COUNT = r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|none)\b)"
_END = (
    r"(?=\s*(?:[.,;()]|$|\b(?:compared|versus|vs|while|whereas|but)\b|"
    rf"\band\s+(?:only\s+)?{_COUNT}))"
)
_WERE = re.compile(
    rf"{_THOSE}(?:was|were)\s+(?P<what>(?!(?:not|never|in|on|from|at|the)\b)[A-Za-z][^.,;()]{{2,90}}?){_END}"
)
_DID_SO = re.compile(
    rf"{_THOSE}(?P<what>(?:(?:had|have)\s+)?(?:died|defaulted|failed|relapsed|withdrew|dropped out|discontinued|"
    rf"recovered|survived|responded|progressed|remained|left|refused|declined|quit|fell)\b[^.,;()]{{0,90}}?){_END}"
)
_SUCH = re.compile(
    r"%?\s*[)\]]\s+(?P<what>(?!(?:in|of|for|v|vs|versus|and|with|on|to|at|were|was|had|who|that|compared|than|or|among|from|by|"
    r"after|during|respectively|which|cases|did|is|are|as|but|while|of|per|the|a|an|out|all|both|each|receiving|treated|"
    r"randomi[sz]ed|assigned|given|using|taking|without|whose|undergoing|groups?|arms?|"
    rf"{PEOPLE})\b)"
    rf"[A-Za-z][A-Za-z-]+(?:\s[A-Za-z-]+){{0,2}}?){_END}"
)
_AGAINST = re.compile(r"\b(?:vs?|versus)\b")
_PEOPLE_LAST = re.compile(rf"\b{PEOPLE}$", re.I)
_WHOSE = re.compile(r"^[)\]%\s]*(?:(?:in|on|receiving|of)\s+)?")
"""Behind the last count, what led to its arm, whose name is taken out."""
_SIDE = re.compile(
    rf"[)\]%\s]*(?:(?:of|in|on|from|receiving|treated with|among|assigned to|{PEOPLE}|the|groups?|arms?)\b\s*)*,?\s*"
    r"(?:and|vs?\.?|versus|compared (?:with|to)|than)?\s*(?:only\s+)?",
    re.I,
)
"""Between the counts of two arms, their names taken out."""


def what_members_did(
    text: str, statement: Statement, statements: Sequence[Statement], mentions: Sequence[Mention]
) -> str:
    """Return what people counted with their share did or were, where their number begins the clause; or empty.

    The counts of arms side by side share what follows the last of them: "254 (94%) in A and 254 (93%) in B
    completed it".
    """
    if not _begins_clause(text, statement):
        return ""
    last = last_beside(text, statement, statements, mentions)
    rest = _behind(text, last, mentions)
    if last is not statement:
        rest = _WHOSE.sub(" ", rest)
    match = _WERE.match(rest) or _DID_SO.match(rest)
    return match["what"] if match else ""


def what_members_are(text: str, statement: Statement, mentions: Sequence[Mention]) -> str:
    """Return the bare name behind people counted with their share: "57 (80%) confirmed and 14 (20%) unconfirmed"."""
    if not _begins_clause(text, statement):
        return ""
    match = _SUCH.match(_behind(text, statement, mentions))
    return "" if match is None or _PEOPLE_LAST.search(match["what"]) else match["what"]


def _begins_clause(text: str, statement: Statement) -> bool:
    counted = statement.kind == "count" and statement.statistics[:2] in _COUNTED
    return counted and _BEGINS.search(text, max(0, statement.start - 40), statement.start) is not None


def _behind(text: str, statement: Statement, mentions: Sequence[Mention]) -> str:
    end = statement.end
    if "ci_low" not in statement.statistics:
        end = max(end, statement.values[-1].end)
    if statement.statistics == ("events", "total"):
        end = statement.values[
            -1
        ].end  # "5 of 93 patients declined": what they did is told within its span
    return without_arms(text, end, len(text), [m for m in mentions if m.start >= end])


_IN_TURN = re.compile(
    r"[)\]%\s]*[,;]?\s*(?:and\s+)?(?P<what>(?!(?:and|or|in|of|vs?|versus|compared|than|respectively|while|whereas|with|among|for|who|which|most|"
    r"some|none|more|by|at|on|from|to|but|p|resulting|including|leading|a|an|the|only)\b)[A-Za-z][^,;()]{2,80}?)\s+(?:(?:was|were)\s+)?(?:[a-z]{2,}ed\s+)?in\s+"
    r"(?:only\s+|another\s+|the\s+)?"
)
"""Between two counts of a list that names what each is of: ") and waking in "."""


def named_in_turn(
    text: str, statement: Statement, statements: Sequence[Statement], mentions: Sequence[Mention]
) -> str:
    """Return what stands between a count and the one before it: "nausea in 12 (10%), headache in 5 (4%)"."""
    before = [s for s in statements if s.end <= statement.start and s.kind == "count"]
    if statement.kind != "count" or not before:
        return ""
    start = max(before[-1].end, before[-1].reach)
    if any(start <= m.start < statement.start for m in mentions):
        return ""
    match = _IN_TURN.fullmatch(text, start, statement.start)
    return match["what"] if match and not _OF_PEOPLE.search(match["what"]) else ""


_OF_PEOPLE = re.compile(rf"\b(?:{PEOPLE}|none|receiving|received|treated|groups?|arms?|others?)\b", re.I)


_COUNTED = (("events", "percent"), ("events", "total"))


def last_beside(
    text: str, statement: Statement, statements: Sequence[Statement], mentions: Sequence[Mention]
) -> Statement:
    """Return the last of the counts that stand side by side from a statement on, one for each arm."""
    last = statement
    for other in statements:
        if other.start <= last.start:
            continue
        named = any(
            last.end <= m.start < other.start or other.start < m.start < other.end for m in mentions
        )
        gap = without_arms(text, last.end, other.start, mentions)
        aside = text.count("(", 0, other.start) > text.count(")", 0, other.start)
        against = not aside and _AGAINST.search(gap) is not None
        if not (named or against) or other.kind != "count" or not _SIDE.fullmatch(gap):
            break
        last = other
    return last
