"""Columns of a table: bands of x between rivers of white."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from curate.extract.tables.grid.lines import Chunk, Line, chunks_of
from curate.extract.tables.grid.stub_values import holds_columns, part_stub
from curate.pdf.page import Rule, Word

RIVER = 0.42
"""Em that a river between two columns is wide at least; a word space is narrower."""

FULL_SHARE = 0.6
"""Lines with at least this share of the chunks of the fullest line show the columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column from `x0` to `x1`, where its text lies; `left` and `right` reach to the middle of the rivers."""

    x0: float
    x1: float
    left: float
    right: float


def find_columns(
    body: Sequence[Line], header: Sequence[Line], uprights: Sequence[Rule], size: float
) -> list[Column]:
    """Return the columns from the body's lines, with the header's leaf chunks as a second voice.

    Parameters
    ----------
    body, header
        Lines below and above the header's rule.
    uprights
        Vertical rules inside the table.
    size
        Usual font size, points.
    """
    ruled = _from_uprights(body, uprights)
    if ruled:
        return ruled
    voices = [line for line in body if len(line.chunks) > 1] or list(body)
    spans = _join_outdented(_rivers(_fullest(voices), header, size), body, size)
    spans = _add_lonely(spans, body, header, size)
    spans = _merge_brackets(spans, body, header)
    spans = _add_labels_of_groups(part_stub(spans, body, size), body, size)
    return _with_reach(spans)


Span = tuple[float, float]


def _from_uprights(body: Sequence[Line], uprights: Sequence[Rule]) -> list[Column]:
    """Columns between vertical rules, when these run along most of the body."""
    if not body or not uprights:
        return []
    top, bottom = body[0].top, body[-1].bottom
    covered: dict[int, float] = {}
    for rule in uprights:
        inside = min(rule.bottom, bottom) - max(rule.top, top)
        if inside > 0:
            key = round((rule.x0 + rule.x1) / 2 / 3)
            near = next((k for k in (key, key - 1, key + 1) if k in covered), key)
            covered[near] = covered.get(near, 0.0) + inside
    xs = sorted(3.0 * key for key, length in covered.items() if length > 0.6 * (bottom - top))
    left, right = min(line.x0 for line in body), max(line.x1 for line in body)
    inner = [x for x in xs if left + 2 < x < right - 2]
    if len(inner) < 2:
        return []
    edges = [left - 2, *inner, right + 2]
    if any(holds_columns(body, span) for span in itertools.pairwise(edges)):
        return []  # brackets that join rows beside a P run down most of the body too
    return [Column(a, b, a, b) for a, b in itertools.pairwise(edges)]


def _fullest(voices: Sequence[Line]) -> list[Line]:
    counts = sorted((len(line.chunks) for line in voices), reverse=True)
    most = counts[min(len(counts) - 1, len(counts) // 12)]
    return [
        line for line in voices if len(line.chunks) >= FULL_SHARE * most and len(line.chunks) > 1
    ] or list(voices)


def _rivers(lines: Sequence[Line], header: Sequence[Line], size: float) -> list[Span]:
    """Return the spans of x that words cover, rivers of white between them."""
    spans = _covered(lines, size)
    most = max((len(line.chunks) for line in lines), default=0)
    if len(spans) < most:
        clear = _without_bridges(lines, header, size, most)
        if clear:
            return _covered(clear, size)
    if len(lines) > 3 and len(spans) < most - 1 and len(spans) < 0.75 * most:
        longest = _without_longest(lines)
        if len(longest) >= 0.5 * len(lines):
            return _rivers(longest, header, size)
    return spans


def _covered(lines: Sequence[Line], size: float) -> list[Span]:
    intervals = sorted((word.x0, word.x1) for line in lines for word in line.words)
    spans: list[list[float]] = []
    for x0, x1 in intervals:
        if spans and x0 - spans[-1][1] < RIVER * size:
            spans[-1][1] = max(spans[-1][1], x1)
        else:
            spans.append([x0, x1])
    return [(a, b) for a, b in spans]


def _join_outdented(spans: list[Span], lines: Sequence[Line], size: float) -> list[Span]:
    """Join the first two spans where no line has text in both: labels that are set out, and those set in."""
    if len(spans) < 3 or spans[1][0] - spans[0][0] > SET_IN * size:
        return spans
    first, second = ({id(line) for line in lines if chunks_in([line], span)} for span in spans[:2])
    return spans if first & second else [(spans[0][0], spans[1][1]), *spans[2:]]


SET_IN = 3.0
"""Em by which labels are set in, at most."""

FULL_LINES = 3
"""Lines that agree on a column each before the others are tried against them."""

BRIDGES = 0.3
"""Share of lines that may run across a river: a label too long for its column touches the value beside."""


def _without_bridges(
    lines: Sequence[Line], header: Sequence[Line], size: float, most: int
) -> list[Line]:
    """Leave out the lines that run across rivers which the fullest lines keep.

    They are few, or a line of the header keeps the rivers too: a difference may stand centred below both arms.
    None is left out otherwise.
    """
    full = [line for line in lines if len(line.chunks) == most]
    spans = _covered(full, size)
    if len(full) < FULL_LINES or len(spans) != most:
        return []
    clear = [line for line in lines if not _bridges(line, spans)]
    if any(_keeps(line, spans) for line in header):
        clear = [line for line in clear if not _stands_between(line, spans)]
    elif len(lines) - len(clear) > BRIDGES * len(lines):
        return []
    return clear if len(_covered(clear, size)) == most else []


def _bridges(line: Line, spans: Sequence[Span]) -> bool:
    return any(sum(chunk.x0 < b and chunk.x1 > a for a, b in spans) > 1 for chunk in line.chunks)


def _stands_between(line: Line, spans: Sequence[Span]) -> bool:
    """Whether a text of a line is centred on none of the spans, but between two of them."""
    middles = [(chunk.x0 + chunk.x1) / 2 for chunk in line.chunks]
    return any(
        spans[0][1] < middle < spans[-1][0] and not any(a <= middle <= b for a, b in spans)
        for middle in middles
    )


def _keeps(line: Line, spans: Sequence[Span]) -> bool:
    """Whether a line has a text for each span of values, or for all but one, and none for two of them."""
    return len(line.chunks) >= max(2, len(spans) - 2) and not _bridges(line, spans)


def _without_longest(lines: Sequence[Line]) -> list[Line]:
    """Leave out the line whose chunk is widest: it may run across columns."""

    def widest(line: Line) -> float:
        return max(chunk.x1 - chunk.x0 for chunk in line.chunks)

    top = max(lines, key=widest)
    return [line for line in lines if line is not top]


def _add_lonely(
    spans: list[Span], lines: Sequence[Line], header: Sequence[Line], size: float
) -> list[Span]:
    """Chunks of sparser lines that stand wholly in a river make a column of their own.

    One that opens its line is a label, unless the header too has a text just there.
    """
    added = list(spans)
    for line in lines:
        for index, chunk in enumerate(line.chunks):
            if not index and not (chunk.x1 < spans[0][0] and _headed(chunk, header, spans)):
                continue
            clear = all(chunk.x0 > b + RIVER * size or chunk.x1 < a - RIVER * size for a, b in added)
            if clear:
                added.append((chunk.x0, chunk.x1))
                added.sort()
    return added


def _add_labels_of_groups(spans: list[Span], lines: Sequence[Line], size: float) -> list[Span]:
    """Put an empty column before the first one where this holds values, and the labels stand alone above each row."""
    first = [chunk.text for chunk in chunks_in([o for o in lines if len(o.chunks) > 1], spans[0])]
    labels = [
        line for line in lines
        if len(line.chunks) == 1 and line.x0 < spans[0][0] - size and line.text[:1].isalpha()
    ]  # fmt: skip
    if len(labels) < 2 or sum(bool(_NUMBER.match(text)) for text in first) < NEARLY * len(first):
        return spans
    left = min(line.x0 for line in labels)
    return [(left, (left + spans[0][0]) / 2), *spans]


_NUMBER = re.compile(r"[<>≤≥−–-]?\s*[\d.·]+\s*(?:[(\[±%].*)?$")
NEARLY = 0.9
"""Share of a column's texts that are numbers where it holds values."""


