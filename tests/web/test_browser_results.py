"""The forest plot in a real browser, followed from a square down to the number's pixels."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from curate.review import Review
from curate.review.demo import run
from tests.web.conftest import Serving, copied, picture, until


@pytest.fixture(scope="session")
def pooled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example, extracted and decided."""
    folder = tmp_path_factory.mktemp("pooled") / "r"
    run(folder, lambda _: None)
    return folder


def opened(tab: Any, root: str) -> None:
    tab.goto(root)
    tab.keyboard.press("g")
    tab.keyboard.press("o")
    tab.wait_for_selector("body[data-ready=results] svg.forest")


def ink_in_the_box(tab: Any) -> float:
    """Return the share of dark pixels inside the box that is shown."""
    box = tab.locator("#svg .here").bounding_box()
    place = {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}
    pixels = np.asarray(Image.open(io.BytesIO(tab.screenshot(clip=place))).convert("L"))
    return float((pixels[3:-3, 3:-3] < 110).mean())


def test_a_square_leads_to_the_box_of_its_number(
    serving: Serving, tab: Any, pooled: Path, tmp_path: Path
) -> None:
    served = serving(copied(pooled, tmp_path / "r"), "carol")
    opened(tab, served.link)
    until(tab, "document.getElementById('funnel').naturalWidth > 100")
    picture(tab, "results")
    square = tab.locator("svg.forest a rect.square").first
    square.click()
    tab.wait_for_selector("ul.trace.whole img")
    until(tab, "document.querySelector('ul.trace.whole img').naturalWidth > 100")
    picture(tab, "effect")
    mean = tab.locator("ul.trace.whole > li", has_text="m1").first
    typed = float(mean.locator("b").first.inner_text().split("=")[1])
    link = mean.locator("a.to-page").first
    assert "box=" in link.get_attribute("href")
    link.click()
    tab.wait_for_selector("#svg .here")
    until(tab, "document.querySelector('#svg image')?.getBBox().width > 100")
    picture(tab, "place")
    waits = 0
    while (
        ink_in_the_box(tab) <= 0.02 and waits < 40
    ):  # the page's picture is drawn some time after it came
        tab.wait_for_timeout(250)
        waits += 1
    assert ink_in_the_box(tab) > 0.02  # digits stand in it
    report, page = tab.url.split("/look/")[1].split("?")[0].split("/")
    layer = tab.evaluate(f"fetch('/pages/{report}/{page}.json').then((each) => each.json())")
    left, top, right, bottom = (
        float(edge) for edge in tab.url.split("box=")[1].split("&")[0].replace("%2C", ",").split(",")
    )
    held = [
        word
        for word in layer["words"]
        if left - 1 <= (word[1] + word[3]) / 2 <= right + 1
        and top - 1 <= (word[2] + word[4]) / 2 <= bottom + 1
    ]
    assert any(math.isclose(typed, float(each)) for each in _numbers(held))


def _numbers(words: list[Any]) -> list[str]:
    texts = [str(word[0]).strip("()[],;").replace("−", "-").replace("·", ".") for word in words]
    return [text for text in texts if text.replace(".", "", 1).lstrip("-").isdigit()]


def test_controls_pool_again_and_storing_keeps_the_protocol(
    serving: Serving, tab: Any, pooled: Path, tmp_path: Path
) -> None:
    folder = copied(pooled, tmp_path / "r")
    opened(tab, serving(folder, "carol").link)
    before = tab.inner_text("#plot .facts")
    tab.select_option("select[name=method]", "CE")
    until(tab, "document.body.dataset.shown?.includes('method=CE')")
    assert "Common effect" in str(tab.text_content("svg.forest"))
    assert tab.inner_text("#plot .facts") != before
    count = tab.locator("svg.forest a").count()
    tab.locator("input[name=study]:not(:disabled)").first.uncheck()
    until(tab, "document.body.dataset.shown?.includes('without=')")
    assert tab.locator("svg.forest a").count() == count - 1
    tab.fill("input[name=level]", "nonsense")
    until(tab, "document.querySelector('#plot .bad-text') !== null")
    tab.click("#back")
    until(tab, "document.body.dataset.shown === 'protocol'")
    assert tab.inner_text("#plot .facts") == before
    tab.click("#store")
    until(tab, "document.body.dataset.stored !== undefined")
    name = str(tab.evaluate("document.body.dataset.stored"))
    with Review.open(folder, "carol") as review:
        assert review.traces.trace(name).noun == "pooled"


def test_tables_are_saved_and_the_methods_told(
    serving: Serving, tab: Any, pooled: Path, tmp_path: Path
) -> None:
    folder = copied(pooled, tmp_path / "r")
    opened(tab, serving(folder, "carol").link)
    tab.click("text=Tables and methods")
    picture(tab, "exports")
    with Review.open(folder, "carol") as review:
        assert review.methods.text() == tab.inner_text(".methods")
        review.exports.write("effects", tmp_path / "effects.csv")
    with tab.expect_download() as started:
        tab.click("a[href='/exports/effects.csv']")
    assert started.value.suggested_filename == "effects.csv"
    saved = Path(str(started.value.path())).read_bytes()
    assert saved == (tmp_path / "effects.csv").read_bytes()
    assert saved.count(b"\n") > 10
