"""A table in a Word document or workbook gives the readings of the same table in print."""

import sys
import tempfile
import zipfile
from pathlib import Path

import docx
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings

from curate.errors import ReportError
from curate.extract.job import Job
from curate.extract.report import extract
from curate.extract.run import run_job
from curate.extract.source import cell_texts, describe_source, read_source
from curate.extract.table import TableExtractor
from curate.model.file_table import parse_place, place_in_words
from curate.model.reading import Found, Grid

from .supplements import write_docx, write_xlsx
from .test_table_typeset import contents, plain_styles, roomy, values_of
from .trial_table import Content, Row, expected_values
from .typesetter import typeset

CONTENT = Content(
    (("Ketamine", 40), ("Placebo", 38)),
    ("Week 4", "Week 8"),
    (
        Row("Mood"),
        Row("MADRS", (("12.30", "4.50"), ("18.1", "5.2"), ("10.0", "4.1"), ("17.2", "5.0")), mark="a"),
        Row("HAM-D", (("8.2", "3.1"), ("11.0", "3.3"), ("7.7", "3.0"), ("-0.4", "3.9"))),
        Row("Function"),
        Row("Sleep", (("6.1", "2.0"), ("7.0", "2.1"), ("5.5", "1.9"), ("6.8", "2.2"))),
    ),
)


def read(path):
    return list(TableExtractor().read(read_source(path)))


def told(found):
    """Return everything that readings say, places apart."""
    return {
        (
            item.result.arms,
            item.result.comparators,
            item.result.outcome,
            item.result.timepoint.lower(),
            item.result.basis,
            reading.statistic,
            reading.operator,
            reading.value,
        )
        for item in found
        if isinstance(item, Found)
        for reading in item.readings
    }


def readings_of(found):
    return [reading for item in found if isinstance(item, Found) for reading in item.readings]


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(content=contents(), style=plain_styles)
def test_word_workbook_and_print_say_the_same(content, style):
    with tempfile.TemporaryDirectory() as folder:
        printed, word, book = (Path(folder) / name for name in ("a.pdf", "a.docx", "a.xlsx"))
        typeset(printed, content, roomy(content, style))
        write_docx(word, content)
        write_xlsx(book, content)
        in_print = told(read(printed))
        assert told(read(word)) == in_print
        assert told(read(book)) == in_print
        assert values_of(read(word)) == expected_values(content)


@pytest.mark.parametrize("write", [write_docx, write_xlsx])
def test_spanners_that_nobody_merged_reach_over_the_columns_below(tmp_path, write):
    write(tmp_path / "s", CONTENT, merged=False)
    assert values_of(read(tmp_path / "s")) == expected_values(CONTENT)


def test_a_caption_below_is_the_tables(tmp_path):
    write_docx(tmp_path / "s.docx", CONTENT, caption="below")
    found = read(tmp_path / "s.docx")
    (grid,) = [item for item in found if isinstance(item, Grid)]
    assert grid.label == "Table 1"
    assert values_of(found) == expected_values(CONTENT)


def test_captions_above_are_those_of_the_tables_below_them(tmp_path):
    document = docx.Document()
    for number, event in ((1, "Nausea"), (2, "Headache")):
        document.add_paragraph(f"Table S{number}. Adverse events, n (%)")
        table = document.add_table(2, 3)
        for row, texts in enumerate((("Event", "Ketamine", "Placebo"), (event, "3 (7.5)", "4 (10.5)"))):
            for col, text in enumerate(texts):
                table.cell(row, col).text = text
    document.save(str(tmp_path / "s.docx"))
    grids = [item for item in read(tmp_path / "s.docx") if isinstance(item, Grid)]
    assert [(grid.label, grid.footnotes) for grid in grids] == [("Table S1", ()), ("Table S2", ())]


