/* Durable timers: one per kind and subject, given in one order, kept over a restart. */
#include "store_fixture.h"

#include "store/timers.h"

static void set(struct fixture *f, const char *kind, const char *subject, int64_t due)
{
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(timer_set(f->store, kind, subject, due), 0);
    assert_int_equal(store_commit(f->store), 0);
}

static void clear(struct fixture *f, const char *kind, const char *subject)
{
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(timer_clear(f->store, kind, subject), 0);
    assert_int_equal(store_commit(f->store), 0);
}

/* Takes the next timer away and checks which it was. */
static void assert_next(struct fixture *f, const char *kind, const char *subject, int64_t due)
{
    struct timer timer;
    assert_int_equal(timer_next(f->store, &timer), 1);
    assert_string_equal(timer.kind, kind);
    assert_string_equal(timer.subject, subject);
    assert_int_equal(timer.due, due);
    clear(f, timer.kind, timer.subject);
}

static void test_timers_come_by_due_then_kind_then_subject(void **state)
{
    struct fixture *f = *state;
    struct timer none;
    set(f, "expire", "b", 20);
    set(f, "expire", "a", 20);
    set(f, "ack", "z", 20);
    set(f, "expire", "c", 10);
    assert_next(f, "expire", "c", 10);
    assert_next(f, "ack", "z", 20);
    assert_next(f, "expire", "a", 20);
    assert_next(f, "expire", "b", 20);
    assert_int_equal(timer_next(f->store, &none), 0);
}

static void test_setting_a_timer_again_moves_it(void **state)
{
    struct fixture *f = *state;
    struct timer none;
    set(f, "expire", "a", 30);
    set(f, "expire", "a", 10);
    assert_next(f, "expire", "a", 10);
    assert_int_equal(timer_next(f->store, &none), 0);
}

static void test_clearing_a_timer_that_is_not_set_is_no_failure(void **state)
{
    struct fixture *f = *state;
    clear(f, "expire", "nobody");
}

static void test_a_timer_outlives_a_restart(void **state)
{
    struct fixture *f = *state;
    set(f, "expire", "a", 30);
    fixture_reopen(f);
    assert_next(f, "expire", "a", 30);
}

static void test_a_timer_set_in_an_undone_unit_is_not_set(void **state)
{
    struct fixture *f = *state;
    struct timer none;
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(store_savepoint(f->store), 0);
    assert_int_equal(timer_set(f->store, "expire", "a", 1), 0);
    assert_int_equal(store_undo(f->store), 0);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(timer_next(f->store, &none), 0);
}

static void test_a_name_too_long_for_a_timer_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(timer_set(f->store, "a-kind-of-timer-that-is-longer-than-32-bytes", "a", 1), -1);
    store_rollback(f->store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_timers_come_by_due_then_kind_then_subject),
        STORE_TEST(test_setting_a_timer_again_moves_it),
        STORE_TEST(test_clearing_a_timer_that_is_not_set_is_no_failure),
        STORE_TEST(test_a_timer_outlives_a_restart),
        STORE_TEST(test_a_timer_set_in_an_undone_unit_is_not_set),
        STORE_TEST(test_a_name_too_long_for_a_timer_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
