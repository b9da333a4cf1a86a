-- A client is asked whether who was found may come (D1 row 6): the counter calls those who use no outside system.
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('booking-confirm-asked', 1, 'booking.confirm_asked', 'station', 'receptionist', '', 3, 'none',
     '请客户在 {confirm_by} 前确认 {service} {start}', 'Client to confirm by {confirm_by}: {service} {start}', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES ('booking-confirm-asked', 1, 'booking.confirm_asked', 1);
