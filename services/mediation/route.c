/* Triage and clocks. Keeps the second half of I19: a deadline is a function of the route, the day it starts from and
 * the calendar of working days alone. */
#include "route.h"

#include <stdio.h>

#include "base/civil.h"
#include "base/text.h"
#include "rules/workdays.h"

static const struct {
    const char *name, *label, *next;
} routes[] = {
    [ROUTE_NONE] = {"", "未分流", "court"},
    [ROUTE_LABOUR] = {"labour", "劳动争议调解", "arbitration"},
    [ROUTE_PEOPLE] = {"people", "人民调解", "court"},
    [ROUTE_CONSUMER] = {"consumer", "消费争议调解", "court"},
    [ROUTE_HOTLINE] = {"hotline", "热线投诉办理", "hotline_12345"},
};

static const struct {
    const char *name;
    enum route route;
    const char *law; /* why another route is not open */
} relations[] = {
    [RELATION_NONE] = {"", ROUTE_NONE, "The relation of the parties is not known."},
    [RELATION_COMPANY_EMPLOYEE] = {"company_employee", ROUTE_LABOUR,
                                   "A dispute of a company with its employee is a labour dispute "
                                   "(劳动争议调解仲裁法 art. 2)."},
    [RELATION_HOUSEHOLD_WORKER] = {"household_worker", ROUTE_PEOPLE,
                                   "A dispute between a family and a domestic worker is not a labour dispute "
                                   "(最高法 劳动争议解释(二) art. 7; 法释〔2020〕26号 art. 2)."},
    [RELATION_CONSUMER_COMPANY] = {"consumer_company", ROUTE_CONSUMER,
                                   "A dispute of a consumer with a company goes to consumer mediation "
                                   "(消费者权益保护法 art. 39)."},
    [RELATION_TRAINEE_BASE] = {"trainee_base", ROUTE_PEOPLE,
                               "A dispute of a trainee with the training base is a civil one (人民调解法 art. 2)."},
    [RELATION_OTHER] = {"other", ROUTE_PEOPLE, "Without a special relation a dispute is civil (人民调解法 art. 2)."},
};

/* By the route asked for. */
static const char *const refusals[] = {
    [ROUTE_NONE] = "no_route",         [ROUTE_LABOUR] = "not_labour",   [ROUTE_PEOPLE] = "not_people",
    [ROUTE_CONSUMER] = "not_consumer", [ROUTE_HOTLINE] = "not_hotline",
};

const char *route_name(enum route route)
{
    return routes[route].name;
}

const char *route_label(enum route route)
{
    return routes[route].label;
}

const char *route_next_body(enum route route)
{
    return routes[route].next;
}

enum route route_of(const char *name)
{
    for (int r = ROUTE_LABOUR; r <= ROUTE_HOTLINE; r++)
        if (text_same(routes[r].name, name))
            return (enum route)r;
    return ROUTE_NONE;
}

enum relation relation_of(const char *name)
{
    for (int r = RELATION_COMPANY_EMPLOYEE; r <= RELATION_OTHER; r++)
        if (text_same(relations[r].name, name))
            return (enum relation)r;
    return RELATION_NONE;
}

enum employment employment_of(const char *name)
{
    static const char *const names[] = {
        [EMPLOYMENT_EMPLOYEE] = "employee", [EMPLOYMENT_AGENCY] = "agency", [EMPLOYMENT_PARTNER] = "partner"};
    for (int e = EMPLOYMENT_EMPLOYEE; e <= EMPLOYMENT_PARTNER; e++)
        if (text_same(names[e], name))
            return (enum employment)e;
    return EMPLOYMENT_NONE;
}

bool relation_fits(enum relation relation, enum employment employment, const char **code, const char **law)
{
    bool employee = employment == EMPLOYMENT_EMPLOYEE;
    if (employment == EMPLOYMENT_NONE)
        return true;
    if (relation == RELATION_COMPANY_EMPLOYEE && !employee) {
        *code = "not_employed";
        *law = "Who works through an agency or in cooperation has no employment relation with the company "
               "(劳动合同法 art. 7; 劳动争议调解仲裁法 art. 2).";
        return false;
    }
    if (relation == RELATION_HOUSEHOLD_WORKER && employee) {
        *code = "employed_by_company";
        *law = "For the work of its employee the company answers: it is a matter of the consumer with the company "
               "(民法典 art. 1191).";
        return false;
    }
    return true;
}

