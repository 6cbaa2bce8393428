"""Numbers as the formats of a workbook show them."""

import zipfile

import pytest
import xlsxwriter

from curate.office.number_formats import shown, styles_of


@pytest.mark.parametrize(
    ("stored", "code", "text", "sure"),
    [
        ("12.3", "0.00", "12.30", True),
        ("12", "0.0", "12.0", True),
        ("-0.5", "0.00_);(0.00)", "-0.50", True),
        ("1234.5", "#,##0.0", "1234.5", True),
        ("0.123", "0.0%", "12.3%", True),
        ("0.1234", "0%", "12.34%", False),
        ("12.345", "0.0", "12.345", False),
        ("12.3", "General", "12.3", False),
        ("12.3", "", "12.3", False),
        ("0.5", "# ?/?", "0.5", False),
        ("100", "0", "100", True),
        ("120", "0.00E+00", "120", False),
    ],
)
def test_no_digit_is_lost_and_none_is_made_up(stored, code, text, sure):
    assert shown(stored, code) == (text, sure)


def test_what_is_no_workbook_has_no_formats(tmp_path):
    (tmp_path / "s.xlsx").write_bytes(b"no workbook")
    assert styles_of(tmp_path / "s.xlsx") is None


def test_a_damaged_sheet_has_no_formats(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "whole.xlsx"))
    book.add_worksheet("Scores").write(0, 0, 12.3, book.add_format({"num_format": "0.00"}))
    book.close()
    assert styles_of(tmp_path / "whole.xlsx").of_sheet("Scores") == {"A1": "0.00"}
    with (
        zipfile.ZipFile(tmp_path / "whole.xlsx") as whole,
        zipfile.ZipFile(tmp_path / "cut.xlsx", "w") as cut,
    ):
        for name in whole.namelist():
            content = whole.read(name)
            cut.writestr(name, content[:-40] if "worksheets" in name else content)
    assert styles_of(tmp_path / "cut.xlsx").of_sheet("Scores") == {}
    assert styles_of(tmp_path / "whole.xlsx").of_sheet("Other") == {}
