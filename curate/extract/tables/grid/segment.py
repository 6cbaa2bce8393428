"""From a page to its tables: captions, regions, columns, header, rows, notes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from curate.extract.tables.grid.again import mark_headers_again
from curate.extract.tables.grid.boundary import split_header, with_title
from curate.extract.tables.grid.caption import Caption, find_captions, may_hold_caption
from curate.extract.tables.grid.cell import UNKNOWN, TableCell
from curate.extract.tables.grid.claims import leave_to_others
from curate.extract.tables.grid.columns import Column, find_columns
from curate.extract.tables.grid.drawn import with_typed_rules
from curate.extract.tables.grid.header import find_header
from curate.extract.tables.grid.header_cell import HeaderCell
from curate.extract.tables.grid.lattice import find_merged_rows
from curate.extract.tables.grid.lines import Line, find_lines, with_marks_raised
from curate.extract.tables.grid.notes import notes_beside, read_notes
from curate.extract.tables.grid.place import Region, same_place
from curate.extract.tables.grid.region import candidates, find_loose, find_rest
from curate.extract.tables.grid.row import Row, RowCell
from curate.extract.tables.grid.rows import find_rows
from curate.extract.tables.grid.rules import HLine, horizontal_lines, vertical_lines, without_running
from curate.extract.tables.grid.shading import head_band, shade_edges
from curate.model.reading import Cell, Evidence, Grid
from curate.pdf.page import Document, Page, Rule

MOST_COLUMNS = 40
"""A "table" with more columns is a figure or a list."""


@dataclass(slots=True)
class Table:
    """A table taken apart."""

    page: Page
    caption: Caption
    region: Region
    columns: list[Column]
    header: list[TableCell]
    body: list[TableCell]
    notes: dict[str, str] = field(default_factory=dict)
    note_text: str = ""
    height: int = 0
    inherited: list[TableCell] = field(default_factory=list)
    title_from: str = ""
    begun: TableCell | None = None
    footing: list[Row] = field(default_factory=list)

    @property
    def heads(self) -> list[TableCell]:
        """Its header cells, or those of the part that it continues."""
        return self.inherited or self.header

    @property
    def whole_caption(self) -> str:
        """Its caption, or that of the part that it continues."""
        return self.title_from or self.caption.text

    @property
    def where(self) -> str:
        """Where it stands, for people."""
        return f"page {self.page.number}, {self.caption.label}"

    def evidence(
        self,
        report: str,
        cell: TableCell,
        beside: tuple[str, ...] = (),
        over: tuple[str, ...] = (),
        grid: str | None = None,
    ) -> Evidence:
        """Return the place of a cell in the grid of that id, with the labels of its row and its column."""
        return Evidence(
            report,
            cell.text,
            page=self.page.number,
            box=self.page.unturned(cell.box),
            table=self.caption.label,
            row_headers=beside,
            column_headers=over,
            grid=grid,
            row=cell.row,
            col=cell.col,
        )

    def grid(self, report: str) -> Grid:
        """Return the table as the neutral grid, boxes on the sheet as it lies in the file."""
        cells = tuple(
            Cell(
                c.row,
                c.col,
                c.text.rstrip(UNKNOWN),
                c.rowspan,
                c.colspan,
                c.role,
                c.raw,
                "".join(c.marks),
                self.page.unturned(c.box),
            )
            for c in sorted([*self.header, *self.body], key=lambda c: (c.row, c.col))
        )
        notes = (self.note_text,) if self.note_text else ()
        region = self.page.unturned(self.region.box)
        return Grid(
            report, self.page.number, self.caption.label, self.caption.text, cells, notes, region
        )


def find_tables(document: Document, unread: list[tuple[int, str]] | None = None) -> list[Table]:
    """Return the tables of a report, in reading order.

    Parameters
    ----------
    document
        The report.
    unread
        Takes (page, label) of the captions for which no table was found anywhere.
    """
    missed: list[tuple[int, str]] = []
    found: dict[str, Table] = {}
    tables: list[Table] = []
    previous: Table | None = None
    for page in document.pages:
        on_page = list(tables_of(page, missed))
        if previous is not None and previous.page.turned == page.turned:
            rest = _rest_of(previous, page, on_page)
            if rest is not None:
                on_page.insert(0, rest)
        for table in _whole_first(on_page):
            earlier = found.get(table.caption.label)
            if earlier is not None and table.caption.continued:
                _continue(table, earlier)
                if previous is not None and previous.caption.label == table.caption.label:
                    _head_rows_overleaf(previous)
                    earlier = previous
                table.begun = _label_without_values(earlier)
            found.setdefault(table.caption.label, table)
        tables.extend(on_page)
        _finish(tables)
        previous = max(on_page, key=lambda t: t.region.bottom, default=None)
    _share_notes(tables)
    if unread is not None:
        whole = {label.partition("(")[0] for label in found}
        unread.extend(dict.fromkeys(place for place in missed if place[1] not in whole))
    return tables


def _whole_first(tables: Sequence[Table]) -> list[Table]:
    """Return the tables of a page, one that goes on in the next column before its rest, which may stand higher."""
    begun = {id(t) for t in tables if not t.caption.continued}
    ordered: list[Table] = []
    for table in tables:
        first = next(
            (t for t in tables if id(t) in begun and t.caption.label == table.caption.label), table
        )
        ordered += [t for t in (first, table) if not any(t is other for other in ordered)]
    return ordered


FOOT = 0.78
"""Share of the page's height below which a table must end to go on overleaf."""


