-- The station asks after a worker whose leave began at once (D4 row 5, R16). A rule of that name stays.
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('care-due', 1, 'care.due', 'station', 'manager', '', 3, 'none',
     '有人员临时请假,请关心', 'A worker''s leave began at once, please ask after her', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES ('care-due', 1, 'care.due', 1);
