/* clang-format off */
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
    F(INT, cell_lon, OPT, -180000, 180000, "likewise") \
    F(CODE, area, OPT, 1, 32, "area in which it lies (A1.8)")

#define FIELDS_catalog_community_changed(F, W, G) \
    F(CODE, community, REQ, 1, 32, "community") \
    F(INT, version, REQ, 1, INT64_MAX, "counts its changes") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse centre") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise") \
    F(CODE, area, OPT, 1, 32, "area to which it belongs (A1.8)")

#define AREA_KINDS "province|city|district|town|street"
#define FIELDS_catalog_area_changed(F, W, G) \
    F(CODE, area, REQ, 1, 32, "area") \
    F(INT, version, REQ, 1, INT64_MAX, "counts its changes") \
    W(kind, REQ, AREA_KINDS, "kind of area; a town and a street (street office) stand side by side") \
    F(CODE, parent, OPT, 1, 32, "area of which it is a part")

#define PARTNER_KINDS "government|social|enterprise|school|hospital"
#define FIELDS_catalog_partner_changed(F, W, G) \
    F(CODE, partner, REQ, 1, 32, "partner organisation") \
    F(INT, version, REQ, 1, INT64_MAX, "counts its changes") \
    F(BOOL, active, OPT, 0, 1, "works with the stations at present") \
    W(kind, REQ, PARTNER_KINDS, "kind of organisation (A1.9)") \
    F(CODES, stations, OPT, 0, 32, "stations that it works with; none: all") \
    F(TIME, ends, OPT, 1, INT64_MAX, "its agreement runs until then")

#define FIELDS_catalog_room_changed(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, room, REQ, 1, 32, "room of that station") \
    F(INT, version, REQ, 1, INT64_MAX, "counts its changes") \
    F(BOOL, active, OPT, 0, 1, "can be held") \
    W(purpose, REQ, "training|counselling|mediation|interview|hall", "what it is for (A1.4)") \
    F(INT, capacity, REQ, 1, 1000, "persons")

#define FIELDS_cert_need(F, W, G) \
    F(CODE, cert, REQ, 1, 32, "certificate type: health, matron, infant, elder, nurse, rehab, domestic ...") \
    F(INT, level, OPT, 1, 5, "lowest level that will do: 5 is the lowest level, 1 the highest; absent: any")

#define SERVICE_SUBLINES "mother_infant|home_elder_care|daily_care|rehabilitation_care"
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
    G(cert_need, certs, OPT, 8, "certificates that must be valid through the end (V1)") \
    W(subline, OPT, SERVICE_SUBLINES, "sub-line of the line (A2.2)")

#define FIELDS_catalog_coverage_changed(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODES, communities, OPT, 0, 32, "all communities that it serves") \
    F(INT, version, OPT, 1, INT64_MAX, "counts the changes of this list")

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

/* Soft wishes, besides sex and languages: they count when somebody is chosen, and never rule anybody out (V7). */
#define SOFT_WISHES(F) \
    F(CODES, wish_cuisines, OPT, 0, 4, "what shall be cooked: cantonese, chaozhou, hakka, sichuan, northern, vegetarian ... (V7)") \
    F(BOOL, home_pets, OPT, 0, 1, "pets live in the home (V7)") \
    F(BOOL, wish_nonsmoker, OPT, 0, 1, "somebody who does not smoke (V7)")

#define FIELDS_booking_requested(F, W, G) \
    BOOKING_FACTS(F, W) \
    W(channel, REQ, "miniapp|walk_in|external", "how it came in (A2.3, A2.4)") \
    F(CODE, community, REQ, 1, 32, "community of the home") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse place of the home, thousandths of a degree") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise") \
    F(TIME, expires, REQ, 0, INT64_MAX, "booking expires it then without a verdict (ruling 2)") \
    W(wish_sex, OPT, "f|m", "wished sex of the worker (V6)") \
    F(CODES, wish_languages, OPT, 0, 4, "wished languages (V7)") \
    F(ID, wish_worker, OPT, 1, 64, "worker wished or known from before (V8)") \
    SOFT_WISHES(F) \
    F(ID, replaces, OPT, 1, 64, "booking that the provider called off: its worker is not meant (D1 row 19)")

/* Somebody is found for a service that the client confirms; without a word until then the booking expires. */
#define FIELDS_booking_confirm_asked(F, W, G) \
    BOOKING_FACTS(F, W) \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(ID, worker, REQ, 1, 64, "who would come") \
    F(TIME, confirm_by, REQ, 0, INT64_MAX, "expires then")

#define FIELDS_booking_rejected(F, W, G) \
    F(ID, booking, REQ, 1, 64, "id the booking would have had") \
    F(CODE, station, OPT, 1, 32, "station") \
    F(ID, origin, OPT, 1, 64, "outside system that asked") \
    F(ID, source_ref, OPT, 1, 64, "its own number") \
    F(CODE, reason, REQ, 1, 32, "code of the guard that failed") \
    F(CODE, field, OPT, 1, 64, "field that is wrong")

/* The household wants the same service at the same time by another way too: once a way, beside booking.rejected (A2.5). */
#define FIELDS_booking_duplicate_suspected(F, W, G) \
    F(ID, booking, REQ, 1, 64, "booking that stands") \
    F(CODE, station, REQ, 1, 32, "its station") \
    F(ID, request, REQ, 1, 64, "id that the refused request would have had") \
    F(ID, source, REQ, 1, 64, "who sent that request") \
    W(channel, REQ, "miniapp|walk_in|external", "how it came in")

#define FIELDS_booking_confirmed(F, W, G) \
    BOOKING_FACTS(F, W) \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(ID, worker, REQ, 1, 64, "who comes")

#define FIELDS_booking_expired(F, W, G) BOOKING_FACTS(F, W) \
    F(CODE, reason, REQ, 1, 32, "unfillable, timeout or unconfirmed")
