"""Times that a value's own place leaves open, from the rest of the report: one possibility or none."""

import pytest

from curate.extract.sentences.text.passage import Passage
from curate.extract.sentences.text.report_times import ToldTime, is_open, noted_times, read_times


def told(*parts):
    """Read (section, text) pairs as the body of a report; the abstract is a section of its own."""
    return read_times(
        Passage(text, (), (), "results" if section == "abstract" else section, zone)
        for section, text in parts
        for zone in ("abstract" if section == "abstract" else "body",)
    )


@pytest.mark.parametrize(
    ("methods", "label", "expected"),
    [
        ("Participants did 16 weeks of supervised rowing training.", "Final", "16 weeks"),
        ("The 16-week programme took place indoors.", "Post", "16 weeks"),
        (
            "Tea was taken daily for 12 weeks. The 12-week trial ended in May.",
            "End of treatment",
            "12 weeks",
        ),
        ("Patients were treated for 8 weeks and followed for 6 months.", "End of treatment", "8 weeks"),
        ("Patients were treated for 8 weeks and followed for 6 months.", "follow-up", "6 months"),
        ("Pain was assessed at baseline and at 6 and 12 weeks.", "Final", None),
        ("Patients were treated for 8 weeks or for 24 weeks.", "Final", None),
        (
            "After a 2-week run-in they took tea for 8 weeks, with less in the first 2 weeks.",
            "Final",
            "8 weeks",
        ),
        (
            "Those with pain for at least 3 months took tea over 10 minutes daily for 8 weeks.",
            "Final",
            "8 weeks",
        ),
        ("The infusion lasted for 10 minutes.", "Final", None),
        ("Men aged 50 years took part in the study.", "Final", None),
    ],
)
def test_final_is_when_the_treatment_ends_where_one_length_is_said(methods, label, expected):
    time = told(("methods", methods)).of_end(label)
    assert (time.text if time else None) == expected


def test_an_open_label_keeps_its_words():
    report = told(("methods", "All did 16 weeks of training."))
    assert report.complete("Strength", "Final") == ToldTime("Final (16 weeks)", "methods")
    assert report.complete("Strength", "week 4") is None
    assert report.complete("Strength", "baseline") is None
    assert report.complete("Time to completion", "completion") is None


def test_an_outcome_has_the_time_of_the_sentences_that_name_it():
    report = told(
        ("abstract", "Over 1000 days of follow-up repeat operations were rarer (11.8% v 17.6%)."),
        (
            "methods",
            "Repeat operations within 14 days did not count. Hand grip was measured at 4 weeks.",
        ),
        ("results", "Hand grip was better at 8 weeks."),
    )
    assert report.of_outcome("Repeat operations, n (%)") == ToldTime("1000 days", "abstract")
    assert report.of_outcome("repeat operation rates") == ToldTime("1000 days", "abstract")
    assert report.of_outcome("Hand grip") is None
    assert report.of_outcome("Duration of repeat operations") is None


def test_a_short_time_beside_a_long_one_leaves_the_outcome_open():
    report = told(("methods", "Bleeding stopped within 90 min and bleeding stopped for 24 h."))
    assert report.of_outcome("Bleeding stopped") is None


def test_a_table_has_the_time_of_the_sentence_that_cites_it():
    report = told(
        ("results", "Events within 24 h are listed in Table 2. At 30 days (Table 12) none was left.")
    )
    assert report.of_table("Table 2") == ToldTime("24 h", "text")
    assert report.of_table("Table 1") is None


def test_the_whole_report_names_one_time_or_none():
    methods = ("methods", "Tea was given for 12 weeks.")
    assert told(methods, ("results", "At 12 weeks pain was less.")).throughout == ToldTime(
        "12 weeks", "methods"
    )
    assert told(methods, ("results", "At 6 weeks pain was less.")).throughout is None
    assert told(("results", "Pain was less at 12 weeks.")).throughout is None


def test_times_in_notes():
    note = "Mean of readings at week 6 and at week 12 in people treated for at least 3 months"
    assert [t.text for t in noted_times(note)] == ["week 6", "week 12"]


def test_times_that_say_how_a_value_was_taken_are_none():
    assert noted_times("Mean home pressure (18 readings over 4 days)") == []


def test_labels_that_leave_the_time_open():
    assert [is_open(x) for x in ("Final", "post-test", "follow-up", "baseline", "week 4", "Pain")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_a_median_to_tenths_is_no_time_of_an_outcome():
    report = told(
        ("abstract", "Docked boats sank after 58.9 months, and docked boats sank at 58.9 months.")
    )
    assert report.of_outcome("Docked boats") is None
    half = told(("abstract", "Docked boats were counted at 1.5 years."))
    assert half.of_outcome("Docked boats") == ToldTime("1.5 years", "abstract")


def test_a_span_after_the_last_dose_is_no_time():
    assert noted_times("Reported during treatment and 30 days or less after last dose.") == []
