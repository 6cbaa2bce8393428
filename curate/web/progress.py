"""Work that goes on behind the page: one piece at a time, told to every page that listens, and stopped on request."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from curate.errors import CurateError

Say = Callable[..., None]


@dataclass(frozen=True, slots=True)
class State:
    """How running work stands.

    Attributes
    ----------
    number
        Grows with every change; who has seen it waits for the next.
    words
        What was last done, for people.
    """

    number: int = 0
    running: bool = False
    title: str = ""
    done: int = 0
    of: int = 0
    words: str = ""
    failed: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        names = ("number", "running", "title", "done", "of", "words", "failed")
        return {name: getattr(self, name) for name in names}


class Stopped(Exception):
    """Somebody asked for an end."""


@dataclass(slots=True)
class Progress:
    """The one piece of work that may run."""

    state: State = field(default_factory=State)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _asked_to_stop: bool = False
    _thread: threading.Thread | None = None

    def start(self, title: str, work: Callable[[Say], str]) -> bool:
        """Run `work` in the background; return False when something runs already.

        Parameters
        ----------
        work
            Called with a function that tells ``done``, ``of`` and words, and that raises `Stopped` when it is to
            end; returns the last words.
        """
        with self._changed:
            if self.state.running:
                return False
            self._asked_to_stop = False
            self.state = State(self.state.number + 1, True, title)
            self._thread = threading.Thread(target=self._run, args=(title, work), daemon=True)
            self._thread.start()
            return True

    def stop(self, wait: float = 0.0) -> None:
        """Ask the work to end after what it is doing."""
        self._asked_to_stop = True
        if wait and self._thread:
            self._thread.join(wait)

    def wait(self, seen: int, seconds: float) -> State:
        """Return the state as soon as it is another one than number `seen`, or after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.number != seen, seconds)
            return self.state

    def _run(self, title: str, work: Callable[[Say], str]) -> None:
        try:
            words, failed = work(self._say), ""
        except Stopped:
            words, failed = "stopped; what was read is kept", ""
        except CurateError as error:
            words, failed = "", f"{error.what} ({error.hint})" if error.hint else error.what
        except (
            Exception
        ) as error:  # a bug: told on the page, its traceback to who has started the server
            traceback.print_exc()
            words, failed = "", f"{type(error).__name__}: {error}"
        with self._changed:
            held = self.state
            self.state = State(held.number + 1, False, title, held.done, held.of, words, failed)
            self._changed.notify_all()

    def _say(self, done: int, of: int, words: str) -> None:
        with self._changed:
            self.state = State(self.state.number + 1, True, self.state.title, done, of, words)
            self._changed.notify_all()
        if self._asked_to_stop:
            raise Stopped
