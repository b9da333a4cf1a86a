/* The simulator's disk: what SQLite asks of it, what a power loss leaves, every fault at the place that was named, and
 * the same again with the same seed. A disk that is kinder than a real one would prove nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "store/store.h"

#include "../sim/chance.h"
#include "../sim/disk.h"

#define SEEDS 40
#define ROWS 60

enum { LIST_ADD, LIST_COUNT, LIST_STATEMENTS };
static const char *const list_statements[LIST_STATEMENTS] = {
    [LIST_ADD] = "INSERT INTO list (number, text) VALUES (?, ?)",
    [LIST_COUNT] = "SELECT count(*) FROM list WHERE number <= ?",
};
static const struct statements list_sql = {"list", list_statements, LIST_STATEMENTS};
static const struct statements *const list_tables[] = {&list_sql, NULL};
static const struct migration list_migrations[] = {
    {1, "001_list", "CREATE TABLE list (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"},
    {0, NULL, NULL},
};

static struct store *list_open(const char *vfs, struct error *error)
{
    const struct store_options options = {
        .path = "list.db", .service = "list", .migrations = list_migrations, .statements = list_tables, .vfs = vfs};
    return store_open(&options, error);
}

static int list_add(struct store *store, int64_t number)
{
    char text[700];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    if (store_begin(store) != 0)
        return -1;
    if (store_do(store, &list_sql, LIST_ADD, ARGS(val_int(number), val_text(text))) < 0) {
        store_rollback(store);
        return -1;
    }
    return store_commit(store);
}

static int64_t list_count(struct store *store, int64_t up_to)
{
    int64_t count = -1;
    assert_int_equal(store_int(store, &list_sql, LIST_COUNT, ARGS(val_int(up_to)), &count), 1);
    return count;
}

static void complain(void *self, const char *text)
{
    (void)text;
    ++*(int *)self;
}

static bool list_is_sound(struct store *store)
{
    int faults = 0;
    return store_integrity(store, complain, &faults) == 0 && faults == 0;
}

/* Adds rows and moves the WAL now and then, until `rows` are in or something fails. How many were acknowledged. */
static int64_t list_fill(struct store *store, int64_t first, int64_t rows)
{
    for (int64_t i = 0; i < rows; i++) {
        if (list_add(store, first + i) != 0)
            return i;
        if (i % 16 == 15 && store_checkpoint_whole(store) != 0)
            return i + 1;
    }
    return rows;
}

/* A life of one store: filled, cut down at call `nth`, the power gone, opened again. Rows acknowledged and rows there.
 */
struct life {
    int64_t acknowledged, there;
    bool opened, sound, cut;
    uint64_t trace, digest;
    struct disk_tally tally;
    bool unfair;
};

static struct life live(uint64_t seed, int64_t nth, const struct disk_loss *loss, int lie)
{
    struct life life = {0};
    struct error error = {""};
    chance_reset(seed);
    struct disk *disk = disk_new(seed);
    struct mount *mount = mount_new(disk, "one");
    struct store *store = list_open("one", &error);
    assert_string_equal(error.text, "");
    disk_lie(disk, lie);
    mount_cut_at(mount, nth);
    life.acknowledged = list_fill(store, 1, ROWS);
    life.cut = mount_is_cut(mount);
    mount_cut(mount);
    store_close(&store);
    disk_power_loss(disk, loss);
    disk_lie(disk, 0);
    mount_revive(mount);
    store = list_open("one", &error);
    life.opened = store != NULL;
    if (store) {
        life.sound = list_is_sound(store);
        if (life.sound)
            life.there = list_count(store, life.acknowledged);
    }
    store_close(&store);
    life.trace = disk_trace(disk);
    life.digest = disk_digest(disk);
    life.tally = *disk_tally(disk);
    life.unfair = disk_is_unfair(disk);
    mount_destroy(&mount);
    disk_destroy(&disk);
    return life;
}

static const struct disk_loss cruel = {.lose = 4000, .tear = 4000};

static void test_a_store_lives_on_it_as_on_a_real_disk(void **state)
{
    (void)state;
    struct life life = live(1, 0, &cruel, 0);
    assert_int_equal(life.acknowledged, ROWS);
    assert_true(life.opened && life.sound && !life.unfair);
    assert_int_equal(life.there, ROWS);
    assert_true(life.tally.syncs >= ROWS);
}

