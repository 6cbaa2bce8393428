"""Pages of registered reports: pictures, text layers, and what programs found, for who may see that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from curate.errors import NotSealed, ReportError
from curate.extract.job import Job
from curate.model.reading import Box
from curate.review import Review
from curate.review.reports import PDF
from curate.web.asked import Asked, read
from curate.web.desk import Desk

SHA256 = "{sha256:str}"
FOREVER = "private, max-age=86400, immutable"
"""A page of a report never changes: its address is the hash of the file."""

SHARP, SMALL = 144.0, 24.0
"""Dots an inch of a page and of its thumbnail."""


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    return [
        read(desk, f"/pages/{SHA256}.json", outline),
        read(desk, f"/pages/{SHA256}.pdf", original),
        read(desk, f"/pages/{SHA256}/{{page:int}}.png", picture),
        read(desk, f"/pages/{SHA256}/{{page:int}}/small.png", thumbnail),
        read(desk, f"/pages/{SHA256}/{{page:int}}.json", layer),
        read(desk, f"/pages/{SHA256}/{{page:int}}/marks.json", marks),
        read(desk, f"/look/{SHA256}/{{page:int}}", look),
    ]


def address(report: str, page: int | None, box: Box | None) -> str:
    """Return where a place is looked at; empty where it stands on no page."""
    if page is None:
        return ""
    edges = ",".join(f"{edge:g}" for edge in box) if box else ""
    return f"/look/{report}/{page}" + (f"?box={edges}" if edges else "")


def registered(review: Review, sha256: str) -> dict[str, Any]:
    """Return the report with this SHA-256.

    Raises
    ------
    HTTPException
        With status 404: nothing else is served.
    """
    row = next((row for row in review.reports.all() if row["id"] == sha256), None)
    if row is None:
        raise HTTPException(404, "no such report")
    return row


def _page(asked: Asked) -> tuple[dict[str, Any], Path, int]:
    """Return the report, its file and the number of the page that are asked for."""
    row = registered(asked.review, asked.path("sha256"))
    number = int(asked.request.path_params["page"])
    if row["media_type"] != PDF or not 1 <= number <= (row["pages"] or 0):
        raise HTTPException(404, f"{row['file_name']} has no page {number}")
    return row, asked.review.home.report_path(row["id"]), number


def outline(asked: Asked) -> Response:
    """Tell how many pages a report has, and the tables and figures that each names."""
    row = registered(asked.review, asked.path("sha256"))
    pages: list[list[str]] = []
    if row["media_type"] == PDF and row["pages"]:
        path = asked.review.home.report_path(row["id"])
        try:
            pages = asked.desk.job(("captions", row["id"]), lambda: Job.captions("captions", path))
        except ReportError:
            pages = []
        pages = pages or [[] for _ in range(row["pages"])]
    return asked.json({"file_name": row["file_name"], "title": row["title"], "pages": pages})


def original(asked: Asked) -> Response:
    """Give the file itself, to be saved."""
    row = registered(asked.review, asked.path("sha256"))
    path = asked.review.home.report_path(row["id"])
    if not path.is_file():
        raise HTTPException(404, f"the file of {row['file_name']} is gone")
    return FileResponse(path, media_type="application/octet-stream", filename=row["file_name"])


def _drawn(asked: Asked, dpi: float) -> Response:
    row, path, number = _page(asked)
    key = ("picture", row["id"], number, dpi)
    png = asked.desk.job(key, lambda: Job.render("page", path, number, dpi=dpi))
    return Response(png, media_type="image/png", headers={"cache-control": FOREVER})


def picture(asked: Asked) -> Response:
    """Give the picture of a page."""
    return _drawn(asked, SHARP)


def thumbnail(asked: Asked) -> Response:
    """Give the small picture of a page."""
    return _drawn(asked, SMALL)


def layer(asked: Asked) -> Response:
    """Give size and words of a page."""
    row, path, number = _page(asked)
    key = ("layer", row["id"], number)
    held = asked.desk.job(key, lambda: Job.layer("layer", path, number))
    size = held["size"] or _size_of_picture(asked)
    return asked.json({"size": size, "words": held["words"]})


def _size_of_picture(asked: Asked) -> list[float]:
    """Return the size in points of a page without a text layer, from its picture."""
    png = bytes(_drawn(asked, SMALL).body)
    return [int.from_bytes(png[at : at + 4], "big") * 72 / SMALL for at in (16, 20)]


def marks(asked: Asked) -> Response:
    """Give what programs read on a page; who extracts without their help does not get it."""
    row, _, number = _page(asked)
    if not asked.review.sheets.may_see_programs(row["study_id"]):
        raise NotSealed(
            "what programs read is not shown to who extracts independently",
            "begin an assisted extraction, or wait until everybody has sealed",
        )
    readings = asked.review.sheets.program_readings(row["id"], number)
    return asked.json({"readings": readings})


def look(asked: Asked) -> Response:
    """Show a page with one place on it."""
    row, _, number = _page(asked)
    box = asked.query("box")
    try:
        edges = [float(edge) for edge in box.split(",")] if box else []
    except ValueError:
        raise HTTPException(400, "a box is four numbers") from None
    if edges and (len(edges) != 4 or not all(abs(edge) < 1e6 for edge in edges)):
        raise HTTPException(400, "a box is four numbers")
    place: Box | None = (edges[0], edges[1], edges[2], edges[3]) if edges else None
    return asked.html("look.html", here="", row=row, page=number, box=place, quote=asked.query("quote"))
