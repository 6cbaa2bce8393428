"""Which arms an estimate or a p value compares."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.assign import Placed
from curate.extract.sentences.arms.beside import nearest
from curate.extract.sentences.arms.named import Named, distinct
from curate.extract.sentences.arms.turns import each_of_list, sets_part_against_rest
from curate.parse.sentence import Statement

_BETWEEN = re.compile(
    r"\b(?:between|compared|versus|vs?|than|differ(?:ed|ence|ences|ent)?|both groups|groups|superior|"
    r"respectively|relative to|greater|higher|lower|fewer|more|less|better|longer|shorter|similar)\b",
    re.I,
)
_WITHIN = re.compile(
    r"\b(?:from baseline|compared (?:with|to) baseline|vs\.? baseline|versus baseline|within[- ]group|"
    r"after (?:the )?(?:intervention|treatment)|"
    r"within the|only)\b",
    re.I,
)
_WITHIN_GROUP = re.compile(r"\bwithin-?\s?(?:group|arm|person|subject)s?\b", re.I)
"""Ahead of what changed in one arm: "within-group differences of"."""
_TIME = re.compile(r"\b(?:baseline|before|period|pre-?\w*|initial|previous|first|values?)\b", re.I)
_NO_SIDE = re.compile(r"\brespectively\b|\b(?:ratios?|risk|odds|difference|interval|CI)\b", re.I)
"""In what compares nobody: "; respectively, in …", "; hazard ratio"."""
_BESIDE = re.compile(r"\s*(?:groups?|arms?)?\s*[\[(]\s*")
_COMPARATOR = re.compile(
    r"\b(?:superior to|inferior to|compared (?:with|to)|versus|vs\.?|than|over|;)\s+(?:with\s+)?(?:the\s+)?"
    r"([a-z][^()\[\];,:\d]{3,60}?)\s*(?:[\[(]|,|$)",
    re.I,
)


def place_contrasts(
    text: str, contrasts: Sequence[Statement], placed: Sequence[Placed], named: Named
) -> list[Placed]:
    """Give estimates and p values the arm and the comparator that they compare."""
    return [_contrast(text, statement, contrasts, placed, named) for statement in contrasts]


def _contrast(
    text: str,
    statement: Statement,
    contrasts: Sequence[Statement],
    placed: Sequence[Placed],
    named: Named,
) -> Placed:
    if _compares_others(text, statement, named) or sets_part_against_rest(text, statement.start):
        return Placed(statement)
    if own := each_of_list(text, statement, contrasts, named):
        return Placed(statement, own[:1], own[1:], sure=len(own) > 1)
    if statement.kind == "estimate" and _WITHIN_GROUP.search(
        text, max(0, statement.start - 70), statement.end
    ):
        arm = nearest(text, statement, statement, named)
        return Placed(statement, (arm,) if arm else (), sure=False)
    pair = (
        _beside_and_than(text, statement, named)
        or _between(text, statement, contrasts, named)
        or _inside(text, statement, named)
    )
    if pair:
        return Placed(statement, pair[:1], pair[1:])
    window = max((_end(s) for s in contrasts if _end(s) <= statement.start), default=0)
    clause = text[window : statement.start] or text
    if statement.kind == "estimate" and not _BETWEEN.search(text):
        inside = [
            m for m in named.ahead(statement.start) if _OPENED.fullmatch(text, m.end, statement.start)
        ]
        if inside:
            return Placed(statement, (inside[-1].arm,))  # of one period against another, say
    names = _names(text, statement, contrasts, placed, named, window)
    if len(names) >= 2:
        names = _turned(text, names, named)
        return Placed(statement, (names[0],), tuple(names[1:]))
    within = _WITHIN.search(clause)
    contrasted = (statement.kind == "estimate" or _BETWEEN.search(text)) and not within
    beside = any(
        m.arm in names and _BESIDE.fullmatch(text[m.end : statement.start]) for m in named.mentions
    )
    single = not within and (_BETWEEN.search(clause) or (statement.kind == "estimate" and not beside))
    if len(names) == 1 and len(named.main) == 2 and names[0] in named.main and single:
        other = next(arm for arm in named.main if arm != names[0])
        if _is_set_against(text, names[0], named):
            return Placed(statement, (other,), (names[0],), sure=False)
        return Placed(statement, (names[0],), (other,), sure=False)
    if not names and not within and len(named.before) == 2:
        return Placed(statement, named.before[:1], named.before[1:], sure=False)
    if not names and len(named.main) == 2 and contrasted:
        return Placed(statement, named.main[:1], named.main[1:], sure=False)
    return Placed(statement, tuple(names[:1]))


_OTHERS = re.compile(
    r"\b(?:ratios?|risk|odds|differences?|HR|OR|RR)\s+(?:for|of|between|comparing)\s+[^();]{2,60}?"
    r"\b(?:vs\.?|versus|compared (?:with|to))\s[^();]{2,40}$"
)
"""Ahead of an estimate: "hazard ratio for grade 2 vs. grade 1"."""


def _compares_others(text: str, statement: Statement, named: Named) -> bool:
    """Whether the words right ahead of an estimate set others than arms against each other."""
    place = statement.values[0].start
    if statement.kind != "estimate":
        return False
    others = _OTHERS.search(text, max(0, place - 140), place)
    return others is not None and not any(others.start() <= m.start < place for m in named.mentions)


_OPENED = re.compile(r"\s*(?:groups?|arms?)?\s*\([^()]*")
_THAN = re.compile(r"[^.;]*\b(?:than|compared (?:with|to)|relative to)\s+(?:(?:in|with|for)\s+)?", re.I)
_BRACKETS = re.compile(r"\([^()]*\)")


def _beside_and_than(text: str, statement: Statement, named: Named) -> tuple[str, ...]:
    """Return arm and comparator of "higher in A (10%; OR 1.4) and B (12%; OR 1.6) than in C (8%)"."""
    ahead = named.ahead(statement.start)
    if statement.kind != "estimate" or not ahead:
        return ()
    arm = ahead[-1]
    if not _OPENED.fullmatch(text, arm.end, statement.start):
        return ()
    for mention in named.following(statement.end):
        behind = text[statement.end : mention.start].partition(")")[2]
        if mention.arm != arm.arm and _THAN.fullmatch(_BRACKETS.sub("", behind)):
            return arm.arm, mention.arm
    return ()


def _between(
    text: str, statement: Statement, contrasts: Sequence[Statement], named: Named
) -> tuple[str, ...]:
    """Return the arms of "higher in A than in B (p = 0.01) with no difference between A and C (p = 0.4)"."""
    pair = named.ahead(statement.start)[-2:]
    if len(pair) < 2 or any(pair[0].start < s.start < statement.start for s in contrasts):
        return ()
    said = _JUST_BETWEEN.search(text[: pair[0].start]) and _together(text, pair)
    return (pair[0].arm, pair[1].arm) if said and pair[0].arm != pair[1].arm else ()


_JUST_BETWEEN = re.compile(r"\bbetween\s+$", re.I)


_SET_AGAINST = re.compile(
    r"(?:\b(?:compared|comparison|relative|contrast|opposed)\s+(?:with|to)|\b(?:versus|vs\.?|than))\s+(?:with|in|for|by)?\s*"
    r"(?:those\s+|patients\s+|participants\s+|subjects\s+)?(?:(?:in|on|receiving|with|assigned to|given)\s+)?$",
    re.I,
)
"""Ahead of the comparator: "compared with", "relative to those on"."""


def _turned(text: str, names: list[str], named: Named) -> list[str]:
    """Put the comparator last that a sentence names first: "Compared with B, A lowered it (HR 0.8)"."""
    if len(names) != 2:
        return names
    first = {m.arm: m for m in reversed(named.mentions) if m.arm in names}
    if len(first) < 2 or first[names[0]].start > first[names[1]].start:
        return names
    against = [bool(_SET_AGAINST.search(text[: first[name].start])) for name in names]
    return names[::-1] if against == [True, False] else names


def _is_set_against(text: str, name: str, named: Named) -> bool:
    """Whether the only arm that a sentence names is what it compares with: "lower than with placebo"."""
    own = [m for m in named.mentions if m.arm == name]
    return all(_SET_AGAINST.search(text[: m.start]) for m in own)


_VERSUS = re.compile(
    r"\s*(?:groups?\s+)?(?:versus|vs\.?|compared (?:with|to)|relative to)\s+(?:the\s+)?", re.I
)


def _inside(text: str, statement: Statement, named: Named) -> tuple[str, ...]:
    """Return the arms between an estimate's name and its number: "the hazard ratio for A versus B was 1.2"."""
    own = [
        m for m in named.mentions if statement.start <= m.start and m.end <= statement.values[0].start
    ]
    others = [arm for arm in distinct(named.mentions) if own and arm != own[0].arm]
    if len(own) == len(others) == 1 and _SET_AGAINST.search(text[: own[0].start]):
        return others[0], own[0].arm  # "in B, and in A (difference versus B: 0.6"
    joined = len(own) == 2 and _VERSUS.fullmatch(text, own[0].end, own[1].start)
    return (own[0].arm, own[1].arm) if joined and own[0].arm != own[1].arm else ()


