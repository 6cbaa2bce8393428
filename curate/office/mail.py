"""A reply as text: a mail as it was saved (.eml), or its words (.txt), line by line."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

from curate.model.file_table import FileCell, FileContent, FileTable, Run
from curate.office.package import MAIL, Unreadable


def read_mail(path: Path, kind: str) -> FileContent:
    """Return the lines of a text as one table of one column; the title is a mail's subject.

    Raises
    ------
    Unreadable
        The file is no text, or a mail without any.
    """
    content = path.read_bytes()
    title, text = _mail(content) if kind == MAIL else ("", _decoded(content))
    cells = tuple(
        FileCell(row, 0, (Run(line),)) for row, line in enumerate(text.splitlines()) if line.strip()
    )
    return FileContent((FileTable("author_reply", "", "", cells),), title=title)


def _mail(content: bytes) -> tuple[str, str]:
    """Return subject and text of a mail; headers and attachments are no part of what was said."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    if body is None:
        raise Unreadable("no_text", "the mail has no plain text: copy its words into a .txt file")
    return " ".join(str(message["subject"] or "").split()), body.get_content()


def _decoded(content: bytes) -> str:
    """Return the text of a file that is UTF-8, UTF-16 with its mark, or else Windows' western encoding."""
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("malformed", "it is no text")
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("malformed", "its characters are of no encoding that is known: save it as UTF-8")
