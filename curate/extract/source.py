"""A report into the neutral `Document`, whatever kind of file it is: the content decides, not the name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from curate.errors import ReportError
from curate.model.file_table import FileIndex, Locator, text_of_runs
from curate.office.document import read_office
from curate.office.package import REPLIES, recognise
from curate.pdf.document import read_document
from curate.pdf.facts import describe as describe_pdf
from curate.pdf.page import Document, ReportFacts
from curate.pdf.text import same_text


def read_source(path: Path) -> Document:
    """Read a PDF, a Word document, a workbook or a CSV file; a letter has no tables to be read.

    Raises
    ------
    ReportError
        The file is missing, empty, no regular file, or of a kind that cannot be read.
    """
    package = recognise(path)
    if package is None:
        return read_document(path)
    content = read_office(path, package)
    tables = () if package.media_type in REPLIES else content.tables
    return Document(_digest(path), (), content.state, content.detail, tables=tables)


def describe_source(path: Path) -> ReportFacts:
    """Return what a file says about itself; `ReportError` as in `read_source`."""
    package = recognise(path)
    if package is None:
        return describe_pdf(path)
    content = read_office(path, package)
    return ReportFacts(
        _digest(path),
        content.title,
        pages=None,
        state=content.state,
        detail=content.detail,
        media_type=package.media_type,
    )


def cell_texts(path: Path, places: Sequence[Locator]) -> list[str | None]:
    """Return what stands at places of a file without pages; None where nothing does."""
    package = recognise(path)
    cells = FileIndex.of(read_office(path, package).tables if package else ())
    return [cells.text(place) for place in places]


def file_tables(path: Path) -> list[dict[str, Any]]:
    """Return the tables of a file without pages as plain values; each cell has its locator."""
    package = recognise(path)
    return [
        {
            "name": table.name,
            "sheet": table.kind == "spreadsheet",
            "caption": text_of_runs(table.caption),
            "notes": [text_of_runs(note) for note in table.notes],
            "cells": [
                {
                    "row": cell.row,
                    "col": cell.col,
                    "rowspan": cell.rowspan,
                    "colspan": cell.colspan,
                    "text": cell.text,
                    "bold": all(run.bold for run in cell.runs if run.text.strip()),
                    "locator": [list(step) for step in table.locator([cell])],
                }
                for cell in table.cells
            ],
        }
        for table in (read_office(path, package).tables if package else ())
    ]


def holds_quote(cells: FileIndex, locator: Locator, quote: str) -> bool:
    """Tell whether the whole cell at `locator` says `quote`, white space and kinds of dash aside."""
    text = cells.text(locator)
    return text is not None and same_text(text, quote)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ReportError(f"{path.name} cannot be read: {error.strerror}", "") from error
