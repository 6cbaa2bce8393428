"""Small reviews made from the shipped typeset reports."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from curate import resources
from curate.review import Review

DEMO = Path(str(resources.folder("demo")))
FILES = ("zhong-2016.pdf", "zou-2021.pdf", "keilp-2021.pdf")


@pytest.fixture(scope="session")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a review with three reports read by the programs."""
    folder = tmp_path_factory.mktemp("review") / "r"
    with Review.create(folder, "three reports", "ann") as review:
        review.home.set_protocol((DEMO / "review.toml").read_text(encoding="utf-8"))
        review.reports.add([DEMO / name for name in FILES])
        review.extraction.run(workers=1, second="none")
    return folder


@pytest.fixture
def copy(extracted: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    shutil.copytree(extracted, tmp_path / "review")
    return tmp_path / "review"


@pytest.fixture
def reopen(copy: Path) -> Iterator[Callable[[str], Review]]:
    """Open the copy as somebody."""
    opened: list[Review] = []

    def open_as(name: str) -> Review:
        opened.append(Review.open(copy, name))
        return opened[-1]

    yield open_as
    for review in opened:
        review.close()
