-- Append-only: no UPDATE, no DELETE, and INSERT OR REPLACE cannot walk past. The same row again is
-- ignored, so that running twice and merging are no errors; the same key with other content is one.

CREATE TRIGGER reference_is_never_updated BEFORE UPDATE ON reference
BEGIN SELECT raise(ABORT, 'reference is append-only: supersede it'); END;

CREATE TRIGGER reference_is_never_deleted BEFORE DELETE ON reference
BEGIN SELECT raise(ABORT, 'reference is append-only: supersede it'); END;

CREATE TRIGGER reference_is_never_replaced BEFORE INSERT ON reference
WHEN EXISTS (SELECT 1 FROM reference WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM reference WHERE
        id = NEW.id AND kind IS NEW.kind AND title IS NEW.title AND authors IS NEW.authors AND year IS NEW.year AND
        container IS NEW.container AND doi IS NEW.doi AND pmid IS NEW.pmid AND registration IS NEW.registration AND
        abstract IS NEW.abstract AND raw IS NEW.raw AND source IS NEW.source)
        THEN raise(IGNORE) ELSE raise(ABORT, 'reference: same id, other content') END;
END;

CREATE TRIGGER report_is_never_updated BEFORE UPDATE ON report
BEGIN SELECT raise(ABORT, 'report is append-only: supersede it'); END;

CREATE TRIGGER report_is_never_deleted BEFORE DELETE ON report
BEGIN SELECT raise(ABORT, 'report is append-only: supersede it'); END;

CREATE TRIGGER report_is_never_replaced BEFORE INSERT ON report
WHEN EXISTS (SELECT 1 FROM report WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM report WHERE
        id = NEW.id AND media_type IS NEW.media_type AND bytes IS NEW.bytes)
        THEN raise(IGNORE) ELSE raise(ABORT, 'report: same id, other content') END;
END;

CREATE TRIGGER report_detail_is_never_updated BEFORE UPDATE ON report_detail
BEGIN SELECT raise(ABORT, 'report_detail is append-only: supersede it'); END;

CREATE TRIGGER report_detail_is_never_deleted BEFORE DELETE ON report_detail
BEGIN SELECT raise(ABORT, 'report_detail is append-only: supersede it'); END;

CREATE TRIGGER report_detail_is_never_replaced BEFORE INSERT ON report_detail
WHEN EXISTS (SELECT 1 FROM report_detail WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM report_detail WHERE
        id = NEW.id AND report_id IS NEW.report_id AND file_name IS NEW.file_name AND title IS NEW.title AND doi IS
        NEW.doi AND pages IS NEW.pages AND state IS NEW.state AND detail IS NEW.detail AND standing IS NEW.standing
        AND reason IS NEW.reason AND made_by IS NEW.made_by AND made_at IS NEW.made_at AND supersedes IS
        NEW.supersedes)
        THEN raise(IGNORE) ELSE raise(ABORT, 'report_detail: same id, other content') END;
END;

CREATE TRIGGER report_link_is_never_updated BEFORE UPDATE ON report_link
BEGIN SELECT raise(ABORT, 'report_link is append-only: supersede it'); END;

CREATE TRIGGER report_link_is_never_deleted BEFORE DELETE ON report_link
BEGIN SELECT raise(ABORT, 'report_link is append-only: supersede it'); END;

CREATE TRIGGER report_link_is_never_replaced BEFORE INSERT ON report_link
WHEN EXISTS (SELECT 1 FROM report_link WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM report_link WHERE
        id = NEW.id AND report_id IS NEW.report_id AND other_report_id IS NEW.other_report_id AND reference_id IS
        NEW.reference_id AND relation IS NEW.relation AND reason IS NEW.reason AND made_by IS NEW.made_by AND made_at
        IS NEW.made_at AND supersedes IS NEW.supersedes)
        THEN raise(IGNORE) ELSE raise(ABORT, 'report_link: same id, other content') END;
END;

CREATE TRIGGER study_is_never_updated BEFORE UPDATE ON study
BEGIN SELECT raise(ABORT, 'study is append-only: supersede it'); END;

CREATE TRIGGER study_is_never_deleted BEFORE DELETE ON study
BEGIN SELECT raise(ABORT, 'study is append-only: supersede it'); END;

CREATE TRIGGER study_is_never_replaced BEFORE INSERT ON study
WHEN EXISTS (SELECT 1 FROM study WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM study WHERE
        id = NEW.id AND founder_report_id IS NEW.founder_report_id)
        THEN raise(IGNORE) ELSE raise(ABORT, 'study: same id, other content') END;
END;

CREATE TRIGGER study_detail_is_never_updated BEFORE UPDATE ON study_detail
BEGIN SELECT raise(ABORT, 'study_detail is append-only: supersede it'); END;

CREATE TRIGGER study_detail_is_never_deleted BEFORE DELETE ON study_detail
BEGIN SELECT raise(ABORT, 'study_detail is append-only: supersede it'); END;

CREATE TRIGGER study_detail_is_never_replaced BEFORE INSERT ON study_detail
WHEN EXISTS (SELECT 1 FROM study_detail WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM study_detail WHERE
        id = NEW.id AND study_id IS NEW.study_id AND name IS NEW.name AND design IS NEW.design AND n_randomised IS
        NEW.n_randomised AND registration IS NEW.registration AND note IS NEW.note AND made_by IS NEW.made_by AND
        made_at IS NEW.made_at AND supersedes IS NEW.supersedes)
        THEN raise(IGNORE) ELSE raise(ABORT, 'study_detail: same id, other content') END;
