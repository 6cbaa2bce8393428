"""Bad input gets one line and a hint, exit status 2, and nothing half-written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curate import resources
from curate.cli import main

DEMO = Path(str(resources.folder("demo")))
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CURATE_ACTOR", "ann")
    monkeypatch.setenv("CURATE_SETTINGS", str(tmp_path / "settings.toml"))

    def call(*arguments: str, **options: object) -> Result:
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False, **options)  # type: ignore[arg-type]

    return call


@pytest.fixture
def review(run: Run, tmp_path: Path) -> Path:
    assert run("init", "r", "--title", "Ketamine").exit_code == 0
    return tmp_path / "r"


def refused(result: Result, *words: str) -> None:
    assert result.exit_code == 2, result.output
    for word in words:
        assert word in result.stderr, result.stderr
    assert "Traceback" not in result.output


def test_a_folder_that_is_no_review(run: Run) -> None:
    refused(run("status"), "no review", "curate init")


def test_a_second_init_changes_nothing(run: Run, review: Path) -> None:
    before = (review / "review.toml").read_text(encoding="utf-8")
    refused(run("init", "r"), "holds a review already")
    assert (review / "review.toml").read_text(encoding="utf-8") == before


def test_a_mistake_in_the_protocol_names_line_and_key(run: Run, review: Path) -> None:
    path = review / "review.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("direction"))
    lines[place] = 'direction = "down"'
    path.write_text("\n".join(lines), encoding="utf-8")
    refused(run("status", "-C", "r"), f"line {place + 1}", "direction")


def test_nobody_acts_without_a_name(run: Run, review: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CURATE_ACTOR")
    refused(run("add", str(DEMO / "zhong-2016.pdf"), "-C", "r"), "who acts", "curate me")
    assert run("me", "ann").exit_code == 0
    assert run("add", str(DEMO / "zhong-2016.pdf"), "-C", "r").exit_code == 0


def test_a_file_that_is_no_pdf_costs_only_itself(run: Run, review: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.pdf").write_text("not a PDF at all", encoding="utf-8")
    (tmp_path / "empty.pdf").touch()
    result = run("add", "notes.pdf", "empty.pdf", "gone.pdf", str(DEMO / "zhong-2016.pdf"), "-C", "r")
    refused(result, "notes.pdf", "empty.pdf", "gone.pdf")
    assert "1 new" in result.stdout
    assert [path.suffix for path in (review / "reports").iterdir()] == [".pdf"]
    again = run("add", str(DEMO / "zhong-2016.pdf"), "-C", "r")
    assert (again.exit_code, "0 new, 1 known before" in again.stdout) == (0, True)


def test_an_unknown_extractor_lists_the_known(run: Run, review: Path) -> None:
    run("add", str(DEMO / "zhong-2016.pdf"), "-C", "r")
    refused(run("extract", "--with", "tabel", "-C", "r"), "tabel", "known: prose, table")


def test_damaged_reports_are_registered_with_their_state(run: Run, review: Path, tmp_path: Path) -> None:
    whole = (DEMO / "zhong-2016.pdf").read_bytes()
    (tmp_path / "cut.pdf").write_bytes(whole[: len(whole) // 3])
    assert run("add", "cut.pdf", "-C", "r").exit_code == 0
    assert "[malformed]" in run("add", "cut.pdf", "-C", "r").stdout
    assert "malformed" in run("extract", "-C", "r").stdout
    assert "report_malformed" in run("check", "-C", "r").stdout


def test_a_comparison_before_the_seal_is_refused(run: Run, review: Path) -> None:
    shutil.copy(DEMO / "zhong-2016.pdf", review.parent / "zhong.pdf")
    run("add", "zhong.pdf", "-C", "r")
    entry = [
        "zhong",
        "mean",
        "14.8",
        "--arm",
        "ketamine",
        "--outcome",
        "madrs",
        "--time",
        "7d",
        "--page",
        "2",
    ]
    assert run("enter", *entry, "-C", "r").exit_code == 0
    refused(run("reconcile", "zhong", "-C", "r"), "ann has not sealed yet")
    assert run("seal", "zhong", "-C", "r").exit_code == 0
    refused(run("seal", "zhong", "-C", "r"), "sealed already")
    assert run("reconcile", "zhong", "-C", "r").exit_code == 0
    refused(run("enter", *[*entry[:2], "14.9", *entry[3:]], "-C", "r"), "a correction needs a reason")


def test_a_bug_is_a_traceback_and_not_a_line(
    run: Run, review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("curate.review.overview.Overview.standing", broken)
    with pytest.raises(ZeroDivisionError):
        run("status", "-C", "r")


def test_an_unknown_id_or_export_says_what_there_is(run: Run, review: Path) -> None:
    refused(run("trace", "xx_1", "-C", "r"), "no id", "po_")
    refused(run("export", "value", "v.csv", "-C", "r"), "known: ", "values")
    refused(run("export", "values", "v.xls", "-C", "r"), ".csv")
    refused(run("pool", "nothing", "-C", "r"), "comparison")


def test_a_table_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    refused(
        run("pool", "nope.csv"), "there is no file nope.csv", "a comparison of a review goes by its code"
    )
    (tmp_path / "folder.csv").mkdir()
    refused(run("pool", "folder.csv"), "folder.csv cannot be read")
    (tmp_path / "latin.csv").write_bytes("study,yi,vi\nPérez,1,1\n".encode("latin-1"))
    refused(run("pool", "latin.csv"), "latin.csv is no text in UTF-8", "save it as CSV")
