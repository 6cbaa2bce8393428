"""A table as a file of cells holds it: a Word document's, or a sheet's. Its cells are known, not found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

Locator = tuple[tuple[str, str], ...]
"""Sorted (name, value) pairs that lead to a place in a file without pages."""

_COLUMN = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look."""

    text: str
    raised: bool = False
    bold: bool = False


Runs = tuple[Run, ...]


def text_of_runs(runs: Iterable[Run]) -> str:
    """Return the characters of `runs`, white space collapsed."""
    return " ".join("".join(run.text for run in runs).split())


@dataclass(frozen=True, slots=True)
class FileCell:
    """A cell with content.

    Attributes
    ----------
    row, col
        In the table of a Word document, or in the sheet; from 0.
    indent
        By how much its text is set in, points.
    centred
        Whether its text is set in the middle.
    number
        Whether the file stores a number, and it is not known with how many decimals it is shown.
    date
        Whether the file stores a date or a time: what was typed may have been something else.
    """

    row: int
    col: int
    runs: Runs
    rowspan: int = 1
    colspan: int = 1
    indent: float = 0.0
    centred: bool = False
    number: bool = False
    date: bool = False

    @property
    def text(self) -> str:
        """Its text, white space collapsed."""
        return text_of_runs(self.runs)


@dataclass(frozen=True, slots=True)
class FileTable:
    """A table with what stands above and below it.

    Attributes
    ----------
    kind
        ``word``, ``spreadsheet`` or ``author_reply`` (a text of lines), see ``evidence_kind``.
    place
        Number of the table in the document, from 1, or the sheet's name.
    name
        What it is called where its caption has no label: "table 3", or the sheet's name.
    caption, notes
        The text above and the paragraphs or rows below it.
    header_rows
        Rows that the file itself marks as header; 0 when it marks none.
    """

    kind: str
    place: str
    name: str
    cells: tuple[FileCell, ...]
    caption: Runs = ()
    notes: tuple[Runs, ...] = ()
    header_rows: int = 0

    def locator(self, cells: Iterable[FileCell] = ()) -> Locator:
        """Return the way to the table, or to `cells` of it that stand below each other."""
        places = sorted((cell.row, cell.col) for cell in cells)
        if not places:
            return ((_WHOLE[self.kind], self.place),)
        if self.kind == "author_reply":
            lines = dict.fromkeys((str(places[0][0] + 1), str(places[-1][0] + 1)))
            return (("line", "-".join(lines)),)
        if self.kind == "spreadsheet":
            names = dict.fromkeys((cell_name(*places[0]), cell_name(*places[-1])))
            return (("cell", ":".join(names)), ("sheet", self.place))
        rows = dict.fromkeys((str(places[0][0] + 1), str(places[-1][0] + 1)))
        return (("col", str(places[0][1] + 1)), ("row", "-".join(rows)), ("table", self.place))


_WHOLE = {"word": "table", "spreadsheet": "sheet"}


def cell_name(row: int, col: int) -> str:
    """Return the spreadsheet's name of a cell: (6, 2) is C7."""
    letters = ""
    col += 1
    while col:
        col, letter = divmod(col - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _cell_place(name: str) -> tuple[int, int] | None:
    match = _COLUMN.fullmatch(name)
    if match is None:
        return None
    col = 0
    for letter in match[1]:
        col = 26 * col + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, col - 1


@dataclass(slots=True)
class FileIndex:
    """Texts of all cells of a file, by their place."""

    _texts: dict[tuple[str, int, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Iterable[FileTable]) -> FileIndex:
        """Take in the cells of `tables`."""
        return cls({(t.place, c.row, c.col): c.text for t in tables for c in t.cells})

    def text(self, locator: Locator) -> str | None:
        """Return what stands at `locator`, cells below each other joined; None when it leads nowhere."""
        way = dict(locator)
        span = _line_span(way) or (_word_span(way) if "table" in way else _sheet_span(way))
        if span is None:
            return None
        place, first, last, col = span
        texts = [self._texts.get((place, row, col), "") for row in range(first, last + 1)]
        return " ".join(filter(None, texts)) or None


def _line_span(way: dict[str, str]) -> tuple[str, int, int, int] | None:
    first, _, last = way.get("line", "").partition("-")
    return ("", int(first) - 1, int(last or first) - 1, 0) if first.isdecimal() else None


def _word_span(way: dict[str, str]) -> tuple[str, int, int, int] | None:
    first, _, last = way.get("row", "").partition("-")
    if not (first.isdecimal() and way.get("col", "").isdecimal()):
        return None
    return way["table"], int(first) - 1, int(last or first) - 1, int(way["col"]) - 1


def _sheet_span(way: dict[str, str]) -> tuple[str, int, int, int] | None:
    first, _, last = way.get("cell", "").partition(":")
    begin, end = _cell_place(first), _cell_place(last or first)
    if "sheet" not in way or begin is None or end is None or begin[1] != end[1]:
        return None
    return way["sheet"], begin[0], end[0], begin[1]


_WORD_PLACE = re.compile(
    r"table\s+(?P<table>\d+)\s*,\s*row\s+(?P<row>\d+(?:-\d+)?)\s*,\s*col(?:umn)?\s+(?P<col>\d+)", re.I
)
_SHEET_PLACE = re.compile(
    r"(?:sheet\s+(?=.*, cell))?'?(?P<sheet>.+?)'?(?:!|, cell )(?P<cell>[A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)?)"
)

_LINE_PLACE = re.compile(r"lines?\s+(?P<line>\d+(?:-\d+)?)", re.I)
_PLACES = {"word": _WORD_PLACE, "author_reply": _LINE_PLACE}


def parse_place(kind: str, text: str) -> Locator | None:
    """Return the locator that a person typed for a file of a kind of evidence, None when it is none.

    Examples
    --------
    >>> parse_place("spreadsheet", "Table S2!C7")
    (('cell', 'C7'), ('sheet', 'Table S2'))
    >>> parse_place("word", "table 3, row 2, column 4")
    (('col', '4'), ('row', '2'), ('table', '3'))
    >>> parse_place("author_reply", "line 12")
    (('line', '12'),)
    """
    match = _PLACES.get(kind, _SHEET_PLACE).fullmatch(text.strip())
    return tuple(sorted(match.groupdict().items())) if match else None


PLACE_EXAMPLE = {
    "word": "table 1, row 2, column 3",
    "spreadsheet": "Sheet1!C7",
    "author_reply": "line 3",
}
"""How a place is typed, by kind of evidence."""


def place_in_words(locator: Locator) -> str:
    """Return a locator for people: "sheet S2, cell C7", "table 3, row 2, column 4"."""
    way = dict(locator)
    words = {"sheet": "sheet", "cell": "cell", "table": "table", "row": "row", "col": "column"}
    told = [f"{word} {way.pop(name)}" for name, word in words.items() if name in way]
    return ", ".join([*told, *(f"{name} {value}" for name, value in sorted(way.items()))])


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file without pages holds: its tables, in its order.

    Attributes
    ----------
    state, detail
        One of ``report_state``, and why it is not ``ok``.
    title
        The document's own title, empty where it has none.
    """

    tables: tuple[FileTable, ...] = ()
    state: str = "ok"
    detail: str = ""
    title: str = ""
