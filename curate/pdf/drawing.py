"""Rules and panels: the straight lines and boxes that a page draws, whatever they are made of.

Tables are ruled with stroked lines, thin filled rectangles, one path of many pieces, or short pieces
cell by cell; all become `Rule` objects in points of the shown page. White fills hide things and are no
boxes, and a box as large as the page is a background.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from curate.pdf import pdfium
from curate.pdf.colour import inked, opaque_white
from curate.pdf.page import Panel, Rule
from curate.pdf.pdfium import Sheet
from curate.pdf.rules import SHORTEST, SHORTEST_BAR, bars, merge, touching
from curate.pdf.subpaths import THICKEST, Flags, Floats, Numbers, Piece, Subpaths, read_subpaths
from curate.pdf.veils import without_covered

MOST_PATHS = 6_000
"""Path objects looked at on one page; figures can have hundreds of thousands."""

MOST_PIECES = 400
"""Segments of one path; a path with more is part of a figure."""

MOST_SEGMENTS = 8_192
"""Segments held at a time."""

BOX_PIECES = 6
"""Segments of a rectangle; a thin fill with more may be the outline of a letter."""

MOST_NESTED = 8
"""Forms within forms."""

SMALLEST_DOT, LARGEST_DOT = 0.4, 2.5
"""Points; a filled square or disc in between may be a decimal point."""

SHEET_SIZED = 0.9
"""A panel of this share of the page's width and height is a background."""

BRUSH = 7.0
"""Points; a stroke thicker than this paints a ground: the shading of paragraphs is drawn so, line by line."""

Matrix = tuple[float, float, float, float, float, float]

_count = pdfium.quick("FPDFPage_CountObjects")
_object = pdfium.quick("FPDFPage_GetObject", ctypes.c_size_t)
_form_count = pdfium.quick("FPDFFormObj_CountObjects")
_form_object = pdfium.quick("FPDFFormObj_GetObject", ctypes.c_size_t)
_type = pdfium.quick("FPDFPageObj_GetType")
_bounds = pdfium.quick("FPDFPageObj_GetBounds")
_matrix = pdfium.quick("FPDFPageObj_GetMatrix")
_draw_mode = pdfium.quick("FPDFPath_GetDrawMode")
_fill = pdfium.quick("FPDFPageObj_GetFillColor")
_stroke = pdfium.quick("FPDFPageObj_GetStrokeColor")
_stroke_width = pdfium.quick("FPDFPageObj_GetStrokeWidth")
_segments = pdfium.quick("FPDFPath_CountSegments")

_BOUNDS = pdfium.Batch("f4", 4, apart=True)  # left, bottom, right, top
_MATRICES = pdfium.Batch("f4", 6)
_MODES = pdfium.Batch("i4", 2, apart=True)  # fill, stroke
_COLOURS = pdfium.Batch(
    "u4", 4, apart=True, blank=1
)  # red, green, blue, alpha; unset is as good as black
_WIDTHS = pdfium.Batch("f4", 1)


