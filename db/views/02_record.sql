-- From labels to the protocol's codes, and from readings to records.

CREATE VIEW label_in_use AS
SELECT study_id, kind, label, min(example) AS example, count(*) AS results FROM (
    SELECT e.study_id, 'arm' AS kind, j.value AS label, r.id AS example
    FROM result r JOIN current_extraction e ON e.id = r.extraction_id, json_each(r.arms) j WHERE r.scope = 'result'
    UNION ALL
    SELECT e.study_id, 'arm', j.value, r.id
    FROM result r JOIN current_extraction e ON e.id = r.extraction_id, json_each(r.comparators) j WHERE r.scope = 'result'
    UNION ALL
    SELECT e.study_id, 'outcome', r.outcome, r.id
    FROM result r JOIN current_extraction e ON e.id = r.extraction_id WHERE r.scope = 'result'
    UNION ALL
    SELECT e.study_id, 'timepoint', r.timepoint, r.id
    FROM result r JOIN current_extraction e ON e.id = r.extraction_id WHERE r.scope = 'result')
WHERE study_id IS NOT NULL GROUP BY study_id, kind, label;

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

-- Answers to items need no mapping: the item's code and the arm say what they are about.
CREATE VIEW item_result AS
SELECT r.*, e.study_id,
    e.study_id || '|' || coalesce((SELECT group_concat(code, '+') FROM (
        SELECT c.code FROM json_each(r.arms) j JOIN current_mapping c
        ON c.study_id = e.study_id AND c.kind = 'arm' AND c.label = j.value AND c.code <> '' ORDER BY c.code)), '')
        || '|' || r.scope AS result_key
FROM result r JOIN current_extraction e ON e.id = r.extraction_id
WHERE r.scope <> 'result' AND e.study_id IS NOT NULL;

-- Sealed readings that may become records, one row a reading.
CREATE VIEW candidate AS
SELECT m.result_key || '|' || r.statistic || CASE WHEN r.role = '' THEN '' ELSE ':' || r.role END AS record_key,
    m.result_key, m.study_id, m.arm_codes, m.comparator_codes, m.outcome_code, m.timepoint_code, m.basis_code,
    m.adjusted, m.analysis_set, m.period, m.subgroup, m.report_id,
    r.id AS reading_id, r.result_id, r.extraction_id, r.statistic, NULL AS item, r.role, r.value, r.number, r.operator, r.decimals,
    r.unit, r.ci_level, r.status, r.band, r.evidence_id, r.confirms, r.after_seal,
    CASE WHEN EXISTS (SELECT 1 FROM second_reading s WHERE s.reading_id = r.id AND s.agrees = 0)
        THEN json_insert(r.flags, '$[#]', 'readers_disagree') ELSE r.flags END AS flags,
    e.extractor, e.kind, e.mode, e.trainee
FROM mapped_result m
JOIN current_reading r ON r.result_id = m.id
JOIN current_extraction e ON e.id = r.extraction_id AND e.seal_id IS NOT NULL
WHERE r.statistic IS NOT NULL
UNION ALL
SELECT m.result_key || '|' || r.item, m.result_key, m.study_id, '', '', '', '', '', m.adjusted, m.analysis_set, m.period, m.subgroup, NULL,
    r.id, r.result_id, r.extraction_id, NULL, r.item, r.role, r.value, r.number, r.operator, r.decimals,
    r.unit, r.ci_level, r.status, r.band, r.evidence_id, r.confirms, r.after_seal,
    CASE WHEN EXISTS (SELECT 1 FROM second_reading s WHERE s.reading_id = r.id AND s.agrees = 0)
        THEN json_insert(r.flags, '$[#]', 'readers_disagree') ELSE r.flags END AS flags,
    e.extractor, e.kind, e.mode, e.trainee
FROM item_result m
JOIN current_reading r ON r.result_id = m.id
JOIN current_extraction e ON e.id = r.extraction_id AND e.seal_id IS NOT NULL
WHERE r.item IS NOT NULL;

-- People go before programs: where a person has sealed the study, programs are only compared.
CREATE VIEW fact AS
SELECT c.record_key, c.study_id,
    max(c.kind = 'person') AS read_by_person,
    count(DISTINCT CASE WHEN c.kind = 'person' AND c.mode <> 'verification' THEN c.extractor END) AS people,
    count(DISTINCT CASE WHEN c.kind = 'person' AND c.mode = 'independent' AND c.trainee = 0 THEN c.extractor END) AS independent_seniors,
    count(DISTINCT CASE WHEN c.kind = 'person' AND c.mode = 'independent' THEN c.extractor END) AS independent_people,
    count(DISTINCT CASE WHEN c.kind = 'person' THEN c.status || c.operator || coalesce(c.number, c.value) END) AS person_values,
    count(DISTINCT CASE WHEN c.kind = 'program' THEN c.status || c.operator || coalesce(c.number, c.value) END) AS program_values,
    count(DISTINCT CASE WHEN c.kind = 'program' THEN c.extractor END) AS programs,
    max(c.kind = 'person' AND (c.confirms IS NOT NULL OR c.mode = 'verification')) AS confirmed,
    (SELECT count(DISTINCT e.extractor_id) FROM extraction e JOIN seal s ON s.extraction_id = e.id
        WHERE e.study_id = c.study_id AND e.mode = 'independent' AND s.readings > 0) AS people_sealed
