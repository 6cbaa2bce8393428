"""When the values of single sentences were measured, and where sentences begin."""

import pytest

from curate.extract.sentences.text.headings import heading_run_in
from curate.extract.sentences.text.passage import Passage
from curate.extract.sentences.topic.moments import respective_time, timepoint_of
from curate.parse.sentence import find_statements

from .told_prose import moment


def test_a_time_right_behind_its_value_is_that_value_s():
    text = "The rate of naps at the 3-month visit was 21%, 18% at the 6-month visit, and 14% after 12 months"
    told = [timepoint_of(text, found, "") for found in find_statements(text)]
    assert told == ["3-month", "6-month", "12 months"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At 8 weeks, mean (SD) pain was 3.1 (1.0)", ("8 weeks", "final")),
        ("At baseline, mean (SD) pain was 5.1 (1.0)", ("baseline", "baseline")),
        ("After walking 3 days per week, mean (SD) pain was 3.1 (1.0)", ("", "unclear")),
        ("Mean (SD) pain was 3.1 (1.0) in comparison to pre-test", ("", "unclear")),
        ("The mean (SD) change from baseline in pain at week 8 was 2.0 (0.9)", ("week 8", "change")),
        ("Median survival was 6.9 months", ("", "unclear")),
        ("In the age range of 20 - 40 years, mean (SD) pain was 3.1 (1.0)", ("", "unclear")),
        ("Pain fell more between baseline and T1 (mean 2.1 [SD 0.9])", ("T1", "final")),
        ("Levels differed by 4.2 (SD 1.1) from baseline to week 8", ("week 8", "change")),
        ("Of four with completion surgery, mean (SD) pain was 3.1 (1.0)", ("", "unclear")),
        ("On completion, mean (SD) pain was 3.1 (1.0)", ("completion", "final")),
        ("7-day point-prevalence abstinence scored 3.1 (SD 1.0)", ("", "unclear")),
        ("At 6 months the 7 day point prevalence quit rate was 7.4% (34/459)", ("6 months", "final")),
        ("One-week abstinence was 14.4% (34/236)", ("", "unclear")),
        ("At the final analysis, mean (SD) pain was 3.1 (1.0)", ("final", "final")),
        ("As the final row of Table 1 shows, mean (SD) pain was 3.1 (1.0)", ("", "unclear")),
        (
            "Mean change of pain was 2.0 (SD 0.9; n = 9) with kava and 1.0 (SD 0.8) with hops",
            ("", "change"),
        ),
        (
            "The decrease in pain between baseline and week 8 was larger with kava (2.0 [SD 0.9])",
            ("week 8", "change"),
        ),
    ],
)
def test_time_and_basis(text, expected):
    assert moment(text) == expected


def test_two_times_respectively():
    text = "rose by 2.1 and 3.4 points at weeks 24 and 48, respectively"
    assert [respective_time(text, "week 48", rank, 2) for rank in (0, 1)] == ["week 24", "week 48"]


def test_the_primary_endpoint_is_no_time():
    text = "The primary endpoint, sound sleep, occurred in 114 of 129 adults (88%)"
    assert timepoint_of(text, find_statements(text)[0], "") == ""
    text = "Sleep at endpoint was 6.9 ± 1.0 points"
    assert timepoint_of(text, find_statements(text)[0], "") == "endpoint"


def test_a_list_of_values_has_the_list_of_times_behind_it():
    text = "Sleep rose to 5.4 ± 1.9, 6.5 ± 0.8 and 7.1 ± 0.7 h at 6 weeks, 12 weeks, and 24 weeks"
    assert [respective_time(text, "6 weeks", rank, 3) for rank in range(3)] == [
        "6 weeks",
        "12 weeks",
        "24 weeks",
    ]
    assert respective_time(text, "6 weeks", 0, 4) == "6 weeks"


def test_methods_may_run_in_with_their_first_paragraph():
    body = {"styled": True, "bold": True, "zone": "body"}
    assert heading_run_in("Methods. We asked 146 sleepers", fresh=True, **body) == "methods"
    assert heading_run_in("METHODS — A total of 72 adults", fresh=False, **body) == "methods"
    assert heading_run_in("Methods. We asked", fresh=False, **body) == ""
    assert heading_run_in("Setting. We asked 146 sleepers", fresh=True, **body) == ""
    assert heading_run_in("Methods. We asked", fresh=True, **(body | {"bold": False})) == ""


def test_a_unit_of_one_letter_ends_a_sentence_and_an_initial_does_not():
    text = "The level was 431 µmol/l. Kava raised it. It was tested by J. Smith."
    assert len(list(Passage(text, (), ()).sentences())) == 3


def test_by_how_much_longer_it_took_is_no_time_of_measuring():
    text = "At 3 years, survival was longer by 8.5 months with kava (mean 25.1 [SD 4.0]"
    assert moment(text)[0] == "3 years"


def test_numbers_that_share_a_unit_are_times_of_a_list():
    text = "Sleep at 1, 2, and 5 years was 85.9, 83.9, and 79.3%, respectively"
    assert [respective_time(text, "", n, 3) for n in range(3)] == ["1 year", "2 years", "5 years"]
    two = "Sleep at 2 and 4 years was 83.9 and 79.3%{}"
    assert respective_time(two.format(", respectively"), "", 0, 2) == "2 years"
    assert respective_time(two.format(""), "4 years", 0, 2) == "4 years"


def test_a_value_in_a_bracket_has_the_time_ahead_of_it():
    text = "Falls were rarer at 3 months (4 [2%] of 172 v 8 [4%] of 184; p = 0.009) and at 6 months (p = 0.2)"
    assert [moment(text, which)[0] for which in (-2, -1)] == ["3 months", "6 months"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Attrition from pretest to posttest was 10.3%", ("posttest", "final")),
        ("Rowers slept less during weeks 7 through 10 (4.1 (SD 1.0))", ("weeks 7 through 10", "final")),
        ("They rowed 4.1 (SD 1.0) hours in the 6 months pretreatment", ("pretreatment", "baseline")),
    ],
)
def test_a_stretch_of_time_is_taken_whole(text, expected):
    assert moment(text) == expected


def test_a_time_that_leads_the_label_of_an_average_is_its_own():
    text = (
        "Scores fell from baseline to day 8 (baseline mean = 9.3, SD = 3.1; day 3 mean = 8.1, SD = 3.0)"
    )
    assert moment(text, 0) == ("baseline", "baseline")
    assert moment(text, 1) == ("day 3", "final")
