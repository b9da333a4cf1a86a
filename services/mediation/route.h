/* Where a dispute goes and how long it may take: triage by relation (K2) and the clocks of each route (K5). Pure. */
#ifndef MEDIATION_ROUTE_H
#define MEDIATION_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

enum route { ROUTE_NONE, ROUTE_LABOUR, ROUTE_PEOPLE, ROUTE_CONSUMER, ROUTE_HOTLINE };

enum relation {
    RELATION_NONE,
    RELATION_COMPANY_EMPLOYEE,
    RELATION_HOUSEHOLD_WORKER,
    RELATION_CONSUMER_COMPANY,
    RELATION_TRAINEE_BASE,
    RELATION_OTHER,
};

const char *route_name(enum route route);  /* "labour" */
const char *route_label(enum route route); /* "劳动争议调解" */
enum route route_of(const char *name);     /* ROUTE_NONE when unknown or "" */
enum relation relation_of(const char *name);

/* How a party who is a worker is employed (R3); NONE: no party is one, as far as is known here. */
enum employment { EMPLOYMENT_NONE, EMPLOYMENT_EMPLOYEE, EMPLOYMENT_AGENCY, EMPLOYMENT_PARTNER };
enum employment employment_of(const char *name);

/* Whether the parties can be in this relation: only who is employed is a company's employee; for an employee's work the
 * company answers to the household (R3). When not, *code and *law, the sentence with its source. */
bool relation_fits(enum relation relation, enum employment employment, const char **code, const char **law);

/* The route that the relation decides. */
enum route route_by_relation(enum relation relation);

/* True for the routes where two known sides are brought together; the hotline handles complaints and tips. */
bool route_is_mediation(enum route route);

/* Whether this relation may take this route; when not, *code ("not_labour") and *law, the sentence with its source. */
bool route_allows(enum route route, enum relation relation, const char **code, const char **law);

/* Next body the parties are told of when mediation ends without result: "arbitration", "court" ... */
const char *route_next_body(enum route route);

enum clock_unit { CLOCK_UNKNOWN, CLOCK_WORKDAYS, CLOCK_DAYS, CLOCK_MONTHS };

/* A deadline: the first instant after its last civil day (Asia/Shanghai), so the whole of that day still counts. */
struct clock {
    int64_t at;
    bool provisional;     /* reaches into a year whose calendar is not known */
    enum clock_unit unit; /* how it was reckoned: `length` of these after the civil day of `since` */
    int length;
    int64_t since;
};

const char *clock_unit_name(enum clock_unit unit); /* "workdays" */
enum clock_unit clock_unit_of(const char *name);   /* CLOCK_UNKNOWN when it is none */

/* The deadline that is reckoned in this way; at 0 when the way is not known. */
struct clock clock_reckon(enum clock_unit unit, int length, int64_t since);

/* The lengths of the clocks, from the settings (2-FEATURES C2). */
struct limits {
    int accept_workdays;          /* routes without a rule of their own: 3 */
    int consumer_accept_workdays; /* 7 */
    int consumer_workdays;        /* 45 */
    int labour_days;              /* 15 calendar days */
    int hotline_workdays;         /* 15 */
    int people_months;            /* 1 */
};

/* To be accepted or declined by then, from the filing; ROUTE_NONE (not screened yet) counts as the default (ruling 8).
 */
struct clock route_accept_by(enum route route, const struct limits *limits, int64_t filed);

/* To be concluded by then: labour, hotline and consumer from the filing, people's mediation from the acceptance
 * (ruling 8; 劳动争议调解仲裁法 14, 人民调解工作若干规定 33). */
struct clock route_due(enum route route, const struct limits *limits, int64_t filed, int64_t accepted);

/* `count` working days after the civil day of `from`, which does not count itself. */
struct clock clock_workdays(int64_t from, int count);

/* I19: whether a deadline is the one that is reckoned again from what is said of it, by the calendar that it names:
 * "case ID KIND AT PROVISIONAL is LENGTH UNIT from SINCE by VERSION". What was reckoned in a way that nobody kept
 * passes; with a calendar that is not known here nothing does. */
bool clock_is_as_reckoned(const char *said);

#endif
