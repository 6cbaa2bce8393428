-- A review in one file. Everything but `local` is append-only: corrections supersede, and the triggers
-- in db/triggers refuse UPDATE, DELETE and replacement.
-- Ids: what a program finds has a content id, what a person does a UUIDv7. Tables of content carry no
-- times and no names of people, so that two laptops that did the same hold the same rows.
-- Lists and maps are JSON text.

-- ── references ──────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE reference (
    id TEXT PRIMARY KEY NOT NULL,            -- content id of the raw record
    kind TEXT NOT NULL,                      -- type of publication as the source names it
    title TEXT NOT NULL,                     -- title
    authors TEXT NOT NULL CHECK (json_valid(authors)), -- JSON list, "Family, Given"
    year INTEGER,                            -- year of publication
    container TEXT NOT NULL,                 -- journal or book
    doi TEXT NOT NULL,                       -- lower case, without the resolver
    pmid TEXT NOT NULL,                      -- PubMed id
    registration TEXT NOT NULL,              -- trial registration number
    abstract TEXT NOT NULL,                  -- abstract
    raw TEXT NOT NULL,                       -- the record as it came
    source TEXT NOT NULL                     -- database or file it came from
) STRICT;

CREATE TABLE report (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 64), -- SHA-256 of the file
    media_type TEXT NOT NULL,                -- media type, by content
    bytes INTEGER NOT NULL CHECK (bytes >= 0) -- size of the file, bytes
) STRICT;

CREATE TABLE report_detail (
    id TEXT PRIMARY KEY NOT NULL,            -- content id of the founding statement, UUIDv7 of a person's
    report_id TEXT NOT NULL REFERENCES report (id), -- report it describes
    file_name TEXT NOT NULL,                 -- name of the file as it was added
    title TEXT NOT NULL,                     -- title found on page 1, or typed
    doi TEXT NOT NULL,                       -- DOI found on page 1, or typed
    pages INTEGER CHECK (pages >= 0),        -- number of pages
    state TEXT NOT NULL CHECK (state IN ('ok', 'partial', 'no_text', 'no_pages', 'encrypted', 'malformed', 'limits', 'not_pdf')), -- what opening it gave
    detail TEXT NOT NULL,                    -- why, when the state is not ok
    standing TEXT NOT NULL CHECK (standing IN ('current', 'corrected', 'retracted')), -- whether its numbers still stand
    reason TEXT NOT NULL,                    -- why this statement was made
    made_by TEXT NOT NULL,                   -- who; empty for the founding
    made_at TEXT NOT NULL,                   -- when, UTC; empty for the founding
    supersedes TEXT REFERENCES report_detail (id) -- the statement that this one replaces
) STRICT;

CREATE TABLE report_link (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    report_id TEXT NOT NULL REFERENCES report (id), -- from this report
    other_report_id TEXT REFERENCES report (id), -- to this report
    reference_id TEXT REFERENCES reference (id), -- or to this reference
    relation TEXT NOT NULL CHECK (relation IN ('is', 'corrects', 'retracts', 'supplements', 'duplicates', 'secondary_of', 'derived_from')), -- how
    reason TEXT NOT NULL,                    -- why
    made_by TEXT NOT NULL,                   -- who
    made_at TEXT NOT NULL,                   -- when, UTC
    supersedes TEXT REFERENCES report_link (id), -- the link that this one replaces
    CHECK ((other_report_id IS NULL) <> (reference_id IS NULL))
) STRICT;

CREATE TABLE study (
    id TEXT PRIMARY KEY NOT NULL,            -- content id of the founding report, UUIDv7 when made by hand
    founder_report_id TEXT REFERENCES report (id) -- the report that made it
) STRICT;

