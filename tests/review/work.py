"""Work files of people, packed and opened as they would be elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from curate.review import Review
from curate.review.workfiles import unpack

Opener = Callable[[str], Review]
FACT = {"arms": ["Ketamine"], "outcome": "Depression", "timepoint": "End of treatment", "page": 1}
STUDY = "zhong-2016"


def enter(review: Review, value: str, person: str | None = None, **said: object) -> bool:
    return review.forms.enter(STUDY, "mean", value, person=person, **{**FACT, **said})  # type: ignore[arg-type]


@pytest.fixture
def lead(reopen: Opener) -> Review:
    return reopen("lead")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Path], Review]]:
    """Unpack a work file and open it, as somebody without settings of their own."""
    held: list[Review] = []

    def unpack_and_open(path: Path) -> Review:
        folder = tmp_path / f"{path.stem}-{len(held)}"
        unpack(path, folder)
        held.append(Review.open(folder))
        return held[-1]

    yield unpack_and_open
    for review in held:
        review.close()


def packed(lead: Review, tmp_path: Path, person: str, **said: object) -> Path:
    return lead.workfiles.pack(tmp_path / f"{person}.curate", person, **said).path  # type: ignore[arg-type]


def rows(review: Review, table: str) -> set[tuple[object, ...]]:
    return {tuple(row) for row in review.home.connection.execute(f'SELECT * FROM "{table}"')}


def everything(review: Review) -> dict[str, set[tuple[object, ...]]]:
    from curate.store.merge import ORDER

    return {table: rows(review, table) for table in ORDER}


def without_own_events(review: Review) -> dict[str, set[tuple[object, ...]]]:
    held = everything(review)
    held["event"] = {row for row in held["event"] if row[4] not in ("merge",)}
    return held
