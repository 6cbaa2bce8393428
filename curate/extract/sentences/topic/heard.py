"""What the sentences before one say that still holds for it, asked of them only where it is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Told = TypeVar("Told")


class Heard(Generic[Told]):
    """What the last sentence of a passage that says something says.

    Most sentences state no number, and nobody wants to know what was said before them.

    Parameters
    ----------
    ask
        Returns what a sentence says, something empty where it says nothing.
    nothing
        What holds at the start.
    """

    def __init__(self, ask: Callable[[str], Told], nothing: Told) -> None:
        self._ask = ask
        self._held = nothing
        self._unasked: list[str] = []

    def hear(self, text: str) -> None:
        """Take in the next sentence."""
        self._unasked.append(text)

    def tell(self, told: Told) -> None:
        """Take in what the next sentence says, where that is known already."""
        if told:
            self._held = told
            self._unasked.clear()

    @property
    def last(self) -> Told:
        """What holds now: the sentences are asked from the last one back, until one says something."""
        while self._unasked:
            self.tell(self._ask(self._unasked.pop()))
        return self._held
