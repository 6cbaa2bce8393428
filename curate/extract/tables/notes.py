"""Footnotes of a table: the whole text, and what each mark stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.tables.lines import Line, is_raised, join_words
from curate.pdf.page import Word

_SYMBOL = re.compile(r"^(?:\*{1,4}|[†‡§¶‖#∥ǁ]{1,2})")


def read_notes(lines: Sequence[Line]) -> tuple[dict[str, str], str]:
    """Return mark → note, and the notes as one text.

    A note begins at a raised word or at a symbol; it ends where the next begins.
    """
    words: list[Word] = [word for line in lines for word in line.words]
    notes: dict[str, str] = {}
    mark, start = "", 0
    for index, _word in enumerate(words):
        found = _mark(words, index)
        if found:
            if mark:
                notes.setdefault(mark, _clean(words[start:index], mark))
            mark, start = found, index
    if mark:
        notes.setdefault(mark, _clean(words[start:], mark))
    return notes, re.sub(r"\s+", " ", join_words(words))


def _mark(words: Sequence[Word], index: int) -> str:
    word = words[index]
    begins = (
        index == 0 or words[index - 1].text[-1:] in ".;:," or word.baseline != words[index - 1].baseline
    )
    if is_raised(word) and re.fullmatch(r"[A-Za-z]|\d{1,2}|[*†‡§¶‖#∥ǁ]+", word.text):
        touching_before = index > 0 and word.x0 - words[index - 1].x1 < 0.1 * word.size
        return "" if touching_before and not begins else word.text
    match = _SYMBOL.match(word.text)
    return match[0] if match and begins else ""


def _clean(words: Sequence[Word], mark: str) -> str:
    text = re.sub(r"\s+", " ", join_words(words))
    return text.removeprefix(mark).strip(" .;:=")
