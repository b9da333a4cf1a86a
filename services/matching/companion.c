/* Companions follow their lead. Invariant: a lead for which somebody is looked gets a worker only once all who work
 * beside are found; who was promised stays when a companion is lost, and of that a dispatcher hears. */
#include "companion.h"

#include "base/text.h"

#include "fact_store.h"
#include "life.h"
#include "risk.h"
#include "visit_store.h"

#define TIMER "companion"
#define REST_DAYS 4
#define REST_OF 26

static bool is_over(enum visit_state state)
{
    return state == VISIT_CANCELLED || state == VISIT_MISSED || state == VISIT_CLIENT_NO_SHOW;
}

static bool is_looked_for(const struct visit *visit)
{
    return visit->state == VISIT_NONE || visit->state == VISIT_PLANNED || visit->state == VISIT_UNFILLED;
}

/* Those who work beside the lead's worker. */
struct beside {
    int there, asked, lacking; /* has a worker, or had; is looked for; nobody was found */
};

static int beside_count(struct store *store, const struct visit *lead, struct beside *beside)
{
    struct visit at = {0};
    int found;
    *beside = (struct beside){0};
    while ((found = visit_next_companion(store, lead->visit, &at)) == 1) {
        if (at.time.start != lead->time.start || at.time.end != lead->time.end || is_over(at.state))
            continue;
        beside->lacking += at.state == VISIT_UNFILLED;
        beside->asked += at.state == VISIT_PLANNED || at.state == VISIT_OFFERED;
        beside->there += at.state != VISIT_UNFILLED && at.state != VISIT_PLANNED && at.state != VISIT_OFFERED;
    }
    return found;
}

int companion_demand(const struct unit *unit, const struct visit *visit, struct search *search)
{
    struct beside beside;
    int wanted = search->demand.workers - 1;
    search->demand.workers = 1;
    search->company = !visit->lead[0] && (wanted > 0 || search->demand.live_in);
    if (wanted < 1 || visit->lead[0] || !is_looked_for(visit))
        return 0;
    search->beside = wanted;
    if (visit->visit[0] && beside_count(unit->store, visit, &beside) < 0)
        return -1;
    search->demand.workers += visit->visit[0] ? wanted - beside.there - beside.asked : wanted;
    return 0;
}

/* ---- those who work beside ---- */

static int companion_begin(struct unit *unit, const struct visit *lead, struct interval time, const char *apart)
{
    struct visit companion = visit_anew(lead);
    companion.time = time;
    TEXT_PUT(companion.lead, lead->visit);
    int result = life_begin(unit, &companion);
    return result == UNIT_DONE ? match_find_beside(unit, &companion, apart) : result;
}

static int companions_begin(struct unit *unit, const struct visit *lead, int count, const char *apart)
{
    int result = UNIT_DONE;
    for (int i = 0; i < count && result == UNIT_DONE; i++)
        result = companion_begin(unit, lead, lead->time, apart);
    return result;
}

/* Somebody else than the best, who is to lead. */
int companion_find(struct unit *unit, struct visit *lead, struct search *search)
{
    struct beside beside;
    int result = companions_begin(unit, lead, search->demand.workers - 1, search->decision.ranking.best[0].worker);
    if (result != UNIT_DONE)
        return result;
    if (beside_count(unit->store, lead, &beside) < 0)
        return unit_trouble(unit);
    if (beside.lacking)
        return match_alone(unit, lead);
    if (!beside.asked)
        return COMPANIONS_THERE;
    TEXT_PUT(lead->risk, COMPANION_WAITS);
    return life_save(unit, lead);
}

/* ---- rest days ---- */

bool companion_rest(struct interval time, int number, struct interval *rest)
{
    int64_t days = (time.end - time.start) / MS_DAY, rests = days * REST_DAYS / REST_OF;
    rest->start = time.start + (number + 1) * days / (rests + 1) * MS_DAY;
    rest->end = rest->start + MS_DAY;
    return number < rests;
}

static bool stands_in_then(struct store *store, const struct visit *lead, struct interval rest, int *found)
{
    struct visit at = {0};
    while ((*found = visit_next_companion(store, lead->visit, &at)) == 1)
        if (at.time.start == rest.start && at.time.end == rest.end && !is_over(at.state))
            return true;
    return false;
}

