"""Letters that nobody sees: not drawn at all, or white on white."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from curate.model.reading import Box
from curate.pdf.drawing import Drawing
from curate.pdf.image import draw
from curate.pdf.letters import Letters
from curate.pdf.pdfium import Reopened

SCALE = 2.0
"""Pixels a point at which white letters are looked at."""

FAINTEST = 24
"""Of 255; with less contrast in its box a letter is not seen."""

Flags = npt.NDArray[np.bool_]
Boxes = npt.NDArray[np.float64]


def may_be_hidden(letters: Letters) -> Flags:
    """Tell which letters are white or not drawn; on a page of OCR none is drawn, and none is meant."""
    if letters.unseen:
        return np.zeros(len(letters), np.bool_)
    undrawn = np.array([font.unseen for font in letters.fonts], np.bool_)
    found: Flags = letters.white[letters.run] | undrawn[letters.font]
    return found


def without_hidden(letters: Letters, opened: Reopened, drawing: Drawing) -> Letters:
    """Return `letters`, before they are turned, without those that cannot be seen on the page.

    A letter that is not drawn counts where a picture lies under it: it says what the picture shows.
    White ones count on a filled ground or a picture, and where something stands out in the boxes of half
    of their text object: other text may lie across them.
    """
    rows = np.flatnonzero(may_be_hidden(letters))
    if not len(rows):
        return letters
    undrawn = np.array([letters.fonts[font].unseen for font in letters.font[rows].tolist()], np.bool_)
    boxes = letters.box[rows]
    hidden = ~_inside(boxes, drawing.pictures)
    white = hidden & ~undrawn & ~_inside(boxes, drawing.grounds)
    hidden &= undrawn
    if white.any():
        faint = np.zeros(len(rows), np.bool_)
        faint[white] = _faint(opened(), boxes[white])
        run = letters.run[rows]
        share = np.bincount(run, weights=faint) / np.maximum(np.bincount(run), 1)
        hidden |= white & (share[run] > 0.5)
    kept = np.ones(len(letters), np.bool_)
    kept[rows[hidden]] = False
    return letters.chosen(kept)


def _inside(boxes: Boxes, grounds: Boxes) -> Flags:
    """Tell which boxes have their middle in one of `grounds`."""
    x, y = (boxes[:, :2] + boxes[:, 2:]).T / 2
    x0, top, x1, bottom = grounds.T[:, np.newaxis]
    inside: Flags = (
        (x0 <= x[:, np.newaxis])
        & (x[:, np.newaxis] <= x1)
        & (top <= y[:, np.newaxis])
        & (y[:, np.newaxis] <= bottom)
    ).any(1)
    return inside


def _faint(page: Any, boxes: Boxes) -> Flags:
    """Tell in which boxes the page as drawn shows nothing."""
    x0, top = boxes[:, :2].min(0).tolist()
    x1, bottom = boxes[:, 2:].max(0).tolist()
    around: Box = (x0, top, x1, bottom)
    grey = draw(page, around, SCALE).mean(2)
    corner = np.array([round(x0 * SCALE), round(top * SCALE)] * 2)
    places = np.rint(boxes * SCALE).astype(np.int64) - corner
    faint = [_contrast(grey, place) < FAINTEST for place in places.tolist()]
    return np.array(faint, np.bool_)


def _contrast(grey: npt.NDArray[np.float64], place: list[int]) -> float:
    left, upper, right, lower = (max(edge, 0) for edge in place)
    part = grey[upper : max(lower, upper + 1), left : max(right, left + 1)]
    return float(np.ptp(part)) if part.size else 0.0
