"""Pages with what the programs found on them, as picture and as HTML."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curate.errors import NotSealed, ReportError
from curate.review.home import Home
from curate.review.page_html import page_html
from curate.review.page_marks import KINDS, Mark, page_marks
from curate.review.reports import PDF, Reports
from curate.review.sheet_html import sheet_html
from curate.store.blinding import independent_studies
from curate.store.marks import PageReading, PageTable, pages_read, readings_on, tables_on

DPI = 144.0


@dataclass(frozen=True, slots=True)
class ShownPage:
    """What the current extractions found on one page, or in a file without pages (`page` is None)."""

    file_name: str
    sha256: str
    page: int | None
    marks: tuple[Mark, ...]
    readings: tuple[PageReading, ...]
    tables: tuple[PageTable, ...] = ()

    @property
    def title(self) -> str:
        """The file and its page."""
        return f"{self.file_name}, page {self.page}" if self.page else self.file_name


class Pages:
    """The pages of reports as the programs see them."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def see(self, name: str, page: int | None = None) -> ShownPage:
        """Return what was found on page `page` (from 1) of a report, see `Reports.find`.

        A file without pages is shown whole, without a `page`.

        Raises
        ------
        ReportError
            When the report has no such page.
        """
        row = Reports(self._home).find(name)
        if row["media_type"] != PDF:
            if page is not None:
                raise ReportError(f"{row['file_name']} has no pages", "show it without --page")
        elif page is None:
            raise ReportError(f"which page of {row['file_name']}?", "say --page, from 1")
        return self._see(row, page)

    def _see(self, row: dict[str, Any], page: int | None) -> ShownPage:
        if page is not None and not 1 <= page <= (row["pages"] or page):
            raise ReportError(
                f"{row['file_name']} has no page {page}", f"its pages are 1 to {row['pages']}"
            )
        readings = readings_on(self._home.connection, row["id"], page)
        tables = tables_on(self._home.connection, row["id"], page)
        marks = page_marks(tables, readings)
        return ShownPage(row["file_name"], row["id"], page, tuple(marks), tuple(readings), tuple(tables))

    def readings(self, name: str, page: int | None = None) -> list[tuple[int | None, PageReading]]:
        """Return what programs read in a report, see `Reports.find`, each with its page; of one page or of all.

        Raises
        ------
        NotSealed
            For who extracts the study independently, or is to by plan.
        """
        row = Reports(self._home).find(name)
        if row["study_id"] in independent_studies(self._home.connection, self._home.name):
            raise NotSealed(
                f"{self._home.name} extracts {row['study_name']} independently: what programs read is not shown",
                "it is shown when everybody who reads the study has sealed: curate seal",
            )
        held = [page] if page else pages_read(self._home.connection, row["id"])
        found = [(on, readings_on(self._home.connection, row["id"], on)) for on in held]
        return [(on, reading) for on, readings in found for reading in readings]

    def draw(self, shown: ShownPage, path: Path) -> Path:
        """Write the page with its marks as PNG.

        Raises
        ------
        ReportError
            When the page cannot be drawn.
        """
        kinds = {kind.name: kind for kind in KINDS}
        strokes = [
            (mark.box, kinds[mark.kind].colour, kinds[mark.kind].fill, kinds[mark.kind].line)
            for mark in shown.marks
        ]
        path.write_bytes(self._picture(shown, strokes))
        return path

    def write_html(self, shown: ShownPage, path: Path) -> Path:
        """Write the page with its marks as one HTML file; `ReportError` as in `draw`.

        Of a file without pages its tables are written, cell by cell.
        """
        if shown.page is None:
            path.write_text(sheet_html(shown.title, shown.tables, shown.readings), encoding="utf-8")
            return path
        png = self._picture(shown, [])
        width, height = struct.unpack(">II", png[16:24])  # of the PNG's header chunk
        size = (width * 72 / DPI, height * 72 / DPI)
        path.write_text(page_html(shown.title, png, size, shown.marks, shown.readings), encoding="utf-8")
        return path

    def _picture(self, shown: ShownPage, strokes: list[Any]) -> bytes:
        from curate.extract.job import Job

        if shown.page is None:
            raise ReportError(f"{shown.file_name} has no pages to draw", "write an .html file")
        file = self._home.report_path(shown.sha256)
        job = Job.paint("page", file, shown.page, strokes, dpi=DPI)
        (result,) = self._home.run([job])
        png: bytes = result.unwrap()
        return png
