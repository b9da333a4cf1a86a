/* Caseloads (V22): a dispatcher names the main worker of a household, and asks who has how many. */
#include "base/text.h"
#include "service/privacy.h"

#include "caseload_change.h"
#include "caseload_store.h"
#include "fact_store.h"

#define DISPATCHERS (ROLE_DISPATCHER | ROLE_MANAGER)
#define READERS (ROLE_STAFF | ROLE_SUPERVISOR)
#define PAGE 100

/* ---- the dispatcher's hand ---- */

/* What stands between a worker and a household whatever the calendar says. */
static const enum rule standing[] = {RULE_NOT_ACTIVE, RULE_STATION, RULE_SUSPENDED, RULE_PROHIBITED};

static int check_rules(struct unit *unit, const struct named_team *team, const char *worker)
{
    struct policy policy;
    struct demand demand = {.workers = 1, .time = {unit->now, unit->now + MS_HOUR}};
    policy_read(unit, &policy);
    TEXT_PUT(demand.station, team->station);
    TEXT_PUT(demand.household, team->household);
    unsigned failing = choice_failing(pool_of(unit), &policy, &demand, worker);
    for (size_t i = 0; i < sizeof standing / sizeof standing[0]; i++)
        if (failing & 1u << standing[i])
            return unit_refuse(unit, choice_rule_code(standing[i]), "worker",
                               "Worker %s cannot be its main worker: %s.", worker, choice_rule_label_en(standing[i]));
    return UNIT_DONE;
}

static int check_worker(struct unit *unit, const struct named_team *team, const char *worker)
{
    struct worker_facts facts;
    int64_t households, most = unit->setting[SET_CASELOAD_MOST];
    if (!pool_facts(pool_of(unit), worker, &facts))
        return unit_refuse(unit, "unknown_worker", "worker", "There is no worker %s.", worker);
    int result = check_rules(unit, team, worker);
    if (result != UNIT_DONE)
        return result;
    if (text_same(team->main, worker) && team->by_hand)
        return unit_refuse(unit, "same_worker", "worker", "Worker %s is its main worker already, by hand.", worker);
    if (team_count_of(unit->store, worker, &households))
        return unit_trouble(unit);
    if (!text_same(team->main, worker) && caseload_is_full(households, most))
        return unit_refuse(unit, "caseload_full", "worker",
                           "Worker %s is the main worker of %lld households, and may be of %lld.", worker,
                           (long long)households, (long long)most);
    return UNIT_DONE;
}

/* A household is known by its visits; its station is that of the latest one. */
static int check_household(struct unit *unit, const char *household, struct named_team *team)
{
    int result = privacy_check(unit, household, "household");
    if (result != UNIT_DONE)
        return result;
    int found = team_station(unit->store, household, team->station);
    if (found < 0)
        return unit_trouble(unit);
    if (!found)
        return unit_refuse(unit, "unknown_household", "household", "No visit of household %s is known here.",
                           household);
    return UNIT_DONE;
}

static int on_assign(struct unit *unit, const void *message)
{
    const struct caseload_assign *command = message;
    struct named_team team;
    if (team_find(unit->store, command->household, &team) < 0)
        return unit_trouble(unit);
    int result = check_household(unit, command->household, &team);
    if (result == UNIT_DONE)
        result = check_worker(unit, &team, command->worker);
    if (result != UNIT_DONE)
        return result;
    unit_subject(unit, command->household);
    return caseload_by_hand(unit, command->worker, command->reason, &team);
}

const struct handler matching_caseload_handlers[] = {
    {MSG_caseload_assign, DISPATCHERS, on_assign},
    {MSG_NONE, 0, NULL},
};

/* ---- how even it is ---- */

/* CASELOAD_BALANCE has the same names in both answers. */
#define FILL_BALANCE(answer, balance, without, limit)                                                                  \
    do {                                                                                                               \
        (answer)->most = (limit);                                                                                      \
        (answer)->workers = (balance)->workers;                                                                        \
        (answer)->households = (balance)->households;                                                                  \
        (answer)->fewest = (balance)->fewest;                                                                          \
        (answer)->greatest = (balance)->greatest;                                                                      \
        (answer)->mean = balance_mean(balance);                                                                        \
        (answer)->gini = balance_gini(balance);                                                                        \
        (answer)->full = (balance)->full;                                                                              \
        (answer)->over = (balance)->over;                                                                              \
        (answer)->vacant = (without);                                                                                  \
    } while (0)

static int reckon(struct unit *unit, const struct caseload_filter *filter, struct balance *balance, int64_t *vacant)
{
    if (caseload_balance(unit->store, filter, unit->setting[SET_CASELOAD_MOST], balance) ||
        caseload_vacant(unit->store, filter->station, vacant))
        return unit_trouble(unit);
    return UNIT_DONE;
}

