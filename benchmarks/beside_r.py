"""Hold models to R and time them: ``python benchmarks/beside_r.py [--write docs/statistics.md]``.

The comparison is that of the tests, over every analysis of ../shared/reference.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from curate.pool.fit import fit  # noqa: E402
from curate.pool.inference import hartung_knapp  # noqa: E402
from curate.pool.influence import influence  # noqa: E402
from curate.pool.moderators import regress  # noqa: E402
from curate.pool.sensitivity import leave_one_out  # noqa: E402
from tests.effects import test_reference as measures_reference  # noqa: E402
from tests.pool import test_moderators, test_reference, test_sparse  # noqa: E402

Worst = dict[str, dict[str, float]]
"""Model → quantity → its worst difference."""

SHOWN = {
    "tau2": "tau²", "tau2_se": "its SE", "estimate": "estimate", "se": "SE", "ci_low": "CI", "p": "p", "i2": "I²",
    "pi_riley": "PI", "q_profile_high": "Q profile", "likelihood_high": "likelihood",
}  # fmt: skip


def effects() -> tuple[Worst, dict[str, int]]:
    worst: Worst = defaultdict(lambda: defaultdict(float))
    count: dict[str, int] = defaultdict(int)
    for _, code, yi, vi, mine, _ in measures_reference.answers(Counter()):
        if not len(yi):
            continue
        wide = np.maximum(np.abs(yi), np.sqrt(vi))
        count[code] += len(yi)
        for quantity, difference in (
            ("yi", np.abs(mine.yi - yi) / wide),
            ("vi", np.abs(mine.vi / vi - 1)),
        ):
            worst[code][quantity] = max(worst[code][quantity], float(difference.max()))
    return worst, count


def pooled() -> tuple[Worst, dict[str, int]]:
    worst: Worst = defaultdict(lambda: defaultdict(float))
    count: dict[str, int] = defaultdict(int)
    for name, y, v, answer in test_reference.jobs():
        place = name.rpartition(":")[0]
        if name.split(":")[1] in test_reference.CANCELLED_IN_R or place == test_reference.TINY:
            continue
        method = test_reference.METHODS[answer["method"]]
        count[method] += 1
        for quantity, difference in test_reference.differences(y, v, answer).items():
            worst[method][quantity] = max(worst[method][quantity], difference)
    return worst, count


def regression() -> tuple[Worst, dict[str, int]]:
    worst: Worst = defaultdict(lambda: defaultdict(float))
    count: dict[str, int] = defaultdict(int)
    for name, y, v, x, columns, answer in test_moderators.cases():
        if ":inter_" in name:
            continue
        found = regress(y, v, x, columns, method=answer["method"], test=answer["test"])
        count[answer["method"]] += 1
        for quantity, difference in test_moderators.differences(found, answer["result"], v).items():
            worst[answer["method"]][quantity] = max(worst[answer["method"]][quantity], difference)
    return worst, count


def sparse() -> tuple[Worst, dict[str, int]]:
    worst: Worst = defaultdict(lambda: defaultdict(float))
    count: dict[str, int] = defaultdict(int)
    for name, ours, theirs in test_sparse.answers():
        model = name.rpartition(":")[2].replace("_", " ")
        scale = max(abs(theirs["beta"]), theirs["se"])
        count[model] += 1
        for quantity, difference in (
            ("estimate", abs(ours.estimate - theirs["beta"]) / scale),
            ("se", abs(ours.se - theirs["se"]) / theirs["se"]),
        ):
            worst[model][quantity] = max(worst[model][quantity], difference)
    return worst, count


def table(worst: Worst, count: dict[str, int], quantities: Iterable[tuple[str, str]]) -> str:
    """Return a table of worst differences, one model a row."""
    chosen = [(key, title) for key, title in quantities if any(key in held for held in worst.values())]
    lines = ["| model | analyses | " + " | ".join(title for _, title in chosen) + " |"]
    lines.append("|---|---:|" + "---:|" * len(chosen))
    for model in sorted(worst):
        cells = [f"{worst[model][key]:.0e}" if key in worst[model] else "" for key, _ in chosen]
        lines.append(f"| {model} | {count[model]} | {' | '.join(cells)} |")
    return "\n".join(lines)


def best_of(times: int, doing: Callable[[], object]) -> float:
    """Return the least seconds of the processor that a call took."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        doing()
        taken.append(time.process_time() - start)
    return min(taken)


