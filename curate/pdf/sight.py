"""What OCR read, held against the picture that it was read in.

Tesseract's English models know no ±, ≤, ≥ and no raised point: "30.9±5.4" comes as "30.9454". Of a word of
digits the picture shows how many signs it has, which of them are points, and which are operators; where that
tells another text than OCR, the picture is right. What OCR read stays in `Word.raw`. A picture draws its rules
as well, and tables need them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from curate.pdf.image import draw
from curate.pdf.page import Rule, Word
from curate.pdf.pdfium import Sheet
from curate.pdf.rules import merge
from curate.pdf.shapes import EM, likeness
from curate.pdf.subpaths import THICKEST, Piece

SCALE = 300 / 72
"""Pixels a point at which a page is looked at: what scanners give."""

DARK = 140
"""Of 255; a darker pixel is ink."""

RULE_LENGTH = 40.0
"""Points; shorter dark runs may be letters."""

RULE_FILL = 0.97
"""Share of a rule that is dark: scanners leave gaps."""

WORD = re.compile(r"[-+\d.,±()\[\]/*<>=~–—'\"°%^]*[\d+][-+\d.,±()\[\]/*<>=~–—'\"°%^]*")
"""Words that are checked: numbers with their signs and brackets, and a plus alone."""

POINTS = ".,·"
REPAIRED = "±≤≥×"
SURE_SCORE, SURE_MARGIN = 0.86, 0.04
LIKE_SCORE, LIKE_MARGIN = 0.7, 0.0
"""Least likeness of an operator that OCR cannot read: whatever it read, and where it read what it takes for one."""

TAKEN_FOR_PLUS_MINUS = "+4"

TWO_POINTS = re.compile(r"\d\.\d+\.\d")
"""What no number has."""

LEAST_PIXELS = 12
"""Pixels an em; of smaller letters nothing can be said."""

DIGIT_HEIGHT = 0.7
"""Em; by it the size of the letters is measured in the picture."""

POINT_SIZE, COMMA_HEIGHT = 0.24, 0.32
"""Em; a sign of less width and height is a point or a comma."""

POINT_LOW, POINT_HIGH = 0.12, 0.5
"""Em above the baseline: the middle of a point lies below the first, of a raised one below the second."""

Ink = npt.NDArray[np.bool_]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a word as drawn.

    Attributes
    ----------
    text
        ``.``, ``·``, or the operator that it is like, of those that OCR cannot read; else empty.
    sure
        Whether it is that operator whatever OCR read; if not, only where OCR read what it takes for one.
    """

    text: str
    sure: bool = True

    @property
    def point(self) -> bool:
        """Whether it is a point."""
        return self.text in (".", "·")

    def said(self, letter: str) -> str:
        """Return the sign, which OCR read as `letter`."""
        return self.text if self.text and (self.sure or letter in TAKEN_FOR_PLUS_MINUS) else letter


