"""The printed queue: both readings with their places, and nothing that tells who or which way."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from curate.review import Review

Opener = Callable[[str], Review]
FACT = {"arms": ["Ketamine"], "outcome": "Depression", "timepoint": "End of treatment", "page": 1}


@pytest.fixture
def disputed(reopen: Opener) -> Review:
    review = reopen("lead")
    for person, value in (("annabel", "14.80"), ("<b>bob</b>", "15.80")):
        review.forms.enter("zhong-2016", "mean", value, person=person, quote="Depression", **FACT)  # type: ignore[arg-type]
        review.forms.seal(["zhong-2016"], person)
    return review


def test_a_card_holds_both_readings_and_their_places(disputed: Review, tmp_path: Path) -> None:
    path = tmp_path / "queue.html"
    count = disputed.reconciliation.print_queue(path, "zhong-2016")
    text = path.read_text(encoding="utf-8")
    (dispute,) = disputed.reconciliation.queue("zhong-2016")
    assert count == text.count('class="card"') == 1
    assert {"14.80", "15.80"} <= set(re.findall(r'class="value">([^<]*)<', text))
    assert f"curate decide {dispute.id}" in text
    pictures = re.findall(r"base64,([A-Za-z0-9+/=]+)", text)
    assert len(pictures) == 2
    assert all(base64.b64decode(picture).startswith(b"\x89PNG") for picture in pictures)


def test_a_card_names_no_reader_and_needs_no_other_file(disputed: Review, tmp_path: Path) -> None:
    path = tmp_path / "queue.html"
    disputed.reconciliation.print_queue(path)
    text = path.read_text(encoding="utf-8")
    words = re.sub(r"base64,[A-Za-z0-9+/=]+", "", text)  # a picture's letters may be anybody's
    assert "annabel" not in words
    assert "bob" not in words
    assert not re.search(r'(?:src|href)="(?!data:)', text)


def test_a_card_says_how_a_number_was_worked_out(reopen: Opener, tmp_path: Path) -> None:
    review = reopen("lead")
    for person, value, how in (("ann", "14.8", "half of 29.6 <sum>"), ("bob", "15.8", "")):
        review.forms.enter("zhong-2016", "mean", value, person=person, reason=how, **FACT)  # type: ignore[arg-type]
        review.forms.seal(["zhong-2016"], person)
    (dispute,) = review.reconciliation.queue("zhong-2016")
    assert sorted(side.reason for side in dispute.sides) == ["", "half of 29.6 <sum>"]
    review.reconciliation.print_queue(tmp_path / "queue.html")
    assert "half of 29.6 &lt;sum&gt;" in (tmp_path / "queue.html").read_text(encoding="utf-8")
    told = [review.traces.trace(side.reading).text for side in dispute.sides]
    assert [text.endswith("read by ann (half of 29.6 <sum>)") for text in sorted(told)] == [True, False]