END;

CREATE TRIGGER study_report_is_never_updated BEFORE UPDATE ON study_report
BEGIN SELECT raise(ABORT, 'study_report is append-only: supersede it'); END;

CREATE TRIGGER study_report_is_never_deleted BEFORE DELETE ON study_report
BEGIN SELECT raise(ABORT, 'study_report is append-only: supersede it'); END;

CREATE TRIGGER study_report_is_never_replaced BEFORE INSERT ON study_report
WHEN EXISTS (SELECT 1 FROM study_report WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM study_report WHERE
        id = NEW.id AND report_id IS NEW.report_id AND study_id IS NEW.study_id AND reason IS NEW.reason AND made_by
        IS NEW.made_by AND made_at IS NEW.made_at AND supersedes IS NEW.supersedes)
        THEN raise(IGNORE) ELSE raise(ABORT, 'study_report: same id, other content') END;
END;

CREATE TRIGGER screening_decision_is_never_updated BEFORE UPDATE ON screening_decision
BEGIN SELECT raise(ABORT, 'screening_decision is append-only: supersede it'); END;

CREATE TRIGGER screening_decision_is_never_deleted BEFORE DELETE ON screening_decision
BEGIN SELECT raise(ABORT, 'screening_decision is append-only: supersede it'); END;

CREATE TRIGGER screening_decision_is_never_replaced BEFORE INSERT ON screening_decision
WHEN EXISTS (SELECT 1 FROM screening_decision WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM screening_decision WHERE
        id = NEW.id AND reference_id IS NEW.reference_id AND stage IS NEW.stage AND verdict IS NEW.verdict AND
        exclusion_reason IS NEW.exclusion_reason AND made_by IS NEW.made_by AND made_at IS NEW.made_at AND supersedes
        IS NEW.supersedes)
        THEN raise(IGNORE) ELSE raise(ABORT, 'screening_decision: same id, other content') END;
END;

CREATE TRIGGER protocol_version_is_never_updated BEFORE UPDATE ON protocol_version
BEGIN SELECT raise(ABORT, 'protocol_version is append-only: supersede it'); END;

CREATE TRIGGER protocol_version_is_never_deleted BEFORE DELETE ON protocol_version
BEGIN SELECT raise(ABORT, 'protocol_version is append-only: supersede it'); END;

CREATE TRIGGER protocol_version_is_never_replaced BEFORE INSERT ON protocol_version
WHEN EXISTS (SELECT 1 FROM protocol_version WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM protocol_version WHERE
        id = NEW.id AND content IS NEW.content AND title IS NEW.title AND basis_of_truth IS NEW.basis_of_truth AND
        options IS NEW.options)
        THEN raise(IGNORE) ELSE raise(ABORT, 'protocol_version: same id, other content') END;
END;

CREATE TRIGGER outcome_is_never_updated BEFORE UPDATE ON outcome
BEGIN SELECT raise(ABORT, 'outcome is append-only: supersede it'); END;

CREATE TRIGGER outcome_is_never_deleted BEFORE DELETE ON outcome
BEGIN SELECT raise(ABORT, 'outcome is append-only: supersede it'); END;

CREATE TRIGGER outcome_is_never_replaced BEFORE INSERT ON outcome
WHEN EXISTS (SELECT 1 FROM outcome WHERE protocol_id = NEW.protocol_id AND code = NEW.code)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM outcome WHERE
        protocol_id = NEW.protocol_id AND code = NEW.code AND position IS NEW.position AND label IS NEW.label AND kind
        IS NEW.kind AND minimum IS NEW.minimum AND maximum IS NEW.maximum AND direction IS NEW.direction AND unit IS
        NEW.unit AND aliases IS NEW.aliases AND items IS NEW.items AND
        codebook IS NEW.codebook)
        THEN raise(IGNORE) ELSE raise(ABORT, 'outcome: same id, other content') END;
END;

CREATE TRIGGER arm_kind_is_never_updated BEFORE UPDATE ON arm_kind
BEGIN SELECT raise(ABORT, 'arm_kind is append-only: supersede it'); END;

CREATE TRIGGER arm_kind_is_never_deleted BEFORE DELETE ON arm_kind
BEGIN SELECT raise(ABORT, 'arm_kind is append-only: supersede it'); END;

CREATE TRIGGER arm_kind_is_never_replaced BEFORE INSERT ON arm_kind
WHEN EXISTS (SELECT 1 FROM arm_kind WHERE protocol_id = NEW.protocol_id AND code = NEW.code)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM arm_kind WHERE
        protocol_id = NEW.protocol_id AND code = NEW.code AND position IS NEW.position AND label IS NEW.label AND role
        IS NEW.role AND aliases IS NEW.aliases)
        THEN raise(IGNORE) ELSE raise(ABORT, 'arm_kind: same id, other content') END;
END;

CREATE TRIGGER timepoint_window_is_never_updated BEFORE UPDATE ON timepoint_window
BEGIN SELECT raise(ABORT, 'timepoint_window is append-only: supersede it'); END;

CREATE TRIGGER timepoint_window_is_never_deleted BEFORE DELETE ON timepoint_window
BEGIN SELECT raise(ABORT, 'timepoint_window is append-only: supersede it'); END;

