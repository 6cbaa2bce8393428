"""The protocol taken out and put back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from curate.errors import ProtocolError, Refused
from curate.review import Review


def test_the_form_is_saved_once_and_never_over_another_change(tmp_path: Path) -> None:
    with Review.create(tmp_path / "r", "Ketamine", "ann") as review:
        first, texts = review.protocol.version, review.protocols.texts()
        before = (tmp_path / "r" / "review.toml").read_text(encoding="utf-8")
        assert review.protocols.is_sample
        assert not review.protocols.put(texts, first)
        texts["review"][0]["title"] = "Ketamine for PTSD"
        assert review.protocols.put(texts, first)
        assert review.protocol.title == "Ketamine for PTSD"
        assert not review.protocols.is_sample
        assert (tmp_path / "r" / "review.toml.bak").read_text(encoding="utf-8") == before
        texts["review"][0]["title"] = "Another"
        with pytest.raises(Refused, match="changed meanwhile"):
            review.protocols.put(texts, first)
        assert review.protocol.title == "Ketamine for PTSD"


def test_of_two_who_save_at_once_one_is_refused(tmp_path: Path) -> None:
    Review.create(tmp_path / "r", "Ketamine", "ann").close()
    ready = Barrier(4)

    def save(name: str) -> bool:
        with Review.open(tmp_path / "r", name) as review:
            texts, version = review.protocols.texts(), review.protocol.version
            texts["review"][0]["title"] = f"{name}'s"
            ready.wait()
            try:
                return review.protocols.put(texts, version)
            except Refused:
                return False

    names = ("ann", "bob", "cas", "dora")
    with ThreadPoolExecutor(4) as pool:
        saved = dict(zip(names, pool.map(save, names), strict=True))
    assert sorted(saved.values()) == [False, False, False, True]
    (winner,) = (name for name, done in saved.items() if done)
    with Review.open(tmp_path / "r", "ann") as review:
        assert review.protocol.title == f"{winner}'s"
        assert review.ledger.entries(kind="protocol")[0].made_by == winner


def test_a_text_with_mistakes_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    with Review.create(tmp_path / "r", "Ketamine", "ann") as review:
        before = review.home.protocol_text
        with pytest.raises(ProtocolError):
            review.home.set_protocol(before.replace('code = "pcl5"', 'code = "caps5"'))
        assert review.home.protocol_text == before
        assert [path.name for path in (tmp_path / "r").glob("review.toml*")] == ["review.toml"]


def test_comments_survive_a_save(tmp_path: Path) -> None:
    with Review.create(tmp_path / "r", "Ketamine", "ann") as review:
        before = review.home.protocol_text.splitlines()
        texts = review.protocols.texts()
        texts["outcome"][1]["maximum"] = "81"
        assert review.protocols.put(texts, review.protocol.version)
        after = review.home.protocol_text.splitlines()
        assert set(after) - set(before) == {"maximum = 81"}
        assert [line for line in before if line not in after] == []
