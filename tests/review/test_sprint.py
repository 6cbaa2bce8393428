"""A whole sprint with two extractors who err at the published rates, from work files to the freeze.

Nineteen typeset reports whose numbers are known. Each reader leaves out or mistakes an item at the rates of single
extraction (Horton 2010: 12 to 16% inaccurate, 10 to 14% omitted; the kinds of mistakes as in Xu 2022 and Kadlec
2022), in a form that is filled and read back like a person's. A third person decides by the reports.
"""

from __future__ import annotations

import csv
import itertools
import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from curate import resources
from curate.model.reading import Reading
from curate.pdf.standing import Standing
from curate.review import Review
from curate.review.quotes import Quotes, quote_of
from curate.review.workfiles import unpack
from curate.store.records import short_key

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "fixtures" / "sprint"))
from type_in import type_in  # noqa: E402

DEMO = Path(str(resources.folder("demo")))
OMITTED, MISTAKEN = 0.12, 0.14
KINDS = ("digits", "slip", "neighbour", "wrong")
TIME = "End of treatment"
Cell = tuple[str, str, str, str]
"""Study, outcome, arm and statistic."""


@dataclass
class Truth:
    """What the reports print: cell → text, and the scores that each row is of."""

    cells: dict[Cell, str] = field(default_factory=dict)
    basis: dict[tuple[str, str], str] = field(default_factory=dict)


def truth() -> Truth:
    held = Truth()
    with (ROOT / "fixtures" / "typeset" / "numbers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            study, outcome = row["study"].lower().replace(" ", "-"), row["outcome"].capitalize()
            held.basis[study, outcome] = row["basis"]
            for arm, mark in (("Ketamine", "ket"), ("Control", "ctl")):
                for statistic in ("n", "mean", "sd"):
                    held.cells[study, outcome, arm, statistic] = row[f"{statistic}_{mark}"]
    return held


def misread(cell: Cell, right: Truth, chance: random.Random) -> str:
    """Return what a reader types: mostly what is printed, else nothing, or a mistake of one of the known kinds."""
    text, drawn = right.cells[cell], chance.random()
    if drawn < OMITTED:
        return ""
    if drawn > OMITTED + MISTAKEN:
        return text
    kind = chance.choice(KINDS)
    study, outcome, arm, statistic = cell
    other = right.cells[study, outcome, "Control" if arm == "Ketamine" else "Ketamine", statistic]
    digits = [place for place, letter in enumerate(text) if letter.isdigit()]
    pair = next(((a, b) for a, b in itertools.pairwise(digits) if text[a] != text[b]), None)
    if kind == "digits" and pair and statistic != "n":
        letters = list(text)
        letters[pair[0]], letters[pair[1]] = letters[pair[1]], letters[pair[0]]
        return "".join(letters)
    if kind == "slip" and statistic != "n":
        return text.replace(".", "") if "." in text and not text.startswith(("0", "-0")) else f"{text}0"
    return other if other != text else str(int(float(text)) + 1)


def typed(right: Truth, name: str) -> dict[Cell, str]:
    chance = random.Random(f"{name} 1")
    return {cell: said for cell in right.cells if (said := misread(cell, right, chance))}


def entries(said: dict[Cell, str], right: Truth) -> Iterator[dict[str, str]]:
    heads = {"n": "n", "mean": "Mean or median", "sd": "Spread"}
    for (study, outcome, arm, statistic), text in said.items():
        row = {"study": study, "row": f"{arm} · {outcome} · {TIME}"}
        yield {**row, "column": heads[statistic], "text": text}
        yield {**row, "column": "Scores", "text": right.basis[study, outcome]}
        yield {**row, "column": "Page", "text": "1"}
        if statistic == "sd":
            yield {**row, "column": "Which spread", "text": "SD"}
        if statistic == "mean":
            yield {**row, "column": "Which", "text": "mean"}


@dataclass
class Sprint:
    review: Review
    right: Truth
    said: dict[str, dict[Cell, str]]


def found_at_once(_: object, readings: Iterable[Reading]) -> Quotes:
    """Give every quote a place: that pages are searched is for other tests."""
    place = Standing(((0.0, 0.0, 1.0, 1.0),), (None,))
    return Quotes({quote: place for reading in readings if (quote := quote_of(reading))})


@pytest.fixture(scope="module")
def sprint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sprint]:
    """Two readers' work files, filled, sealed and merged."""
    folder, right = tmp_path_factory.mktemp("sprint"), truth()
    said = {name: typed(right, name) for name in ("ann", "bob")}
    with (
        pytest.MonkeyPatch.context() as patch,
        Review.create(folder / "review", "sprint", "carol") as review,
    ):
        for room in ("forms", "decisions"):
            patch.setattr(f"curate.review.{room}.find_quotes", found_at_once)
        text = (DEMO / "review.toml").read_text(encoding="utf-8")
        review.home.set_protocol(
            text.replace('basis_of_truth = "program_only"', 'basis_of_truth = "verified"')
        )
        review.reports.add(sorted(DEMO.glob("*.pdf")))
        backs = []
        for name in said:
            unpack(review.workfiles.pack(folder / f"{name}.curate", name).path, folder / name)
            with Review.open(folder / name) as desk:
                desk.forms.write(folder / f"{name}.xlsx")
                type_in(
                    folder / f"{name}.xlsx", entries(said[name], right), folder / f"{name}-filled.xlsx"
                )
                desk.forms.read(folder / f"{name}-filled.xlsx")
                desk.forms.seal([])
                backs.append(
                    desk.workfiles.pack(folder / f"{name}-back.curate", with_reports=False).path
                )
        assert all(done.error is None for done in review.workfiles.merge(backs))
        review.structures.settle()
        yield Sprint(review, right, said)