CREATE TABLE study_detail (
    id TEXT PRIMARY KEY NOT NULL,            -- content id of the founding statement, UUIDv7 of a person's
    study_id TEXT NOT NULL REFERENCES study (id), -- study it describes
    name TEXT NOT NULL CHECK (name <> ''),   -- short name, such as "Feder 2014"
    design TEXT NOT NULL CHECK (design IN ('parallel', 'crossover', 'cluster', 'factorial', 'single_arm', 'non_randomised', 'other', '')), -- study design
    n_randomised INTEGER CHECK (n_randomised >= 0), -- people randomised in all
    registration TEXT NOT NULL,              -- trial registration number
    note TEXT NOT NULL,                      -- free text
    made_by TEXT NOT NULL,                   -- who; empty for the founding
    made_at TEXT NOT NULL,                   -- when, UTC; empty for the founding
    supersedes TEXT REFERENCES study_detail (id) -- the statement that this one replaces
) STRICT;

CREATE TABLE study_report (
    id TEXT PRIMARY KEY NOT NULL,            -- content id of the founding, UUIDv7 of a later joining
    report_id TEXT NOT NULL REFERENCES report (id), -- this report
    study_id TEXT NOT NULL REFERENCES study (id), -- belongs to this study
    reason TEXT NOT NULL,                    -- why
    made_by TEXT NOT NULL,                   -- who; empty for the founding
    made_at TEXT NOT NULL,                   -- when, UTC; empty for the founding
    supersedes TEXT REFERENCES study_report (id) -- the membership that this one replaces
) STRICT;

CREATE TABLE screening_decision (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    reference_id TEXT NOT NULL REFERENCES reference (id), -- reference screened
    stage TEXT NOT NULL CHECK (stage IN ('title_abstract', 'full_text')), -- stage
    verdict TEXT NOT NULL CHECK (verdict IN ('include', 'exclude', 'maybe')), -- verdict
    exclusion_reason TEXT NOT NULL,          -- required for an exclusion on full text
    made_by TEXT NOT NULL,                   -- who
    made_at TEXT NOT NULL,                   -- when, UTC
    supersedes TEXT REFERENCES screening_decision (id), -- the verdict that this one replaces
    CHECK (stage <> 'full_text' OR verdict <> 'exclude' OR exclusion_reason <> '')
) STRICT;

-- ── protocol ────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE protocol_version (
    id TEXT PRIMARY KEY NOT NULL,            -- content id of the text
    content TEXT NOT NULL,                   -- review.toml, whole
    title TEXT NOT NULL,                     -- title of the review
    basis_of_truth TEXT NOT NULL CHECK (basis_of_truth IN ('double_agreed', 'adjudicated', 'verified', 'single', 'program_only')), -- lowest that may be pooled
    options TEXT NOT NULL CHECK (json_valid(options)) -- JSON map: conventions of effects and pooling
) STRICT;

CREATE TABLE outcome (
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id), -- version of the protocol
    code TEXT NOT NULL,                      -- code
    position INTEGER NOT NULL,               -- place in the protocol, from 0
    label TEXT NOT NULL,                     -- label
    kind TEXT NOT NULL CHECK (kind IN ('continuous', 'binary')), -- type of data
    minimum REAL,                            -- lower end of the scale, in its unit
    maximum REAL,                            -- upper end of the scale, in its unit
    direction TEXT NOT NULL CHECK (direction IN ('lower', 'higher')), -- which end is good
    unit TEXT NOT NULL,                      -- unit of the scale
    aliases TEXT NOT NULL CHECK (json_valid(aliases)), -- JSON list of labels that mean exactly this
    PRIMARY KEY (protocol_id, code)
) STRICT;

CREATE TABLE arm_kind (
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id), -- version of the protocol
    code TEXT NOT NULL,                      -- code
    position INTEGER NOT NULL,               -- place in the protocol, from 0
    label TEXT NOT NULL,                     -- label
    role TEXT NOT NULL CHECK (role IN ('experimental', 'control', '')), -- role
    aliases TEXT NOT NULL CHECK (json_valid(aliases)), -- JSON list of labels that mean exactly this
    PRIMARY KEY (protocol_id, code)
) STRICT;

