/* The engine's soft terms: wishes of the client (V7). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"

#include "services/matching/engine/choice.h"

#define MONDAY INT64_C(1770566400000) /* 2026-02-09 00:00 in Shanghai */

static const struct policy policy = {
    .max_travel_ms = 60 * MS_MINUTE,
    .week_ms = 44 * MS_HOUR,
    .continuity_ms = 180 * MS_DAY,
    .weight = {[TERM_CONTINUITY] = 1000, [TERM_CUISINE] = 1000, [TERM_PETS] = 1000, [TERM_SMOKING] = 1000},
};

static struct worker_facts a_worker(const char *id)
{
    struct worker_facts facts = {.employee = true, .active = true, .green = true};
    TEXT_PUT(facts.worker, id);
    return facts;
}

static struct demand a_demand(void)
{
    return (struct demand){.time = {MONDAY + 9 * MS_HOUR, MONDAY + 11 * MS_HOUR}, .household = "H1", .workers = 1};
}

static int points(const struct worker_facts *facts, const struct demand *demand, enum term term)
{
    struct pool *pool = pool_open();
    struct candidate candidate;
    assert_int_equal(pool_put_facts(pool, facts), 0);
    choice_score(pool, &policy, demand, facts->worker, &candidate);
    pool_close(&pool);
    return candidate.points[term];
}

/* ---- soft wishes (V7) ---- */

static void test_each_wished_cuisine_counts(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    facts.cuisines_count = 1;
    TEXT_PUT(facts.cuisines[0], "hakka");
    assert_int_equal(points(&facts, &demand, TERM_CUISINE), 1000);
    demand.soft.cuisines_count = 2;
    TEXT_PUT(demand.soft.cuisines[0], "cantonese");
    TEXT_PUT(demand.soft.cuisines[1], "hakka");
    assert_int_equal(points(&facts, &demand, TERM_CUISINE), 500);
    facts.cuisines_count = 0;
    assert_int_equal(points(&facts, &demand, TERM_CUISINE), 0);
}

static void test_who_works_where_pets_are_scores_higher_in_a_home_with_pets(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    facts.pets = TOLD_NO;
    assert_int_equal(points(&facts, &demand, TERM_PETS), 1000);
    demand.soft.pets = true;
    assert_int_equal(points(&facts, &demand, TERM_PETS), 0);
    facts.pets = TOLD_NOTHING;
    assert_int_equal(points(&facts, &demand, TERM_PETS), 500);
    facts.pets = TOLD_YES;
    assert_int_equal(points(&facts, &demand, TERM_PETS), 1000);
}

static void test_who_does_not_smoke_scores_higher_where_that_is_wished(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    facts.smokes = TOLD_YES;
    assert_int_equal(points(&facts, &demand, TERM_SMOKING), 1000);
    demand.soft.nonsmoker = true;
    assert_int_equal(points(&facts, &demand, TERM_SMOKING), 0);
    facts.smokes = TOLD_NOTHING;
    assert_int_equal(points(&facts, &demand, TERM_SMOKING), 500);
    facts.smokes = TOLD_NO;
    assert_int_equal(points(&facts, &demand, TERM_SMOKING), 1000);
}

static void test_no_soft_wish_rules_anybody_out(void **state)
{
    (void)state;
    struct worker_facts facts = a_worker("W1");
    struct demand demand = a_demand();
    struct pool *pool = pool_open();
    facts.pets = TOLD_NO;
    facts.smokes = TOLD_YES;
    demand.soft = (struct soft_wishes){1, {"sichuan"}, .pets = true, .nonsmoker = true};
    assert_int_equal(pool_put_facts(pool, &facts), 0);
    assert_int_equal(choice_check(pool, &policy, &demand, "W1", NULL), RULE_NONE);
    pool_close(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_wished_cuisine_counts),
        cmocka_unit_test(test_who_works_where_pets_are_scores_higher_in_a_home_with_pets),
        cmocka_unit_test(test_who_does_not_smoke_scores_higher_where_that_is_wished),
        cmocka_unit_test(test_no_soft_wish_rules_anybody_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
