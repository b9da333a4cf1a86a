-- Somebody else comes than was confirmed (D2 row 12): the counter tells clients who use no outside system.
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('booking-worker-changed', 1, 'booking.worker_changed', 'station', 'receptionist', '', 3, 'none',
     '服务人员已更换,请告知客户 {service} {start}', 'Another worker comes, tell the client: {service} {start}', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES ('booking-worker-changed', 1, 'booking.worker_changed', 1);
