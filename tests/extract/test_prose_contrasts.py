"""Which arm a sentence compares with which, and lists that belong to several arms or outcomes."""

from __future__ import annotations

import pytest

from curate.extract.sentences.arms.arm_names import Arm, find_names
from curate.extract.sentences.arms.arms import ArmBook
from curate.extract.sentences.arms.assign import place_values
from curate.extract.sentences.arms.contrasts import place_contrasts
from curate.extract.sentences.arms.named import Named, listed_names
from curate.extract.sentences.people.in_order import tidy_sizes
from curate.extract.sentences.people.size_arms import place_sizes
from curate.extract.sentences.people.sizes import is_event, role_of
from curate.extract.sentences.text.passage import Passage
from curate.extract.sentences.topic.moments import respective_time
from curate.extract.sentences.topic.phrases import is_last_of_two
from curate.extract.sentences.topic.topic import topic_of
from curate.parse.sentence import find_statements

from .told_prose import contrasts, placed

BOOK = ArmBook(
    [
        Arm("kava", {"kava"}, 9, True),
        Arm("hops", {"hops"}, 8, True),
        Arm("placebo", {"placebo"}, 9, True),
    ]
)
TWO = ("kava", "placebo")


def compared(text: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    named = Named(BOOK.find(text), TWO)
    contrasts = [s for s in find_statements(text) if s.kind == "estimate"]
    return [(p.arms, p.comparators) for p in place_contrasts(text, contrasts, [], named)]


@pytest.mark.parametrize(
    "text",
    [
        "Compared with placebo, kava reduced pain (HR 0.80, 95% CI 0.70 to 0.90)",
        "Compared with the placebo group, the kava group had less pain (hazard ratio 0.80; 95% CI 0.70 to 0.90)",
        "Kava relative to placebo reduced pain (mean difference 4.1; 95% CI 2.0 to 6.2)",
        "Relative to those on placebo, pain was lower with kava by 4.1 (95% CI 2.0 to 6.2)",
        "Pain was less than with placebo (hazard ratio 0.80; 95% CI 0.70 to 0.90)",
        "The hazard ratio for kava versus placebo was 0.80 (95% CI 0.70 to 0.90)",
        "Pain was 5.0 with placebo and 4.4 with kava {mean difference versus placebo: 0.6 (95% CI 0.2 to 1.0)}",
        "Pain was rarer with kava than with placebo (HR 0.80, 95% CI 0.70 to 0.90)",
    ],
)
def test_the_comparator_is_whom_the_sentence_compares_with(text) -> None:
    assert compared(text) == [(("kava",), ("placebo",))]


def test_the_other_way_round_stays_so() -> None:
    text = "The hazard ratio for placebo versus kava was 1.25 (95% CI 1.1 to 1.4)"
    assert compared(text) == [(("placebo",), ("kava",))]
    text = "Placebo was worse than kava (OR 1.4, 95% CI 1.1 to 1.7)"
    assert compared(text) == [(("placebo",), ("kava",))]


def values(text: str, main: tuple[str, ...] = TWO) -> list[tuple[str, ...]]:
    statements = [s for s in find_statements(text) if s.kind in ("count", "mean", "median")]
    placed = place_values(text, statements, Named(BOOK.find(text), main))
    return [(p.statement.values[0].value, *p.arms) for p in placed]


def test_an_arm_with_values_of_its_own_does_not_take_those_of_the_list_before() -> None:
    text = (
        "Sleep in the placebo group was 17 of 20 (85%) compared with 20 of 20 (100%) in the kava group and 16 of 20 "
        "(80%) in the hops group"
    )
    assert values(text, ("kava", "hops", "placebo")) == [
        ("17", "placebo"),
        ("20", "kava"),
        ("16", "hops"),
    ]
    text = "4 (4%) woke, 5 (5%) fell and 6 (6%) rose in the kava group, while in the placebo group 8 (8%) woke"
    assert ("5", "placebo") not in values(text)
    assert values(text)[-2:] == [("6", "kava"), ("8", "placebo")]


def test_before_and_after_by_their_names() -> None:
    text = "Sleep rose with kava (pre 26.0 ± 5.3 to post 31.3 ± 5.8 h)"
    statements = find_statements(text)
    placed = place_values(text, statements, Named(BOOK.find(text), TWO))
    assert [p.moment for p in placed] == ["from", "to"]


def outcome(text: str, index: int = 0) -> tuple[str, bool]:
    statements = find_statements(text)
    topic = topic_of(text, statements[index], BOOK.find(text), statements)
    return topic.outcome, topic.sure


def test_the_outcome_of_a_share_keeps_its_direction_and_a_mean_s_does_not() -> None:
    assert (
        outcome("More adults had an improvement in sleep (32.6% vs 21.5%)")[0] == "improvement in sleep"
    )
    assert (
        outcome("More adults had an improvement in sleep (OR 2.2, 95% CI 1.6 to 3.0)")[0]
        == "improvement in sleep"
    )
    assert outcome("The improvement in sleep was 2.1 ± 0.4 h")[0] == "sleep"


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [
        ("Rest (defined as all of sleep, and the pulse was low) occurred in 3 (15%) on placebo", 0, "Rest"),
        ("The main outcome, i.e. sleep after one nap, occurred in 97 of 129 (75%)", 0, "sleep after one nap"),
        ("4 (4%) adults had pain and 5 (5%) adults had cramps", 0, "pain"),
        ("Kava did not reduce pain at night (HR 0.9, 95% CI 0.8 to 1.1)", 0, "pain at night"),
        ("Sleep came to 98 (1.3%) assigned to receive kava and to 26 (0.4%) (HR 3.8, 95% CI 2 to 6)", 2, "Sleep came"),
    ],
)  # fmt: skip
def test_the_outcome_is_the_whole_of_what_is_named(text, index, expected) -> None:
    assert outcome(text, index)[0].startswith(expected)


