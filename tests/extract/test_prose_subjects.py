"""What leads to an outcome, what stands beside it, and of which people it is."""

import pytest

from curate.extract.sentences.people.happenings import place_shares
from curate.extract.sentences.people.sizes import is_event
from curate.extract.sentences.topic.plain_names import plain_name
from curate.extract.sentences.topic.topic import topic_of
from curate.parse.number import POINT
from curate.parse.sentence import find_statements

from .told_prose import BOOK, moment, outcomes, sizes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rate of waking at the 3-month follow-up visit was 28.4% (33/116) with kava", "rate of waking"),
        ("Pain after six weeks was 4.1 (SD 2.0) in the kava group", "Pain"),
        ("Correspondingly, the rate of waking was 28.4% (33/116) with kava", "rate of waking"),
        ("The one-night rate of self-reported waking was 27.9% with kava", "one-night rate of self-reported waking"),
        ("Nearly all (89%; 50/56) participants self-reported waking early", "waking early"),
        ("Sleep increased more with kava than with hops in the first 4 days (P<0.001)", "Sleep"),
        ("Village-level, intention-to-treat analysis showed that over all spells, waking was rare (P=0.1)", "waking"),
        ("After the second year the proportion of nappers was 3.7% with kava", "proportion of nappers"),
        ("Kava lowered the incidence of waking substantially (P = 0.01)", "incidence of waking"),
        ("The prevalence of naps in kava-treated adults was lower (P = 0.043)", "prevalence of naps in adults"),
        ("In terms of fatigue at work, the intervention led to greater reductions (P = 0.03)", "fatigue at work"),
        ("In terms of fatigue, deep sleep was 4.1 (SD 2.0) in the kava group", "deep sleep"),
        ("Naps were rarer among drinkers, compared with nondrinkers (P = 0.01)", "Naps"),
        ("Kava was associated with greater reductions compared to hops in naps taken (P = 0.1)", "naps taken"),
        ("The odds of waking in the kava group compared to placebo were 2.34 (95% CI: 0.92 to 5.92)", "waking"),
        ("Including those who left, 37.1% (348 of 938) in the kava group reported naps at noon", "naps at noon"),
        ("Adults in pain were more likely to sleep badly (29.4%) than those without it (6.7%)", "sleep badly"),
        ("Thirty adults took 40 naps, the average time to take all of them was 13 weeks", "time to take all of them"),
        ("In all, 80.3% (n=49) of the kava group had quit tea whereas that rate was 59.6% (n=31) on hops", "quit tea"),
        ("Arms were similar with respect to the share of nappers at noon (29% versus 14%)", "share of nappers at noon"),
        ("The rest was alike (except for naps): the median age of participants was 31 years", "age of participants"),
        ("Naps were rare; prolonged abstinence was 16% and 8% (OR 2.0, 95% CI 0.2 to 25.4)", "prolonged abstinence"),
        ("Napping was rarer with kava in both unadjusted (25.4 v 12.8%, RR = 1.98) and adjusted analyses", "Napping"),
        ("For example, the rate of waking was 4% in the kava group", "rate of waking"),
        ("The median (interquartile range) share of nights awake was 32.5% with kava", "share of nights awake"),
        ("With kava, 37.1% (348 of 938) reported a cut of tea by at least 50%", "cut of tea by at least 50%"),
        ("Women on kava were more likely than women on hops to nap at 3 months (40.6% vs 18.4%)", "nap"),
    ],
)  # fmt: skip
def test_what_leads_to_a_subject_or_is_said_of_it_is_no_part_of_it(text, expected):
    assert outcomes(text)[-1] == expected


@pytest.mark.parametrize(
    "name",
    [
        "main effect for group",
        "first 4 days",
        "end of the trial",
        "interactions",
        "About 7%",
        "weeks after lunch",
    ],
)
def test_effects_and_stretches_of_time_are_no_outcomes(name):
    assert plain_name(name, []) == ("", True)


def test_where_or_in_which_analysis_something_was_seen_is_no_outcome():
    assert outcomes("Deep sleep improved in the kava group in the combined analysis (P = 0.02)") == [
        "Deep sleep"
    ]
    assert (
        outcomes("Naps were 9% less frequent, most of these in the rainy season (P = 0.02)", "waking")[
            -1
        ]
        == "Naps"
    )
    assert outcomes("The kava group differed in the number of naps (P = 0.02)") == ["number of naps"]


def test_conditions_are_no_outcomes():
    assert outcomes("Naps were rarer in both conditions (85% kava)") == ["Naps"]


