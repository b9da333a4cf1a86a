/* What a score reads packed is what people's lists and facts say, and what it is at most is never less (V1, V7, V12).
 */
#include "online_world.h"

#define CROWD 12 /* more than are named */

/* ---- from the lists and facts alone ---- */

static int plain_refusals(const struct world *world, const struct person *person)
{
    const struct answered *at = person->answers.at;
    const struct policy *policy = &world->policy;
    int count = 0, refused = 0;
    for (int i = 0; i < person->answers.count; i++) {
        bool counts = at[i].at > world->demand.time.start - policy->refusals_ms;
        count += counts;
        refused += counts && at[i].refused;
    }
    if (!count || count < policy->refusals_least || refused * 1000 <= policy->refusals_limit * count)
        return 1000;
    return (1000 - refused * 1000 / count) * 1000 / (1000 - policy->refusals_limit);
}

static bool is_in_week(const struct world *world, int64_t instant)
{
    int64_t week = 7 * MS_DAY, since = world->demand.time.start - MONDAY + 52 * week;
    int64_t monday = MONDAY + since / week * week - 52 * week;
    return instant >= monday && instant < monday + week;
}

static int plain_workload(const struct world *world, const struct person *person)
{
    const struct held *holds = person->holds.at;
    const struct passed *past = person->past.at;
    int64_t full = world->policy.week_ms / (person->facts.part_time ? 2 : 1), busy = 0;
    for (int i = 0; i < person->holds.count; i++) {
        char id[ID_SIZE];
        name_read(holds[i].hold, id);
        if (holds[i].kind == HOLD_VISIT && is_in_week(world, holds[i].time.start) &&
            strcmp(id, world->demand.own_hold) != 0)
            busy += holds[i].time.end - holds[i].time.start;
    }
    for (int i = 0; i < person->past.count; i++)
        busy += is_in_week(world, past[i].time.start) ? past[i].time.end - past[i].time.start : 0;
    return busy >= full ? 0 : (int)((full - busy) * 1000 / full);
}

static int plain_words(const char (*wished)[CODE_SIZE], int wishes, const char (*there)[CODE_SIZE], int count)
{
    int met = 0;
    for (int i = 0; i < wishes; i++) {
        bool found = false;
        for (int j = 0; j < count; j++)
            found = found || strcmp(wished[i], there[j]) == 0;
        met += found;
    }
    return wishes ? 1000 * met / wishes : 1000;
}

static int plain_told(bool wished, enum told told, enum told wanted)
{
    return !wished || told == wanted ? 1000 : told == TOLD_NOTHING ? 500 : 0;
}

static int plain_preference(const struct demand *demand, const struct worker_facts *facts)
{
    int wishes = (demand->wish_sex != 0) + (demand->wish_worker[0] != 0);
    int met = (demand->wish_sex && facts->sex == demand->wish_sex) +
              (demand->wish_worker[0] && strcmp(demand->wish_worker, facts->worker) == 0);
    return wishes ? 1000 * met / wishes : 1000;
}

static void assert_points(const struct world *world, const struct person *person, const struct candidate *got)
{
    const struct demand *demand = &world->demand;
    const struct soft_wishes *soft = &demand->soft;
    struct worker_facts facts;
    assert_true(pool_facts(world->pool, person->id, &facts));
    const int *weight = world->policy.weight;
    int shares[TERM_COUNT] = {
        [TERM_WORKLOAD] = plain_workload(world, person),
        [TERM_LANGUAGE] =
            plain_words(demand->languages, demand->languages_count, facts.languages, facts.languages_count),
        [TERM_PREFERENCE] = plain_preference(demand, &facts),
        [TERM_CUISINE] = plain_words(soft->cuisines, soft->cuisines_count, facts.cuisines, facts.cuisines_count),
        [TERM_PETS] = plain_told(soft->pets, facts.pets, TOLD_YES),
        [TERM_SMOKING] = plain_told(soft->nonsmoker, facts.smokes, TOLD_NO),
        [TERM_REFUSALS] = plain_refusals(world, person),
    };
    for (enum term term = 0; term < TERM_COUNT; term++)
        if (term != TERM_SKILL && term != TERM_CONTINUITY && term != TERM_DISTANCE)
            assert_int_equal(got->points[term], weight[term] * shares[term] / 1000);
    assert_int_equal(got->employee, facts.employee);
}

