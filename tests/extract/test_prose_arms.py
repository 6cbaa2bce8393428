"""Whose the values of single sentences are."""

import pytest

from curate.extract.sentences.arms.arm_names import Arm
from curate.extract.sentences.arms.arms import ArmBook
from curate.extract.sentences.arms.assign import place_values
from curate.extract.sentences.arms.brackets import compares_others
from curate.extract.sentences.arms.named import Named
from curate.extract.sentences.arms.others import is_of_some
from curate.parse.sentence import find_statements

from .told_prose import BOOK, arms, placed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "4 of 20 (20%) in the kava group and 6 of 21 (29%) in the placebo group slept",
            [("4", "kava"), ("6", "placebo")],
        ),
        (
            "The kava group (20%) slept longer than the placebo group (29%)",
            [("20", "kava"), ("29", "placebo")],
        ),
        (
            "Sleep was longer with kava than with placebo (20% v 29%)",
            [("20", "kava"), ("29", "placebo")],
        ),
        ("Fewer woke (20% kava vs. 29% placebo)", [("20", "kava"), ("29", "placebo")]),
        (
            "Median sleep was 6.9 and 6.1 h for the kava and placebo groups",
            [("6.9", "kava"), ("6.1", "placebo")],
        ),
        (
            "Mean sleep was 6.9 (SD 1.0), 6.1 (SD 1.1) and 5.2 (SD 0.9) h in the kava, hops and placebo groups, "
            "respectively",
            [("6.9", "kava"), ("6.1", "hops"), ("5.2", "placebo")],
        ),
        (
            "Sleep rose in the kava group compared with the placebo group (mean ± SD 5.1 ± 1.0 to 6.9 ± 1.1 h, change "
            "1.8 ± 0.9 v 5.0 ± 1.0 to 5.2 ± 1.2, change 0.2 ± 0.8)",
            [(v, "kava") for v in ("5.1", "6.9", "1.8")]
            + [(v, "placebo") for v in ("5.0", "5.2", "0.2")],
        ),
        (
            "Sleep improved (hops vs kava 10 mg: 10.0 ± 0.8 vs 4.8 ± 1.6, p = 0.01; hops vs kava 20 mg: 10.0 ± 0.8 "
            "vs 5.9 ± 1.0)",
            [("10.0", "hops"), ("4.8", "kava 10 mg"), ("10.0", "hops"), ("5.9", "kava 20 mg")],
        ),
        (
            "Scores were lower in patients with a headache in comparison to those without any headache (6.6 ± 4.4 "
            "versus 23.4 ± 8.9 points)",
            [("6.6", "patients with a headache"), ("23.4", "those without any headache")],
        ),
        ("Falls were fewer (coffee v water: 4 (5%) v 9 (12%))", [("4", "coffee"), ("9", "water")]),
        (
            "The number who woke in the kava group was 20% and in the placebo group was 29%",
            [("20", "kava"), ("29", "placebo")],
        ),
        (
            "Sleep did not differ between the kava (8.5 ± 5.3) and placebo (9.3 ± 7.2) groups",
            [("8.5", "kava"), ("9.3", "placebo")],
        ),
        (
            "In kava households, 82% (33/40) of cups held E. coli compared to 77% (31/40) of cups in placebo "
            "households",
            [("82", "kava"), ("77", "placebo")],
        ),
        (
            "The mean time to sleep in the kava group was 61.3 ± 5.1 min and in the placebo group was 87.8 ± 8.9 min",
            [("61.3", "kava"), ("87.8", "placebo")],
        ),
        (
            "15 patients (60%) who had slept badly before the trial and received kava were rested",
            [("15", "kava")],
        ),
        (
            "Sleep did not change in the kava group (6.3 ± 1.9 v 6.9 ± 1.8 h) but did in the placebo group "
            "(6.1 ± 1.3 v 5.1 ± 0.9 h)",
            [("6.3", "kava"), ("6.9", "kava"), ("6.1", "placebo"), ("5.1", "placebo")],
        ),
    ],
)
def test_values_find_their_arms(text, expected):
    assert arms(text) == expected


def test_a_value_of_each_group_is_every_arm_s_and_the_order_is_inferred():
    values = placed("Mean sleep was 6.9 ± 0.8 h in each group")[0]
    assert [(p.arms, p.sure) for p in values] == [(("kava",), False), (("placebo",), False)]


