/* What the files of matching share: its settings, its memory, its tables. */
#ifndef ANXIN_MATCHING_MATCHING_H
#define ANXIN_MATCHING_MATCHING_H

#include "service/service.h"

#include "visit.h"

/* In the order of the table in service.c. */
enum matching_setting {
    SET_OFFER_TTL_MIN,
    SET_ACK_HOUR,
    SET_ACK_GRACE_MIN,
    SET_REPLACE_AFTER_MIN,
    SET_LAST_CALL_MIN,
    SET_MISSED_MIN,
    SET_OVERDUE_MIN,
    SET_OBJECTION_H,
    SET_CORRECTION_H,
    SET_OFFLINE_H,
    SET_MISSED_OPEN_H,
    SET_CHECK_IN_EARLY_MIN,
    SET_CLIENT_WAIT_MIN,
    SET_CLIENT_TRIES,
    SET_DOOR_CODE_TRIES,
    SET_CHECK_IN_RADIUS_M,
    SET_PLACE_DAYS,
    SET_LATE_MIN,
    SET_HANDOVER_MIN,
    SET_STATION_SCOPE,
    SET_MAX_TRAVEL_MIN,
    SET_WEEK_H,
    SET_CONTINUITY_DAYS,
    SET_MAIN_SHARE_PCT,
    SET_MAX_WORKERS_MONTH,
    SET_CASELOAD_MOST,
    SET_CASELOAD_AWAY_DAYS,
    SET_OFFER_WIDTH,
    SET_REFUSAL_DAYS,
    SET_REFUSAL_LEAST,
    SET_REFUSAL_PCT,
    SET_PLAN_DAY_H,
    SET_PLAN_VISITS_DAY,
    SET_PLAN_REST_H,
    SET_PLAN_DAYS_ROW,
    SET_PLAN_STRETCH_H,
    SET_PLAN_PAUSE_MIN,
    SET_PLAN_MOVE_MIN,
    SET_PLAN_MOVES,
    SET_WEIGHT_SKILL, /* and the others in the order of enum term */
    SETTINGS = SET_WEIGHT_SKILL + TERM_COUNT
};

/* The settings as the pure parts want them. */
void policy_read(const struct unit *unit, struct policy *policy);
void visit_policy_read(const struct unit *unit, struct visit_policy *policy);

/* Refuses a position in another datum than the set's: positions of two are never mixed. "" passes. */
int home_datum_check(struct unit *unit, const char *datum);

/* The workers and everybody's time, in memory. */
struct pool *pool_of(const struct unit *unit);
struct horizon memory_horizon(const struct unit *unit);
int memory_forget(struct unit *unit, const char *person); /* after something was put: UNIT_DONE or trouble */
void *matching_memory_open(struct unit *unit, struct error *error);
void matching_memory_close(void *state);
void matching_memory_end(void *state, bool kept);

extern const struct service matching_service;
extern const struct migration matching_migrations[];
extern const struct handler matching_booking_handlers[], matching_roster_handlers[], matching_calendar_handlers[],
    matching_worker_handlers[], matching_staff_handlers[], matching_home_handlers[], matching_correction_handlers[],
    matching_dayplan_handlers[], matching_caseload_handlers[];
extern const struct privacy matching_privacy;
extern const struct timer_handler matching_timers[], matching_correction_timers[], matching_dayplan_timers[],
    matching_caseload_timers[];
extern const struct query_handler matching_visit_queries[], matching_choice_queries[], matching_slot_queries[],
    matching_dayplan_queries[], matching_check_queries[], matching_caseload_queries[];
extern const struct invariant matching_invariants[];
extern const struct replica matching_replicas[];
extern const struct statements matching_replica_sql;
extern const struct reach matching_reach;

#endif
