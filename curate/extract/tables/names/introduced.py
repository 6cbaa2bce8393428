"""Arms that a title or a note brings in by their letters: "the control group (C)", "INT=intervention"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curate.extract.tables.names.naming import Name
from curate.parse.label import sounds_like_arm
from curate.parse.people import MANY_PEOPLE
from curate.parse.statistic_said import find_said

_BEHIND = re.compile(r"(?i)\b(?:groups?|arms?)\s*[(\[]([A-Z]{1,5}\d?)[)\]]")
_BEFORE = re.compile(r"[(\[]([A-Z]{1,5}\d?)[)\]][- ](?:treatment |study )?(?:groups?|arms?)\b")
_MEANS = r"\b{}\s*(?:[=:]|,|\bdenotes|\bindicates|\bmeans)\s*([^.;,=:()]+)"
_PEOPLE = re.compile(rf"(?i)\b{MANY_PEOPLE}$")
_SHORT = re.compile(r"[A-Z]{1,5}\d?")
LEAST = 2
"""Letters that are brought in before they are arms."""


def take_introduced(columns: Iterable[Sequence[Name]], caption: str, notes: str) -> bool:
    """Make letters over columns arms where title or notes say that they are; return whether any are.

    What stands over them is whose arms they are where it names people, "Patients" and "Partners" over "INT" and "UC"
    each, else what was measured in them.
    """
    held = [list(names) for names in columns]
    names = list({id(name): name for over in held for name in over}.values())
    short = {name.text for name in names if _is_short(name)}
    told = {text for text in short if _is_told(text, caption)}
    if len(told) < LEAST:
        told = _explained(short, notes)
    if len(told) < LEAST:
        return False
    arms = [name for name in names if _is_short(name) and name.text in told]
    outer = [
        name
        for over in held
        if any(arm is name for arm in arms for name in over)
        for name in over
        if name.kind in ("arm", "other", "everyone") and not any(name is arm for arm in arms)
    ]
    if any(name.n and sounds_like_arm(name.text) for name in outer):
        return False
    for name in arms:
        name.kind = "arm"
    parted = len({name.text for name in outer}) > 1
    counted = any(find_said(name.cell.plain) for name in outer)  # "Smokers, %" are an outcome
    people = parted and not counted and any(_PEOPLE.search(name.text) for name in outer)
    for name in outer:
        if parted and name.kind != "everyone" and not name.n:
            name.kind = "subgroup" if people else "other"
    return True


def _is_short(name: Name) -> bool:
    return name.kind in ("arm", "other", "letter") and bool(_SHORT.fullmatch(name.text))


def _is_told(text: str, caption: str) -> bool:
    return any(text == match[1] for words in (_BEHIND, _BEFORE) for match in words.finditer(caption))


def _explained(texts: Iterable[str], notes: str) -> set[str]:
    """Return the letters that notes explain, where one of them is a group by the words of its name."""
    meanings = {
        text: match[1].strip() for text in texts if (match := re.search(_MEANS.format(text), notes))
    }
    arms = sum(map(sounds_like_arm, meanings.values()))
    return set(meanings) if arms and 2 * arms >= len(meanings) else set()
