"""PDFium: the library's functions as quick calls, and a report opened with them.

PDFium is not thread-safe: one process reads one report at a time. The functions are rebuilt to take
plain addresses, so that one call per character costs under a microsecond.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2  # noqa: F401  (its import initialises the library)
import pypdfium2.raw as raw

from curate.errors import ReportError

LARGEST_FILE = 200 * 1024 * 1024
"""Bytes; a larger file is registered with the state ``limits``."""

MOST_PAGES = 3_000

_FAILURES = {
    raw.FPDF_ERR_PASSWORD: ("encrypted", "the file needs a password"),
    raw.FPDF_ERR_SECURITY: ("encrypted", "the file's encryption is not supported"),
}


def quick(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return PDFium's function `name` as one that takes addresses as plain integers."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
    function: Callable[..., Any] = ctypes.CFUNCTYPE(result, *arguments)(address)
    return function


def fill(function: Callable[..., Any], handle: int, numbers: list[int], table: npt.NDArray[Any]) -> None:
    """Call ``function(handle, number, address of a row)`` for each number and row of `table`."""
    start, step = table.ctypes.data, max(table.strides[0], 1)
    rows = range(start, start + step * len(numbers), step)
    deque(map(function, repeat(handle), numbers, rows), maxlen=0)


def address(handle: Any) -> int:
    """Return the address that a PDFium handle points to; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


class Unreadable(Exception):
    """The file cannot be opened as a document; carries the report's state."""

    def __init__(self, state: str, detail: str) -> None:
        super().__init__(detail)
        self.state = state
        self.detail = detail


@dataclass(slots=True)
class Handle:
    """An open document; `pages` is PDFium's count of its pages."""

    document: Any
    pages: int

    @contextmanager
    def page(self, number: int) -> Iterator[Any]:
        """Give PDFium's handle of page `number` (from 1).

        Raises
        ------
        Unreadable
            The page's description is damaged.
        """
        page = raw.FPDF_LoadPage(self.document, number - 1)
        if not page:
            raise Unreadable("malformed", f"page {number} cannot be read")
        try:
            yield page
        finally:
            raw.FPDF_ClosePage(page)


def file_bytes(path: Path) -> bytes:
    """Return the bytes of a file that says it is a PDF.

    Raises
    ------
    ReportError
        It is no regular file, cannot be read, is empty, or has no ``%PDF`` in its first kilobyte.
    """
    if not path.exists():
        raise ReportError(f"there is no file {path}", "check the name and the folder")
    if not path.is_file():  # a named pipe would block open() for ever
        raise ReportError(f"{path} is no regular file", "give the PDF itself")
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
        head = content[:1024] or _head(path)
    except OSError as error:
        raise ReportError(f"{path} cannot be read: {error.strerror}", "check its permissions") from None
    if not head:
        raise ReportError(f"{path} is empty", "download it again")
    if b"%PDF" not in head:
        raise ReportError(
            f"{path} is no PDF",
            "publishers' sites often save a web page under a .pdf name: open it to see",
        )
    return content


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(1024)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def opened(content: bytes) -> Iterator[Handle]:
    """Open a PDF held in memory.

    Raises
    ------
    Unreadable
        With the report's state: encrypted, malformed, no_pages or limits.
    """
    if not content:
        raise Unreadable("limits", f"larger than {LARGEST_FILE // 2**20} MiB")
    document = raw.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        state, detail = _FAILURES.get(
            raw.FPDF_GetLastError(), ("malformed", "the file is damaged or cut off")
        )
        raise Unreadable(state, detail)
    try:
        pages = raw.FPDF_GetPageCount(document)
        if pages <= 0:
            raise Unreadable("no_pages", "the file opens, but has no pages")
        if pages > MOST_PAGES:
            raise Unreadable("limits", f"{pages} pages; at most {MOST_PAGES} are read")
        yield Handle(document, pages)
    finally:
        raw.FPDF_CloseDocument(document)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The crop box and rotation of a page: from PDF user space to points from its top left corner."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: Any) -> Sheet:
        """Return the sheet of a page handle."""
        box = np.empty(4, np.float32)
        bounding_box(address(page), box.ctypes.data)
        left, top, right, bottom = (float(edge) for edge in box)
        return cls(left, bottom, right, top, raw.FPDFPage_GetRotation(page) % 4)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as the page is shown."""
        across, up = self.right - self.left, self.top - self.bottom
        return (up, across) if self.rotation % 2 else (across, up)

    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """Return the matrix (a, b, c, d, e, f) from user space to the shown page, y downwards."""
        return (
            (1.0, 0.0, 0.0, -1.0, -self.left, self.top),
            (0.0, 1.0, 1.0, 0.0, -self.bottom, -self.left),
            (-1.0, 0.0, 0.0, 1.0, self.right, -self.bottom),
            (0.0, -1.0, -1.0, 0.0, self.top, self.right),
        )[self.rotation]


bounding_box = quick("FPDF_GetPageBoundingBox", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
