"""Tables of a Word document (.docx), with the extra ``docx``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from curate.errors import ReportError
from curate.model.file_table import FileCell, FileContent, FileTable, Run, Runs, text_of_runs
from curate.office.captions import Text, with_texts
from curate.office.package import Unreadable
from curate.office.word_grid import Span, regular_columns

MOST_CELLS = 200_000
"""Cells of one document; what comes after them is cut off with the state ``partial``."""

SPACE, TAB, TWIP = 2.0, 18.0, 1 / 20
"""Points that a leading space, a tab and a twentieth of a point set text in."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _R, _TBL, _TR, _TC, _T = (f"{_W}{name}" for name in ("p", "r", "tbl", "tr", "tc", "t"))
_VAL = f"{_W}val"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_UNSEEN = {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent"}
"""Text that was deleted or moved away, and boxes that float over the text."""


def read_word(path: Path) -> FileContent:
    """Return the tables of a Word document, those inside of other tables included.

    Raises
    ------
    ReportError
        python-docx is not installed.
    Unreadable
        The file is damaged.
    """
    try:
        import docx
    except ImportError:
        raise ReportError(
            f"{path.name}: reading Word documents needs python-docx",
            "install the extra: pip install 'trial-curate[docx]'",
        ) from None
    try:
        document = docx.Document(str(path))
        styles = _Styles.of(document)
        title = " ".join((document.core_properties.title or "").split())
        body = document.element.body
    except MemoryError:
        raise
    except Exception as error:  # python-docx raises whatever it stumbles over
        raise Unreadable("malformed", f"it cannot be opened as a Word document: {error}") from error
    return replace(_Reader(styles).read(body), title=title)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a paragraph's style says."""

    bold: bool = False
    indent: float = 0.0
    centred: bool = False
    caption: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class _Styles:
    """Looks by the id of a paragraph's style."""

    looks: dict[str, _Look]

    @classmethod
    def of(cls, document: Any) -> _Styles:
        """Take in the styles of a document, each with what it inherits."""
        return cls({
            style.style_id: _look_of(style)
            for style in document.styles
            if getattr(style, "paragraph_format", None) is not None
        })  # fmt: skip

    def look(self, paragraph: Any) -> _Look:
        """Return a paragraph's look: its style's, changed by what it says itself."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return _Look()
        named = properties.find(f"{_W}pStyle")
        look = self.looks.get(named.get(_VAL, ""), _Look()) if named is not None else _Look()
        indent, align = properties.find(f"{_W}ind"), properties.find(f"{_W}jc")
        if indent is not None:
            look = replace(look, indent=_indent(indent, look.indent))
        if align is not None:
            look = replace(look, centred=align.get(_VAL) == "center")
        return look


def _look_of(style: Any) -> _Look:
    chain = []
    while style is not None and style not in chain:
        chain.append(style)
        style = style.base_style
    look = _Look()
    for each in reversed(chain):
        name = (each.name or "").lower()
        left = each.paragraph_format.left_indent
        align = each.paragraph_format.alignment
        look = _Look(
            bold=each.font.bold if each.font.bold is not None else look.bold,
            indent=left.pt if left is not None else look.indent,
            centred=align == 1 if align is not None else look.centred,
            caption=look.caption or name == "caption",
            heading=look.heading or name.startswith("heading"),
        )
    return look


def _indent(element: Any, inherited: float) -> float:
    """Return where the first line of a paragraph begins, points."""
    left = _twips(element, "left", "start")
    first = _twips(element, "firstLine") or 0.0
    hanging = _twips(element, "hanging") or 0.0
    return (inherited if left is None else left) + first - hanging


def _twips(element: Any, *names: str) -> float | None:
    for name in names:
        text = element.get(f"{_W}{name}", "")
        if re.fullmatch(r"-?\d{1,6}", text):
            return int(text) * TWIP
    return None


class _Reader:
    """Walks once through the body of a document."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._number = 0
        self._cells = 0

    def read(self, body: Any) -> FileContent:
        flow: list[FileTable | Text] = []
        for block in _blocks(body):
            if block.tag != _TBL:
                look = self._styles.look(block)
                flow.append(Text(self._runs(block), look.caption, look.heading))
            elif self._cells > MOST_CELLS:
                detail = (
                    f"more than {MOST_CELLS} cells: tables after number {self._number} were not read"
                )
                return FileContent(tuple(with_texts(flow)), "partial", detail)
            else:
                flow += self._tables(block)
        return FileContent(tuple(with_texts(flow)))

    def _tables(self, element: Any) -> list[FileTable]:
        """Return a table and those in its cells; one of a single row or column is a frame, and left out."""
        self._number += 1
        number = str(self._number)
        cells, inner, header = self._rows(element)
        self._cells += len(cells)
        rows, cols = {cell.row for cell in cells}, {cell.col for cell in cells}
        own = FileTable("word", number, f"table {number}", tuple(cells), header_rows=header)
        return [*([own] if len(rows) > 1 and len(cols) > 1 else []), *inner]

    def _rows(self, element: Any) -> tuple[list[FileCell], list[FileTable], int]:
        cells: list[FileCell] = []
        held: dict[int, int] = {}  # column → index of the cell that may go on downwards
        inner: list[FileTable] = []
        header = 0
        lines = list(_within(element, _TR))
        boxes = [list(_within(line, _TC)) for line in lines]
        spans = [_spans(line, own) for line, own in zip(lines, boxes, strict=True)]
        places = regular_columns(spans, _widths(element))
        for row, (line, own, columns) in enumerate(zip(lines, boxes, places, strict=True)):
            header += header == row and _flag(line.find(f"{_W}trPr"), "tblHeader")
            for box, (col, span) in zip(own, columns, strict=True):
                if _goes_on(box) and col in held:
                    index = held[col]
                    cells[index] = replace(cells[index], rowspan=row - cells[index].row + 1)
                else:
                    held.pop(col, None)
                    cell = self._cell(box, row, col, span)
                    if cell is not None:
                        cells.append(cell)
                        held[col] = len(cells) - 1
                for nested in _within(box, _TBL):
                    inner += self._tables(nested)
        return cells, inner, header

    def _cell(self, box: Any, row: int, col: int, span: int) -> FileCell | None:
        paragraphs = list(_within(box, _P))
        runs = tuple(run for each in paragraphs for run in (*self._runs(each), Run("\n")))
        text = "".join(run.text for run in runs)
        if not text.strip():
            return None
        first = next(each for each in paragraphs if text_of_runs(self._runs(each)))
        look = self._styles.look(first)
        led = re.match(r"\s*", text.lstrip("\n"))
        spaces = led[0] if led else ""
        indent = look.indent + SPACE * len(spaces.replace("\t", "")) + TAB * spaces.count("\t")
        return FileCell(row, col, runs, 1, span, indent, look.centred)

    def _runs(self, paragraph: Any) -> Runs:
        bold = self._styles.look(paragraph).bold
        return tuple(run for run in _runs_in(paragraph, bold) if run.text)


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables in their order, those inside content controls and insertions too."""
    for child in parent:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag not in _UNSEEN:
            yield from _blocks(child)


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the nearest descendants called `tag`, not those of another table or cell."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in (_P, _TBL, _TR, _TC, *_UNSEEN):
            yield from _within(child, tag)


def _runs_in(parent: Any, bold: bool) -> Iterator[Run]:
    for child in parent:
        if child.tag == _R:
            properties = child.find(f"{_W}rPr")
            heavy = properties.find(f"{_W}b") if properties is not None else None
            raised = properties.find(f"{_W}vertAlign") if properties is not None else None
            yield Run(
                "".join(
                    part.text or "" if part.tag == _T else _BREAKS.get(part.tag, "") for part in child
                ),
                raised is not None and raised.get(_VAL) == "superscript",
                bold if heavy is None else heavy.get(_VAL, "1") not in ("0", "false", "off"),
            )
        elif child.tag not in _UNSEEN and child.tag != _P:
            yield from _runs_in(child, bold)


def _spans(line: Any, boxes: list[Any]) -> list[Span]:
    """Return first column and number of columns of each box of a row, in the table's own grid."""
    col = _number_of(line.find(f"{_W}trPr"), "gridBefore", 0)
    spans = []
    for box in boxes:
        span = max(_number_of(box.find(f"{_W}tcPr"), "gridSpan", 1), 1)
        spans.append((col, span))
        col += span
    return spans


def _widths(table: Any) -> list[float]:
    grid = table.find(f"{_W}tblGrid")
    return [_twips(column, "w") or 0.0 for column in grid] if grid is not None else []


def _goes_on(box: Any) -> bool:
    """Whether a box is part of the merged cell above it."""
    properties = box.find(f"{_W}tcPr")
    merge = properties.find(f"{_W}vMerge") if properties is not None else None
    return merge is not None and merge.get(_VAL, "continue") == "continue"


def _flag(properties: Any, name: str) -> bool:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return found is not None and found.get(_VAL, "1") not in ("0", "false", "off")


def _number_of(properties: Any, name: str, otherwise: int) -> int:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    text = found.get(_VAL, "") if found is not None else ""
    return int(text) if re.fullmatch(r"\d{1,4}", text) else otherwise
