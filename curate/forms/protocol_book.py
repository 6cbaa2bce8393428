"""The protocol as a workbook, for people who would rather not open review.toml.

One sheet for each kind of entry, one row for each entry; what the columns mean stands in their comments.
`read` refuses a workbook with mistakes and lists them by sheet, row and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from curate.errors import ProtocolError
from curate.forms.protocol_columns import (
    HEADINGS,
    INTRODUCTION,
    TITLES,
)
from curate.forms.protocol_fields import entries_of, fields_of, held, put, text_of, value_of
from curate.forms.workbook import Book, Sheet, entered, form_facts, open_sheets, writing
from curate.model.protocol import Protocol
from curate.parse.protocol_build import build
from curate.parse.protocol_keys import (
    KEYS,
    SINGLE,
    Key,
    nearest,
    plural,
)

FORM = "curate protocol 1"
"""Name and version of this form; it changes when its sheets or columns do."""

ROWS = 200
"""Rows of a sheet that are prepared for entries; more are read too."""


def write(protocol: Protocol, path: Path) -> None:
    """Write `protocol` as a workbook; an existing file at `path` is replaced.

    Raises
    ------
    ProtocolError
        When the file cannot be written.
    """
    with writing(path, ProtocolError) as book:
        _introduction(book, protocol)
        for kind in KEYS:
            if kind in SINGLE:
                _single(book, kind, protocol if kind == "review" else protocol.options)
            else:
                _listing(book, kind, protocol)
        book.close({"form": FORM, "protocol_version": protocol.version})


def _introduction(book: Book, protocol: Protocol) -> None:
    book.introduce(book.sheet("Read me"), protocol.title, INTRODUCTION)


def _single(book: Book, kind: str, entry: object) -> None:
    """Write a table that stands once: one row for each key, with its explanation beside it."""
    sheet = book.sheet(TITLES[kind])
    for col, (title, width) in enumerate((("What", 30), ("Value", 40), ("Explanation", 90))):
        sheet.set_column(col, col, width)
        book.put(sheet, 0, col, title, book.look.head)
    for row, (name, key) in enumerate(KEYS[kind].items(), start=1):
        heading = HEADINGS[kind][name]
        book.put(sheet, row, 0, heading.title, book.look.given)
        book.put(sheet, row, 1, text_of(key, getattr(entry, name)), book.look.entry)
        book.put(sheet, row, 2, heading.help, book.look.prose)
        book.choose(sheet, (row, 1, row, 1), key.choices, free=False)
    sheet.freeze_panes(1, 1)


def _listing(book: Book, kind: str, protocol: Protocol) -> None:
    """Write a table with many entries: one row for each."""
    sheet = book.sheet(TITLES[kind])
    entries = entries_of(protocol, kind)
    columns = [
        column
        for column in fields_of(kind)
        if not _is_assumption(column[0]) or any(held(entry, column[0]) for entry in entries)
    ]
    for col, (_, key, heading) in enumerate(columns):
        sheet.set_column(col, col, heading.width, book.look.text)
        book.put(sheet, 0, col, heading.title, book.look.head)
        comment = heading.help + (" Required." if key.required else "")
        sheet.write_comment(0, col, comment, {"x_scale": 2, "y_scale": 1.4})
        choices = _choices(key, protocol)
        book.choose(sheet, (1, col, ROWS, col), choices, free=key.holds in ("codes", "texts"))
    for row, entry in enumerate(entries, start=1):
        for col, (name, key, _) in enumerate(columns):
            book.put(sheet, row, col, text_of(key, held(entry, name)), book.look.entry)
    sheet.freeze_panes(1, 1)


def _is_assumption(name: str) -> bool:
    """Return whether a column is of what a comparison assumes: it is there where one does."""
    option = name.partition(".")[2]
    return bool(option) and option not in KEYS["options"]


def _choices(key: Key, protocol: Protocol) -> tuple[str, ...]:
    """Return what the drop-down of a column shows."""
    if key.holds == "flag":
        return ("yes", "no")
    if key.refers:
        return tuple(each.code for each in getattr(protocol, plural(key.refers)))
    return tuple(choice for choice in key.choices if choice)


def read(path: Path) -> Protocol:
    """Return the protocol that a filled workbook holds.

    Raises
    ------
    ProtocolError
        When the file is no such workbook, comes from another version of the form, or has mistakes:
        each is listed with sheet, row and column.
    """
    sheets = open_sheets(path, ProtocolError)
    form = form_facts(sheets).get("form", "")
    if form != FORM:
        found = f"it says {form!r}" if form else "its hidden sheet is missing"
        hint = "write a new one with `curate protocol --form` and copy the entries over"
        raise ProtocolError(f"{path.name} is not a protocol form of this version: {found}", hint)
    found_in: dict[tuple[str, int, str], str] = {}
    wrong: list[str] = []
    tables = {kind: _table(kind, sheets, found_in, wrong) for kind in KEYS}

    def place(kind: str, index: int, key: str) -> str:
        return (
            found_in.get((kind, index, key))
            or found_in.get((kind, index, ""))
            or f"sheet {TITLES[kind]!r}"
        )

    protocol = None
    try:
        protocol = build(tables, place, path.name)
    except ProtocolError as error:
        wrong.extend(error.details)
    if wrong or protocol is None:
        count = f"{len(wrong)} mistake{'s' if len(wrong) > 1 else ''}"
        raise ProtocolError(f"{path.name} has {count}", "mend the cells listed and read it again", wrong)
    return protocol


Places = dict[tuple[str, int, str], str]


def _table(
    kind: str, sheets: Mapping[str, Sheet], places: Places, wrong: list[str]
) -> list[dict[str, Any]]:
    """Return the raw entries of one sheet; note where they stand and what is wrong with cells."""
    sheet = sheets.get(TITLES[kind])
    if sheet is None:
        wrong.append(f"the sheet {TITLES[kind]!r} is missing")
        return [{"title": "missing"}] if kind == "review" else []
    if kind in SINGLE:
        return [_single_entry(kind, sheet, places, wrong)]
    columns = {heading.title: (name, key) for name, key, heading in fields_of(kind)}
    heads = [str(cell).strip() for cell in sheet.rows[0]] if sheet.rows else []
    for col, head in enumerate(heads):
        if head and (head not in columns or head in heads[:col]):
            what = "stands twice" if head in columns else f"is unknown ({nearest(head, list(columns))})"
            wrong.append(f"{sheet.where(0, col)}: the heading {head!r} {what}")
    wrong += [
        f"sheet {sheet.name!r}: the column {each!r} is missing"
        for each, (name, _) in columns.items()
        if each not in heads and not _is_assumption(name)
    ]
    entries: list[dict[str, Any]] = []
    for row in range(1, len(sheet.rows)):
        cells = {head: sheet.cell(row, col) for col, head in enumerate(heads) if head in columns}
        if all(str(cell).strip() == "" for cell in cells.values()):
            continue
        entry: dict[str, Any] = {}
        places[kind, len(entries), ""] = f"sheet {sheet.name!r}, row {row + 1}"
        for head in cells:
            name, key = columns[head]
            where = f"sheet {sheet.name!r}, row {row + 1}, column {head!r}"
            if "." not in name:  # the options of a comparison are judged together
                places[kind, len(entries), name] = where
            _take(entry, name, key, cells[head], where, wrong)
        entries.append(entry)
    return entries


def _single_entry(kind: str, sheet: Sheet, places: Places, wrong: list[str]) -> dict[str, Any]:
    names = {HEADINGS[kind][name].title: name for name in KEYS[kind]}
    entry: dict[str, Any] = {}
    for row in range(1, len(sheet.rows)):
        title = str(sheet.cell(row, 0)).strip()
        where = f"sheet {sheet.name!r}, row {row + 1}, column 'Value'"
        if title in names:
            places[kind, 0, names[title]] = where
            _take(entry, names[title], KEYS[kind][names[title]], sheet.cell(row, 1), where, wrong)
        elif title:
            wrong.append(f"{where}: {title!r} is unknown ({nearest(title, list(names))})")
    return entry


def _take(entry: dict[str, Any], name: str, key: Key, cell: Any, where: str, wrong: list[str]) -> None:
    """Put a cell into the entry as review.toml would have it; an empty cell is an absent key."""
    try:
        text, _ = entered(cell)
        if text == "":
            return
        value = value_of(key, text)
    except ValueError as error:
        wrong.append(f"{where}: {error}")
        return
    put(entry, name, value)
