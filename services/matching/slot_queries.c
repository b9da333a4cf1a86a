/* The question which starts can be offered to a client (V19). */
#include "base/text.h"

#include "engine/slots.h"
#include "fact_store.h"
#include "match.h"
#include "team_store.h"

#define SLOTS_MOST 200
#define WORKERS_MOST 1000000
#define DAYS 7
#define DAYS_MOST 14
#define STEP_MIN 30
#define DAY_FROM (8 * 60)
#define DAY_UNTIL (20 * 60)
#define READERS ROLE_STAFF

static void codes_fill(char (*to)[CODE_SIZE], int *count, int most, const char (*from)[CODE_SIZE], uint32_t of)
{
    for (uint32_t i = 0; i < of && *count < most; i++)
        TEXT_PUT(to[(*count)++], from[i]);
}

static void wishes_fill(const struct match_slots *ask, struct demand *demand)
{
    TEXT_PUT(demand->station, ask->station);
    TEXT_PUT(demand->household, ask->household);
    TEXT_PUT(demand->wish_worker, ask->wish_worker);
    demand->place = (struct cell){(int32_t)ask->cell_lat, (int32_t)ask->cell_lon};
    demand->wish_sex = ask->wish_sex[0];
    demand->soft.pets = ask->home_pets;
    demand->soft.nonsmoker = ask->wish_nonsmoker;
    codes_fill(demand->languages, &demand->languages_count, DEMAND_LANGUAGES, ask->wish_languages.at,
               ask->wish_languages.count);
    codes_fill(demand->soft.cuisines, &demand->soft.cuisines_count, DEMAND_CUISINES, ask->wish_cuisines.at,
               ask->wish_cuisines.count);
}

static int demand_make(struct unit *unit, const struct match_slots *ask, struct search *search)
{
    struct service_facts service;
    if (unit_place_check(unit, ask->cell_lat, ask->cell_lon) != 0)
        return UNIT_REFUSED;
    int found = fact_service_find(unit->store, ask->service, &service);
    if (found < 0)
        return unit_trouble(unit);
    if (!found)
        return unit_refuse(unit, "unknown_service", "service", "There is no service %s.", ask->service);
    policy_read(unit, &search->policy);
    search->demand = service.demand;
    wishes_fill(ask, &search->demand);
    int serves = ask->community[0] ? fact_station_serves(unit->store, ask->station, ask->community) : 1;
    int unsure = fact_unsure_list(unit->store, search->unsure, UNSURE_MAX);
    if (serves < 0 || unsure < 0 || team_find(unit->store, ask->household, &search->named) < 0)
        return unit_trouble(unit);
    search->demand.closed = !serves;
    search->demand.unsure = (const char(*)[ID_SIZE])search->unsure;
    search->demand.unsure_count = unsure;
    TEXT_PUT(search->demand.backup, search->named.backup);
    TEXT_PUT(search->demand.main, search->named.by_hand ? search->named.main : "");
    return UNIT_DONE;
}

static struct slot_search window_of(const struct unit *unit, const struct match_slots *ask)
{
    int64_t from = ask->from > unit->now ? ask->from : unit->now;
    int64_t until = ask->until ? ask->until : from + (ask->days ? ask->days : DAYS) * MS_DAY;
    return (struct slot_search){
        .window = {from, until < from + DAYS_MOST * MS_DAY ? until : from + DAYS_MOST * MS_DAY},
        .length = ask->minutes * MS_MINUTE,
        .asked_before = unit->now + unit->setting[SET_LAST_CALL_MIN] * MS_MINUTE + 1,
        .step_min = ask->step_min ? (int)ask->step_min : STEP_MIN,
        .day_from = ask->day_from_min || ask->day_until_min ? (int)ask->day_from_min : DAY_FROM,
        .day_until = ask->day_until_min ? (int)ask->day_until_min : DAY_UNTIL,
    };
}

static void answer_fill(struct match_slots_answer *answer, const struct slots *slots, const struct slot *at)
{
    answer->starts = slots->starts;
    answer->next = slots->next;
    for (int i = 0; i < slots->count; i++) {
        struct slot_row *row = &answer->rows.at[answer->rows.count++];
        row->start = at[i].time.start;
        row->end = at[i].time.end;
        TEXT_PUT(row->worker, at[i].best.worker);
        row->score = at[i].best.total;
        row->able = at[i].able;
        row->at_once = at[i].best.employee;
    }
    for (int rule = 1; rule < RULE_COUNT; rule++) {
        if (!slots->rejected[rule])
            continue;
        struct match_reason *row = &answer->reasons.at[answer->reasons.count++];
        TEXT_PUT(row->reason, choice_rule_code((enum rule)rule));
        TEXT_PUT(row->label, choice_rule_label((enum rule)rule));
        TEXT_PUT(row->label_en, choice_rule_label_en((enum rule)rule));
        row->workers = slots->rejected[rule] < WORKERS_MOST ? slots->rejected[rule] : WORKERS_MOST;
    }
}

static int on_slots(struct unit *unit, const void *question, void *to)
{
    const struct match_slots *ask = question;
    struct search search = {0};
    struct slots slots;
    struct slot at[SLOTS_MOST];
    int result = demand_make(unit, ask, &search);
    if (result != UNIT_DONE)
        return result;
    struct slot_search window = window_of(unit, ask);
    if (window.day_until * MS_MINUTE < window.day_from * MS_MINUTE + window.length)
        return unit_refuse(unit, "bad_time", "minutes", "A visit of %lld minutes does not fit into the day.",
                           (long long)ask->minutes);
    choice_slots(pool_of(unit), &search.policy, &search.demand, &window, &slots, at, SLOTS_MOST);
    answer_fill(to, &slots, at);
    ((struct match_slots_answer *)to)->until = window.window.end;
    return UNIT_DONE;
}

const struct query_handler matching_slot_queries[] = {
    {MSG_match_slots, MSG_match_slots_answer, READERS, on_slots},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
