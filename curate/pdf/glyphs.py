"""Codes that cannot be trusted, checked by what is drawn.

In a quarter of trial reports the text layer gives wrong codes for operators: a minus is a "2" or a
control character, "±" a "6", "=" a "¼", "<" a comma; in some the decimal point is an "Æ". A doubtful pair of font
and code is drawn once and its shape compared; the letter is then repaired to one of − - = ± + × < > ≤ ≥, between
digits also to a point, or left alone. What the text layer had is kept in `Word.raw`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from curate.pdf.image import Pixels, draw
from curate.pdf.letters import UNKNOWN, CodeSet, Letters
from curate.pdf.pdfium import Reopened
from curate.pdf.shapes import EM, POINTS, Likeness, likeness

_MISUSED = CodeSet("¼½¾¡¿ÿþýðÞÝ")
"""What old fonts give for operators; rare in trial reports otherwise."""

_RISKY = CodeSet("0123456789,.;:()[]{}+#$%&!?*@^|bNo<>±")
"""What fonts of few symbols give for operators."""

_LATIN = CodeSet("".join(c for c in map(chr, range(0x250)) if c.isalpha() and c not in "bNoµ"))
"""Letters that no font of symbols has."""

_ACCENTED = CodeSet("".join(c for c in map(chr, range(0xC0, 0x250)) if c.isalpha()))
"""Letters that no number holds; between two digits they are wrong."""

_LETTERS = CodeSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

LONE_FONT = 2
"""A font with so many codes on a page may be one of symbols though they are letters, where one leads a number."""

SYMBOL_FONT = 12
"""A font with so many codes on a page, none a letter but b, N, o or Greek, is one of symbols."""

DOUBT_SCORE, DOUBT_MARGIN = 0.80, 0.02
RISKY_SCORE, RISKY_MARGIN = 0.86, 0.05
CLEAR_MARGIN = 0.2
"""Least likeness for a repair: of codes that are surely wrong, and of those that may be right; these need no more of it
than the others where nothing else is nearly as like, by the clear margin."""

CERTAINLY_OTHER = 0.9
"""Likeness to a digit, a letter or another mark from which a glyph is not looked at again."""

TRIES = 3
"""Places at which one glyph is looked at before it is given up."""

ABOVE, BELOW = 0.85, 0.25
"""Em around the baseline that are drawn."""

TOUCHING = 0.1
"""Em between two letters of one number, and between their baselines, at most."""

SMALLEST_SIZE = 2.0
"""Points; smaller letters are not drawn."""

_SYMBOL_CODES = {
    0x2B: "+", 0x2D: "−", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x7E: "∼",
    0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xBB: "≈",
    0x61: "α", 0x62: "β", 0x63: "χ", 0x64: "δ", 0x67: "γ", 0x6B: "κ", 0x6D: "μ", 0x73: "σ", 0x44: "Δ",
}  # fmt: skip
"""Codes of the Symbol font; files put them into the private use area, at U+F000 and up."""


@dataclass(slots=True)
class Glyphs:
    """What the glyphs of one document turned out to be: (font name, code) → text, "" for no operator or point."""

    known: dict[tuple[str, int], str] = field(default_factory=dict)

    def repair(
        self, letters: Letters, opened: Reopened, direction: int, width: float, height: float
    ) -> None:
        """Repair the codes of upright `letters` in place; the old ones stay in `Letters.raw`.

        Parameters
        ----------
        opened
            Gives the page handle, for drawing.
        direction
            0, 90, 180 or 270: by how much the letters were turned, see `Page.turned`.
        width, height
            Of the page after turning, points.
        """
        if not len(letters):
            return
        inside = _between_digits(letters)
        surely, maybe = _doubtful(letters, inside)
        rows = np.flatnonzero(surely | maybe)
        if not len(rows):
            return
        if letters.raw is None:
            letters.raw = letters.code.copy()
        room: npt.NDArray[np.float64] | None = None
        keys = _keys(letters)[rows]
        for key in np.unique(keys).tolist():
            places = rows[keys == key]
            name, code = letters.fonts[key >> 32].name, key & 0xFFFFFFFF
            text = self.known.get((name, code))
            if text is None:
                drawer = _Drawer(opened(), direction, width, height)
                room = _room(letters) if room is None else room
                text = _identified(letters, places, room, drawer, sure=bool(surely[places[0]]))
                if name:  # fonts without a name cannot be told apart on other pages
                    self.known[name, code] = text
            if text in POINTS and not inside[places].any():
                text = ""  # a bullet here, though another page may have it within numbers
            if text:
                letters.code[places] = ord(text)
            elif _without_code(code):
                letters.code[places] = UNKNOWN


def _without_code(code: int) -> bool:
    return code < 0x20 or code in (0x7F, UNKNOWN) or 0xE000 <= code < 0xF900 or 0x80 <= code < 0xA0


def _between_digits(letters: Letters) -> npt.NDArray[np.bool_]:
    """Tell which letters stand between two digits of one line, without room."""
    inside = np.zeros(len(letters), np.bool_)
    digit = (letters.code >= ord("0")) & (letters.code <= ord("9"))
    near = letters.box[1:, 0] - letters.box[:-1, 2] < TOUCHING * letters.size[1:]
    level = np.abs(np.diff(letters.baseline)) < TOUCHING * letters.size[1:]
    joined = near & level
    inside[1:-1] = digit[:-2] & digit[2:] & joined[:-1] & joined[1:]
    return inside


def _doubtful(
    letters: Letters, inside: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Tell whose codes are surely wrong or misused, and whose are risky in a font of symbols.

    Parameters
    ----------
    inside
        See `_between_digits`.
    """
    code = letters.code
    surely = (
        (code < 0x20)
        | ((code >= 0x7F) & (code < 0xA0))
        | ((code >= 0xE000) & (code < 0xF900))
        | (code == UNKNOWN)
        | _MISUSED.holds(code)
        | _of_keys(letters, inside & _ACCENTED.holds(code))
    )
    risky = _RISKY.holds(code)
    symbols = _symbol_fonts(letters)
    maybe = risky & np.isin(letters.font, symbols) if symbols else np.zeros(len(code), np.bool_)
    return surely, maybe | _of_keys(letters, _lone_letters(letters))


