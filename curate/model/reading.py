"""What was read, and where: evidence, results and readings."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from curate.model.file_table import Locator, place_in_words
from curate.model.ids import content_id

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left corner of the page's crop box."""


def rounded(box: Box) -> Box:
    """Return `box` to a tenth of a point, the precision that ids are made from."""
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))


def _fields(item: Evidence | Grid | Cell) -> dict[str, Any]:
    """Return name → value of a record's fields, as they are: ids are asked for once a cell."""
    return {name: getattr(item, name) for name in _NAMES[type(item)]}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The place in a source where something was read.

    Attributes
    ----------
    report
        SHA-256 of the file.
    quote
        Verbatim text of the place, white space collapsed, as the text layer has it.
    kind
        One of ``evidence_kind``; each kind has its own locator.
    page
        From 1; for PDFs.
    box
        Where on the page, see `Box`; None when a person gave the page only.
    table
        The caption's label ("Table 2"), "abstract" or "text"; empty when not known.
    row_headers, column_headers
        Header path of a table cell, outermost first.
    grid, row, col
        Id of the table grid and the cell's place in it, from 0.
    locator
        For other kinds: ``{"sheet": …, "cell": …}``, ``{"table": …, "row": …, "col": …}`` (from 1),
        ``{"path": …}``, ``{"date": …}``.
    """

    report: str
    quote: str
    kind: str = "pdf_text"
    page: int | None = None
    box: Box | None = None
    table: str = ""
    row_headers: tuple[str, ...] = ()
    column_headers: tuple[str, ...] = ()
    grid: str | None = None
    row: int | None = None
    col: int | None = None
    locator: Locator = ()

    @property
    def where(self) -> str:
        """The place for people: "page 3", or "sheet S2, cell C7" in a file without pages."""
        return f"page {self.page}" if self.page else place_in_words(self.locator)

    @property
    def id(self) -> str:
        """Content id; boxes count to a tenth of a point."""
        content = _fields(self)
        content["box"] = rounded(self.box) if self.box else None
        return content_id("ev", content)


@dataclass(frozen=True, slots=True)
class Result:
    """What one cell or sentence reports; its readings are single values that share it.

    Labels (`arms`, `comparators`, `outcome`, `timepoint`, `subgroup`) are verbatim; the protocol's codes
    come later, by mapping.

    Attributes
    ----------
    arms
        Arm A, or several where the report pools them. Empty for a result about all participants.
    comparators
        Arms B of a contrast (A minus B, A over B); empty for a single-arm result.
    scope
        ``result`` for numbers; ``arm``, ``study`` or ``report`` for the answers to items.
    anchor
        Tells two results with the same labels apart: the evidence id of the cell or sentence.
    """

    arms: tuple[str, ...] = ()
    comparators: tuple[str, ...] = ()
    outcome: str = ""
    timepoint: str = ""
    subgroup: str = ""
    basis: str = "unclear"
    adjusted: str = "unclear"
    covariates: str = ""
    analysis_set: str = "unclear"
    missing_data: str = "unclear"
    unit_of_analysis: str = "person"
    period: str = ""
    unit: str = ""
    scope: str = "result"
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One value that one reader saw.

    Attributes
    ----------
    statistic
        One of ``statistic``; empty for the answer to an item.
    value
        Decimal text with ASCII signs (``"-12.30"``), or the text, category or ISO date of an item.
        Empty unless `status` is ``reported``.
    item
        Code of the protocol's item, empty for a statistic.
    role
        Of an n: randomised, analysed, completed.
    operator
        ``=``, ``<``, ``>``, ``≤`` or ``≥``.
    as_printed
        The characters of the number itself, as printed after repair.
    raw_text
        The characters as the text layer has them, when they differ from `as_printed`.
    ci_level
        Percent; for confidence limits.
    flags
        Sorted short words: ``repaired``, ``readers_disagree``, ``n_from:column_header``, …
    band
        ``high``, ``medium``, ``low``; empty for people.
    second_text
        What the second engine read at the same place; None when it did not look.
    reason
        What a person says of it: how it was worked out, or why it was corrected.
    """

    statistic: str
    value: str
    evidence: Evidence | None
    item: str = ""
    role: str = ""
    operator: str = "="
    as_printed: str = ""
    raw_text: str = ""
    unit: str = ""
    ci_level: float | None = None
    status: str = "reported"
    flags: tuple[str, ...] = ()
    band: str = ""
    second_text: str | None = None
    reason: str = ""

    def judged(self, flags: tuple[str, ...], band: str) -> Reading:
        """Return the reading with these flags and this band; `replace` would take four times as long."""
        return Reading(
            statistic=self.statistic,
            value=self.value,
            evidence=self.evidence,
            item=self.item,
            role=self.role,
            operator=self.operator,
            as_printed=self.as_printed,
            raw_text=self.raw_text,
            unit=self.unit,
            ci_level=self.ci_level,
            status=self.status,
            flags=flags,
            band=band,
            second_text=self.second_text,
            reason=self.reason,
        )

    @property
    def number(self) -> float | None:
        """The value as a float, None when there is none or it is text; a printed -0.00 is 0."""
        try:
            return float(self.value) + 0.0
        except ValueError:
            return None

    @property
    def decimals(self) -> int | None:
        """Decimals as printed: the precision to which another reading must agree."""
        if self.number is None:
            return None
        return len(self.value.partition(".")[2])


@dataclass(frozen=True, slots=True)
class Found:
    """A result with its readings, as an extractor or a form gives it."""

    result: Result
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table as printed; `role` is header, stub, body or group."""

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    role: str = "body"
    raw_text: str = ""
    marks: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table found on a page, or in a file without pages, where `locator` leads to it."""

    report: str
    page: int | None
    label: str
    caption: str
    cells: tuple[Cell, ...]
    footnotes: tuple[str, ...] = ()
    box: Box | None = None
    locator: Locator = ()

    @property
    def id(self) -> str:
        """Content id of place and cells."""
        content = _fields(self)
        if not self.locator:
            del content["locator"]
        content["box"] = rounded(self.box) if self.box else None
        content["cells"] = cells = [_fields(cell) for cell in self.cells]
        for cell in cells:
            cell["box"] = rounded(cell["box"]) if cell["box"] else None
        return content_id("tg", content)


_NAMES = {kind: tuple(each.name for each in fields(kind)) for kind in (Evidence, Grid, Cell)}
