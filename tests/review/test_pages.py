"""Pages with what was found on them: words that are escaped, boxes that lie on the page."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from html.parser import HTMLParser

import numpy as np
import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.errors import ReportError, UnknownName
from curate.review.page_html import page_html
from curate.review.page_marks import Mark, page_marks
from curate.store.marks import PageReading

HOSTILE = '<script>alert("x")</script> & p<0.05'


class Seen(HTMLParser):
    """Elements, rectangles with their words, and the text of the list."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.boxes, self.words, self.inside = Counter(), [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.inside = tag
        if tag == "rect":
            self.boxes.append(dict(attrs))
        if tag == "svg":
            self.view = dict(attrs)["viewbox"]

    def handle_data(self, data):
        if self.inside == "title" and self.boxes:
            self.words.append(data)
        self.inside = ""


def pixels(png):
    width, height = struct.unpack(">II", png[16:24])
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + 3 * width)
    return rows[:, 1:].reshape(height, width, 3).astype(int)


def page_with_table(review, name):
    for page in range(1, 9):
        shown = review.pages.see(name, page)
        if any(mark.kind == "table" for mark in shown.marks):
            return shown
    raise AssertionError("no table in the report")


def test_a_page_shows_tables_cells_and_readings(reopen, tmp_path):
    review = reopen("ann")
    shown = page_with_table(review, "zou-2021.pdf")
    kinds = Counter(mark.kind for mark in shown.marks)
    assert {"table", "row", "column", "header", "stub", "body"} <= kinds.keys()
    assert kinds["high"] + kinds["medium"] + kinds["low"] > 0
    seen = Seen(review.pages.write_html(shown, tmp_path / "page.html").read_text(encoding="utf-8"))
    assert seen.tags["rect"] == len(shown.marks) == len(seen.words)
    assert seen.tags["image"] == 1
    assert seen.tags["script"] == 0
    _, _, width, height = map(float, seen.view.split())
    for box in seen.boxes:
        x, y, across, down = (float(box[key]) for key in ("x", "y", "width", "height"))
        assert 0 <= x <= x + across <= width + 0.1
        assert 0 <= y <= y + down <= height + 0.1
    listed = seen.tags["tr"] - 1
    assert listed == len(shown.readings)


def test_a_report_is_named_by_file_study_or_hash(reopen):
    review = reopen("ann")
    find = review.reports.find
    row = find("zou-2021.pdf")
    assert find(row["study_name"])["id"] == find(row["id"][:8])["id"] == row["id"]
    with pytest.raises(UnknownName):
        find(row["id"][:3])
    with pytest.raises(ReportError, match="no page 99"):
        review.pages.see("zou-2021.pdf", 99)


def test_the_picture_is_painted_where_the_marks_are(reopen, tmp_path):
    review = reopen("ann")
    shown = page_with_table(review, "zou-2021.pdf")
    plain = pixels(review.pages._picture(shown, []))
    painted = pixels(review.pages.draw(shown, tmp_path / "page.png").read_bytes())
    changed = np.argwhere((plain != painted).any(axis=2)) / 2  # points: 144 dpi
    boxes = [mark.box for mark in shown.marks]
    margin = 3.5  # the outline stands a point outside and is up to 1.4 wide; pixels are half points
    assert len(changed)
    assert changed[:, 0].min() >= min(box[1] for box in boxes) - margin
    assert changed[:, 0].max() <= max(box[3] for box in boxes) + margin
    assert changed[:, 1].min() >= min(box[0] for box in boxes) - margin
    assert changed[:, 1].max() <= max(box[2] for box in boxes) + margin


def reading(**changes):
    plain = dict(statistic="mean", value="1", outcome="Pain", arm="A", timepoint="", band="high",
                 status="reported", flags=(), quote="1", extractor="table", box=(1.0, 1.0, 9.0, 9.0))  # fmt: skip
    return PageReading(**{**plain, **changes})


def test_words_of_a_report_are_text_never_markup():
    found = [reading(outcome=HOSTILE, quote=HOSTILE)]
    marks = page_marks([], found)
    html = page_html(HOSTILE, b"png", (100.0, 100.0), marks, found)
    assert "<script" not in html
    assert HOSTILE in Seen(html).words[0]


def test_a_box_beyond_the_page_is_cut_at_its_edge():
    html = page_html("t", b"png", (100.0, 50.0), [Mark("high", (-5.0, 40.0, 120.0, 60.0), "x")], [])
    (box,) = Seen(html).boxes
    assert [float(box[key]) for key in ("x", "y", "width", "height")] == [0, 40, 100, 10]


def test_a_place_shows_its_lowest_band_and_every_reading_once():
    found = [reading(), reading(statistic="sd", band="low"), reading(), reading(box=None)]
    (mark,) = page_marks([], found)
    assert mark.kind == "low"
    assert len(mark.words.splitlines()) == 2


def test_the_command_writes_what_its_file_name_says(copy, tmp_path):
    def run(*more):
        done = CliRunner().invoke(main, ["show", "zou-2021.pdf", "--page", "1", "-C", str(copy), *more])
        assert done.exit_code == 0, done.output
        return done.output

    run("-o", str(tmp_path / "a.png"))
    run("-o", str(tmp_path / "b.html"))
    assert "readings" in run("-o", str(tmp_path / "c"))
    names = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert names == {"a.png", "b.html", "c.png", "c.html"}
