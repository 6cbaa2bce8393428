-- From labels to the protocol's codes, and from readings to records.

-- Labels to be mapped, one row for each use. `reader` is whose extraction it is while that is open: nobody else
-- may see what is in it. It is empty for what is sealed. Arms of questions and of sizes are asked for when a
-- person uses them; what a program says of an arm only makes no record. The joins are CROSS JOINs, so that
-- SQLite keeps their order: asked for one study, it looks at the results of that study alone.
CREATE VIEW label_in_use AS
SELECT e.study_id, f.kind, l.value AS label, r.id AS result_id,
    CASE WHEN e.kind = 'person' AND e.seal_id IS NULL THEN e.extractor ELSE '' END AS reader
FROM current_extraction e
CROSS JOIN result r ON r.extraction_id = e.id
CROSS JOIN (SELECT 'arm' AS kind, 'arms' AS held UNION ALL SELECT 'arm', 'comparators'
    UNION ALL SELECT 'outcome', 'outcome' UNION ALL SELECT 'timepoint', 'timepoint') f
CROSS JOIN json_each(CASE f.held WHEN 'arms' THEN r.arms WHEN 'comparators' THEN r.comparators
    WHEN 'outcome' THEN json_array(r.outcome) ELSE json_array(r.timepoint) END) l
WHERE e.study_id IS NOT NULL
    AND (r.scope = 'result' OR (r.scope = 'arm' AND e.kind = 'person' AND f.kind = 'arm'));

-- A result whose labels are all mapped. Of a binary outcome the kind of score says nothing; a score that is
-- not called baseline or change is read as a final one.
CREATE VIEW mapped_result AS
SELECT m.*,
    m.study_id || '|' || m.arm_codes || '|' || m.comparator_codes || '|' || m.outcome_code || '|' || m.timepoint_code || '|' ||
    m.basis_code || '|' || CASE m.adjusted WHEN 'yes' THEN 'adjusted' ELSE '' END || '|' ||
    CASE m.analysis_set WHEN 'unclear' THEN '' ELSE m.analysis_set END || '|' || m.period || '|' || m.subgroup AS result_key
FROM (
    SELECT r.*, e.study_id, e.report_id, o.code AS outcome_code, t.code AS timepoint_code,
        (SELECT group_concat(code, '+') FROM (
            SELECT c.code FROM json_each(r.arms) j JOIN current_mapping c
            ON c.study_id = e.study_id AND c.kind = 'arm' AND c.label = j.value ORDER BY c.code)) AS arm_codes,
        coalesce((SELECT group_concat(code, '+') FROM (
            SELECT c.code FROM json_each(r.comparators) j JOIN current_mapping c
            ON c.study_id = e.study_id AND c.kind = 'arm' AND c.label = j.value ORDER BY c.code)), '') AS comparator_codes,
        CASE WHEN p.kind = 'binary' THEN '' WHEN r.basis = 'unclear' THEN 'final' ELSE r.basis END AS basis_code
    FROM result r
    JOIN current_extraction e ON e.id = r.extraction_id
    JOIN current_mapping o ON o.study_id = e.study_id AND o.kind = 'outcome' AND o.label = r.outcome AND o.code <> ''
    JOIN current_mapping t ON t.study_id = e.study_id AND t.kind = 'timepoint' AND t.label = r.timepoint AND t.code <> ''
    LEFT JOIN outcome p ON p.code = o.code AND p.protocol_id = (SELECT value FROM local WHERE "key" = 'protocol')
    WHERE r.scope = 'result' AND json_array_length(r.arms) > 0
      AND NOT EXISTS (
        SELECT 1 FROM (SELECT value FROM json_each(r.arms) UNION ALL SELECT value FROM json_each(r.comparators)) j
        WHERE NOT EXISTS (SELECT 1 FROM current_mapping c
            WHERE c.study_id = e.study_id AND c.kind = 'arm' AND c.label = j.value AND c.code <> ''))
) m;