CREATE TRIGGER timepoint_window_is_never_replaced BEFORE INSERT ON timepoint_window
WHEN EXISTS (SELECT 1 FROM timepoint_window WHERE protocol_id = NEW.protocol_id AND code = NEW.code)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM timepoint_window WHERE
        protocol_id = NEW.protocol_id AND code = NEW.code AND position IS NEW.position AND label IS NEW.label AND
        target_days IS NEW.target_days AND from_days IS NEW.from_days AND to_days IS NEW.to_days AND anchor IS
        NEW.anchor AND prefer IS NEW.prefer AND aliases IS NEW.aliases)
        THEN raise(IGNORE) ELSE raise(ABORT, 'timepoint_window: same id, other content') END;
END;

CREATE TRIGGER comparison_is_never_updated BEFORE UPDATE ON comparison
BEGIN SELECT raise(ABORT, 'comparison is append-only: supersede it'); END;

CREATE TRIGGER comparison_is_never_deleted BEFORE DELETE ON comparison
BEGIN SELECT raise(ABORT, 'comparison is append-only: supersede it'); END;

CREATE TRIGGER comparison_is_never_replaced BEFORE INSERT ON comparison
WHEN EXISTS (SELECT 1 FROM comparison WHERE protocol_id = NEW.protocol_id AND code = NEW.code)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM comparison WHERE
        protocol_id = NEW.protocol_id AND code = NEW.code AND position IS NEW.position AND label IS NEW.label AND
        outcomes IS NEW.outcomes AND experimental IS NEW.experimental AND control IS NEW.control AND timepoints IS
        NEW.timepoints AND measure IS NEW.measure AND basis IS NEW.basis AND options IS NEW.options)
        THEN raise(IGNORE) ELSE raise(ABORT, 'comparison: same id, other content') END;
END;

CREATE TRIGGER selection_rule_is_never_updated BEFORE UPDATE ON selection_rule
BEGIN SELECT raise(ABORT, 'selection_rule is append-only: supersede it'); END;

CREATE TRIGGER selection_rule_is_never_deleted BEFORE DELETE ON selection_rule
BEGIN SELECT raise(ABORT, 'selection_rule is append-only: supersede it'); END;

CREATE TRIGGER selection_rule_is_never_replaced BEFORE INSERT ON selection_rule
WHEN EXISTS (SELECT 1 FROM selection_rule WHERE protocol_id = NEW.protocol_id AND position = NEW.position)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM selection_rule WHERE
        protocol_id = NEW.protocol_id AND position = NEW.position AND comparison IS NEW.comparison AND dimension IS
        NEW.dimension AND action IS NEW.action AND preference IS NEW.preference)
        THEN raise(IGNORE) ELSE raise(ABORT, 'selection_rule: same id, other content') END;
END;

CREATE TRIGGER item_is_never_updated BEFORE UPDATE ON item
BEGIN SELECT raise(ABORT, 'item is append-only: supersede it'); END;

CREATE TRIGGER item_is_never_deleted BEFORE DELETE ON item
BEGIN SELECT raise(ABORT, 'item is append-only: supersede it'); END;

CREATE TRIGGER item_is_never_replaced BEFORE INSERT ON item
WHEN EXISTS (SELECT 1 FROM item WHERE protocol_id = NEW.protocol_id AND code = NEW.code)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM item WHERE
        protocol_id = NEW.protocol_id AND code = NEW.code AND position IS NEW.position AND question IS NEW.question
        AND kind IS NEW.kind AND choices IS NEW.choices AND per IS NEW.per AND codebook IS NEW.codebook)
        THEN raise(IGNORE) ELSE raise(ABORT, 'item: same id, other content') END;
END;

CREATE TRIGGER extractor_is_never_updated BEFORE UPDATE ON extractor
BEGIN SELECT raise(ABORT, 'extractor is append-only: supersede it'); END;

CREATE TRIGGER extractor_is_never_deleted BEFORE DELETE ON extractor
BEGIN SELECT raise(ABORT, 'extractor is append-only: supersede it'); END;

CREATE TRIGGER extractor_is_never_replaced BEFORE INSERT ON extractor
WHEN EXISTS (SELECT 1 FROM extractor WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM extractor WHERE
        id = NEW.id AND name IS NEW.name AND kind IS NEW.kind AND version IS NEW.version AND version_order IS
        NEW.version_order AND settings IS NEW.settings AND trainee IS NEW.trainee)
        THEN raise(IGNORE) ELSE raise(ABORT, 'extractor: same id, other content') END;
END;

CREATE TRIGGER extraction_is_never_updated BEFORE UPDATE ON extraction
BEGIN SELECT raise(ABORT, 'extraction is append-only: supersede it'); END;

CREATE TRIGGER extraction_is_never_deleted BEFORE DELETE ON extraction
BEGIN SELECT raise(ABORT, 'extraction is append-only: supersede it'); END;

CREATE TRIGGER extraction_is_never_replaced BEFORE INSERT ON extraction
WHEN EXISTS (SELECT 1 FROM extraction WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM extraction WHERE
        id = NEW.id AND extractor_id IS NEW.extractor_id AND study_id IS NEW.study_id AND report_id IS NEW.report_id
        AND mode IS NEW.mode AND status IS NEW.status AND problems IS NEW.problems)
        THEN raise(IGNORE) ELSE raise(ABORT, 'extraction: same id, other content') END;
END;

CREATE TRIGGER assignment_is_never_updated BEFORE UPDATE ON assignment
BEGIN SELECT raise(ABORT, 'assignment is append-only: supersede it'); END;

