"""What a program read, taken over from the command line as a click on the page does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curate.errors import NotSealed, Refused, UnknownName
from curate.review import Review
from curate.review.takeovers import About
from curate.store.marks import PageReading
from curate.store.readings import person_entries

Opener = Callable[[str], Review]
STUDY = "zhong-2016"


def reading_of(review: Review, statistic: str, arm: str, *, page: int = 1) -> PageReading:
    """Return the best reading of a statistic of an arm in a table."""
    held = [each for _, each in review.pages.readings(f"{STUDY}.pdf", page)]
    return next(each for each in held if (each.statistic, each.arm) == (statistic, arm) and each.grid)


def entries(review: Review, person: str) -> dict[tuple[str, str, str, str], Any]:
    study = review.studies.find(STUDY)
    return {
        (
            found.result.arms[0],
            found.result.outcome,
            found.result.timepoint,
            f"{r.statistic}:{r.role}",
        ): r
        for found in person_entries(review.home.connection, person, study.id)
        for r in found.readings
    }


def test_value_and_place_are_those_of_the_program_and_names_those_of_the_person(reopen: Opener) -> None:
    ann = reopen("ann")
    mean = reading_of(ann, "mean", "Ketamine group")
    taken = ann.takeovers.take(STUDY, mean.id[:15], assisted=True)
    assert str(taken) == "mean 14·8: Ketamine · Depression · End of treatment (page 1)"
    assert taken.entry.new
    held = entries(ann, "ann")["Ketamine", "Depression", "End of treatment", "mean:"]
    assert (held.value, held.as_printed, held.evidence.quote) == ("14.8", "14·8", mean.quote)
    assert held.evidence == ann.sheets.place_of_program(STUDY, mean.id)
    assert not ann.takeovers.take(STUDY, mean.id).entry.new  # it stands, and the mode is known now
    size = reading_of(ann, "n", "Control group")
    ann.takeovers.take(STUDY, size.id, About(outcome="Depression", timepoint="End of treatment"))
    assert ("Control", "Depression", "End of treatment", "n:analysed") in entries(ann, "ann")
    (row,) = [row for row in ann.overview.progress() if row["kind"] == "person"]
    assert (row["extractor"], row["mode"]) == ("ann", "assisted")


def test_the_page_shows_what_the_command_took(reopen: Opener) -> None:
    ann = reopen("ann")
    for statistic in ("mean", "sd"):
        ann.takeovers.take(STUDY, reading_of(ann, statistic, "Control group").id, assisted=True)
    rows = [row for section in ann.sheets.of(STUDY).grid.sections for row in section.rows]
    (row,) = (row for row in rows if row.cells)
    assert {column: cell.text for column, cell in row.cells.items()} == {
        "centre": "16·814",
        "spread": "0·256",
    }
    assert (row.names["arm"], row.kinds["spread_kind"]) == ("Control", "SD")


def test_who_extracts_independently_gets_nothing_of_the_programs(reopen: Opener) -> None:
    ann, bob = reopen("ann"), reopen("bob")
    mean = reading_of(ann, "mean", "Ketamine group").id
    with pytest.raises(Refused, match="assisted one, for good"):
        ann.takeovers.take(STUDY, mean)
    assert not entries(ann, "ann")
    ann.sheets.begin(STUDY, "independent")
    with pytest.raises(NotSealed, match="ann's extraction of zhong-2016 is independent"):
        ann.takeovers.take(STUDY, mean, assisted=True)
    with pytest.raises(NotSealed, match="ann extracts zhong-2016 independently"):
        ann.takeovers.take(STUDY, mean, person="cas", assisted=True)
    with pytest.raises(NotSealed, match="what programs read is not shown"):
        ann.pages.readings(f"{STUDY}.pdf")
    assert bob.takeovers.take(STUDY, mean, person="cas", assisted=True).entry.new


def test_what_is_no_reading_of_a_program_there_is_refused(reopen: Opener) -> None:
    ann = reopen("ann")
    mean = reading_of(ann, "mean", "Ketamine group").id
    for prefix, words in (("", "no reading"), ("rd_zz", "no reading"), ("rd_", "more than one")):
        with pytest.raises(UnknownName, match=words):
            ann.takeovers.take(STUDY, prefix, assisted=True)
    with pytest.raises(UnknownName, match="in zou-2021"):
        ann.takeovers.take("zou-2021", mean, assisted=True)
    size = next(
        each for _, each in ann.pages.readings(f"{STUDY}.pdf") if each.outcome.startswith("Analysed")
    )
    with pytest.raises(Refused, match="names no outcome"):
        ann.takeovers.take(STUDY, size.id, assisted=True)
    assert not [row for row in ann.overview.progress() if row["kind"] == "person"]


def test_the_size_of_an_arm_is_the_total_of_a_binary_outcome(copy: Path) -> None:
    with Review.open(copy, "ann") as review:
        text = (copy / "review.toml").read_text(encoding="utf-8")
        review.home.set_protocol(
            text.replace('kind = "continuous"', 'kind = "binary"').replace("SMD", "RR")
        )
        size = reading_of(review, "n", "Control group")
        about = About(outcome="Depression", timepoint="End of treatment")
        taken = review.takeovers.take(STUDY, size.id, about, assisted=True)
        assert (taken.reading.statistic, taken.reading.role) == ("total", "")
