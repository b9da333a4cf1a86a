-- A party hears where it may go on when a case ends without agreement (D9 row 15). A rule of that name stays.
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('case-next-told', 1, 'case.next_told', 'person', '', 'party', 4, 'none',
     '案件 {number} 调解终止,您可以向{next}申请解决', 'Case {number} ended without agreement; you may go on to {next}', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active) VALUES ('case-next-told', 1, 'case.next_told', 1);