def _headed(chunk: Chunk, header: Sequence[Line], spans: list[Span]) -> bool:
    """Whether a chunk of the header stands over this one and over none of the columns."""
    return any(
        min(chunk.x1, head.x1) - max(chunk.x0, head.x0) > 0
        and not any(head.x0 < b and head.x1 > a for a, b in spans)
        for line in header
        for head in line.chunks
    )


_OPEN = re.compile(r"^[(\[±]|^\+/?[-−–]|^%|^[)\]]")


def _merge_brackets(spans: list[Span], body: Sequence[Line], header: Sequence[Line]) -> list[Span]:
    """Join a column of nothing but "(…)" or "± …" to the one before, unless a header names it."""
    merged: list[Span] = list(spans)
    index = 1
    while index < len(merged):
        texts = [c.text for c in chunks_in(body, merged[index])]
        before = chunks_in(body, merged[index - 1])
        own = [c for c in chunks_in(header, merged[index]) if c.x0 > merged[index - 1][1]]
        tight = merged[index][0] - merged[index - 1][1] < 12
        if (
            texts
            and all(_OPEN.match(t) for t in texts)
            and len(before) >= len(texts)
            and not own
            and index > 1
            and tight
        ):
            merged[index - 1 : index + 1] = [(merged[index - 1][0], merged[index][1])]
        else:
            index += 1
    return merged


