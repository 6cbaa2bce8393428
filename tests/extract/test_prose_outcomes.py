"""What the values of single sentences are of."""

import pytest

from curate.extract.sentences.topic.phrases import is_denied, trim_phrase, written_out
from curate.extract.sentences.topic.topic import topic_of
from curate.parse.sentence import find_statements

from .told_prose import BOOK, outcomes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At 12 weeks, systolic blood pressure was 130 ± 12 mm Hg in the kava group",
            "systolic blood pressure",
        ),
        ("Patients taking kava had significantly fewer repeat visits (11.8% v 17.6%)", "repeat visits"),
        (
            "There was no significant difference between the groups in sleep quality (p = 0.4)",
            "sleep quality",
        ),
        (
            "As shown in Figure 1A, 49 falls occurred in 44 patients (44/374; 11.8%) in the kava group",
            "falls",
        ),
        (
            "Of the 129 women who took kava, 59 (45.7%) converted to sinus rhythm",
            "converted to sinus rhythm",
        ),
        ("Almost all (89/95, 94%) kava drinkers completed the diary", "completed the diary"),
        (
            "A test showed that the kava group had a lower rate of falls than the placebo group [HR 0.65 (95% CI "
            "0.45–0.95)]",
            "rate of falls",
        ),
    ],
)
def test_outcomes_in_the_sentence_s_own_words(text, expected):
    assert outcomes(text)[-1] == expected


def test_that_something_differed_is_no_outcome():
    assert outcomes("These were not different (p = 0.4)", "sleep quality") == ["sleep quality"]


def test_each_bracket_of_a_list_has_the_name_before_it():
    text = (
        "Gains in jumps (kava: 8 out of 9 gains; hops: 4 out of 9 gains), SPRINT (kava: 9/9; hops: 6/9)"
    )
    assert outcomes(text) == ["Gains in jumps", "Gains in jumps", "SPRINT", "SPRINT"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Scores differed in fluency, which was 37 (SD 30) words/min", "fluency"),
        (
            "No difference was observed in grip strength either in absolute (21.4 ± 10.8 kg)",
            "grip strength",
        ),
        ("The decrease in pain between baseline and 12 months was 1.0 (SD 0.2)", "pain"),
        ("Groups differed in drill (kava; n = 9; age, 17.3 ± 1.1 years)", "age"),
        ("In the kava group with care stopped in 2007, deaths increased from 13.5% (n = 60)", "deaths"),
    ],
)
def test_units_and_kinds_of_values_are_no_outcomes(text, expected):
    assert outcomes(text)[-1] == expected


def test_an_outcome_from_elsewhere_is_not_sure():
    own, carried = "Sleep quality was 5.1 (SD 1.0) with kava", "It was 5.1 (SD 1.0) with kava"
    for text, sure in ((own, True), (carried, False)):
        statements = find_statements(text)
        topic = topic_of(text, statements[0], BOOK.find(text), statements, "Sleep quality")
        assert (topic.outcome, topic.sure) == ("Sleep quality", sure)
    text = "Groups differed in sleep (6.5 ± 2.2 h), or score (19 No difference either in absolute (21.4 ± 1.8 kg)"
    statements = find_statements(text)
    assert [topic_of(text, s, [], statements).sure for s in statements if s.kind == "mean"] == [
        True,
        False,
    ]


def test_each_value_of_a_list_has_its_own_outcome():
    text = "Kava: complete response, 0 (0%); partial response, 4 (8%); stable disease, 27 (51%)"
    assert outcomes(text) == ["complete response", "partial response", "stable disease"]


