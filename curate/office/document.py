"""A Word document or spreadsheet into its tables, and a reply into its lines, whatever its format."""

from __future__ import annotations

from pathlib import Path

from curate.model.file_table import FileContent
from curate.office.mail import read_mail
from curate.office.package import MAIL, TEXT, WORD, Package, Unreadable
from curate.office.spreadsheet import read_spreadsheet
from curate.office.word import read_word


def read_office(path: Path, package: Package) -> FileContent:
    """Return what a file holds; its state says why it holds nothing.

    Raises
    ------
    ReportError
        An extra that reads this kind of file is not installed.
    """
    try:
        if package.trouble:
            raise package.trouble
        if package.kind in (TEXT, MAIL):
            return read_mail(path, package.kind)
        content = read_word(path) if package.kind == WORD else read_spreadsheet(path, package.kind)
    except Unreadable as trouble:
        return FileContent((), trouble.state, " ".join(trouble.detail.split()))
    if not content.tables and content.state == "ok":
        return FileContent((), "ok", "no table was found in it", content.title)
    return content
