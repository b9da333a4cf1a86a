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
    F(CODES, cuisines, OPT, 0, 8, "what the worker cooks: cantonese, chaozhou, hakka, sichuan, northern, vegetarian ... (V7)") \
    W(pets, OPT, "yes|no", "works where pets are; absent: not told (V7)") \
    W(smokes, OPT, "yes|no", "as told by the person (V7)") \
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
    F(BOOL, sick, OPT, 0, 1, "not said: whether it is sickness stays with roster")
#define FIELDS_worker_leave_started(F, W, G) WORKER_FACTS(F, W) \
    F(ID, leave, REQ, 1, 64, "leave") \
    F(TIME, start, REQ, 0, INT64_MAX, "from") \
    F(TIME, until, REQ, 0, INT64_MAX, "until, not included") \
    F(BOOL, sick, OPT, 0, 1, "not said: whether it is sickness stays with roster")
#define FIELDS_worker_leave_ended(F, W, G) WORKER_FACTS(F, W) \
    F(ID, leave, REQ, 1, 64, "leave") \
    F(TIME, at, REQ, 0, INT64_MAX, "back from then on")
#define FIELDS_worker_suspended(F, W, G) WORKER_FACTS(F, W) \
    F(CODE, reason, REQ, 1, 32, "reason code") \
    F(TIME, review_by, REQ, 0, INT64_MAX, "must be reviewed by then")
#define FIELDS_worker_reinstated(F, W, G) WORKER_FACTS(F, W)
/* Somebody is to decide whether to suspend: by worker.suspend, or by worker.spare. */
#define FIELDS_worker_suspension_proposed(F, W, G) WORKER_FACTS(F, W) \
    F(CODE, reason, REQ, 1, 32, "forged") \
    F(ID, cert, OPT, 1, 64, "certificate that it is about")
#define FIELDS_worker_spared(F, W, G) WORKER_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "why she is not suspended")
#define FIELDS_worker_review_overdue(F, W, G) WORKER_FACTS(F, W)
#define FIELDS_worker_retired(F, W, G) WORKER_FACTS(F, W)
/* Somebody is to ask after her. Said of every leave that begins as it is put in, so that it tells of no sickness. */
#define FIELDS_care_due(F, W, G) WORKER_FACTS(F, W) F(ID, leave, REQ, 1, 64, "leave that began")
#define FIELDS_worker_dismissed(F, W, G) WORKER_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "reason code")
#define FIELDS_worker_code_changed(F, W, G) WORKER_FACTS(F, W) \
    W(from, REQ, "none|green|yellow|red", "colour before (R5)") \
    W(to, REQ, "green|yellow|red", "colour now") \
    F(CODES, reasons, OPT, 0, 8, "health_missing, insurance_expired, identity_void ...")

#define FIELDS_duty_published(F, W, G) F(CODE, kind, REQ, 1, 32, "kind of worker, or all: who has none of its own") \
    F(INT, version, REQ, 1, INT64_MAX, "version of the duty statement (A8.7)")
#define FIELDS_duty_accepted(F, W, G) WORKER_FACTS(F, W) \
    F(CODE, kind, REQ, 1, 32, "whose duty statement") \
    F(INT, version, REQ, 1, INT64_MAX, "version that was read and accepted")
#define FIELDS_prejob_recorded(F, W, G) WORKER_FACTS(F, W) \
    F(ID, record, REQ, 1, 64, "record") \
    F(INT, hours, OPT, 0, 2000, "hours of training before the first day; 0: struck out") \
    F(INT, total, OPT, 0, INT64_MAX, "all hours of the worker")

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
#define FIELDS_cert_revoked(F, W, G) CERT_FACTS(F, W) F(CODE, reason, REQ, 1, 32, "reason code") \
    F(ID, revocation, OPT, 1, 64, "revoked with others: the mass revocation")

