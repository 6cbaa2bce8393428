"""PDFium: the library's functions as quick calls, and a report opened with them.

PDFium is not thread-safe: one process reads one report at a time. Its functions are rebuilt without
ctypes' conversion of arguments, which costs more than most calls do: a call per character takes a
quarter of a microsecond.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
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


def quick(name: str, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """Return PDFium's function `name`, for calls without conversion of arguments.

    It takes plain integers where C has ``int``, what `pointer` makes where C has an address, and objects
    of ctypes for the rest; nothing is checked. `result` is the type of what it returns.
    """
    function: Callable[..., Any] = ctypes.PYFUNCTYPE(result)(address(getattr(raw, name)))
    function.argtypes = None  # type: ignore[attr-defined]
    return function


pointer = ctypes.c_void_p.from_param
"""An address as an argument of `quick` functions; an integer alone would be cut to a C ``int``."""


def address(handle: Any) -> int:
    """Return the address that a PDFium handle points to; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def restart() -> None:
    """Start the library anew, for a process that is PDFium's alone and has no document open.

    Fonts that a file names and does not hold are drawn from ones whose widths PDFium sets as it goes; what one
    document set stays for the next, and its words would stand a tenth of a point elsewhere than in a new process.
    """
    raw.FPDF_DestroyLibrary()
    raw.FPDF_InitLibraryWithConfig(raw.FPDF_LIBRARY_CONFIG(version=2))


class Batch:
    """Many calls of a function that writes numbers to addresses which it is given.

    Parameters
    ----------
    kind
        numpy's name of the numbers' type.
    columns
        Numbers that one call writes.
    apart
        The function takes an address for each number; else one for all of them.
    blank
        Stands where a call writes nothing.
    """

    ROWS = 2048

    def __init__(self, kind: str, columns: int, *, apart: bool = False, blank: int = 0) -> None:
        self._table = np.zeros((self.ROWS, columns), kind)
        self._blank = blank
        start, (step, width) = self._table.ctypes.data, self._table.strides
        self._places = [
            [pointer(start + row * step + column * width) for row in range(self.ROWS)]
            for column in range(columns if apart else 1)
        ]

    def call(self, function: Callable[..., Any], *arguments: Sequence[Any]) -> npt.NDArray[Any]:
        """Return what ``function(*arguments, addresses)`` wrote, a row for each set of arguments."""
        count = len(arguments[0])
        written = np.empty((count, self._table.shape[1]), self._table.dtype)
        for start in range(0, count, self.ROWS):
            end = min(start + self.ROWS, count)
            self._table[: end - start] = self._blank
            deque(map(function, *(values[start:end] for values in arguments), *self._places), maxlen=0)
            written[start:end] = self._table[: end - start]
        return written


class Unreadable(Exception):
    """The file cannot be opened as a document; carries the report's state, and its SHA-256 if known."""

    def __init__(self, state: str, detail: str) -> None:
        super().__init__(detail)
        self.state = state
        self.detail = detail
        self.report = ""


Reopened = Callable[[], Any]
"""Gives PDFium's handle of a page that may have to be opened for it."""


@dataclass(slots=True)
class Handle:
    """An open document; `pages` is PDFium's count of its pages, `report` its file's SHA-256 if known."""

    document: Any
    pages: int
    report: str = ""

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

    @contextmanager
    def reopened(self, number: int) -> Iterator[Reopened]:
        """Give what opens page `number` when it is first called, and returns PDFium's handle each time."""
        with ExitStack() as stack:
            yield cache(lambda: stack.enter_context(self.page(number)))


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
def opened_report(path: Path) -> Iterator[Handle]:
    """Open the report at `path`; its `Handle`, or what is raised for it, carries its SHA-256.

    Raises
    ------
    ReportError
        As `file_bytes`.
    Unreadable
        As `opened`.
    """
    content = file_bytes(path)
    report = hashlib.sha256(content).hexdigest() if content else file_digest(path)
    try:
        with opened(content) as handle:
            handle.report = report
            yield handle
    except Unreadable as trouble:
        trouble.report = report
        raise


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
        bounding_box(pointer(address(page)), pointer(box.ctypes.data))
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


bounding_box = quick("FPDF_GetPageBoundingBox")
