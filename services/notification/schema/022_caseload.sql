-- Households without a main worker, of which those hear who can name one (V22).
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('caseload-vacant', 1, 'caseload.vacant', 'station', 'dispatcher', '', 3, 'none',
     '{households} 户责任人空缺:{worker} {reason}', '{households} households have no main worker: {worker} {reason}', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES ('caseload-vacant', 1, 'caseload.vacant', 1);
