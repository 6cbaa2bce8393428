"""The protocol of a review: as a workbook, as a form, and whether it is the review's own yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from curate.model.protocol import Protocol
from curate.parse.protocol import sample
from curate.parse.protocol_rewrite import rewrite
from curate.review.home import Home
from curate.store.protocols import version_of

if TYPE_CHECKING:
    from curate.forms.protocol_fields import Texts


class Protocols:
    """The protocol in force, taken out and put back.

    What did not change keeps its lines and comments in review.toml; what it held before is kept as review.toml.bak.
    """

    def __init__(self, home: Home) -> None:
        self._home = home

    @property
    def is_sample(self) -> bool:
        """Whether it is still the sample that a new review begins with."""
        protocol = self._home.protocol
        return protocol.version == version_of(sample(protocol.title))

    def write(self, path: Path) -> None:
        """Write it as a workbook."""
        from curate.forms.protocol_book import write

        write(self._home.protocol, path)

    def read(self, path: Path) -> bool:
        """Make the protocol of a workbook the one in force; return whether it differs.

        Raises
        ------
        ProtocolError
            Listing every mistake with sheet, row and column; nothing is changed then.
        """
        from curate.forms.protocol_book import read

        return self._replace(read(path))

    def texts(self) -> dict[str, list[dict[str, str]]]:
        """Return it as the texts of its form's fields: kind of table → entries → field → text."""
        from curate.forms.protocol_fields import texts_of

        return texts_of(self._home.protocol)

    def put(self, texts: Texts, after: str) -> bool:
        """Make the protocol of a filled form the one in force; return whether it differs.

        Parameters
        ----------
        after
            The version that the form was filled from.

        Raises
        ------
        ProtocolError
            With every mistake and its field; nothing is changed then.
        Refused
            When the protocol was changed since; nothing is changed then either.
        """
        from curate.forms.protocol_fields import read_texts

        return self._replace(read_texts(texts), after)

    def _replace(self, protocol: Protocol, after: str | None = None) -> bool:
        changed, held = replace(protocol, version=""), self._home.protocol
        if after in (None, held.version) and changed == replace(held, version=""):
            return False
        self._home.set_protocol(rewrite(self._home.protocol_text, changed), after)
        return True
