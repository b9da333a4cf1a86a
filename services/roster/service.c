/* Roster as data: what its daemon, tests and the simulator are handed; its settings with their bounds. */
#include "leave.h"
#include "privacy_store.h"
#include "roster.h"
#include "service/privacy.h"

static const struct setting settings[SET_COUNT] = {
    [SET_PROBATION_DAYS] = {"probation_days", 60, 1, 366, "days of probation when worker.start names none"},
    [SET_CONFIRM_VISITS] = {"confirm_visits", 3, 0, 1000, "verified visits before probation can end (D4 row 3)"},
    [SET_PREJOB_H] = {"prejob_h", 60, 0, 2000, "hours of training before the first day (D4 row 2)"},
    [SET_PREJOB_CARE_H] = {"prejob_care_h", 90, 0, 2000, "likewise for elder_care, nurse and rehab"},
    [SET_REVIEW_DAYS] = {"review_days", 30, 1, 366, "a suspension is reviewed within so many days (D4 row 7)"},
    [SET_YEARLY_DAYS] = {"yearly_days", 366, 28, 1100, "longest validity of health, insurance, background (R4)"},
    [SET_REVOKE_ROWS] = {"revoke_rows", 100, 1, 1000, "certificates that a mass revocation takes in one go (R6)"},
    [SET_LOOK_BACK_YEARS] = {"look_back_years", 5, 0, 50, "years that a background check looks back at least (R4)"},
    [SET_REMIND] = {"remind_1_days", 60, 0, 366,
                    "first reminder before a certificate ends; expiring from then on (R6)"},
    [SET_REMIND + 1] = {"remind_2_days", 30, 0, 366, "second reminder; not before the first"},
    [SET_REMIND + 2] = {"remind_3_days", 7, 0, 366, "third reminder"},
    [SET_REMIND + 3] = {"remind_4_days", 0, 0, 366, "last reminder: 0 is the last valid day"},
    [SET_PROFILE_DAYS] = {"profile_days", 730, 0, 36500,
                          "days that name and phone are kept after she has left; 0: for ever (X6)"},
};

static const struct statements *const statements[] = {
    &worker_sql,       &prepare_sql,        &leave_sql,          &cert_sql,         &revocation_sql,   &proposal_sql,
    &visit_follow_sql, &roster_privacy_sql, &roster_replica_sql, &roster_reach.sql, &home_station_sql, NULL};
static const struct handler *const handlers[] = {
    worker_handlers,   prepare_handlers, probation_handlers, leave_handlers,   cert_handlers,    revocation_handlers,
    proposal_handlers, visit_handlers,   complaint_handlers, station_handlers, privacy_handlers, NULL};
static const struct timer_handler *const timers[] = {worker_timers, probation_timers,  leave_timers,
                                                     cert_timers,   revocation_timers, NULL};
static const struct query_handler *const queries[] = {roster_queries, prepare_queries, revocation_queries, NULL};
static const char *const follows[] = {"matching", "booking", "training", "mediation", NULL};
static const struct machine *const machines[] = {&worker_machine, &leave_machine, &cert_machine, NULL};

/* Kept since schema 8. */
static const struct relearn relearns[] = {
    {"stations", "booking", {MSG_catalog_station_changed}},
    {NULL, NULL, {MSG_NONE}},
};

const struct service roster_service = {
    .name = "roster",
    .migrations = roster_migrations,
    .statements = statements,
    .handlers = handlers,
    .timers = timers,
    .queries = queries,
    .reach = &roster_reach,
    .settings = settings,
    .settings_count = SET_COUNT,
    .follows = follows,
    .privacy = &roster_privacy,
    .invariants = roster_invariants,
    .replicas = roster_replicas,
    .relearns = relearns,
    .machines = machines,
    .yields = true,
};
