"""Rules and panels: the straight lines and boxes that a page draws, whatever they are made of.

Tables are ruled with stroked lines, thin filled rectangles, one path of many pieces, or short pieces
cell by cell; all become `Rule` objects in points of the shown page. White fills hide things and are no
boxes, and a box as large as the page is a background.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from curate.pdf import pdfium
from curate.pdf.page import Panel, Rule
from curate.pdf.pdfium import Sheet

MOST_PATHS = 6_000
"""Path objects looked at on one page; figures can have hundreds of thousands."""

MOST_PIECES = 400
"""Segments of one path; a path with more is part of a figure."""

BOX_PIECES = 6
"""Segments of a rectangle; a thin fill with more may be the outline of a letter."""

MOST_NESTED = 8
"""Forms within forms."""

THICKEST = 3.0
"""Points; a filled rectangle thinner than this is a rule."""

SHORTEST = 4.0
"""Points; shorter pieces are marks of figures unless they join others to a rule."""

APART = 2.5
"""Points; pieces of one rule may have such gaps."""

SAME_LINE = 1.0
"""Points; pieces of one rule may lie so far off its line."""

SMALLEST_DOT, LARGEST_DOT = 0.4, 2.5
"""Points; a filled square or disc in between may be a decimal point."""

STRAIGHT = 0.6
"""Points; how far a line may leave the horizontal or vertical."""

WHITE = 250
"""Of 255; a fill at least so bright in all colours is white."""

SHEET_SIZED = 0.9
"""A panel of this share of the page's width and height is a background."""

Matrix = tuple[float, float, float, float, float, float]
_Piece = tuple[float, float, float, float]

_handle = ctypes.c_void_p
_count = pdfium.quick("FPDFPage_CountObjects", ctypes.c_int, _handle)
_object = pdfium.quick("FPDFPage_GetObject", _handle, _handle, ctypes.c_int)
_form_count = pdfium.quick("FPDFFormObj_CountObjects", ctypes.c_int, _handle)
_form_object = pdfium.quick("FPDFFormObj_GetObject", _handle, _handle, ctypes.c_ulong)
_type = pdfium.quick("FPDFPageObj_GetType", ctypes.c_int, _handle)
_bounds = pdfium.quick("FPDFPageObj_GetBounds", ctypes.c_int, _handle, *[_handle] * 4)
_matrix = pdfium.quick("FPDFPageObj_GetMatrix", ctypes.c_int, _handle, _handle)
_draw_mode = pdfium.quick("FPDFPath_GetDrawMode", ctypes.c_int, _handle, _handle, _handle)
_fill = pdfium.quick("FPDFPageObj_GetFillColor", ctypes.c_int, _handle, *[_handle] * 4)
_stroke = pdfium.quick("FPDFPageObj_GetStrokeColor", ctypes.c_int, _handle, *[_handle] * 4)
_stroke_width = pdfium.quick("FPDFPageObj_GetStrokeWidth", ctypes.c_int, _handle, _handle)
_segments = pdfium.quick("FPDFPath_CountSegments", ctypes.c_int, _handle)
_segment = pdfium.quick("FPDFPath_GetPathSegment", _handle, _handle, ctypes.c_int)
_segment_type = pdfium.quick("FPDFPathSegment_GetType", ctypes.c_int, _handle)
_segment_point = pdfium.quick("FPDFPathSegment_GetPoint", ctypes.c_int, _handle, _handle, _handle)
_segment_close = pdfium.quick("FPDFPathSegment_GetClose", ctypes.c_int, _handle)


