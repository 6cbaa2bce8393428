"""Who is at the page: one-use links, sessions in memory, and what each may do."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

IDLE = 12 * 3600.0
"""Seconds after which a session that nobody uses ends."""

LINK = 600.0
"""Seconds for which a start link can be used, once."""


COOKIE = "curate"
"""Beginning of the name of a session's cookie, see `cookie_of`."""


def cookie_of(host: str) -> str:
    """Return the name of the session's cookie at a host as the browser names it, with its port.

    A browser sends the cookies of one port to all ports of a host: two pages would put each other's session out.
    """
    port = host.rpartition(":")[2] if ":" in host else ""
    return f"{COOKIE}-{port}" if port.isdecimal() else COOKIE


@dataclass(slots=True)
class Session:
    """Somebody at the page.

    Attributes
    ----------
    name
        Who acts; empty until somebody has said it.
    token
        Sent with every write; a page of another origin does not know it.
    role
        One of `curate.review.accounts.ROLES`; ``lead`` where people have no accounts.
    stamp
        Of the account's password as it was when the session began.
    """

    id: str
    name: str
    role: str
    stamp: str = ""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    seen: float = field(default_factory=time.monotonic)


class Sessions:
    """The sessions of a running page. They end with the process.

    Parameters
    ----------
    standing
        Returns the role of a session as it stands now, None to end it: when an account is removed or gets another
        password or role, its sessions follow at once.
    """

    def __init__(self, standing: Callable[[Session], str | None] | None = None) -> None:
        self._standing = standing
        self._links: dict[str, float] = {}
        self._held: dict[str, Session] = {}
        self._lock = threading.Lock()

    def invite(self) -> str:
        """Return the word of a new start link."""
        word = secrets.token_urlsafe(24)
        with self._lock:
            self._links[word] = time.monotonic()
        return word

    def accept(self, word: str, name: str, role: str = "lead") -> Session | None:
        """Begin a session with the word of a start link; None when it was used, is old or is none."""
        with self._lock:
            made = self._links.pop(word, None)
        if made is None or time.monotonic() - made > LINK:
            return None
        return self.begin(name, role)

    def begin(self, name: str, role: str, stamp: str = "") -> Session:
        """Begin a session."""
        session = Session(secrets.token_urlsafe(24), name, role, stamp)
        with self._lock:
            self._held[session.id] = session
        return session

    def find(self, name: str) -> Session | None:
        """Return the session with this id, unless it has ended."""
        with self._lock:
            session = self._held.get(name)
            if session is None:
                return None
            if time.monotonic() - session.seen > IDLE:
                del self._held[name]
                return None
            session.seen = time.monotonic()
        if self._standing is not None:
            role = self._standing(session)
            if role is None:
                self.end(name)
                return None
            session.role = role
        return session

    def end(self, name: str) -> None:
        """End a session."""
        with self._lock:
            self._held.pop(name, None)
