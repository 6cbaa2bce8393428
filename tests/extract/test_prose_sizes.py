"""Sizes of groups in single sentences."""

import pytest

from curate.extract.sentences.people.in_order import tidy_sizes
from curate.extract.sentences.people.sizes import as_events, is_event
from curate.extract.sentences.topic.topic import topic_of
from curate.parse.sentence import find_statements

from .told_prose import BOOK, sizes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A total of 41 patients were randomised to kava (n = 20) or placebo (n = 21)",
            [("41", "randomised"), ("20", "randomised", "kava"), ("21", "randomised", "placebo")],
        ),
        (
            "20 patients were randomised to kava and 21 to placebo",
            [("20", "randomised", "kava"), ("21", "randomised", "placebo")],
        ),
        (
            "The analysis included 19 in the kava group and 18 in the placebo group",
            [("19", "analysed", "kava"), ("18", "analysed", "placebo")],
        ),
        (
            "In all, 19, 17 and 18 patients in the kava, hops and placebo groups completed the study",
            [
                ("19", "completed", "kava"),
                ("17", "completed", "hops"),
                ("18", "completed", "placebo"),
            ],
        ),
        (
            "Pain was analysed in 7 and 9 patients in the kava and placebo groups",
            [("7", "analysed", "kava"), ("9", "analysed", "placebo")],
        ),
        (
            "Thirty patients in each group completed the study",
            [("30", "completed", "kava"), ("30", "completed", "placebo")],
        ),
    ],
)
def test_group_sizes(text, expected):
    assert sizes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "16 in the kava group, 17 in the hops group and 15 in the placebo group were analysed",
            "kava hops placebo",
        ),
        ("Thirty-nine people completed the trial (20 kava, 19 placebo)", "kava placebo"),
        (
            "21 patients in placebo arm, 16 in kava and 18 patients in the hops arm completed it",
            "placebo kava hops",
        ),
        (
            "the kava group consisted of 10 patients, hops of 9 patients and placebo of 13 patients",
            "kava hops placebo",
        ),
        (
            "Of those randomised, kava (in a drink, besides hops as everyone had them; n = 45), hops (n = 46) and "
            "placebo (n = 43) were compared",
            "kava hops placebo",
        ),
        (
            "Sleepers were divided into a group of drinkers (kava; n = 9; age, 17.6 ± 0.5 years) and another group "
            "(placebo; n = 8; age, 17.3 ± 1.1 years)",
            "kava placebo",
        ),
        (
            "The kava group (K; n = 104) and the placebo group (P; n = 114) were compared as randomised",
            "kava placebo",
        ),
        (
            "There was no difference between the kava (n = 9) and the placebo group (n = 12) as randomised",
            "kava placebo",
        ),
    ],
)
def test_sizes_in_a_list_have_the_arm_that_they_are_tied_to(text, expected):
    assert [arm for _, _, *arm in sizes(text) if arm] == [[arm] for arm in expected.split()]


@pytest.mark.parametrize(
    "text",
    [
        "80 patients with broken arms who could not sleep were randomly assigned to kava or placebo",
        "All 80 people of the Kava Study, which told nobody what it gave, were randomised to kava or placebo",
        "A total of 90 were seen, and 80 patients met the criteria and were randomly allocated to kava or placebo",
    ],
)
def test_people_who_are_described_before_they_are_randomised(text):
    assert [size for size in sizes(text, methods=True) if size[1]] == [("80", "randomised")]


def test_those_of_whom_others_were_randomised_are_no_group():
    text = "Of 95 patients with broken arms, 80 patients were randomised to kava or placebo"
    assert ("95", "randomised") not in sizes(text, methods=True)


def test_a_group_named_by_what_its_people_were_taken_as():
    text = "Thirty-three people who slept well were enrolled as placebo group"
    assert sizes(text) == [("33", "randomised", "placebo")]


def test_a_size_after_the_end_of_a_list_is_no_arm_s():
    text = "81 patients received kava and 74 placebo; 130 patients completed the trial"
    assert sizes(text)[-1] == ("130", "completed")
    both = "Patients were randomised to either kava (n = 45) or placebo (n = 42)"
    assert sizes(both) == [("45", "randomised", "kava"), ("42", "randomised", "placebo")]
    other = "Patients were randomised to valerian (n = 45) or placebo (n = 42)"
    assert sizes(other) == [("45", "randomised"), ("42", "randomised", "placebo")]


def test_shares_of_all_people_are_group_sizes_in_the_methods_too():
    text = "146 women were enrolled (kava group: 76 [52.1%], placebo group: 70 [47.9%])"
    assert sizes(text, methods=True)[1:] == [
        ("76", "randomised", "kava"),
        ("70", "randomised", "placebo"),
    ]
    some = "146 women were enrolled (kava group: 6 [7.9%], placebo group: 7 [10%] slept badly)"
    assert [size for size in sizes(some) if size[0] in ("6", "7")] == []


def test_those_who_make_up_a_group_are_its_size():
    text = "The kava group consisted of 19 patients (59.4%) and the placebo group consisted of 13 patients (40.6%)"
    assert [(row[0], *row[2:]) for row in sizes(text)] == [("19", "kava"), ("13", "placebo")]


