"""``curate assign``: shared by pages, given to one more, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from curate import resources
from curate.cli import main
from curate.review import Review

DEMO = Path(str(resources.folder("demo")))


def test_a_study_is_given_to_one_person_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CURATE_SETTINGS", str(tmp_path / "settings.toml"))
    with Review.create(tmp_path / "r", "Ketamine", "ann") as review:
        review.reports.add([DEMO / "keilp-2021.pdf"])

    def assign(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["assign", *words, "-C", "r", "--as", "ann"])
        return result.exit_code, result.output

    assert assign("ann", "bob")[0] == 0
    assert "1 study given" in assign("cas", "--also", "-s", "keilp-2021")[1]
    assert "0 studies given" in assign("cas", "--also", "-s", "keilp-2021")[1]
    status, said = assign("dora", "--also")
    assert status == 2
    assert "no study is named" in said
    with Review.open(tmp_path / "r", "ann") as review:
        assert [each.people for each in review.assignments.all()] == [("ann", "bob", "cas")]
    assert assign("--also")[0] == 2
