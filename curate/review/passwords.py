"""Passwords: how strong they must be, and their hashes (argon2id, RFC 9106, second recommended option)."""

from __future__ import annotations

import secrets
import threading
from functools import cache
from typing import TYPE_CHECKING

from curate.errors import Refused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST, MOST = 10, 1000
"""Characters of a password."""

_HASHING = threading.BoundedSemaphore(2)
"""A hash takes 64 MiB on purpose; a crowd at the door waits."""


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ModuleNotFoundError:
        raise Refused("accounts need argon2", 'install it: pip install "trial-curate[web]"') from None
    return PasswordHasher()


def check(name: str, password: str) -> None:
    """Refuse a password that is too short, endless, or made of the name."""
    if not LEAST <= len(password) <= MOST:
        raise Refused(
            f"a password has {LEAST} characters or more",
            "four words that do not belong together are good",
        )
    if not password.casefold().replace(name.casefold(), "").strip():
        raise Refused("this password is the name", "choose another one")
    if len(set(password)) < 4:
        raise Refused("this password repeats a few letters", "choose another one")


def hashed(password: str) -> str:
    """Return the hash of a password with its parameters and salt."""
    with _HASHING:
        return _hasher().hash(password)


def is_right(hash: str, password: str) -> bool:
    """Tell whether a password has this hash."""
    hasher = _hasher()
    from argon2.exceptions import InvalidHashError, VerificationError

    with _HASHING:
        try:
            return hasher.verify(hash, password[: MOST + 1])
        except (VerificationError, InvalidHashError):
            return False


@cache
def of_nobody() -> str:
    """Return the hash of a password that nobody knows."""
    return hashed(secrets.token_urlsafe(24))
