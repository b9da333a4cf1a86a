-- Several may be asked at once (V12): the others are told that they need not answer any more. A rule of that name stays.
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('visit-offer-withdrawn', 1, 'visit.offer_withdrawn', 'person', '', 'worker', 3, 'none',
     '派单已收回 {service} {start}:{reason}', 'Offer withdrawn {service} {start}: {reason}', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES ('visit-offer-withdrawn', 1, 'visit.offer_withdrawn', 1);
