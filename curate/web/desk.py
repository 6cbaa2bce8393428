"""What the views share: the review, opened for one request; workers that stay; pictures; running work."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from starlette.responses import Response

from curate.extract.job import Job
from curate.extract.service import Service
from curate.review import Review
from curate.review.accounts import Accounts
from curate.web.progress import Progress
from curate.web.sessions import Session, Sessions, cookie_of

T = TypeVar("T")

KEPT = 160
"""Pictures and text layers that are kept, some 50 MB."""


@dataclass(slots=True)
class Desk:
    """A running page.

    Attributes
    ----------
    folder
        Of the review.
    team
        Whether people have accounts.
    secure
        Whether people reach the page by HTTPS only.
    shelf
        What a view keeps between requests, by its name.
    at_end
        What is called when the page ends.
    """

    folder: Path
    team: bool = False
    secure: bool = False
    sessions: Sessions = field(default_factory=Sessions)
    service: Service = field(default_factory=Service)
    progress: Progress = field(default_factory=Progress)
    shelf: dict[str, Any] = field(default_factory=dict)
    at_end: list[Callable[[], None]] = field(default_factory=list)
    _kept: OrderedDict[tuple[Any, ...], Any] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        if self.team:
            self.sessions = Sessions(self._standing)

    @property
    def accounts(self) -> Accounts:
        """Who may sign in."""
        return Accounts(self.folder)

    def _standing(self, session: Session) -> str | None:
        """Return the role of a session's account; None when it is gone, or has another password by now."""
        account = self.accounts.standing(session.name)
        return account.role if account and account.stamp == session.stamp else None

    def remember(self, response: Response, session: Session, host: str) -> None:
        """Give a browser at `host` its session: scripts cannot read the cookie, other sites cannot send it."""
        name = cookie_of(host)
        response.set_cookie(
            name, session.id, httponly=True, samesite="strict", path="/", secure=self.secure
        )

    @contextmanager
    def review(self, name: str) -> Iterator[Review]:
        """Open the review for one request of `name`, in the thread that answers it."""
        with Review.open(self.folder, name or None) as review:
            review.home.service = self.service
            yield review

    def job(self, key: tuple[Any, ...], make: Callable[[], Job]) -> Any:
        """Return the value of a job on a file, see `kept`.

        Raises
        ------
        ReportError
            When the file does not allow it.
        """
        return self.kept(key, lambda: self.service.submit(make()).result().unwrap())

    def kept(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """Return what follows from a file alone, made once and kept while it is among the last used."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                held: T = self._kept[key]
                return held
        value = make()
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return value

    def of_state(self, name: str, review: Review, make: Callable[[], T]) -> T:
        """Return what follows from the store, made once for a state of it and kept under a name."""
        state, held = review.home.state, self.shelf.get(name)
        if held is None or held[0] != state:
            held = self.shelf[name] = (state, make())
        value: T = held[1]
        return value

    def close(self) -> None:
        """End the workers and what is running."""
        while self.at_end:
            self.at_end.pop()()
        self.progress.stop()
        self.service.close()
