"""A living review: what moved since a freeze, and the reason that somebody gave."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.errors import Refused, UnknownName
from curate.model.decision import Decision
from curate.review import Review

from .test_freezes import settle

Opener = Callable[[str], Review]
MEAN = "ketamine||depression|end|final|||||mean"


def key_of(review: Review, study: str, rest: str) -> str:
    """Return the key of a fact of a study."""
    (found,) = [
        r.key for r in review.results.records() if r.study_name == study and r.key.endswith(rest)
    ]
    return found


def frozen(reopen: Opener) -> Review:
    lead = reopen("lead")
    settle(lead)
    lead.freezes.freeze("v1")
    return lead


def test_nothing_moved(reopen: Opener) -> None:
    held, updates = frozen(reopen).updates.since()
    assert held.name == "v1"
    assert updates
    assert all(each.still for each in updates)
    assert any(each.before for each in updates)


def test_a_decision_moves_a_study_and_its_reason_is_told(reopen: Opener) -> None:
    lead = frozen(reopen)
    about = lead.decisions.about(
        key_of(lead, "zou-2021", MEAN),
        choice="typed", typed="9.90", page=1, quote="8·69", reason="the erratum says 9.90", mode="lead",
    )  # fmt: skip
    assert isinstance(about, Decision)
    lead.decisions.put([about])
    (moved,) = [each for each in lead.updates.since("v1")[1] if each.after.comparison == "depression"]
    (study,) = moved.moved
    assert study.move.study_name == "zou-2021"
    assert [change.role for change in study.move.changes] == ["m1"]
    assert study.reasons == ("m1 8.69 → 9.9, decided by lead (other): the erratum says 9.90",)
    assert moved.before
    assert moved.after.pooled
    assert study.move.shift is not None
    assert moved.after.pooled.estimate == pytest.approx(
        moved.before.estimate + study.move.shift, rel=1e-12
    )


def test_a_retracted_report_and_a_study_that_leaves(reopen: Opener) -> None:
    lead = frozen(reopen)
    lead.corrections.retract("zou-2021.pdf", "notice of the journal")
    (still,) = [each for each in lead.updates.since()[1] if each.after.comparison == "depression"]
    assert (still.still, still.fallen) == (True, ("zou-2021: zou-2021.pdf was retracted",))
    key = key_of(lead, "zou-2021", MEAN)
    lead.decisions.put([lead.decisions.about(key, choice="reject", reason="retracted", mode="lead")])
    (moved,) = [each for each in lead.updates.since()[1] if each.after.comparison == "depression"]
    (study,) = moved.moved
    assert study.reasons[0] == "zou-2021.pdf was retracted"
    assert "left out" in study.reasons[1] or "no records" in study.reasons[1]
    assert study.move.after is None or study.move.after.left_out


def test_other_conventions_are_told_apart_from_other_numbers(reopen: Opener) -> None:
    lead = frozen(reopen)
    text = (lead.home.folder / "review.toml").read_text(encoding="utf-8")
    assert 'method = "REML"' in text
    lead.home.set_protocol(text.replace('method = "REML"', 'method = "DL"'))
    (moved,) = [each for each in lead.updates.since()[1] if each.after.comparison == "depression"]
    assert moved.moved == ()
    assert "method: REML → DL" in moved.rules


def test_without_a_freeze_or_with_an_unknown_one(reopen: Opener) -> None:
    lead = reopen("lead")
    with pytest.raises(Refused, match="nothing is frozen"):
        lead.updates.since()
    settle(lead)
    lead.freezes.freeze("v1")
    with pytest.raises(UnknownName, match="v2"):
        lead.updates.since("v2")


def test_the_command_prints_then_now_and_why(reopen: Opener) -> None:
    lead = frozen(reopen)
    about = lead.decisions.about(
        key_of(lead, "zou-2021", MEAN),
        choice="typed", typed="9.90", page=1, quote="8·69", reason="erratum", mode="lead",
    )  # fmt: skip
    lead.decisions.put([about])
    folder = str(lead.home.folder)
    said = CliRunner().invoke(main, ["update", "-C", folder, "--as", "lead"])
    assert said.exit_code == 0, said.output
    assert "v1: SMD" in said.output
    assert "now: SMD" in said.output
    assert "m1 8.69 → 9.9, decided by lead (other): erratum" in said.output
    assert "since v1" in said.output.splitlines()[-1]
    assert (
        CliRunner()
        .invoke(main, ["update", "-C", folder, "--as", "lead", "--json"])
        .output.startswith("{")
    )