FROM candidate c GROUP BY c.record_key, c.study_id;

CREATE VIEW judged_fact AS
SELECT f.*, d.id AS decision_id, d.choice,
    CASE
        WHEN d.choice = 'ask_authors' THEN 'asked'
        WHEN d.choice = 'reject' THEN 'rejected'
        WHEN d.id IS NOT NULL THEN 'adjudicated'
        WHEN f.read_by_person AND f.person_values > 1 THEN 'conflict'
        WHEN f.read_by_person AND f.independent_people < f.people_sealed AND f.people_sealed > 1 THEN 'omission'
        WHEN f.independent_people > 1 AND f.independent_seniors > 0 THEN 'double_agreed'
        WHEN f.read_by_person AND f.confirmed THEN 'verified'
        WHEN f.read_by_person THEN 'single'
        WHEN f.people_sealed > 0 THEN 'left_to_people'
        WHEN f.program_values > 1 THEN 'conflict'
        ELSE 'program_only'
    END AS judgement
FROM fact f LEFT JOIN current_decision d ON d.record_key = f.record_key;

CREATE VIEW disagreement AS
SELECT j.record_key, j.study_id, j.judgement, c.reading_id, c.extractor, c.kind, c.mode, c.value, c.operator, c.status, c.decimals, c.evidence_id
FROM judged_fact j JOIN candidate c ON c.record_key = j.record_key
    AND (c.kind = 'person' OR j.read_by_person = 0)
WHERE j.judgement IN ('conflict', 'omission');

-- Among agreeing readings the most finely printed one speaks, then a table before running text.
CREATE VIEW ranked_candidate AS
SELECT c.*, row_number() OVER (
    PARTITION BY c.record_key ORDER BY c.kind = 'program', c.decimals DESC, c.extractor DESC, c.reading_id) AS place
FROM candidate c;

CREATE VIEW curated_record AS
SELECT j.record_key, c.result_key, j.study_id, s.name AS study_name, c.arm_codes, c.comparator_codes,
    c.outcome_code AS outcome, c.timepoint_code AS timepoint, c.basis_code AS basis, c.adjusted, c.analysis_set, c.period, c.subgroup,
    c.statistic, c.item, c.role,
    CASE d.choice WHEN 'typed' THEN d.value WHEN 'not_reported' THEN '' ELSE c.value END AS value,
    CASE d.choice WHEN 'typed' THEN d.number WHEN 'not_reported' THEN NULL ELSE c.number END AS number,
    CASE d.choice WHEN 'typed' THEN d.operator ELSE c.operator END AS operator,
    CASE d.choice WHEN 'typed' THEN 'reported' WHEN 'not_reported' THEN 'not_reported' ELSE c.status END AS status,
    CASE d.choice WHEN 'typed' THEN d.unit ELSE c.unit END AS unit,
    CASE d.choice WHEN 'typed' THEN d.ci_level ELSE c.ci_level END AS ci_level,
    CASE d.choice WHEN 'typed' THEN max(length(d.value) - instr(d.value || '.', '.'), 0) ELSE c.decimals END AS decimals,
    j.judgement AS basis_of_truth, c.reading_id, j.decision_id, coalesce(d.evidence_id, c.evidence_id) AS evidence_id,
    v.page, v.report_id, c.flags
FROM judged_fact j
JOIN current_study s ON s.id = j.study_id
LEFT JOIN decision d ON d.id = j.decision_id
JOIN ranked_candidate c ON c.record_key = j.record_key
    AND CASE WHEN d.choice = 'reading' THEN c.reading_id = d.reading_id ELSE c.place = 1 END
LEFT JOIN evidence v ON v.id = coalesce(d.evidence_id, c.evidence_id)
WHERE j.judgement IN ('double_agreed', 'adjudicated', 'verified', 'single', 'program_only');

-- What was sealed, for raw agreement: corrections made after the seal do not count.
CREATE VIEW sealed_reading AS
SELECT m.result_key || '|' || r.statistic || CASE WHEN r.role = '' THEN '' ELSE ':' || r.role END AS record_key,
    m.study_id, r.id AS reading_id, r.extraction_id, e.extractor, e.kind, e.mode,
    r.statistic, r.value, r.operator, r.status, r.decimals, r.evidence_id
FROM reading r
JOIN mapped_result m ON m.id = r.result_id
JOIN current_extraction e ON e.id = r.extraction_id AND e.seal_id IS NOT NULL
WHERE r.statistic IS NOT NULL AND r.after_seal IS NULL
    AND NOT EXISTS (SELECT 1 FROM reading n WHERE n.supersedes = r.id AND n.after_seal IS NULL);
