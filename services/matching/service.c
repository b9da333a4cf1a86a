/* Matching as data: what the skeleton is handed by the daemon, and by tests that hold the service in one process. */
#include "service/privacy.h"
#include "absence_store.h"
#include "calendar_store.h"
#include "caseload_store.h"
#include "correction_store.h"
#include "decision_store.h"
#include "fact_store.h"
#include "home_store.h"
#include "matching.h"
#include "offer_store.h"
#include "dayplan_make.h"
#include "dayplan_store.h"
#include "risk.h"
#include "team_store.h"
#include "travel_store.h"
#include "visit_store.h"

/* clang-format off */
static const struct setting settings[SETTINGS] = {
    [SET_OFFER_TTL_MIN] = {"offer_ttl_min", 30, 1, 1440, "minutes that an offer stands (V12)"},
    [SET_ACK_HOUR] = {"ack_hour", 18, 0, 23, "local hour of the day before, by which to acknowledge (V13)"},
    [SET_ACK_GRACE_MIN] = {"ack_grace_min", 30, 1, 1440, "minutes to acknowledge at least (ruling 2)"},
    [SET_REPLACE_AFTER_MIN] = {"replace_after_min", 60, 1, 1440, "minutes without acknowledgement before another is sent (V13)"},
    [SET_LAST_CALL_MIN] = {"last_call_min", 30, 0, 1440, "minutes before the start when the search ends (ruling 2)"},
    [SET_MISSED_MIN] = {"missed_min", 30, 1, 1440, "minutes after the start when a visit is missed (V15)"},
    [SET_OVERDUE_MIN] = {"overdue_min", 30, 1, 1440, "minutes after the end when the check-out is overdue (V26)"},
    [SET_OBJECTION_H] = {"objection_h", 48, 1, 720, "hours that a client may object (D2 row 20)"},
    [SET_CORRECTION_H] = {"correction_h", 48, 1, 720, "hours that a correction waits for its second person (V14)"},
    [SET_OFFLINE_H] = {"offline_h", 24, 0, 168, "hours within which an act done offline may be told (V14)"},
    [SET_MISSED_OPEN_H] = {"missed_open_h", 72, 0, 720, "hours after its end that a missed visit may be put right (V14)"},
    [SET_CHECK_IN_EARLY_MIN] = {"check_in_early_min", 60, 0, 1440, "minutes before the start when a worker may check in"},
    [SET_CLIENT_WAIT_MIN] = {"client_wait_min", 15, 0, 1440, "minutes to wait for a client (BK10)"},
    [SET_CLIENT_TRIES] = {"client_tries", 2, 1, 100, "times to try to reach a client (BK10)"},
    [SET_DOOR_CODE_TRIES] = {"door_code_tries", 5, 1, 100, "wrong door codes before only the phone helps"},
    [SET_CHECK_IN_RADIUS_M] = {"check_in_radius_m", 200, 10, 5000, "metres from the home within which a position counts (V14)"},
    [SET_PLACE_DAYS] = {"place_days", 1095, 0, 36500, "days after the last visit until the exact place of the home goes; 0 never (X6)"},
    [SET_LATE_MIN] = {"late_min", 10, 0, 240, "minutes after the start when a worker is late (V15)"},
    [SET_HANDOVER_MIN] = {"handover_min", 5, 0, 240, "minutes between two visits besides travel (V2)"},
    [SET_STATION_SCOPE] = {"station_scope", 1, 0, 1, "1: a station sends its own workers; 0: anybody's (V1)"},
    [SET_MAX_TRAVEL_MIN] = {"max_travel_min", 60, 1, 1440, "longest way from a worker's home to a household, minutes (V1)"},
    [SET_WEEK_H] = {"week_h", 44, 2, 168, "hours of work that fill a week (C2)"},
    [SET_CONTINUITY_DAYS] = {"continuity_days", 180, 1, 3650, "days that a visit to the same household counts (V8)"},
    [SET_MAIN_SHARE_PCT] = {"main_share_pct", 80, 0, 100, "share of a household's visits that its main worker should have (V8)"},
    [SET_MAX_WORKERS_MONTH] = {"max_workers_month", 3, 1, 31, "different workers that a household should see in a month (V8)"},
    [SET_CASELOAD_MOST] = {"caseload_most", 12, 0, 1000, "households that a worker is newly named main worker of, at most; 0: no limit (V22)"},
    [SET_CASELOAD_AWAY_DAYS] = {"caseload_away_days", 30, 0, 3650, "days suspended after which the households are without main worker; 0: never (V22)"},
    [SET_OFFER_WIDTH] = {"offer_width", 1, 1, 8, "workers asked at once; 1: one after the other (V12)"},
    [SET_REFUSAL_DAYS] = {"refusal_days", 90, 1, 3650, "days that an answered offer counts (V12)"},
    [SET_REFUSAL_LEAST] = {"refusal_least", 5, 1, 1000, "answered offers before refusals count at all"},
    [SET_REFUSAL_PCT] = {"refusal_pct", 30, 0, 100, "share of offers that may be refused unpunished (V12)"},
    [SET_PLAN_DAY_H] = {"plan_day_h", 8, 1, 24, "hours of visits that a worker has a day; in a plan her ways count, too (V4)"},
    [SET_PLAN_VISITS_DAY] = {"plan_visits_day", 6, 1, 48, "visits that a worker has a day (V4)"},
    [SET_PLAN_REST_H] = {"plan_rest_h", 10, 0, 23, "hours of rest between the work of two days (V4)"},
    [SET_PLAN_DAYS_ROW] = {"plan_days_row", 6, 0, 14, "days of work in a row, before one is free; 0: no limit (V4)"},
    [SET_PLAN_STRETCH_H] = {"plan_stretch_h", 5, 1, 24, "hours of work before there is a pause (V4)"},
    [SET_PLAN_PAUSE_MIN] = {"plan_pause_min", 30, 0, 240, "minutes of that pause"},
    [SET_PLAN_MOVE_MIN] = {"plan_move_min", 30, 0, 1440, "minutes of way that another worker for a visit must save (V17)"},
    [SET_PLAN_MOVES] = {"plan_moves", 200, 1, 100000, "thousands of moves that a plan tries for each day"},
    [SET_WEIGHT_SKILL + TERM_SKILL] = {"weight_skill", 25, 0, 100, "weight of skill; the weights are relative (C2)"},
    [SET_WEIGHT_SKILL + TERM_CONTINUITY] = {"weight_continuity", 20, 0, 100, "weight of continuity"},
    [SET_WEIGHT_SKILL + TERM_WORKLOAD] = {"weight_workload", 20, 0, 100, "weight of an even workload"},
    [SET_WEIGHT_SKILL + TERM_LANGUAGE] = {"weight_language", 15, 0, 100, "weight of wished languages (V7)"},
    [SET_WEIGHT_SKILL + TERM_DISTANCE] = {"weight_distance", 10, 0, 100, "weight of a short way"},
    [SET_WEIGHT_SKILL + TERM_PREFERENCE] = {"weight_preference", 10, 0, 100, "weight of wished sex and person"},
    [SET_WEIGHT_SKILL + TERM_CUISINE] = {"weight_cuisine", 5, 0, 100, "weight of wished cuisines (V7)"},
    [SET_WEIGHT_SKILL + TERM_PETS] = {"weight_pets", 5, 0, 100, "weight of working where pets are (V7)"},
    [SET_WEIGHT_SKILL + TERM_SMOKING] = {"weight_smoking", 5, 0, 100, "weight of a wish for a non-smoker (V7)"},
    [SET_WEIGHT_SKILL + TERM_REFUSALS] = {"weight_refusals", 10, 0, 100, "weight of not refusing more than may be (V12)"},
};
/* clang-format on */

