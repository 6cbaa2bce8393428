"""What the arms of a report are called, and which words of a sentence name one."""

import pytest

from curate.extract.sentences.arms.arm_names import Arm
from curate.extract.sentences.arms.arms import ArmBook, find_arms
from curate.extract.sentences.arms.named import listed_names
from curate.extract.sentences.text.flow import read_blocks
from curate.extract.sentences.text.passage import Passage
from curate.pdf.page import Page, Word

from .told_prose import BOOK, arms, passage


def test_doses_of_one_name_are_arms():
    text = (
        "Pain fell by a mean (SE) of 15.6 (0.62) and 14.9 (0.61) for kava 300 and 600 mg/day, respectively, "
        "vs 11.6 (0.70) for placebo"
    )
    assert arms(text) == [("15.6", "kava 300 mg/day"), ("14.9", "kava 600 mg/day"), ("11.6", "placebo")]


def test_a_range_of_groups_names_each():
    text = "Sleep was 2.7 ± 1.4, 2.5 ± 1.4 and 3.1 ± 0.8 h in groups 1 to 3, respectively"
    assert arms(text) == [("2.7", "Group 1"), ("2.5", "Group 2"), ("3.1", "Group 3")]


def test_a_negated_name_is_another_group():
    assert [m.arm for m in BOOK.find("5 (3%) in the kava group and 6 (4%) in the non-kava group")] == [
        "kava"
    ]


def test_a_list_without_known_arms_takes_the_names_that_it_prints():
    text = "Mean sugar was 0.83, 0.92 and 0.74 g/l on saline, dextrose 5% and saline with quinine, respectively"
    assert listed_names(text, text.index(" g/l"), 3) == ["saline", "dextrose 5%", "saline with quinine"]
    assert listed_names(text, text.index(" g/l"), 2) == []


def test_conditions_that_no_group_is_named_for_are_arms_where_one_is_a_comparator():
    text = "Recall was 0.2 (SD 0.7) after sham light, 0.9 (SD 0.8) after blue light, and 0.8 (SD 0.9) after red light"
    assert arms(text, main=()) == [("0.2", "sham light"), ("0.9", "blue light"), ("0.8", "red light")]
    scales = "Scores were 4.2 (SD 1.4) for recall and 8.0 (SD 2.1) for naming"
    assert arms(scales, main=()) == [("4.2",), ("8.0",)]


def test_abbreviations_and_generic_words_name_the_same_arm():
    book = find_arms(
        [
            passage("We compared exercise training (ET) with attention control (CON).", "methods"),
            passage(
                "The ET group and the control group met weekly. The exercise training group walked."
            ),
            passage(
                "CON subjects were called. CON subjects rested. The intervention group walked more."
            ),
        ]
    )
    text = "the ET group, exercise training, CON subjects, the control group, the intervention group"
    labels = [mention.arm for mention in book.find(text)]
    assert len(set(labels[:2])) == 1
    assert len(set(labels[2:4])) == 1
    assert labels[4] == labels[0]
    assert labels[0] != labels[2]


def test_a_trial_of_clusters_names_its_arms_by_what_they_consist_of():
    texts = [
        "Four villages were assigned to diary and control.",
        "Diary households slept.",
        "The diary group slept.",
    ]
    book = find_arms([Passage(" ".join(texts * 3), (), (), "results", "body")])
    found = book.find("in control villages 4 (5%) and in diary villages 6 (7%) households slept")
    assert [mention.arm.lower() for mention in found] == ["control", "diary"]
    assert not any("village" in arm.label for arm in book.arms)


@pytest.mark.parametrize(
    ("heads", "label"),
    [
        (["Green Tea (n = 31)", "Water (n = 29)"], "Green Tea"),
        (["Green tea group"], "Green tea group"),
        (["GT", "GT"], "GT"),
        (["GT"], "green tea"),  # once, it may be anything
        (["Green", "Green"], "green tea"),
        (["Green tea has been drunk by everyone"], "green tea"),
    ],
)
def test_an_arm_is_called_what_heads_its_columns(heads, label):
    text = "Half had green tea (GT). The green tea group slept. The water group did not, says GT. "
    lines = [
        Word(head, 60, 80 + 40 * at, 200, 90 + 40 * at, 88 + 40 * at, 10)
        for at, head in enumerate(heads)
    ]
    blocks = read_blocks([Page(1, 600, 800, tuple(lines))])
    book = find_arms([Passage(text * 2, (), (), "results", "body")], blocks)
    assert book.find("in the green tea group")[0].arm == label


