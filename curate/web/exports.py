"""What leaves the review: tables for other tools, and the words for the methods section."""

from __future__ import annotations

import tempfile
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from curate.web.asked import Asked, read
from curate.web.desk import Desk

KINDS = {"csv": "text/csv", "json": "application/json"}
"""Suffix → its media type."""

TABLES = {
    "records": "what stands of each fact, with what stands behind it, its page and report",
    "effects": "the effects of every comparison, in the columns of R's metafor",
    "values": "every number that programs have read",
    "cells": "the tables of the reports, cell by cell",
}
"""Table → what is in it."""


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    return [
        read(desk, "/exports", exports, sighted=True),
        read(desk, "/exports/{table}.{kind}", table, sighted=True),
    ]


def exports(asked: Asked) -> Response:
    """Show what can be taken away."""
    return asked.html(
        "exports.html", here="results", tables=TABLES, kinds=KINDS, methods=asked.review.methods.text()
    )


def table(asked: Asked) -> Response:
    """Give a table as a file."""
    name, kind = asked.path("table"), asked.path("kind")
    if name not in TABLES or kind not in KINDS:
        raise HTTPException(404, "there is no such table")
    with tempfile.TemporaryDirectory(prefix="curate") as place:
        path = Path(place) / f"{name}.{kind}"
        asked.review.exports.write(name, path)
        content = path.read_bytes()
    saved = {"content-disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(content, media_type=KINDS[kind], headers=saved)
