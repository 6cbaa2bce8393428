"""Deaths, events and people whom something befell, counted beside their arms without a total."""

from __future__ import annotations

import pytest

from curate.extract.sentences.people.happenings import place_happenings, place_shares
from curate.extract.sentences.people.zeros import place_none
from curate.parse.number import POINT
from curate.parse.sentence import find_statements

from .told_prose import BOOK, TWO


def counted(text: str) -> list[tuple[str, ...]]:
    placed = place_happenings(text, find_statements(text), BOOK.find(text), POINT)
    return [
        (p.statement.label, p.statement.statistics[0], p.statement.values[0].value, *p.arms)
        for p in placed
    ]


@pytest.mark.parametrize(
    ("text", "what", "statistic", "values"),
    [
        ("There were 184 deaths in the kava group as compared with 262 in the placebo group", "deaths",
         "events", ("184", "262")),
        ("with 43 deaths (23 in the kava group and 20 in the placebo group)", "deaths", "events",
         ("23", "20")),
        ("There were 4 deaths over 12 years: 2 in the kava group (a fall) and 2 in the placebo group",
         "deaths", "events", ("2", "2")),
        ("There were fourteen deaths (five deaths in the kava group and nine in the placebo group)",
         "deaths", "events", ("5", "9")),
        ("There were 64 falls in the kava group and 95 falls in the placebo group", "falls",
         "event_count", ("64", "95")),
        ("There were 245 serious adverse events (kava: 124; placebo: 121)", "serious adverse events",
         "event_count", ("124", "121")),
        ("There were 29 deaths (10 [2%] in the kava group)", "", "", ()),
        ("113 patients in the kava group and 114 patients in the placebo group died", "died", "events",
         ("113", "114")),
        ("A total of 53 adults (28 in the kava group and 25 in the placebo group) did not complete the trial",
         "did not complete the trial", "events", ("28", "25")),
        ("Seven patients (3 in the kava group and 4 in the placebo group) had a severe rash",
         "severe rash", "events", ("3", "4")),
        ("including knee pain (n = 10 with kava; n = 9 with placebo)", "knee pain", "events", ("10", "9")),
        ("Twenty-six adults stopped it early (14 kava, 12 placebo)", "stopped it early", "events",
         ("14", "12")),
        ("after 82 had died (40 in the kava group and 42 in the placebo group)", "died", "events",
         ("40", "42")),
        ("such as knee pain (10 events with kava and 9 events with placebo)", "knee pain", "event_count",
         ("10", "9")),
    ],
)  # fmt: skip
def test_what_happened_in_each_arm(text, what, statistic, values):
    arms = ("kava", "placebo")
    assert counted(text) == [(what, statistic, n, arm) for n, arm in zip(values, arms, strict=False)]


@pytest.mark.parametrize(
    "text",
    [
        "300 adults (151 in the kava group and 149 in the placebo group) were randomised",
        "Of those, 98 in the kava group and 97 in the placebo group completed the trial",
        "Two trials (kava: n = 942; placebo: n = 300) reported sleep",
        "Kava (n = 20) or placebo (n = 21) was given",
        "There were 40 of 60 deaths in the kava group and 12 of 50 in the placebo group",
    ],
)
def test_sizes_of_groups_are_nothing_that_happened(text):
    assert counted(text) == []


def shares(text: str) -> list[tuple[str, ...]]:
    placed = place_shares(text, find_statements(text), BOOK.find(text), POINT)
    return [(*(v.value for v in p.statement.values), *p.arms) for p in placed]


def test_a_share_behind_the_name_of_its_arm():
    text = "Drops were given to 36 adults in the kava group (14.4%) vs 32 in the placebo group (12.8%)"
    assert shares(text) == [("36", "14.4", "kava"), ("32", "12.8", "placebo")]
    assert shares("We randomised 36 adults to sleep in the kava group (50%)") == []
    assert shares("in 40 of 61 in the kava group (66%)") == []


def none(text: str, main: tuple[str, ...] = TWO) -> list[tuple[object, ...]]:
    return [(p.statement.label, *p.arms, p.sure) for p in place_none(text, main, BOOK.find(text))]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("No serious skin reactions occurred in either group.", "serious skin reactions"),
        ("There was no complication in both groups.", "complication"),
        ("There were no deaths during follow-up.", "deaths"),
        ("No serious adverse events were reported.", "serious adverse events"),
        ("All slept through it without any adverse effects.", "adverse effects"),
    ],
)
def test_none_of_it_in_any_arm(text, what):
    assert none(text) == [(what, "kava", False), (what, "placebo", False)]
    assert none(text, ()) == []


@pytest.mark.parametrize(
    "text",
    [
        "There was no severe headache in the kava group.",
        "No severe headache was observed in the kava group.",
        "In the kava group, no severe headache was observed.",
    ],
)
def test_none_of_it_in_one_arm(text):
    assert none(text) == [("severe headache", "kava", True)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("No patient in the placebo group had a severe headache.", "severe headache"),
        ("None of the 20 patients in the placebo group died.", "died"),
    ],
)
def test_nobody_in_one_arm(text, what):
    assert none(text) == [(what, "placebo", True)]


@pytest.mark.parametrize(
    "text",
    [
        "There was no difference in the kava group.",
        "No significant changes were observed in either group.",
        "There was no evidence of infection.",
        "There were no significant adverse events.",
        "No statistically significant deaths occurred in either group.",
        "There were no deaths from falls.",
    ],
)
def test_no_difference_is_no_zero(text):
    assert none(text) == []
