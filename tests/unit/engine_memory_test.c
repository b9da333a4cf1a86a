/* How the engine keeps much in little: ids in sixteen bytes, small things side by side in an arena, facts in as many
 * bytes as they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

#include "services/matching/engine/arena.h"
#include "services/matching/engine/dice.h"
#include "services/matching/engine/name.h"
#include "services/matching/engine/pool.h"

/* ---- names ---- */

/* Of each form, and what is nearly one: another variant, upper case, a digit less, a dash elsewhere. */
static const char *const ids[] = {
    "",
    "V",
    "V-000001",
    "V-0000012",
    "a-name-of-15-ch",
    "a-name-of-16-chs",
    "019a2b3c-4d5e-8f60-8123-456789abcdef",
    "019a2b3c-4d5e-8f60-b123-456789abcdef",
    "019a2b3c-4d5e-8f60-c123-456789abcdef",
    "019A2B3C-4d5e-8f60-8123-456789abcdef",
    "019a2b3c-4d5e-8f60-8123-456789abcde",
    "019a2b3c4-d5e-8f60-8123-456789abcdef",
    "019a2b3c-4d5e-8f60-8123-456789abcdef0",
    "an id from outside that is as long as an id may be: 64 bytes 123",
    "\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e",
};
#define IDS ((int)(sizeof ids / sizeof *ids))

static void test_a_name_tells_its_id_and_is_the_same_for_that_alone(void **state)
{
    (void)state;
    struct names names = {0};
    struct name name[IDS], again;
    char id[ID_SIZE];
    for (int i = 0; i < IDS; i++) {
        assert_int_equal(name_make(&names, ids[i], &name[i]), 0);
        name_read(name[i], id);
        assert_string_equal(id, ids[i]);
    }
    for (int i = 0; i < IDS; i++) {
        assert_true(name_find(&names, ids[i], &again));
        for (int j = 0; j < IDS; j++) {
            assert_int_equal(name_same(again, name[j]), i == j);
            assert_int_equal(name_compare(again, name[j]) < 0, strcmp(ids[i], ids[j]) < 0);
        }
    }
    names_close(&names);
}

static void test_a_text_lasts_while_it_is_counted_and_through_the_unit(void **state)
{
    (void)state;
    static const char id[] = "an id from outside";
    struct names names = {0};
    struct name name, found;
    assert_int_equal(name_make(&names, id, &name), 0);
    name_count(name, 1);
    names_sweep(&names);
    assert_true(name_find(&names, id, &found));
    assert_int_equal(name_touch(&names, found), 0);
    name_count(found, -1);
    assert_true(name_find(&names, id, &found)); /* undo may need it */
    names_sweep(&names);
    assert_false(name_find(&names, id, &found));
    names_close(&names);
}

/* ---- the arena ---- */

static void test_what_is_taken_is_nobody_elses_until_it_is_given_back(void **state)
{
    (void)state;
    enum { MOST = 600, TURNS = 20000, LARGEST = 200000 };
    struct arena arena = {0};
    struct dice dice = dice_of(3);
    static struct {
        unsigned char *at;
        size_t size;
    } taken[MOST];
    for (int turn = 0; turn < TURNS; turn++) {
        int i = dice_below(&dice, MOST);
        for (size_t byte = 0; byte < taken[i].size; byte++)
            assert_int_equal(taken[i].at[byte], i % 251);
        arena_give(&arena, taken[i].at, taken[i].size);
        taken[i].size = 1 + (size_t)dice_below(&dice, dice_below(&dice, 200) ? 700 : LARGEST);
        taken[i].at = arena_take(&arena, taken[i].size);
        assert_non_null(taken[i].at);
        assert_int_equal((uintptr_t)taken[i].at % 16, 0);
        memset(taken[i].at, i % 251, taken[i].size);
    }
    for (int i = 0; i < MOST; i++)
        arena_give(&arena, taken[i].at, taken[i].size);
    arena_close(&arena);
}

static void test_a_list_in_the_arena_grows_as_others_do(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct list list = {0};
    struct dice dice = dice_of(4);
    int64_t wanted[500];
    for (int count = 0; count < 500; count++) {
        int place = dice_below(&dice, count + 1);
        int64_t item = dice_below(&dice, 1000000);
        memmove(wanted + place + 1, wanted + place, (size_t)(count - place) * sizeof item);
        wanted[place] = item;
        assert_int_equal(arena_list_reserve(&arena, &list, sizeof item, 1), 0);
        assert_true(list.room > list.count);
        list_insert(&list, sizeof item, place, &item);
    }
    assert_memory_equal(list.at, wanted, sizeof wanted);
    arena_list_give(&arena, &list, sizeof *wanted);
    assert_int_equal(list.room, 0);
    arena_close(&arena);
}

