"""Where a quote stands on a page."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from curate.model.reading import Box
from curate.pdf.document import read_document
from curate.pdf.page import Page, Word
from curate.pdf.text import bare, whole_number

_OMISSION = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\.{3,}|…)\s*")

_INNER_HYPHEN = re.compile(r"(?<=.)-(?=.)")
_HANGING = re.compile(r"(?<=[^\W\d_])-$")

LINE = 1.2
"""Ems from line to line, as text is usually set."""

ROOM = 2.0
"""Points; a word whose middle lies so far outside of a box still belongs to it."""


class Hit(NamedTuple):
    """A text as it stands in words.

    Attributes
    ----------
    words
        Those that hold it.
    text, before, after
        The text, and what its first and last word have before and behind it; all `bare`.
    left, right
        Up to two words on each side that stand close by on the same line, `bare`, in order.
    """

    words: Sequence[Word]
    text: str
    before: str
    after: str
    left: Sequence[str]
    right: Sequence[str]

    @property
    def box(self) -> Box:
        """The box around the words."""
        return _around(self.words)


def hold_all(path: Path, quotes: Sequence[tuple[int, str, Box | None]]) -> list[bool]:
    """Tell for many quotes (page, text, box or None) whether they stand there."""
    pages = _page_texts(path, {page for page, _, _ in quotes})
    return [page in pages and pages[page].proves(quote, box) for page, quote, box in quotes]


def around_all(path: Path, places: Sequence[tuple[int, Box]]) -> list[str]:
    """Return for many places (page, box) what stands on their lines and on those before and behind."""
    pages = _page_texts(path, {page for page, _ in places})
    return [pages[page].around(box) if page in pages else "" for page, box in places]


def _page_texts(path: Path, numbers: Collection[int]) -> dict[int, PageText]:
    return page_texts(read_document(path, pages=numbers).pages)


def page_texts(pages: Sequence[Page]) -> dict[int, PageText]:
    """Return the `PageText` of each page number."""
    parts: dict[int, list[Page]] = {}
    for page in pages:
        parts.setdefault(page.number, []).append(page)
    return {number: PageText(same) for number, same in parts.items()}


def quote_on_page(pages: Sequence[Page], quote: str, box: Box | None = None) -> bool:
    """Tell whether `quote` stands on a page, given as its upright and turned `Page`.

    With a `box` it must stand there: in the box, or as words of the box in any order (a table's cell
    that runs over two lines, beside others).
    """
    return PageText(pages).holds(quote, box)


@lru_cache(maxsize=256)  # the values of a sentence share it
def _pieces(quote: str) -> tuple[str, ...]:
    """Return the parts of `quote` between its omissions, as they are searched.

    A hyphen at the very end is left out: the page goes on with the rest of the broken word.
    """
    parts = _OMISSION.split(quote) if "…" in quote or "..." in quote else [quote]
    return tuple(_HANGING.sub("", part) for part in map(bare, parts) if part)


class PageText:
    """The words of one page, ready to be searched many times.

    Parameters
    ----------
    pages
        The upright page and its turned ones; all of one number.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        self._parts = [_Part(page) for page in pages]

    def find(self, quote: str) -> Box | None:
        """Return the box of `quote` on the unturned sheet, or None."""
        for page, hit in self._hits(quote):
            return page.unturned(_around(hit))
        return None

    def _hits(self, quote: str) -> Iterator[tuple[Page, list[Word]]]:
        """Give the words that are `quote`, with their page, for each way in which it is read there."""
        pieces = _pieces(quote)
        for part in self._parts if pieces else ():
            for strand in part.strands():
                if hit := strand.find(pieces):
                    yield part.page, hit

    def hits(self, piece: str) -> Iterator[tuple[Page, Hit]]:
        """Give every place of a `bare` text with its page; line by line only where the text layer's order has none.

        A place is given again for each way in which its words are read.
        """
        for part in self._parts:
            strands = list(part.strands())
            half = len(strands) // 2
            found = [hit for strand in strands[:half] for hit in strand.hits(piece)]
            found = found or [hit for strand in strands[half:] for hit in strand.hits(piece)]
            yield from ((part.page, hit) for hit in found)

    def proves(self, quote: str, box: Box | None) -> bool:
        """Tell whether `quote` and `box` are evidence of one place.

        Either the quote stands in the box, or the box marks a part of a quote that stands on the page:
        the number within its sentence.
        """
        if box is None:
            return self.holds(quote)
        words = self._inside(box)
        return _hold(words, quote) or (_on_all_lines(words, bare(quote)) and self.holds(quote))

    def holds(self, quote: str, box: Box | None = None) -> bool:
        """Tell whether `quote` stands on the page, or in `box` of it."""
        return any(self._hits(quote)) if box is None else _hold(self._inside(box), quote)

    def _inside(self, box: Box) -> list[Word]:
        return [word for part in self._parts for word in part.inside(box)]

    def marked(self, box: Box) -> tuple[str, Box] | None:
        """Return the words whose middles lie in `box`, line by line, and the box around them; None without any."""
        for part in self._parts:
            if words := part.inside(box):
                text = " ".join(word.text for word in _by_line(words))
                return text, part.page.unturned(_around(words))
        return None

    def around(self, box: Box) -> str:
        """Return the text in a band over the whole width of the page: the lines of `box`, one before, one behind."""
        for part in self._parts:
            if marked := part.inside(box):
                room = max(word.size for word in marked) * LINE
                top, bottom = min(w.top for w in marked) - room, max(w.bottom for w in marked) + room
                band = [w for w in part.page.words if top <= (w.top + w.bottom) / 2 <= bottom]
                return " ".join(word.text for word in _by_line(band))
        return ""


