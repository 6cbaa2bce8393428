"""Sentences of other people than the arms: parts of them, other trials, plans; and what is denied of them."""

from __future__ import annotations

import pytest

from curate.extract.sentences.arms.arm_names import Arm
from curate.extract.sentences.arms.arms import ArmBook
from curate.extract.sentences.arms.brackets import is_dose_of_arm
from curate.extract.sentences.arms.named import Named
from curate.extract.sentences.arms.others import cites_others, is_of_a_part, is_of_some, is_review
from curate.extract.sentences.text.passage import Passage
from curate.extract.sentences.topic.moments import timepoint_of
from curate.extract.sentences.topic.phrases import is_negated
from curate.extract.sentences.topic.telling import tells
from curate.parse.sentence import find_statements

BOOK = ArmBook([Arm("kava", {"kava"}, 9, True), Arm("placebo", {"placebo"}, 9, True)])


@pytest.mark.parametrize(
    "text",
    [
        "Among the 40 adults who were in pain, 16 (40%) slept",
        "In those taking hops at baseline, 16 of 40 (40%) slept with kava",
        "Sleep was rarer in people not taking hops at baseline (40% v 50%)",
        "Sleep came to 16 of 40 (40%) with kava; and, among women, to 8 of 20 (40%)",
        "In the subgroup without pain 16 of 40 (40%) slept with kava",
        "After excluding the restless, 16 of 40 (40%) slept with kava",
    ],
)
def test_a_part_of_the_people_is_told(text) -> None:
    assert is_of_some(text, BOOK.find(text))


@pytest.mark.parametrize(
    "text",
    [
        "Of the 40 adults who were randomised, 16 (40%) slept",
        "Among the 40 adults who received kava, 16 (40%) slept",
        "Adults on kava had less pain at baseline (4.1 v 5.2)",
        "Women and men slept in 16 of 40 (40%)",
    ],
)
def test_all_of_the_people_or_those_of_an_arm_are_no_part(text) -> None:
    assert not is_of_some(text, BOOK.find(text))


def test_a_number_of_people_after_exclusions_is_of_a_part() -> None:
    assert is_of_a_part("In a post hoc analysis 98 adults were allocated to kava")
    assert not is_of_a_part("98 adults were allocated to kava")


def test_a_time_that_sorts_people_is_not_when_they_were_measured() -> None:
    def time(text: str) -> str:
        return timepoint_of(text, find_statements(text)[0], "")

    assert time("In those taking hops at baseline, 16 of 40 (40%) slept") == ""
    assert time("Adults on kava had pain at baseline in 16 of 40 (40%)") == "baseline"


@pytest.mark.parametrize(
    "text",
    [
        "In the study by Sleeper and colleagues 16 of 40 slept",
        "In a previous small trial 16 of 40 slept",
        "In the DROWSY trial 16 of 40 slept",
    ],
)
def test_other_trials_are_cited(text) -> None:
    assert cites_others(text, text, "Kava for sleep: the NAPPER trial")


def test_a_trial_s_own_name_is_no_citation() -> None:
    text = "In the NAPPER trial 16 of 40 slept"
    assert not cites_others(text, text, "Kava for sleep: the NAPPER trial")
    assert not cites_others("In this trial 16 of 40 slept", "", "")


def test_a_review_reports_on_other_trials() -> None:
    def passage(text: str, section: str, zone: str) -> Passage:
        return Passage(text, (), (), section, zone)

    assert is_review([passage("Kava for sleep: a meta\u2010analysis", "front", "front")])
    assert is_review([passage("We searched Embase and MEDLINE until May.", "methods", "body")])
    assert not is_review([passage("Kava for sleep: a randomised trial", "front", "front")])
    assert not is_review([passage("Rarer than in a meta-analysis of kava.", "discussion", "body")])


def test_what_a_clause_denies_is_not_its_outcome() -> None:
    text = "Pain did not recur in 5 of 20 adults"
    assert is_negated(text, text.index("5"), "Pain")
    assert not is_negated(text, text.index("5"), "Pain did not recur")
    for text in (
        "Pain recurred in 5 of 20",
        "Pain did not differ (5 of 20",
        "No pain, but cramps came to 5 of 20",
    ):
        assert not is_negated(text, text.index("5"), "Pain")


def test_the_dose_in_an_arm_s_bracket_is_no_outcome() -> None:
    text = "Sleep came to 37 and 41% in the kava (143 ± 19 mg/day) and placebo groups"
    dose = text.index("143")
    assert is_dose_of_arm(text, dose, text.index(" mg"), Named(BOOK.find(text)))
    text = "Sleep was longer in the kava group (143 ± 19 min)"
    dose = text.index("143")
    assert not is_dose_of_arm(text, dose, text.index(" min"), Named(BOOK.find(text)))


@pytest.mark.parametrize(
    "text", ["Women randomised", "adults who were treated", "women assigned to kava"]
)
def test_people_of_an_arm_are_no_outcome(text) -> None:
    assert not tells(text)


def test_what_people_were_treated_for_may_be_one() -> None:
    assert tells("adults treated for relapse")
