-- Who else is concerned by what happens (N1): who lost a visit that nobody has now, whose date is off, who must decide,
-- whose certificate or leave it is. A rule of such a name stays.
INSERT OR IGNORE INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since) VALUES
    ('booking-duplicate', 1, 'booking.duplicate_suspected', 'station', 'receptionist', '', 3, 'none',
     '疑似重复预约,另经{channel}提交', 'The same wish came twice, also by {channel}', 0),
    ('visit-at-risk-worker', 1, 'visit.at_risk', 'person', '', 'worker', 4, 'none',
     '您的上门有风险 {service} {start}:{reason}', 'Your visit is at risk {service} {start}: {reason}', 0),
    ('visit-lost', 1, 'match.unfillable', 'person', '', 'from_worker', 4, 'none',
     '不再由您上门 {service} {start}', 'No longer yours {service} {start}', 0),
    ('visit-lost-asked', 1, 'visit.offered', 'person', '', 'from_worker', 4, 'none',
     '不再由您上门,正在询问他人 {service} {start}', 'No longer yours, somebody else is asked {service} {start}', 0),
    ('visit-recovered', 1, 'visit.recovered', 'station', 'dispatcher', '', 2, 'none',
     '上门风险已解除 {service} {start} {worker}', 'Visit no longer at risk {service} {start} {worker}', 0),
    ('visit-disputed', 1, 'visit.disputed', 'station', 'manager', '', 4, 'one',
     '住户对服务有异议,请处理 {service} {start} {worker}', 'The client objects, settle it: {service} {start} {worker}', 0),
    ('visit-corrected', 1, 'visit.corrected', 'person', '', 'worker', 3, 'none',
     '服务时间已更正 {started_at} 至 {ended_at}', 'Your times were put right: {started_at} to {ended_at}', 0),
    ('leave-granted', 1, 'worker.leave_granted', 'person', '', 'worker', 3, 'none',
     '请假已登记 {start} 至 {until}', 'Leave recorded from {start} until {until}', 0),
    ('worker-suspended', 1, 'worker.suspended', 'person', '', 'worker', 4, 'none',
     '已暂停派工:{reason}', 'You are suspended: {reason}', 0),
    ('worker-suspended-station', 1, 'worker.suspended', 'station', 'dispatcher|manager', '', 4, 'none',
     '{worker} 已暂停派工:{reason},请在 {review_by} 前复核', '{worker} is suspended: {reason}; review before {review_by}', 0),
    ('worker-reinstated', 1, 'worker.reinstated', 'person', '', 'worker', 3, 'none',
     '已恢复派工', 'You may work again', 0),
    ('cert-verified', 1, 'cert.verified', 'person', '', 'worker', 2, 'none',
     '证件 {cert_type} 已核验', 'Certificate {cert_type} was found true', 0),
    ('cert-rejected', 1, 'cert.rejected', 'person', '', 'worker', 4, 'none',
     '证件 {cert_type} 未通过核验:{reason}', 'Certificate {cert_type} was not accepted: {reason}', 0),
    ('cert-suspended', 1, 'cert.suspended', 'person', '', 'worker', 4, 'none',
     '证件 {cert_type} 已暂停', 'Certificate {cert_type} is suspended', 0),
    ('cert-restored', 1, 'cert.restored', 'person', '', 'worker', 3, 'none',
     '证件 {cert_type} 已恢复', 'Certificate {cert_type} is valid again', 0),
    ('session-hold-denied', 1, 'session.hold_denied', 'station', 'registrar', '', 4, 'one',
     '培训班 {start} 未订到{what}:{reason},请另定时间', 'Session {start} cannot have {what}: {reason}; find another date', 0),
    ('session-opened-trainer', 1, 'session.opened', 'person', '', 'trainer', 3, 'none',
     '您任教的培训班开放报名 {start} 至 {end}', 'A session that you teach takes trainees: {start} to {end}', 0),
    ('session-cancelled-trainer', 1, 'session.cancelled', 'person', '', 'trainer', 4, 'none',
     '您任教的培训班已取消 {start}:{reason}', 'A session that you were to teach is cancelled {start}: {reason}', 0),
    ('session-postponed', 1, 'session.postponed', 'station', 'registrar|manager', '', 4, 'none',
     '培训班已延期 {start}:{reason},请另定时间', 'Session put off {start}: {reason}; set another date', 0),
    ('session-postponed-trainer', 1, 'session.postponed', 'person', '', 'trainer', 4, 'none',
     '您任教的培训班已延期 {start}:{reason}', 'A session that you were to teach is put off {start}: {reason}', 0),
    ('session-redated-trainer', 1, 'session.redated', 'person', '', 'trainer', 4, 'none',
     '您任教的培训班改到 {start} 至 {end}', 'A session that you teach is now {start} to {end}', 0),
    ('enrol-postponed', 1, 'enrol.postponed', 'person', '', 'trainee', 4, 'none',
     '{start} 的培训班已延期,名额保留:{reason}', 'The session of {start} is put off, your seat is kept: {reason}', 0),
    ('enrol-completed', 1, 'enrol.completed', 'person', '', 'trainee', 2, 'none',
     '培训已结业', 'You have completed the course', 0),
    ('enrol-incomplete', 1, 'enrol.incomplete', 'person', '', 'trainee', 3, 'none',
     '课时不足,未能结业', 'You attended too little to complete the course', 0),
    ('enrol-no-show', 1, 'enrol.no_show', 'person', '', 'trainee', 3, 'none',
     '未到课,名额已失效', 'You never came, the enrolment has ended', 0),
    ('exam-regraded', 1, 'exam.regraded', 'person', '', 'trainee', 4, 'none',
     '成绩复核结果:理论 {theory},实操 {practice}', 'Your appeal is decided: theory {theory}, practice {practice}', 0),
    ('case-withdrawn', 1, 'case.withdrawn', 'district', 'officer|mediator', '', 3, 'none',
     '案件 {number} 已撤回', 'Case {number} is withdrawn', 0),
    ('case-upheld', 1, 'case.upheld', 'station', 'manager', '', 4, 'none',
     '投诉属实 {number}', 'A complaint was found true {number}', 0);
