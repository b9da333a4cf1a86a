/* The engine's soft terms: wishes of the client (V7), continuity (V8), refusals (V12). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/text.h"

#include "usual_ways.h"

#include "services/matching/engine/choice.h"

#define MONDAY INT64_C(1770566400000) /* 2026-02-09 00:00 in Shanghai */

static const struct policy policy = {
    .travel = &usual_ways,
    .max_travel_ms = 60 * MS_MINUTE,
    .week_ms = 44 * MS_HOUR,
    .continuity_ms = 180 * MS_DAY,
    .main_share = 800,
    .max_workers = 3,
    .refusals_ms = 90 * MS_DAY,
    .refusals_least = 5,
    .refusals_limit = 300,
    .weight = {[TERM_CONTINUITY] = 1000,
               [TERM_CUISINE] = 1000,
               [TERM_PETS] = 1000,
               [TERM_SMOKING] = 1000,
               [TERM_REFUSALS] = 1000},
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

/* With what everybody must have (V1, R4). */
static void put_worker(struct pool *pool, const struct worker_facts *facts)
{
    static const char *const types[] = {"health", "insurance"};
    assert_int_equal(pool_put_facts(pool, facts), 0);
    for (int i = 0; i < 2; i++) {
        struct worker_cert cert = {.valid = {MONDAY - 30 * MS_DAY, MONDAY + 330 * MS_DAY}, .good = true};
        TEXT_PUT(cert.cert, types[i]);
        TEXT_PUT(cert.type, types[i]);
        assert_int_equal(pool_put_cert(pool, facts->worker, &cert), 0);
    }
}

static int points(const struct worker_facts *facts, const struct demand *demand, enum term term)
{
    struct pool *pool = pool_open();
    struct candidate candidate;
    put_worker(pool, facts);
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
    put_worker(pool, &facts);
    assert_int_equal(choice_check(pool, &policy, &demand, "W1", NULL), RULE_NONE);
    pool_close(&pool);
}

/* ---- continuity (V8) ---- */

static struct pool *pool_of_workers(int count)
{
    struct pool *pool = pool_open();
    for (int i = 1; i <= count; i++) {
        struct worker_facts facts = a_worker((char[]){'W', (char)('0' + i), '\0'});
        put_worker(pool, &facts);
    }
    return pool;
}

/* So many visits to H1, one a day, the last one `days` days before the demand. */
static void were_there(struct pool *pool, const char *worker, int visits, int days)
{
    for (int i = 0; i < visits; i++) {
        int64_t start = MONDAY + 9 * MS_HOUR - (days + i) * MS_DAY;
        struct past_visit past = {.household = "H1", .time = {start, start + MS_HOUR}};
        TEXT_FORMAT(past.visit, "P-%s-%d-%d", worker, days, i);
        assert_int_equal(pool_put_past(pool, worker, &past), 0);
    }
}

static int worth(struct pool *pool, const struct demand *demand, const char *worker)
{
    struct candidate candidate;
    choice_score(pool, &policy, demand, worker, &candidate);
    return candidate.points[TERM_CONTINUITY];
}

static void test_the_main_worker_is_worth_most_and_who_is_known_more_than_a_stranger(void **state)
{
    (void)state;
    struct pool *pool = pool_of_workers(3);
    struct demand demand = a_demand();
    assert_int_equal(worth(pool, &demand, "W1"), 0);
    were_there(pool, "W1", 8, 20);
    were_there(pool, "W2", 1, 40);
    assert_int_equal(worth(pool, &demand, "W1"), 1000);
    assert_int_equal(worth(pool, &demand, "W2"), 400);
    assert_int_equal(worth(pool, &demand, "W3"), 0);
    pool_close(&pool);
}

static void test_visits_long_ago_are_forgotten(void **state)
{
    (void)state;
    struct pool *pool = pool_of_workers(1);
    struct demand demand = a_demand();
    were_there(pool, "W1", 3, 200);
    assert_int_equal(worth(pool, &demand, "W1"), 0);
    pool_close(&pool);
}

static void test_the_named_backup_comes_next_to_the_main_worker(void **state)
{
    (void)state;
    struct pool *pool = pool_of_workers(3);
    struct demand demand = a_demand();
    were_there(pool, "W1", 9, 20);
    assert_int_equal(worth(pool, &demand, "W3"), 0);
    TEXT_PUT(demand.backup, "W3");
    assert_int_equal(worth(pool, &demand, "W3"), 700);
    assert_int_equal(worth(pool, &demand, "W1"), 1000);
    pool_close(&pool);
}

static void test_somebody_else_is_worth_half_when_the_main_share_would_fall_below_four_fifths(void **state)
{
    (void)state;
    struct pool *pool = pool_of_workers(2);
    struct demand demand = a_demand();
    TEXT_PUT(demand.backup, "W2");
    were_there(pool, "W1", 4, 20);
    assert_int_equal(worth(pool, &demand, "W2"), 700); /* 4 of 5 would be just enough */
    were_there(pool, "W2", 1, 40);
    assert_int_equal(worth(pool, &demand, "W2"), 350); /* 4 of 6 would not */
    pool_close(&pool);
}

static void test_a_fourth_worker_in_a_month_comes_only_when_nobody_else_can(void **state)
{
    (void)state;
    struct pool *pool = pool_of_workers(4);
    struct demand demand = a_demand();
    struct ranking ranking;
    struct worker_facts cook = a_worker("W1");
    demand.soft.cuisines_count = cook.cuisines_count = 1;
    TEXT_PUT(demand.soft.cuisines[0], "hakka");
    TEXT_PUT(cook.cuisines[0], "hakka"); /* without the limit W1 would be first */
    put_worker(pool, &cook);
    were_there(pool, "W2", 1, 1);
    were_there(pool, "W3", 1, 2);
    choice_rank(pool, &policy, &demand, &ranking);
    assert_int_equal(ranking.team.month_workers, 2);
    assert_false(ranking.best[2].too_many || ranking.best[3].too_many);
    were_there(pool, "W4", 1, 3);
    choice_rank(pool, &policy, &demand, &ranking);
    assert_int_equal(ranking.team.month_workers, 3);
    assert_string_equal(ranking.best[3].worker, "W1");
    assert_true(ranking.best[3].too_many);
    assert_false(ranking.best[2].too_many);
    static const char not_these[3][ID_SIZE] = {"W2", "W3", "W4"};
    demand.excluded = not_these;
    demand.excluded_count = 3;
    choice_rank(pool, &policy, &demand, &ranking);
    assert_int_equal(ranking.feasible, 1);
    assert_string_equal(ranking.best[0].worker, "W1");
    pool_close(&pool);
}

static void test_a_worker_of_last_month_counts_as_new_in_this_one(void **state)
{
    (void)state;
    struct pool *pool = pool_of_workers(4);
    struct demand demand = a_demand();
    struct ranking ranking;
    for (int i = 1; i <= 3; i++)
        were_there(pool, (char[]){'W', (char)('0' + i), '\0'}, 1, i);
    were_there(pool, "W4", 1, 9); /* 31 January */
    choice_rank(pool, &policy, &demand, &ranking);
    assert_int_equal(ranking.team.month_workers, 3);
    assert_true(ranking.best[3].too_many);
    assert_string_equal(ranking.best[3].worker, "W4");
    pool_close(&pool);
}

static void assert_backup(struct pool *pool, const char *named, const char *expected)
{
    struct demand demand = a_demand();
    struct ranking ranking;
    char backup[ID_SIZE];
    choice_rank(pool, &policy, &demand, &ranking);
    choice_backup(pool, &demand, &ranking, "W1", named, backup);
    assert_string_equal(backup, expected);
}

static void test_the_backup_is_kept_then_known_then_the_best_of_the_others(void **state)
{
    (void)state;
    struct pool *pool = pool_of_workers(4);
    assert_backup(pool, "", "W2");
    were_there(pool, "W1", 4, 20);
    were_there(pool, "W3", 1, 40);
    assert_backup(pool, "", "W3");
    assert_backup(pool, "W4", "W4");
    assert_backup(pool, "W1", "W3"); /* nobody stands in for oneself */
    assert_int_equal(pool_put_pair(pool, "W4", "H1", true), 0);
    assert_backup(pool, "W4", "W3");
    pool_close(&pool);
}

/* ---- refusals (V12) ---- */

static int refusing(int offers, int refused)
{
    struct pool *pool = pool_of_workers(1);
    struct demand demand = a_demand();
    struct candidate candidate;
    for (int i = 0; i < offers; i++) {
        struct offer_answer answer = {.at = MONDAY - i * MS_DAY, .refused = i < refused};
        TEXT_FORMAT(answer.visit, "V%d", i);
        assert_int_equal(pool_put_answer(pool, "W1", &answer), 0);
    }
    choice_score(pool, &policy, &demand, "W1", &candidate);
    pool_close(&pool);
    return candidate.points[TERM_REFUSALS];
}

static void test_refusals_are_not_punished_up_to_the_threshold(void **state)
{
    (void)state;
    assert_int_equal(refusing(0, 0), 1000);
    assert_int_equal(refusing(4, 4), 1000); /* too few to tell */
    assert_int_equal(refusing(10, 3), 1000);
}

static void test_beyond_the_threshold_each_refusal_costs_more(void **state)
{
    (void)state;
    assert_int_equal(refusing(10, 4), 857);
    assert_int_equal(refusing(10, 8), 285);
    assert_int_equal(refusing(10, 10), 0);
}

static void test_old_refusals_are_forgotten(void **state)
{
    (void)state;
    struct pool *pool = pool_of_workers(1);
    struct demand demand = a_demand();
    struct candidate candidate;
    for (int i = 0; i < 10; i++) {
        struct offer_answer answer = {.at = MONDAY - 91 * MS_DAY, .refused = true};
        TEXT_FORMAT(answer.visit, "V%d", i);
        assert_int_equal(pool_put_answer(pool, "W1", &answer), 0);
    }
    choice_score(pool, &policy, &demand, "W1", &candidate);
    assert_int_equal(candidate.points[TERM_REFUSALS], 1000);
    pool_close(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_wished_cuisine_counts),
        cmocka_unit_test(test_who_works_where_pets_are_scores_higher_in_a_home_with_pets),
        cmocka_unit_test(test_who_does_not_smoke_scores_higher_where_that_is_wished),
        cmocka_unit_test(test_no_soft_wish_rules_anybody_out),
        cmocka_unit_test(test_the_main_worker_is_worth_most_and_who_is_known_more_than_a_stranger),
        cmocka_unit_test(test_visits_long_ago_are_forgotten),
        cmocka_unit_test(test_the_named_backup_comes_next_to_the_main_worker),
        cmocka_unit_test(test_somebody_else_is_worth_half_when_the_main_share_would_fall_below_four_fifths),
        cmocka_unit_test(test_a_fourth_worker_in_a_month_comes_only_when_nobody_else_can),
        cmocka_unit_test(test_a_worker_of_last_month_counts_as_new_in_this_one),
        cmocka_unit_test(test_the_backup_is_kept_then_known_then_the_best_of_the_others),
        cmocka_unit_test(test_refusals_are_not_punished_up_to_the_threshold),
        cmocka_unit_test(test_beyond_the_threshold_each_refusal_costs_more),
        cmocka_unit_test(test_old_refusals_are_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