def test_the_place_in_a_document_is_table_row_and_column(tmp_path):
    write_docx(tmp_path / "s.docx", CONTENT)
    found = read(tmp_path / "s.docx")
    (reading,) = [r for r in readings_of(found) if r.value == "12.30"]
    evidence = reading.evidence
    assert (evidence.kind, evidence.page, evidence.box, evidence.table) == (
        "word",
        None,
        None,
        "Table 1",
    )
    assert evidence.locator == (("col", "2"), ("row", "4"), ("table", "1"))
    assert evidence.where == "table 1, row 4, column 2"
    assert evidence.quote == "12.30 (4.50)"
    assert evidence.row_headers == ("Mood", "MADRS")
    assert evidence.column_headers == ("Week 4", "Ketamine (n = 40)")
    places = [evidence.locator, (("table", "9"),), (("col", "9"), ("row", "4"), ("table", "1"))]
    assert cell_texts(tmp_path / "s.docx", places) == ["12.30 (4.50)", None, None]


@pytest.mark.parametrize(
    ("kind", "locator"),
    [
        ("word", (("col", "2"), ("row", "1-2"), ("table", "1"))),
        ("spreadsheet", (("cell", "B1:B2"), ("sheet", "My sheet, again"))),
    ],
)
def test_a_place_can_be_typed_as_it_is_told(kind, locator):
    assert parse_place(kind, place_in_words(locator)) == locator
    assert parse_place(kind, "page 3") is None


def workbook(path, sheets):
    """Write {sheet: {cell: value}}."""
    book = xlsxwriter.Workbook(str(path))
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for cell, value in cells.items():
            sheet.write(cell, value)
    book.close()


STORED = {
    "A1": "Table S2. Depression scores at week 4",
    "A2": "Scale", "B2": "Ketamine", "D2": "Placebo",
    "B3": "Mean", "C3": "SD", "D3": "Mean", "E3": "SD",
    "A4": "MADRS", "B4": 12.3, "C4": 4.5, "D4": "18.10", "E4": 0.1 + 5.1,
    "A5": "HAM-D", "B5": 8, "C5": 3.1, "D5": 11.2, "E5": 3.3,
}  # fmt: skip


def test_the_place_in_a_workbook_is_sheet_and_cell(tmp_path):
    workbook(tmp_path / "s.xlsx", {"Scores": STORED})
    readings = readings_of(read(tmp_path / "s.xlsx"))
    by_cell = {dict(r.evidence.locator)["cell"]: r for r in readings}
    assert {cell: (r.statistic, r.value) for cell, r in by_cell.items()} == {
        "B4": ("mean", "12.3"), "C4": ("sd", "4.5"), "D4": ("mean", "18.10"), "E4": ("sd", "5.2"),
        "B5": ("mean", "8"), "C5": ("sd", "3.1"), "D5": ("mean", "11.2"), "E5": ("sd", "3.3"),
    }  # fmt: skip
    assert by_cell["B4"].evidence.where == "sheet Scores, cell B4"
    assert by_cell["B4"].evidence.kind == "spreadsheet"


def test_a_stored_number_is_never_sure_since_its_printed_form_is_not_known(tmp_path):
    workbook(tmp_path / "s.xlsx", {"Scores": STORED})
    (result,) = extract(tmp_path / "s.xlsx", ["table"]).results
    bands = {r.value: (r.band, "stored_number" in r.flags) for f in result.found for r in f.readings}
    assert bands["12.3"] == ("medium", True)
    assert bands["18.10"] == ("high", False)


def test_a_size_below_its_arm_is_one_label_over_two_cells(tmp_path):
    cells = {
        "A1": "Event", "B1": "Ketamine", "C1": "Placebo", "B2": "(n = 40)", "C2": "(n = 38)",
        "A3": "Nausea, n (%)", "B3": "12 (30.0)", "C3": "5 (13.2)",
        "A4": "Headache, n (%)", "B4": "3 (7.5)", "C4": "4 (10.5)",
    }  # fmt: skip
    workbook(tmp_path / "s.xlsx", {"Harms": cells})
    (result,) = extract(tmp_path / "s.xlsx", ["table"]).results
    sizes = [f for f in result.found if f.result.outcome == "group size"]
    assert [(f.result.arms, f.readings[0].value) for f in sizes] == [
        (("Ketamine",), "40"),
        (("Placebo",), "38"),
    ]
    assert sizes[0].readings[0].evidence.where == "sheet Harms, cell B1:B2"
    assert sizes[0].readings[0].evidence.quote == "Ketamine (n = 40)"