/* Which certificates: those of a body that fit all that is told. */
#define REVOCATION_FACTS(F, W) \
    F(CODE, body, REQ, 1, 32, "code of the body that issued them") \
    F(CODE, cert_type, OPT, 1, 32, "this type alone") \
    F(CODE, number_from, OPT, 1, 64, "numbers from this one on, in the order of their bytes") \
    F(CODE, number_to, OPT, 1, 64, "to this one, included") \
    F(TIME, issued_from, OPT, 1, INT64_MAX, "issued from then on") \
    F(TIME, issued_to, OPT, 1, INT64_MAX, "issued before then; absent: before the command") \
    F(CODE, reason, REQ, 1, 32, "reason code: issuer_withdrawn, batch_forged ...")
#define FIELDS_revocation_ordered(F, W, G) F(ID, revocation, REQ, 1, 64, "mass revocation (R6)") REVOCATION_FACTS(F, W) \
    F(INT, count, OPT, 0, INT64_MAX, "certificates that it is about")
#define FIELDS_revocation_done(F, W, G) F(ID, revocation, REQ, 1, 64, "mass revocation (R6)") \
    F(CODE, body, REQ, 1, 32, "code of the body") \
    F(INT, count, OPT, 0, INT64_MAX, "certificates that it revoked")

/* ---- commands: workers (D4) ---- */

/* The same worker at a further employer: rows beside the one of the home station (R3). */
#define WORKER_EMPLOYER(F, W) \
    F(CODE, employer, REQ, 1, 32, "employer: a station code or another enterprise") \
    W(employment, REQ, "employee|agency|partner", "员工制, 中介制, 合作: decides the route of a dispute") \
    F(BOOL, part_time, OPT, 0, 1, "part-time there")

#define FIELDS_worker_employed(F, W, G) WORKER_FACTS(F, W) WORKER_EMPLOYER(F, W)
#define FIELDS_worker_employment_ended(F, W, G) WORKER_FACTS(F, W) F(CODE, employer, REQ, 1, 32, "employer")

#define FIELDS_worker_hire(F, W, G) WORKER_FACTS(F, W) \
    F(PERSONAL, name, REQ, 1, 64, "name") \
    F(PERSONAL, phone, OPT, 1, 32, "phone") \
    F(CODE, employer, OPT, 1, 32, "first employer; absent: the home station") \
    WORKER_PROFILE(F, W)
/* The whole profile as it is from now on; name and phone only when they change. */
#define FIELDS_worker_update(F, W, G) WORKER_FACTS(F, W) \
    F(PERSONAL, name, OPT, 1, 64, "new name") \
    F(PERSONAL, phone, OPT, 1, 32, "new phone") \
    WORKER_PROFILE(F, W)
#define FIELDS_worker_employ(F, W, G) F(ID, worker, REQ, 1, 64, "worker") WORKER_EMPLOYER(F, W)
#define FIELDS_worker_unemploy(F, W, G) F(ID, worker, REQ, 1, 64, "worker") \
    F(CODE, employer, REQ, 1, 32, "a further employer, not that of the profile")
/* Papers in order, duty statement accepted, hours done: else refused, naming what is missing. */
#define FIELDS_worker_start(F, W, G) F(ID, worker, REQ, 1, 64, "worker") \
    F(TIME, probation_until, OPT, 1, INT64_MAX, "end of probation; absent: now + probation_days")
#define FIELDS_worker_confirm(F, W, G) F(ID, worker, REQ, 1, 64, "worker; at least confirm_visits verified visits (3)")
#define FIELDS_worker_dismiss(F, W, G) F(ID, worker, REQ, 1, 64, "worker") F(CODE, reason, REQ, 1, 32, "reason code")
#define FIELDS_worker_suspend(F, W, G) F(ID, worker, REQ, 1, 64, "worker") \
    F(CODE, reason, REQ, 1, 32, "reason code") \
    F(TIME, review_by, REQ, 1, INT64_MAX, "to be reviewed by then; at most review_days from now (30)")