static int on_get(struct unit *unit, const void *question, void *to)
{
    const struct caseload_get *ask = question;
    struct caseload_get_answer *answer = to;
    struct caseload_filter filter = {.station = ask->id, .kind = ask->kind, .after = ""};
    struct balance balance = {0};
    int64_t vacant = 0;
    int known = fact_station_known(unit->store, ask->id);
    if (known != 1)
        return known < 0 ? unit_trouble(unit)
                         : unit_refuse(unit, "unknown_station", "id", "There is no station %s.", ask->id);
    if (reckon(unit, &filter, &balance, &vacant))
        return UNIT_TROUBLE;
    TEXT_PUT(answer->station, ask->id);
    FILL_BALANCE(answer, &balance, vacant, unit->setting[SET_CASELOAD_MOST]);
    return UNIT_DONE;
}

/* ---- who has whom ---- */

struct listing {
    struct caseload_list_answer *answer;
    uint32_t limit;
};

/* The next row, or NULL when the page is full and there is more. */
static struct caseload_row *row_next(const struct listing *listing)
{
    struct caseload_list_answer *answer = listing->answer;
    if (answer->rows.count < listing->limit)
        return &answer->rows.at[answer->rows.count++];
    const struct caseload_row *last = &answer->rows.at[answer->rows.count - 1];
    TEXT_PUT(answer->next, last->household[0] ? last->household : last->worker);
    return NULL;
}

static int add_worker(void *self, const struct caseload_of *one)
{
    const struct listing *listing = self;
    struct caseload_row *row = row_next(listing);
    if (!row)
        return 1;
    TEXT_PUT(row->worker, one->worker);
    TEXT_PUT(row->station, one->station);
    TEXT_PUT(row->kind, one->kind);
    row->households = one->households;
    TEXT_PUT(row->fill, caseload_fill(one->households, listing->answer->most));
    return 0;
}

static int add_household(void *self, const struct named_team *team)
{
    struct caseload_row *row = row_next(self);
    if (!row)
        return 1;
    TEXT_PUT(row->worker, team->main);
    TEXT_PUT(row->station, team->station);
    TEXT_PUT(row->household, team->household);
    row->since = team->since;
    row->by_hand = team->by_hand;
    TEXT_PUT(row->wanted, team->wanted);
    return 0;
}

/* Of one worker: how many are hers, beside what may be. */
static int list_one(struct unit *unit, const char *worker, const struct caseload_filter *filter,
                    struct listing *listing)
{
    struct caseload_list_answer *answer = listing->answer;
    struct worker_facts facts;
    struct balance balance = {0};
    int64_t households;
    if (!pool_facts(pool_of(unit), worker, &facts))
        return unit_refuse(unit, "unknown_worker", "worker", "There is no worker %s.", worker);
    if (team_count_of(unit->store, worker, &households))
        return unit_trouble(unit);
    balance_add(&balance, households, answer->most);
    FILL_BALANCE(answer, &balance, 0, answer->most);
    return caseload_households(unit->store, worker, filter, add_household, listing) ? unit_trouble(unit) : UNIT_DONE;
}

static int list_all(struct unit *unit, const struct caseload_list *ask, const struct caseload_filter *filter,
                    struct listing *listing)
{
    struct caseload_list_answer *answer = listing->answer;
    struct balance balance = {0};
    int64_t vacant = 0;
    if (!ask->after[0] && reckon(unit, filter, &balance, &vacant))
        return UNIT_TROUBLE;
    FILL_BALANCE(answer, &balance, vacant, answer->most);
    int failed = ask->vacant ? caseload_households(unit->store, "", filter, add_household, listing)
                             : caseload_workers(unit->store, filter, add_worker, listing);
    return failed ? unit_trouble(unit) : UNIT_DONE;
}

/* Whose places hold nobody is told nothing (V24). */
static int on_list(struct unit *unit, const void *question, void *to)
{
    const struct caseload_list *ask = question;
    struct caseload_list_answer *answer = to;
    struct listing listing = {answer, ask->limit ? (uint32_t)ask->limit : PAGE};
    struct caseload_filter filter = {
        .station = ask->station, .kind = ask->kind, .after = ask->after, .limit = listing.limit + 1};
    answer->most = unit->setting[SET_CASELOAD_MOST];
    int result =
        ask->worker[0] ? list_one(unit, ask->worker, &filter, &listing) : list_all(unit, ask, &filter, &listing);
    if (!answer->workers && !answer->rows.count)
        answer->most = 0;
    return result;
}

const struct query_handler matching_caseload_queries[] = {
    {MSG_caseload_get, MSG_caseload_get_answer, READERS, on_get},
    {MSG_caseload_list, MSG_caseload_list_answer, READERS, on_list},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