@dataclass(frozen=True, slots=True)
class Dot:
    """A small filled square or disc: its middle and its larger side, points."""

    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The rules, panels and dots of one page; `scanned` when one image covers it.

    `grounds` and `pictures` are the bounds (x0, top, x1, bottom) of filled paths and of images, before
    turning. `bars` are short lines that no other line touches.
    """

    rules: tuple[Rule, ...]
    panels: tuple[Panel, ...]
    cut: bool = False
    scanned: bool = False
    dots: tuple[Dot, ...] = ()
    grounds: Floats = field(default_factory=lambda: np.zeros((0, 4)))
    pictures: Floats = field(default_factory=lambda: np.zeros((0, 4)))
    bars: tuple[Rule, ...] = ()

    def turned(self, direction: int, width: float, height: float) -> Drawing:
        """Return the drawing on the page turned by `direction`, see `Page.turned`."""
        if not direction:
            return self

        def turn(x0: float, top: float, x1: float, bottom: float) -> Piece:
            if direction == 90:
                return (height - bottom, x0, height - top, x1)
            if direction == 180:
                return (width - x1, height - bottom, width - x0, height - top)
            return (top, width - x1, bottom, width - x0)

        return Drawing(
            tuple(Rule(*turn(r.x0, r.top, r.x1, r.bottom)) for r in self.rules),
            tuple(Panel(*turn(p.x0, p.top, p.x1, p.bottom), p.filled) for p in self.panels),
            self.cut,
            self.scanned,
            tuple(Dot(*turn(d.x, d.y, d.x, d.y)[:2], d.size) for d in self.dots),
            bars=tuple(Rule(*turn(b.x0, b.top, b.x1, b.bottom)) for b in self.bars),
        )


def read_drawing(page: Any, sheet: Sheet) -> Drawing:
    """Return the rules and panels of a page handle."""
    objects = _Objects()
    objects.gather(_page_items(pdfium.pointer(pdfium.address(page))), sheet.matrix())
    width, height = sheet.size
    marks = _Marks(width, height)
    marks.read(objects.paths)
    level = merge(marks.level, width, height, across=True, shortest=SHORTEST_BAR)
    upright = merge(marks.upright, width, height, across=False, shortest=SHORTEST_BAR)
    alone = (*bars(level, marks.upright), *bars(upright, marks.level))
    rules = [rule for rule in (*level, *upright) if rule.length >= SHORTEST]
    rules = marks.seen(rules)
    panels, dots = tuple(dict.fromkeys(marks.panels)), tuple(dict.fromkeys(marks.dots))
    pictures = objects.images.edges() if objects.images.things else np.zeros((0, 4))
    scanned = _covered(pictures, width, height)
    return Drawing(tuple(rules), panels, objects.cut, scanned, dots, marks.grounds, pictures, alone)


@dataclass(slots=True)
class _Placed:
    """Pointers to page objects, and for each the matrix of what holds it."""

    things: list[Any] = field(default_factory=list)
    holders: list[Matrix] = field(default_factory=list)

    def add(self, thing: Any, holder: Matrix) -> None:
        self.things.append(thing)
        self.holders.append(holder)

    def chosen(self, rows: Numbers) -> _Placed:
        """Return the objects of `rows`."""
        places = rows.tolist()
        return _Placed([self.things[row] for row in places], [self.holders[row] for row in places])

    def edges(self) -> Floats:
        """Return the bounds (x0, top, x1, bottom) on the shown page, a row an object."""
        left, bottom, right, top = _BOUNDS.call(_bounds, self.things).T.astype(np.float64)
        a, b, c, d, e, f = self._outer()
        corners = [(x, y) for x in (left, right) for y in (bottom, top)]
        xs = np.stack([a * x + c * y + e for x, y in corners])
        ys = np.stack([b * x + d * y + f for x, y in corners])
        return np.stack([xs.min(0), ys.min(0), xs.max(0), ys.max(0)], axis=1)

    def matrices(self) -> Floats:
        """Return each object's own matrix followed by its holder's, a row an object."""
        own = _MATRICES.call(_matrix, self.things).astype(np.float64)
        return np.stack(_followed(own.T, self._outer()), axis=1)

    def _outer(self) -> Floats:
        return np.array(self.holders, np.float64).reshape(-1, 6).T


@dataclass(slots=True)
class _Objects:
    """The paths and images of a page and its forms."""

    paths: _Placed = field(default_factory=_Placed)
    images: _Placed = field(default_factory=_Placed)
    cut: bool = False

    def gather(self, items: Iterable[int], matrix: Matrix, depth: int = 0) -> None:
        for thing in map(pdfium.pointer, filter(None, items)):
            kind = _type(thing)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                if len(self.paths.things) == MOST_PATHS:
                    self.cut = True
                    return
                self.paths.add(thing, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.images.add(thing, matrix)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MOST_NESTED:
                own = _MATRICES.call(_matrix, [thing])[0].tolist()
                self.gather(_form_items(thing), _followed(own, matrix), depth + 1)
                if self.cut:
                    return


def _page_items(page: Any) -> Iterable[int]:
    return map(_object, repeat(page), range(max(_count(page), 0)))


def _form_items(form: Any) -> Iterable[int]:
    places = map(ctypes.c_ulong, range(max(_form_count(form), 0)))
    return map(_form_object, repeat(form), places)


def _followed(matrix: Iterable[Any], outer: Iterable[Any]) -> tuple[Any, ...]:
    """Return a matrix (a, b, c, d, e, f), of numbers or of columns, followed by `outer`."""
    a, b, c, d, e, f = matrix
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _covered(pictures: Floats, width: float, height: float) -> bool:
    """Tell whether one image covers the page."""
    x0, top, x1, bottom = pictures.T
    wide = np.minimum(x1, width) - np.maximum(x0, 0)
    high = np.minimum(bottom, height) - np.maximum(top, 0)
    return bool(((wide >= SHEET_SIZED * width) & (high >= SHEET_SIZED * height)).any())


class _Marks:
    """What the paths of a page draw, sorted into pieces of rules, panels and dots."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.level: list[Piece] = []
        self.upright: list[Piece] = []
        self.panels: list[Panel] = []
        self.dots: list[Dot] = []
        self.grounds: Floats = np.zeros((0, 4))
        self.veils: Floats = np.zeros((0, 4))
        self.veiled_at: Numbers = np.zeros(0, np.int64)
        self.painted: Floats = np.zeros((0, 4))
        self.painted_at: Numbers = np.zeros(0, np.int64)

    def read(self, paths: _Placed) -> None:
        if not paths.things:
            return
        edges = paths.edges()
        x0, top, x1, bottom = edges.T
        shown = np.flatnonzero(~((x1 < 0) | (bottom < 0) | (x0 > self.width) | (top > self.height)))
        paths, edges = paths.chosen(shown), edges[shown]
        filled, stroked = _paint(paths.things)
        self.grounds = edges[filled]
        self.look_for_veils(paths.things, edges, filled | stroked)
        sides = np.stack([edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]])
        short, long = sides.min(0), sides.max(0)
        small = filled & (short >= SMALLEST_DOT) & (long <= LARGEST_DOT)
        self.dots.extend(
            Dot((left + right) / 2, (upper + lower) / 2, size)
            for (left, upper, right, lower), size in zip(
                edges[small & (long <= 1.5 * short)].tolist(),
                long[small & (long <= 1.5 * short)].tolist(),
                strict=True,
            )
        )
        rows = np.flatnonzero(~small & (filled | stroked) & (long >= 1.0))
        paths, edges, filled, stroked = paths.chosen(rows), edges[rows], filled[rows], stroked[rows]
        count = np.fromiter(map(_segments, paths.things), np.int64, len(rows))
        thin = (short[rows] <= THICKEST) & (long[rows] > short[rows])
        whole = thin & ((filled & (count <= BOX_PIECES)) | (stroked & (count > MOST_PIECES)))
        for edge in edges[whole].tolist():
            self.line(*edge)
        rows = np.flatnonzero(~whole & (count <= MOST_PIECES))
        self.pieces(paths.chosen(rows), count[rows], filled[rows], stroked[rows])

    def look_for_veils(self, things: list[Any], edges: Floats, painted: Flags) -> None:
        """Note the white boxes, and all else that is painted, each with its place in the order."""
        blank = np.flatnonzero(~painted)
        boxes = [row for row in blank.tolist() if _segments(things[row]) <= BOX_PIECES]
        found = np.array(boxes, np.int64)
        used = _MODES.call(_draw_mode, [things[row] for row in boxes])[:, 0] != 0
        found = found[used]
        found = found[opaque_white(_fill, [things[row] for row in found.tolist()])]
        if len(found):
            self.veils, self.veiled_at = edges[found], found
            self.painted_at = np.flatnonzero(painted)
            self.painted = edges[self.painted_at]

    def seen(self, rules: list[Rule]) -> list[Rule]:
        """Return rules without what white boxes cover of them."""
        if not len(self.veils):
            return rules
        return without_covered(rules, self.veils, self.veiled_at, self.painted, self.painted_at)

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        if x1 - x0 >= bottom - top:
            self.level.append((x0, top, x1, bottom))
        else:
            self.upright.append((x0, top, x1, bottom))

    def pieces(self, paths: _Placed, count: Numbers, filled: Flags, stroked: Flags) -> None:
        """Read the subpaths of paths: boxes become panels and rules, straight strokes rules."""
        matrices = paths.matrices()
        half = _pens(paths.things, matrices) / 2
        start = 0
        while start < len(count):  # so many paths at a time that their segments stay few
            end = start + max(int(np.searchsorted(np.cumsum(count[start:]), MOST_SEGMENTS)), 1)
            found = read_subpaths(paths.things[start:end], count[start:end], matrices[start:end])
            for box, path in found.boxes():
                self.box(box, bool(filled[start + path]), bool(stroked[start + path]))
            brush = stroked[start:end] & (2 * half[start:end] > BRUSH)
            level, upright = found.strokes(stroked[start:end] & ~brush, half[start:end])
            self.level += level
            self.upright += upright
            if brush.any():
                self.strokes(found, brush, half[start:end], paths.things[start:end])
            start = end

    def strokes(self, found: Subpaths, brush: Flags, half: Floats, things: list[Any]) -> None:
        """Read strokes as thick as a line of text: those of one colour that touch are one panel."""
        shades = _COLOURS.call(_stroke, things)
        for shade in np.unique(shades[brush], axis=0):
            level, upright = found.strokes(brush & (shades == shade).all(1), half)
            for piece in touching(level, upright):
                self.box(piece, filled=True, stroked=False)

    def box(self, box: Piece, filled: bool, stroked: bool) -> None:
        x0, top, x1, bottom = box
        if min(x1 - x0, bottom - top) <= THICKEST:
            self.line(*box)
            return
        if x1 - x0 >= SHEET_SIZED * self.width and bottom - top >= SHEET_SIZED * self.height:
            return
        self.panels.append(Panel(round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2), filled))
        if stroked:
            self.line(x0, top, x1, top)
            self.line(x0, bottom, x1, bottom)
            self.line(x0, top, x0, bottom)
            self.line(x1, top, x1, bottom)


def _paint(things: list[Any]) -> tuple[Flags, Flags]:
    """Tell which paths are filled and which are stroked with anything but white."""
    filled, stroked = _MODES.call(_draw_mode, things).T != 0
    return _inked(_fill, things, filled), _inked(_stroke, things, stroked)


def _inked(colour: Any, things: list[Any], used: Flags) -> Flags:
    """Return `used` without the paths whose colour is white or clear."""
    rows = np.flatnonzero(used)
    found = np.zeros(len(things), np.bool_)
    found[rows] = inked(colour, [things[row] for row in rows.tolist()])
    return found


def _pens(things: list[Any], matrices: Floats) -> Floats:
    """Return the widths of strokes on the page."""
    a, b, c, d = matrices.T[:4]
    widths: Floats = _WIDTHS.call(_stroke_width, things)[:, 0] * np.sqrt(np.abs(a * d - b * c))
    return widths
