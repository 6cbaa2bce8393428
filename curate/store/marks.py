"""What the programs found on one page: tables with their cells, and readings with their places."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from typing import NamedTuple

from curate.model.file_table import Locator
from curate.model.reading import Box
from curate.store.tables import arm_name, outcome_name, place_of


@dataclass(frozen=True, slots=True)
class PageCell:
    """One cell of a table; rows and columns count from 0."""

    row: int
    col: int
    rowspan: int
    colspan: int
    role: str
    text: str
    raw_text: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table that a current extraction found."""

    label: str
    caption: str
    box: Box | None
    cells: tuple[PageCell, ...]
    id: str = ""
    place: str = ""
    footnotes: tuple[str, ...] = ()


class Labels(NamedTuple):
    """What a reading is of, as the report calls it; with one arm only, since of several none is meant."""

    arm: str = ""
    outcome: str = ""
    timepoint: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class PageReading:
    """A current program reading with the names of its result."""

    statistic: str
    value: str
    outcome: str
    arm: str
    timepoint: str
    band: str
    status: str
    flags: tuple[str, ...]
    quote: str
    extractor: str
    box: Box | None
    grid: str | None = None
    row: int | None = None
    col: int | None = None
    id: str = field(default="", compare=False)
    as_printed: str = field(default="", compare=False)
    role: str = field(default="", compare=False)
    labels: Labels = field(default=Labels(), compare=False)
    locator: Locator = field(default=(), compare=False)


def tables_on(connection: sqlite3.Connection, report: str, page: int | None) -> list[PageTable]:
    """Return the tables on a page, from the top; without a page those of a file that has none."""
    sql = """SELECT DISTINCT g.* FROM current_extraction e
        JOIN extraction_grid x ON x.extraction_id = e.id JOIN table_grid g ON g.id = x.grid_id
        WHERE g.report_id = ? AND g.page IS ? ORDER BY g.top, g.x0, g.rowid"""
    return [
        PageTable(
            row["label"],
            row["caption"],
            _box(row),
            _cells(connection, row["id"]),
            row["id"],
            place_of(row["locator"]),
            tuple(json.loads(row["footnotes"])),
        )
        for row in connection.execute(sql, (report, page)).fetchall()
    ]


def _cells(connection: sqlite3.Connection, grid: str) -> tuple[PageCell, ...]:
    sql = 'SELECT * FROM table_cell WHERE grid_id = ? ORDER BY "row", col'
    return tuple(
        PageCell(
            row["row"],
            row["col"],
            row["rowspan"],
            row["colspan"],
            row["role"],
            row["content"],
            row["raw_text"],
            _box(row),
        )
        for row in connection.execute(sql, (grid,))
    )


def readings_on(connection: sqlite3.Connection, report: str, page: int | None) -> list[PageReading]:
    """Return the program readings on a page, from the top, or of a file without pages; equal ones once."""
    sql = """SELECT r.*, e.extractor, v.quote, v.x0, v.top, v.x1, v.bottom, v.grid_id, v."row", v.col, v.locator,
            t.arms, t.comparators, t.outcome, t.timepoint, t.basis, t.subgroup
        FROM current_reading r
        JOIN current_extraction e ON e.id = r.extraction_id AND e.mode = 'program'
        JOIN result t ON t.id = r.result_id
        JOIN evidence v ON v.id = r.evidence_id
        WHERE v.report_id = ? AND v.page IS ? AND r.statistic IS NOT NULL
        ORDER BY v.top, v.x0, v.grid_id, v."row", v.col, t.scope <> 'arm', r.id"""
    found = [_reading(row) for row in connection.execute(sql, (report, page))]
    return list(dict.fromkeys(found))


def pages_read(connection: sqlite3.Connection, report: str) -> list[int | None]:
    """Return the pages of a report on which programs read something; None stands for a file without pages."""
    sql = """SELECT DISTINCT v.page FROM current_reading r
        JOIN current_extraction e ON e.id = r.extraction_id AND e.mode = 'program'
        JOIN evidence v ON v.id = r.evidence_id WHERE v.report_id = ? ORDER BY v.page"""
    return [row["page"] for row in connection.execute(sql, (report,))]


def _reading(row: sqlite3.Row) -> PageReading:
    arms = json.loads(row["arms"])
    alone = arms[0] if len(arms) == 1 and not json.loads(row["comparators"]) else ""
    operator = "" if row["operator"] == "=" else row["operator"]
    return PageReading(
        row["statistic"],
        operator + (row["value"] or row["as_printed"]),
        outcome_name(row["outcome"], row["basis"], row["subgroup"]),
        arm_name(json.loads(row["arms"]), json.loads(row["comparators"])),
        row["timepoint"] or ("baseline" if row["basis"] == "baseline" else ""),
        row["band"],
        row["status"],
        tuple(json.loads(row["flags"])),
        row["quote"],
        row["extractor"],
        _box(row),
        row["grid_id"],
        row["row"],
        row["col"],
        row["id"],
        row["as_printed"],
        row["role"],
        Labels(alone, row["outcome"] or "", row["timepoint"] or "", row["basis"] or ""),
        tuple(sorted(json.loads(row["locator"]).items())),
    )


def _box(row: sqlite3.Row) -> Box | None:
    return None if row["x0"] is None else (row["x0"], row["top"], row["x1"], row["bottom"])
