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
/* V5, V11: absent it leads. */
#define VISIT_LEAD(F) \
    F(ID, lead, OPT, 1, 64, "visit of the same booking that it goes along with: of the booking that one alone decides")

#define FIELDS_visit_planned(F, W, G) VISIT_FACTS(F, W) VISIT_LEAD(F)
/* Ruling 6: nobody is looked for until roster is heard again. */
#define FIELDS_visit_deferred(F, W, G) VISIT_FACTS(F, W) \
    F(CODE, reason, REQ, 1, 32, "what it waits for: roster_silent") \
    F(ID, from_worker, OPT, 1, 64, "who had it, and has it no more")
#define FIELDS_visit_offered(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(TIME, expires, REQ, 0, INT64_MAX, "the offer lapses then (V12)") \
    F(INT, score, OPT, 0, 100000, "score in thousandths of a point") \
    F(ID, from_worker, OPT, 1, 64, "who had it, and has it no more")
#define FIELDS_visit_offer_withdrawn(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(CODE, reason, REQ, 1, 32, "other_was_first, cancelled, rematch")
#define FIELDS_visit_offer_declined(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) F(CODE, reason, REQ, 1, 32, "why")
#define FIELDS_visit_offer_expired(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_assigned(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    W(how, REQ, "direct|accepted|dispatcher|replaced", "how it came about") \
    F(INT, score, OPT, 0, 100000, "score in thousandths of a point") \
    F(TIME, ack_by, REQ, 0, INT64_MAX, "the worker must acknowledge by then (V13)") \
    VISIT_LEAD(F)
#define FIELDS_visit_acked(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_at_risk(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(CODE, reason, REQ, 1, 32, "no_ack, overrun, or a rule: code, certificate, leave, suspended, station_closed ...")
#define FIELDS_visit_recovered(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) F(CODE, reason, OPT, 1, 32, "what was the risk")
#define FIELDS_visit_reassigned(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(ID, from_worker, REQ, 1, 64, "who had it before") \
    F(CODE, why, REQ, 1, 32, "why") \
    F(INT, penalty_min, OPT, 0, 1440, "what the change counts against the plan: minutes of way (V17)") \
    F(INT, changes, OPT, 0, 1000000, "how often the visit has come to somebody else, this time included") \
    VISIT_LEAD(F)
#define FIELDS_visit_en_route(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_started(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(TIME, at, REQ, 0, INT64_MAX, "when") \
    W(method, REQ, "door_code|place|phone", "how it was checked (V14)") \
    F(TIME, told_at, OPT, 0, INT64_MAX, "it was done offline and told then (V14)") \
    VISIT_LEAD(F)
/* Nothing is changed by it but what is known: whether she came a second person says (visit.corrected). */
#define FIELDS_visit_told_late(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(TIME, at, REQ, 0, INT64_MAX, "when she came, as the device kept it") \
    W(method, REQ, "door_code|place", "how it was checked (V14)") \
    F(TIME, told_at, REQ, 0, INT64_MAX, "told then, when the visit counted as missed")
#define FIELDS_visit_ended(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) F(TIME, at, REQ, 0, INT64_MAX, "when") \
    F(TIME, told_at, OPT, 0, INT64_MAX, "it was done offline and told then (V14)")
#define FIELDS_visit_verified(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) F(INT, minutes, REQ, 0, 100000, "minutes worked") \
    VISIT_LEAD(F)
#define FIELDS_visit_unverified(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(CODE, reason, REQ, 1, 32, "why nobody believes its times: late_check_out") \
    F(TIME, ask_again, REQ, 0, INT64_MAX, "a manager is told then, if nobody has put them right")
#define FIELDS_visit_verify_overdue(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(TIME, ended_at, REQ, 0, INT64_MAX, "checked out, as far as is known") \
    F(TIME, ask_again, REQ, 0, INT64_MAX, "told again then")
#define FIELDS_visit_correction_proposed(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(TIME, started_at, REQ, 0, INT64_MAX, "true beginning, as the first person says") \
    F(TIME, ended_at, REQ, 0, INT64_MAX, "true end") \
    F(CODE, reason, REQ, 1, 32, "why it must be corrected") \
    F(ID, second, OPT, 1, 64, "who alone is to confirm it") \
    F(TIME, expires, REQ, 0, INT64_MAX, "dropped then, if nobody has confirmed it")
#define FIELDS_visit_correction_dropped(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(CODE, reason, REQ, 1, 32, "withdrawn, declined, expired, overtaken")
#define FIELDS_visit_corrected(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(TIME, started_at, REQ, 0, INT64_MAX, "true beginning") \
    F(TIME, ended_at, REQ, 0, INT64_MAX, "true end") \
    F(CODE, reason, REQ, 1, 32, "why it was corrected") \
    F(BOOL, missed, OPT, 0, 1, "it counted as missed until then (V14)")
#define FIELDS_visit_disputed(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_closed(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_missed_by_worker(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) VISIT_LEAD(F)
#define CONTACT_WAYS "door|phone|message"
#define FIELDS_contact_try(F, W, G) \
    F(TIME, at, REQ, 0, INT64_MAX, "when") \
    W(how, REQ, CONTACT_WAYS, "rang or knocked, called, wrote")
#define ABSENCE(F, G) \
    F(TIME, arrived_at, OPT, 0, INT64_MAX, "the worker stood at the door since then; absent: since the start") \
    G(contact_try, contacts, OPT, 8, "each time that contact was tried, in order; absent: only their number is known")
#define FIELDS_visit_client_no_show(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W) \
    F(INT, tries, OPT, 0, 100, "times that contact was tried") \
    ABSENCE(F, G) \
    F(TIME, at, OPT, 0, INT64_MAX, "when the worker gave up") \
    F(TIME, told_at, OPT, 0, INT64_MAX, "it was done offline and told then (V14)") \
    VISIT_LEAD(F)
#define FIELDS_visit_checkout_overdue(F, W, G) VISIT_FACTS(F, W) VISIT_WORKER(F, W)
#define FIELDS_visit_cancelled(F, W, G) VISIT_FACTS(F, W) \
    F(ID, worker, OPT, 1, 64, "worker who was to come") \
    F(CODE, reason, REQ, 1, 32, "booking_cancelled, booking_annulled, booking_expired, lead_unfilled, lead_over, rematch") \
    F(INT, minutes, OPT, 0, 100000, "worked until it was stopped")