static void test_what_was_acknowledged_survives_the_power_at_every_call(void **state)
{
    (void)state;
    int64_t lost = 0, torn = 0;
    for (int64_t nth = 1, more = 1; more; nth++) {
        struct life life = live((uint64_t)nth, nth, &cruel, 0);
        more = life.cut;
        lost += life.tally.lost;
        torn += life.tally.torn;
        assert_true(life.opened && life.sound);
        assert_int_equal(life.there, life.acknowledged);
        assert_false(life.unfair);
    }
    assert_true(lost > 10 && torn > 10); /* there was something to lose */
}

static void test_a_sync_that_lies_loses_what_was_acknowledged(void **state)
{
    (void)state;
    int lives_with_loss = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct life life = live(seed, 0, &cruel, 5000);
        bool whole = life.opened && life.sound && life.there == life.acknowledged;
        assert_true(life.tally.lied > 0);
        assert_true(whole || life.unfair); /* it says so itself */
        lives_with_loss += !whole;
    }
    assert_true(lives_with_loss > 0);
}

static void test_misdirected_writes_damage_what_was_synced(void **state)
{
    (void)state;
    const struct disk_loss loss = {.misdirect = 10000};
    int64_t overwritten = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct life life = live(seed, 60 + (int64_t)seed, &loss, 0);
        assert_true(life.unfair == (life.tally.overwritten > 0));
        overwritten += life.tally.overwritten;
    }
    assert_true(overwritten > 0);
}

static void test_the_same_seed_gives_the_same_run_and_another_one_another(void **state)
{
    (void)state;
    struct life first = live(7, 90, &cruel, 100), again = live(7, 90, &cruel, 100), other = live(8, 90, &cruel, 100);
    assert_true(first.trace == again.trace && first.digest == again.digest);
    assert_int_equal(first.there, again.there);
    assert_true(first.trace != other.trace);
}

/* ---- calls that fail ---- */

struct bench {
    struct disk *disk;
    struct mount *mount;
    struct store *store;
};

static void bench_open(struct bench *bench)
{
    struct error error = {""};
    chance_reset(3);
    bench->disk = disk_new(3);
    bench->mount = mount_new(bench->disk, "one");
    bench->store = list_open("one", &error);
    assert_string_equal(error.text, "");
}

static void bench_close(struct bench *bench)
{
    store_close(&bench->store);
    mount_destroy(&bench->mount);
    disk_destroy(&bench->disk);
}

static void test_the_named_call_fails_once_or_for_ever(void **state)
{
    (void)state;
    struct bench bench;
    struct error error;
    bench_open(&bench);
    assert_int_equal(list_fill(bench.store, 1, 3), 3);
    disk_fail(bench.disk, DISK_SYNC, 2, false);
    assert_int_equal(list_fill(bench.store, 4, 5), 1);
    assert_int_equal(disk_failed(bench.disk), 1);
    assert_true(store_is_broken(bench.store));
    store_close(&bench.store);
    bench.store = list_open("one", &error);
    assert_non_null(bench.store);
    assert_int_equal(list_count(bench.store, 4), 4);
    disk_fail(bench.disk, DISK_WRITE, 1, true);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(list_add(bench.store, 100), -1);
        store_close(&bench.store);
        bench.store = list_open("one", &error);
        assert_non_null(bench.store);
    }
    assert_true(disk_failed(bench.disk) > 1);
    store_close(&bench.store);
    disk_mend(bench.disk);
    bench.store = list_open("one", &error);
    assert_non_null(bench.store);
    assert_int_equal(list_count(bench.store, 4), 4);
    bench_close(&bench);
}

/* A sync that fails after `rows` rows, the next opening cut down at its call `nth`, the power gone: false once the
 * opening has fewer calls. */
static bool live_past_a_failed_sync(int64_t rows, int64_t nth)
{
    const struct disk_loss loss = {.lose = 5000};
    struct bench bench;
    struct error error;
    bench_open(&bench);
    assert_int_equal(list_fill(bench.store, 1, rows), rows);
    disk_fail(bench.disk, DISK_SYNC, 1, false);
    assert_int_equal(list_add(bench.store, rows + 1), -1);
    store_close(&bench.store);
    mount_cut_at(bench.mount, nth);
    bench.store = list_open("one", &error);
    bool cut = mount_is_cut(bench.mount);
    mount_cut(bench.mount);
    store_close(&bench.store);
    disk_power_loss(bench.disk, &loss);
    mount_revive(bench.mount);
    bench.store = list_open("one", &error);
    assert_non_null(bench.store);
    assert_true(list_is_sound(bench.store));
    assert_int_equal(list_count(bench.store, rows), rows);
    bench_close(&bench);
    return cut;
}

