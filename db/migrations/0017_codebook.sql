-- What counts as an outcome, in a line.

ALTER TABLE outcome ADD COLUMN codebook TEXT NOT NULL DEFAULT '';
