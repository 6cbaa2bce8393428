"""Paragraphs as text in which every character knows its word, page and box."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from curate.extract.sentences.text.flow import Block, Line
from curate.model.reading import Box
from curate.pdf.page import Word

LINE_END_HYPHENS = "-\u00ad\u2010\ufffe"
UNREADABLE = "\u25a1"
"""Stands for a character that the text layer does not map: a minus, an equals sign or anything else."""
_UNMAPPED = re.compile(r"[\x00-\x08\x0b-\x1f\ufffd]")
_REFERENCE_MARK = re.compile(r"[\d,;\s*†‡§¶#a-h\-\u2010-\u2013]+")
_BRACKETED = re.compile(r"(?<=[A-Za-z.,;)%])(\s?)\[\s?\d{1,3}(?:\s?[,;\u2013-]\s?\d{1,3})*\s?\]")
_SENTENCE_END = re.compile(r"[.?!][\"\u201d)\]]*\s+(?=[\"\u201c(\[]?[A-Z0-9\u2212<>=≥≤])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:vs|v|cf|eg|ie|e\.g|i\.e|al|fig|figs|tab|no|nos|dr|st|approx|ca|resp|ref|refs|suppl|inc|ltd|"
    r"s\.d|s\.e|i\.v|i\.m|viz|pp?)|(?<![A-Za-z0-9])(?-i:[A-Z]))\.$",
    re.I,
)
LONGEST_ABBREVIATION = 12  # characters, its point and what stands before it included


Place = tuple[int, int]
"""The page of a word, and the number of its block, which is its column."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of running text.

    Attributes
    ----------
    text
        Words joined by spaces, hyphens at line ends undone, reference marks blanked.
    words
        As printed.
    starts
        Offset in `text` at which each word begins; a word without text begins where the next one does.
    section
        See `curate.extract.sentences.text.sections`.
    """

    text: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    section: str = ""
    zone: str = ""
    places: tuple[Place, ...] = ()

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Yield the spans of the sentences."""
        begin = 0
        for match in _SENTENCE_END.finditer(self.text):
            stop = match.start() + 1
            if _ABBREVIATED.search(self.text, max(begin, stop - LONGEST_ABBREVIATION), stop):
                continue
            yield begin, match.end()
            begin = match.end()
        if self.text[begin:].strip():
            yield begin, len(self.text)

    def part(self, start: int, end: int) -> Passage:
        """Return the passage of a stretch of the text."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = bisect_right(self.starts, max(end - 1, start))
        starts = tuple(max(place - start, 0) for place in self.starts[first:last])
        words, places = self.words[first:last], self.places[first:last]
        return Passage(self.text[start:end], words, starts, self.section, self.zone, places)

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.places[0][0]

    def is_bold(self, place: int) -> bool:
        """Whether the word of the character at `place` is bold."""
        return self.words[max(bisect_right(self.starts, place) - 1, 0)].bold

    def box(self, start: int, end: int, anchor: int) -> tuple[int, Box]:
        """Return page and box of a span; of its words those in the column of the character at `anchor`."""
        at = self.places[max(bisect_right(self.starts, anchor) - 1, 0)]
        words = [self.words[n] for n in range(*self._indices(start, end)) if self.places[n] == at]
        return at[0], (
            min(word.x0 for word in words),
            min(word.top for word in words),
            max(word.x1 for word in words),
            max(word.bottom for word in words),
        )

    def quote(self, start: int, end: int, around: tuple[int, int], order: Mapping[int, int]) -> str:
        """Return the words of a span and as much of the text `around` it as stands in one piece on its page.

        Parameters
        ----------
        order
            Place of each word, by identity, in the text layer of its page.
        """
        first = self._indices(start, end)[0]
        last = first + 1
        low, high = self._indices(*around)
        while first > low and self._adjacent(first - 1, order):
            first -= 1
        while last < high and self._adjacent(last - 1, order):
            last += 1
        return " ".join([word.raw or word.text for word in self.words[first:last]])

    def _indices(self, start: int, end: int) -> tuple[int, int]:
        first = max(bisect_right(self.starts, start) - 1, 0)
        return first, max(bisect_right(self.starts, end - 1), first + 1)

    def _adjacent(self, index: int, order: Mapping[int, int]) -> bool:
        """Whether the word after `index` follows it in the text layer of the same page."""
        if self.places[index][0] != self.places[index + 1][0]:
            return False
        a, b = self.words[index], self.words[index + 1]
        return order.get(id(b), -9) - order.get(id(a), -5) == 1

    def repaired(self, start: int, end: int) -> tuple[bool, bool, str]:
        """Return whether words of the span were repaired, whether any is doubtful, and their raw text."""
        first, last = self._indices(start, end)
        words = self.words[first:last]
        repaired = any("repaired" in word.flags for word in words)
        doubtful = any("doubtful" in word.flags for word in words)
        raw = " ".join(word.raw or word.text for word in words) if repaired else ""
        return repaired, doubtful, raw


def vocabulary(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the words of a report as printed within lines, to decide about hyphens at line ends."""
    printed = {word.text for block in blocks for line in block.lines for word in line.words[:-1]}
    return frozenset({text.strip(".,;:()[]").lower() for text in printed})


