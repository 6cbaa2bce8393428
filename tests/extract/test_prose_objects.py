"""What people did with the things of which a share is told, and what befell the people of a part."""

import pytest

from curate.extract.sentences.arms.named import Named
from curate.extract.sentences.people.sizes import role_words
from curate.extract.sentences.people.stray_heads import heading_before
from curate.extract.sentences.topic.tails import since_last
from curate.parse.sentence import find_statements

from .told_prose import BOOK, arms, moment, outcomes, sizes


def test_a_share_of_things_is_named_by_what_people_did_with_which():
    text = "The kava group attended 71.9% of the weekly lessons and 70.0% of the evening lessons."
    assert outcomes(text) == ["attended weekly lessons", "attended evening lessons"]


def test_what_people_did_so_often_stands_around_the_number():
    assert outcomes("Participants drank 6.3 ± 2.3 cups per day.") == ["cups per day"]
    text = "Participants drank 6.3 ± 2.3 cups per day, and had deep naps on 23.1 ± 30.7% of days"
    assert outcomes(text) == ["cups per day", "deep naps (% of days)"]


def test_those_of_whom_a_share_is_told_are_not_what_befell_them():
    text = (
        "9.0% of those who came once, 4.8% who came twice and 7.1% who came daily were rested at 1 year."
    )
    assert outcomes(text) == ["rested, came once", "rested, came twice", "rested, came daily"]


def test_parts_set_against_each_other_share_what_befell_them():
    text = "In all, 72.9% of those who came once compared to 53.2% of those who came twice were rested."
    assert outcomes(text) == ["rested, came once", "rested, came twice"]


def test_what_people_declined_stands_behind_their_number():
    text = "Only 5 out of 493 patients declined the invitation to sleep."
    assert outcomes(text, "naps") == ["declined the invitation to sleep"]


def test_who_was_assigned_has_no_outcome_of_the_sentence_before():
    text = "Of these, 98 (53.3%) were assigned to rowing, 86 (46.7%) were assigned to skating."
    assert outcomes(text, "naps") == ["assigned", "assigned"]


def test_each_share_of_all_has_the_arm_behind_it():
    text = "Of these, 98 (53.3%) were assigned to kava, 86 (46.7%) were assigned to placebo."
    assert [item[::2] for item in sizes(text)] == [("98", "kava"), ("86", "placebo")]


def test_all_the_people_of_one_arm_are_that_arm_s():
    assert arms("Naps of all kava group participants were seen in 19.1%.") == [("19.1", "kava")]
    assert [m.arm for m in BOOK.find("in all kava groups")] == []
    assert Named(BOOK.find("in all kava groups")).mentions == []


def test_a_sample_consists_of_people_analysed():
    text = "The total sample consisted of 392 patients"
    (size,) = find_statements(text)
    assert role_words(text, size, "analysed") == "analysed"


def test_the_test_of_an_interaction_names_no_outcome():
    text = "There was a time by group interaction effect (p = 0.01) for naps"
    assert outcomes(text) == ["naps"]


def test_a_bracket_that_an_arm_s_name_opened_goes_with_it():
    text = "Mean attendance of the sessions (kava group and calls) was 53.8 (SD 37.9)"
    assert outcomes(text) == ["attendance of the sessions"]


def test_an_arm_that_heads_the_paragraph_is_not_whose_its_first_number_is():
    text = "Kava root The mean number of lessons was 3.1 (SD 2.0)"
    assert text[heading_before(text, BOOK.find(text)) :].startswith("The mean")
    text = "Kava root was taken by 31 (50%)"
    assert heading_before(text, BOOK.find(text)) == 0


def test_an_arm_in_a_bracket_that_explains_something_is_not_whose_the_number_is():
    assert arms("Attendance of the lessons (kava group and calls) was 53.8 (SD 37.9)") == [("53.8",)]
    assert arms("Attendance (kava group) was 53.8 (SD 37.9)") == [("53.8", "kava")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rested adults among those in the intervention (33% (20/60))", "Rested adults"),
        ("Adults in the second group reporting deep sleep were 19% (9/47)", "deep sleep"),
        ("Naps were seen in 4.1 (SD 1.0), and similar results for deep sleep (7% (4/57))", "deep sleep"),
    ],
)
def test_whose_a_number_is_and_how_it_compares_is_no_part_of_its_name(text, expected):
    assert outcomes(text)[-1] == expected