#define FIELDS_booking_in_service(F, W, G) BOOKING_FACTS(F, W)
#define FIELDS_booking_worker_changed(F, W, G) BOOKING_FACTS(F, W) \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(ID, worker, REQ, 1, 64, "who comes now") \
    F(ID, from_worker, REQ, 1, 64, "who was to come")
#define CUT_BY "client|worker|station"
#define FOLLOW_UPS "satisfied|unsatisfied|unreached"
#define FIELDS_booking_completed(F, W, G) BOOKING_FACTS(F, W) \
    W(outcome, REQ, "full|cut_short|missed", "how it ended") \
    W(by, OPT, CUT_BY, "cut short: who ended it")
#define FIELDS_booking_outcome_changed(F, W, G) BOOKING_FACTS(F, W) \
    W(from, REQ, "missed", "how it had ended, as was said before") \
    W(outcome, REQ, "full|cut_short", "how it did end") \
    W(by, OPT, CUT_BY, "cut short: who ended it")
#define FIELDS_booking_followed_up(F, W, G) BOOKING_FACTS(F, W) \
    W(result, REQ, FOLLOW_UPS, "what the client said")
#define FIELDS_booking_no_show(F, W, G) BOOKING_FACTS(F, W)
#define FIELDS_booking_cancelled(F, W, G) BOOKING_FACTS(F, W) \
    W(class, REQ, "free|late|very_late|provider|force_majeure", "cancellation class (BK9)") \
    F(CODE, by, REQ, 1, 32, "role of who cancelled") \
    F(CODE, reason, OPT, 1, 32, "reason code; staff must give one") \
    F(BOOL, annulled, OPT, 0, 1, "what was worked does not count either") \
    F(ID, replaced_by, OPT, 1, 64, "new booking that is offered instead, when the provider called off (D1 row 19)")
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
    F(ID, object, REQ, 1, 64, "what for") \
    F(BOOL, staff, OPT, 0, 1, "by hand: no service asked for it")
#define FIELDS_room_denied(F, W, G) \
    F(ID, hold, REQ, 1, 64, "hold, as asked for") \
    F(CODE, reason, REQ, 1, 32, "unknown_room, too_small, closed, taken") \
    F(ID, conflict, OPT, 1, 64, "hold that stands in the way") \
    F(ID, object, REQ, 1, 64, "what for")
#define FIELDS_room_released(F, W, G) \
    F(ID, hold, REQ, 1, 64, "hold") \
    F(ID, object, REQ, 1, 64, "what for")

/* ---- commands: the catalogue (manager, operator). A put states the whole object, new or changed ---- */

/* One span of a weekly plan; several a day are allowed. */
#define FIELDS_open_span(F, W, G) \
    F(INT, weekday, REQ, 1, 7, "1 Monday .. 7 Sunday") \
    F(INT, open_min, OPT, 0, 1439, "from: local minutes since 00:00") \
    F(INT, close_min, REQ, 1, 1440, "until, not included")

#define STATION_PROFILE(F, W, G) \
    F(BOOL, active, REQ, 0, 1, "takes bookings") \
    F(TEXT, name, REQ, 1, 120, "name, Chinese") \
    F(TEXT, name_en, OPT, 1, 120, "name, English") \
    F(TEXT, host, OPT, 1, 120, "organisation that runs it (A1.1)") \
    W(host_kind, REQ, "company|elder_centre|hr_company", "kind of that organisation (A1.2)") \
    F(TEXT, address, OPT, 1, 200, "public address") \
    F(INT, area_m2, OPT, 1, 100000, "floor area (A1.3)") \
    F(INT, floors, OPT, 1, 100, "floors") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse place, thousandths of a degree") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise") \
    F(CODE, area, OPT, 1, 32, "area in which it lies (A1.8)") \
    G(open_span, hours, OPT, 14, "opening hours; none: never open, no room can be held")
#define FIELDS_station_put(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    STATION_PROFILE(F, W, G)

#define COMMUNITY_PROFILE(F, W) \
    F(TEXT, name, REQ, 1, 120, "name, Chinese") \
    F(TEXT, name_en, OPT, 1, 120, "name, English") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse centre, thousandths of a degree") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise") \
    F(CODE, area, OPT, 1, 32, "area to which it belongs (A1.8)")
#define FIELDS_community_put(F, W, G) \
    F(CODE, community, REQ, 1, 32, "community") \
    COMMUNITY_PROFILE(F, W)

/* Towns and streets, and what they are part of. A part stands lower than its whole: no area is in itself. */
#define AREA_PROFILE(F, W) \
    W(kind, REQ, AREA_KINDS, "kind of area; a town and a street (street office) stand side by side") \
    F(TEXT, name, REQ, 1, 120, "name, Chinese") \
    F(TEXT, name_en, OPT, 1, 120, "name, English") \
    F(CODE, parent, OPT, 1, 32, "area of which it is a part: of a higher kind; absent: of none that is kept here")
#define FIELDS_area_put(F, W, G) \
    F(CODE, area, REQ, 1, 32, "area, such as its administrative code: 440705001") \
    AREA_PROFILE(F, W)

/* Organisations that the stations work with (A1.9). Systems that book (role partner) are another matter. */
#define PARTNER_PROFILE(F, W) \
    F(BOOL, active, REQ, 0, 1, "works with the stations at present") \
    W(kind, REQ, PARTNER_KINDS, "kind of organisation (A1.9)") \
    F(TEXT, name, REQ, 1, 120, "name, Chinese") \
    F(TEXT, name_en, OPT, 1, 120, "name, English") \
    F(CODES, stations, OPT, 0, 32, "stations that it works with; none: all") \
    F(TIME, ends, OPT, 1, INT64_MAX, "its agreement runs until then, and it is active no longer; absent: without an end")
#define FIELDS_partner_put(F, W, G) \
    F(CODE, partner, REQ, 1, 32, "partner organisation") \
    PARTNER_PROFILE(F, W)

#define FIELDS_coverage_put(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODES, communities, OPT, 0, 32, "all communities that it serves; replaces what stood (A1.6)")

