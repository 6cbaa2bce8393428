"""What bands and signs are worth: readings inside the exhaustively annotated tables, right and wrong for each."""

from __future__ import annotations

import csv
import importlib.util
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from curate.extract.band import band_of
from curate.model.sign import in_words

BANDS = ("high", "medium", "low")
FULL = 4  # the scorer's level: number, statistic, arm, outcome and time
DRAWS = 4000
SAID = ("page", "table", "outcome", "timepoint", "arm", "statistic", "value")


@dataclass(frozen=True)
class Judged:
    """One program reading inside a table of which every number was annotated."""

    report: str
    band: str
    right: bool
    flags: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    """Page, table, outcome, time point, arm, statistic and value, as exported."""


def load_scorer(bench: Path, name: str) -> ModuleType:
    """Return a scorer of the benchmark as a module."""
    spec = importlib.util.spec_from_file_location(name, bench / f"{name}.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{bench} has no {name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(bench: Path, values: Path) -> list[Judged]:
    """Return the readings of `values` that the annotation can judge, by the scorer's own matching."""
    scorer = load_scorer(bench, "score_values")
    by_report: dict[str, list[dict]] = {}
    for row in scorer.load(values, "pred"):
        by_report.setdefault(row["sha"], []).append(row)
    judged = []
    for path in sorted((bench / "values").glob("????????.csv")):
        gold = scorer.load(path, "gold")
        found = by_report.get(gold[0]["sha"], [])
        _, levels, _ = scorer.match(gold, found, scorer.aligned_arms(gold, found))
        inside = exhaustive(scorer, bench, path.stem)
        judged += [
            Judged(
                path.stem,
                row["raw"]["band"],
                level == FULL,
                tuple((row["raw"].get("flags") or "").split()),
                tuple(row["raw"][name] for name in SAID),
            )
            for level, row in zip(levels, found, strict=True)
            if (row["page"], row["table"]) in inside
        ]
    return judged


def exhaustive(scorer: ModuleType, bench: Path, stem: str) -> set[tuple[int, str]]:
    """Return page and label of the tables of which every number was annotated."""
    with (bench / "values" / "gold_index.csv").open(encoding="utf-8", newline="") as index:
        tables = next(row["exhaustive_tables"] for row in csv.DictReader(index) if row["sha8"] == stem)
    hits = (re.match(r"\s*p(\d+)\s+(.*)", part) for part in tables.split(";"))
    return {(int(hit[1]), scorer.table_label(hit[2])) for hit in hits if hit}


def interval(judged: list[Judged], band: str) -> tuple[float, float]:
    """Return the 95% interval of the share right in `band`: bootstrap of whole reports, percentiles.

    Errors come in tables, so reports are drawn, not readings (Davison and Hinkley 1997, section 3.8).
    """
    counts: dict[str, Counter[bool]] = {}
    for one in judged:
        if one.band == band:
            counts.setdefault(one.report, Counter())[one.right] += 1
    if not counts:
        return (float("nan"), float("nan"))
    draw = random.Random(1)
    shares = []
    for _ in range(DRAWS):
        sample = [counts[name] for name in draw.choices(sorted(counts), k=len(counts))]
        right = sum(count[True] for count in sample)
        shares.append(right / sum(count.total() for count in sample))
    shares.sort()
    return shares[round(0.025 * DRAWS)], shares[round(0.975 * DRAWS) - 1]


def rows(judged: list[Judged]) -> list[list[str]]:
    """Return the table: band, readings, share, right, wrong, share right, interval."""
    made = []
    for band in BANDS:
        own = [one for one in judged if one.band == band]
        right = sum(one.right for one in own)
        low, high = interval(judged, band)
        share = f"{right / len(own):.3f}" if own else "-"
        spread = f"{low:.3f} to {high:.3f}" if own else "-"
        part = f"{len(own) / max(len(judged), 1):.3f}"
        made.append([band, str(len(own)), part, str(right), str(len(own) - right), share, spread])
    return made


def by_report(judged: list[Judged]) -> list[list[str]]:
    """Return for each report its readings, the share of high, and right and wrong among these."""
    made = []
    for report in sorted({one.report for one in judged}):
        own = [one for one in judged if one.report == report]
        high = [one for one in own if one.band == "high"]
        right = sum(one.right for one in high)
        made.append(
            [report, str(len(own)), f"{len(high) / len(own):.3f}", str(right), str(len(high) - right)]
        )
    return made


def wrong_high(judged: list[Judged]) -> list[list[str]]:
    """Return what each wrong reading of the band high says: report, then as in `SAID`."""
    return [[one.report, *one.said] for one in judged if one.band == "high" and not one.right]


def by_sign(judged: list[Judged], everywhere: Counter[str]) -> list[list[str]]:
    """Return for each flag the band that it makes, its readings in all reports, those judged, right and wrong, and
    what it says.

    A reading may have several; without any that lowers it, it is high. Flags that lower nothing say where a
    statistic or a time comes from. The most telling come first.

    Parameters
    ----------
    everywhere
        Flag → readings that have it, judged or not.
    """
    tallies: dict[str, Counter[bool]] = {flag: Counter() for flag in everywhere}
    for one in judged:
        for flag in set(one.flags):
            tallies.setdefault(flag, Counter())[one.right] += 1
    order = {band: place for place, band in enumerate(reversed(BANDS))}
    made = []
    for flag in sorted(tallies, key=lambda name: (order[band_of([name])], -everywhere[name], name)):
        tally, band = tallies[flag], band_of([flag])
        share = f"{tally[True] / tally.total():.3f}" if tally else "-"
        counts = [str(everywhere[flag]), str(tally[True]), str(tally[False])]
        made.append([flag, band if band != "high" else "-", *counts, share, *in_words([flag])])
    return made
