-- Who is to extract which study, for plans and work files. What was really done is in the extractions and seals.
CREATE TABLE assignment (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    study_id TEXT NOT NULL REFERENCES study (id), -- study
    person TEXT NOT NULL CHECK (person <> ''), -- who extracts it
    active INTEGER NOT NULL CHECK (active IN (0, 1)), -- 0: taken back
    reason TEXT NOT NULL,                    -- why
    made_by TEXT NOT NULL,                   -- who assigned it
    made_at TEXT NOT NULL,                   -- when, UTC
    supersedes TEXT REFERENCES assignment (id) -- the assignment that this one replaces
) STRICT;

CREATE INDEX assignment_by_study ON assignment (study_id);
CREATE INDEX assignment_by_supersedes ON assignment (supersedes);