#define ROOM_PROFILE(F, W) \
    F(BOOL, active, REQ, 0, 1, "can be held") \
    F(TEXT, name, REQ, 1, 120, "name, Chinese") \
    F(TEXT, name_en, OPT, 1, 120, "name, English") \
    W(purpose, REQ, "training|counselling|mediation|interview|hall", "what it is for (A1.4)") \
    F(INT, capacity, REQ, 1, 1000, "persons")
/* A room held by hand, for what no service asks for; refused with the hold that is in the way. */
#define FIELDS_room_hold(F, W, G) \
    F(ID, hold, OPT, 1, 64, "id; derived when absent") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, room, REQ, 1, 32, "room of that station") \
    F(INT, seats, OPT, 0, 1000, "persons expected; absent: it need not be large") \
    F(TIME, start, REQ, 1, INT64_MAX, "from; not in the past") \
    F(TIME, end, REQ, 1, INT64_MAX, "until, not included") \
    F(CODE, purpose, OPT, 1, 32, "what for: meeting, repair, interview ...; names no person")
#define FIELDS_room_release(F, W, G) F(ID, hold, REQ, 1, 64, "hold that was made by hand")
#define FIELDS_room_put(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, room, REQ, 1, 32, "room of that station") \
    ROOM_PROFILE(F, W) \
    G(open_span, hours, OPT, 14, "hours of its own within the station's; none: the station's")

#define FIELDS_doc_publish(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    W(kind, REQ, "process|services|complaints", "which public document; complaints is refused: complaint_doc.publish") \
    F(TEXT, title, REQ, 1, 120, "title, Chinese") \
    F(TEXT, text, REQ, 1, 8000, "the document, Chinese") \
    F(TEXT, text_en, OPT, 1, 8000, "the same in English") \
    F(TIME, valid_from, OPT, 1, INT64_MAX, "in force from, not from before the one that is now; default: now")

#define SERVICE_PROFILE(F, W, G) \
    F(BOOL, active, REQ, 0, 1, "can be booked") \
    F(TEXT, name, REQ, 1, 120, "name, Chinese") \
    F(TEXT, name_en, OPT, 1, 120, "name, English") \
    W(line, REQ, "maternity|household|elder|nursing|rehabilitation|community", "service line (A2.1, A2.2)") \
    F(INT, minutes, REQ, 1, 100000, "usual length") \
    F(INTS, lengths, OPT, 0, 8, "other lengths that may be asked for, minutes") \
    F(INT, workers, REQ, 1, 4, "workers needed at once") \
    F(BOOL, live_in, OPT, 0, 1, "lives in for weeks") \
    F(BOOL, intimate, OPT, 0, 1, "intimate care: a wish for the worker's gender is a must (V6)") \
    F(INT, tolerance_min, OPT, 0, 600, "time-critical: the start may move so far (V10)") \
    F(CODES, worker_kinds, OPT, 0, 8, "kinds of worker that may do it; none: any") \
    G(cert_need, certs, OPT, 8, "certificates that must be valid through the end (V1)") \
    F(INT, day_from_min, OPT, 0, 1439, "given no earlier in the day: local minutes since 00:00") \
    F(INT, day_until_min, OPT, 1, 1440, "and ended no later; absent: at any hour") \
    F(INT, notice_min, OPT, 1, 525600, "minimum notice of its own, minutes (BK5)") \
    F(INT, horizon_days, OPT, 1, 730, "horizon of its own, days (BK5)") \
    F(CODES, stations, OPT, 0, 32, "stations that offer it (A1.2); none: all") \
    F(BOOL, confirms, OPT, 0, 1, "the client confirms who comes before the booking stands (D1 row 6)") \
    F(BOOL, child, OPT, 0, 1, "for a child: a booking names a guardian, or the household has one (D1 row 1)") \
    W(subline, OPT, SERVICE_SUBLINES, "sub-line, of a line that has it (A2.2)")
#define FIELDS_service_put(F, W, G) \
    F(CODE, service, REQ, 1, 16, "service code: HH-01") \
    SERVICE_PROFILE(F, W, G)

/* ---- commands: households ---- */

/* Client, partner (only households that it made itself), receptionist, manager. */
#define HOUSEHOLD_PROFILE(F, W) \
    F(CODE, community, REQ, 1, 32, "community of the home") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse place of the home; absent: centre of the community") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise") \
    W(consent, REQ, "voice|paper|app", "how it agreed that its data are kept") \
    F(PERSONAL, name, OPT, 1, 60, "name of the contact") \
    F(PERSONAL, phone, OPT, 1, 30, "phone; may be missing (A2.4)") \
    F(PERSONAL, address, OPT, 1, 200, "address of the home")
#define FIELDS_household_put(F, W, G) \
    F(ID, household, REQ, 1, 64, "household") \
    HOUSEHOLD_PROFILE(F, W) \
    F(PERSONAL, guardian, OPT, 1, 60, "name of the guardian of its children (A2.13)")

/* Receptionist, dispatcher, manager. */
#define FIELDS_pair_set(F, W, G) \
    F(ID, household, REQ, 1, 64, "household") \
    F(ID, worker, REQ, 1, 64, "worker") \
    F(BOOL, prohibited, REQ, 0, 1, "true: must not meet; false: may again (V1)")

/* ---- commands: bookings ---- */

/* Client, partner, receptionist, manager. Who entered it and for whom are the header's actorid and actorfor (BK3). */
#define FIELDS_booking_create(F, W, G) \
    F(CODE, service, REQ, 1, 16, "service code") \
    F(ID, household, REQ, 1, 64, "household") \
    F(CODE, station, OPT, 1, 32, "station; absent: the nearest that serves the community") \
    F(TIME, start, REQ, 1, INT64_MAX, "start") \
    F(INT, minutes, OPT, 1, 100000, "length; absent: the usual one of the service") \
    F(ID, source_ref, OPT, 1, 64, "the sender's own number for it: unique per source (BK2)") \
    W(channel, OPT, "miniapp|walk_in|external", "absent: client miniapp, partner external, staff walk_in") \
    W(consent, OPT, "voice|paper|app", "how the client agreed; staff must say voice or paper") \
    W(wish_sex, OPT, "f|m", "wished sex of the worker (V6)") \
    F(CODES, wish_languages, OPT, 0, 4, "wished languages (V7)") \
    F(ID, wish_worker, OPT, 1, 64, "worker wished or known from before (V8)") \
    SOFT_WISHES(F) \
    F(BOOL, child, OPT, 0, 1, "the recipient is a child; a service may say so by itself") \
    F(PERSONAL, guardian, OPT, 1, 60, "name of the child's guardian, unless the household's is meant (D1 row 1)")

