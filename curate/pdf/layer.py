"""The text layer of a page as it is shown: words with their boxes on the sheet, and the words in a place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from curate.model.reading import Box
from curate.pdf.document import read_document
from curate.pdf.find import page_texts


def text_layer(path: Path, page: int) -> dict[str, Any]:
    """Return size and words of page `page` (from 1).

    Returns
    -------
    dict
        ``size``: width and height in points, None when the page cannot be read; ``words``: (text, x0, top, x1,
        bottom) in reading order, on the sheet as it is shown.
    """
    parts = read_document(path, pages=[page]).pages
    if not parts:
        return {"size": None, "words": []}
    words = []
    for part in parts:
        for word in part.words:
            words.append([word.text, *(round(edge, 2) for edge in part.unturned(word.box))])
    return {"size": [parts[0].width, parts[0].height], "words": words}


def words_in(path: Path, places: Sequence[tuple[int, Box]]) -> list[tuple[str, Box] | None]:
    """Return for places (page, box) the words there and the box around them; None where there are none."""
    pages = page_texts(read_document(path, pages={page for page, _ in places}).pages)
    return [pages[page].marked(box) if page in pages else None for page, box in places]
