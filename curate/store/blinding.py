"""Who may see what before the seals."""

from __future__ import annotations

import sqlite3

from curate.errors import NotSealed, Refused
from curate.model.record import Study
from curate.store.reports import find_study, studies


def still_reading(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Return study → the people who have begun it, or are to extract it by plan, and have not sealed it.

    A study that everybody has sealed is not there.
    """
    held: dict[str, list[str]] = {}
    for row in connection.execute("SELECT study_id, person FROM unsealed_reader ORDER BY person"):
        held.setdefault(row["study_id"], []).append(row["person"])
    return held


def unsealed_people(connection: sqlite3.Connection, study: str) -> list[str]:
    """Return the people who still read a study, see `still_reading`."""
    return still_reading(connection).get(study, [])


def require_seals(connection: sqlite3.Connection, study: str, study_name: str) -> None:
    """Refuse a comparison while somebody who reads the study has not sealed it.

    Raises
    ------
    NotSealed
        Naming who has not sealed.
    """
    if open_ones := unsealed_people(connection, study):
        sql = "SELECT DISTINCT extractor FROM current_extraction WHERE study_id = ? AND kind = 'person'"
        begun = {row["extractor"] for row in connection.execute(sql, (study,))}
        idle = [name for name in open_ones if name not in begun]
        left = f"; if {idle[0]} does not read it: curate assign --take-back {idle[0]}" if idle else ""
        raise NotSealed(
            f"{study_name}: {' and '.join(open_ones)} {'has' if len(open_ones) == 1 else 'have'} not sealed yet",
            f"nothing may be compared before: curate seal{left}",
        )


def comparable_studies(connection: sqlite3.Connection, name: str | None = None) -> list[Study]:
    """Return the study of this name, or all that everybody who reads them has sealed; training studies apart.

    Raises
    ------
    NotSealed
        When the study named is not fully sealed.
    Refused
        When it is a training study.
    """
    training = {row[0] for row in connection.execute("SELECT study_id FROM training_study")}
    if name:
        study = find_study(connection, name)
        if study.id in training:
            raise Refused(f"{study.name} is a training study", "curate pilot compares it with its key")
        require_seals(connection, study.id, study.name)
        return [study]
    left_out = training | still_reading(connection).keys()
    return [study for study in studies(connection) if study.id not in left_out]


def is_withheld(connection: sqlite3.Connection, reading: str, reader: str | None) -> bool:
    """Tell whether `reader` may not see a reading yet.

    That is another person's, of a study that somebody who reads it has not sealed.
    """
    sql = """SELECT 1 FROM reading r JOIN current_extraction e ON e.id = r.extraction_id
        WHERE r.id = ? AND e.kind = 'person' AND e.extractor IS NOT ? AND EXISTS (
            SELECT 1 FROM study_people p WHERE p.study_id = e.study_id AND p.unsealed > 0)"""
    return connection.execute(sql, (reading, reader)).fetchone() is not None


def is_evidence_withheld(connection: sqlite3.Connection, evidence: str, reader: str | None) -> bool:
    """Tell whether an evidence is that of withheld readings only."""
    rows = connection.execute("SELECT id FROM reading WHERE evidence_id = ?", (evidence,)).fetchall()
    return bool(rows) and all(is_withheld(connection, row["id"], reader) for row in rows)


def closed_studies(connection: sqlite3.Connection, person: str) -> dict[str, str]:
    """Return id → name of the studies of which a person who extracts may not see what others or programs read.

    That is while somebody who reads it has not sealed it, and while fewer than two people have and this person is
    none of them: the second extractor may be the one who looks. A training study is closed until this person has
    sealed it, unless the known answers are this person's.
    """
    sql = """WITH sealed_by_person AS (
            SELECT study_id, extractor FROM current_extraction WHERE kind = 'person' AND seal_id IS NOT NULL)
        SELECT s.id, s.name FROM current_study s
        WHERE EXISTS (SELECT 1 FROM current_extraction e WHERE e.study_id = s.id)
        AND CASE WHEN s.id IN (SELECT study_id FROM training_study)
            THEN NOT EXISTS (SELECT 1 FROM current_pilot k WHERE k.study_id = s.id AND k.person = :person)
                AND NOT EXISTS (SELECT 1 FROM sealed_by_person e WHERE e.study_id = s.id AND e.extractor = :person)
            ELSE EXISTS (SELECT 1 FROM unsealed_reader u WHERE u.study_id = s.id)
                OR (SELECT count(DISTINCT e.extractor) < 2 AND coalesce(sum(e.extractor = :person), 0) = 0
                    FROM sealed_by_person e WHERE e.study_id = s.id)
            END
        ORDER BY s.name"""
    return {row["id"]: row["name"] for row in connection.execute(sql, {"person": person})}


def independent_studies(connection: sqlite3.Connection, person: str | None) -> set[str]:
    """Return the studies that a person reads, or is to read by plan, without what others or programs read in them."""
    sql = """SELECT u.study_id FROM unsealed_reader u WHERE u.person = ? AND NOT EXISTS (
        SELECT 1 FROM current_extraction e WHERE e.study_id = u.study_id AND e.extractor = u.person
            AND e.kind = 'person' AND e.mode <> 'independent')"""
    return {row["study_id"] for row in connection.execute(sql, (person,))}