def _rest_of(table: Table, page: Page, on_page: list[Table]) -> Table | None:
    """Return the rest of a table that ends at the foot of the page before and has no caption here."""
    if page.number != table.page.number + 1 or table.region.bottom < FOOT * table.page.height:
        return None
    if any(t.caption.label == table.caption.label for t in on_page):
        return None
    page = with_typed_rules(_with_marks(page))
    rules = without_running(horizontal_lines(page), table.page, table.region.top)
    limit = min((t.caption.box[1] for t in on_page), default=page.height)
    region = find_rest(page, table.region, rules, limit)
    if region is None or any(same_place(region, t.region) for t in on_page):
        return None
    rest = take_apart(page, region, vertical_lines(page))
    return rest if rest is not None and len(rest.columns) == len(table.columns) else None


def _finish(tables: list[Table]) -> None:
    """Give the parts whose table goes on the title that stands with its last part."""
    last = {table.caption.label: table for table in tables if not table.caption.unfinished}
    for table in tables:
        whole = last.get(table.caption.label)
        if table.caption.unfinished and whole is not None:
            table.caption.text, table.caption.unfinished = whole.caption.text, False


def _share_notes(tables: Sequence[Table]) -> None:
    """Give each part of a table the notes of its other parts, those of the next ones first."""
    parts: dict[str, list[Table]] = {}
    for table in tables:
        parts.setdefault(table.caption.label, []).append(table)
    for group in parts.values():
        own = [(table.notes, table.note_text) for table in group]
        for place, table in enumerate(group):
            others = [i for i in (*range(place + 1, len(group)), *reversed(range(place)))]
            near = [i for i in others if _pages_apart(group[i], table) <= abs(i - place)]
            for notes, text in (own[i] for i in near):
                table.notes = {**notes, **table.notes}
                table.note_text = table.note_text or text


def _pages_apart(part: Table, other: Table) -> float:
    """Pages between two tables of one label; on one page they are parts only where one says that it goes on."""
    pages = abs(part.page.number - other.page.number)
    return pages if pages or part.caption.continued or other.caption.continued else math.inf


def is_label(text: str, wide: bool = False) -> bool:
    """Whether text says what comes; over several columns it may have more figures in it."""
    letters = sum(map(str.isalpha, text))
    return len(text) > 3 and (letters > 0.5 * len(text) or (wide and text[0].isalpha() and letters > 3))


def _start_of_centred(part: RowCell, columns: list[Column]) -> int:
    """Return 0 if a lone text is centred over the whole table, 1 if over its columns of values."""
    middle = (part.words[0].x0 + part.words[-1].x1) / 2
    whole = abs(middle - (columns[0].x0 + columns[-1].x1) / 2)
    values = abs(middle - (columns[1].x0 + columns[-1].x1) / 2)
    return int(values < whole)


def _continue(table: Table, earlier: Table) -> None:
    """Give a continued table without a header of its own that of the first part."""
    own = [cell for cell in table.header if cell.col > 0]
    table.title_from = earlier.caption.text
    if not own and len(table.columns) == len(earlier.columns):
        table.inherited = list(earlier.header)
        for cell in table.header:
            cell.role = "group"
        table.body[:0] = table.header
        table.header = []


def _label_without_values(table: Table) -> TableCell | None:
    """Return the label of a table's last row where no values stand beside it: its rows follow in the next part."""
    last = max((cell.row for cell in table.body), default=-1)
    cells = {cell.col: cell for cell in table.body if cell.row == last}
    return cells.get(0) if 1 not in cells else None


def tables_of(page: Page, missed: list[tuple[int, str]] | None = None) -> Iterator[Table]:
    """Yield the tables of one page; `missed` takes the captions without one."""
    if not may_hold_caption(page.words):
        return
    page = with_typed_rules(_with_marks(page))
    rules = horizontal_lines(page)
    captions = find_captions(find_lines(page.words), rules)
    tables = _pair(page, captions, rules)
    for caption in captions:
        if id(caption) in tables:
            yield tables[id(caption)]
        elif missed is not None:
            missed.append((page.number, caption.label))


def _pair(page: Page, captions: list[Caption], rules: list[HLine]) -> dict[int, Table]:
    """Return the table of each caption, by identity: the nearest pairs first, no region for two of them."""
    uprights = vertical_lines(page) if captions else []
    tables: dict[int, Table] = {}

    def pair(caption: Caption, region: Region) -> None:
        if id(caption) in tables or any(same_place(region, table.region) for table in tables.values()):
            return
        table = take_apart(page, region, uprights)
        if table is not None:
            tables[id(caption)] = table

    for candidate in leave_to_others(candidates(page, captions, rules)):
        pair(candidate.caption, candidate.region)
    for caption in captions:
        region = None if id(caption) in tables else find_loose(page, caption, captions, rules)
        if region is not None:
            pair(caption, region)
    return tables


