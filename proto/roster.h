/* What roster says and is told: workers, their certificates, leave, suspension, colour code. */
#ifndef ANXIN_PROTO_ROSTER_H
#define ANXIN_PROTO_ROSTER_H

#include "proto/shape.h"

#define WORKER_FACTS(F, W) \
    F(ID, worker, REQ, 1, 64, "worker") \
    F(CODE, station, REQ, 1, 32, "home station")

/* What matching must know of a worker: codes only. */
#define WORKER_PROFILE(F, W) \
    F(CODE, kind, REQ, 1, 32, "matron, infant, elder_care, nurse, rehab, domestic, assistant, volunteer ...") \
    W(employment, REQ, "employee|agency|partner", "员工制, 中介制, 合作 (R3): an employee may be assigned directly") \
    F(BOOL, part_time, OPT, 0, 1, "part-time") \
    W(sex, OPT, "f|m", "as told by the person (V6)") \
    F(CODES, languages, OPT, 0, 8, "yue, xinhui, cmn, hak, nan ... (V7)") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse home place, thousandths of a degree") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise") \
    W(travel, OPT, "walk|ebike|bus", "how the worker travels (V3)")

#define FIELDS_worker_onboarded(F, W, G) WORKER_FACTS(F, W) WORKER_PROFILE(F, W)
#define FIELDS_worker_profile_changed(F, W, G) WORKER_FACTS(F, W) WORKER_PROFILE(F, W)
#define FIELDS_worker_activated(F, W, G) WORKER_FACTS(F, W) F(TIME, probation_until, OPT, 0, INT64_MAX, "end of probation")
#define FIELDS_worker_confirmed(F, W, G) WORKER_FACTS(F, W)
/* Said at approval, so that nobody plans into it; started and ended say when it takes effect. */
#define FIELDS_worker_leave_granted(F, W, G) WORKER_FACTS(F, W) \
    F(ID, leave, REQ, 1, 64, "leave") \
    F(TIME, start, REQ, 0, INT64_MAX, "from") \
    F(TIME, until, REQ, 0, INT64_MAX, "until, not included") \
    F(BOOL, sick, OPT, 0, 1, "sickness takes effect at once")
#define FIELDS_worker_leave_started(F, W, G) WORKER_FACTS(F, W) \
    F(ID, leave, REQ, 1, 64, "leave") \
    F(TIME, start, REQ, 0, INT64_MAX, "from") \
    F(TIME, until, REQ, 0, INT64_MAX, "until, not included") \
    F(BOOL, sick, OPT, 0, 1, "sickness takes effect at once")
#define FIELDS_worker_leave_ended(F, W, G) WORKER_FACTS(F, W) \
    F(ID, leave, REQ, 1, 64, "leave") \
    F(TIME, at, REQ, 0, INT64_MAX, "back from then on")
#define FIELDS_worker_suspended(F, W, G) WORKER_FACTS(F, W) \
    F(CODE, reason, REQ, 1, 32, "reason code") \
    F(TIME, review_by, REQ, 0, INT64_MAX, "must be reviewed by then")
#define FIELDS_worker_reinstated(F, W, G) WORKER_FACTS(F, W)
#define FIELDS_worker_review_overdue(F, W, G) WORKER_FACTS(F, W)
#define FIELDS_worker_retired(F, W, G) WORKER_FACTS(F, W)
#define FIELDS_worker_dismissed(F, W, G) WORKER_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "reason code")
#define FIELDS_worker_code_changed(F, W, G) WORKER_FACTS(F, W) \
    W(from, REQ, "none|green|yellow|red", "colour before (R5)") \
    W(to, REQ, "green|yellow|red", "colour now") \
    F(CODES, reasons, OPT, 0, 8, "health_missing, insurance_expired, identity_void ...")

#define CERT_FACTS(F, W) WORKER_FACTS(F, W) \
    F(ID, cert, REQ, 1, 64, "certificate") \
    F(CODE, cert_type, REQ, 1, 32, "health, insurance, background, identity, or a skill: matron, elder, nurse ...") \
    F(INT, level, OPT, 1, 5, "level: 5 lowest, 1 highest") \
    F(TIME, valid_from, REQ, 0, INT64_MAX, "valid from") \
    F(TIME, valid_to, REQ, 0, INT64_MAX, "valid until, not included")
#define FIELDS_cert_registered(F, W, G) CERT_FACTS(F, W)
#define FIELDS_cert_verified(F, W, G) CERT_FACTS(F, W)
#define FIELDS_cert_rejected(F, W, G) CERT_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "forged, unreadable, mismatch")
#define FIELDS_cert_expiring(F, W, G) CERT_FACTS(F, W) F(INT, days, OPT, 0, 400, "days left (R6)")
#define FIELDS_cert_expired(F, W, G) CERT_FACTS(F, W)
#define FIELDS_cert_renewed(F, W, G) CERT_FACTS(F, W) F(ID, old_cert, REQ, 1, 64, "certificate that this one replaces")
#define FIELDS_cert_suspended(F, W, G) CERT_FACTS(F, W)
#define FIELDS_cert_restored(F, W, G) CERT_FACTS(F, W)
#define FIELDS_cert_revoked(F, W, G) CERT_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "reason code")

#define ROSTER_MESSAGES(M) \
    M(EVENT, worker_onboarded, "worker.onboarded", "a worker is new (D4 row 1)") \
    M(EVENT, worker_profile_changed, "worker.profile_changed", "what matching must know has changed") \
    M(EVENT, worker_activated, "worker.activated", "may work, on probation (D4 row 2)") \
    M(EVENT, worker_confirmed, "worker.confirmed", "probation is over (D4 row 3)") \
    M(EVENT, worker_leave_granted, "worker.leave_granted", "will be away (D4 row 5)") \
    M(EVENT, worker_leave_started, "worker.leave_started", "is away (D4 row 5)") \
    M(EVENT, worker_leave_ended, "worker.leave_ended", "back (D4 row 6)") \
    M(EVENT, worker_suspended, "worker.suspended", "may not work (D4 row 7)") \
    M(EVENT, worker_reinstated, "worker.reinstated", "may work again (D4 row 8)") \
    M(EVENT, worker_review_overdue, "worker.review_overdue", "a suspension waits for its review (D4 row 9)") \
    M(EVENT, worker_retired, "worker.retired", "has left (D4 row 10)") \
    M(EVENT, worker_dismissed, "worker.dismissed", "was dismissed (D4 row 4, 8)") \
    M(EVENT, worker_code_changed, "worker.code_changed", "colour code changed (D4 row 11)") \
    M(EVENT, cert_registered, "cert.registered", "a certificate was handed in (D7 row 1)") \
    M(EVENT, cert_verified, "cert.verified", "and found true (D7 row 3)") \
    M(EVENT, cert_rejected, "cert.rejected", "or not (D7 row 4)") \
    M(EVENT, cert_expiring, "cert.expiring", "will expire soon (D7 row 5)") \
    M(EVENT, cert_expired, "cert.expired", "has expired (D7 row 6)") \
    M(EVENT, cert_renewed, "cert.renewed", "a newer one takes its place (D7 row 7)") \
    M(EVENT, cert_suspended, "cert.suspended", "for a time not valid (D7 row 8)") \
    M(EVENT, cert_restored, "cert.restored", "valid again (D7 row 8)") \
    M(EVENT, cert_revoked, "cert.revoked", "taken away (D7 row 9)")

#define ROSTER_RECORDS(R)

PROTO_RECORDS(ROSTER_RECORDS)
PROTO_MESSAGES(ROSTER_MESSAGES)

#endif
