"""Labels of several lines over their columns, degrees that are arms, ages that are no times, times since an event."""

from curate.extract.tables.names.time_labels import times_in
from curate.parse.duration import is_time
from curate.parse.label import is_p_label

from .headed import set_table
from .test_table_shapes import page
from .told import outcomes_read

__all__ = ["page"]


def test_a_spanner_of_four_lines_stands_over_what_the_rule_below_it_spans(page):
    xs = [60, 200, 260, 340, 400]
    places = [60, 200, 340]
    heads = [
        (["", "Daily", ""], places),
        (["", "open-water", ""], places),
        (["", "rowing", "Controls"], places),
        (["", "(n = 769)", "(n = 793)"], places),
        (["Falls", "n", "%", "n", "%"], xs),
    ]
    rules = [(200, 300, 149), (340, 440, 149)]
    rows = [["4 months post recruitment", "106", "13.8", "76", "9.6"]]
    rows += [["7 months post recruitment", "110", "14.3", "87", "11.0"]]
    found = outcomes_read(set_table(page, heads, rows, xs, rules=rules))
    four = "4 months post recruitment"
    assert ("Outcomes", four, ("Daily open-water rowing",), "percent", "13.8") in found
    assert ("Outcomes", four, ("Controls",), "percent", "9.6") in found


def test_a_degree_with_a_size_beside_other_arms_is_one(page):
    xs = [60, 200, 310, 420]
    heads = [(["", "Brief (n = 87)", "Moderate (n = 71)", "Intensive (n = 72)"], xs)]
    found = outcomes_read(set_table(page, heads, [["Falls, n (%)", "10 (11)", "12 (17)", "9 (12)"]], xs))
    assert ("Falls, n (%)", "", ("Moderate",), "events", "12") in found


def test_spans_below_age_are_no_times(page):
    xs = [60, 240, 360]
    heads = [(["", "Rowing (n = 43)", "Skating (n = 45)"], xs)]
    rows = [["Age group (%)", "", ""], ["     1-5 mo", "7.4", "7.6"], ["     6-11 mo", "13.2", "13.3"]]
    found = outcomes_read(set_table(page, heads, rows, xs, title="Table 1. Falls after 12 weeks"))
    assert ("Age group (%), 1-5 mo", "12 weeks", ("Rowing",), "percent", "7.4") in found


def test_how_long_people_learned_is_no_time():
    assert times_in("% > 12 years of education") == ()
    assert times_in("Weight at 12 months of age") == ("12 months",)


def test_a_time_since_an_event_is_a_time():
    assert is_time("4 months post recruitment")
    assert is_time("6 months after quitting")
    assert not is_time("6-month quitting")


def test_a_mark_run_together_with_the_label_of_p_values():
    assert is_p_label("Adjusted p Valuez")
    assert not is_p_label("Lip valued")


def test_the_efficacy_of_a_vaccine_is_no_number_of_an_arm(page):
    xs = [60, 180, 290, 400, 500]
    heads = [(["", "Rowing (n = 80)", "Skating (n = 81)", "Adjusted efficacy (95% CI)", "p value"], xs)]
    rows = [["Colds", "17 (21%)", "33 (41%)", "48.9 (8.4 to 71.5)", "0.01"]]
    found = outcomes_read(set_table(page, heads, rows, xs))
    assert ("Colds", "", ("Rowing",), "p", "0.01") in found
    assert not [value for *_, value in found if value == "48.9"]
