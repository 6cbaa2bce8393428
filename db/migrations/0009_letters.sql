-- Letters to authors, step by step: what was asked, when it was sent, and the file that answers.

CREATE TABLE letter (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    study_id TEXT NOT NULL REFERENCES study (id), -- study whose authors are asked
    step TEXT NOT NULL CHECK (step IN ('drafted', 'sent', 'reminded', 'answered', 'closed')), -- what happened
    day TEXT NOT NULL CHECK (day IS date(day)), -- on which day, ISO date
    address TEXT NOT NULL,                   -- to whom it was sent
    content TEXT NOT NULL,                   -- the letter as drafted, or why it was closed without an answer
    report_id TEXT REFERENCES report (id),   -- the file that answers
    made_by TEXT NOT NULL,                   -- who
    made_at TEXT NOT NULL,                   -- when, UTC
    CHECK ((step = 'answered') = (report_id IS NOT NULL)),
    CHECK (step <> 'sent' OR address <> ''),
    CHECK (step NOT IN ('drafted', 'closed') OR content <> '')
) STRICT;

CREATE INDEX letter_by_study ON letter (study_id);
