"""Whose values are where a group has no known name, or where arms are named in turn; and when."""

from curate.extract.sentences.people.sizes import is_event
from curate.extract.sentences.topic.moments import basis_of
from curate.parse.sentence import find_statements

from .told_prose import BOOK, arms, contrasts, moment


def test_estimates_listed_for_two_arms_are_not_one_arm_against_the_other():
    text = (
        "Compared with placebo, sleep was 0.20 h (95% CI -0.61 to 0.47) and 0.39 h (95% CI 0.12 to 0.66) higher in the "
        "kava and hops arms, respectively"
    )
    assert contrasts(text, main=("kava", "hops", "placebo")) == [
        (("kava",), ("placebo",)),
        (("hops",), ("placebo",)),
    ]


def test_estimates_of_two_outcomes_in_turn_compare_the_arms():
    text = (
        "Sleep and waking were rarer with kava compared with placebo (OR, 1.49; 95% CI, 1.05-2.12 and OR, 1.36; "
        "95% CI, 0.95-1.93, respectively)"
    )
    assert contrasts(text) == [(("kava",), ("placebo",))] * 2


def test_people_set_against_the_other_people_are_no_arms():
    text = "Sleep of adults treated again after kava did not differ from that of the other adults (P = 0.08)"
    assert contrasts(text) == [((), ())]


def test_a_share_of_a_group_called_otherwise_is_not_the_next_arm_s():
    text = "At 6 months, 22.4% of the comparison group and 37.5% of the kava group slept"
    assert arms(text) == [("22.4", "placebo"), ("37.5", "kava")]
    assert arms(text, main=("kava", "hops", "placebo")) == [("22.4",), ("37.5", "kava")]


def test_the_time_of_the_next_bracket_is_not_that_of_this_one():
    text = "Gaps were largest at 6 months for sleep (7/47 vs 3/47) and remained large at 18 months (8/47 vs 5/47)"
    assert moment(text, 0)[0] == "6 months"


def test_either_of_two_times_is_named_whole():
    assert moment("The rate at 9 or 12 months was 9.4% with kava", 0)[0] == "9 or 12 months"


def test_what_was_gained_is_a_change():
    text = "The kava group saw greater gains in the overall scores (mean 8.03, SD 4.46) at month 3"
    assert basis_of(text, find_statements(text)[0], "", "month 3") == "change"


def test_a_labelled_size_of_a_group_with_a_lower_level_is_no_event():
    text = "Girls on kava (N = 66) had a lower level at 5 months"
    statement = next(s for s in find_statements(text) if s.kind == "size")
    assert not is_event(text, statement, BOOK.find(text))
    text = "Girls on kava (N = 66) had a fall"
    assert is_event(text, statement, BOOK.find(text))


def test_how_often_something_was_measured_is_no_mean():
    assert find_statements("The score was an average of up to 12 measurements") == []