def _with_marks(page: Page) -> Page:
    return replace(page, words=tuple(with_marks_raised(page.words)))


def take_apart(page: Page, region: Region, uprights: list[Rule]) -> Table | None:
    """Find columns, header and rows of a region."""
    head, body = split_header(region, head_band(page, region))
    body = [line for line in body if not _FROM_BEFORE.match(line.text)]
    if not body:
        return None
    caption, head = with_title(region, head)
    sizes = sorted(line.size for line in body)
    size = sizes[len(sizes) // 2]
    inside = [
        r for r in uprights
        if region.x0 - 2 <= r.x0 <= region.x1 + 2 and r.top < region.bottom and r.bottom > region.top
    ]  # fmt: skip
    columns = find_columns(body, head, inside, size)
    if not 2 <= len(columns) <= MOST_COLUMNS:
        return None
    shades = shade_edges(page, region)
    header = find_header(head, columns, region.partial, [*region.rules, *shades], inside)
    edges = [*region.rules, *_row_rules(region, columns), *shades]
    merged = (
        find_merged_rows(body, columns, [*region.rules, *region.partial], inside) if inside else None
    )
    rows = merged or find_rows(body, columns, edges, size)
    footing = _labels_to_notes(rows, body, region)
    notes, note_text = read_notes(region.notes or notes_beside(page.words, region))
    table = Table(page, caption, region, columns, [], [], notes, note_text, footing=footing)
    _fill(table, header, rows)
    return table


_FROM_BEFORE = re.compile(r"\(?continued from (?:the )?previous (?:page|column)\)?$", re.I)


def _labels_to_notes(rows: list[Row], body: list[Line], region: Region) -> list[Row]:
    """Take the labels at the foot that nothing stands under for notes, and return them."""
    last = max((i for i, row in enumerate(rows) if row.data), default=len(rows) - 1)
    footing = rows[last + 1 :]
    if footing:
        start = footing[0].baselines[0]
        region.notes[:0] = [line for line in body if line.baseline >= start - 0.1]
        del rows[last + 1 :]
    return footing


def _head_rows_overleaf(table: Table) -> None:
    """Make the labels at the foot of a table groups again: their rows follow overleaf."""
    if not table.footing or table.region.bottom < FOOT * table.page.height:
        return
    heights = {baseline for row in table.footing for baseline in row.baselines}
    for row in table.footing:
        table.body.append(TableCell(table.height, 0, row.cells[0].words, role="group"))
        table.height += 1
    table.region.notes = [line for line in table.region.notes if line.baseline not in heights]
    table.notes, table.note_text = read_notes(table.region.notes)
    table.footing = []


def _row_rules(region: Region, columns: list[Column]) -> list[HLine]:
    """Shorter rules that still run over most columns separate rows."""
    width = columns[-1].x1 - columns[0].x0
    return [r for r in region.partial if r.width > 0.7 * width]


def _fill(table: Table, header: list[HeaderCell], rows: list[Row]) -> None:
    levels = max((cell.row + cell.rowspan for cell in header), default=0)
    for cell in header:
        role = "header"
        table.header.append(
            TableCell(cell.row, cell.first, cell.words, cell.rowspan, cell.last - cell.first + 1, role)
        )
    for offset, row in enumerate(rows):
        for first, part in sorted(row.cells.items()):
            role, start, span = "stub" if first == 0 else "body", first, part.last - part.first + 1
            if part.rowspan > 1:
                pass
            elif len(row.cells) == 1 and first == 0:
                over = part.words[-1].x1 > table.columns[1].x0
                role, span = "group", len(table.columns) if over else 1
            elif len(row.cells) == 1 and is_label(part.text, part.last > part.first):
                role, start = "group", _start_of_centred(part, table.columns)
                span = len(table.columns) - start
            table.body.append(TableCell(levels + offset, start, part.words, part.rowspan, span, role))
    table.height = levels + len(rows)
    mark_headers_again(table.header, table.body)
    if all(part.rowspan == 1 for row in rows for part in row.cells.values()):
        _span_stubs(table, rows)


def _span_stubs(table: Table, rows: list[Row]) -> None:
    """Let a label beside several rows that the next column tells apart reach over all of them."""
    texts = [row.cells[1].text for row in rows if 1 in row.cells]
    if len(texts) < 0.5 * len(rows) or sum(text[:2].isalpha() for text in texts) < 0.7 * len(texts):
        return
    held: TableCell | None = None
    for cell in table.body:
        if cell.col == 0:
            held = cell if cell.role == "stub" else None
        elif cell.col == 1 and held is not None and cell.row > held.row:
            held.rowspan = cell.row - held.row + 1