def test_the_outcome_of_a_second_estimate_is_in_doubt() -> None:
    text = (
        "Kava did not change sodium measured in mmol/L (mean difference, 2.1 [95% CI, 1.0 to 3.2]) or in mmol/d "
        "(mean difference, 1.1 [95% CI, 0.1 to 2.2])"
    )
    assert [outcome(text, index)[1] for index in range(2)] == [True, False]


def test_two_times_do_not_stay_in_the_outcome() -> None:
    text = "Kava caused an increase in sleep at both day 3 (mean difference, 5 h [95% CI, 1 to 9]) and week 6"
    assert outcome(text)[0] == "sleep"


def test_numbers_listed_for_two_outcomes_are_not_all_of_the_last() -> None:
    text = "Kava lowered both sleep and pain [mean difference 4.1 (2.0; 6.2); and 2.8 (1.0; 4.6), respectively]"
    assert is_last_of_two(text, "pain", 40)
    assert not is_last_of_two(text.replace("both ", ""), "pain", 35)


def test_of_two_lists_of_times_the_next_one_counts() -> None:
    text = (
        "Sleep on kava was 6, 7, 8 at 6 h, 12 h, and 24 h, and on placebo 5, 4, 3 at 1 h, 2 h, and 3 h"
    )
    assert respective_time(text, "", 2, 3, text.index("8")) == "24 h"
    assert respective_time(text, "", 2, 3, text.index("3 at")) == "3 h"


def test_two_outcomes_of_a_respective_list_are_not_one() -> None:
    text = "Kava and placebo led to pain in 12% and 15% and to sleep in 20% and 25%, respectively"
    assert [outcome(text, index)[1] for index in range(4)] == [True, True, False, False]
    assert values(text) == [("12", "kava"), ("15", "placebo"), ("20", "kava"), ("25", "placebo")]


