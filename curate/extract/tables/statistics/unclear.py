"""The cells whose statistic a table does not say, as one problem for a person."""

from __future__ import annotations

from collections.abc import Sequence

from curate.model.problem import Problem, Severity
from curate.model.reading import Found


def guessed_cell(found: Found) -> str:
    """Return the text of the cell of a result whose statistic is guessed, else nothing."""
    guessed = (reading for reading in found.readings if "statistic_guessed" in reading.flags)
    return next((reading.evidence.quote for reading in guessed if reading.evidence), "")


def unclear_cells(where: str, texts: Sequence[str]) -> list[Problem]:
    """Return the problem that a table leaves the statistics of these cells unsaid; none without cells."""
    if not texts:
        return []
    cells = "1 cell holds" if len(texts) == 1 else f"{len(texts)} cells hold"
    return [
        Problem(
            Severity.warning,
            "statistic_unclear",
            where,
            f"the table does not say which statistics {cells}, such as “{texts[0]}”",
            "look at the page and correct the readings, which are flagged statistic_guessed",
        )
    ]