static void ask_of_each(struct world *world)
{
    struct ranking ranking;
    some_policy(world);
    some_demand(world);
    for (int i = 0; i < people_count(world->pool); i++) {
        struct candidate candidate;
        const struct person *person = people_at(world->pool, i);
        choice_score(world->pool, &world->policy, &world->demand, person->id, &candidate);
        assert_points(world, person, &candidate);
    }
    choice_best(world->pool, &world->policy, &world->demand, &ranking);
    for (int i = 0; i < ranking.best_count; i++)
        assert_points(world, people_find(world->pool, ranking.best[i].worker), &ranking.best[i]);
}

static void test_points_are_what_the_lists_and_facts_say(void **state)
{
    (void)state;
    for (uint64_t seed = 201; seed <= 220; seed++) {
        struct world *world = a_world(seed, 60);
        for (int i = 0; i < 40; i++) {
            happen(world);
            (one_in(world, 3) ? pool_undo : pool_keep)(world->pool);
            ask_of_each(world);
        }
        end_world(world);
    }
}

/* More answers than a sheet has marks for; the first ones are forgotten in turn (V12). */
static void test_answers_count_also_where_a_sheet_has_no_room_for_them(void **state)
{
    (void)state;
    struct world *world = a_world(221, 10);
    for (int i = 0; i < 3 * SHEET_MARKS; i++) {
        struct offer_answer answer = {.at = MONDAY - REMEMBERED + i * MS_DAY, .refused = one_in(world, 2)};
        TEXT_FORMAT(answer.visit, "many-%d", i);
        assert_int_equal(pool_put_answer(world->pool, "W003", &answer), 0);
        (one_in(world, 3) ? pool_undo : pool_keep)(world->pool);
        ask_of_each(world);
    }
    for (int i = 0; i < 2 * SHEET_MARKS; i++) {
        struct horizon horizon = {MONDAY - 400 * MS_DAY, MONDAY - REMEMBERED + i * MS_DAY};
        assert_int_equal(pool_forget(world->pool, "W003", &horizon), 0);
        (one_in(world, 3) ? pool_undo : pool_keep)(world->pool);
        ask_of_each(world);
    }
    end_world(world);
}

/* ---- one thing at a time ---- */

static void put_crowd(struct world *world, int count)
{
    for (int i = 0; i < count; i++) {
        struct worker_facts facts = {.active = true, .green = true, .sex = 'f', .home = {22550, 113050}};
        TEXT_FORMAT(facts.worker, "W%03d", i);
        TEXT_PUT(facts.kind, kinds[0]);
        assert_int_equal(pool_put_facts(world->pool, &facts), 0);
        for (int type = 0; type < 2; type++) {
            struct worker_cert cert = {.valid = {MONDAY - MS_DAY, MONDAY + 30 * MS_DAY}, .good = true};
            TEXT_PUT(cert.type, types[type]);
            TEXT_FORMAT(cert.cert, "%s-%d", facts.worker, type);
            assert_int_equal(pool_put_cert(world->pool, facts.worker, &cert), 0);
        }
    }
}

/* A dozen who differ in nothing but their ids, and a visit by which only one term tells them apart. */
static struct world *a_crowd(enum term term)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->pool = pool_open();
    assert_non_null(world->pool);
    put_crowd(world, CROWD);
    world->policy = (struct policy){.travel = &usual_ways,
                                    .max_travel_ms = MS_HOUR,
                                    .week_ms = 40 * MS_HOUR,
                                    .refusals_ms = REMEMBERED,
                                    .refusals_least = 1,
                                    .refusals_limit = 300,
                                    .max_workers = 3};
    world->policy.weight[term] = 100000;
    world->demand = (struct demand){.workers = 1, .place = {22550, 113050}};
    world->demand.time = (struct interval){MONDAY + 10 * MS_HOUR, MONDAY + 12 * MS_HOUR};
    return world;
}

static void put_visit(struct world *world, int worker, const char *id, int day, int hours)
{
    char name[ID_SIZE];
    struct hold hold = {.kind = HOLD_VISIT, .firm = true, .place = {22550, 113050}};
    TEXT_FORMAT(name, "W%03d", worker);
    TEXT_PUT(hold.hold, id);
    hold.time.start = MONDAY + day * MS_DAY + 10 * MS_HOUR;
    hold.time.end = hold.time.start + hours * MS_HOUR;
    assert_int_equal(pool_put_hold(world->pool, name, &hold), 0);
}

