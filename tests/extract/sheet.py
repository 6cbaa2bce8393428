"""A page on which tests set small tables, and what is found on it."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from curate.extract.table import TableExtractor
from curate.model.reading import Found, Grid
from curate.pdf.document import read_document

SIZE = 8.0


PITCH = 12.0


class Sheet:
    """A page on which tests set text and rules; y counts from the top."""

    def __init__(self, path, size=(595, 842)):
        self.path, self.height = path, size[1]
        self.canvas = Canvas(str(path), pagesize=size)

    def text(self, x, y, text, bold=False, size=SIZE, rise=0.0):
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, self.height - y + rise, text)

    def row(self, y, texts, xs, bold=False):
        for x, text in zip(xs, texts, strict=True):
            if text:
                self.text(x, y, text, bold)

    def rule(self, x0, x1, y):
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y, x1, self.height - y)

    def prose(self, x, y, lines):
        for index in range(lines):
            self.text(
                x,
                y + 11 * index,
                "running text that goes on over the whole measure of the column and on",
                size=9,
            )

    def read(self):
        # A text layer is told from a scan by its letters; a lone table has few.
        self.prose(60, 700, 6)
        self.canvas.save()
        document = read_document(self.path)
        assert document.state == "ok"
        return list(TableExtractor().read(document))


@pytest.fixture
def sheet(tmp_path):
    return Sheet(tmp_path / "table.pdf")


def grids(found):
    return [item for item in found if isinstance(item, Grid)]


def rows_of(grid):
    rows = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append((cell.col, cell.text))
    return [[text for _, text in sorted(cells)] for _, cells in sorted(rows.items())]


def values(found):
    """(outcome, time point, arms, comparators, statistic, value with operator) of every reading."""
    return {
        (
            item.result.outcome,
            item.result.timepoint,
            item.result.arms,
            item.result.comparators,
            reading.statistic,
            reading.operator.replace("=", "") + reading.value,
        )
        for item in found
        if isinstance(item, Found)
        for reading in item.readings
    }


def booktabs(sheet, caption, header, body, xs, foot=(), x1=500):
    """Three rules; returns the y below the table."""
    sheet.text(xs[0], 100, caption, bold=True)
    sheet.rule(xs[0], x1, 108)
    y = 118
    sheet.row(y, header, xs)
    sheet.rule(xs[0], x1, y + 5)
    for line in body:
        y += PITCH + 2
        sheet.row(y, line, xs)
    sheet.rule(xs[0], x1, y + 5)
    for index, note in enumerate(foot):
        sheet.text(xs[0], y + 16 + 10 * index, note, size=7)
    return y
