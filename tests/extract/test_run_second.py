"""When the second engine agrees with a reading."""

from __future__ import annotations

import pytest

from curate.extract.report import agree
from curate.model.reading import Evidence, Reading


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
