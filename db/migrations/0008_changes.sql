-- What a changed protocol and a corrected report ask of people, and what they say holds all the same.

CREATE TABLE sealed_under (
    seal_id TEXT PRIMARY KEY NOT NULL REFERENCES seal (id), -- a person's seal
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id) -- the protocol that was extracted under
) STRICT;

CREATE TABLE kept_answer (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    extraction_id TEXT NOT NULL REFERENCES extraction (id), -- whose extraction of which study
    kind TEXT NOT NULL CHECK (kind IN ('item', 'outcome', 'arm', 'timepoint')), -- part of the protocol
    code TEXT NOT NULL,                      -- its code
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id), -- the protocol under which it was looked at again
    reason TEXT NOT NULL CHECK (trim(reason) <> ''), -- why nothing is to be added
    made_by TEXT NOT NULL,                   -- who
    made_at TEXT NOT NULL                    -- when, UTC
) STRICT;

CREATE INDEX kept_answer_by_extraction ON kept_answer (extraction_id);

CREATE TABLE upheld (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    evidence_id TEXT NOT NULL REFERENCES evidence (id), -- a place in a corrected report
    new_evidence_id TEXT REFERENCES evidence (id), -- where the same stands in the correction; none: it holds as it was
    reason TEXT NOT NULL CHECK (trim(reason) <> ''), -- how that is known
    made_by TEXT NOT NULL,                   -- who
    made_at TEXT NOT NULL                    -- when, UTC
) STRICT;

CREATE INDEX upheld_by_evidence ON upheld (evidence_id);
