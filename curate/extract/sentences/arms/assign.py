"""Which arm a statement belongs to: "44 (11.8%) in the A group", "A (44) v B (66)", "44 and 66, respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from curate.extract.sentences.arms.arm_names import COMPARATOR
from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.behind import OTHERS, held_arms, name_behind, without_held
from curate.extract.sentences.arms.beside import leads_into, nearest
from curate.extract.sentences.arms.brackets import closing, headed_by, held_by, is_tied
from curate.extract.sentences.arms.named import (
    Arms,
    Named,
    arms_of_each,
    cluster,
    distinct,
    is_of_each,
    listed_names,
)
from curate.extract.sentences.arms.taken import is_taken
from curate.extract.sentences.arms.turns import comparator_called, whose_group
from curate.parse.sentence import Statement

_STRICT = re.compile(
    r"^[^\d.;]{0,30}?\b(?:vs?\b\.?|versus\b|v\.s\.|compared (?:with|to)\b|than\b|against\b)[^\d.;]{0,40}$|^\W*/\W*$",
    re.I,
)
_LISTED = re.compile(r"^[)\]\s]*[^\d.;()]{0,24}?(?:,|\band\b|\bor\b|&)[^\d.;()]{0,12}$", re.I)
_FROM_TO = re.compile(
    r"^[^\d.;()]{0,24}\b(?:to|[-\u2013\u2014\u2192])(?:\s+(?:post|after|final))?\W*$|^\s*[\u2192]\s*$",
    re.I,
)
_EXPONENT = re.compile(r"(?<=[A-Za-z])\s?[23]\b")
_RESPECTIVELY = re.compile(r"\bresp(?:ectively|\.)", re.I)
_RESPECTIVE = re.compile(
    r"\b(?:respective|corresponding)\s+(?:[a-z]+\s+)?(?:rates?|values?|numbers?|percentages?|means?|figures?)\b",
    re.I,
)
"""Ahead of a list in the order of the arms that the sentence before named."""


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
    arms: Arms = ()
    comparators: Arms = ()
    moment: str = ""
    sure: bool = True


def place_values(text: str, statements: Sequence[Statement], named: Named) -> list[Placed]:
    """Give the statements about single arms their arms."""
    of_each = [s for s in statements if is_of_each(text, s.reach)]
    placed = [Placed(s, (arm,), sure=False) for s in of_each for arm in arms_of_each(named)]
    statements = [s for s in statements if s not in of_each or not placed]
    held = held_arms(statements, named.mentions)
    placed += [Placed(s, (held[s.start],)) for s in statements if s.start in held]
    named = without_held(named, [s for s in statements if s.start in held])
    statements = [s for s in statements if s.start not in held]
    in_place = [] if named.mentions else _named_in_place(text, statements)
    placed += in_place
    for run in _runs(text, statements, named.mentions) if not in_place else ():
        inside = [m for m in named.mentions if any(s.start <= m.start < s.end for s in run)]
        chains = _chains(text, run, named)
        if len(run) == 1 and inside:
            placed.append(Placed(run[0], (inside[0].arm,)))
        elif any(len(chain) > 1 for chain in chains):
            placed.extend(_lay(text, chains, named))
        elif len(run) == 2 and (sides := _on_both_sides(text, run, named)):
            placed.extend(Placed(s, (arm,)) for s, arm in zip(run, sides, strict=True))
        else:
            start = _clause_of(text, run)
            own = (
                nearest(text, run[0], run[start - 1], Named(named.ahead(run[0].start))) if start else ""
            )
            placed.extend(Placed(s, (own,) if own else ()) for s in run[:start])
            run = run[start:]
            arm = nearest(text, run[0], run[-1], named)
            if placed and is_taken(text, placed[-1].statement, placed[-1].arms, run[0], named):
                placed.extend(Placed(s, _other(arm, named), sure=False) for s in run)
                continue
            arms = (arm,) if arm else comparator_called(whose_group(text, run[-1]), named)
            tied = is_tied(text, run[0].start, max(run[-1].end, run[-1].reach), named)
            placed.extend(Placed(s, arms, sure=tied and bool(arm)) for s in run)
    return _with_moments(text, placed)


def _clause_of(text: str, run: Sequence[Statement]) -> int:
    """Return which statement begins the clause of the last: "age was 49 (SD 9), 46% (61/134) were in the A group"."""
    for index in range(len(run) - 1, 0, -1):
        gap = text[max(run[index - 1].end, run[index - 1].reach) : run[index].start]
        if _NEW_CLAUSE.search(gap) or (
            gap.lstrip(")] ").startswith(",") and run[index - 1].kind != run[index].kind
        ):
            return index
    return 0


_NEW_CLAUSE = re.compile(r"\b(?:was|were|had)\b")


def _on_both_sides(text: str, run: Sequence[Statement], named: Named) -> list[str]:
    """Return the arms of "in the A group 24 (21-27) and 21 (20-26) in the B group"; else nothing."""
    first, last = run
    ahead, following = named.ahead(first.start), named.following(last.end)
    gap = text[first.reach : last.start]
    against = _link(text, first, last) in ("listed", "strict") or _SET_AGAINST.fullmatch(gap)
    if not ahead or not following or not against:
        return []
    arms = [ahead[-1].arm, following[0].arm]
    leads = leads_into(text[max(last.end, last.reach) : following[0].start])
    stands = _STANDS_BEFORE.fullmatch(text, ahead[-1].end, first.start)
    return arms if leads and stands and arms[0] != arms[1] else []


_SET_AGAINST = re.compile(
    r"(?:[^.;:]|\.(?!\s[A-Z])){0,120}\b(?:compared (?:with|to)|versus|vs\.?|than)\s+(?:only\s+)?$"
)
_STANDS_BEFORE = re.compile(r"\s*(?:groups?|arms?)?\s*(?:was|were|had|of|is|:|,)?\s*", re.I)


def _other(arm: str, named: Named) -> Arms:
    return tuple(a for a in named.main if a != arm) if len(named.main) == 2 and arm in named.main else ()


def _named_in_place(text: str, statements: Sequence[Statement]) -> list[Placed]:
    """Give values the names right behind them where one of these is a comparator's, or "others".

    "0.2 (SD 0.7) after sham stimulation and 0.9 (SD 0.8) after left stimulation": a trial without groups
    names its conditions like this. A name is also of the values listed before its own: "10, 12 in A and 9, 11 in
    others".
    """
    names = [name_behind(text, statement) for statement in statements]
    for index in range(len(names) - 2, -1, -1):
        if not names[index] and _link(text, statements[index], statements[index + 1]) == "listed":
            names[index] = names[index + 1]
    each = len(names) // max(len(set(names)), 1)
    whole = len(set(names)) >= 2 and names == [
        name for name in dict.fromkeys(names) for _ in range(each)
    ]
    if (
        not whole
        or not all(names)
        or not any(COMPARATOR.search(n) or OTHERS.fullmatch(n) for n in names)
    ):
        return []
    return [Placed(s, (name,), sure=False) for s, name in zip(statements, names, strict=True)]


def _runs(
    text: str, statements: Sequence[Statement], mentions: Sequence[Mention]
) -> list[list[Statement]]:
    """Group statements that no mention of an arm parts."""
    runs: list[list[Statement]] = []
    for statement in statements:
        parted = runs and (
            any(runs[-1][-1].end <= m.start < statement.start for m in mentions)
            or _has_closed(text, runs[-1], statement, mentions)
            or whose_group(text, runs[-1][-1], statement)
        )
        if runs and not parted:
            runs[-1].append(statement)
        else:
            runs.append([statement])
    return runs


_OWN_BRACKET = re.compile(r"\s*(?:groups?|arms?)?\s*(?P<open>[(\[])\s*")


def _has_closed(
    text: str, run: Sequence[Statement], statement: Statement, mentions: Sequence[Mention]
) -> bool:
    """Whether the bracket of an arm holds a run alone: "51% in the A group (67/130) and 54% in"."""
    for mention in mentions:
        opened = _OWN_BRACKET.match(text, mention.end)
        if opened and opened.end() == run[0].start and run[0].kind == statement.kind:
            return closing(text, opened.start("open")) < statement.start
    return False


Chain = list[list[Statement]]
"""Parallel members of one comparison; each member holds the values of one arm."""


def _chains(text: str, run: Sequence[Statement], named: Named) -> list[Chain]:
    """Split a run into comparisons with parallel members.

    "11.8% v 17.6%, 3.2% v 6.4%" is two chains of two members; "13.8 to 16.1, change 2.3 v 12.8 to 12.5,
    change -0.3" is one chain whose members hold three values; "4.0, 2.5 and 3.1 …, respectively" is one chain
    of three.
    """
    links = [_link(text, a, b) for a, b in pairwise(run)]
    half = len(run) // 2
    twins = len(run) > 3 and [s.kind for s in run[:half]] == [s.kind for s in run[half:]]
    if twins and "strict" not in links and _STRICT.match(text[run[half - 1].reach : run[half].start]):
        return [[list(run[:half]), list(run[half:])]]
    if "strict" in links:
        pairs = _split(run, [link != "strict" for link in links])
        if len({len(pair) for pair in pairs}) == 1:
            return [[[s] for s in pair] for pair in pairs]
        members = _split(run, [link == "strict" for link in links])
        if len({len(member) for member in members}) == 1:
            return [members]
        return [[[s] for s in pair] for pair in pairs]
    lists = _split(run, [link != "listed" for link in links])
    chains: list[Chain] = []
    for part in lists:
        laid = len(part) > 1 and _is_laid(text, part, run, named)
        chains.append([[s] for s in part] if laid else [part])
    return chains if any(len(chain) > 1 for chain in chains) else [[list(run)]]


def _is_laid(text: str, part: Sequence[Statement], run: Sequence[Statement], named: Named) -> bool:
    """Whether the values of a list belong to as many arms, named after it or, "respectively", before it."""
    width = len(part)
    if listed_names(text, part[-1].end, width):
        return True
    after = distinct(cluster(text, named.following(run[-1].end), run[-1].end))
    if len(after) == width:
        return True
    named_before = len(distinct(named.ahead(run[0].start))) >= width
    inherited = len(named.before) == width and not named.mentions
    if len(distinct(named.ahead(run[0].start))) == width and _shut_in(text, part):
        return True
    respective = bool(
        _RESPECTIVELY.search(text, part[-1].end)
        or (
            (inherited or not named.following(part[-1].end))
            and _RESPECTIVE.search(text, 0, part[0].start)
        )
    )
    return respective and (named_before or inherited or len(after) > 1)


_OPENED = re.compile(r"\(\s*(?:in\s+)?$")


def _shut_in(text: str, part: Sequence[Statement]) -> bool:
    """Whether a bracket holds these values and nothing else: "nausea (78 [81%] and 41 [84%])"."""
    opened = _OPENED.search(text, 0, part[0].start) is not None
    return opened and re.match(r"[%\])\s]*?\s*\)", text[part[-1].end - 1 :]) is not None


def _link(text: str, first: Statement, second: Statement) -> str:
    end = first.reach if first.reach <= second.start else first.end
    gap = _EXPONENT.sub("", text[end : second.start])
    if first.kind != second.kind or _OF_WHOM.match(gap):
        return "other"
    if _STRICT.match(gap):
        return "strict"
    return "listed" if _LISTED.match(gap) else "other"


_OF_WHOM = re.compile(r"%?\s*of\s+(?:those|all)\s+[a-z]+\s*,\s*(?:and\s+)?$")
"""Between two shares of the same people: "(92% of those eligible, 44% of those screened)"."""


def _split(run: Sequence[Statement], cuts: Sequence[bool]) -> list[list[Statement]]:
    parts = [[run[0]]]
    for statement, cut in zip(run[1:], cuts, strict=True):
        if cut:
            parts.append([statement])
        else:
            parts[-1].append(statement)
    return parts


_COMPARED_ANEW = re.compile(
    r"[,;)\]]\s*(?:and|but|while|whereas)\s[^;]*\b(?:was|were|had|more|fewer|higher|lower|less|greater|longer|shorter|"
    r"better|worse)\b(?!.*\b(?:than|compared|versus|vs)\b)[^;]*$"
)
"""Between the arms of one comparison and the arm that the next one names: ", and sleep was longer in"."""


def _named_again(text: str, start: int, ahead: Sequence[Mention]) -> list[str]:
    """Return both arms of a comparison that names one of them again: "…, and was higher in A (4.1 v 5.2)"."""
    everyone = distinct(ahead)
    if len(ahead) < 3 or len(everyone) != 2 or re.search(r"[\d;]", text[ahead[-1].end : start]):
        return []
    if ahead[-2].arm == ahead[-1].arm or not _COMPARED_ANEW.search(text, ahead[-2].end, ahead[-1].start):
        return []
    return [ahead[-1].arm, next(arm for arm in everyone if arm != ahead[-1].arm)]


def _lay(text: str, chains: Sequence[Chain], named: Named) -> list[Placed]:
    """Lay the members of chains over the arms named after them, before them, or in the report."""
    placed: list[Placed] = []
    end = chains[-1][-1][-1].end
    after = distinct(cluster(text, named.following(end), end))
    ahead = named.ahead(chains[0][0][0].start)
    for chain in chains:
        width, last = len(chain), chain[-1][-1]
        arms, sure = _arms_of(width, after, ahead, named) if width > 1 else ([], False)
        if width == 2 and len(after) != 2 and (again := _named_again(text, chain[0][0].start, ahead)):
            arms, sure = again, False
        if width > 1 and (headed := headed_by(text, chain[0][0].start, width, named)):
            arms, sure = headed, True
        if width > 1 and (own := held_by(text, chain[0][0].start, last.end, named)):
            arms, sure = [own] * width, True
        if width > 1 and not arms:
            arms, sure = listed_names(text, last.end, width), False
        if not arms:
            placed.extend(_single_chain(text, chain, named))
            continue
        placed.extend(
            Placed(s, (arm,), sure=sure) for arm, group in zip(arms, chain, strict=True) for s in group
        )
    return placed


def _arms_of(
    width: int, after: list[str], ahead: Sequence[Mention], named: Named
) -> tuple[list[str], bool]:
    earlier = distinct(ahead)
    if len(after) == width:
        return after, True
    if len(earlier) >= width:
        return _last_named(ahead, width), True
    if width == 2 and len(earlier) == 1 and len(named.main) == 2 and earlier[0] in named.main:
        return [earlier[0], next(a for a in named.main if a != earlier[0])], False
    if not earlier and len(named.before) == width:
        return list(named.before), False
    if not earlier and not named.before and len(named.main) == width == 2:
        return list(named.main), False
    return [], False


def _single_chain(text: str, chain: Chain, named: Named) -> list[Placed]:
    """Give the members of a chain that is not laid out in full the arms right beside them."""
    placed: list[Placed] = []
    against = len(chain) > 1 and _link(text, chain[0][-1], chain[1][0]) == "strict"
    for index, group in enumerate(chain):
        arm = ""
        if index == 0:
            ahead = named.ahead(group[0].start)
            beside = ahead and (group[0].start - ahead[-1].end < BESIDE or not against)
            arm = nearest(text, group[0], group[-1], Named(ahead)) if beside else ""
        elif index == len(chain) - 1:
            arm = nearest(text, group[0], group[-1], Named(named.following(group[-1].end)))
        placed.extend(Placed(s, (arm,) if arm else (), sure=False) for s in group)
    return placed


BESIDE = 40  # characters: an arm further ahead may as well be that of the second of two values


def _last_named(ahead: Sequence[Mention], width: int) -> list[str]:
    """Return the last `width` distinct arms in the order in which they were last named."""
    seen: list[str] = []
    for mention in reversed(ahead):
        if mention.arm not in seen:
            seen.append(mention.arm)
        if len(seen) == width:
            break
    return seen[::-1]


def _with_moments(text: str, placed: list[Placed]) -> list[Placed]:
    """Mark the two values of "13.8 to 16.1" as before and after."""
    for index, (a, b) in enumerate(pairwise(placed)):
        gap = text[a.statement.end : b.statement.start]
        same = a.statement.kind == b.statement.kind and a.arms == b.arms
        if same and a.statement.kind in ("mean", "median", "count") and _FROM_TO.match(gap):
            placed[index] = replace(a, moment="from")
            placed[index + 1] = replace(b, moment="to")
    return placed
