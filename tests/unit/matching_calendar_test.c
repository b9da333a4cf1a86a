/* The one calendar of people's time (V23, ruling 1), and undo of what a unit of work did to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

#include "services/matching/engine/people.h"

static void put(struct pool *pool, const char *id, int64_t start, int64_t end, bool firm)
{
    struct hold hold = {.kind = HOLD_CLASS, .firm = firm, .time = {start, end}};
    TEXT_PUT(hold.hold, id);
    assert_int_equal(pool_put_hold(pool, "P", &hold), 0);
}

static int conflicts_of(const struct pool *pool, int64_t start, int64_t end, const char *ignore)
{
    struct conflicts conflicts;
    struct wanted wanted = {.time = {start, end}, .ignore = ignore};
    pool_conflicts(pool, "P", &wanted, &conflicts);
    return conflicts.count;
}

static int64_t first_free(const struct pool *pool, int64_t start, int64_t end)
{
    struct wanted wanted = {.time = {start, end}, .ignore = ""};
    return pool_first_free(pool, "P", &wanted);
}

static void test_somebody_of_whom_nothing_is_known_is_free(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    assert_int_equal(conflicts_of(pool, 10, 20, ""), 0);
    assert_int_equal(first_free(pool, 10, 20), 10);
    pool_close(&pool);
}

static void test_firm_and_tentative_holds_stand_in_the_way_and_touching_ends_do_not(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    put(pool, "A", 10, 20, true);
    put(pool, "B", 30, 40, false);
    assert_int_equal(conflicts_of(pool, 20, 30, ""), 0);
    assert_int_equal(conflicts_of(pool, 19, 30, ""), 1);
    assert_int_equal(conflicts_of(pool, 20, 31, ""), 1);
    assert_int_equal(conflicts_of(pool, 0, 100, ""), 2);
    pool_close(&pool);
}

static void test_conflicts_are_told_in_order_of_start(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    struct worker_leave leave = {.leave = "L", .time = {15, 35}};
    struct conflicts conflicts;
    put(pool, "B", 30, 40, true);
    put(pool, "A", 10, 20, true);
    assert_int_equal(pool_put_leave(pool, "P", &leave), 0);
    struct wanted wanted = {.time = {0, 100}, .ignore = ""};
    pool_conflicts(pool, "P", &wanted, &conflicts);
    assert_int_equal(conflicts.count, 3);
    assert_string_equal(conflicts.at[0], "A");
    assert_string_equal(conflicts.at[1], "L");
    assert_string_equal(conflicts.at[2], "B");
    pool_close(&pool);
}

static void test_a_hold_that_is_moved_is_not_in_its_own_way(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    put(pool, "A", 10, 20, true);
    assert_int_equal(conflicts_of(pool, 15, 25, "A"), 0);
    put(pool, "A", 15, 25, true);
    assert_int_equal(conflicts_of(pool, 10, 15, ""), 0);
    assert_int_equal(conflicts_of(pool, 20, 21, ""), 1);
    pool_close(&pool);
}

static void test_a_hold_that_is_dropped_frees_its_time(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    put(pool, "A", 10, 20, true);
    assert_int_equal(pool_drop_hold(pool, "P", "A"), 0);
    assert_int_equal(conflicts_of(pool, 10, 20, ""), 0);
    assert_int_equal(pool_drop_hold(pool, "P", "never was"), 0);
    assert_int_equal(pool_drop_hold(pool, "nobody", "A"), 0);
    pool_close(&pool);
}

static void test_the_first_free_start_is_behind_all_that_leaves_too_small_a_gap(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    struct worker_leave leave = {.leave = "L", .time = {12, 60}};
    put(pool, "A", 10, 20, true);
    put(pool, "B", 25, 40, true);
    put(pool, "C", 50, 55, true);
    assert_int_equal(first_free(pool, 15, 25), 40);
    assert_int_equal(first_free(pool, 15, 20), 20);
    assert_int_equal(first_free(pool, 15, 26), 55);
    assert_int_equal(pool_put_leave(pool, "P", &leave), 0);
    assert_int_equal(first_free(pool, 15, 20), 60);
    pool_close(&pool);
}

/* ---- undo (DESIGN 5: memory follows its savepoint) ---- */

static void test_undo_brings_back_what_was_before_the_unit(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    put(pool, "A", 10, 20, true);
    pool_keep(pool);
    put(pool, "B", 30, 40, true);
    assert_int_equal(pool_drop_hold(pool, "P", "A"), 0);
    assert_int_equal(conflicts_of(pool, 10, 20, ""), 0);
    pool_undo(pool);
    assert_int_equal(conflicts_of(pool, 10, 20, ""), 1);
    assert_int_equal(conflicts_of(pool, 30, 40, ""), 0);
    pool_close(&pool);
}

static void test_undo_forgets_a_person_who_was_new(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    struct worker_facts facts = {.worker = "N", .active = true};
    struct worker_facts other = {.worker = "M", .active = true};
    assert_int_equal(pool_put_facts(pool, &other), 0);
    pool_keep(pool);
    assert_int_equal(pool_put_facts(pool, &facts), 0);
    other.active = false;
    assert_int_equal(pool_put_facts(pool, &other), 0);
    assert_true(pool_is_worker(pool, "N"));
    pool_undo(pool);
    assert_false(pool_is_worker(pool, "N"));
    assert_true(pool_facts(pool, "M", &other) && other.active);
    pool_close(&pool);
}

