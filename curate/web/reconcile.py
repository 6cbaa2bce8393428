"""Reconciliation: one card at a time, both places side by side, decided by a key and a reason."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from curate.errors import Refused
from curate.extract.job import Job
from curate.model import terms
from curate.model.protocol import Protocol
from curate.review import Review
from curate.store.disputes import Dispute, Side
from curate.web.asked import DECIDING, Asked, read, write
from curate.web.desk import Desk
from curate.web.pages import address, spot_in_words
from curate.web.queue import Opened, Queue

LISTED = 300
"""Disagreements that the list beside the card shows; the rest comes when these are decided."""

CAUSES = {
    "omission": "omission",
    "rounding": "rounding",
    "equal": "rounding",
    "equivalent": "wrong_statistic",
    "neighbour": "misread",
    "slip": "misread",
    "transposed": "misread",
    "sign": "misread",
}
"""How the sides differ → the cause that is proposed; for other differences a person names it."""

CROP_DPI, CROP_MARGIN, CROP_BEFORE = 150.0, 60.0, 200.0
"""Of the picture on a card: the labels of the row stand to the left of a number."""


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    held = desk.shelf["queue"] = Queue()
    desk.at_end.append(held.end)
    return [
        read(desk, "/reconcile", queue, sighted=True),
        read(desk, "/reconcile/card/{record}", card, sighted=True),
        write(desk, "/reconcile/card/{record}", decide, roles=DECIDING),
        write(desk, "/reconcile/rounding", settle_rounding, roles=DECIDING),
        read(desk, "/crop/{reading}.png", crop, sighted=True),
    ]


def begin(desk: Desk, name: str) -> None:
    """Rank the queue before anybody asks for it."""
    held: Queue = desk.shelf["queue"]
    held.begin(lambda: desk.review(name))


def _queue(asked: Asked) -> Queue:
    held: Queue = asked.desk.shelf["queue"]
    return held


def queue(asked: Asked) -> Response:
    """Show the queue and the card of its first disagreement."""
    ranked = _queue(asked).all(asked.review, _opened(asked), anew=bool(asked.query("anew")))
    every = ranked.open
    study = asked.query("study")
    shown = [each for each in every if study in ("", each.study)]
    studies = {each.study: each.study_name for each in every}
    first = next(
        (each for each in shown if each.id == asked.query("record")), shown[0] if shown else None
    )
    return asked.html(
        "reconcile.html",
        here="reconcile",
        shown=[_line(each, asked.review.protocol) for each in shown[:LISTED]],
        count=len(shown),
        study=study,
        is_known=ranked.is_known,
        is_now=ranked.is_now,
        studies=sorted(studies.items(), key=lambda item: item[1]),
        waiting=asked.review.results.waiting(),
        first=first.id if first else "",
        **(_card(asked, first, True) if first else {}),
    )


def _opened(asked: Asked) -> Opened:
    desk, name = asked.desk, asked.session.name
    return lambda: desk.review(name)


def _line(dispute: Dispute, protocol: Protocol) -> dict[str, Any]:
    return {
        "id": dispute.id,
        "study": dispute.study_name,
        "fact": fact(dispute, protocol),
        "difference": dispute.difference,
        "band": dispute.impact.band if dispute.impact else "",
    }


def fact(dispute: Dispute, protocol: Protocol) -> str:
    """Return what a disagreement is about, in the protocol's words."""
    named: dict[str, str] = {}
    for group in (protocol.arms, protocol.outcomes, protocol.timepoints):
        named |= {each.code: each.label for each in group}
    named |= {item.code: item.question for item in protocol.items}
    parts = [part for part in dispute.key.split("|")[1:] if part]
    words = [", ".join(named.get(code, code) for code in part.split(",")) for part in parts]
    return " · ".join([*words[:-1], words[-1].replace(":", " ")])


def card(asked: Asked) -> Response:
    """Give the card of one disagreement."""
    dispute, is_open = _found(asked)
    words = _card(asked, dispute, is_open)
    return asked.fragment("card.html", words)


def _found(asked: Asked) -> tuple[Dispute, bool]:
    return _queue(asked).find(asked.path("record"), _opened(asked))


