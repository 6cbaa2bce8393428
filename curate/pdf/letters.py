"""The letters of a page as arrays, one row a drawn character, as PDFium's text layer has them."""

from __future__ import annotations

import ctypes
import unicodedata
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
from curate.pdf.colour import white
from curate.pdf.pdfium import Sheet

MOST_LETTERS = 100_000
"""Characters read of one page; the rest is cut."""

OBJECT_STEP = 8
"""Characters between those whose text object is asked for first; a power of two."""

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

_count = pdfium.quick("FPDFText_CountChars")
_all_text = pdfium.quick("FPDFText_GetText")
_loose_box = pdfium.quick("FPDFText_GetLooseCharBox")
_matrix = pdfium.quick("FPDFText_GetMatrix")
_origin = pdfium.quick("FPDFText_GetCharOrigin")
_text_object = pdfium.quick("FPDFText_GetTextObject", ctypes.c_size_t)
_code = pdfium.quick("FPDFText_GetUnicode", ctypes.c_uint)
_is_hyphen = pdfium.quick("FPDFText_IsHyphen")
_unmapped = pdfium.quick("FPDFText_HasUnicodeMapError")
_font_size = pdfium.quick("FPDFText_GetFontSize", ctypes.c_double)
_font_of = pdfium.quick("FPDFTextObj_GetFont", ctypes.c_size_t)
_render_mode = pdfium.quick("FPDFTextObj_GetTextRenderMode")
_font_name = pdfium.quick("FPDFFont_GetBaseFontName", ctypes.c_size_t)
_font_weight = pdfium.quick("FPDFFont_GetWeight")

_fill = pdfium.quick("FPDFPageObj_GetFillColor")

_BOXES = pdfium.Batch("f4", 4)  # FS_RECTF: left, top, right, bottom
_MATRICES = pdfium.Batch("f4", 6)
_ORIGINS = pdfium.Batch("f8", 2, apart=True)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Font:
    """A font as the page names it; `unseen` when its letters are not drawn, as OCR lays them over a picture."""

    name: str
    bold: bool
    unseen: bool = False


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
        0 upright; 90, 180 and 270 as `Page.turned`; -1 for anything else.
    spaced
        The text layer has a white-space character before the letter.
    guessed
        PDFium guesses a space before the letter.
    font
        Index into `fonts`.
    run
        Number of the text object that the letter belongs to.
    white
        Of each text object: whether it is filled with white.
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
    white: npt.NDArray[np.bool_]
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
            self.white,
            self.fonts,
            self.cut,
            None if self.raw is None else self.raw[rows],
        )

    @property
    def unseen(self) -> bool:
        """Whether most letters are not drawn: a program read them in a picture."""
        drawn = np.array([not font.unseen for font in self.fonts], np.bool_)
        return len(self) > 0 and bool(2 * np.count_nonzero(drawn[self.font]) < len(self))


@contextmanager
def text_page(page: Any) -> Iterator[Any]:
    """Give a pointer to PDFium's text page of a page handle."""
    text = raw.FPDFText_LoadPage(page)
    if not text:
        raise pdfium.Unreadable("malformed", "the text of a page cannot be read")
    try:
        yield pdfium.pointer(pdfium.address(text))
    finally:
        raw.FPDFText_ClosePage(text)


def plain_text(text: Any) -> str:
    """Return the text that `text` points to as PDFium runs it together, in one call."""
    count = min(max(_count(text), 0), MOST_LETTERS)
    return _units(text, count)[0].tobytes().decode("utf-16-le", "replace")


