"""What can go wrong that the caller can mend.

::

    CurateError            one line and a hint; the command line exits with status 2
    ├── NotAReview         the folder is no review, or already is one
    ├── ProtocolError      review.toml or the protocol workbook has mistakes (all are listed)
    ├── FormError          a filled form was refused (all reasons are listed; nothing was imported)
    ├── ReportError        a file cannot be registered
    ├── UnknownName        no such extractor, exporter, study, outcome …: the known ones are listed
    ├── NotSealed          somebody asked to compare before the seals exist
    ├── Refused            the store or a rule refuses the act (an empty reason, a second seal)
    └── StoreError         the database is damaged, too new, or holds other content under the same id

A problem *in the data* is no exception: it is a `curate.model.problem.Problem`. Any exception that is
not a `CurateError` is a bug and shows its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable


class CurateError(Exception):
    """An error the caller can mend.

    Parameters
    ----------
    what
        What is wrong, in one sentence without a full stop.
    hint
        How to mend it, one sentence, or empty.
    details
        Further lines, one mistake each (a form or a protocol lists all of its mistakes at once).
    """

    def __init__(self, what: str, hint: str = "", details: Iterable[str] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.details = tuple(details)


class NotAReview(CurateError):
    """The folder is no review, or already is one."""


class ProtocolError(CurateError):
    """The protocol has mistakes; `details` names line and key of each.

    Parameters
    ----------
    mistakes
        The same for a form: table, entry from 0, key (empty for the entry), and what is wrong.
    """

    def __init__(
        self,
        what: str,
        hint: str = "",
        details: Iterable[str] = (),
        mistakes: Iterable[tuple[str, int, str, str]] = (),
    ) -> None:
        super().__init__(what, hint, details)
        self.mistakes = tuple(mistakes)


class FormError(CurateError):
    """A filled form was refused; nothing of it was imported."""


class ReportError(CurateError):
    """A file cannot be registered as a report."""


class UnknownName(CurateError):
    """A name that is not among the known ones.

    Examples
    --------
    >>> UnknownName.among("extractor", "tabel", ["prose", "table"]).hint
    'known: prose, table'
    """

    @classmethod
    def among(cls, noun: str, name: str, known: Iterable[str]) -> UnknownName:
        """Build the error for `name`, listing the `known` ones."""
        names = ", ".join(sorted(known)) or "none yet"
        return cls(f"no {noun} is called {name!r}", f"known: {names}")


class NotSealed(CurateError):
    """A comparison was asked for before both extractions of the study were sealed."""


class Refused(CurateError):
    """A rule refuses the act; nothing was changed."""


class StoreError(CurateError):
    """The store is damaged, of a later version, or contradicts what was to be written."""
