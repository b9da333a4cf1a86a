/* Notification as data: its settings and its tables. Follows every other service; says notice.* on feeds. */
#include "in_force.h"
#include "service/privacy.h"
#include "store.h"
#include "tables.h"

static const struct setting settings[NOTIFICATION_SETTINGS] = {
    [SET_DEVICES_MAX] = {"devices_max", 16, 1, 1000, "devices of one reader that keep a cursor (N2)"},
    [SET_STORM_CHANNEL_MOST] = {"storm_channel_most", 5, 1, 1000, "notices of priority 4 told at once in a feed (N8)"},
    [SET_STORM_CHANNEL_S] = {"storm_channel_s", 5, 1, 3600, "within so many seconds"},
    [SET_STORM_CONTACT_MOST] = {"storm_contact_most", 1, 1, 1000,
                                "notices of priority 1 to 3 told at once to a reader (N8)"},
    [SET_STORM_CONTACT_S] = {"storm_contact_s", 60, 1, 3600, "within so many seconds"},
    [SET_FEED_DAYS] = {"feed_days", 90, 0, 36500, "days that feeds are kept; 0: for ever"},
    [SET_FEED_EVENTS] = {"feed_events", 1000, 1, 10000000, "entries of a feed that are kept whatever their age"},
};

static const struct statements *const statements[] = {
    &reader_sql, &rule_sql, &notice_sql, &storm_sql, &feed_sql, &notification_reach.sql, NULL};
/* It keeps nothing personal: an erasure finds nothing here, and says so. */
static const struct privacy privacy = {0};
static const struct handler *const handlers[] = {privacy_handlers, event_handlers, reader_handlers,
                                                 rule_handlers,    feed_handlers,  NULL};
static const struct timer_handler *const timers[] = {storm_timers, NULL};
static const struct query_handler *const queries[] = {notification_queries, NULL};
static const struct machine *const machines[] = {&notice_machine, NULL};
static const struct trimming trimming[] = {{"feed.", SET_FEED_DAYS, SET_FEED_EVENTS, feed_hold}, {0}};
static const char *const follows[] = {"booking", "matching", "roster", "training", "mediation", NULL};

const struct service notification_service = {
    .name = "notification",
    .migrations = notification_migrations,
    .statements = statements,
    .handlers = handlers,
    .timers = timers,
    .queries = queries,
    .reach = &notification_reach,
    .settings = settings,
    .settings_count = NOTIFICATION_SETTINGS,
    .trimming = trimming,
    .follows = follows,
    .privacy = &privacy,
    .machines = machines,
    .invariants = notification_invariants,
    .open = in_force_open,
    .close = in_force_close,
};