#define FIELDS_reason_count(F, W, G) \
    F(CODE, reason, REQ, 1, 32, "rule that rejected") \
    F(INT, workers, REQ, 1, 1000000, "how many workers")
#define FIELDS_match_unfillable(F, W, G) VISIT_FACTS(F, W) \
    F(CODE, community, OPT, 1, 32, "community of the home (A2.10)") \
    F(CODE, because, REQ, 1, 32, "no_candidate or too_late") \
    G(reason_count, reasons, OPT, 32, "how many workers each rule rejected") \
    F(ID, from_worker, OPT, 1, 64, "who had it, and has it no more") \
    VISIT_LEAD(F)

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

/* ---- plans of days (V16) ---- */

#define DAYPLAN_FACTS(F, W) \
    F(ID, dayplan, REQ, 1, 64, "plan") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(TIME, from, REQ, 0, INT64_MAX, "visits that start then or later") \
    F(TIME, until, REQ, 0, INT64_MAX, "and before then")
#define FIELDS_dayplan_asked(F, W, G) DAYPLAN_FACTS(F, W)
#define FIELDS_dayplan_made(F, W, G) DAYPLAN_FACTS(F, W) \
    F(INT, visits, REQ, 0, 100000, "looked at") \
    F(INT, given, REQ, 0, 100000, "of them nobody had, and somebody would come") \
    F(INT, moved, REQ, 0, 100000, "somebody else would come") \
    F(INT, left_out, REQ, 0, 100000, "nobody would come")
#define FIELDS_dayplan_confirmed(F, W, G) DAYPLAN_FACTS(F, W) \
    F(INT, done, REQ, 0, 100000, "visits given as proposed") \
    F(INT, stale, REQ, 0, 100000, "visits that stay as they are: the present says no")
#define FIELDS_dayplan_dropped(F, W, G) DAYPLAN_FACTS(F, W) W(reason, REQ, "by_hand|expired", "why")
#define FIELDS_visit_pinned(F, W, G) VISIT_FACTS(F, W) F(BOOL, pinned, OPT, 0, 1, "no plan moves it")

/* Dispatcher and manager. */
#define FIELDS_dayplan_ask(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(TIME, from, OPT, 0, INT64_MAX, "visits that start then or later; absent: now") \
    F(INT, days, OPT, 1, 7, "of so many days; absent: 7")
#define FIELDS_dayplan_confirm(F, W, G) F(ID, dayplan, REQ, 1, 64, "plan that is proposed")
#define FIELDS_dayplan_drop(F, W, G) F(ID, dayplan, REQ, 1, 64, "plan that is asked for or proposed")
#define FIELDS_visit_pin(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(BOOL, pinned, OPT, 0, 1, "true: no plan moves it; false or absent: plans may again")

/* ---- caseloads (V22) ---- */

/* Told whenever the named main worker of a household (V8) is another, or nobody any more. */
#define FIELDS_caseload_changed(F, W, G) \
    F(ID, household, REQ, 1, 64, "household") \
    F(CODE, station, REQ, 1, 32, "station that looks after it") \
    F(ID, worker, OPT, 1, 64, "its main worker from now on; absent: nobody") \
    F(INT, households, OPT, 0, 1000000, "so many has that worker now, this one included") \
    F(ID, from_worker, OPT, 1, 64, "who was it before") \
    F(INT, from_households, OPT, 0, 1000000, "so many are left to that one") \
    W(reason, REQ, "chosen|by_hand|gone|away|prohibited|quiet|erased", \
      "came to most visits; named by a person; the former has left, is suspended for long, or may not come any more; " \
      "no visit for long; the household was erased") \
    F(CODE, because, OPT, 1, 32, "by hand: why")
/* For who looks after the households: these have nobody now. */
#define FIELDS_caseload_vacant(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station that looks after them") \
    F(ID, worker, REQ, 1, 64, "who was their main worker, or would be one") \
    F(INT, households, REQ, 1, 1000000, "so many have no main worker thereby") \
    W(reason, REQ, "gone|away|prohibited|full", \
      "has left, is suspended for long, may not come any more; or has as many households as may be") \
    F(ID, household, OPT, 1, 64, "the household, when it is one")
/* Dispatcher and manager. */
#define FIELDS_caseload_assign(F, W, G) \
    F(ID, household, REQ, 1, 64, "household with a visit") \
    F(ID, worker, REQ, 1, 64, "its main worker from now on, until another is named by hand or that one goes") \
    F(CODE, reason, REQ, 1, 32, "why")

/* ---- commands: visits (D2) ---- */

/* Dispatcher and manager, by hand: the same hard rules as the engine's, refused naming the rule that fails. */
#define FIELDS_visit_offer(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit that nobody has") \
    F(ID, worker, REQ, 1, 64, "worker to ask")
#define FIELDS_visit_broadcast(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit that nobody has") \
    F(IDS, workers, REQ, 2, 8, "workers to ask at once: the first who accepts has it (V12)")
#define FIELDS_visit_assign(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit that nobody has") \
    F(ID, worker, REQ, 1, 64, "employed worker (R3)")
#define FIELDS_visit_reassign(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit that a worker has") \
    F(ID, worker, REQ, 1, 64, "who shall come instead: assigned when employed, else asked") \
    F(CODE, reason, REQ, 1, 32, "why")
#define FIELDS_match_retry(F, W, G) F(ID, visit, REQ, 1, 64, "visit that is unfilled: try again (D2 row 7)")

/* The worker about an offer or visit of the worker's own. */
#define FIELDS_offer_accept(F, W, G) F(ID, visit, REQ, 1, 64, "visit that was offered")
#define FIELDS_offer_decline(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit that was offered") \
    F(CODE, reason, REQ, 1, 32, "why (V12)")
#define FIELDS_visit_ack(F, W, G) F(ID, visit, REQ, 1, 64, "visit: I know of it (V13)")
#define FIELDS_visit_depart(F, W, G) F(ID, visit, REQ, 1, 64, "visit: I am on the way")
#define FIELDS_visit_check_in(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit") \
    W(method, REQ, "door_code|place|phone", \
      "the worker gives the door code or the own position, or staff confirm by phone (V14)") \
    F(CODE, door_code, OPT, 6, 6, "six digits that the client has; required with door_code") \
    F(PERSONAL, place, OPT, 1, 31, "where the worker is, LATITUDE,LONGITUDE in degrees; required with place") \
    F(INT, accuracy_m, OPT, 0, 1000000, "metres that the position may be wrong by") \
    W(datum, OPT, "wgs84|gcj02|bd09", "of the position; absent: the set's own, which it must be") \
    F(TIME, acted_at, OPT, 0, INT64_MAX, "when it was done, if it is told later by who was offline (V14)")
