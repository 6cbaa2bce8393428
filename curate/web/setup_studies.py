"""Set-up, studies: named and described, joined and split."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from curate.errors import Refused
from curate.model import terms
from curate.review import Review
from curate.web import setup_parts
from curate.web.asked import LEADING, Asked, read, write
from curate.web.desk import Desk

SETTING = "naming, joining and splitting studies"


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this part."""
    return [
        read(desk, "/setup/studies", studies),
        write(desk, "/setup/studies/describe", describe, roles=LEADING),
        write(desk, "/setup/studies/join", join, roles=LEADING),
        write(desk, "/setup/studies/split", split, roles=LEADING),
    ]


def studies(asked: Asked) -> Response:
    """Show every study with its reports."""
    begun = {"studies": _rows(asked.review), "designs": list(terms.codes("design"))}
    return setup_parts.page(asked, "setup_studies.html", "studies", begun=begun)


def describe(asked: Asked) -> Response:
    """Say one thing of a study."""
    asked.review.home.refuse_in_work_file(SETTING)
    name, what = asked.text("study", None), asked.text("what", None)
    about = asked.review.studies
    if what == "name":
        about.describe(name, new_name=asked.text("value", None))
    elif what == "design":
        about.describe(name, design=asked.text("value", None))
    elif what == "registration":
        about.describe(name, registration=asked.text("value", None))
    elif what == "n_randomised":
        unknown = asked.data.get("value") == ""
        about.describe(name, n_randomised="" if unknown else asked.given("value", int))
    else:
        raise Refused(f"{what[:60]!r} is not said of a study", "reload the page and try again")
    return _answer(asked)


def join(asked: Asked) -> Response:
    """Make the reports of other studies reports of one."""
    asked.review.home.refuse_in_work_file(SETTING)
    asked.review.studies.join(asked.text("study", None), asked.texts("others"), _reason(asked))
    return _answer(asked)


def split(asked: Asked) -> Response:
    """Make a report of a study a study of its own."""
    asked.review.home.refuse_in_work_file(SETTING)
    name, report, new = (asked.text(each, None) for each in ("study", "report", "name"))
    asked.review.studies.split(name, report, new, _reason(asked))
    return _answer(asked)


def _reason(asked: Asked) -> str:
    reason = " ".join(asked.text("reason", None).split())
    if not reason:
        raise Refused("this is done for a reason", "say it in a few words")
    return reason


def _answer(asked: Asked) -> Response:
    return asked.json({"studies": _rows(asked.review)})


def _rows(review: Review) -> list[dict[str, Any]]:
    reports = {row["id"]: row for row in review.reports.all()}
    return [
        {
            "id": study.id,
            "name": study.name,
            "design": study.design,
            "n_randomised": study.n_randomised,
            "registration": study.registration,
            "reports": [
                {
                    "id": each,
                    "name": reports[each]["file_name"],
                    "title": reports[each]["title"],
                    "pages": reports[each]["pages"] or 0,
                }
                for each in study.reports
                if each in reports
            ],
        }
        for study in review.studies.all()
    ]
