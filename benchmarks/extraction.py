"""Measure extraction: right and wrong against independent truth, CPU and memory beside pdfplumber.

    python benchmarks/extraction.py [BENCH] [--quick] [--out FILE]

BENCH is a folder with ``pdfs``, the truth in ``values``, ``tables`` and ``outcomes``, and two scorers
(``score_values.py``, ``score_tables.py``). Everything is measured in one run, on the same reports; the result is
written as Markdown without dates and machine times. ``--quick`` takes
the hand-annotated reports only and writes to the screen.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import bands
import ceiling
import worst

HERE = Path(__file__).resolve().parent
ROUNDS = 5
SECOND_EVERY = 4  # of the reports have every reading read again; it costs more than all else
WORST = 20
NAMES = {
    "curate": "curate: tables and sentences",
    "page text": "of which: words, rules, glyph check",
    "doubtful": "curate: the second reading, on pages with doubtful glyphs (default)",
    "second": "curate: the second reading, of every reading",
    "pdfplumber": "pdfplumber extract_tables",
    "camelot": "camelot stream",
}


@dataclass
class Run:
    """What one engine used, over all reports."""

    cpu: dict[str, float] = field(default_factory=dict)  # report → seconds
    pages: dict[str, int] = field(default_factory=dict)
    peak: float = 0.0
    rounds: list[float] = field(default_factory=list)
    cells: list[list] = field(default_factory=list)

    def per_page(self, reports: Iterable[str]) -> float:
        """CPU milliseconds a page over `reports`."""
        reports = list(reports)
        return 1000 * sum(map(self.cpu.get, reports)) / max(sum(map(self.pages.get, reports)), 1)


class Engine:
    """A process that runs one engine."""

    def __init__(self, name: str) -> None:
        self.run = Run()
        command = [sys.executable, str(HERE / "engines.py"), name]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )
        self._answer()

    def _answer(self) -> dict:
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{' '.join(self.process.args[1:])} ended early")
        return json.loads(line)

    def read(self, path: Path, *, timed: bool = True) -> float:
        """Have it read a report; return the memory that it holds afterwards, MiB."""
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        answer = self._answer()
        self.run.peak = answer["peak"]
        if timed:
            report = hashlib.sha256(path.read_bytes()).hexdigest()
            self.run.cpu[report] = answer["cpu"]
            self.run.pages[report] = answer["pages"]
            self.run.cells += [[report, *cell] for cell in answer["cells"]]
        return answer["held"]

    def close(self) -> None:
        """End the process."""
        self.process.stdin.close()
        self.process.wait()


def measure(reports: list[Path]) -> dict[str, Run]:
    """Run the engines by turns, report by report, so that a busy machine slows all of them.

    The times themselves go to the screen: they are the machine's, not the project's.
    """
    names = [name for name in NAMES if name != "camelot" or importlib.util.find_spec("camelot")]
    engines = {name: Engine(name) for name in names}
    held = 0.0
    for done, path in enumerate(reports, 1):
        for name, engine in engines.items():
            if name == "second" and done % SECOND_EVERY:
                continue
            memory = engine.read(path)
            held = memory if name == "curate" else held
        tell(f"{done} of {len(reports)} reports")
    for name, engine in engines.items():
        run = engine.run
        tell(
            f"{NAMES[name]}: {run.per_page(run.cpu):.1f} ms a page over {sum(run.pages.values())} pages"
        )
        if name != "curate":
            engine.close()
    own = engines["curate"]
    own.run.rounds.append(held)
    for _ in range(ROUNDS - 1):
        for path in reports:
            held = own.read(path, timed=False)
        own.run.rounds.append(held)
        tell(f"round {len(own.run.rounds)} of {ROUNDS} for memory")
    own.close()
    return {name: engine.run for name, engine in engines.items()}


def export(reports: list[Path], folder: Path) -> tuple[Path, Path]:
    """Extract into a review, as a user does, and return its values and cells as CSV."""
    review = folder / "review"
    values, cells = folder / "values.csv", folder / "cells.csv"
    for words in (
        ["init", str(review)],
        ["add", "-C", str(review), *map(str, reports)],
        ["extract", "-C", str(review), "--second", "none", "--workers", "1"],
        ["export", "values", str(values), "-C", str(review)],
        ["export", "cells", str(cells), "-C", str(review)],
    ):
        command = [sys.executable, "-m", "curate", *words, "--as", "benchmark"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"curate {words[0]}: {done.stderr or done.stdout}")
        tell(f"curate {words[0]}")
    return values, cells


def score(bench: Path, scorer: str, truth: str, found: Path, *more: str) -> dict:
    """Return the JSON that a scorer of the benchmark writes."""
    out = found.with_suffix(f".{truth}.json")
    command = [sys.executable, str(bench / scorer), str(bench / truth), str(found), "--json", str(out)]
    subprocess.run([*command, *more], check=True, capture_output=True)
    return json.loads(out.read_text())


def write_cells(run: Run, path: Path) -> Path:
    """Write an engine's cells as the scorer wants them."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["pdf_sha256", "page", "table", "row", "col", "text"])
        writer.writerows(run.cells)
    return path


def markdown(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    rule = ["---"] * len(head)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, rule, *rows])


def table_rows(
    bench: Path, runs: dict[str, Run], cells: Path, folder: Path, only: list[str]
) -> list[list[str]]:
    """Score the tables of every engine."""
    files = {"curate": cells}
    for name in ("pdfplumber", "camelot"):
        if name in runs:
            files[name] = write_cells(runs[name], folder / f"{name}.csv")
    rows = []
    for name, path in files.items():
        got = score(bench, "score_tables.py", "tables", path, *only)
        rows.append(
            [NAMES[name], f"{got['found']} of {got['tables']}"]
            + [f"{got[key]:.3f}" for key in ("recall", "precision", "f1", "numbers")]
        )
    return rows


