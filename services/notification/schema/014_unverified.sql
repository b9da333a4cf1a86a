-- Times that nobody believes wait for a person, of which the desk is told, then the manager (D2 row 19).
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('visit-unverified', 1, 'visit.unverified', 'station', 'receptionist', '', 4, 'one',
     '签退过晚,请更正服务时间 {service} {start}', 'Checked out too late, put its times right: {service} {start}', 0),
    ('visit-verify-overdue', 1, 'visit.verify_overdue', 'station', 'manager', '', 5, 'one',
     '服务时间仍未更正 {service} {start}', 'Nobody has put its times right: {service} {start}', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES
    ('visit-unverified', 1, 'visit.unverified', 1),
    ('visit-verify-overdue', 1, 'visit.verify_overdue', 1);