CREATE TABLE timepoint_window (
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id), -- version of the protocol
    code TEXT NOT NULL,                      -- code
    position INTEGER NOT NULL,               -- place in the protocol, from 0
    label TEXT NOT NULL,                     -- label
    target_days REAL,                        -- the time wanted, days after the anchor
    from_days REAL,                          -- start of the window, days
    to_days REAL,                            -- end of the window, days
    anchor TEXT NOT NULL,                    -- what the days are counted from
    prefer TEXT NOT NULL CHECK (prefer IN ('closest', 'latest', 'earliest')), -- which of several is used
    aliases TEXT NOT NULL CHECK (json_valid(aliases)), -- JSON list of labels that mean exactly this
    PRIMARY KEY (protocol_id, code)
) STRICT;

CREATE TABLE comparison (
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id), -- version of the protocol
    code TEXT NOT NULL,                      -- code
    position INTEGER NOT NULL,               -- place in the protocol, from 0
    label TEXT NOT NULL,                     -- label
    outcomes TEXT NOT NULL CHECK (json_valid(outcomes)), -- JSON list of codes, in order of preference
    experimental TEXT NOT NULL CHECK (json_valid(experimental)), -- JSON list of codes of arms
    control TEXT NOT NULL CHECK (json_valid(control)), -- JSON list of codes of arms
    timepoints TEXT NOT NULL CHECK (json_valid(timepoints)), -- JSON list of codes, in order of preference
    measure TEXT NOT NULL CHECK (measure IN ('MD', 'SMD', 'RR', 'OR', 'RD')), -- effect measure
    basis TEXT NOT NULL CHECK (basis IN ('final', 'change', 'any')), -- which scores may be pooled
    options TEXT NOT NULL CHECK (json_valid(options)), -- JSON map: what differs from the review's options
    PRIMARY KEY (protocol_id, code)
) STRICT;

CREATE TABLE selection_rule (
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id), -- version of the protocol
    position INTEGER NOT NULL,               -- place in the protocol, from 0
    comparison TEXT NOT NULL,                -- code, empty for all comparisons
    dimension TEXT NOT NULL CHECK (dimension IN ('outcome', 'timepoint', 'basis', 'adjusted', 'analysis_set', 'report', 'arm')), -- what there are several of
    action TEXT NOT NULL CHECK (action IN ('prefer', 'combine')), -- what is done
    preference TEXT NOT NULL CHECK (json_valid(preference)), -- JSON list of codes, best first
    PRIMARY KEY (protocol_id, position)
) STRICT;

CREATE TABLE item (
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id), -- version of the protocol
    code TEXT NOT NULL,                      -- code
    position INTEGER NOT NULL,               -- place in the protocol, from 0
    question TEXT NOT NULL,                  -- what is asked
    kind TEXT NOT NULL CHECK (kind IN ('number', 'category', 'text', 'date')), -- type of the answer
    choices TEXT NOT NULL CHECK (json_valid(choices)), -- JSON list, for a category
    per TEXT NOT NULL CHECK (per IN ('study', 'arm', 'result')), -- asked once for each
    codebook TEXT NOT NULL,                  -- how to answer
    PRIMARY KEY (protocol_id, code)
) STRICT;

-- ── readings ────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE extractor (
    id TEXT PRIMARY KEY NOT NULL,            -- content id of the other columns
    name TEXT NOT NULL,                      -- name of the person or program
    kind TEXT NOT NULL CHECK (kind IN ('person', 'program')), -- person or program
    version TEXT NOT NULL,                   -- of a program: major.minor.patch
    version_order INTEGER NOT NULL,          -- the version as one number; the highest is current
    settings TEXT NOT NULL,                  -- hash of a program's settings
    trainee INTEGER NOT NULL CHECK (trainee IN (0, 1)), -- a trainee never makes a pair alone
    CHECK (kind = 'person' OR version <> '')
) STRICT;

