"""The process that opens reports: ``python -m curate.extract.worker``.

It reads one job a line from its standard input, JSON, and answers each with one line. Nothing else may
write to the pipe: the real standard output is moved away first, and whatever prints lands on standard
error. A job's memory and processor time are limited where the system can do it; everything else is the
supervisor's business.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from curate.errors import CurateError

if TYPE_CHECKING:
    from curate.pdf.page import Page
    from curate.pdf.standing import Regions

PROTOCOL = 1
"""Said when the worker is ready; supervisor and worker must be of one version."""


def main() -> None:
    """Serve jobs until the pipe is closed."""
    answers = _private_output()
    os.environ.pop("CMAP_PATH", None)  # pdfminer would read character maps from there
    limits = json.loads(sys.stdin.readline())
    _limit_memory(limits["memory"])
    tasks = _tasks()

    from curate.pdf.pdfium import restart

    _say(answers, {"ready": PROTOCOL})
    for line in sys.stdin:
        order = json.loads(line)
        restart()  # what PDFium keeps of earlier files shall not move the words of this one
        _limit_processor(limits["cpu_seconds"])
        started = time.monotonic()
        answer = _answer(tasks[order["task"]], Path(order["path"]), order["options"])
        _say(answers, {**answer, "seconds": time.monotonic() - started})


def _private_output() -> TextIO:
    """Take the pipe away from standard output, which becomes standard error."""
    pipe = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(pipe, "w", encoding="utf-8")


def _say(answers: TextIO, answer: dict[str, Any]) -> None:
    try:
        line = json.dumps(answer, allow_nan=False)  # ASCII: file names may be no Unicode
    except ValueError as error:
        line = json.dumps({**answer, "status": "failed", "detail": _last_line(error), "value": None})
    answers.write(line + "\n")
    answers.flush()


def _answer(task: Callable[..., Any], path: Path, options: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"status": "ok", "value": task(path, **options)}
    except CurateError as error:
        return {"status": "refused", "detail": error.what, "hint": error.hint}
    except MemoryError:
        return {"status": "limits", "detail": "memory"}
    except Exception as error:  # a bug costs its own job; the traceback goes to standard error
        traceback.print_exc()
        return {"status": "failed", "detail": _last_line(error)}


def _last_line(error: BaseException) -> str:
    """Return the last line of a traceback and the place it comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return "".join(traceback.format_exception_only(error)).strip().splitlines()[-1] + place


def _tasks() -> dict[str, Callable[..., Any]]:
    """Return what can be asked for, by name; imports the engines once, before the first job."""
    from curate.extract.job import value_to_plain
    from curate.extract.report import extract
    from curate.extract.source import cell_texts, describe_source, file_tables
    from curate.extract.tables.grid.segment import tables_of
    from curate.pdf.captions import captions
    from curate.pdf.find import around_all, hold_all
    from curate.pdf.image import render_crop, render_page, render_painted
    from curate.pdf.layer import text_layer, words_in
    from curate.pdf.ocr import add_text
    from curate.pdf.second import reread
    from curate.pdf.standing import locate_all

    def run_extract(path: Path, extractors: list[str], second: str) -> Any:
        return value_to_plain(extract(path, extractors, second=second))

    def run_describe(path: Path) -> Any:
        return value_to_plain(describe_source(path))

    def regions(page: Page) -> Regions:
        try:
            found = list(tables_of(page))
        except Exception:  # what cannot be taken apart helps to no place; extraction tells of it
            traceback.print_exc()
            return []
        return [
            (
                table.region.box,
                [c.box for c in (*table.header, *table.body) if c.col and c.role != "stub"],
            )
            for table in found
        ]

    def run_locate(path: Path, quotes: list[tuple[int, str, bool]]) -> Any:
        return locate_all(path, quotes, regions)

    def run_layer(path: Path, page: int) -> Any:
        return text_layer(path, page, regions)

    def run_hold(path: Path, quotes: list[tuple[int, str, Any]]) -> Any:
        return hold_all(path, [(page, quote, box and tuple(box)) for page, quote, box in quotes])

    def run_around(path: Path, places: list[Any]) -> Any:
        return around_all(path, [(page, tuple(box)) for page, box in places])

    def run_words_in(path: Path, places: list[Any]) -> Any:
        return words_in(path, [(page, tuple(box)) for page, box in places])

    def run_cells(path: Path, places: list[list[tuple[str, str]]]) -> Any:
        return cell_texts(path, [tuple((name, value) for name, value in way) for way in places])

    def run_tables(path: Path) -> Any:
        return file_tables(path)

    def run_reread(path: Path, places: list[Any]) -> Any:
        return reread(path, [(page, tuple(box)) for page, box in places])

    def run_ocr(path: Path, target: str, language: str) -> Any:
        return add_text(path, Path(target), language)

    def run_render(path: Path, page: int, box: Any, dpi: float, **options: Any) -> Any:
        if box is None:
            return base64.b64encode(render_page(path, page, dpi)).decode()
        return base64.b64encode(render_crop(path, page, tuple(box), dpi, **options)).decode()

    def run_paint(path: Path, page: int, strokes: list[Any], dpi: float) -> Any:
        return base64.b64encode(render_painted(path, page, strokes, dpi)).decode()

    return {
        "extract": run_extract,
        "describe": run_describe,
        "locate": run_locate,
        "hold": run_hold,
        "around": run_around,
        "captions": captions,
        "layer": run_layer,
        "words_in": run_words_in,
        "cells": run_cells,
        "tables": run_tables,
        "reread": run_reread,
        "ocr": run_ocr,
        "render": run_render,
        "paint": run_paint,
    }


def _limit_memory(mebibytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the supervisor watches the memory
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the address space cannot be limited reliably
        _lower(resource.RLIMIT_AS, mebibytes * 2**20)


def _limit_processor(seconds: int) -> None:
    """Give the next job `seconds` of processor time; the system kills the process after that."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    _lower(resource.RLIMIT_CPU, used + seconds + 1)


def _lower(which: int, wanted: int) -> None:
    """Set the soft limit of a resource, never above the hard one that the process was given."""
    import resource

    hard = resource.getrlimit(which)[1]
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(which, (soft, hard))


if __name__ == "__main__":
    main()