def test_tables_of_a_sheet_are_parted_by_empty_rows_before_a_header(tmp_path):
    cells = {
        **STORED,
        "A7": "Abbreviations: SD, standard deviation.",
        "A9": "Event, n (%)", "B9": "Ketamine (n = 40)", "C9": "Placebo (n = 38)",
        "A10": "Nausea", "B10": "12 (30.0)", "C10": "5 (13.2)",
        "A12": "Headache", "B12": "3 (7.5)", "C12": "4 (10.5)",
    }  # fmt: skip
    workbook(tmp_path / "s.xlsx", {"Scores": cells})
    grids = [item for item in read(tmp_path / "s.xlsx") if isinstance(item, Grid)]
    assert [grid.label for grid in grids] == ["Table S2", "Scores (2)"]
    assert grids[0].footnotes == ("Abbreviations: SD, standard deviation.",)
    assert [cell.text for cell in grids[1].cells if cell.col == 0] == [
        "Event, n (%)", "Nausea", "Headache",
    ]  # fmt: skip


def test_dates_that_a_spreadsheet_made_are_told_and_not_read(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "s.xlsx"))
    sheet = book.add_worksheet("Harms")
    rows = [["Event, n/N", "Ketamine", "Placebo"], ["Nausea", "12/40", ""], ["Headache", "3/40", "4/38"]]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    sheet.write(1, 2, 43070, book.add_format({"num_format": "d mmm"}))
    book.close()
    found = read(tmp_path / "s.xlsx")
    assert [p.code for p in found if getattr(p, "code", "")] == ["date_in_table"]
    assert "2017" not in {r.value for r in readings_of(found)}
    assert len({r.evidence.locator for r in readings_of(found)}) == 3


def test_csv_is_a_sheet(tmp_path):
    path = tmp_path / "harms.csv"
    path.write_text('Event;"Ketamine (n = 40)";Placebo (n = 38)\nNausea, n (%);12 (30.0);5 (13.2)\n')
    (place,) = {r.evidence.where for r in readings_of(read(path)) if r.value == "12"}
    assert place == "sheet harms, cell B2"


def test_text_that_was_deleted_with_changes_tracked_is_not_read(tmp_path):
    write_docx(tmp_path / "s.docx", CONTENT)
    document = docx.Document(str(tmp_path / "s.docx"))
    run = document.tables[0].cell(3, 1).paragraphs[0].runs[0]._r
    deleted = run.makeelement(run.tag.replace("}r", "}del"), {})
    run.addprevious(deleted)
    deleted.append(run)
    inserted = run.makeelement(run.tag.replace("}r", "}ins"), {})
    deleted.addnext(inserted)
    new = document.tables[0].cell(3, 2).paragraphs[0].add_run("9.9 (1.0)")._r
    inserted.append(new)
    document.save(str(tmp_path / "s.docx"))
    values = {value for *_, value in values_of(read(tmp_path / "s.docx"))}
    assert "9.9" in values
    assert "12.30" not in values


def bomb(path, part):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(part, "w", force_zip64=True) as file:
            for _ in range(300):
                file.write(bytes(2**20))


@pytest.mark.parametrize(
    ("name", "part"), [("s.docx", "word/document.xml"), ("s.xlsx", "xl/workbook.xml")]
)
def test_a_file_that_swells_is_not_unpacked(tmp_path, name, part):
    bomb(tmp_path / name, part)
    facts = describe_source(tmp_path / name)
    assert (facts.state, facts.detail) == ("limits", "unpacked it takes 315 MB")


@pytest.mark.parametrize("name", ["s.docx", "s.xlsx"])
def test_a_damaged_file_has_a_state_and_a_sentence(tmp_path, name):
    (write_docx if name.endswith("docx") else write_xlsx)(tmp_path / name, CONTENT)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    facts = describe_source(tmp_path / name)
    assert (facts.state, facts.detail) == ("malformed", "its parts cannot be unpacked")
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml" if name.endswith("docx") else "xl/workbook.xml", "<a")
    facts = describe_source(tmp_path / name)
    assert facts.state == "malformed"
    assert "cannot be opened as a" in facts.detail


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def test_old_and_encrypted_files_are_named(tmp_path):
    (tmp_path / "s.doc").write_bytes(OLE + "WordDocument".encode("utf-16-le"))
    with pytest.raises(ReportError, match=r"s.doc is a Word document of the old format") as caught:
        describe_source(tmp_path / "s.doc")
    assert "save it as .docx" in caught.value.hint
    (tmp_path / "s.xlsx").write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))
    assert describe_source(tmp_path / "s.xlsx").state == "encrypted"


