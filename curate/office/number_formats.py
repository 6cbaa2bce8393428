"""How a workbook (.xlsx) shows its numbers: the formats of its cells, and a number in one of them."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
"""Formats that every workbook has without naming them; dates and fractions left out."""

_PLAIN = re.compile(r"(?:#,##|#+)?0(?:\.(?P<decimals>0+))?(?P<percent>%)?")
_TRIMMING = re.compile(r'\[[^\]]*\]|_.|\*.|"[^"]*"|\\.| ')

_NOT_UNDERSTOOD = (KeyError, ValueError, ElementTree.ParseError, zipfile.BadZipFile, zlib.error)

Formats = dict[str, str]
"""Name of a cell → its format; cells without one of their own are left out."""


class Styles:
    """The number formats of a workbook's cells."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with zipfile.ZipFile(path) as archive:
            self._parts = _parts_of_sheets(archive)
            self._codes = _codes(archive)

    def of_sheet(self, name: str) -> Formats:
        """Return the formats of the cells of a sheet."""
        part = self._parts.get(name)
        if part is None:
            return {}
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(part) as file:
                return {
                    cell.get("r", ""): code
                    for cell in _elements(file, f"{_MAIN}c")
                    if (code := self._codes.get(cell.get("s", "")))
                }
        except _NOT_UNDERSTOOD:
            return {}


def styles_of(path: Path) -> Styles | None:
    """Return the number formats of a workbook; None where it is none, or cannot be understood."""
    try:
        return Styles(path) if zipfile.is_zipfile(path) else None
    except _NOT_UNDERSTOOD:
        return None


def _elements(file: IO[bytes], tag: str) -> Iterator[ElementTree.Element]:
    for _, element in ElementTree.iterparse(file):
        if element.tag == tag:
            yield element
        if element.tag in (tag, f"{_MAIN}row"):
            element.clear()


def _parts_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet name → part of the file."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    return {
        sheet.get("name", ""): _part(targets[sheet.get(_RELATION)])
        for sheet in book.iter(f"{_MAIN}sheet")
        if sheet.get(_RELATION) in targets
    }


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _codes(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return number of a cell's style → code of its number format."""
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    own = {
        int(each.get("numFmtId", "0")): each.get("formatCode", "")
        for each in styles.iter(f"{_MAIN}numFmt")
    }
    known = {**_BUILT_IN, **own}
    held = styles.find(f"{_MAIN}cellXfs")
    numbers = [int(each.get("numFmtId", "0")) for each in held] if held is not None else []
    return {str(style): known[number] for style, number in enumerate(numbers) if number in known}


def shown(stored: str, code: str) -> tuple[str, bool]:
    """Return a stored number as its format shows it, no digit cut off, and whether that is all it shows.

    Examples
    --------
    >>> shown("12.3", "0.00"), shown("0.45", "0%"), shown("12.345", "0.0"), shown("12.3", "General")
    (('12.30', True), ('45%', True), ('12.345', False), ('12.3', False))
    """
    match = _PLAIN.fullmatch(_TRIMMING.sub("", code.partition(";")[0]))
    if match is None:
        return stored, False
    value = Decimal(stored) * (100 if match["percent"] else 1)
    wanted = len(match["decimals"] or "")
    plain = f"{value.normalize():f}"
    held = len(plain.partition(".")[2])
    text = f"{value:.{max(wanted, held)}f}"
    return text + (match["percent"] or ""), held <= wanted