#define FIELDS_worker_reinstate(F, W, G) F(ID, worker, REQ, 1, 64, "worker")
#define FIELDS_worker_spare(F, W, G) F(ID, worker, REQ, 1, 64, "worker whose suspension is proposed; not by who proposed it") \
    F(CODE, reason, REQ, 1, 32, "why she is not suspended")
#define FIELDS_worker_retire(F, W, G) F(ID, worker, REQ, 1, 64, "worker; her visits are handed over first")

/* The words of a statement are on paper or a page; here is which one stands. */
#define FIELDS_duty_publish(F, W, G) \
    F(CODE, kind, REQ, 1, 32, "kind of worker whose duties it states; all: of every kind that has none of its own") \
    F(TEXT, title, REQ, 1, 160, "title: 助老员工作职责")
#define FIELDS_duty_accept(F, W, G) F(ID, worker, REQ, 1, 64, "worker, for herself; or by a desk that has her signature") \
    F(INT, version, REQ, 1, INT64_MAX, "version that she has read: the one that stands")
#define FIELDS_prejob_record(F, W, G) F(ID, worker, REQ, 1, 64, "worker") \
    F(ID, record, OPT, 1, 64, "id; derived when absent; one of this worker is corrected") \
    F(INT, hours, OPT, 0, 2000, "hours of training; 0 strikes the record out") \
    F(CODE, body, REQ, 1, 32, "code of who gave the training")

/* By a manager: any leave. By the worker: own sickness only. Sickness begins now. */
#define FIELDS_leave_put(F, W, G) F(ID, worker, REQ, 1, 64, "worker") \
    F(ID, leave, OPT, 1, 64, "id; derived when absent") \
    F(TIME, start, OPT, 1, INT64_MAX, "from; absent or past: now") \
    F(TIME, until, REQ, 1, INT64_MAX, "until, not included") \
    F(BOOL, sick, OPT, 0, 1, "sickness: takes effect at once")
#define FIELDS_leave_end(F, W, G) F(ID, leave, REQ, 1, 64, "leave: ends now; one that has not begun will not")

/* ---- commands: certificates (D7) ---- */

#define FIELDS_cert_register(F, W, G) F(ID, worker, REQ, 1, 64, "worker") \
    F(ID, cert, OPT, 1, 64, "id; derived when absent") \
    F(CODE, cert_type, REQ, 1, 32, "identity, background, health, insurance, matron, infant, elder, nurse, rehab, domestic, " \
        "assistant, lactation, organising, counsellor") \
    F(INT, level, OPT, 1, 5, "level of a skill: 5 lowest, 1 highest") \
    F(CODE, number, REQ, 1, 64, "its number: DEMO-2026-00001; one of another person is refused") \
    F(CODE, body, REQ, 1, 32, "code of the body that issued it") \
    F(TIME, issued, OPT, 1, INT64_MAX, "issued, not in the future; absent: valid_from, or now if that is ahead") \
    F(TIME, valid_from, REQ, 1, INT64_MAX, "valid from") \
    F(TIME, valid_to, REQ, 1, INT64_MAX, "valid until, not included; health, insurance and background: at most 366 days") \
    F(TIME, covers_from, OPT, 1, INT64_MAX, "background: what it looks back to, five years before its issue or more (R4); absent: five years")
#define FIELDS_cert_verify(F, W, G) F(ID, cert, REQ, 1, 64, "certificate; by somebody else than who registered it") \
    W(evidence, REQ, "original_seen|register_asked", "how it was checked") \
    W(result, OPT, "clear|bad", "of identity and background: what was found; absent: clear")
#define FIELDS_cert_reject(F, W, G) F(ID, cert, REQ, 1, 64, "certificate") \
    W(reason, REQ, "forged|unreadable|mismatch", "why; forged proposes to suspend the worker")