CREATE TRIGGER assignment_is_never_deleted BEFORE DELETE ON assignment
BEGIN SELECT raise(ABORT, 'assignment is append-only: supersede it'); END;

CREATE TRIGGER assignment_is_never_replaced BEFORE INSERT ON assignment
WHEN EXISTS (SELECT 1 FROM assignment WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM assignment WHERE
        id = NEW.id AND study_id IS NEW.study_id AND person IS NEW.person AND active IS NEW.active AND reason IS
        NEW.reason AND made_by IS NEW.made_by AND made_at IS NEW.made_at AND supersedes IS NEW.supersedes)
        THEN raise(IGNORE) ELSE raise(ABORT, 'assignment: same id, other content') END;
END;

CREATE TRIGGER freeze_is_never_updated BEFORE UPDATE ON freeze
BEGIN SELECT raise(ABORT, 'freeze is append-only: supersede it'); END;

CREATE TRIGGER freeze_is_never_deleted BEFORE DELETE ON freeze
BEGIN SELECT raise(ABORT, 'freeze is append-only: supersede it'); END;

CREATE TRIGGER freeze_is_never_replaced BEFORE INSERT ON freeze
WHEN EXISTS (SELECT 1 FROM freeze WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM freeze WHERE
        id = NEW.id AND name IS NEW.name AND snapshot_id IS NEW.snapshot_id AND reason IS NEW.reason AND made_by IS
        NEW.made_by AND made_at IS NEW.made_at)
        THEN raise(IGNORE) ELSE raise(ABORT, 'freeze: same id, other content') END;
END;

CREATE TRIGGER seal_is_never_updated BEFORE UPDATE ON seal
BEGIN SELECT raise(ABORT, 'seal is append-only: supersede it'); END;

CREATE TRIGGER seal_is_never_deleted BEFORE DELETE ON seal
BEGIN SELECT raise(ABORT, 'seal is append-only: supersede it'); END;

CREATE TRIGGER seal_is_never_replaced BEFORE INSERT ON seal
WHEN EXISTS (SELECT 1 FROM seal WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM seal WHERE
        id = NEW.id AND extraction_id IS NEW.extraction_id AND content_hash IS NEW.content_hash AND readings IS
        NEW.readings AND made_by IS NEW.made_by AND made_at IS NEW.made_at)
        THEN raise(IGNORE) ELSE raise(ABORT, 'seal: same id, other content') END;
END;

CREATE TRIGGER table_grid_is_never_updated BEFORE UPDATE ON table_grid
BEGIN SELECT raise(ABORT, 'table_grid is append-only: supersede it'); END;

CREATE TRIGGER table_grid_is_never_deleted BEFORE DELETE ON table_grid
BEGIN SELECT raise(ABORT, 'table_grid is append-only: supersede it'); END;

CREATE TRIGGER table_grid_is_never_replaced BEFORE INSERT ON table_grid
WHEN EXISTS (SELECT 1 FROM table_grid WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM table_grid WHERE
        id = NEW.id AND report_id IS NEW.report_id AND page IS NEW.page AND label IS NEW.label AND caption IS
        NEW.caption AND footnotes IS NEW.footnotes AND x0 IS NEW.x0 AND top IS NEW.top AND x1 IS NEW.x1 AND bottom IS
        NEW.bottom AND locator IS NEW.locator)
        THEN raise(IGNORE) ELSE raise(ABORT, 'table_grid: same id, other content') END;
END;

CREATE TRIGGER table_cell_is_never_updated BEFORE UPDATE ON table_cell
BEGIN SELECT raise(ABORT, 'table_cell is append-only: supersede it'); END;

CREATE TRIGGER table_cell_is_never_deleted BEFORE DELETE ON table_cell
BEGIN SELECT raise(ABORT, 'table_cell is append-only: supersede it'); END;

CREATE TRIGGER table_cell_is_never_replaced BEFORE INSERT ON table_cell
WHEN EXISTS (SELECT 1 FROM table_cell WHERE grid_id = NEW.grid_id AND "row" = NEW."row" AND col = NEW.col)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM table_cell WHERE
        grid_id = NEW.grid_id AND "row" = NEW."row" AND col = NEW.col AND rowspan IS NEW.rowspan AND colspan IS
        NEW.colspan AND content IS NEW.content AND raw_text IS NEW.raw_text AND marks IS NEW.marks AND role IS
        NEW.role AND x0 IS NEW.x0 AND top IS NEW.top AND x1 IS NEW.x1 AND bottom IS NEW.bottom)
        THEN raise(IGNORE) ELSE raise(ABORT, 'table_cell: same id, other content') END;
END;

CREATE TRIGGER extraction_grid_is_never_updated BEFORE UPDATE ON extraction_grid
BEGIN SELECT raise(ABORT, 'extraction_grid is append-only: supersede it'); END;

CREATE TRIGGER extraction_grid_is_never_deleted BEFORE DELETE ON extraction_grid
BEGIN SELECT raise(ABORT, 'extraction_grid is append-only: supersede it'); END;

CREATE TRIGGER extraction_grid_is_never_replaced BEFORE INSERT ON extraction_grid
WHEN EXISTS (SELECT 1 FROM extraction_grid WHERE extraction_id = NEW.extraction_id AND grid_id = NEW.grid_id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM extraction_grid WHERE
        extraction_id = NEW.extraction_id AND grid_id = NEW.grid_id)
        THEN raise(IGNORE) ELSE raise(ABORT, 'extraction_grid: same id, other content') END;
