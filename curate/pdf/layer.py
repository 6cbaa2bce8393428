"""The text layer of a page as it is shown: words with their boxes on the sheet, and the words in a place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from curate.model.reading import Box
from curate.pdf.document import read_document
from curate.pdf.find import page_texts
from curate.pdf.standing import Tables, table_boxes


def text_layer(path: Path, page: int, tables: Tables | None = None) -> dict[str, Any]:
    """Return size and words of page `page` (from 1).

    Parameters
    ----------
    tables
        Finds the tables of a page; without it none are told.

    Returns
    -------
    dict
        ``size``: width and height in points, None when the page cannot be read; ``words``: (text, x0, top, x1,
        bottom) in reading order, on the sheet as it is shown; ``raised``: the places in `words` of raised marks;
        ``tables``: box and boxes of the cells of each.
    """
    parts = read_document(path, pages=[page]).pages
    if not parts:
        return {"size": None, "words": [], "raised": [], "tables": []}
    words: list[list[Any]] = []
    raised: list[int] = []
    for part in parts:
        for word in part.words:
            if "raised" in word.flags:
                raised.append(len(words))
            words.append([word.text, *(round(edge, 2) for edge in part.unturned(word.box))])
    found = table_boxes(parts, page, tables) if tables else []
    return {
        "size": [parts[0].width, parts[0].height],
        "words": words,
        "raised": raised,
        "tables": [{"box": box, "cells": cells} for box, cells in found],
    }


def words_in(path: Path, places: Sequence[tuple[int, Box]]) -> list[tuple[str, Box] | None]:
    """Return for places (page, box) the words there and the box around them; None where there are none."""
    pages = page_texts(read_document(path, pages={page for page, _ in places}).pages)
    return [pages[page].marked(box) if page in pages else None for page, box in places]
