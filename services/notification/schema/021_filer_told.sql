-- Who lost a visit for which nobody is looked yet (ruling 6), and the filer of a case, who waits for an answer (D9 rows 5,
-- 16 and 21). A rule of such a name stays.
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('visit-lost-deferred', 1, 'visit.deferred', 'person', '', 'from_worker', 4, 'none',
     '不再由您上门 {service} {start}', 'No longer yours {service} {start}', 0),
    ('case-filer-told', 1, 'case.filer_told', 'person', '', 'party', 4, 'none',
     '您的案件 {number}:{step}', 'Your case {number}: {step}', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES
    ('visit-lost-deferred', 1, 'visit.deferred', 1),
    ('case-filer-told', 1, 'case.filer_told', 1);
