"""What effects have of an item of the protocol, and why one has nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from curate.effects.covariates import Covariate, covariate
from curate.effects.derive import derive
from curate.errors import UnknownName
from curate.model.protocol import Item, Protocol, Rule
from curate.model.record import Answer, Record, Study

ITEMS = (
    Item("population", "Population", "category", ("military", "civilian")),
    Item("dose", "Dose", "number", per="arm"),
    Item("rob", "Risk of bias", "category", ("1", "2"), per="result"),
)
STUDIES = [Study("s1", "Feder", "parallel", 60), Study("s2", "Zarate")]


@pytest.fixture
def records(result: Any) -> list[Record]:
    made = []
    for study, arms in (("s1", ("ketamine", "esketamine", "placebo")), ("s2", ("ketamine", "placebo"))):
        for arm in arms:
            made += result(study, arm, n="20", mean="12.5", sd="6.1")
    return made


def said(item: str, value: str, study: str = "s1", arm: str = "", **more: str) -> Answer:
    place = more.pop("result_key", f"{study}|{arm}")
    given = {"basis_of_truth": "double_agreed"} | more
    return Answer(f"{place}|{item}", place, study, arm, item, value, **given)


def asked(
    name: str, records: list[Record], protocol: Protocol, *answers: Answer, action: str = "split"
) -> Covariate:
    protocol = replace(protocol, items=ITEMS, rules=(Rule("arm", action),))
    effects = derive(records, STUDIES, protocol).effects
    return covariate(name, effects, protocol.comparisons[0], protocol, answers, records, STUDIES)


def texts(found: Covariate) -> list[str]:
    return [value.text or value.why for value in found.values]


def test_an_answer_about_a_study_is_that_of_its_effects(
    records: list[Record], protocol: Protocol
) -> None:
    found = asked("population", records, protocol, said("population", "military"))
    assert texts(found) == ["military", "military", "no answer"]
    assert found.values[0].records == ("s1||population",)
    assert not found.is_number


def test_an_answer_about_an_arm_is_that_of_the_experimental_arm(
    records: list[Record], protocol: Protocol
) -> None:
    doses = (
        said("dose", "0.5", arm="ketamine"),
        said("dose", "0.25", arm="esketamine"),
        said("dose", "0", arm="placebo"),
        said("dose", "0.50", "s2", "ketamine"),
    )
    found = asked("dose", records, protocol, *doses)
    assert (texts(found), found.is_number) == (["0.25", "0.5", "0.50"], True)
    combined = asked("dose", records, protocol, *doses, action="combine")
    assert texts(combined) == ["several answers: 0.25, 0.5", "0.50"]
    same = said("dose", "0.50", arm="esketamine"), said("dose", "0.5", arm="ketamine")
    assert texts(asked("dose", records, protocol, *same, action="combine"))[0] == "0.50"


def test_an_answer_about_a_result_is_that_of_the_results_behind(
    records: list[Record], protocol: Protocol
) -> None:
    keys = {record.arms[0]: record.result_key for record in records if record.study == "s1"}
    answers = (
        said("rob", "1", arm="ketamine", result_key=keys["ketamine"]),
        said("rob", "2", arm="ketamine", result_key="s1|ketamine|another outcome"),
    )
    assert texts(asked("rob", records, protocol, *answers)) == ["no answer", "1", "no answer"]
    assert not asked(
        "rob", records, protocol, *answers
    ).is_number  # a category, though it looks like one


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"value": "", "status": "not_reported"}, "not reported"),
        ({"value": "5", "operator": ">"}, ">5 is not one number"),
        ({"value": "5", "basis_of_truth": "single"}, "its answer stands below verified"),
    ],
)
def test_why_there_is_none(
    records: list[Record], protocol: Protocol, answer: dict[str, str], why: str
) -> None:
    value = answer.pop("value")
    found = asked("dose", records, protocol, said("dose", value, "s2", "ketamine", **answer))
    assert texts(found)[-1] == why


def test_properties_need_no_item(records: list[Record], protocol: Protocol) -> None:
    assert texts(asked("design", records, protocol)) == ["parallel", "parallel", "not known"]
    sizes = asked("n_randomised", records, protocol)
    assert (texts(sizes), sizes.is_number) == (["60", "60", "not known"], True)
    assert texts(asked("timepoint", records, protocol)) == ["end"] * 3
    with pytest.raises(UnknownName) as error:
        asked("desing", records, protocol)
    assert "population" in error.value.hint
    assert "n_randomised" in error.value.hint
