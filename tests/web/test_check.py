"""The view of the checks: the words of `curate check`, by study, each with the way to what it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from httpx import Client

from curate.review import Review
from tests.web.conftest import DEMO, SPRINT, Served, Serving, copied, picture, until

FACT: dict[str, Any] = {"outcome": "Depression", "timepoint": "End of treatment", "page": 1}
Visitor = Callable[[Served], Client]


@pytest.fixture
def visit() -> Iterator[Visitor]:
    """Come to a page by its start link."""
    with ExitStack() as stack:

        def enter(served: Served) -> Client:
            client = stack.enter_context(Client(base_url=served.root, timeout=60))
            assert client.get(served.link, follow_redirects=True).status_code == 200
            return client

        yield enter


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review whose programs read an SE as SD, and two people who differ in another study."""
    folder = tmp_path_factory.mktemp("check") / "r"
    with Review.create(folder, "sprint", "lead") as review:
        review.home.set_protocol(SPRINT.read_text(encoding="utf-8"))
        review.reports.add([DEMO / f"{name}.pdf" for name in ("keilp-2021", "zhong-2016")])
        review.extraction.run(workers=1, second="none")
        for person, value in (("ann", "19.5"), ("bob", "753")):
            review.forms.enter(
                "keilp-2021", "mean", value, arms=["Ketamine"], person=person, **FACT | {"page": 2}
            )
            review.forms.seal(["keilp-2021"], person)
    return folder


def findings(text: str) -> dict[str, list[tuple[str, list[str]]]]:
    """Return study → the words of each finding, and where it leads to."""
    found = {}
    for block in re.findall(r'<section class="block">(.*?)</section>', text, re.DOTALL):
        (name,) = re.findall(r"<h2>(.*?) <span", block)
        found[unescape(name)] = [
            (
                unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", "", line))),
                re.findall('href="([^"]+)"', line),
            )
            for line in re.findall(r"<li>(.*?)</li>", block, re.DOTALL)
        ]
    return found


def test_it_says_what_the_command_says_and_every_link_leads_somewhere(
    serving: Serving, visit: Visitor, made: Path
) -> None:
    client = visit(serving(made, "lead"))
    with Review.open(made, "lead") as review:
        problems = review.checks.all()
    for query, notes in (("", False), ("?notes=1", True)):
        told = findings(client.get(f"/check{query}").text)
        wanted = [p for p in problems if notes or p.severity != "note"]
        words = [line for lines in told.values() for line, _ in lines]
        for problem in wanted:
            assert any(f"{problem.where}: {problem.what}" in line for line in words), problem
        assert len(words) == len(wanted)
    (extreme,) = [paths for line, paths in told["zhong-2016"] if "se_for_sd" in line]
    assert any(path.startswith("/trace/rc_") for path in extreme)
    (open_,) = [paths for line, paths in told["keilp-2021"] if "undecided_conflict" in line]
    assert [path.partition("=")[0] for path in open_] == ["/reconcile?record"]
    (bare,) = [paths for line, paths in told["keilp-2021"] if "what bob entered" in line]
    assert [re.sub("[0-9a-f]{64}", "SHA", path) for path in bare] == ["/look/SHA/2"]
    for paths in (paths for lines in told.values() for _, paths in lines):
        assert paths
        for path in paths:
            assert client.get(path, headers={"accept": "text/html"}).status_code == 200, path
    card = client.get(open_[0]).text
    assert f'data-first="{open_[0].partition("=")[2]}"' in card
    counted = client.get("/check/count.json").json()
    kinds = [str(problem.severity) for problem in problems]
    assert counted == {"errors": kinds.count("error"), "warnings": kinds.count("warning")}


def test_who_extracts_independently_is_not_told_what_programs_read(
    serving: Serving, visit: Visitor, made: Path, tmp_path: Path
) -> None:
    folder = copied(made, tmp_path / "r")
    with Review.open(folder, "cas") as review:
        review.sheets.begin("zhong-2016", "independent")
        review.forms.enter("zhong-2016", "n", "753", arms=["Ketamine"], role="analysed", **FACT)
    told = findings(visit(serving(folder, "cas")).get("/check?notes=1").text)["zhong-2016"]
    assert {re.findall(r"\[(\w+)\]", line)[-1] for line, _ in told} == {"no_place", "awaiting_seal"}
    (own,) = [paths for line, paths in told if "what cas entered" in line]
    assert any(path.startswith("/extract/") for path in own)
    other = findings(visit(serving(folder, "lead")).get("/check").text)
    assert not any("753" in line for line, _ in other.get("zhong-2016", []))


def test_the_navigation_counts_what_is_found(serving: Serving, tab: Any, made: Path) -> None:
    tab.goto(serving(made, "lead").link)
    tab.wait_for_selector("#check-count .count")
    counted = tab.inner_text("#check-count")
    tab.keyboard.press("g")
    tab.keyboard.press("k")
    tab.wait_for_url("**/check")
    until(tab, f"document.getElementById('check-count').innerText === {counted!r}")
    assert f"{counted} warnings" in tab.inner_text(".checks .bar")
    picture(tab, "check")