/* Client, partner (its own), receptionist, dispatcher, manager. Name it by booking or by source_ref. Of staff the header's
 * actorid says who (BK9). */
#define FIELDS_booking_cancel(F, W, G) \
    F(ID, booking, OPT, 1, 64, "booking") \
    F(ID, source_ref, OPT, 1, 64, "or the sender's own number for it") \
    W(reason, OPT, "client_wish|no_need|birth|hospital|death|typhoon|no_worker|worker_ill|station_closed|entry_error", \
      "staff must give one; the last four are the provider's own and staff's alone (BK9)") \
    F(BOOL, annul, OPT, 0, 1, "manager: of a service that has begun or is completed; what was worked does not count either")

/* Client, partner (its own), receptionist, dispatcher, manager: yes to who would come. Name it by booking or by source_ref;
 * expectedrev says which offer is meant. No is booking.cancel. */
#define FIELDS_booking_confirm(F, W, G) \
    F(ID, booking, OPT, 1, 64, "booking") \
    F(ID, source_ref, OPT, 1, 64, "or the sender's own number for it") \
    W(consent, OPT, "voice|paper|app", "how the client said yes; staff must say voice or paper")

/* Receptionist, dispatcher, manager: the service ends before its time. A check-out before half of it is the worker's. */
#define FIELDS_booking_cut_short(F, W, G) \
    F(ID, booking, OPT, 1, 64, "booking") \
    F(ID, source_ref, OPT, 1, 64, "or the sender's own number for it") \
    W(by, REQ, CUT_BY, "who ended it")

/* Receptionist, dispatcher, manager: what the client says once the service is completed. A satisfied one closes it. */
#define FIELDS_followup_record(F, W, G) \
    F(ID, booking, OPT, 1, 64, "booking") \
    F(ID, source_ref, OPT, 1, 64, "or the sender's own number for it") \
    W(result, REQ, FOLLOW_UPS, "what the client said; unreached: to be tried again")

/* ---- queries ---- */

/* Lists: keyset pages. `after` is the id at which the page before ended, `next` where this one did, if there is more. */
#define LIST_PAGE(F) \
    F(ID, after, OPT, 1, 64, "go on after this id") \
    F(INT, limit, OPT, 1, 100, "rows at most; default 100")

#define FIELDS_station_get(F, W, G) F(ID, id, REQ, 1, 64, "station")
#define FIELDS_station_get_answer(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(INT, version, REQ, 1, INT64_MAX, "its revision") \
    STATION_PROFILE(F, W, G) \
    F(CODES, communities, OPT, 0, 32, "communities that it serves") \
    F(INT, coverage_version, OPT, 0, INT64_MAX, "revision of that list: coverage.put")
#define FIELDS_station_list(F, W, G) \
    W(host_kind, OPT, "company|elder_centre|hr_company", "only of this kind") \
    LIST_PAGE(F)
#define FIELDS_station_row(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(BOOL, active, OPT, 0, 1, "takes bookings") \
    F(TEXT, name, REQ, 1, 120, "name, Chinese") \
    F(TEXT, name_en, OPT, 1, 120, "name, English") \
    F(CODE, host_kind, REQ, 1, 32, "kind of host")
#define FIELDS_station_list_answer(F, W, G) \
    G(station_row, rows, OPT, 100, "stations") \
    F(ID, next, OPT, 1, 64, "ask again after this")

/* The nearest stations that take bookings, from a cell or from a community's centre (A2.4). */
#define FIELDS_station_nearest(F, W, G) \
    F(CODE, community, OPT, 1, 32, "from its centre; `serves` is told of it") \
    F(INT, cell_lat, OPT, -90000, 90000, "or from here, thousandths of a degree") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise") \
    F(INT, limit, OPT, 1, 16, "default 4")
#define FIELDS_near_row(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(TEXT, name, REQ, 1, 120, "name, Chinese") \
    F(INT, metres, OPT, 0, 100000000, "straight line") \
    F(INT, walk_min, OPT, 0, 1000000, "minutes on foot, rounded up") \
    F(INT, ebike_min, OPT, 0, 1000000, "minutes by e-bike, rounded up") \
    F(BOOL, serves, OPT, 0, 1, "covers the community asked for")
#define FIELDS_station_nearest_answer(F, W, G) G(near_row, rows, OPT, 16, "nearest first")

#define FIELDS_community_get(F, W, G) F(ID, id, REQ, 1, 64, "community")
#define FIELDS_community_get_answer(F, W, G) \
    F(CODE, community, REQ, 1, 32, "community") \
    F(INT, version, REQ, 1, INT64_MAX, "its revision") \
    COMMUNITY_PROFILE(F, W) \
    F(CODES, stations, OPT, 0, 32, "stations that serve it")
#define FIELDS_community_list(F, W, G) LIST_PAGE(F)
#define FIELDS_community_row(F, W, G) \
    F(CODE, community, REQ, 1, 32, "community") \
    F(TEXT, name, REQ, 1, 120, "name, Chinese") \
    F(TEXT, name_en, OPT, 1, 120, "name, English") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse centre") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise")
#define FIELDS_community_list_answer(F, W, G) \
    G(community_row, rows, OPT, 100, "communities") \
    F(ID, next, OPT, 1, 64, "ask again after this")

/* The areas below `under`, and it; without it all. */
#define FIELDS_area_tree(F, W, G) \
    F(CODE, under, OPT, 1, 32, "only this area and what is part of it") \
    LIST_PAGE(F)
