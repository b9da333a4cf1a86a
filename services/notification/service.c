/* Notification as data: its settings and its tables. Follows every other service; says notice.* on feeds. */
#include "store.h"
#include "tables.h"

static const struct setting settings[NOTIFICATION_SETTINGS] = {
    [SET_DEVICES_MAX] = {"devices_max", 16, 1, 1000, "devices of one reader that keep a cursor (N2)"},
};

static const struct statements *const statements[] = {&reader_sql, &rule_sql, &notice_sql, &feed_sql, NULL};
static const struct handler *const handlers[] = {event_handlers, reader_handlers, rule_handlers, feed_handlers, NULL};
static const struct query_handler *const queries[] = {notification_queries, NULL};
static const struct machine *const machines[] = {&notice_machine, NULL};
static const char *const follows[] = {"booking", "matching", "roster", "training", "mediation", NULL};

const struct service notification_service = {
    .name = "notification",
    .migrations = notification_migrations,
    .statements = statements,
    .handlers = handlers,
    .queries = queries,
    .settings = settings,
    .settings_count = NOTIFICATION_SETTINGS,
    .follows = follows,
    .machines = machines,
    .invariants = notification_invariants,
};
