-- A plan of days is there, for a dispatcher to confirm or drop (V16).
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('dayplan-made', 1, 'dayplan.made', 'station', 'dispatcher', '', 3, 'none',
     '请确认排班计划 {from} 起:新派 {given},改派 {moved},无人 {left_out}',
     'A plan waits for you, from {from}: {given} given, {moved} moved, {left_out} left out', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES ('dayplan-made', 1, 'dayplan.made', 1);
