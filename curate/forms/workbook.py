"""What both workbooks share: writing text cells with lists, and reading them back with their places.

Entry cells are text (format ``@``), because a spreadsheet turns ``12/17`` and ``1-2`` into dates and
``12.30`` into 12.3. What comes back is judged cell by cell: a date is never a value.
"""

from __future__ import annotations

import datetime
import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from curate.errors import CurateError

LONGEST = 32_767
"""Characters that a cell can hold."""

PROSE_WIDTH = 96
"""Characters across the explaining column of a first sheet."""

LINE_HEIGHT = 15
"""Points, of one line of the default font."""

RAW = "_form"
LISTS = "_lists"
"""Hidden sheets: what the reader needs, and the lists that drop-downs show."""

_CREATED = datetime.datetime(2000, 1, 1)
"""Fixed, so that the same content gives the same file."""

Value = str | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta


@dataclass(frozen=True, slots=True)
class Look:
    """Formats of the cells."""

    text: Any
    entry: Any
    given: Any
    shown: Any
    head: Any
    title: Any
    prose: Any
    block: Any


class Book:
    """A workbook being written."""

    def __init__(self, file: io.BytesIO) -> None:
        self._book = xlsxwriter.Workbook(
            file, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        )
        self._book.set_properties({"created": _CREATED, "author": ""})
        text = {"num_format": "@", "valign": "top"}
        line = {"border": 1, "border_color": "#C8CDD3"}
        self.look = Look(
            text=self._book.add_format(text),
            entry=self._book.add_format({**text, **line, "locked": False}),
            given=self._book.add_format({**text, **line, "bg_color": "#EDF1F5"}),
            shown=self._book.add_format({"valign": "top", **line, "bg_color": "#EDF1F5"}),
            head=self._book.add_format(
                {**text, **line, "bold": True, "bg_color": "#D5DEE8", "text_wrap": True}
            ),
            title=self._book.add_format({**text, "bold": True, "font_size": 14}),
            prose=self._book.add_format({**text, "text_wrap": True}),
            block=self._book.add_format(
                {**text, "bold": True, "font_size": 12, "font_color": "#1F3A5F"}
            ),
        )
        self._lists: dict[tuple[str, ...], str] = {}
        self._titles: list[str] = []

    def sheet(self, title: str) -> Any:
        """Add a sheet; its name is `title` made valid and unique."""
        name = sheet_name(title, self._titles)
        self._titles.append(name)
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def introduce(self, sheet: Any, title: str, lines: Iterable[tuple[str, str]]) -> None:
        """Write a first sheet: a title, then what about what; rows as high as their text needs."""
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, PROSE_WIDTH)
        sheet.hide_gridlines(2)
        self.put(sheet, 0, 0, title, self.look.title)
        for row, (about, what) in enumerate(lines, start=2):
            sheet.set_row(row, LINE_HEIGHT * (1 + len(what) // PROSE_WIDTH))
            self.put(sheet, row, 0, about, self.look.block)
            self.put(sheet, row, 1, what, self.look.prose)

    def put(self, sheet: Any, row: int, col: int, text: str, look: Any) -> None:
        """Write a text; a formula or an address stays text.

        Raises
        ------
        CurateError
            When the text is longer than a cell can be.
        """
        if len(text) > LONGEST:
            raise CurateError(f"a text of {len(text)} characters does not fit into a cell")
        if text:
            sheet.write_string(row, col, text, look)
        else:
            sheet.write_blank(row, col, None, look)

    def choose(
        self, sheet: Any, area: tuple[int, int, int, int], choices: Sequence[str], free: bool
    ) -> None:
        """Give an area of cells a drop-down list; when `free`, other entries are welcome too."""
        if not choices:
            return
        rule: dict[str, Any] = {"validate": "list", "source": self._list(tuple(choices))}
        if free:
            rule["error_type"] = "information"
            rule["show_error"] = False
        else:
            rule["error_title"] = "Not in the list"
            rule["error_message"] = "Please choose from the list, or leave the cell empty."
        sheet.data_validation(*area, rule)

    def _list(self, choices: tuple[str, ...]) -> str:
        """Return the range that holds `choices` on the hidden sheet of lists."""
        if choices not in self._lists:
            column = xl_col_to_name(len(self._lists), True)
            self._lists[choices] = f"='{LISTS}'!{column}$1:{column}${len(choices)}"
        return self._lists[choices]

    def close(self, raw: Mapping[str, str]) -> None:
        """Write the hidden sheets and finish the file."""
        hidden = self._book.add_worksheet(RAW)
        for row, (key, text) in enumerate(raw.items()):
            self.put(hidden, row, 0, key, self.look.given)
            self.put(hidden, row, 1, text, self.look.given)
        hidden.very_hidden()
        lists = self._book.add_worksheet(LISTS)
        for col, choices in enumerate(self._lists):
            for row, choice in enumerate(choices):
                self.put(lists, row, col, choice, self.look.given)
        lists.very_hidden()
        self._book.close()


@contextmanager
def writing(path: Path, error: type[CurateError]) -> Iterator[Book]:
    """Write a workbook beside `path` and move it there when it is whole.

    Raises
    ------
    CurateError
        As `error`, when the folder is missing or the file is open in a spreadsheet.
    """
    if path.suffix.lower() != ".xlsx":
        raise error(f"{path.name} is no name for a workbook", "give it the ending .xlsx")
    if not path.parent.is_dir():
        raise error(f"cannot write {path}: there is no such folder", "make the folder first")
    beside = path.with_name(f".{path.stem}.{os.getpid()}.xlsx")
    held = io.BytesIO()
    yield Book(held)
    try:
        beside.write_bytes(held.getvalue())
        os.replace(beside, path)
    except OSError as problem:
        hint = "is it open in a spreadsheet program, or the disk full?"
        raise error(f"cannot write {path}: {problem.strerror}", hint) from None
    finally:
        beside.unlink(missing_ok=True)


def sheet_name(title: str, taken: Iterable[str]) -> str:
    """Return `title` as a valid sheet name (31 characters at most) that is not yet taken."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:31].strip(" '") or "Sheet"
    names = {name.casefold() for name in (*taken, RAW, LISTS, "history")}
    name, number = clean, 2
    while name.casefold() in names:
        tail = f" {number}"
        name, number = clean[: 31 - len(tail)] + tail, number + 1
    return name


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as read: `rows` of cells from A1 on, all rows equally long."""

    name: str
    rows: list[list[Value]]

    def cell(self, row: int, col: int) -> Value:
        """Return a cell, the empty text beyond the end."""
        if row < len(self.rows) and col < len(self.rows[row]):
            return self.rows[row][col]
        return ""

    def where(self, row: int, col: int) -> str:
        """Return the place of a cell in words: sheet and address."""
        return f"sheet {self.name!r}, cell {xl_rowcol_to_cell(row, col)}"


def open_sheets(path: Path, error: type[CurateError]) -> dict[str, Sheet]:
    """Read every sheet of a workbook.

    Raises
    ------
    CurateError
        As `error`, when the file is missing or is no workbook.
    """
    if not path.is_file():
        raise error(f"{path} is not there", "check the name of the file")
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return {
            name: Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        }
    except OSError as problem:
        raise error(f"{path} cannot be read: {problem.strerror or problem}") from None
    except python_calamine.CalamineError as problem:
        hint = "save the form as an Excel workbook (.xlsx)"
        raise error(f"{path.name} is no workbook: {problem}", hint) from None


def form_facts(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """Return the pairs of the hidden sheet, empty when it is gone."""
    if RAW not in sheets:
        return {}
    return {str(row[0]): str(row[1]) for row in sheets[RAW].rows if len(row) > 1 and row[0] != ""}


class NoText(ValueError):
    """The cell holds something that cannot be taken as what was typed; the message says what."""


def entered(value: Value) -> tuple[str, bool]:
    """Return a cell's text, white space collapsed, and whether it was kept as a number.

    A number's text is the shortest one that reads back as the number: "12.30" comes back as "12.3".

    Raises
    ------
    NoText
        For dates, times and truth values: the spreadsheet changed what was typed.
    """
    if isinstance(value, bool):
        raise NoText(f"holds the truth value {str(value).upper()}, not text")
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        raise NoText(
            f"the spreadsheet made a date or time of it ({value}); format it as text and type again"
        )
    if isinstance(value, float | int):
        number = float(value)
        return (str(int(number)) if number.is_integer() else f"{number:.15g}"), True
    return " ".join(value.split()), False
