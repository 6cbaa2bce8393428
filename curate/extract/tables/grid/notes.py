"""Footnotes of a table: the whole text, and what each mark stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from curate.extract.tables.grid.flow import starts_note
from curate.extract.tables.grid.lines import Chunk, Line, find_lines, is_raised, join_words, same_sign
from curate.extract.tables.grid.place import Region
from curate.pdf.page import Word

_SYMBOL = re.compile(r"^(?:[*∗⁎]{1,4}|[†‡§¶‖#∥ǁ]{1,2})")

_NUMBERED = re.compile(r"^(?:[1-9]|[a-h])[:)]$")
"""The mark of a note that is not raised there: "1: paired t-test"."""

_GOES_ON = re.compile(
    r"(?i)^\(?(?:table [\w.]+ )?\(?continue[sd](?: on (?:the )?(?:next|following) page)?\)?\.?$"
)
"""A line below a part of a table that says that it goes on."""


def read_notes(lines: Sequence[Line]) -> tuple[dict[str, str], str]:
    """Return mark → note, and the notes as one text.

    A note begins at a raised word or at a symbol; it ends where the next begins.
    """
    lines = [line for line in lines if not _GOES_ON.match(line.text)]
    words: list[Word] = [word for line in _in_reading_order(lines) for word in line.words]
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


def _in_reading_order(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of notes; where they are set in two columns, those of the left one first."""
    x0 = min((line.x0 for line in lines), default=0.0)
    x1 = max((line.x1 for line in lines), default=0.0)
    middle = (x0 + 0.3 * (x1 - x0), x1 - 0.3 * (x1 - x0))
    start = 0
    while start < len(lines):
        end, gutter = _two_columns(lines, start, middle)
        left, right = _sides(lines[start:end], gutter)
        if min(len(left), len(right)) < 2:
            yield lines[start]
            start += 1
            continue
        yield from left
        yield from right
        start = end


def _two_columns(lines: Sequence[Line], start: int, middle: tuple[float, float]) -> tuple[int, float]:
    """Return how far a strip in the middle stays empty from a line on, and where it lies."""
    free = [middle]
    for end in range(start, len(lines)):
        left = free
        for chunk in lines[end].chunks:
            left = [part for span in left for part in _without(span, chunk)]
        left = [(a, b) for a, b in left if b - a > 0.8 * lines[end].size]
        if not left:
            break
        free = left
    else:
        end = len(lines)
    a, b = max(free, key=lambda span: span[1] - span[0])
    return end, (a + b) / 2


def _without(span: tuple[float, float], chunk: Chunk) -> list[tuple[float, float]]:
    a, b = span
    return [(p, q) for p, q in ((a, min(b, chunk.x0)), (max(a, chunk.x1), b)) if p < q]


def _sides(lines: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    """Return what stands left and right of the gutter, line by line."""
    sides: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        for side, right in zip(sides, (False, True), strict=True):
            chunks = [chunk for chunk in line.chunks if (chunk.x0 > gutter) == right]
            if chunks:
                side.append(Line(chunks, line.baseline, line.size))
    return sides


def _mark(words: Sequence[Word], index: int) -> str:
    word = words[index]
    begins = (
        index == 0 or words[index - 1].text[-1:] in ".;:," or word.baseline != words[index - 1].baseline
    )
    if is_raised(word) and re.fullmatch(r"[A-Za-z]|\d{1,2}|[*∗⁎†‡§¶‖#∥ǁ]+", word.text):
        touching_before = index > 0 and word.x0 - words[index - 1].x1 < 0.1 * word.size
        return "" if touching_before and not begins else same_sign(word.text)
    match = _SYMBOL.match(word.text) or _NUMBERED.match(word.text)
    return same_sign(match[0].rstrip(":)")) if match and begins else ""


def _clean(words: Sequence[Word], mark: str) -> str:
    text = re.sub(r"\s+", " ", join_words(words))
    if same_sign(text).startswith(mark):
        text = text[len(mark) :]
    return text.lstrip(" .;:=)").rstrip(" .;:=")


def notes_beside(words: Iterable[Word], region: Region) -> list[Line]:
    """Return the notes that stand right of a narrow table: a block of its own that ends where the table ends."""
    right = find_lines(word for word in words if word.x0 > region.x1)
    lines = [line for line in right if line.baseline < region.bottom + line.size]
    below = right[len(lines) : len(lines) + 1]
    head = min(region.top, region.caption.box[1])
    first = next((i for i, line in enumerate(lines) if line.bottom > head and starts_note(line)), None)
    if first is None or abs(lines[-1].bottom - region.bottom) > FLUSH * lines[-1].size:
        return []
    if first and lines[first].top - lines[first - 1].bottom < APART * lines[first].size:
        return []
    last = lines[-1]
    goes_on = any(
        abs(line.size - last.size) < 0.5 and line.top - last.bottom < APART * last.size for line in below
    )
    return [] if goes_on else lines[first:]


FLUSH, APART = 2.0, 1.5
"""Em: between the foot of a table and that of the notes beside it, at most; above and below these notes, at least."""
