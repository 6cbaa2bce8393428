"""What a label looks like: words of the protocol's names, never a number that contradicts them."""

from __future__ import annotations

import pytest

from curate.model.protocol import Arm, Outcome, Protocol, Timepoint
from curate.reconcile.guesses import guess

PROTOCOL = Protocol(
    "Ketamine",
    outcomes=(
        Outcome("caps5", "CAPS-5", aliases=("Clinician-Administered PTSD Scale for DSM-5",)),
        Outcome("phq9", "PHQ-9"),
        Outcome("hamd", "HAM-D 17"),
        Outcome("systolic", "Systolic blood pressure"),
        Outcome("abstinent", "Abstinence"),
        Outcome("failure", "Treatment failure"),
    ),
    arms=(Arm("ketamine", "Ketamine", "experimental"), Arm("placebo", "Placebo", "control")),
    timepoints=(
        Timepoint("day1", "24 hours", target_days=1, from_days=0.5, to_days=2),
        Timepoint("week1", "One week", target_days=7, from_days=5, to_days=10),
        Timepoint("end", "End of treatment"),
        Timepoint("month6", "6 months"),
    ),
)


@pytest.mark.parametrize(
    ("kind", "label", "code"),
    [
        ("outcome", "Change in CAPS-5 total score, mean (SD)", "caps5"),
        ("outcome", "clinician administered PTSD scale", "caps5"),
        ("outcome", "HAMD17", "hamd"),
        ("outcome", "PHQ-9 at week 2", "phq9"),
        ("outcome", "PHQ-2", None),
        ("outcome", "Diastolic blood pressure", None),
        ("outcome", "Blood pressure", "systolic"),
        ("outcome", "Age (years)", None),
        ("outcome", "Abstinence at 6 months, Yes", "abstinent"),
        ("outcome", "Abstinence at 6 months, No", None),
        ("outcome", "No abstinence", None),
        ("outcome", "Without abstinence, n (%)", None),
        ("outcome", "Abstinence, No. (%)", "abstinent"),
        ("outcome", "No. of patients with abstinence", "abstinent"),
        ("outcome", "Failure of the treatment", "failure"),
        ("outcome", "", None),
        ("arm", "Racemic ketamine 0.5 mg/kg (n = 22)", "ketamine"),
        ("arm", "Saline", "placebo"),
        ("arm", "Control group", "placebo"),
        ("arm", "Waiting list", None),
        ("arm", "Group A", None),
        ("timepoint", "Day 1", "day1"),
        ("timepoint", "Week 1", "week1"),
        ("timepoint", "Day 3", None),
        ("timepoint", "At six months", "month6"),
        ("timepoint", "6-month follow-up", "month6"),
        ("timepoint", "Month 7", None),
        ("timepoint", "At the end of the treatment", "end"),
        ("timepoint", "Baseline", None),
    ],
)
def test_a_label_looks_like_what_it_shares_its_words_with(
    kind: str, label: str, code: str | None
) -> None:
    found = guess(kind, label, PROTOCOL)
    assert (found and found.code) == code


def test_what_looks_like_two_codes_alike_looks_like_none() -> None:
    twins = Protocol("Pain", outcomes=(Outcome("rest", "Pain"), Outcome("move", "pain")))
    assert guess("outcome", "Pain score", twins) is None


def test_the_more_of_a_label_is_the_name_the_higher_its_share() -> None:
    bare, wordy = (
        guess("outcome", text, PROTOCOL) for text in ("CAPS-5", "CAPS-5 item 3, vivid nightmares")
    )
    assert bare is not None
    assert wordy is not None
    assert bare.share > wordy.share