/* A kernel may take for clean what a failed sync has not written: it is read, and is not on the disk. */
static void test_nothing_is_built_on_what_a_failed_sync_left_in_memory_alone(void **state)
{
    (void)state;
    for (int64_t rows = 1; rows <= ROWS; rows += 7)
        for (int64_t nth = 1; live_past_a_failed_sync(rows, nth); nth++)
            ;
}

static void test_a_full_disk_takes_no_more_and_says_what_is_left(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    assert_int_equal(disk_space(bench.disk), -1);
    disk_limit(bench.disk, disk_used(bench.disk) + 20000);
    assert_int_equal(disk_space(bench.disk), 20000);
    assert_int_equal(disk_reserve(bench.disk, 17000), 17000);
    assert_int_equal(disk_reserve(bench.disk, 17000), 17000); /* not twice */
    assert_int_equal(disk_space(bench.disk), 3000);
    assert_int_equal(list_add(bench.store, 1), -1);
    assert_true(store_is_disk_full(bench.store) && !store_is_broken(bench.store));
    assert_true(disk_tally(bench.disk)->full > 0);
    assert_int_equal(disk_reserve(bench.disk, 0), 0);
    assert_int_equal(list_add(bench.store, 1), 0);
    bench_close(&bench);
}

/* ---- two processes, copies, damage ---- */

static void test_two_processes_cannot_have_one_store_unless_locks_do_not_reach(void **state)
{
    (void)state;
    struct bench bench;
    struct error error = {""};
    bench_open(&bench);
    struct mount *second = mount_new(bench.disk, "two");
    assert_null(list_open("two", &error));
    assert_non_null(strstr(error.text, "in use"));
    mount_alone(second);
    struct store *store = list_open("two", &error);
    assert_non_null(store);
    store_close(&store);
    mount_destroy(&second);
    bench_close(&bench);
}

static void test_a_process_that_dies_leaves_its_locks_and_does_nothing_more(void **state)
{
    (void)state;
    struct bench bench;
    struct error error = {""};
    bench_open(&bench);
    assert_int_equal(list_fill(bench.store, 1, 3), 3);
    mount_cut(bench.mount);
    uint64_t before = disk_digest(bench.disk);
    assert_int_equal(list_add(bench.store, 4), -1);
    store_close(&bench.store);
    assert_true(disk_digest(bench.disk) == before);
    struct mount *second = mount_new(bench.disk, "two");
    struct store *store = list_open("two", &error);
    assert_non_null(store);
    assert_int_equal(list_count(store, 9), 3);
    store_close(&store);
    mount_destroy(&second);
    bench_close(&bench);
}

static void test_a_copy_is_put_back_as_it_was(void **state)
{
    (void)state;
    struct bench bench;
    struct error error = {""};
    bench_open(&bench);
    assert_int_equal(list_fill(bench.store, 1, 5), 5);
    struct disk_copy *copy = disk_copy_of(bench.disk, "list.db");
    assert_int_equal(list_fill(bench.store, 6, 5), 5);
    mount_cut(bench.mount);
    store_close(&bench.store);
    disk_put(bench.disk, "other", "word", 4);
    assert_false(disk_is_unfair(bench.disk));
    disk_restore(bench.disk, copy);
    assert_true(disk_is_unfair(bench.disk));
    mount_revive(bench.mount);
    bench.store = list_open("one", &error);
    assert_non_null(bench.store);
    assert_int_equal(list_count(bench.store, 99), 5);
    assert_int_equal(disk_size(bench.disk, "other"), 4);
    struct disk *machine = disk_new(9);
    struct mount *mount = mount_new(machine, "two");
    disk_restore(machine, copy);
    struct store *store = list_open("two", &error);
    assert_non_null(store);
    assert_int_equal(list_count(store, 99), 5);
    store_close(&store);
    mount_destroy(&mount);
    disk_destroy(&machine);
    disk_copy_free(&copy);
    bench_close(&bench);
}

static void test_a_copy_that_the_store_makes_is_there_after_a_power_loss(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    assert_int_equal(list_fill(bench.store, 1, 5), 5);
    assert_int_equal(store_copy(bench.store, "copy.db"), 0);
    assert_int_equal(store_copy(bench.store, "copy.db"), -1);
    assert_true(disk_has(bench.disk, "copy.db") && !disk_has(bench.disk, "copy.db-part"));
    int64_t size = disk_size(bench.disk, "copy.db");
    disk_power_loss(bench.disk, &(struct disk_loss){.lose = 10000});
    assert_int_equal(disk_size(bench.disk, "copy.db"), size);
    bench_close(&bench);
}

