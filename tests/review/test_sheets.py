"""A person's extraction cell by cell: places, corrections, what is taken back, and what nobody may see."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curate.errors import NotSealed, Refused, ReportError, UnknownName
from curate.forms.grid_entry import TypedCell, TypedRow
from curate.model.reading import Evidence, Reading
from curate.review import Review
from curate.review.quotes import find_quotes
from curate.review.sheets import Entered

Opener = Callable[[str], Review]
STUDY = "keilp-2021"
NAMES = {"arm": "Ketamine", "outcome": "Depression", "timepoint": "End of treatment", "basis": "final"}


def report_of(review: Review) -> str:
    return str(review.reports.find(f"{STUDY}.pdf")["id"])


def place(review: Review) -> Evidence:
    return Evidence(report_of(review), "19.5 ± 9.4", page=2)


def put(review: Review, kind: str = "SD", reason: str = "", **texts: str) -> Entered:
    cells = {column: TypedCell(text, evidence=place(review)) for column, text in texts.items()}
    return review.sheets.put(
        STUDY, TypedRow("results", NAMES, cells, {"spread_kind": kind}), reason=reason
    )


def held(review: Review) -> dict[str, str]:
    sheet = review.sheets.of(STUDY)
    row = next(
        row
        for section in sheet.grid.sections
        if (section.outcome, section.basis) == ("Depression", "final")
        for row in section.rows
        if row.names["arm"] == "Ketamine"
    )
    return {column: cell.text for column, cell in row.cells.items()} | row.kinds


def test_an_sd_that_is_an_se_leaves_no_sd_behind(reopen: Opener) -> None:
    ann = reopen("ann")
    assert put(ann, centre="19.5", spread="9.4") == Entered(2, 0, {})
    assert put(ann, "SE", centre="19.5", spread="9.4") == Entered(1, 1, {})
    assert held(ann) == {"centre": "19.5", "spread": "9.4", "centre_kind": "mean", "spread_kind": "SE"}
    assert put(ann, "SE", centre="19.5", spread="9.4") == Entered(0, 0, {})
    assert put(ann, "SE", centre="19.5", spread="") == Entered(0, 1, {})
    assert put(ann, "SE", centre="19.5", spread="9.4") == Entered(1, 0, {})
    ((_, _, count),) = ann.forms.seal([STUDY])
    assert count == 2, "what was corrected or taken back is under the seal, but is no value any more"
    assert not ann.checks.verify(quotes=False).problems


def test_after_the_seal_even_taking_back_needs_a_reason(reopen: Opener) -> None:
    ann = reopen("ann")
    put(ann, centre="19.5", spread="9.4")
    ann.forms.seal([STUDY])
    with pytest.raises(Refused, match="needs a reason") as told:
        put(ann, centre="19.5", spread="")
    assert "9.4 → taken back" in told.value.details[0]
    assert put(ann, reason="typed into the wrong row", centre="19.5", spread="") == Entered(0, 1, {})
    assert not ann.checks.verify(quotes=False).problems
    with pytest.raises(Exception, match="append-only"):
        ann.home.connection.execute("DELETE FROM withdrawal")


def test_the_command_takes_back_too(reopen: Opener) -> None:
    ann = reopen("ann")
    words = {"arms": ["Ketamine"], "outcome": "Depression", "timepoint": "End of treatment"}
    ann.forms.enter(STUDY, "mean", "19.5", page=2, **words)  # type: ignore[arg-type]
    assert ann.forms.enter(STUDY, "mean", "nothing", **words)  # type: ignore[arg-type]
    assert not ann.forms.enter(STUDY, "mean", "nothing", **words)  # type: ignore[arg-type]
    assert "centre" not in held(ann)


def test_words_in_a_box_are_its_quote(reopen: Opener) -> None:
    ann = reopen("ann")
    boxed = find_quotes(ann.home, [said := Reading("mean", "19.5", place(ann))]).standing(said)
    assert boxed.only is not None
    found = ann.sheets.place(report_of(ann), 2, boxed.only)
    assert found.quote == "19.5 ± 9.4"
    assert found.box == pytest.approx(boxed.only, abs=0.05)
    with pytest.raises(ReportError, match="no words stand there"):
        ann.sheets.place(report_of(ann), 2, (1.0, 1.0, 2.0, 2.0))
    with pytest.raises(ReportError, match="no page 9"):
        ann.sheets.place(report_of(ann), 9)


def test_programs_are_seen_by_who_is_assisted_and_after_the_seals(reopen: Opener) -> None:
    ann, bob = reopen("ann"), reopen("bob")
    assert not ann.sheets.may_see_programs(STUDY)
    ann.sheets.begin(STUDY, "independent")
    bob.sheets.begin(STUDY, "assisted")
    assert not ann.sheets.may_see_programs(STUDY)
    assert bob.sheets.may_see_programs(STUDY)
    read = bob.sheets.program_readings(report_of(bob), 2)
    assert {(each["statistic"], each["value"]) for each in read} >= {("mean", "19.5"), ("sd", "9.4")}
    with pytest.raises(NotSealed):
        ann.sheets.place_of_program(STUDY, str(read[0]["id"]))
    assert bob.sheets.place_of_program(STUDY, str(read[0]["id"])).page == 2
    with pytest.raises(NotSealed):
        ann.sheets.proposals(STUDY)
    proposed = bob.sheets.proposals(STUDY)
    assert all(each["codes"]["arm"] and each["report"] == report_of(bob) for each in proposed)
    assert {(each["page"], each["value"]) for each in proposed if each["statistic"] == "sd"} == {
        (1, "9.8"), (1, "8.9"), (2, "9.4"), (2, "8.9"),
    }  # fmt: skip
    put(ann, centre="19.5")
    put(bob, centre="19.5")
    ann.forms.seal([STUDY])
    assert not ann.sheets.may_see_programs(STUDY)
    bob.forms.seal([STUDY])
    assert ann.sheets.may_see_programs(STUDY)


def test_a_mode_stands_from_the_beginning(reopen: Opener) -> None:
    ann = reopen("ann")
    ann.sheets.begin(STUDY, "assisted")
    ann.sheets.begin(STUDY, "assisted")
    with pytest.raises(Refused, match="is assisted"):
        ann.sheets.begin(STUDY, "independent")
    with pytest.raises(UnknownName):
        ann.sheets.begin(STUDY, "sideways")


def test_checks_answer_before_the_seal_and_from_own_entries_only(reopen: Opener) -> None:
    ann, bob = reopen("ann"), reopen("bob")
    put(ann, centre="19.5", spread="0.94", n="39")
    control = {**NAMES, "arm": "Control"}
    cells = {
        column: TypedCell(text, evidence=place(ann))
        for column, text in (("n", "39"), ("centre", "23.8"), ("spread", "0.89"))
    }
    ann.sheets.put(STUDY, TypedRow("results", control, cells, {"spread_kind": "SD"}))
    assert "se_for_sd" in {problem.code for problem in ann.sheets.problems(STUDY)}
    assert bob.sheets.problems(STUDY) == []
    assert bob.sheets.of(STUDY).grid.used == frozenset()


def test_labels_of_two_arms_of_one_code_are_told_apart(reopen: Opener) -> None:
    ann = reopen("ann")
    codes = {"arm": {"0.2 mg": "ketamine", "0.5 mg": "ketamine"}}
    for label in ("0.2 mg", "0.5 mg"):
        row = TypedRow(
            "results", {**NAMES, "arm": label}, {"centre": TypedCell("1", evidence=place(ann))}, {}
        )
        ann.sheets.put(STUDY, row, codes)
    mapped = {label.label: label.code for label in ann.mappings.all(STUDY) if label.kind == "arm"}
    assert mapped["0.2 mg"] == "ketamine/0.2 mg"
    assert mapped["0.5 mg"] == "ketamine/0.5 mg"
    with pytest.raises(UnknownName):
        ann.sheets.put(
            STUDY, TypedRow("results", {**NAMES, "arm": "x"}, {}, {}), {"arm": {"x": "nothing"}}
        )


def test_what_says_nothing_yet_is_listed(reopen: Opener) -> None:
    ann = reopen("ann")
    before = ann.sheets.open_fields(STUDY)
    put(ann, centre="19.5")
    assert set(before) - set(ann.sheets.open_fields(STUDY)) == {
        "Depression · End of treatment · final · Ketamine"
    }
