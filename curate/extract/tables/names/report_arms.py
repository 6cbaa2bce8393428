"""Which headers of a report's tables name its arms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from curate.extract.tables.grid.segment import Table
from curate.extract.tables.names.arm_book import ArmBook
from curate.extract.tables.names.arm_levels import says_measure
from curate.extract.tables.names.naming import Name, is_parameter, name_of
from curate.parse.duration import find_times, is_time
from curate.parse.label import read_contrast, read_label, sounds_like_arm
from curate.parse.statistic_said import find_said


def collect_arms(tables: Iterable[Table]) -> ArmBook:
    """Gather the arms from headers that give a group size or use the words of arms."""
    book = ArmBook()
    for table in tables:
        for cell in table.header:
            if cell.col == 0:
                continue
            name = name_of(cell)
            if name.kind == "arm" and name.n and not _too_common(name.text):
                book.add(name.text, name.n, 2, id(table))
            elif name.kind == "other" and sounds_like_arm(name.text) and len(name.text) < 50:
                book.add(name.text, "", 2, id(table))
        for label, size in _sized_below(table):
            if not _too_common(label):
                book.add(label, size, 2, id(table))
        for label in _compared(table):
            book.add(label, "", 2, id(table))
    for table in tables:
        _add_siblings(book, table)
    return book


def _compared(table: Table) -> list[str]:
    """Return the labels of the two columns that a P beside them compares, where there are no others."""
    names = [name_of(cell) for cell in table.header if cell.col > 0 and cell.colspan == 1]
    sides = [name for name in names if name.kind in ("other", "arm")]
    tested = sum(name.kind == "p" for name in names)
    one_level = len({name.cell.row for name in sides}) == 1
    texts = [name.text for name in sides]
    if (
        len(set(texts)) != 2
        or len(sides) != 2
        or tested != 1
        or not one_level
        or any(map(_too_common, texts))
    ):
        return []
    if any(find_said(name.cell.plain) or is_parameter(name.text) for name in sides):
        return []
    if all(map(says_measure, texts)):
        return []
    return texts if all(re.match(r"[A-Za-z]{4}", text) and len(text) < 30 for text in texts) else []


def _sized_below(table: Table) -> Iterator[tuple[str, str]]:
    """Yield the labels of a header that have their size in a cell of its own below them, with that size."""
    above = {(cell.col, cell.colspan, cell.row + cell.rowspan): cell for cell in table.header}
    for cell in table.header:
        label = read_label(cell.plain)
        home = above.get((cell.col, cell.colspan, cell.row))
        if label.n and not label.text and home is not None and cell.col > 0:
            yield name_of(home).text, label.n


def _add_siblings(book: ArmBook, table: Table) -> None:
    """Labels beside an arm on one header level are arms, with sizes where all have; so are the sides of a contrast."""
    names = [name_of(cell, book) for cell in table.header if cell.col > 0]
    levels: dict[int, list[Name]] = {}
    for name in names:
        if name.kind == "arm":
            levels.setdefault(name.cell.row, []).append(name)
    sized = {row for row, arms in levels.items() if len(arms) > 1 and all(arm.n for arm in arms)}
    compared = {
        col
        for name in names
        if name.kind in ("contrast", "p", "probability")
        for col in range(name.cell.col, name.cell.col + name.cell.colspan)
    }
    for name in names:
        beside = name.kind == "other" and name.cell.row in levels and len(name.text) < 40
        beside = beside and not is_parameter(name.text)
        beside = beside and (name.cell.row not in sized or bool(name.n) or name.cell.colspan > 1)
        over = range(name.cell.col, name.cell.col + name.cell.colspan)
        if beside and not compared.issuperset(over):
            book.add(name.text, "", 2, id(table))
    for cell in [*table.header, *table.body]:
        contrast = read_contrast(cell.plain) if cell.col == 0 or cell.role == "header" else None
        if contrast and contrast.left and contrast.right and not find_times(cell.plain):
            for side in (contrast.left, contrast.right):
                if len(side) < 30:
                    book.add(side, "", 1, id(table))


def _too_common(text: str) -> bool:
    return is_time(text) or bool(
        re.fullmatch(
            r"(?i)(?:characteristics?|variables?|parameters?|outcomes?|patients|participants|subjects)",
            text,
        )
    )