@dataclass(frozen=True, slots=True)
class Dot:
    """A small filled square or disc: its middle and its larger side, points."""

    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The rules, panels and dots of one page; `scanned` when one image covers it."""

    rules: tuple[Rule, ...]
    panels: tuple[Panel, ...]
    cut: bool = False
    scanned: bool = False
    dots: tuple[Dot, ...] = ()

    def turned(self, direction: int, width: float, height: float) -> Drawing:
        """Return the drawing on the page turned by `direction`, see `Page.turned`."""
        if not direction:
            return self

        def turn(x0: float, top: float, x1: float, bottom: float) -> _Piece:
            if direction == 90:
                return (height - bottom, x0, height - top, x1)
            return (top, width - x1, bottom, width - x0)

        return Drawing(
            tuple(Rule(*turn(r.x0, r.top, r.x1, r.bottom)) for r in self.rules),
            tuple(Panel(*turn(p.x0, p.top, p.x1, p.bottom), p.filled) for p in self.panels),
            self.cut,
            self.scanned,
            tuple(Dot(*turn(d.x, d.y, d.x, d.y)[:2], d.size) for d in self.dots),
        )


def read_drawing(page: Any, sheet: Sheet) -> Drawing:
    """Return the rules and panels of a page handle."""
    reader = _Reader(sheet)
    reader.walk(pdfium.address(page), sheet.matrix(), _count, _object, 0)
    rules = [
        *merge(reader.level, reader.width, reader.height, across=True),
        *merge(reader.upright, reader.width, reader.height, across=False),
    ]
    panels, dots = tuple(dict.fromkeys(reader.panels)), tuple(dict.fromkeys(reader.dots))
    return Drawing(tuple(rules), panels, reader.cut, reader.scanned, dots)


class _Reader:
    """Walks over the objects of a page and its forms."""

    def __init__(self, sheet: Sheet) -> None:
        self.width, self.height = sheet.size
        self.level: list[_Piece] = []
        self.upright: list[_Piece] = []
        self.panels: list[Panel] = []
        self.dots: list[Dot] = []
        self.paths = 0
        self.cut = False
        self.scanned = False
        self._room = np.zeros(8, np.float32)
        self._at = self._room.ctypes.data
        self._colour = np.zeros(4, np.uint32)
        self._ints = np.zeros(2, np.int32)

    def walk(self, holder: int, matrix: Matrix, count: Any, item: Any, depth: int) -> None:
        for i in range(max(count(holder), 0)):
            thing = item(holder, i)
            if not thing:
                continue
            kind = _type(thing)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self.paths += 1
                if self.paths > MOST_PATHS:
                    self.cut = True
                    return
                self.path(thing, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.image(thing, matrix)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MOST_NESTED:
                self.walk(thing, self.joined(thing, matrix), _form_count, _form_object, depth + 1)
                if self.cut:
                    return

    def joined(self, thing: int, outer: Matrix) -> Matrix:
        """Return the matrix of an object followed by `outer`."""
        if not _matrix(thing, self._at):
            return outer
        a, b, c, d, e, f = self._room[:6].tolist()
        oa, ob, oc, od, oe, of = outer
        return (
            a * oa + b * oc,
            a * ob + b * od,
            c * oa + d * oc,
            c * ob + d * od,
            e * oa + f * oc + oe,
            e * ob + f * od + of,
        )

    def image(self, thing: int, matrix: Matrix) -> None:
        at = self._at
        if _bounds(thing, at, at + 4, at + 8, at + 12):
            x0, top, x1, bottom = _mapped(matrix, self._room[:4].tolist())
            wide, high = min(x1, self.width) - max(x0, 0), min(bottom, self.height) - max(top, 0)
            covered = wide >= SHEET_SIZED * self.width and high >= SHEET_SIZED * self.height
            self.scanned = self.scanned or covered

    def path(self, thing: int, matrix: Matrix) -> None:
        at = self._at
        if not _bounds(thing, at, at + 4, at + 8, at + 12):
            return
        x0, top, x1, bottom = _mapped(matrix, self._room[:4].tolist())
        wide, high = x1 - x0, bottom - top
        if x1 < 0 or bottom < 0 or x0 > self.width or top > self.height:
            return
        filled, stroked = self.paint(thing)
        if filled and min(wide, high) >= SMALLEST_DOT and max(wide, high) <= LARGEST_DOT:
            if max(wide, high) <= 1.5 * min(wide, high):
                self.dots.append(Dot((x0 + x1) / 2, (top + bottom) / 2, max(wide, high)))
            return
        if not (filled or stroked) or max(wide, high) < 1.0:
            return
        count = _segments(thing)
        thin = min(wide, high) <= THICKEST and max(wide, high) > min(wide, high)
        if thin and ((filled and count <= BOX_PIECES) or (stroked and count > MOST_PIECES)):
            self.line(x0, top, x1, bottom)
        elif count <= MOST_PIECES:
            self.pieces(thing, self.joined(thing, matrix), filled, stroked)

    def paint(self, thing: int) -> tuple[bool, bool]:
        """Tell whether a path is filled and whether it is stroked with anything but white."""
        at = self._ints.ctypes.data
        if not _draw_mode(thing, at, at + 4):
            return False, False
        fill, stroke = self._ints.tolist()
        return bool(fill) and self.inked(_fill, thing), bool(stroke) and self.inked(_stroke, thing)

    def inked(self, colour: Any, thing: int) -> bool:
        at = self._colour.ctypes.data
        if not colour(thing, at, at + 4, at + 8, at + 12):
            return True
        red, green, blue, alpha = self._colour.tolist()
        return alpha > 0 and min(red, green, blue) < WHITE

    def pen(self, thing: int, matrix: Matrix) -> float:
        """Return the width of a path's stroke on the page."""
        if not _stroke_width(thing, self._at):
            return 0.0
        a, b, c, d = matrix[:4]
        return float(self._room[0]) * math.sqrt(abs(a * d - b * c))

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        if x1 - x0 >= bottom - top:
            self.level.append((x0, top, x1, bottom))
        else:
            self.upright.append((x0, top, x1, bottom))

    def pieces(self, thing: int, matrix: Matrix, filled: bool, stroked: bool) -> None:
        """Read the subpaths of a path: boxes become panels and rules, straight strokes rules."""
        half = self.pen(thing, matrix) / 2 if stroked else 0.0
        for points, closed, curved in self.subpaths(thing, matrix):
            if curved:
                continue
            box = _box_of(points)
            if box:
                self.box(box, filled, stroked)
            elif stroked:
                ends = [*points, points[0]] if closed else points
                for (ax, ay), (bx, by) in pairwise(ends):
                    if abs(ay - by) <= STRAIGHT:
                        y = (ay + by) / 2
                        self.level.append((min(ax, bx), y - half, max(ax, bx), y + half))
                    elif abs(ax - bx) <= STRAIGHT:
                        x = (ax + bx) / 2
                        self.upright.append((x - half, min(ay, by), x + half, max(ay, by)))

    def box(self, box: _Piece, filled: bool, stroked: bool) -> None:
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

    def subpaths(self, thing: int, matrix: Matrix) -> list[tuple[list[tuple[float, float]], bool, bool]]:
        a, b, c, d, e, f = matrix
        found: list[tuple[list[tuple[float, float]], bool, bool]] = []
        points: list[tuple[float, float]] = []
        closed = curved = False
        for i in range(_segments(thing)):
            segment = _segment(thing, i)
            kind = _segment_type(segment)
            _segment_point(segment, self._at, self._at + 4)
            x, y = self._room[:2].tolist()
            if kind == raw.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    found.append((points, closed, curved))
                points, closed, curved = [], False, False
            curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
            points.append((a * x + c * y + e, b * x + d * y + f))
            closed = closed or bool(_segment_close(segment))
        if len(points) > 1:
            found.append((points, closed, curved))
        return found


