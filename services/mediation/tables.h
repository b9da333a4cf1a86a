/* The tables of which service.c makes the service, and the order of the settings. */
#ifndef MEDIATION_TABLES_H
#define MEDIATION_TABLES_H

#include "service/service.h"

#include "route.h"

enum mediation_setting {
    SET_ACCEPT_WORKDAYS,
    SET_CONSUMER_ACCEPT_WORKDAYS,
    SET_CONSUMER_WORKDAYS,
    SET_LABOUR_DAYS,
    SET_HOTLINE_WORKDAYS,
    SET_PEOPLE_MONTHS,
    SET_CLOSE_WORKDAYS,
    SET_FILE_DAYS,
    SET_HEARD_DAYS,
    SET_HEARD_EVENTS,
    SET_NOTES_MOST,
    MEDIATION_SETTINGS
};

/* What every event of a case tells. */
#define CASE_FACTS_PUT(event, d)                                                                                       \
    (TEXT_PUT((event).case_id, (d)->id), TEXT_PUT((event).number, (d)->number),                                        \
     TEXT_PUT((event).station, (d)->station), TEXT_PUT((event).booking, (d)->booking))

/* Who may file a case, and withdraw the own one. */
#define ROLES_FILE (ROLE_CLIENT | ROLE_WORKER | ROLE_TRAINEE | ROLE_RECEPTIONIST | ROLE_PARTNER | ROLE_OFFICER)

/* Who may end the own one (D9 row 15). */
#define ROLES_PARTY (ROLE_CLIENT | ROLE_WORKER | ROLE_TRAINEE | ROLE_PARTNER)

/* Who has part in private notes (K9): not the office, not the system through which a party writes. */
#define ROLES_NOTE (ROLE_MEDIATOR | ROLE_CLIENT | ROLE_WORKER | ROLE_TRAINEE)

/* Who conducts a case. */
#define ROLES_OFFICE (ROLE_MEDIATOR | ROLE_OFFICER)

/* The settings as the clocks of the routes want them. */
struct limits dispute_limits(const struct unit *unit);

extern const struct handler filing_handlers[], dispute_handlers[], agreement_handlers[];
extern const struct handler booking_copy_handlers[], employment_handlers[], uphold_handlers[];
extern const struct handler doc_handlers[], note_handlers[];
extern const struct timer_handler dispute_timers[];
extern const struct query_handler dispute_queries[], doc_queries[], note_queries[], export_queries[];
extern const struct invariant mediation_invariants[];
extern const struct judged mediation_judged[];
extern const struct replica mediation_replicas[];
extern const struct statements mediation_replica_sql;
extern const struct reach mediation_reach;
extern const struct migration mediation_migrations[];
extern const struct privacy mediation_privacy;
extern const struct service mediation_service;

#endif
