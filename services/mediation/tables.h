/* The tables of which service.c makes the service, and the order of the settings. */
#ifndef MEDIATION_TABLES_H
#define MEDIATION_TABLES_H

#include "service/service.h"

enum mediation_setting {
    SET_ACCEPT_WORKDAYS,
    SET_CONSUMER_ACCEPT_WORKDAYS,
    SET_CONSUMER_WORKDAYS,
    SET_LABOUR_DAYS,
    SET_HOTLINE_WORKDAYS,
    SET_PEOPLE_MONTHS,
    SET_CLOSE_WORKDAYS,
    SET_FILE_DAYS,
    MEDIATION_SETTINGS
};

extern const struct handler dispute_handlers[];
extern const struct handler booking_copy_handlers[];
extern const struct timer_handler dispute_timers[];
extern const struct query_handler dispute_queries[];
extern const struct invariant mediation_invariants[];
extern const struct reach mediation_reach;
extern const struct migration mediation_migrations[];
extern const struct privacy mediation_privacy;
extern const struct service mediation_service;

#endif