#define FIELDS_visit_check_out(F, W, G) F(ID, visit, REQ, 1, 64, "visit") \
    F(TIME, acted_at, OPT, 0, INT64_MAX, "when it was done, if it is told later by who was offline (V14)")
#define FIELDS_visit_no_client(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(INT, tries, REQ, 1, 100, "times that contact was tried (BK10: 2)") \
    ABSENCE(F, G) \
    F(TIME, acted_at, OPT, 0, INT64_MAX, "when it was done, if it is told later by who was offline (V14)")

/* The household itself, the outside system that books for it, receptionist, manager: where the home is, to the metre. It
 * is kept sealed, and never told: only that a worker is there is found by it. */
#define FIELDS_household_locate(F, W, G) \
    F(ID, household, REQ, 1, 64, "household with a booking") \
    F(PERSONAL, place, REQ, 1, 31, "LATITUDE,LONGITUDE in degrees, with four to seven decimals") \
    W(datum, OPT, "wgs84|gcj02|bd09", "of the position; absent: the set's own, which it must be")

/* Receptionist: check-in or check-out were not as they should be. */
#define FIELDS_visit_correct(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(TIME, started_at, REQ, 0, INT64_MAX, "true beginning") \
    F(TIME, ended_at, REQ, 0, INT64_MAX, "true end") \
    F(CODE, reason, REQ, 1, 32, "why it must be corrected") \
    F(ID, second, OPT, 1, 64, "who alone is to confirm it; absent: any manager, but not the sender (V14)")
/* Manager: the second person. */
#define FIELDS_visit_correct_confirm(F, W, G) F(ID, visit, REQ, 1, 64, "visit with a correction that waits")
/* Who proposed it, or a manager. */
#define FIELDS_visit_correct_withdraw(F, W, G) F(ID, visit, REQ, 1, 64, "visit with a correction that waits")
#define FIELDS_visit_dispute(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit that ended within the last 48 h") \
    F(CODE, reason, REQ, 1, 32, "what is wrong, as a code")
#define FIELDS_visit_settle(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit that is disputed") \
    F(INT, minutes, OPT, 1, 100000, "minutes that count; absent: as they were")

/* ---- questions ---- */

#define VISIT_SHORT(F, W) \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(ID, booking, REQ, 1, 64, "its booking") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, service, REQ, 1, 16, "service code") \
    F(TIME, start, REQ, 0, INT64_MAX, "planned start") \
    F(TIME, end, REQ, 0, INT64_MAX, "planned end, not included") \
    F(CODE, state, REQ, 1, 32, "state of D2") \
    F(TEXT, label, REQ, 1, 64, "the state in Chinese") \
    F(TEXT, label_en, REQ, 1, 64, "and in English") \
    F(ID, worker, OPT, 1, 64, "who has it, or is asked") \
    F(CODE, risk, OPT, 1, 32, "what threatens it; planned, what it waits for: roster_silent (ruling 6), companion (V11)")

#define FIELDS_visit_get(F, W, G) F(ID, id, REQ, 1, 64, "visit")
#define FIELDS_visit_get_answer(F, W, G) VISIT_SHORT(F, W) \
    F(ID, household, REQ, 1, 64, "household") \
    F(INT, revision, REQ, 1, INT64_MAX, "counts its changes") \
    F(CODE, how, OPT, 1, 32, "direct, accepted, dispatcher, replaced") \
    F(INT, score, OPT, 0, 100000, "score in thousandths of a point") \
    F(TIME, offer_until, OPT, 0, INT64_MAX, "the offer lapses then") \
    F(TIME, ack_by, OPT, 0, INT64_MAX, "to be acknowledged by then") \
    F(TIME, acked_at, OPT, 0, INT64_MAX, "acknowledged") \
    F(TIME, started_at, OPT, 0, INT64_MAX, "checked in") \
    F(TIME, ended_at, OPT, 0, INT64_MAX, "checked out") \
    F(CODE, method, OPT, 1, 32, "how the check-in was checked") \
    F(INT, minutes, OPT, 0, 100000, "minutes worked") \
    F(INT, decisions, OPT, 0, INT64_MAX, "how often somebody was looked for: see visit.explain") \
    F(TIME, correction_started_at, OPT, 0, INT64_MAX, "a correction waits for its second person: true beginning") \
    F(TIME, correction_ended_at, OPT, 0, INT64_MAX, "true end") \
    F(TIME, correction_expires, OPT, 0, INT64_MAX, "and is dropped then") \
    F(CODE, correction_reason, OPT, 1, 32, "why") \
    F(ID, correction_by, OPT, 1, 64, "who has proposed it") \
    F(ID, correction_second, OPT, 1, 64, "who alone is to confirm it; absent: any manager") \
    F(BOOL, located, OPT, 0, 1, "it is known where the home is: the worker may check in by position") \
    F(TIME, verify_by, OPT, 0, INT64_MAX, "its times wait for a person, of which a manager is told then (D2 row 19)") \
    F(INT, tries, OPT, 0, 100, "nobody opened: times that contact was tried") \
    ABSENCE(F, G) \
    F(INT, changes, OPT, 0, 1000000, "how often it has come to somebody else (D2 row 12)") \
    F(INT, change_penalty_min, OPT, 0, 1440, "what another change would count against the plan: minutes of way (V17)") \
    F(TIME, started_told_at, OPT, 0, INT64_MAX, "the check-in was done offline and told then (V14)") \
    F(TIME, ended_told_at, OPT, 0, INT64_MAX, "likewise the check-out") \
    VISIT_LEAD(F)

#define FIELDS_visit_list(F, W, G) \
    F(CODE, state, OPT, 1, 32, "only this state") \
    F(ID, worker, OPT, 1, 64, "only this worker") \
    F(ID, booking, OPT, 1, 64, "only this booking") \
    F(CODE, station, OPT, 1, 32, "only this station") \
    F(TIME, from, OPT, 0, INT64_MAX, "starting then or later") \
    F(TIME, to, OPT, 0, INT64_MAX, "starting before") \
    F(ID, after, OPT, 1, 64, "go on after this visit, in order of start") \
    F(INT, limit, OPT, 1, 100, "at most so many; default 100")