@pytest.mark.parametrize(
    "text",
    [
        "Of 165 people (79 in the kava group, 86 in the placebo group), 148 (90%) stayed",
        "Of all, 25 people (15%) left (13 in the kava group and 12 in the placebo group)",
    ],
)
def test_a_value_beside_a_bracket_that_parts_it_by_arm_is_everyone_s(text):
    assert ("148",) in arms(text) or ("25",) in arms(text)


def test_a_value_of_everyone_is_not_the_first_of_two_arms_that_it_is_followed_by():
    text = "Of 195 people 16 (8%) left without any difference between the kava (9%) and the placebo (7%) groups"
    assert arms(text)[1:] == [("9", "kava"), ("7", "placebo")]
    assert arms(text)[0] == ("16",)


def test_values_on_both_sides_of_their_arms():
    text = (
        "with median (Q1-Q3) sleep in the placebo group of 24 (21-27) and 21 (20-26) in the kava group"
    )
    assert arms(text) == [("24", "placebo"), ("21", "kava")]


def test_an_arm_that_its_own_value_led_into_is_not_the_next_value_s():
    text = "Six patients (28.5%) in the kava group and 18 patients (85.7%)"
    values = placed(text)[0]
    assert [(p.arms, p.sure) for p in values] == [(("kava",), True), (("placebo",), False)]


def test_the_age_of_everyone_is_no_arm_s():
    text = "Walking with kava was tried in 53 adults (mean age 70 ± 6 years)"
    assert arms(text) == [("70",)]
    joined = "Mean age was 49.1 (SD 10.6), and 45.7% (61/134) were in the kava group"
    assert arms(joined) == [("49.1",), ("45.7", "kava")]


def test_a_generic_group_parts_values_though_the_report_has_several_such_arms():
    text = "It was 15 (SD 4) in the treatment group and 10 (SD 5) in the placebo group"
    assert arms(text) == [("15", "treatment"), ("10", "placebo")]


def test_values_without_an_arm_in_sight_have_none():
    assert arms("Overall 19 participants (12%) slept", main=()) == [("19",)]


def test_a_value_of_a_placebo_is_not_the_arm_s_named_before():
    book = ArmBook([Arm("kava", {"kava"}, 9, True)])
    text = "There were no falls in the kava group compared to 4.8% (2/42) in placebo"
    (value,) = place_values(text, find_statements(text)[-1:], Named(book.find(text), ("kava",)))
    assert value.arms == ()


def test_people_counted_anew_behind_a_heading_are_not_its_arm_s():
    (value,) = placed("Sleep with kava Of the 270 enrolled adults, 265 (98%) slept")[0]
    assert value.arms == ()


def test_a_sentence_may_open_with_some_of_the_people():
    assert is_of_some("In adults who had slept badly, 4 of 20 (20%) slept", [])
    text = "In adults who received kava, 4 of 20 (20%) slept"
    assert not is_of_some(text, BOOK.find(text))
    assert not is_of_some("In adults, 4 of 20 (20%) slept", [])


def test_an_arm_that_stands_far_off_is_inferred():
    aside = "napped for as long as anybody could tell from the diaries that they kept in their first week at home and"
    (value,) = placed(f"The kava group {aside} sleep was 6.1 ± 1.0 h", main=())[0]
    assert (value.arms, value.sure) == (("kava",), False)
    (value,) = placed("In the kava group sleep was 6.1 ± 1.0 h", main=())[0]
    assert (value.arms, value.sure) == (("kava",), True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Pain was reported by 51% in the kava group (67/130) and by 54% in the placebo group (71/132)",
            [("51", "kava"), ("67", "kava"), ("54", "placebo"), ("71", "placebo")],
        ),
        (
            "Sleep was longer in the kava group than in the placebo group (58 (SD 1.1) vs 52 (SD 1.3))",
            [("58", "kava"), ("52", "placebo")],
        ),
        (
            "Nausea (kava 11 [12%] and placebo 4 [5%]), rash (78 [81%] and 41 [84%]), and cough (in 9 [9%] and 4 [5%])",
            [
                ("11", "kava"),
                ("4", "placebo"),
                ("78", "kava"),
                ("41", "placebo"),
                ("9", "kava"),
                ("4", "placebo"),
            ],
        ),
        ("mean pain was alike (4.1 [kava] vs 4.2 [placebo])", [("4.1", "kava"), ("4.2", "placebo")]),
        (
            "Falls were seen in 98 adults (1.3%) assigned to receive kava and in 26 (0.4%) assigned to receive placebo",
            [("98", "kava"), ("26", "placebo")],
        ),
        (
            "In the other (n = 20) vs the placebo group, those who were rested on waking came to 19% vs 7%",
            [("19",), ("7",)],
        ),
    ],
)
def test_values_in_brackets_and_pairs_find_their_arms(text, expected):
    assert arms(text, main=("kava", "hops", "placebo")) == expected


