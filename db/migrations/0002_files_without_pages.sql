-- A table may stand in a file without pages, a Word document or a workbook: `locator` leads to it there.
-- SQLite changes no column in place: the table is made anew. Rows elsewhere refer to it by name, and the
-- check of their references waits for the end of the transaction.

PRAGMA defer_foreign_keys = ON;

CREATE TEMP TABLE held AS SELECT * FROM table_grid;

DROP TABLE table_grid;

CREATE TABLE table_grid (
    id TEXT PRIMARY KEY NOT NULL,            -- content id of place and cells
    report_id TEXT NOT NULL REFERENCES report (id), -- report it stands in
    page INTEGER CHECK (page >= 1),          -- page, from 1; empty in a file without pages
    label TEXT NOT NULL,                     -- the caption's label, such as "Table 2"
    caption TEXT NOT NULL,                   -- caption
    footnotes TEXT NOT NULL CHECK (json_valid(footnotes)), -- JSON list
    x0 REAL,                                 -- left edge, points from the left of the crop box
    top REAL,                                -- upper edge, points from its top
    x1 REAL,                                 -- right edge, points
    bottom REAL,                             -- lower edge, points
    locator TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(locator)), -- JSON map for files without pages: sheet or table
    CHECK ((page IS NULL) = (locator <> '{}'))
) STRICT;

INSERT INTO table_grid (id, report_id, page, label, caption, footnotes, x0, top, x1, bottom)
SELECT id, report_id, page, label, caption, footnotes, x0, top, x1, bottom FROM held;

DROP TABLE held;