#define FIELDS_visit_row(F, W, G) VISIT_SHORT(F, W) \
    F(ID, household, OPT, 1, 64, "household") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse place of the home, thousandths of a degree; for staff") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise")
#define FIELDS_visit_list_answer(F, W, G) \
    G(visit_row, rows, OPT, 100, "visits in order of start") \
    F(ID, next, OPT, 1, 64, "ask again after this one")

/* Why this worker, and why not the others (V9). */
#define FIELDS_visit_explain(F, W, G) \
    F(ID, id, REQ, 1, 64, "visit") \
    F(INT, number, OPT, 1, INT64_MAX, "which decision, from 1; default the last")
#define FIELDS_score_term(F, W, G) \
    F(CODE, term, REQ, 1, 32, "skill, continuity, workload, language, distance, preference, cuisine, pets, smoking, refusals") \
    F(TEXT, label, REQ, 1, 32, "in Chinese") \
    F(TEXT, label_en, REQ, 1, 32, "in English") \
    F(INT, weight, OPT, 0, 100000, "most that it can give, thousandths of a point") \
    F(INT, points, OPT, 0, 100000, "what it gave")
#define FIELDS_match_candidate(F, W, G) \
    F(ID, worker, REQ, 1, 64, "worker") \
    F(INT, rank, REQ, 1, 10, "1 is the best") \
    F(INT, total, OPT, 0, 100000, "sum of the terms, thousandths of a point") \
    F(BOOL, chosen, OPT, 0, 1, "was asked or assigned") \
    F(BOOL, too_many, OPT, 0, 1, "one worker more than the household should see in this month: ranked last (V8)") \
    G(score_term, terms, OPT, 12, "term by term")
#define FIELDS_match_reason(F, W, G) \
    F(CODE, reason, REQ, 1, 32, "rule that rejected") \
    F(TEXT, label, REQ, 1, 64, "in Chinese") \
    F(TEXT, label_en, REQ, 1, 64, "in English") \
    F(INT, workers, REQ, 1, 1000000, "how many workers")
#define FIELDS_match_rejected(F, W, G) \
    F(ID, worker, REQ, 1, 64, "worker") \
    F(CODE, reason, REQ, 1, 32, "first rule that rejected") \
    F(ID, what, OPT, 1, 64, "what stands in the way: type of the certificate, leave, hold, or limit")
#define FIELDS_visit_explain_answer(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(INT, number, REQ, 1, INT64_MAX, "this decision") \
    F(INT, of, REQ, 1, INT64_MAX, "of so many") \
    F(TIME, at, REQ, 0, INT64_MAX, "when") \
    F(CODE, why, REQ, 1, 32, "first, next, replace, again, rematch, retry, capacity, dispatcher, plan") \
    W(outcome, REQ, "assigned|offered|none", "what came of it") \
    F(ID, worker, OPT, 1, 64, "who was chosen") \
    F(INT, considered, OPT, 0, 1000000, "workers looked at") \
    F(INT, feasible, OPT, 0, 1000000, "of them able to") \
    F(ID, main, OPT, 1, 64, "main worker of the household until then (V8)") \
    F(ID, backup, OPT, 1, 64, "who stands in for the main worker") \
    F(INT, visits, OPT, 0, 1000000, "visits to the household that were remembered") \
    F(INT, main_visits, OPT, 0, 1000000, "of them with the main worker") \
    F(INT, month_workers, OPT, 0, 1000000, "different workers there in the month of this visit") \
    G(match_candidate, candidates, OPT, 10, "the ten best") \
    G(match_reason, reasons, OPT, 32, "rules that rejected the others, counted") \
    G(match_rejected, rejected, OPT, 200, "the first 200 of them by name") \
    F(ID, from_worker, OPT, 1, 64, "who had it before, when somebody else was chosen (D2 row 12)") \
    F(INT, penalty_min, OPT, 0, 1440, "what that change counts against the plan: minutes of way (V17)") \
    F(CODE, station, OPT, 1, 32, "station of the visit") \
    F(CODE, service, OPT, 1, 16, "its service") \
    F(TIME, start, OPT, 0, INT64_MAX, "its start") \
    F(TIME, end, OPT, 0, INT64_MAX, "and end") \
    F(TEXT, label, OPT, 1, 64, "what has become of it, in Chinese") \
    F(TEXT, label_en, OPT, 1, 64, "and in English")

/* Who comes to a household (V8). */
#define FIELDS_team_get(F, W, G) \
    F(ID, id, REQ, 1, 64, "household") \
    F(TIME, at, OPT, 1, INT64_MAX, "as for a visit at that time; default now")
#define FIELDS_team_row(F, W, G) \
    F(ID, worker, REQ, 1, 64, "worker") \
    F(INT, visits, OPT, 0, 1000000, "visits to the household before that time") \
    F(INT, month_visits, OPT, 0, 1000000, "visits in that calendar month, planned ones included")
#define FIELDS_team_get_answer(F, W, G) \
    F(ID, household, REQ, 1, 64, "household") \
    F(ID, main, OPT, 1, 64, "main worker: has most of the visits") \
    F(ID, backup, OPT, 1, 64, "who stands in, by name") \
    F(TIME, named_at, OPT, 0, INT64_MAX, "both were named then") \
    F(INT, visits, OPT, 0, 1000000, "visits that are remembered") \
    F(INT, main_visits, OPT, 0, 1000000, "of them with the main worker") \
    F(INT, share_pct, OPT, 0, 100, "the main worker's share") \
    F(INT, share_wanted_pct, OPT, 0, 100, "share that it should be (main_share_pct)") \
    F(INT, month_workers, OPT, 0, 1000000, "different workers in that month") \
    F(INT, month_most, OPT, 0, 31, "so many it should be at most (max_workers_month)") \
    G(team_row, rows, OPT, 32, "all of them, by id") \
    F(TIME, since, OPT, 0, INT64_MAX, "the main worker is named since then") \
    F(BOOL, by_hand, OPT, 0, 1, "by a person: no choice names another (V22)") \
    F(INT, households, OPT, 0, 1000000, "so many households have that main worker") \
    F(INT, caseload_most, OPT, 0, 1000000, "so many one may have (caseload_most); absent: no limit") \
    F(ID, wanted, OPT, 1, 64, "who would be the main worker, had that one not as many households as may be")