def test_a_sheet_of_data_is_left_out_and_told(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "s.xlsx"), {"constant_memory": True})
    sheet = book.add_worksheet("Patients")
    for number in range(6000):
        sheet.write_row(number, 0, [number, 1.5])
    few = book.add_worksheet("Scores")
    for row in (["Scale", "Ketamine", "Placebo"], ["Mean age", "44.1", "45.0"]):
        few.write_row(int(row[0] != "Scale"), 0, row)
    book.close()
    document = read_source(tmp_path / "s.xlsx")
    assert document.state == "partial"
    assert document.detail == "too large for tables of results, not read: sheet Patients"
    assert [table.place for table in document.tables] == ["Scores"]


def test_a_hidden_sheet_is_not_read_and_told(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "s.xlsx"))
    for name in ("Scores", "Old scores"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Scale", "Ketamine", "Placebo"])
        sheet.write_row(1, 0, ["Mean age", "44.1", "45.0"])
    book.get_worksheet_by_name("Old scores").hide()
    book.close()
    document = read_source(tmp_path / "s.xlsx")
    assert document.state == "partial"
    assert document.detail == "hidden, not read: sheet Old scores"
    assert [table.place for table in document.tables] == ["Scores"]


def test_without_python_docx_the_extra_is_named(tmp_path, monkeypatch):
    write_docx(tmp_path / "s.docx", CONTENT)
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    with pytest.raises(ReportError, match="needs python-docx") as caught:
        describe_source(tmp_path / "s.docx")
    assert caught.value.hint == "install the extra: pip install 'trial-curate[docx]'"


def test_borders_that_do_not_meet_make_no_columns(tmp_path):
    write_docx(tmp_path / "s.docx", CONTENT)
    before = told(read(tmp_path / "s.docx"))
    document = docx.Document(str(tmp_path / "s.docx"))
    table = document.tables[0]
    grid = table._tbl.tblGrid
    thin = grid.gridCol_lst[0].makeelement(grid.gridCol_lst[0].tag, grid.gridCol_lst[0].attrib)
    thin.w = 60000
    grid.insert(1, thin)
    for number, row in enumerate(table._tbl.tr_lst):
        box = row.tc_lst[1 if number == 3 else 0]  # in one row the border stands left of the thin column
        box.get_or_add_tcPr().get_or_add_gridSpan().val = box.grid_span + 1
    document.save(str(tmp_path / "s.docx"))
    assert told(read(tmp_path / "s.docx")) == before


def test_numbers_are_read_as_their_formats_show_them(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "s.xlsx"))
    sheet = book.add_worksheet("Scores")
    two, one, share = (book.add_format({"num_format": code}) for code in ("0.00", "0.0", "0%"))
    sheet.write_row(0, 0, ["Scale", "Ketamine", "", "Responders, %"])
    sheet.write_row(1, 0, ["", "Mean", "SD", ""])
    sheet.write(2, 0, "MADRS")
    sheet.write(2, 1, 12.3, two)
    sheet.write(2, 2, 4.567, one)
    sheet.write(2, 3, 0.45, share)
    sheet.write_row(3, 0, ["HAM-D", 8, 3.1, 0.3])
    book.close()
    (table,) = read_source(tmp_path / "s.xlsx").tables
    texts = {(cell.row, cell.col): (cell.text, cell.number) for cell in table.cells}
    assert texts[2, 1] == ("12.30", False)
    assert texts[2, 2] == ("4.567", True)  # shown as 4.6, more is stored
    assert texts[2, 3] == ("45%", False)
    assert texts[3, 1] == ("8", True)


@pytest.mark.skipif(sys.platform != "linux", reason="the address space is limited on Linux alone")
def test_cells_at_both_ends_of_a_sheet_cost_a_state_and_no_memory(tmp_path):
    workbook(tmp_path / "s.xlsx", {"Far": {"A1": "Scale", "XFD1048576": "end"}})
    result = run_job(Job.describe("far", tmp_path / "s.xlsx"))
    assert result.status == "limits"
    assert result.sentence.startswith("s.xlsx: ")