CREATE TABLE extraction (
    id TEXT PRIMARY KEY NOT NULL,            -- content id of extractor, source and mode
    extractor_id TEXT NOT NULL REFERENCES extractor (id), -- who reads
    study_id TEXT REFERENCES study (id),     -- a person reads a study
    report_id TEXT REFERENCES report (id),   -- a program reads a report
    mode TEXT NOT NULL CHECK (mode IN ('independent', 'assisted', 'verification', 'program')), -- what the reader could see
    status TEXT NOT NULL CHECK (status IN ('ok', 'partial', 'no_text', 'no_pages', 'encrypted', 'malformed', 'limits', 'open')), -- how a program ended; open for a person
    problems TEXT NOT NULL CHECK (json_valid(problems)), -- JSON list of the problems a program met
    CHECK ((mode = 'program') = (report_id IS NOT NULL)),
    CHECK ((mode = 'program') = (study_id IS NULL)),
    CHECK ((mode = 'program') = (status <> 'open'))
) STRICT;

CREATE TABLE seal (
    id TEXT PRIMARY KEY NOT NULL,            -- content id for programs, UUIDv7 for people
    extraction_id TEXT NOT NULL UNIQUE REFERENCES extraction (id), -- what is sealed
    content_hash TEXT NOT NULL CHECK (length(content_hash) = 64), -- SHA-256 over the sealed readings
    readings INTEGER NOT NULL CHECK (readings >= 0), -- how many
    made_by TEXT NOT NULL,                   -- who; empty for programs
    made_at TEXT NOT NULL                    -- when, UTC; empty for programs
) STRICT;

CREATE TABLE table_grid (
    id TEXT PRIMARY KEY NOT NULL,            -- content id of place and cells
    report_id TEXT NOT NULL REFERENCES report (id), -- report it stands in
    page INTEGER NOT NULL CHECK (page >= 1), -- page, from 1
    label TEXT NOT NULL,                     -- the caption's label, such as "Table 2"
    caption TEXT NOT NULL,                   -- caption
    footnotes TEXT NOT NULL CHECK (json_valid(footnotes)), -- JSON list
    x0 REAL,                                 -- left edge, points from the left of the crop box
    top REAL,                                -- upper edge, points from its top
    x1 REAL,                                 -- right edge, points
    bottom REAL                              -- lower edge, points
) STRICT;

CREATE TABLE table_cell (
    grid_id TEXT NOT NULL REFERENCES table_grid (id), -- table
    "row" INTEGER NOT NULL CHECK ("row" >= 0), -- row, from 0
    col INTEGER NOT NULL CHECK (col >= 0),   -- column, from 0
    rowspan INTEGER NOT NULL CHECK (rowspan >= 1), -- rows covered
    colspan INTEGER NOT NULL CHECK (colspan >= 1), -- columns covered
    content TEXT NOT NULL,                   -- text as repaired
    raw_text TEXT NOT NULL,                  -- text of the text layer, when it differs
    marks TEXT NOT NULL,                     -- raised marks
    role TEXT NOT NULL CHECK (role IN ('header', 'stub', 'group', 'body')), -- role
    x0 REAL,                                 -- left edge, points from the left of the crop box
    top REAL,                                -- upper edge, points from its top
    x1 REAL,                                 -- right edge, points
    bottom REAL,                             -- lower edge, points
    PRIMARY KEY (grid_id, "row", col)
) STRICT;

CREATE TABLE extraction_grid (
    extraction_id TEXT NOT NULL REFERENCES extraction (id), -- this extraction
    grid_id TEXT NOT NULL REFERENCES table_grid (id), -- found this table
    PRIMARY KEY (extraction_id, grid_id)
) STRICT;

