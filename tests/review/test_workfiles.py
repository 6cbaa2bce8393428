"""Promises 3 and 4: independence is proved by separate files, and merging loses nothing in any order."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from curate.cli import main
from curate.errors import NotAReview, Refused, StoreError
from curate.model.decision import Mapping
from curate.review import Review
from curate.review.workfiles import unpack

Opener = Callable[[str], Review]
FACT = {"arms": ["Ketamine"], "outcome": "Depression", "timepoint": "End of treatment", "page": 1}
STUDY = "zhong-2016"


def enter(review: Review, value: str, person: str | None = None, **said: object) -> bool:
    return review.forms.enter(STUDY, "mean", value, person=person, **{**FACT, **said})  # type: ignore[arg-type]


@pytest.fixture
def lead(reopen: Opener) -> Review:
    return reopen("lead")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Path], Review]]:
    """Unpack a work file and open it, as somebody without settings of their own."""
    held: list[Review] = []

    def unpack_and_open(path: Path) -> Review:
        folder = tmp_path / f"{path.stem}-{len(held)}"
        unpack(path, folder)
        held.append(Review.open(folder))
        return held[-1]

    yield unpack_and_open
    for review in held:
        review.close()


def packed(lead: Review, tmp_path: Path, person: str, **said: object) -> Path:
    return lead.workfiles.pack(tmp_path / f"{person}.curate", person, **said).path  # type: ignore[arg-type]


def rows(review: Review, table: str) -> set[tuple[object, ...]]:
    return {tuple(row) for row in review.home.connection.execute(f'SELECT * FROM "{table}"')}


def everything(review: Review) -> dict[str, set[tuple[object, ...]]]:
    from curate.store.merge import ORDER

    return {table: rows(review, table) for table in ORDER}


def without_own_events(review: Review) -> dict[str, set[tuple[object, ...]]]:
    held = everything(review)
    held["event"] = {row for row in held["event"] if row[4] not in ("merge",)}
    return held


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


def tampered(path: Path, change: Callable[[sqlite3.Connection], None], *, relist: bool) -> None:
    """Change the store inside of a work file, and with `relist` the list of hashes too."""
    import hashlib

    with zipfile.ZipFile(path) as file:
        held = {name: file.read(name) for name in file.namelist()}
    store = path.with_suffix(".db")
    store.write_bytes(held["review.db"])
    connection = sqlite3.connect(store, isolation_level=None)
    change(connection)
    connection.close()
    held["review.db"] = store.read_bytes()
    if relist:
        manifest = json.loads(held["curate.json"])
        manifest["files"]["review.db"] = hashlib.sha256(held["review.db"]).hexdigest()
        held["curate.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, content in held.items():
            file.writestr(name, content)


def forge(connection: sqlite3.Connection) -> None:
    """Add a reading in bob's name without an act."""
    row = dict(zip(*_first(connection, "reading"), strict=True))
    row |= {"id": "rd_forged", "value": "1", "number": 1.0}
    names = ", ".join(f'"{name}"' for name in row)
    connection.execute(
        f"INSERT INTO reading ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )


def falsify(connection: sqlite3.Connection) -> None:
    """Change a value and put the trigger back."""
    name, sql = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE name = 'reading_is_never_updated'"
    ).fetchone()
    connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE reading SET value = '1', number = 1")
    connection.execute(sql)


def _first(connection: sqlite3.Connection, table: str) -> tuple[list[str], tuple[object, ...]]:
    cursor = connection.execute(f"SELECT * FROM {table} LIMIT 1")
    return [column[0] for column in cursor.description], cursor.fetchone()


@pytest.mark.parametrize("relist", [False, True])
@pytest.mark.parametrize("change", [forge, falsify])
def test_a_tampered_file_is_refused_and_named_and_the_others_are_taken(
    lead: Review,
    tmp_path: Path,
    opened: Callable[[Path], Review],
    change: Callable[[sqlite3.Connection], None],
    relist: bool,
) -> None:
    paths = []
    for person in ("ann", "bob"):
        review = opened(packed(lead, tmp_path, person))
        enter(review, "14.80")
        paths.append(review.workfiles.pack(tmp_path / f"{person}-back.curate", with_reports=False).path)
    tampered(paths[1], change, relist=relist)
    good, bad = lead.workfiles.merge(paths)
    assert good.error is None
    assert good.new
    assert bad.error is not None
    assert "bob-back.curate was changed" in bad.error.what
    sql = "SELECT extractor FROM current_extraction WHERE kind = 'person'"
    assert [row[0] for row in lead.home.connection.execute(sql)] == ["ann"]