def _hold(words: Sequence[Word], quote: str) -> bool:
    """Tell whether the words of a box are `quote`, hold it, or are made of its words in another order."""
    if words and " ".join([word.text for word in words]) == quote:  # as nearly always
        return True
    pieces = _pieces(quote)
    if (_run_together(words),) == pieces:
        return True
    if not pieces or not _room(words, pieces):
        return False
    tokens = [token for token in map(bare, _OMISSION.sub(" ", quote).split()) if token]
    return any(strand.find(pieces) or strand.is_of(tokens) for strand in _strands(words))


def _run_together(words: Sequence[Word]) -> str:
    return "".join([bare(word.text) for word in words])


def _room(words: Sequence[Word], pieces: Sequence[str]) -> bool:
    """Tell whether words have as many characters as the text to be found in them: quick to say no."""
    longest = sum(max(len(bare(word.text)), len(bare(word.raw))) for word in words)
    return 0 < longest >= sum(map(len, pieces))


def _on_all_lines(marked: list[Word], quote: str) -> bool:
    """Tell whether a run of the marked words is part of `quote` and touches each of their lines.

    On one line that is all of them. A number that a line break parts is marked by a box over both lines,
    which holds words of the sentences before and behind as well.
    """
    shown, raw = [w.text for w in marked], [w.raw or w.text for w in marked]
    lines = [round(word.baseline) for word in marked]
    needed = {line for line, word in zip(lines, marked, strict=True) if not word.shifted}
    if len(needed) < 2:
        return any(_within("".join(texts), quote) for texts in (shown, raw))
    return any(
        needed <= set(lines[start:end])
        for texts in (shown, raw)
        for start, end in _runs_within(texts, quote)
    )


def _within(text: str, quote: str) -> bool:
    return bool(bare(text)) and bare(text) in quote


def _runs_within(texts: list[str], quote: str) -> Iterator[tuple[int, int]]:
    """Give for each word the longest run from it on, as a slice, that is part of `quote`."""
    for start in range(len(texts)):
        end = start
        while end < len(texts) and bare("".join(texts[start : end + 1])) in quote:
            end += 1
        yield start, end