def test_a_sentence_that_names_nothing_keeps_the_outcome_before():
    assert outcomes("A significant difference was observed (p = 0.01)", "sleep quality") == [
        "sleep quality"
    ]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("PFS", "PFS (progression-free survival)"),
        ("DCCVs", "DCCVs (direct-current cardioversions)"),
        ("median PFS after crossover", "median PFS after crossover"),
        ("ET", "ET"),
        ("XYZ", "XYZ"),
    ],
)
def test_an_outcome_that_is_an_abbreviation_is_written_out_beside_it(outcome, expected):
    long = {
        "PFS": "progression-free survival",
        "DCCVs": "direct-current cardioversions",
        "ET": "exercise",
    }
    assert written_out(outcome, long, arms={"ET"}) == expected


def test_what_an_arm_leaves_of_its_opening_words_is_no_outcome():
    text = "With evening kava, sound sleep increased from 91 ± 18 to 98 ± 21 min"
    statements = find_statements(text)
    assert topic_of(text, statements[0], BOOK.find(text), statements).outcome == "sound sleep"


def test_a_trial_is_no_outcome():
    text = "Falls occurred with kava and placebo in the GARDEN-Late trial (HR 0.9; 95% CI 0.7 to 1.1)"
    assert outcomes(text) == ["Falls"]


def test_what_people_underwent_may_be_called_like_an_arm():
    text = "In the end 23 adults (48%) in the placebo group underwent kava after the last visit"
    assert "kava" in outcomes(text)[0]
    text = "Falls occurred in 4 of 68 adults (5.9%) who received placebo and 10 of 129 (7.8%) who received kava"
    assert outcomes(text) == ["Falls", "Falls"]


def test_that_something_caused_a_change_is_no_part_of_the_outcome():
    assert outcomes("Kava did not cause a significant change in nightly walks (p = 0.6)") == [
        "nightly walks"
    ]
    assert outcomes("There was a trend for significance (p = 0.06)", "walks") == ["walks"]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        (
            "Falls occurred in 4 of 68 adults (5.9%) who received placebo and 10 of 129 adults (7.8%) who "
            "received kava",
            True,
        ),
        (
            "A fall occurred in 49 adults (30%) in the kava group and in 50 adults (29%) in the hops group",
            True,
        ),
        (
            "Mean sleep was 6.1 ± 1.0 h in the kava group compared with 5.0 ± 1.1 h in the placebo group",
            True,
        ),
        ("A fall occurred in 4 of 68 adults (6%) with kava and a cold in 10 of 68 (15%)", False),
    ],
)
def test_the_subject_of_values_side_by_side_is_that_of_all(text, sure):
    statements = find_statements(text)
    assert topic_of(text, statements[-1], BOOK.find(text), statements).sure is sure


def test_people_whose_arm_was_taken_out_are_left_out_before_their_verb():
    assert trim_phrase("patients in died") == "died"
    assert trim_phrase("patients in remission") == "patients in remission"


def test_each_count_of_a_list_is_of_what_follows_it():
    text = "Of them, 11 (48%) were healed, 4 (17%) died, 6 (26%) relapsed, and 2 (9%) failed treatment"
    assert outcomes(text) == ["healed", "died", "relapsed", "failed treatment"]
    assert outcomes("11 (48%) were healed and only 4 (17%) died compared with many before")[-1] == "died"
    named = "Nettle rash was searched for (57 (80%) confirmed and 14 (20%) unconfirmed)"
    assert outcomes(named)[-1] == "unconfirmed"
    both = "254 patients (93.7%) in the kava group and 250 patients (93.0%) in the placebo group were awake at night"
    assert outcomes(both) == ["awake at night"] * 2


def test_what_is_denied_behind_a_count_is_in_doubt():
    assert is_denied("125 (26%) were not awake", 8, "awake")
    assert not is_denied("125 (26%) were awake", 8, "awake")
    assert not is_denied("125 (26%) were not awake", 8, "not awake")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 25 men who drank it had a median weight of 70 kg", "weight"),
        (
            "Similar results were seen in the others, with a waking rate of 68.0% (183 of 269 adults) with kava",
            "waking rate",
        ),
        ("The adjusted hazard ratio for early waking was 0.80 (95% CI 0.67 to 0.95)", "early waking"),
        ("The mean difference in sleep quality was 2.6 (95% CI 1.5 to 3.7)", "sleep quality"),
        ("Relative risk for falls with kava versus placebo, 0.80 (95% CI 0.67 to 0.95)", "falls"),
        (
            "The odds ratio (OR) for the composite of falls or pain was 0.7 (95% CI 0.5 to 0.9)",
            "composite of falls or pain",
        ),
    ],
)
def test_the_measure_that_a_value_is_told_with(text, expected):
    assert outcomes(text)[-1] == expected