#define FIELDS_area_row(F, W, G) \
    F(CODE, area, REQ, 1, 32, "area") \
    F(INT, version, REQ, 1, INT64_MAX, "its revision") \
    AREA_PROFILE(F, W) \
    F(INT, communities, OPT, 0, 1000000, "communities that belong to it or to a part of it") \
    F(INT, served, OPT, 0, 1000000, "of which some station serves so many")
#define FIELDS_area_tree_answer(F, W, G) \
    G(area_row, rows, OPT, 100, "areas, by code") \
    F(ID, next, OPT, 1, 64, "ask again after this")

#define FIELDS_partner_get(F, W, G) F(ID, id, REQ, 1, 64, "partner organisation")
#define FIELDS_partner_get_answer(F, W, G) \
    F(CODE, partner, REQ, 1, 32, "partner organisation") \
    F(INT, version, REQ, 1, INT64_MAX, "its revision") \
    PARTNER_PROFILE(F, W)
#define FIELDS_partner_list(F, W, G) \
    W(kind, OPT, PARTNER_KINDS, "only of this kind") \
    F(CODE, station, OPT, 1, 32, "only those that work with this station") \
    LIST_PAGE(F)
#define FIELDS_partner_row(F, W, G) \
    F(CODE, partner, REQ, 1, 32, "partner organisation") \
    F(BOOL, active, OPT, 0, 1, "works with the stations at present") \
    F(CODE, kind, REQ, 1, 32, "kind of organisation") \
    F(TEXT, name, REQ, 1, 120, "name, Chinese") \
    F(TEXT, name_en, OPT, 1, 120, "name, English") \
    F(TIME, ends, OPT, 1, INT64_MAX, "its agreement runs until then")
#define FIELDS_partner_list_answer(F, W, G) \
    G(partner_row, rows, OPT, 100, "partners, by code") \
    F(ID, next, OPT, 1, 64, "ask again after this")

/* Who serves a community, or a point: it lies in the community whose centre is nearest, within community_reach_m. */
#define FIELDS_coverage_who_serves(F, W, G) \
    F(CODE, community, OPT, 1, 32, "community; or a point:") \
    F(INT, cell_lat, OPT, -90000, 90000, "thousandths of a degree; with a community: ways are reckoned from here") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise")
#define FIELDS_coverage_who_serves_answer(F, W, G) \
    G(near_row, rows, OPT, 32, "stations that serve it, nearest first") \
    F(CODE, community, OPT, 1, 32, "the community asked for, or in which the point lies; absent: it lies in none") \
    F(INT, community_metres, OPT, 0, 100000000, "from the point to its centre")

#define FIELDS_service_get(F, W, G) F(ID, id, REQ, 1, 64, "service code")
#define FIELDS_service_get_answer(F, W, G) \
    F(CODE, service, REQ, 1, 16, "service code") \
    F(INT, version, REQ, 1, INT64_MAX, "its revision") \
    SERVICE_PROFILE(F, W, G)
#define FIELDS_service_list(F, W, G) \
    W(line, OPT, "maternity|household|elder|nursing|rehabilitation|community", "only this line") \
    LIST_PAGE(F) \
    W(subline, OPT, SERVICE_SUBLINES, "only this sub-line")
#define FIELDS_service_row(F, W, G) \
    F(CODE, service, REQ, 1, 16, "service code") \
    F(BOOL, active, OPT, 0, 1, "can be booked") \
    F(TEXT, name, REQ, 1, 120, "name, Chinese") \
    F(TEXT, name_en, OPT, 1, 120, "name, English") \
    F(CODE, line, REQ, 1, 32, "service line") \
    F(INT, minutes, REQ, 1, 100000, "usual length") \
    F(CODE, subline, OPT, 1, 32, "its sub-line")
#define FIELDS_service_list_answer(F, W, G) \
    G(service_row, rows, OPT, 100, "services") \
    F(ID, next, OPT, 1, 64, "ask again after this")

#define FIELDS_room_list(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    LIST_PAGE(F)
#define FIELDS_room_free(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(TIME, start, REQ, 0, INT64_MAX, "from") \
    F(TIME, end, REQ, 1, INT64_MAX, "until, not included") \
    F(INT, seats, OPT, 0, 1000, "persons expected") \
    W(purpose, OPT, "training|counselling|mediation|interview|hall", "only rooms for this")
#define FIELDS_room_row(F, W, G) \
    F(CODE, room, REQ, 1, 32, "room") \
    ROOM_PROFILE(F, W)
#define FIELDS_room_list_answer(F, W, G) \
    G(room_row, rows, OPT, 100, "rooms") \
    F(ID, next, OPT, 1, 64, "ask again after this")
#define FIELDS_room_free_answer(F, W, G) G(room_row, rows, OPT, 64, "rooms that could be held for the whole time")
#define FIELDS_room_hold_list(F, W, G) \
    F(CODE, station, OPT, 1, 32, "of this station") \
    F(CODE, room, OPT, 1, 32, "of this room") \
    F(TIME, from, OPT, 0, INT64_MAX, "that end later; absent: now") \
    F(TIME, to, OPT, 1, INT64_MAX, "that start before") \
    W(state, OPT, "held|denied|released", "absent: held") \
    LIST_PAGE(F)
/* What a counselling room is held for is not told (BK20). */
#define FIELDS_room_hold_row(F, W, G) \
    F(ID, hold, REQ, 1, 64, "hold") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, room, REQ, 1, 32, "room") \
    F(TIME, start, REQ, 0, INT64_MAX, "from") \
    F(TIME, end, REQ, 0, INT64_MAX, "until, not included") \
    W(state, REQ, "held|denied|released", "held, or what became of it") \
    F(INT, seats, OPT, 0, 1000, "persons expected") \
    F(ID, object, OPT, 1, 64, "what for: the object of a service, or the purpose that staff gave") \
    F(ID, source, REQ, 1, 64, "service that asked for it, or the source of the command") \
    F(ID, by, OPT, 1, 64, "who holds it by hand")