def value_rows(bench: Path, values: Path, only: list[str]) -> list[list[str]]:
    """Score the readings on both truths."""
    rows = []
    levels = ("number", "typed", "armed", "full")
    whole = score(bench, "score_values.py", "values", values, *only)
    rows.append(["values, recall", str(whole["gold"]), *(f"{whole['recall'][n]:.3f}" for n in levels)])
    precision = [f"{whole['precision'][n]:.3f}" for n in levels]
    rows.append(["values, precision inside exhaustive tables", str(whole["judged"]), *precision])
    if whole["timed"] is not None:
        rows.append(["values, time point given (`timed`)", "", "", "", "", f"{whole['timed']:.3f}"])
    some = score(bench, "score_values.py", "outcomes", values, "--recall-only", "--printed", *only)
    rows.append(["outcomes, recall", str(some["gold"]), *(f"{some['recall'][n]:.3f}" for n in levels)])
    most = max(ceiling.attainable(bench, "outcomes", set(some["documents"])), 1)
    shares = (f"{some['recall'][n] * some['gold'] / most:.3f}" for n in levels)
    rows.append(["outcomes, recall of what its page prints as often", str(most), *shares])
    return rows


def cost_rows(runs: dict[str, Run]) -> list[list[str]]:
    """Return CPU as a share of pdfplumber's, and memory."""
    rows = []
    for name, run in runs.items():
        own, other = run.per_page(run.cpu), runs["pdfplumber"].per_page(run.cpu)  # on the same reports
        pages = str(sum(run.pages.values()))
        rows.append(
            [NAMES[name], pages, f"{own / other:.3f}", f"{other / own:.1f} ×", f"{run.peak:.0f}"]
        )
    return rows


def band_text(bench: Path, values: Path) -> str:
    """Return the section about bands."""
    judged = bands.judge(bench, values)
    with values.open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    everywhere = Counter(row["band"] for row in found)
    signs = markdown(
        [
            "sign",
            "makes it",
            "readings of all reports",
            "judged right",
            "judged wrong",
            "share right",
            "in words",
        ],
        bands.by_sign(judged, Counter(flag for row in found for flag in set(row["flags"].split()))),
    )
    total = everywhere.total()
    shares = ", ".join(f"{everywhere[band] / total:.3f} {band}" for band in bands.BANDS)
    head = ["band", "readings", "share", "right", "wrong", "share right", "95% interval, by report"]
    reports = markdown(
        ["report", "readings", "share high", "high and right", "high and wrong"], bands.by_report(judged)
    )
    wrong = markdown(["report", *bands.SAID], bands.wrong_high(judged))
    return f"""{markdown(head, bands.rows(judged))}

Report by report:

{reports}

The *high* readings that the annotation does not have in the same words:

{wrong}

Over all {total} readings of all reports, judged or not: {shares}.

Sign by sign (a reading may have several; the last ones lower nothing, they say where a statistic or a time comes from):

{signs}"""


def document(bench: Path, reports: list[Path], folder: Path, quick: bool) -> str:
    """Measure everything and return the document."""
    runs = measure(reports)
    values, cells = export(reports, folder)
    only = ["--only", ",".join(path.stem for path in reports)] if quick else []
    rounds = ", ".join(f"{held:.0f}" for held in runs["curate"].rounds)
    chosen = {path.stem for path in reports}
    tables = [one for one in worst.score_each(bench, cells) if one.report in chosen][:WORST]
    listed = [
        [one.report, one.label, str(one.relations), f"{one.recall:.3f}", f"{one.numbers:.3f}", one.why]
        for one in tables
    ]
    template = (HERE / "extraction.md.in").read_text(encoding="utf-8")
    return template.format(
        reports=len(reports),
        pages=sum(runs["curate"].pages.values()),
        tables=markdown(
            ["tool", "tables found", "adjacency recall", "precision", "F1", "numbers"],
            table_rows(bench, runs, cells, folder, only),
        ),
        values=markdown(
            ["measure", "numbers", "number", "typed", "armed", "full"], value_rows(bench, values, only)
        ),
        bands=band_text(bench, values),
        cost=markdown(
            ["what", "pages", "CPU, pdfplumber = 1", "faster by", "peak memory, MiB"], cost_rows(runs)
        ),
        rounds=rounds,
        readings=ROUNDS * len(reports),
        peak=f"{runs['curate'].peak:.0f}",
        count=len(listed),
        worst=markdown(["report", "table", "relations", "recall", "numbers", "what differs"], listed),
    )


def tell(text: str) -> None:
    """Say how far it is."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", nargs="?", type=Path, default=HERE.parents[1] / "shared" / "bench")
    parser.add_argument(
        "--quick", action="store_true", help="the hand-annotated reports only, to the screen"
    )
    parser.add_argument("--out", type=Path, default=HERE.parent / "docs" / "extraction.md")
    asked = parser.parse_args()
    reports = sorted((asked.bench / "pdfs").glob("*.pdf"))
    if asked.quick:
        annotated = {path.stem for path in (asked.bench / "values").glob("*.csv")}
        reports = [path for path in reports if path.stem in annotated] or reports[::8]
    if not reports:
        raise SystemExit(f"{asked.bench} has no pdfs/*.pdf")
    with tempfile.TemporaryDirectory() as folder:
        text = document(asked.bench, reports, Path(folder), asked.quick)
    if asked.quick:
        print(text)
    else:
        asked.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
