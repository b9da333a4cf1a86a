-- What waits for somebody's decision (D6 row 2, D7 row 4), what was decided, and what many certificates at once come to
-- (R6). A rule of such a name stays.
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('enrol-approval-due', 1, 'enrol.approval_due', 'station', 'registrar', '', 3, 'none',
     '有报名待核准', 'An enrolment waits for approval', 0),
    ('enrol-approved', 1, 'enrol.approved', 'person', '', 'trainee', 3, 'none',
     '报名已核准', 'Enrolment approved', 0),
    ('suspension-proposed', 1, 'worker.suspension_proposed', 'station', 'manager', '', 5, 'one',
     '请决定是否停派该人员:{reason}', 'Decide whether to suspend a worker: {reason}', 0),
    ('cert-revoked', 1, 'cert.revoked', 'person', '', 'worker', 4, 'none',
     '证件 {cert_type} 已撤销:{reason}', 'Certificate {cert_type} was revoked: {reason}', 0),
    ('revocation-ordered', 1, 'revocation.ordered', 'district', 'supervisor|registrar', '', 4, 'none',
     '批量撤销证件 {count} 份:{reason}', '{count} certificates are revoked at once: {reason}', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES
    ('enrol-approval-due', 1, 'enrol.approval_due', 1),
    ('enrol-approved', 1, 'enrol.approved', 1),
    ('suspension-proposed', 1, 'worker.suspension_proposed', 1),
    ('cert-revoked', 1, 'cert.revoked', 1),
    ('revocation-ordered', 1, 'revocation.ordered', 1);
