"""Which arm a statement belongs to: "44 (11.8%) in the A group", "A (44) v B (66)", "44 and 66, respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curate.extract.sentences.arms import Mention
from curate.parse.sentence import Statement

_CONNECTOR = re.compile(
    r"\b(?:and|vs?|versus|compared|than|but|whereas|while|with those|relative|against|or)\b|[,;]\s|:\s",
    re.I,
)
_INTO = re.compile(
    r"^\W{0,3}(?:[a-zµμ%/²·\d.-]{1,14}\s){0,3}?\W{0,2}(?:(?:in|for|with|of|among|on|after|by|received|receiving|to|"
    r"assigned to|randomi[sz]ed to|given|taking|from|treated with|allocated to|who received|under|using|undergoing)\s+)"
    r"(?:(?:the|those|patients?|participants?|subjects?|women|men|children|individuals|people|who|in|on|all|"
    r"receiving|received|assigned|randomi[sz]ed|allocated|to|with|of|treated|given|taking|were|groups?|a|total)\s+)*$",
    re.I,
)
_ADJACENT = re.compile(r"^\W{0,2}(?:[a-zµμ%/²·]{1,10})?\s*$", re.I)
_PARALLEL = re.compile(
    r"^[^\d.;]{0,30}?\b(?:vs?\.?|versus|v\.?s\.?|compared (?:with|to)|than|against)\b[^\d.;]{0,12}$|^\W*/\W*$",
    re.I,
)
_LISTED = re.compile(r"^[^\d.;()]{0,24}?(?:,|\band\b|\bor\b|&)[^\d.;()]{0,12}$", re.I)
_FROM_TO = re.compile(r"^[^\d.;()]{0,24}\b(?:to|[-\u2013\u2014\u2192])\W*$", re.I)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.I)
_BETWEEN = re.compile(
    r"\b(?:between|compared|versus|vs?|than|differ(?:ed|ence|ences|ent)?|both groups|groups|superior|"
    r"respectively|relative to|greater|higher|lower|fewer|more|less|better|longer|shorter|similar)\b",
    re.I,
)
_WITHIN = re.compile(
    r"\b(?:from baseline|compared (?:with|to) baseline|vs\.? baseline|versus baseline|within[- ]group|within the)\b",
    re.I,
)
_COMPARATOR = re.compile(
    r"\b(?:superior to|inferior to|compared (?:with|to)|versus|vs\.?|than|over)\s+(?:with\s+)?(?:the\s+)?"
    r"([a-z][^()\[\];,:\d]{3,60}?)\s*[\[(]?\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement with its arms.

    Attributes
    ----------
    arms, comparators
        Labels; both empty where the sentence names no arm.
    moment
        ``from`` and ``to`` for the two values of "from 13.8 to 16.1", else empty.
    sure
        Whether the sentence names the arms at this value; else they come from the order of a list or from
        the sentence before.
    """

    statement: Statement
    arms: tuple[str, ...] = ()
    comparators: tuple[str, ...] = ()
    moment: str = ""
    sure: bool = True


def place_statements(
    text: str,
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    main: tuple[str, ...] = (),
    before: tuple[str, ...] = (),
) -> list[Placed]:
    """Give each statement of a sentence its arms.

    Parameters
    ----------
    main
        The assigned arms of the trial, comparator last.
    before
        The arms that the sentence before named, in their order.
    """
    own = [s for s in statements if s.kind not in ("p", "estimate", "ci", "size")]
    placed = _single_arms(text, own, mentions, main, before)
    placed += _sizes(text, [s for s in statements if s.kind == "size"], mentions)
    contrasts = [s for s in statements if s.kind in ("p", "estimate")]
    for statement in contrasts:
        placed.append(_contrast(text, statement, contrasts, mentions, placed, main))
    return sorted(placed, key=lambda item: item.statement.start)


_TOTAL = re.compile(r"\b(?:total of|all|overall|the|of|remaining|we|trial|study)\s*$", re.I)


def _sizes(text: str, sizes: Sequence[Statement], mentions: Sequence[Mention]) -> list[Placed]:
    """Give group sizes their arms: the arm must stand right beside the number, else it is of all arms."""
    placed = []
    for index, size in enumerate(sizes):
        later = [int(s.values[0].value) for s in sizes[index + 1 :]]
        sums = {sum(later[:count]) for count in range(2, len(later) + 1)}
        if int(size.values[0].value) in sums:
            placed.append(Placed(size))
            continue
        limit = sizes[index + 1].start if index + 1 < len(sizes) else len(text)
        start = sizes[index - 1].end if index else 0
        after = [m for m in mentions if size.end <= m.start < limit and len(_distinct(mentions)) > 0]
        ahead = [m for m in mentions if start <= m.start and m.end <= size.start]
        labelled = bool(re.match(r"[nN]", text[size.start :].lstrip("([ ")))
        arm = ""
        if (
            labelled
            and ahead
            and len(text[ahead[-1].end : size.start]) <= 30
            and ";" not in text[ahead[-1].end : size.start]
        ):
            arm = ahead[-1].arm
        elif after and len(set(m.arm for m in after)) == 1 and _close(text[size.end : after[0].start]):
            arm = after[0].arm
        elif ahead and re.fullmatch(
            r"\W*(?:group|arm)?\W*(?:had|included|comprised|consisted of|of|was|were|with)?\W*",
            text[ahead[-1].end : size.start],
        ):
            arm = ahead[-1].arm
        placed.append(Placed(size, (arm,) if arm else ()))
    return placed


