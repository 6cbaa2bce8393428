"""The subpaths of drawn paths: which are boxes, and which straight strokes the others hold."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from curate.pdf import pdfium

STRAIGHT = 0.6
"""Points; how far a line may leave the horizontal or vertical."""

THICKEST = 3.0
"""Points; a filled rectangle thinner than this is a rule."""

_ALL_CORNERS = 0b1111

_segment = pdfium.quick("FPDFPath_GetPathSegment", ctypes.c_size_t)
_segment_type = pdfium.quick("FPDFPathSegment_GetType")
_segment_point = pdfium.quick("FPDFPathSegment_GetPoint")
_segment_close = pdfium.quick("FPDFPathSegment_GetClose")

_POINTS = pdfium.Batch("f4", 2, apart=True)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Piece = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Subpaths:
    """Subpaths without curves, in points of the shown page.

    Attributes
    ----------
    x, y
        Of all points.
    start, length
        Of each subpath among the points.
    path
        Number of the path that each subpath belongs to.
    closed
        Whether its last point is joined to its first.
    box
        Whether it is a rectangle, or two lines almost on one another.
    """

    x: Floats
    y: Floats
    start: Numbers
    length: Numbers
    path: Numbers
    closed: Flags
    box: Flags

    def boxes(self) -> Iterator[tuple[Piece, int]]:
        """Give each box (x0, top, x1, bottom) with the number of its path."""
        rows = np.flatnonzero(self.box)
        edges = [tuple(edge) for edge in _bounds_of(self.x, self.y, self.start)[rows].tolist()]
        return zip(edges, self.path[rows].tolist(), strict=True)

    def strokes(self, stroked: Flags, half: Floats) -> tuple[list[Piece], list[Piece]]:
        """Return the level and the upright lines of subpaths that are no boxes.

        Parameters
        ----------
        stroked, half
            Of each path: whether it is stroked, and half the width of its stroke.
        """
        last = self.start + self.length - 1
        used = stroked[self.path] & ~self.box
        owner = np.repeat(np.arange(len(self.start)), self.length)
        after = np.arange(1, len(self.x) + 1)
        after[last] = np.where(self.closed, self.start, last)
        line = used[owner]
        line[last] &= self.closed
        before = np.flatnonzero(line)
        after, pen = after[before], half[self.path[owner[before]]]
        ax, ay, bx, by = self.x[before], self.y[before], self.x[after], self.y[after]
        level = np.abs(ay - by) <= STRAIGHT
        upright = ~level & (np.abs(ax - bx) <= STRAIGHT)
        x, y = (ax + bx) / 2, (ay + by) / 2
        across = (np.minimum(ax, bx), y - pen, np.maximum(ax, bx), y + pen)
        down = (x - pen, np.minimum(ay, by), x + pen, np.maximum(ay, by))
        return _tuples(across, level), _tuples(down, upright)


def _tuples(columns: tuple[Floats, Floats, Floats, Floats], rows: Flags) -> list[Piece]:
    return list(zip(*(column[rows].tolist() for column in columns), strict=True))


def read_subpaths(paths: Sequence[Any], count: Numbers, matrices: Floats) -> Subpaths:
    """Read the subpaths of paths.

    Parameters
    ----------
    paths
        Pointers to path objects.
    count
        Segments of each.
    matrices
        From each path to the shown page, rows of a, b, c, d, e, f.
    """
    segments = [
        pdfium.pointer(segment)
        for path, length in zip(paths, count.tolist(), strict=True)
        for segment in map(_segment, repeat(path), range(length))
    ]
    kind = np.fromiter(map(_segment_type, segments), np.int64, len(segments))
    closing = np.fromiter(map(_segment_close, segments), np.bool_, len(segments))
    points = _POINTS.call(_segment_point, segments).astype(np.float64)
    path = np.repeat(np.arange(len(paths)), count)
    a, b, c, d, e, f = matrices[path].T
    x = a * points[:, 0] + c * points[:, 1] + e
    y = b * points[:, 0] + d * points[:, 1] + f
    begins = kind == raw.FPDF_SEGMENT_MOVETO
    begins[np.cumsum(count[count > 0]) - count[count > 0]] = True
    start = np.flatnonzero(begins)
    length = np.diff(np.append(start, len(x)))
    curved = _any(kind == raw.FPDF_SEGMENT_BEZIERTO, start)
    kept = ~curved & (length > 1)
    rows = np.repeat(kept, length)
    return _subpaths(x[rows], y[rows], length[kept], path[start[kept]], _any(closing, start)[kept])


def _subpaths(x: Floats, y: Floats, length: Numbers, path: Numbers, closed: Flags) -> Subpaths:
    start = np.cumsum(length) - length
    return Subpaths(x, y, start, length, path, closed, _are_boxes(x, y, start, length))


def _any(flags: Flags, start: Numbers) -> Flags:
    return np.logical_or.reduceat(flags, start) if len(start) else np.zeros(0, np.bool_)


def _bounds_of(x: Floats, y: Floats, start: Numbers) -> Floats:
    if not len(start):
        return np.zeros((0, 4))
    low, high = np.minimum.reduceat, np.maximum.reduceat
    return np.stack([low(x, start), low(y, start), high(x, start), high(y, start)], axis=1)


def _are_boxes(x: Floats, y: Floats, start: Numbers, length: Numbers) -> Flags:
    """Tell which subpaths have four or five points, all of them at corners of their bounds.

    Each corner must be there, unless the box is thin and has five points.
    """
    edges = _bounds_of(x, y, start)
    x0, top, x1, bottom = np.repeat(edges, length, axis=0).T
    cornered = (np.minimum(x - x0, x1 - x) <= STRAIGHT) & (np.minimum(y - top, bottom - y) <= STRAIGHT)
    corner = 1 << (2 * (np.abs(x - x0) > STRAIGHT) + (np.abs(y - top) > STRAIGHT))
    if not len(start):
        return np.zeros(0, np.bool_)
    corners = np.bitwise_or.reduceat(corner, start)
    thin = np.minimum(edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]) <= THICKEST
    found: Flags = (
        ((length == 4) | (length == 5))
        & np.logical_and.reduceat(cornered, start)
        & ((corners == _ALL_CORNERS) | (thin & (length == 5)))
    )
    return found
