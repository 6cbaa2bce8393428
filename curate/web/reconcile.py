"""Stub."""

from starlette.routing import Route

from curate.web.desk import Desk


def routes(desk: Desk) -> list[Route]:
    return []
