"""What an extractor is, and how it is found by name.

An extractor is a class registered under the entry point group ``curate.extractors``. It sees the neutral
`Document` and yields what it found; it opens no file and knows no store.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoints, entry_points
from typing import Protocol

from curate.errors import UnknownName
from curate.model.problem import Problem
from curate.model.reading import Found, Grid
from curate.pdf.page import Document

GROUP = "curate.extractors"


class Extractor(Protocol):
    """Reads a document into results with readings.

    Attributes
    ----------
    name
        The entry point's name.
    version
        ``major.minor.patch``; a higher version's readings replace a lower one's as the current ones.
    """

    name: str
    version: str

    def read(self, document: Document) -> Iterable[Found | Grid | Problem]:
        """Yield what the document reports.

        Each reading of a `Found` carries evidence with page, box and a quote that stands on that page;
        one without is refused by the store. A `Grid` is yielded before the readings that point into it.
        """
        ...


@cache  # reads the metadata of every installed package
def _installed() -> EntryPoints:
    return entry_points(group=GROUP)


def known() -> list[str]:
    """Return the names of the installed extractors."""
    return sorted(_installed().names)


def load(name: str) -> Extractor:
    """Return a new extractor called `name`.

    Raises
    ------
    UnknownName
        With the list of the known ones.
    """
    for point in _installed().select(name=name):
        extractor: Extractor = point.load()()
        return extractor
    raise UnknownName.among("extractor", name, known())
