"""Measure OCR: reports are made into scans, read by OCR, extracted, and scored beside the reports themselves.

    python benchmarks/ocr.py BENCH REPORT... [--dpi 300] [--keep FOLDER]

BENCH is as for extraction.py; REPORT is the beginning of a hand-annotated report's SHA-256. Every page is drawn
and becomes a picture: a clean scan, without skew and dirt. Needs the extra ``ocr``, Tesseract and reportlab.
A page takes some seconds. Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

import bands
import pandas as pd
import pypdfium2 as pdfium
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from curate.review import Review

LEVELS = ("number", "typed", "armed", "full")


def scan(source: Path, target: Path, dpi: float) -> Path:
    """Write the pages of `source` as grey pictures and nothing else."""
    canvas = Canvas(str(target), invariant=1)
    with pdfium.PdfDocument(source) as held:
        for page in held:
            content = BytesIO()
            page.render(scale=dpi / 72, grayscale=True).to_pil().save(content, "PNG")
            content.seek(0)
            canvas.setPageSize(page.get_size())
            canvas.drawImage(ImageReader(content), 0, 0, *page.get_size())
            canvas.showPage()
    canvas.save()
    return target


def read(reports: list[Path], folder: Path, dpi: float) -> dict[str, Path]:
    """Return the values of the reports and of their scans, as CSV under the reports' own hashes."""
    with Review.create(folder / "review", "OCR", "benchmark") as review:
        own = {one.path.stem: one.sha256 for one in review.reports.add(reports)}
        scans = [scan(path, folder / f"{path.stem}.scan.pdf", dpi) for path in reports]
        review.reports.add(scans)
        started = time.monotonic()
        made = review.scans.read()
        seconds = (time.monotonic() - started) / max(sum(one.pages for one in made), 1)
        print(f"{seconds:.1f} s a page by the clock", file=sys.stderr)
        if errors := [one.error for one in made if one.error]:
            raise SystemExit(str(errors[0]))
        whose = {one.sha256: own[one.file_name.removesuffix(".scan.pdf")] for one in made}
        review.extraction.run(second="none")
        values = review.exports.frame("values")
    read_by_ocr = values[values.pdf_sha256.isin(list(whose))]
    parts = {
        "text layer": values[values.pdf_sha256.isin(list(own.values()))],
        "scan, OCR": read_by_ocr.assign(pdf_sha256=read_by_ocr.pdf_sha256.map(whose)),
    }
    return {name: written(part, folder / f"{name}.csv") for name, part in parts.items()}


def written(values: pd.DataFrame, path: Path) -> Path:
    values.to_csv(path, index=False)
    return path


def scored(bench: Path, values: Path, only: list[str]) -> dict:
    """Return what the benchmark's scorer says of `values`."""
    result = values.with_suffix(".json")
    command = [sys.executable, "score_values.py", "values", str(values), "--json", str(result)]
    misses = ["--misses", str(values.with_suffix(".misses.csv"))]
    subprocess.run(
        [*command, *misses, "--only", ",".join(only)], cwd=bench, check=True, stdout=subprocess.DEVNULL
    )
    return json.loads(result.read_text(encoding="utf-8"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    parser.add_argument("reports", nargs="+")
    parser.add_argument("--dpi", type=float, default=300)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    bench = options.bench.resolve()
    paths = [next((bench / "pdfs").glob(f"{name}*.pdf")) for name in options.reports]
    os.environ.pop("CURATE_ACTOR", None)
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        files = read(paths, folder.resolve(), options.dpi)
        print("| read from | recall: number / typed / armed / full | precision: typed / full | of |")
        print("|---|---|---|---|")
        for name, path in files.items():
            score = scored(bench, path, options.reports)
            recall = " / ".join(f"{score['recall'][level]:.3f}" for level in LEVELS)
            precision = " / ".join(f"{score['precision'][level]:.3f}" for level in ("typed", "full"))
            print(f"| {name} | {recall} | {precision} | {score['gold']}, {score['judged']} |")
        print("\n| band of OCR's readings | readings | right in full |\n|---|---|---|")
        judged = [one for one in bands.judge(bench, files["scan, OCR"]) if one.report in options.reports]
        for band in bands.BANDS:
            own = [one.right for one in judged if one.band == band]
            print(f"| {band} | {len(own)} | {sum(own)} |")


if __name__ == "__main__":
    main()
