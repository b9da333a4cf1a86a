/* The index answers what asking everybody answers, to the last figure, whatever was put, replaced, dropped, undone or
 * forgotten before (V1-V3, V6-V9, V12). */
#include "online_world.h"

static void assert_same(const struct ranking *got, const struct ranking *wanted)
{
    assert_int_equal(got->considered, wanted->considered);
    assert_memory_equal(got->rejected, wanted->rejected, sizeof got->rejected);
    assert_int_equal(got->feasible, wanted->feasible);
    assert_int_equal(got->best_count, wanted->best_count);
    for (int i = 0; i < got->best_count; i++) {
        assert_string_equal(got->best[i].worker, wanted->best[i].worker);
        assert_int_equal(got->best[i].total, wanted->best[i].total);
        assert_int_equal(got->best[i].too_many, wanted->best[i].too_many);
        assert_memory_equal(got->best[i].points, wanted->best[i].points, sizeof got->best[i].points);
    }
    assert_int_equal(got->named_count, wanted->named_count);
    for (int i = 0; i < got->named_count; i++) {
        assert_string_equal(got->named[i].worker, wanted->named[i].worker);
        assert_int_equal(got->named[i].rule, wanted->named[i].rule);
    }
}

static int ask(struct world *world)
{
    static struct ranking got, wanted;
    some_policy(world);
    some_demand(world);
    choice_rank(world->pool, &world->policy, &world->demand, &got);
    choice_scan(world->pool, &world->policy, &world->demand, &wanted);
    assert_same(&got, &wanted);
    return got.feasible;
}

/* ---- tests ---- */

static void test_in_random_worlds_the_index_answers_what_asking_everybody_answers(void **state)
{
    (void)state;
    int feasible = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct world *world = a_world(seed, 20 + (int)seed * 4);
        for (int i = 0; i < 60; i++)
            feasible += ask(world);
        end_world(world);
    }
    assert_true(feasible > 2000);
}

static void test_it_does_so_while_units_change_people_and_are_kept_or_undone(void **state)
{
    (void)state;
    int feasible = 0;
    for (uint64_t seed = 101; seed <= 120; seed++) {
        struct world *world = a_world(seed, 60);
        for (int i = 0; i < 150; i++) {
            for (int many = below(world, 8); many > 0; many--)
                happen(world);
            feasible += one_in(world, 2) ? ask(world) : 0; /* within the unit */
            (one_in(world, 3) ? pool_undo : pool_keep)(world->pool);
            feasible += ask(world);
        }
        end_world(world);
    }
    assert_true(feasible > 2000);
}

static void test_it_is_made_again_after_memory_was_short(void **state)
{
    (void)state;
    struct world *world = a_world(7, 80);
    ask(world);
    world->pool->index->lost = true;
    for (int i = 0; i < 20; i++)
        happen(world); /* of which it hears nothing */
    assert_true(world->pool->index->lost);
    for (int i = 0; i < 40; i++)
        ask(world);
    assert_false(world->pool->index->lost);
    end_world(world);
}

/* Of whose days there are no records then (days.h). */
static void test_it_does_so_beside_a_hold_of_years(void **state)
{
    (void)state;
    for (uint64_t seed = 2; seed <= 8; seed += 2) {
        struct world *world = a_world(seed, 60);
        struct hold years = {.hold = "YEARS", .kind = HOLD_CLASS, .time = {MONDAY, MONDAY + 2000 * MS_DAY}};
        assert_int_equal(pool_put_hold(world->pool, "W007", &years), 0);
        for (int i = 0; i < 200; i++) {
            happen(world);
            ask(world);
        }
        end_world(world);
    }
}

static void test_more_profiles_than_there_is_room_for_take_turns(void **state)
{
    (void)state;
    struct world *world = a_world(9, 60);
    world->pool->index->few = 0;
    for (int i = 0; i < 400; i++) {
        happen(world);
        ask(world);
    }
    assert_int_equal(world->pool->index->profiles_count, INDEX_PROFILES);
    end_world(world);
}

/* ---- what follows from holds and past visits ---- */