static const struct statements *const statements[] = {
    &fact_sql,    &calendar_sql,         &visit_sql,          &decision_sql, &offer_sql,
    &team_sql,    &travel_sql,           &home_sql,           &absence_sql,  &correction_sql,
    &dayplan_sql, &matching_replica_sql, &matching_reach.sql, &caseload_sql, NULL};
static const struct handler *const handlers[] = {privacy_handlers,
                                                 matching_booking_handlers,
                                                 matching_roster_handlers,
                                                 matching_calendar_handlers,
                                                 matching_worker_handlers,
                                                 matching_staff_handlers,
                                                 matching_home_handlers,
                                                 matching_correction_handlers,
                                                 matching_dayplan_handlers,
                                                 matching_caseload_handlers,
                                                 NULL};
static const struct timer_handler *const timers[] = {matching_timers, matching_correction_timers,
                                                     matching_dayplan_timers, matching_caseload_timers, NULL};
static const struct query_handler *const queries[] = {matching_visit_queries,
                                                      matching_choice_queries,
                                                      matching_slot_queries,
                                                      matching_dayplan_queries,
                                                      matching_check_queries,
                                                      matching_caseload_queries,
                                                      NULL};
static const char *const follows[] = {"roster", "booking", "training", "mediation", NULL};

static const struct machine *const machines[] = {&visit_machine, &dayplan_machine, NULL};

const struct service matching_service = {
    .name = "matching",
    .migrations = matching_migrations,
    .statements = statements,
    .handlers = handlers,
    .timers = timers,
    .queries = queries,
    .machines = machines,
    .reach = &matching_reach,
    .settings = settings,
    .settings_count = SETTINGS,
    .follows = follows,
    .privacy = &matching_privacy,
    .first = "roster", /* ruling 6 */
    .ways = true,
    .invariants = matching_invariants,
    .replicas = matching_replicas,
    .open = matching_memory_open,
    .close = matching_memory_close,
    .unit_end = matching_memory_end,
    .returned = risk_returned,
    .job = &dayplan_job,
};
