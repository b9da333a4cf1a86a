/* A case from its screening to case.closed. Keeps: an accepted case has the timer of its due instant and no other case
 * has one (I19). */
#include "base/text.h"
#include "rules/workdays.h"
#include "service/privacy.h"

#include "clock_store.h"
#include "step.h"
#include "store.h"
#include "tables.h"

struct limits dispute_limits(const struct unit *unit)
{
    const int64_t *set = unit->setting;
    return (struct limits){
        .accept_workdays = (int)set[SET_ACCEPT_WORKDAYS],
        .consumer_accept_workdays = (int)set[SET_CONSUMER_ACCEPT_WORKDAYS],
        .consumer_workdays = (int)set[SET_CONSUMER_WORKDAYS],
        .labour_days = (int)set[SET_LABOUR_DAYS],
        .hotline_workdays = (int)set[SET_HOTLINE_WORKDAYS],
        .people_months = (int)set[SET_PEOPLE_MONTHS],
    };
}

/* The filer who is known by an id hears how the case goes; of a tip nobody hears. */
static int tell_filer(struct unit *unit, const struct dispute *d, const char *step)
{
    struct case_filer_told event = {0};
    if (!d->filer[0] || d->anonymous)
        return UNIT_DONE;
    CASE_FACTS_PUT(event, d);
    TEXT_PUT(event.party, d->filer);
    TEXT_PUT(event.step, step);
    return unit_emit(unit, MSG_case_filer_told, &event, d->id);
}

/* ---- screening (row 3) and acceptance (row 5) ---- */

/* How the party who is a worker is employed: at the station of the case before anywhere else. 0 or -1. */
static int employment_of_parties(struct unit *unit, const struct dispute *d, enum employment *employment)
{
    const char *const parties[] = {d->filer, d->respondent};
    char name[33] = "";
    for (int i = 0; i < 2 && !name[0]; i++)
        if (parties[i][0] && employment_find(unit->store, parties[i], d->station, name) < 0)
            return -1;
    *employment = employment_of(name);
    return 0;
}

static int dispute_screen(struct unit *unit, const void *message)
{
    const struct case_screen *m = message;
    const char *code = "", *law = "";
    struct dispute d;
    int verdict = step_take(unit, m->case_id, DISPUTE_ON_SCREEN, &d);
    if (verdict != UNIT_DONE)
        return verdict;
    enum relation relation = relation_of(m->relation);
    enum employment employment = EMPLOYMENT_NONE;
    if (employment_of_parties(unit, &d, &employment) < 0)
        return unit_trouble(unit);
    if (!relation_fits(relation, employment, &code, &law))
        return unit_refuse(unit, code, "relation", "%s", law);
    enum route route = m->route[0] ? route_of(m->route) : route_by_relation(relation);
    if (!route_allows(route, relation, &code, &law))
        return unit_refuse(unit, code, "route", "%s", law);
    if (!dispute_may_take(&d, route))
        return unit_refuse(unit, "anonymous", "route", "A tip without a filer is not mediated: only hotline is open.");
    struct limits limits = dispute_limits(unit);
    d.accept_by = d.anonymous ? route_due(route, &limits, d.filed, 0) : route_accept_by(route, &limits, d.filed);
    TEXT_PUT(d.calendar_version, workdays_version());
    TEXT_PUT(d.category, m->category);
    TEXT_PUT(d.relation, m->relation);
    TEXT_PUT(d.route, route_name(route));
    if (step_keep(unit, &d) < 0 || clock_save(unit->store, d.id, "accept_by", &d.accept_by) < 0)
        return unit_trouble(unit);
    struct case_screened event = {.accept_by = d.accept_by.at, .provisional = d.accept_by.provisional};
    CASE_FACTS_PUT(event, &d);
    TEXT_PUT(event.route, d.route);
    TEXT_PUT(event.calendar_version, d.calendar_version);
    return step_say(unit, &d, MSG_case_screened, &event);
}

