"""A sentence's number is confirmed by what another place gives to the same arms about the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from curate.extract.band import with_bands
from curate.extract.report import extract
from curate.model.reading import Evidence, Found, Reading, Result

SENTENCE = Evidence("a" * 64, "Sleep came to 7 of 40 (18%) on kava", page=1, table="text")
CELL = Evidence(
    "a" * 64, "7 (18)", page=3, table="Table 2", row_headers=("Sleep",), grid="tg_1", row=2, col=1
)
SLEEP = Result(("kava",), outcome="Sleep", timepoint="week 4", basis="final")


def numbers(place: Evidence, **values: str) -> tuple[Reading, ...]:
    return tuple(Reading(name, value, place, as_printed=value) for name, value in values.items())


def is_once(said: Found, *others: Found, beside: tuple[Found, ...] = ()) -> bool:
    found = with_bands([said, *others], beside)[0]
    assert isinstance(found, Found)
    return "said_once" in found.readings[0].flags


SEVEN = Found(SLEEP, numbers(SENTENCE, events="7", percent="18"))
LONG = Found(SLEEP, numbers(SENTENCE, mean="24.6", sd="3.4"))


def test_a_table_of_another_extractor_confirms() -> None:
    assert is_once(SEVEN)
    assert not is_once(SEVEN, beside=(Found(SLEEP, numbers(CELL, events="7")),))


@pytest.mark.parametrize(
    ("result", "place"),
    [
        (replace(SLEEP, arms=("placebo",)), CELL),
        (replace(SLEEP, outcome="Nausea"), CELL),  # a small number of an arm may be that of two outcomes
        (replace(SLEEP, outcome="Nausea"), replace(SENTENCE, quote="Nausea came to 7 (18%)")),
        (replace(SLEEP, basis="baseline"), CELL),  # before treatment
        (SLEEP, SENTENCE),
    ],
)
def test_another_arm_another_outcome_or_the_sentence_itself_do_not_confirm(result, place) -> None:
    assert is_once(SEVEN, beside=(Found(result, numbers(place, events="7", percent="18")),))


def test_sentences_of_another_extractor_do_not_confirm() -> None:
    again = replace(SENTENCE, quote="again 7 of 40")
    assert is_once(SEVEN, beside=(Found(SLEEP, numbers(again, events="7")),))
    assert not is_once(SEVEN, Found(SLEEP, numbers(again, events="7")))


def test_a_number_under_another_name_is_the_same_number_but_does_not_confirm_the_name() -> None:
    other = replace(SLEEP, outcome="Hours abed")
    assert is_once(LONG, beside=(Found(other, numbers(CELL, mean="24.6", sd="3.4")),))


@pytest.mark.parametrize(
    ("name", "once"), [("hours of sleep by diary", False), ("hours abed by diary", True)]
)
def test_half_of_the_words_of_a_sentence_are_the_others_too(name: str, once: bool) -> None:
    said = Found(replace(SLEEP, outcome="sleep at night"), numbers(SENTENCE, mean="24.6", sd="3.4"))
    place = replace(SLEEP, outcome=name)
    assert is_once(said, beside=(Found(place, numbers(CELL, mean="24.6", sd="3.4")),)) == once


def test_many_digits_that_agree_confirm_what_has_no_words() -> None:
    said = Found(replace(SLEEP, outcome="mean score"), LONG.readings)
    assert not is_once(said, beside=(Found(SLEEP, numbers(CELL, mean="24.6", sd="3.4")),))
    assert is_once(said, beside=(Found(SLEEP, numbers(CELL, mean="24.6", sd="5.1")),))


def test_the_size_of_an_arm_is_confirmed_by_a_header_and_names_differ_in_spaces_and_capitals() -> None:
    arm = Result(("Kava+hops",), outcome="randomised", scope="arm")
    head = Result(("kava + hops group",), outcome="group size", scope="arm")
    said = Found(arm, numbers(SENTENCE, n="40"))
    assert not is_once(said, beside=(Found(head, numbers(CELL, n="40")),))
    assert is_once(said, beside=(Found(head, numbers(CELL, n="41")),))


def test_the_tables_of_a_report_confirm_its_sentences_where_both_are_read() -> None:
    path = Path(__file__).parents[2] / "fixtures" / "demo" / "anderson-2017.pdf"

    def said_once(*names: str) -> set[tuple[str, str, str]]:
        (prose,) = [result for result in extract(path, names).results if result.name == "prose"]
        return {
            (found.result.anchor, reading.statistic, reading.value)
            for found in prose.found
            for reading in found.readings
            if "said_once" in reading.flags
        }

    alone, beside = said_once("prose"), said_once("table", "prose")
    assert beside < alone
    assert {(name, value) for _, name, value in alone - beside} >= {("mean", "14.8"), ("sd", "11.4")}