def _card(asked: Asked, dispute: Dispute, is_open: bool) -> dict[str, Any]:
    """Return what a card says."""
    review = asked.review
    return {
        "dispute": dispute,
        "is_open": is_open,
        "fact": fact(dispute, review.protocol),
        "band": dispute.impact.band if dispute.impact else "",
        "codebook": review.protocol.codebook_line(dispute.key),
        "sides": [
            _side(asked, side, name) for side, name in zip(dispute.sides, dispute.names, strict=True)
        ],
        "omission": dispute.judgement == "omission",
        "cause": _cause(dispute),
        "causes": terms.labels("cause"),
        "reports": [row for row in review.reports.all() if row["study_id"] == dispute.study],
        "may_decide": asked.session.role in DECIDING,
    }


def _cause(dispute: Dispute) -> str:
    if dispute.judgement == "omission":
        return "omission"
    if all(side.kind == "program" for side in dispute.sides):
        return "machine"
    return CAUSES.get(str(dispute.finding.difference) if dispute.finding else "", "")


def _side(asked: Asked, side: Side, name: str) -> dict[str, Any]:
    operator = "" if side.operator == "=" else side.operator
    page = f"page {side.page}" if side.page else side.place
    where = ", ".join(filter(None, (side.file_name, page, side.table)))
    return {
        "name": name,
        "value": f"{operator}{side.value}" if side.value else side.status.replace("_", " "),
        "where": where,
        "quote": side.quote,
        "reason": side.reason,
        "crop": f"/crop/{side.reading}.png" if side.page and side.box else "",
        "look": address(side.report, side.page, side.box)
        or spot_in_words(asked, side.report, side.place),
        "because": f"{where}: “{side.quote}”" if side.quote else where,
    }


def decide(asked: Asked) -> Response:
    """Decide a disagreement, or decide anew what was decided: the later decision supersedes the one before."""
    review = asked.review
    dispute, is_open = _found(asked)
    if is_open and (other := review.decisions.standing(dispute.key)):
        raise Refused(
            f"it was decided meanwhile: {other}", "look at the next one; the ledger has who and why"
        )
    page = asked.given("page", int, 0)
    decision = review.decisions.about(
        dispute.key,
        choice=asked.text("choice"),
        reason=asked.text("reason"),
        mode=asked.text("mode", "third_person"),
        cause=asked.text("cause", "other"),
        take=_taken(asked, dispute),
        typed=asked.text("typed"),
        page=page or None,
        cell=asked.text("cell"),
        quote=asked.text("quote"),
        report=asked.text("report") or None,
        participants=[str(name) for name in asked.given("participants", list, [])],
    )
    before = review.home.state
    review.decisions.put([decision])
    left = _queue(asked).decided(dispute.id, before, review.home.state)
    told = [problem.what for problem in review.decisions.doubts(decision)]
    return asked.json({"decided": dispute.id, "left": left, "told": told})


def _taken(asked: Asked, dispute: Dispute) -> str:
    """Return the reading that is meant: its number on the card, from 1."""
    number = asked.given("take", int, 0)
    return dispute.sides[number - 1].reading if 0 < number <= len(dispute.sides) else ""


def settle_rounding(asked: Asked) -> Response:
    """Decide all that is rounding or spelling only for its finest value."""
    people = [str(name) for name in asked.given("participants", list, [])]
    count = asked.review.decisions.accept_rounding(asked.text("mode", "third_person"), people)
    return asked.json({"decided": count})


def crop(asked: Asked) -> Response:
    """Give the picture of a reading's place."""
    name = asked.path("reading")
    place = _seen(asked.review, name)
    if place is None:
        raise HTTPException(404, "this reading has no place on a page")
    path, page, box = place
    png = asked.desk.job(
        ("crop", name),
        lambda: Job.render(
            "crop", path, page, box, dpi=CROP_DPI, margin=CROP_MARGIN, before=CROP_BEFORE
        ),
    )
    return Response(png, media_type="image/png", headers={"cache-control": "private, max-age=3600"})


def _seen(review: Review, reading: str) -> Any:
    return review.reconciliation.place_of(reading)