-- What is asked or said of a study or of an arm has no outcome and no time point; its arms must be mapped.
CREATE VIEW plain_result AS
SELECT m.*, m.study_id || '|' || m.arm_codes || '|' || m.scope AS result_key
FROM (
    SELECT r.*, e.study_id, coalesce((SELECT group_concat(code, '+') FROM (
        SELECT c.code FROM json_each(r.arms) j JOIN current_mapping c
        ON c.study_id = e.study_id AND c.kind = 'arm' AND c.label = j.value ORDER BY c.code)), '') AS arm_codes
    FROM result r JOIN current_extraction e ON e.id = r.extraction_id
    WHERE r.scope <> 'result' AND e.study_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM json_each(r.arms) j WHERE NOT EXISTS (SELECT 1 FROM current_mapping c
        WHERE c.study_id = e.study_id AND c.kind = 'arm' AND c.label = j.value AND c.code <> ''))
) m;

-- Sealed readings that may become records, one row a reading; those of training studies may not.
CREATE VIEW candidate AS
SELECT m.result_key || '|' || coalesce(r.statistic, r.item) || CASE WHEN r.role = '' THEN '' ELSE ':' || r.role END AS record_key,
    m.result_key, m.study_id, m.arm_codes, m.comparator_codes, m.outcome_code, m.timepoint_code, m.basis_code,
    m.adjusted, m.analysis_set, m.period, m.subgroup, m.report_id,
    r.id AS reading_id, r.result_id, r.extraction_id, r.statistic, r.item, r.role, r.value, r.number, r.operator, r.decimals,
    r.unit, r.ci_level, r.status, r.band, r.evidence_id, r.confirms, r.after_seal, r.flags,
    e.extractor, e.kind, e.mode, e.trainee
FROM (
    SELECT id, result_key, study_id, arm_codes, comparator_codes, outcome_code, timepoint_code, basis_code,
        adjusted, analysis_set, period, subgroup, report_id FROM mapped_result
    UNION ALL
    SELECT id, result_key, study_id, arm_codes, '', '', '', '', adjusted, analysis_set, period, subgroup, NULL FROM plain_result
) m
JOIN current_reading r ON r.result_id = m.id
JOIN current_extraction e ON e.id = r.extraction_id AND e.seal_id IS NOT NULL
WHERE (m.outcome_code <> '' OR r.item IS NOT NULL OR e.kind = 'person')
    AND m.study_id NOT IN (SELECT study_id FROM training_study);

-- Who has not sealed a study: whoever has begun it, and whoever is to extract it by plan.
CREATE VIEW unsealed_reader AS
SELECT study_id, extractor AS person FROM current_extraction WHERE kind = 'person' AND seal_id IS NULL
UNION
SELECT a.study_id, a.person FROM current_assignment a
WHERE NOT EXISTS (SELECT 1 FROM current_extraction e
    WHERE e.study_id = a.study_id AND e.extractor = a.person AND e.kind = 'person' AND e.seal_id IS NOT NULL);

-- The people of a study, by what they sealed. A sealed form without readings is no extraction, and what was
-- added after the seal is none either: its reader could have seen the others.
CREATE VIEW study_people AS
SELECT e.study_id,
    count(DISTINCT CASE WHEN e.mode = 'independent' AND s.readings > 0 THEN e.extractor END) AS independent,
    count(DISTINCT CASE WHEN e.mode = 'independent' AND s.readings > 0 AND e.trainee = 0 THEN e.extractor END) AS seniors,
    count(DISTINCT CASE WHEN e.mode <> 'verification' AND s.readings > 0 THEN e.extractor END) AS readers,
    count(DISTINCT CASE WHEN e.mode = 'verification' AND s.readings > 0 THEN e.extractor END) AS verifiers,
    coalesce(u.people, 0) AS unsealed
FROM current_extraction e LEFT JOIN seal s ON s.id = e.seal_id
LEFT JOIN (SELECT study_id, count(*) AS people FROM unsealed_reader GROUP BY study_id) u ON u.study_id = e.study_id
WHERE e.kind = 'person' GROUP BY e.study_id;

-- One row a fact. `independent_*` read it before their seals; `readers` has whoever says it now.
CREATE VIEW fact AS
SELECT f.*, coalesce(p.independent, 0) AS people_sealed, coalesce(p.readers, 0) AS study_readers,
    coalesce(p.unsealed, 0) AS unsealed
