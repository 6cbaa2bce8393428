"""The letters of a page as arrays, one row a drawn character, as PDFium's text layer has them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from curate.pdf import pdfium
from curate.pdf.clip import clipped_away
from curate.pdf.pdfium import Sheet

MOST_LETTERS = 100_000
"""Characters read of one page; the rest is cut."""

UNKNOWN = 0xFFFD
"""Stands in `Word.text` for a glyph without a code."""

LINE_END_HYPHEN = 0xFFFE
"""What `FPDFText_GetText` gives for a hyphen at the end of a line."""

Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]


class CodeSet:
    """A set of characters that arrays of codes are looked up in; ten times as quick as `numpy.isin`."""

    def __init__(self, letters: str) -> None:
        self._member = np.zeros(0x10000, np.bool_)
        self._member[[ord(letter) for letter in letters]] = True

    def holds(self, code: Codes) -> Flags:
        """Tell which codes are in the set."""
        return self._member[np.minimum(code, 0xFFFE)]


_SPACES = CodeSet("\t\n\r \xa0" + "".join(map(chr, range(0x2000, 0x200C))) + "\u202f\u205f\u3000\ufeff")

_index = (ctypes.c_void_p, ctypes.c_int)
_loose_box = pdfium.quick("FPDFText_GetLooseCharBox", ctypes.c_int, *_index, ctypes.c_void_p)
_matrix = pdfium.quick("FPDFText_GetMatrix", ctypes.c_int, *_index, ctypes.c_void_p)
_origin = pdfium.quick("FPDFText_GetCharOrigin", ctypes.c_int, *_index, ctypes.c_void_p, ctypes.c_void_p)
_text_object = pdfium.quick("FPDFText_GetTextObject", ctypes.c_size_t, *_index)
_code = pdfium.quick("FPDFText_GetUnicode", ctypes.c_uint, *_index)
_is_hyphen = pdfium.quick("FPDFText_IsHyphen", ctypes.c_int, *_index)
_unmapped = pdfium.quick("FPDFText_HasUnicodeMapError", ctypes.c_int, *_index)
_font_size = pdfium.quick("FPDFText_GetFontSize", ctypes.c_double, *_index)
_font_of = pdfium.quick("FPDFTextObj_GetFont", ctypes.c_void_p, ctypes.c_void_p)
_render_mode = pdfium.quick("FPDFTextObj_GetTextRenderMode", ctypes.c_int, ctypes.c_void_p)
_font_name = pdfium.quick(
    "FPDFFont_GetBaseFontName", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t
)
_font_weight = pdfium.quick("FPDFFont_GetWeight", ctypes.c_int, ctypes.c_void_p)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Font:
    """A font as the page names it."""

    name: str
    bold: bool


@dataclass(slots=True)
class Letters:
    """Drawn characters in the order of the text layer, white space left out.

    All arrays have one row a letter. Boxes and baselines are in points of the shown page, y downwards.

    Attributes
    ----------
    index
        Place in PDFium's text page.
    code
        Unicode, after the hyphens are made plain.
    box
        x0, top, x1, bottom of the advance width and the font's height.
    baseline
        Of upright text its y; of sideways text the x of its baseline.
    size
        Font size as shown, points.
    direction
        0 upright, 90 and 270 as `Page.turned`, -1 for anything else.
    spaced
        The text layer has a white-space character before the letter.
    guessed
        PDFium guesses a space before the letter.
    font
        Index into `fonts`.
    run
        Number of the text object that the letter belongs to.
    raw
        Codes before repair; None when nothing was repaired.
    """

    index: npt.NDArray[np.int64]
    code: npt.NDArray[np.uint32]
    box: Floats
    baseline: Floats
    size: Floats
    direction: npt.NDArray[np.int64]
    spaced: npt.NDArray[np.bool_]
    guessed: npt.NDArray[np.bool_]
    font: npt.NDArray[np.int64]
    run: npt.NDArray[np.int64]
    fonts: list[Font]
    cut: bool
    raw: npt.NDArray[np.uint32] | None = None

    def __len__(self) -> int:
        return len(self.code)

    def chosen(self, rows: npt.NDArray[Any]) -> Letters:
        """Return the letters of `rows` (a mask or indices)."""
        return Letters(
            self.index[rows],
            self.code[rows],
            self.box[rows],
            self.baseline[rows],
            self.size[rows],
            self.direction[rows],
            self.spaced[rows],
            self.guessed[rows],
            self.font[rows],
            self.run[rows],
            self.fonts,
            self.cut,
            None if self.raw is None else self.raw[rows],
        )


@contextmanager
def text_page(page: Any) -> Iterator[int]:
    """Give the address of PDFium's text page of a page handle."""
    text = raw.FPDFText_LoadPage(page)
    if not text:
        raise pdfium.Unreadable("malformed", "the text of a page cannot be read")
    try:
        yield pdfium.address(text)
    finally:
        raw.FPDFText_ClosePage(text)


def read_letters(text: int, sheet: Sheet) -> Letters:
    """Read the letters of the text page at address `text`."""
    count = max(raw.FPDFText_CountChars(_typed(text)), 0)
    cut = count > MOST_LETTERS
    count = min(count, MOST_LETTERS)
    code = _codes(text, count)
    objects = np.fromiter(map(_text_object, repeat(text), range(count)), np.uint64, count)
    blank = _SPACES.holds(code) | (objects == 0)
    for i in np.flatnonzero((code < 0x20) & blank & (objects != 0)).tolist():
        blank[i] = _unmapped(text, i) != 1  # a glyph without a code, not a tab
    index = np.flatnonzero(~blank)
    after_space, after_guess = np.zeros((2, count + 1), np.bool_)
    after_space[1:] = blank & (objects != 0)
    after_guess[1:] = blank & (objects == 0)
    boxes = _boxes(text, index, sheet)
    runs = _runs(text, objects[index], index, sheet)
    run = runs.number
    across = (runs.direction == 0)[run]
    letters = Letters(
        index=index,
        code=code[index],
        box=boxes,
        baseline=np.where(across, runs.origin[run, 1], runs.origin[run, 0]),
        size=runs.size[run],
        direction=runs.direction[run],
        spaced=after_space[index],
        guessed=after_guess[index],
        font=runs.font[run],
        run=run,
        fonts=runs.fonts,
        cut=cut,
    )
    return letters.chosen(_visible(boxes, sheet) & ~runs.hidden[run])