static void put_meetings(struct world *world, int worker, int times)
{
    char name[ID_SIZE];
    TEXT_FORMAT(name, "W%03d", worker);
    for (int i = 0; i < times; i++) {
        struct past_visit past = {.household = "H", .time = {MONDAY - (i + 1) * MS_DAY, 0}};
        past.time.end = past.time.start + MS_HOUR;
        TEXT_FORMAT(past.visit, "P%03d-%d", worker, i);
        assert_int_equal(pool_put_past(world->pool, name, &past), 0);
    }
}

static const char *first(struct world *world)
{
    static struct ranking got, wanted;
    pool_keep(world->pool);
    choice_rank(world->pool, &world->policy, &world->demand, &got);
    choice_scan(world->pool, &world->policy, &world->demand, &wanted);
    assert_int_equal(got.feasible, CROWD);
    assert_string_equal(got.best[0].worker, wanted.best[0].worker);
    assert_int_equal(got.best[0].total, wanted.best[0].total);
    return got.best[0].worker;
}

/* Without this visit that one's week is empty, and everybody else's is not (V7). */
static void test_who_has_the_visit_already_is_not_passed_over_for_the_work_that_it_is(void **state)
{
    (void)state;
    for (int own = 0; own < CROWD; own++) {
        struct world *world = a_crowd(TERM_WORKLOAD);
        char wanted[ID_SIZE];
        TEXT_FORMAT(wanted, "W%03d", own);
        for (int i = 0; i < CROWD; i++) {
            char id[ID_SIZE];
            TEXT_FORMAT(id, "V%03d", i);
            put_visit(world, i, i == own ? "OWN" : id, i == own ? 0 : 2, i == own ? 2 : 1);
        }
        TEXT_PUT(world->demand.own_hold, "OWN");
        assert_string_equal(first(world), wanted);
        end_world(world);
    }
}

/* V8 */
static void test_who_came_most_often_is_found_among_many_who_came_often(void **state)
{
    (void)state;
    for (int main = 0; main < CROWD; main++) {
        struct world *world = a_crowd(TERM_CONTINUITY);
        char wanted[ID_SIZE];
        TEXT_FORMAT(wanted, "W%03d", main);
        world->policy.continuity_ms = 180 * MS_DAY;
        TEXT_PUT(world->demand.household, "H");
        for (int i = 0; i < CROWD; i++)
            put_meetings(world, i, i == main ? 4 : 3);
        assert_string_equal(first(world), wanted);
        end_world(world);
    }
}

static void put_refusal(struct world *world, int worker, int64_t at)
{
    char name[ID_SIZE];
    struct offer_answer answer = {.at = at, .refused = true};
    TEXT_FORMAT(name, "W%03d", worker);
    TEXT_FORMAT(answer.visit, "V%d", worker);
    assert_int_equal(pool_put_answer(world->pool, name, &answer), 0);
}

static int refusal_points(struct world *world, int worker)
{
    char name[ID_SIZE];
    struct candidate candidate;
    TEXT_FORMAT(name, "W%03d", worker);
    choice_score(world->pool, &world->policy, &world->demand, name, &candidate);
    return candidate.points[TERM_REFUSALS];
}

/* V12 */
static void test_of_the_hours_in_which_remembering_begins_only_the_later_answers_count(void **state)
{
    (void)state;
    struct world *world = a_crowd(TERM_REFUSALS);
    int64_t since = world->demand.time.start - REMEMBERED;
    put_refusal(world, 0, since - MS_HOUR);
    put_refusal(world, 1, since);
    put_refusal(world, 2, since + 1);
    put_refusal(world, 3, since + MS_HOUR);
    put_refusal(world, 4, since - MS_DAY);
    put_refusal(world, 5, since + MS_DAY);
    assert_string_equal(first(world), "W000");
    const int wanted[] = {100000, 100000, 0, 0, 100000, 0};
    for (int i = 0; i < 6; i++)
        assert_int_equal(refusal_points(world, i), wanted[i]);
    end_world(world);
}

/* Of those who live ever farther north and have to be farther still just before the visit, or after it (V2). */
static void put_far_away(struct world *world, int minutes)
{
    struct interval visit = world->demand.time;
    for (int i = 0; i < CROWD; i++) {
        struct worker_facts facts;
        struct hold hold = {.hold = "V", .kind = HOLD_CLASS, .firm = true};
        char name[ID_SIZE];
        TEXT_FORMAT(name, "W%03d", i);
        assert_true(pool_facts(world->pool, name, &facts));
        facts.home.lat = 22550 + 4 * i;
        hold.place = (struct cell){facts.home.lat + 30, facts.home.lon};
        hold.time = (struct interval){visit.start - (minutes + 60) * MS_MINUTE, visit.start - minutes * MS_MINUTE};
        if (minutes < 0)
            hold.time = (struct interval){visit.end - minutes * MS_MINUTE, visit.end - (minutes - 60) * MS_MINUTE};
        assert_int_equal(pool_put_facts(world->pool, &facts), 0);
        assert_int_equal(pool_put_hold(world->pool, name, &hold), 0);
    }
    pool_keep(world->pool);
}

