"""Which operator a drawn glyph is: bars and points by their structure, the rest by comparison with known shapes.

The known shapes are drawn by PDFium from the fonts that it carries, once a process. Digits, letters and
other marks are among them, so that a digit is not taken for the operator that it resembles most.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from curate.pdf.image import Pixels, draw

OPERATORS = "±+×<>≤≥"
POINTS = ".·"
OTHERS = "0123456789bNoBDcnp*#$%&()[]{}/|~?!;:,."
GREEK = "αβγδεμχΔΣ∞≈•°→↑↓≠√"
FONTS = (
    ("Helvetica", "±+×<>" + OTHERS),
    ("Helvetica-Bold", "±+×<>" + OTHERS),
    ("Times-Roman", "±+×<>" + OTHERS),
    ("Symbol", "±+×<>≤≥" + GREEK),
)

EM = 40
"""Pixels an em at which glyphs are drawn."""

SIDE = 20
"""Squares along each side of the grid on which shapes are compared."""

FAINTEST = 60
"""Of 255; a glyph with less contrast to its ground is not looked at."""

SMALLEST = 0.22
"""Em; operators are larger in one direction at least."""

BAR_FILL = 0.85
"""Share of its box that a bar fills."""

MINUS_ASPECT, HYPHEN_ASPECT = 3.0, 1.7
"""Width over height of a bar, at least."""

MINUS_WIDTH = 0.38
"""Em; shorter bars are hyphens."""

BAR_LOW, BAR_HIGH = 0.05, 0.6
"""Em above the baseline between which a minus stands; lower is an underscore, higher an accent."""

POINT_ASPECT, POINT_FILL = 1.4, 0.6
"""Of a disc or a square: longer side over shorter at most, and the share of its box that it fills at least."""

POINT_LOW, POINT_MIDDLE, POINT_HIGH = 0.0, 0.16, 0.45
"""Em above the baseline of a point's middle: up to the second it is a full stop, above it a middle dot."""

ASPECT_FREE = 0.25
"""Natural logarithm of width over height: fonts differ by so much without loss of score."""

