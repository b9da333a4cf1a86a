/* What the simulator checks of stores: a check that could never fail, or never pass, would hide what it is for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "../sim/chance.h"
#include "../sim/check.h"
#include "../sim/copies.h"
#include "../sim/model.h"
#include "../sim/oracle.h"
#include "base/text.h"

static void deliver(void *self, const struct parcel *parcel)
{
    (void)self;
    (void)parcel;
}

static int64_t reads(void *self, int end)
{
    (void)self;
    (void)end;
    return 0;
}

/* All services over empty disks, each started once and ended. */
static int run_setup(void **state)
{
    struct run *run = calloc(1, sizeof *run);
    assert_non_null(run);
    chance_reset(1);
    world_open(&run->world, 1, INT64_C(1800000000000));
    net_open(&run->net, &run->world, deliver, reads, run);
    clients_open(&run->clients, &run->world, &run->net);
    run->oracle = oracle_open(run);
    run->model = model_open(run);
    for (int i = 0; i < NODES; i++) {
        node_open(&run->nodes[i], &run->world, &run->net, i, NODES);
        assert_int_equal(node_start(&run->nodes[i]), 0);
        node_stop(&run->nodes[i]);
    }
    *state = run;
    return 0;
}

static int run_teardown(void **state)
{
    struct run *run = *state;
    for (int i = 0; i < NODES; i++)
        node_close(&run->nodes[i]);
    oracle_close(&run->oracle);
    model_close(&run->model);
    clients_close(&run->clients);
    world_close(&run->world);
    free(run);
    return 0;
}
#define RUN_TEST(test) cmocka_unit_test_setup_teardown(test, run_setup, run_teardown)

static struct node *node_of(struct run *run, const char *service)
{
    return &run->nodes[node_index(service)];
}

/* With the file in hand. */
static void tamper(struct run *run, const char *service, const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    const char *vfs = mount_name(node_of(run, service)->mount);
    assert_int_equal(sqlite3_open_v2(NODE_STORE, &db, SQLITE_OPEN_READWRITE, vfs), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL); /* these disks have no shared memory */
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
    sqlite3_close(db);
}

static void test_a_store_that_is_sound_passes_quietly(void **state)
{
    struct run *run = *state;
    for (int i = 0; i < NODES; i++)
        assert_true(check_store_quietly(run, &run->nodes[i]));
    assert_int_equal(run->world.violations, 0);
}

static void test_a_store_that_is_not_sound_does_not_pass_and_nothing_is_said(void **state)
{
    struct run *run = *state;
    tamper(run, "booking", "INSERT INTO coverage VALUES ('ST9', 'C9')"); /* neither of them exists */
    assert_false(check_store_quietly(run, node_of(run, "booking")));
    assert_int_equal(run->world.violations, 0);
}

static void test_a_store_that_cannot_be_opened_does_not_pass(void **state)
{
    struct run *run = *state;
    tamper(run, "booking", "UPDATE store_identity SET service = 'other'");
    assert_false(check_store_quietly(run, node_of(run, "booking")));
}

/* Ruling 12. */
static void test_copies_that_are_as_their_owners_have_them_pass(void **state)
{
    struct run *run = *state;
    copies_check(run);
    assert_int_equal(run->world.violations, 0);
}

/* Ruling 12. */
static void test_a_copy_that_differs_is_a_violation(void **state)
{
    struct run *run = *state;
    tamper(run, "mediation", "INSERT INTO station_copy VALUES ('ST9')");
    copies_check(run);
    assert_int_equal(run->world.violations, 1);
    assert_non_null(strstr(run->world.why, "mediation keeps station ST9 otherwise than booking has it"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN_TEST(test_a_store_that_is_sound_passes_quietly),
        RUN_TEST(test_a_store_that_is_not_sound_does_not_pass_and_nothing_is_said),
        RUN_TEST(test_a_store_that_cannot_be_opened_does_not_pass),
        RUN_TEST(test_copies_that_are_as_their_owners_have_them_pass),
        RUN_TEST(test_a_copy_that_differs_is_a_violation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
