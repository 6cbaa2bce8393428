"""What the parts of Set-up share: their list, and what a new review needs next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from curate.review import Review
from curate.web.asked import LEADING, Asked

PARTS = (
    ("protocol", "/setup", "Protocol"),
    ("labels", "/setup/labels", "Labels"),
    ("studies", "/setup/studies", "Studies"),
    ("work", "/setup/work", "Work"),
)
"""Parts: name, path and title."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a review needs before people can extract.

    Attributes
    ----------
    where
        The path of the page on which it is done.
    """

    what: str
    where: str
    done: bool


def page(asked: Asked, template: str, part: str, **words: Any) -> Response:
    """Return the page of one part."""
    steps = _steps(asked.review) if asked.session.role in LEADING else []
    return asked.html(template, here="setup", part=part, parts=PARTS, steps=steps, **words)


def _steps(review: Review) -> list[Step]:
    """Return what a new review needs, in order."""
    studies = review.studies.all()
    labels = review.mappings.shown()
    planned = any(each.people for each in review.assignments.all())
    return [
        Step("say what is asked", "/setup", not review.protocols.is_sample),
        Step("add the reports", "/reports", bool(studies)),
        Step("share the work", "/setup/work", planned),
        Step(
            "say what labels mean",
            "/setup/labels",
            bool(labels) and all(label.code is not None for label in labels),
        ),
    ]
