"""Labels that say how something was counted and not what: "7-day point prevalence", "Intention to treat (n, %)"."""

from __future__ import annotations

import re

_SPAN = (
    r"(?:\d{1,3}|one|two|three|four|six|seven|twelve|thirty)[- ]?"
    r"(?:h|hrs?|hours?|d|days?|wks?|weeks?|mo|months?|y|yrs?|years?)"
)
_HOW = (
    rf"(?:{_SPAN}|(?:point|period)[- ]?prevalen(?:ce|t)|prolonged|continuous(?:ly)?|sustained|repeated|floating"
    r"|self[- ]?report(?:ed|s)?|(?:biochemically|bio|CO|carbon monoxide|(?:salivary |urin(?:e|ary) )?cotinine)?[- ]?"
    r"(?:validated|verified|confirmed)"
    r"|validation|rates?|the|past|last|previous|for|at|of|in|over|or (?:more|longer))"
)
_DEFINITION = re.compile(rf"(?i){_HOW}(?:[\s,/()-]+{_HOW})*[\s)]*")
_TELLING = re.compile(
    r"(?i)prevalen|prolonged|continuous|sustained|repeated|floating|report|validat|verified|confirmed"
)
_COUNTED = re.compile(r"(?:[\s,]*[(\[](?:[Nn]|[Nn]o\.?|%|[,/;\s])+[)\]]|,\s*(?:%|[Nn]o\.))\s*$")


def is_definition(label: str) -> bool:
    """Whether a label tells over which time and by whose word something was counted, and nothing else.

    Examples
    --------
    >>> is_definition("24 hour point-prevalent"), is_definition("6 months prolonged, CO-validated")
    (True, True)
    >>> is_definition("Continuous abstinence"), is_definition("6 months"), is_definition("Self-reported pain")
    (False, False, False)
    """
    text = without_count(label)
    return bool(_DEFINITION.fullmatch(text)) and bool(_TELLING.search(text))


def without_count(label: str) -> str:
    """Return a label without "(n, %)" at its end.

    Examples
    --------
    >>> without_count("Per protocol (N, %)"), without_count("Pain (mm)")
    ('Per protocol', 'Pain (mm)')
    """
    return _COUNTED.sub("", label.strip())
