"""Set-up, work: who extracts which study by plan."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from curate.errors import UnknownName
from curate.web import setup_parts
from curate.web.asked import EXTRACTING, LEADING, Asked, read, write
from curate.web.desk import Desk

SHARING = "sharing the work"
MOST_EACH = 10
"""Extractors of a study that the page offers."""


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this part."""
    return [
        read(desk, "/setup/work", work),
        write(desk, "/setup/work/give", give, roles=LEADING),
        write(desk, "/setup/work/take-back", take_back, roles=LEADING),
        write(desk, "/setup/work/share", share, roles=LEADING),
    ]


def work(asked: Asked) -> Response:
    """Show the plan: studies by people."""
    return setup_parts.page(asked, "setup_work.html", "work", begun=_plan(asked), most=MOST_EACH)


def give(asked: Asked) -> Response:
    """Give a study to one person more."""
    asked.review.home.refuse_in_work_file(SHARING)
    asked.review.assignments.give(
        _person(asked, asked.text("person", None)), [asked.text("study", None)]
    )
    return asked.json(_plan(asked))


def take_back(asked: Asked) -> Response:
    """Take a study back from a person, for a reason."""
    asked.review.home.refuse_in_work_file(SHARING)
    who, study = asked.text("person", None), asked.text("study", None)
    asked.review.assignments.take_back(_person(asked, who), [study], asked.text("reason", None))
    return asked.json(_plan(asked))


def share(asked: Asked) -> Response:
    """Share studies among people by pages; nobody loses any."""
    asked.review.home.refuse_in_work_file(SHARING)
    people = [_person(asked, name) for name in asked.texts("people")]
    new = asked.review.assignments.share(people, asked.texts("studies"), asked.given("each", int))
    return asked.json({"shared": len(new), **_plan(asked)})


def _person(asked: Asked, name: str) -> str:
    known = _people(asked)
    if name not in known:
        raise UnknownName.among("person", name[:60], known)
    return name


def _people(asked: Asked) -> list[str]:
    """Return the people of the protocol, those who extract by their account, and those who have studies already."""
    review = asked.review
    named = [person.name for person in review.protocol.people]
    others = {name for each in review.assignments.all() for name in (*each.people, *each.sealed)}
    if asked.desk.team:
        others |= {each.name for each in asked.desk.accounts.all() if each.role in EXTRACTING}
    return named + sorted(others - {*named})


def _plan(asked: Asked) -> dict[str, Any]:
    review = asked.review
    people, loads = _people(asked), review.assignments.loads()
    trainees = {person.name for person in review.protocol.people if person.trainee}
    return {
        "people": [
            {
                "name": name,
                "trainee": name in trainees,
                "studies": loads.get(name, (0, 0))[0],
                "pages": loads.get(name, (0, 0))[1],
            }
            for name in people
        ],
        "studies": [
            {
                "id": each.study.id,
                "name": each.study.name,
                "pages": each.pages,
                "people": list(each.people),
                "sealed": list(each.sealed),
            }
            for each in review.assignments.all()
        ],
    }