def test_an_estimate_of_two_arms_is_of_what_was_told_before():
    text = "The hazard ratio for kava versus placebo was 0.80 (95% CI 0.7 to 0.9)"
    assert outcomes(text, "early waking") == ["early waking"]
    assert outcomes(text.replace("kava versus placebo", "all patients"), "sleep") == ["sleep"]


def test_the_name_of_an_estimate_alone_is_no_outcome():
    text = "The hazard ratio estimated from a regression is 0.88 (95% CI 0.57 to 1.38)"
    assert outcomes(text, "early waking") == ["early waking"]


def test_each_count_of_a_list_is_of_what_stands_ahead_of_it():
    text = "Pain was seen in four (18%), sleep lasting more than 3 hours in 13 (59%), and falls in five (23%)"
    assert outcomes(text) == ["Pain", "sleep lasting more than 3 hours", "falls"]


def test_the_state_of_what_a_count_is_of_belongs_to_it():
    assert outcomes("Sleep was broken in 8 patients (24.2%)") == ["Sleep was broken"]
    assert outcomes("Sleep was seen in 8 patients (24.2%)") == ["Sleep"]


def test_when_it_was_looked_at_is_no_name_of_a_list():
    assert outcomes("At data cutoff, 31 (50%) patients had died") == ["died"]


def test_the_second_arm_in_a_bracket_has_the_name_ahead_of_it():
    text = (
        "The most common complaints were pain (125 [21%] in the kava group vs 60 [10%] in the placebo group) "
        "and rash (70 [12%] vs ten [2%])"
    )
    assert outcomes(text)[:2] == ["pain", "pain"]


def test_a_ratio_far_ahead_of_its_value_still_says_what_it_is_of():
    text = "with an HR for a first fall or for early waking of any length of 0.46 (95% CI 0.39 to 0.54)"
    assert outcomes(text) == ["first fall or for early waking of any length"]


def test_counts_set_against_each_other_share_what_follows_them():
    text = "868 adults (53.4%) vs 874 adults (53.6%) were of Danish descent"
    assert outcomes(text, "sleep") == ["Danish descent"] * 2


def test_a_mean_within_a_sentence_is_of_its_own_name():
    text = "A total of 68.5% of the patients were men, the median age of the patients was 35 years"
    assert outcomes(text)[-1] == "age of the patients"


def test_in_whom_arms_were_compared_is_no_outcome():
    text = "Sleep with kava was longer compared with placebo in elderly B1 (hazard ratio 0.58; 95% CI 0.41 to 0.82)"
    assert outcomes(text) == ["Sleep"]


def test_of_what_people_died_and_the_next_of_two_estimates_have_their_own_names():
    text = (
        "The hazard ratio for death from any cause was 0.81 (95% CI 0.70 to 0.93) and that for waking was 0.90 "
        "(95% CI 0.80 to 1.02)"
    )
    assert outcomes(text) == ["death from any cause", "waking"]


def test_how_often_something_is_first_of_a_list_is_no_part_of_its_name():
    assert outcomes("Pain was told of by 12 (24%), most often back pain (8%)")[-1] == "back pain"


def test_what_things_were_found_to_hold_belongs_to_their_name():
    text = (
        "More water samples were found to contain lead among those taken in the kava group vs those in the hops group "
        "(83.9% [47/56] vs 36.5% [19/52])"
    )
    assert set(outcomes(text)) == {"water samples found to contain lead"}
