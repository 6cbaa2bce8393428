"""The sign of a whole table: its arms are in no sentence, and much of it is in doubt."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from curate.extract.band import with_bands
from curate.model.reading import Evidence, Found, Reading, Result
from tests.extract.test_signs import CELL, RESULT, SENTENCE


def row(number: int, outcome: str, place: Evidence = CELL) -> Found:
    """Return one result of a table; without an outcome its readings are in doubt."""
    place = replace(place, row_headers=(outcome or "Scale",), row=number)
    pair = [Reading(s, v, place, as_printed=v) for s, v in (("mean", "12.3"), ("sd", "4.5"))]
    return Found(replace(RESULT, outcome=outcome), tuple(pair))


def table(sure: int, doubtful: int) -> list[Found]:
    return [row(n, f"Scale {'ABCDEFGHIJ'[n]}" if n < sure else "") for n in range(sure + doubtful)]


def arm(name: str, column: int) -> Found:
    """Return a result of another column."""
    place = replace(CELL, column_headers=(f"{name} (n = 20)", "Week 4"), col=column)
    found = row(9, "Scale J", place)
    return Found(replace(found.result, arms=(name,)), found.readings)


def said(*arms: str) -> Found:
    people = Reading("n", "20", SENTENCE, role="randomised", as_printed="20")
    return Found(Result(arms, outcome="randomised", scope="arm"), (people,))


def bands(items: list[Found], *beside: Found) -> Counter[str]:
    found = with_bands(items, beside)
    return Counter(r.band for item in found if isinstance(item, Found) for r in item.readings)


def test_a_table_much_in_doubt_with_arms_that_no_sentence_knows_is_nowhere_high():
    assert bands(table(4, 2), said("Placebo")) == {"medium": 12}
    (first, *_) = with_bands(table(4, 2))
    assert isinstance(first, Found)
    assert "unfamiliar_table" in first.readings[0].flags


def test_a_sentence_that_names_the_arms_makes_up_for_it():
    assert bands(table(4, 2), said("ketamine group")) == {"high": 8, "medium": 4}


def test_half_of_the_arms_are_enough_since_headers_shorten_names():
    doubtful = table(4, 2)
    other, third = arm("Placebo", 2), arm("Sham", 3)
    assert bands([*doubtful, other], said("Ketamine"))["high"] == 10
    assert bands([*doubtful, other, third], said("Ketamine"))["high"] == 0


@pytest.mark.parametrize(("sure", "doubtful", "high"), [(9, 1, 18), (8, 1, 0)])
def test_a_table_that_is_nearly_all_sure_needs_no_sentence(sure, doubtful, high):
    assert bands(table(sure, doubtful))["high"] == high


def test_a_few_readings_say_nothing_of_a_layout():
    assert bands(table(1, 1)) == {"high": 2, "medium": 2}


def test_doubts_of_the_letters_of_a_number_are_none_of_the_layout():
    ocr = [
        Found(item.result, tuple(replace(r, flags=("stored_number",)) for r in item.readings))
        for item in table(2, 0)
    ]
    assert bands([*table(8, 0)[2:], *ocr]) == {"high": 12, "medium": 4}


def test_other_tables_of_the_report_are_judged_apart():
    elsewhere = [
        row(n, f"Scale {'ABCDEF'[n]}", replace(CELL, grid="tg_2", table="Table 3")) for n in range(6)
    ]
    assert bands([*table(4, 2), *elsewhere]) == {"high": 12, "medium": 12}