END;

CREATE TRIGGER evidence_is_never_updated BEFORE UPDATE ON evidence
BEGIN SELECT raise(ABORT, 'evidence is append-only: supersede it'); END;

CREATE TRIGGER evidence_is_never_deleted BEFORE DELETE ON evidence
BEGIN SELECT raise(ABORT, 'evidence is append-only: supersede it'); END;

CREATE TRIGGER evidence_is_never_replaced BEFORE INSERT ON evidence
WHEN EXISTS (SELECT 1 FROM evidence WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM evidence WHERE
        id = NEW.id AND report_id IS NEW.report_id AND kind IS NEW.kind AND page IS NEW.page AND x0 IS NEW.x0 AND top
        IS NEW.top AND x1 IS NEW.x1 AND bottom IS NEW.bottom AND quote IS NEW.quote AND table_label IS NEW.table_label
        AND row_headers IS NEW.row_headers AND column_headers IS NEW.column_headers AND grid_id IS NEW.grid_id AND
        "row" IS NEW."row" AND col IS NEW.col AND locator IS NEW.locator)
        THEN raise(IGNORE) ELSE raise(ABORT, 'evidence: same id, other content') END;
END;

CREATE TRIGGER result_is_never_updated BEFORE UPDATE ON result
BEGIN SELECT raise(ABORT, 'result is append-only: supersede it'); END;

CREATE TRIGGER result_is_never_deleted BEFORE DELETE ON result
BEGIN SELECT raise(ABORT, 'result is append-only: supersede it'); END;

CREATE TRIGGER result_is_never_replaced BEFORE INSERT ON result
WHEN EXISTS (SELECT 1 FROM result WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM result WHERE
        id = NEW.id AND extraction_id IS NEW.extraction_id AND scope IS NEW.scope AND arms IS NEW.arms AND comparators
        IS NEW.comparators AND outcome IS NEW.outcome AND timepoint IS NEW.timepoint AND subgroup IS NEW.subgroup AND
        basis IS NEW.basis AND adjusted IS NEW.adjusted AND covariates IS NEW.covariates AND analysis_set IS
        NEW.analysis_set AND missing_data IS NEW.missing_data AND unit_of_analysis IS NEW.unit_of_analysis AND period
        IS NEW.period AND unit IS NEW.unit AND anchor IS NEW.anchor)
        THEN raise(IGNORE) ELSE raise(ABORT, 'result: same id, other content') END;
END;

CREATE TRIGGER reading_is_never_updated BEFORE UPDATE ON reading
BEGIN SELECT raise(ABORT, 'reading is append-only: supersede it'); END;

CREATE TRIGGER reading_is_never_deleted BEFORE DELETE ON reading
BEGIN SELECT raise(ABORT, 'reading is append-only: supersede it'); END;

CREATE TRIGGER reading_is_never_replaced BEFORE INSERT ON reading
WHEN EXISTS (SELECT 1 FROM reading WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM reading WHERE
        id = NEW.id AND result_id IS NEW.result_id AND extraction_id IS NEW.extraction_id AND statistic IS
        NEW.statistic AND item IS NEW.item AND role IS NEW.role AND value IS NEW.value AND number IS NEW.number AND
        operator IS NEW.operator AND as_printed IS NEW.as_printed AND raw_text IS NEW.raw_text AND decimals IS
        NEW.decimals AND unit IS NEW.unit AND ci_level IS NEW.ci_level AND status IS NEW.status AND flags IS NEW.flags
        AND band IS NEW.band AND evidence_id IS NEW.evidence_id AND confirms IS NEW.confirms AND supersedes IS
        NEW.supersedes AND reason IS NEW.reason AND after_seal IS NEW.after_seal AND made_by IS NEW.made_by AND
        made_at IS NEW.made_at)
        THEN raise(IGNORE) ELSE raise(ABORT, 'reading: same id, other content') END;
END;

CREATE TRIGGER second_reading_is_never_updated BEFORE UPDATE ON second_reading
BEGIN SELECT raise(ABORT, 'second_reading is append-only: supersede it'); END;

CREATE TRIGGER second_reading_is_never_deleted BEFORE DELETE ON second_reading
BEGIN SELECT raise(ABORT, 'second_reading is append-only: supersede it'); END;

CREATE TRIGGER second_reading_is_never_replaced BEFORE INSERT ON second_reading
WHEN EXISTS (SELECT 1 FROM second_reading WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM second_reading WHERE
        id = NEW.id AND reading_id IS NEW.reading_id AND engine IS NEW.engine AND content IS NEW.content AND agrees IS
        NEW.agrees)
        THEN raise(IGNORE) ELSE raise(ABORT, 'second_reading: same id, other content') END;
END;

CREATE TRIGGER mapping_is_never_updated BEFORE UPDATE ON mapping
BEGIN SELECT raise(ABORT, 'mapping is append-only: supersede it'); END;

CREATE TRIGGER mapping_is_never_deleted BEFORE DELETE ON mapping
BEGIN SELECT raise(ABORT, 'mapping is append-only: supersede it'); END;

