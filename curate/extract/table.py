"""The extractor that reads tables."""

from __future__ import annotations

from collections.abc import Iterator

from curate.extract.sentences.text.sections import text_of
from curate.extract.tables.bearing.arm_size import with_arm_sizes
from curate.extract.tables.grid.given import GivenTable, given_tables
from curate.extract.tables.grid.segment import Table, find_tables
from curate.extract.tables.meaning import Interpreter
from curate.extract.tables.names.name_axes import read_axes
from curate.extract.tables.names.report_arms import collect_arms
from curate.extract.tables.statistics.spoken import spoken_statement
from curate.model.problem import Problem, Severity
from curate.model.reading import Found, Grid
from curate.parse.number import Convention
from curate.pdf.page import Document


class TableExtractor:
    """Reads the tables of a report from the geometry of words and rules, or from the cells of a file.

    `curate.extract.tables.grid` makes a grid of each table, also of those whose cells a Word document or a workbook
    knows; `names` tells what the labels along its axes name, `statistics` and `bearing` what each number is and of
    what, and `meaning` makes results of it.
    """

    name = "table"
    version = "0.10.0"

    def read(self, document: Document) -> Iterator[Found | Grid | Problem]:
        """Yield each table's grid, its results, and a problem where it does not say which statistics they are."""
        yield from with_arm_sizes(self._read(document))

    def _read(self, document: Document) -> Iterator[Found | Grid | Problem]:
        unread: list[tuple[int, str]] = []
        tables: list[Table] = [*find_tables(document, unread), *given_tables(document.tables)]
        known = collect_arms(tables)
        convention = Convention.of(cell.plain for table in tables for cell in table.body)
        spoken = spoken_statement(document) if tables else ""
        times = text_of(document).times if tables else None
        for table in tables:
            grid = table.grid(document.report)
            yield grid
            axes = read_axes(table, known, convention)
            interpreter = Interpreter(document.report, grid.id, axes, known, convention, spoken, times)
            yield from interpreter.read()
            yield from interpreter.problems
            if isinstance(table, GivenTable):
                yield from table.problems
        for page, label in unread:
            yield Problem(
                Severity.note,
                "table_not_read",
                f"page {page}, {label}",
                "a caption stands there, but no table was found near it",
                "it may be a picture, or a layout that is not known yet: enter its numbers by hand",
            )
