"""One engine over reports that come on standard input, one path a line: its CPU time, memory and tables.

Run by extraction.py, one process for each engine: ``python engines.py NAME``. Answers each path with one line
of JSON. Importing an engine is not timed: a worker does it once.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

Cells = list[list[Any]]  # page, table, row, column, text


def curate() -> Callable[[Path], tuple[int, Cells]]:
    from curate.extract.report import extract

    def read(path: Path) -> tuple[int, Cells]:
        return extract(path, ["table", "prose"]).pages, []

    return read


def page_text() -> Callable[[Path], tuple[int, Cells]]:
    from curate.pdf.document import read_document

    def read(path: Path) -> tuple[int, Cells]:
        return read_document(path).page_count, []

    return read


def doubtful() -> Callable[[Path], tuple[int, Cells]]:
    from curate.extract.report import extract
    from curate.extract.second import doubtful_pages, reread_results
    from curate.pdf.document import read_document

    def read(path: Path) -> tuple[int, Cells]:
        extracted = extract(path, ["table", "prose"])
        pages = doubtful_pages(read_document(path))
        CLOCK.start()  # what came before is the first reading
        reread_results(path, list(extracted.results), pages)
        return extracted.pages, []

    return read


def second() -> Callable[[Path], tuple[int, Cells]]:
    from curate.extract.report import extract
    from curate.extract.second import reread_results

    def read(path: Path) -> tuple[int, Cells]:
        extracted = extract(path, ["table", "prose"])
        CLOCK.start()  # what came before is the first reading
        reread_results(path, list(extracted.results))
        return extracted.pages, []

    return read


def pdfplumber() -> Callable[[Path], tuple[int, Cells]]:
    import pdfplumber

    def read(path: Path) -> tuple[int, Cells]:
        cells: Cells = []
        with pdfplumber.open(path) as document:
            for page in document.pages:
                tables = page.extract_tables()
                cells += _flat(page.page_number, tables)
                page.close()
            return len(document.pages), cells

    return read


def camelot() -> Callable[[Path], tuple[int, Cells]]:
    import camelot
    import pypdfium2

    def read(path: Path) -> tuple[int, Cells]:
        with pypdfium2.PdfDocument(path) as document:
            pages = len(document)
        cells: Cells = []
        for table in camelot.read_pdf(str(path), pages="all", flavor="stream"):
            cells += _flat(table.page, [table.data])
        return pages, cells

    return read


def _flat(page: int, tables: list[list[list[str | None]]]) -> Cells:
    return [
        [page, f"p{page}-{number}", row, col, text]
        for number, table in enumerate(tables)
        for row, line in enumerate(table)
        for col, text in enumerate(line)
        if text
    ]


class Clock:
    """Processor time of this process, user and system."""

    def start(self) -> None:
        self.at = time.process_time()

    def stop(self) -> float:
        return time.process_time() - self.at


CLOCK = Clock()
ENGINES = {
    "curate": curate,
    "page text": page_text,
    "doubtful": doubtful,
    "second": second,
    "pdfplumber": pdfplumber,
    "camelot": camelot,
}


def main() -> None:
    """Answer paths until the pipe is closed."""
    read = ENGINES[sys.argv[1]]()
    process = psutil.Process()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        CLOCK.start()
        pages, cells = read(Path(line.rstrip("\n")))
        seconds = CLOCK.stop()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        held = process.memory_info().rss / 2**20
        answer = {"cpu": seconds, "pages": pages, "cells": cells, "held": held, "peak": peak}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
