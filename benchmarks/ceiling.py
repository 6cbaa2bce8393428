"""How many of the truth's numbers can be met at all: a page that prints a number once can give it once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import bands
import pypdfium2

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_POINTS = str.maketrans({"·": "."})


def attainable(bench: Path, truth: str, only: set[str]) -> int:
    """Return how many numbers of `truth` stand on their page as often as they are asked for there.

    Parameters
    ----------
    only
        First eight digits of the SHA-256 of the reports that count.
    """
    scorer = bands.load_scorer(bench, "score_values")
    count = 0
    for path in sorted((bench / truth).glob("????????.csv")):
        if path.stem in only:
            asked = Counter(
                (row["page"], abs(row["value"])) for row in scorer.load(path, "gold", printed=True)
            )
            pages = _numbers_by_page(next((bench / "pdfs").glob(f"{path.stem}*.pdf")), scorer)
            count += sum(min(times, pages.get(place, 0)) for place, times in asked.items())
    return count


def _numbers_by_page(report: Path, scorer: ModuleType) -> Counter[tuple[int, Decimal]]:
    """Return (page, number without its sign) → how often the text layer prints it."""
    printed: Counter[tuple[int, Decimal]] = Counter()
    document = pypdfium2.PdfDocument(report)
    for page in range(len(document)):
        text = document[page].get_textpage().get_text_bounded()
        for match in _NUMBER.finditer(unicodedata.normalize("NFKC", text).translate(_POINTS)):
            value = scorer.number(match[0].rstrip(","))
            if value is not None:
                printed[page + 1, abs(value)] += 1
    document.close()
    return printed
