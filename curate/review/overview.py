"""Where the review stands, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from curate.review.home import Home
from curate.review.scans import Scans
from curate.store.mappings import labels
from curate.store.readings import extractions
from curate.store.records import facts
from curate.store.reports import reports, studies


@dataclass(frozen=True, slots=True)
class Standing:
    """What `curate status` prints.

    Attributes
    ----------
    states
        Reports by state.
    readers
        Reader → (extractions, sealed ones, readings).
    labels, unmapped
        Labels in use, and those without a code.
    facts
        Facts by how they stand: conflict, omission, program_only, …
    designs
        Studies by how they were extracted, from the seals.
    scans
        Reports that wait for OCR.
    pooled
        Pooled estimates in the store, and how many of them are stale.
    """

    title: str
    reports: int
    studies: int
    states: tuple[tuple[str, int], ...]
    readers: tuple[tuple[str, str, int, int, int], ...]
    labels: int
    unmapped: int
    facts: tuple[tuple[str, int], ...]
    designs: tuple[tuple[str, int], ...]
    pooled: int
    stale: int
    scans: int = 0


class Overview:
    """Counts over the whole review."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def standing(self) -> Standing:
        """Return where the review stands."""
        connection = self._home.connection
        held = reports(connection)
        used = labels(connection, self._home.name)
        rows = connection.execute("SELECT design FROM extraction_design").fetchall()
        last = "SELECT max(rowid) FROM pooled GROUP BY comparison"
        stale = connection.execute(
            f"SELECT count(DISTINCT pooled_id) FROM lineage WHERE stale AND pooled_id IN "
            f"(SELECT id FROM pooled WHERE rowid IN ({last}))"
        ).fetchone()[0]
        return Standing(
            title=self._home.protocol.title,
            reports=len(held),
            studies=len(studies(connection)),
            states=_counted(row["state"] for row in held),
            readers=self._readers(),
            labels=len(used),
            unmapped=sum(label.code is None for label in used),
            facts=_counted(row["judgement"] for row in facts(connection)),
            designs=_counted(row["design"] for row in rows),
            pooled=connection.execute(f"SELECT count(*) FROM ({last})").fetchone()[0],
            stale=stale,
            scans=len(Scans(self._home).waiting()),
        )

    def progress(self) -> list[dict[str, Any]]:
        """Return who has begun or sealed which study, programs too; see the view ``progress``."""
        return [row for row in extractions(self._home.connection) if row["extraction_id"]]

    def _readers(self) -> tuple[tuple[str, str, int, int, int], ...]:
        held: dict[tuple[str, str], list[int]] = {}
        for row in extractions(self._home.connection):
            if row["extraction_id"]:
                counts = held.setdefault((row["extractor"], row["kind"]), [0, 0, 0])
                for place, value in enumerate((1, row["sealed"], row["readings"])):
                    counts[place] += value
        return tuple((name, kind, c[0], c[1], c[2]) for (name, kind), c in sorted(held.items()))


def _counted(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(values).items()))
