-- A trainee hears of seats offered and of results; the base of appeals (D5 row 5, D6 rows 4 and 13 to 18). A rule of such
-- a name stays.
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('enrol-offered', 1, 'enrol.offered', 'person', '', 'trainee', 4, 'none',
     '另一班次为您留位,请在 {hold_until} 前答复 {start}', 'A seat in another session, answer before {hold_until}: {start}', 0),
    ('enrol-left', 1, 'enrol.left', 'person', '', 'trainee', 3, 'none',
     '留位已取消:{reason}', 'The seat is no longer held: {reason}', 0),
    ('enrol-exam-ready', 1, 'enrol.exam_ready', 'person', '', 'trainee', 3, 'none',
     '可参加考试,请在 {until} 前完成', 'You may be examined, before {until}', 0),
    ('enrol-passed', 1, 'enrol.passed', 'person', '', 'trainee', 3, 'none',
     '考试合格', 'Passed', 0),
    ('enrol-resit-allowed', 1, 'enrol.resit_allowed', 'person', '', 'trainee', 4, 'none',
     '可在 {until} 前补考', 'You may repeat the examination before {until}', 0),
    ('enrol-failed', 1, 'enrol.failed', 'person', '', 'trainee', 3, 'none',
     '考试未通过:{reason}', 'Not passed: {reason}', 0),
    ('enrol-annulled', 1, 'enrol.annulled', 'person', '', 'trainee', 4, 'none',
     '培训结果作废:{reason}', 'The result of the session is void: {reason}', 0),
    ('exam-appealed', 1, 'exam.appealed', 'station', 'registrar', '', 4, 'one',
     '有成绩复核申请待处理', 'An appeal against marks waits', 0),
    ('cert-issued', 1, 'cert.issued', 'person', '', 'trainee', 3, 'none',
     '证书 {cert_type} 已颁发', 'Certificate {cert_type} is issued', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES
    ('enrol-offered', 1, 'enrol.offered', 1),
    ('enrol-left', 1, 'enrol.left', 1),
    ('enrol-exam-ready', 1, 'enrol.exam_ready', 1),
    ('enrol-passed', 1, 'enrol.passed', 1),
    ('enrol-resit-allowed', 1, 'enrol.resit_allowed', 1),
    ('enrol-failed', 1, 'enrol.failed', 1),
    ('enrol-annulled', 1, 'enrol.annulled', 1),
    ('exam-appealed', 1, 'exam.appealed', 1),
    ('cert-issued', 1, 'cert.issued', 1);
