"""Times of a table that its headers leave open: from its notes, and from what the report says elsewhere."""

import pytest

from curate.extract.sentences.text.passage import Passage
from curate.extract.sentences.text.report_times import read_times
from curate.extract.tables.bearing.times import TableTimes
from curate.model.reading import Evidence, Found, Reading, Result


class Cell:
    def __init__(self, plain, col=1):
        self.plain, self.col, self.row = plain, col, 0
        self.colspan = self.rowspan = 1
        self.marks = ()


class Plain:
    """A table as far as its times need it."""

    def __init__(self, heads=(), notes="", label="Table 2"):
        self.caption = type("Caption", (), {"label": label})
        self.heads, self.body, self.note_text = [Cell(h) for h in heads], [], notes
        self.notes = {}


TRAINING = "All patients did 16 weeks of training."


def completed(
    result, heads=("Tea", "Water"), title="Strength", notes="", said=TRAINING, statistic="mean"
):
    report = read_times([Passage(said, (), (), "methods", "body")])
    reading = Reading(statistic, "1.0", Evidence("sha", "1.0"))
    found = TableTimes(Plain(heads, notes), title, report).complete(Found(result, (reading,)))
    return found.result.timepoint, found.readings[0].flags


@pytest.mark.parametrize(
    ("result", "more", "expected"),
    [
        (Result(timepoint="Final"), {}, ("Final (16 weeks)", ("time_from:methods",))),
        (Result(timepoint="Final"), {"said": "Nothing."}, ("Final", ())),
        (Result(timepoint="Final"), {"heads": ("At 16 weeks", "Final")}, ("Final", ())),
        (Result(timepoint="Final"), {"heads": ("At 8 weeks", "Final")}, ("Final (16 weeks)", ("time_from:methods",))),
        (Result(timepoint="Week 4"), {}, ("Week 4", ())),
        (Result(timepoint="Baseline", basis="baseline"), {}, ("Baseline", ())),
        (Result(timepoint="Final"), {"notes": "Final visit: week 12."}, ("Final (week 12)", ("time_from:notes",))),
        (Result(outcome="Nausea"), {"notes": "Events within 24 h of the dose"}, ("24 h", ("time_from:notes",))),
        (Result(outcome="Nausea"), {"title": "Adverse events"}, ("16 weeks", ("time_from:methods",))),
        (Result(outcome="Age"), {"title": "Characteristics of the patients"}, ("baseline", ("time_from:caption",))),
        (Result(outcome="Age"), {"title": "Characteristics of responders"}, ("", ())),
        (Result(outcome="Duration of surgery"), {"title": "Patient demographics"}, ("", ())),
        (Result(outcome="Weight"), {"title": "Patients"}, ("", ())),
        (Result(outcome="Weight", basis="change"), {"title": "Patients"}, ("16 weeks", ("time_from:methods",))),
        (Result(outcome="Weight", basis="change"), {"heads": ("Week 4", "Week 16")}, ("", ())),
        (Result(outcome="Hospital stay, days"), {"title": "Outcomes"}, ("", ())),
        (Result(outcome="Pain"), {"title": "Outcomes", "statistic": "n"}, ("", ())),
    ],
)  # fmt: skip
def test_a_result_has_the_one_time_that_is_said_elsewhere(result, more, expected):
    assert completed(result, **more) == expected


def test_an_average_over_visits_has_all_their_times():
    notes = "From home readings at week 6 and at week 12."
    averaged = completed(Result(), title="Blood pressure averaged over both visits", notes=notes)
    assert averaged == ("week 6 and week 12", ("time_from:notes",))
    assert completed(Result(), title="Blood pressure", notes=notes) == ("", ())


def test_a_p_without_a_time_has_the_one_its_note_says():
    notes = "The p-value compares least square means at final visit."
    assert completed(Result(), notes=notes, statistic="p")[0] == "final visit (16 weeks)"
    assert completed(Result(), notes=notes, statistic="mean")[0] == ""
