"""What the commands say: to somebody new, in a pipe, and when there is nothing yet."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curate import resources
from curate.cli import OUTSIDE, main
from curate.cli.common import counted, plain

DEMO = Path(str(resources.folder("demo")))
PLACE = ("--arm", "Ketamine", "--outcome", "Depression", "--time", "End of treatment", "--page", "1")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CURATE_ACTOR", "ann")
    monkeypatch.setenv("CURATE_SETTINGS", str(tmp_path / "settings.toml"))

    def call(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=typed, catch_exceptions=False)

    return call


@pytest.fixture
def review(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    run("init", "r", "--title", "Ketamine")
    (tmp_path / "r" / "review.toml").write_bytes((DEMO / "review.toml").read_bytes())
    monkeypatch.chdir(tmp_path / "r")
    return tmp_path / "r"


@pytest.fixture
def disputed(run, review: Path) -> Path:
    run("add", str(DEMO / "zhong-2016.pdf"))
    for name, value in (("ann", "14.80"), ("bob", "14.08")):
        run("enter", "zhong-2016", "mean", value, *PLACE, "--as", name)
        assert run("seal", "zhong-2016", "--as", name).exit_code == 0
    return review


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("study",), "no study yet"),
        (("extract",), "no report yet"),
        (("map", "--list"), "no labels yet"),
        (("reconcile",), "nothing to compare yet"),
        (("decide",), "nothing to decide"),
        (("effects",), "no effect yet"),
        (("pool", "depression"), "no study has records"),
        (("seal", "--all"), "nothing is open"),
        (("check",), "0 errors, 0 warnings, 0 notes"),
        (("status",), "next: curate add"),
    ],
)
def test_an_empty_review_says_so_and_what_is_next(
    run, review: Path, command: tuple[str, ...], words: str
) -> None:
    result = run(*command)
    assert result.exit_code == 0
    assert words in result.stdout
    assert "─" not in result.stdout


@pytest.mark.parametrize(
    ("count", "noun", "said"),
    [(1, "study", "1 study"), (2, "study", "2 studies"), (0, "reading", "0 readings")],
)
def test_numbers_agree_with_their_nouns(count: int, noun: str, said: str) -> None:
    assert counted(count, noun) == said


def test_study_takes_its_folder_before_and_after_the_subcommand(run, disputed: Path) -> None:
    os.chdir(disputed.parent)
    for arguments in (("-C", "r"), ("-C", "r", "list"), ("list", "-C", "r")):
        assert "zhong-2016.pdf" in run("study", *arguments).stdout
    assert "described" in run("study", "-C", "r", "set", "zhong-2016", "--n", "60").stdout


def test_nothing_printed_into_a_pipe_ends_in_spaces(run, disputed: Path) -> None:
    for command in (("study",), ("map", "--list", "--all"), ("reconcile",)):
        assert all(line == line.rstrip() for line in run(*command).stdout.splitlines())


def test_cards_are_decided_by_answers_and_asked_again_when_they_are_wrong(run, disputed: Path) -> None:
    answers = ["x", "t", "about 14", "1", "", "other", "looked", "1", "misread", "", "page 1 says so"]
    result = run("decide", "--as", "cas", typed="".join(f"{answer}\n" for answer in answers))
    assert "'x' is none of 1, 2, t, n, r, a, s, q" in result.stdout
    assert "not decided: 'about 14' is no number" in result.stdout
    assert result.stdout.rstrip().endswith("decided")
    (record,) = json.loads(_exported(run, "records"))
    assert (record["value"], record["basis_of_truth"]) == ("14.80", "adjudicated")
    assert (record["study"], record["report_file"]) == ("zhong-2016", "zhong-2016.pdf")
    assert record["report"].startswith("53133c17")


def test_a_card_does_not_say_who_read_what(run, disputed: Path) -> None:
    card = run("decide", "--as", "cas", typed="q\n").stdout
    assert "14.80" in card
    assert "ann" not in card
    assert "bob" not in card


def test_one_choice_is_taken_at_a_time(run, disputed: Path) -> None:
    result = run("decide", "rc_", "--take", "1", "--reject", "--reason", "x")
    assert result.exit_code == 2
    assert "give one of" in result.stderr


def test_a_refused_correction_says_what_it_would_change(run, disputed: Path) -> None:
    result = run("enter", "zhong-2016", "mean", "15", *PLACE)
    assert result.exit_code == 2
    assert "Ketamine · Depression · End of treatment · mean: 14.80 → 15" in result.stderr


def test_a_programs_reading_is_taken_over_by_its_id(run, review: Path) -> None:
    run("add", str(DEMO / "zhong-2016.pdf"))
    run("extract")
    listed = run("show", "zhong-2016", "--list").stdout.splitlines()
    assert listed[-1].endswith(" readings")
    name = next(line.split()[0] for line in listed if " mean " in line and "Ketamine group" in line)
    assert "for good" in run("enter", "zhong-2016", "--reading", name).stderr
    taken = run("enter", "zhong-2016", "--reading", name, "--assisted")
    assert taken.stdout == "entered mean 14·8: Ketamine · Depression · End of treatment (page 1)\n"
    assert run("enter", "zhong-2016", "--reading", name).stdout.startswith("stands already: mean 14·8")
    for more, words in ((("mean", "3"), "leave STATISTIC"), (("--page", "1"), "leave --page out")):
        assert words in run("enter", "zhong-2016", *more, "--reading", name).stderr
    for less in ("mean", "--arm", "--outcome", "--time"):
        said = ["zhong-2016", "mean", "3", *PLACE]
        at = said.index(less)
        del said[at : at + 2]
        assert "Missing" in run("enter", *said).stderr
    run("enter", "zhong-2016", "sd", "1", *PLACE, "--as", "cas")
    assert (
        "cas extracts zhong-2016 independently"
        in run("show", "zhong-2016", "--list", "--as", "cas").stderr
    )
    assert "is independent" in run("enter", "zhong-2016", "--reading", name, "--as", "cas").stderr


def test_pool_names_who_has_not_sealed_and_what_is_not_decided(run, disputed: Path) -> None:
    assert "1 disagreement to decide" in run("pool", "depression").stdout
    run("enter", "zhong-2016", "sd", "1", *PLACE, "--as", "cas")
    told = run("pool", "depression").stdout
    assert "nothing undecided of zhong-2016 is used before cas sealed it" in told


def test_another_readers_values_are_in_no_output_before_the_seals(run, disputed: Path) -> None:
    run("enter", "zhong-2016", "sd", "1", *PLACE, "--as", "cas")
    outputs = [_exported(run, table) for table in ("records", "effects", "values")]
    for command in ("reconcile", "check", "effects", "pool", "status", "verify", "map"):
        outputs.append(
            run(command, *(("--list", "--all") if command == "map" else ()), "--as", "cas").output
        )
    outputs.append(run("decide", "--as", "cas").output)
    assert not [text for text in outputs if "14.80" in text or "14.08" in text]


def _exported(run, table: str) -> str:
    assert run("export", table, f"{table}.json").exit_code == 0
    return Path(f"{table}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", ["values", "cells", "records", "effects"])
@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_an_empty_review_exports_its_columns(run, review: Path, table: str, suffix: str) -> None:
    assert run("export", table, f"new/folder/x.{suffix}").exit_code == 0
    assert Path(f"new/folder/x.{suffix}").is_file()


def test_text_that_is_not_utf_8_is_told_with_its_line(run, review: Path) -> None:
    (review / "review.toml").write_bytes(b'[review]\ntitle = "M\xfcller"\n')
    result = run("status")
    assert result.exit_code == 2
    assert "line 2" in result.stderr


@pytest.mark.parametrize("content", [b'me = "x\n', b"\xff"])
def test_settings_that_cannot_be_read_are_written_anew(
    run, review: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.delenv("CURATE_ACTOR")
    settings = Path(os.environ["CURATE_SETTINGS"])
    settings.write_bytes(content)
    result = run("status")
    assert result.exit_code == 2
    assert "curate me NAME" in result.stderr
    assert run("me", "ann").exit_code == 0
    assert run("status").exit_code == 0


def test_a_place_that_cannot_be_written_is_told(run, review: Path) -> None:
    Path("file").write_text("x", encoding="utf-8")
    for command in (("init", "file"), ("export", "records", "file/x.csv")):
        result = run(*command)
        assert result.exit_code == 2
        assert any(hint in result.stderr for hint in OUTSIDE.values())


def test_text_of_a_report_cannot_steer_the_terminal() -> None:
    assert plain("a\x1b[31mb\x9b\u202ec\nd") == "a�[31mb��c\nd"


def test_a_review_made_and_used_in_one_place_has_one_chain(run, disputed: Path) -> None:
    os.chdir(disputed.parent)
    run("study", "-C", "r", "set", "zhong-2016", "--n", "60")
    assert "in 2 chains" in run("verify", "-C", "r").stdout  # one for ann and one for bob


def test_labels_that_look_like_something_are_asked_for_first(run, review: Path) -> None:
    run("add", str(DEMO / "zhong-2016.pdf"))
    place = ("--time", "End of treatment", "--page", "1")
    labels = (("Depression (HAM-D 17)", "1"), *((f"Serum {letter}", "2") for letter in "abcdef"))
    for outcome, value in labels:
        run("enter", "zhong-2016", "mean", value, "--arm", "Ketamine iv", "--outcome", outcome, *place)
    listed = run("map", "--list").output
    assert "depression?" in listed
    assert "8 labels mean nothing to the protocol yet, 2 of them look like something in it" in listed
    asked = run("map", typed="y\ny\n-\n")
    first, second, rest = (asked.output.index(each) for each in ("Ketamine iv", "HAM-D", "6 outcomes"))
    assert first < second < rest
    assert "6 labels left aside" in asked.output
    listed = run("map", "--list", "--all").output
    assert "every label is mapped" in listed
    assert [line.split()[-2] for line in listed.splitlines() if "HAM-D" in line] == ["depression"]
    assert listed.count("left aside") == 6


def test_what_was_said_of_the_same_words_elsewhere_is_proposed(run, review: Path) -> None:
    for name in ("zhong-2016", "zou-2021"):
        run("add", str(DEMO / f"{name}.pdf"))
        run(
            "enter",
            name,
            "mean",
            "1",
            "--arm",
            "Esketamine",
            "--outcome",
            "Mood",
            "--time",
            "End of treatment",
            "--page",
            "1",
        )
    run("map", "--study", "zhong-2016", "--set", "outcome", "Mood", "depression")
    (line,) = (each for each in run("map", "--list").output.splitlines() if "Mood" in each)
    assert line.split()[0] == "zou-2021"
    assert "depression?" in line