static int dispute_accept(struct unit *unit, const void *message)
{
    const struct case_accept *m = message;
    struct limits limits = dispute_limits(unit);
    struct dispute d;
    int verdict = step_take(unit, m->case_id, DISPUTE_ON_ACCEPT, &d);
    if (verdict != UNIT_DONE)
        return verdict;
    if (d.anonymous)
        return unit_refuse(unit, "parties_unknown", "case_id",
                           "A tip has no filer: it is not accepted, it is ended with case.fail reason=tip_handled.");
    d.accepted = unit->now;
    d.due = route_due(route_of(d.route), &limits, d.filed, d.accepted);
    TEXT_PUT(d.calendar_version, workdays_version());
    if (step_keep(unit, &d) < 0 || clock_save(unit->store, d.id, "due", &d.due) < 0 ||
        unit_timer(unit, TIMER_DUE, d.id, d.due.at) < 0)
        return unit_trouble(unit);
    struct case_accepted event = {.due = d.due.at, .provisional = d.due.provisional};
    CASE_FACTS_PUT(event, &d);
    TEXT_PUT(event.route, d.route);
    TEXT_PUT(event.calendar_version, d.calendar_version);
    int result = step_say(unit, &d, MSG_case_accepted, &event);
    return result == UNIT_DONE ? tell_filer(unit, &d, "accepted") : result;
}

/* ---- endings: what the case held is free with case.closed of the same unit ---- */

static int emit_closed(struct unit *unit, const struct dispute *d, const char *outcome)
{
    struct case_closed event = {0};
    CASE_FACTS_PUT(event, d);
    TEXT_PUT(event.outcome, outcome);
    return step_say(unit, d, MSG_case_closed, &event);
}

static int save_ended(struct unit *unit, struct dispute *d)
{
    d->ended = unit->now;
    if (unit_timer_clear(unit, TIMER_DUE, d->id) < 0 || step_keep(unit, d) < 0)
        return -1;
    return (d->filer[0] ? privacy_resume(unit, d->filer) : 0) |
           (d->respondent[0] ? privacy_resume(unit, d->respondent) : 0);
}

/* The guard of row 15: rights and next body, to a party that is known by its id. Of a tip nobody hears. 0 or -1. */
static int tell_next(struct unit *unit, const struct dispute *d, const char *party)
{
    struct case_next_told event = {0};
    if (!party[0] || d->anonymous)
        return 0;
    CASE_FACTS_PUT(event, d);
    TEXT_PUT(event.party, party);
    TEXT_PUT(event.next, d->next);
    return unit_emit(unit, MSG_case_next_told, &event, d->id);
}

/* Row 15, once the move is made. */
static int fail_with(struct unit *unit, struct dispute *d, const char *reason, const char *next)
{
    TEXT_PUT(d->reason, reason);
    TEXT_PUT(d->next, next[0] ? next : route_next_body(route_of(d->route)));
    if (save_ended(unit, d) < 0)
        return unit_trouble(unit);
    struct case_failed event = {0};
    CASE_FACTS_PUT(event, d);
    TEXT_PUT(event.reason, d->reason);
    TEXT_PUT(event.next, d->next);
    if (step_say(unit, d, MSG_case_failed, &event) < 0 || tell_next(unit, d, d->filer) < 0 ||
        tell_next(unit, d, d->respondent) < 0)
        return unit_trouble(unit);
    return emit_closed(unit, d, "failed");
}

/* The filer, or the clerk who wrote it down for him. Of outside systems it is the one that filed, whoever it says acts.
 */
static bool is_filer(const struct unit *unit, const struct dispute *d)
{
    const char *actor = unit->cause->actorid;
    if (unit->from_outside)
        return text_same(unit->cause->source, d->origin);
    return actor[0] && (text_same(actor, d->filer) || text_same(actor, d->entered_by));
}

static bool is_respondent(const struct unit *unit, const struct dispute *d)
{
    return !unit->from_outside && unit->cause->actorid[0] && text_same(unit->cause->actorid, d->respondent);
}

