"""``curate account``: who may sign in at the page of a team."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curate.cli import main
from curate.review.accounts import Accounts

pytest.importorskip("argon2")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CURATE_SETTINGS", str(tmp_path / "settings.toml"))

    def call(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=typed, catch_exceptions=False)

    call("init", "r")
    return call


def test_an_account_from_its_invitation_to_its_end(run, tmp_path: Path) -> None:
    assert "no account yet" in run("account", "-C", "r").output
    assert not (tmp_path / "r" / "accounts.db").exists()
    said = run("account", "add", "ann", "--role", "lead", "-C", "r").output
    word = said.partition("word=")[2].split()[0]
    accounts = Accounts(tmp_path / "r")
    assert accounts.accept(word, "four words nobody joins").role == "lead"
    assert run("account", "add", "bob", "-C", "r").exit_code == 0
    again = "something longer\nsomething longer\n"
    assert run("account", "password", "bob", "-C", "r", typed=again).exit_code == 0
    assert accounts.sign_in("bob", "something longer").role == "extractor"
    assert run("account", "role", "bob", "reader", "-C", "r").output == "bob is reader\n"
    listed = run("account", "list", "-C", "r").output
    assert [line.split() for line in listed.splitlines()[2:]] == [
        ["ann", "lead", "chosen"],
        ["bob", "reader", "chosen"],
    ]
    assert run("account", "remove", "bob", "-C", "r").exit_code == 0
    assert [one.name for one in accounts.all()] == ["ann"]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("role", "nobody", "lead"), "no account is called 'nobody'"),
        (("add", "bob", "--role", "boss"), "no role is called 'boss'"),
        (("add", "ann"), "ann has an account already"),
        (("remove", "ann"), "ann is the only lead"),
    ],
)
def test_what_cannot_be_is_refused(run, tmp_path: Path, command: tuple[str, ...], words: str) -> None:
    accounts = Accounts(tmp_path / "r")
    accounts.accept(accounts.add("ann", "lead"), "four words nobody joins")
    refused = run("account", *command, "-C", "r")
    assert (refused.exit_code, words in refused.output) == (2, True), refused.output
    assert [(one.name, one.role) for one in accounts.all()] == [("ann", "lead")]