def _close(gap: str) -> bool:
    return len(gap) < 60 and not re.search(r"[;]|\.\s|,\s(?:and|of whom)|\band\b", gap)


def _runs(own: Sequence[Statement], mentions: Sequence[Mention]) -> list[list[Statement]]:
    """Group statements that no mention of an arm parts."""
    runs: list[list[Statement]] = []
    for statement in own:
        parted = runs and any(
            runs[-1][-1].start < m.start < statement.start and not _inside(m, statement)
            for m in mentions
        )
        if runs and not parted:
            runs[-1].append(statement)
        else:
            runs.append([statement])
    return runs


def _inside(mention: Mention, statement: Statement) -> bool:
    return statement.start <= mention.start < statement.end


def _single_arms(
    text: str,
    own: Sequence[Statement],
    mentions: Sequence[Mention],
    main: tuple[str, ...],
    before: tuple[str, ...],
) -> list[Placed]:
    placed: list[Placed] = []
    for run in _runs(own, mentions):
        first, last = run[0], run[-1]
        inside = [m for m in mentions if any(_inside(m, s) for s in run)]
        ahead = [m for m in mentions if m.end <= first.start]
        following = [m for m in mentions if m.start >= last.end]
        groups = _parallel(text, run)
        if len(run) == 1 and inside:
            placed.append(Placed(first, (inside[0].arm,)))
        elif len(groups) > 1:
            placed.extend(_listed(text, run, groups, ahead, following, main, before))
        else:
            arm = _nearest(text, first, last, ahead, following)
            placed.extend(Placed(s, (arm,) if arm else ()) for s in run)
    return _with_moments(text, placed)


def _parallel(text: str, run: Sequence[Statement]) -> list[list[Statement]]:
    """Split a run into its parallel members: "a v b", or a list that ends in "respectively"."""
    groups: list[list[Statement]] = [[run[0]]]
    listed = bool(_RESPECTIVELY.search(text, run[-1].end)) or len(run) >= 2
    for before, statement in zip(run, run[1:], strict=False):
        gap = text[before.end : statement.start]
        same = before.kind == statement.kind
        if (_PARALLEL.match(gap) and same) or (listed and _LISTED.match(gap) and same):
            groups.append([statement])
        else:
            groups[-1].append(statement)
    return groups


def _distinct(mentions: Sequence[Mention]) -> list[str]:
    return list(dict.fromkeys(mention.arm for mention in mentions))


def _listed(
    text: str,
    run: Sequence[Statement],
    groups: Sequence[Sequence[Statement]],
    ahead: Sequence[Mention],
    following: Sequence[Mention],
    main: tuple[str, ...],
    before: tuple[str, ...],
) -> list[Placed]:
    """Lay a parallel list over the arms named in the same order after it, before it, or in the report."""
    width = len(groups)
    strict = any(_PARALLEL.match(text[a.end : b.start]) for a, b in zip(run, run[1:], strict=False))
    after = _distinct(_cluster(text, following, run[-1].end))
    earlier = _distinct(ahead)
    respective = bool(_RESPECTIVELY.search(text, run[-1].end))
    if len(after) == width and (strict or respective or len(following) >= 2):
        arms, sure = after, True
    elif len(earlier) >= width and (strict or respective):
        arms, sure = _last_named(ahead, width), True
    elif width == 2 and strict and len(earlier) == 1 and len(main) == 2 and earlier[0] in main:
        arms, sure = [earlier[0], next(a for a in main if a != earlier[0])], False
    elif (strict or respective) and len(before) == width:
        arms, sure = list(before), False
    else:
        found = []
        for index, group in enumerate(groups):
            arm = ""
            if index == 0 or index == width - 1:
                arm = _nearest(
                    text,
                    group[0],
                    group[-1],
                    ahead if index == 0 else [],
                    following if index == width - 1 else [],
                )
            found.append(arm)
        if width >= 2 and len(set(found) - {""}) == 1 and not strict:
            found = [next(a for a in found if a)] * width  # several outcomes of one arm
        return [
            Placed(s, (arm,) if arm else (), sure=False)
            for arm, group in zip(found, groups, strict=True)
            for s in group
        ]
    return [Placed(s, (arm,), sure=sure) for arm, group in zip(arms, groups, strict=True) for s in group]


