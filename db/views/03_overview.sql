-- Where the review stands, and the way of a number.

-- Places in reports that do not stand any more. In a corrected report a place holds where the same was found in the
-- correction, as long as that stands, or where a person says so.
CREATE VIEW fallen_evidence AS
SELECT v.id, v.report_id, t.standing FROM current_report t JOIN evidence v ON v.report_id = t.id
WHERE t.standing <> 'current' AND (t.standing <> 'corrected' OR NOT EXISTS (
    SELECT 1 FROM upheld u LEFT JOIN evidence n ON n.id = u.new_evidence_id LEFT JOIN current_report c ON c.id = n.report_id
    WHERE u.evidence_id = v.id AND (u.new_evidence_id IS NULL OR c.standing = 'current')));

CREATE VIEW lineage AS
SELECT p.id AS pooled_id, p.comparison, x.effect_id, e.study_name, i.role, i.value, i.record_key, i.reading_id, i.decision_id,
    v.report_id, v.page, v.x0, v.top, v.x1, v.bottom, v.quote, v.id AS evidence_id,
    c.record_key IS NULL OR c.reading_id IS NOT i.reading_id OR c.decision_id IS NOT i.decision_id
        OR v.id IN (SELECT id FROM fallen_evidence) AS stale
FROM pooled p
JOIN pooled_input x ON x.pooled_id = p.id
JOIN effect e ON e.id = x.effect_id
JOIN effect_input i ON i.effect_id = e.id
LEFT JOIN decision d ON d.id = i.decision_id
LEFT JOIN reading r ON r.id = i.reading_id
LEFT JOIN evidence v ON v.id = coalesce(d.evidence_id, r.evidence_id)
LEFT JOIN curated_record c ON c.record_key = i.record_key;

CREATE VIEW progress AS
SELECT s.id AS study_id, s.name, json_array_length(s.reports) AS reports, e.id AS extraction_id, e.extractor, e.kind, e.mode, e.status,
    e.seal_id IS NOT NULL AS sealed,
    (SELECT count(*) FROM current_reading r WHERE r.extraction_id = e.id) AS readings
FROM current_study s LEFT JOIN current_extraction e ON e.study_id = s.id;

CREATE VIEW prisma AS
SELECT (SELECT count(*) FROM reference) AS "references",
    (SELECT count(*) FROM current_report) AS reports,
    (SELECT count(*) FROM current_report WHERE state IN ('ok', 'partial')) AS readable_reports,
    (SELECT count(*) FROM current_study) AS studies,
    (SELECT count(DISTINCT e.study_name) FROM pooled p JOIN pooled_input i ON i.pooled_id = p.id JOIN effect e ON e.id = i.effect_id) AS pooled_studies;

-- How each study was extracted, from the seals. A sealed form without readings is no second extraction, two
-- programs are never double extraction, and a trainee never makes a pair alone. Who saw what programs had read is
-- no independent second, and the name of the design says so. Training studies are none.
CREATE VIEW extraction_design AS
SELECT s.id AS study_id, s.name,
    CASE
        WHEN s.id IN (SELECT study_id FROM training_study) THEN 'training'
        WHEN p.independent > 1 AND p.seniors > 0 THEN 'independent double'
        WHEN p.independent > 0 AND p.readers > p.independent THEN 'assisted and independent'
        WHEN p.readers > 0 AND p.independent = 0 THEN 'program-assisted'
        WHEN p.independent > 1 THEN 'trainees only'
        WHEN p.readers > 0 AND p.verifiers > 0 THEN 'single with verification'
        WHEN p.readers > 0 THEN 'single'
        WHEN k.programs > 0 THEN 'program only'
        ELSE 'not extracted'
    END AS design, coalesce(p.independent, 0) AS independent, coalesce(p.verifiers, 0) AS verifiers, k.programs
FROM current_study s
LEFT JOIN study_people p ON p.study_id = s.id
JOIN (SELECT s.id, count(DISTINCT CASE WHEN n.readings > 0 THEN e.extractor END) AS programs
    FROM current_study s
    LEFT JOIN current_extraction e ON e.study_id = s.id AND e.mode = 'program'
    LEFT JOIN seal n ON n.id = e.seal_id
    GROUP BY s.id) k ON k.id = s.id;
