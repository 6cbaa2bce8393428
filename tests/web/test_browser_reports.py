"""Reports in a real browser: files added, refused, read by the programs with progress, and stopped."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from curate import resources
from curate.review import Review
from curate.web.progress import Progress
from tests.web.conftest import Serving, picture, until

DEMO = Path(str(resources.folder("demo")))


def added(folder: Path) -> set[str]:
    with Review.open(folder, "ann") as review:
        return {row["file_name"] for row in review.reports.all()}


def test_files_are_added_and_what_is_none_is_refused(serving: Serving, tab: Any, tmp_path: Path) -> None:
    with Review.create(tmp_path / "r", "files", "ann"):
        pass
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "words.pdf").write_bytes(b"this is no PDF\n" * 30)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "cut.pdf").write_bytes((DEMO / "zou-2021.pdf").read_bytes()[:3000])
    tab.goto(serving(tmp_path / "r", "ann").link)
    tab.click("text=add the reports")  # a new review begins at its set-up, which leads here
    tab.wait_for_url("**/reports")
    picture(tab, "reports-empty")
    bad = [tmp_path / name for name in ("empty.pdf", "words.pdf", "picture.png")]
    files = [DEMO / "zou-2021.pdf", *bad, tmp_path / "cut.pdf", DEMO / "keilp-2021.pdf"]
    tab.set_input_files("#files", [str(path) for path in files])
    until(tab, "document.body.dataset.taken === '6'")
    said = {line.split(": ")[0]: line for line in tab.locator("#uploads li").all_inner_texts()}
    for path in bad:
        assert tab.locator("#uploads li.bad", has_text=path.name).count() == 1, said
        assert "/" not in said[path.name], "where it lay on the server is not told"
    assert {"zou-2021.pdf", "keilp-2021.pdf"} <= added(tmp_path / "r")
    assert not {path.name for path in bad} & added(tmp_path / "r")
    listed = tab.locator("#listed tbody tr").all_inner_texts()
    assert len(listed) == len(added(tmp_path / "r"))
    picture(tab, "reports-refused")
    tab.set_input_files("#files", [str(DEMO / "zou-2021.pdf")])
    until(tab, "document.body.dataset.taken === '7'")
    assert "known before" in tab.locator("#uploads li").last.inner_text()


def test_a_dropped_file_is_added(serving: Serving, tab: Any, tmp_path: Path) -> None:
    with Review.create(tmp_path / "r", "files", "ann"):
        pass
    served = serving(tmp_path / "r", "ann")
    tab.goto(served.link)
    tab.goto(f"{served.root}/reports")
    drop = """async (bytes) => {
        const held = new DataTransfer();
        held.items.add(new File([new Uint8Array(bytes)], "../../zhong ü.pdf", { type: "application/pdf" }));
        document.dispatchEvent(new DragEvent("dragover", { dataTransfer: held, bubbles: true, cancelable: true }));
        document.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
    }"""
    tab.evaluate(drop, list((DEMO / "zhong-2016.pdf").read_bytes()))
    until(tab, "document.body.dataset.taken === '1'")
    assert added(tmp_path / "r") == {"zhong ü.pdf"}
    assert [path.suffix for path in (tmp_path / "r" / "reports").iterdir()] == [".pdf"]


def test_programs_read_with_progress_and_stop_when_asked(
    serving: Serving, tab: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "r"
    with Review.create(folder, "reading", "ann") as review:
        review.home.set_protocol((DEMO / "review.toml").read_text(encoding="utf-8"))
        review.reports.add(sorted(DEMO.glob("*.pdf"))[:5])
    seen, tell = threading.Event(), Progress._say

    def slow(progress: Progress, done: int, of: int, words: str) -> None:
        """Tell it, and wait after the first report until somebody has looked."""
        tell(progress, done, of, words)
        if done:
            seen.wait(20)

    monkeypatch.setattr(Progress, "_say", slow)
    tab.goto(serving(folder, "ann").link)
    tab.goto(tab.url.rpartition("/")[0] + "/reports")
    assert tab.inner_text("#read") == "Have programs read 5 reports"
    tab.click("#read")
    until(tab, "document.getElementById('work-bar').value > 0")
    assert "readings" in tab.inner_text("#work-words")
    assert tab.is_disabled("#read")
    picture(tab, "reports-reading")
    tab.click("#stop")
    until(tab, "document.getElementById('said').textContent.startsWith('stops after')")
    seen.set()
    until(
        tab,
        "document.getElementById('read')?.disabled === false && document.getElementById('work').hidden",
    )
    with Review.open(folder, "ann") as review:
        left = review.extraction.waiting()
    assert 0 < left < 5
    assert tab.inner_text("#read").startswith(f"Have programs read {left} report")
    tab.click("#read")
    until(tab, "document.getElementById('read')?.textContent === 'Programs have read all'", 60)
    with Review.open(folder, "ann") as review:
        assert review.extraction.waiting() == 0
