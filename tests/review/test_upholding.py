"""What of a corrected report carries over into its correction, and what must be read again."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from curate.errors import Refused, UnknownName
from curate.review import Review
from curate.store.records import short_key

from .test_freezes import settle

Opener = Callable[[str], Review]
ROOT = Path(__file__).resolve().parents[2]
TYPESET = ROOT / "fixtures" / "typeset"
CORRECTED = ROOT / "fixtures" / "sprint" / "zou-2021-corrected.pdf"
FACT = {"outcome": "Depression", "timepoint": "End of treatment", "page": 1, "report": "zou-2021.pdf"}


def enter(review: Review, statistic: str, value: str, arm: str, quote: str, **said: object) -> None:
    given = {**FACT, "arms": [arm], "quote": quote, **said}
    review.forms.enter("zou-2021", statistic, value, person="ann", **given)  # type: ignore[arg-type]


def extract(review: Review) -> None:
    for arm, mean, sd, quote in (
        ("Ketamine", "8.69", "4.15", "8·69 (4·15)"),
        ("Control", "8.97", "4.82", "8·97 (4·82)"),
    ):
        enter(review, "mean", mean, arm, quote)
        enter(review, "sd", sd, arm, quote)
    review.forms.seal(["zou-2021"], "ann")


def corrected(reopen: Opener) -> Review:
    lead = reopen("lead")
    extract(lead)
    lead.reports.add([CORRECTED])
    lead.extraction.run(workers=1, second="none")
    return lead


def again(review: Review) -> list[str]:
    return [task.what for task in review.todo.all("ann") if task.kind == "corrected"]


def test_what_reads_the_same_carries_over_and_the_rest_is_a_task(reopen: Opener) -> None:
    lead = corrected(reopen)
    _, carried = lead.corrections.correct("zou-2021.pdf", CORRECTED.name, "erratum")
    assert [left.where.quote for left in carried.left] == ["8·97 (4·82)"]
    assert "does not stand there" in carried.left[0].why
    assert [what.partition(",")[0] for what in again(lead)] == [
        "read again: mean 8.97",
        "read again: sd 4.82",
    ]
    held = lead.traces.trace(short_key(key_of(lead, "ketamine", "mean")))
    assert any(f"the same in {CORRECTED.name}, page 1" in step.text for step in held.walk())
    assert not any(step.stale for step in held.walk())
    left = lead.traces.trace(short_key(key_of(lead, "control", "sd")))
    assert any(step.stale == "the report is corrected" for step in left.walk())
    assert lead.checks.verify(quotes=True).problems == ()


def key_of(review: Review, arm: str, statistic: str) -> str:
    (key,) = [
        r.key
        for r in review.results.records()
        if r.study_name == "zou-2021" and r.arms == (arm,) and r.statistic == statistic
    ]
    return key


def test_nothing_is_frozen_while_a_number_stands_in_a_corrected_report_only(reopen: Opener) -> None:
    lead = corrected(reopen)
    settle(lead)
    lead.corrections.correct("zou-2021.pdf", CORRECTED.name, "erratum")
    settle(lead)
    with pytest.raises(Refused, match="corrected"):
        lead.freezes.freeze("v1")


def test_a_task_is_over_when_the_number_is_read_in_the_correction(reopen: Opener) -> None:
    lead = corrected(reopen)
    lead.corrections.correct("zou-2021.pdf", CORRECTED.name, "erratum")
    for statistic, value in (("mean", "8.97"), ("sd", "4.28")):
        enter(lead, statistic, value, "Control", "8·97 (4·28)", report=CORRECTED.name, reason="erratum")
    assert again(lead) == []
    assert {p.code: p.severity for p in lead.checks.all()}["report_corrected"] == "note"
    (sd,) = [r for r in lead.results.records() if r.key == key_of(lead, "control", "sd")]
    assert sd.value == "4.28"


def typeset(folder: Path, **changes: str) -> Path:
    """Typeset the report of Zou 2021 with other numbers."""
    with (TYPESET / "numbers.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["study"] == "Zou 2021"]
    with (folder / "numbers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, **changes} for row in rows)
    script = [sys.executable, str(TYPESET / "make.py"), str(folder), str(folder / "numbers.csv")]
    subprocess.run(script, check=True, capture_output=True)
    return folder / CORRECTED.name


def test_the_committed_correction_is_what_the_script_makes(tmp_path: Path) -> None:
    made = typeset(tmp_path, sd_ctl="4.28")
    assert made.stat().st_size == CORRECTED.stat().st_size


def test_another_header_takes_every_number_of_the_table_along(reopen: Opener, tmp_path: Path) -> None:
    """The n of an arm stands in its header: whose numbers these are was corrected, so all are read again."""
    lead = reopen("lead")
    extract(lead)
    lead.reports.add([typeset(tmp_path, n_ket="67")])
    lead.extraction.run(workers=1, second="none")
    _, carried = lead.corrections.correct("zou-2021.pdf", CORRECTED.name, "erratum")
    assert len(again(lead)) == 4
    assert any(left.why == "Table 2: other headers or rows" for left in carried.left)


def test_without_the_programs_reading_of_the_correction_no_table_carries_over(reopen: Opener) -> None:
    lead = reopen("lead")
    extract(lead)
    lead.reports.add([CORRECTED])
    _, carried = lead.corrections.correct("zou-2021.pdf", CORRECTED.name, "erratum")
    assert any("the programs found no Table 2" in left.why for left in carried.left)
    assert len(again(lead)) == 4
    lead.extraction.run(workers=1, second="none")
    assert lead.upholding.carry("zou-2021.pdf").count > 0
    assert len(again(lead)) == 2


def test_a_person_says_that_what_a_notice_does_not_touch_holds(reopen: Opener) -> None:
    lead = reopen("lead")
    extract(lead)
    lead.corrections.correct("zou-2021.pdf", "keilp-2021.pdf", "a notice of one page")
    assert len(again(lead)) == 4
    with pytest.raises(Refused, match="reason"):
        lead.upholding.uphold("zou-2021.pdf", [], " ")
    with pytest.raises(UnknownName, match="rc_nothing"):
        lead.upholding.uphold("zou-2021.pdf", ["rc_nothing"], "seen")
    assert len(again(lead)) == 4
    lead.upholding.uphold("zou-2021.pdf", [], "the notice is about the authors' names")
    assert again(lead) == []
    with pytest.raises(Refused, match="nothing"):
        lead.upholding.uphold("zou-2021.pdf", [], "again")


def test_what_reads_otherwise_in_a_whole_new_version_is_not_upheld_in_a_batch(reopen: Opener) -> None:
    lead = corrected(reopen)
    lead.corrections.correct("zou-2021.pdf", CORRECTED.name, "erratum")
    with pytest.raises(Refused, match="reads otherwise"):
        lead.upholding.uphold("zou-2021.pdf", [], "seen")
    mean, sd = (short_key(key_of(lead, "control", statistic)) for statistic in ("mean", "sd"))
    with pytest.raises(Refused, match=sd):
        lead.upholding.uphold("zou-2021.pdf", [mean], "only the SD was corrected")
    assert len(again(lead)) == 2
    lead.upholding.uphold("zou-2021.pdf", [mean, sd], "the erratum was withdrawn")
    assert again(lead) == []


def test_a_correction_that_is_corrected_in_turn(reopen: Opener, tmp_path: Path) -> None:
    lead = corrected(reopen)
    lead.corrections.correct("zou-2021.pdf", CORRECTED.name, "erratum")
    (tmp_path / "again").mkdir()
    second = typeset(tmp_path / "again", sd_ctl="4.28", mean_ket="9.68")
    second = second.rename(second.with_name("again.pdf"))
    lead.reports.add([second])
    lead.extraction.run(workers=1, second="none")
    lead.corrections.correct(CORRECTED.name, "again.pdf", "a second erratum")
    assert sorted(what.partition(",")[0] for what in again(lead)) == [
        "read again: mean 8.69", "read again: mean 8.97", "read again: sd 4.15", "read again: sd 4.82",
    ]  # fmt: skip


def test_a_retracted_report_upholds_nothing(reopen: Opener) -> None:
    lead = corrected(reopen)
    lead.corrections.correct("zou-2021.pdf", CORRECTED.name, "erratum")
    lead.corrections.retract("zou-2021.pdf", "retracted after all")
    held = lead.traces.trace(short_key(key_of(lead, "ketamine", "mean")))
    assert any(step.stale == "the report is retracted" for step in held.walk())