static void test_the_way_from_and_to_the_farthest_place_is_reckoned_to_the_minute(void **state)
{
    (void)state;
    static struct ranking got, wanted;
    int busy = 0;
    struct world *world = a_crowd(TERM_DISTANCE);
    for (int minutes = -180; minutes <= 180; minutes++) {
        put_far_away(world, minutes);
        choice_best(world->pool, &world->policy, &world->demand, &got);
        choice_scan(world->pool, &world->policy, &world->demand, &wanted);
        assert_memory_equal(got.rejected, wanted.rejected, sizeof got.rejected);
        busy += got.rejected[RULE_BUSY];
    }
    assert_true(busy > 500);
    end_world(world);
}

/* Of classes without a place, so that no way hides what a half hour more or less would say; the first one lasts no
 * time. */
static void put_classes(struct world *world, int minutes)
{
    for (int i = 0; i < CROWD; i++) {
        struct hold hold = {.hold = "C", .kind = HOLD_CLASS, .firm = true};
        char name[ID_SIZE];
        TEXT_FORMAT(name, "W%03d", i);
        hold.time.start = MONDAY + 10 * MS_HOUR + minutes * MS_MINUTE;
        hold.time.end = hold.time.start + 7 * i * MS_MINUTE;
        assert_int_equal(pool_put_hold(world->pool, name, &hold), 0);
    }
    pool_keep(world->pool);
}

static void test_time_that_is_taken_is_reckoned_to_the_minute(void **state)
{
    (void)state;
    static struct ranking got, wanted;
    int busy = 0;
    struct world *world = a_crowd(TERM_DISTANCE);
    for (int minutes = -90; minutes <= 90; minutes++) {
        put_classes(world, minutes);
        for (int late = 0; late < 4 * 17; late += 17) {
            int64_t start = MONDAY + 10 * MS_HOUR + late * MS_MINUTE + late % 2 * 30 * MS_SECOND;
            world->demand.time = (struct interval){start, start + (30 + late) * MS_MINUTE};
            choice_best(world->pool, &world->policy, &world->demand, &got);
            choice_scan(world->pool, &world->policy, &world->demand, &wanted);
            assert_memory_equal(got.rejected, wanted.rejected, sizeof got.rejected);
            busy += got.rejected[RULE_BUSY];
        }
    }
    assert_true(busy > 3000);
    end_world(world);
}

/* More than are looked at at once. */
static void test_of_many_hundred_neighbours_each_is_asked(void **state)
{
    (void)state;
    static struct ranking got, wanted;
    struct world *world = a_crowd(TERM_WORKLOAD);
    put_crowd(world, 900);
    for (int i = 0; i < 900; i += 7)
        put_visit(world, i, "V", i % 2, 3);
    pool_keep(world->pool);
    choice_best(world->pool, &world->policy, &world->demand, &got);
    choice_scan(world->pool, &world->policy, &world->demand, &wanted);
    assert_int_equal(got.feasible, wanted.feasible);
    assert_memory_equal(got.rejected, wanted.rejected, sizeof got.rejected);
    assert_int_equal(got.rejected[RULE_BUSY] + got.feasible, 900);
    end_world(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points_are_what_the_lists_and_facts_say),
        cmocka_unit_test(test_answers_count_also_where_a_sheet_has_no_room_for_them),
        cmocka_unit_test(test_who_came_most_often_is_found_among_many_who_came_often),
        cmocka_unit_test(test_who_has_the_visit_already_is_not_passed_over_for_the_work_that_it_is),
        cmocka_unit_test(test_the_way_from_and_to_the_farthest_place_is_reckoned_to_the_minute),
        cmocka_unit_test(test_of_many_hundred_neighbours_each_is_asked),
        cmocka_unit_test(test_time_that_is_taken_is_reckoned_to_the_minute),
        cmocka_unit_test(test_of_the_hours_in_which_remembering_begins_only_the_later_answers_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