def test_how_long_nobody_may_have_smoked_is_no_time():
    assert moment("Those who stopped smoking for seven days were 17% (9/53)") == ("", "unclear")
    assert moment("Those who rowed for seven days were 17% (9/53)") == ("seven days", "final")


def test_a_name_stands_behind_a_share_with_its_number():
    text = "The sample was 45% (n = 106) female and 55% (n = 130) male, with 32% (n = 77) asleep."
    assert outcomes(text)[1:] == ["male", "asleep"]
    assert outcomes("There were naps (14.7%) and dreams (6.2%) being the most common.")[-1] == "dreams"


def test_the_level_of_an_interval_that_is_not_called_so_is_no_share():
    assert [s.statistics for s in find_statements("Naps were 31 (95% 0.95-1.19)")] != [("percent",)]
    kinds = [v.value for s in find_statements("The OR was 1.06 (95% 0.95-1.19)") for v in s.values]
    assert "95" not in kinds


def test_things_that_are_counted_are_no_people():
    found = find_statements("The groups differed on five out of 12 pretest variables.")
    assert [s for s in found if s.kind == "count"] == []


def test_a_value_with_a_name_behind_it_takes_no_arm_of_the_one_before():
    text = "Rates of response were 57% Kava root, 60% Tea and naps."
    assert arms(text) == [("57", "kava"), ("60", "placebo")]
    assert outcomes("Rates of response were 57% kava root, 60% Tea, ns")[-1] == "Rates of response"


def test_what_people_did_is_said_once_of_those_compared():
    text = "Ninety percent of adults in early care filled two cups compared to 64% of the adults in late care"
    assert outcomes(text) == ["filled two cups"]


def test_what_more_people_did_closes_a_long_sentence():
    text = (
        "A main effect of the condition was found in the analysis of all who had come to the house by the river, when "
        "they were asked by telephone, with greater proportions of participants in the kava group having halved their "
        "daily naps by 50% or more at 1 week (33% vs. 9%), and 2 weeks (43% vs. 20%)"
    )
    assert outcomes(text)[0].startswith("having halved their daily naps")


def test_how_far_back_people_were_asked_is_no_time():
    text = "Although at the 6-month visit kava was better for past 7-day naps (4.1 (SD 1.0))"
    assert moment(text) == ("6-month", "final")


def test_a_clause_may_take_up_what_the_one_before_it_gave():
    text = "Naps were 3% and 4% (P = .8), and for deep sleep, these rates were 13% and 24% (P = .09)."
    assert outcomes(text)[3:] == ["deep sleep"] * 3


def test_what_was_adjusted_for_is_no_outcome():
    text = (
        "Sleep was deeper after adjustment for age, sex, and daily naps (RR, 9.3 [95% CI, 4.0 to 21.6])"
    )
    assert outcomes(text) == ["Sleep"]


def test_a_word_that_leads_a_sentence_in_is_no_name():
    text = "Furthermore, 59% of the students felt addressed by the letters."
    assert outcomes(text) == ["felt addressed by the letters"]


def test_each_of_a_list_has_its_own_name():
    text = "Of the rowers, most were fathers (84.3%), married (97.7%), had slept well (81%), currently awake (92.4%)"
    assert outcomes(text) == ["fathers", "married", "slept well", "currently awake"]


def test_two_shares_of_the_same_people_are_no_two_arms():
    text = "In all, 397 adults (92% of those eligible, 44% of those screened) came and were given kava or placebo."
    assert [item[1:] for item in arms(text)] == [(), ()]


def test_an_average_is_of_what_stands_between_its_word_and_its_number():
    text = (
        "Data of all adults showed a mean age of 41.65 years (SD = 13.29), with 50% male and 50% female."
    )
    assert outcomes(text)[0] == "age"


def test_what_stands_since_the_last_value_names_what_was_tested():
    text = (
        "There was no significant difference between the kava group that rowed at night (27.2%; n = 22) and the "
        "placebo group of the same boats on the river (26.1%; n = 23) in the percentage of participants who were "
        "awake at 12 months after the race, \u03c72 (1, N = 169) < .001, p = 1.00."
    )
    found = find_statements(text)
    told = since_last(text, found[-1], found, [])
    assert told == "in the percentage of participants who were awake at 12 months after the race"


def test_what_a_bracket_says_of_its_own_values_is_their_name():
    text = "The six-month visit of 893 adults (response rates were 63% kava root, 62% Tea, ns) showed more naps."
    assert outcomes(text)[-2:] == ["response rates", "response rates"]
