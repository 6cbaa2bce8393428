"""Promises 3 and 4: independence is proved by separate files, and merging loses nothing in any order."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.errors import Refused
from curate.model.decision import Mapping
from curate.review import Review
from tests.review.work import STUDY, enter, everything, lead, opened, packed, rows, without_own_events

__all__ = ["lead", "opened"]


def test_a_work_file_holds_nothing_of_anybody_else(
    lead: Review, tmp_path: Path, opened: Callable[[Path], Review]
) -> None:
    enter(lead, "99.123", "ann", outcome="Secret scale")
    lead.forms.seal([STUDY], "ann")
    enter(lead, "14.80", "bob")
    bob = opened(packed(lead, tmp_path, "bob"))
    content = (bob.home.folder / "review.db").read_bytes()
    assert b"99.123" not in content
    assert b"Secret scale" not in content
    assert b"ann" not in b"".join(
        str(row).encode()
        for table in ("extractor", "extraction", "seal", "event")
        for row in rows(bob, table)
    )
    assert {row["kind"] for row in bob.home.connection.execute("SELECT kind FROM extractor")} == {
        "person"
    }
    assert rows(bob, "table_grid") == set()
    values = [row[0] for row in bob.home.connection.execute("SELECT value FROM reading")]
    assert values == ["14.80"]
    assert bob.checks.verify().problems == ()


def test_what_belongs_to_the_whole_review_is_refused_in_a_work_file(
    lead: Review, tmp_path: Path, opened: Callable[[Path], Review]
) -> None:
    bob = opened(packed(lead, tmp_path, "bob"))
    assert enter(bob, "14.80")
    for act in (
        bob.extraction.run,
        bob.reconciliation.pairings,
        bob.reconciliation.queue,
        lambda: bob.decisions.put([]),
        lambda: bob.workfiles.merge([tmp_path / "bob.curate"]),
    ):
        with pytest.raises(Refused, match="work file of bob"):
            act()
    with pytest.raises(Refused, match="not of ann"):
        enter(bob, "14.80", "ann")
    with pytest.raises(Refused, match="not of ann"):
        bob.forms.write(tmp_path / "form.xlsx", "ann")


def test_two_extractors_come_back_in_either_order_and_any_number_of_times(
    lead: Review, tmp_path: Path, opened: Callable[[Path], Review], copy: Path
) -> None:
    back = []
    for person, value in (("ann", "14.80"), ("bob", "14.08")):
        review = opened(packed(lead, tmp_path, person))
        enter(review, value)
        back.append(review.workfiles.pack(tmp_path / f"{person}-open.curate", with_reports=False).path)
        review.forms.seal([STUDY])
        back.append(review.workfiles.pack(tmp_path / f"{person}-sealed.curate", with_reports=False).path)
    lead.close()
    ends = []
    for place, order in enumerate(([0, 1, 2, 3], [3, 1, 0, 2, 3, 0])):
        folder = tmp_path / f"whole-{place}"
        shutil.copytree(copy, folder)
        with Review.open(folder, "lead") as review:
            for number in order:
                (merged,) = review.workfiles.merge([back[number]])
                assert merged.error is None
            (dispute,) = review.reconciliation.queue(STUDY)
            assert {side.value for side in dispute.sides} == {"14.80", "14.08"}
            assert review.checks.verify(quotes=False).problems == ()
            ends.append(without_own_events(review))
    assert ends[0] == ends[1]


def mapped(review: Review, label: str) -> tuple[str | None, str | None]:
    (found,) = [each for each in review.mappings.all(STUDY) if each.label == label]
    return found.code, found.source


def say(review: Review, label: str, code: str) -> None:
    review.mappings.put([Mapping(review.studies.find(STUDY).id, "arm", label, code)])


def test_what_a_person_said_of_their_own_labels_comes_back_with_them(
    lead: Review, tmp_path: Path, opened: Callable[[Path], Review]
) -> None:
    enter(lead, "9", "ann", arms=["Usual tea"])
    say(lead, "Usual tea", "control")
    say(lead, "Group of another", "control")
    bob = opened(packed(lead, tmp_path, "bob"))
    assert rows(bob, "mapping") == set(), "what others say of labels is in no work file"
    enter(bob, "14.80", arms=["Infusion"])
    enter(bob, "15.80", arms=["Infusion 2"])
    say(bob, "Infusion", "control")
    say(bob, "Infusion", "ketamine")
    say(bob, "Never used", "ketamine")
    bob.forms.seal([STUDY])
    back = bob.workfiles.pack(tmp_path / "back.curate").path
    (merged,) = lead.workfiles.merge([back])
    assert (merged.error, dict(merged.new)["mapping"], merged.parted) == (None, 2, ())
    assert mapped(lead, "Infusion") == ("ketamine", "person")
    assert mapped(lead, "Infusion 2")[0] is None
    assert not any(row[3] == "Never used" for row in rows(lead, "mapping"))
    assert lead.workfiles.merge([back])[0].new == ()
    again = opened(packed(lead, tmp_path, "bob"))
    assert mapped(again, "Infusion") == ("ketamine", "person"), (
        "a second file goes on where the first ended"
    )
    assert (
        b"Infusion" not in (opened(packed(lead, tmp_path, "ann")).home.folder / "review.db").read_bytes()
    )
    assert not lead.checks.verify(quotes=False).problems


def test_what_a_label_means_in_the_review_is_not_overruled_by_a_work_file(
    lead: Review, tmp_path: Path, opened: Callable[[Path], Review]
) -> None:
    bob = opened(packed(lead, tmp_path, "bob"))
    for place, label in enumerate(("Infusion", "Control", "Ketamine", "Tea")):
        enter(bob, f"{place}.80", arms=[label])
    say(lead, "Infusion", "control")
    say(bob, "Infusion", "ketamine")
    say(bob, "Control", "ketamine")  # an alias of control
    say(bob, "Ketamine", "ketamine/Ketamine")  # one arm of several of its kind
    say(bob, "Tea", "control")
    say(lead, "Tea", "ketamine")  # later than bob, and before his file comes
    bob.forms.seal([STUDY])
    back = bob.workfiles.pack(tmp_path / "back.curate").path
    (merged,) = lead.workfiles.merge([back])
    assert sorted(merged.parted) == [
        f"{STUDY}, arm “Control”: ketamine there, control here",
        f"{STUDY}, arm “Infusion”: ketamine there, control here",
        f"{STUDY}, arm “Tea”: control there, ketamine here",
    ]
    assert [mapped(lead, label)[0] for label in ("Infusion", "Control", "Tea")] == [
        "control",
        "control",
        "ketamine",
    ]
    assert mapped(lead, "Ketamine")[0] == "ketamine/Ketamine"
    before = everything(lead)
    assert lead.workfiles.merge([back])[0].parted == ()
    assert everything(lead)["mapping"] == before["mapping"]
    said = (
        CliRunner().invoke(main, ["map", "--list", "-C", str(lead.home.folder), "--as", "lead"]).output
    )
    assert "Infusion" not in said, "it means something, so nobody is asked"
    assert not lead.checks.verify(quotes=False).problems


def test_a_mapping_in_a_study_that_was_joined_meanwhile_goes_along(
    lead: Review, tmp_path: Path, opened: Callable[[Path], Review]
) -> None:
    bob = opened(packed(lead, tmp_path, "bob"))
    enter(bob, "14.80", arms=["Infusion"])
    say(bob, "Infusion", "ketamine")
    bob.forms.seal([STUDY])
    back = bob.workfiles.pack(tmp_path / "back.curate").path
    lead.studies.join("zou-2021", [STUDY], "one trial")
    lead.workfiles.merge([back])
    (found,) = [each for each in lead.mappings.all("zou-2021") if each.label == "Infusion"]
    assert found.code == "ketamine"


def test_an_assisted_file_shows_the_programs_and_says_so(
    lead: Review, tmp_path: Path, opened: Callable[[Path], Review]
) -> None:
    bob = opened(packed(lead, tmp_path, "bob", mode="assisted"))
    assert rows(bob, "table_grid")
    enter(bob, "14.80")
    bob.forms.seal([STUDY])
    path = bob.workfiles.pack(tmp_path / "back.curate", with_reports=False).path
    (merged,) = lead.workfiles.merge([path])
    assert merged.error is None
    sql = "SELECT mode FROM current_extraction WHERE extractor = 'bob'"
    assert [row[0] for row in lead.home.connection.execute(sql)] == ["assisted"]


def test_the_plan_says_what_goes_into_a_work_file(
    lead: Review, tmp_path: Path, opened: Callable[[Path], Review]
) -> None:
    lead.assignments.share(["ann", "bob"], ["zhong-2016"])
    lead.assignments.share(["ann", "cas"], ["zou-2021"])
    bob = opened(packed(lead, tmp_path, "bob"))
    assert len(list((bob.home.folder / "reports").iterdir())) == 1
    assert bob.forms.write(tmp_path / "f.xlsx") == 1
    assert bob.checks.verify().problems == ()
    assert {row[2] for row in rows(bob, "assignment")} == {"bob"}
    lead.assignments.take_back("bob", [], "ill")
    assert [study.name for study in lead.assignments.of("bob")] == []
    assert [study.name for study in lead.assignments.of("ann")] == ["zhong-2016", "zou-2021"]
