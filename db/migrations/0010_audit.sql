-- Samples of agreed values for a third reading: what was drawn, with which chance, and what was found.

CREATE TABLE audit (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    fraction REAL NOT NULL CHECK (fraction > 0 AND fraction <= 100), -- of the agreed values asked for, percent
    population INTEGER NOT NULL CHECK (population >= 1), -- agreed values that it was drawn from
    seed INTEGER NOT NULL CHECK (seed >= 0), -- of the draw
    rules TEXT NOT NULL,                     -- how chances were given and values drawn
    made_by TEXT NOT NULL,                   -- who
    made_at TEXT NOT NULL                    -- when, UTC
) STRICT;

CREATE TABLE audit_fact (
    audit_id TEXT NOT NULL REFERENCES audit (id), -- audit
    record_key TEXT NOT NULL,                -- fact drawn
    study_id TEXT NOT NULL REFERENCES study (id), -- its study
    position INTEGER NOT NULL CHECK (position >= 0), -- order of re-reading, from 0
    probability REAL NOT NULL CHECK (probability > 0 AND probability <= 1), -- chance with which it was drawn
    reading_id TEXT NOT NULL REFERENCES reading (id), -- the agreed reading
    PRIMARY KEY (audit_id, position)
) STRICT;

CREATE TABLE audit_finding (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    audit_id TEXT NOT NULL REFERENCES audit (id), -- audit
    record_key TEXT NOT NULL,                -- fact that was read again
    reading_id TEXT NOT NULL REFERENCES reading (id), -- what the auditor read
    blind INTEGER NOT NULL CHECK (blind IN (0, 1)), -- whether the auditor typed the value before seeing the agreed one
    made_by TEXT NOT NULL,                   -- auditor
    made_at TEXT NOT NULL                    -- when, UTC
) STRICT;

CREATE INDEX audit_finding_by_fact ON audit_finding (audit_id, record_key);
