"""The protocol workbook: what a spreadsheet may do to it, and mistakes named by cell."""

import datetime
from dataclasses import replace
from zipfile import ZipFile

import pytest

from curate.errors import ProtocolError
from curate.forms import protocol_book
from curate.forms.workbook import RAW
from curate.model.protocol import Person, Protocol
from curate.parse.protocol import read_protocol, sample


@pytest.fixture(scope="module")
def protocol():
    return read_protocol(sample("Ketamine for PTSD"))


@pytest.fixture
def book(protocol, tmp_path):
    path = tmp_path / "protocol.xlsx"
    protocol_book.write(protocol, path)
    return path


def test_sample_goes_out_and_comes_in(book, protocol):
    assert protocol_book.read(book) == protocol


def test_the_version_is_the_stores_and_is_not_read(protocol, tmp_path):
    path = tmp_path / "protocol.xlsx"
    protocol_book.write(replace(protocol, version="pv_1"), path)
    assert protocol_book.read(path).version == ""


def test_the_same_protocol_gives_the_same_bytes(book, protocol, tmp_path):
    again = tmp_path / "again.xlsx"
    protocol_book.write(protocol, again)
    assert again.read_bytes() == book.read_bytes()


def test_what_a_comparison_assumes_has_columns_where_one_does(protocol, book, tmp_path):
    first = protocol.comparisons[0]
    assumed = (("correlation", "0.5"), ("correlation_low", "0.3"), ("correlation_high", "0.8"))
    other = replace(protocol, comparisons=(replace(first, options=assumed), *protocol.comparisons[1:]))
    path = tmp_path / "assumed.xlsx"
    protocol_book.write(other, path)
    assert protocol_book.read(path) == other
    assert b"Correlation from" not in ZipFile(book).read("xl/sharedStrings.xml")


def test_entries_typed_as_numbers_and_new_rows_are_taken(book, edited):
    made = edited(book, {("Outcomes", "E2"): 100, ("People", "A5"): "reader-c", ("People", "B5"): "Yes"})
    protocol = protocol_book.read(made)
    assert protocol.outcomes[0].maximum == 100
    assert protocol.people[-1] == Person("reader-c", True)


def test_empty_rows_are_passed_over(book, edited, protocol):
    made = edited(book, {("People", "A9"): "reader-z", ("People", "B7"): " "})
    assert [person.name for person in protocol_book.read(made).people][-1] == "reader-z"


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        (
            {("Outcomes", "D2"): datetime.date(2024, 1, 2)},
            "sheet 'Outcomes', row 2, column 'Minimum': the spreadsheet made a date",
        ),
        ({("Outcomes", "D2"): "0,5"}, "sheet 'Outcomes', row 2, column 'Minimum': '0,5' is no number"),
        (
            {("Outcomes", "F2"): "down"},
            "sheet 'Outcomes', row 2, column 'Better is': direction is 'down'",
        ),
        (
            {("Outcomes", "F1"): "Direction"},
            "sheet 'Outcomes', cell F1: the heading 'Direction' is unknown",
        ),
        (
            {("Comparisons", "D3"): "ketamin"},
            "sheet 'Comparisons', row 3, column 'Experimental': experimental",
        ),
        (
            {("Comparisons", "M3"): "XX"},
            "sheet 'Comparisons', row 3: options method is 'XX'",
        ),
        (
            {("People", "B2"): "maybe"},
            "sheet 'People', row 2, column 'Trainee': 'maybe' is neither yes nor no",
        ),
        ({("Arms", "B6"): "New arm"}, "sheet 'Arms', row 6, column 'Code': code is missing"),
        ({("Options", "B9"): 120}, "sheet 'Options', row 9, column 'Value': level must lie between"),
        ({"Items": None}, "the sheet 'Items' is missing"),
    ],
)
def test_mistakes_are_named_by_cell(book, edited, changes, detail):
    with pytest.raises(ProtocolError) as caught:
        protocol_book.read(edited(book, changes))
    assert any(each.startswith(detail) for each in caught.value.details), caught.value.details


@pytest.mark.parametrize("changes", [{(RAW, "B1"): "curate protocol 0"}, {RAW: None}])
def test_another_form_version_is_refused(book, edited, changes):
    with pytest.raises(ProtocolError, match="not a protocol form of this version"):
        protocol_book.read(edited(book, changes))


def test_other_files_are_refused(tmp_path):
    text = tmp_path / "protocol.xlsx"
    text.write_text("code,label\n")
    with pytest.raises(ProtocolError, match="is no workbook"):
        protocol_book.read(text)
    with pytest.raises(ProtocolError, match="is not there"):
        protocol_book.read(tmp_path / "none.xlsx")


def test_nothing_is_half_written(protocol, tmp_path):
    with pytest.raises(ProtocolError, match="cannot write"):
        protocol_book.write(protocol, tmp_path / "no-folder" / "protocol.xlsx")
    with pytest.raises(ProtocolError, match="no name for a workbook"):
        protocol_book.write(protocol, tmp_path / "protocol.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_protocol_with_only_a_title_goes_through(tmp_path):
    path = tmp_path / "protocol.xlsx"
    protocol_book.write(Protocol("Empty"), path)
    assert protocol_book.read(path) == Protocol("Empty")