enum route route_by_relation(enum relation relation)
{
    return relations[relation].route;
}

bool route_is_mediation(enum route route)
{
    return route != ROUTE_NONE && route != ROUTE_HOTLINE;
}

bool route_allows(enum route route, enum relation relation, const char **code, const char **law)
{
    enum route own = route_by_relation(relation);
    if (route != ROUTE_NONE && (route == own || (route == ROUTE_HOTLINE && own != ROUTE_LABOUR)))
        return true;
    *code = refusals[route];
    *law = relations[relation].law;
    return false;
}

static const char *const units[] = {
    [CLOCK_UNKNOWN] = "unknown", [CLOCK_WORKDAYS] = "workdays", [CLOCK_DAYS] = "days", [CLOCK_MONTHS] = "months"};

const char *clock_unit_name(enum clock_unit unit)
{
    return units[unit];
}

enum clock_unit clock_unit_of(const char *name)
{
    for (int unit = CLOCK_WORKDAYS; unit <= CLOCK_MONTHS; unit++)
        if (text_same(units[unit], name))
            return (enum clock_unit)unit;
    return CLOCK_UNKNOWN;
}

static struct clock end_of_day(int32_t day)
{
    return (struct clock){.at = civil_day_start(day + 1)};
}

static struct clock workdays_after(int64_t from, int count)
{
    bool provisional = false;
    struct clock clock = end_of_day(workdays_add(civil_day(from), count, &provisional));
    clock.provisional = provisional;
    return clock;
}

/* The same day of a later month, or that month's last day when it is shorter. */
static struct clock months_after(int64_t from, int count)
{
    struct civil c = civil_of(from);
    int months = c.year * 12 + c.month - 1 + count;
    int year = months / 12, month = months % 12 + 1;
    int32_t first = civil_day_of(year, month, 1);
    int32_t after = month == 12 ? civil_day_of(year + 1, 1, 1) : civil_day_of(year, month + 1, 1);
    int32_t day = first + c.day - 1;
    return end_of_day(day < after ? day : after - 1);
}

struct clock clock_reckon(enum clock_unit unit, int length, int64_t since)
{
    struct clock clock = {0};
    switch (unit) {
    case CLOCK_UNKNOWN:
        break;
    case CLOCK_WORKDAYS:
        clock = workdays_after(since, length);
        break;
    case CLOCK_DAYS:
        clock = end_of_day(civil_day(since) + length);
        break;
    case CLOCK_MONTHS:
        clock = months_after(since, length);
        break;
    }
    clock.unit = unit;
    clock.length = length;
    clock.since = since;
    return clock;
}

struct clock clock_workdays(int64_t from, int count)
{
    return clock_reckon(CLOCK_WORKDAYS, count, from);
}

bool clock_is_as_reckoned(const char *said)
{
    char id[65], kind[16], unit[16], version[33];
    long long at, since;
    int provisional, length;
    if (sscanf(said, "case %64s %15s %lld %d is %d %15s from %lld by %32s", id, kind, &at, &provisional, &length, unit,
               &since, version) != 8)
        return false;
    if (text_same(unit, units[CLOCK_UNKNOWN]))
        return true;
    if (!workdays_has(version))
        return false;
    const struct clock again = clock_reckon(clock_unit_of(unit), length, since);
    return again.at == at && again.provisional == (provisional != 0);
}

struct clock route_accept_by(enum route route, const struct limits *limits, int64_t filed)
{
    return clock_workdays(filed, route == ROUTE_CONSUMER ? limits->consumer_accept_workdays : limits->accept_workdays);
}

struct clock route_due(enum route route, const struct limits *limits, int64_t filed, int64_t accepted)
{
    switch (route) {
    case ROUTE_LABOUR:
        return clock_reckon(CLOCK_DAYS, limits->labour_days, filed);
    case ROUTE_CONSUMER:
        return clock_workdays(filed, limits->consumer_workdays);
    case ROUTE_HOTLINE:
        return clock_workdays(filed, limits->hotline_workdays);
    case ROUTE_NONE:
    case ROUTE_PEOPLE:
        break;
    }
    return clock_reckon(CLOCK_MONTHS, limits->people_months, accepted);
}
