-- What stands: statements that nothing supersedes. Of two that supersede the same one (two laptops, merged)
-- the later one stands and `conflicting_statement` names both; of two decisions neither stands. The founding statements of a report, which
-- a program makes from the file, carry no person and no time: any statement of a person goes before them.

CREATE VIEW current_report AS
SELECT r.id, r.media_type, r.bytes, d.file_name, d.title, d.doi, d.pages, d.state, d.detail, d.standing, d.made_at
FROM report r JOIN report_detail d ON d.id = (
    SELECT h.id FROM report_detail h
    WHERE h.report_id = r.id AND NOT EXISTS (SELECT 1 FROM report_detail n WHERE n.supersedes = h.id)
    ORDER BY h.made_at DESC, h.id DESC LIMIT 1);

CREATE VIEW current_membership AS
SELECT m.report_id, m.study_id FROM study_report m
WHERE m.id = (
    SELECT h.id FROM study_report h
    WHERE h.report_id = m.report_id AND NOT EXISTS (SELECT 1 FROM study_report n WHERE n.supersedes = h.id)
    ORDER BY h.made_at DESC, h.id DESC LIMIT 1);

CREATE VIEW current_study AS
SELECT s.id, d.name, d.design, d.n_randomised, d.registration, d.note,
    (SELECT json_group_array(report_id) FROM
        (SELECT report_id FROM current_membership m WHERE m.study_id = s.id ORDER BY report_id)) AS reports
FROM study s JOIN study_detail d ON d.id = (
    SELECT h.id FROM study_detail h
    WHERE h.study_id = s.id AND NOT EXISTS (SELECT 1 FROM study_detail n WHERE n.supersedes = h.id)
    ORDER BY h.made_at DESC, h.id DESC LIMIT 1)
WHERE EXISTS (SELECT 1 FROM current_membership m WHERE m.study_id = s.id)
   OR (s.founder_report_id IS NULL AND NOT EXISTS (SELECT 1 FROM study_report m WHERE m.study_id = s.id));

-- Where a study's work belongs now: a study whose reports were all joined to others goes with its founding
-- report, or else with the one that it had first, so that what people read of it is not lost.
CREATE VIEW study_now AS
SELECT s.id, coalesce(
    (SELECT m.study_id FROM current_membership m WHERE m.study_id = s.id LIMIT 1),
    (SELECT m.study_id FROM current_membership m WHERE m.report_id = s.founder_report_id),
    (SELECT m.study_id FROM study_report h JOIN current_membership m ON m.report_id = h.report_id
        WHERE h.study_id = s.id ORDER BY h.made_at, h.id LIMIT 1),
    s.id) AS study_id
FROM study s;

CREATE VIEW conflicting_statement AS
SELECT 'report' AS noun, report_id AS subject, count(*) AS heads FROM report_detail h
WHERE h.made_by <> '' AND NOT EXISTS (SELECT 1 FROM report_detail n WHERE n.supersedes = h.id) GROUP BY report_id HAVING count(*) > 1
UNION ALL
SELECT 'study', study_id, count(*) FROM study_detail h
WHERE h.made_by <> '' AND NOT EXISTS (SELECT 1 FROM study_detail n WHERE n.supersedes = h.id) GROUP BY study_id HAVING count(*) > 1
UNION ALL
SELECT 'membership', report_id, count(*) FROM study_report h
WHERE h.made_by <> '' AND NOT EXISTS (SELECT 1 FROM study_report n WHERE n.supersedes = h.id) GROUP BY report_id HAVING count(*) > 1
UNION ALL
SELECT 'decision', record_key, heads FROM parted_decision;

-- What a report was made of: a scan, from which OCR made a document with text.
CREATE VIEW report_source AS
SELECT l.report_id, l.other_report_id AS source_id, l.reason, l.made_at, l.id FROM report_link l
WHERE l.relation = 'derived_from' AND NOT EXISTS (SELECT 1 FROM report_link n WHERE n.supersedes = l.id);

-- Of several documents made of one report (two laptops, merged) the first stands.
CREATE VIEW current_derivation AS
SELECT d.source_id, d.report_id, d.reason FROM report_source d
WHERE d.id = (SELECT h.id FROM report_source h WHERE h.source_id = d.source_id ORDER BY h.made_at, h.id LIMIT 1);

-- Reports that programs need not read, since another document stands for them.
CREATE VIEW replaced_report AS
SELECT source_id AS id, report_id AS by_report_id FROM current_derivation
UNION ALL
SELECT d.report_id, c.report_id FROM report_source d JOIN current_derivation c ON c.source_id = d.source_id
WHERE d.report_id <> c.report_id AND d.report_id NOT IN (SELECT report_id FROM current_derivation);

-- A program's extraction stands until a higher version of the same program has read the report, or the
-- program has read the document that stands for it.
CREATE VIEW current_extraction AS
SELECT e.id, e.extractor_id, e.mode, e.status, e.problems, e.report_id,
    coalesce(w.study_id, m.study_id) AS study_id,
    x.name AS extractor, x.kind, x.version, x.trainee, s.id AS seal_id, s.made_at AS sealed_at
