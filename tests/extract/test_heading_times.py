"""The time of a table that the text tells of below a heading with that time."""

from curate.extract.sentences.text.report_times import read_times

from .told_prose import passage


def time_of(*texts):
    told = read_times([passage(text) for text in texts]).of_table("Table 2")
    return told.text if told else ""


def test_a_table_has_the_time_of_the_heading_over_the_text_that_cites_it():
    said = "Ratings of the boats are presented in Table 2."
    assert time_of("Six-month follow-up results", said) == "Six-month"


def test_another_heading_ends_what_the_one_before_it_holds_for():
    said = "Ratings of the boats are presented in Table 2."
    assert time_of("Six-month follow-up results", "Ratings of the boats", said) == ""


def test_the_sentence_s_own_time_is_stronger_than_its_heading_s():
    said = "Ratings of the boats at 3 months are presented in Table 2."
    assert time_of("Six-month follow-up results", said) == "3 months"


def test_two_headings_over_one_table_tell_no_time():
    said = "Ratings are presented in Table 2."
    assert time_of("Six-month results", said, "One-year results", said) == ""
