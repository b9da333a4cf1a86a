-- Times of a visit that one person has put right wait for a second one (D2 row 19, V14).
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('visit-correction-proposed', 1, 'visit.correction_proposed', 'station', 'manager', '', 4, 'one',
     '请在 {expires} 前确认服务时间更正 {service} {start}', 'Confirm the corrected times by {expires}: {service} {start}', 0),
    ('visit-correction-dropped', 1, 'visit.correction_dropped', 'station', 'receptionist', '', 3, 'none',
     '服务时间未更正 {service} {start}:{reason}', 'Times were not corrected {service} {start}: {reason}', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES
    ('visit-correction-proposed', 1, 'visit.correction_proposed', 1),
    ('visit-correction-dropped', 1, 'visit.correction_dropped', 1);
