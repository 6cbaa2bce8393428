"""Names right behind a value: of an arm inside of a count, of a condition that no arm is known by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.named import Named
from curate.parse.duration import find_times
from curate.parse.sentence import Statement

_NAME_BEHIND = re.compile(
    r"[)\]]?\s*(?:(?!(?:and|or|vs|versus|to|than)\b)[a-z]{3,12}\s+)?"
    r"(?:for|in|with|on|under|during|after|by)\s+(?:the\s+)?(?P<name>[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*){0,3}?)"
    r"(?=\s*[,;.()]|\s(?:and|vs?|versus|compared|than|while|whereas|but)\b|\s*$)"
)
"""The name behind a value, its unit maybe between: "4.8 (SD 0.9) words during sham stimulation"."""
OTHERS = re.compile(r"others|the others|other (?:group|arm|patients|participants)", re.I)


def name_behind(text: str, statement: Statement) -> str:
    """Return the name right behind a value, or empty."""
    match = _NAME_BEHIND.match(text, statement.reach)
    return match["name"] if match and not find_times(match["name"]) else ""


def held_arms(statements: Sequence[Statement], mentions: Sequence[Mention]) -> dict[int, str]:
    """Return start → arm of the counts that an arm's name stands in.

    "3/59 kava patients (5%) and 4/59 hops patients (7%)": each name is that of its count where several are held so, or
    where it stands right behind a number.
    """
    held, close = {}, {}
    for statement in statements:
        for mention in mentions:
            if statement.start < mention.start and mention.end <= statement.values[-1].start:
                held[statement.start] = mention.arm
                if any(0 <= mention.start - value.end <= 1 for value in statement.values):
                    close[statement.start] = mention.arm
    return held if len(set(held.values())) > 1 else close


def without_held(named: Named, counts: Sequence[Statement]) -> Named:
    """Return what a sentence names, but for the names inside of counts: those are of nothing else."""
    free = [m for m in named.mentions if not any(c.start < m.start < c.reach for c in counts)]
    return replace(named, mentions=free)