CREATE TRIGGER mapping_is_never_replaced BEFORE INSERT ON mapping
WHEN EXISTS (SELECT 1 FROM mapping WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM mapping WHERE
        id = NEW.id AND study_id IS NEW.study_id AND kind IS NEW.kind AND label IS NEW.label AND code IS NEW.code AND
        source IS NEW.source AND protocol_id IS NEW.protocol_id AND reason IS NEW.reason AND made_by IS NEW.made_by
        AND made_at IS NEW.made_at AND supersedes IS NEW.supersedes)
        THEN raise(IGNORE) ELSE raise(ABORT, 'mapping: same id, other content') END;
END;

CREATE TRIGGER structure_match_is_never_updated BEFORE UPDATE ON structure_match
BEGIN SELECT raise(ABORT, 'structure_match is append-only: supersede it'); END;

CREATE TRIGGER structure_match_is_never_deleted BEFORE DELETE ON structure_match
BEGIN SELECT raise(ABORT, 'structure_match is append-only: supersede it'); END;

CREATE TRIGGER structure_match_is_never_replaced BEFORE INSERT ON structure_match
WHEN EXISTS (SELECT 1 FROM structure_match WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM structure_match WHERE
        id = NEW.id AND study_id IS NEW.study_id AND kind IS NEW.kind AND extraction_a IS NEW.extraction_a AND label_a
        IS NEW.label_a AND extraction_b IS NEW.extraction_b AND label_b IS NEW.label_b AND verdict IS NEW.verdict AND
        reason IS NEW.reason AND made_by IS NEW.made_by AND made_at IS NEW.made_at AND supersedes IS NEW.supersedes)
        THEN raise(IGNORE) ELSE raise(ABORT, 'structure_match: same id, other content') END;
END;

CREATE TRIGGER decision_is_never_updated BEFORE UPDATE ON decision
BEGIN SELECT raise(ABORT, 'decision is append-only: supersede it'); END;

CREATE TRIGGER decision_is_never_deleted BEFORE DELETE ON decision
BEGIN SELECT raise(ABORT, 'decision is append-only: supersede it'); END;

CREATE TRIGGER decision_is_never_replaced BEFORE INSERT ON decision
WHEN EXISTS (SELECT 1 FROM decision WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM decision WHERE
        id = NEW.id AND study_id IS NEW.study_id AND record_key IS NEW.record_key AND choice IS NEW.choice AND
        reading_id IS NEW.reading_id AND value IS NEW.value AND number IS NEW.number AND operator IS NEW.operator AND
        unit IS NEW.unit AND ci_level IS NEW.ci_level AND evidence_id IS NEW.evidence_id AND mode IS NEW.mode AND
        participants IS NEW.participants AND cause IS NEW.cause AND reason IS NEW.reason AND protocol_id IS
        NEW.protocol_id AND made_by IS NEW.made_by AND made_at IS NEW.made_at AND supersedes IS NEW.supersedes)
        THEN raise(IGNORE) ELSE raise(ABORT, 'decision: same id, other content') END;
END;

CREATE TRIGGER effect_is_never_updated BEFORE UPDATE ON effect
BEGIN SELECT raise(ABORT, 'effect is append-only: supersede it'); END;

CREATE TRIGGER effect_is_never_deleted BEFORE DELETE ON effect
BEGIN SELECT raise(ABORT, 'effect is append-only: supersede it'); END;

CREATE TRIGGER effect_is_never_replaced BEFORE INSERT ON effect
WHEN EXISTS (SELECT 1 FROM effect WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM effect WHERE
        id = NEW.id AND protocol_id IS NEW.protocol_id AND comparison IS NEW.comparison AND study_id IS NEW.study_id
        AND study_name IS NEW.study_name AND measure IS NEW.measure AND yi IS NEW.yi AND vi IS NEW.vi AND formula IS
        NEW.formula AND n1 IS NEW.n1 AND n2 IS NEW.n2 AND outcome IS NEW.outcome AND timepoint IS NEW.timepoint AND
        basis IS NEW.basis AND options IS NEW.options AND left_out IS NEW.left_out)
        THEN raise(IGNORE) ELSE raise(ABORT, 'effect: same id, other content') END;
END;

CREATE TRIGGER effect_input_is_never_updated BEFORE UPDATE ON effect_input
BEGIN SELECT raise(ABORT, 'effect_input is append-only: supersede it'); END;

CREATE TRIGGER effect_input_is_never_deleted BEFORE DELETE ON effect_input
BEGIN SELECT raise(ABORT, 'effect_input is append-only: supersede it'); END;

CREATE TRIGGER effect_input_is_never_replaced BEFORE INSERT ON effect_input
WHEN EXISTS (SELECT 1 FROM effect_input WHERE effect_id = NEW.effect_id AND role = NEW.role)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM effect_input WHERE
        effect_id = NEW.effect_id AND role = NEW.role AND position IS NEW.position AND value IS NEW.value AND
        record_key IS NEW.record_key AND reading_id IS NEW.reading_id AND decision_id IS NEW.decision_id)
        THEN raise(IGNORE) ELSE raise(ABORT, 'effect_input: same id, other content') END;
END;

CREATE TRIGGER snapshot_is_never_updated BEFORE UPDATE ON snapshot
BEGIN SELECT raise(ABORT, 'snapshot is append-only: supersede it'); END;

CREATE TRIGGER snapshot_is_never_deleted BEFORE DELETE ON snapshot
BEGIN SELECT raise(ABORT, 'snapshot is append-only: supersede it'); END;

