/* A unit that changes a great deal: what it would have to take back outgrows the memory kept for it. A test of its own,
 * since the first store of a process settles how much that is. */
#include "store_fixture.h"

#define THINGS 20000 /* on some 300 pages */

static void fill(struct fixture *f)
{
    char id[64];
    assert_int_equal(store_begin(f->store), 0);
    for (int i = 0; i < THINGS; i++) {
        snprintf(id, sizeof id, "a thing with a rather long name, number %d", i);
        assert_int_equal(store_do(f->store, &thing_sql, THING_PUT, ARGS(val_text(id), val_int(1))), 1);
    }
    assert_int_equal(store_commit(f->store), 0);
}

static int64_t number_of_first(struct fixture *f)
{
    int64_t number = 0;
    assert_int_equal(store_int(f->store, &thing_sql, THING_GET,
                               ARGS(val_text("a thing with a rather long name, number 0")), &number),
                     1);
    return number;
}

static void raise_all(struct fixture *f)
{
    assert_int_equal(store_savepoint(f->store), 0);
    int changed = store_do(f->store, &thing_sql, THING_RAISE, NO_ARGS);
    if (changed != THINGS)
        fail_msg("%d: %s", changed, store_why(f->store));
}

static void test_a_unit_whose_undo_outgrows_its_memory_is_kept_or_undone_whole(void **state)
{
    struct fixture *f = *state;
    fill(f);
    assert_int_equal(store_begin(f->store), 0);
    raise_all(f);
    assert_int_equal(store_undo(f->store), 0);
    assert_int_equal(number_of_first(f), 1);
    raise_all(f);
    assert_int_equal(store_release(f->store), 0);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(number_of_first(f), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_unit_whose_undo_outgrows_its_memory_is_kept_or_undone_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
