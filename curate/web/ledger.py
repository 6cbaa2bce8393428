"""Not here yet."""

from starlette.routing import Route

from curate.web.desk import Desk


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    return []