CREATE TABLE evidence (
    id TEXT PRIMARY KEY NOT NULL,            -- content id
    report_id TEXT NOT NULL REFERENCES report (id), -- the source: any attachment is a report
    kind TEXT NOT NULL CHECK (kind IN ('pdf_text', 'pdf_figure', 'spreadsheet', 'word', 'xml', 'registry', 'author_reply', 'unpublished')), -- kind of source
    page INTEGER CHECK (page >= 1),          -- page, from 1
    x0 REAL,                                 -- left edge, points from the left of the crop box
    top REAL,                                -- upper edge, points from its top
    x1 REAL,                                 -- right edge, points
    bottom REAL,                             -- lower edge, points
    quote TEXT NOT NULL,                     -- verbatim
    table_label TEXT NOT NULL,               -- "Table 2", "abstract", "text" or empty
    row_headers TEXT NOT NULL CHECK (json_valid(row_headers)), -- JSON list, outermost first
    column_headers TEXT NOT NULL CHECK (json_valid(column_headers)), -- JSON list, outermost first
    grid_id TEXT REFERENCES table_grid (id), -- table, when read from one
    "row" INTEGER,                           -- row of the cell, from 0
    col INTEGER,                             -- column of the cell, from 0
    locator TEXT NOT NULL CHECK (json_valid(locator)), -- JSON map for other kinds: sheet and cell, path, date
    CHECK (kind NOT IN ('pdf_text', 'pdf_figure') OR page IS NOT NULL),
    CHECK (kind IN ('pdf_text', 'pdf_figure') OR locator <> '{}'),
    CHECK ((x0 IS NULL) = (top IS NULL) AND (x0 IS NULL) = (x1 IS NULL) AND (x0 IS NULL) = (bottom IS NULL)),
    CHECK (x0 IS NULL OR (x0 <= x1 AND top <= bottom))
) STRICT;

CREATE TABLE result (
    id TEXT PRIMARY KEY NOT NULL,            -- content id within the extraction
    extraction_id TEXT NOT NULL REFERENCES extraction (id), -- who reports it
    scope TEXT NOT NULL CHECK (scope IN ('result', 'arm', 'study', 'report')), -- a result, or what an item is about
    arms TEXT NOT NULL CHECK (json_valid(arms)), -- JSON list of labels, verbatim
    comparators TEXT NOT NULL CHECK (json_valid(comparators)), -- JSON list of labels, verbatim; empty for one side
    outcome TEXT NOT NULL,                   -- label, verbatim
    timepoint TEXT NOT NULL,                 -- label, verbatim
    subgroup TEXT NOT NULL,                  -- label, verbatim; empty for everyone
    basis TEXT NOT NULL CHECK (basis IN ('baseline', 'final', 'change', 'unclear')), -- kind of score
    adjusted TEXT NOT NULL CHECK (adjusted IN ('yes', 'no', 'unclear')), -- adjusted for covariates
    covariates TEXT NOT NULL,                -- for what
    analysis_set TEXT NOT NULL CHECK (analysis_set IN ('ITT', 'mITT', 'PP', 'completers', 'safety', 'other', 'unclear')), -- who was analysed
    missing_data TEXT NOT NULL CHECK (missing_data IN ('observed', 'LOCF', 'BOCF', 'MMRM', 'MI', 'other', 'unclear')), -- how missing values were handled
    unit_of_analysis TEXT NOT NULL CHECK (unit_of_analysis IN ('person', 'cluster', 'period', 'body_part', 'unclear')), -- what was counted
    period TEXT NOT NULL CHECK (period IN ('', 'first', 'second', 'both')), -- period of a crossover
    unit TEXT NOT NULL,                      -- unit as printed
    anchor TEXT NOT NULL                     -- tells two results with the same labels apart
) STRICT;

