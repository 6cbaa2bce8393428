"""The whole way on the shipped example. Nothing here knows a number: they come out of the PDFs."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.resources import as_file
from pathlib import Path

from curate import resources
from curate.check.rules import flagged_records
from curate.model.problem import Problem, Severity
from curate.review import Review
from curate.review.results import Estimate
from curate.store.trace import Step

ACTOR = "example"
PUBLISHED = ("depression_published", "anxiety_published", "social_functioning_published")
DEFAULTS = ("depression", "anxiety", "social_functioning")
FLAG = "se_for_sd"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the example gives.

    Attributes
    ----------
    published, defaults, cleaned
        Estimates of all comparisons; `cleaned` without the studies that a check flags.
    flagged
        Names of those studies.
    trace, picture
        One branch from the first estimate down to its page, and that page drawn.
    """

    problems: tuple[Problem, ...]
    published: tuple[Estimate, ...]
    defaults: tuple[Estimate, ...]
    cleaned: tuple[Estimate, ...]
    flagged: tuple[str, ...]
    plots: tuple[Path, ...]
    trace: Step
    picture: Path


def run(folder: Path, say: Callable[[str], None]) -> Demonstration:
    """Make a review in `folder` from the shipped reports and pool it; `say` is told each step."""
    with as_file(resources.folder("demo")) as source, Review.create(folder, "example", ACTOR) as review:
        review.home.set_protocol((source / "review.toml").read_text(encoding="utf-8"))
        say(f"1  made a review in {folder} from the example's protocol")
        added = review.reports.add(sorted(source.glob("*.pdf")))
        say(f"2  added {len(added)} typeset reports")
        _describe_studies(review, source / "studies.csv")
        done = review.extraction.run()
        readings = sum(read.readings for read in done.reads)
        say(
            f"3  read them with {', '.join(_programs(review))}: {readings} readings, {done.again.seen} read again"
        )
        unmapped = len(review.mappings.all(unmapped=True))
        say(
            f"4  labels mapped by the protocol's aliases: {len(review.mappings.all()) - unmapped}, left: {unmapped}"
        )
        queue = review.reconciliation.count()
        decided = review.decisions.from_file(source / "decisions.csv")
        left = review.reconciliation.count()
        say(f"5  {queue} disagreements between the programs, {decided} decided as recorded, {left} left")
        return _results(review, folder)


def _results(review: Review, folder: Path) -> Demonstration:
    problems = [each for each in review.checks.all() if each.severity is not Severity.note]
    estimates = review.results.pool()
    flagged = flagged_records(problems, FLAG)
    cleaned = review.results.pool(without=flagged, reason=f"flagged {FLAG}")
    plots = []
    for estimate in estimates:
        if estimate.comparison in (PUBLISHED[0], DEFAULTS[0]):
            plots += [
                review.results.plot(estimate, folder / f"{estimate.comparison}.{kind}")
                for kind in ("svg", "png")
            ]
    first = next(each for each in estimates if each.comparison == PUBLISHED[0])
    whole = review.traces.trace(first.id)
    branch = replace(whole, below=whole.below[:1])
    place = review.traces.first_place(branch)
    if place is None:
        raise AssertionError("a number of the example has no place on a page")
    picture = review.traces.picture(place, folder / "trace.png", margin=150.0)
    left_out = {
        effect.study_name for each in cleaned for effect in each.left_out if FLAG in effect.left_out
    }
    return Demonstration(
        tuple(problems),
        tuple(estimates),
        tuple(estimates),
        tuple(cleaned),
        tuple(sorted(left_out)),
        tuple(plots),
        branch,
        picture,
    )


def _programs(review: Review) -> list[str]:
    return [name for name, kind, *_ in review.overview.standing().readers if kind == "program"]


def _describe_studies(review: Review, path: Path) -> None:
    """Name the studies as ``studies.csv`` (file, study, design, n_randomised) does."""
    names = {row["file_name"]: row["study_name"] for row in review.reports.all()}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            review.studies.describe(
                names[row["file"]],
                new_name=row["study"],
                design=row["design"] or None,
                n_randomised=int(row["n_randomised"]) if row["n_randomised"] else None,
            )
