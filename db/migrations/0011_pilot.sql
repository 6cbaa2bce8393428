-- Training studies: everybody extracts them, and is compared with the answers of one person.

CREATE TABLE pilot (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    study_id TEXT NOT NULL REFERENCES study (id), -- training study
    person TEXT NOT NULL CHECK (person <> ''), -- whose extraction is the key
    counts INTEGER NOT NULL CHECK (counts IN (0, 1)), -- whether it is a study of the review all the same
    active INTEGER NOT NULL CHECK (active IN (0, 1)), -- 0 takes the mark back
    reason TEXT NOT NULL CHECK (trim(reason) <> ''), -- why
    made_by TEXT NOT NULL,                   -- who
    made_at TEXT NOT NULL,                   -- when, UTC
    supersedes TEXT REFERENCES pilot (id)    -- the mark that this one replaces
) STRICT;

CREATE INDEX pilot_by_study ON pilot (study_id);