/* How many households workers are the main worker of, and how even that is (V22). */
#define CASELOAD_BALANCE(F) \
    F(INT, most, OPT, 0, 1000000, "so many households one may have (caseload_most); absent: no limit") \
    F(INT, workers, OPT, 0, 1000000, "at work, whether they have any or not") \
    F(INT, households, OPT, 0, 100000000, "that have one of them") \
    F(INT, fewest, OPT, 0, 1000000, "that one of them has") \
    F(INT, greatest, OPT, 0, 1000000, "that one of them has") \
    F(INT, mean, OPT, 0, 1000000000, "thousandths of a household") \
    F(INT, gini, OPT, 0, 1000, "in thousandths: 0 all have as many, 1000 one has all (V21)") \
    F(INT, full, OPT, 0, 1000000, "workers who have as many as may be") \
    F(INT, over, OPT, 0, 1000000, "workers who have more: from before the limit") \
    F(INT, vacant, OPT, 0, 100000000, "households that have nobody")
#define FIELDS_caseload_get(F, W, G) \
    F(CODE, id, REQ, 1, 32, "station") \
    F(CODE, kind, OPT, 1, 32, "only workers of this kind")
#define FIELDS_caseload_get_answer(F, W, G) F(CODE, station, REQ, 1, 32, "station") CASELOAD_BALANCE(F)
#define FIELDS_caseload_list(F, W, G) \
    F(CODE, station, OPT, 1, 32, "only of this station") \
    F(CODE, kind, OPT, 1, 32, "only workers of this kind") \
    F(ID, worker, OPT, 1, 64, "the households of this worker, by id; absent: a row a worker, who has most first") \
    F(BOOL, vacant, OPT, 0, 1, "the households that have nobody, by id") \
    F(ID, after, OPT, 1, 64, "go on after this worker or household") \
    F(INT, limit, OPT, 1, 100, "at most so many; default 100")
#define FIELDS_caseload_row(F, W, G) \
    F(ID, worker, OPT, 1, 64, "main worker") \
    F(CODE, station, REQ, 1, 32, "of the worker; of a household: that looks after it") \
    F(CODE, kind, OPT, 1, 32, "of the worker") \
    F(INT, households, OPT, 0, 1000000, "that the worker has") \
    W(fill, OPT, "under|full|over", "beside what may be: fewer, as many, more") \
    F(ID, household, OPT, 1, 64, "household") \
    F(TIME, since, OPT, 0, INT64_MAX, "the worker has it since then; vacant: nobody has") \
    F(BOOL, by_hand, OPT, 0, 1, "named by a person") \
    F(ID, wanted, OPT, 1, 64, "who would have it, had that one not as many as may be")
#define FIELDS_caseload_list_answer(F, W, G) \
    CASELOAD_BALANCE(F) \
    G(caseload_row, rows, OPT, 100, "workers or households") \
    F(ID, next, OPT, 1, 64, "ask again after this one; the first page alone has the balance")

#define FIELDS_visit_door_code(F, W, G) F(ID, id, REQ, 1, 64, "visit")
#define FIELDS_visit_door_code_answer(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(CODE, door_code, REQ, 6, 6, "six digits that the client tells the worker at the door")

/* The calendar of one person. */
#define FIELDS_calendar_list(F, W, G) \
    F(ID, person, REQ, 1, 64, "whose") \
    F(TIME, from, OPT, 0, INT64_MAX, "what ends after") \
    F(TIME, to, OPT, 0, INT64_MAX, "and starts before") \
    F(ID, after, OPT, 1, 64, "go on after this hold, in order of start") \
    F(INT, limit, OPT, 1, 100, "at most so many; default 100")
#define FIELDS_calendar_row(F, W, G) \
    F(ID, hold, REQ, 1, 64, "hold") \
    F(CODE, purpose, REQ, 1, 32, "visit, class, exam, hearing, leave, trainer") \
    F(TEXT, label, REQ, 1, 64, "in Chinese") \
    F(TEXT, label_en, REQ, 1, 64, "in English") \
    F(BOOL, tentative, OPT, 0, 1, "only offered as yet") \
    F(TIME, start, REQ, 0, INT64_MAX, "from") \
    F(TIME, end, REQ, 0, INT64_MAX, "until, not included") \
    F(ID, object, REQ, 1, 64, "what it is for")
#define FIELDS_calendar_list_answer(F, W, G) \
    G(calendar_row, rows, OPT, 100, "holds in order of start") \
    F(ID, next, OPT, 1, 64, "ask again after this one")

/* Who could do it, before anything is booked. */
#define FIELDS_worker_eligible(F, W, G) \
    F(CODE, service, REQ, 1, 16, "service code") \
    F(TIME, start, REQ, 0, INT64_MAX, "start") \
    F(TIME, end, REQ, 0, INT64_MAX, "end, not included") \
    F(ID, household, OPT, 1, 64, "household") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse place of the home") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise") \
    W(wish_sex, OPT, "f|m", "wished sex of the worker") \
    F(CODES, wish_languages, OPT, 0, 4, "wished languages") \
    F(CODES, wish_cuisines, OPT, 0, 4, "what shall be cooked (V7)") \
    F(BOOL, home_pets, OPT, 0, 1, "pets live in the home (V7)") \
    F(BOOL, wish_nonsmoker, OPT, 0, 1, "somebody who does not smoke (V7)") \
    F(CODE, station, OPT, 1, 32, "whose order it would be: its own workers are looked at (V1); absent: those of all stations")
#define FIELDS_worker_eligible_answer(F, W, G) \
    F(INT, considered, OPT, 0, 1000000, "workers looked at") \
    F(INT, feasible, OPT, 0, 1000000, "of them able to") \
    G(match_candidate, candidates, OPT, 10, "the ten best") \
    G(match_reason, reasons, OPT, 32, "rules that rejected the others, counted") \
    G(match_rejected, rejected, OPT, 200, "the first 200 of them by name")

