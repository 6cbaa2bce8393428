"""The file that a work file travels in: a zip of store, protocol and reports, with the hash of each."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from curate.errors import StoreError

SUFFIX = ".curate"
MANIFEST = "curate.json"
FORMAT = 1

LARGEST = 4 * 2**30
"""Bytes that a work file may hold when unpacked; more is refused before anything is written."""


@dataclass(frozen=True, slots=True)
class WorkFile:
    """Whose work file it is.

    Attributes
    ----------
    mode
        ``independent``, or ``assisted``: the person sees what the programs read.
    studies
        Ids of the studies to extract.
    """

    person: str
    mode: str
    studies: tuple[str, ...]

    @classmethod
    def from_text(cls, text: str) -> WorkFile:
        """Return what `to_text` was given."""
        plain = json.loads(text)
        return cls(plain["person"], plain["mode"], tuple(plain["studies"]))

    def to_text(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self))


def write_archive(path: Path, work: WorkFile, files: Mapping[str, Path]) -> None:
    """Write `files` (name in the archive → file) with their hashes."""
    hashes = {}
    for name, file in files.items():
        with file.open("rb") as stream:
            hashes[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    manifest = {"format": FORMAT, "work": work.to_text(), "files": hashes}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        for name, file in files.items():
            archive.write(file, name)


def is_archive(path: Path) -> bool:
    """Tell whether `path` is a zip file."""
    return path.is_file() and zipfile.is_zipfile(path)


@contextmanager
def opened(path: Path) -> Iterator[tuple[Path, WorkFile]]:
    """Unpack an archive into a folder that goes afterwards; give the folder and whose it is.

    Raises
    ------
    StoreError
        When it is damaged, too large, of a later version, or was changed after it was written.
    """
    with TemporaryDirectory(dir=path.resolve().parent, prefix=".curate-") as room:
        try:
            with zipfile.ZipFile(path) as archive:
                manifest = _manifest(path, archive)
                _check(path, archive, manifest["files"])
                archive.extractall(room)
            work = WorkFile.from_text(manifest["work"])
        except (zipfile.BadZipFile, EOFError, KeyError, TypeError, ValueError) as error:
            raise StoreError(f"{path.name} is no work file, or damaged", "ask for it again") from error
        yield Path(room), work


def _manifest(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    if sum(member.file_size for member in archive.infolist()) > LARGEST:
        raise StoreError(f"{path.name} is larger than a work file can be", "ask for it again")
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest["format"] > FORMAT:
        raise StoreError(f"{path.name} was made by a later version", "install the newest curate")
    return manifest


def _check(path: Path, archive: zipfile.ZipFile, listed: Mapping[str, str]) -> None:
    """Refuse names that lead elsewhere, and files that are not what the list says."""
    names = sorted({member.filename for member in archive.infolist()} - {MANIFEST})
    wrong = sorted(set(names) ^ set(listed)) + [name for name in names if not _is_plain(name)]
    for name in names if not wrong else ():
        with archive.open(name) as member:
            if _sha256(member) != listed[name]:
                wrong.append(name)
    if wrong:
        raise StoreError(f"{path.name} was changed after it was written: {wrong[0]}", "ask for it again")


def _is_plain(name: str) -> bool:
    """Tell whether a name stays within the folder: ``file.ext`` or ``folder/file.ext``."""
    parts = name.split("/")
    return len(parts) <= 2 and all(
        part.isascii() and part.strip(".") and not set(part) & set('\\:*?"<>|') for part in parts
    )


def _sha256(stream: IO[bytes]) -> str:
    held = hashlib.sha256()
    while block := stream.read(1 << 20):
        held.update(block)
    return held.hexdigest()