FROM extraction e
JOIN extractor x ON x.id = e.extractor_id
LEFT JOIN current_membership m ON m.report_id = e.report_id
LEFT JOIN study_now w ON w.id = e.study_id
LEFT JOIN seal s ON s.extraction_id = e.id
WHERE e.mode <> 'program' OR NOT EXISTS (
    SELECT 1 FROM extraction o JOIN extractor y ON y.id = o.extractor_id
    WHERE o.report_id = e.report_id AND y.name = x.name
      AND (y.version_order > x.version_order OR (y.version_order = x.version_order AND o.id > e.id)))
  AND NOT EXISTS (
    SELECT 1 FROM replaced_report p JOIN extraction o ON o.report_id = p.by_report_id
    JOIN extractor y ON y.id = o.extractor_id AND y.name = x.name
    WHERE p.id = e.report_id);

-- A reading never changes; a second engine that later reads something else at its place lowers its band here.
-- Whatever shows or exports a reading's flags and band asks this view or one that is made of it.
CREATE VIEW weighed_reading AS
SELECT r.id, r.result_id, r.extraction_id, r.statistic, r.item, r.role, r.value, r.number, r.operator, r.as_printed,
    r.raw_text, r.decimals, r.unit, r.ci_level, r.status,
    CASE WHEN EXISTS (SELECT 1 FROM second_reading s WHERE s.reading_id = r.id AND s.agrees = 0)
        THEN json_insert(r.flags, '$[#]', 'readers_disagree') ELSE r.flags END AS flags,
    CASE WHEN r.band <> '' AND EXISTS (SELECT 1 FROM second_reading s WHERE s.reading_id = r.id AND s.agrees = 0)
        THEN 'low' ELSE r.band END AS band,
    r.evidence_id, r.confirms, r.supersedes, r.reason, r.after_seal, r.made_by, r.made_at
FROM reading r;

CREATE VIEW current_reading AS
SELECT r.* FROM weighed_reading r
WHERE NOT EXISTS (SELECT 1 FROM reading n WHERE n.supersedes = r.id)
  AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.reading_id = r.id);

-- The codes that labels can mean under the protocol in force.
CREATE VIEW protocol_code AS
SELECT 'arm' AS kind, code FROM arm_kind WHERE protocol_id = (SELECT value FROM local WHERE "key" = 'protocol')
UNION ALL
SELECT 'outcome', code FROM outcome WHERE protocol_id = (SELECT value FROM local WHERE "key" = 'protocol')
UNION ALL
SELECT 'timepoint', code FROM timepoint_window WHERE protocol_id = (SELECT value FROM local WHERE "key" = 'protocol');

-- A person's mapping goes before the protocol's own aliases; an alias holds under its own version only, and a
-- mapping to a code that the protocol in force does not have waits until it has it.
CREATE VIEW current_mapping AS
SELECT m.study_id, m.kind, m.label, m.code, m.source, m.id FROM mapping m
WHERE m.id = (
    SELECT h.id FROM mapping h
    WHERE h.study_id = m.study_id AND h.kind = m.kind AND h.label = m.label
      AND NOT EXISTS (SELECT 1 FROM mapping n WHERE n.supersedes = h.id)
      AND (h.source <> 'alias' OR h.protocol_id = (SELECT value FROM local WHERE "key" = 'protocol'))
      AND (h.code = '' OR EXISTS (SELECT 1 FROM protocol_code c WHERE c.kind = h.kind
        AND c.code IN (h.code, CASE h.kind WHEN 'arm' THEN substr(h.code, 1, instr(h.code, '/') - 1) END)))
    ORDER BY h.source = 'alias', h.made_at DESC, h.id DESC LIMIT 1);

-- Decisions that nothing supersedes, and what each makes of its fact.
CREATE VIEW decision_head AS
SELECT d.*, CASE WHEN d.choice IN ('reading', 'typed')
    THEN coalesce(r.status, 'reported') || coalesce(r.operator, d.operator) || coalesce(r.number, r.value, d.number, d.value)
    ELSE d.choice END AS said
FROM decision d LEFT JOIN reading r ON r.id = d.reading_id
WHERE NOT EXISTS (SELECT 1 FROM decision n WHERE n.supersedes = d.id);

-- Facts that two laptops decided differently: none of the decisions stands until a person has settled it.
CREATE VIEW parted_decision AS
SELECT record_key, count(*) AS heads FROM decision_head GROUP BY record_key HAVING count(DISTINCT said) > 1;

CREATE VIEW current_decision AS
SELECT d.* FROM decision d
WHERE d.id = (SELECT max(h.id) FROM decision_head h WHERE h.record_key = d.record_key)
  AND d.record_key NOT IN (SELECT record_key FROM parted_decision);

-- Who extracts a study by plan. A study that was joined to another takes its plan along.
CREATE VIEW current_assignment AS
SELECT DISTINCT w.study_id, a.person FROM assignment a JOIN study_now w ON w.id = a.study_id
WHERE a.active = 1 AND NOT EXISTS (SELECT 1 FROM assignment n WHERE n.supersedes = a.id);

-- Training studies. One that does not count gives the review no fact: nothing of it is compared, decided or pooled.
CREATE VIEW current_pilot AS
SELECT w.study_id, p.person, p.counts, p.id FROM pilot p JOIN study_now w ON w.id = p.study_id
WHERE p.active = 1 AND NOT EXISTS (SELECT 1 FROM pilot n WHERE n.supersedes = p.id);

CREATE VIEW training_study AS SELECT DISTINCT study_id FROM current_pilot WHERE counts = 0;