#define FIELDS_room_hold_list_answer(F, W, G) \
    G(room_hold_row, rows, OPT, 100, "holds by start") \
    F(ID, next, OPT, 1, 64, "ask again after this")

#define FIELDS_doc_current(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    W(kind, REQ, "process|services|complaints", "which document; complaints: what was published here before mediation did") \
    F(TIME, at, OPT, 1, INT64_MAX, "in force then; default: now")
#define FIELDS_doc_current_answer(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, kind, REQ, 1, 32, "which document") \
    F(INT, version, REQ, 1, INT64_MAX, "its version") \
    F(TIME, valid_from, REQ, 0, INT64_MAX, "in force from") \
    F(TEXT, title, REQ, 1, 120, "title, Chinese") \
    F(TEXT, text, REQ, 1, 8000, "the document, Chinese") \
    F(TEXT, text_en, OPT, 1, 8000, "the same in English")

/* Receptionist, dispatcher, manager. */
#define FIELDS_household_get(F, W, G) F(ID, id, REQ, 1, 64, "household")
#define FIELDS_household_get_answer(F, W, G) \
    F(ID, household, REQ, 1, 64, "household") \
    F(INT, version, REQ, 1, INT64_MAX, "its revision") \
    HOUSEHOLD_PROFILE(F, W) \
    F(IDS, prohibited, OPT, 0, 32, "workers that must not come") \
    F(PERSONAL, guardian, OPT, 1, 60, "name of the guardian of its children")

#define BOOKING_STATES "REQUESTED|CONFIRMED|IN_SERVICE|COMPLETED|CLOSED|EXPIRED|CANCELLED|NO_SHOW"
#define BOOKING_STATE_SHOWN(F) \
    F(CODE, state, REQ, 1, 32, "state (D1)") \
    F(TEXT, label, OPT, 1, 60, "the state for people, in Chinese (A2.12)") \
    F(TEXT, label_zh, REQ, 1, 60, "the same under its older name") \
    F(TEXT, label_en, REQ, 1, 60, "and in English")

/* An outside system sees only its own bookings. */
#define FIELDS_booking_get(F, W, G) F(ID, id, REQ, 1, 64, "booking")
#define FIELDS_booking_get_answer(F, W, G) \
    BOOKING_FACTS(F, W) \
    F(INT, revision, REQ, 1, INT64_MAX, "its revision") \
    BOOKING_STATE_SHOWN(F) \
    W(channel, REQ, "miniapp|walk_in|external", "how it came in") \
    F(ID, entered_by, OPT, 1, 64, "who entered it (BK3)") \
    F(CODE, entered_role, OPT, 1, 32, "in which role") \
    F(ID, for_whom, OPT, 1, 64, "on whose behalf") \
    W(consent, REQ, "voice|paper|app", "how the client agreed") \
    F(CODE, community, REQ, 1, 32, "community of the home") \
    W(wish_sex, OPT, "f|m", "wished sex of the worker") \
    F(CODES, wish_languages, OPT, 0, 4, "wished languages") \
    F(ID, wish_worker, OPT, 1, 64, "wished worker") \
    SOFT_WISHES(F) \
    F(TIME, created, REQ, 0, INT64_MAX, "when it was asked for") \
    F(TIME, expires, OPT, 0, INT64_MAX, "while REQUESTED: expires then") \
    F(TIME, confirm_by, OPT, 0, INT64_MAX, "while the client is asked: expires then without booking.confirm") \
    F(ID, replaces, OPT, 1, 64, "booking that the provider called off and that this one stands for") \
    F(ID, replaced_by, OPT, 1, 64, "called off by the provider: the booking that is offered instead") \
    F(ID, visit, OPT, 1, 64, "visit") \
    F(ID, worker, OPT, 1, 64, "who comes, or came") \
    F(CODE, cancel_class, OPT, 1, 32, "free, late, very_late, provider, force_majeure (BK9)") \
    F(CODE, cancel_by, OPT, 1, 32, "role of who cancelled") \
    F(CODE, reason, OPT, 1, 32, "why it was cancelled or expired, or the worker lost; a reason of health to the station alone") \
    F(CODE, outcome, OPT, 1, 32, "full, cut_short, missed") \
    F(TIME, closes, OPT, 0, INT64_MAX, "once completed: closed then, if nothing holds it") \
    F(INT, held_by, OPT, 0, 1000000, "cases that hold it open: not told to outside systems (K9)") \
    F(BOOL, child, OPT, 0, 1, "the recipient is a child") \
    F(PERSONAL, guardian, OPT, 1, 60, "its guardian: named for the booking, else the household's; to the station's desk alone") \
    W(cut_by, OPT, CUT_BY, "cut short: who ended it") \
    W(follow_up, OPT, FOLLOW_UPS, "what the client said afterwards") \
    F(TIME, followed_up, OPT, 0, INT64_MAX, "when that was recorded") \
    F(ID, cancelled_by, OPT, 1, 64, "who cancelled (BK9): not told to outside systems")
#define FIELDS_booking_list(F, W, G) \
    W(state, OPT, BOOKING_STATES, "only in this state") \
    F(CODE, station, OPT, 1, 32, "only of this station") \
    F(ID, household, OPT, 1, 64, "only of this household") \
    F(ID, origin, OPT, 1, 64, "only of this outside system") \
    LIST_PAGE(F)
#define FIELDS_booking_row(F, W, G) \
    F(ID, booking, REQ, 1, 64, "booking") \
    F(CODE, state, REQ, 1, 32, "state") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, service, REQ, 1, 16, "service code") \
    F(ID, household, REQ, 1, 64, "household") \
    F(TIME, start, REQ, 0, INT64_MAX, "start") \
    F(TIME, end, REQ, 0, INT64_MAX, "end, not included") \
    F(ID, origin, OPT, 1, 64, "outside system that booked") \
    F(ID, source_ref, OPT, 1, 64, "the sender's own number for it") \
    F(ID, worker, OPT, 1, 64, "who comes, or came") \
    F(CODE, cancel_class, OPT, 1, 32, "cancellation class") \
    F(CODE, outcome, OPT, 1, 32, "how it ended")
