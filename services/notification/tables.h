/* The tables of which service.c makes the service, and the order of the settings. */
#ifndef NOTIFICATION_TABLES_H
#define NOTIFICATION_TABLES_H

#include "service/service.h"

enum notification_setting {
    SET_DEVICES_MAX,
    SET_STORM_CHANNEL_MOST,
    SET_STORM_CHANNEL_S,
    SET_STORM_CONTACT_MOST,
    SET_STORM_CONTACT_S,
    SET_FEED_DAYS,
    SET_FEED_EVENTS,
    NOTIFICATION_SETTINGS
};

extern const struct handler event_handlers[];
extern const struct handler reader_handlers[];
extern const struct handler rule_handlers[];
extern const struct handler feed_handlers[];
extern const struct timer_handler storm_timers[];
int feed_hold(struct unit *unit, const char *stream, int64_t *number); /* trimming stops at the first open notice */
extern const struct query_handler notification_queries[];
extern const struct invariant notification_invariants[];
extern const struct reach notification_reach;
extern const struct migration notification_migrations[];
extern const struct service notification_service;

#endif
