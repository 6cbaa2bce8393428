"""Labels that name only whom an arm is compared with: rows, "Versus placebo", and heads of estimates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.tables.names.arm_book import plain_key
from curate.extract.tables.names.compared_to import compared_to, words_of_arm
from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.place_of import Place

_AGAINST = re.compile(
    r"(?i)^(?:vs\.?|versus|compared (?:with|to)|relative to)\s+(?:the\s+)?(?P<arm>\w.{1,50})$"
)


def against_in(text: str) -> str:
    """Return the arm that a label has behind its "versus", empty when it names another before it, or none.

    Examples
    --------
    >>> against_in("Versus placebo"), against_in("vs. usual care"), against_in("Drug vs placebo")
    ('placebo', 'usual care', '')
    """
    match = _AGAINST.match(text.strip())
    return match["arm"] if match else ""


def comparator_of(place: Place, arms: Sequence[Name]) -> Name | None:
    """Return the arm with which the row of a cell below an arm compares that arm, None where it names none."""
    over = {plain_key(name.text) for name in place.over if name.kind == "arm"}
    for name in place.beside if over else ():
        key = plain_key(against_in(name.text))
        if key and key not in over:
            return next((arm for arm in arms if plain_key(arm.text) == key), None)
    return None


def comparator_over(place: Place, arms: Sequence[Name]) -> Name | None:
    """Return the arm with which the column of a cell compares the arm of its row, None where it names none."""
    own = {words_of_arm(name.text) for name in place.beside if name.kind == "arm"}
    for name in place.names("contrast") if own else ():
        told = compared_to(name.cell.plain)
        if told and told not in own:
            return next((arm for arm in arms if words_of_arm(arm.text) == told), None)
    return None


def names_comparator(name: Name, arms: Sequence[Name]) -> bool:
    """Whether a row's label is nothing but whom the arms over the columns are compared with."""
    key = plain_key(against_in(name.text))
    return bool(key) and any(plain_key(arm.text) == key for arm in arms)