/* Which starts can be offered, each with somebody who can come from what is before and get to what is after (V19). */
#define FIELDS_match_slots(F, W, G) \
    F(CODE, service, REQ, 1, 16, "service code") \
    F(CODE, station, REQ, 1, 32, "whose order it will be") \
    F(INT, minutes, REQ, 1, 1440, "length") \
    F(CODE, community, OPT, 1, 32, "community of the home; absent: whether the station serves it is not asked") \
    F(ID, household, OPT, 1, 64, "household: who knows it is preferred, and no start is offered while somebody is there") \
    F(INT, cell_lat, OPT, -90000, 90000, "coarse place of the home; absent: no ways are reckoned") \
    F(INT, cell_lon, OPT, -180000, 180000, "likewise") \
    F(TIME, from, OPT, 0, INT64_MAX, "no start before it; absent: now") \
    F(INT, days, OPT, 1, 14, "so many days from then; absent: 7") \
    F(TIME, until, OPT, 0, INT64_MAX, "or no start from then on, at most 14 days later") \
    F(INT, step_min, OPT, 5, 1440, "minutes between two starts, counted from midnight; absent: 30") \
    F(INT, day_from_min, OPT, 0, 1439, "no start earlier in the day: local minutes since 00:00") \
    F(INT, day_until_min, OPT, 1, 1440, "ended by then; both absent: 480 to 1200") \
    W(wish_sex, OPT, "f|m", "wished sex of the worker") \
    F(CODES, wish_languages, OPT, 0, 4, "wished languages") \
    F(ID, wish_worker, OPT, 1, 64, "wished worker") \
    F(CODES, wish_cuisines, OPT, 0, 4, "what shall be cooked (V7)") \
    F(BOOL, home_pets, OPT, 0, 1, "pets live in the home (V7)") \
    F(BOOL, wish_nonsmoker, OPT, 0, 1, "somebody who does not smoke (V7)")
#define FIELDS_slot_row(F, W, G) \
    F(TIME, start, REQ, 0, INT64_MAX, "start") \
    F(TIME, end, REQ, 0, INT64_MAX, "end, not included") \
    F(ID, worker, REQ, 1, 64, "the best for it") \
    F(INT, score, OPT, 0, 100000, "in thousandths of a point") \
    F(INT, able, REQ, 1, 1000000, "workers who could") \
    F(BOOL, at_once, OPT, 0, 1, "the best is employed: need not be asked")
#define FIELDS_match_slots_answer(F, W, G) \
    F(INT, starts, OPT, 0, 1000000, "starts looked at") \
    G(slot_row, rows, OPT, 200, "those that can be offered, in order") \
    G(match_reason, reasons, OPT, 32, "of the other starts: workers whom each rule rejected, summed (at most a million)") \
    F(TIME, until, REQ, 0, INT64_MAX, "no start from then on was looked at") \
    F(TIME, next, OPT, 0, INT64_MAX, "the answer was full: ask again from then")

/* A plan and what it says of each visit. */
#define DAYPLAN_SHORT(F, W) \
    DAYPLAN_FACTS(F, W) \
    F(CODE, state, REQ, 1, 32, "ASKED, PROPOSED, CONFIRMED, DROPPED") \
    F(TEXT, label, REQ, 1, 64, "the state in Chinese") \
    F(TEXT, label_en, REQ, 1, 64, "and in English") \
    F(TIME, asked_at, REQ, 0, INT64_MAX, "when it was asked for") \
    F(INT, visits, OPT, 0, 100000, "looked at") \
    F(INT, given, OPT, 0, 100000, "of them nobody had, and somebody would come") \
    F(INT, moved, OPT, 0, 100000, "somebody else would come") \
    F(INT, left_out, OPT, 0, 100000, "nobody would come") \
    F(INT, done, OPT, 0, 100000, "confirmed: visits given as proposed") \
    F(INT, stale, OPT, 0, 100000, "confirmed: visits that the present says no to")
#define FIELDS_dayplan_get(F, W, G) \
    F(ID, id, REQ, 1, 64, "plan") \
    F(INT, after, OPT, 0, 100000, "rows after this number")
#define FIELDS_dayplan_line(F, W, G) \
    F(INT, number, REQ, 1, 100000, "in order of start") \
    F(ID, visit, REQ, 1, 64, "visit") \
    F(TIME, start, REQ, 0, INT64_MAX, "its start") \
    F(ID, from_worker, OPT, 1, 64, "who had it") \
    F(ID, worker, OPT, 1, 64, "who would come; absent: nobody") \
    W(what, REQ, "given|moved|kept|left_out", "what the plan does with it") \
    F(CODE, outcome, OPT, 1, 32, "confirmed: done, or why it is stale: changed, too_late, or the rule that says no") \
    F(TEXT, label, OPT, 1, 64, "the outcome in Chinese") \
    F(TEXT, label_en, OPT, 1, 64, "and in English")
#define FIELDS_dayplan_get_answer(F, W, G) \
    DAYPLAN_SHORT(F, W) \
    G(dayplan_line, rows, OPT, 100, "what it says of each visit, in order of start") \
    F(INT, next, OPT, 0, 100000, "ask again after this number") \
    F(INT, least_min, OPT, 0, 100000, "minutes of visits of who has least of its days by it, of all workers of the station (V21)") \
    F(INT, most_min, OPT, 0, 100000, "and of who has most") \
    F(INT, gini, OPT, 0, 1000, "Gini coefficient of all of them in thousandths: 0 all have the same") \
    F(INT, was_least_min, OPT, 0, 100000, "as it was when the plan was made: least") \
    F(INT, was_most_min, OPT, 0, 100000, "most") \
    F(INT, was_gini, OPT, 0, 1000, "and Gini coefficient")
#define FIELDS_dayplan_row(F, W, G) DAYPLAN_SHORT(F, W)
#define FIELDS_dayplan_list(F, W, G) \
    F(CODE, station, OPT, 1, 32, "only of this station") \
    W(state, OPT, "ASKED|PROPOSED|CONFIRMED|DROPPED", "only in this state") \
    F(ID, after, OPT, 1, 64, "after this one") \
    F(INT, limit, OPT, 1, 100, "at most so many; absent: 100")
#define FIELDS_dayplan_list_answer(F, W, G) \
    G(dayplan_row, rows, OPT, 100, "plans, newest first") \
    F(ID, next, OPT, 1, 64, "ask again after this one")

/* A plan made by hand, checked (V18). */
#define FIELDS_dayplan_drawn(F, W, G) \
    F(ID, visit, REQ, 1, 64, "visit to come of the station, in these days") \
    F(ID, worker, OPT, 1, 64, "who would come; absent: nobody") \
    F(TIME, start, OPT, 0, INT64_MAX, "when, on the day of the visit; absent: as it is booked")
