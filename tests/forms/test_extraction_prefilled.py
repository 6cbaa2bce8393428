"""What a person entered before stands in their next extraction form, and reading it gives the same."""

from dataclasses import replace

from curate.forms import extraction_book
from curate.model.reading import Evidence, Found, Reading, Result

from .extraction_sheets import MAIN, form

__all__ = ["form"]


def test_own_entries_come_back_unchanged(form, tmp_path):
    """What a person entered before is prefilled, and reading the form again gives the same."""
    place = Evidence(MAIN, "Table 2", page=4)

    def said(statistic, text, value=None, **more):
        return Reading(statistic, value or text, place, as_printed=text, **more)

    score = {"outcome": "CAPS-5", "timepoint": "24 hours"}
    entries = (
        Found(
            Result(("Ketamine",), outcome="randomised", scope="arm"),
            (said("n", "22", role="randomised"),),
        ),
        Found(
            Result(("Ketamine",), **score, basis="final"),
            (said("n", "20", role="analysed"), said("mean", "−1.20", "-1.20"), said("se", "0.30")),
        ),
        Found(
            Result(("Placebo",), **score, basis="change"),
            (
                said("median", "5", status="unclear"),
                said("q1", "3", status="unclear"),
                said("q3", "9", status="unclear"),
            ),
        ),
        Found(
            Result(("Midazolam",), **score),
            (
                Reading("mean", "", None, status="not_reported"),
                Reading("sd", "", None, status="not_reported"),
            ),
        ),
        Found(
            Result(("Ketamine",), outcome="Dissociation (adverse event)", timepoint="24 hours"),
            (said("events", "12"), said("total", "17")),
        ),
        Found(
            Result(("Ketamine",), outcome="PHQ-9", timepoint="Week 6", basis="final"),
            (said("mean", "7.0"),),
        ),
        Found(
            Result(("Ketamine",), ("Midazolam",), **score, basis="change", adjusted="no"),
            (
                said("md", "-8.6"),
                said("ci_low", "-15.0", ci_level=90.0),
                said("ci_high", "-2.2", ci_level=90.0),
            ),
        ),
        Found(
            Result(scope="study"),
            (Reading("", "civilian", place, item="population", as_printed="civilian"),),
        ),
        Found(
            Result(("Placebo",), scope="arm"),
            (Reading("", "oral", place, item="route", as_printed="oral"),),
        ),
    )
    study = replace(form.studies[0], entries=entries)
    path = tmp_path / "form.xlsx"
    extraction_book.write(path, replace(form, studies=(study,)))
    read = extraction_book.read(path).studies[0].found
    assert set(read) == set(entries)
    assert len(read) == len(entries)


def test_what_a_form_would_change_is_not_put_into_it(form, tmp_path):
    place = Evidence(MAIN, "Table 2", page=4)
    mean = Reading("mean", "5", place, as_printed="5")
    score = {"outcome": "CAPS-5", "timepoint": "24 hours", "basis": "final"}
    entries = (
        Found(Result(("Ketamine", "Placebo"), **score), (mean,)),
        Found(Result(("Ketamine",), **score, subgroup="women"), (mean,)),
        Found(Result(("Ketamine",), **score, analysis_set="PP"), (mean,)),
        Found(Result(("Placebo",), **score), (Reading("n", "9", place, role="completed"),)),
        Found(Result(("Placebo",), **score), (Reading("percent", "9", place),)),
    )
    path = tmp_path / "form.xlsx"
    extraction_book.write(path, replace(form, studies=(replace(form.studies[0], entries=entries),)))
    assert extraction_book.read(path).studies[0].found == ()


def test_entries_from_different_places_keep_theirs(form, tmp_path):
    """Each number has its own page and status; the form gives them several rows."""
    score = {"outcome": "CAPS-5", "timepoint": "24 hours", "basis": "final"}
    readings = (
        Reading("n", "20", Evidence(MAIN, "n=20", page=2), role="analysed", as_printed="20"),
        Reading("mean", "5.0", Evidence(MAIN, "5.0", page=4), as_printed="5.0"),
        Reading("sd", "", None, status="not_reported"),
        Reading("se", "1.5", Evidence(MAIN, "Figure 2", page=6), as_printed="1.5"),
    )
    study = replace(form.studies[0], entries=(Found(Result(("Ketamine",), **score), readings),))
    path = tmp_path / "form.xlsx"
    extraction_book.write(path, replace(form, studies=(study,)))
    read = [each for found in extraction_book.read(path).studies[0].found for each in found.readings]
    mean = replace(readings[1], evidence=Evidence(MAIN, "", page=4))  # the number itself is looked up
    assert {readings[0], mean, readings[3]} <= set(read)
    assert len(read) == 3  # a row's status speaks of mean and SD together, so it is left out


def test_two_spreads_and_two_centres_get_rows_of_their_own(form, tmp_path):
    place = Evidence(MAIN, "Table 2", page=4)
    numbers = {"q1": "3", "q3": "9", "mean": "5.5", "median": "5", "sd": "2.0", "max": "11"}
    readings = tuple(Reading(name, text, place, as_printed=text) for name, text in numbers.items())
    result = Result(("Ketamine",), outcome="CAPS-5", timepoint="24 hours", basis="final")
    study = replace(form.studies[0], entries=(Found(result, readings),))
    path = tmp_path / "form.xlsx"
    extraction_book.write(path, replace(form, studies=(study,)))
    found = extraction_book.read(path).studies[0].found
    assert {each.result for each in found} == {result}
    read = {r.statistic: r.value for each in found for r in each.readings}
    assert read == {name: text for name, text in numbers.items() if name != "max"}  # no minimum with it