Ink = npt.NDArray[np.bool_]
Grid = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """A glyph on the grid of comparison.

    Attributes
    ----------
    grid
        Ink per square, mean 0 and length 1.
    aspect
        Natural logarithm of width over height.
    """

    grid: Grid
    aspect: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a glyph looks like.

    Attributes
    ----------
    text
        The operator; "" when it looks like none.
    score
        1 for the same shape, 0 for nothing in common.
    margin
        By how much that is better than the best shape that is another character.
    """

    text: str
    score: float
    margin: float


def likeness(pixels: Pixels, baseline: float) -> Likeness:
    """Return the operator that a glyph looks like, or a point; whether one may stand there is the caller's to know.

    Parameters
    ----------
    pixels
        The glyph alone, upright, `EM` pixels an em.
    baseline
        Row of its baseline in `pixels`.
    """
    ink = _ink(pixels)
    if ink is None:
        return Likeness("", 0.0, 0.0)
    ink = _alone(ink)
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    glyph = ink[top:bottom, int(columns[0]) : int(columns[-1]) + 1]
    middle = (baseline - (top + bottom) / 2) / EM
    if max(glyph.shape) < SMALLEST * EM:
        point = _point(glyph, middle)
        return Likeness(point, 1.0, 1.0) if point else Likeness("", 0.0, 0.0)
    bars = _bars(glyph, middle)
    return Likeness(bars, 1.0, 1.0) if bars else _best(_shape(glyph))


def _ink(pixels: Pixels) -> Ink | None:
    """Return where the glyph is, whatever its colour and its ground; None if nothing stands out."""
    grey = pixels.sum(2, dtype=np.float64) / 3.0
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    contrast = np.abs(grey - np.median(edge))
    if contrast.max() < FAINTEST:
        return None
    ink: Ink = contrast > contrast.max() / 2
    return ink


def _alone(ink: Ink) -> Ink:
    """Clear what leans in from the neighbours: operators have no gap from left to right.

    Of the parts that empty columns set apart, the one with the most ink around the middle is kept.
    """
    used = ink.any(0)
    parts = np.cumsum(np.diff(used.astype(np.int8), prepend=0) == 1) * used
    width = ink.shape[1]
    weight = ink.sum(0) * (1.0 - np.abs(np.arange(width) - (width - 1) / 2) / width)
    heaviest = int(np.argmax(np.bincount(parts, weights=weight)[1:])) + 1
    kept: Ink = ink & (parts == heaviest)
    return kept


def _point(glyph: Ink, middle: float) -> str:
    """Return "." or "·" for a small disc or square by its height, else nothing."""
    round_or_square = max(glyph.shape) <= POINT_ASPECT * min(glyph.shape) and glyph.mean() >= POINT_FILL
    if not round_or_square or not POINT_LOW <= middle <= POINT_HIGH:
        return ""
    return "." if middle <= POINT_MIDDLE else "·"


def _bars(glyph: Ink, middle: float) -> str:
    """Return "−", "-" or "=" for one bar or two, else nothing."""
    height, width = glyph.shape
    full = glyph.mean(1) > BAR_FILL
    if full.all() and glyph.mean() > BAR_FILL and BAR_LOW < middle < BAR_HIGH:
        if width >= MINUS_ASPECT * height and width >= MINUS_WIDTH * EM:
            return "−"
        return "-" if width >= HYPHEN_ASPECT * height else ""
    clear = ~glyph.any(1)
    changes = np.flatnonzero(full[1:] != full[:-1])
    two = len(changes) == 2 and full[0] and full[-1]
    even = two and (full | clear).mean() > BAR_FILL and clear.sum() >= 0.15 * height
    return "=" if even and 0.8 * height <= width <= 4 * height else ""


def _shape(glyph: Ink) -> Shape:
    height, width = glyph.shape
    total = np.zeros((height + 1, width + 1))
    total[1:, 1:] = glyph.cumsum(0).cumsum(1)
    both = _between(height) @ total @ _between(width).T
    grid = _blurred(np.diff(np.diff(both, axis=0), axis=1))
    grid = grid - grid.mean()
    length = float(np.sqrt((grid**2).sum()))
    return Shape(grid / length if length > 0 else grid, float(np.log(width / height)))


def _between(length: int) -> Grid:
    """Return the matrix that interpolates ``length + 1`` values at the lines of the grid."""
    place = np.linspace(0, length, SIDE + 1)
    return np.maximum(1.0 - np.abs(place[:, np.newaxis] - np.arange(length + 1)), 0.0)


def _blurred(grid: Grid) -> Grid:
    """Return the mean of each square and its neighbours: strokes differ in weight."""
    padded = np.zeros((SIDE + 2, SIDE + 2))
    padded[1:-1, 1:-1] = grid
    across = padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]
    return (across[:-2] + across[1:-1] + across[2:]) / 9.0


def _best(shape: Shape) -> Likeness:
    known = _known_shapes()
    scores = known.grids @ shape.grid.ravel()
    scores = scores - np.maximum(np.abs(known.aspects - shape.aspect) - ASPECT_FREE, 0.0)
    best = np.maximum.reduceat(scores, known.starts)
    winner = int(np.argmax(best))
    score = float(best[winner])
    if known.names[winner] not in OPERATORS:
        return Likeness("", score, 0.0)
    return Likeness(known.names[winner], score, score - float(np.delete(best, winner).max()))


@dataclass(frozen=True, slots=True)
class _Known:
    """Known shapes, those of one character together.

    Attributes
    ----------
    names, starts
        The characters, and the first row of each.
    grids, aspects
        As in `Shape`, a row a shape.
    """

    names: list[str]
    starts: npt.NDArray[np.int64]
    grids: Grid
    aspects: npt.NDArray[np.float64]


@cache
def _known_shapes() -> _Known:
    shapes = sorted([*_carried(), *_constructed()], key=lambda known: known[0])
    names = [name for name, _ in shapes]
    made = [_shape(ink) for _, ink in shapes]
    found, starts = np.unique(names, return_index=True)
    grids = np.stack([shape.grid.ravel() for shape in made])
    return _Known(found.tolist(), starts, grids, np.array([shape.aspect for shape in made]))


def _carried() -> Iterator[tuple[str, Ink]]:
    """Give the shapes of the fonts that PDFium carries."""
    document = raw.FPDF_CreateNewDocument()
    try:
        for font_name, letters in FONTS:
            font = raw.FPDFText_LoadStandardFont(document, font_name.encode())
            page = raw.FPDFPage_New(document, 0, 2.0 * EM * len(letters), 2.0 * EM)
            for place, letter in enumerate(letters):
                _write(document, page, font, letter, (2.0 * place + 0.5) * EM)
            raw.FPDFPage_GenerateContent(page)
            pixels = draw(page, (0.0, 0.0, 2.0 * EM * len(letters), 2.0 * EM), 1.0)
            raw.FPDF_ClosePage(page)
            raw.FPDFFont_Close(font)
            for place, letter in enumerate(letters):
                ink = _ink(pixels[:, 2 * EM * place : 2 * EM * (place + 1)])
                if ink is not None:
                    yield letter, _trimmed(ink)
    finally:
        raw.FPDF_CloseDocument(document)


_Line = tuple[float, float, float, float]


def _constructed() -> Iterator[tuple[str, Ink]]:
    """Give the forms that mathematical fonts have and the carried fonts lack.

    Wide ≤ ≥ with the bar close or parallel to the lower arm, and ± whose plus stands on its bar.
    Lines are x0, y0, x1, y1 in shares of the box, y downwards.
    """
    for weight in (0.05, 0.11):
        for lower in (0.68, 0.8):
            arms = [(1.0, 0.0, 0.0, lower / 2), (0.0, lower / 2, 1.0, lower)]
            for bar in ((0.0, 1.0, 1.0, 1.0), (0.0, 1.0 - lower / 2, 1.0, 1.0)):
                lines = [*arms, bar]
                yield "≤", _lines(lines, weight)
                yield "≥", _lines([(1 - a, b, 1 - c, d) for a, b, c, d in lines], weight)
        for foot in (0.8, 0.9, 1.0):
            middle = 0.46 if foot == 1.0 else foot / 2
            plus = [(0.0, middle, 1.0, middle), (0.5, 0.0, 0.5, foot)]
            yield "±", _lines([*plus, (0.0, 1.0, 1.0, 1.0)], weight)
        yield "+", _lines([(0.0, 0.5, 1.0, 0.5), (0.5, 0.0, 0.5, 1.0)], weight)
        yield "×", _lines([(0.0, 0.0, 1.0, 1.0), (0.0, 1.0, 1.0, 0.0)], weight)


def _lines(lines: list[_Line], weight: float, width: int = 44, height: int = 40) -> Ink:
    """Draw straight lines of `weight` (share of the height) into a box."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    half = max(weight * height / 2, 0.75)
    ink = np.zeros((height, width), np.bool_)
    for line in lines:
        ax, bx = (half + share * (width - 1 - 2 * half) for share in line[::2])
        ay, by = (half + share * (height - 1 - 2 * half) for share in line[1::2])
        length = (bx - ax) ** 2 + (by - ay) ** 2
        along = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0.0, 1.0)
        ink |= np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) <= half
    return _trimmed(ink)


def _trimmed(ink: Ink) -> Ink:
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    return ink[int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]


def _write(document: Any, page: Any, font: Any, letter: str, x: float) -> None:
    text = raw.FPDFPageObj_CreateTextObj(document, font, ctypes.c_float(EM))
    units = (letter + "\0").encode("utf-16-le")
    raw.FPDFText_SetText(text, (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units))
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, x, 0.6 * EM)
    raw.FPDFPage_InsertObject(page, text)
