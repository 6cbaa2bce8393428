"""The ledger: who did what when and why; every entry leads to its place."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from curate.web.asked import Asked, read
from curate.web.desk import Desk

SHOWN = 50


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    return [read(desk, "/ledger", ledger)]


def ledger(asked: Asked) -> Response:
    """Show the events that are asked for, the newest first; only one's own to who must not see others' yet."""
    review = asked.review
    picked = {name: asked.query(name) for name in ("who", "kind", "study") if asked.query(name)}
    if own := asked.is_blind and bool(review.sheets.closed()):
        picked["who"] = asked.session.name
    held = review.ledger.entries(**picked, before=asked.query("before"), most=SHOWN + 1)
    kinds, people = review.ledger.kinds_and_people()
    older = urlencode({**picked, "before": held[SHOWN - 1].id}) if len(held) > SHOWN else ""
    return asked.html(
        "ledger.html",
        here="ledger",
        entries=held[:SHOWN],
        picked=picked,
        kinds=kinds,
        people=[asked.session.name] if own else people,
        studies=review.studies.all(),
        older=older,
    )