#define FIELDS_cert_suspend(F, W, G) F(ID, cert, REQ, 1, 64, "certificate")
#define FIELDS_cert_restore(F, W, G) F(ID, cert, REQ, 1, 64, "certificate")
#define FIELDS_cert_revoke(F, W, G) F(ID, cert, REQ, 1, 64, "certificate") F(CODE, reason, REQ, 1, 32, "reason code")
/* Verified and suspended certificates are revoked, some at a time; what is handed in later is refused. */
#define FIELDS_revocation_order(F, W, G) F(ID, revocation, OPT, 1, 64, "id; derived when absent") REVOCATION_FACTS(F, W) \
    F(INT, expect, OPT, 1, INT64_MAX, "how many certificates it is to be about; else refused, which tells how many")

/* ---- queries ---- */

#define ROSTER_LIST_FILTERS(F, W) \
    F(ID, after, OPT, 1, 64, "what comes after this id") \
    F(INT, limit, OPT, 1, 100, "at most so many; default 100")
#define ROSTER_LIST_NEXT(F, W) F(ID, next, OPT, 1, 64, "ask again after this id; absent when that was all")

#define FIELDS_worker_get(F, W, G) F(ID, id, REQ, 1, 64, "worker")
#define FIELDS_worker_employer(F, W, G) WORKER_EMPLOYER(F, W) F(TIME, since, REQ, 0, INT64_MAX, "since")
#define FIELDS_worker_get_answer(F, W, G) WORKER_FACTS(F, W) \
    F(PERSONAL, name, OPT, 1, 64, "only to manager, receptionist and dispatcher") \
    F(PERSONAL, phone, OPT, 1, 32, "likewise") \
    F(CODE, state, REQ, 1, 32, "ONBOARDING, PROBATION, ACTIVE, ON_LEAVE, SUSPENDED, RETIRED, DISMISSED") \
    F(TEXT, label, OPT, 1, 64, "the state in Chinese") \
    F(TEXT, label_en, OPT, 1, 64, "and in English") \
    F(CODE, code, REQ, 1, 16, "colour code (R5)") \
    F(CODES, code_reasons, OPT, 0, 8, "why it is not green, now") \
    F(TEXT, code_label, OPT, 1, 64, "the colour in Chinese") \
    F(TEXT, code_label_en, OPT, 1, 64, "and in English") \
    WORKER_PROFILE(F, W) \
    F(TIME, probation_until, OPT, 0, INT64_MAX, "end of probation") \
    F(BOOL, duty_accepted, OPT, 0, 1, "has accepted the duty statement that stands for this kind") \
    F(INT, prejob_hours, OPT, 0, INT64_MAX, "hours of training recorded before the first day") \
    F(INT, verified_visits, OPT, 0, INT64_MAX, "visits verified") \
    F(INT, marks, OPT, 0, INT64_MAX, "what stands against the end of probation by time: visits missed, suspensions") \
    F(INT, visits_ahead, OPT, 0, INT64_MAX, "visits to be handed over before retiring") \
    F(CODE, proposed, OPT, 1, 32, "somebody is to decide whether to suspend: why") \
    F(TIME, proposed_at, OPT, 0, INT64_MAX, "since when") \
    F(ID, proposed_cert, OPT, 1, 64, "certificate that it is about") \
    F(CODE, suspend_reason, OPT, 1, 32, "while suspended: why") \
    F(TIME, review_by, OPT, 0, INT64_MAX, "while suspended: to be reviewed by then") \
    F(ID, leave, OPT, 1, 64, "leave that is running or comes next") \
    F(TIME, leave_start, OPT, 0, INT64_MAX, "from") \
    F(TIME, leave_until, OPT, 0, INT64_MAX, "until, not included") \
    F(BOOL, sick, OPT, 0, 1, "sickness: not told to outside systems") \
    F(INT, revision, REQ, 1, INT64_MAX, "revision") \
    G(worker_employer, employers, OPT, 16, "all employers")

