import pytest

from curate.parse.duration import find_times, is_time, may_count


@pytest.mark.parametrize(
    ("text", "anchor", "days"),
    [
        ("day 14", "start", 14.0),
        ("Week 2", "start", 14.0),
        ("24 h", "start", 1.0),
        ("90 min", "start", 90 / 1440),
        ("6-month follow-up", "start", 182.625),
        ("weeks 6-12", "start", 84.0),
        ("Day 7 (±1)", "start", 7.0),
        ("two years", "start", 730.5),
        ("baseline", "baseline", 0.0),
        ("Before treatment", "baseline", 0.0),
        ("Pretest", "baseline", 0.0),
        ("endpoint", "end", None),
        ("Post-treatment", "end", None),
        ("D14", "start", 14.0),
        ("T1", "start", None),
    ],
)
def test_time_labels(text, anchor, days):
    (time,) = find_times(text)
    assert time.anchor == anchor
    # Months and years are not whole days; the factors are exact in the unit table.
    assert time.days == (None if days is None else pytest.approx(days, rel=1e-12))
    assert is_time(text)


def test_several_in_order():
    assert [t.text for t in find_times("Baseline, week 2 and 6 months")] == [
        "Baseline",
        "week 2",
        "6 months",
    ]


@pytest.mark.parametrize(
    "text", ["Placebo", "Age 12 years", "0.5 mg/d", "Weight, kg", "5 mg day group x", ""]
)
def test_other_labels_are_not_times(text):
    assert not is_time(text)


@pytest.mark.parametrize(
    "text", ["Adolescents (12–17 years)", "Children aged 5 years", "Time from initial diagnosis"]
)
def test_ages_instruments_and_what_lies_before_are_not_times(text):
    assert find_times(text) == ()


@pytest.mark.parametrize(
    "text", ["Trial entry", "at enrollment", "Enrolment", "Initial", "Initial score"]
)
def test_people_begin_at_baseline(text):
    assert [time.anchor for time in find_times(text)] == ["baseline"]


def test_shortened_units_of_time():
    assert [t.days for t in find_times("abstinence at wk 9")] == [63.0]
    assert [t.days for t in find_times("infection within 90 d")] == [90.0]
    assert [t.days for t in find_times("28-d mortality")] == [28.0]
    assert find_times("Age, mo 12.3") == ()
    assert find_times("loss to follow-up") == ()


@pytest.mark.parametrize(
    "text",
    [
        "BASELINE", "Pre-treatment", "before surgery", "Initial visit", "study entry", "trial enrolment",
        "trial inclusion", "recruitment", "Randomisation", "at admission", "at screening", "at arrival",
        "on admission", "End point",
        "endpoint", "end of treatment", "Final visit", "last visit", "post-operative", "after treatment", "completion",
        "Discharge", "delivery", "Follow-up", "long-term follow up",
    ],
)  # fmt: skip
def test_every_word_for_a_time_is_looked_for(text):
    assert find_times(text)
    assert not may_count(text)


@pytest.mark.parametrize(
    "text",
    [
        "30 sec", "5 Minutes", "2 hrs", "24 h", "24h", "7-day", "3 d mortality of 28-d", "at wk 9", "Two weeks",
        "6 mos", "12 mths", "1 yr", "six MONTHS", "Year 2",
    ],
)  # fmt: skip
def test_every_unit_counts_a_time(text):
    assert may_count(text)
    assert find_times(text)


@pytest.mark.parametrize("text", ["14 patients", "week after week", "three groups", "the hours"])
def test_a_time_is_counted_by_a_number_and_a_unit(text):
    assert not may_count(text)
