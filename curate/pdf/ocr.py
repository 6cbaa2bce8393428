"""OCR: pages that are pictures of text, or whose text layer is not text, get one, in a document of its own.

The work is done by ocrmypdf (an extra) and Tesseract (a program of the system). They lay the text unseen over
the picture, which stays as it is: what is drawn is what was scanned. English models of Tesseract know neither
± nor ≤, ≥ and the raised point; see `curate.pdf.sight`. A page whose text layer is garbage is drawn first, and
the picture takes its place: the false text would else stand beside the true one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from curate.errors import ReportError
from curate.pdf import pdfium
from curate.pdf.document import LEAST_LETTERS, each_page
from curate.pdf.one_page import STAMP_LETTERS
from curate.pdf.pdfium import Unreadable

EXTRA = "ocrmypdf: pip install 'trial-curate[ocr]'"
TESSERACT = (
    "Tesseract: apt install tesseract-ocr (Debian, Ubuntu), brew install tesseract (macOS), "
    "winget install UB-Mannheim.TesseractOCR (Windows)"
)
"""How to get them; further languages of Tesseract are packages of their own (tesseract-ocr-deu)."""

LARGEST_PICTURE = 250.0
"""Megapixels of a page's picture; a larger one is refused."""

EPOCH = "946684800"
"""Written for the time of making, 2000-01-01: the same scan gives the same document on every day."""


def missing() -> tuple[str, ...]:
    """Return what has to be installed before OCR can run, one line each; nothing when all is there."""
    needed = ((EXTRA, find_spec("ocrmypdf")), (TESSERACT, shutil.which("tesseract")))
    return tuple(how for how, there in needed if not there)


class Unread(NamedTuple):
    """The numbers of a report's pages that OCR is to read.

    Attributes
    ----------
    pictures
        Pages that are pictures of text; where no page has text, all that are not in `garbage`.
    garbage
        Pages whose text layer is not text.
    """

    pictures: list[int]
    garbage: list[int]


def pages_without_text(path: Path) -> Unread:
    """Return which pages of a report have no text that can be read.

    Raises
    ------
    ReportError
        The file cannot be opened.
    """
    pictures: list[int] = []
    bare: list[int] = []
    garbage: list[int] = []
    count = 0
    try:
        with pdfium.opened(pdfium.file_bytes(path)) as handle:
            count = handle.pages
            for number, pages, scanned in each_page(handle, range(1, count + 1)):
                if not pages:
                    raise Unreadable("malformed", f"page {number} cannot be read")
                letters = sum(len(word.text) for page in pages for word in page.words)
                if pages[0].contents.garbage:
                    garbage.append(number)
                elif letters < (STAMP_LETTERS if scanned else LEAST_LETTERS):
                    (pictures if scanned else bare).append(number)
    except Unreadable as trouble:
        raise ReportError(f"{path.name}: {trouble.detail}", "get the file again") from None
    nothing = len(pictures) + len(bare) + len(garbage) == count
    return Unread(sorted(pictures + bare) if nothing else pictures, garbage)


def add_text(path: Path, target: Path, language: str = "eng") -> tuple[list[int], str]:
    """Write at `target` the PDF at `path` with a text layer on its pages without text.

    The same file gives the same bytes with the same versions of the programs: times, random names and the
    names of the programs are taken out.

    Returns
    -------
    list of int
        The pages that were read.
    str
        The programs that read them, with their versions.

    Raises
    ------
    ReportError
        The file has no such page or cannot be opened, or OCR gives up.
    """
    unread = pages_without_text(path)
    pages = sorted(unread.pictures + unread.garbage)
    if not pages:
        raise ReportError(f"{path.name} has text on every page", "curate extract reads it as it is")
    with tempfile.TemporaryDirectory(prefix="curate-ocr-") as folder:
        draft = path
        # A library's stamp on a scan is text as well, and stays; garbage goes.
        for mode, numbers in (("redo", unread.pictures), ("force", unread.garbage)):
            if numbers:
                source, draft = draft, Path(folder) / f"{mode}.pdf"
                run_ocrmypdf(source, draft, numbers, language, mode)
        _without_chance(draft, target)
    return pages, programs()


def run_ocrmypdf(path: Path, target: Path, pages: Collection[int], language: str, mode: str) -> None:
    """Have ocrmypdf read `pages`, one after the other; other pages stay as they are.

    Parameters
    ----------
    mode
        ``redo`` keeps the pictures and the text that is seen; ``force`` draws each page and puts its
        picture in its place.

    Raises
    ------
    ReportError
        With what ocrmypdf says, when it gives up.
    """
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH  # the font that ocrmypdf embeds carries a time
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import ocrmypdf
    from ocrmypdf.exceptions import ExitCodeException

    options = ocrmypdf.OcrOptions(
        input_file=path,
        output_file=target,
        languages=language.split("+"),
        pages=",".join(map(str, pages)),
        mode=mode,
        rotate_pages=True,
        output_type="pdf",
        optimize=0,
        rasterizer="pypdfium",
        jobs=1,
        progress_bar=False,
        fast_web_view=1e6,
        max_image_mpixels=LARGEST_PICTURE,
        invalidate_digital_signatures=True,
    )
    try:
        ocrmypdf.ocr(options)
    except ExitCodeException as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise ReportError(f"{path.name}: OCR gave up: {said}", "read it with a form") from None


def programs() -> str:
    """Return the programs that read, with their versions."""
    from ocrmypdf._exec import tesseract

    return f"ocrmypdf {version('ocrmypdf')}, tesseract {tesseract.version()}"


def _without_chance(draft: Path, target: Path) -> None:
    """Save `draft` without random names, times and the names of programs."""
    import pikepdf

    with pikepdf.open(draft) as pdf:
        for page in pdf.pages:
            _rename_layers(page)
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        for key in ("/ModDate", "/Creator", "/Producer"):
            if key in pdf.docinfo:
                del pdf.docinfo[key]
        pdf.save(target, deterministic_id=True)


def _rename_layers(page: Any) -> None:
    """Give the text layers of a page names that count up."""
    import pikepdf

    pictures = page.obj.get("/Resources", {}).get("/XObject", {})
    drawn = page.obj.get("/Contents")
    streams = list(drawn) if isinstance(drawn, pikepdf.Array) else [drawn] if drawn is not None else []
    layers = [name for name in pictures if name.startswith("/OCR-")]
    order = [name for stream in streams for name in layers if name.encode() in stream.read_bytes()]
    for place, name in enumerate(dict.fromkeys(order)):
        new = f"/OCR-{place}"
        pictures[new] = pictures[name]
        del pictures[name]
        for stream in streams:
            content = stream.read_bytes()
            if name.encode() in content:
                stream.write(content.replace(name.encode(), new.encode()))
