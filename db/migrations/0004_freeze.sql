-- Records that were declared final, under a name: what a publication rests on.
CREATE TABLE freeze (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    name TEXT NOT NULL CHECK (name <> ''),   -- name, such as "v1"
    snapshot_id TEXT NOT NULL REFERENCES snapshot (id), -- records as they stood
    reason TEXT NOT NULL,                    -- what it is for
    made_by TEXT NOT NULL,                   -- who
    made_at TEXT NOT NULL                    -- when, UTC
) STRICT;