def read_letters(text: Any, sheet: Sheet) -> Letters:
    """Read the letters of the text page that `text` points to."""
    count = max(_count(text), 0)
    cut = count > MOST_LETTERS
    count = min(count, MOST_LETTERS)
    code = _codes(text, count)
    objects = _objects(text, count)
    second = _join_halves(code)
    blank = _SPACES.holds(code) | (objects == 0)
    for i in np.flatnonzero((code < 0x20) & blank & (objects != 0)).tolist():
        blank[i] = _unmapped(text, i) != 1  # a glyph without a code, not a tab
    index = np.flatnonzero(~(blank | second))
    after_space, after_guess = np.zeros((2, count + 1), np.bool_)
    after_space[1:] = blank & (objects != 0)
    after_guess[1:] = blank & (objects == 0)
    boxes = _boxes(text, index, sheet)
    runs = _runs(text, objects[index], index, sheet)
    run = runs.number
    across = ((runs.direction == 0) | (runs.direction == 180))[run]
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
        white=runs.white,
        fonts=runs.fonts,
        cut=cut,
    )
    shown = _visible(boxes, sheet) & ~runs.hidden[run]
    return letters if shown.all() else letters.chosen(shown)


def _objects(text: Any, count: int) -> npt.NDArray[np.uint64]:
    """Return the text object of each character, 0 where there is none.

    The characters of one object stand together, so that what has the same object on both sides is asked
    for no further.
    """

    def ask(places: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
        return np.fromiter(map(_text_object, repeat(text), places.tolist()), np.uint64, len(places))

    found = np.zeros(count, np.uint64)
    step = OBJECT_STEP
    sampled = np.append(np.arange(0, count, step), max(count - 1, 0))[:count]
    found[sampled] = ask(sampled)
    while step > 1:
        left = np.arange(0, count - step // 2, step)
        middle, right = left + step // 2, np.minimum(left + step, count - 1)
        same = (found[left] == found[right]) & (found[left] != 0)
        found[middle[same]] = found[left[same]]
        found[middle[~same]] = ask(middle[~same])
        step //= 2
    return found


def _codes(text: Any, count: int) -> npt.NDArray[np.uint32]:
    """Return the Unicode of each character: one call where the text layer allows it."""
    units, written = _units(text, count)
    code = units.astype(np.uint32)
    surrogates = (code >= 0xD800) & (code < 0xE000)
    if written != count or surrogates.any():  # some characters have no code, or two units
        code = np.fromiter(map(_code, repeat(text), range(count)), np.uint32, count)
        for i in np.flatnonzero(code == 2).tolist():
            if _is_hyphen(text, i) == 1:
                code[i] = LINE_END_HYPHEN
    # A soft hyphen that has a glyph is printed, so it is a hyphen.
    return np.where((code == LINE_END_HYPHEN) | (code == 0xAD), np.uint32(0x2D), code)


def _join_halves(code: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Put the letters that have two units in place of the first, mathematical ones as plain; return the second ones.

    An italic "n" or "P" of a formula font stands for what it looks like.
    """
    second = np.zeros(len(code), np.bool_)
    for i in np.flatnonzero((code[:-1] >= 0xD800) & (code[:-1] < 0xDC00)).tolist():
        high, low = int(code[i]), int(code[i + 1])
        if 0xDC00 <= low < 0xE000:
            letter = chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            plain = unicodedata.normalize("NFKC", letter)
            code[i] = ord(plain if len(plain) == 1 else letter)
            second[i + 1] = True
    return second


def _units(text: Any, count: int) -> tuple[npt.NDArray[np.uint16], int]:
    """Return the first `count` UTF-16 units of the text, and how many PDFium wrote."""
    buffer = np.zeros(count + 2, np.uint16)
    written = _all_text(text, 0, count, pdfium.pointer(buffer.ctypes.data))
    return buffer[:count], written - 1


def _boxes(text: Any, index: npt.NDArray[np.int64], sheet: Sheet) -> Floats:
    """Return loose boxes (x0, top, x1, bottom) on the shown page."""
    edges = _BOXES.call(_loose_box, [text] * len(index), index.tolist())
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
    white: npt.NDArray[np.bool_]


def _runs(
    text: Any, objects: npt.NDArray[np.uint64], index: npt.NDArray[np.int64], sheet: Sheet
) -> _Runs:
    """Read once for each text object what its characters share: origin, size, direction, font."""
    handles, first, number = _distinct(objects)
    members = index[first].tolist()
    pages = [text] * len(members)
    matrix = _MATRICES.call(_matrix, pages, members)
    origin = _ORIGINS.call(_origin, pages, members)
    size = np.fromiter(map(_font_size, pages, members), np.float64, len(members))
    runs = [pdfium.pointer(handle) for handle in handles.tolist()]
    font, fonts = _fonts(runs)
    a, b, c, d, e, f = sheet.matrix()
    sign = np.where(size < 0, -1.0, 1.0)
    ahead_x = sign * (a * matrix[:, 0] + c * matrix[:, 1])
    ahead_y = sign * (b * matrix[:, 0] + d * matrix[:, 1])
    height = np.abs(size) * np.hypot(matrix[:, 2], matrix[:, 3])
    shown = np.stack(
        [a * origin[:, 0] + c * origin[:, 1] + e, b * origin[:, 0] + d * origin[:, 1] + f], axis=1
    )
    direction = _directions(ahead_x, ahead_y)
    hidden, pale = clipped_away(runs), white(_fill, runs)
    return _Runs(number, shown, height, direction, font, fonts, hidden, pale)


def _distinct(objects: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[Any], ...]:
    """Return what `numpy.unique` does: values, first rows, and each row's value; rows mostly repeat."""
    starts = np.flatnonzero(np.append(True, objects[1:] != objects[:-1])[: len(objects)])
    values, first, number = np.unique(objects[starts], return_index=True, return_inverse=True)
    lengths = np.diff(np.append(starts, len(objects)))
    return values, starts[first], np.repeat(number.reshape(-1), lengths)


def _fonts(runs: list[Any]) -> tuple[npt.NDArray[np.int64], list[Font]]:
    """Return the number of each run's font, and the fonts."""
    drawn = (_OTHER_MODES.get(mode, "") for mode in map(_render_mode, runs))
    keys = list(zip(map(_font_of, runs), drawn, strict=True))
    known = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return np.array([known[key] for key in keys], np.int64), [_font(*key) for key in known]


def _directions(x: Floats, y: Floats) -> npt.NDArray[np.int64]:
    """Return 0, 90, 180, 270 or -1 for writing directions on the shown page (y downwards)."""
    level = np.abs(y) <= 0.1 * np.abs(x)
    if (level & (x > 0)).all():  # as on most pages
        return np.zeros(len(x), np.int64)
    steep = np.abs(x) <= 0.1 * np.abs(y)
    ways = [level & (x > 0), steep & (y < 0), level & (x < 0), steep & (y > 0)]
    return np.select(ways, [0, 90, 180, 270], -1)


_OTHER_MODES = {
    raw.FPDF_TEXTRENDERMODE_FILL_STROKE: "stroked",
    raw.FPDF_TEXTRENDERMODE_INVISIBLE: "unseen",
}
"""How letters are drawn when they are not just filled."""


def _font(address: int, drawn: str) -> Font:
    stroked, unseen = drawn == "stroked", drawn == "unseen"
    if not address:
        return Font("", stroked, unseen)
    handle = pdfium.pointer(address)
    length = _font_name(handle, None, ctypes.c_size_t(0))
    buffer = ctypes.create_string_buffer(max(length, 1))
    _font_name(handle, buffer, ctypes.c_size_t(length))
    name = buffer.value.decode("utf-8", "replace")
    plain = name.lower()
    heavy = any(word in plain for word in ("bold", "black", "heavy", "demi")) or plain.endswith("-b")
    return Font(name, stroked or heavy or _font_weight(handle) >= 600, unseen)


def _visible(boxes: Floats, sheet: Sheet) -> npt.NDArray[np.bool_]:
    """Tell which boxes have their middle on the page: a crop box hides the rest."""
    width, height = sheet.size
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    return (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