FROM (
    SELECT c.record_key, c.study_id,
        max(c.kind = 'person') AS read_by_person,
        count(DISTINCT CASE WHEN c.kind = 'person' THEN c.extractor END) AS readers,
        count(DISTINCT CASE WHEN c.kind = 'person' AND c.trainee = 0 THEN c.extractor END) AS senior_readers,
        count(DISTINCT CASE WHEN c.kind = 'person' AND c.mode <> 'verification' THEN c.extractor END) AS people,
        count(DISTINCT CASE WHEN c.kind = 'person' AND c.mode = 'independent' THEN c.extractor END) AS independent_readers,
        count(DISTINCT CASE WHEN c.kind = 'person' AND c.mode = 'independent' AND c.after_seal IS NULL THEN c.extractor END) AS independent_people,
        count(DISTINCT CASE WHEN c.kind = 'person' AND c.mode = 'independent' AND c.after_seal IS NULL AND c.trainee = 0 THEN c.extractor END) AS independent_seniors,
        count(DISTINCT CASE WHEN c.kind = 'person' THEN c.status || c.operator || coalesce(c.number, c.value) END) AS person_values,
        count(DISTINCT CASE WHEN c.kind = 'program' THEN c.status || c.operator || coalesce(c.number, c.value) END) AS program_values,
        count(DISTINCT CASE WHEN c.kind = 'program' THEN c.extractor END) AS programs
    FROM candidate c GROUP BY c.record_key, c.study_id
) f LEFT JOIN study_people p ON p.study_id = f.study_id;

-- While somebody who reads the study has not sealed it, nothing of it is shown or used: a reader must not see
-- what another has sealed. What was decided before stays decided.
CREATE VIEW judged_fact AS
SELECT f.*, d.id AS decision_id, d.choice,
    CASE
        WHEN d.choice = 'ask_authors' THEN 'asked'
        WHEN d.choice = 'reject' THEN 'rejected'
        WHEN d.id IS NOT NULL THEN 'adjudicated'
        WHEN f.unsealed > 0 THEN 'awaiting_seal'
        WHEN f.record_key IN (SELECT record_key FROM parted_decision) THEN 'conflict'
        WHEN f.read_by_person AND f.person_values > 1 THEN 'conflict'
        WHEN f.read_by_person AND f.independent_readers < f.people_sealed AND f.people_sealed > 1 THEN 'omission'
        WHEN f.independent_people > 1 AND f.independent_seniors > 0 THEN 'double_agreed'
        WHEN f.readers > 1 AND f.people > 0 AND f.senior_readers > 0 THEN 'verified'
        WHEN f.read_by_person THEN 'single'
        WHEN f.study_readers > 0 THEN 'left_to_people'
        WHEN f.program_values > 1 THEN 'conflict'
        ELSE 'program_only'
    END AS judgement
FROM fact f LEFT JOIN current_decision d ON d.record_key = f.record_key;

-- Both sides are worked out once; joined as they are, the candidates would be worked out anew for each fact.
CREATE VIEW disputed_fact AS
WITH j AS MATERIALIZED (SELECT * FROM judged_fact WHERE judgement IN ('conflict', 'omission', 'asked')),
    c AS MATERIALIZED (SELECT * FROM candidate)
SELECT j.record_key, c.result_key, j.study_id, s.name AS study_name, j.judgement, c.arm_codes, c.comparator_codes,
    c.outcome_code AS outcome, c.timepoint_code AS timepoint, c.basis_code AS basis, c.adjusted, c.analysis_set, c.period, c.subgroup,
    c.statistic, c.item, c.role, c.reading_id, c.extractor, c.kind, c.mode, c.value, c.number, c.operator, c.status, c.decimals,
    c.unit, c.ci_level, c.flags, c.evidence_id
FROM j JOIN current_study s ON s.id = j.study_id JOIN c ON c.record_key = j.record_key AND (c.kind = 'person' OR j.read_by_person = 0);

-- What is to be decided; what the authors are asked waits for them.
CREATE VIEW disagreement AS SELECT * FROM disputed_fact WHERE judgement <> 'asked';

-- Among agreeing readings the most finely printed one speaks, then a table before running text.
CREATE VIEW ranked_candidate AS
SELECT c.*, row_number() OVER (
    PARTITION BY c.record_key ORDER BY c.kind = 'program', c.decimals DESC, c.extractor DESC, c.reading_id) AS place
FROM candidate c;