def build_passage(
    lines: Sequence[tuple[Line, int]], known: Collection[str], section: str = "", zone: str = ""
) -> Passage:
    """Join lines (each with the number of its block) to a passage."""
    parts: list[str] = []
    words: list[Word] = []
    places: list[Place] = []
    starts: list[int] = []
    length = 0
    glue = ""  # what stands between the word before and the next one
    for line, block in lines:
        words += line.words
        places += [(line.page, block)] * len(line.words)
        last = line.words[-1]
        unmapped = _UNMAPPED.search(line.text)
        for index, word in enumerate(line.words):
            shown = _UNMAPPED.sub(UNREADABLE, word.text) if unmapped else word.text
            if word.flags:
                shown = "" if _is_mark(word, line, index) else shown
                if index and glue == " " and _is_exponent(word, line.words[index - 1]):
                    glue = ""
            if glue == " " and shown and parts:
                parts.append(" ")
                length += 1
            starts.append(length)
            if not shown:
                continue
            if index == 0 and glue == "-":
                before = parts[-1]
                parts[-1] = _unhyphenated(before, shown, known)
                length += len(parts[-1]) - len(before)
                starts[-1] = length
            parts.append(shown)
            length += len(shown)
            hyphen = word is last and shown[-1] in LINE_END_HYPHENS and len(shown) > 1
            glue = "-" if hyphen else " "
    text = "".join(parts)
    if "[" in text:
        text = _BRACKETED.sub(lambda m: " " * len(m[0]), text)
    return Passage(text, tuple(words), tuple(starts), section, zone, tuple(places))


def _unhyphenated(before: str, following: str, known: Collection[str]) -> str:
    """Return the word that ends a line in a hyphen as it stands before the rest of it."""
    stem = before[:-1]
    head = re.split(r"[\s(\[]", stem)[-1].lower()
    tail = re.match(r"[^\W\d_]*", following)
    joined, kept = head + (tail[0].lower() if tail else ""), f"{head}-{tail[0].lower() if tail else ''}"
    soft = before[-1] in "\u00ad\ufffe"
    capitals = stem[-1:].isupper() and following[:2].isupper() and _whole_word(head + following) in known
    keep = (
        not (following[:1].islower() or capitals)
        or not stem[-1:].isalpha()
        or (not soft and joined not in known and kept in known)
    )
    return stem + "-" if keep and not (soft and following[:1].islower()) else stem


def _whole_word(text: str) -> str:
    """Return a word as `vocabulary` holds it."""
    return text.split(" ")[0].strip(".,;:()[]").lower()


def _is_exponent(word: Word, before: Word) -> bool:
    """Whether a raised or lowered word belongs to the one before: the 2 of "m2" and of "VO2"."""
    return (
        ("raised" in word.flags or "lowered" in word.flags)
        and before.text[-1:].isalnum()
        and (word.x0 - before.x1 < 0.3 * before.size)
    )


def _is_mark(word: Word, line: Line, index: int) -> bool:
    """Whether a word is a raised reference or footnote mark, which is no part of the sentence."""
    if "raised" not in word.flags or not _REFERENCE_MARK.fullmatch(word.text):
        return False
    if index == 0:
        return True
    before = line.words[index - 1].text
    exponent = re.search(r"(?:×\s?10|\b10|/m|cm|mm|/kg|min|m|kg)$", before)
    return not exponent