/* A mediator or officer gives any reason; a party ends its own case, and that is the reason. */
static int check_failing(struct unit *unit, const struct case_fail *m, const struct dispute *d)
{
    if (role_of(unit->cause->actorrole) & ROLES_OFFICE)
        return UNIT_DONE;
    if (!is_filer(unit, d) && !is_respondent(unit, d))
        return unit_refuse(unit, "not_party", "case_id", "Only a party, a mediator or an officer may end it.");
    if (d->close_by)
        return unit_refuse(unit, "wrong_state", "case_id", "What was agreed no party takes back alone.");
    if (!text_same(m->reason, "ended_by_party"))
        return unit_refuse(unit, "not_yours_to_say", "reason", "A party ends a case with ended_by_party.");
    return UNIT_DONE;
}

static int dispute_fail(struct unit *unit, const void *message)
{
    const struct case_fail *m = message;
    bool handled = text_same(m->reason, "tip_handled");
    struct dispute d;
    int verdict = step_take(unit, m->case_id, handled ? DISPUTE_ON_HANDLE : DISPUTE_ON_FAIL, &d);
    if (verdict == UNIT_DONE)
        verdict = check_failing(unit, m, &d);
    if (verdict != UNIT_DONE)
        return verdict;
    if (handled && !d.anonymous)
        return unit_refuse(unit, "not_anonymous", "reason", "Only a tip is handled; this case has a filer.");
    return fail_with(unit, &d, m->reason, m->next);
}

/* The due instant has passed. A case that has moved on by then needs nothing. */
static int on_due(struct unit *unit, const char *subject, int64_t due)
{
    struct dispute d;
    int found = dispute_find(unit->store, subject, &d);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || d.due.at != due || !dispute_move(&d, DISPUTE_ON_DUE))
        return UNIT_DONE;
    return fail_with(unit, &d, "due_passed", "");
}

/* Whoever stands for the filer, or an officer on his behalf (row 21). */
static bool may_withdraw(const struct unit *unit, const struct dispute *d)
{
    return (role_of(unit->cause->actorrole) & ROLE_OFFICER) || is_filer(unit, d);
}

static int dispute_withdraw(struct unit *unit, const void *message)
{
    const struct case_withdraw *m = message;
    struct dispute d;
    int verdict = step_take(unit, m->case_id, DISPUTE_ON_WITHDRAW, &d);
    if (verdict != UNIT_DONE)
        return verdict;
    if (!may_withdraw(unit, &d))
        return unit_refuse(unit, "not_filer", "case_id",
                           "Only the filer, or an officer on his behalf, may withdraw it.");
    if (save_ended(unit, &d) < 0)
        return unit_trouble(unit);
    struct case_withdrawn event = {0};
    CASE_FACTS_PUT(event, &d);
    if (step_say(unit, &d, MSG_case_withdrawn, &event) < 0 || tell_filer(unit, &d, "withdrawn") < 0)
        return unit_trouble(unit);
    return emit_closed(unit, &d, "withdrawn");
}

static int dispute_close(struct unit *unit, const void *message)
{
    const struct case_close *m = message;
    struct dispute d;
    int verdict = step_take(unit, m->case_id, DISPUTE_ON_CLOSE, &d);
    if (verdict != UNIT_DONE)
        return verdict;
    if (save_ended(unit, &d) < 0 || tell_filer(unit, &d, "agreed") < 0)
        return unit_trouble(unit);
    return emit_closed(unit, &d, "agreed");
}

const struct handler dispute_handlers[] = {
    {MSG_case_screen, ROLE_OFFICER, dispute_screen},
    {MSG_case_accept, ROLE_OFFICER, dispute_accept},
    {MSG_case_fail, ROLES_OFFICE | ROLES_PARTY, dispute_fail},
    {MSG_case_withdraw, ROLES_FILE, dispute_withdraw},
    {MSG_case_close, ROLE_OFFICER, dispute_close},
    {MSG_NONE, 0, NULL},
};

const struct timer_handler dispute_timers[] = {
    {TIMER_DUE, on_due},
    {NULL, NULL},
};