#define FIELDS_booking_list_answer(F, W, G) \
    G(booking_row, rows, OPT, 100, "bookings, by id") \
    F(ID, next, OPT, 1, 64, "ask again after this")

/* By the sender's own number, or by booking. Tells of a rejected request too. */
#define FIELDS_booking_status(F, W, G) \
    F(ID, source_ref, OPT, 1, 64, "the sender's own number for it") \
    F(ID, booking, OPT, 1, 64, "or the booking")
#define FIELDS_booking_status_answer(F, W, G) \
    F(ID, booking, REQ, 1, 64, "booking") \
    F(ID, source_ref, OPT, 1, 64, "the sender's own number for it") \
    F(INT, revision, OPT, 1, INT64_MAX, "its revision") \
    BOOKING_STATE_SHOWN(F) \
    F(TIME, start, OPT, 0, INT64_MAX, "start") \
    F(TIME, end, OPT, 0, INT64_MAX, "end, not included") \
    F(CODE, reason, OPT, 1, 32, "why it was rejected, cancelled or expired") \
    F(CODE, field, OPT, 1, 64, "rejected: the field that was wrong") \
    F(TIME, confirm_by, OPT, 0, INT64_MAX, "while the client is asked: expires then without booking.confirm") \
    F(ID, replaced_by, OPT, 1, 64, "called off by the provider: the booking that is offered instead") \
    F(CODE, cancel_class, OPT, 1, 32, "cancellation class") \
    F(CODE, outcome, OPT, 1, 32, "how it ended")

/* The public progress of a booking: which states when (A2.12). */
#define FIELDS_booking_timeline(F, W, G) F(ID, booking, REQ, 1, 64, "booking")
#define FIELDS_timeline_step(F, W, G) \
    F(TIME, at, REQ, 0, INT64_MAX, "since when") \
    BOOKING_STATE_SHOWN(F)
#define FIELDS_booking_timeline_answer(F, W, G) \
    F(ID, booking, REQ, 1, 64, "booking") \
    G(timeline_step, steps, REQ, 64, "oldest first")

/* Staff: who was refused as busy although the service was the same, for the station to ask which wish is meant (A2.5). */
#define FIELDS_booking_duplicates(F, W, G) \
    F(CODE, station, OPT, 1, 32, "only of bookings at this station") \
    F(TIME, since, OPT, 1, INT64_MAX, "only asked for at this time or later") \
    LIST_PAGE(F)
#define FIELDS_duplicate_row(F, W, G) \
    F(ID, request, REQ, 1, 64, "id that the refused request would have had") \
    F(TIME, at, REQ, 0, INT64_MAX, "when it was refused") \
    F(ID, source, REQ, 1, 64, "who sent it") \
    F(CODE, channel, REQ, 1, 32, "how it came in") \
    F(ID, booking, REQ, 1, 64, "booking that stands, or stood") \
    F(CODE, station, REQ, 1, 32, "its station") \
    F(CODE, service, REQ, 1, 16, "service code of both") \
    F(ID, household, REQ, 1, 64, "household of both") \
    F(TIME, start, REQ, 0, INT64_MAX, "start of the booking") \
    F(ID, booked_source, REQ, 1, 64, "who sent the booking") \
    F(CODE, booked_channel, REQ, 1, 32, "how it came in")
#define FIELDS_booking_duplicates_answer(F, W, G) \
    G(duplicate_row, rows, OPT, 100, "suspicions, by request") \
    F(ID, next, OPT, 1, 64, "ask again after this")