def _end(statement: Statement) -> int:
    return max(value.end for value in statement.values)


def _names(
    text: str,
    statement: Statement,
    contrasts: Sequence[Statement],
    placed: Sequence[Placed],
    named: Named,
    window: int,
) -> list[str]:
    ahead = named.ahead(statement.start)
    recent = [m for m in ahead if m.start >= window]
    everyone, names = distinct(ahead), distinct(recent)
    phrase = _COMPARATOR.search(text[window : statement.start]) if window else None
    if len(names) == 1 and window and everyone[0] != names[0]:
        return [everyone[0], names[0]]
    if phrase and (_TIME.search(phrase[1]) or _NO_SIDE.search(phrase[1])):
        phrase = None
    if window and everyone and phrase and everyone[0] not in names and (len(names) != 1):
        return [everyone[0], phrase[1].strip()]
    if len(names) == 2 and window and everyone[0] not in names and _together(text, recent):
        return [everyone[0], *names]
    if len(names) < 2 and len(everyone) == 2:
        return everyone
    if len(names) > 2:
        return _from_values(placed, statement) or [names[0], names[-1]]
    if len(names) < 2:
        return _with_following(statement, contrasts, named, names)
    return names


def _together(text: str, recent: Sequence[Mention]) -> bool:
    """Whether two arms are named as one comparator: "(doxazosin and bisoprolol; …"."""
    return bool(
        re.fullmatch(r"\s*(?:and|or|/|\+|plus)\s*(?:the\s+)?", text[recent[0].end : recent[-1].start])
    )


def _from_values(placed: Sequence[Placed], statement: Statement) -> list[str]:
    """Return the arms of the two values right before a contrast."""
    arms = [p.arms[0] for p in placed if p.arms and p.statement.end <= statement.start]
    pair = list(dict.fromkeys(arms[-2:]))
    return pair if len(pair) == 2 else []


def _with_following(
    statement: Statement, contrasts: Sequence[Statement], named: Named, names: list[str]
) -> list[str]:
    limit = min((s.start for s in contrasts if s.start > statement.start), default=1 << 30)
    later = distinct([m for m in named.mentions if statement.end <= m.start < limit])
    more = [arm for arm in later if arm not in names]
    enough = len(names) + len(more) >= 2 and statement.kind == "estimate"
    return (names + more)[:2] if enough else names
