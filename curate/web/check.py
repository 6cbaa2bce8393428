"""Check: what is looked for before pooling, study by study; each finding leads to what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from starlette.responses import Response
from starlette.routing import Route

from curate.errors import NotSealed
from curate.model.problem import Problem, Severity
from curate.model.record import fact_of
from curate.review.places import CODES as OF_PLACES
from curate.review.reports import PDF
from curate.store.records import short_key, study_of
from curate.web.asked import Asked, read
from curate.web.desk import Desk
from curate.web.pages import address, spot_in_words
from curate.web.results import address_of_effect

SHOWN = 8
"""Numbers of one finding that have a link of their own."""

Rows = list[dict[str, Any]]

_PAGE = re.compile(r"page (\d+)")


class Link(NamedTuple):
    """Where a finding leads to."""

    path: str
    words: str


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    return [
        read(desk, "/check", check, sighted=True),
        read(desk, "/check/count.json", count),
    ]


def check(asked: Asked) -> Response:
    """Show what the checks find, without the notes unless they are asked for."""
    found, notes = problems_of(asked), bool(asked.query("notes"))
    shown = [each for each in found if notes or each.severity is not Severity.note]
    names = {study.id: study.name for study in asked.review.studies.all()}
    reports = asked.review.reports.all()
    groups: dict[str, list[dict[str, Any]]] = {}
    order = list(Severity)
    for each in sorted(shown, key=lambda p: (order.index(p.severity), p.code, p.where)):
        groups.setdefault(each.study, []).append(
            {"problem": each, "links": _links(asked, each, reports)}
        )
    by_name = sorted(groups.items(), key=lambda group: (names.get(group[0], ""), group[0]))
    return asked.html(
        "check.html",
        here="check",
        groups=[(names.get(study, "The review"), held) for study, held in by_name],
        counts={str(kind): sum(each.severity is kind for each in found) for kind in Severity},
        notes=notes,
    )


def count(asked: Asked) -> Response:
    """Give how many errors and warnings there are; to who may not see them yet, nothing."""
    try:
        asked.require_sight()
    except NotSealed:
        return asked.json({})
    return asked.json(counts_of(problems_of(asked)))


def counts_of(problems: Iterable[Problem]) -> dict[str, int]:
    """Return how many errors and warnings there are."""
    kinds = [each.severity for each in problems]
    return {"errors": kinds.count(Severity.error), "warnings": kinds.count(Severity.warning)}


def problems_of(asked: Asked) -> tuple[Problem, ...]:
    """Return what the checks find for the acting person."""
    name = f"check {asked.session.name}"
    return asked.desk.of_state(name, asked.review, lambda: tuple(asked.review.checks.shown()))


def _links(asked: Asked, problem: Problem, reports: Rows) -> list[Link]:
    """Return where a problem leads to: its place, the card that decides it, its numbers, or where it is mended."""
    links = [
        Link(path, words)
        for path, words in (_place(asked, problem, reports), _effect(asked, problem))
        if path
    ]
    me = asked.session.name
    if problem.code in OF_PLACES and re.search(
        rf"(what|quoted by) {re.escape(me)}( entered|,)", problem.what
    ):
        links.append(Link(f"/extract/{problem.study}", "your entries"))
    if problem.code.startswith("undecided_"):
        links += [Link(f"/reconcile?record={short_key(key)}", "decide it") for key in problem.records]
    else:
        links += [
            Link(f"/trace/{short_key(key)}", _fact(key, problem.study))
            for key in dict.fromkeys(problem.records[:SHOWN])
        ]
    if problem.code == "unmapped_labels":
        links.append(Link("/setup/labels", "map them"))
    if problem.code == "awaiting_seal" or (problem.code.startswith("report_") and not links):
        links.append(Link("/reports", "the reports"))
    return links


def _fact(key: str, study: str) -> str:
    """Return what a number is, with its study where the problem is of several."""
    return fact_of(key) if study else f"{study_of(key)} · {fact_of(key)}"


def _place(asked: Asked, problem: Problem, reports: Rows) -> tuple[str, str]:
    """Return the address of the page or cell that a problem names; empty where it names none."""
    named = [
        row
        for row in reports
        if row["file_name"] in problem.where and problem.study in ("", row["study_id"])
    ]
    if not named:
        return "", ""
    row = max(named, key=lambda each: len(each["file_name"]))
    rest = problem.where.partition(row["file_name"])[2].lstrip(", ")
    if row["media_type"] != PDF:
        return spot_in_words(asked, row["id"], rest) or address(row["id"], 1, None), "open the cell"
    page = _PAGE.match(rest)
    number = int(page[1]) if page else 1
    return (
        (address(row["id"], number, None), "open the page")
        if number <= (row["pages"] or 0)
        else ("", "")
    )


def _effect(asked: Asked, problem: Problem) -> tuple[str, str]:
    """Return the address of the effect that a problem is about; empty where it is about none."""
    for comparison in asked.review.protocol.comparisons:
        if problem.study and problem.where.endswith((f", {comparison.label}", f", {comparison.code}")):
            path = address_of_effect(asked, comparison.code, problem.study)
            return path, "the effect"
    return "", ""