#define FIELDS_dayplan_check(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station; its visits to come are looked at, 200 at most") \
    F(TIME, from, OPT, 0, INT64_MAX, "from then on; absent: now") \
    F(INT, days, OPT, 1, 7, "so many days; absent: 7") \
    G(dayplan_drawn, rows, OPT, 200, "what the plan changes; visits not named stay as they are") \
    F(INT, after, OPT, 0, 100000, "faults after this number")
#define FIELDS_dayplan_fault(F, W, G) \
    F(INT, number, REQ, 1, 100000, "in order: who may not come, then day by day, then weeks") \
    F(CODE, rule, REQ, 1, 32, "rule that the plan breaks: certificate, way, block, rest, work ...") \
    F(TEXT, label, REQ, 1, 64, "in Chinese") \
    F(TEXT, label_en, REQ, 1, 64, "and in English") \
    F(ID, worker, REQ, 1, 64, "whose") \
    F(ID, visit, OPT, 1, 64, "visit; absent: the rule is of the whole day or week") \
    F(TIME, start, REQ, 0, INT64_MAX, "start of the visit as drawn; else begin of the day or week") \
    F(INT, minutes, OPT, 0, 100000000, "by how much; begun minutes count whole") \
    F(INT, visits, OPT, 0, 100000, "or by how many visits; neither: it is not measured")
#define FIELDS_dayplan_check_answer(F, W, G) \
    F(TIME, from, REQ, 0, INT64_MAX, "starts from then ...") \
    F(TIME, until, REQ, 0, INT64_MAX, "... until then, not included") \
    F(INT, visits, OPT, 0, 100000, "looked at") \
    F(INT, changed, OPT, 0, 100000, "of them somebody else would come, nobody, or at another time") \
    F(INT, left_out, OPT, 0, 100000, "nobody would come") \
    F(INT, faults, OPT, 0, 100000, "rules broken, all of them") \
    G(dayplan_fault, rows, OPT, 100, "each of them") \
    F(INT, next, OPT, 0, 100000, "ask again after this number")

/* The live board: how matching stands. */
#define FIELDS_match_board(F, W, G) \
    F(CODE, station, OPT, 1, 32, "only this station") \
    F(TIME, from, OPT, 0, INT64_MAX, "visits starting then or later") \
    F(TIME, to, OPT, 0, INT64_MAX, "visits starting before")
#define FIELDS_board_count(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, state, REQ, 1, 32, "state of D2") \
    F(TEXT, label, REQ, 1, 64, "in Chinese") \
    F(TEXT, label_en, REQ, 1, 64, "in English") \
    F(INT, visits, REQ, 1, INT64_MAX, "how many")
#define FIELDS_match_board_answer(F, W, G) \
    G(board_count, counts, OPT, 128, "visits by station and state") \
    F(INT, unfilled, OPT, 0, INT64_MAX, "visits for which nobody was found, whatever became of them") \
    G(match_reason, refused, OPT, 32, "why nobody could be found: rules over the decisions that found nobody, counted") \
    G(visit_row, at_risk, OPT, 20, "visits at risk, soonest first")