def test_spelt_numbers_of_people_are_no_outcome():
    text = "Twenty patients (10.2%) needed a nap a mean of 8.2 h (SD 6.5) after lunch"
    assert not any(name.startswith("Twenty") for name in outcomes(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Those on kava completed an average of 8.2 phone calls (range, 0 to 24)", "phone calls"),
        ("They reported taking an average of 15.5 and 18.1 naps daily with kava and hops, respectively", "naps daily"),
        ("They took a mean of 19.6 naps per day at entry", "naps per day"),
        ("Deep sleep improved by an average of 2.1 points with kava", "Deep sleep"),
        ("Deep sleep lasted a mean of 2.1 hours with kava", "Deep sleep lasted"),
    ],
)  # fmt: skip
def test_what_people_had_so_many_of_stands_behind_the_average(text, expected):
    assert outcomes(text)[0] == expected


def test_the_people_that_values_are_told_apart_by_belong_to_the_name():
    text = "Waking was rarer in subjects with tinnitus (OR, 1.7) than in those with migraine (OR, 1.2)"
    assert outcomes(text) == ["Waking, subjects with tinnitus", "Waking, those with migraine"]
    text = "The rate of naps was 2.3% for boys and 0.4% for girls"
    assert outcomes(text) == ["rate of naps, boys", "rate of naps, girls"]


def test_an_arm_is_no_part_of_the_people():
    text = "Waking was rarer in patients on kava (OR, 1.7) than in patients on hops (OR, 1.2)"
    assert outcomes(text) == ["Waking", "Waking"]


def test_what_only_another_time_parts_from_a_value_is_the_same():
    text = (
        "For the secondary outcomes, kava had a higher rate of naps at 3 months (kava: 22.9% versus hops: 17.8%) and "
        "at 6 months (kava: 27.8% versus hops: 21.7%)"
    )
    assert set(outcomes(text)) == {"rate of naps"}


def test_how_far_back_abstinence_was_asked_for_is_part_of_its_name_and_no_time():
    text = (
        "Abstinence from naps was rarer at 6 months for both 7-day (78/472 [16.5%] with kava) and "
        "30-day (28/471 [5.9%] with kava) spans"
    )
    assert outcomes(text) == ["7-day Abstinence from naps", "30-day Abstinence from naps"]
    assert [moment(text, which)[0] for which in (0, 1)] == ["6 months", "6 months"]
    assert moment("Abstinence from naps was proven at 6-days (OR 1.1)")[0] == "6-days"
    assert moment("At 6 months, proven 7-day PPA was 38% with kava", -1)[0] == "6 months"


def test_ages_without_their_words_are_no_times():
    assert moment("Those seen were older (63 years vs 60 years; p < 0.01)")[0] == ""
    text = "15 adults in the kava group (mean age 48.4 – 10.8 years) slept 4.1 (SD 2.1) h"
    assert moment(text)[0] == moment(text, 0)[0] == ""


def test_times_that_share_a_unit_stand_ahead_of_their_brackets():
    text = "Naps were seen at 3 (40.6% vs 18.4%), 6 (34.0% vs 11.5%), and 12 months (23.6% vs 8.1%)"
    assert [moment(text, which)[0] for which in range(6)] == [
        time for time in ("3 months", "6 months", "12 months") for _ in (1, 2)
    ]
    assert all(s.statistics == ("percent",) for s in find_statements(text))


def test_the_end_of_follow_up_is_no_duration_of_it():
    text = "They took fewer naps at the end of 4-year follow up (mean = 14.5, SD = 7.2)"
    assert outcomes(text) != ["duration of follow-up"]
    assert outcomes("Over a median follow up of 37 months") == ["duration of follow-up"]


def test_counts_of_two_arms_share_what_follows_where_arms_stand_inside_of_them():
    text = "At the last visit, 23 in the kava group (46.0%) and 17 in the hops group (34.7%) were awake at night"
    mentions = BOOK.find(text)
    counts = [p.statement for p in place_shares(text, find_statements(text), mentions, POINT)]
    assert [topic_of(text, s, mentions, counts).outcome for s in counts] == ["awake at night"] * 2


def test_those_left_out_are_no_group():
    text = "After excluding 187 adults who had left, 332 adults were randomly assigned"
    assert [value for value, role, *_ in sizes(text) if role] == ["332"]


def test_what_people_of_an_arm_used_is_an_event():
    text = "All were treated, and 35 patients in the kava group used a mask"
    statement = next(s for s in find_statements(text) if s.kind == "size")
    assert is_event(text, statement, BOOK.find(text))
    text = "All were treated, and 35 patients in the kava group used more masks"
    assert not is_event(text, statement, BOOK.find(text))
