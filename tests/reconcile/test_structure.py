"""Arms, outcomes and time points of two extractions: what is matched, what is asked, what never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.model.protocol import normalised
from curate.reconcile.moments import moments
from curate.reconcile.structure import Element, Kind, Matching, Verdict, match
from curate.reconcile.wording import wording

from .label_pairs import DIFFERENT, SAME, read


def verdict(kind: str, one: str, two: str) -> str:
    """Return what becomes of two labels alone on their sides, where nothing else competes; in both orders."""
    found = match(Kind(kind), [Element(one)], [Element(two)])
    turned = match(Kind(kind), [Element(two)], [Element(one)])
    (here,) = [each.verdict.value for each in found.matches] or ["apart"]
    assert [each.verdict.value for each in turned.matches] == ([here] if found.matches else [])
    return here


def settled(matching: Matching) -> set[tuple[str, str]]:
    return {(each.one.label, each.two.label) for each in matching.settled}


def elements(*labels: str) -> list[Element]:
    return [Element(label) for label in labels]


@pytest.mark.parametrize(("kind", "one", "two"), read(DIFFERENT))
def test_what_labels_alone_do_not_settle_is_never_accepted(kind: str, one: str, two: str) -> None:
    assert verdict(kind, one, two) in ("asked", "apart")


def test_of_labels_that_mean_the_same_most_are_accepted() -> None:
    accepted = [pair for pair in read(SAME) if verdict(*pair) in ("known", "accepted")]
    assert len(read(SAME)) + len(read(DIFFERENT)) >= 60
    assert len(accepted) / len(read(SAME)) >= 0.95


@pytest.mark.parametrize(
    ("kind", "one", "two"),
    [
        ("arm", "Ketamine 0.5 mg/kg", "Ketamine 0.2 mg/kg"),
        ("arm", "Ketamine 0.5 mg/kg x 6", "Ketamine 0.2 mg/kg x 6"),
        ("arm", "Group A", "Group B"),
        ("arm", "Low-dose ketamine", "High-dose ketamine"),
        ("outcome", "HAM-D 17", "HAM-D 21"),
        ("outcome", "Systolic blood pressure", "Diastolic blood pressure"),
        ("timepoint", "week 2", "week 3"),
        ("timepoint", "T1", "T2"),
    ],
)
def test_other_numbers_and_opposite_words_are_not_even_proposed(kind: str, one: str, two: str) -> None:
    assert verdict(kind, one, two) == "apart"


@pytest.mark.parametrize(
    ("kind", "one", "two"),
    [
        ("outcome", "MADRS", "HAM-D"),
        ("arm", "Ketamine", "Esketamine"),
        ("arm", "Low dose", "0.2 mg/kg"),
        ("timepoint", "24 h", "day 1"),
        ("timepoint", "endpoint", "8 weeks"),
    ],
)
def test_what_a_person_must_say_is_asked_with_a_reason(kind: str, one: str, two: str) -> None:
    (asked,) = match(Kind(kind), elements(one), elements(two)).asked
    assert asked.because


def test_the_only_controls_are_one_and_a_second_control_is_asked() -> None:
    found = match(Kind.arm, elements("Ketamine", "Saline"), elements("ketamine", "Placebo"))
    assert settled(found) == {("Ketamine", "ketamine"), ("Saline", "Placebo")}
    three = elements("ketamine", "Placebo", "Sham")
    assert settled(match(Kind.arm, elements("Ketamine", "Saline"), three)) == {("Ketamine", "ketamine")}


def test_an_arm_that_two_arms_may_be_is_asked() -> None:
    doses = elements("Ketamine 0.5 mg/kg", "Ketamine 0.2 mg/kg", "Placebo")
    found = match(Kind.arm, elements("Ketamine", "Placebo"), doses)
    assert settled(found) == {("Placebo", "Placebo")}
    assert len(found.asked) + len(found.only_two) == 2


def test_dose_arms_find_each_other() -> None:
    one = elements("Ketamine 0.5 mg/kg", "Ketamine 0.2 mg/kg", "Midazolam")
    two = elements("0.2 mg/kg ketamine", "0.5 mg/kg ketamine", "Active placebo (midazolam)")
    found = match(Kind.arm, one, two)
    assert settled(found) == {
        ("Ketamine 0.5 mg/kg", "0.5 mg/kg ketamine"),
        ("Ketamine 0.2 mg/kg", "0.2 mg/kg ketamine"),
    }
    assert [(each.one.label, each.two.label) for each in found.asked] == [
        ("Midazolam", "Active placebo (midazolam)")
    ]


def test_groups_by_letter_are_asked_also_where_sizes_are_equal() -> None:
    one = [Element("Group A", 22), Element("Group B", 20)]
    two = [Element("Ketamine", 22), Element("Placebo", 20)]
    found = match(Kind.arm, one, two)
    assert found.settled == ()
    assert {(each.one.label, each.two.label) for each in found.asked} == {
        ("Group A", "Ketamine"),
        ("Group B", "Placebo"),
    }


def test_an_extra_group_of_healthy_people_stays_over() -> None:
    found = match(
        Kind.arm, elements("Ketamine", "Placebo"), elements("Ketamine", "Placebo", "Healthy controls")
    )
    assert settled(found) == {("Ketamine", "Ketamine"), ("Placebo", "Placebo")}
    assert found.only_two == (Element("Healthy controls"),)


def test_another_size_makes_what_a_dose_adds_a_question() -> None:
    def of(one: int | None, two: int | None) -> Verdict:
        found = match(Kind.arm, [Element("Ketamine", one)], [Element("Ketamine 0.5 mg/kg", two)])
        return found.matches[0].verdict

    assert (of(22, 22), of(None, 22), of(22, 40)) == (Verdict.accepted, Verdict.accepted, Verdict.asked)


def test_known_meanings_match_and_keep_apart() -> None:
    known = {
        normalised(label): code
        for label, code in {"MADRS": "dep", "HAM-D": "dep", "HAM-D total": "anx"}.items()
    }
    found = match(Kind.outcome, elements("MADRS"), elements("HAM-D"), known)
    assert [each.verdict for each in found.matches] == [Verdict.known]
    apart = match(Kind.outcome, elements("HAM-D"), elements("HAM-D total"), known)
    assert (apart.matches, apart.only_one) == ((), (Element("HAM-D"),))
    two = match(Kind.outcome, elements("MADRS", "HAM-D"), elements("madrs", "Ham-D"), known)
    assert settled(two) == {("MADRS", "madrs"), ("HAM-D", "Ham-D")}


def test_times_of_a_whole_study() -> None:
    one = elements("Baseline", "24 h", "day 7", "Week 2", "6-month follow-up", "endpoint")
    two = elements("pre-treatment", "day 1", "week 1", "D14", "6 months", "8 weeks")
    found = match(Kind.timepoint, one, two)
    assert settled(found) == {("Baseline", "pre-treatment"), ("day 7", "week 1"), ("Week 2", "D14")}
    assert {(each.one.label, each.two.label) for each in found.asked} >= {("24 h", "day 1")}


@pytest.mark.parametrize(
    ("label", "anchor", "days"),
    [
        ("day 14", "start", 14.0),
        ("week 2", "start", 14.0),
        ("24 h", "start", 1.0),
        ("6-month follow-up", "follow-up", 182.625),
        ("endpoint", "end", None),
        ("day 7 (±1)", "start", 7.0),
        ("2 weeks after the end of treatment", "end of treatment", 14.0),
        ("90 min post-dose", "dose", 0.0625),
        ("24 h after the last infusion", "last dose", 1.0),
        ("baseline", "baseline", 0.0),
    ],
)
def test_a_time_is_an_anchor_and_days(label: str, anchor: str, days: float | None) -> None:
    (moment,) = moments(label)
    assert (moment.anchor, moment.days) == (anchor, days)


def test_labels_taken_apart() -> None:
    assert wording("Ketamine 500 µg/kg").numbers == wording("ketamine 0.50 mg/kg").numbers == {"0.5"}
    assert wording("Laser (Group II)").group == wording("group 2").group == "2"
    assert (wording("Beck Depression Inventory (BDI)").short, wording("Response (MADRS)").short) == (
        "bdi",
        "",
    )
    assert [wording(label).control for label in ("Saline", "TAU", "Ketamine")] == [
        "placebo",
        "usual care",
        "",
    ]
    assert match(Kind.arm, [], elements("Ketamine")).only_two == (Element("Ketamine"),)


words = st.sampled_from(
    ["Ketamine", "Esketamine", "Placebo", "Saline", "Sham", "Group A", "Group B", "Midazolam", "+ ECT", "Control",
     "0.5 mg/kg", "0.2 mg/kg", "low dose", "high dose", "iv", "oral"]
)  # fmt: skip
labels = st.lists(words, min_size=1, max_size=3).map(" ".join)
sides = st.lists(st.builds(Element, labels, st.none() | st.integers(10, 12)), max_size=4)


@given(sides, sides)
def test_matching_is_one_to_one_symmetric_and_complete(one: list[Element], two: list[Element]) -> None:
    found, turned = match(Kind.arm, one, two), match(Kind.arm, two, one)
    assert settled(found) == {(b, a) for a, b in settled(turned)}
    here = [each.one for each in found.matches] + list(found.only_one)
    assert sorted(each.label.casefold() for each in here) == sorted(
        {each.label.casefold() for each in one}
    )
    there = [each.two for each in found.matches] + list(found.only_two)
    assert len(there) == len({each.label.casefold() for each in two})


@given(sides, sides, st.randoms(use_true_random=False))
def test_the_order_of_the_labels_does_not_matter(one: list[Element], two: list[Element], random) -> None:
    labels = [each.label.casefold() for each in (*one, *two)]
    if len(set(labels)) < len(labels):
        one = list({each.label.casefold(): each for each in one}.values())
        two = list({each.label.casefold(): each for each in two}.values())
    mixed = random.sample(one, len(one)), random.sample(two, len(two))
    assert settled(match(Kind.arm, *mixed)) == settled(match(Kind.arm, one, two))


@given(sides, sides)
def test_labels_with_different_numbers_never_match(one: list[Element], two: list[Element]) -> None:
    for each in match(Kind.arm, one, two).settled:
        first, second = wording(each.one.label).numbers, wording(each.two.label).numbers
        assert not first or not second or first <= second or second <= first
