"""Accounts: invitations, passwords, lockout, and the last lead."""

from __future__ import annotations

import stat
import sys
import threading
from pathlib import Path

import pytest

from curate.errors import CurateError, Refused, UnknownName
from curate.review.accounts import FREE, VALID, WAITS, Accounts

pytest.importorskip("argon2")

GOOD = "four words nobody joins"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path)


def member(accounts: Accounts, name: str = "ann", role: str = "lead", password: str = GOOD) -> None:
    accounts.accept(accounts.add(name, role), password)


def moved(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    from curate.review import accounts as module

    now = module.time.time()
    monkeypatch.setattr(module.time, "time", lambda: now + seconds)


def test_an_invitation_works_once(accounts: Accounts) -> None:
    word = accounts.add("ann", "lead")
    assert accounts.all()[0].chosen is False
    assert accounts.accept(word, GOOD).role == "lead"
    with pytest.raises(Refused, match="used, or is too old"):
        accounts.accept(word, GOOD)
    assert accounts.sign_in(" ANN ", GOOD).name == "ann"


def test_an_invitation_ends(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    word = accounts.add("ann", "lead")
    moved(monkeypatch, VALID + 1)
    assert accounts.invited(word) is None
    with pytest.raises(Refused):
        accounts.accept(word, GOOD)


def test_a_new_invitation_takes_the_place_of_the_one_before(accounts: Accounts) -> None:
    first = accounts.add("ann", "lead")
    second = accounts.invite("ann")
    with pytest.raises(Refused):
        accounts.accept(first, GOOD)
    accounts.accept(second, GOOD)


@pytest.mark.parametrize(
    "weak", ["short", "anastasia ", "ANASTASIAanastasia", "aaaaaaaaaaaa", "", "x" * 2000]
)
def test_weak_passwords_are_refused_and_the_invitation_holds(accounts: Accounts, weak: str) -> None:
    word = accounts.add("anastasia", "lead")
    with pytest.raises(Refused):
        accounts.accept(word, weak)
    accounts.accept(word, GOOD)


def test_nothing_readable_is_kept(accounts: Accounts, tmp_path: Path) -> None:
    word = accounts.add("ann", "lead")
    member(accounts, "bob", "reader")
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert word.encode() not in held
    assert GOOD.encode() not in held
    assert b"$argon2id$" in held
    if sys.platform != "win32":
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        assert set(modes.values()) == {0o600}, modes


def test_wrong_names_and_passwords_are_refused_alike(accounts: Accounts) -> None:
    member(accounts)
    accounts.add("bob", "reader")
    said = set()
    for name, password in (("ann", "wrong password"), ("nobody", GOOD), ("bob", ""), ("bob", GOOD)):
        with pytest.raises(Refused) as refused:
            accounts.sign_in(name, password)
        said.add((refused.value.what, refused.value.hint))
    assert len(said) == 1


def test_too_many_wrong_passwords_must_wait(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    member(accounts)
    for _ in range(FREE + 1):
        with pytest.raises(Refused, match="is wrong"):
            accounts.sign_in("ann", "wrong password")
    with pytest.raises(Refused, match="too many"):
        accounts.sign_in("ann", GOOD)
    moved(monkeypatch, WAITS[0] + 1)
    assert accounts.sign_in("ann", GOOD).name == "ann"
    with pytest.raises(Refused, match="is wrong"):
        accounts.sign_in("ann", "wrong password")


def test_guesses_at_the_same_moment_are_all_counted(accounts: Accounts) -> None:
    member(accounts)
    said: list[str] = []

    def guess(number: int) -> None:
        try:
            accounts.sign_in("ann", f"wrong password {number}")
        except CurateError as error:
            said.append(error.what)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 12
    assert sum("too many" in each for each in said) == 12 - FREE - 1


def test_somebody_leads_always(accounts: Accounts) -> None:
    member(accounts)
    accounts.add("bob", "lead")  # invited only: cannot sign in yet
    for act in (lambda: accounts.remove("ann"), lambda: accounts.set_role("ann", "reader")):
        with pytest.raises(Refused, match="the only lead"):
            act()
    accounts.accept(accounts.invite("bob"), GOOD)
    accounts.set_role("ann", "reader")
    with pytest.raises(Refused, match="the only lead"):
        accounts.remove("bob")


def test_names_are_one_in_any_case(accounts: Accounts) -> None:
    accounts.add("Ann  Lee", "reader")
    with pytest.raises(Refused, match="Ann Lee has an account"):
        accounts.add("ann lee", "lead")
    for bad in ("", " ", "a\nb\0", "x" * 61):
        with pytest.raises(Refused):
            accounts.add(bad, "reader")
    with pytest.raises(UnknownName):
        accounts.add("bob", "boss")
    with pytest.raises(UnknownName):
        accounts.set_role("nobody", "lead")


def test_another_password_has_another_stamp(accounts: Accounts) -> None:
    member(accounts)
    before = accounts.standing("ann")
    with pytest.raises(Refused, match="is wrong"):
        accounts.change_password("ann", "wrong password", "another good one")
    assert accounts.standing("ann") == before
    after = accounts.change_password("ann", GOOD, "another good one")
    assert before is not None
    assert after.stamp != before.stamp
    assert accounts.sign_in("ann", "another good one").stamp == after.stamp