def _last_named(ahead: Sequence[Mention], width: int) -> list[str]:
    """Return the last `width` distinct arms in the order in which they were first named."""
    seen: list[str] = []
    for mention in reversed(ahead):
        if mention.arm not in seen:
            seen.append(mention.arm)
        if len(seen) == width:
            break
    order = [m.arm for m in ahead]
    return sorted(seen, key=lambda arm: len(order) - 1 - order[::-1].index(arm))


def _cluster(text: str, following: Sequence[Mention], place: int) -> list[Mention]:
    """Return the mentions that follow closely upon each other."""
    cluster: list[Mention] = []
    for mention in following:
        if mention.start - place > 80 or re.search(r"\.\s", text[place : mention.start]):
            break
        cluster.append(mention)
        place = mention.end
    return cluster


def _nearest(
    text: str, first: Statement, last: Statement, ahead: Sequence[Mention], following: Sequence[Mention]
) -> str:
    """Return the arm that one value, or several of one arm, belong to."""
    after = following[0] if following else None
    if after is not None:
        gap = text[last.end : after.start]
        if len(gap) < 70 and (_ADJACENT.match(gap) or (_INTO.match(gap + " ") and not _parted(gap))):
            return after.arm
    if ahead:
        return ahead[-1].arm
    if after is not None and not _CONNECTOR.search(text[last.end : after.start]):
        return after.arm
    return ""


def _parted(gap: str) -> bool:
    """Whether a bracket closed and a connector follows, so that the next arm begins something new."""
    return bool(
        re.search(
            r"[)\]]\s*(?:and|vs?|versus|compared|than|but|whereas|while)\b|[,;]\s*(?:and|but|while|whereas)\b",
            gap,
        )
    )


def _with_moments(text: str, placed: list[Placed]) -> list[Placed]:
    """Mark the two values of "13.8 to 16.1" as before and after."""
    for index, (a, b) in enumerate(zip(placed, placed[1:], strict=False)):
        gap = text[a.statement.end : b.statement.start]
        same = a.statement.kind == b.statement.kind and a.arms == b.arms
        if same and a.statement.kind in ("mean", "median", "count") and _FROM_TO.match(gap):
            placed[index] = replace(a, moment="from")
            placed[index + 1] = replace(b, moment="to")
    return placed


def _contrast(
    text: str,
    statement: Statement,
    contrasts: Sequence[Statement],
    mentions: Sequence[Mention],
    placed: Sequence[Placed],
    main: tuple[str, ...],
) -> Placed:
    previous = [s.end for s in contrasts if s.end <= statement.start]
    window = max([*previous, 0])
    ahead = [m for m in mentions if m.end <= statement.start]
    recent = [m for m in ahead if m.start >= window]
    names = _distinct(recent)
    if len(names) == 1 and _distinct(ahead)[0] != names[0] and previous:
        names = [_distinct(ahead)[0], names[0]]
    elif not names and previous and _COMPARATOR.search(text[window : statement.start]):
        phrase = _COMPARATOR.search(text[window : statement.start])
        names = [*_distinct(ahead)[:1], phrase[1].strip()] if phrase else []
    elif len(names) < 2:
        names = _distinct(ahead) if len(_distinct(ahead)) == 2 else names
    if len(names) > 2:
        names = _from_values(placed, statement) or [names[0], names[-1]]
    if len(names) < 2:
        names = _with_following(text, statement, mentions, names, contrasts)
    clause = text[window : statement.start] or text
    if len(names) == 2:
        return Placed(statement, (names[0],), (names[1],))
    contrasted = statement.kind == "estimate" or _BETWEEN.search(text)
    if (
        len(names) == 1
        and len(main) == 2
        and names[0] in main
        and contrasted
        and not _WITHIN.search(clause)
    ):
        other = next(arm for arm in main if arm != names[0])
        return Placed(statement, (names[0],), (other,), sure=False)
    if not names and len(main) == 2 and contrasted and not _WITHIN.search(clause):
        return Placed(statement, main[:1], main[1:], sure=False)
    return Placed(statement, tuple(names[:1]))


def _from_values(placed: Sequence[Placed], statement: Statement) -> list[str]:
    """Return the arms of the two values right before a contrast."""
    arms = [p.arms[0] for p in placed if p.arms and p.statement.end <= statement.start]
    pair = list(dict.fromkeys(arms[-2:]))
    return pair if len(pair) == 2 else []


def _with_following(
    text: str,
    statement: Statement,
    mentions: Sequence[Mention],
    names: list[str],
    contrasts: Sequence[Statement],
) -> list[str]:
    limit = min([s.start for s in contrasts if s.start > statement.start], default=len(text))
    later = _distinct([m for m in mentions if statement.end <= m.start < limit])
    more = [arm for arm in later if arm not in names]
    return (names + more)[:2] if len(names) + len(more) >= 2 and statement.kind == "estimate" else names
