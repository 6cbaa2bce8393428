"""Group sizes in drawings of the participants' flow."""

from __future__ import annotations

import pytest

from curate.extract.sentences.arms.arm_names import Arm
from curate.extract.sentences.arms.arms import ArmBook
from curate.extract.sentences.people.flowchart import read_flowchart
from curate.extract.sentences.text.flow import read_blocks
from curate.pdf.page import Page, Word

BOOK = ArmBook([Arm("kava", {"kava"}, 9, True), Arm("placebo", {"placebo"}, 9, True)])
SIZE, LEADING = 8.0, 10.0  # points


def box(middle: float, top: float, *lines: str, gap: float = 0.0) -> list[Word]:
    """Return the words of a centred box; with `gap` its lines stand apart."""
    words = []
    for number, line in enumerate(lines):
        baseline = top + SIZE + number * (LEADING + gap)
        x = middle - 2 * len(line)
        for text in line.split():
            words.append(Word(text, x, baseline - 6, x + 4 * len(text), baseline + 2, baseline, SIZE))
            x += 4 * (len(text) + 1)
    return words


def sizes(*boxes: list[Word], caption: str = "Figure 1. Flow chart of the participants", book=BOOK):
    words = [word for one in boxes for word in one] + box(300, 700, caption)
    blocks = read_blocks([Page(1, 600.0, 800.0, tuple(words))])
    return {(size.value, size.role, size.arm) for size in read_flowchart(blocks, book)}


RANDOMISED = box(300, 100, "Randomised (n = 60)")


def test_each_box_has_the_arm_above_it():
    found = sizes(
        RANDOMISED,
        box(150, 200, "Allocated to kava (n = 31)"),
        box(450, 200, "Allocated to placebo (n = 29)"),
        box(150, 300, "Analysed (n = 30)"),
        box(450, 300, "Analysed (n = 28)"),
        box(150, 400, "Tested n = 27"),
        box(450, 400, "Per protocol n = 25"),
        box(450, 450, "Refused testing n = 3"),
    )
    assert found == {
        ("27", "analysed", "kava"),
        ("25", "analysed", "placebo"),
        ("60", "randomised", ""),
        ("31", "randomised", "kava"),
        ("29", "randomised", "placebo"),
        ("30", "analysed", "kava"),
        ("28", "analysed", "placebo"),
    }


@pytest.mark.parametrize("gap", [0.0, 3.0])
def test_lines_of_one_box_belong_together_though_they_stand_apart(gap):
    found = sizes(
        RANDOMISED,
        box(150, 200, "Kava group", "participants evaluated", "n = 24", gap=gap),
        box(450, 200, "Placebo group", "participants evaluated", "n = 28", gap=gap),
    )
    assert found == {("60", "randomised", ""), ("24", "analysed", "kava"), ("28", "analysed", "placebo")}


def test_an_arm_with_its_size_alone_is_randomised_where_the_flow_goes_on():
    heads = box(150, 200, "Kava group", "n = 31"), box(450, 200, "Placebo group", "n = 29")
    lost = box(150, 300, "Not evaluated, n = 3"), box(450, 300, "Not evaluated, n = 4")
    assert sizes(*heads, *lost) == {("31", "randomised", "kava"), ("29", "randomised", "placebo")}
    assert sizes(*heads) == set()  # the header of a table


def test_arms_that_nothing_else_names_are_called_what_their_boxes_say():
    found = sizes(
        RANDOMISED,
        box(150, 200, "Treated with", "hops/valerian", "(n = 31)"),
        box(450, 200, "Treated with", "hops/water", "(n = 29)"),
        box(150, 300, "Analysed", "(n = 30)"),
        book=ArmBook([]),
    )
    assert found == {
        ("60", "randomised", ""),
        ("31", "analysed", "hops/valerian"),
        ("29", "analysed", "hops/water"),
        ("30", "analysed", "hops/valerian"),
    }


def test_boxes_that_say_the_same_of_both_arms_name_none():
    found = sizes(
        box(150, 200, "Allocated to intervention (n = 31)"),
        box(450, 200, "Allocated to intervention (n = 29)"),
        book=ArmBook([]),
    )
    assert {arm for _, _, arm in found} == {""}


def test_people_who_left_are_no_group():
    found = sizes(
        box(150, 200, "Allocated to kava (n = 31)"),
        box(150, 300, "Lost to follow-up (n = 2)"),
        box(150, 400, "Patients not evaluated (n = 3)"),
    )
    assert found == {("31", "randomised", "kava")}


def test_the_bullet_of_a_line_and_the_bracket_of_the_line_before_it_are_no_words():
    lines = ("Allocated to kava (n = 31)", "\u2395 Received one call (n = 5)")
    words = [word for one in (RANDOMISED, box(150, 200, *lines)) for word in one]
    words += box(300, 700, "Figure 1. Flow chart of the participants")
    found = read_flowchart(read_blocks([Page(1, 600.0, 800.0, tuple(words))]), BOOK)
    assert "Received one call" in [size.words for size in found]
