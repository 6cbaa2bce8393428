"""Extraction: the page on the left, the grid on the right. Nothing of anybody else's is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from curate.errors import Refused
from curate.forms.extraction_layout import MEASURES, SPREADS
from curate.forms.grid import Grid, GridCell, GridRow, Section
from curate.forms.grid_entry import TypedCell, TypedRow
from curate.forms.marked import read_marked
from curate.model.problem import Severity
from curate.model.reading import Box, Evidence
from curate.parse.number import find_numbers, parse_number
from curate.review.reports import PDF
from curate.review.sheets import Sheet
from curate.web.asked import EXTRACTING, Asked, read, write
from curate.web.desk import Desk
from curate.web.pages import leaves, on_leaves, spot_of

BLOCKS = ("arms", "results", "contrasts", "items")


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    return [
        read(desk, "/extract", studies),
        read(desk, "/extract/{study}", desk_of, roles=EXTRACTING),
        read(desk, "/extract/{study}/sheet.json", sheet, roles=EXTRACTING),
        read(desk, "/extract/{study}/proposals.json", proposals, roles=EXTRACTING),
        write(desk, "/extract/{study}/begin", begin, roles=EXTRACTING),
        write(desk, "/extract/{study}/row", put_row, roles=EXTRACTING),
        write(desk, "/extract/{study}/seal", seal, roles=EXTRACTING),
        write(desk, "/marked", marked, roles=EXTRACTING),
    ]


def studies(asked: Asked) -> Response:
    """Show the studies that are to be extracted, those of the plan first."""
    review, me = asked.review, asked.session.name
    plan = {study.id for study in review.assignments.of(me)} if me else set()
    mine = {
        row["study_id"]: row
        for row in review.overview.progress()
        if row["kind"] == "person" and row["extractor"] == me
    }
    rows: list[dict[str, Any]] = [
        {"study": study, "planned": study.id in plan, "mine": mine.get(study.id)}
        for study in review.studies.all()
        if study.reports
    ]
    rows.sort(
        key=lambda row: (
            not row["planned"],
            bool(row["mine"] and row["mine"]["sealed"]),
            row["study"].name,
        )
    )
    return asked.html("extract_list.html", here="extract", rows=rows, planned=bool(plan))


def desk_of(asked: Asked) -> Response:
    """Show the page and the grid of one study."""
    held = asked.review.sheets.of(asked.path("study"))
    return asked.html("extract.html", here="extract", study=held.study, sheet=sheet_json(asked, held))


def sheet(asked: Asked) -> Response:
    """Give the grid of one study."""
    return asked.json(sheet_json(asked, asked.review.sheets.of(asked.path("study"))))


def proposals(asked: Asked) -> Response:
    """Give what programs read of the study's arms; who extracts without their help does not get it."""
    found = asked.review.sheets.proposals(asked.path("study"))
    placed = [each for each in found if each["box"]]
    for report in dict.fromkeys(each["report"] for each in found if each["page"] is None):
        placed += on_leaves(asked, report, [each for each in found if each["report"] == report])
    return asked.json({"readings": placed})


def begin(asked: Asked) -> Response:
    """Begin in a mode."""
    asked.review.sheets.begin(asked.path("study"), asked.text("mode"))
    return sheet(asked)


def put_row(asked: Asked) -> Response:
    """Write a row, and tell what was taken, what was not, and what the checks say."""
    review, name = asked.review, asked.path("study")
    held = review.sheets.of(name)
    row = _typed(asked, held)
    codes = {
        kind: {
            str(label): str(code) for label, code in asked.given("codes", dict, {}).get(kind, {}).items()
        }
        for kind in ("arm", "timepoint")
        if isinstance(asked.given("codes", dict, {}).get(kind, {}), dict)
    }
    done = review.sheets.put(name, row, codes, asked.text("reason"))
    return asked.json(
        {
            "new": done.new,
            "withdrawn": done.withdrawn,
            "refused": dict(done.refused),
            "sheet": sheet_json(asked, review.sheets.of(name)),
        }
    )


