-- The same wish came by two ways (A2.5): the counter asks which one is meant. A rule of that name stays.
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('booking-duplicate', 1, 'booking.duplicate_suspected', 'station', 'receptionist', '', 3, 'none',
     '疑似重复预约,请与客户核实', 'The same wish may have come twice, please ask the client', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES ('booking-duplicate', 1, 'booking.duplicate_suspected', 1);