def speed() -> str:
    """Return CPU times of ours, and of metafor on the same data in the same run where R is there."""
    rng = np.random.default_rng(1979)
    v = rng.uniform(0.01, 0.5, (1000, 10))
    y = rng.normal(0.3, np.sqrt(v + 0.1))
    large = (rng.uniform(0.01, 0.5, 100_000), rng.normal(0.3, 0.5, 100_000))
    some = (y[:2].ravel(), v[:2].ravel())
    sizes = rng.integers(2, 31, 10_000)
    mask = np.arange(30)[None, :] < sizes[:, None]
    corpus_v = rng.uniform(0.01, 0.5, (10_000, 30))
    corpus_y = rng.normal(0.3, np.sqrt(corpus_v + 0.1))
    theirs = beside(y, v, some)
    rows = [
        ("1,000 REML fits of 10 studies", best_of(5, lambda: fit(y, v)), theirs.get("fits")),
        (
            "leave-one-out of 20 studies, REML",
            best_of(100, lambda: leave_one_out(*some)),
            theirs.get("loo"),
        ),
        (
            "influence of 20 studies, REML",
            best_of(100, lambda: influence(*some)),
            theirs.get("influence"),
        ),
        ("one REML fit of 100,000 studies", best_of(3, lambda: fit(large[1], large[0])), None),
        (
            "10,000 analyses of 2 to 30 studies, REML, Hartung-Knapp",
            best_of(3, lambda: hartung_knapp(fit(corpus_y, corpus_v, mask), 95)),
            None,
        ),
    ]
    lines = ["| what | ours, ms | metafor, ms | times |", "|---|---:|---:|---:|"]
    for what, seconds, other in rows:
        cells = ["", ""] if other is None else [f"{1000 * other:.0f}", f"{other / seconds:,.0f}"]
        lines.append(f"| {what} | {1000 * seconds:.1f} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def beside(y: Any, v: Any, some: Any) -> dict[str, float]:
    """Return the seconds that metafor takes for the same, by what; nothing where R is not there."""
    if not shutil.which("Rscript"):
        return {}
    with TemporaryDirectory() as folder:
        sets, one = Path(folder) / "sets.csv", Path(folder) / "one.csv"
        lines = [
            f"{n},{a!r},{b!r}"
            for n in range(len(y))
            for a, b in zip(y[n].tolist(), v[n].tolist(), strict=True)
        ]
        sets.write_text("set,yi,vi\n" + "\n".join(lines))
        pairs = [f"{a!r},{b!r}" for a, b in zip(some[0].tolist(), some[1].tolist(), strict=True)]
        one.write_text("yi,vi\n" + "\n".join(pairs))
        script = ROOT / "benchmarks" / "speed.R"
        done = subprocess.run(
            ["Rscript", "--vanilla", str(script), str(sets), str(one)],
            capture_output=True,
            text=True,
            check=True,
        )
    return {name: float(value) for name, value in (line.split() for line in done.stdout.splitlines())}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    named = [(name, name) for name in ("tau2", "beta", "se", "ci", "p", "QE", "QM", "I2", "R2")]
    parts = {
        "effects": table(*effects(), [("yi", "yi"), ("vi", "vi")]).replace(
            "model | analyses", "measure | effects"
        ),
        "pooled": table(*pooled(), SHOWN.items()),
        "regression": table(*regression(), named),
        "sparse": table(*sparse(), [("estimate", "estimate"), ("se", "SE")]),
        "speed": speed(),
    }
    page = (ROOT / "benchmarks" / "statistics.md.in").read_text(encoding="utf-8")
    for name, text in parts.items():
        page = page.replace("{" + name + "}", text)
    if asked.write:
        asked.write.write_text(page, encoding="utf-8")
    else:
        print(page)


if __name__ == "__main__":
    main()
