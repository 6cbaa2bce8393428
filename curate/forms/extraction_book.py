"""The extraction form: a workbook for one person, one sheet a study.

A sheet asks for arms and time points first; the rows of the results repeat their labels by formula, so
that a label is typed once. Only cells to fill are unlocked: the tab key goes from one to the next. The
hidden column A holds the row keys, a hidden sheet what the reader needs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from curate.errors import FormError
from curate.forms.extraction_form import ExtractionForm, FilledForm, FormStudy
from curate.forms.extraction_layout import (
    BASES,
    CENTRES,
    FORM,
    MEASURES,
    REPEATED,
    SPREADS,
    TITLES,
    Column,
    columns,
    statuses,
)
from curate.forms.extraction_reader import read_form
from curate.forms.extraction_rows import Blocks, Row, rows_of
from curate.forms.workbook import LINE_HEIGHT, Book, writing
from curate.model.file_table import PLACE_EXAMPLE
from curate.model.ids import digest
from curate.model.protocol import Protocol
from curate.parse.protocol import write_protocol

CHUNK = 30_000
"""Characters of a long text that go into one cell."""

WIDTHS = (2, 28, 28, 22, 12, 12, 12, 14, 12, 14, 14, 12, 12, 12, 16, 30, 10, 30)
"""Widths of the columns from A on, in characters; later ones are like the last."""

INTRODUCTION = (
    (
        "1  Arms and times",
        "Type the names that the report uses; the rows below repeat them. Empty rows are for more.",
    ),
    (
        "2  Results",
        "One row for each arm, outcome and time. Leave what you have not looked for empty.",
    ),
    (
        "Numbers",
        "As printed, with all decimals: 12.30, -4.1, 1,234. Counts may be typed as 12/17.",
    ),
    (
        "Not there",
        "If you looked and the report does not give it, choose a status. Empty means not looked at.",
    ),
    (
        "Page",
        'Every value needs its page, counted from the first page of the PDF. A " repeats the row above, also for '
        "quote, report, scores and the kind of spread.",
    ),
    (
        "Quote",
        "Copy the words around the value: they are looked up on the page.",
    ),
    (
        "When done",
        "Save as .xlsx and read it back with curate form --read. If a cell is wrong, nothing is "
        "taken and you get a list of the cells to mend.",
    ),
)


def write(path: Path, form: ExtractionForm) -> None:
    """Write the form of a person as a workbook; an existing file at `path` is replaced.

    Raises
    ------
    FormError
        When a study has no report or the file cannot be written.
    """
    for study in form.studies:
        if not study.reports:
            raise FormError(f"the study {study.name!r} has no report", "add it, or leave the study out")
    with writing(path, FormError) as book:
        _introduction(book, form)
        studies: list[dict[str, Any]] = []
        for study in form.studies:
            studies.append(_study(book, form, study))
        facts = {
            "form": FORM,
            "version": form.protocol.version,
            "extractor": form.extractor,
            **_chunks("protocol", write_protocol(form.protocol)),
        }
        for number, study_facts in enumerate(studies):
            facts |= _chunks(f"study:{number}", json.dumps(study_facts, ensure_ascii=False))
        book.close(facts | {"checksum": digest(facts)})


def read(path: Path, version: str = "") -> FilledForm:
    """Return what a person entered into a form.

    Parameters
    ----------
    path
        The workbook.
    version
        Version of the protocol that the form must have been written for; empty takes any.

    Raises
    ------
    FormError
        When the file is no such form, was written for another version, or anything in it cannot be
        taken. Every reason is listed with sheet and cell; nothing of the file may be imported.
    """
    return read_form(path, version)


def _chunks(name: str, text: str) -> dict[str, str]:
    """Cut a long text into cells."""
    parts = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    return {f"{name}:{number}": part for number, part in enumerate(parts)}


def _introduction(book: Book, form: ExtractionForm) -> None:
    title = f"{form.protocol.title}: extraction by {form.extractor}"
    book.introduce(book.sheet("Read me"), title, INTRODUCTION)


def _study(book: Book, form: ExtractionForm, study: FormStudy) -> dict[str, Any]:
    """Write the sheet of a study; return what the reader must know about it."""
    sheet = book.sheet(study.name)
    blocks = rows_of(form, study)
    for col, width in enumerate((*WIDTHS, *WIDTHS[-1:] * 12)):
        sheet.set_column(col, col, width, None, {"hidden": col == 0})
    book.put(sheet, 0, 1, study.name, book.look.title)
    for number, report in enumerate(study.reports, start=1):
        pages = f" ({report.pages} pages)" if report.pages else ""
        if report.kind in PLACE_EXAMPLE:
            pages = f" (no pages: say {PLACE_EXAMPLE[report.kind]} for the page)"
        text = f"Report {number}: {report.title}{pages}, {report.sha256[:12]}"
        sheet.write_string(number, 1, text)
    sheet.freeze_panes(1, 2)
    top = len(study.reports) + 2
    starts = {}
    for block, rows in blocks.items():
        starts[block] = top + 2
        top += len(rows) + 4
    for block, rows in blocks.items():
        heads = columns(block, form.protocol)
        _heads(book, sheet, block, starts[block] - 1, heads)
        _rows(book, sheet, rows, starts, block, heads)
        _lists(book, sheet, block, blocks, starts, heads, form.protocol, study)
    options = dict.fromkeys(
        ("format_cells", "format_columns", "format_rows", "insert_rows", "sort"), True
    )
    sheet.protect("", options)
    return {
        "id": study.id,
        "name": study.name,
        "sheet": sheet.get_name(),
        "reports": [[report.sha256, report.pages, report.kind] for report in study.reports],
        "rows": {
            row.key: {name: row.cells[name] for name in sorted(row.fixed) if row.cells.get(name)}
            for rows in blocks.values()
            for row in rows
        },
    }


def _heads(book: Book, sheet: Any, block: str, row: int, heads: tuple[Column, ...]) -> None:
    """Write the title of a block and its headings."""
    book.put(sheet, row - 1, 1, TITLES[block], book.look.block)
    sheet.set_row(row, 2 * LINE_HEIGHT)
    book.put(sheet, row, 0, f"#{block}", book.look.given)
    for col, column in enumerate(heads, start=1):
        book.put(sheet, row, col, column.title, book.look.head)
        if column.help:
            sheet.write_comment(row, col, column.help, {"x_scale": 2})


def _rows(
    book: Book,
    sheet: Any,
    rows: list[Row],
    starts: dict[str, int],
    block: str,
    heads: tuple[Column, ...],
) -> None:
    for row, each in enumerate(rows, start=starts[block]):
        book.put(sheet, row, 0, each.key, book.look.given)
        for col, column in enumerate(heads, start=1):
            text = each.cells.get(column.name, "")
            if column.name in each.refers:
                there, number = each.refers[column.name]
                cell = xl_rowcol_to_cell(starts[there] + number - 1, 1, True, True)
                sheet.write_formula(row, col, f'=IF({cell}="","",{cell})', book.look.shown, text)
            else:
                fixed = column.name in each.fixed or column.name == "codebook"
                book.put(sheet, row, col, text, book.look.given if fixed else book.look.entry)


def _lists(
    book: Book,
    sheet: Any,
    block: str,
    blocks: Blocks,
    starts: dict[str, int],
    heads: tuple[Column, ...],
    protocol: Protocol,
    study: FormStudy,
) -> None:
    """Give the columns of a block their drop-downs."""
    first, last = starts[block], starts[block] + len(blocks[block]) - 1
    arms = _labels_range(starts, blocks, "arms")
    times = _labels_range(starts, blocks, "times")
    status = tuple(statuses())
    choices: dict[str, tuple[str, ...]] = {
        "code": tuple(
            entry.code for entry in (protocol.arms if block == "arms" else protocol.timepoints)
        ),
        "outcome": tuple(outcome.label for outcome in protocol.outcomes),
        "basis": BASES,
        "centre_kind": CENTRES,
        "spread_kind": tuple(SPREADS),
        "status": status,
        "measure": MEASURES,
        "adjusted": ("yes", "no"),
        "question": tuple(item.question for item in protocol.items if item.per != "result"),
        "report": tuple(str(number) for number in range(1, len(study.reports) + 1)),
    }
    choices |= {f"item:{item.code}": item.choices for item in protocol.items}
    for col, column in enumerate(heads, start=1):
        area = (first, col, last, col)
        if column.name in ("arm", "comparator", "timepoint"):
            source = times if column.name == "timepoint" else arms
            sheet.data_validation(*area, {"validate": "list", "source": source, "show_error": False})
        elif column.name == "answer":
            _answers(book, sheet, blocks, first, col, protocol)
        else:
            free = column.name in ("outcome", "question", *REPEATED)
            book.choose(sheet, area, choices.get(column.name, ()), free=free)


def _answers(book: Book, sheet: Any, blocks: Blocks, first: int, col: int, protocol: Protocol) -> None:
    items = {item.code: item for item in protocol.items}
    for row, each in enumerate(blocks["items"], start=first):
        item = items.get(each.key.rpartition(":")[2])
        book.choose(sheet, (row, col, row, col), item.choices if item else (), free=False)


def _labels_range(starts: dict[str, int], blocks: Blocks, block: str) -> str:
    first = xl_rowcol_to_cell(starts[block], 1, True, True)
    last = xl_rowcol_to_cell(starts[block] + len(blocks[block]) - 1, 1, True, True)
    return f"={first}:{last}"
