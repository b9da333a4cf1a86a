-- A worker who counts as not come tells that she was there: the station looks into it, and a manager confirms the times
-- by the rule of corrections (V14). A rule of that name stays.
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('visit-told-late', 1, 'visit.told_late', 'station', 'dispatcher|manager', '', 4, 'none',
     '漏服务有补报签到,请核实 {service} {start}', 'Counted as missed, but she says she came: {service} {start}', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES ('visit-told-late', 1, 'visit.told_late', 1);
