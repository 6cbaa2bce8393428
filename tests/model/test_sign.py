"""Signs in words: each has some, and what lowers a band comes first."""

from __future__ import annotations

from pathlib import Path

from curate.extract.band import CONTRADICTED, FOUND_HERE, INTERPRETED, band_of
from curate.extract.report import extract
from curate.model.sign import SIGNS, in_words, reasons

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"


def test_every_flag_that_the_reports_of_the_demo_get_has_words() -> None:
    flags = {
        flag
        for path in sorted(DEMO.glob("*.pdf"))
        for result in extract(path, ["table", "prose"]).results
        for found in result.found
        for reading in found.readings
        for flag in reading.flags
    }
    assert len(flags) > 10
    assert flags <= SIGNS.keys()


def test_words_are_of_one_sign_each() -> None:
    words = [sign.words for sign in SIGNS.values()]
    assert len(set(words)) == len(words)
    assert not [text for text in words if text.endswith(".") or "_" in text]


def test_a_sign_has_the_band_that_it_makes() -> None:
    assert {flag: band_of([flag]) for flag in SIGNS} == {
        flag: sign.band or "high" for flag, sign in SIGNS.items()
    }
    assert FOUND_HERE < CONTRADICTED | INTERPRETED < SIGNS.keys()


def test_what_contradicts_comes_first_and_the_rest_last() -> None:
    flags = ["arm_missing", "repaired", "statistic_guessed", "of_another_extractor"]
    first = ("nothing says which statistic it is", "no arm is named")
    assert reasons(flags) == first
    assert in_words(flags) == (*first, SIGNS["repaired"].words, "of_another_extractor")