CREATE TRIGGER snapshot_is_never_replaced BEFORE INSERT ON snapshot
WHEN EXISTS (SELECT 1 FROM snapshot WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM snapshot WHERE
        id = NEW.id AND protocol_id IS NEW.protocol_id AND content_hash IS NEW.content_hash AND records IS NEW.records)
        THEN raise(IGNORE) ELSE raise(ABORT, 'snapshot: same id, other content') END;
END;

CREATE TRIGGER pooled_is_never_updated BEFORE UPDATE ON pooled
BEGIN SELECT raise(ABORT, 'pooled is append-only: supersede it'); END;

CREATE TRIGGER pooled_is_never_deleted BEFORE DELETE ON pooled
BEGIN SELECT raise(ABORT, 'pooled is append-only: supersede it'); END;

CREATE TRIGGER pooled_is_never_replaced BEFORE INSERT ON pooled
WHEN EXISTS (SELECT 1 FROM pooled WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM pooled WHERE
        id = NEW.id AND protocol_id IS NEW.protocol_id AND snapshot_id IS NEW.snapshot_id AND comparison IS
        NEW.comparison AND measure IS NEW.measure AND method IS NEW.method AND ci IS NEW.ci AND level IS NEW.level AND
        k IS NEW.k AND estimate IS NEW.estimate AND se IS NEW.se AND ci_low IS NEW.ci_low AND ci_high IS NEW.ci_high
        AND p IS NEW.p AND tau2 IS NEW.tau2 AND i2 IS NEW.i2 AND q IS NEW.q AND q_p IS NEW.q_p AND pi_low IS
        NEW.pi_low AND pi_high IS NEW.pi_high AND content IS NEW.content)
        THEN raise(IGNORE) ELSE raise(ABORT, 'pooled: same id, other content') END;
END;

CREATE TRIGGER pooled_input_is_never_updated BEFORE UPDATE ON pooled_input
BEGIN SELECT raise(ABORT, 'pooled_input is append-only: supersede it'); END;

CREATE TRIGGER pooled_input_is_never_deleted BEFORE DELETE ON pooled_input
BEGIN SELECT raise(ABORT, 'pooled_input is append-only: supersede it'); END;

CREATE TRIGGER pooled_input_is_never_replaced BEFORE INSERT ON pooled_input
WHEN EXISTS (SELECT 1 FROM pooled_input WHERE pooled_id = NEW.pooled_id AND effect_id = NEW.effect_id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM pooled_input WHERE
        pooled_id = NEW.pooled_id AND effect_id = NEW.effect_id AND position IS NEW.position AND weight IS NEW.weight)
        THEN raise(IGNORE) ELSE raise(ABORT, 'pooled_input: same id, other content') END;
END;

CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'event is append-only: supersede it'); END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'event is append-only: supersede it'); END;

CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM event WHERE
        id = NEW.id AND chain IS NEW.chain AND seq IS NEW.seq AND prev IS NEW.prev AND kind IS NEW.kind AND made_by IS
        NEW.made_by AND made_at IS NEW.made_at AND payload IS NEW.payload)
        THEN raise(IGNORE) ELSE raise(ABORT, 'event: same id, other content') END;
END;

CREATE TRIGGER sealed_under_is_never_updated BEFORE UPDATE ON sealed_under
BEGIN SELECT raise(ABORT, 'sealed_under is append-only: supersede it'); END;

CREATE TRIGGER sealed_under_is_never_deleted BEFORE DELETE ON sealed_under
BEGIN SELECT raise(ABORT, 'sealed_under is append-only: supersede it'); END;

CREATE TRIGGER sealed_under_is_never_replaced BEFORE INSERT ON sealed_under
WHEN EXISTS (SELECT 1 FROM sealed_under WHERE seal_id = NEW.seal_id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM sealed_under WHERE
        seal_id = NEW.seal_id AND protocol_id IS NEW.protocol_id)
        THEN raise(IGNORE) ELSE raise(ABORT, 'sealed_under: same id, other content') END;
END;

CREATE TRIGGER kept_answer_is_never_updated BEFORE UPDATE ON kept_answer
BEGIN SELECT raise(ABORT, 'kept_answer is append-only: supersede it'); END;

CREATE TRIGGER kept_answer_is_never_deleted BEFORE DELETE ON kept_answer
BEGIN SELECT raise(ABORT, 'kept_answer is append-only: supersede it'); END;

CREATE TRIGGER kept_answer_is_never_replaced BEFORE INSERT ON kept_answer
WHEN EXISTS (SELECT 1 FROM kept_answer WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM kept_answer WHERE
        id = NEW.id AND extraction_id IS NEW.extraction_id AND kind IS NEW.kind AND code IS NEW.code AND protocol_id
        IS NEW.protocol_id AND reason IS NEW.reason AND made_by IS NEW.made_by AND made_at IS NEW.made_at)
        THEN raise(IGNORE) ELSE raise(ABORT, 'kept_answer: same id, other content') END;
END;

CREATE TRIGGER upheld_is_never_updated BEFORE UPDATE ON upheld
BEGIN SELECT raise(ABORT, 'upheld is append-only: supersede it'); END;

CREATE TRIGGER upheld_is_never_deleted BEFORE DELETE ON upheld
BEGIN SELECT raise(ABORT, 'upheld is append-only: supersede it'); END;

CREATE TRIGGER upheld_is_never_replaced BEFORE INSERT ON upheld
WHEN EXISTS (SELECT 1 FROM upheld WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM upheld WHERE
        id = NEW.id AND evidence_id IS NEW.evidence_id AND new_evidence_id IS NEW.new_evidence_id AND reason IS
        NEW.reason AND made_by IS NEW.made_by AND made_at IS NEW.made_at)
        THEN raise(IGNORE) ELSE raise(ABORT, 'upheld: same id, other content') END;