#define BOOKING_MESSAGES(M) \
    M(EVENT, catalog_station_changed, "catalog.station_changed", "a station is new or changed") \
    M(EVENT, catalog_community_changed, "catalog.community_changed", "a community is new or changed") \
    M(EVENT, catalog_area_changed, "catalog.area_changed", "an area is new or changed (A1.8)") \
    M(EVENT, catalog_partner_changed, "catalog.partner_changed", "a partner organisation is new or changed (A1.9)") \
    M(EVENT, catalog_room_changed, "catalog.room_changed", "a room is new or changed (A1.4)") \
    M(EVENT, catalog_service_changed, "catalog.service_changed", "a service is new or changed") \
    M(EVENT, catalog_coverage_changed, "catalog.coverage_changed", "which communities a station serves") \
    M(EVENT, catalog_doc_published, "catalog.doc_published", "a public document is in force") \
    M(EVENT, household_pair_changed, "household.pair_changed", "a household and a worker must not meet, or may again") \
    M(EVENT, booking_requested, "booking.requested", "somebody wants a service (D1 row 1)") \
    M(EVENT, booking_rejected, "booking.rejected", "a guard failed (D1 row 3)") \
    M(EVENT, booking_duplicate_suspected, "booking.duplicate_suspected", "the same wish came by another way too (A2.5)") \
    M(EVENT, booking_confirm_asked, "booking.confirm_asked", "somebody is found, the client confirms (D1 row 6)") \
    M(EVENT, booking_confirmed, "booking.confirmed", "worker and time stand (D1 row 6)") \
    M(EVENT, booking_worker_changed, "booking.worker_changed", "somebody else comes than was confirmed (D2 row 12)") \
    M(EVENT, booking_expired, "booking.expired", "nobody could be found in time (D1 row 8)") \
    M(EVENT, booking_in_service, "booking.in_service", "the first visit has begun (D1 row 15)") \
    M(EVENT, booking_completed, "booking.completed", "the last visit is verified, or cut short (D1 row 17)") \
    M(EVENT, booking_outcome_changed, "booking.outcome_changed", "what counted as missed was done after all (V14)") \
    M(EVENT, booking_followed_up, "booking.followed_up", "the client was asked how it was (D1 row 21)") \
    M(EVENT, booking_no_show, "booking.no_show", "nobody was at home (D1 row 18)") \
    M(EVENT, booking_cancelled, "booking.cancelled", "called off (D1 row 19)") \
    M(EVENT, booking_closed, "booking.closed", "nothing more to come (D1 row 20)") \
    M(EVENT, booking_rematch_requested, "booking.rematch_requested", "the worker was lost: another one, please (D1 row 14)") \
    M(EVENT, booking_hold_changed, "booking.hold_changed", "a case holds the booking open, or no longer (D1 row 22)") \
    M(EVENT, room_held, "room.held", "the room is yours") \
    M(EVENT, room_denied, "room.denied", "it is not, and why") \
    M(EVENT, room_released, "room.released", "the room is free again") \
    M(COMMAND, station_put, "station.put", "a station, new or changed (A1.1)") \
    M(COMMAND, community_put, "community.put", "a community, new or changed (A1.6)") \
    M(COMMAND, area_put, "area.put", "an area, new or changed (A1.8)") \
    M(COMMAND, partner_put, "partner.put", "a partner organisation, new or changed (A1.9)") \
    M(COMMAND, coverage_put, "coverage.put", "which communities a station serves (A1.6)") \
    M(COMMAND, room_hold, "room.hold", "hold a room by hand (A1.4)") \
    M(COMMAND, room_release, "room.release", "give a room back that was held by hand (A1.4)") \
    M(COMMAND, room_put, "room.put", "a room of a station (A1.4)") \
    M(COMMAND, doc_publish, "doc.publish", "a new version of a public document (A1.5)") \
    M(COMMAND, service_put, "service.put", "a service, new or changed (A2.1)") \
    M(COMMAND, household_put, "household.put", "a household, new or changed") \
    M(COMMAND, pair_set, "pair.set", "a household and a worker must not meet, or may again") \
    M(COMMAND, booking_create, "booking.create", "book a service, by any channel (D1 row 1, ruling 9)") \
    M(COMMAND, booking_cancel, "booking.cancel", "call a booking off (D1 row 19)") \
    M(COMMAND, booking_confirm, "booking.confirm", "the client says yes to who would come (D1 row 6)") \
    M(COMMAND, booking_cut_short, "booking.cut_short", "the service ends before its time (D1 row 17)") \
    M(COMMAND, followup_record, "followup.record", "what the client said afterwards (D1 rows 20, 21)") \
    M(QUERY, station_get, "station.get", "one station") \
    M(ANSWER, station_get_answer, "station.get.answer", "answer to station.get") \
    M(QUERY, station_list, "station.list", "stations") \
    M(ANSWER, station_list_answer, "station.list.answer", "answer to station.list") \
    M(QUERY, station_nearest, "station.nearest", "the nearest stations (A2.4)") \
    M(ANSWER, station_nearest_answer, "station.nearest.answer", "answer to station.nearest") \
    M(QUERY, community_get, "community.get", "one community") \
    M(ANSWER, community_get_answer, "community.get.answer", "answer to community.get") \
    M(QUERY, community_list, "community.list", "communities") \
    M(ANSWER, community_list_answer, "community.list.answer", "answer to community.list") \
    M(QUERY, area_tree, "area.tree", "areas and how far they are served (A1.8)") \
    M(ANSWER, area_tree_answer, "area.tree.answer", "answer to area.tree") \
    M(QUERY, partner_get, "partner.get", "one partner organisation") \
    M(ANSWER, partner_get_answer, "partner.get.answer", "answer to partner.get") \
    M(QUERY, partner_list, "partner.list", "partner organisations (A1.9)") \
    M(ANSWER, partner_list_answer, "partner.list.answer", "answer to partner.list") \
    M(QUERY, coverage_who_serves, "coverage.who_serves", "stations that serve a community") \
    M(ANSWER, coverage_who_serves_answer, "coverage.who_serves.answer", "answer to coverage.who_serves") \
    M(QUERY, service_get, "service.get", "one service") \
    M(ANSWER, service_get_answer, "service.get.answer", "answer to service.get") \
    M(QUERY, service_list, "service.list", "services, of a line or all") \
    M(ANSWER, service_list_answer, "service.list.answer", "answer to service.list") \
    M(QUERY, room_list, "room.list", "rooms of a station") \
    M(ANSWER, room_list_answer, "room.list.answer", "answer to room.list") \
    M(QUERY, room_free, "room.free", "rooms that are free for a whole time") \
    M(ANSWER, room_free_answer, "room.free.answer", "answer to room.free") \
    M(QUERY, room_hold_list, "room_hold.list", "who holds which room when (A1.4)") \
    M(ANSWER, room_hold_list_answer, "room_hold.list.answer", "answer to room_hold.list") \
    M(QUERY, doc_current, "doc.current", "a public document in force") \
    M(ANSWER, doc_current_answer, "doc.current.answer", "answer to doc.current") \
    M(QUERY, household_get, "household.get", "one household, with its contact") \
    M(ANSWER, household_get_answer, "household.get.answer", "answer to household.get") \
    M(QUERY, booking_get, "booking.get", "one booking") \
    M(ANSWER, booking_get_answer, "booking.get.answer", "answer to booking.get") \
    M(QUERY, booking_list, "booking.list", "bookings") \
    M(ANSWER, booking_list_answer, "booking.list.answer", "answer to booking.list") \
    M(QUERY, booking_status, "booking.status", "how a booking stands, by the sender's own number") \
    M(ANSWER, booking_status_answer, "booking.status.answer", "answer to booking.status") \
    M(QUERY, booking_timeline, "booking.timeline", "public progress of a booking (A2.12)") \
    M(ANSWER, booking_timeline_answer, "booking.timeline.answer", "answer to booking.timeline") \
    M(QUERY, booking_duplicates, "booking.duplicates", "wishes that came by two ways (A2.5)") \
    M(ANSWER, booking_duplicates_answer, "booking.duplicates.answer", "answer to booking.duplicates")

#define BOOKING_RECORDS(R) \
    R(cert_need) R(open_span) R(station_row) R(near_row) R(community_row) R(service_row) R(room_row) R(room_hold_row) R(booking_row) \
    R(timeline_step) R(duplicate_row) R(area_row) R(partner_row)

PROTO_RECORDS(BOOKING_RECORDS)
PROTO_MESSAGES(BOOKING_MESSAGES)

#endif