CREATE TABLE reading (
    id TEXT PRIMARY KEY NOT NULL,            -- content id for programs, UUIDv7 for people
    result_id TEXT NOT NULL REFERENCES result (id), -- result it belongs to
    extraction_id TEXT NOT NULL REFERENCES extraction (id), -- who read it
    statistic TEXT CHECK (statistic IN ('n', 'mean', 'sd', 'se', 'median', 'q1', 'q3', 'min', 'max', 'events', 'event_count', 'people', 'total', 'percent', 'person_time', 'rate', 'md', 'smd', 'rom', 'rr', 'or', 'hr', 'rd', 'irr', 'ci_low', 'ci_high', 'p', 't', 'f', 'z', 'chi2', 'df', 'r', 'o_minus_e', 'v')), -- statistic, or
    item TEXT,                               -- code of an item of the protocol
    role TEXT NOT NULL CHECK (role IN ('randomised', 'analysed', 'completed', '')), -- of an n
    value TEXT NOT NULL,                     -- decimal text with ASCII signs, or the answer; empty unless reported
    number REAL CHECK (abs(number) < 1e12),  -- the value as a number
    operator TEXT NOT NULL CHECK (operator IN ('=', '<', '>', '≤', '≥')), -- operator before it
    as_printed TEXT NOT NULL,                -- the number's characters, as printed
    raw_text TEXT NOT NULL,                  -- the text layer's characters, when they differ
    decimals INTEGER CHECK (decimals >= 0),  -- decimals as printed
    unit TEXT NOT NULL,                      -- unit as printed
    ci_level REAL CHECK (ci_level > 0 AND ci_level < 100), -- of a confidence limit, percent
    status TEXT NOT NULL CHECK (status IN ('reported', 'not_reported', 'unclear', 'not_applicable', 'figure_only')), -- whether the report gives it
    flags TEXT NOT NULL CHECK (json_valid(flags)), -- JSON list
    band TEXT NOT NULL CHECK (band IN ('high', 'medium', 'low', '')), -- a program's confidence
    evidence_id TEXT REFERENCES evidence (id), -- where it stands
    confirms TEXT REFERENCES reading (id),   -- the reading that this one verifies
    supersedes TEXT REFERENCES reading (id), -- the reading that this one replaces
    reason TEXT NOT NULL,                    -- why it replaces it
    after_seal TEXT REFERENCES seal (id),    -- made after this seal; raw agreement leaves it out
    made_by TEXT NOT NULL,                   -- who; empty for programs
    made_at TEXT NOT NULL,                   -- when, UTC; empty for programs
    CHECK ((statistic IS NULL) <> (item IS NULL)),
    CHECK (status <> 'reported' OR (value <> '' AND evidence_id IS NOT NULL)),
    CHECK (status IN ('reported', 'unclear') OR value = ''),
    CHECK (statistic IS NULL OR value = '' OR number IS NOT NULL),
    CHECK (after_seal IS NULL OR reason <> '')
) STRICT;

CREATE INDEX reading_by_result ON reading (result_id);
CREATE INDEX reading_by_extraction ON reading (extraction_id);
CREATE INDEX reading_by_evidence ON reading (evidence_id);
CREATE INDEX reading_by_supersedes ON reading (supersedes);
CREATE INDEX reading_by_confirms ON reading (confirms);
CREATE INDEX result_by_extraction ON result (extraction_id);
CREATE INDEX extraction_by_report ON extraction (report_id);
CREATE INDEX extraction_by_study ON extraction (study_id);

-- What another engine sees at the place of a reading. It comes later than the reading, when that becomes a
-- record, and must not change it.
CREATE TABLE second_reading (
    id TEXT PRIMARY KEY NOT NULL,            -- content id
    reading_id TEXT NOT NULL REFERENCES reading (id), -- reading
    engine TEXT NOT NULL,                    -- name and version of the engine
    content TEXT NOT NULL,                   -- text it sees there
    agrees INTEGER NOT NULL CHECK (agrees IN (0, 1)) -- whether it is the reading's text
) STRICT;

CREATE INDEX second_reading_by_reading ON second_reading (reading_id);

-- ── mapping and reconciliation ──────────────────────────────────────────────────────────────────────

CREATE TABLE mapping (
    id TEXT PRIMARY KEY NOT NULL,            -- content id when an alias maps, UUIDv7 when a person does
    study_id TEXT NOT NULL REFERENCES study (id), -- the label's study
    kind TEXT NOT NULL CHECK (kind IN ('arm', 'outcome', 'timepoint')), -- what the label names
    label TEXT NOT NULL,                     -- label, verbatim
    code TEXT NOT NULL,                      -- code of the protocol, for an arm with "/name" when a study has several of it; empty: leave aside
    source TEXT NOT NULL CHECK (source IN ('alias', 'person', 'recorded')), -- who or what maps it
    protocol_id TEXT REFERENCES protocol_version (id), -- an alias holds for this version only
    reason TEXT NOT NULL,                    -- why
    made_by TEXT NOT NULL,                   -- who; empty for an alias
    made_at TEXT NOT NULL,                   -- when, UTC; empty for an alias
    supersedes TEXT REFERENCES mapping (id), -- the mapping that this one replaces
    CHECK ((source = 'alias') = (protocol_id IS NOT NULL))
) STRICT;

