"""P values of an analysis with several factors, a column each: "Treatment", "Sex" and "Treatment × sex"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from curate.extract.tables.names.groups import interaction_in, is_interaction

_CROSSED = re.compile(
    r"(?i)(?P<left>[a-z]{2,20}(?: [a-z]{2,20})?) ?(?:[×*✕]| x ) ?(?P<right>[a-z]{2,20}(?: [a-z]{2,20})?)"
)
_OF_ARMS = re.compile(
    r"(?i)\b(?:groups?|arms?|treatments?|tx|interventions?|conditions?|allocation|drugs?|doses?|regimens?)$"
)
_AROUND = re.compile(
    r"(?i)[\s,:(\[]*\bp\b[-\s]*(?:values?|for)?[)\]\s]*"
    r"|^(?:un)?adjusted\s+|\s+interactions?\b.*$"
    r"|^(?:(?:main )?effects? of|sig(?:nificance|\.)? (?:of|for))\s+|\s+effects?$"
)


def others_crossed(labels: Iterable[str]) -> frozenset[str]:
    """Return what labels of P values cross with the arms, in lower case: other kinds of people, or times.

    Examples
    --------
    >>> sorted(others_crossed(["Tx (p value)", "Gender (p value)", "Tx × gender (p value)"]))
    ['gender']
    """
    held = list(labels)
    crossed = {
        _AROUND.sub(" ", side).strip().casefold()
        for label in held
        for match in _CROSSED.finditer(label)
        for side in (match["left"], match["right"])
    }
    return frozenset(side for side in crossed if side and not _OF_ARMS.match(side))


def factor_in(label: str, others: frozenset[str]) -> str:
    """Return the factor that a label of P values is of where it is another than the arms, else nothing.

    Examples
    --------
    >>> factor_in("Gender (p value)", frozenset({"gender"})), factor_in("P value", frozenset({"gender"}))
    ('Gender', '')
    """
    bare = _AROUND.sub(" ", label).strip() if others else ""
    return bare if bare.casefold() in others else ""


def tested_in(label: str, others: frozenset[str]) -> str:
    """Return what a label of P values says was tested besides the arms, to stand behind the outcome.

    Examples
    --------
    >>> [tested_in(label, frozenset({"sex"})) for label in ("P for interaction", "Group × sex", "Sex", "P")]
    ['interaction', 'Group × sex interaction', 'effect of Sex', '']
    """
    factor = factor_in(label, others)
    if factor:
        return f"effect of {factor}"
    by_time = interaction_in(label)
    if by_time:
        return f"{by_time} interaction"
    if not is_interaction(label):
        return ""
    crossed = _CROSSED.search(_AROUND.sub(" ", label))
    if crossed:
        return f"{crossed[0].strip()} interaction"
    return (
        "heterogeneity" if "heterogen" in label.lower() else "interaction" if _TERM.search(label) else ""
    )


_TERM = re.compile(r"(?i)\binteraction")