-- A decision for a reading holds what that reading says, also when its reader corrects it afterwards or a newer
-- version of its program reads something else; `overtaken_decision` tells.
CREATE VIEW curated_record AS
SELECT j.record_key, c.result_key, j.study_id, s.name AS study_name, c.arm_codes, c.comparator_codes,
    c.outcome_code AS outcome, c.timepoint_code AS timepoint, c.basis_code AS basis, c.adjusted, c.analysis_set, c.period, c.subgroup,
    c.statistic, c.item, c.role,
    CASE d.choice WHEN 'typed' THEN d.value WHEN 'not_reported' THEN '' WHEN 'reading' THEN w.value ELSE c.value END AS value,
    CASE d.choice WHEN 'typed' THEN d.number WHEN 'not_reported' THEN NULL WHEN 'reading' THEN w.number ELSE c.number END AS number,
    CASE d.choice WHEN 'typed' THEN d.operator WHEN 'not_reported' THEN '=' WHEN 'reading' THEN w.operator ELSE c.operator END AS operator,
    CASE d.choice WHEN 'typed' THEN 'reported' WHEN 'not_reported' THEN 'not_reported' WHEN 'reading' THEN w.status ELSE c.status END AS status,
    CASE WHEN d.choice = 'typed' AND d.unit <> '' THEN d.unit WHEN d.choice = 'reading' THEN w.unit ELSE c.unit END AS unit,
    CASE WHEN d.choice = 'reading' THEN w.ci_level ELSE coalesce(d.ci_level, c.ci_level) END AS ci_level,
    CASE d.choice WHEN 'typed' THEN CASE WHEN c.item IS NULL THEN max(length(d.value) - instr(d.value || '.', '.'), 0) END
        WHEN 'not_reported' THEN NULL WHEN 'reading' THEN w.decimals ELSE c.decimals END AS decimals,
    j.judgement AS basis_of_truth, coalesce(w.id, c.reading_id) AS reading_id, j.decision_id,
    v.id AS evidence_id, v.page, v.report_id,
    CASE WHEN d.choice IN ('typed', 'not_reported') THEN '[]'
        WHEN d.choice = 'reading' THEN w.flags ELSE c.flags END AS flags
FROM judged_fact j
JOIN current_study s ON s.id = j.study_id
JOIN ranked_candidate c ON c.record_key = j.record_key AND c.place = 1
LEFT JOIN decision d ON d.id = j.decision_id
LEFT JOIN weighed_reading w ON w.id = d.reading_id
LEFT JOIN evidence v ON v.id = CASE d.choice WHEN 'typed' THEN d.evidence_id WHEN 'not_reported' THEN NULL
    WHEN 'reading' THEN w.evidence_id ELSE c.evidence_id END
WHERE j.judgement IN ('double_agreed', 'adjudicated', 'verified', 'single', 'program_only');

-- Decisions to look at again: nobody reads such a fact any more (a study was joined, a label mapped otherwise, a
-- code of the protocol renamed), or a person said something of it later.
CREATE VIEW overtaken_decision AS
SELECT d.id, d.study_id, d.record_key, d.choice, f.record_key IS NULL AS without_fact
FROM current_decision d LEFT JOIN fact f ON f.record_key = d.record_key
WHERE f.record_key IS NULL OR EXISTS (
    SELECT 1 FROM candidate c JOIN reading r ON r.id = c.reading_id
    WHERE c.record_key = d.record_key AND r.made_at > d.made_at);

-- What was sealed, for raw agreement: corrections made after the seal do not count.
CREATE VIEW sealed_reading AS
SELECT m.result_key || '|' || coalesce(r.statistic, r.item) || CASE WHEN r.role = '' THEN '' ELSE ':' || r.role END AS record_key,
    m.study_id, r.id AS reading_id, r.extraction_id, e.extractor, e.kind, e.mode,
    coalesce(r.statistic, '') AS statistic, r.value, r.operator, r.status, r.decimals, r.evidence_id
FROM reading r
JOIN (SELECT id, result_key, study_id, 1 AS mapped FROM mapped_result
    UNION ALL SELECT id, result_key, study_id, 0 FROM plain_result) m ON m.id = r.result_id
JOIN current_extraction e ON e.id = r.extraction_id AND e.seal_id IS NOT NULL
WHERE (m.mapped OR r.item IS NOT NULL OR e.kind = 'person') AND r.after_seal IS NULL
    AND NOT EXISTS (SELECT 1 FROM reading n WHERE n.supersedes = r.id AND n.after_seal IS NULL)
    AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.reading_id = r.id AND w.after_seal IS NULL);