class _Part:
    """One `Page`, with its strands, and its words by height, made when first needed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._made: list[_Strand] = []
        self._rest = _strands(page.words)
        self._falling: list[tuple[float, float, int]] = []
        self._heights: list[float] = []

    def strands(self) -> Iterator[_Strand]:
        yield from self._made
        for strand in self._rest:
            self._made.append(strand)
            yield strand

    def inside(self, box: Box) -> list[Word]:
        """Return the words whose middles lie in a box of the sheet, in reading order."""
        if not self._falling:
            self._falling = sorted(self._middles())
            self._heights = [height for height, _, _ in self._falling]
        left, top, right, bottom = box[0] - ROOM, box[1] - ROOM, box[2] + ROOM, box[3] + ROOM
        level = self._falling[bisect_left(self._heights, top) : bisect_right(self._heights, bottom)]
        return [self.page.words[n] for n in sorted([n for _, x, n in level if left <= x <= right])]

    def _middles(self) -> list[tuple[float, float, int]]:
        """Return for each word how far down and across the sheet its middle lies, and its number."""
        page = self.page
        if not page.turned:
            return [((w.top + w.bottom) / 2, (w.x0 + w.x1) / 2, n) for n, w in enumerate(page.words)]
        boxes = [page.unturned(word.box) for word in page.words]
        return [((box[1] + box[3]) / 2, (box[0] + box[2]) / 2, n) for n, box in enumerate(boxes)]


def _strands(words: Sequence[Word]) -> Iterator[_Strand]:
    """Give the words as strings to search: as the text layer orders them, then line by line."""
    repaired = any(word.raw for word in words)
    for order in (list, _by_line):  # the second is needed for few quotes
        ordered = order(words)
        for chosen in (ordered, [word for word in ordered if "raised" not in word.flags]):
            yield _Strand(chosen, [word.text for word in chosen])
            if repaired:
                yield _Strand(chosen, [word.raw or word.text for word in chosen])


def _by_line(words: Sequence[Word]) -> list[Word]:
    """Return words in visual lines, top to bottom; a line is what shares a baseline within 0.3 em."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.baseline):
        if lines and word.baseline - lines[-1][0].baseline <= 0.3 * max(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [word for line in lines for word in sorted(line, key=lambda word: word.x0)]


class _Strand:
    """Words run together, and where each of them begins."""

    def __init__(self, words: list[Word], texts: list[str]) -> None:
        self._words = words
        pieces = list(map(bare, texts))
        self._text = "".join(pieces)
        self._starts = list(accumulate(map(len, pieces), initial=0))
        self._drop_line_hyphens()

    def _drop_line_hyphens(self) -> None:
        """Drop hyphens that stand between letters once the words are run together, as `bare` does."""
        text = self._text
        dropped = [
            place
            for place in (hit.start() for hit in _INNER_HYPHEN.finditer(text))
            if text[place - 1].isalpha() and text[place + 1].isalpha()
        ]
        if dropped:
            bounds = [-1, *dropped, len(text)]
            self._text = "".join(text[start + 1 : end] for start, end in pairwise(bounds))
            self._starts = [start - bisect_left(dropped, start) for start in self._starts]

    def _owner(self, place: int) -> int:
        """Return the number of the word that a character came from."""
        return bisect_right(self._starts, place) - 1

    def find(self, pieces: Sequence[str]) -> list[Word]:
        """Return the words that hold all `pieces` in order; empty when they do not."""
        found: list[Word] = []
        start = 0
        for piece in pieces:
            place = self._place(piece, start)
            if place < 0:
                return []
            start = place + len(piece)
            found += self._words[self._owner(place) : self._owner(start - 1) + 1]
        return found

    def hits(self, piece: str) -> Iterator[Hit]:
        """Give every place of one piece."""
        place = self._place(piece, 0)
        while place >= 0:
            end = place + len(piece)
            first, last = self._owner(place), self._owner(end - 1)
            yield Hit(
                self._words[first : last + 1],
                piece,
                self._text[self._starts[first] : place],
                self._text[end : self._starts[last + 1]],
                self._beside(first, -1)[::-1],
                self._beside(last, 1),
            )
            place = self._place(piece, place + 1)

    def _beside(self, place: int, step: int) -> list[str]:
        """Return up to two words before or behind one, as long as they stand close by on its line."""
        found: list[str] = []
        here = self._words[place]
        for other in (place + step, place + 2 * step):
            if not 0 <= other < len(self._words):
                break
            word = self._words[other]
            gap = here.x0 - word.x1 if step < 0 else word.x0 - here.x1
            if (
                abs(word.baseline - here.baseline) > 0.3 * here.size
                or not -here.size < gap < 0.6 * here.size
            ):
                break
            found.append(self._text[self._starts[other] : self._starts[other + 1]])
            here = word
        return found

    def is_of(self, pieces: Sequence[str]) -> bool:
        """Tell whether each of `pieces` stands somewhere, and no character must serve twice."""
        if not all(self._place(piece, 0) >= 0 for piece in pieces):
            return False
        return not Counter("".join(pieces)) - Counter(self._text)

    def _place(self, piece: str, start: int) -> int:
        place = self._text.find(piece, start)
        while place >= 0 and not self._stands_alone(place, place + len(piece)):
            place = self._text.find(piece, place + 1)
        return place

    def _stands_alone(self, start: int, end: int) -> bool:
        """Tell whether a hit does not cut a number; numbers of neighbouring words do not count."""
        begin = max(start - 2, self._starts[self._owner(start)])
        stop = min(end + 2, self._starts[self._owner(end - 1) + 1])
        return whole_number(self._text[begin:stop], start - begin, end - begin)


def _around(words: Sequence[Word]) -> Box:
    return (
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )
