-- Glass's delta, ratios of means, rates and hazard ratios. Only a CHECK grows: no row changes, so the text of the
-- three tables is changed in place (https://sqlite.org/lang_altertable.html, "making other kinds of table schema
-- changes"); the index that comes and goes tells other connections that the schema is another.

PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(
    sql,
    'CHECK (measure IN (''MD'', ''SMD'', ''RR'', ''OR'', ''RD''))',
    'CHECK (measure IN (''MD'', ''SMD'', ''SMD1'', ''ROM'', ''RR'', ''OR'', ''RD'', ''IRR'', ''IRD'', ''HR''))'
) WHERE type = 'table' AND name IN ('comparison', 'effect', 'pooled');

PRAGMA writable_schema = RESET;

CREATE INDEX schema_is_another ON effect (measure);
DROP INDEX schema_is_another;