CREATE INDEX mapping_by_label ON mapping (study_id, kind, label);
CREATE INDEX mapping_by_supersedes ON mapping (supersedes);

CREATE TABLE structure_match (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    study_id TEXT NOT NULL REFERENCES study (id), -- study
    kind TEXT NOT NULL CHECK (kind IN ('arm', 'outcome', 'timepoint')), -- what the labels name
    extraction_a TEXT NOT NULL REFERENCES extraction (id), -- one extraction
    label_a TEXT NOT NULL,                   -- its label
    extraction_b TEXT NOT NULL REFERENCES extraction (id), -- the other
    label_b TEXT NOT NULL,                   -- its label
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different')), -- whether they mean the same
    reason TEXT NOT NULL,                    -- why
    made_by TEXT NOT NULL,                   -- who
    made_at TEXT NOT NULL,                   -- when, UTC
    supersedes TEXT REFERENCES structure_match (id) -- the match that this one replaces
) STRICT;

CREATE TABLE decision (
    id TEXT PRIMARY KEY NOT NULL,            -- UUIDv7
    study_id TEXT NOT NULL REFERENCES study (id), -- study
    record_key TEXT NOT NULL,                -- result key and statistic: the fact decided
    choice TEXT NOT NULL CHECK (choice IN ('reading', 'typed', 'not_reported', 'reject', 'ask_authors')), -- what is said
    reading_id TEXT REFERENCES reading (id), -- the reading that is right
    value TEXT NOT NULL,                     -- typed value, decimal text
    number REAL CHECK (abs(number) < 1e12),  -- the typed value as a number
    operator TEXT NOT NULL CHECK (operator IN ('=', '<', '>', '≤', '≥')), -- of a typed value
    unit TEXT NOT NULL,                      -- of a typed value
    ci_level REAL CHECK (ci_level > 0 AND ci_level < 100), -- of a typed confidence limit, percent
    evidence_id TEXT REFERENCES evidence (id), -- where the typed value stands
    mode TEXT NOT NULL CHECK (mode IN ('consensus', 'third_person', 'lead')), -- who settled it
    participants TEXT NOT NULL CHECK (json_valid(participants)), -- JSON list of names
    cause TEXT NOT NULL CHECK (cause IN ('misread', 'wrong_arm', 'wrong_outcome', 'wrong_time', 'wrong_statistic', 'omission', 'rounding', 'unclear_report', 'report_error', 'machine', 'other')), -- why they differed
    reason TEXT NOT NULL CHECK (trim(reason) <> ''), -- in words
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id), -- protocol in force
    made_by TEXT NOT NULL,                   -- who entered it
    made_at TEXT NOT NULL,                   -- when, UTC
    supersedes TEXT REFERENCES decision (id), -- the decision that this one replaces
    CHECK ((choice = 'reading') = (reading_id IS NOT NULL)),
    CHECK ((choice = 'typed') = (value <> '')),
    CHECK (choice <> 'typed' OR evidence_id IS NOT NULL)
) STRICT;

CREATE INDEX decision_by_record ON decision (record_key);
CREATE INDEX decision_by_supersedes ON decision (supersedes);

-- ── results ─────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE effect (
    id TEXT PRIMARY KEY NOT NULL,            -- content id
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id), -- protocol in force
    comparison TEXT NOT NULL,                -- code of the comparison
    study_id TEXT NOT NULL REFERENCES study (id), -- study
    study_name TEXT NOT NULL,                -- its name at the time
    measure TEXT NOT NULL CHECK (measure IN ('MD', 'SMD', 'RR', 'OR', 'RD')), -- effect measure
    yi REAL,                                 -- estimate; log scale for RR and OR
    vi REAL CHECK (vi >= 0),                 -- its sampling variance
    formula TEXT NOT NULL,                   -- names of the steps
    n1 REAL NOT NULL,                        -- people, experimental side
    n2 REAL NOT NULL,                        -- people, control side
    outcome TEXT NOT NULL,                   -- code
    timepoint TEXT NOT NULL,                 -- code
    basis TEXT NOT NULL,                     -- kind of score
    options TEXT NOT NULL CHECK (json_valid(options)), -- JSON list of pairs: the conventions used
    left_out TEXT NOT NULL,                  -- why it is not pooled; empty when it is
    CHECK ((yi IS NULL) <= (left_out <> ''))
) STRICT;