def test_respective_rates_are_in_the_order_of_the_sentence_before():
    text = "The respective rates of falls were 3.2% and 1.6%."
    assert arms(text, before=("kava", "placebo")) == [("3.2", "kava"), ("1.6", "placebo")]
    assert arms(text.replace("respective ", ""), before=("kava", "placebo")) == [("3.2",), ("1.6",)]
    again = (
        "They were 10.3% and 9.6% with kava and placebo, respectively, and the corresponding figures in "
        "winter were 11.6% and 25.1%"
    )
    assert arms(again)[2:] == [("11.6", "kava"), ("25.1", "placebo")]


def test_a_limit_that_is_not_reached_parts_no_value_from_its_arm():
    text = (
        "Median sleep was 58.9 months (95% CI 50.8–69.1) in the kava group and 54.2 months (42.2–not reached) in "
        "the placebo group"
    )
    assert arms(text) == [("58.9", "kava"), ("54.2", "placebo")]


def test_a_comparison_that_names_one_arm_again_begins_with_it():
    text = (
        "Sleep came sooner in the kava group compared with the placebo group (median time: 10 vs. 26 min), and "
        "likewise rest was longer in the kava group (69 vs. 43%)"
    )
    assert arms(text) == [("10", "kava"), ("26", "placebo"), ("69", "kava"), ("43", "placebo")]
    listed = (
        "They came to 37 and 41% in the kava (9 drops) and placebo groups, respectively (P 0.7), and others were 10 "
        "and 14%, respectively"
    )
    assert arms(listed)[2:] == [("10", "kava"), ("14", "placebo")]


def test_a_unit_inside_of_a_bracket_leads_to_its_arm():
    text = "Sleep was 19.0 h (IQR, 9.8-35.0 h) in the kava group vs 16.0 h (IQR, 7.0-38.0 h) in the placebo group"
    assert arms(text) == [("19.0", "kava"), ("16.0", "placebo")]
    other = "mean weight rose with kava (+ 50.7 (SD 1.1) gm) as compared with the patients in the placebo group"
    assert arms(other) == [("50.7", "kava")]
    daily = "a mean of 4.6 (SD 1.0) for those receiving weekly kava and 4.3 (SD 0.5) for those receiving daily placebo"
    assert arms(daily) == [("4.6", "kava"), ("4.3", "placebo")]


def test_values_of_two_kinds_are_laid_side_by_side():
    text = "With kava, weight rose by a mean of 0.14 kg (0.9%) compared with a mean of 2.93 kg (11.1%) with placebo"
    assert arms(text) == [("0.14", "kava"), ("0.9", "kava"), ("2.93", "placebo"), ("11.1", "placebo")]


def test_a_bracket_between_a_value_and_its_arm():
    text = "Sleep was 80% (based on 94 nights) in the kava group and 72% (based on 130 nights) in the placebo group"
    assert arms(text) == [("80", "kava"), ("72", "placebo")]


def test_two_values_in_the_bracket_of_an_arm_are_that_arm_s():
    text = (
        "Abstinence did not differ in the kava group (21% and 19%) compared with the hops group (10% and 7%) "
        "at 6 and 12 months, respectively"
    )
    assert arms(text) == [("21", "kava"), ("19", "kava"), ("10", "hops"), ("7", "hops")]


def test_girls_and_boys_are_no_arms():
    assert compares_others("Girls were likelier than boys to sleep (22% versus 18%)")
    assert not compares_others("Sleep was longer than a night (22% versus 18%)")


def test_an_intervention_group_that_shares_its_noun_is_named():
    text = "Seen in the intervention and untreated groups, respectively, were 75.8% and 69.6%"
    assert [m.arm for m in ArmBook([Arm("untreated", {"untreated"}, 9, True)]).find(text)] == [
        "intervention",
        "untreated",
    ]
