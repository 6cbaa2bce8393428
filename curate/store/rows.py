"""Dataclasses ↔ rows, one function per table and direction. JSON lists are made here alone."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from typing import Any

from curate.model.ids import canonical, content_id, digest
from curate.model.reading import Cell, Evidence, Found, Grid, Reading, Result, rounded

Row = dict[str, Any]

DISAGREE = "readers_disagree"
"""The flag that a second reading sets; it is kept beside the reading, which it must not change."""


def evidence_row(evidence: Evidence) -> Row:
    """Return the row of an evidence; its id is its content's."""
    x0, top, x1, bottom = rounded(evidence.box) if evidence.box else (None, None, None, None)
    return {
        "id": evidence.id,
        "report_id": evidence.report,
        "kind": evidence.kind,
        "page": evidence.page,
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "quote": evidence.quote,
        "table_label": evidence.table,
        "row_headers": canonical(evidence.row_headers),
        "column_headers": canonical(evidence.column_headers),
        "grid_id": evidence.grid,
        "row": evidence.row,
        "col": evidence.col,
        "locator": canonical(dict(evidence.locator)),
    }


def result_row(extraction: str, result: Result) -> Row:
    """Return the row of a result; the same labels in one extraction are one result."""
    content = {
        **asdict(result),
        "arms": canonical(result.arms),
        "comparators": canonical(result.comparators),
        "extraction_id": extraction,
    }
    return {"id": content_id("rs", content), **content}


def reading_row(extraction: str, result_id: str, reading: Reading, evidence_id: str | None) -> Row:
    """Return the row of a program's reading; a person's gets its own id, name and time afterwards."""
    content = {
        "result_id": result_id,
        "extraction_id": extraction,
        "statistic": reading.statistic or None,
        "item": reading.item or None,
        "role": reading.role,
        "value": reading.value,
        "number": reading.number if reading.statistic else None,
        "operator": reading.operator,
        "as_printed": reading.as_printed,
        "raw_text": reading.raw_text,
        "decimals": reading.decimals if reading.statistic else None,
        "unit": reading.unit,
        "ci_level": reading.ci_level,
        "status": reading.status,
        "flags": canonical(sorted(set(reading.flags) - {DISAGREE})),
        "band": reading.band,
        "evidence_id": evidence_id,
        "confirms": None,
        "supersedes": None,
        "reason": reading.reason,
        "after_seal": None,
        "made_by": "",
        "made_at": "",
    }
    return {"id": content_id("rd", content), **content}


def grid_row(grid: Grid) -> Row:
    """Return the row of a table."""
    x0, top, x1, bottom = rounded(grid.box) if grid.box else (None, None, None, None)
    return {
        "id": grid.id,
        "report_id": grid.report,
        "page": grid.page,
        "label": grid.label,
        "caption": grid.caption,
        "footnotes": canonical(grid.footnotes),
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "locator": canonical(dict(grid.locator)),
    }


def cell_row(grid_id: str, cell: Cell) -> Row:
    """Return the row of one cell."""
    x0, top, x1, bottom = rounded(cell.box) if cell.box else (None, None, None, None)
    return {
        "grid_id": grid_id,
        "row": cell.row,
        "col": cell.col,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "content": cell.text,
        "raw_text": cell.raw_text,
        "marks": cell.marks,
        "role": cell.role,
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
    }


def found_rows(extraction: str, found: Found) -> tuple[Row, list[Row], list[Row]]:
    """Return the rows of a result: itself, its readings, their evidence, each once."""
    result = result_row(extraction, found.result)
    places = dict.fromkeys(reading.evidence for reading in found.readings if reading.evidence)
    evidence = {place: evidence_row(place) for place in places}
    readings = [
        reading_row(
            extraction,
            result["id"],
            reading,
            evidence[reading.evidence]["id"] if reading.evidence else None,
        )
        for reading in found.readings
    ]
    return result, readings, list(evidence.values())


def content_hash(connection: sqlite3.Connection, extraction: str) -> tuple[str, int]:
    """Return SHA-256 and number of the readings that a seal of `extraction` vouches for.

    Over the sorted hashes of the rows of its readings made before the seal, of what was taken back before it, and of
    its results, those apart that came with a correction after it.
    """
    hashes = []
    readings = 0
    queries = {
        "result": """SELECT t.* FROM result t WHERE t.extraction_id = ? AND (
            EXISTS (SELECT 1 FROM reading r WHERE r.result_id = t.id AND r.after_seal IS NULL)
            OR NOT EXISTS (SELECT 1 FROM reading r WHERE r.result_id = t.id))""",
        "reading": "SELECT * FROM reading WHERE extraction_id = ? AND after_seal IS NULL",
        "withdrawal": """SELECT w.* FROM withdrawal w JOIN reading r ON r.id = w.reading_id
            WHERE r.extraction_id = ? AND w.after_seal IS NULL""",
    }
    for table, query in queries.items():
        for row in connection.execute(query, (extraction,)):
            hashes.append(digest(dict(row)))
            readings += table == "reading"
    return digest(sorted(hashes)), readings
