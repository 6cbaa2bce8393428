-- What a person takes back without putting anything in its place: a number typed into the wrong row, an SD that is an
-- SE. The reading stays; it counts no longer.

CREATE TABLE withdrawal (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    reading_id TEXT NOT NULL REFERENCES reading (id), -- what is taken back
    reason TEXT NOT NULL,                    -- why; needed after the seal
    after_seal TEXT REFERENCES seal (id),    -- made after this seal; raw agreement leaves it out
    made_by TEXT NOT NULL CHECK (made_by <> ''), -- who
    made_at TEXT NOT NULL,                   -- when, UTC
    CHECK (after_seal IS NULL OR trim(reason) <> '')
) STRICT;

CREATE INDEX withdrawal_by_reading ON withdrawal (reading_id);
