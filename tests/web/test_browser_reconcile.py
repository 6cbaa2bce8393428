"""The queue of the sprint, reconciled in a real browser."""

from __future__ import annotations

import csv
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from curate import resources
from curate.review import Review
from curate.review.reconciliation import Reconciliation
from curate.store.disputes import Dispute
from tests.web.conftest import Serving, copied, picture, until

DEMO = Path(str(resources.folder("demo")))
SPRINT = Path(__file__).resolve().parents[2] / "fixtures" / "sprint"


@pytest.fixture(scope="session")
def sprint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sprint's review, read and sealed by ann and bob; carol leads."""
    sys.path.insert(0, str(SPRINT))
    try:
        from type_in import type_in
    finally:
        sys.path.remove(str(SPRINT))
    place = tmp_path_factory.mktemp("sprint")
    with Review.create(place / "r", "sprint", "carol") as review:
        review.home.set_protocol((SPRINT / "review.toml").read_text(encoding="utf-8"))
        review.reports.add([DEMO / f"{name}.pdf" for name in ("keilp-2021", "zhong-2016", "zou-2021")])
        review.extraction.run(workers=1, second="none")
    for who in ("ann", "bob"):
        with Review.open(place / "r", who) as review:
            review.forms.write(place / f"{who}.xlsx")
            with (SPRINT / f"{who}.csv").open(encoding="utf-8", newline="") as file:
                type_in(place / f"{who}.xlsx", csv.DictReader(file), place / f"{who}-filled.xlsx")
            review.forms.read(place / f"{who}-filled.xlsx")
            review.forms.seal([])
    return place / "r"


CROPS = "[...document.querySelectorAll('.side img')].every((each) => each.complete && each.naturalWidth > 100)"


def article(page: Any) -> str:
    return str(page.evaluate("document.querySelector('#card article')?.dataset.record ?? ''"))


def choose(page: Any, key: str, reason: str = "") -> None:
    """Decide the card in view by a key, with the reason proposed or another one."""
    record = article(page)
    page.keyboard.press(key)
    page.wait_for_selector("form.settle:not([hidden]) :focus")
    if page.evaluate("document.activeElement.name") == "cause":  # nothing tells it: a person does
        page.keyboard.press("Enter")
        page.wait_for_selector("form.settle select:invalid")
        assert article(page) == record
        page.keyboard.type("wrong ou")
    if reason:
        page.fill("form.settle input[name=reason]", reason)
    page.keyboard.press("Enter")
    until(page, f"document.querySelector('#card article')?.dataset.record !== '{record}'")


def test_the_queue_is_reconciled_by_keys(
    serving: Serving, tab: Any, sprint: Path, tmp_path: Path
) -> None:
    folder = copied(sprint, tmp_path / "r")
    tab.goto(serving(folder, "carol").link)
    tab.keyboard.press("g")
    tab.keyboard.press("c")
    tab.wait_for_selector("body[data-ready] #card article")
    assert tab.inner_text("#count") == "7"
    assert "high" in tab.inner_text("#list li:first-child")
    until(tab, CROPS)
    assert "ann" not in tab.inner_text("#card")  # no card names a reader
    tab.click("#rounding")
    until(tab, "document.getElementById('count')?.textContent === '3'")
    tab.wait_for_selector("body[data-ready] #card article")
    choose(tab, "1")
    assert "16.8" in tab.inner_text("#card")
    assert "two digits changed over" in tab.inner_text(".why")
    until(tab, f"document.querySelectorAll('.side img').length === 2 && {CROPS}")
    picture(tab, "reconcile")
    tab.keyboard.press("t")
    tab.wait_for_selector("input[name=typed]:focus")
    tab.keyboard.type("16.814")
    tab.keyboard.press("Tab")
    tab.keyboard.type("1")
    tab.keyboard.press("Tab")
    tab.keyboard.type("16·814 (0·256)")
    tab.fill("form.settle input[name=reason]", "two digits changed over")
    record = article(tab)
    tab.keyboard.press("Enter")
    until(tab, f"document.querySelector('#card article')?.dataset.record !== '{record}'")
    sides = [text.split()[0] for text in tab.locator(".side .value").all_inner_texts()]
    right = str(sides.index("9.4") + 1)
    choose(tab, right, "Table 2 is the full report")
    until(tab, "document.getElementById('card').textContent.includes('Nothing left')")

    with Review.open(folder, "carol") as review:
        assert review.reconciliation.count() == 0
        records = {(r.study_name, r.arms[0], r.statistic): r.value for r in review.results.records()}
        assert records["zhong-2016", "control", "mean"] == "16.814"
        assert records["keilp-2021", "ketamine", "sd"] == "9.4"
        assert not review.checks.verify(quotes=True).problems


