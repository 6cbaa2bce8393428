"""Files without pages as leaves: every cell has a box, and every box leads back to its cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import xlsxwriter

from curate.extract.source import file_tables
from curate.web.leaves import ROWS, Cell, Leaf, leaves_of, spot


def cells_of(leaves: list[Leaf]) -> list[Cell]:
    return [cell for leaf in leaves for cell in leaf.cells if cell.locator]


def check(tables: list[dict[str, Any]]) -> list[Leaf]:
    """Ask that boxes and places lead to each other, and that no two cells of a leaf overlap."""
    leaves = leaves_of(tables)
    assert len(cells_of(leaves)) == sum(len(table["cells"]) for table in tables)
    for number, leaf in enumerate(leaves, 1):
        for cell in leaf.cells:
            x0, top, x1, bottom = cell.box
            assert 0 <= x0 < x1 <= leaf.width
            assert 0 <= top < bottom <= leaf.height
            if cell.locator:
                assert leaf.at(cell.box) == cell
                assert spot(leaves, cell.locator) == (number, cell.box)
        boxes = [cell.box for cell in leaf.cells if cell.locator]
        for place, one in enumerate(boxes):
            for two in boxes[place + 1 :]:
                apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
                assert apart, (one, two)
    return leaves


def test_merged_cells_of_a_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Table 1. Scores")
    table = document.add_table(4, 3)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Week 4, mean (SD)"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Scale"
    texts = [("Ketamine", "Placebo"), ("12.3 (4.5)", "18.1 (5.2)"), ("a long answer " * 12, "3")]
    for row, (one, two) in enumerate(texts, 1):
        table.cell(row, 1).text, table.cell(row, 2).text = one, two
    document.save(str(tmp_path / "s.docx"))
    (leaf,) = check(file_tables(tmp_path / "s.docx"))
    wide = next(cell for cell in leaf.cells if cell.lines == ("Week 4, mean (SD)",))
    narrow = next(cell for cell in leaf.cells if cell.lines == ("12.3 (4.5)",))
    assert wide.box[2] - wide.box[0] > narrow.box[2] - narrow.box[0]
    assert wide.locator == (("col", "2"), ("row", "1"), ("table", "1"))
    long = next(cell for cell in leaf.cells if cell.lines[0].startswith("a long answer"))
    assert len(long.lines) > 3


def test_a_long_sheet_goes_on_on_the_next_leaf(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "s.xlsx"))
    sheet = book.add_worksheet("All")
    for row in range(ROWS + 30):
        sheet.write_row(row, 0, [f"row {row}", row * 1.5])
    book.close()
    leaves = check(file_tables(tmp_path / "s.xlsx"))
    assert [leaf.name for leaf in leaves] == ["All (1 of 2)", "All (2 of 2)"]
    assert spot(leaves, (("cell", "A140"), ("sheet", "All")))[0] == 2


def test_the_lines_of_a_reply(tmp_path: Path) -> None:
    (tmp_path / "reply.txt").write_text("Dear colleague,\n\nthe SD was 4.5.\n", encoding="utf-8")
    (leaf,) = check(file_tables(tmp_path / "reply.txt"))
    assert [cell.locator for cell in leaf.cells if cell.locator] == [(("line", "1"),), (("line", "3"),)]


def test_a_file_without_tables_has_no_leaf(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("No table.")
    document.save(str(tmp_path / "s.docx"))
    assert leaves_of(file_tables(tmp_path / "s.docx")) == []
