"""The ledger names what others read only when they may be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate import resources
from curate.errors import UnknownName
from curate.review import Review

DEMO = Path(str(resources.folder("demo")))
SPRINT = Path(__file__).resolve().parents[2] / "fixtures" / "sprint"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review in which ann has entered a number and not sealed."""
    with Review.create(tmp_path / "r", "ledger", "ann") as review:
        review.home.set_protocol((SPRINT / "review.toml").read_text(encoding="utf-8"))
        review.reports.add([DEMO / "keilp-2021.pdf"])
        review.forms.enter(
            "keilp-2021",
            "mean",
            "19.5",
            arms=["Ketamine"],
            outcome="depression",
            timepoint="end",
            page=1,
        )
    return tmp_path / "r"


def test_a_reading_is_named_to_its_reader_alone_until_all_have_sealed(folder: Path) -> None:
    told = {}
    for name in ("ann", "bob"):
        with Review.open(folder, name) as review:
            (entry,) = review.ledger.entries(kind="enter")
            told[name] = entry
            assert entry.made_by == "ann"
    assert "19.5" in repr(told["ann"])
    assert "19.5" not in repr(told["bob"])
    assert [(thing.noun, thing.id) for thing in told["bob"].things] == [("reading", "")]


def test_entries_are_picked_by_who_what_and_study_and_paged(folder: Path) -> None:
    with Review.open(folder, "ann") as review:
        every = review.ledger.entries()
        assert every[0].kind == "enter"
        assert every == sorted(every, key=lambda each: (each.made_at, each.id), reverse=True)
        assert review.ledger.entries(before=every[0].id, most=2) == every[1:3]
        assert "enter" in {each.kind for each in review.ledger.entries(study="keilp-2021")}
        assert review.ledger.entries(who="nobody") == []
        with pytest.raises(UnknownName):
            review.ledger.entries(study="no such study")
