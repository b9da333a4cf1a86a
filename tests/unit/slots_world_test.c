/* Slots in random worlds (V19): those that are offered are exactly the starts at which everybody who is asked anew
 * would answer so, minute after minute, and at which nobody is at the household. */
#include "online_world.h"

#include "services/matching/engine/people.h"
#include "services/matching/engine/slots.h"

#define ROOM 400

static struct slot_search some_search(struct world *world)
{
    static const int steps[] = {15, 20, 30, 45, 60, 7 * 60};
    int64_t from = MONDAY + below(world, 3 * 24 * 60) * MS_MINUTE + (one_in(world, 3) ? 1 : 0);
    int day_from = below(world, 12 * 60), day_until = day_from + 60 + below(world, 12 * 60);
    return (struct slot_search){.window = {from, from + below(world, 2 * 24 * 60) * MS_MINUTE},
                                .length = (1 + below(world, 180)) * MS_MINUTE,
                                .asked_before = from + below(world, 24 * 60) * MS_MINUTE + below(world, 2),
                                .step_min = steps[below(world, 6)],
                                .day_from = day_from,
                                .day_until = day_until < 24 * 60 ? day_until : 24 * 60};
}

static bool is_at_home(const struct world *world, struct interval time)
{
    const struct house *house = people_house(world->pool, world->demand.household);
    for (int i = 0; house && i < people_count(world->pool); i++) {
        const struct person *person = people_at(world->pool, i);
        const struct held *holds = person->holds.at;
        for (int j = 0; j < person->holds.count; j++)
            if (holds[j].kind == HOLD_VISIT && holds[j].house == house && interval_overlap(holds[j].time, time))
                return true;
    }
    return false;
}

static bool is_start(const struct slot_search *search, int64_t start)
{
    int64_t midnight = civil_day_start(civil_day(start)), minute = (start - midnight) / MS_MINUTE;
    return start >= search->window.start && start < search->window.end && minute % search->step_min == 0 &&
           minute >= search->day_from && start + search->length <= midnight + search->day_until * MS_MINUTE;
}

/* What must be answered. */
static void look_at_each_minute(const struct world *world, const struct slot_search *search, struct slots *slots,
                                struct slot *at)
{
    static struct ranking ranking;
    struct demand demand = world->demand;
    int64_t first = search->window.start / MS_MINUTE * MS_MINUTE;
    *slots = (struct slots){0};
    for (int64_t start = first; start < search->window.end; start += MS_MINUTE) {
        if (!is_start(search, start))
            continue;
        slots->starts++;
        demand.time = (struct interval){start, start + search->length};
        demand.at_once = start < search->asked_before;
        if (world->demand.household[0] && is_at_home(world, demand.time))
            continue;
        choice_scan(world->pool, &world->policy, &demand, &ranking);
        if (ranking.feasible)
            at[slots->count++] = (struct slot){demand.time, ranking.feasible, ranking.best[0]};
        for (int rule = 1; rule < RULE_COUNT && !ranking.feasible; rule++)
            slots->rejected[rule] += ranking.rejected[rule];
    }
}

static void assert_same_slot(const struct slot *one, const struct slot *other)
{
    assert_int_equal(one->time.start, other->time.start);
    assert_int_equal(one->time.end, other->time.end);
    assert_int_equal(one->able, other->able);
    assert_string_equal(one->best.worker, other->best.worker);
    assert_int_equal(one->best.total, other->best.total);
}

/* V19, V2 */
static void test_in_random_worlds_exactly_the_starts_are_offered_at_which_somebody_could_come(void **state)
{
    (void)state;
    static struct slot at[ROOM], wanted_at[ROOM];
    int offered = 0, not_offered = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct world *world = a_world(seed, 12);
        for (int round = 0; round < 6; round++) {
            struct slots slots, wanted;
            some_policy(world);
            some_demand(world);
            world->demand.own_hold[0] = '\0';
            struct slot_search search = some_search(world);
            look_at_each_minute(world, &search, &wanted, wanted_at);
            choice_slots(world->pool, &world->policy, &world->demand, &search, &slots, at, ROOM);
            assert_int_equal(slots.starts, wanted.starts);
            assert_int_equal(slots.count, wanted.count);
            assert_int_equal(slots.next, 0);
            for (int i = 0; i < slots.count; i++)
                assert_same_slot(&at[i], &wanted_at[i]);
            assert_memory_equal(slots.rejected, wanted.rejected, sizeof slots.rejected);
            offered += slots.count;
            not_offered += slots.starts - slots.count;
        }
        end_world(world);
    }
    assert_true(offered > 300 && not_offered > 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_in_random_worlds_exactly_the_starts_are_offered_at_which_somebody_could_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
