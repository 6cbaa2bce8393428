"""Running text, notes and rows of numbers: what kind of line a line is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.tables.grid.lines import Line, find_lines

PROSE_WIDTH = 0.72
"""Share of the band that a line of running text fills."""

_NUMERIC = re.compile(r"^[(\[<>≤≥=±−–-]*\s*[\d.·,]")

LIMITS = re.compile(r"^[(\[]\s*[−–-]?[\d.·,]+.*[)\]]$")
"""An interval or a spread alone, in its brackets."""


def data_chunks(line: Line) -> int:
    """Count the chunks of a line that begin like a number, the first chunk apart."""
    return sum(bool(_NUMERIC.match(chunk.text)) for chunk in line.chunks[1:])


def is_prose(lines: Sequence[Line], x0: float, x1: float) -> bool:
    """Whether lines are running text: letters that fill the band, in one column or in two."""
    return sum(_is_full(line, x0, x1) for line in lines) >= max(2, 0.5 * len(lines))


def is_columns_of_prose(lines: Sequence[Line], x0: float, x1: float) -> bool:
    """Whether lines are running text in two columns, whose lines need not stand level.

    Nothing crosses the middle, and either side is running text by itself.
    """
    if len(lines) < COLUMN_LINES:
        return False
    middle = (x0 + x1) / 2
    words = [word for line in lines for word in line.words]
    left = find_lines([word for word in words if word.x1 < middle + GUTTER])
    right = find_lines([word for word in words if word.x0 > middle - GUTTER])
    if min(len(left), len(right)) < COLUMN_LINES:
        return False
    crossing = sum(word.x0 < middle - GUTTER and word.x1 > middle + GUTTER for word in words)
    return not crossing and is_prose(left, x0, middle) and is_prose(right, middle, x1)


GUTTER, COLUMN_LINES = 3.0, 4
"""Points that text may reach beyond the middle; lines of running text a column has at least."""


def _is_full(line: Line, x0: float, x1: float) -> bool:
    """Whether ink and word spaces cover the band, and most of it is letters."""
    text = line.text
    letters = sum(map(str.isalpha, text))
    if letters < 0.6 * len(text):
        return False
    longest = max(chunk.x1 - chunk.x0 for chunk in line.chunks)
    if longest > PROSE_WIDTH * (x1 - x0):
        return True
    inked = sum(word.x1 - word.x0 for word in line.words)
    return inked > 0.62 * (x1 - x0) and letters > 0.72 * len(text)


_NOTE = re.compile(
    r"^\(?(?:[*∗⁎†‡§¶‖#]|[a-z]\)?\s|notes?\b[:.]?|abbreviations?\b|data (?:are|were|is)|values (?:are|were|is)"
    r"|p\s*[<=>]|\*|n\s*=|results? (?:are|were)|all (?:values|data)|(?:mean|median|figures|numbers)s? (?:are|is|were)"
    r"|source\b|SD[,:=]|CI[,:=]|\w{1,8} (?:=|indicates|denotes))",
    re.I,
)
_ABBREVIATION = re.compile(
    r"^[A-Z][A-Za-z]{1,5}\s*(?:[:=]\s*[a-z]|,\s*[a-z]{2,} [a-z]{3,})|^[A-Z]{2,6} [a-z]+ [a-z]+ [a-z]*,"
)


_SIZE = re.compile(r"^\(?n\s*=", re.I)
_COUNTED = re.compile(r"^n\s*[(,]\s*%", re.I)


def holds_sizes(line: Line) -> bool:
    """Whether a line gives sizes of groups only, "(n = 20)", its first chunk apart."""
    return len(line.chunks) > 1 and all(_SIZE.match(chunk.text) for chunk in line.chunks[1:])


def starts_note(line: Line) -> bool:
    """Whether a line begins a footnote: a raised mark, a symbol, or the words that notes begin with."""
    first = line.chunks[0]
    if len(line.chunks) > 1 and (holds_sizes(line) or _COUNTED.match(first.text)):
        return False
    raised = "raised" in first.words[0].flags
    return (raised and len(first.words) > 2) or (
        bool(_NOTE.match(first.text) or _ABBREVIATION.match(first.text)) and not data_chunks(line)
    )
