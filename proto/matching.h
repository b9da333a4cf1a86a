/* What matching says and is told: visits, offers, and the one calendar of people's time. */
#ifndef ANXIN_PROTO_MATCHING_H
#define ANXIN_PROTO_MATCHING_H

#include "proto/shape.h"

#define VISIT_FACTS(F, W) \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(ID, booking, REQ, 1, 64, "its booking") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, service, REQ, 1, 16, "service code") \
    F(ID, household, REQ, 1, 64, "household") \
    F(TIME, start, REQ, 0, INT64_MAX, "planned start") \
    F(TIME, end, REQ, 0, INT64_MAX, "planned end, not included")
#define VISIT_WORKER(F, W) F(ID, worker, REQ, 1, 64, "worker")

#define FIELDS_visit_planned(F, W, G) VISIT_FACTS(F, W)
#define FIELDS_visit_offered(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(TIME, expires, REQ, 0, INT64_MAX, "the offer lapses then (V12)") \
    F(INT, score, OPT, 0, 100000, "score in thousandths of a point")
#define FIELDS_visit_offer_declined(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) F(CODE, reason, REQ, 1, 32, "why")
#define FIELDS_visit_offer_expired(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_assigned(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    W(how, REQ, "direct|accepted|dispatcher|replaced", "how it came about") \
    F(INT, score, OPT, 0, 100000, "score in thousandths of a point") \
    F(TIME, ack_by, REQ, 0, INT64_MAX, "the worker must acknowledge by then (V13)")
#define FIELDS_visit_acked(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_at_risk(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(CODE, reason, REQ, 1, 32, "no_ack, code, certificate, leave, suspended, overrun ...")
#define FIELDS_visit_recovered(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) F(CODE, reason, OPT, 1, 32, "what was the risk")
#define FIELDS_visit_reassigned(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(ID, from_worker, REQ, 1, 64, "who had it before") \
    F(CODE, why, REQ, 1, 32, "why")
#define FIELDS_visit_en_route(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_started(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(TIME, at, REQ, 0, INT64_MAX, "when") \
    W(method, REQ, "door_code|place|phone", "how it was checked (V14)")
#define FIELDS_visit_ended(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) F(TIME, at, REQ, 0, INT64_MAX, "when")
#define FIELDS_visit_verified(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) F(INT, minutes, REQ, 0, 100000, "minutes worked")
#define FIELDS_visit_disputed(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_closed(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_missed_by_worker(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_client_no_show(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_checkout_overdue(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_cancelled(F, W, G) VISIT_FACTS(F, W) \
    F(ID, worker, OPT, 1, 64, "worker who was to come") \
    F(CODE, reason, REQ, 1, 32, "booking_cancelled, booking_expired, booking_rescheduled")

#define FIELDS_reason_count(F, W, G) \
    F(CODE, reason, REQ, 1, 32, "rule that rejected") \
    F(INT, workers, REQ, 1, 1000000, "how many workers")
#define FIELDS_match_unfillable(F, W, G) VISIT_FACTS(F, W) \
    F(CODE, community, OPT, 1, 32, "community of the home (A2.10)") \
    F(CODE, because, REQ, 1, 32, "no_candidate or too_late") \
    G(reason_count, reasons, OPT, 32, "how many workers each rule rejected")

#define CALENDAR_FACTS(F, W) \
    F(ID, hold, REQ, 1, 64, "hold, as asked for") \
    F(ID, person, REQ, 1, 64, "whose time") \
    F(CODE, purpose, REQ, 1, 32, "what for") \
    F(TIME, start, REQ, 0, INT64_MAX, "from") \
    F(TIME, end, REQ, 0, INT64_MAX, "until, not included") \
    F(ID, object, REQ, 1, 64, "what it is for")
#define FIELDS_calendar_hold_granted(F, W, G) CALENDAR_FACTS(F, W)
#define FIELDS_calendar_hold_denied(F, W, G) CALENDAR_FACTS(F, W) \
    F(IDS, conflicts, OPT, 0, 8, "holds that stand in the way") \
    F(TIME, first_free, OPT, 0, INT64_MAX, "earliest start at which it would fit")
#define FIELDS_calendar_released(F, W, G) \
    F(ID, hold, REQ, 1, 64, "hold") \
    F(ID, person, REQ, 1, 64, "whose time") \
    F(ID, object, REQ, 1, 64, "what it was for")

#define MATCHING_MESSAGES(M) \
    M(EVENT, visit_planned, "visit.planned", "a visit is to be filled (D2 row 1, 7)") \
    M(EVENT, visit_offered, "visit.offered", "offered to a worker (D2 row 2)") \
    M(EVENT, visit_offer_declined, "visit.offer_declined", "the worker said no (D2 row 4)") \
    M(EVENT, visit_offer_expired, "visit.offer_expired", "the worker did not answer (D2 row 4)") \
    M(EVENT, visit_assigned, "visit.assigned", "a worker has it (D2 row 3, 5)") \
    M(EVENT, visit_acked, "visit.acked", "and knows it (D2 row 8)") \
    M(EVENT, visit_at_risk, "visit.at_risk", "something threatens it (D2 row 9, 10)") \
    M(EVENT, visit_recovered, "visit.recovered", "no longer (D2 row 11)") \
    M(EVENT, visit_reassigned, "visit.reassigned", "somebody else comes (D2 row 12)") \
    M(EVENT, visit_en_route, "visit.en_route", "on the way (D2 row 13)") \
    M(EVENT, visit_started, "visit.started", "checked in (D2 row 14)") \
    M(EVENT, visit_ended, "visit.ended", "checked out (D2 row 17)") \
    M(EVENT, visit_verified, "visit.verified", "six facts complete (D2 row 19)") \
    M(EVENT, visit_disputed, "visit.disputed", "the client objects (D2 row 20)") \
    M(EVENT, visit_closed, "visit.closed", "open to objection no longer (ruling 5)") \
    M(EVENT, visit_missed_by_worker, "visit.missed_by_worker", "nobody came (D2 row 15)") \
    M(EVENT, visit_client_no_show, "visit.client_no_show", "nobody was at home (D2 row 16)") \
    M(EVENT, visit_checkout_overdue, "visit.checkout_overdue", "no check-out: lone-worker alarm (D2 row 18)") \
    M(EVENT, visit_cancelled, "visit.cancelled", "will not take place (D2 row 21)") \
    M(EVENT, match_unfillable, "match.unfillable", "nobody can do it, with counted reasons (D2 row 6)") \
    M(EVENT, calendar_hold_granted, "calendar.hold_granted", "the time is yours") \
    M(EVENT, calendar_hold_denied, "calendar.hold_denied", "it is not, and why") \
    M(EVENT, calendar_released, "calendar.released", "the time is free again")

#define MATCHING_RECORDS(R) R(reason_count)

PROTO_RECORDS(MATCHING_RECORDS)
PROTO_MESSAGES(MATCHING_MESSAGES)

#endif
