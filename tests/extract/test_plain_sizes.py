"""Which numbers of people a sentence plainly calls a group of the trial."""

import pytest

from curate.extract.sentences.arms.arm_names import Arm
from curate.extract.sentences.arms.arms import ArmBook
from curate.extract.sentences.arms.named import Named
from curate.extract.sentences.people.in_order import tidy_sizes
from curate.extract.sentences.people.plain_sizes import is_plain
from curate.extract.sentences.people.size_arms import place_sizes
from curate.parse.sentence import find_statements

BOOK = ArmBook(
    [
        Arm("kava", {"kava", "kava root"}, 9, True),
        Arm("hops", {"hops"}, 8, True),
        Arm("placebo", {"placebo"}, 9, True),
    ]
)


def plain(text, methods=False):
    """Return the sizes of a sentence, those that it calls a group of the trial and the others."""
    mentions = BOOK.find(text)
    statements = tidy_sizes(text, find_statements(text), mentions)
    placed = place_sizes(
        text, [s for s in statements if s.kind == "size"], Named(mentions, ("kava", "placebo"))
    )
    found = {True: [], False: []}
    for item in placed:
        found[is_plain(text, item, placed, mentions, methods)].append(
            (item.statement.values[0].value, *item.arms)
        )
    return found[True], found[False]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("We enrolled 74 adults aged 20 years", [("74",)]),
        ("A total of 123 adults from two towns were randomised", [("123",)]),
        ("Of the 120 adults who had undergone randomisation, most slept", [("120",)]),
        ("In all, 71 patients completed the treatment phase", [("71",)]),
        (
            "Adults were randomised to kava (n = 61) or placebo (n = 59)",
            [("61", "kava"), ("59", "placebo")],
        ),
        ("Adults were assigned to kava (61 adults) or placebo", [("61", "kava")]),
        (
            "Of these, 61 were assigned to the kava group and 59 to the placebo group",
            [("61", "kava"), ("59", "placebo")],
        ),
        (
            "A total of 120 adults were included: 61 in the kava group and 59 in the placebo group",
            [("120",), ("61", "kava"), ("59", "placebo")],
        ),
        ("The kava group (n = 61) drank it every evening", [("61", "kava")]),
        ("Those who drank it comprised the kava group (n = 61)", [("61", "kava")]),
        ("Of these, 61 adults received kava", [("61", "kava")]),
    ],
)
def test_a_group_of_the_trial_is_known_by_plain_words(text, sure):
    assert plain(text)[0] == sure


@pytest.mark.parametrize(
    "text",
    [
        "Naps were taken by 22 of the 29 patients (kava group, 5; hops group, 8; placebo group, 9)",
        "One adult in the kava group fell compared with 3 in the placebo group",
        "Reasons why patients were not included: travel (2 kava and 4 placebo)",
        "The diary was not completed in 14 patients (kava group) because of travel",
        "Awake time was alike in those who dropped out (4 h, n = 9) and those who completed the diary (n = 54)",
        "We analysed 431 adults that slept badly (mean age 62 years, 303 men)",
        "Adults were assigned to kava (18 men, 12 women) or placebo (10 men, 10 women)",
        "In the test set sleep occurred among 849 adults who were enrolled later",
        "Smith et al. reported that 70 adults were randomised",
        "Afterwards 43 adults underwent polygraphy",
        "Among them 119 adults assigned to the sofa, four of whom left, slept",
        "The set comprised 20 adults and 15 adults who received kava and placebo",
    ],
)
def test_people_who_share_something_else_are_no_group(text):
    sure, others = plain(text)
    assert ("431",) in sure if "431" in text else not sure
    assert others


def test_in_the_methods_an_arms_bracket_holds_its_size():
    text = "Adults drank one cup of hops (n = 20) at night"
    assert plain(text)[0] == []
    assert plain(text, methods=True)[0] == [("20", "hops")]


def test_a_choice_of_arms_is_of_all():
    text = "In May, 124 adults were randomly assigned to kava or a sham cup"
    assert plain(text) == ([("124",)], [])
    text = "In May, 124 adults were randomised to receive kava, a sham cup and hops for a week"
    assert plain(text) == ([], [("124",)])
    text = "In May, 61 adults were randomised to kava, and 59 to placebo"
    assert plain(text)[0] == [("61", "kava"), ("59", "placebo")]
    text = "In May, 124 adults were randomised to receive kava 10 mg, 25 mg or placebo"
    assert plain(text) == ([("124",)], [])


def test_two_doses_under_one_name_leave_its_size_open():
    text = "In all, 249 received kava, 254 received kava and 250 received placebo"
    assert plain(text)[0] == [("250", "placebo")]


@pytest.mark.parametrize(
    "text",
    [
        "In all, 120 adults were randomised and received at least one dose",
        "The protocol was changed after 53 adults had been enrolled",
        "Of these, 120 adults completed the screening survey",
    ],
)
def test_the_dosed_those_so_far_and_the_screened_are_not_plainly_the_randomised(text):
    assert plain(text)[0] == []
