"""A table whose cells a file gives: laid out line by line, so that the same code tells header from body.

Nothing is guessed of cells, spans and rows. Positions exist only to carry what the file says of a cell's
look (indent, centring, raised marks), and never leave the table: its evidence is a place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from curate.extract.tables.grid.boundary import is_data, split_header
from curate.extract.tables.grid.caption import Caption
from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.grid.columns import Column
from curate.extract.tables.grid.lines import Chunk, Line
from curate.extract.tables.grid.notes import read_notes
from curate.extract.tables.grid.place import Region
from curate.extract.tables.grid.segment import Table, is_label
from curate.model.file_table import FileCell, FileTable, Run, Runs, text_of_runs
from curate.model.problem import Problem, Severity
from curate.model.reading import Cell, Evidence, Grid
from curate.office.captions import label_of
from curate.parse.label import is_p_label
from curate.pdf.page import Page, Word

SIZE, PITCH, LETTER, SPACE = 10.0, 14.0, 5.0, 3.0
"""Points of the layout: type, distance of lines, width of a letter and of a space."""

GUTTER = 20.0
"""Points between two columns of the layout."""

CENTRED = 100.0
"""Points that a centred cell is set in."""


@dataclass(slots=True)
class GivenTable(Table):
    """A table of a file without pages.

    Attributes
    ----------
    aside
        Cells that are part of the table and not read: a spreadsheet made dates of them.
    """

    source: FileTable = field(kw_only=True)
    aside: list[TableCell] = field(kw_only=True, default_factory=list)

    @property
    def where(self) -> str:
        """Where it stands, for people."""
        place = Evidence("", "", locator=self.source.locator()).where
        return place if self.caption.label == self.source.name else f"{place}, {self.caption.label}"

    def evidence(
        self,
        report: str,
        cell: TableCell,
        beside: tuple[str, ...] = (),
        over: tuple[str, ...] = (),
        grid: str | None = None,
    ) -> Evidence:
        """Return the place of a cell in the file, with the labels of its row and its column."""
        return Evidence(
            report,
            " ".join(each.text for each in cell.origin),
            kind=self.source.kind,
            table=self.caption.label,
            row_headers=beside,
            column_headers=over,
            grid=grid,
            row=cell.row,
            col=cell.col,
            locator=self.source.locator(cell.origin),
        )

    def grid(self, report: str) -> Grid:
        """Return the table as the neutral grid."""
        held = sorted([*self.header, *self.body, *self.aside], key=lambda c: (c.row, c.col))
        cells = tuple(
            Cell(c.row, c.col, c.text, c.rowspan, c.colspan, c.role, marks="".join(c.marks))
            for c in held
        )
        notes = (self.note_text,) if self.note_text else ()
        locator = self.source.locator()
        return Grid(report, None, self.caption.label, self.caption.text, cells, notes, locator=locator)

    @property
    def problems(self) -> list[Problem]:
        """What the file itself made unreadable."""
        if not self.aside:
            return []
        told = f"the spreadsheet holds dates in cells of the table, such as “{self.aside[0].text}”"
        hint = "what was typed is not known (“1-2” becomes a date): look at the printed supplement"
        return [Problem(Severity.warning, "date_in_table", self.where, told, hint)]


def given_tables(tables: Iterable[FileTable]) -> list[GivenTable]:
    """Return the tables of a file that have a header and values, in their order."""
    return [given for table in tables if (given := _given(table)) is not None]


Rows = list[list[FileCell]]


def _given(source: FileTable) -> GivenTable | None:
    rows = _rows(source.cells)
    titles, rows, below = _without_titles(rows)
    starts = sorted({cell.col for row in rows for cell in row})
    if len(rows) < 2 or len(starts) < 2:
        return None
    columns, lines = _laid_out(rows, starts)
    caption = _caption(source, [cell.runs for cell in titles])
    count = _header_rows(source, caption, columns, lines, rows)
    notes = [*source.notes, *(cell.runs for cell in below)]
    note_lines = [_line(runs, PITCH * number) for number, runs in enumerate(notes)]
    marks, note_text = read_notes(note_lines)
    region = _region(caption, columns, lines)
    page = Page(1, region.x1, region.bottom, ())
    table = GivenTable(page, caption, region, columns, [], [], marks, note_text, source=source)
    _fill(table, rows, lines, count, starts)
    return table


def _rows(cells: Iterable[FileCell]) -> Rows:
    rows: dict[int, list[FileCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return [sorted(rows[number], key=lambda cell: cell.col) for number in sorted(rows)]


def _without_titles(rows: Rows) -> tuple[list[FileCell], Rows, list[FileCell]]:
    """Part lone cells above the header and below the last values from the rows: a title, and notes."""
    first, last = 0, len(rows)
    while last and len(rows[last - 1]) == 1 and rows[last - 1][0].col == rows[0][0].col:
        last -= 1
    while first + 2 < last and len(rows[first]) == 1 and _wide_words(rows[first + 1]):
        first += 1
    return [row[0] for row in rows[:first]], rows[first:last], [row[0] for row in rows[last:]]


_VALUE = re.compile(r"^[<>≤≥=±−–\-(\[]*\s*[\d.·]")


def _wide_words(row: list[FileCell]) -> bool:
    """Whether a row holds several labels and no value: a header."""
    return len(row) > 1 and not any(cell.number or _VALUE.match(cell.text) for cell in row[1:])


def words_of(runs: Runs, x0: float, baseline: float) -> list[Word]:
    """Lay text out on one line from `x0` on; what is raised is a word of its own that touches the one before."""
    words: list[Word] = []
    x, apart = x0, True
    for run in runs:
        for piece in re.split(r"(\s+)", run.text):
            if not piece or piece.isspace():
                x += SPACE if piece and not apart else 0.0
                apart = apart or bool(piece)
                continue
            last = words[-1] if words else None
            raised = ("raised",) if run.raised else ()
            start, text = x, piece
            if last is not None and not apart and last.flags == raised:
                words.pop()
                start, text = last.x0, last.text + piece
            x += LETTER * len(piece)
            bold = run.bold if last is None or apart else last.bold
            top, bottom = baseline - SIZE, baseline + 0.25 * SIZE
            words.append(Word(text, start, top, x, bottom, baseline, SIZE, bold=bold, flags=raised))
            apart = False
    return words


def _line(runs: Runs, baseline: float) -> Line:
    return Line([Chunk(words_of(runs, 0.0, baseline) or [_blank(baseline)])], baseline, SIZE)


def _blank(baseline: float) -> Word:
    return Word("", 0.0, baseline - SIZE, 0.0, baseline, baseline, SIZE)


def _laid_out(rows: Rows, starts: Sequence[int]) -> tuple[list[Column], list[Line]]:
    """Return the columns, each as wide as its longest text, and one line a row with a chunk a cell."""
    widths = dict.fromkeys(starts, GUTTER)
    for row in rows:
        for cell in row:
            if cell.colspan == 1:
                width = LETTER * len(cell.text) + cell.indent + CENTRED + GUTTER
                widths[cell.col] = max(widths[cell.col], width)
    lefts, x = {}, 0.0
    for start in starts:
        lefts[start] = x
        x += widths[start]
    columns = [
        Column(lefts[s], lefts[s] + widths[s] - GUTTER, lefts[s], lefts[s] + widths[s]) for s in starts
    ]
    lines = []
    for number, row in enumerate(rows):
        baseline = PITCH * (number + 1)
        chunks = [Chunk(words_of(cell.runs, lefts[cell.col] + _set_in(cell), baseline)) for cell in row]
        lines.append(Line(chunks, baseline, SIZE))
    return columns, lines


def _set_in(cell: FileCell) -> float:
    return CENTRED if cell.centred and cell.colspan > 1 else cell.indent


def _region(caption: Caption, columns: Sequence[Column], lines: Sequence[Line]) -> Region:
    bottom = lines[-1].baseline + SIZE
    return Region(caption, 0.0, columns[-1].right, 0.0, bottom, [], [], list(lines))


def _caption(source: FileTable, titles: Sequence[Runs]) -> Caption:
    above = [source.caption, *titles]
    runs = tuple(run for part in above for run in (*part, Run(" ")))
    line = _line(runs, 0.0)
    text = text_of_runs(run for run in runs if not run.raised)
    box = (0.0, 0.0, line.x1, SIZE)
    return Caption(label_of(text) or source.name, text, box, SIZE, line.chunks[0])


def _header_rows(
    source: FileTable, caption: Caption, columns: Sequence[Column], lines: list[Line], rows: Rows
) -> int:
    """Return how many rows are header: as in a table without rules, and what the file itself says."""
    head, _ = split_header(_region(caption, columns, lines))
    count = len(head)
    marked = source.header_rows
    while count < marked < len(rows) and count < len(rows) and not is_data(lines[count]):
        count += 1
    below = max((cell.row + cell.rowspan for cell in rows[0]), default=0) if count else 0
    while count < len(rows) - 1 and rows[count][0].row < below and not is_data(lines[count]):
        count += 1
    return count


def _fill(
    table: GivenTable, rows: Rows, lines: Sequence[Line], count: int, starts: Sequence[int]
) -> None:
    numbers = {row[0].row: number for number, row in enumerate(rows)}
    for number, (row, line) in enumerate(zip(rows, lines, strict=True)):
        for cell, chunk in zip(row, line.chunks, strict=True):
            rowspan = sum(cell.row <= at < cell.row + cell.rowspan for at in numbers)
            colspan = sum(cell.col <= start < cell.col + cell.colspan for start in starts)
            col = starts.index(cell.col)
            role = "header" if number < count else _role(cell, col, len(row))
            made = TableCell(number, col, chunk.words, rowspan, colspan, role, origin=(cell,))
            if number < count:
                table.header.append(made)
            else:
                (table.aside if cell.date and col else table.body).append(made)
    table.height = len(rows)
    _spread(table.header, count, len(starts))
    table.header = _with_sizes(table.header)


def _role(cell: FileCell, col: int, cells: int) -> str:
    if cells == 1 and (col == 0 or is_label(cell.text, cell.colspan > 1)):
        return "group"
    return "stub" if col == 0 else "body"


def _spread(header: list[TableCell], count: int, width: int) -> None:
    """Let a label reach over the empty cells to its right when labels stand below these.

    A file whose author merged no cells leaves a spanner over its first column. The last spanner of a row
    reaches no further than the widest of the others, and none over a column of P values.
    """
    for level in range(count - 1):
        row = [cell for cell in header if cell.row == level and cell.col > 0]
        under = {cell.col: cell for cell in header if cell.row == level + 1}
        taken = {
            col
            for cell in header
            if cell.row <= level < cell.row + cell.rowspan
            for col in range(cell.col, cell.col + cell.colspan)
        }
        widest = 0
        for cell in row:
            if cell.rowspan > 1 or cell.colspan > 1 or cell.col not in under:
                widest = max(widest, cell.colspan)
                continue
            last = cell is row[-1] and len(row) > 1
            end = cell.col + 1
            while end < width and end not in taken and end in under and not _names_p(under[end]):
                if last and end - cell.col >= widest:
                    break
                end += 1
            cell.colspan = end - cell.col
            widest = max(widest, cell.colspan)


def _names_p(cell: TableCell) -> bool:
    return is_p_label(cell.plain)


_SIZE_ONLY = re.compile(r"^[(\[]?\s*[nN]\s*[=:]?\s*\d[\d,]*\s*[)\]]?$")


def _with_sizes(header: list[TableCell]) -> list[TableCell]:
    """Join a group size that has a cell of its own with the label above it: "(n = 20)" below "Placebo"."""
    kept: list[TableCell] = []
    for cell in header:
        home = next(
            (
                above
                for above in kept
                if (above.col, above.colspan) == (cell.col, cell.colspan)
                and above.row + above.rowspan == cell.row
            ),
            None,
        )
        if home is None or not _SIZE_ONLY.match(cell.plain):
            kept.append(cell)
        else:
            kept[kept.index(home)] = TableCell(
                home.row,
                home.col,
                [*home.words, *cell.words],
                home.rowspan + cell.rowspan,
                home.colspan,
                "header",
                origin=(*home.origin, *cell.origin),
            )
    return kept