def cell_of(key: str, names: dict[str, str]) -> Cell:
    study, arm, _, outcome, *_ = key.split("|")
    statistic = key.rpartition("|")[2].partition(":")[0]
    return names[study], outcome.replace("_", " ").capitalize(), arm.capitalize(), statistic


def test_every_difference_is_in_the_queue_and_nothing_else(sprint: Sprint) -> None:
    names = {study.id: study.name for study in sprint.review.studies.all()}
    queue = {cell_of(dispute.key, names) for dispute in sprint.review.reconciliation.queue()}
    ann, bob = sprint.said["ann"], sprint.said["bob"]
    differ = {cell for cell in ann.keys() | bob.keys() if not _same(ann.get(cell), bob.get(cell))}
    assert queue == differ
    assert len(queue) > 40, "a quarter of the items of each reader"


def _same(one: str | None, two: str | None) -> bool:
    return one is not None and two is not None and float(one) == float(two)


def test_agreement_is_what_the_rates_make_it(sprint: Sprint) -> None:
    reconciliation = sprint.review.reconciliation
    (people,) = [a for a in reconciliation.agreements(reconciliation.pairings()) if a.people]
    held = people.kinds["all"]
    ann, bob = sprint.said["ann"], sprint.said["bob"]
    either = ann.keys() | bob.keys()
    assert held.pairs == len(either)
    assert held.agreeing == sum(_same(ann.get(cell), bob.get(cell)) for cell in either)
    assert held.omissions == len(ann.keys() ^ bob.keys())
    assert held.interval is not None
    assert held.interval.low < 100 * (1 - OMITTED - MISTAKEN) ** 2 < held.interval.high


def test_impact_first_repairs_the_estimate_sooner(sprint: Sprint) -> None:
    queue = sprint.review.reconciliation.queue()
    shifts = [dispute.impact.shift for dispute in queue if dispute.impact]
    assert shifts == sorted(shifts, reverse=True)
    first = sum(min(shift, 10) for shift in shifts[: len(shifts) // 4])
    assert first > 0.5 * sum(min(shift, 10) for shift in shifts), (
        "the first quarter holds most of what could move"
    )


def test_decided_by_the_reports_only_shared_errors_are_left_and_the_audit_finds_them(
    sprint: Sprint,
) -> None:
    """The order of the tests matters here: the sprint goes on from deciding to the freeze."""
    review, right = sprint.review, sprint.right
    names = {study.id: study.name for study in review.studies.all()}
    decisions = []
    for dispute in review.reconciliation.queue():
        text = right.cells[cell_of(dispute.key, names)]
        take = next((n for n, side in enumerate(dispute.sides, 1) if _same(side.value, text)), None)
        said = {"reason": f"the report prints {text}", "mode": "third_person", "cause": "misread"}
        how = (
            {"choice": "reading", "take": str(take)}
            if take
            else {"choice": "typed", "typed": text, "page": 1}
        )
        decisions.append(review.decisions.about(dispute.id, **said, **how))  # type: ignore[arg-type]
    review.decisions.put(decisions)
    assert review.reconciliation.queue() == []
    records = {cell_of(record.key, names): record for record in review.results.records()}
    both_left_out = {
        c for c in right.cells if c not in sprint.said["ann"] and c not in sprint.said["bob"]
    }
    assert set(records) == set(right.cells) - both_left_out
    wrong = {cell for cell, record in records.items() if not _same(record.value, right.cells[cell])}
    assert all(records[cell].basis_of_truth == "double_agreed" for cell in wrong), (
        "nothing decided is wrong"
    )
    rates = {each.reader: each for each in review.reconciliation.errors()}
    for name in ("ann", "bob"):
        truly = sum(not _same(sprint.said[name].get(cell), right.cells[cell]) for cell in records)
        unseen = len(wrong)
        assert rates[name].wrong + rates[name].omitted == truly - unseen

    drawn = review.audits.draw(100, seed=1)
    with Review.open(review.home.folder, "dora") as dora:
        for value in drawn.values:
            text = right.cells[cell_of(value.key, names)]
            dora.audits.found(short_key(value.key), text, page=1)
    found = review.reconciliation.queue()
    assert {cell_of(dispute.key, names) for dispute in found} == wrong
    for dispute in found:
        text = right.cells[cell_of(dispute.key, names)]
        take = next(n for n, side in enumerate(dispute.sides, 1) if _same(side.value, text))
        about = review.decisions.about(
            dispute.id,
            choice="reading",
            take=str(take),
            reason="as printed",
            mode="lead",
            cause="misread",
        )
        review.decisions.put([about])
    done = review.audits.last()
    assert done is not None
    assert done.estimate is not None
    assert done.estimate.wrong == len(wrong)
    assert review.freezes.freeze("v1").records == len(records)
    assert all(_same(r.value, right.cells[cell_of(r.key, names)]) for r in review.results.records())
    assert review.checks.verify(quotes=False).problems == ()
