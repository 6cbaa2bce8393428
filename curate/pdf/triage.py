"""What a page may hold, told from its plain text, which costs a hundredth of reading its letters.

A list of references is not read at all, and rules only where a table may stand. Where the text leaves
doubt the page is read.
"""

from __future__ import annotations

import re
from itertools import pairwise

from curate.pdf.page import Contents

_TABLE = re.compile(r"T+(?:A+B+L+E+|a+b+l+e+|a+b+\.)[-–]?[SAe]*[\dIVX]")
"""A table named, spaces taken out; bold made by drawing twice can double letters in the text layer."""

_REFERENCES = re.compile(
    r"^[ \t]*(?:\d+\.?\s*)?(?:R\s?E\s?F\s?E\s?R\s?E\s?N\s?C\s?E\s?S|References|(?:Literature|Works) cited"
    r"|Bibliography)\b",
    re.IGNORECASE | re.MULTILINE,
)
_CITATION = re.compile(
    r"(?:19|20)\d\d[a-z]?\s*;\s*\d"  # 2004;351:
    r"|\b\d{1,4}\s*(?:\([^()]{1,12}\))?\s*[:,]\s*[A-Za-z]?\d{1,6}\s*[-–\ufffe]\s*\d+"  # 351(2):145-53
    r"|\((?:19|20)\d\d[a-z]?\)|\bet\s+al\b|\bdoi\b"
)
_RESULT = re.compile(
    r"±|\b95\s*%\s*CI\b|\b[Pp]\s*[<>=≤≥]\s*[0.·]|\b[Nn]\s*=\s*\d|\d\s*/\s*\d+\s*\(|\(\s*\d+(?:[.·]\d+)?\s*%\s*\)"
)
"""What results are written with; no title of a cited paper has it."""

_FIGURE = re.compile(r"^[ \t]*(?:Fig(?:ure)?|Box|Chart|Scheme|Appendix)\b", re.IGNORECASE | re.MULTILINE)

LONGEST_CITATION = 800
"""Characters; a list of references has no stretch so long without a year, a volume or a DOI."""

DENSE = 0.06
"""Share of digits from which a page without a table's name may be all table; running text has half."""


class Triage:
    """Tells page after page of one report what it may hold."""

    def __init__(self) -> None:
        self._listing = False
        self._goes_on = False

    def contents(self, text: str) -> Contents:
        """Return what the next page may hold.

        Parameters
        ----------
        text
            The page's text layer, lines as PDFium breaks them.
        """
        named = bool(_TABLE.search("".join(text.split())))
        tables = named or self._goes_on
        self._goes_on = named or (tables and _digits(text) >= DENSE)
        references = self._listing and not named and _is_list(text)
        self._listing = self._listing or bool(_REFERENCES.search(text))
        return Contents(tables=tables and not references, references=references)


def _is_list(text: str) -> bool:
    """Tell whether a page has nothing but citations, from its head to its foot."""
    if _RESULT.search(text) or _FIGURE.search(text):
        return False
    places = [0, *(match.end() for match in _CITATION.finditer(text)), len(text)]
    return max(after - before for before, after in pairwise(places)) < LONGEST_CITATION


def _digits(text: str) -> float:
    """Return the share of digits among a text's characters, white space aside."""
    solid = "".join(text.split())
    return sum(map(str.isdigit, solid)) / max(len(solid), 1)
