"""What was changed, goes on in two places or is of another review is refused at a merge, and named."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from curate.errors import NotAReview, Refused, StoreError
from curate.review import Review
from curate.review.workfiles import unpack
from tests.review.work import STUDY, enter, lead, opened, packed

__all__ = ["lead", "opened"]


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
