"""What stands over the comparison of arms and names none of them: spelled-out abbreviations, heads of differences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curate.extract.tables.naming import Name
from curate.parse.label import is_coefficient, read_contrast
from curate.parse.statistic_said import CONTRASTS, find_said

_MEASURE = re.compile(r"(?i)\b(?:differences?|ratios?|effects?|estimates?|relative changes?|slopes?)$")
_SHORT = re.compile(r"^(?P<short>[A-Z][A-Za-z]{1,4})\s*(?:[(\[,].*)?$")


def settle_comparisons(columns: Iterable[Sequence[Name]], notes: str) -> None:
    """Name the columns that are said of the comparison of arms and not of one of them.

    An abbreviation that the notes spell out is what they say, "RC, regression coefficient"; what stands over
    nothing but differences and P values, beside arms, is their head.
    """
    held = [list(names) for names in columns]
    for name in {id(n): n for names in held for n in names}.values():
        if name.kind in ("arm", "other") and not name.n and _spelled_out(name.cell.plain, notes):
            name.kind = "contrast"
    below: dict[int, tuple[Name, list[bool]]] = {}
    for names in held:
        for at, name in enumerate(names[:-1]):
            comparing = any(compares(other) for other in names[at + 1 :])
            below.setdefault(id(name), (name, []))[1].append(comparing)
    levels = {name.cell.row for name, said in below.values() if name.kind == "arm" and not all(said)}
    for name, said in below.values():
        if name.kind == "other" and not name.n and all(said) and name.cell.row in levels:
            name.kind = "head"


def compares(name: Name) -> bool:
    """Whether a label over a column says that its numbers compare arms."""
    if name.kind in ("contrast", "p", "probability"):
        return True
    return name.kind == "statistic" and any(
        CONTRASTS.intersection(said.slots) for said in find_said(name.cell.plain)
    )


def _spelled_out(label: str, notes: str) -> bool:
    """Whether a label is an abbreviation for which the notes give a difference, a ratio or a coefficient."""
    short = _SHORT.match(label)
    if short is None or not notes:
        return False
    told = re.search(
        rf"\b{re.escape(short['short'])}\s*(?:[,:=]|indicates|denotes|is)\s*([^,;.=]+)", notes
    )
    meaning = told[1].strip() if told else ""
    return (
        bool(_MEASURE.search(meaning)) or is_coefficient(meaning) or read_contrast(meaning) is not None
    )
