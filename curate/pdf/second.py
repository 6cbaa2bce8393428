"""The second engine: pdfplumber looks again at the places that the first one read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

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

__all__ = ["reread", "same_text"]


def reread(path: Path, places: Sequence[tuple[int, Box]]) -> list[str]:
    """Return what pdfplumber reads at each place.

    Parameters
    ----------
    places
        Page (from 1) and box in points, as in evidence.

    Returns
    -------
    list of str
        One text a place, words parted by a space, empty where it sees nothing.

    Raises
    ------
    ReportError
        The file is no PDF, or pdfplumber cannot open it or one of the pages.
    """
    pdfium.file_bytes(path)
    texts = [""] * len(places)
    wanted: dict[int, list[int]] = {}
    for index, (number, _) in enumerate(places):
        wanted.setdefault(number, []).append(index)
    try:
        with pdfplumber.open(path) as report:
            for number, indices in sorted(wanted.items()):
                if not 1 <= number <= len(report.pages):
                    raise ReportError(f"{path} has no page {number} for pdfplumber")
                page = report.pages[number - 1]
                try:
                    characters = _characters(page)
                    for index in indices:
                        texts[index] = _text_in(characters, places[index][1])
                finally:
                    page.close()  # pages kept open hold hundreds of megabytes
    except (ReportError, MemoryError):
        raise
    except Exception as error:  # pdfminer raises anything from TypeError to struct.error
        raise ReportError(
            f"pdfplumber cannot read {path}: {type(error).__name__} {error}".rstrip(),
            "the first engine's reading stands alone",
        ) from error
    return texts


def _characters(page: Any) -> list[dict[str, Any]]:
    """Return the page's characters, moved to the corner of the crop box."""
    left, top = page.cropbox[0], page.cropbox[1]
    characters: list[dict[str, Any]] = dedupe_chars(page.chars)
    if left or top:
        for character in characters:
            character["x0"] -= left
            character["x1"] -= left
            character["top"] -= top
            character["bottom"] -= top
    return characters


def _text_in(characters: list[dict[str, Any]], box: Box) -> str:
    x0, top, x1, bottom = box
    inside = [
        character
        for character in characters
        if x0 - ROOM <= (character["x0"] + character["x1"]) / 2 <= x1 + ROOM
        and top - ROOM <= (character["top"] + character["bottom"]) / 2 <= bottom + ROOM
    ]
    words = extract_words(inside, x_tolerance_ratio=WORD_GAP)
    return " ".join(str(word["text"]) for word in words)
