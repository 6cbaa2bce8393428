"""Set-up: the protocol as forms. Labels, studies and work have a file each."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from curate.errors import ProtocolError, Refused
from curate.forms.protocol_columns import ABOUT, ONE, TITLES
from curate.forms.protocol_fields import fields_of, usual
from curate.model.protocol import PROFILES
from curate.parse.protocol_keys import KEYS, SINGLE
from curate.review import Review
from curate.store.mappings import Label
from curate.web import setup_parts
from curate.web.asked import LEADING, Asked, read, write
from curate.web.desk import Desk


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    return [
        read(desk, "/setup", protocol),
        read(desk, "/setup/protocol.json", protocol_now),
        write(desk, "/setup/protocol", put_protocol, roles=LEADING),
    ]


def protocol(asked: Asked) -> Response:
    """Show the protocol as forms, and what a new review needs first."""
    return setup_parts.page(asked, "setup_protocol.html", "protocol", form=form_json(asked))


def protocol_now(asked: Asked) -> Response:
    """Give the protocol as the texts of its fields, and their version."""
    return asked.json(form_json(asked))


def put_protocol(asked: Asked) -> Response:
    """Save a filled form; a form with mistakes, or filled from an earlier version, changes nothing."""
    asked.review.home.refuse_in_work_file("changing the protocol")
    texts = _texts(asked.given("entries", dict))
    before = [label for label in asked.review.mappings.shown() if label.code]
    try:
        new = asked.review.protocols.put(texts, asked.text("version", None))
    except ProtocolError as error:
        said = {"error": error.what, "hint": error.hint, "details": list(error.details)}
        return JSONResponse(said | {"mistakes": [list(each) for each in error.mistakes]}, 400)
    lost = _lost(before, asked.review.mappings.shown())
    return asked.json({"new": new, "lost": lost, **form_json(asked)})


def _lost(before: list[Label], after: list[Label]) -> list[dict[str, str]]:
    """Return the labels that mean nothing any more, with the code that each waits for."""
    unmapped = {(label.study, label.kind, label.label) for label in after if label.code is None}
    return [
        {
            "study": label.study_name,
            "kind": ONE[label.kind],
            "label": label.label,
            "code": label.code or "",
        }
        for label in before
        if (label.study, label.kind, label.label) in unmapped
    ]


def _texts(entries: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Return the entries of a form, once they have its shape."""
    for rows in entries.values():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Refused("the form has not the shape of a protocol", "reload the page and try again")
        if not all(isinstance(text, str) for row in rows for text in row.values()):
            raise Refused("a field holds a text", "reload the page and try again")
    return entries


def form_json(asked: Asked) -> dict[str, Any]:
    """Return the protocol's form for the browser; what uses its codes is told to who may change them."""
    review = asked.review
    return {
        "version": review.protocol.version,
        "title": review.protocol.title,
        "sample": review.protocols.is_sample,
        "sections": [_section(kind) for kind in KEYS],
        "entries": review.protocols.texts(),
        "profiles": {
            profile: {name: usual("options", name, profile) for name in KEYS["options"]}
            for profile in PROFILES
        },
        "uses": _uses(review) if asked.session.role in LEADING else {},
    }


def _section(kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": TITLES[kind],
        "about": ABOUT[kind],
        "one": ONE.get(kind, ""),
        "single": kind in SINGLE,
        "fields": [
            {
                "name": name,
                "title": heading.title,
                "help": heading.help,
                "width": heading.width,
                "holds": key.holds,
                "choices": list(key.choices),
                "refers": key.refers,
                "required": key.required,
                "usual": usual(kind, name),
                "empty": "as the review" if name.partition(".")[2] in KEYS["options"] else "",
            }
            for name, key, heading in fields_of(kind)
        ],
    }


def _uses(review: Review) -> dict[str, dict[str, dict[str, int]]]:
    """Return kind → code → how many labels mean it, and how many of them a person has mapped."""
    uses: dict[str, dict[str, dict[str, int]]] = {}
    for label in review.mappings.shown():
        if label.code:
            code = label.code.partition("/")[0] if label.kind == "arm" else label.code
            held = uses.setdefault(label.kind, {}).setdefault(code, {"all": 0, "mapped": 0})
            held["all"] += 1
            held["mapped"] += label.source != "alias"
    return uses