def _typed(asked: Asked, held: Sheet) -> TypedRow:
    """Return the row of a request; a cell that is unchanged keeps its place."""
    block = asked.text("block")
    if block not in BLOCKS:
        raise Refused(f"there is no block {block!r}", "reload the page")
    names = {str(name): _line(value) for name, value in asked.given("names", dict, {}).items()}
    kinds = {str(name): _line(value) for name, value in asked.given("kinds", dict, {}).items()}
    cells = {}
    for column, said in asked.given("cells", dict, {}).items():
        if not isinstance(said, dict):
            raise Refused(f"the cell {column!r} is no object", "reload the page")
        text, status = _line(said.get("text", "")), _line(said.get("status", "reported"))
        place = _place(asked, held, block, names, str(column), said)
        cells[str(column)] = TypedCell(text, status, place, _line(said.get("reason", "")))
    return TypedRow(block, names, cells, kinds)


def _line(value: object) -> str:
    if not isinstance(value, str) or len(value) > 10_000:
        raise Refused("a cell holds a text", "reload the page")
    return " ".join(value.split())


def _place(
    asked: Asked, held: Sheet, block: str, names: Mapping[str, str], column: str, said: dict[str, Any]
) -> Evidence | None:
    place = said.get("place")
    if not isinstance(place, dict):
        return None
    if reading := place.get("reading"):
        return asked.review.sheets.place_of_program(held.study.id, str(reading))
    if place.get("kept"):
        known = _find(held.grid, block, names)
        cell = known.cells.get(column) if known else None
        if cell and cell.evidence:
            return cell.evidence
    page, report = place.get("page"), place.get("report")
    if not isinstance(page, int) or isinstance(page, bool) or not isinstance(report, str):
        return None
    if report not in {row["id"] for row in held.reports}:
        raise Refused("this report is of another study", "reload the page")
    box, typed = _box(place.get("box")), str(said.get("text", ""))
    (row,) = (row for row in held.reports if row["id"] == report)
    if row["media_type"] != PDF:
        return _in_file(asked, report, page, box, typed)
    found = asked.review.sheets.place(report, page, box)
    return found if place.get("marked") else without_other_words(found, typed)


def _in_file(asked: Asked, report: str, leaf: int, box: Box | None, typed: str) -> Evidence:
    """Return a cell of a file without pages; there is nothing between the cell and the whole file."""
    held = leaves(asked, report)
    cell = held[leaf - 1].at(box) if box and 0 < leaf <= len(held) else None
    if cell is None:
        raise Refused(
            f"{typed!r} stands in no cell of this table, or in several", "click the cell that is meant"
        )
    return asked.review.sheets.place_in_file(report, cell.locator)


def without_other_words(place: Evidence, typed: str) -> Evidence:
    """Return a place that was looked up for a typed number; only its page where other words stand there.

    A place that a person has marked stays as it is, also where the text layer reads otherwise than the print.
    """
    number = parse_number(typed)
    held = {(each.value, each.operator) for each in find_numbers(place.quote)}
    if place.box is None or number is None or (number.value, number.operator) in held:
        return place
    if number.operator != "=" and (number.value, "=") in held:
        return place
    return Evidence(place.report, "", page=place.page)


def _box(value: object) -> Box | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 4:
        raise Refused("a box is four numbers", "mark the place again")
    if not all(isinstance(edge, int | float) and abs(edge) < 1e5 for edge in value):
        raise Refused("a box is four numbers", "mark the place again")
    return (float(value[0]), float(value[1]), float(value[2]), float(value[3]))


def _find(grid: Grid, block: str, names: Mapping[str, str]) -> GridRow | None:
    """Return the row of the grid that a typed one is about."""
    for known, section, row in _all_rows(grid):
        about = {**row.names}
        if section:
            about |= {"outcome": section.outcome, "timepoint": section.timepoint, "basis": section.basis}
        if known == block and all(names.get(name, "") == text for name, text in about.items()):
            return row
    return None


def _all_rows(grid: Grid) -> list[tuple[str, Section | None, GridRow]]:
    return [
        *(("arms", None, row) for row in grid.randomised),
        *(("results", section, row) for section in grid.sections for row in section.rows),
        *(("contrasts", section, row) for section, row in grid.contrasts),
        *(("items", None, row) for row in grid.items),
    ]


