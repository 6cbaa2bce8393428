"""Which pages say that a table stands on them: for thumbnails, without reading the tables."""

from __future__ import annotations

import re
from pathlib import Path

from curate.pdf import pdfium
from curate.pdf.letters import plain_text, text_page
from curate.pdf.pdfium import Unreadable

_CAPTION = re.compile(
    r"^\s*(e?tables?|tab\.|e?figures?|fig\.)\s*([A-Z]?\d{1,2}[a-z]?|[IVX]{1,4})\b(?![,)])",
    re.IGNORECASE | re.M,
)


def captions(path: Path) -> list[list[str]]:
    """Return for each page of a PDF the labels that begin a line: ``Table 2``, ``Figure 1``.

    Raises
    ------
    ReportError
        The file is no PDF.
    """
    try:
        with pdfium.opened_report(path) as handle:
            return [_of_page(handle, number) for number in range(1, handle.pages + 1)]
    except Unreadable:
        return []


def _of_page(handle: pdfium.Handle, number: int) -> list[str]:
    try:
        with handle.page(number) as page, text_page(page) as text:
            found = _CAPTION.findall(plain_text(text))
    except Unreadable:
        return []
    named = (f"{'Table' if 'tab' in kind.lower() else 'Figure'} {mark}" for kind, mark in found)
    return list(dict.fromkeys(named))
