/* What booking says and is told: stations, services, coverage, rooms, documents, households, bookings. */
#ifndef ANXIN_PROTO_BOOKING_H
#define ANXIN_PROTO_BOOKING_H

#include "proto/shape.h"

/* ---- events: the catalogue (A1, A2.1, BK1) ---- */

#define FIELDS_catalog_station_changed(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(INT, version, REQ, 1, INT64_MAX, "counts its changes") \
    F(BOOL, active, OPT, 0, 1, "takes bookings") \
    F(CODE, host_kind, REQ, 1, 32, "company, elder_centre, hr_company") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse place, thousandths of a degree") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise")

#define FIELDS_catalog_community_changed(F, W, G) \
    F(CODE, community, REQ, 1, 32, "community") \
    F(INT, version, REQ, 1, INT64_MAX, "counts its changes") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse centre") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise")

#define FIELDS_cert_need(F, W, G) \
    F(CODE, cert, REQ, 1, 32, "certificate type: health, matron, infant, elder, nurse, rehab, domestic ...") \
    F(INT, level, OPT, 1, 5, "lowest level that will do: 5 is the lowest level, 1 the highest; absent: any")

#define FIELDS_catalog_service_changed(F, W, G) \
    F(CODE, service, REQ, 1, 16, "service code: HH-01") \
    F(INT, version, REQ, 1, INT64_MAX, "counts its changes") \
    F(BOOL, active, OPT, 0, 1, "can be booked") \
    W(line, REQ, "maternity|household|elder|nursing|rehabilitation|community", "service line (A2.1, A2.2)") \
    F(INT, minutes, REQ, 1, 100000, "usual length") \
    F(INT, workers, REQ, 1, 4, "workers needed at once") \
    F(BOOL, live_in, OPT, 0, 1, "lives in for weeks") \
    F(BOOL, intimate, OPT, 0, 1, "intimate care: a wish for the worker's gender is a must (V6)") \
    F(INT, tolerance_min, OPT, 0, 600, "time-critical: the start may move so far (V10)") \
    F(CODES, worker_kinds, OPT, 0, 8, "kinds of worker that may do it; none: any") \
    G(cert_need, certs, OPT, 8, "certificates that must be valid through the end (V1)")

#define FIELDS_catalog_coverage_changed(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODES, communities, OPT, 0, 32, "all communities that it serves")

#define FIELDS_catalog_doc_published(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    W(kind, REQ, "process|services|complaints", "which of the three public documents (A1.5)") \
    F(INT, version, REQ, 1, INT64_MAX, "its version") \
    F(TIME, valid_from, REQ, 0, INT64_MAX, "in force from")

/* A household and a worker that must not meet (V1); lifted again with allowed. */
#define FIELDS_household_pair_changed(F, W, G) \
    F(ID, household, REQ, 1, 64, "household") \
    F(ID, worker, REQ, 1, 64, "worker") \
    F(BOOL, prohibited, OPT, 0, 1, "true: must not meet; false: may again")

/* ---- events: bookings (D1) ---- */

#define BOOKING_FACTS(F, W) \
    F(ID, booking, REQ, 1, 64, "booking") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, service, REQ, 1, 16, "service code") \
    F(ID, household, REQ, 1, 64, "household") \
    F(TIME, start, REQ, 0, INT64_MAX, "start") \
    F(TIME, end, REQ, 0, INT64_MAX, "end, not included") \
    F(ID, origin, OPT, 1, 64, "outside system that booked") \
    F(ID, source_ref, OPT, 1, 64, "its own number for the booking")

#define FIELDS_booking_requested(F, W, G) \
    BOOKING_FACTS(F, W) \
    W(channel, REQ, "miniapp|walk_in|external", "how it came in (A2.3, A2.4)") \
    F(CODE, community, REQ, 1, 32, "community of the home") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse place of the home, thousandths of a degree") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise") \
    F(TIME, expires, REQ, 0, INT64_MAX, "booking expires it then without a verdict (ruling 2)") \
    W(wish_sex, OPT, "f|m", "wished sex of the worker (V6)") \
    F(CODES, wish_languages, OPT, 0, 4, "wished languages (V7)") \
    F(ID, wish_worker, OPT, 1, 64, "worker wished or known from before (V8)")

#define FIELDS_booking_rejected(F, W, G) \
    F(ID, booking, REQ, 1, 64, "id the booking would have had") \
    F(CODE, station, OPT, 1, 32, "station") \
    F(ID, origin, OPT, 1, 64, "outside system that asked") \
    F(ID, source_ref, OPT, 1, 64, "its own number") \
    F(CODE, reason, REQ, 1, 32, "code of the guard that failed") \
    F(CODE, field, OPT, 1, 64, "field that is wrong")

