/* What is due (D2). A timer fires once; one that no longer fits its visit does nothing. */
#include "companion.h"
#include "life.h"
#include "match.h"
#include "risk.h"
#include "visit_store.h"

/* Loads the visit if it still wants that move: 1, 0 when nothing is to be done, -1. */
static int due_visit(struct unit *unit, const char *subject, enum visit_trigger trigger, struct visit *visit)
{
    int found = visit_find(unit->store, subject, visit);
    if (found < 0)
        return unit_trouble(unit);
    return found && life_allows(visit, trigger);
}

static int offer_lapses(struct unit *unit, const char *subject, int64_t due)
{
    struct visit visit;
    (void)due;
    int found = due_visit(unit, subject, VISIT_EXPIRE, &visit);
    if (found != 1)
        return found;
    int result = life_expire(unit, &visit);
    return result == UNIT_DONE ? match_find(unit, &visit, "next") : result;
}

static int on_ack_by(struct unit *unit, const char *subject, int64_t due)
{
    struct visit visit;
    (void)due;
    int found = due_visit(unit, subject, VISIT_LAPSE, &visit);
    return found == 1 ? life_risk(unit, &visit, VISIT_LAPSE, "no_ack") : found;
}

static int on_replace(struct unit *unit, const char *subject, int64_t due)
{
    struct visit visit;
    (void)due;
    int found = due_visit(unit, subject, VISIT_RECOVER, &visit);
    return found == 1 ? match_find(unit, &visit, visit.searched_at ? "again" : "replace") : found;
}

/* What still waits for roster half an hour before the start is given up. */
static int on_last_call(struct unit *unit, const char *subject, int64_t due)
{
    struct visit visit;
    int found = due_visit(unit, subject, VISIT_GIVE_UP, &visit);
    return found == 1 ? match_find(unit, &visit, "next") : found < 0 ? found : offer_lapses(unit, subject, due);
}

static int on_overrun(struct unit *unit, const char *subject, int64_t due)
{
    struct visit visit;
    (void)due;
    int found = due_visit(unit, subject, VISIT_CHECK_OUT, &visit);
    return found == 1 ? risk_overrun(unit, &visit) : found;
}

static int on_freed(struct unit *unit, const char *worker, int64_t due)
{
    (void)due;
    return match_help(unit, worker);
}

static int on_missed(struct unit *unit, const char *subject, int64_t due)
{
    struct visit visit;
    (void)due;
    int found = due_visit(unit, subject, VISIT_MISS, &visit);
    return found == 1 ? life_miss(unit, &visit) : found;
}

static int on_checkout_overdue(struct unit *unit, const char *subject, int64_t due)
{
    struct visit visit;
    (void)due;
    int found = due_visit(unit, subject, VISIT_OVERDUE, &visit);
    return found == 1 ? life_overdue(unit, &visit) : found;
}

/* Time does not make times credible: a person does (D2 row 19). */
static int on_verify(struct unit *unit, const char *subject, int64_t due)
{
    struct visit visit;
    (void)due;
    int found = due_visit(unit, subject, VISIT_REMIND, &visit);
    return found == 1 ? life_remind(unit, &visit) : found;
}

static int on_objection(struct unit *unit, const char *subject, int64_t due)
{
    struct visit visit;
    (void)due;
    int found = due_visit(unit, subject, VISIT_CLOSE, &visit);
    return found == 1 ? life_close(unit, &visit) : found;
}

/* last_call: what is still being asked for half an hour before the start is too late. */
const struct timer_handler matching_timers[] = {
    {"offer_ttl", offer_lapses}, {"ack_by", on_ack_by},        {"replace", on_replace},
    {"last_call", on_last_call}, {"missed", on_missed},        {"checkout_overdue", on_checkout_overdue},
    {"verify", on_verify},       {"objection", on_objection},  {"overrun", on_overrun},
    {"freed", on_freed},         {"companion", companion_due}, {NULL, NULL},
};
