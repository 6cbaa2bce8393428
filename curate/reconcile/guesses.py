"""Which code of the protocol a label of a report looks like: what to ask first, never an answer.

A report has some sixty labels, of which a review needs a few. What shares its words with a name in the protocol is
asked before the rest; a person says what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from curate.model.protocol import Arm, Outcome, Protocol, Timepoint
from curate.parse.duration import find_times
from curate.reconcile.wording import ANY_CONTROL, SCORES, Wording, opposed, wording

_DENIED = re.compile(r"\b(?:not|non|without|never|neither|none|failed|failure)\b|\bno\b(?=$|\s+[a-z])")
"""Words of what did not happen, in a folded label; "No." and "No (%)" head numbers."""

ENOUGH = 2 / 3
"""Share of a long name's words that a label must have; of one or two words it must have all."""


class Guess(NamedTuple):
    """A code that a label looks like, and the share of the label's words that say so."""

    code: str
    share: float


def guess(kind: str, label: str, protocol: Protocol) -> Guess | None:
    """Return the code that a label looks like; None when there is none, or several are as likely.

    Parameters
    ----------
    kind
        ``arm``, ``outcome`` or ``timepoint``.

    Examples
    --------
    >>> asked = Protocol("Pain", outcomes=(Outcome("phq9", "PHQ-9"), Outcome("madrs", "MADRS")))
    >>> guess("outcome", "Change in PHQ-9 total score", asked).code, guess("outcome", "PHQ-2", asked)
    ('phq9', None)
    """
    if kind == "timepoint" and (code := _by_days(label, protocol.timepoints)):
        return Guess(code, 1.0)
    said = wording(label)
    best = sorted(
        ((_likeness(kind, said, entry), entry.code) for entry in protocol.entries(kind)), reverse=True
    )
    if not best or not best[0][0] or (len(best) > 1 and best[1][0] == best[0][0]):
        return None
    return Guess(best[0][1], min(1.0, best[0][0] / max(1, len(set(said.words)))))


def _by_days(label: str, windows: Iterable[Timepoint]) -> str:
    """Return the window in which the only time of a label lies, the one with the nearest target.

    A time point without a window has the days that its names tell: "Month 6" is "6 months".
    """
    days = _days(label)
    if len(days) != 1:
        return ""
    (day,) = days
    near = []
    for window in windows:
        if window.from_days is None or window.to_days is None:
            inside = day in _days(window.label, *window.aliases)
        else:
            inside = window.from_days <= day <= window.to_days
        if inside:
            near.append((abs(day - (window.target_days or day)), window.code))
    return min(near)[1] if near else ""


def _days(*names: str) -> set[float]:
    return {time.days for name in names for time in find_times(name) if time.days}


def _likeness(kind: str, said: Wording, entry: Arm | Outcome | Timepoint) -> float:
    names = (name for name in (entry.label, *entry.aliases) if name)
    return max((_shared(kind, said, wording(name)) for name in names), default=0)


def _shared(kind: str, said: Wording, name: Wording) -> float:
    """Return how many words a label shares with a name, 0 when it is not like it."""
    if kind == "arm" and name.control and not name.rest:
        return _same_control(said, name)
    core = (name.rest if kind == "arm" else {word for word in name.words if word[0].isalpha()}) - SCORES
    joined = len(name.plain.split()) > 1 and name.compact in said.compact  # HAM-D 17 and HAMD17
    shared = len(core) if joined else len(core & {*said.words, said.short})
    enough = len(core) if len(core) < 3 else ENOUGH * len(core)
    if not shared or shared < enough or opposed(said, name) or _numbered_otherwise(said, name):
        return 0
    if kind == "outcome" and bool(_DENIED.search(said.plain)) != bool(_DENIED.search(name.plain)):
        return 0  # "Abstinent: No" counts the others
    return shared + len(name.numbers & said.numbers)


def _same_control(said: Wording, name: Wording) -> int:
    """Return 2 for a control of the name's kind, 1 for one that may be of it, 0 for another."""
    if said.control == name.control:
        return 2
    return int(bool(said.control) and ANY_CONTROL in (said.control, name.control))


def _numbered_otherwise(said: Wording, name: Wording) -> bool:
    """Whether a word that has a number in the name has another one in the label: PHQ-9 is not PHQ-2."""
    versions = dict(_versions(name.plain))
    return any(versions.get(word, number) != number for word, number in _versions(said.plain))


def _versions(plain: str) -> Iterator[tuple[str, str]]:
    words = plain.split()
    for word, after in pairwise(words):
        if word.isalpha() and after.isdigit():
            yield word, after
