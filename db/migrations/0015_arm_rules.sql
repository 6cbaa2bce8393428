-- Two more ways with several arms of one side: split the group that they share, or keep it whole and let the effects
-- covary. Only a CHECK grows, as in 0012.

PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(
    sql,
    'CHECK (action IN (''prefer'', ''combine''))',
    'CHECK (action IN (''prefer'', ''combine'', ''split'', ''covary''))'
) WHERE type = 'table' AND name = 'selection_rule';

PRAGMA writable_schema = RESET;

CREATE INDEX schema_is_another ON selection_rule (dimension);
DROP INDEX schema_is_another;