def chunks_in(lines: Sequence[Line], span: Span) -> list[Chunk]:
    """Return runs of words that lie in a span, one per line at most."""
    found = []
    for line in lines:
        words = [w for w in line.words if span[0] - 1 <= (w.x0 + w.x1) / 2 <= span[1] + 1]
        if words:
            found.append(Chunk(words))
    return found


def _with_reach(spans: list[Span]) -> list[Column]:
    columns = []
    for index, (x0, x1) in enumerate(spans):
        left = (spans[index - 1][1] + x0) / 2 if index else x0 - 1000
        right = (x1 + spans[index + 1][0]) / 2 if index + 1 < len(spans) else x1 + 1000
        columns.append(Column(x0, x1, left, right))
    return columns


@dataclass(slots=True)
class Piece:
    """Words of one line in columns `first` to `last`."""

    words: list[Word]
    first: int
    last: int

    @property
    def chunk(self) -> Chunk:
        """The words as a chunk."""
        return Chunk(self.words)


def cut_line(line: Line, columns: Sequence[Column]) -> list[Piece]:
    """Cut a line at the columns; a chunk that runs across a river without a gap there stays whole."""
    pieces: list[Piece] = []
    for word in line.words:
        home = _home(word, columns)
        last = pieces[-1] if pieces else None
        if last is not None:
            gap = word.x0 - last.words[-1].x1
            joined = gap <= 0.34 * word.size and "raised" not in word.flags
            mark = "raised" in word.flags and gap <= 0.34 * word.size
            if (
                last.first == 0 < home == last.last
                and gap > APART * word.size
                and _DIGIT.match(word.text)
            ):
                last.last = home - 1  # a label that ends below the value behind it
            elif home == last.last or mark or (joined and _runs_over(last, word, columns)):
                last.words.append(word)
                last.last = max(last.last, home) if not mark else last.last
                continue
        pieces.append(Piece([word], home, home))
    return _join_same(pieces)


_DIGIT = re.compile(r"[<>≤≥−–-]?\d")
APART = 1.0
"""Em between a label that runs below a value and this value, at least."""


def _home(word: Word, columns: Sequence[Column]) -> int:
    middle = (word.x0 + word.x1) / 2
    best, best_overlap = 0, -1e9
    for index, column in enumerate(columns):
        overlap = min(word.x1, column.right) - max(word.x0, column.left)
        if column.left <= middle <= column.right:
            overlap += 0.01
        if overlap > best_overlap:
            best, best_overlap = index, overlap
    return best


def _runs_over(piece: Piece, word: Word, columns: Sequence[Column]) -> bool:
    """Whether a piece and the next word run across the river between their columns in one breath."""
    river = columns[piece.last].x1
    end = piece.words[-1].x1
    nxt = columns[min(piece.last + 1, len(columns) - 1)]
    return end > river + 0.5 or word.x0 < nxt.x0 - 0.5


def _join_same(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and piece.first <= joined[-1].last:
            joined[-1].words.extend(piece.words)
            joined[-1].last = max(joined[-1].last, piece.last)
        else:
            joined.append(piece)
    return joined


__all__ = ["Column", "Piece", "chunks_in", "chunks_of", "cut_line", "find_columns"]
