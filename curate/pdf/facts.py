"""What a report says about itself: title, DOI, number of pages, state."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from itertools import groupby, pairwise
from pathlib import Path

import pypdfium2.raw as raw

from curate.pdf import pdfium
from curate.pdf.document import read_pages
from curate.pdf.page import Page, ReportFacts, Word
from curate.pdf.pdfium import Handle, Unreadable

LEADING_PAGES = 2
"""Pages searched for the DOI; some journals put a cover sheet before the report."""

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>|]+", re.IGNORECASE)
_DOI_BROKEN = re.compile(r"(10\.\d{4,9}/[^\s\d]*[./-]) (?=\S*\d)")
"""A DOI that breaks off before its first digit goes on in the next line."""

_CITATION = re.compile(
    r"(?:doi:\s*(\S+)\s+)?(?:please )?cite this article(?: as)?:?(.{,500})", re.IGNORECASE
)
"""How the last page of some journals names the report itself among the references' DOIs."""

_DOI_TAIL = re.compile(r"[.,;:)\]}'’”]+$")
_KICKER = re.compile(
    r"^(?:(?:original|research|clinical|short|brief|regular)\s+"
    r"(?:article|study|trial|paper|research|investigation|communication|report)s?\s*:?\s+)+",
    re.IGNORECASE,
)
"""The section of the journal, set above the title in the title's size."""

_MASTHEAD = re.compile(r"\bissn\b|https?:|www\.", re.IGNORECASE)

_SLUG = re.compile(r"\.(docx?|indd|pdf|qxd|tex|dvi|pmd|fm)\b|untitled|^microsoft word|^doi:|_", re.I)

LEAST_TITLE_LETTERS = 20
LEAST_TITLE_WORDS = 3
LONGEST_TITLE = 300


def describe(path: Path) -> ReportFacts:
    """Return what a report says about itself.

    Raises
    ------
    ReportError
        The file is missing, empty, no regular file or no PDF at all.
    """
    try:
        with pdfium.opened_report(path) as handle:
            return _facts(handle)
    except Unreadable as trouble:
        return ReportFacts(trouble.report, state=trouble.state, detail=trouble.detail)


def _facts(handle: Handle) -> ReportFacts:
    # A scan shows on its first pages; a cover sheet may be all the text that a scan has.
    read, state, detail = read_pages(handle, range(1, min(handle.pages, 2 * LEADING_PAGES) + 1))
    leading = [page for page in read if page.number <= LEADING_PAGES and not page.turned]
    return ReportFacts(
        handle.report,
        find_title(leading, _metadata(handle, "Title")),
        find_doi(leading) or _hidden_doi(handle),
        handle.pages,
        state,
        detail,
    )


def find_doi(pages: list[Page]) -> str:
    """Return the report's DOI: of the first page that prints one, the one printed most often.

    One that continues another (a figure's or a supplement's) counts for the shorter one.
    """
    for page in pages:
        found = _dois(" ".join(word.text for word in page.words))
        if found:
            shortest = [min((f for f in found if doi.startswith(f)), key=len) for doi in found]
            return Counter(shortest).most_common(1)[0][0]
    return ""


def _hidden_doi(handle: Handle) -> str:
    """Return the DOI that the file's subject or the last page's own citation gives, or nothing."""
    last = read_pages(handle, [handle.pages])[0]
    text = " ".join(word.text for page in last for word in page.words)
    citation = " ".join(part or "" for match in _CITATION.findall(text) for part in match)
    return next(iter(_dois(f"{_metadata(handle, 'Subject')} {citation}")), "")


def _dois(text: str) -> list[str]:
    return [_DOI_TAIL.sub("", doi).lower() for doi in _DOI.findall(_DOI_BROKEN.sub(r"\1", text))]


def find_title(pages: list[Page], metadata: str) -> str:
    """Return the title: the file's own if the first pages print it, else their largest text."""
    printed = " ".join(word.text for page in pages for word in page.words)
    usable = len(metadata.split()) >= LEAST_TITLE_WORDS and not _SLUG.search(metadata)
    if usable and _bare(metadata) in _bare(printed):
        return metadata[:LONGEST_TITLE]
    for page in pages:
        largest = _largest_text(page)
        if largest:
            return largest[:LONGEST_TITLE]
    return metadata[:LONGEST_TITLE] if usable else ""


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _largest_text(page: Page) -> str:
    """Return the largest run of text that is long enough to be a title."""
    words = [word for word in page.words if not word.flags and word.top < 0.75 * page.height]
    blocks = [list(block) for _, block in groupby(words, key=lambda word: round(word.size * 2))]
    titles = [block for block in blocks if _like_title(block)]
    if not titles:
        return ""
    return _KICKER.sub("", _joined(max(titles, key=lambda block: round(block[0].size))))


def _like_title(block: list[Word]) -> bool:
    letters = sum(len(word.text) for word in block)
    return (
        len(block) >= LEAST_TITLE_WORDS
        and LEAST_TITLE_LETTERS <= letters <= LONGEST_TITLE
        and not _MASTHEAD.search(" ".join(word.text for word in block))
    )


def _joined(block: list[Word]) -> str:
    text = block[0].text
    for last, word in pairwise(block):
        new_line = abs(word.baseline - last.baseline) > 0.5 * word.size
        broken = new_line and text.endswith("-") and word.text[:1].islower()
        text += word.text if broken else f" {word.text}"
    return text


def _metadata(handle: Handle, key: str) -> str:
    """Return an entry of the file's information dictionary on one line."""
    name = key.encode()
    length = raw.FPDF_GetMetaText(handle.document, name, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetMetaText(handle.document, name, buffer, length)
    text = buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