def sizes(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    mentions = BOOK.find(text)
    statements = [s for s in tidy_sizes(text, find_statements(text), mentions) if s.kind == "size"]
    return [
        (p.statement.values[0].value, p.arms, role_of(text, p.statement, armed=bool(p.arms)))
        for p in place_sizes(text, statements, Named(mentions, TWO))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In all, 40 adults underwent randomization",
            [("40", (), "randomised")],
        ),
        (
            "Of 45 adults randomised, 40 were included in the full analysis set (kava: n = 21; placebo: n = 19)",
            [("21", ("kava",), "analysed"), ("19", ("placebo",), "analysed")],
        ),
        (
            "Of those randomised, 40 entered (21 received kava and 19 received placebo)",
            [("21", ("kava",), "analysed"), ("19", ("placebo",), "analysed")],
        ),
        (
            "Adults were randomised to receive kava (n = 21) or placebo (n = 19)",
            [("21", ("kava",), "randomised"), ("19", ("placebo",), "randomised")],
        ),
        (
            "A total of 40 adults were randomised to receive placebo, 100 mg/day and 200 mg/day of kava",
            [("40", (), "randomised")],
        ),
        (
            "In all, 40 adults completed the study, of whom, after all of the visits, 21 in the kava group",
            [("40", (), "completed"), ("21", ("kava",), "completed")],
        ),
        ("We randomly assigned 40 adults, who underwent a test, to tea", [("40", (), "randomised")]),
        (
            "All randomised adults who received any tea (kava, n = 21; placebo, n = 19) were looked at",
            [("21", ("kava",), "analysed"), ("19", ("placebo",), "analysed")],
        ),
        (
            "Of all, 21 received kava 20 mg, 19 received kava 50 mg, and 20 received placebo",
            [
                ("21", ("kava 20 mg",), "analysed"),
                ("19", ("kava 50 mg",), "analysed"),
                ("20", ("placebo",), "analysed"),
            ],
        ),
        ("Adults were randomised to kava (3 and 2 mg/kg) or placebo", []),
        ("All adults of parts 1, 3, and 4 completed the study", []),
    ],
)
def test_sizes_and_their_roles(text, expected) -> None:
    assert [size for size in sizes(text) if size in expected or size[1] or size[0] in "1342"] == expected


def test_people_of_whom_some_were_randomised_are_forms_or_were_screened_are_no_group() -> None:
    for text in ("In all, 40 adults were enrolled and screened", "In all, 40 completed forms came back"):
        statement = tidy_sizes(text, find_statements(text), [])
        assert all(role_of(text, s) == "" for s in statement)


def test_people_told_by_what_they_had_were_treated() -> None:
    text = "Thirty adults with pain were given kava"
    size = next(s for s in find_statements(text) if s.kind == "size")
    assert not is_event(text, size, BOOK.find(text))
    text = "Thirty adults with pain died"
    size = next(s for s in find_statements(text) if s.kind == "size")
    assert is_event(text, size, [])


def test_names_behind_what_they_received() -> None:
    text = "28, 29, and 20 adults received kava 300 mg, kava 600 mg, or placebo, respectively"
    assert listed_names(text, text.index(" received"), 3) == ["kava 300 mg", "kava 600 mg", "placebo"]


def test_an_arm_s_name_inside_of_a_count_is_that_count_s() -> None:
    text = "Sleep came to 5 of 31 kava group patients (16%), 1 of 10 hops group patients (10%), and 8 of 17 others"
    assert values(text)[:2] == [("5", "kava"), ("1", "hops")]
    text = "Sleep came to 33/59 placebo group patients (56%) and to 41/59 kava group patients (70%)"
    assert values(text) == [("33", "placebo"), ("41", "kava")]


def test_doses_are_arms_and_counts_before_a_name_are_not() -> None:
    texts = [
        "Adults were assigned to the tea 10 group, the tea 20 group or placebo group.",
        "In the tea 10 group and the tea 20 group many slept; tea was warm, tea was sweet and tea was green.",
        "Sleep came to 33/59 hops group adults and to 41/59 malt group adults of hops group and malt group.",
    ]
    names = {
        arm.label for arm in find_names([Passage(text, (), (), "results", "body") for text in texts])
    }
    assert {"tea 10", "tea 20", "hops", "malt"} <= names
    assert not any("/" in name for name in names)


