-- What a CHECK cannot say because it needs another table.

CREATE TRIGGER program_reading_has_its_place BEFORE INSERT ON reading
WHEN NEW.made_by = '' AND NEW.status = 'reported'
BEGIN
    SELECT raise(ABORT, 'a program reading needs page, box and quote')
    WHERE NOT EXISTS (SELECT 1 FROM evidence WHERE id = NEW.evidence_id AND quote <> ''
        AND (kind NOT IN ('pdf_text', 'pdf_figure') OR (page IS NOT NULL AND x0 IS NOT NULL)));
END;

CREATE TRIGGER sealed_extraction_takes_corrections_only BEFORE INSERT ON reading
WHEN NEW.after_seal IS NULL AND NOT EXISTS (SELECT 1 FROM reading WHERE id = NEW.id)
BEGIN
    SELECT raise(ABORT, 'the extraction is sealed: a later reading is a correction and names the seal')
    WHERE EXISTS (SELECT 1 FROM seal WHERE extraction_id = NEW.extraction_id);
END;

CREATE TRIGGER person_reading_names_its_person BEFORE INSERT ON reading
WHEN NEW.made_by = ''
BEGIN
    SELECT raise(ABORT, 'a reading of a person names the person and the time')
    WHERE EXISTS (SELECT 1 FROM extraction WHERE id = NEW.extraction_id AND mode <> 'program');
END;

CREATE TRIGGER no_comparison_before_the_seals BEFORE INSERT ON structure_match
BEGIN
    SELECT raise(ABORT, 'no comparison before both extractions of the study are sealed')
    WHERE (SELECT count(*) FROM seal WHERE extraction_id IN (NEW.extraction_a, NEW.extraction_b)) < 2;
END;

CREATE TRIGGER no_decision_before_the_seals BEFORE INSERT ON decision
WHEN NEW.reading_id IS NOT NULL
BEGIN
    SELECT raise(ABORT, 'no decision before the extraction is sealed')
    WHERE NOT EXISTS (SELECT 1 FROM seal s JOIN reading r ON r.extraction_id = s.extraction_id WHERE r.id = NEW.reading_id);
END;

CREATE TRIGGER chain_has_no_gap BEFORE INSERT ON event
WHEN NEW.seq > 0
BEGIN
    SELECT raise(ABORT, 'event chain: the event before is missing')
    WHERE NOT EXISTS (SELECT 1 FROM event WHERE chain = NEW.chain AND seq = NEW.seq - 1 AND id = NEW.prev);
END;

-- INSERT OR REPLACE could otherwise walk past through a UNIQUE other than the id.
CREATE TRIGGER chain_place_is_never_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE chain = NEW.chain AND seq = NEW.seq AND id <> NEW.id)
BEGIN SELECT raise(ABORT, 'event chain: this place is taken by another event'); END;

CREATE TRIGGER seal_is_never_replaced_by_another BEFORE INSERT ON seal
WHEN EXISTS (SELECT 1 FROM seal WHERE extraction_id = NEW.extraction_id AND id <> NEW.id)
BEGIN SELECT raise(ABORT, 'the extraction is sealed already'); END;

CREATE TRIGGER sealed_extraction_names_the_seal_of_a_withdrawal BEFORE INSERT ON withdrawal
WHEN NEW.after_seal IS NULL AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE id = NEW.id)
BEGIN
    SELECT raise(ABORT, 'the extraction is sealed: what is taken back later names the seal')
    WHERE EXISTS (SELECT 1 FROM seal s JOIN reading r ON r.extraction_id = s.extraction_id WHERE r.id = NEW.reading_id);
END;