def _lone_letters(letters: Letters) -> npt.NDArray[np.bool_]:
    """Tell which letters stand apart before a number in a font that has hardly any other: "n p 129" for "n = 129"."""
    code, font = letters.code, letters.font
    lone = np.zeros(len(code), np.bool_)
    digit = (code >= ord("0")) & (code <= ord("9")) | (code == ord("."))
    lone[1:-1] = (
        _LETTERS.holds(code[1:-1]) & digit[2:] & (font[1:-1] != font[2:]) & (font[1:-1] != font[:-2])
    )
    poor = [own for own in np.unique(font[lone]) if len(np.unique(code[font == own])) <= LONE_FONT]
    return lone & np.isin(font, poor)


def _of_keys(letters: Letters, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Tell which letters have font and code of a chosen one: what lies once does so everywhere."""
    if not chosen.any():
        return chosen
    keys = _keys(letters)
    return np.isin(keys, np.unique(keys[chosen]))


def _keys(letters: Letters) -> npt.NDArray[np.int64]:
    return letters.font.astype(np.int64) << 32 | letters.code


def _symbol_fonts(letters: Letters) -> list[int]:
    """Return the numbers of the fonts that are used on the page for symbols alone."""
    latin = np.bincount(letters.font[_LATIN.holds(letters.code)], minlength=len(letters.fonts))
    return [
        font
        for font in np.flatnonzero(latin == 0).tolist()
        if len(np.unique(letters.code[letters.font == font])) <= SYMBOL_FONT
    ]


def _identified(
    letters: Letters,
    places: npt.NDArray[np.int64],
    room: npt.NDArray[np.float64],
    drawer: _Drawer,
    sure: bool,
) -> str:
    """Return the operator that a glyph is, looking at the places where the `room` beside it is largest."""
    score, margin = (DOUBT_SCORE, DOUBT_MARGIN) if sure else (RISKY_SCORE, RISKY_MARGIN)
    for row in places[np.argsort(-room[places], kind="stable")[:TRIES]].tolist():
        seen = _seen(letters, row, float(room[row]), drawer)
        if seen.text in POINTS and chr(letters.code[row]) in ",.":
            return ""  # a bold comma is nearly square; a colon of one dot is a point
        clear = seen.score >= DOUBT_SCORE and seen.margin >= CLEAR_MARGIN
        if seen.text and (clear or (seen.score >= score and seen.margin >= margin)):
            return seen.text
        if not seen.text and seen.score >= CERTAINLY_OTHER:
            break
    code, name = int(letters.code[places[0]]), letters.fonts[int(letters.font[places[0]])].name
    if 0xF000 <= code < 0xF100 and "symbol" in name.lower():
        return _SYMBOL_CODES.get(code - 0xF000, "")
    return ""


def _room(letters: Letters) -> npt.NDArray[np.float64]:
    """Return the free room beside each letter, points; letters of other lines do not count."""
    gap = letters.box[1:, 0] - letters.box[:-1, 2]
    apart = np.abs(np.diff(letters.baseline)) > letters.size[1:]
    gap = np.where(apart, letters.size[1:], np.maximum(gap, 0.0))
    beside = np.concatenate([[np.inf], gap, [np.inf]])
    free: npt.NDArray[np.float64] = np.minimum(np.minimum(beside[1:], beside[:-1]), letters.size)
    return free


@dataclass(frozen=True, slots=True)
class _Drawer:
    """Draws places of an upright page from the sheet that it was turned from."""

    page: Any
    direction: int
    width: float
    height: float

    def pixels(self, x0: float, top: float, x1: float, bottom: float, scale: float) -> Pixels:
        turns, place = 0, (x0, top, x1, bottom)
        if self.direction == 90:
            turns, place = -1, (top, self.width - x1, bottom, self.width - x0)
        elif self.direction == 180:
            turns, place = 2, (self.width - x1, self.height - bottom, self.width - x0, self.height - top)
        elif self.direction == 270:
            turns, place = 1, (self.height - bottom, x0, self.height - top, x1)
        return np.rot90(draw(self.page, place, scale), turns)


def _seen(letters: Letters, row: int, room: float, drawer: _Drawer) -> Likeness:
    em = float(letters.size[row])
    x0, x1 = float(letters.box[row, 0]), float(letters.box[row, 2])
    baseline = float(letters.baseline[row])
    if em < SMALLEST_SIZE or x1 - x0 < 0.1 * em:
        return Likeness("", 0.0, 0.0)
    pad = min(room, 0.1 * em)
    top, bottom = baseline - ABOVE * em, baseline + BELOW * em
    return likeness(drawer.pixels(x0 - pad, top, x1 + pad, bottom, EM / em), ABOVE * EM)