END;

CREATE TRIGGER letter_is_never_updated BEFORE UPDATE ON letter
BEGIN SELECT raise(ABORT, 'letter is append-only: supersede it'); END;

CREATE TRIGGER letter_is_never_deleted BEFORE DELETE ON letter
BEGIN SELECT raise(ABORT, 'letter is append-only: supersede it'); END;

CREATE TRIGGER letter_is_never_replaced BEFORE INSERT ON letter
WHEN EXISTS (SELECT 1 FROM letter WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM letter WHERE
        id = NEW.id AND study_id IS NEW.study_id AND step IS NEW.step AND day IS NEW.day AND address IS NEW.address
        AND content IS NEW.content AND report_id IS NEW.report_id AND made_by IS NEW.made_by AND made_at IS
        NEW.made_at)
        THEN raise(IGNORE) ELSE raise(ABORT, 'letter: same id, other content') END;
END;

CREATE TRIGGER audit_is_never_updated BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'audit is append-only: supersede it'); END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'audit is append-only: supersede it'); END;

CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM audit WHERE
        id = NEW.id AND fraction IS NEW.fraction AND population IS NEW.population AND seed IS NEW.seed AND rules IS
        NEW.rules AND made_by IS NEW.made_by AND made_at IS NEW.made_at)
        THEN raise(IGNORE) ELSE raise(ABORT, 'audit: same id, other content') END;
END;

CREATE TRIGGER audit_fact_is_never_updated BEFORE UPDATE ON audit_fact
BEGIN SELECT raise(ABORT, 'audit_fact is append-only: supersede it'); END;

CREATE TRIGGER audit_fact_is_never_deleted BEFORE DELETE ON audit_fact
BEGIN SELECT raise(ABORT, 'audit_fact is append-only: supersede it'); END;

CREATE TRIGGER audit_fact_is_never_replaced BEFORE INSERT ON audit_fact
WHEN EXISTS (SELECT 1 FROM audit_fact WHERE audit_id = NEW.audit_id AND position = NEW.position)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM audit_fact WHERE
        audit_id = NEW.audit_id AND position = NEW.position AND record_key IS NEW.record_key AND study_id IS
        NEW.study_id AND probability IS NEW.probability AND reading_id IS NEW.reading_id)
        THEN raise(IGNORE) ELSE raise(ABORT, 'audit_fact: same id, other content') END;
END;

CREATE TRIGGER audit_finding_is_never_updated BEFORE UPDATE ON audit_finding
BEGIN SELECT raise(ABORT, 'audit_finding is append-only: supersede it'); END;

CREATE TRIGGER audit_finding_is_never_deleted BEFORE DELETE ON audit_finding
BEGIN SELECT raise(ABORT, 'audit_finding is append-only: supersede it'); END;

CREATE TRIGGER audit_finding_is_never_replaced BEFORE INSERT ON audit_finding
WHEN EXISTS (SELECT 1 FROM audit_finding WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM audit_finding WHERE
        id = NEW.id AND audit_id IS NEW.audit_id AND record_key IS NEW.record_key AND reading_id IS NEW.reading_id AND
        blind IS NEW.blind AND made_by IS NEW.made_by AND made_at IS NEW.made_at)
        THEN raise(IGNORE) ELSE raise(ABORT, 'audit_finding: same id, other content') END;
END;

CREATE TRIGGER pilot_is_never_updated BEFORE UPDATE ON pilot
BEGIN SELECT raise(ABORT, 'pilot is append-only: supersede it'); END;

CREATE TRIGGER pilot_is_never_deleted BEFORE DELETE ON pilot
BEGIN SELECT raise(ABORT, 'pilot is append-only: supersede it'); END;

CREATE TRIGGER pilot_is_never_replaced BEFORE INSERT ON pilot
WHEN EXISTS (SELECT 1 FROM pilot WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM pilot WHERE
        id = NEW.id AND study_id IS NEW.study_id AND person IS NEW.person AND counts IS NEW.counts AND active IS
        NEW.active AND reason IS NEW.reason AND made_by IS NEW.made_by AND made_at IS NEW.made_at AND supersedes IS
        NEW.supersedes)
        THEN raise(IGNORE) ELSE raise(ABORT, 'pilot: same id, other content') END;
END;

CREATE TRIGGER withdrawal_is_never_updated BEFORE UPDATE ON withdrawal
BEGIN SELECT raise(ABORT, 'withdrawal is append-only: supersede it'); END;

CREATE TRIGGER withdrawal_is_never_deleted BEFORE DELETE ON withdrawal
BEGIN SELECT raise(ABORT, 'withdrawal is append-only: supersede it'); END;

CREATE TRIGGER withdrawal_is_never_replaced BEFORE INSERT ON withdrawal
WHEN EXISTS (SELECT 1 FROM withdrawal WHERE id = NEW.id)
BEGIN
    SELECT CASE WHEN EXISTS (SELECT 1 FROM withdrawal WHERE
        id = NEW.id AND reading_id IS NEW.reading_id AND reason IS NEW.reason AND after_seal IS NEW.after_seal AND
        made_by IS NEW.made_by AND made_at IS NEW.made_at)
        THEN raise(IGNORE) ELSE raise(ABORT, 'withdrawal: same id, other content') END;
END;
