"""The page as it runs: a server on a free port, and a browser in front of it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from curate import resources
from curate.review import Review
from curate.web.app import create_app
from curate.web.desk import Desk
from curate.web.serve import ADDRESS, listen

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DEMO = Path(str(resources.folder("demo")))
SPRINT = Path(__file__).resolve().parents[2] / "fixtures" / "sprint" / "review.toml"
SCREENSHOTS = os.environ.get("CURATE_SCREENSHOTS", "")
"""A folder where the tests leave their pictures; nowhere when it is not set."""


@dataclass
class Served:
    """A running page."""

    desk: Desk
    root: str

    @property
    def link(self) -> str:
        """A fresh start link."""
        return f"{self.root}/start?word={self.desk.sessions.invite()}"


Serving = Callable[..., Served]


@pytest.fixture
def serving() -> Iterator[Serving]:
    """Serve a review's folder as somebody, until the test ends."""
    with ExitStack() as stack:

        def start(folder: Path, name: str = "", **words: Any) -> Served:
            listener = listen(0)
            port = listener.getsockname()[1]
            desk = Desk(folder, **words)
            app = create_app(desk, [f"{ADDRESS}:{port}"], name)
            server = uvicorn.Server(
                uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=1)
            )
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
            thread.start()

            def stop() -> None:
                server.should_exit = True
                thread.join(timeout=20)
                listener.close()
                desk.close()

            stack.callback(stop)
            return Served(desk, f"http://{ADDRESS}:{port}")

        yield start


@pytest.fixture(scope="session")
def read_review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review of three reports read by programs, whose protocol names two of their labels otherwise."""
    folder = tmp_path_factory.mktemp("setup") / "r"
    text = SPRINT.read_text(encoding="utf-8")
    for alias in ("Depression score", "Control group"):
        text = text.replace(f'aliases = ["{alias}"]\n', "")
    text = text.replace('label = "Control"', 'label = "Placebo"').replace('"control"', '"placebo"')
    text = text.replace('role = "placebo"', 'role = "control"')
    with Review.create(folder, "sprint", "ann") as review:
        review.home.set_protocol(text)
        review.reports.add([DEMO / f"{name}.pdf" for name in ("keilp-2021", "zhong-2016", "zou-2021")])
        review.extraction.run(workers=1, second="none")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser; where none is installed the test is skipped, or fails where one must be."""
    missing = _missing()
    if missing and os.environ.get("CURATE_NEEDS_BROWSER"):
        pytest.fail(f"the browser tests must run here: {missing}")
    if missing:
        pytest.skip(f"NOT SEEN IN A BROWSER: {missing}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield browser
        browser.close()


def _missing() -> str:
    if not CHROMIUM.is_file():
        return f"{CHROMIUM} is not installed"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed"
    return ""


@pytest.fixture
def tab(chromium: Any) -> Iterator[Any]:
    """A page of a browser without memory; errors in it fail the test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda response: response.status >= 500 and errors.append(response.url))
    yield page
    context.close()
    assert errors == []


def until(page: Any, script: str, seconds: float = 15.0) -> None:
    """Wait until a script is true in the page; the page's own policy lets Playwright's waiting not in."""
    from playwright.sync_api import Error

    for _ in range(int(seconds / 0.05)):
        try:
            if page.evaluate(script):
                return
        except Error as error:  # asked while another page is being opened
            if "navigation" not in str(error):
                raise
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {script}")


def picture(page: Any, name: str) -> None:
    """Keep a screenshot where somebody wants them."""
    if SCREENSHOTS:
        page.wait_for_load_state("networkidle")  # the picture of the report's page too
        page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"))


def copied(folder: Path, target: Path) -> Path:
    """Return a copy of a review that a test may change."""
    shutil.copytree(folder, target)
    return target