def test_lettered_groups_are_arms_and_decimals_are_no_letters():
    text = "Sleep was 13.3 days in Group I, and 9.0 days in groups II and III"
    assert [mention.arm for mention in BOOK.find(text)] == ["Group I", "Group II", "Group III"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The longest nap was 4.8 (SD 0.9) hours during sham music compared to 6.2 (SD 1.8) hours during loud "
            "music and 6.0 (SD 0.9) hours during soft music",
            [("4.8", "sham music"), ("6.2", "loud music"), ("6.0", "soft music")],
        ),
        (
            "Means of both tests were 10.24 ± 0.77, 17.73 ± 0.46 in tea drinkers and 9.73 ± 0.77 and 12.13 ± 0.47 "
            "in others (p < 0.001)",
            [
                ("10.24", "tea drinkers"),
                ("17.73", "tea drinkers"),
                ("9.73", "others"),
                ("12.13", "others"),
            ],
        ),
        ("Naps took 4.8 (SD 0.9) and 5.2 (SD 1.0) hours in spring", [("4.8",), ("5.2",)]),
    ],
)
def test_values_take_the_names_behind_them_where_one_is_a_comparator(text, expected):
    assert arms(text, main=()) == expected


def test_arms_that_are_named_with_what_all_of_them_got():
    assert [m.arm for m in BOOK.find("kava plus tea or placebo plus tea")] == ["kava", "placebo"]
    assert [m.arm for m in BOOK.find("those on kava plus tea")] == []


def test_an_arm_without_group_beside_the_next_with_its_size():
    found = BOOK.find("31 went to the control and 29 to the kava group")
    assert [m.arm for m in found] == ["kava"]
    book = ArmBook([Arm("usual", {"usual"}, 9, True), Arm("kava", {"kava"}, 9, True)])
    found = book.find("31 to the usual and 29 to the kava group")
    assert [m.arm for m in found] == ["usual", "kava"]


def test_placebo_is_an_arm_however_seldom_it_is_called_a_group():
    text = "Kava was set against placebo. Sleep was 12% with placebo and 85% with kava. The placebo group woke."
    assert "placebo" in find_arms([passage(text)]).main


def test_arms_in_a_list_of_letters_are_found_where_they_stand():
    found = ArmBook([]).find("Sleep in arms A, B and C, and in arm A, B and C alone")
    assert [m.arm for m in found] == ["Group A", "Group B", "Group C"] * 2


def test_a_generic_name_with_a_number_is_one_of_several_groups():
    book = ArmBook([Arm("test", {"test"}, 4), Arm("Control Group", {"control"}, 9)])
    text = "Sleep in Test Group 1 and Test Group 2 was longer than in the control group"
    assert [m.arm for m in book.find(text)] == ["Group 1", "Group 2", "Control Group"]
    assert [m.arm for m in book.find("in the test group 9 patients slept")] == ["test"]


def test_the_version_of_a_name_is_part_of_it():
    book = ArmBook([Arm("TEA", {"TEA"}, 5, True)])
    found = book.find("TEA-X patients slept")[0]
    assert "TEA-X patients slept"[found.start : found.end].strip().startswith("TEA-X")


def arms_named(text):
    return set(find_arms([passage(text)]).main)


def test_arms_may_be_called_cohorts_or_conditions_or_be_named_by_their_units():
    cohorts = "The kava cohort slept, and the hops cohort woke. "
    assert arms_named(cohorts * 3) == {"kava", "hops"}
    assert arms_named("The kava cohort slept. " * 3) == set()
    conditions = "In the kava condition they slept, in the control condition they woke. "
    assert arms_named(conditions * 3) == {"kava", "control"}
    crossed = conditions.replace("control", "sham tea")
    assert arms_named(crossed * 3) == set()
    schools = "Nobody slept in intervention schools, some did in control schools. "
    assert arms_named(schools * 3) == {"intervention", "control"}
    assert arms_named("The kava group slept, the hops group woke, and the night cohort. " * 3) == {
        "kava",
        "hops",
    }


def test_a_population_of_analysis_is_no_arm():
    text = "The ITT group and the PP group were alike; the kava group and the placebo group were not. "
    assert arms_named(text * 3) == {"kava", "placebo"}


def test_a_name_within_another_is_its_own_arm_where_a_sentence_tells_them_apart():
    apart = "In the kava group and in the pre-kava group they slept. The placebo group woke. "
    assert arms_named(apart * 3) == {"kava", "pre-kava", "placebo"}
    same = "In the kava group they slept. In the kava root group they slept. The placebo group woke. "
    assert len(arms_named(same * 3)) == 2


def test_from_randomisation_to_an_event_names_no_arms():
    text = "In the kava and placebo groups: time from randomisation to progression or death. "
    assert arms_named(text * 4) == {"kava", "placebo"}
