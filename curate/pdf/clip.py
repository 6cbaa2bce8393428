"""Text that a clip hides: a page pulled in as a figure brings all its text, and shows a part of it."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from curate.pdf import pdfium

MOST_CLIPS = 4
"""Clip paths of one object that are looked at."""

MOST_POINTS = 8
"""A clip with more points is no frame, and is taken to show what is in its bounds."""

_clip_of = pdfium.quick("FPDFPageObj_GetClipPath", ctypes.c_size_t)
_count_paths = pdfium.quick("FPDFClipPath_CountPaths")
_count_segments = pdfium.quick("FPDFClipPath_CountPathSegments")
_segment = pdfium.quick("FPDFClipPath_GetPathSegment", ctypes.c_size_t)
_point = pdfium.quick("FPDFPathSegment_GetPoint")
_bounds = pdfium.quick("FPDFPageObj_GetBounds")

_Frame = tuple[float, float, float, float]


def clipped_away(objects: Sequence[Any]) -> npt.NDArray[np.bool_]:
    """Tell which page objects lie wholly outside one of their clips.

    Parameters
    ----------
    objects
        Pointers to page objects.
    """
    hidden = np.zeros(len(objects), np.bool_)
    clips = [pdfium.pointer(clip) for clip in map(_clip_of, objects)]
    box = np.zeros(4, np.float32)  # left, bottom, right, top
    at = [pdfium.pointer(box.ctypes.data + 4 * i) for i in range(4)]
    seen: dict[tuple[int, int], _Frame | None] = {}
    for row, paths in enumerate(map(_count_paths, clips)):
        if paths <= 0:
            continue
        frames = [_frame_of(clips[row], path, seen) for path in range(min(paths, MOST_CLIPS))]
        if any(frames) and _bounds(objects[row], *at):
            left, bottom, right, top = box.tolist()
            hidden[row] = any(
                right <= frame[0] or left >= frame[2] or top <= frame[1] or bottom >= frame[3]
                for frame in frames
                if frame
            )
    return hidden


def _frame_of(clip: Any, path: int, seen: dict[tuple[int, int], _Frame | None]) -> _Frame | None:
    """Return the bounds of a clip; clips that share their first segment are one, read once a page."""
    count = _count_segments(clip, path)
    first = _segment(clip, path, 0) if count > 0 else 0
    if (first, count) not in seen:
        seen[first, count] = _frame(clip, path, count)
    return seen[first, count]


def _frame(clip: Any, path: int, count: int) -> _Frame | None:
    if not 3 <= count <= MOST_POINTS:
        return None
    place = np.zeros(2, np.float32)
    at = [pdfium.pointer(place.ctypes.data + 4 * i) for i in range(2)]
    xs, ys = [], []
    for number in range(count):
        segment = _segment(clip, path, number)
        if not segment or not _point(pdfium.pointer(segment), *at):
            return None
        xs.append(float(place[0]))
        ys.append(float(place[1]))
    return min(xs), min(ys), max(xs), max(ys)
