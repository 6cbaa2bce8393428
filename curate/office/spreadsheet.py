"""Tables of a workbook (.xlsx, .xls, .ods) or a CSV file: blocks of rows that hold together on a sheet."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from curate.model.file_table import FileCell, FileContent, FileTable, Run, Runs, cell_name
from curate.office.captions import is_caption, is_note, label_of
from curate.office.number_formats import Formats, shown, styles_of
from curate.office.package import CSV, EXCEL, Unreadable

MOST_ROWS, MOST_COLUMNS = 5_000, 200
"""A larger sheet is a data set, no table of results: it is left out with the state ``partial``."""

SPACE = 2.0
"""Points that a leading space sets a label in."""

DIGITS = 15
"""Significant digits that a spreadsheet shows of a number at most."""

Value = str | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta
Merged = tuple[int, int, int, int]
"""First row, first column, rows, columns of cells that are one."""


def read_spreadsheet(path: Path, kind: str) -> FileContent:
    """Return the tables of the visible sheets of a workbook, or of a CSV file.

    A sheet that nobody sees on opening the workbook is evidence that nobody could check: it is not
    read, and named.

    Raises
    ------
    Unreadable
        The file is damaged or needs a password.
    """
    left_out: list[str] = []
    hidden: list[str] = []
    tables: list[FileTable] = []
    styles = styles_of(path) if kind == EXCEL else None
    for name, rows, merged in _csv(path) if kind == CSV else _sheets(path, hidden):
        if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
            left_out.append(name)
        else:
            formats = styles.of_sheet(name) if styles else {}
            tables += tables_of(name, _cells(rows, merged, formats))
    reasons = {"too large for tables of results": left_out, "hidden": hidden}
    details = [f"{why}, not read: sheet {', '.join(names)}" for why, names in reasons.items() if names]
    return FileContent(tuple(tables), "partial" if details else "ok", "; ".join(details))


def _sheets(path: Path, hidden: list[str]) -> Iterator[tuple[str, list[list[Value]], list[Merged]]]:
    """Yield the name, rows and merged cells of each visible worksheet; note the others in `hidden`."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ != SheetTypeEnum.WorkSheet:
                    continue
                if sheet.visible != SheetVisibleEnum.Visible:
                    hidden.append(sheet.name)
                    continue
                held = book.get_sheet_by_name(sheet.name)
                few = max(held.total_height - MOST_ROWS, held.total_width - MOST_COLUMNS) <= 0
                rows = held.to_python(skip_empty_area=False, nrows=None if few else MOST_ROWS + 1)
                yield sheet.name, rows, [_merged(area) for area in held.merged_cell_ranges or ()]
    except PasswordError as error:
        raise Unreadable("encrypted", "the file needs a password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("malformed", f"it cannot be opened as a workbook: {error}") from error


def _merged(area: tuple[tuple[int, int], tuple[int, int]]) -> Merged:
    (top, left), (bottom, right) = area
    return top, left, bottom - top + 1, right - left + 1


def _csv(path: Path) -> Iterator[tuple[str, list[list[Value]], list[Merged]]]:
    content = path.read_bytes()
    if b"\0" in content:
        raise Unreadable("malformed", "it is no text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    head = text[:4096]
    separator = max("\t;,", key=head.count)
    try:
        rows: list[list[Value]] = [
            list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)
        ]
    except csv.Error as error:
        raise Unreadable("malformed", f"it is no table of separated values: {error}") from error
    yield path.stem, rows, []


def _cells(
    rows: Sequence[Sequence[Value]], merged: Iterable[Merged], formats: Formats
) -> list[FileCell]:
    spans = {(top, left): (height, width) for top, left, height, width in merged}
    found = []
    for row, values in enumerate(rows):
        for col, value in enumerate(values):
            text = printed(value)
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            if number:
                text, sure = shown(text, formats.get(cell_name(row, col), ""))
                number = not sure
            if text.strip():
                rowspan, colspan = spans.get((row, col), (1, 1))
                found.append(
                    FileCell(
                        row,
                        col,
                        (Run(text),),
                        rowspan,
                        colspan,
                        indent=SPACE * (len(text) - len(text.lstrip())),
                        number=number,
                        date=isinstance(value, _MOMENTS),
                    )
                )
    return found


_MOMENTS = (datetime.date, datetime.time, datetime.timedelta)


def printed(value: Value) -> str:
    """Return a cell's value as text: a number with the digits that a spreadsheet keeps, without exponent.

    Examples
    --------
    >>> printed(12.0), printed(0.1 + 0.2), printed(4e-05)
    ('12', '0.3', '0.00004')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return f"{Decimal(format(value, f'.{DIGITS}g')):f}"
    return str(value)


def tables_of(sheet: str, cells: Sequence[FileCell]) -> Iterator[FileTable]:
    """Yield the tables of a sheet; what they are called tells them apart."""
    rows: dict[int, list[FileCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    names: dict[str, int] = {}
    for block in _blocks(rows):
        table = _table(sheet, block)
        if table is not None:
            names[sheet] = names.get(sheet, 0) + 1
            yield replace(table, name=sheet if names[sheet] == 1 else f"{sheet} ({names[sheet]})")


Rows = list[list[FileCell]]


def _blocks(rows: dict[int, list[FileCell]]) -> Iterator[Rows]:
    """Part the rows of a sheet where an empty row stands before a caption or a new header."""
    block: Rows = []
    ordered = [rows[number] for number in sorted(rows)]
    for index, row in enumerate(ordered):
        apart = bool(block) and row[0].row > _bottom(block[-1])
        if (apart or _is_caption(row)) and block and _begins(ordered[index:]) and _has_data(block):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _bottom(row: list[FileCell]) -> int:
    """Return the first row below those that a row's merged cells cover."""
    return max(cell.row + cell.rowspan for cell in row)


def _begins(rows: Rows) -> bool:
    """Whether a caption, or a header of several words under at most one title, begins here."""
    if _is_caption(rows[0]):
        return True
    if len(rows[0]) == 1 and is_note(rows[0][0].runs):
        return False
    head = rows[1] if len(rows) > 1 and len(rows[0]) == 1 else rows[0]
    return len(head) > 1 and not any(_is_value(cell) for cell in head[1:])


def _is_caption(row: list[FileCell]) -> bool:
    return len(row) == 1 and is_caption(row[0].text)


_NUMBER = re.compile(r"^[<>≤≥=±−–\-(\[]*\s*[\d.·]")


def _is_value(cell: FileCell) -> bool:
    return cell.number or bool(_NUMBER.match(cell.text))


def _has_data(rows: Rows) -> bool:
    return any(_is_value(cell) for row in rows for cell in row[1:])


def _table(sheet: str, rows: Rows) -> FileTable | None:
    """Return a block as a table: titles above the first row of several cells, notes below the last."""
    wide = [index for index, row in enumerate(rows) if len(row) > 1]
    if len(wide) < 2:
        return None
    first, last = wide[0], wide[-1]
    titles, below = rows[:first], rows[last + 1 :]
    start = next((i for i, row in enumerate(titles) if label_of(row[0].text)), 0)
    above: Runs = tuple(run for row in titles[start:] for run in (*row[0].runs, Run(" ")))
    cells = tuple(cell for row in rows[first : last + 1] for cell in row)
    notes = tuple(row[0].runs for row in below)
    return FileTable("spreadsheet", sheet, sheet, cells, above, notes)
