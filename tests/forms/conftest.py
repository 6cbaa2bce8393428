"""Workbooks as a person or a spreadsheet program would have changed them."""

import datetime
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_cell_to_rowcol


@pytest.fixture
def edited(tmp_path):
    """Return a function that copies a workbook with some cells changed.

    It takes the path and ``{(sheet, "B2"): value}``; the value's type is the cell's type. A sheet mapped
    to None is left out.
    """

    def copy(path: Path, changes: dict, name: str = "edited.xlsx") -> Path:
        source = CalamineWorkbook.from_path(str(path))
        cells = {
            name: {
                (row, col): value
                for row, values in enumerate(
                    source.get_sheet_by_name(name).to_python(skip_empty_area=False)
                )
                for col, value in enumerate(values)
            }
            for name in source.sheet_names
        }
        for key, value in changes.items():
            if isinstance(key, str):
                del cells[key]
            else:
                cells[key[0]][xl_cell_to_rowcol(key[1])] = value
        made = tmp_path / name
        book = xlsxwriter.Workbook(str(made), {"strings_to_formulas": False})
        date = book.add_format({"num_format": "d mmm"})
        for sheet_name, values in cells.items():
            sheet = book.add_worksheet(sheet_name)
            for (row, col), value in values.items():
                if isinstance(value, datetime.date):
                    sheet.write_datetime(row, col, value, date)
                elif isinstance(value, bool):
                    sheet.write_boolean(row, col, value)
                elif isinstance(value, int | float):
                    sheet.write_number(row, col, value)
                else:
                    sheet.write_string(row, col, value)
        book.close()
        return made

    return copy
