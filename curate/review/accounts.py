"""Accounts of a team: who may sign in at the page, and what each may do there."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from curate.errors import Refused, UnknownName
from curate.review import passwords
from curate.store import accounts as store

ROLES = {
    "lead": "protocol, studies, work and accounts, and all that the others do",
    "adjudicator": "decides and maps labels, and extracts",
    "extractor": "extracts, and sees no other's numbers before the seals",
    "reader": "looks at what is sealed",
}
"""Role → what it may do. Each may do what those after it may."""

LONGEST_NAME = 60

VALID = 7 * 86400.0
"""Seconds for which an invitation holds."""

FREE, WAITS = 5, [30.0, 60.0, 120.0, 300.0, 900.0]
"""Wrong passwords in a row before one must wait, and seconds to wait after each further one."""

WRONG = "the name or the password is wrong"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in.

    Attributes
    ----------
    role
        One of `ROLES`.
    chosen
        Whether a password was chosen yet.
    stamp
        Another one after each change of the password: sessions that began before end.
    """

    name: str
    role: str
    chosen: bool
    stamp: str


class Accounts:
    """The accounts beside a review's store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Account]:
        """Return every account, by name."""
        if not store.exists(self._folder):
            return []
        with store.accounts(self._folder) as held:
            return [_account(row) for row in store.every(held)]

    def add(self, name: str, role: str) -> str:
        """Make an account; return the word of an invitation with which its owner chooses a password.

        Raises
        ------
        UnknownName
            For a role that is none.
        Refused
            For a name that is none, or is taken.
        """
        name = checked_name(_spaced(name))
        _check_role(role)
        with store.accounts(self._folder) as held:
            if known := store.find(held, name):
                raise Refused(
                    f"{known.name} has an account already", "invite anew, or give another name"
                )
            return _invite(held, name, role)

    def invite(self, name: str) -> str:
        """Return the word of a new invitation, for who has lost a password or an invitation.

        Raises
        ------
        UnknownName
            When there is no such account.
        """
        with store.accounts(self._folder) as held:
            row = _find(held, name)
            return _invite(held, row.name, row.role)

    def invited(self, word: str) -> Account | None:
        """Return whose invitation a word is; None when it was used, is too old or is none."""
        with store.accounts(self._folder) as held:
            row = store.invited(held, _digest(word), time.time())
        return _account(row) if row else None

    def accept(self, word: str, password: str) -> Account:
        """Choose a password with an invitation, which is used up by that.

        Raises
        ------
        Refused
            When the invitation does not hold, or the password is too weak.
        """
        with store.accounts(self._folder) as held:
            invitation = _digest(word)
            row = store.invited(held, invitation, time.time())
            if row is None:
                raise Refused(
                    "this invitation was used, or is too old", "ask who leads the review for another"
                )
            passwords.check(row.name, password)
            store.put_password(held, row.name, passwords.hashed(password), before=invitation)
            return _account(_find(held, row.name))

    def sign_in(self, name: str, password: str) -> Account:
        """Return the account whose name and password these are.

        Raises
        ------
        Refused
            When they are not, or after too many wrong ones in a row.
        """
        now = time.time()
        with store.accounts(self._folder) as held:
            row = store.find(held, _spaced(name))
            if row is None or not row.password:
                passwords.is_right(passwords.of_nobody(), password)  # takes as long as for somebody
                raise Refused(WRONG)
            if not store.begin_try(held, row.name, now, FREE, WAITS):
                seconds = max(1, round(_find(held, row.name).wait_until - now))
                raise Refused("too many wrong passwords", f"try again in {seconds} seconds")
            if not passwords.is_right(row.password, password):
                raise Refused(WRONG)
            store.end_tries(held, row.name)
            return _account(row)

    def change_password(self, name: str, old: str, new: str) -> Account:
        """Choose another password; every session that began with the old one ends.

        Raises
        ------
        Refused
            When the old one is wrong, or the new one too weak.
        """
        self.sign_in(name, old)
        passwords.check(name, new)
        with store.accounts(self._folder) as held:
            before = _find(held, name).password
            store.put_password(held, name, passwords.hashed(new), before=before)
            return _account(_find(held, name))

    def set_password(self, name: str, password: str) -> None:
        """Set the password of an account, by who may write to the review's folder.

        Raises
        ------
        UnknownName, Refused
            When there is no such account, or the password is too weak.
        """
        with store.accounts(self._folder) as held:
            row = _find(held, name)
            passwords.check(row.name, password)
            store.put_password(held, row.name, passwords.hashed(password), before=row.password)

    def set_role(self, name: str, role: str) -> None:
        """Give another role.

        Raises
        ------
        UnknownName
            For an account or a role that is none.
        Refused
            When nobody would lead any more.
        """
        _check_role(role)
        with store.accounts(self._folder) as held:
            row = _find(held, name)
            if role != "lead":
                _refuse_last_lead(held, row)
            store.put_role(held, row.name, role)

    def remove(self, name: str) -> None:
        """Remove an account; what its owner has done stays.

        Raises
        ------
        UnknownName
            When there is no such account.
        Refused
            When nobody would lead any more.
        """
        with store.accounts(self._folder) as held:
            row = _find(held, name)
            _refuse_last_lead(held, row)
            store.remove(held, row.name)

    def standing(self, name: str) -> Account | None:
        """Return an account as it stands now; None when it is gone."""
        if not store.exists(self._folder):
            return None
        with store.accounts(self._folder) as held:
            row = store.find(held, name)
        return _account(row) if row else None


def checked_name(name: str) -> str:
    """Return a person's name with single spaces.

    Raises
    ------
    Refused
        For what is no name.
    """
    spaced = " ".join(name.split())
    if not spaced or len(spaced) > LONGEST_NAME or not spaced.isprintable():
        raise Refused("this is no name", f"give one of 1 to {LONGEST_NAME} characters")
    return spaced


def _account(row: store.Row) -> Account:
    return Account(row.name, row.role, bool(row.password), _digest(row.password)[:16])


def _find(held: sqlite3.Connection, name: str) -> store.Row:
    row = store.find(held, _spaced(name))
    if row is None:
        names = (each.name for each in store.every(held))
        raise UnknownName.among("account", name, names)
    return row


def _invite(held: sqlite3.Connection, name: str, role: str) -> str:
    word = secrets.token_urlsafe(24)
    store.invite(held, name, role, _digest(word), time.time() + VALID)
    return word


def _refuse_last_lead(held: sqlite3.Connection, row: store.Row) -> None:
    leads = [each.name for each in store.every(held) if each.role == "lead" and each.password]
    if leads == [row.name]:
        raise Refused(f"{row.name} is the only lead", "make somebody else lead first")


def _spaced(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise UnknownName.among("role", role, ROLES)


def _digest(word: str) -> str:
    """Return the hash of a random word: it cannot be guessed, and needs no salt."""
    return hashlib.sha256(word.encode()).hexdigest()