@pytest.mark.parametrize(
    "text",
    [
        "The calm were more among patients in the kava group (20 and 25%, respectively)",
        "Nine patients (5 in the kava and 4 in the placebo group) failed to bring their diary",
        "To allow for losses in the placebo group, 2000 people needed to be recruited",
        "Patients who were treated with kava 300 and 600 mg/day slept longer than before",
        "What befell more than one patient was a headache (9 kava, 16 placebo)",
        "Four patients in the kava group and two in the placebo group withdrew because of headaches",
    ],
)
def test_what_is_no_group_size(text):
    assert [row for row in sizes(text) if row[1]] == []


def test_planned_sizes_are_no_group_sizes():
    assert [
        row[1] for row in sizes("A sample size of 40 patients was required to detect a difference")
    ] == [""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Most were women with a mean age of 47.9 years", "age"),
        ("Walking (3 days per week) was tried by adults (mean age 70 ± 6 years)", "age"),
        (
            "The mean length of sleep in the kava group (5.1 ± 1.0 h) was quite less than in the placebo group",
            "length of sleep",
        ),
        ("Sixteen patients (kava, n = 10) died while walking", "died"),
    ],
)
def test_what_a_mean_is_of_and_what_befell_people(text, expected):
    statements = find_statements(text)
    mentions = BOOK.find(text)
    tidied = tidy_sizes(text, statements, mentions)
    last = tidied[-1]
    last = as_events(last) if last.kind == "size" and is_event(text, last, mentions) else last
    assert topic_of(text, last, mentions, tidied).outcome == expected


def test_one_person_is_no_group():
    assert [
        row[1] for row in sizes("Three fell in the kava group (one subject each in May and June)")
    ] == [""]


def test_randomised_trials_are_no_people():
    assert tidy_sizes("We included 13 randomized controlled trials of patients", [], []) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Among 512 randomized patients, sleep was long", [("512", "randomised")]),
        ("The study included 160 patients with pain", [("160", "analysed")]),
        (
            "1173 patients were enrolled (one of whom withdrew consent) and slept",
            [("1173", "randomised")],
        ),
        (
            "1305 patients (651 in the kava group and 654 in the placebo group) were included in the full analysis set",
            [("1305", "analysed"), ("651", "analysed", "kava"), ("654", "analysed", "placebo")],
        ),
        ("121 patients (all women) were not included in the analysis", [("121", "")]),
        ("In all, 160 patients with pain came", [("160", "")]),
        (
            "In 135 towns, 278 patients with colds (median time, 36 days) underwent randomization",
            [("278", "randomised")],
        ),
        (
            "In a randomized, double-blind trial involving 135 patients, we gave kava",
            [("135", "randomised")],
        ),
        (
            "of these, 168 (50%) were randomized to kava and 169 (50%) to placebo",
            [("168", "randomised", "kava"), ("169", "randomised", "placebo")],
        ),
        (
            "randomized to receive kava root drops (n = 251 [60%]) or placebo (n = 166 [40%])",
            [("251", "randomised", "kava"), ("166", "randomised", "placebo")],
        ),
        (
            "In all, 96 patients were included (46, kava group; 50, placebo group)",
            [("96", "analysed"), ("46", "analysed", "kava"), ("50", "analysed", "placebo")],
        ),
        (
            "There were 214 women (107 kava; 106 placebo) available for inclusion in the analyses",
            [("214", "analysed"), ("107", "analysed", "kava"), ("106", "analysed", "placebo")],
        ),
        (
            "A total of 96 people were randomized (48 per arm)",
            [("96", "randomised"), ("48", "randomised", "kava"), ("48", "randomised", "placebo")],
        ),
        (
            "The kava group consisted of 22, and the placebo group consisted of 20 patients",
            [("22", "analysed", "kava"), ("20", "analysed", "placebo")],
        ),
        (
            "69 patients were screened, 52 of whom were enrolled and randomly assigned to receive kava",
            [("69", ""), ("52", "randomised")],
        ),
    ],
)
def test_sizes_in_other_words(text, expected):
    assert sizes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "This required 420 participants per group (840 in total)",
        "Allowing for an attrition of 20%, we decided to recruit 75 patients per arm",
        "A sample of 276 patients (138 per group) gave 80% power",
        "140 patients were assessed for eligibility and 51 underwent randomization",
        "with a mean of 6.4 patients per group session",
        "13 participants (20.3%) randomized to kava relapsed",
    ],
)
def test_plans_and_those_whom_something_befell_are_no_sizes(text):
    assert [row for row in sizes(text) if row[1]] == []


def test_people_told_by_sex_or_age_are_no_group():
    assert sizes("Of the 71 patients included, 36 were men and 35 were women") == [("71", "analysed")]
    assert sizes("Twenty-four patients aged 53 to 81 were enrolled") == [("24", "randomised")]


def test_those_included_in_this_study_are_counted_in_the_methods_too():
    assert sizes("Twelve patients were included in this pilot study", methods=True) == [
        ("12", "randomised")
    ]


def test_the_last_number_of_a_list_of_visits_is_no_group():
    text = "Of those met, 96%, 92%, and 90% seen at waves 2, 3, and 4 completed the tests, respectively"
    assert sizes(text, methods=True) == []
