"""Arms that are doses of one drug: named by a bare dose below it, several in one header, all pooled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from curate.extract.tables.names.naming import Name

_DOSE = r"\d+(?:[.·,]\d+)?"
_UNIT = r"(?:[mµμn]?g|mcg|ml|mL|IU|U|units?|%)(?:\s*/\s*(?:kg|m2|m²|day|d|h|hr|min|dose|week))*"
_BARE = re.compile(rf"^{_DOSE}\s*(?:{_UNIT})?$", re.I)
_UNIT_END = re.compile(rf"[\s,(]+({_UNIT})\)?$")
_SEVERAL = re.compile(
    rf"^(?P<drug>.*[A-Za-z][\w-]*)\s+(?P<doses>{_DOSE}(?:\s*{_UNIT})?(?:\s*(?:,|and|or|&|/|\+|,\s*and)\s*"
    rf"{_DOSE}(?:\s*{_UNIT})?)+)\b.*$"
)
_POOLS = re.compile(
    r"\b(?:all|any|combined|pooled|both)\b(?=.*\bdoses?\b)|^(?:all|combined|pooled)\s+\w", re.I
)


def doses_in(text: str) -> tuple[str, ...]:
    """Return the arms that a label with several doses names, empty for one dose or none.

    Examples
    --------
    >>> doses_in("Quetiapine 300 and 600 mg")
    ('Quetiapine 300 mg', 'Quetiapine 600 mg')
    >>> doses_in("Ketamine 0.5 mg/kg")
    ()
    """
    match = _SEVERAL.match(text)
    if match is None:
        return ()
    parts = re.findall(rf"({_DOSE})\s*({_UNIT})?", match["doses"])
    unit = parts[-1][1]
    return tuple(f"{match['drug']} {dose} {own or unit}" for dose, own in parts) if unit else ()


def pooled_arms(text: str, arms: Iterable[str]) -> tuple[str, ...]:
    """Return the arms that "all doses" pools: those with a dose, of the drug that the label names if it names one.

    Examples
    --------
    >>> pooled_arms("All doses", ["Drug 5 mg", "Drug 10 mg", "Placebo"])
    ('Drug 5 mg', 'Drug 10 mg')
    >>> pooled_arms("Placebo", ["Drug 5 mg", "Drug 10 mg", "Placebo"])
    ()
    """
    if not _POOLS.search(text):
        return ()
    drug = re.sub(r"\b(?:all|any|combined|pooled|both|doses?|groups?)\b", "", text.lower())
    words = re.findall(r"[a-z]{4,}", drug)
    dosed = [
        arm for arm in arms if re.search(rf"{_DOSE}\s*{_UNIT}\b", arm, re.I) and not _POOLS.search(arm)
    ]
    chosen = [arm for arm in dosed if all(word in arm.lower() for word in words)]
    return tuple(chosen) if len(chosen) > 1 else ()


def dosed_levels(columns: Iterable[Sequence[Name]]) -> set[int]:
    """Return the header levels of drugs that have arms called by a dose with its unit below them."""
    return {
        over.cell.row
        for names in columns
        for over, name in pairwise(names)
        if name.kind == "arm" and over.kind in ("other", "arm") and _is_dose(name.text)
    }


def _is_dose(text: str) -> bool:
    return bool(_BARE.match(text)) and not text[-1:].isdigit()


def name_doses(columns: Iterable[Sequence[Name]]) -> None:
    """Call an arm named by a bare dose by the drug above it as well: "1200" below "Drug, mg/day"."""
    for names in columns:
        for over, name in pairwise(names):
            told = _is_dose(name.text) or _UNIT_END.search(over.text)
            with_unit = over.kind == "arm" and not over.n and bool(told)
            drug = over.kind in ("other", "dose_of") or with_unit
            if name.kind == "arm" and drug and _BARE.match(name.text):
                over.kind = "dose_of"
                if not name.text.startswith(over.text):
                    name.text = _with_dose(over.text, name.text)


def _with_dose(drug: str, dose: str) -> str:
    """Return "Drug 1200 mg/day" of "Drug, mg/day" and "1200"."""
    unit = _UNIT_END.search(drug)
    if unit is None or not re.fullmatch(_DOSE, dose):
        return f"{drug} {dose}"
    return f"{drug[: unit.start()]} {dose} {unit[1]}"
