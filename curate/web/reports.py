"""Reports: the list with their state, new ones, and reading by the programs with its progress."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from curate.errors import Refused
from curate.review import Review
from curate.review.extraction import Read
from curate.web.asked import DECIDING, EXTRACTING, Asked, read, write
from curate.web.desk import Desk
from curate.web.progress import Say

BEAT = 15.0
"""Seconds between signs of life on a quiet stream of events."""


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""

    async def add(request: Request) -> Response:
        return await _upload(desk, request)

    async def events(request: Request) -> Response:
        return StreamingResponse(_events(desk, request), media_type="text/event-stream")

    return [
        read(desk, "/reports", listed),
        Route("/reports", add, methods=["POST"]),
        write(desk, "/reports/read", start_reading, roles=DECIDING),
        write(desk, "/reports/stop", stop_reading, roles=DECIDING),
        Route("/events", events),
    ]


def listed(asked: Asked) -> Response:
    """Show every report with its study and who has read it."""
    review = asked.review
    rows = review.reports.all()
    readers = _readers(review, asked.session.name)
    problems = [problem for problem in review.reports.problems() if str(problem.severity) != "note"]
    return asked.html(
        "reports.html",
        here="reports",
        rows=rows,
        readers=readers,
        problems=problems,
        waiting=_waiting(review),
        state=asked.desk.progress.state,
    )


def _readers(review: Review, me: str) -> dict[str, list[dict[str, Any]]]:
    """Return study → who has begun or sealed it; how much others have of an open study is not told."""
    held: dict[str, list[dict[str, Any]]] = {}
    for row in review.overview.progress():
        if row["kind"] == "person":
            shown = {
                "name": row["extractor"],
                "sealed": bool(row["sealed"]),
                "mine": row["extractor"] == me,
            }
            held.setdefault(row["study_id"], []).append(shown)
    return held


def _waiting(review: Review) -> int:
    return review.extraction.waiting()


async def _upload(desk: Desk, request: Request) -> Response:
    """Take one file: its content is the body, its name a word of the query."""
    session = request.state.session
    if session.role not in EXTRACTING:
        raise HTTPException(403, "a reader adds no reports")
    name = _safe_name(request.query_params.get("name", ""))
    with tempfile.TemporaryDirectory(prefix="curate") as folder:
        path = Path(folder) / name
        with path.open("wb") as file:
            async for chunk in request.stream():
                file.write(chunk)
        return await run_in_threadpool(_register, desk, session.name, path)


def _safe_name(name: str) -> str:
    """Return the name of an uploaded file without its folders and without what no file system takes.

    Raises
    ------
    Refused
        When nothing is left.
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(
        " ."
    )
    if not kept:
        raise Refused("the file has no name", "give it one that ends in .pdf, .docx, .xlsx or .csv")
    stem, dot, suffix = kept.rpartition(".")
    if len(kept.encode()) > 200:
        kept = f"{stem.encode()[:180].decode(errors='ignore')}{dot}{suffix[:10]}"
    return kept


def _register(desk: Desk, who: str, path: Path) -> Response:
    with desk.review(who) as review:
        (added,) = review.reports.add([path])
        if added.error:
            said = added.error.what.replace(
                str(path), "it"
            )  # where it lay for a moment is nobody's matter
            return JSONResponse({"error": said, "hint": added.error.hint}, 400)
        taken = {"sha256": added.sha256, "new": added.new, "state": added.state, "title": added.title}
        return JSONResponse(taken)


def start_reading(asked: Asked) -> Response:
    """Have the programs read what they have not read yet, in the background."""
    desk, name = asked.desk, asked.session.name
    asked.review.home.refuse_in_work_file("having programs read")

    def work(say: Say) -> str:
        def tell(done_with: Read, done: int, of: int) -> None:
            say(done, of, f"{done_with.file_name}: {done_with.readings} readings, {done_with.status}")

        with desk.review(name) as review:
            say(0, review.extraction.waiting(), "the programs start")
            done = review.extraction.run(progress=tell)
            return f"{len(done.reads)} reports read now, {done.before} before"

    if not desk.progress.start("reading reports", work):
        raise Refused("something is running already", "wait for its end, or stop it")
    return asked.json({"started": True})


def stop_reading(asked: Asked) -> Response:
    """Stop after the report that is being read."""
    asked.desk.progress.stop()
    return asked.json({"stopping": True})


async def _events(desk: Desk, request: Request) -> AsyncIterator[bytes]:
    """Yield the state of running work whenever it changes (server-sent events)."""
    seen = -1
    while not await request.is_disconnected():
        state = await run_in_threadpool(desk.progress.wait, seen, 1.0)
        if state.number != seen:
            seen = state.number
            yield f"data: {json.dumps(state.as_dict())}\n\n".encode()
        else:
            yield b": still here\n\n"
