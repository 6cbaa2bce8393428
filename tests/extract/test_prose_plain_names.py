"""Names of outcomes in sentences without what the sentences say of them."""

import pytest

from curate.extract.sentences.topic.leads import without_lead
from curate.extract.sentences.topic.phrases import trim_phrase
from curate.extract.sentences.topic.plain_names import plain_name
from curate.parse.sentence import find_statements

from .told_prose import outcomes


@pytest.mark.parametrize(
    ("text", "previous", "expected"),
    [
        (
            "However, the difference between kava and hops did not reach significance (P = 0.34)",
            "waking",
            "waking",
        ),
        (
            "However, the effect of kava was statistically insignificant (9.6 vs 3.8%)",
            "waking",
            "waking",
        ),
        (
            "Mean age was the only variable with a difference between the 2 treatment conditions (kava = 45.7 "
            "[SD, 7.8])",
            "",
            "age",
        ),
        ("The baseline prevalence of snoring was low (6.7%)", "", "baseline prevalence of snoring"),
        (
            "The relapse rate in the kava group was higher (n=21; 29%) than in the hops group (n=6; 8%) in the early "
            "post-operative period (P<0.001)",
            "",
            "relapse rate",
        ),
    ],
)
def test_what_is_said_of_an_outcome_is_no_outcome(text, previous, expected):
    assert outcomes(text, previous)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Differences were largest at 6 months for deep sleep (78/472 [16.5%] vs 34/471 [7.2%])",
            "deep sleep",
        ),
        (
            "Those on kava achieved higher attendance rates than those on placebo (OR 2.1)",
            "attendance rates",
        ),
        (
            "Training had a moderate significant effect on trained words (Cohen's d = 0.70)",
            "trained words",
        ),
        (
            "Several toxicities occurred, including fatigue (5/35, 14%)",
            "fatigue",
        ),
        (
            "There was an indirect effect of the training via mood on deep sleep (t = 1.71, p = .087)",
            "indirect effect of the training via mood on deep sleep",
        ),
        ("After induction, 95 (25%) adults entered the second phase", "entered the second phase"),
    ],
)
def test_a_name_is_freed_of_its_predicate(text, expected):
    assert outcomes(text)[-1] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Gains were seen (3/47 vs 7/47) and remained significant at 18 months (51/471 vs 86/472)",
        "The share in the second stage was considerably higher (33%)",
    ],
)
def test_that_something_remained_so_is_no_outcome(text):
    assert not {"remained significant at 18 months", "considerably"} & set(outcomes(text, "waking"))


def test_the_statistic_of_a_test_is_no_part_of_a_name():
    text = "There were main effects of time for the variables sleep [F(2,41) = 16.88, p = 0.01]"
    assert outcomes(text)[-1] == "sleep"


@pytest.mark.parametrize(
    "text",
    [
        "Median follow-up was 37 months",
        "Falls were noted throughout the follow-up period (median 32 months)",
    ],
)
def test_how_long_people_were_followed_is_named(text):
    assert outcomes(text, "enrolled") == ["duration of follow-up"]


def test_a_set_of_analysis_leads_to_its_subject():
    lead = "On an intent-to-treat basis, 3- and 6-month abstinence was "
    assert without_lead(lead) == "3- and 6-month abstinence was "


def test_a_name_holds_no_value_of_its_sentence():
    text = "Waking was 1.8 h (95% CI, 1.0-2.7), deep sleep was 7.8 h (95% CI, 6.0-9.5)"
    assert outcomes(text) == ["Waking", "deep sleep"]


def test_a_threshold_stays_in_a_name():
    text = "Pressure below 130 mm Hg was seen in 12 of 40 (30%)"
    assert plain_name("pressure below 130 mm Hg", find_statements(text)) == (
        "pressure below 130 mm Hg",
        True,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the root arm, the prevalence of waking was ", "the prevalence of waking was "),
        ("Excluding two adults who slept at entry, waking was ", "waking was "),
        (
            "In the prior care subgroup, the rate of waking was ",
            "In the prior care subgroup, the rate of waking was ",
        ),
        ("In the elderly subsample, there was a fall in waking ", "there was a fall in waking "),
    ],
)
def test_what_leads_to_a_subject_is_no_part_of_its_name(text, expected):
    assert without_lead(text) == expected


def test_the_model_of_an_estimate_is_no_outcome():
    text = (
        "The odds ratios for quitting were higher with kava than with placebo in the unadjusted model (odds "
        "ratio, 3.28; 95% CI, 1.98 to 5.44) and in a logistic-regression model that adjusted for sex only (odds "
        "ratio, 3.19; 95% CI, 1.91 to 5.30)"
    )
    assert outcomes(text) == ["quitting", "quitting"]


def test_what_was_counted_over_is_no_outcome():
    text = "Kava caused vomiting in 141 of 1731 (8%) doses given on day 1 (odds ratio 5.50, 95% CI 3.56-8.46)"
    assert outcomes(text)[-1] == "vomiting"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Of the 83 adults who chose kava and were asked about it, 63% (52/83) replied that they took it daily",
            "replied that they took it daily",
        ),
        (
            "At 6 months, 22.4% of the comparison group and 37.5% of the kava group reported snoring at night",
            "snoring at night",
        ),
        ("During follow-up, patients who remained on their drug were 79.5%", "remained on their drug"),
    ],
)
def test_what_people_did_is_the_outcome_whatever_the_verb(text, expected):
    assert outcomes(text)[-1] == expected


def test_things_of_which_a_share_is_told_keep_their_verb():
    assert outcomes("In all, 66% of planned visits were kept")[0] != "planned visits were kept"


def test_one_test_of_two_things_together_is_of_both():
    text = "Links fell between two pairs: the left lobe and right lobe (P = 0.02)"
    assert outcomes(text) == ["left lobe and right lobe"]


def test_a_capital_letter_at_the_end_of_a_name_is_no_article():
    assert trim_phrase("the prevalence of influenza A in") == "prevalence of influenza A"


@pytest.mark.parametrize(
    ("name", "plain"), [("adults taking their root", ""), ("loss of sleep in 7 adults", "loss of sleep")]
)
def test_of_whom_a_number_is_is_not_what_it_is_of(name, plain):
    assert plain_name(name, []) == (plain, True)
