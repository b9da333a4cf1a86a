/* Matching's state in memory: built from the store at start, undone with each unit that is not kept. */
#include "matching.h"

#include "calendar_store.h"
#include "fact_store.h"
#include "offer_store.h"

void policy_read(const struct unit *unit, struct policy *policy)
{
    const int64_t *set = unit->setting;
    int64_t sum = 0;
    for (int term = 0; term < TERM_COUNT; term++)
        sum += set[SET_WEIGHT_SKILL + term];
    for (int term = 0; term < TERM_COUNT; term++)
        policy->weight[term] = sum ? (int)(set[SET_WEIGHT_SKILL + term] * 100000 / sum) : 0;
    policy->handover_ms = set[SET_HANDOVER_MIN] * MS_MINUTE;
    policy->station_scope = set[SET_STATION_SCOPE];
    policy->travel = unit->travel;
    policy->max_travel_ms = set[SET_MAX_TRAVEL_MIN] * MS_MINUTE;
    policy->week_ms = set[SET_WEEK_H] * MS_HOUR;
    policy->limits = (struct limits){.day_ms = set[SET_PLAN_DAY_H] * MS_HOUR,
                                     .rest_ms = set[SET_PLAN_REST_H] * MS_HOUR,
                                     .stretch_ms = set[SET_PLAN_STRETCH_H] * MS_HOUR,
                                     .pause_ms = set[SET_PLAN_PAUSE_MIN] * MS_MINUTE,
                                     .visits_most = (int)set[SET_PLAN_VISITS_DAY],
                                     .days_row = (int)set[SET_PLAN_DAYS_ROW]};
    policy->continuity_ms = set[SET_CONTINUITY_DAYS] * MS_DAY;
    policy->main_share = (int)set[SET_MAIN_SHARE_PCT] * 10;
    policy->max_workers = (int)set[SET_MAX_WORKERS_MONTH];
    policy->refusals_ms = set[SET_REFUSAL_DAYS] * MS_DAY;
    policy->refusals_least = (int)set[SET_REFUSAL_LEAST];
    policy->refusals_limit = (int)set[SET_REFUSAL_PCT] * 10;
}

void visit_policy_read(const struct unit *unit, struct visit_policy *policy)
{
    const int64_t *set = unit->setting;
    *policy = (struct visit_policy){
        .offer_ttl = set[SET_OFFER_TTL_MIN] * MS_MINUTE,
        .ack_grace = set[SET_ACK_GRACE_MIN] * MS_MINUTE,
        .replace_after = set[SET_REPLACE_AFTER_MIN] * MS_MINUTE,
        .last_call = set[SET_LAST_CALL_MIN] * MS_MINUTE,
        .missed = set[SET_MISSED_MIN] * MS_MINUTE,
        .overdue = set[SET_OVERDUE_MIN] * MS_MINUTE,
        .objection = set[SET_OBJECTION_H] * MS_HOUR,
        .check_in_early = set[SET_CHECK_IN_EARLY_MIN] * MS_MINUTE,
        .client_wait = set[SET_CLIENT_WAIT_MIN] * MS_MINUTE,
        .ack_hour = (int)set[SET_ACK_HOUR],
        .client_tries = (int)set[SET_CLIENT_TRIES],
        .code_tries = (int)set[SET_DOOR_CODE_TRIES],
    };
}

struct pool *pool_of(const struct unit *unit)
{
    return unit->state;
}

/* What is older than continuity reaches need not be remembered: the score looks back from a start that is not past. */
struct horizon memory_horizon(const struct unit *unit)
{
    return (struct horizon){.since = unit->now - unit->setting[SET_CONTINUITY_DAYS] * MS_DAY - 31 * MS_DAY,
                            .answers_since = unit->now - unit->setting[SET_REFUSAL_DAYS] * MS_DAY};
}

int memory_forget(struct unit *unit, const char *person)
{
    struct horizon horizon = memory_horizon(unit);
    return pool_forget(pool_of(unit), person, &horizon) ? unit_trouble(unit) : UNIT_DONE;
}

/* Each thing stands as soon as it is put: what a unit notes to undo all of them would stay in memory. */
void *matching_memory_open(struct unit *unit, struct error *error)
{
    struct pool *pool = pool_open();
    struct horizon horizon = memory_horizon(unit);
    if (pool && fact_load(unit->store, horizon.since, pool) == 0 &&
        calendar_load(unit->store, horizon.since, pool) == 0 &&
        answer_load(unit->store, horizon.answers_since, pool) == 0)
        return pool;
    error_set(error, "cannot read workers and calendar: %s", pool ? store_why(unit->store) : "no memory");
    pool_close(&pool);
    return NULL;
}

void matching_memory_close(void *state)
{
    struct pool *pool = state;
    pool_close(&pool);
}

void matching_memory_end(void *state, bool kept)
{
    if (kept)
        pool_keep(state);
    else
        pool_undo(state);
}
