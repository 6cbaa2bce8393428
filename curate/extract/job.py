"""One piece of work on one file, and what came of it."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from curate.errors import ReportError
from curate.extract.wire import Item, from_plain, rebuilt, to_plain
from curate.model.file_table import Locator
from curate.model.problem import Problem
from curate.model.reading import Box, Found, Grid
from curate.pdf.page import ReportFacts
from curate.pdf.standing import Standing

Stroke = tuple[Box, tuple[int, int, int], float, float]
"""A box, its colour, how much of it covers the inside (0 to 1), and its outline's width in points."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use.

    Attributes
    ----------
    seconds
        By the clock; five times the processor's limit, since the machine may be busy.
    cpu_seconds
        Of the processor; where the system can limit it.
    memory
        MiB of one worker.
    recycle
        Jobs after which a worker is replaced.
    """

    seconds: float = 300.0
    cpu_seconds: int = 60
    memory: int = 2048
    recycle: int = 200


OCR_LIMITS = Limits(seconds=3600.0, cpu_seconds=1800, memory=4096)
"""Of an `ocr` job: a page takes some seconds, and its picture some hundred MiB."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file and what to do with it; make it with one of the class methods.

    Attributes
    ----------
    key
        The caller's name for it, returned with the result.
    """

    key: str
    path: Path
    task: str
    options: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def extract(cls, key: str, path: Path, extractors: Iterable[str], *, second: str = "none") -> Job:
        """Run `extractors` over a report; `second` as in `curate.extract.report.extract`."""
        if second not in ("none", "doubtful", "all"):
            raise ValueError(f"second is 'none', 'doubtful' or 'all', not {second!r}")
        return cls(key, path, "extract", {"extractors": list(extractors), "second": second})

    @classmethod
    def describe(cls, key: str, path: Path) -> Job:
        """Ask for title, DOI, pages and state."""
        return cls(key, path, "describe")

    @classmethod
    def reread(cls, key: str, path: Path, places: Sequence[tuple[int, Box]]) -> Job:
        """Have pdfplumber read places (page, box) again."""
        return cls(key, path, "reread", {"places": [[page, list(box)] for page, box in places]})

    @classmethod
    def locate(cls, key: str, path: Path, quotes: Sequence[tuple[int, str, bool]]) -> Job:
        """Find where quotes (page, text, end of a range) stand, see `curate.pdf.standing.locate_all`."""
        return cls(key, path, "locate", {"quotes": [list(quote) for quote in quotes]})

    @classmethod
    def hold(cls, key: str, path: Path, quotes: Sequence[tuple[int, str, Box | None]]) -> Job:
        """Ask whether quotes (page, text, box or None) stand on their pages, in their boxes."""
        return cls(key, path, "hold", {"quotes": [list(quote) for quote in quotes]})

    @classmethod
    def around(cls, key: str, path: Path, places: Sequence[tuple[int, Box]]) -> Job:
        """Ask what stands on the lines of places (page, box) and beside them."""
        return cls(key, path, "around", {"places": [[page, list(box)] for page, box in places]})

    @classmethod
    def layer(cls, key: str, path: Path, page: int) -> Job:
        """Ask for the words of a page with their boxes, see `curate.pdf.layer.text_layer`."""
        return cls(key, path, "layer", {"page": page})

    @classmethod
    def captions(cls, key: str, path: Path) -> Job:
        """Ask which tables and figures the pages name, see `curate.pdf.captions`."""
        return cls(key, path, "captions")

    @classmethod
    def words_in(cls, key: str, path: Path, places: Sequence[tuple[int, Box]]) -> Job:
        """Ask which words stand in places (page, box)."""
        return cls(key, path, "words_in", {"places": [[page, list(box)] for page, box in places]})

    @classmethod
    def cells(cls, key: str, path: Path, places: Sequence[Locator]) -> Job:
        """Ask what stands in cells of a file without pages."""
        return cls(key, path, "cells", {"places": [[list(step) for step in way] for way in places]})

    @classmethod
    def tables(cls, key: str, path: Path) -> Job:
        """Ask for the tables of a file without pages, see `curate.extract.source.file_tables`."""
        return cls(key, path, "tables")

    @classmethod
    def ocr(cls, key: str, path: Path, target: Path, language: str) -> Job:
        """Write at `target` the PDF with a text layer on the pages that are pictures of text."""
        return cls(key, path, "ocr", {"target": str(target.absolute()), "language": language})

    @classmethod
    def render(
        cls,
        key: str,
        path: Path,
        page: int,
        box: Box | None = None,
        *,
        dpi: float = 150.0,
        margin: float = 18.0,
        before: float = 0.0,
        mark: bool = True,
    ) -> Job:
        """Draw a page, or the place `box` on it with `margin` points around and `before` more to its left."""
        options = {
            "page": page,
            "box": box,
            "dpi": dpi,
            "margin": margin,
            "before": before,
            "mark": mark,
        }
        return cls(key, path, "render", options)

    @classmethod
    def paint(
        cls, key: str, path: Path, page: int, strokes: Sequence[Stroke], *, dpi: float = 144.0
    ) -> Job:
        """Draw a page with boxes on it: (box, colour, fill, width of the outline in points)."""
        return cls(key, path, "paint", {"page": page, "strokes": list(strokes), "dpi": dpi})


@dataclass(frozen=True, slots=True)
class ExtractorResult:
    """What one extractor made of one report.

    Attributes
    ----------
    status
        One of ``extraction_status``.
    items
        What it yielded, in its order; readings whose quote does not stand on their page are taken out.
    """

    name: str
    version: str
    status: str
    detail: str = ""
    items: tuple[Item, ...] = ()

    @property
    def found(self) -> tuple[Found, ...]:
        """The results with their readings."""
        return tuple(item for item in self.items if isinstance(item, Found))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables."""
        return tuple(item for item in self.items if isinstance(item, Grid))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the extractor, or the runner about it, complains of."""
        return tuple(item for item in self.items if isinstance(item, Problem))


@dataclass(frozen=True, slots=True)
class Extracted:
    """The value of an ``extract`` job.

    Attributes
    ----------
    report
        SHA-256 of the file.
    state, detail
        Of the document, as in `curate.pdf.page.Document`.
    pages
        Number of pages.
    """

    report: str
    state: str
    detail: str
    pages: int
    results: tuple[ExtractorResult, ...]


Value = (
    Extracted
    | ReportFacts
    | list[str | None]
    | list[Standing]
    | list[bool]
    | list[tuple[str, Box] | None]
    | list[dict[str, Any]]
    | dict[str, Any]
    | tuple[list[int], str]
    | bytes
    | None
)


@dataclass(frozen=True, slots=True)
class JobResult:
    """How a job ended.

    Attributes
    ----------
    status
        ``ok``; ``limits`` when the worker died or went over its limits twice; ``refused`` when the file
        is of no kind that can be read or the task cannot be done on it; ``failed`` when our code has a bug.
    detail
        ``crashed (signal 11)``, ``time``, ``memory``, or the error's sentence.
    hint
        How to mend it, for ``refused``.
    value
        `Extracted`, `ReportFacts`, list of texts, list of `Standing`, list of bools or PNG bytes, by task; of
        ``ocr`` the pages that were read, and by which programs. None unless `status` is ``ok``.
    attempts
        1, or 2 after a first worker died.
    seconds
        By the clock, of the last attempt.
    """

    job: Job
    status: str
    detail: str = ""
    hint: str = ""
    value: Any = None
    attempts: int = 1
    seconds: float = 0.0

    def unwrap(self) -> Any:
        """Return `value`, or raise what stands in its way.

        Raises
        ------
        ReportError
            The file cannot be read, or not within the limits.
        """
        if self.status == "ok":
            return self.value
        raise ReportError(self.detail if self.status != "limits" else self.sentence, self.hint)

    @property
    def sentence(self) -> str:
        """How the job ended, on one line."""
        over = {"time": "took too long", "memory": "needs too much memory"}
        why = over.get(self.detail, self.detail)
        return f"{self.job.path.name}: {why}" if why else self.job.path.name


def value_to_plain(value: Any) -> Any:
    """Return the value of a job for JSON, pictures excepted."""
    if isinstance(value, Extracted):
        plain = {name: getattr(value, name) for name in ("report", "state", "detail", "pages")}
        plain["results"] = [
            {
                "name": result.name,
                "version": result.version,
                "status": result.status,
                "detail": result.detail,
                "items": [to_plain(item) for item in result.items],
            }
            for result in value.results
        ]
        return plain
    return asdict(value) if isinstance(value, ReportFacts) else value


def value_from_plain(task: str, plain: Any) -> Any:
    """Return the value that `value_to_plain` was given, for a job of kind `task`."""
    if task == "extract":
        results = tuple(
            ExtractorResult(**{**result, "items": tuple(from_plain(item) for item in result["items"])})
            for result in plain["results"]
        )
        return Extracted(**{**plain, "results": results})
    if task == "describe":
        return rebuilt(ReportFacts, plain)
    if task == "locate":
        return [
            Standing(
                tuple(tuple(box) for box in boxes), tuple(box and tuple(box) for box in tables), parts
            )
            for boxes, tables, parts in plain
        ]
    if task == "words_in":
        return [(held[0], tuple(held[1])) if held else None for held in plain]
    if task in ("render", "paint"):
        return base64.b64decode(plain)
    return plain
