"""When the second engine is asked, and when it agrees with a reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curate.extract.report import extract
from curate.extract.second import agree
from curate.model.reading import Evidence, Found, Reading, Result
from curate.pdf.page import Document

from ..pdf.test_glyphs import MINUS, line, write


class FirstWord:
    """An extractor that takes the first word of each page for a mean."""

    name, version = "first", "1.0.0"

    def read(self, document: Document) -> Iterator[Found]:
        for page in document.pages:
            word = page.words[0]
            place = Evidence(document.report, word.text, page=page.number, box=word.box)
            yield Found(Result(), (Reading("mean", "11.3", place, as_printed=word.text),))


@pytest.mark.parametrize(
    ("mapped", "second", "seen"),
    [
        (0x2212, "doubtful", None),  # the map tells the truth: nothing to doubt
        (0x32, "doubtful", "211.3"),  # the minus is a "2" in the text layer
        (0x2212, "all", "\u221211.3"),
        (0x32, "none", None),
    ],
)
def test_pages_with_doubtful_glyphs_are_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mapped: int, second: str, seen: str | None
) -> None:
    monkeypatch.setattr("curate.extract.report.load", lambda name: FirstWord())
    path = write(tmp_path / "a.pdf", {MINUS: mapped}, line(MINUS))
    (result,) = extract(path, ["first"], second=second).results
    (reading,) = result.found[0].readings
    assert reading.second_text == seen
    assert reading.value == "11.3"


def test_two_engines_that_see_the_same_text_agree_whatever_became_of_it() -> None:
    """A raised footnote mark belongs to the place, not to the number."""
    place = Evidence("report", "<0.001 2", page=1)
    assert agree(Reading("p", "0.001", place, as_printed="<0.001"), "<0.0012")


@pytest.mark.parametrize(
    ("printed", "flags", "seen", "same"),
    [
        ("-0·35", (), "–0·35 (–0·60 to –0·10)", True),
        ("0·35", (), "–0·35 (–0·60 to –0·10)", False),  # one engine lost the sign
        ("2315", (), "2135", False),
        ("14", (), "61 ± 14 17 ± 4", True),
        ("<0.001", (), "0.54 (\ue02c0.001)", True),  # a glyph without a code says nothing
        ("<0.001", (), "0.54 (\ue02c0.002)", False),
        ("−11.3", ("repaired",), "(cid:2)11.3", True),
        ("−0.09", ("repaired",), "20.09", True),  # the minus is a "2" in every text layer
        ("−0.09", ("repaired",), "20.08", False),
        ("0.038", ("repaired",), "0 038", True),  # the point was drawn, not written
        ("twelve", (), "in twelve patients", True),
    ],
)
def test_agreement(printed: str, flags: tuple[str, ...], seen: str, same: bool) -> None:
    assert agree(Reading("mean", "1", None, as_printed=printed, flags=flags), seen) is same