#define MATCHING_MESSAGES(M) \
    M(EVENT, visit_planned, "visit.planned", "a visit is to be filled (D2 row 1, 7)") \
    M(EVENT, visit_deferred, "visit.deferred", "nobody is looked for until roster is heard (ruling 6)") \
    M(EVENT, visit_offered, "visit.offered", "offered to a worker (D2 row 2)") \
    M(EVENT, visit_offer_declined, "visit.offer_declined", "the worker said no (D2 row 4)") \
    M(EVENT, visit_offer_expired, "visit.offer_expired", "the worker did not answer (D2 row 4)") \
    M(EVENT, visit_offer_withdrawn, "visit.offer_withdrawn", "several were asked, and this one need not answer any more (V12)") \
    M(EVENT, visit_assigned, "visit.assigned", "a worker has it (D2 row 3, 5)") \
    M(EVENT, visit_acked, "visit.acked", "and knows it (D2 row 8)") \
    M(EVENT, visit_at_risk, "visit.at_risk", "something threatens it (D2 row 9, 10)") \
    M(EVENT, visit_recovered, "visit.recovered", "no longer (D2 row 11)") \
    M(EVENT, visit_reassigned, "visit.reassigned", "somebody else comes (D2 row 12)") \
    M(EVENT, visit_en_route, "visit.en_route", "on the way (D2 row 13)") \
    M(EVENT, visit_started, "visit.started", "checked in (D2 row 14)") \
    M(EVENT, visit_ended, "visit.ended", "checked out (D2 row 17)") \
    M(EVENT, visit_verified, "visit.verified", "six facts complete (D2 row 19)") \
    M(EVENT, visit_unverified, "visit.unverified", "its times are not to be believed: a person must put them right (D2 row 19)") \
    M(EVENT, visit_verify_overdue, "visit.verify_overdue", "and nobody has (D2 row 19)") \
    M(EVENT, visit_correction_proposed, "visit.correction_proposed", "its times are put right, if a second person agrees (D2 row 19)") \
    M(EVENT, visit_correction_dropped, "visit.correction_dropped", "they stay as they were (D2 row 19)") \
    M(EVENT, visit_corrected, "visit.corrected", "a second person agrees (D2 row 19)") \
    M(EVENT, visit_disputed, "visit.disputed", "the client objects (D2 row 20)") \
    M(EVENT, visit_closed, "visit.closed", "open to objection no longer (ruling 5)") \
    M(EVENT, visit_missed_by_worker, "visit.missed_by_worker", "nobody came (D2 row 15)") \
    M(EVENT, visit_told_late, "visit.told_late", "a worker who counted as not come was there, offline (V14)") \
    M(EVENT, visit_client_no_show, "visit.client_no_show", "nobody was at home (D2 row 16)") \
    M(EVENT, visit_checkout_overdue, "visit.checkout_overdue", "no check-out: lone-worker alarm (D2 row 18)") \
    M(EVENT, visit_cancelled, "visit.cancelled", "will not take place (D2 row 21)") \
    M(EVENT, match_unfillable, "match.unfillable", "nobody can do it, with counted reasons (D2 row 6)") \
    M(EVENT, calendar_hold_granted, "calendar.hold_granted", "the time is yours") \
    M(EVENT, calendar_hold_denied, "calendar.hold_denied", "it is not, and why") \
    M(EVENT, calendar_released, "calendar.released", "the time is free again") \
    M(EVENT, dayplan_asked, "dayplan.asked", "a plan of days is being made (V16)") \
    M(EVENT, dayplan_made, "dayplan.made", "it is there, to be confirmed or dropped") \
    M(EVENT, dayplan_confirmed, "dayplan.confirmed", "confirmed: what the present allows is done") \
    M(EVENT, dayplan_dropped, "dayplan.dropped", "it will not be done") \
    M(EVENT, visit_pinned, "visit.pinned", "no plan moves it, or plans may again") \
    M(EVENT, caseload_changed, "caseload.changed", "a household has another main worker, or none (V22)") \
    M(EVENT, caseload_vacant, "caseload.vacant", "households have no main worker, and why") \
    M(COMMAND, caseload_assign, "caseload.assign", "name the main worker of a household (V22)") \
    M(COMMAND, dayplan_ask, "dayplan.ask", "make a plan of days of a station (V16)") \
    M(COMMAND, dayplan_confirm, "dayplan.confirm", "do what it says, as far as the present allows") \
    M(COMMAND, dayplan_drop, "dayplan.drop", "it shall not be done") \
    M(COMMAND, visit_pin, "visit.pin", "no plan shall move this visit") \
    M(COMMAND, visit_offer, "visit.offer", "ask a worker (D2 row 2)") \
    M(COMMAND, visit_broadcast, "visit.broadcast", "ask several workers at once (V12)") \
    M(COMMAND, visit_assign, "visit.assign", "give it to an employed worker (D2 row 5)") \
    M(COMMAND, visit_reassign, "visit.reassign", "somebody else shall come (D2 row 12)") \
    M(COMMAND, match_retry, "match.retry", "look again for somebody (D2 row 7)") \
    M(COMMAND, offer_accept, "offer.accept", "the worker says yes (D2 row 3)") \
    M(COMMAND, offer_decline, "offer.decline", "the worker says no (D2 row 4)") \
    M(COMMAND, visit_ack, "visit.ack", "the worker knows of it (D2 row 8)") \
    M(COMMAND, visit_depart, "visit.depart", "the worker sets out (D2 row 13)") \
    M(COMMAND, visit_check_in, "visit.check_in", "the worker is there (D2 row 14)") \
    M(COMMAND, visit_check_out, "visit.check_out", "the worker leaves (D2 row 17)") \
    M(COMMAND, visit_no_client, "visit.no_client", "nobody is at home (D2 row 16)") \
    M(COMMAND, household_locate, "household.locate", "where a home is, to the metre (V14)") \
    M(COMMAND, visit_correct, "visit.correct", "times put right, for a second person to confirm (D2 row 19)") \
    M(COMMAND, visit_correct_confirm, "visit.correct_confirm", "the second person confirms them (D2 row 19)") \
    M(COMMAND, visit_correct_withdraw, "visit.correct_withdraw", "they are not to be put right after all") \
    M(COMMAND, visit_dispute, "visit.dispute", "the client objects (D2 row 20)") \
    M(COMMAND, visit_settle, "visit.settle", "the objection is settled (D2 row 20)") \
    M(QUERY, visit_get, "visit.get", "one visit") \
    M(ANSWER, visit_get_answer, "visit.get.answer", "answer to visit.get") \
    M(QUERY, visit_list, "visit.list", "visits, filtered") \
    M(ANSWER, visit_list_answer, "visit.list.answer", "answer to visit.list") \
    M(QUERY, visit_explain, "visit.explain", "why this worker and not the others") \
    M(ANSWER, visit_explain_answer, "visit.explain.answer", "answer to visit.explain") \
    M(QUERY, team_get, "team.get", "who comes to a household: main worker, backup, shares (V8)") \
    M(ANSWER, team_get_answer, "team.get.answer", "answer to team.get") \
    M(QUERY, caseload_get, "caseload.get", "how even the caseloads of a station are (V22)") \
    M(ANSWER, caseload_get_answer, "caseload.get.answer", "answer to caseload.get") \
    M(QUERY, caseload_list, "caseload.list", "who has how many households, or which (V22)") \
    M(ANSWER, caseload_list_answer, "caseload.list.answer", "answer to caseload.list") \
    M(QUERY, visit_door_code, "visit.door_code", "what the client tells the worker at the door") \
    M(ANSWER, visit_door_code_answer, "visit.door_code.answer", "answer to visit.door_code") \
    M(QUERY, calendar_list, "calendar.list", "the calendar of one person") \
    M(ANSWER, calendar_list_answer, "calendar.list.answer", "answer to calendar.list") \
    M(QUERY, worker_eligible, "worker.eligible", "who could do it") \
    M(ANSWER, worker_eligible_answer, "worker.eligible.answer", "answer to worker.eligible") \
    M(QUERY, match_slots, "match.slots", "which starts can be offered to a client (V19)") \
    M(ANSWER, match_slots_answer, "match.slots.answer", "answer to match.slots") \
    M(QUERY, dayplan_get, "dayplan.get", "one plan of days, visit by visit (V16)") \
    M(ANSWER, dayplan_get_answer, "dayplan.get.answer", "answer to dayplan.get") \
    M(QUERY, dayplan_list, "dayplan.list", "plans of days") \
    M(ANSWER, dayplan_list_answer, "dayplan.list.answer", "answer to dayplan.list") \
    M(QUERY, dayplan_check, "dayplan.check", "a plan made by hand: every rule that it breaks (V18)") \
    M(ANSWER, dayplan_check_answer, "dayplan.check.answer", "answer to dayplan.check") \
    M(QUERY, match_board, "match.board", "how matching stands") \
    M(ANSWER, match_board_answer, "match.board.answer", "answer to match.board")

#define MATCHING_RECORDS(R) \
    R(contact_try) R(reason_count) R(visit_row) R(score_term) R(match_candidate) R(match_reason) R(match_rejected) R(calendar_row) \
    R(board_count) R(team_row) R(caseload_row) R(slot_row) R(dayplan_line) R(dayplan_row) R(dayplan_drawn) \
    R(dayplan_fault)

PROTO_RECORDS(MATCHING_RECORDS)
PROTO_MESSAGES(MATCHING_MESSAGES)

#endif
