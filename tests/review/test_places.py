"""Numbers that have no place to go back to: told on entry, before the seal, by the checks, and by `verify`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.model.decision import Decision
from curate.model.problem import Problem
from curate.model.reading import Evidence, Found, Reading, Result
from curate.pdf.standing import Standing
from curate.review import Review
from curate.review.quotes import Quote, Quotes
from curate.store.readings import person_entries

Opener = Callable[[str], Review]
STUDY = "zhong-2016"
FACT = {"arms": ["Ketamine"], "outcome": "Depression", "timepoint": "End of treatment", "page": 1}


def told(review: Review, statistic: str, value: str, **said: object) -> list[tuple[str, str]]:
    entry = review.forms.enter(STUDY, statistic, value, **{**FACT, **said})  # type: ignore[arg-type]
    return [(problem.code, problem.what) for problem in entry.problems]


def of(problems: list[Problem], *codes: str) -> list[tuple[str, str]]:
    return [(p.code, str(p.severity)) for p in problems if p.code in codes]


def boxes(review: Review) -> dict[str, bool]:
    (study,) = (study for study in review.studies.all() if study.name == STUDY)
    entries = person_entries(review.home.connection, "ann", study.id)
    return {r.statistic: bool(r.evidence and r.evidence.box) for e in entries for r in e.readings}


def test_a_number_at_several_places_is_kept_without_a_box(reopen: Opener) -> None:
    ann = reopen("ann")
    assert told(ann, "sd", "0.256", quote="0.256") == [
        ("quote_ambiguous", "“0.256” stands 4 times there")
    ]
    assert told(ann, "mean", "14.8", quote="14.8") == []  # once in the table, and once in the abstract
    assert boxes(ann) == {"sd": False, "mean": True}
    assert of(ann.checks.all(), "quote_ambiguous", "no_place") == [("quote_ambiguous", "warning")]
    assert told(ann, "sd", "0.256", quote="14·8 (0·256)") == []
    assert boxes(ann) == {"sd": True, "mean": True}
    assert of(ann.checks.all(), "quote_ambiguous") == []


def test_a_value_is_compared_with_its_quote(reopen: Opener) -> None:
    ann = reopen("ann")
    words = "“14·8 (0·256)” does not hold mean 55"
    assert told(ann, "mean", "55", quote="14·8 (0·256)") == [("quote_of_another", words)]
    assert of(ann.checks.all(), "quote_of_another") == [("quote_of_another", "warning")]
    assert not of(
        reopen("bob").checks.all(), "quote_of_another"
    )  # before the seal nobody is told what ann has
    assert told(ann, "mean", "55", quote="14·8 (0·256)", reason="14.8 + 40.2") == [
        ("quote_of_another", f"{words}: 14.8 + 40.2")
    ]
    assert of(ann.checks.all(), "quote_of_another") == [("quote_of_another", "note")]
    assert told(ann, "mean", "14.80", quote="14·8 (0·256)") == []
    # as in a form: the words of the row hold one of its numbers, and the size stands elsewhere
    told(ann, "n", "30", role="analysed", quote="14·8 (0·256)")
    assert of(ann.checks.all(), "quote_of_another", "quote_of_row") == [("quote_of_row", "note")]


def test_a_number_with_a_page_alone_can_be_said_to_be_worked_out(reopen: Opener) -> None:
    ann = reopen("ann")
    ((code, words),) = told(ann, "total", "753")
    assert (code, words) == ("no_place", "only their page is known: total 753 (does not stand there)")
    assert of(ann.checks.all(), "no_place") == [("no_place", "warning")]
    (line,) = ann.forms.without_place(STUDY)
    assert line == "Ketamine · Depression · End of treatment · total 753, zhong-2016.pdf, page 1"
    told(ann, "total", "753", reason="382 + 371")
    (problem,) = [p for p in ann.checks.all() if p.code == "no_place"]
    assert (str(problem.severity), "382 + 371" in problem.what) == ("note", True)
    assert not ann.forms.enter(STUDY, "total", "753", reason="382 + 371", **FACT)  # type: ignore[arg-type]


def test_where_programs_read_the_same_is_told_to_who_is_assisted_only(reopen: Opener) -> None:
    ann, bob = reopen("ann"), reopen("bob")
    ann.sheets.begin(STUDY, "independent")
    bob.sheets.begin(STUDY, "assisted")
    assert told(ann, "sd", "0.256", quote="0.256") != []
    assert told(bob, "sd", "0.256", quote="0.256") == []
    assert told(bob, "sd", "0.256", quote="0.256", arms=["Placebo, which no program names"]) != []


def test_a_number_is_boxed_on_the_line_of_what_else_its_row_has() -> None:
    table, other = (0.0, 0.0, 99.0, 99.0), (200.0, 0.0, 299.0, 99.0)
    mean, sd = (
        Reading(name, value, Evidence("r", value, page=1))
        for name, value in (("mean", "12.3"), ("sd", "4.5"))
    )
    places = ((40.0, 10.0, 50.0, 20.0), (40.0, 30.0, 50.0, 40.0), (240.0, 10.0, 250.0, 20.0))
    one = Standing(((10.0, 10.0, 20.0, 20.0),), (table,))
    quotes = Quotes(
        {Quote("r", 1, "12.3"): one, Quote("r", 1, "4.5"): Standing(places, (table, table, other))}
    )
    assert quotes.spot(Found(Result(), (sd,)), sd) is None
    assert quotes.spot(Found(Result(), (mean, sd)), sd) == places[0]


@pytest.fixture
def run(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    def run_as_ann(*words: str) -> str:
        done = CliRunner().invoke(main, [*words, "-C", str(copy), "--as", "ann"])
        return done.output

    return run_as_ann


SAID = ("--arm", "Ketamine", "--outcome", "Depression", "--time", "End of treatment", "--page", "1")


def test_the_commands_tell(run: Callable[..., str]) -> None:
    lost = run("enter", STUDY, "mean", "14.8", *SAID, "--quote", "zebra crossing")
    assert lost.startswith("entered\n")
    assert "“zebra crossing” was not found there" in lost
    assert "0.256 (stands 4 times there)" in run("enter", STUDY, "sd", "0.256", *SAID)
    assert (
        run("enter", STUDY, "n", "30", "--role", "analysed", *SAID, "--quote", "n=30, n=30").count("\n")
        > 1
    )
    verified = run("verify")
    assert " as written, 2 never found (curate check)" in verified
    sealed = run("seal", STUDY)
    assert "3 numbers of it with a page and no place there" in sealed
    assert "sd 0.256, zhong-2016.pdf, page 1" in sealed


def test_a_form_tells_how_many_places_were_found_and_which_rows_have_none(
    run: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "fixtures" / "sprint"))
    from type_in import type_in

    values = {
        "Ketamine": {"Mean or median": "14.8", "Which": "mean", "n": "30", "Quote": "zebra crossing"},
        "Control": {"Mean or median": "16.814", "Which": "mean", "n": "753"},
    }
    entries = [
        {"study": STUDY, "row": f"{arm} · Depression · End of treatment", "column": column, "text": text}
        for arm, typed in values.items()
        for column, text in ({"Scores": "final", "Page": "1"} | typed).items()
    ]
    run("form", "--study", STUDY, "-o", str(tmp_path / "form.xlsx"))
    type_in(tmp_path / "form.xlsx", entries, tmp_path / "filled.xlsx")
    said = run("form", "--read", str(tmp_path / "filled.xlsx"))
    assert "1 of 3 places found in the reports and boxed; 2 not, see below" in said
    rows = re.findall(r"sheet 'zhong-2016', row (\d+)", said)
    assert f"page 1 (sheet 'zhong-2016', row {rows[1]}): “zebra crossing” was not found there" in said
    assert f"n 753 (does not stand there; sheet 'zhong-2016', row {rows[0]})" in said
    assert len(rows) == 2
    assert "or are the words different?" in said


def typed(review: Review, key: str, value: str) -> Decision:
    """Decide for a value that stands on page 1 as it is quoted."""
    return review.decisions.about(
        key,
        choice="typed",
        typed=value,
        page=1,
        quote=value,
        reason="as printed",
        mode="third_person",
    )


def test_a_decision_keeps_an_ambiguous_place_and_tells(reopen: Opener) -> None:
    for name, value in (("ann", "0.265"), ("bob", "0.256")):
        told(reopen(name), "sd", value)
        reopen(name).forms.seal([STUDY])
    cas = reopen("cas")
    (dispute,) = cas.reconciliation.queue(STUDY)
    made = typed(cas, dispute.key, "30")
    assert made.evidence is not None
    assert made.evidence.box is None
    assert [problem.code for problem in cas.decisions.doubts(made)] == ["quote_ambiguous"]


def test_a_decision_is_placed_where_a_reader_has_the_same_number(reopen: Opener) -> None:
    for name, value, quote in (("ann", "0.265", ""), ("bob", "0.256", "14·8 (0·256)")):
        told(reopen(name), "sd", value, quote=quote)
        reopen(name).forms.seal([STUDY])
    cas = reopen("cas")
    (dispute,) = cas.reconciliation.queue(STUDY)
    made = typed(cas, dispute.key, "0.256")
    assert made.evidence is not None
    assert made.evidence.box is not None
    assert cas.decisions.doubts(made) == []
