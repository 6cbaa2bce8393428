"""Two extractors and an adjudicator at one page: nothing of the other's is sent before both have sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from curate.review import Review
from curate.web.serve import entrance
from tests.web.conftest import DEMO, SPRINT, Serving, picture, until
from tests.web.extracting import focus_by_tab, ready

PASSWORD = "four words nobody joins"
ANNS, BOBS = "17.531", "18.642"
"""Means that stand nowhere in the report, so that whatever holds them has them from their reader."""


@dataclass
class Browser:
    """Somebody's browser, with all that was sent to it."""

    page: Any
    received: list[tuple[str, str]] = field(default_factory=list)
    streams: list[str] = field(default_factory=list)

    def take(self, response: Any) -> None:
        """Keep an answer's address and text."""
        kind = response.headers.get("content-type", "")
        if kind.startswith("text/event-stream"):
            self.streams.append(response.url)
        elif response.status not in (301, 302, 303, 304) and not kind.startswith("image/png"):
            self.received.append((response.url, response.text()))

    def has_received(self, text: str) -> list[str]:
        """Return the addresses of the answers that hold a text."""
        return [url for url, said in self.received if text in said]


@pytest.fixture
def browsers(chromium: Any) -> Iterator[list[Browser]]:
    """Three browsers that know nothing of each other; an error in one fails the test."""
    held, contexts, errors = [], [], []
    for _ in range(3):
        contexts.append(chromium.new_context(viewport={"width": 1440, "height": 900}))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        held.append(Browser(page))
        page.on("response", held[-1].take)
    yield held
    for context in contexts:
        context.close()
    assert errors == []


def sign_in(page: Any, root: str, name: str) -> None:
    page.goto(root)
    page.wait_for_url("**/login")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav a[aria-current]")


def invited(lead: Any, name: str, role: str) -> str:
    """Invite somebody at the page; return the link."""
    lead.fill("#add [name=name]", name)
    lead.select_option("#add [name=role]", role)
    lead.click("#add button")
    until(lead, f"document.getElementById('invited').textContent === '{name}'")
    lead.wait_for_selector(f"tr[data-name='{name}']")
    link: str = lead.input_value("#link")
    return link


def accept(page: Any, link: str) -> None:
    """Choose a password by a link."""
    page.goto(link)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD + "!")
    page.keyboard.press("Enter")
    until(page, "document.getElementById('refused').textContent === 'the two are not the same'")
    page.fill("[name=again]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav a[aria-current]")


def extract(page: Any, root: str, study: str, mean: str) -> None:
    """Type one mean into the grid of a study."""
    page.goto(f"{root}/extract/{study}")
    ready(page)
    page.click("#independent")
    page.wait_for_selector(".cell:focus")
    page.keyboard.press("PageDown")
    until(page, "document.getElementById('page-number').value === '2'")
    focus_by_tab(page, "mean: ")
    page.keyboard.type(mean)
    page.keyboard.press("Enter")
    until(page, "document.getElementById('saved').textContent === 'all saved'")


def seal(page: Any) -> None:
    page.click("#seal")
    page.click("#seal-now")
    until(page, "document.getElementById('mode').textContent.includes('sealed')")


def look_everywhere(page: Any, root: str, study: str) -> None:
    """Open all that could show another's number."""
    for path in (
        *("/reports", "/extract", f"/extract/{study}", "/reconcile", "/results", "/ledger", "/me"),
        *("/results/depression", "/results/depression/forest", f"/results/depression/effect/{study}"),
    ):
        page.goto(root + path)


def test_neither_extractor_is_sent_the_others_values_before_both_have_sealed(
    serving: Serving, browsers: list[Browser], tmp_path: Path
) -> None:
    folder = tmp_path / "r"
    with Review.create(folder, "browser", "lea") as review:
        review.home.set_protocol(SPRINT.read_text(encoding="utf-8"))
        review.reports.add([DEMO / "keilp-2021.pdf"])
        (study,) = (one.id for one in review.studies.all())
        first = entrance(review.accounts, "lea")
    root = serving(folder, team=True).root
    ann, bob, lea = browsers

    accept(lea.page, root + first)
    lea.page.goto(f"{root}/accounts")
    for one, name in ((ann, "ann"), (bob, "bob")):
        accept(one.page, invited(lea.page, name, "extractor"))
        assert one.page.url == f"{root}/extract", "who extracts begins with that"
    picture(lea.page, "accounts")

    extract(ann.page, root, study, ANNS)
    extract(bob.page, root, study, BOBS)
    seal(ann.page)
    for one in (ann, bob, lea):
        look_everywhere(one.page, root, study)
    assert ann.has_received(ANNS), "what is looked for can be seen"
    assert bob.has_received(BOBS)
    assert ann.has_received(BOBS) == []
    assert bob.has_received(ANNS) == []
    assert lea.has_received(ANNS) + lea.has_received(BOBS) == []

    bob.page.goto(f"{root}/extract/{study}")
    ready(bob.page)
    seal(bob.page)
    for one in (ann, bob, lea):
        one.page.goto(f"{root}/reconcile")
        shown = (
            one.page.content()
        )  # what is noted of answers may come a moment after the page has loaded
        assert ANNS in shown
        assert BOBS in shown
        assert (one.page.locator("button:has-text('not reported')").count() > 0) == (one is lea)


def test_signing_out_closes_the_page_and_in_opens_it(
    serving: Serving, browsers: list[Browser], tmp_path: Path
) -> None:
    folder = tmp_path / "r"
    with Review.create(folder, "Ketamine for PTSD", "lea") as review:
        accounts = review.accounts
        accounts.accept(accounts.add("lea", "lead"), PASSWORD)
    root = serving(folder, team=True).root
    page = browsers[0].page
    page.goto(root)
    page.wait_for_url("**/login")
    picture(page, "login")
    page.fill("[name=name]", "lea")
    page.fill("[name=password]", "something else")
    page.keyboard.press("Enter")
    until(page, "document.getElementById('refused').textContent.includes('is wrong')")
    sign_in(page, root, "lea")
    page.goto(f"{root}/me")
    picture(page, "me")
    page.click("#sign-out")
    page.wait_for_url("**/login")
    page.goto(f"{root}/reports")
    page.wait_for_url("**/login")
