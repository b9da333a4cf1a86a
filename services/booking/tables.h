/* What the files of booking show one another: their tables, and the settings by index. */
#ifndef ANXIN_BOOKING_TABLES_H
#define ANXIN_BOOKING_TABLES_H

#include "service/privacy.h"

/* In the order of the table in main.c. */
enum booking_setting {
    SET_MIN_NOTICE_MIN,
    SET_HORIZON_DAYS,
    SET_CANCEL_FREE_H,
    SET_CANCEL_LATE_H,
    SET_CLOSE_AFTER_DAYS,
    SET_LAST_CALL_MIN,
    SET_CONFIRM_H,
    SET_PARTNER_DAYS,
    SET_PARTNER_EVENTS,
    SET_CONTACT_DAYS,
    SET_COMMUNITY_REACH_M,
    BOOKING_SETTINGS
};

extern const struct migration booking_migrations[];
extern const struct statements catalog_sql, service_sql, household_sql, booking_sql, duplicate_sql, room_sql, area_sql,
    partner_sql;
extern const struct handler catalog_handlers[], household_handlers[], booking_handlers[], cancel_handlers[],
    confirm_handlers[], ending_handlers[], progress_handlers[], room_handlers[], area_handlers[], partner_handlers[];
extern const struct timer_handler booking_timers[], partner_timers[];
extern const struct query_handler catalog_queries[], household_queries[], booking_queries[], duplicate_queries[],
    room_queries[], area_queries[], partner_queries[];
extern const struct invariant booking_invariants[];
extern const struct replica booking_replicas[];
extern const struct statements booking_replica_sql;
extern const struct reach booking_reach;

/* Refuses a change of an object whose revision is not the one that the sender has seen (header expectedrev). 0 or
 * UNIT_REFUSED. `current` is 0 for an object that does not exist yet. */
int revision_check(struct unit *unit, int64_t current);

/* Whether a member of staff acts. */
bool by_staff(const struct unit *unit);

/* Refuses a client who acts for another household than the own one. 0 or UNIT_REFUSED. */
int client_check(struct unit *unit, const char *household);

/* Refuses a list with a station that does not exist. 0, or what the handler returns. */
int stations_check(struct unit *unit, const char (*stations)[33], uint32_t count);

/* Who changes the catalogue, and who works at a station's desk. */
#define CATALOG_ROLES (ROLE_MANAGER | ROLE_OPERATOR)
#define ROLE_DESK (ROLE_RECEPTIONIST | ROLE_DISPATCHER | ROLE_MANAGER)

extern const struct privacy booking_privacy;
extern const struct service booking_service;

#endif
