"""Groups whose size is printed as a share of all: "A: 76 (52.1%), B: 70 (47.9%)", "168 (50%) were randomised to A"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.people.size_arms import AFTER_ARM
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

RANDOMISED = re.compile(
    r"\b(?:(?:randomi[sz]ed|assigned|allocated)(?:\s+[\w:-]+){0,4}?\s+to\s+receive|randomi[sz](?:ed|ation)|randomly|allocated|assigned|enrol(?:led|ment)|recruited|entered|"
    r"included in the study|participated|divided)\b",
    re.I,
)

_CONSISTS = re.compile(r"\b(?:consist(?:ed|s|ing) of|compris(?:ed|es|ing))\s+$", re.I)


def _members(text: str, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements with those who make up a group as its size: "consisted of 19 patients (59.4%)"."""
    made: list[Statement] = []
    consists = False
    for statement in statements:
        before = text[: statement.start]
        members = bool(_CONSISTS.search(before)) or (consists and bool(re.search(r"\bof\s+$", before)))
        if statement.statistics == ("events", "percent") and members:
            consists = True
            statement = _as_size(text, statement)
        made.append(statement)
    return made


_SHARE_OF_ALL = re.compile(r"[^\d;.()\[\]]{0,25}\(\s*n\s*=?\s*")
"""Between an arm and its share of those who were randomised: "kava drops (n = 251 [60%])"."""


def _parts(text: str, statements: Sequence[Statement], mentions: Sequence[Mention]) -> list[Statement]:
    """Return the statements with the arms' shares of all people as their sizes: "A: 76 (52.1%), B: 70 (47.9%)"."""
    parts = []
    allotted = RANDOMISED.search(text) is not None
    for statement in statements:
        ahead = [m for m in mentions if m.end <= statement.start]
        told = ahead and (
            AFTER_ARM.fullmatch(text, ahead[-1].end, statement.start)
            or (allotted and _SHARE_OF_ALL.fullmatch(text, ahead[-1].end, statement.start))
        )
        if statement.statistics == ("events", "percent") and told:
            parts.append(statement)
    whole = sum(float(statement.values[1].value) for statement in parts)
    if len(parts) < 2 or abs(whole - 100) > ROUNDED * len(parts):
        return list(statements)
    return [_as_size(text, s) if s in parts else s for s in statements]


_ALLOTTED_TO = re.compile(
    rf"[\s%)\]]*(?:{PEOPLE}\s+)?(?:(?:were\s+)?(?:randomly\s+)?(?:randomi[sz]ed|assigned|allocated)\s+)?to\s+(?:receive\s+|undergo\s+)?"
    r"(?:[a-z]+\s+(?:using|with|by)\s+)?(?:the\s+)?"
)


def _allotted(
    text: str, statements: Sequence[Statement], mentions: Sequence[Mention]
) -> list[Statement]:
    """Return the statements with those who were allotted to an arm as its size: "168 (50%) were randomised to A"."""
    made, said = [], False
    for statement in statements:
        behind = [m for m in mentions if m.start >= statement.values[-1].end][:1]
        gap = text[statement.values[-1].end : behind[0].start] if behind else ""
        to_arm = statement.statistics == ("events", "percent") and _ALLOTTED_TO.fullmatch(gap)
        said |= bool(to_arm) and re.search(r"\bwere\s.*(?:randomi|assign|allocat)", gap) is not None
        made.append(_as_size(text, statement) if to_arm and said else statement)
    return made


_LABEL = re.compile(r"\b[nN]\s*$")


def _as_size(text: str, statement: Statement) -> Statement:
    """Return a count as a size, its "n" included."""
    label = _LABEL.search(text, 0, statement.start)
    start = label.start() if label else statement.start
    value = replace(
        statement.values[0], statistic="n", as_printed=statement.values[0].as_printed.lstrip("= ")
    )
    return replace(statement, kind="size", values=(value,), start=start)


ROUNDED = 0.5  # percent: what printing it as a whole number may take from a share or add to it


def as_sizes(text: str, statements: Sequence[Statement], mentions: Sequence[Mention]) -> list[Statement]:
    """Return the statements with the counts of those who make up a group as its size."""
    return _allotted(text, _parts(text, _members(text, statements), mentions), mentions)