static int64_t plainly_worked(const struct person *person, int64_t instant)
{
    const struct held *holds = person->holds.at;
    const struct passed *past = person->past.at;
    int64_t week = 7 * MS_DAY, monday = MONDAY + (instant - MONDAY + 52 * week) / week * week - 52 * week, busy = 0;
    for (int i = 0; i < person->holds.count; i++)
        if (holds[i].kind == HOLD_VISIT && holds[i].time.start >= monday && holds[i].time.start < monday + week)
            busy += holds[i].time.end - holds[i].time.start;
    for (int i = 0; i < person->past.count; i++)
        if (past[i].time.start >= monday && past[i].time.start < monday + week)
            busy += past[i].time.end - past[i].time.start;
    return busy;
}

static int plainly_known(const struct person *person, const char *household)
{
    const struct held *holds = person->holds.at;
    const struct passed *past = person->past.at;
    int times = 0;
    for (int i = 0; i < person->holds.count; i++)
        times += holds[i].house && text_same(holds[i].house->household, household);
    for (int i = 0; i < person->past.count; i++)
        times += past[i].house && text_same(past[i].house->household, household);
    return times;
}

/* Their meetings stand together, and people by id. */
static int known(const struct pool *pool, const struct person *person, const char *household)
{
    const struct house *house = people_house(pool, household);
    const struct meeting *at = house ? house->meetings.at : NULL;
    const char *before = "";
    int times = 0;
    for (int i = 0; house && i < house->meetings.count; i = house_next(house, i)) {
        assert_true(strcmp(before, at[i].person->id) < 0);
        before = at[i].person->id;
        times += at[i].person == person ? house_next(house, i) - i : 0;
    }
    return times;
}

static void assert_person(const struct pool *pool, const struct person *person)
{
    const struct held *holds = person->holds.at;
    assert_int_equal(person->sheet->count, person->holds.count);
    for (int i = 0; i < person->holds.count; i++) {
        struct span span = people_span(person, &person->sheet->notches[i]);
        assert_memory_equal(&span.time, &holds[i].time, sizeof span.time);
        assert_memory_equal(&span.place, &holds[i].place, sizeof span.place);
        assert_int_equal(span.kind, holds[i].kind);
    }
    for (int week = -2; week < 3; week++)
        assert_int_equal(people_week(person, MONDAY + week * 7 * MS_DAY),
                         plainly_worked(person, MONDAY + week * 7 * MS_DAY));
    for (int i = 0; i < HOUSEHOLDS; i++) {
        char household[ID_SIZE];
        TEXT_FORMAT(household, "H%03d", i);
        assert_int_equal(known(pool, person, household), plainly_known(person, household));
    }
}

static void test_weeks_and_households_are_counted_as_the_holds_and_past_visits_say(void **state)
{
    (void)state;
    struct world *world = a_world(11, 40);
    for (int i = 0; i < 600; i++) {
        happen(world);
        if (one_in(world, 4))
            (one_in(world, 2) ? pool_undo : pool_keep)(world->pool);
        for (int j = 0; i % 20 == 0 && j < people_count(world->pool); j++)
            assert_person(world->pool, people_at(world->pool, j));
    }
    end_world(world);
}

/* ---- counting intervals ---- */

/* Of one of the sets that a tally counts. */
struct counted {
    struct interval interval;
    unsigned sets;
};

static int plainly_holding(const struct counted *at, int count, struct interval inner, int set)
{
    int holding = 0;
    for (int i = 0; i < count; i++)
        holding += at[i].interval.start <= inner.start && at[i].interval.end >= inner.end && at[i].sets >> set & 1;
    return holding;
}

static void assert_holding(const struct tally *tally, const struct counted *at, int count, struct interval inner)
{
    const struct counts holding = tally_holding(tally, inner);
    for (int set = 0; set < TALLY_SETS; set++)
        assert_int_equal(holding.of[set], plainly_holding(at, count, inner, set));
}

