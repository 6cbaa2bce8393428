"""Set-up, labels: what the reports print, mapped to the protocol's codes with the page beside them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from curate.errors import UnknownName
from curate.model.decision import Mapping
from curate.model.record import Study
from curate.review import Review
from curate.web import setup_parts
from curate.web.asked import DECIDING, Asked, read, write
from curate.web.desk import Desk

KINDS = {"arm": "Arms", "outcome": "Outcomes", "timepoint": "Time points"}
MOST = 500
"""Characters of a label and of a code."""


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this part."""
    return [
        read(desk, "/setup/labels", labels, sighted=True),
        read(desk, "/setup/labels/{study}.json", labels_of, sighted=True),
        write(desk, "/setup/labels/{study}", put_label, roles=DECIDING),
        write(desk, "/setup/labels/{study}/aside", leave_aside, roles=DECIDING),
    ]


def labels(asked: Asked) -> Response:
    """Show the labels of a study beside the page: the one asked for, else the first with unmapped ones."""
    review = asked.review
    studies = _studies(review)
    wanted = asked.query("study")
    if wanted:
        chosen = review.studies.find(wanted).id
    else:
        left = [each["id"] for each in studies if each["unmapped"]]
        chosen = (left or [each["id"] for each in studies] or [""])[0]
    codes = {
        "arm": [(each.code, each.label) for each in review.protocol.arms],
        "outcome": [(each.code, each.label) for each in review.protocol.outcomes],
        "timepoint": [(each.code, each.label) for each in review.protocol.timepoints],
    }
    begun = {"studies": studies, "study": chosen, "codes": codes, "kinds": KINDS}
    return setup_parts.page(
        asked, "setup_labels.html", "labels", begun=begun, may=asked.session.role in DECIDING
    )


def labels_of(asked: Asked) -> Response:
    """Give the labels of one study, and where each stands."""
    return asked.json(_of(asked.review, asked.review.studies.find(asked.path("study"))))


def put_label(asked: Asked) -> Response:
    """Say what a label means: in its study, or in every study that prints it so and has not mapped it."""
    review, study = asked.review, asked.review.studies.find(asked.path("study"))
    kind, label, code = _kind(asked), asked.text("label", None), asked.text("code", None)
    if (kind, label) not in review.mappings.pages(study.id):
        raise UnknownName(f"{study.name} has no such {kind} {label[:60]!r}", "reload the page")
    if len(code) > MOST:
        raise UnknownName.among(f"{kind} code", code[:60], review.mappings.codes(kind))
    review.mappings.put([Mapping(study.id, kind, label, code)])
    everywhere = asked.given("everywhere", bool, False)
    more = review.mappings.map_everywhere(kind, label, code) if everywhere else 0
    return asked.json({"studies": _studies(review), "more": more, **_of(review, study)})


def leave_aside(asked: Asked) -> Response:
    """Leave the labels of one kind aside that are named and mean nothing yet."""
    review, study = asked.review, asked.review.studies.find(asked.path("study"))
    kind, named = _kind(asked), set(asked.texts("labels"))
    shown = [x for x in review.mappings.shown(study.id) if x.kind == kind and x.label in named]
    if missing := named - {label.label for label in shown}:
        raise UnknownName(f"{study.name} has no such {kind} {min(missing)[:60]!r}", "reload the page")
    more = review.mappings.put([Mapping(study.id, kind, x.label, "") for x in shown if x.code is None])
    return asked.json({"studies": _studies(review), "more": more, **_of(review, study)})


def _kind(asked: Asked) -> str:
    kind = asked.text("kind", None)
    if kind not in KINDS:
        raise UnknownName.among("kind of label", kind, KINDS)
    return kind


def _studies(review: Review) -> list[dict[str, Any]]:
    """Return the studies with labels, each with how many of those that are shown mean nothing yet."""
    open_ones = Counter(label.study for label in review.mappings.shown() if label.code is None)
    names = {label.study: label.study_name for label in review.mappings.all()}
    return [{"id": each, "name": name, "unmapped": open_ones[each]} for each, name in names.items()]


def _of(review: Review, study: Study) -> dict[str, Any]:
    places, shown = review.mappings.pages(study.id), review.mappings.shown(study.id)
    like = review.mappings.guesses([label for label in shown if label.code is None])
    return {
        "withheld": len(shown) < len(review.mappings.all(study.id)),
        "study": {"id": study.id, "name": study.name},
        "reports": [
            {"id": row["id"], "name": row["file_name"], "pages": row["pages"] or 0}
            for row in review.reports.all()
            if row["study_id"] == study.id
        ],
        "labels": [
            {
                "kind": label.kind,
                "label": label.label,
                "code": label.code,
                "source": label.source,
                "results": label.results,
                "like": like[label].code if label in like else "",
                "share": round(like[label].share, 1) if label in like else 0,
                "report": places[label.kind, label.label].report,
                "page": places[label.kind, label.label].page,
            }
            for label in shown
        ],
    }
