"""Text that a clip hides: a page pulled in as a figure brings all its text, and shows a part of it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from curate.pdf import pdfium

MOST_CLIPS = 4
"""Clip paths of one object that are looked at."""

MOST_POINTS = 8
"""A clip with more points is no frame, and is taken to show what is in its bounds."""

_page_object = ctypes.c_void_p
_clip_of = pdfium.quick("FPDFPageObj_GetClipPath", ctypes.c_void_p, _page_object)
_count_paths = pdfium.quick("FPDFClipPath_CountPaths", ctypes.c_int, ctypes.c_void_p)
_count_segments = pdfium.quick(
    "FPDFClipPath_CountPathSegments", ctypes.c_int, ctypes.c_void_p, ctypes.c_int
)
_segment = pdfium.quick(
    "FPDFClipPath_GetPathSegment", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int
)
_point = pdfium.quick("FPDFPathSegment_GetPoint", ctypes.c_int, *[ctypes.c_void_p] * 3)
_bounds = pdfium.quick("FPDFPageObj_GetBounds", ctypes.c_int, *[ctypes.c_void_p] * 5)


def clipped_away(objects: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Tell which page objects lie wholly outside one of their clips.

    Parameters
    ----------
    objects
        Addresses of page objects.
    """
    box = np.zeros(4, np.float32)  # left, bottom, right, top
    at = [box.ctypes.data + 4 * i for i in range(4)]
    hidden = []
    for handle in objects:
        clip = _clip_of(handle)
        paths = min(_count_paths(clip), MOST_CLIPS) if clip else 0
        frames = [frame for i in range(paths) if (frame := _frame(clip, i)) is not None]
        if not frames or not _bounds(handle, *at):
            hidden.append(False)
            continue
        left, bottom, right, top = box.tolist()
        hidden.append(
            any(right <= x0 or left >= x1 or top <= y0 or bottom >= y1 for x0, y0, x1, y1 in frames)
        )
    return np.array(hidden, np.bool_)


def _frame(clip: int, path: int) -> tuple[float, float, float, float] | None:
    count = _count_segments(clip, path)
    if not 3 <= count <= MOST_POINTS:
        return None
    place = np.zeros(2, np.float32)
    x_at = place.ctypes.data
    xs, ys = [], []
    for number in range(count):
        segment = _segment(clip, path, number)
        if not segment or not _point(segment, x_at, x_at + 4):
            return None
        xs.append(float(place[0]))
        ys.append(float(place[1]))
    return min(xs), min(ys), max(xs), max(ys)
