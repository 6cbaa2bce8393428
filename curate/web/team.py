"""Who acts: a name where people have no accounts; accounts with passwords and roles where they have."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from curate.errors import Refused
from curate.web.asked import Asked, read, write
from curate.web.desk import Desk
from curate.web.sessions import ROLES

LONGEST_NAME = 60


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    return [read(desk, "/me", me), write(desk, "/me", say_who, roles=ROLES)]


def me(asked: Asked) -> Response:
    """Show who acts, and let them say it where there are no accounts."""
    people = [person.name for person in asked.review.protocol.people]
    return asked.html("me.html", here="", people=people)


def say_who(asked: Asked) -> Response:
    """Say who acts from now on in this session."""
    if asked.desk.team:
        raise Refused("in a team everybody has an account", "sign out, and in with the other one")
    name = " ".join(asked.text("name").split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused("this is no name", f"give one of 1 to {LONGEST_NAME} characters")
    asked.session.name = name
    return asked.json({"name": name})
