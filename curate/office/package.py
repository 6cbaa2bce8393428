"""What kind of file it is, by its content, and whether it may be opened at all."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from curate.errors import ReportError

MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes that the parts of a file may take together once unpacked."""

LARGEST_FILE = 100 * 1024 * 1024
"""Bytes of a file on the disk."""

WORD, EXCEL, OLD_EXCEL, OPEN_SHEET, CSV = "docx", "xlsx", "xls", "ods", "csv"
TEXT, MAIL = "txt", "eml"

MEDIA_TYPES = {
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    OLD_EXCEL: "application/vnd.ms-excel",
    OPEN_SHEET: "application/vnd.oasis.opendocument.spreadsheet",
    CSV: "text/csv",
    TEXT: "text/plain",
    MAIL: "message/rfc822",
}
"""Kind of file → media type."""

REPLIES = (MEDIA_TYPES[TEXT], MEDIA_TYPES[MAIL])
"""Media types of letters, which are no reports."""

_OTHER_EVIDENCE = {WORD: "word", TEXT: "author_reply", MAIL: "author_reply"}

EVIDENCE_KINDS = {
    media_type: _OTHER_EVIDENCE.get(kind, "spreadsheet") for kind, media_type in MEDIA_TYPES.items()
}
"""Media type → kind of the evidence that stands in such a file."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_TEXTS = {".csv": CSV, ".tsv": CSV, ".txt": TEXT, ".eml": MAIL}


class Unreadable(Exception):
    """The file cannot be read; carries the report's state."""

    def __init__(self, state: str, detail: str) -> None:
        super().__init__(detail)
        self.state = state
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Package:
    """A file that is known by its content; `trouble` where it cannot be opened."""

    kind: str
    trouble: Unreadable | None = None

    @property
    def media_type(self) -> str:
        """Its media type."""
        return MEDIA_TYPES[self.kind]


def recognise(path: Path) -> Package | None:
    """Return what kind of document or spreadsheet a file is, None when it is neither.

    Raises
    ------
    ReportError
        It is a document in a format that cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError:
        return None  # who opens it next says so
    if head.startswith(_ZIP):
        return _zipped(path)
    if head.startswith(_OLE):
        return _compound(path)
    if head.startswith(b"{\\rtf"):
        raise _old("RTF", path)
    kind = _TEXTS.get(path.suffix.lower())
    return Package(kind, _too_large(path)) if kind and head and not head.startswith(b"%PDF-") else None


def _too_large(path: Path) -> Unreadable | None:
    size = path.stat().st_size
    return Unreadable("limits", f"{size / 1e6:.0f} MB are too many") if size > LARGEST_FILE else None


def _zipped(path: Path) -> Package | None:
    """Tell Word from Excel by the parts; refuse parts that swell before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            kind = _kind_of_parts(archive, parts)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        kind = {".docx": WORD, ".xlsx": EXCEL, ".ods": OPEN_SHEET}.get(path.suffix.lower(), "")
        trouble = Unreadable("malformed", "its parts cannot be unpacked")
        return Package(kind, trouble) if kind else None
    if kind == "odt":
        raise _old("an OpenDocument text", path)
    if not kind:
        return None
    unpacked = sum(part.file_size for part in parts.values())
    if unpacked > MOST_UNPACKED:
        return Package(kind, Unreadable("limits", f"unpacked it takes {unpacked / 1e6:.0f} MB"))
    return Package(kind, _too_large(path))


def _kind_of_parts(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> str:
    names = {name.lower() for name in parts}
    if "mimetype" in names and parts["mimetype"].file_size < 200:
        mimetype = archive.read("mimetype").decode("ascii", "replace")
        return {"spreadsheet": OPEN_SHEET, "text": "odt"}.get(mimetype.rpartition(".")[2], "")
    if "[content_types].xml" not in names:
        return ""
    if any(name.startswith("word/") for name in names):
        return WORD
    return EXCEL if any(name.startswith("xl/") for name in names) else ""


_STREAMS = {
    name.encode("utf-16-le"): kind
    for name, kind in (
        ("EncryptedPackage", "encrypted"),
        ("WordDocument", "doc"),
        ("Workbook", OLD_EXCEL),
        ("Book", OLD_EXCEL),
    )
}


def _compound(path: Path) -> Package | None:
    """Tell old Word from old Excel and encrypted packages, by the names of their streams."""
    if trouble := _too_large(path):
        return Package(OLD_EXCEL, trouble)
    content = path.read_bytes()
    kind = next((kind for stream, kind in _STREAMS.items() if stream in content), "")
    if kind == "doc":
        raise _old("a Word document of the old format (.doc)", path)
    if kind == "encrypted":
        suffix = WORD if path.suffix.lower().startswith(".doc") else EXCEL
        return Package(suffix, Unreadable("encrypted", "the file needs a password"))
    return Package(kind) if kind else None


def _old(what: str, path: Path) -> ReportError:
    return ReportError(
        f"{path.name} is {what}, which cannot be read",
        "open it in a word processor and save it as .docx, or print it to a PDF",
    )