def _mapped(matrix: Matrix, bounds: list[float]) -> _Piece:
    a, b, c, d, e, f = matrix
    left, bottom, right, top = bounds
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)


def _box_of(points: list[tuple[float, float]]) -> _Piece | None:
    """Return the rectangle that four or five points make, None if they make none."""
    if len(points) not in (4, 5):
        return None
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    corners = all(
        min(x - box[0], box[2] - x) <= STRAIGHT and min(y - box[1], box[3] - y) <= STRAIGHT
        for x, y in points
    )
    corner_count = len({(abs(x - box[0]) > STRAIGHT, abs(y - box[1]) > STRAIGHT) for x, y in points})
    thin = min(box[2] - box[0], box[3] - box[1]) <= THICKEST
    return box if corners and (corner_count == 4 or (thin and len(points) == 5)) else None


def merge(pieces: list[_Piece], width: float, height: float, *, across: bool) -> list[Rule]:
    """Join pieces on one line into rules, clipped to the page.

    Parameters
    ----------
    pieces
        x0, top, x1, bottom.
    width, height
        Of the page, points.
    across
        True for horizontal pieces, False for vertical ones.
    """
    spans = sorted(
        ((top + bottom) / 2, x0, x1, bottom - top) if across else ((x0 + x1) / 2, top, bottom, x1 - x0)
        for x0, top, x1, bottom in pieces
    )
    length, limit = (width, height) if across else (height, width)
    spans = [
        (place, max(start, 0.0), min(end, length), thick)
        for place, start, end, thick in spans
        if -THICKEST <= place <= limit + THICKEST
    ]
    rules: list[Rule] = []
    while spans:
        first = spans[0][0]
        group = [span for span in spans if span[0] - first <= SAME_LINE]
        spans = spans[len(group) :]
        rules.extend(
            _rule(*line, across=across) for line in _joined(group) if line[2] - line[1] >= SHORTEST
        )
    return rules


_Span = tuple[float, float, float, float]
"""Place across the line, start and end along it, thickness."""


def _joined(group: list[_Span]) -> list[_Span]:
    """Join the spans of one line that touch or nearly touch."""
    joined: list[_Span] = []
    for place, start, end, thick in sorted(group, key=lambda span: span[1]):
        if joined and start - joined[-1][2] <= APART:
            last = joined[-1]
            joined[-1] = (last[0], last[1], max(last[2], end), max(last[3], thick))
        else:
            joined.append((place, start, end, thick))
    return joined


def _rule(place: float, start: float, end: float, thick: float, *, across: bool) -> Rule:
    near, far = round(place - thick / 2, 2), round(place + thick / 2, 2)
    start, end = round(start, 2), round(end, 2)
    return Rule(start, near, end, far) if across else Rule(near, start, far, end)
