"""Pictures of pages and of places on them, as PNG."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from curate.errors import ReportError
from curate.model.reading import Box
from curate.pdf import pdfium
from curate.pdf.pdfium import Sheet, Unreadable

MOST_PIXELS = 25_000_000
"""Of one picture; counted before anything is drawn."""

MARK = (200, 30, 30)
"""Red, green, blue of the outline around the place."""

POINTS_PER_INCH = 72.0

Pixels = npt.NDArray[np.uint8]
Stroke = tuple[Box, tuple[int, int, int], float, float]


@dataclass(frozen=True, slots=True)
class _View:
    """A part of a page, in points from its top left corner, and pixels a point."""

    box: Box
    scale: float

    @property
    def size(self) -> tuple[int, int]:
        x0, top, x1, bottom = self.box
        return (
            max(math.ceil((x1 - x0) * self.scale), 1),
            max(math.ceil((bottom - top) * self.scale), 1),
        )


def render_page(path: Path, page: int, dpi: float = 100.0) -> bytes:
    """Return a PNG of page `page` (from 1).

    Raises
    ------
    ReportError
        The file does not open, has no such page, or the picture would have more than 25 megapixels.
    """
    return _png(_render(path, page, None, dpi, 0.0)[0])


def render_crop(
    path: Path,
    page: int,
    box: Box,
    dpi: float = 150.0,
    *,
    margin: float = 18.0,
    before: float = 0.0,
    mark: bool = True,
) -> bytes:
    """Return a PNG of the place `box` on page `page`.

    Parameters
    ----------
    box
        x0, top, x1, bottom in points, as in evidence.
    dpi
        Pixels an inch.
    margin
        Points of the page around the box.
    before
        More of them to its left, where the labels of a table's rows stand.
    mark
        Draw the outline of the box.

    Raises
    ------
    ReportError
        As `render_page`.
    """
    wider = (max(box[0] - before, 0.0), *box[1:]) if before else box
    pixels, view = _render(path, page, wider, dpi, margin)
    if mark:
        _outline(pixels, view, box)
    return _png(pixels)


def render_painted(path: Path, page: int, strokes: Iterable[Stroke], dpi: float = 144.0) -> bytes:
    """Return a PNG of page `page` (from 1) with boxes on it.

    Parameters
    ----------
    strokes
        (box, colour, fill, line): red, green and blue; share of the colour inside the box, 0 to 1;
        width of the outline in points. Drawn in their order, dark print stays dark.

    Raises
    ------
    ReportError
        As `render_page`.
    """
    pixels, view = _render(path, page, None, dpi, 0.0)
    for box, colour, fill, line in strokes:
        _paint(pixels, view, box, np.asarray(colour, np.float64), fill, line)
    return _png(pixels)


def _paint(
    pixels: Pixels,
    view: _View,
    box: Box,
    colour: npt.NDArray[np.float64],
    fill: float,
    line: float,
) -> None:
    """Multiply a box into `pixels`, as a marker pen does, and draw its outline a point outside."""
    inside = _part(pixels, view, box, 0.0)
    if fill:
        inside[:] = (inside * (1 - fill * (1 - colour / 255))).astype(np.uint8)
    if line:
        thick = max(round(line * view.scale), 1)
        around = _part(pixels, view, box, 1.0 + line)
        for edge in (around[:thick], around[-thick:], around[:, :thick], around[:, -thick:]):
            edge[:] = colour


def _part(pixels: Pixels, view: _View, box: Box, margin: float) -> Pixels:
    """Return the view into `pixels` of `box` with `margin` points around it, as far as the page goes."""
    height, width = pixels.shape[:2]
    x0, x1 = box[0] - margin, box[2] + margin
    top, bottom = box[1] - margin, box[3] + margin
    left, right = (min(max(round((x - view.box[0]) * view.scale), 0), width) for x in (x0, x1))
    upper, lower = (min(max(round((y - view.box[1]) * view.scale), 0), height) for y in (top, bottom))
    return pixels[upper:lower, left:right]


def _render(path: Path, number: int, box: Box | None, dpi: float, margin: float) -> tuple[Pixels, _View]:
    try:
        with pdfium.opened(pdfium.file_bytes(path)) as handle:
            if not 1 <= number <= handle.pages:
                raise ReportError(f"{path} has no page {number}", f"its pages are 1 to {handle.pages}")
            with handle.page(number) as page:
                view = _view(Sheet.of(page), box, dpi, margin)
                return draw(page, view.box, view.scale), view
    except Unreadable as trouble:
        raise ReportError(f"{path} cannot be drawn: {trouble.detail}") from None


def _view(sheet: Sheet, box: Box | None, dpi: float, margin: float) -> _View:
    width, height = sheet.size
    part: Box = (0.0, 0.0, width, height)
    if box:
        part = (
            max(min(box[0], width) - margin, 0.0),
            max(min(box[1], height) - margin, 0.0),
            min(max(box[2], 0.0) + margin, width),
            min(max(box[3], 0.0) + margin, height),
        )
    view = _View(part, dpi / POINTS_PER_INCH)
    across, down = view.size
    if across * down > MOST_PIXELS:
        fitting = int(dpi * math.sqrt(MOST_PIXELS / (across * down)))
        raise ReportError(
            f"the picture would have {across * down / 1e6:.0f} megapixels", f"use at most {fitting} dpi"
        )
    return view


def draw(page: Any, box: Box, scale: float) -> Pixels:
    """Return the pixels (rows, columns, 3) of a part of a page handle, on white.

    Parameters
    ----------
    box
        Points from the top left corner of the page as shown.
    scale
        Pixels a point.
    """
    width, height = _View(box, scale).size
    sheet = Sheet.of(page).size
    pixels = np.full((height, width, 4), 255, np.uint8)
    bitmap = raw.FPDFBitmap_CreateEx(
        width, height, raw.FPDFBitmap_BGRx, pixels.ctypes.data, pixels.strides[0]
    )
    try:
        raw.FPDF_RenderPageBitmap(
            bitmap,
            page,
            -round(box[0] * scale),
            -round(box[1] * scale),
            round(sheet[0] * scale),
            round(sheet[1] * scale),
            0,
            raw.FPDF_REVERSE_BYTE_ORDER | raw.FPDF_ANNOT,
        )
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return np.ascontiguousarray(pixels[:, :, :3])


def _outline(pixels: Pixels, view: _View, box: Box) -> None:
    """Draw the outline of `box` into `pixels`, one point outside of it."""
    height, width = pixels.shape[:2]
    thick = max(round(view.scale), 1)
    x0 = round((box[0] - 1 - view.box[0]) * view.scale)
    top = round((box[1] - 1 - view.box[1]) * view.scale)
    x1 = round((box[2] + 1 - view.box[0]) * view.scale)
    bottom = round((box[3] + 1 - view.box[1]) * view.scale)
    outer = slice(max(top - thick, 0), min(bottom + thick, height))
    across = slice(max(x0 - thick, 0), min(x1 + thick, width))
    frame = np.zeros((height, width), np.bool_)
    frame[outer, across] = True
    frame[max(top, 0) : max(bottom, 0), max(x0, 0) : max(x1, 0)] = False
    pixels[frame] = MARK


def _png(pixels: Pixels) -> bytes:
    """Encode (rows, columns, 3) as an 8-bit RGB PNG (W3C PNG, third edition)."""
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # a row begins with its filter, 0: none
    rows[:, 1:] = pixels.reshape(height, 3 * width)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data)
        for name, data in (
            (b"IHDR", header),
            (b"IDAT", zlib.compress(rows.tobytes(), 6)),
            (b"IEND", b""),
        )
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
