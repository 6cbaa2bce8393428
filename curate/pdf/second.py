"""The second engine: pdfplumber looks again at the places that the first one read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pdfplumber
from pdfplumber.utils import dedupe_chars, extract_words

from curate.errors import ReportError
from curate.model.reading import Box
from curate.pdf import pdfium
from curate.pdf.text import same_text

ROOM = 1.0
"""Points around a box; a character belongs to the box that holds its middle."""

WORD_GAP = 0.15
"""Of the font size; pdfplumber's own default of 3 points runs a table's words together."""

LINE_GAP = 2.0
"""Points between the baselines of two lines, at least; marks raised by less stay in their line."""

__all__ = ["reread", "same_text"]


def reread(
    path: Path, places: Sequence[tuple[int, Box]], *, cpu_seconds: float = 40.0
) -> list[str | None]:
    """Return what pdfplumber reads at each place.

    Parameters
    ----------
    places
        Page (from 1) and box in points, as in evidence.
    cpu_seconds
        No further page is opened after so much processor time: drawings can take seconds a page.

    Returns
    -------
    list of str or None
        One text a place, words parted by a space, empty where it sees nothing; None where it cannot
        read the page or the time was up.

    Raises
    ------
    ReportError
        The file is no PDF, or pdfplumber cannot open it.
    """
    pdfium.file_bytes(path)
    wanted: dict[int, list[int]] = {}
    for index, (number, _) in enumerate(places):
        wanted.setdefault(number, []).append(index)
    texts: list[str | None] = [None] * len(places)
    end = time.process_time() + cpu_seconds
    with _report(path) as report:
        for number, indices in sorted(wanted.items()):
            if time.process_time() > end:
                break
            characters = _characters(report, number)
            if characters is not None:
                middles = _middles(characters)
                for index in indices:
                    texts[index] = _text_in(characters, middles, places[index][1])
    return texts


@contextmanager
def _report(path: Path) -> Iterator[Any]:
    try:
        report = pdfplumber.open(path)
    except MemoryError:
        raise
    except Exception as error:  # pdfminer raises anything from TypeError to struct.error
        raise ReportError(
            f"pdfplumber cannot open {path}: {type(error).__name__} {error}".rstrip(),
            "the first engine's reading stands alone",
        ) from error
    try:
        yield report
    finally:
        report.close()


def _characters(report: Any, number: int) -> list[dict[str, Any]] | None:
    """Return the characters of a page, from the corner of the crop box; None if it cannot be read."""
    if not 1 <= number <= len(report.pages):
        return None
    page = report.pages[number - 1]
    try:
        characters: list[dict[str, Any]] = page.chars
    except MemoryError:
        raise
    except Exception:
        return None
    finally:
        page.close()  # pages kept open hold hundreds of megabytes
    left, top = _crop_corner(page)
    return [
        {
            **character,
            "x0": character["x0"] - left,
            "x1": character["x1"] - left,
            "top": character["top"] - top,
            "bottom": character["bottom"] - top,
        }
        for character in characters
    ]


def _crop_corner(page: Any) -> tuple[float, float]:
    """Return where the top left corner of the page as shown lies in pdfplumber's coordinates.

    They begin at `page.bbox`, the corner of the media box after rotation; pdfplumber's own `cropbox` is
    right only for pages that are not rotated.
    """
    mx0, my0, mx1, my1 = page.page_obj.mediabox
    cx0, cy0, cx1, cy1 = page.page_obj.cropbox
    x0, y0, x1, y1 = (max(cx0 - mx0, 0), max(cy0 - my0, 0), max(mx1 - cx1, 0), max(my1 - cy1, 0))
    left, top = {0: (x0, y1), 90: (y0, x0), 180: (x1, y0), 270: (y1, x1)}[page.rotation]
    return page.bbox[0] + left, page.bbox[1] + top


def _middles(characters: list[dict[str, Any]]) -> npt.NDArray[np.float64]:
    """Return the middles of characters, shape (2, n): x, and y from the top."""
    edges = [[c["x0"] + c["x1"], c["top"] + c["bottom"]] for c in characters]
    return np.array(edges, np.float64).reshape(-1, 2).T / 2


def _text_in(characters: list[dict[str, Any]], middles: npt.NDArray[np.float64], box: Box) -> str:
    x, y = middles
    x0, top, x1, bottom = box
    within = (x >= x0 - ROOM) & (x <= x1 + ROOM) & (y >= top - ROOM) & (y <= bottom + ROOM)
    # doubled letters are dropped here and not on the page: pdfplumber takes time with the page's square
    inside = dedupe_chars([characters[place] for place in np.flatnonzero(within).tolist()])
    inside = [_on_its_baseline(character) for character in inside]
    climbing = sum(1 if character["matrix"][1] > 0 else -1 for character in inside) > 0
    words = extract_words(
        inside,
        x_tolerance_ratio=WORD_GAP,
        y_tolerance=LINE_GAP,
        line_dir_rotated="ltr" if climbing else "rtl",
        char_dir_rotated="btt" if climbing else "ttb",
    )
    return " ".join(str(word["text"]) for word in words)


def _on_its_baseline(character: dict[str, Any]) -> dict[str, Any]:
    """Return an upright character with its baseline for top: fonts differ in how high their boxes are."""
    if not character["upright"]:
        return character
    baseline = -character["matrix"][5]
    return {**character, "top": baseline, "bottom": baseline + 1.0, "doctop": baseline}