def test_a_decision_is_undone_by_deciding_anew(
    serving: Serving, tab: Any, sprint: Path, tmp_path: Path
) -> None:
    folder = copied(sprint, tmp_path / "r")
    tab.goto(serving(folder, "carol").link)
    tab.goto(tab.url.replace("/reports", "/reconcile"))
    tab.wait_for_selector("body[data-ready] #card article")
    first = article(tab)
    choose(tab, "1", "as it stands")
    tab.keyboard.press("u")
    until(tab, f"document.querySelector('#card article').dataset.record === '{first}'")
    assert "decided" in tab.inner_text(".card-head")
    choose(tab, "n", "looked again: it does not say")
    with Review.open(folder, "carol") as review:
        sql = "SELECT choice, supersedes IS NOT NULL AS later FROM decision ORDER BY made_at, id"
        told = [tuple(row) for row in review.home.connection.execute(sql)]
    assert told == [("reading", 0), ("not_reported", 1)]


def test_a_conflict_has_no_cause_before_a_person_names_it(
    serving: Serving, tab: Any, sprint: Path, tmp_path: Path
) -> None:
    folder = copied(sprint, tmp_path / "r")
    with Review.open(folder, "carol") as review:
        plain = next(
            d for d in review.reconciliation.queue() if not d.because and d.judgement == "conflict"
        )
    tab.goto(serving(folder, "carol").link)
    tab.goto(tab.url.replace("/reports", "/reconcile"))
    tab.wait_for_selector("body[data-ready] #card article")
    tab.click(f"#list button[data-record='{plain.id}']")
    until(tab, f"document.querySelector('#card article').dataset.record === '{plain.id}'")
    choose(tab, "1", "as Table 2 has it")
    with Review.open(folder, "carol") as review:
        (row,) = review.home.connection.execute("SELECT cause FROM decision")
    assert row["cause"] == "wrong_outcome"


def test_a_card_fits_on_a_telephone(serving: Serving, tab: Any, sprint: Path, tmp_path: Path) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(serving(copied(sprint, tmp_path / "r"), "carol").link)
    tab.goto(tab.url.replace("/reports", "/reconcile"))
    tab.wait_for_selector("body[data-ready] #card article")
    until(tab, "[...document.querySelectorAll('.side img')].every((each) => each.complete)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tall = tab.evaluate(
        "[...document.querySelectorAll('#card button')].filter(b => b.offsetParent).map(b => b.offsetHeight)"
    )
    assert min(tall) >= 44  # a finger's breadth
    picture(tab, "reconcile-telephone")


def test_a_long_ranking_goes_on_behind_the_page(
    serving: Serving, tab: Any, sprint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked, may_end = Reconciliation.queue, threading.Event()

    def slowly(self: Reconciliation, study: str | None = None) -> list[Dispute]:
        assert may_end.wait(20)
        return ranked(self, study)

    monkeypatch.setattr(Reconciliation, "queue", slowly)
    served = serving(sprint, "carol")
    tab.goto(served.link)
    tab.goto(f"{served.root}/reconcile?anew=1")
    assert "in order" in tab.inner_text("#ordering")
    assert tab.locator("#card article, #list li").count() == 0
    assert "Nothing to decide" not in tab.inner_text("main")
    picture(tab, "reconcile-ordering")
    may_end.set()
    tab.wait_for_selector("body[data-ready] #card article")
    assert tab.inner_text("#count") == "7"
    assert tab.url == f"{served.root}/reconcile"


def test_the_agreement_of_the_extractors_is_shown(
    serving: Serving, tab: Any, sprint: Path, tmp_path: Path
) -> None:
    folder = copied(sprint, tmp_path / "r")
    served = serving(folder, "carol")
    tab.goto(served.link)
    tab.goto(f"{served.root}/agreement")
    with Review.open(folder, "carol") as review:
        (people,) = (
            each
            for each in review.reconciliation.agreements(review.reconciliation.pairings())
            if each.people
        )
        effects = review.reconciliation.effects()
    shown = tab.locator("table.list tbody tr").first.inner_text().split()
    held = people.kinds["all"]
    assert shown[:3] == ["all", str(held.pairs), f"{held.percent:.1f}%"]
    drawn = [each for each in effects if each.bland_altman]
    assert tab.locator(".figures img").count() == len({each.comparison for each in drawn}) > 0
    until(tab, "[...document.querySelectorAll('.figures img')].every((each) => each.naturalWidth > 100)")
    picture(tab, "agreement")
