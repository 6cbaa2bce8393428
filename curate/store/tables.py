"""What leaves the store as flat rows: values and cells of the programs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from curate.model.file_table import place_in_words

PLACE = ("pdf_sha256", "page", "place", "x0", "top", "x1", "bottom", "statistic", "value")
"""What makes two rows of ``values`` the same."""


def values(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Yield every current program reading, once per place, statistic and value.

    The n of a column header belongs to every result below it; it is given once, as the arm's size.
    """
    sql = """SELECT r.id, r.statistic, r.value, r.operator, r.as_printed, r.status, r.band, r.flags,
            s.content AS second_text, e.extractor, e.version,
            t.arms, t.comparators, t.outcome, t.timepoint, t.basis, t.subgroup,
            v.report_id, v.page, v.table_label, v.x0, v.top, v.x1, v.bottom, v.quote,
            v.locator
        FROM current_reading r
        JOIN current_extraction e ON e.id = r.extraction_id AND e.mode = 'program'
        JOIN result t ON t.id = r.result_id
        JOIN evidence v ON v.id = r.evidence_id
        LEFT JOIN second_reading s ON s.reading_id = r.id
        WHERE r.statistic IS NOT NULL AND r.value <> ''
        ORDER BY v.report_id, v.page, v.top, v.x0, v.locator, t.scope <> 'arm', r.id"""
    seen = set()
    for row in connection.execute(sql):
        flat = _value(row)
        place = tuple(flat[name] for name in PLACE)
        if place not in seen:
            seen.add(place)
            yield flat


def _value(row: sqlite3.Row) -> dict[str, Any]:
    operator = "" if row["operator"] == "=" else row["operator"]
    return {
        "pdf_sha256": row["report_id"],
        "page": row["page"],
        "table": row["table_label"],
        "outcome": outcome_name(row["outcome"], row["basis"], row["subgroup"]),
        "timepoint": row["timepoint"] or ("baseline" if row["basis"] == "baseline" else ""),
        "arm": arm_name(json.loads(row["arms"]), json.loads(row["comparators"])),
        "statistic": row["statistic"],
        "value": operator + row["value"],
        "status": row["status"],
        "band": row["band"],
        "flags": " ".join(json.loads(row["flags"])),
        "x0": row["x0"],
        "top": row["top"],
        "x1": row["x1"],
        "bottom": row["bottom"],
        "quote": row["quote"],
        "second_text": row["second_text"] or "",
        "extractor": f"{row['extractor']} {row['version']}",
        "reading": row["id"],
        "place": place_of(row["locator"]),
    }


@lru_cache(maxsize=1024)
def place_of(locator: str) -> str:
    """Return a stored locator for people, empty where a page and a box lead to the place."""
    return place_in_words(tuple(sorted(json.loads(locator).items())))


def outcome_name(outcome: str, basis: str, subgroup: str = "") -> str:
    """Return the outcome's label; a change from baseline says so, a subgroup stands before it."""
    name = f"{subgroup}: {outcome}" if subgroup and subgroup not in outcome else outcome
    return f"{name} change" if basis == "change" and "change" not in name.casefold() else name


def arm_name(arms: list[str], comparators: list[str]) -> str:
    """Return the arm's label; both sides of a contrast as ``A vs B``."""
    one = " + ".join(arms)
    return f"{one} vs {' + '.join(comparators)}" if comparators else one


def cells(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Yield every cell of every table that a current program extraction found."""
    sql = """SELECT g.report_id, g.page, g.label, g.locator, g.id, c.*
        FROM current_extraction e JOIN extraction_grid x ON x.extraction_id = e.id
        JOIN table_grid g ON g.id = x.grid_id JOIN table_cell c ON c.grid_id = g.id
        ORDER BY g.report_id, g.page, g.top, g.locator, g.id, c."row", c.col"""
    for row in connection.execute(sql):
        yield {
            "pdf_sha256": row["report_id"],
            "page": row["page"],
            "table": row["label"] or row["id"],
            "row": row["row"],
            "col": row["col"],
            "rowspan": row["rowspan"],
            "colspan": row["colspan"],
            "text": row["content"],
            "role": row["role"],
            "place": place_of(row["locator"]),
        }