def test_rhythm_control_is_no_comparator_and_takes_no_bare_control() -> None:
    text = "Adults were assigned to early rhythm control or usual care. Early rhythm control and usual care differed. "
    text += "The control group slept; early rhythm control did not, nor did usual care."
    arms = find_names([Passage(text, (), (), "results", "body")])
    rhythm = next(arm for arm in arms if "rhythm" in arm.label)
    assert "control" not in rhythm.aliases
    assert not rhythm.control
    assert next(arm for arm in arms if "usual" in arm.label).control


def test_a_name_inside_of_a_count_is_not_the_next_count_s() -> None:
    assert values("There were 25 kava patients (59.2%) and 17 (40.8%) others", main=()) == [
        ("25", "kava"),
        ("17",),
    ]


def test_people_in_whom_something_occurred_are_no_size_of_their_arm() -> None:
    text = "Pain occurred in 24 adults assigned to kava (3.9 a year) and in 31 adults assigned to placebo (5.0 a year)"
    found = [s for s in find_statements(text) if s.kind == "size"]
    assert [is_event(text, s, BOOK.find(text)) for s in found] == [True, True]
    assert [role_of(text, s) for s in found] == ["", ""]
    text = "Pain was measured in 24 adults assigned to kava"
    assert not is_event(text, find_statements(text)[0], BOOK.find(text))


def test_an_estimate_of_others_than_arms_is_none_s():
    text = "Kava helped, not placebo, by grade (hazard ratio for grade 2 vs. grade 1, 2.41; 95% CI, 1.70 to 3.42)"
    assert contrasts(text) == [((), ())]
    arms = "By age the hazard ratio for kava versus placebo was 0.8 (95% CI 0.6 to 0.9)"
    assert contrasts(arms) == [(("kava",), ("placebo",))]


def test_a_change_within_a_group_compares_it_with_nobody():
    text = "within-group differences after 12 months of −6 g ([95% CI, −7 to −5]) in the kava group, not with placebo"
    assert contrasts(text) == [(("kava",), ())]
    assert contrasts(text.replace("within", "between")) == [(("kava",), ("placebo",))]


def test_an_estimate_within_an_arm_is_no_contrast():
    text = "Falls increased after the stop in the kava group (rate ratio = 2.17, 95% CI 1.05 to 4.47)"
    assert contrasts(text) == [(("kava",), ())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sleep was longer with kava than with placebo (p = 0.01)", [(("kava",), ("placebo",))]),
        ("Sleep improved only in the placebo group (p = 0.01)", [(("placebo",), ())]),
        (
            "Kava root was superior to placebo (–8.7 [95% CI –9.7 to –7.7]) and superior to hops (–4.3 [–5.1 to "
            "–3.4])",
            [(("kava",), ("placebo",)), (("kava",), ("hops",))],
        ),
        (
            "Kava root was superior to placebo (–8.7 [95% CI –9.7 to –7.7]) and to the others (hops and placebo; "
            "–4.3 [–5.1 to –3.4])",
            [(("kava",), ("placebo",)), (("kava",), ("hops", "placebo"))],
        ),
        (
            "Sleep was longer with hops than with placebo (p = 0.01), with no difference between the kava and the "
            "placebo group (p = 0.4)",
            [(("hops",), ("placebo",)), (("kava",), ("placebo",))],
        ),
        ("The groups did not differ (p = 0.3)", [(("kava",), ("placebo",))]),
    ],
)
def test_contrasts_name_arm_and_comparator(text, expected):
    assert contrasts(text) == expected


def test_a_contrast_takes_the_pair_of_the_sentence_before_and_says_so():
    (found,) = placed("Mood improved too (p = 0.03)", before=("kava", "hops"))[1]
    assert (found.arms, found.comparators, found.sure) == (("kava",), ("hops",), False)


def test_an_estimate_beside_its_arm_is_against_what_follows_than():
    text = (
        "Dropout was higher in the kava (34%; OR 1.42) and the hops group (37%; OR 1.55) than in the placebo "
        "group (27%)"
    )
    pairs = [(p.arms, p.comparators) for p in placed(text, main=("kava", "hops", "placebo"))[1]]
    assert pairs == [(("kava",), ("placebo",)), (("hops",), ("placebo",))]
