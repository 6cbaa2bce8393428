-- Whether the scores of an outcome are whole numbers.

ALTER TABLE outcome ADD COLUMN items REAL NOT NULL DEFAULT 0; -- whole-number items that a score is the mean of
