"""The application: its views, its guard, and what becomes of errors."""

from __future__ import annotations

import sqlite3
import sys
import traceback
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from curate.errors import CurateError, NotSealed, Refused, UnknownName
from curate.store.connect import outside
from curate.web import (
    agreement,
    check,
    exports,
    extract,
    ledger,
    pages,
    reconcile,
    reports,
    results,
    setup,
    setup_labels,
    setup_studies,
    setup_work,
    team,
)
from curate.web.desk import Desk
from curate.web.guard import NO_SESSION, Guard
from curate.web.render import render_error

OPEN = ("/static/", "/start", "/login", "/welcome")
"""Paths that need no session."""

FIRST = {"adjudicator": "/reconcile", "extractor": "/extract", "reader": "/results"}
"""Role → the view with its work; who leads begins with the reports, of a new review with its set-up."""


def create_app(desk: Desk, hosts: Collection[str], name: str = "") -> Starlette:
    """Return the application.

    Parameters
    ----------
    hosts
        Values of the Host header that are answered, such as ``127.0.0.1:8000``.
    name
        Who acts, where people have no accounts; empty when not known yet.
    """

    async def start(request: Request) -> Response:
        session = desk.sessions.accept(request.query_params.get("word", ""), name)
        if session is None and request.state.session is not None:
            return RedirectResponse("/", 303)
        if session is None:
            what = "this link was used, or is too old"
            return HTMLResponse(render_error(403, what, "", NO_SESSION[1:]), 403)
        response = RedirectResponse("/", 303)
        desk.remember(response, session, request.headers["host"])
        return response

    async def home(request: Request) -> Response:
        session = request.state.session
        if not session.name:
            return RedirectResponse("/me", 303)
        begins = session.role == "lead" and await run_in_threadpool(_is_new, desk, session.name)
        return RedirectResponse("/setup" if begins else FIRST.get(session.role, "/reports"), 303)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        desk.close()

    entrance = "/login" if desk.team else ""
    views = (
        setup,
        setup_labels,
        setup_studies,
        setup_work,
        reports,
        pages,
        extract,
        reconcile,
        check,
        results,
        agreement,
        exports,
        ledger,
        team,
    )
    routes = [
        Route("/", home),
        *([] if desk.team else [Route("/start", start)]),
        *(route for view in views for route in view.routes(desk)),
        Mount("/static", StaticFiles(directory=str(files("curate.web") / "static")), name="static"),
    ]
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(Guard, sessions=desk.sessions, hosts=hosts, open_paths=OPEN, entrance=entrance)
        ],
        exception_handlers={
            CurateError: _refused,
            HTTPException: _http,
            sqlite3.Error: _store,
            Exception: _bug,
        },
        lifespan=lifespan,
    )


def _is_new(desk: Desk, name: str) -> bool:
    """Tell whether nothing of a review is its own yet: neither the protocol nor a report."""
    with desk.review(name) as review:
        return review.protocols.is_sample and not review.reports.all()


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, CurateError)
    status = {UnknownName: 404, NotSealed: 409, Refused: 409}.get(type(error), 400)
    return _answer(request, status, error.what, error.hint, error.details)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    hint = "see the links above" if error.status_code == 404 else ""
    return _answer(request, error.status_code, error.detail, hint)


def _store(request: Request, error: Exception) -> Response:
    assert isinstance(error, sqlite3.Error)
    said = outside(error)
    return _bug(request, error) if said is None else _answer(request, 503, said.what, said.hint)


def _bug(request: Request, error: Exception) -> Response:
    traceback.print_exception(error, file=sys.stderr)
    what = f"a bug: {type(error).__name__}"
    return _answer(
        request, 500, what, "the terminal that runs curate serve shows where; nothing was written"
    )


def _answer(
    request: Request, status: int, what: str, hint: str, details: tuple[str, ...] = ()
) -> Response:
    """Return an error as a page for who looks, as JSON for a script."""
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(render_error(status, what, hint, details), status)
    return JSONResponse({"error": what, "hint": hint, "details": list(details)}, status)