#define FIELDS_worker_list(F, W, G) \
    F(CODE, station, OPT, 1, 32, "home station") \
    F(CODE, kind, OPT, 1, 32, "kind of worker") \
    F(CODE, code, OPT, 1, 16, "colour code") \
    F(CODE, state, OPT, 1, 32, "state") \
    F(BOOL, proposed, OPT, 0, 1, "those alone whose suspension is proposed") \
    ROSTER_LIST_FILTERS(F, W)
#define FIELDS_worker_row(F, W, G) WORKER_FACTS(F, W) \
    F(CODE, kind, REQ, 1, 32, "kind") \
    F(CODE, employment, REQ, 1, 32, "employment relation") \
    F(CODE, state, REQ, 1, 32, "state") \
    F(CODE, code, REQ, 1, 16, "colour code") \
    F(INT, revision, REQ, 1, INT64_MAX, "revision")
#define FIELDS_worker_list_answer(F, W, G) G(worker_row, rows, OPT, 100, "by worker id") ROSTER_LIST_NEXT(F, W)

#define FIELDS_worker_timeline(F, W, G) F(ID, id, REQ, 1, 64, "worker") \
    F(INT, after, OPT, 0, INT64_MAX, "what comes after this step") \
    F(INT, limit, OPT, 1, 100, "at most so many; default 100")
#define FIELDS_worker_step(F, W, G) \
    F(INT, step, REQ, 1, INT64_MAX, "number of the step") \
    F(TIME, at, REQ, 0, INT64_MAX, "when") \
    F(CODE, what, REQ, 1, 32, "what happened: hired, started, leave_started, code_changed ...") \
    F(CODE, before, OPT, 1, 32, "state or colour before") \
    F(CODE, now, REQ, 1, 32, "state or colour since") \
    F(CODE, reason, OPT, 1, 32, "reason code") \
    F(ID, by, OPT, 1, 64, "who")
#define FIELDS_worker_timeline_answer(F, W, G) G(worker_step, rows, OPT, 100, "oldest first") \
    F(INT, next, OPT, 0, INT64_MAX, "ask again after this step; absent when that was all")

#define FIELDS_duty_get(F, W, G) F(ID, id, REQ, 1, 64, "kind of worker, or all")
#define FIELDS_duty_get_answer(F, W, G) F(CODE, kind, REQ, 1, 32, "kind of worker, or all") \
    F(TEXT, title, REQ, 1, 160, "title") \
    F(INT, version, REQ, 1, INT64_MAX, "version, which is its revision too") \
    F(TIME, published_at, REQ, 0, INT64_MAX, "since when it stands")
#define FIELDS_duty_not_accepted(F, W, G) F(CODE, station, OPT, 1, 32, "home station") ROSTER_LIST_FILTERS(F, W)
#define FIELDS_duty_row(F, W, G) WORKER_FACTS(F, W) \
    F(CODE, kind, REQ, 1, 32, "whose duty statement") \
    F(INT, version, REQ, 1, INT64_MAX, "version to be accepted")
#define FIELDS_duty_not_accepted_answer(F, W, G) G(duty_row, rows, OPT, 100, "by worker id") ROSTER_LIST_NEXT(F, W)

#define FIELDS_cert_get(F, W, G) F(ID, id, REQ, 1, 64, "certificate")
#define FIELDS_cert_get_answer(F, W, G) CERT_FACTS(F, W) \
    F(CODE, number, REQ, 1, 64, "number") \
    F(CODE, body, REQ, 1, 32, "issuing body") \
    F(TIME, issued, REQ, 0, INT64_MAX, "issued") \
    F(CODE, state, REQ, 1, 32, "SUBMITTED, VERIFIED, REJECTED, SUSPENDED, REVOKED, SUPERSEDED") \
    F(CODE, validity, REQ, 1, 16, "none, future, valid, expiring, expired: computed now") \
    F(TEXT, label, OPT, 1, 64, "the state in Chinese") \
    F(TEXT, label_en, OPT, 1, 64, "and in English") \
    F(CODE, result, OPT, 1, 16, "identity and background: clear or bad") \
    F(CODE, reason, OPT, 1, 32, "why rejected or revoked") \
    F(ID, registered_by, REQ, 1, 64, "who handed it in") \
    F(ID, verified_by, OPT, 1, 64, "who checked it") \
    F(TIME, verified_at, OPT, 0, INT64_MAX, "when") \
    F(ID, superseded_by, OPT, 1, 64, "the one that took its place") \
    F(INT, revision, REQ, 1, INT64_MAX, "revision") \
    F(TIME, covers_from, OPT, 0, INT64_MAX, "background: what it looks back to (R4)")

