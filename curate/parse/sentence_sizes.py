"""How many people a sentence tells of."""

from __future__ import annotations

import re
from dataclasses import replace

from curate.parse.sentence_not import is_not_done
from curate.parse.sentence_text import Reader, Statement


def read_size(reader: Reader, match: re.Match[str], found: Statement, said: str) -> Statement | None:
    """Return a size, or None where the number is none, or is of those in whom nothing was done."""
    number = found.values[0]
    if len(number.value) > 1 and number.value[0] == "0":
        return None  # the end of "740 000 people"
    if is_not_done(reader.text[: number.start]):
        return None
    if match[0].endswith("individual") and number.value != "1":
        return None  # "3 individual components"
    if match[0][:1] in "GgAa":
        if not number.as_printed.startswith("="):
            return None  # "group 4"
        found = replace(found, start=number.start)
    if (
        match[0][:1] in "nN"
        and not number.as_printed.startswith("=")
        and not re.search(r"[□¼:]", match[0])
    ):
        return None
    return replace(found, values=(replace(number, as_printed=number.as_printed.lstrip("= ")),))