static void test_a_flipped_bit_is_one_bit_and_a_cut_file_is_shorter(void **state)
{
    (void)state;
    struct disk *disk = disk_new(5);
    uint8_t zeros[4096] = {0};
    int bits = 0;
    size_t size;
    disk_put(disk, "file", zeros, sizeof zeros);
    int64_t at = disk_flip(disk, "file", 1000, 500);
    assert_in_range(at, 1000, 1499);
    const uint8_t *bytes = disk_bytes(disk, "file", &size);
    assert_int_equal(size, sizeof zeros);
    for (size_t i = 0; i < size; i++)
        bits += __builtin_popcount(bytes[i]);
    assert_int_equal(bits, 1);
    assert_true(bytes[at] != 0);
    assert_int_equal(disk_flip(disk, "none", 0, 0), -1);
    assert_int_equal(disk_cut_file(disk, "file", 100), 0);
    assert_int_equal(disk_size(disk, "file"), 100);
    disk_power_loss(disk, &cruel);
    assert_int_equal(disk_size(disk, "file"), 100);
    assert_int_equal(disk_remove(disk, "file"), 0);
    assert_false(disk_has(disk, "file"));
    disk_destroy(&disk);
}

/* A name that nobody synced is there after a power loss or not, as the seed wants. */
static void test_names_that_were_not_synced_may_be_gone_or_back(void **state)
{
    (void)state;
    int made = 0, kept = 0;
    for (uint64_t seed = 0; seed < 64; seed++) {
        struct disk *disk = disk_new(seed);
        struct mount *mount = mount_new(disk, "one");
        sqlite3_vfs *vfs = sqlite3_vfs_find("one");
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB;
        disk_put(disk, "old", "word", 4);
        assert_int_equal(vfs->xDelete(vfs, "old", 0), SQLITE_OK);
        sqlite3_file *file = malloc((size_t)vfs->szOsFile);
        assert_non_null(file);
        assert_int_equal(vfs->xOpen(vfs, "new", file, flags, NULL), SQLITE_OK);
        disk_power_loss(disk, &cruel);
        file->pMethods->xClose(file);
        free(file);
        made += disk_has(disk, "new");
        kept += disk_has(disk, "old");
        assert_false(disk_has(disk, "new") && disk_has(disk, "old")); /* names are kept in order */
        mount_destroy(&mount);
        disk_destroy(&disk);
    }
    assert_in_range(made, 1, 63);
    assert_in_range(kept, 1, 63);
}

static void test_a_slow_disk_takes_its_time_from_the_world(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    assert_int_equal(disk_waited(bench.disk), 0);
    disk_slow(bench.disk, 10000, 0);
    assert_int_equal(list_fill(bench.store, 1, 10), 10);
    assert_in_range(disk_waited(bench.disk), 20000, 400000);
    assert_int_equal(disk_waited(bench.disk), 0);
    bench_close(&bench);
}

/* ---- chance ---- */

static void test_sqlite_draws_from_the_seed(void **state)
{
    (void)state;
    uint64_t first, again, other;
    chance_reset(1);
    sqlite3_randomness(sizeof first, &first);
    chance_reset(1);
    sqlite3_randomness(sizeof again, &again);
    chance_reset(2);
    sqlite3_randomness(sizeof other, &other);
    assert_true(first == again && first != other);
}

int main(void)
{
    if (chance_install() != 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_store_lives_on_it_as_on_a_real_disk),
        cmocka_unit_test(test_what_was_acknowledged_survives_the_power_at_every_call),
        cmocka_unit_test(test_a_sync_that_lies_loses_what_was_acknowledged),
        cmocka_unit_test(test_misdirected_writes_damage_what_was_synced),
        cmocka_unit_test(test_the_same_seed_gives_the_same_run_and_another_one_another),
        cmocka_unit_test(test_the_named_call_fails_once_or_for_ever),
        cmocka_unit_test(test_nothing_is_built_on_what_a_failed_sync_left_in_memory_alone),
        cmocka_unit_test(test_a_full_disk_takes_no_more_and_says_what_is_left),
        cmocka_unit_test(test_two_processes_cannot_have_one_store_unless_locks_do_not_reach),
        cmocka_unit_test(test_a_process_that_dies_leaves_its_locks_and_does_nothing_more),
        cmocka_unit_test(test_a_copy_is_put_back_as_it_was),
        cmocka_unit_test(test_a_copy_that_the_store_makes_is_there_after_a_power_loss),
        cmocka_unit_test(test_a_flipped_bit_is_one_bit_and_a_cut_file_is_shorter),
        cmocka_unit_test(test_names_that_were_not_synced_may_be_gone_or_back),
        cmocka_unit_test(test_a_slow_disk_takes_its_time_from_the_world),
        cmocka_unit_test(test_sqlite_draws_from_the_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