#define FIELDS_cert_list(F, W, G) \
    F(ID, worker, OPT, 1, 64, "worker") \
    F(CODE, station, OPT, 1, 32, "home station of the worker") \
    F(CODE, cert_type, OPT, 1, 32, "type") \
    F(CODE, state, OPT, 1, 32, "state") \
    F(CODE, body, OPT, 1, 32, "issuing body") \
    F(TIME, expires_before, OPT, 1, INT64_MAX, "in force now and ending before then: the list of what expires") \
    ROSTER_LIST_FILTERS(F, W)
#define FIELDS_cert_row(F, W, G) CERT_FACTS(F, W) \
    F(CODE, state, REQ, 1, 32, "state") \
    F(CODE, validity, REQ, 1, 16, "none, future, valid, expiring, expired") \
    F(INT, revision, REQ, 1, INT64_MAX, "revision")
#define FIELDS_cert_list_answer(F, W, G) G(cert_row, rows, OPT, 100, "by certificate id") ROSTER_LIST_NEXT(F, W)

#define FIELDS_revocation_get(F, W, G) F(ID, id, REQ, 1, 64, "mass revocation")
#define FIELDS_revocation_get_answer(F, W, G) F(ID, revocation, REQ, 1, 64, "mass revocation") REVOCATION_FACTS(F, W) \
    F(ID, by, REQ, 1, 64, "who ordered it") \
    F(TIME, at, REQ, 0, INT64_MAX, "when") \
    F(INT, count, OPT, 0, INT64_MAX, "certificates that it was about") \
    F(INT, revoked, OPT, 0, INT64_MAX, "revoked so far") \
    F(TIME, done_at, OPT, 0, INT64_MAX, "when it was done; absent: it goes on")

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
    M(EVENT, worker_suspension_proposed, "worker.suspension_proposed", "somebody is to decide on a suspension (D7 row 4)") \
    M(EVENT, worker_spared, "worker.spared", "and has decided against it") \
    M(EVENT, worker_review_overdue, "worker.review_overdue", "a suspension waits for its review (D4 row 9)") \
    M(EVENT, worker_retired, "worker.retired", "has left (D4 row 10)") \
    M(EVENT, care_due, "care.due", "somebody is to ask after a worker whose leave began at once (D4 row 5, R16)") \
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
    M(EVENT, cert_revoked, "cert.revoked", "taken away (D7 row 9)") \
    M(EVENT, revocation_ordered, "revocation.ordered", "many certificates are taken away (R6)") \
    M(EVENT, revocation_done, "revocation.done", "and have been") \
    M(EVENT, worker_employed, "worker.employed", "works for a further employer too (R3)") \
    M(EVENT, worker_employment_ended, "worker.employment_ended", "and no longer") \
    M(EVENT, duty_published, "duty.published", "a duty statement stands (A8.7)") \
    M(EVENT, duty_accepted, "duty.accepted", "a worker has accepted it (D4 row 2)") \
    M(EVENT, prejob_recorded, "prejob.recorded", "hours of training before the first day (D4 row 2)") \
    M(COMMAND, worker_hire, "worker.hire", "take on a worker (D4 row 1)") \
    M(COMMAND, worker_update, "worker.update", "change the profile") \
    M(COMMAND, worker_employ, "worker.employ", "add an employer, or change the relation to one (R3)") \
    M(COMMAND, worker_unemploy, "worker.unemploy", "end the relation to a further employer") \
    M(COMMAND, worker_start, "worker.start", "begin probation (D4 row 2)") \
    M(COMMAND, worker_confirm, "worker.confirm", "end probation (D4 row 3)") \
    M(COMMAND, worker_dismiss, "worker.dismiss", "dismiss in probation or while suspended (D4 row 4, 8)") \
    M(COMMAND, worker_suspend, "worker.suspend", "suspend with reason and review (D4 row 7)") \
    M(COMMAND, worker_spare, "worker.spare", "decide against a proposed suspension (D7 row 4)") \
    M(COMMAND, worker_reinstate, "worker.reinstate", "end a suspension; not by who suspended (D4 row 8)") \
    M(COMMAND, worker_retire, "worker.retire", "leave for good (D4 row 10)") \
    M(COMMAND, duty_publish, "duty.publish", "a new duty statement of a kind of worker (A8.7)") \
    M(COMMAND, duty_accept, "duty.accept", "read and accepted (D4 row 2)") \
    M(COMMAND, prejob_record, "prejob.record", "record hours of training before the first day (D4 row 2)") \
    M(COMMAND, leave_put, "leave.put", "leave or sickness (D4 row 5)") \
    M(COMMAND, leave_end, "leave.end", "back early, or leave called off (D4 row 6)") \
    M(COMMAND, cert_register, "cert.register", "hand in a certificate (D7 row 1)") \
    M(COMMAND, cert_verify, "cert.verify", "found true (D7 row 3)") \
    M(COMMAND, cert_reject, "cert.reject", "found wanting (D7 row 4)") \
    M(COMMAND, cert_suspend, "cert.suspend", "not valid for a time (D7 row 8)") \
    M(COMMAND, cert_restore, "cert.restore", "valid again (D7 row 8)") \
    M(COMMAND, cert_revoke, "cert.revoke", "take it away (D7 row 9)") \
    M(COMMAND, revocation_order, "revocation.order", "take away many certificates of a body (R6)") \
    M(QUERY, worker_get, "worker.get", "one worker") \
    M(ANSWER, worker_get_answer, "worker.get.answer", "answer to worker.get") \
    M(QUERY, worker_list, "worker.list", "workers") \
    M(ANSWER, worker_list_answer, "worker.list.answer", "answer to worker.list") \
    M(QUERY, worker_timeline, "worker.timeline", "all states of one worker") \
    M(ANSWER, worker_timeline_answer, "worker.timeline.answer", "answer to worker.timeline") \
    M(QUERY, duty_get, "duty.get", "the duty statement of a kind of worker") \
    M(ANSWER, duty_get_answer, "duty.get.answer", "answer to duty.get") \
    M(QUERY, duty_not_accepted, "duty.not_accepted", "workers who have yet to accept theirs") \
    M(ANSWER, duty_not_accepted_answer, "duty.not_accepted.answer", "answer to duty.not_accepted") \
    M(QUERY, cert_get, "cert.get", "one certificate") \
    M(ANSWER, cert_get_answer, "cert.get.answer", "answer to cert.get") \
    M(QUERY, cert_list, "cert.list", "certificates, also those that expire") \
    M(ANSWER, cert_list_answer, "cert.list.answer", "answer to cert.list") \
    M(QUERY, revocation_get, "revocation.get", "one mass revocation") \
    M(ANSWER, revocation_get_answer, "revocation.get.answer", "answer to revocation.get")

#define ROSTER_RECORDS(R) R(worker_employer) R(worker_row) R(worker_step) R(duty_row) R(cert_row)

PROTO_RECORDS(ROSTER_RECORDS)
PROTO_MESSAGES(ROSTER_MESSAGES)

#endif
