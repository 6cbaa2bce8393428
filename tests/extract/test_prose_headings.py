"""Headings that the text layer or the typesetting hides: what they open is read all the same."""

from __future__ import annotations

import pytest

from curate.extract.sentences.text.flow import Block, Line
from curate.extract.sentences.text.headings import bold_headings, heading_alone, heading_run_in
from curate.extract.sentences.text.sections import read_passages
from curate.pdf.page import Word

STORY = (
    "Sleep was long in the kava group and short in the placebo group, and nobody knew why it was so. "
)


def line(text: str, top: float, *, bold: int = 0, size: float = 10.0, page: int = 1) -> Line:
    """Return a line of which the first `bold` words are bold."""
    words, x = [], 50.0
    for index, each in enumerate(text.split()):
        end = x + 5 * len(each)
        words.append(Word(each, x, top - 8, end, top + 2, top, size, bold=index < bold))
        x = end + 3
    return Line(words, page)


def paragraph(text: str, top: float, **style: int) -> Block:
    """Return a block of lines of ten words."""
    words = text.split()
    parts = [" ".join(words[n : n + 10]) for n in range(0, len(words), 10)]
    return Block([line(part, top + 12 * n, **(style if n == 0 else {})) for n, part in enumerate(parts)])


def sections(blocks: list[Block]) -> list[tuple[str, str, str]]:
    return [(p.zone, p.section, p.text.split()[0]) for p in read_passages(blocks)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("R esult s", "results"),
        ("Me thods", "methods"),
        ("A bs tr ac t", "abstract"),
        ("Study design", "methods"),
        ("In all", ""),
        ("Re port s", ""),
    ],
)
def test_a_heading_that_kerning_has_taken_apart(text, name):
    assert heading_alone(text) == name


def test_a_heading_in_small_capitals_that_come_out_small():
    abstract = {"styled": True, "bold": True, "fresh": True, "zone": "abstract"}
    assert heading_run_in("results: 31 adults slept", **abstract) == "results"
    assert heading_run_in("results: 31 adults slept", **(abstract | {"bold": False})) == ""
    assert heading_run_in("results: 31 adults slept", **(abstract | {"zone": "body"})) == ""


@pytest.mark.parametrize("opening", ["Patients", "Participants", "Outcomes", "Interventions"])
def test_a_sentence_that_begins_like_a_heading_opens_nothing(opening):
    abstract = {"styled": False, "bold": False, "fresh": True, "zone": "abstract"}
    assert heading_run_in(f"{opening} with kava slept well", **abstract) == ""
    assert heading_run_in(f"{opening} All adults slept well", **abstract) == "methods"


def test_headings_that_bold_letters_alone_set_apart():
    text = "Aims To see. Findings All adults slept. Conclusions Kava helps, and Findings help."
    bold = [place for word in ("Findings", "Conclusions") for place in [text.index(word)]]
    found = bold_headings(text, lambda place: any(b <= place < b + 8 for b in bold))
    assert [name for _, name in found] == ["results", "discussion"]
    assert list(bold_headings(text, lambda place: False)) == []
    assert list(bold_headings(text, lambda place: True)) == []


def test_a_paragraph_full_of_numbers_is_text():
    numbers = "Sleep was 0.79 % (n = 6) with A, 1.1 % (n = 4) with B and was 2 % (n = 3) "
    dense = paragraph(numbers * 3, 300.0)
    blocks = [paragraph("Results", 40.0), paragraph(STORY * 6, 100.0), dense]
    assert [word for _, _, word in sections(blocks)].count("Sleep") == 2
    table = paragraph("0.79 (6) 1.1 (4) 2 (3) 0.8 (2) 1.4 (5) 9 " * 6, 300.0)
    assert [word for _, _, word in sections([*blocks[:2], table])] == ["Sleep"]


def test_results_on_the_next_page_are_none_of_an_unnamed_abstract():
    front = paragraph(STORY * 5, 100.0)
    late = [line("Results", 60.0, bold=1, page=2)]
    body = [line(" ".join(STORY.split()), 80.0, page=2)]
    found = sections([front, Block(late), Block(body)])
    assert [zone for zone, section, _ in found if section == "results"] == ["body"]


def test_the_body_s_introduction_is_no_roman_number() -> None:
    assert heading_alone("Introduction", in_body=True) == "introduction"
    assert (
        heading_alone("I. Methods", in_body=True)
        == heading_alone("IV METHODS", in_body=True)
        == "methods"
    )


def test_more_words_open_results() -> None:
    assert heading_alone("Principal Findings") == "results"
    assert heading_alone("Methodology/Principal Findings") == "results"
    assert (
        heading_run_in("Results mPAIN was", styled=True, bold=True, fresh=True, zone="abstract")
        == "results"
    )


def test_spaced_small_letters_are_a_heading() -> None:
    assert heading_alone("a b s t r a c t") == "abstract"
    assert heading_alone("a b") == ""


def test_a_large_line_of_its_own_in_small_letters_is_a_heading() -> None:
    story = [line("Abstract", 40, bold=1), paragraph(STORY * 3, 60)]
    story += [line_block("introduction", 300, 12.0), paragraph(STORY * 2, 320)]
    story += [line_block("results", 500, 12.0), paragraph(STORY, 520)]
    story = [each if isinstance(each, Block) else Block([each]) for each in story]
    assert [part for _, part, _ in sections(story)][-1] == "results"
    story[-2] = line_block("results", 500, 10.0)
    assert [part for _, part, _ in sections(story)][-1] != "results"


def line_block(text: str, top: float, size: float) -> Block:
    return Block([line(text, top, size=size)])


def test_an_abstract_stands_beside_the_introduction() -> None:
    story = [
        Block([line("1. Introduction", 40, bold=2)]),
        Block([line("A B S T R A C T", 60)]),
        paragraph("Methods: " + STORY, 80),
        paragraph("Results: " + STORY, 200),
        paragraph("Conclusions: " + STORY, 300),
        paragraph(STORY, 400),
    ]
    assert [zone for zone, _, _ in sections(story)] == ["abstract"] * 3 + ["body"]


def test_a_long_introduction_without_a_heading_ends_at_the_methods() -> None:
    story = [Block([line("Abstract", 40, bold=1)]), paragraph(STORY * 25, 60)]
    story += [Block([line("METHODS", 700, bold=1)]), paragraph(STORY, 720)]
    assert sections(story)[-1][:2] == ("body", "methods")
