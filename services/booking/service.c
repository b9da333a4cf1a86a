/* Booking as data: what its daemon, tests and the simulator are handed; its settings with their bounds. */
#include "booking.h"
#include "privacy_store.h"
#include "room.h"
#include "tables.h"

static const struct setting settings[BOOKING_SETTINGS] = {
    [SET_MIN_NOTICE_MIN] = {"min_notice_min", 120, 0, 525600, "minutes before the start at the latest (BK5)"},
    [SET_HORIZON_DAYS] = {"horizon_days", 90, 1, 730, "days ahead at the most (BK5)"},
    [SET_CANCEL_FREE_H] = {"cancel_free_h", 24, 0, 720, "hours before the start: free until then (BK9)"},
    [SET_CANCEL_LATE_H] = {"cancel_late_h", 2, 0, 720, "hours before the start: late until then (BK9)"},
    [SET_CLOSE_AFTER_DAYS] = {"close_after_days", 7, 0, 365, "days from completion to closing (D1 row 20)"},
    [SET_LAST_CALL_MIN] = {"last_call_min", 30, 0, 1440, "minutes before the start: search ends (ruling 2)"},
    [SET_CONFIRM_H] = {"confirm_h", 24, 1, 720, "hours that a client has to say yes to who comes (D1 row 6)"},
    [SET_PARTNER_DAYS] = {"partner_days", 90, 0, 36500, "days that partner streams are kept; 0: for ever"},
    [SET_PARTNER_EVENTS] = {"partner_events", 10000, 1, 10000000, "events of one that are kept whatever their age"},
    [SET_CONTACT_DAYS] =
        {"contact_days", 1095, 0, 36500,
         "days that a household's contact is kept after its last booking or registration; 0: for ever (X6)"},
    [SET_COMMUNITY_REACH_M] = {"community_reach_m", 3000, 100, 100000,
                               "metres from its centre within which a point lies in a community (A1.6)"},
};

static const struct trimming trimming[] = {{"partner.", SET_PARTNER_DAYS, SET_PARTNER_EVENTS, NULL}, {0}};

const struct service booking_service = {
    .name = "booking",
    .migrations = booking_migrations,
    .statements =
        (const struct statements *const[]){&catalog_sql, &service_sql, &household_sql, &booking_sql, &duplicate_sql,
                                           &room_sql, &area_sql, &partner_sql, &booking_privacy_sql,
                                           &booking_replica_sql, &booking_reach.sql, NULL},
    .handlers = (const struct handler *const[]){catalog_handlers, household_handlers, booking_handlers, cancel_handlers,
                                                confirm_handlers, ending_handlers, progress_handlers, room_handlers,
                                                area_handlers, partner_handlers, privacy_handlers, NULL},
    .timers = (const struct timer_handler *const[]){booking_timers, partner_timers, NULL},
    .queries =
        (const struct query_handler *const[]){catalog_queries, household_queries, booking_queries, duplicate_queries,
                                              room_queries, area_queries, partner_queries, NULL},
    .reach = &booking_reach,
    .settings = settings,
    .settings_count = BOOKING_SETTINGS,
    .trimming = trimming,
    .privacy = &booking_privacy,
    .follows = (const char *const[]){"matching", "mediation", "training", "roster", NULL},
    .ways = true,
    .invariants = booking_invariants,
    .replicas = booking_replicas,
    .machines = (const struct machine *const[]){&booking_machine, &room_machine, NULL},
    .intake = "intake",
};