/* ---- facts ---- */

static void some_code(struct dice *dice, char code[CODE_SIZE])
{
    int length = dice_below(dice, 4) ? dice_below(dice, 9) : CODE_SIZE - 1;
    for (int i = 0; i < length; i++)
        code[i] = (char)('a' + dice_below(dice, 26));
    code[length] = '\0';
}

static int some_codes(struct dice *dice, char (*codes)[CODE_SIZE], int most)
{
    int count = dice_below(dice, most + 1);
    for (int i = 0; i < count; i++)
        some_code(dice, codes[i]);
    return count;
}

static struct worker_facts some_facts(struct dice *dice)
{
    struct worker_facts facts = {.worker = "W",
                                 .employee = dice_below(dice, 2),
                                 .part_time = dice_below(dice, 2),
                                 .sex = "fm\0"[dice_below(dice, 3)],
                                 .pets = (enum told)dice_below(dice, 3),
                                 .smokes = (enum told)dice_below(dice, 3),
                                 .home = {dice_below(dice, 180001) - 90000, dice_below(dice, 360001) - 180000},
                                 .travel = (enum travel_mode)dice_below(dice, TRAVEL_MODES),
                                 .active = dice_below(dice, 2),
                                 .gone = dice_below(dice, 2),
                                 .suspended = dice_below(dice, 2),
                                 .green = dice_below(dice, 2)};
    some_code(dice, facts.station);
    some_code(dice, facts.kind);
    facts.employers_count = some_codes(dice, facts.employers, POOL_EMPLOYERS);
    facts.languages_count = some_codes(dice, facts.languages, POOL_LANGUAGES);
    facts.cuisines_count = some_codes(dice, facts.cuisines, POOL_CUISINES);
    return facts;
}

static void assert_codes(const char (*told)[CODE_SIZE], int told_count, const char (*put)[CODE_SIZE], int put_count)
{
    assert_int_equal(told_count, put_count);
    for (int i = 0; i < told_count; i++)
        assert_string_equal(told[i], put[i]);
}

static void assert_facts(const struct pool *pool, const struct worker_facts *put)
{
    struct worker_facts told;
    assert_true(pool_facts(pool, put->worker, &told));
    assert_string_equal(told.worker, put->worker);
    assert_string_equal(told.station, put->station);
    assert_string_equal(told.kind, put->kind);
    assert_codes(told.employers, told.employers_count, put->employers, put->employers_count);
    assert_codes(told.languages, told.languages_count, put->languages, put->languages_count);
    assert_codes(told.cuisines, told.cuisines_count, put->cuisines, put->cuisines_count);
    assert_memory_equal(&told.home, &put->home, sizeof told.home);
    assert_int_equal(told.sex, put->sex);
    assert_int_equal(told.travel, put->travel);
    assert_int_equal(told.pets * 4 + told.smokes, put->pets * 4 + put->smokes);
    assert_int_equal(told.employee + 2 * told.part_time, put->employee + 2 * put->part_time);
    assert_int_equal(told.active + 2 * told.gone, put->active + 2 * put->gone);
    assert_int_equal(told.suspended + 2 * told.green, put->suspended + 2 * put->green);
}

/* One worker's change again and again in units of several changes, some of which are taken back, as are whole units. */
static void test_facts_are_told_as_they_were_put_also_after_others_were_taken_back(void **state)
{
    (void)state;
    struct pool *pool = pool_open();
    struct dice dice = dice_of(5);
    struct worker_facts kept = some_facts(&dice), present = kept;
    assert_int_equal(pool_put_facts(pool, &kept), 0);
    pool_keep(pool);
    for (int unit = 0; unit < 2000; unit++) {
        for (int i = dice_below(&dice, 4); i > 0; i--) {
            struct worker_facts tried = some_facts(&dice);
            int mark = pool_mark(pool);
            assert_int_equal(pool_put_facts(pool, &tried), 0);
            assert_facts(pool, &tried);
            if (dice_below(&dice, 2))
                present = tried;
            else
                pool_back(pool, mark);
            assert_facts(pool, &present);
        }
        if (dice_below(&dice, 2)) {
            pool_keep(pool);
            kept = present;
        } else {
            pool_undo(pool);
            present = kept;
        }
        assert_facts(pool, &kept);
    }
    pool_close(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_name_tells_its_id_and_is_the_same_for_that_alone),
        cmocka_unit_test(test_a_text_lasts_while_it_is_counted_and_through_the_unit),
        cmocka_unit_test(test_what_is_taken_is_nobody_elses_until_it_is_given_back),
        cmocka_unit_test(test_a_list_in_the_arena_grows_as_others_do),
        cmocka_unit_test(test_facts_are_told_as_they_were_put_also_after_others_were_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
