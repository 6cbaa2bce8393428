"""The words for the methods section say what was done and nothing nicer."""

from __future__ import annotations

import pytest

from curate.reconcile.agreement import agreement
from curate.reconcile.compare import Pair
from curate.reconcile.methods import Conduct, paragraph
from curate.reconcile.values import Value


def conduct(**said: object) -> Conduct:
    return Conduct(version="1.0", reports=3, **{"designs": {"independent double": 3}, **said})  # type: ignore[arg-type]


def test_a_review_of_one_design_says_so_once() -> None:
    assert "Each study was extracted by two people independently." in paragraph(conduct())


def test_designs_are_counted_apart_and_the_best_first() -> None:
    text = paragraph(conduct(designs={"single": 1, "program only": 2, "independent double": 34}))
    assert "Outcome data of 37 studies (3 reports)" in text
    assert "34 were extracted by two people independently, 2 were extracted by programs only" not in text
    assert (
        "34 were extracted by two people independently, 1 was extracted by one person and "
        "2 were extracted by programs only" in text
    )
    assert "Not checked: what one person alone extracted" in text


def test_agreement_comes_with_omissions() -> None:
    pairs = [
        Pair(f"s|{place}", "mean", Value("1"), None if place == 3 else Value("2" if place == 2 else "1"))
        for place in range(4)
    ]
    text = paragraph(conduct(agreements={0: agreement(pairs)}))
    assert "Before any discussion, two extractors who read independently agreed" in text
    assert "agreed exactly on 50.0% of 4 values" in text
    assert "(1 of 2 disagreements)" in text
    assert "which were not read a third time" in text


def test_what_one_of_two_read_with_help_is_said_and_is_no_agreement_of_independent_readers() -> None:
    alike = agreement([Pair("s|1", "mean", Value("1"), Value("1"))])
    text = paragraph(conduct(designs={"assisted and independent": 6}, agreements={1: alike}))
    assert (
        "Each study was extracted by one person with the programs' readings in view and by another "
        "independently." in text
    )
    assert (
        "Where one of two extractors had the programs' readings in view, the two agreed exactly on"
        in text
    )
    assert "this is not the agreement of independent extractors." in text
    assert "who read independently" not in text
    assert "values on which both extractors agreed, which were not read a third time" in text
    both = paragraph(conduct(agreements={0: alike, 2: alike}))
    assert both.index("who read independently") < both.index("Where both extractors had the programs'")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"settled": {"consensus": 2, "lead": 1}}, "3 disagreements were settled: 2 by consensus"),
        ({"settled": {"third_person": 1}, "rounding": 1}, "1 disagreement was settled: 1 by a third person; 1"),
        ({"sent": 3, "answered": 1}, "The authors of 3 studies were asked; 1 answered."),
        ({"asked": 2}, "2 values still wait for an answer."),
        ({"changed": ("2026-01-02",)}, "changed once after the first extraction had been sealed (2026-01-02)"),
        ({"unsettled": 1}, "1 disagreement still open"),
        ({"unsealed": 2}, "2 studies still being extracted"),
        ({"people": 3, "trainees": 1}, "3 people extracted, 1 of them in training."),
        ({"programs": ("table 0.1.0",)}, "programs (table 0.1.0)"),
    ],
)  # fmt: skip
def test_what_happened_is_said(said: dict[str, object], words: str) -> None:
    assert words in paragraph(conduct(**said))


def test_what_did_not_happen_is_not_said() -> None:
    text = paragraph(conduct())
    for words in ("settled", "authors", "post hoc", "Not checked", "training", "programs"):
        assert words not in text