def test_two_decisions_on_one_disagreement_are_a_conflict_for_a_person(
    lead: Review, tmp_path: Path, copy: Path
) -> None:
    for person, value in (("ann", "14.80"), ("bob", "14.08")):
        enter(lead, value, person)
        lead.forms.seal([STUDY], person)
    (dispute,) = lead.reconciliation.queue(STUDY)
    sides = {side.value: side.reading for side in dispute.sides}
    lead.close()
    other = tmp_path / "other"
    shutil.copytree(copy, other)
    for folder, name, value in ((copy, "cas", "14.80"), (other, "dee", "14.08")):
        with Review.open(folder, name) as review:
            made = review.decisions.about(
                dispute.key, choice="reading", reason="page 1", mode="third_person", take=sides[value]
            )
            review.decisions.put([made])
            assert review.reconciliation.queue(STUDY) == []
    with Review.open(copy, "lead") as whole:
        (merged,) = whole.workfiles.merge([other])
        assert merged.error is None
        ((where, what),) = whole.workfiles.conflicts()
        assert where.startswith("decision rc_")
        assert "none stands" in what
        (again,) = whole.reconciliation.queue(STUDY)
        made = whole.decisions.about(
            again.key, choice="reading", reason="looked again", mode="lead", take=sides["14.80"]
        )
        whole.decisions.put([made])
        assert whole.workfiles.conflicts() == []
        assert whole.reconciliation.queue(STUDY) == []
        assert whole.checks.verify(quotes=False).problems == ()


@pytest.mark.parametrize("last", [0, 1])
def test_an_extraction_that_went_on_in_two_places_is_refused(
    lead: Review, tmp_path: Path, opened: Callable[[Path], Review], last: int
) -> None:
    path = packed(lead, tmp_path, "bob")
    one, two = opened(path), opened(path)
    enter(one, "14.80")
    one.forms.seal([STUDY])
    enter(two, "3.1", outcome="Anxiety")
    back = [
        review.workfiles.pack(tmp_path / f"{name}.curate", with_reports=False).path
        for name, review in (("one", one), ("two", two))
    ]
    first, second = lead.workfiles.merge([back[1 - last], back[last]])
    assert first.error is None
    assert second.error is not None
    assert back[last].name in second.error.what
    assert lead.checks.verify(quotes=False).problems == ()


def test_another_review_is_no_work_file(lead: Review, tmp_path: Path) -> None:
    with Review.create(tmp_path / "stranger", "another review", "eve"):
        pass
    (merged,) = lead.workfiles.merge([tmp_path / "stranger"])
    assert merged.error is not None
    assert "another review" in merged.error.what


def test_files_that_are_no_work_files_are_refused(lead: Review, tmp_path: Path) -> None:
    text = tmp_path / "notes.curate"
    text.write_text("not a zip")
    (merged,) = lead.workfiles.merge([text])
    assert merged.error is not None
    with pytest.raises(NotAReview):
        unpack(text, tmp_path / "x")
    sly = tmp_path / "sly.curate"
    with zipfile.ZipFile(sly, "w") as file:
        file.writestr("curate.json", json.dumps({"format": 1, "work": "{}", "files": {"../x": ""}}))
        file.writestr("../x", "")
    with pytest.raises(StoreError):
        unpack(sly, tmp_path / "y")
    assert not (tmp_path / "y").exists()


def test_a_mode_cannot_change_half_way(lead: Review, tmp_path: Path) -> None:
    enter(lead, "14.80", "bob")
    with pytest.raises(Refused, match="begun in the mode independent"):
        packed(lead, tmp_path, "bob", mode="assisted")


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


def test_a_work_file_of_an_earlier_version_is_merged_and_of_a_later_one_refused(
    lead: Review, tmp_path: Path, opened: Callable[[Path], Review]
) -> None:
    bob = opened(packed(lead, tmp_path, "bob"))
    enter(bob, "14.80")
    bob.close()
    store = bob.home.folder / "review.db"
    connection = sqlite3.connect(store, isolation_level=None)
    connection.execute("DROP VIEW current_assignment")
    connection.execute("DROP TABLE assignment")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0003%'")
    connection.execute("DELETE FROM local WHERE \"key\" IN ('views', 'triggers')")
    (merged,) = lead.workfiles.merge([bob.home.folder])
    assert merged.error is None
    assert dict(merged.new)["reading"] == 1
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('curate', '9999_later.sql', '')"
    )
    connection.close()
    (later,) = lead.workfiles.merge([bob.home.folder])
    assert later.error is not None
    assert "later version" in later.error.what