def seal(asked: Asked) -> Response:
    """Seal the extraction; without ``sure`` only tell what says nothing yet, and what has no place on its page."""
    name = asked.path("study")
    if not asked.given("sure", bool, False):
        bare = asked.review.forms.without_place(name)
        return asked.json({"open": asked.review.sheets.open_fields(name), "unplaced": bare})
    ((study, digest, count),) = asked.review.forms.seal([name])
    return asked.json({"sealed": study, "hash": digest, "readings": count})


def marked(asked: Asked) -> Response:
    """Tell which cells a marked text fills."""
    found = read_marked(asked.text("text")[:2000], asked.text("column"))
    return asked.json({"cells": found.cells, "spread_kind": found.spread_kind, "ask": list(found.ask)})


def sheet_json(asked: Asked, held: Sheet) -> dict[str, Any]:
    """Return a sheet for the browser."""
    review, grid = asked.review, held.grid
    protocol = review.protocol
    codebook = {each.code: each.codebook for each in protocol.outcomes}
    problems = review.sheets.problems(held.study.id)
    return {
        "study": {"id": held.study.id, "name": held.study.name},
        "person": held.person,
        "mode": held.mode,
        "sealed": held.sealed,
        "programs": held.mode == "assisted" and bool(held.reports),
        "reports": [
            {
                "id": row["id"],
                "name": row["file_name"],
                "title": row["title"],
                "pages": row["pages"] or 0,
            }
            for row in held.reports
        ],
        "codes": {
            "arm": [{"code": arm.code, "label": arm.label} for arm in protocol.arms],
            "timepoint": [{"code": time.code, "label": time.label} for time in protocol.timepoints],
            "outcome": [
                {
                    "code": each.code,
                    "label": each.label,
                    "kind": each.kind,
                    "codebook": each.codebook,
                }
                for each in protocol.outcomes
            ],
        },
        "statuses": review.sheets.statuses,
        "spreads": {kind: len(names) for kind, names in SPREADS.items()},
        "measures": list(MEASURES),
        "arms": [_label(each.label, each.code, grid) for each in grid.arms],
        "times": [_label(each.label, each.code, grid) for each in grid.times],
        "randomised": [_row(asked, "arms", None, row) for row in grid.randomised],
        "sections": [
            {
                "outcome": section.outcome,
                "timepoint": section.timepoint,
                "basis": section.basis,
                "kind": section.kind,
                "codebook": codebook.get(section.code, ""),
                "rows": [_row(asked, "results", section, row) for row in section.rows],
            }
            for section in grid.sections
        ],
        "contrasts": [_row(asked, "contrasts", section, row) for section, row in grid.contrasts],
        "items": [_row(asked, "items", None, row) for row in grid.items],
        "questions": {
            item.code: {
                "question": item.question,
                "kind": item.kind,
                "choices": list(item.choices),
                "per": item.per,
                "codebook": item.codebook,
            }
            for item in protocol.items
        },
        "others": len(grid.others),
        "problems": [
            {
                "severity": str(p.severity),
                "where": p.where,
                "what": p.what,
                "hint": p.hint,
                "code": p.code,
            }
            for p in problems
            if p.severity is not Severity.note
        ],
    }


def _label(label: str, code: str, grid: Grid) -> dict[str, Any]:
    return {"label": label, "code": code, "used": label in grid.used}


def _row(asked: Asked, block: str, section: Section | None, row: GridRow) -> dict[str, Any]:
    about = dict(row.names)
    if section:
        about |= {"outcome": section.outcome, "timepoint": section.timepoint, "basis": section.basis}
    cells = {column: _cell(asked, cell) for column, cell in row.cells.items()}
    return {"block": block, "names": about, "kinds": dict(row.kinds), "cells": cells}


def _cell(asked: Asked, cell: GridCell) -> dict[str, Any]:
    place = None
    if cell.evidence:
        page, box = spot_of(asked, cell.evidence)
        place = {
            "report": cell.evidence.report,
            "page": page,
            "box": list(box) if box else None,
            "quote": cell.evidence.quote,
            "where": cell.evidence.where,
            "kept": True,
        }
    return {"text": cell.text, "status": cell.status, "place": place, "reason": cell.reason}
