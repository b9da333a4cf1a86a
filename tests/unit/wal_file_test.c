/* The log of a commit in one write: what SQLite reads back is what it wrote, and a failed write is no commit. */
#include "store_fixture.h"

#include <sqlite3.h>

#include "store/wal_file.h"

/* Counts the writes to logs of a VFS that is SQLite's own, and fails the Nth. */
static int writes, fail_at;
static const sqlite3_io_methods *own;

static int count_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 to)
{
    assert_true(size < 128 * 1024);
    if (++writes == fail_at)
        return SQLITE_IOERR_WRITE;
    return own->xWrite(file, data, size, to);
}

static sqlite3_vfs *base;
static sqlite3_vfs counting;
static sqlite3_io_methods counted;

static int count_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *given)
{
    (void)vfs;
    int code = base->xOpen(base, path, file, flags, given);
    if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL)) {
        own = file->pMethods;
        counted = *own;
        counted.xWrite = count_write;
        file->pMethods = &counted;
    }
    return code;
}

static int counting_setup(void **state)
{
    base = sqlite3_vfs_find(NULL);
    counting = *base;
    counting.zName = "counting";
    counting.xOpen = count_open;
    writes = fail_at = 0;
    assert_int_equal(sqlite3_vfs_register(&counting, 0), SQLITE_OK);
    return fixture_setup(state);
}

static int counting_teardown(void **state)
{
    sqlite3_vfs_unregister(&counting);
    return fixture_teardown(state);
}

static void counted_open(struct fixture *f)
{
    struct error error = {""};
    struct store_options options = fixture_options(f);
    ledger_close(&f->ledger);
    store_close(&f->store);
    options.vfs = "counting";
    f->store = store_open(&options, &error);
    assert_string_equal(error.text, "");
    writes = 0;
}

static void put_many(struct fixture *f, int from, int until)
{
    char id[64];
    for (int i = from; i < until; i++) {
        snprintf(id, sizeof id, "a thing with a long name that fills pages, number %07d", i);
        assert_true(store_do(f->store, &thing_sql, THING_PUT, ARGS(val_text(id), val_int(i))) >= 0);
    }
}

static int64_t things(struct fixture *f)
{
    struct rows rows;
    int64_t count = 0;
    rows_open(&rows, f->store, &thing_sql, THING_ALL, NO_ARGS);
    while (rows_next(&rows) == 1)
        count++;
    rows_close(&rows);
    return count;
}

static void test_a_commit_of_many_pages_is_one_write_or_few(void **state)
{
    struct fixture *f = *state;
    counted_open(f);
    assert_int_equal(store_begin(f->store), 0);
    put_many(f, 0, 1000);
    assert_int_equal(store_commit(f->store), 0);
    assert_in_range(writes, 1, 4);
    assert_int_equal(store_begin(f->store), 0);
    put_many(f, 1000, 1001);
    writes = 0;
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(writes, 1);
    fixture_reopen(f);
    assert_int_equal(things(f), 1001);
}

/* More pages than the cache holds: some go to the log before the commit, and are read back from it. */
static void test_pages_that_spill_before_the_commit_are_read_back(void **state)
{
    struct fixture *f = *state;
    counted_open(f);
    assert_int_equal(store_begin(f->store), 0);
    put_many(f, 0, 250000);
    assert_int_equal(store_do(f->store, &thing_sql, THING_RAISE, NO_ARGS), 250000);
    assert_int_equal(things(f), 250000);
    assert_int_equal(store_commit(f->store), 0);
    fixture_reopen(f);
    assert_int_equal(things(f), 250000);
}

static void test_a_commit_whose_write_fails_is_told_and_never_comes_back(void **state)
{
    struct fixture *f = *state;
    counted_open(f);
    assert_int_equal(store_begin(f->store), 0);
    put_many(f, 0, 100);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(store_begin(f->store), 0);
    put_many(f, 100, 200);
    fail_at = writes + 1;
    assert_int_equal(store_commit(f->store), -1);
    assert_true(store_is_broken(f->store));
    fixture_reopen(f);
    assert_int_equal(things(f), 100);
}

static void test_a_base_that_is_registered_anew_is_followed_and_an_unknown_one_refused(void **state)
{
    char first[WAL_FILE_NAME], again[WAL_FILE_NAME];
    sqlite3_vfs larger = counting;
    (void)state;
    assert_int_equal(wal_file_vfs("counting", first), 0);
    assert_int_equal(wal_file_vfs("counting", again), 0);
    assert_string_equal(first, again);
    const int size = sqlite3_vfs_find(first)->szOsFile;
    sqlite3_vfs_unregister(&counting);
    assert_int_equal(wal_file_vfs("counting", again), -1);
    larger.szOsFile += 64;
    assert_int_equal(sqlite3_vfs_register(&larger, 0), SQLITE_OK);
    assert_int_equal(wal_file_vfs("counting", again), 0);
    assert_int_equal(sqlite3_vfs_find(again)->szOsFile, size + 64);
    sqlite3_vfs_unregister(&larger);
}

int main(void)
{
#define COUNTED(test) cmocka_unit_test_setup_teardown(test, counting_setup, counting_teardown)
    const struct CMUnitTest tests[] = {
        COUNTED(test_a_commit_of_many_pages_is_one_write_or_few),
        COUNTED(test_pages_that_spill_before_the_commit_are_read_back),
        COUNTED(test_a_commit_whose_write_fails_is_told_and_never_comes_back),
        COUNTED(test_a_base_that_is_registered_anew_is_followed_and_an_unknown_one_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