static int rests_fill(struct unit *unit, const struct visit *lead)
{
    struct interval rest;
    int result = UNIT_DONE;
    for (int i = 0; result == UNIT_DONE && companion_rest(lead->time, i, &rest); i++) {
        int found;
        if (rest.start <= unit->now || stands_in_then(unit->store, lead, rest, &found))
            continue;
        result = found < 0 ? unit_trouble(unit) : companion_begin(unit, lead, rest, lead->worker);
    }
    return result;
}

static int fill(struct unit *unit, const struct visit *lead)
{
    struct service_facts service;
    struct beside beside;
    int found = fact_service_find(unit->store, lead->service, &service);
    if (found < 0 || beside_count(unit->store, lead, &beside) < 0)
        return unit_trouble(unit);
    int lacking = found ? service.demand.workers - 1 - beside.there - beside.asked - beside.lacking : 0;
    int result = companions_begin(unit, lead, lacking, lead->worker);
    return result == UNIT_DONE && found && service.demand.live_in ? rests_fill(unit, lead) : result;
}

/* ---- what follows from what ---- */

static int ask_again(struct unit *unit, struct visit *lead)
{
    struct beside beside;
    if (beside_count(unit->store, lead, &beside) < 0)
        return unit_trouble(unit);
    if (beside.lacking)
        return match_alone(unit, lead);
    return beside.asked ? UNIT_DONE : match_find(unit, lead, "next");
}

static bool is_past(enum visit_state state)
{
    return state == VISIT_ENDED || state == VISIT_VERIFIED || state == VISIT_DISPUTED || state == VISIT_MISSED ||
           state == VISIT_CLIENT_NO_SHOW || state == VISIT_CLOSED;
}

/* Those that begin then or later. */
static int end_from(struct unit *unit, const struct visit *lead, int64_t from, enum visit_trigger trigger,
                    const char *reason)
{
    struct visit at = {0};
    int found, result = UNIT_DONE;
    while (result == UNIT_DONE && (found = visit_next_companion(unit->store, lead->visit, &at)) == 1) {
        struct visit visit = at;
        bool at_work = visit.state == VISIT_STARTED;
        if (visit.time.start < from || !life_allows(&visit, trigger))
            continue;
        result = life_cancel(unit, &visit, trigger, reason);
        if (result == UNIT_DONE && at_work)
            result = risk_left(unit, &visit);
    }
    return result == UNIT_DONE && found < 0 ? unit_trouble(unit) : result;
}

int companion_due(struct unit *unit, const char *subject, int64_t due)
{
    struct visit lead;
    (void)due;
    int found = visit_find(unit->store, subject, &lead);
    if (found != 1)
        return found < 0 ? unit_trouble(unit) : UNIT_DONE;
    if (lead.state == VISIT_PLANNED && text_same(lead.risk, COMPANION_WAITS))
        return ask_again(unit, &lead);
    if (visit_has_worker(lead.state))
        return fill(unit, &lead);
    return is_past(lead.state) ? end_from(unit, &lead, unit->now, VISIT_CANCEL, "lead_over") : UNIT_DONE;
}

static bool is_found_or_not(const struct visit *visit)
{
    return visit_has_worker(visit->state) || visit->state == VISIT_UNFILLED;
}

/* Somebody was found, or nobody can be; or what others go along with is over. */
static bool matters(const struct visit *was, const struct visit *is)
{
    return (is_found_or_not(is) && !is_found_or_not(was)) ||
           (is->company && is_past(is->state) && !is_past(was->state));
}

int companion_note(struct unit *unit, const struct visit *was, const struct visit *is)
{
    if ((!is->lead[0] && !is->company) || !matters(was, is))
        return UNIT_DONE;
    return unit_timer(unit, TIMER, is->lead[0] ? is->lead : is->visit, unit->now) ? unit_trouble(unit) : UNIT_DONE;
}

int companion_end(struct unit *unit, const struct visit *lead, enum visit_trigger trigger, const char *reason)
{
    return end_from(unit, lead, 0, trigger, reason);
}