CREATE TABLE effect_input (
    effect_id TEXT NOT NULL REFERENCES effect (id), -- effect
    role TEXT NOT NULL,                      -- place in the formula: m1, sd1, n1 …
    position INTEGER NOT NULL CHECK (position >= 0), -- order, from 0
    value REAL NOT NULL,                     -- as used
    record_key TEXT NOT NULL,                -- curated record
    reading_id TEXT REFERENCES reading (id), -- reading behind it
    decision_id TEXT REFERENCES decision (id), -- decision behind it
    PRIMARY KEY (effect_id, role)
) STRICT;

CREATE TABLE snapshot (
    id TEXT PRIMARY KEY NOT NULL,            -- content id of protocol and records
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id), -- protocol in force
    content_hash TEXT NOT NULL CHECK (length(content_hash) = 64), -- SHA-256 over the curated records
    records INTEGER NOT NULL CHECK (records >= 0) -- how many
) STRICT;

CREATE TABLE pooled (
    id TEXT PRIMARY KEY NOT NULL,            -- content id
    protocol_id TEXT NOT NULL REFERENCES protocol_version (id), -- protocol in force
    snapshot_id TEXT NOT NULL REFERENCES snapshot (id), -- records it was made from
    comparison TEXT NOT NULL,                -- code of the comparison
    measure TEXT NOT NULL CHECK (measure IN ('MD', 'SMD', 'RR', 'OR', 'RD')), -- effect measure
    method TEXT NOT NULL,                    -- model
    ci TEXT NOT NULL,                        -- kind of interval used
    level REAL NOT NULL,                     -- of the intervals, percent
    k INTEGER NOT NULL CHECK (k >= 1),       -- studies
    estimate REAL NOT NULL,                  -- pooled; log scale for RR and OR
    se REAL NOT NULL,                        -- its standard error
    ci_low REAL NOT NULL,                    -- lower limit
    ci_high REAL NOT NULL,                   -- upper limit
    p REAL NOT NULL,                         -- p value
    tau2 REAL NOT NULL,                      -- between-study variance
    i2 REAL NOT NULL,                        -- I², percent
    q REAL NOT NULL,                         -- Cochran's Q
    q_p REAL,                                -- its p value
    pi_low REAL,                             -- prediction interval, lower
    pi_high REAL,                            -- prediction interval, upper
    content TEXT NOT NULL CHECK (json_valid(content)) -- JSON: the estimate whole
) STRICT;

CREATE TABLE pooled_input (
    pooled_id TEXT NOT NULL REFERENCES pooled (id), -- pooled estimate
    effect_id TEXT NOT NULL REFERENCES effect (id), -- effect
    position INTEGER NOT NULL CHECK (position >= 0), -- order, from 0
    weight REAL NOT NULL,                    -- percent
    PRIMARY KEY (pooled_id, effect_id)
) STRICT;

-- ── audit ───────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE event (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 64), -- SHA-256 of the canonical JSON of the other columns
    chain TEXT NOT NULL,                     -- actor and work file
    seq INTEGER NOT NULL CHECK (seq >= 0),   -- place in the chain, from 0
    prev TEXT NOT NULL,                      -- id of the event before; empty for the first
    kind TEXT NOT NULL,                      -- what was done
    made_by TEXT NOT NULL,                   -- who
    made_at TEXT NOT NULL,                   -- when, UTC
    payload TEXT NOT NULL CHECK (json_valid(payload)), -- JSON: rows written with their hashes, and words
    UNIQUE (chain, seq)
) STRICT;

-- What belongs to this file only and is never merged: its own id, hashes of views and triggers.
CREATE TABLE local (
    "key" TEXT PRIMARY KEY NOT NULL,         -- name
    value TEXT NOT NULL                      -- value
) STRICT;
