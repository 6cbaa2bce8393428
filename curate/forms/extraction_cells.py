"""The rows of a study's sheet as typed: keys judged, cells by name, what is wrong by address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from curate.errors import FormError
from curate.forms.extraction_layout import BLOCKS, DITTO, REPEATED, TITLES, columns
from curate.forms.workbook import NoText, Sheet, entered
from curate.model.protocol import Protocol

_BLOCK_OF = {"arm": "arms", "time": "times"}
"""Prefix of a key → block, where they differ."""


@dataclass(slots=True)
class Refusals:
    """Every reason to refuse the form."""

    lines: list[str] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        """Note a reason: the place and what is wrong there."""
        line = f"{where}: {what}"
        if line not in self.lines:
            self.lines.append(line)

    def refuse(self, name: str) -> None:
        """Raise if there is any reason.

        Raises
        ------
        FormError
            Listing all of them.
        """
        if self.lines:
            raise FormError(
                f"{name} was refused, nothing was imported",
                "mend the cells listed and read it again",
                self.lines,
            )


@dataclass(slots=True)
class Typed:
    """One row of a block.

    Attributes
    ----------
    key
        Empty for a row that the person inserted.
    fixed
        What the form itself wrote into the row, by column.
    cells
        Text of every cell, by column; empty when nothing is there.
    numeric
        Columns whose cell the spreadsheet keeps as a number.
    bad
        Columns whose cell cannot be taken; the reason is noted already.
    """

    key: str
    row: int
    sheet: Sheet
    places: Mapping[str, int]
    fixed: Mapping[str, str]
    cells: dict[str, str] = field(default_factory=dict)
    numeric: set[str] = field(default_factory=set)
    bad: set[str] = field(default_factory=set)

    def where(self, column: str = "") -> str:
        """Return the address of a cell of the row, or of the row's first cell."""
        return self.sheet.where(self.row, self.places.get(column, 1))

    @property
    def line(self) -> str:
        """Sheet and row, counted from 1."""
        return f"sheet {self.sheet.name!r}, row {self.row + 1}"

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def filled(self, *besides: str) -> bool:
        """Whether anything was typed, the columns `besides` apart."""
        return any(
            (text or name in self.bad) and name not in self.fixed and name not in besides
            for name, text in self.cells.items()
        )


SheetRows = dict[str, list[Typed]]
"""Block → its rows in the order of the sheet."""


def table_of(
    sheet: Sheet, known: Mapping[str, Mapping[str, str]], protocol: Protocol, refusals: Refusals
) -> SheetRows:
    """Return the rows of a sheet by block.

    Unknown and doubled keys, missing headings, dates and the like are noted in `refusals`.
    """
    found: SheetRows = {block: [] for block in BLOCKS}
    block, places = "", dict[str, int]()
    seen: dict[str, int] = {}
    for row in range(len(sheet.rows)):
        key = str(sheet.cell(row, 0)).strip()
        if key.startswith("#"):
            block = key[1:]
            if block not in BLOCKS:
                refusals.add(sheet.where(row, 0), f"unknown key {key!r}")
                block = ""
                continue
            places = _places(sheet, row, block, protocol, refusals)
            continue
        if not block or (not key and _is_title(sheet, row)):
            continue
        if key and (key not in known or _block(key) != block):
            refusals.add(
                sheet.where(row, 0), f"unknown key {key!r}; the form did not write this row here"
            )
            continue
        if key in seen and key:
            what = f"the row was copied from row {seen[key] + 1} with its hidden key; use an empty row instead"
            refusals.add(sheet.where(row, 0), what)
            continue
        seen[key] = row
        above = found[block][-1] if found[block] else None
        found[block].append(_typed(sheet, row, key, places, known.get(key, {}), above, refusals))
    for name, rows in found.items():
        if not rows:
            refusals.add(f"sheet {sheet.name!r}", f"the block {TITLES[name]!r} is missing")
    return found


def _block(key: str) -> str:
    prefix = key.partition(":")[0]
    return _BLOCK_OF.get(prefix, prefix)


def _is_title(sheet: Sheet, row: int) -> bool:
    """Whether a row without a key is blank or the title of the next block."""
    texts = [str(cell).strip() for cell in sheet.rows[row][1:]]
    return not any(texts) or (texts[0] in TITLES.values() and not any(texts[1:]))


def _places(
    sheet: Sheet, row: int, block: str, protocol: Protocol, refusals: Refusals
) -> dict[str, int]:
    """Return column name → number; headings that are missing or doubled are refused."""
    heads = [str(cell).strip() for cell in sheet.rows[row]]
    places = {}
    for column in columns(block, protocol):
        title = " ".join(column.title.split())
        at = [col for col, head in enumerate(heads) if " ".join(head.split()) == title and col > 0]
        if len(at) != 1:
            what = "is missing" if not at else "stands twice"
            refusals.add(sheet.where(row, 1), f"the heading {column.title!r} {what}")
        else:
            places[column.name] = at[0]
    return places


def _typed(
    sheet: Sheet,
    row: int,
    key: str,
    places: Mapping[str, int],
    fixed: Mapping[str, str],
    above: Typed | None,
    refusals: Refusals,
) -> Typed:
    typed = Typed(key, row, sheet, places, fixed)
    for name, col in places.items():
        try:
            text, numeric = entered(sheet.cell(row, col))
        except NoText as problem:
            refusals.add(sheet.where(row, col), str(problem))
            typed.bad.add(name)
            text, numeric = "", False
        if text == DITTO and name in REPEATED:
            text = above[name] if above else ""
            if not text:
                refusals.add(sheet.where(row, col), 'there is nothing above that " could repeat')
                typed.bad.add(name)
        typed.cells[name] = text
        if numeric:
            typed.numeric.add(name)
    return typed