class Picture:
    """A page as drawn, upright."""

    def __init__(self, page: Any, turned: int = 0) -> None:
        width, height = Sheet.of(page).size
        pixels = draw(page, (0.0, 0.0, width, height), SCALE)[:, :, 1]
        self._grey = np.rot90(pixels, {0: 0, 90: -1, 180: 2, 270: 1}[turned])
        self._ink: Ink = self._grey < DARK

    def rules(self) -> list[Rule]:
        """Return the rules of the page."""
        height, width = (side / SCALE for side in self._ink.shape)
        level = _long_runs(self._ink)
        upright = [(x0, top, x1, bottom) for top, x0, bottom, x1 in _long_runs(self._ink.T)]
        return [
            *merge(level, width, height, across=True),
            *merge(upright, width, height, across=False),
        ]

    def compared(self, word: Word) -> Word:
        """Return `word` as the picture has it: the same, repaired, or flagged ``doubtful``."""
        if not WORD.fullmatch(word.text) or not any(c.isdigit() or c == "+" for c in word.text):
            return word
        text = self._agreed(word)
        if text == word.text:
            return word
        if text is None:
            return word._replace(flags=(*word.flags, "doubtful"))
        return word._replace(text=text, raw=word.text, flags=(*word.flags, "repaired"))

    def _agreed(self, word: Word) -> str | None:
        """Return what `agreed` says, without what leans in from the neighbours where that helps."""
        signs, (before, after) = self._signs(word)
        for first, last in dict.fromkeys([(0, 0), (0, after), (before, 0), (before, after)]):
            text = agreed(word.text, signs[first : len(signs) - last])
            if text is not None:
                return text
        return None

    def _signs(self, word: Word) -> tuple[list[Sign], tuple[int, int]]:
        """Return the signs of a word from left to right, and how many at each end are cut off."""
        room = 0.1 * word.size
        left, right = _pixel(word.x0 - room), _pixel(word.x1 + room)
        top = _pixel(word.baseline - 1.05 * word.size)
        bottom = _pixel(word.baseline + 0.35 * word.size)
        ink, grey = self._ink[top:bottom, left:right], self._grey[top:bottom, left:right]
        if not ink.size:
            return [], (0, 0)
        spans = _spans(ink.max(0))
        tall = [_extent(ink[:, start:stop]) for start, stop in spans]
        em = max((low - high for high, low in tall), default=0) / DIGIT_HEIGHT
        if em < LEAST_PIXELS:
            return [], (0, 0)
        base = float(np.median([low for high, low in tall if low - high > em / 2]))  # digits stand on it
        signs = []
        for (start, stop), (high, low) in zip(spans, tall, strict=True):
            middle = (base - (high + low) / 2) / em
            signs.append(_sign(grey[:, start:stop], (stop - start) / em, (low - high) / em, middle, em))
        return signs, (int(spans[0][0] == 0), int(spans[-1][1] == ink.shape[1]))


def agreed(text: str, signs: list[Sign]) -> str | None:
    """Return what a word says by its picture; None when text and picture cannot be brought together.

    Parameters
    ----------
    text
        As OCR read it.
    signs
        As drawn, from left to right.
    """
    drawn = [sign for sign in signs if not sign.point]
    points = _points(text)
    missing = len(drawn) - sum(letter not in POINTS for letter in text)
    found: dict[str, None] = {}
    for way in _ways(text, missing, drawn):
        said = _pointed(way, signs, points, missing)
        if said is not None:
            found[said] = None
    return next(iter(found)) if len(found) == 1 else None


def _points(text: str) -> dict[int, str]:
    """Return the points and commas of a text by the number of other letters before them."""
    found: dict[int, str] = {}
    letters = 0
    for letter in text:
        if letter in POINTS:
            found[letters] = letter
        else:
            letters += 1
    return found


def _pointed(way: str, signs: list[Sign], points: dict[int, str], missing: int) -> str | None:
    """Return `way` with the points that are drawn; those that OCR read as well are as it read them.

    None when one that OCR read is not drawn, or one that it did not read parts no digits.
    """
    said: list[str] = []
    new: list[int] = []
    waiting, letters, left = iter(way), 0, dict(points)
    for sign in signs:
        if not sign.point:
            said.append(next(waiting))
            letters += 1
            continue
        known = next((n for n in (letters, letters - missing) if n in left), None)
        if known is None:
            new.append(len(said))
        said.append(sign.text if known is None else left.pop(known))
    whole = "".join(said)
    astray = any(
        not whole[max(n - 1, 0) : n].isdigit() or not whole[n + 1 : n + 2].isdigit() for n in new
    )
    twice = new and TWO_POINTS.search(whole.replace(",", ".").replace("·", "."))
    return None if left or astray or twice else whole


