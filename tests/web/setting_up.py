"""What the tests of Set-up do in the browser, and what they ask of the review."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from curate.review import Review


def ready(page: Any) -> None:
    page.wait_for_selector("body[data-ready]")


def means(folder: Path) -> dict[tuple[str, str], str | None]:
    with Review.open(folder, "ann") as review:
        return {(each.study_name, each.label): each.code for each in review.mappings.all()}