#define FIELDS_booking_confirmed(F, W, G) \
    BOOKING_FACTS(F, W) \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(ID, worker, REQ, 1, 64, "who comes")

#define FIELDS_booking_expired(F, W, G) BOOKING_FACTS(F, W) \
    F(CODE, reason, REQ, 1, 32, "unfillable or timeout")
#define FIELDS_booking_in_service(F, W, G) BOOKING_FACTS(F, W)
#define FIELDS_booking_completed(F, W, G) BOOKING_FACTS(F, W) \
    W(outcome, REQ, "full|cut_short|missed", "how it ended")
#define FIELDS_booking_no_show(F, W, G) BOOKING_FACTS(F, W)
#define FIELDS_booking_cancelled(F, W, G) BOOKING_FACTS(F, W) \
    W(class, REQ, "free|late|very_late|provider|force_majeure", "cancellation class (BK9)") \
    F(CODE, by, REQ, 1, 32, "role of who cancelled") \
    F(CODE, reason, OPT, 1, 32, "reason code; staff must give one")
#define FIELDS_booking_closed(F, W, G) BOOKING_FACTS(F, W) \
    F(CODE, outcome, REQ, 1, 32, "outcome kept from completion")
#define FIELDS_booking_rematch_requested(F, W, G) BOOKING_FACTS(F, W) \
    F(CODE, reason, REQ, 1, 32, "why the worker was lost")
/* A case keeps a booking open (D1 row 22); held false lets it go. */
#define FIELDS_booking_hold_changed(F, W, G) BOOKING_FACTS(F, W) \
    F(ID, case_id, REQ, 1, 64, "case") \
    F(BOOL, held, OPT, 0, 1, "true: may not be closed")

/* ---- events: rooms (A1.4) ---- */

#define FIELDS_room_held(F, W, G) \
    F(ID, hold, REQ, 1, 64, "hold, as asked for") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, room, REQ, 1, 32, "room") \
    F(TIME, start, REQ, 0, INT64_MAX, "from") \
    F(TIME, end, REQ, 0, INT64_MAX, "until, not included") \
    F(ID, object, REQ, 1, 64, "what for")
#define FIELDS_room_denied(F, W, G) \
    F(ID, hold, REQ, 1, 64, "hold, as asked for") \
    F(CODE, reason, REQ, 1, 32, "unknown_room, too_small, closed, taken") \
    F(ID, conflict, OPT, 1, 64, "hold that stands in the way") \
    F(ID, object, REQ, 1, 64, "what for")
#define FIELDS_room_released(F, W, G) \
    F(ID, hold, REQ, 1, 64, "hold") \
    F(ID, object, REQ, 1, 64, "what for")

#define BOOKING_MESSAGES(M) \
    M(EVENT, catalog_station_changed, "catalog.station_changed", "a station is new or changed") \
    M(EVENT, catalog_community_changed, "catalog.community_changed", "a community is new or changed") \
    M(EVENT, catalog_service_changed, "catalog.service_changed", "a service is new or changed") \
    M(EVENT, catalog_coverage_changed, "catalog.coverage_changed", "which communities a station serves") \
    M(EVENT, catalog_doc_published, "catalog.doc_published", "a public document is in force") \
    M(EVENT, household_pair_changed, "household.pair_changed", "a household and a worker must not meet, or may again") \
    M(EVENT, booking_requested, "booking.requested", "somebody wants a service (D1 row 1)") \
    M(EVENT, booking_rejected, "booking.rejected", "a guard failed (D1 row 3)") \
    M(EVENT, booking_confirmed, "booking.confirmed", "worker and time stand (D1 row 6)") \
    M(EVENT, booking_expired, "booking.expired", "nobody could be found in time (D1 row 8)") \
    M(EVENT, booking_in_service, "booking.in_service", "the first visit has begun (D1 row 15)") \
    M(EVENT, booking_completed, "booking.completed", "the last visit is verified (D1 row 17)") \
    M(EVENT, booking_no_show, "booking.no_show", "nobody was at home (D1 row 18)") \
    M(EVENT, booking_cancelled, "booking.cancelled", "called off (D1 row 19)") \
    M(EVENT, booking_closed, "booking.closed", "nothing more to come (D1 row 20)") \
    M(EVENT, booking_rematch_requested, "booking.rematch_requested", "the worker was lost: another one, please (D1 row 14)") \
    M(EVENT, booking_hold_changed, "booking.hold_changed", "a case holds the booking open, or no longer (D1 row 22)") \
    M(EVENT, room_held, "room.held", "the room is yours") \
    M(EVENT, room_denied, "room.denied", "it is not, and why") \
    M(EVENT, room_released, "room.released", "the room is free again")

#define BOOKING_RECORDS(R) R(cert_need)

PROTO_RECORDS(BOOKING_RECORDS)
PROTO_MESSAGES(BOOKING_MESSAGES)

#endif
