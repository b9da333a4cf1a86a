/* Memory that runs out where the engine asks for a slab: what failed has had no effect, is answered as trouble, and
 * goes well when there is memory again. */
#include <errno.h>

#include "matching_world.h"

#include "services/matching/engine/arena.h"

static struct {
    bool poor;
    int asked;
} slabs;

/* Instead of the C library's. */
void *aligned_alloc(size_t alignment, size_t size)
{
    void *slab = NULL;
    slabs.asked++;
    if (slabs.poor) {
        errno = ENOMEM;
        return NULL;
    }
    return posix_memalign(&slab, alignment, size) == 0 ? slab : NULL;
}

static void slabs_are_poor(bool poor)
{
    slabs.poor = poor;
    slabs.asked = 0;
}

/* Under a sanitizer the arena has no slabs. */
static void test_an_arena_without_a_slab_gives_nothing_and_later_all(void **state)
{
    (void)state;
    struct arena arena = {0};
    slabs_are_poor(true);
    void *first = arena_take(&arena, 64);
    assert_int_equal(first == NULL, slabs.asked > 0);
    arena_give(&arena, first, 64);
    slabs_are_poor(false);
    assert_non_null(first = arena_take(&arena, 64));
    memset(first, 1, 64);
    arena_give(&arena, first, 64);
    arena_close(&arena);
}

static void test_a_worker_for_whom_there_is_no_slab_is_not_known_and_later_is(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    struct worker_facts facts = {.worker = "W1", .station = "ST1", .active = true};
    assert_non_null(pool);
    slabs_are_poor(true);
    assert_int_equal(pool_put_facts(pool, &facts), -1);
    assert_true(slabs.asked > 0);
    assert_false(pool_is_worker(pool, "W1"));
    pool_undo(pool);
    slabs_are_poor(false);
    assert_int_equal(pool_put_facts(pool, &facts), 0);
    pool_keep(pool);
    assert_true(pool_facts(pool, "W1", &facts));
    assert_string_equal(facts.station, "ST1");
    pool_close(&pool);
}

/* The packed days may be lost: the holds themselves are asked then. */
static void test_a_hold_for_whose_day_there_is_no_slab_is_taken(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    struct worker_facts facts = {.worker = "W1", .station = "ST1", .active = true};
    struct hold hold = {.hold = "K1", .kind = HOLD_CLASS, .firm = true, .time = {START, START + MS_HOUR}};
    struct pool_taken taken[2];
    assert_non_null(pool);
    assert_int_equal(pool_put_facts(pool, &facts), 0);
    slabs_are_poor(true);
    assert_int_equal(pool_put_hold(pool, "W1", &hold), 0);
    assert_true(slabs.asked > 0);
    slabs_are_poor(false);
    pool_keep(pool);
    assert_int_equal(pool_taken(pool, "W1", (struct interval){START, START + MS_DAY}, taken, 2), 1);
    assert_string_equal(taken[0].id, "K1");
    pool_close(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_arena_without_a_slab_gives_nothing_and_later_all),
        cmocka_unit_test(test_a_worker_for_whom_there_is_no_slab_is_not_known_and_later_is),
        cmocka_unit_test(test_a_hold_for_whose_day_there_is_no_slab_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
