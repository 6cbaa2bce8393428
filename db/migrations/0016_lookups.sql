-- What a study's and a report's statements are looked up by: without these every look-up goes through all of them.

CREATE INDEX report_detail_by_report ON report_detail (report_id);
CREATE INDEX report_detail_by_supersedes ON report_detail (supersedes);
CREATE INDEX study_detail_by_study ON study_detail (study_id);
CREATE INDEX study_detail_by_supersedes ON study_detail (supersedes);
CREATE INDEX study_report_by_report ON study_report (report_id);
CREATE INDEX study_report_by_study ON study_report (study_id);
CREATE INDEX study_report_by_supersedes ON study_report (supersedes);