def _ways(text: str, missing: int, drawn: list[Sign]) -> list[str]:
    """Return how the signs that are no points can be read: one letter each."""
    letters = "".join(letter for letter in text if letter not in POINTS)
    if missing == 0:
        return ["".join(sign.said(letter) for sign, letter in zip(drawn, letters, strict=True))]
    operators = [place for place, sign in enumerate(drawn) if sign.text]
    if missing == len(operators):  # OCR left them out
        rest = iter(letters)
        return ["".join(sign.text or next(rest) for sign in drawn)]
    ways = []
    if missing == -1:  # one of them was read as two letters
        for place in operators:
            if letters[place : place + 2] in ("+4", "4+"):
                ways.append(letters[:place] + drawn[place].text + letters[place + 2 :])
    return ways


def _sign(grey: npt.NDArray[np.uint8], wide: float, tall: float, middle: float, em: float) -> Sign:
    """Return what one sign is: its size and middle in em, the middle above the baseline."""
    if wide < POINT_SIZE and tall < COMMA_HEIGHT:
        if middle < POINT_LOW:
            return Sign(".")
        return Sign("·" if middle < POINT_HIGH else "")
    if wide < 0.3 or tall < 0.3:
        return Sign("")
    factor = EM / em
    rows = (np.arange(int(grey.shape[0] * factor)) / factor).astype(np.int64)
    columns = (np.arange(int(grey.shape[1] * factor)) / factor).astype(np.int64)
    pad = np.pad(grey[np.ix_(rows, columns)], 4, constant_values=255)
    seen = likeness(np.repeat(pad[:, :, np.newaxis], 3, axis=2), 0.0)
    if seen.text not in REPAIRED or seen.score < LIKE_SCORE or seen.margin < LIKE_MARGIN:
        return Sign("")
    return Sign(seen.text, seen.score >= SURE_SCORE and seen.margin >= SURE_MARGIN)


def _pixel(points: float) -> int:
    return max(round(points * SCALE), 0)


def _spans(used: Flags) -> list[tuple[int, int]]:
    """Return start and stop of each run of True."""
    edges = np.flatnonzero(np.diff(used.astype(np.int8), prepend=0, append=0))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _extent(ink: Ink) -> tuple[int, int]:
    rows = np.flatnonzero(ink.any(1))
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0)


def _long_runs(ink: Ink) -> list[Piece]:
    """Return the level dark runs that are no part of anything thick, row by row, in points.

    Two rows of pixels are looked at as one.
    """
    half = len(ink) // 2
    pairs = ink[0 : 2 * half : 2] | ink[1 : 2 * half : 2]
    length, thick = round(RULE_LENGTH * SCALE), round(THICKEST * SCALE / 2) + 1
    if pairs.shape[1] <= length or pairs.shape[0] <= thick:
        return []
    lines = pairs & ~_runs(pairs.T, thick, 1.0).T
    long = _runs(lines, length, RULE_FILL)
    found: list[Piece] = []
    for row in np.flatnonzero(long.any(1)).tolist():
        for start, stop in _spans(long[row]):
            dark = start + np.flatnonzero(lines[row, start:stop])
            found.append(
                (dark[0] / SCALE, 2 * row / SCALE, (dark[-1] + 1) / SCALE, (2 * row + 2) / SCALE)
            )
    return found


def _runs(ink: Ink, length: int, fill: float) -> Ink:
    """Return where stretches of `length` pixels in a row lie that are ink by a share of `fill` at least."""
    sums = np.zeros((ink.shape[0], ink.shape[1] + 1), np.int32)
    np.cumsum(ink, axis=1, out=sums[:, 1:])
    starts = (sums[:, length:] - sums[:, :-length]) >= fill * length
    edges = np.zeros((ink.shape[0], ink.shape[1] + 1), np.int32)
    edges[:, : starts.shape[1]] += starts
    edges[:, length:] -= starts
    covered: Ink = np.cumsum(edges, axis=1)[:, :-1] > 0
    return covered