/* Often one that starts or ends just when another does. */
static struct interval some_inner(struct world *world, const struct counted *at, int count)
{
    struct interval inner = some_interval(world, 10, one_in(world, 2) ? 8 * MS_HOUR : TALLY_BRIEF - 1), as = inner;
    if (count && one_in(world, 2))
        as.start = at[below(world, count)].interval.start;
    if (count && one_in(world, 2))
        as.end = at[below(world, count)].interval.end;
    return as.start < as.end && as.end - as.start < TALLY_BRIEF ? as : inner;
}

static void test_a_tally_counts_the_intervals_that_hold_one(void **state)
{
    (void)state;
    enum { MOST = 400 };
    struct world world = {.dice = dice_of(3)};
    struct arena arena = {0};
    struct tally tally = {.arena = &arena};
    struct counted at[MOST];
    int count = 0;
    for (int i = 0; i < 6000; i++) {
        if (count < MOST && !one_in(&world, 2)) {
            at[count].interval = some_interval(&world, 10, one_in(&world, 2) ? 12 * MS_HOUR : 9 * MS_DAY);
            at[count].sets = (unsigned)below(&world, 1 << TALLY_SETS);
            assert_int_equal(tally_add(&tally, at[count].interval, at[count].sets, 1), 0);
            count++;
        } else if (count > 0) {
            int gone = below(&world, count);
            assert_int_equal(tally_add(&tally, at[gone].interval, at[gone].sets, -1), 0);
            at[gone] = at[--count];
        }
        assert_holding(&tally, at, count, some_inner(&world, at, count));
    }
    tally_close(&tally);
    arena_close(&arena);
}

/* In order and apart, some of them brief. */
static void some_pieces(struct world *world, struct list *pieces)
{
    int64_t hour = 0;
    pieces->count = 0;
    for (int many = below(world, 5); many > 0; many--) {
        hour += 1 + below(world, one_in(world, 2) ? 4 : 90);
        int64_t end = hour + 1 + below(world, one_in(world, 2) ? 4 : 90);
        struct interval piece = {MONDAY + hour * MS_HOUR, MONDAY + end * MS_HOUR};
        assert_int_equal(list_insert(pieces, sizeof piece, pieces->count, &piece), 0);
        hour = end;
    }
}

/* Those of list `i` are in the sets `i` + 1, so that many share a time and not the sets. */
static int counted_of(const struct list *lists, int many, struct counted *at)
{
    int count = 0;
    for (int i = 0; i < many; i++)
        for (int j = 0; j < lists[i].count; j++)
            at[count++] = (struct counted){((const struct interval *)lists[i].at)[j], (unsigned)i + 1};
    return count;
}

static void test_a_tally_counts_those_to_which_others_gave_way(void **state)
{
    (void)state;
    enum { MOST = 40 };
    struct world world = {.dice = dice_of(4)};
    struct arena arena = {0};
    struct tally tally = {.arena = &arena};
    struct list lists[MOST + 1] = {0}; /* one is taken in hand */
    struct counted at[5 * MOST];
    for (int i = 0; i < 3000; i++) {
        int which = below(&world, MOST);
        struct list *given = &lists[which], taken = lists[MOST];
        some_pieces(&world, &taken);
        assert_int_equal(tally_move(&tally, given, &taken, (unsigned)which + 1), 0);
        lists[MOST] = *given;
        *given = taken;
        int count = counted_of(lists, MOST, at);
        assert_holding(&tally, at, count, some_inner(&world, at, count));
    }
    for (int i = 0; i <= MOST; i++)
        free(lists[i].at);
    tally_close(&tally);
    arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_tally_counts_the_intervals_that_hold_one),
        cmocka_unit_test(test_a_tally_counts_those_to_which_others_gave_way),
        cmocka_unit_test(test_in_random_worlds_the_index_answers_what_asking_everybody_answers),
        cmocka_unit_test(test_it_does_so_while_units_change_people_and_are_kept_or_undone),
        cmocka_unit_test(test_it_is_made_again_after_memory_was_short),
        cmocka_unit_test(test_it_does_so_beside_a_hold_of_years),
        cmocka_unit_test(test_more_profiles_than_there_is_room_for_take_turns),
        cmocka_unit_test(test_weeks_and_households_are_counted_as_the_holds_and_past_visits_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