/* ---- what memory forgets (DESIGN 3, 5: bounded) ---- */

static void work(struct pool *pool, int day)
{
    struct past_visit past = {.household = "H", .time = {day * 10, day * 10 + 1}};
    struct offer_answer answer = {.at = day * 10, .refused = day % 2};
    TEXT_FORMAT(past.visit, "V-%d", day);
    TEXT_FORMAT(answer.visit, "V-%d", day);
    assert_int_equal(pool_put_past(pool, "P", &past), 0);
    assert_int_equal(pool_put_answer(pool, "P", &answer), 0);
}

static void test_what_no_choice_looks_at_any_more_is_forgotten_as_time_goes_on(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    for (int day = 1; day <= 1000; day++) {
        assert_int_equal(pool_forget(pool, "P", &(struct horizon){(day - 30) * 10, (day - 20) * 10}), 0);
        work(pool, day);
        pool_keep(pool);
    }
    const struct person *person = people_find(pool, "P");
    assert_int_equal(person->past.count, 30);
    assert_int_equal(person->answers.count, 20);
    char visit[ID_SIZE];
    name_read(((const struct passed *)person->past.at)[0].visit, visit);
    assert_string_equal(visit, "V-971");
    name_read(((const struct answered *)person->answers.at)[0].visit, visit);
    assert_string_equal(visit, "V-981");
    assert_int_equal(pool_forget(pool, "nobody", &(struct horizon){10, 10}), 0);
    pool_close(&pool);
}

static void test_what_was_forgotten_in_a_unit_that_is_undone_is_remembered(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    for (int day = 1; day <= 5; day++)
        work(pool, day);
    pool_keep(pool);
    assert_int_equal(pool_forget(pool, "P", &(struct horizon){30, 20}), 0);
    assert_int_equal(people_find(pool, "P")->past.count, 2);
    assert_int_equal(people_find(pool, "P")->answers.count, 3);
    pool_undo(pool);
    assert_int_equal(people_find(pool, "P")->past.count, 5);
    assert_int_equal(people_find(pool, "P")->answers.count, 5);
    pool_close(&pool);
}

static void test_what_was_kept_is_not_undone_later(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    put(pool, "A", 10, 20, true);
    pool_keep(pool);
    pool_undo(pool);
    assert_int_equal(conflicts_of(pool, 10, 20, ""), 1);
    pool_close(&pool);
}

static void test_somebody_with_holds_alone_is_no_worker(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    put(pool, "A", 10, 20, true);
    assert_false(pool_is_worker(pool, "P"));
    pool_close(&pool);
}

/* V4: visits that were worked and visits to come, and neither classes nor what starts outside. */
static void test_work_is_the_visits_worked_and_held_that_start_in_a_window(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    struct past_visit past = {.visit = "PAST", .time = {10, 40}};
    struct hold held = {.hold = "HELD", .kind = HOLD_VISIT, .time = {19, 60}};
    struct pool_work work[4];
    assert_int_equal(pool_put_past(pool, "P", &past), 0);
    assert_int_equal(pool_put_hold(pool, "P", &held), 0);
    put(pool, "CLASS", 12, 14, true);
    assert_int_equal(pool_work(pool, "P", (struct interval){10, 20}, work, 4), 2);
    assert_string_equal(work[0].id, "HELD");
    assert_int_equal(work[0].time.end, 60);
    assert_string_equal(work[1].id, "PAST");
    assert_int_equal(work[1].time.start, 10);
    assert_int_equal(pool_work(pool, "P", (struct interval){11, 19}, work, 4), 0);
    assert_int_equal(pool_work(pool, "P", (struct interval){10, 20}, work, 1), 1);
    assert_int_equal(pool_work(pool, "Q", (struct interval){10, 20}, work, 4), 0);
    pool_close(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_somebody_of_whom_nothing_is_known_is_free),
        cmocka_unit_test(test_firm_and_tentative_holds_stand_in_the_way_and_touching_ends_do_not),
        cmocka_unit_test(test_conflicts_are_told_in_order_of_start),
        cmocka_unit_test(test_a_hold_that_is_moved_is_not_in_its_own_way),
        cmocka_unit_test(test_a_hold_that_is_dropped_frees_its_time),
        cmocka_unit_test(test_the_first_free_start_is_behind_all_that_leaves_too_small_a_gap),
        cmocka_unit_test(test_undo_brings_back_what_was_before_the_unit),
        cmocka_unit_test(test_undo_forgets_a_person_who_was_new),
        cmocka_unit_test(test_what_no_choice_looks_at_any_more_is_forgotten_as_time_goes_on),
        cmocka_unit_test(test_what_was_forgotten_in_a_unit_that_is_undone_is_remembered),
        cmocka_unit_test(test_what_was_kept_is_not_undone_later),
        cmocka_unit_test(test_work_is_the_visits_worked_and_held_that_start_in_a_window),
        cmocka_unit_test(test_somebody_with_holds_alone_is_no_worker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
