"""Two arms that only a table's title names: "difference between groups randomized to letters and calls"."""

from __future__ import annotations

import re

from curate.extract.tables.names.arm_book import ArmBook

_SPLIT = re.compile(r"(?<=[a-z])- (?=[a-z])")
_SIDE = r"(?:the )?(?P<{}>[^,;:.()]{{2,50}}?)"
_END = r"(?=\s*(?:$|[,;:.()])|\s+(?:in|at|from|during|for|after|over|on|by|groups?|arms?|patients|participants)\b)"
_RANDOMIZED = re.compile(
    r"(?i)\bbetween (?:the )?(?:two )?(?:\w+ )?(?:who were |that were )?(?:randomi[sz]ed|assigned|allocated) to "
    rf"{_SIDE.format('left')} (?:and|or|versus|vs\.?|compared (?:with|to)) (?:to )?{_SIDE.format('right')}{_END}"
)
_BEFORE_SIDES = r"\b(?:between|of|for|comparing|with) "
_COMPARED = re.compile(
    rf"(?i){_BEFORE_SIDES}(?:the )?(?P<left>(?:(?!{_BEFORE_SIDES})[^,;:.()]){{2,50}}?)"
    rf" (?:and|with|versus|vs\.?|compared (?:with|to)) {_SIDE.format('right')}{_END}"
)
_GROUP = re.compile(r"(?i)\s+(?:groups?|arms?)$")
_OF_OTHERS = re.compile(r"(?i)\b(?:predict\w+|associat\w+|correlat\w+|risk factors?|determinants?)\b")

Arms = tuple[str, ...]


def pair_in(title: str, known: ArmBook) -> tuple[Arms, Arms]:
    """Return the two arms that a title compares; nothing where it names none, or more than their comparison.

    Words about randomisation name arms; else both must be arms of the report.
    """
    text = _SPLIT.sub("", title)
    if _OF_OTHERS.search(text):
        return (), ()
    told = _RANDOMIZED.search(text)
    if told:
        return (told["left"],), (told["right"],)
    for match in _COMPARED.finditer(text):
        left, right = _GROUP.sub("", match["left"]), match["right"]
        if known.knows(left) and known.knows(right) and left.lower() != right.lower():
            return (left,), (right,)
    return (), ()