INSERT OR IGNORE INTO rule (rule, version, pattern, active)
    SELECT rule, version, pattern, 1 FROM rule_version WHERE version = 1 AND since = 0 AND rule <> 'summary';

-- What a title leaves open is named: which worker, which date. What a station has changed or removed stays as it is.
INSERT INTO rule_version (rule, version, pattern, audience, roles, person, priority, ack, title, title_en, since)
    SELECT v.rule, 2, v.pattern, v.audience, v.roles, v.person, v.priority, v.ack, named.column2, named.column3, 0
    FROM rule r JOIN rule_version v ON v.rule = r.rule AND v.version = 1 AND v.since = 0
    JOIN (VALUES
        ('visit-at-risk', '上门有风险 {service} {start} {worker}:{reason}', 'Visit at risk {service} {start} {worker}: {reason}'),
        ('visit-missed', '服务人员未到 {service} {start} {worker}', 'Worker did not come {service} {start} {worker}'),
        ('visit-checkout-overdue', '未签退,请联系 {worker} {service} {end}', 'No check-out, call {worker} {service} {end}'),
        ('visit-unverified', '{worker} 签退过晚,请更正服务时间 {service} {start}', 'Checked out too late by {worker}, put the times right: {service} {start}'),
        ('cert-expiring-station', '{worker} 的证件 {cert_type} 还有 {days} 天到期', 'Certificate {cert_type} of {worker} expires in {days} days'),
        ('cert-expired-station', '{worker} 的证件 {cert_type} 已到期', 'Certificate {cert_type} of {worker} has expired'),
        ('code-changed-station', '{worker} 的安心码由 {from} 变为 {to}', 'Colour code of {worker} changed from {from} to {to}'),
        ('review-overdue', '{worker} 的停职复核已逾期', 'The review of the suspension of {worker} is overdue'),
        ('suspension-proposed', '请决定是否停派 {worker}:{reason}', 'Decide whether to suspend {worker}: {reason}'),
        ('enrol-enrolled', '报名成功,{start} 开课', 'Enrolled, it begins {start}')
    ) named ON named.column1 = r.rule
    WHERE r.version = 1 AND r.active = 1;
UPDATE rule SET version = 2
    WHERE version = 1 AND active = 1 AND rule IN (SELECT rule FROM rule_version WHERE version = 2 AND since = 0);
UPDATE rule SET active = 0 WHERE rule = 'room-denied' AND version = 1
    AND rule IN (SELECT rule FROM rule_version WHERE version = 1 AND since = 0);
