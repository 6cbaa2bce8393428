"""Pages of registered reports: pictures, text layers, and what programs found, for who may see that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from curate.errors import NotSealed, ReportError
from curate.extract.job import Job
from curate.model.file_table import parse_place
from curate.model.reading import Box, Evidence
from curate.office.package import EVIDENCE_KINDS
from curate.review import Review
from curate.review.reports import PDF
from curate.web.asked import Asked, read
from curate.web.desk import Desk
from curate.web.leaves import Leaf, leaves_of, spot

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


def spot_of(asked: Asked, evidence: Evidence) -> tuple[int | None, Box | None]:
    """Return page and box of a place as the viewer shows it; of a file without pages its leaf."""
    if evidence.page is not None or not evidence.locator:
        return evidence.page, evidence.box
    return spot(leaves(asked, evidence.report), evidence.locator) or (None, None)


def spot_in_words(asked: Asked, report: str, place: str) -> str:
    """Return the address of a place that is told in words; empty without one, and where it is in no cell."""
    if not place:
        return ""
    row = registered(asked.review, report)
    locator = parse_place(EVIDENCE_KINDS.get(row["media_type"], ""), place)
    found = spot(leaves(asked, report), locator) if locator and row["media_type"] != PDF else None
    return address(report, *found) if found else ""


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


def leaves(asked: Asked, report: str) -> list[Leaf]:
    """Return the leaves of a report that has no pages; none where it cannot be read."""
    desk, path = asked.desk, asked.review.home.report_path(report)

    def lay_out() -> list[Leaf]:
        return leaves_of(desk.job(("tables", report), lambda: Job.tables("tables", path)))

    try:
        return desk.kept(("leaves", report), lay_out)
    except ReportError:
        return []


def _numbered(asked: Asked) -> tuple[dict[str, Any], int]:
    """Return the report and the number of the page or leaf that are asked for."""
    row = registered(asked.review, asked.path("sha256"))
    if row["media_type"] == PDF:
        row, _, number = _page(asked)
        return row, number
    number = int(asked.request.path_params["page"])
    if not 1 <= number <= len(leaves(asked, row["id"])):
        raise HTTPException(404, f"{row['file_name']} has no table {number}")
    return row, number


def outline(asked: Asked) -> Response:
    """Tell how many pages a report has, and the tables and figures that each names; or its leaves."""
    row = registered(asked.review, asked.path("sha256"))
    pages: list[list[str]] = []
    if row["media_type"] != PDF:
        pages = [[leaf.name] for leaf in leaves(asked, row["id"])]
    elif row["pages"]:
        path = asked.review.home.report_path(row["id"])
        try:
            pages = asked.desk.job(("captions", row["id"]), lambda: Job.captions("captions", path))
        except ReportError:
            pages = []
        pages = pages or [[] for _ in range(row["pages"])]
    said = {"file_name": row["file_name"], "title": row["title"], "pages": pages}
    return asked.json(said | {"pictures": row["media_type"] == PDF})


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
    """Give size and words of a page, or of a leaf with what is to be drawn."""
    row, number = _numbered(asked)
    path = asked.review.home.report_path(row["id"])
    if row["media_type"] != PDF:
        return asked.json(leaves(asked, row["id"])[number - 1].as_dict())
    key = ("layer", row["id"], number)
    held = asked.desk.job(key, lambda: Job.layer("layer", path, number))
    size = held["size"] or _size_of_picture(asked)
    return asked.json({**held, "size": size})


def _size_of_picture(asked: Asked) -> list[float]:
    """Return the size in points of a page without a text layer, from its picture."""
    png = bytes(_drawn(asked, SMALL).body)
    return [int.from_bytes(png[at : at + 4], "big") * 72 / SMALL for at in (16, 20)]


def marks(asked: Asked) -> Response:
    """Give what programs read on a page; who extracts without their help does not get it."""
    row, number = _numbered(asked)
    if not asked.review.sheets.may_see_programs(row["study_id"]):
        raise NotSealed(
            "what programs read is not shown to who extracts independently",
            "begin an assisted extraction, or wait until everybody has sealed",
        )
    if row["media_type"] == PDF:
        found = asked.review.sheets.program_readings(row["id"], number)
        return asked.json({"readings": [each for each in found if each["box"]]})
    found = on_leaves(asked, row["id"], asked.review.sheets.program_readings(row["id"], None))
    return asked.json({"readings": [each for each in found if each["page"] == number]})


def on_leaves(asked: Asked, report: str, readings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return readings of a file without pages with the leaf and the box at which its cells are drawn."""
    held = leaves(asked, report)
    at = [(each, spot(held, each["locator"])) for each in readings]
    return [each | {"page": place[0], "box": place[1]} for each, place in at if place]


def look(asked: Asked) -> Response:
    """Show a page, or a leaf, with one place on it."""
    row, number = _numbered(asked)
    box = asked.query("box")
    try:
        edges = [float(edge) for edge in box.split(",")] if box else []
    except ValueError:
        raise HTTPException(400, "a box is four numbers") from None
    if edges and (len(edges) != 4 or not all(abs(edge) < 1e6 for edge in edges)):
        raise HTTPException(400, "a box is four numbers")
    place: Box | None = (edges[0], edges[1], edges[2], edges[3]) if edges else None
    return asked.html("look.html", here="", row=row, page=number, box=place, quote=asked.query("quote"))
