"""Shares, counts and differences that stand close to each other in a sentence."""

from curate.parse.sentence import find_statements

from .test_sentence import statements


def test_a_change_in_percent_against_a_fall_is_no_share():
    found = statements("Bone grew with kava more than with placebo (5.6% vs. -1.0%)")
    assert found == [("mean", "mean 5.6"), ("mean", "mean -1.0")]


def test_powers_of_ten_stand_between_a_value_and_its_range():
    text = "The mean count was 0.4 × 108 /kg (range 0.1-1.4) with kava"
    assert statements(text) == [("mean", "mean 0.4", "min 0.1", "max 1.4")]


def test_counts_of_groups_and_early_months_are_no_differences():
    assert statements("There were differences between the 4 antibody groups") == []
    assert statements("differences between them were seen at as early as 1 month") == []
    assert statements("the difference in incidence of at most ≤20%") == []


def test_a_difference_is_not_the_first_of_two_means():
    found = statements("No difference in mean sleep was 7.1 (SD 1.5) vs 6.1 (SD 1.0)")
    assert found == [("mean", "mean 7.1", "sd 1.5"), ("mean", "mean 6.1", "sd 1.0")]


def test_a_share_has_no_limit_below_0():
    text = "the risk difference was 14% (95% CI -8.3%, 35.8%) with kava and 1% (95% CI -21.1%, 22.9%) with hops"
    assert [s[1] for s in statements(text)] == ["rd 14", "rd 1"]
    assert statements("1% (95% CI 0.1%, 22.9%) with hops")[0][1] == "percent 1"


def test_a_count_and_its_share_alone_in_a_bracket():
    assert statements("In most people (28, 84.8%) it was long") == [
        ("count", "events 28", "percent 84.8")
    ]


def test_the_share_of_people_within_a_mean_is_a_share():
    assert statements("Mean pain was within limits in 74% of patients") == [("count", "percent 74")]


def test_ends_of_ages_and_school_years_and_times_in_lists_are_no_values():
    assert statements("The mean use was higher in 2009/10 compared to 2010/11 (85.2 ml") == []
    assert statements("mean pain is shown before it, 3 months, 1 year, and 2 years after it") == []


def test_deaths_with_their_share_are_a_count_of_deaths():
    found = find_statements("There were 14 deaths (3.4%) with kava")[0]
    assert (found.statistics, found.label) == (("events", "percent"), "deaths")


def test_a_share_with_its_count_and_interval_in_one_bracket():
    found = statements("Sleep came to 28.2% (n = 156; 95% CI, 24.4-32.1) of them")
    assert found == [("count", "percent 28.2", "events 156", "ci_low 24.4", "ci_high 32.1")]


def test_a_size_behind_a_group_and_an_equals_sign():
    assert statements("(Control Group=14, Test Group 1=15, and so on)") == [
        ("size", "n 14"),
        ("size", "n 15"),
    ]
    assert statements("in group 4, and in group 5") == []


def test_two_values_in_a_bracket_are_what_the_report_says_all_are():
    said = "Data are given as median and interquartile range"
    assert statements("They were older (69 versus 66 years), all said", said) == [
        ("median", "median 69"),
        ("median", "median 66"),
    ]
    assert statements("They were older (69 versus 66 years), all said", said + " or mean") == []
    assert statements("They were older (69 versus 66 years), all said") == []


def test_the_share_of_things_counted_stands_behind_their_name():
    found = statements("60 of 7557 blood samples (0.79%) were lost")
    assert found == [("count", "events 60", "total 7557", "percent 0.79")]
    apart = statements("60 of 7557 samples from one (44%) were lost")
    assert apart == [("count", "events 60", "total 7557")]


def test_mean_and_median_percentages_in_one_breath():
    found = statements("the median and mean doses were 95.2% and 86.4%, respectively")
    assert found == [("median", "median 95.2"), ("mean", "mean 86.4")]


def test_counts_of_components_and_limits_of_ranges_are_no_values():
    assert statements("The risk differences for the 3 individual components were alike") == []
    found = statements("with a median of 7.87 and an interquartile range of only 5.24-11.02")
    assert found == [("median", "median 7.87")]
