"""Answers to the questions of the protocol."""

from __future__ import annotations

import datetime
import re

from curate.forms.extraction_values import NotTaken, number
from curate.model.protocol import Item, normalised
from curate.parse.protocol_keys import nearest

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def answer(item: Item, column: str, text: str) -> tuple[str, str]:
    """Return the value of an answer and how it was typed; both empty for an empty cell.

    Raises
    ------
    NotTaken
        When it is not of the item's kind.
    """
    if not text:
        return "", ""
    if item.kind == "number":
        found = number(column, text)
        return found.value, found.as_printed
    if item.kind == "category":
        choices = {normalised(choice): choice for choice in item.choices}
        if normalised(text) not in choices:
            raise NotTaken(column, f"{text!r} is no choice ({nearest(text, item.choices)})")
        return choices[normalised(text)], text
    if item.kind == "date" and not _is_date(text):
        raise NotTaken(column, f"{text!r} is no date; write 2021-03-15, 2021-03 or 2021")
    return text, text


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