def _typed(text: int) -> Any:
    return ctypes.cast(text, raw.FPDF_TEXTPAGE)


def _codes(text: int, count: int) -> npt.NDArray[np.uint32]:
    """Return the Unicode of each character: one call where the text layer allows it."""
    buffer = np.zeros(count + 2, np.uint16)
    written = raw.FPDFText_GetText(
        _typed(text), 0, count, buffer.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
    )
    code = buffer[:count].astype(np.uint32)
    surrogates = (code >= 0xD800) & (code < 0xE000)
    if written - 1 != count or surrogates.any():  # some characters have no code, or two units
        code = np.fromiter((_code(text, i) for i in range(count)), np.uint32, count)
        for i in np.flatnonzero(code == 2):
            if _is_hyphen(text, int(i)) == 1:
                code[i] = LINE_END_HYPHEN
    # A soft hyphen that has a glyph is printed, so it is a hyphen.
    return np.where((code == LINE_END_HYPHEN) | (code == 0xAD), np.uint32(0x2D), code)


def _boxes(text: int, index: npt.NDArray[np.int64], sheet: Sheet) -> Floats:
    """Return loose boxes (x0, top, x1, bottom) on the shown page."""
    edges = np.zeros((len(index), 4), np.float32)  # FS_RECTF: left, top, right, bottom
    pdfium.fill(_loose_box, text, index.tolist(), edges)
    a, b, c, d, e, f = sheet.matrix()
    left, top, right, bottom = edges.T.astype(np.float64)
    x = np.stack([a * left + c * top + e, a * right + c * bottom + e])
    y = np.stack([b * left + d * top + f, b * right + d * bottom + f])
    return np.stack([x.min(0), y.min(0), x.max(0), y.max(0)], axis=1)


@dataclass(slots=True)
class _Runs:
    number: npt.NDArray[np.int64]
    origin: Floats
    size: Floats
    direction: npt.NDArray[np.int64]
    font: npt.NDArray[np.int64]
    fonts: list[Font]
    hidden: npt.NDArray[np.bool_]


def _runs(
    text: int, objects: npt.NDArray[np.uint64], index: npt.NDArray[np.int64], sheet: Sheet
) -> _Runs:
    """Read once for each text object what its characters share: origin, size, direction, font."""
    handles, first, number = np.unique(objects, return_index=True, return_inverse=True)
    count = len(handles)
    origin = np.zeros((count, 2))
    matrix = np.zeros((count, 6), np.float32)
    size = np.zeros(count)
    font = np.zeros(count, np.int64)
    fonts: list[Font] = []
    known: dict[tuple[int, bool], int] = {}
    members = index[first].tolist()
    pdfium.fill(_matrix, text, members, matrix)
    pdfium.fill(lambda page, i, at: _origin(page, i, at, at + 8), text, members, origin)
    for row, (handle, i) in enumerate(zip(handles.tolist(), members, strict=True)):
        size[row] = _font_size(text, i)
        key = (_font_of(handle) or 0, _render_mode(handle) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE)
        if key not in known:
            known[key] = len(fonts)
            fonts.append(_font(*key))
        font[row] = known[key]
    a, b, c, d, e, f = sheet.matrix()
    sign = np.where(size < 0, -1.0, 1.0)
    ahead_x = sign * (a * matrix[:, 0] + c * matrix[:, 1])
    ahead_y = sign * (b * matrix[:, 0] + d * matrix[:, 1])
    height = np.abs(size) * np.hypot(matrix[:, 2], matrix[:, 3])
    shown = np.stack(
        [a * origin[:, 0] + c * origin[:, 1] + e, b * origin[:, 0] + d * origin[:, 1] + f], axis=1
    )
    hidden = clipped_away(handles.tolist())
    return _Runs(number.reshape(-1), shown, height, _directions(ahead_x, ahead_y), font, fonts, hidden)


def _directions(x: Floats, y: Floats) -> npt.NDArray[np.int64]:
    """Return 0, 90, 270 or -1 for writing directions on the shown page (y downwards)."""
    level = np.abs(y) <= 0.1 * np.abs(x)
    steep = np.abs(x) <= 0.1 * np.abs(y)
    return np.select([level & (x > 0), steep & (y < 0), steep & (y > 0)], [0, 90, 270], -1)


def _font(handle: int, stroked: bool) -> Font:
    if not handle:
        return Font("", stroked)
    length = _font_name(handle, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    _font_name(handle, ctypes.addressof(buffer), length)
    name = buffer.value.decode("utf-8", "replace")
    plain = name.lower()
    heavy = any(word in plain for word in ("bold", "black", "heavy", "demi")) or plain.endswith("-b")
    return Font(name, stroked or heavy or _font_weight(handle) >= 600)


def _visible(boxes: Floats, sheet: Sheet) -> npt.NDArray[np.bool_]:
    """Tell which boxes have their middle on the page: a crop box hides the rest."""
    width, height = sheet.size
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    return (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
