/* The store: whose file it is, its settings, transactions, and that nothing acknowledged is lost. */
#include "store_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/text.h"

static void put_thing(struct fixture *f, const char *id, int64_t number)
{
    assert_int_equal(store_do(f->store, &thing_sql, THING_PUT, ARGS(val_text(id), val_int(number))), 1);
}

static int64_t get_thing(struct fixture *f, const char *id)
{
    int64_t number = -1;
    int found = store_int(f->store, &thing_sql, THING_GET, ARGS(val_text(id)), &number);
    assert_true(found >= 0);
    return found ? number : -1;
}

static void commit_thing(struct fixture *f, const char *id, int64_t number)
{
    assert_int_equal(store_begin(f->store), 0);
    put_thing(f, id, number);
    assert_int_equal(store_commit(f->store), 0);
}

static void close_store(struct fixture *f)
{
    ledger_close(&f->ledger);
    store_close(&f->store);
}

/* Runs SQL on the closed store's file, as somebody else would. */
static void meddle(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void assert_refused(const struct store_options *options, const char *why)
{
    struct error error;
    struct store *store = fixture_try(options, &error);
    assert_null(store);
    if (!strstr(error.text, why))
        fail_msg("'%s' does not say '%s'", error.text, why);
}

static void test_what_was_committed_is_there_after_reopening(void **state)
{
    struct fixture *f = *state;
    commit_thing(f, "a", 7);
    fixture_reopen(f);
    assert_int_equal(get_thing(f, "a"), 7);
}

static void test_what_was_rolled_back_is_not_there(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(store_begin(f->store), 0);
    put_thing(f, "a", 7);
    store_rollback(f->store);
    assert_int_equal(get_thing(f, "a"), -1);
}

static void test_a_savepoint_undone_takes_back_only_its_own_part(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(store_savepoint(f->store), 0);
    put_thing(f, "kept", 1);
    assert_int_equal(store_release(f->store), 0);
    assert_int_equal(store_savepoint(f->store), 0);
    put_thing(f, "undone", 2);
    assert_int_equal(store_undo(f->store), 0);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(get_thing(f, "kept"), 1);
    assert_int_equal(get_thing(f, "undone"), -1);
}

/* Of a unit that changes more pages than its undo holds in memory, the rest goes to a file; SQLite 3.40 cannot write a
 * piece of 128 KiB or more there and takes that for a full disk. */
static void test_a_unit_may_change_more_pages_than_its_undo_holds_in_memory(void **state)
{
    struct fixture *f = *state;
    char id[64];
    for (int round = 0; round < 2; round++) {
        assert_int_equal(store_begin(f->store), 0);
        assert_int_equal(store_savepoint(f->store), 0);
        for (int i = 0; i < 60000; i++) {
            snprintf(id, sizeof id, "a thing with a long name, number %07d", i);
            put_thing(f, id, round);
        }
        assert_int_equal(store_release(f->store), 0);
        assert_int_equal(store_commit(f->store), 0);
    }
    assert_int_equal(get_thing(f, "a thing with a long name, number 0059999"), 1);
}

static void test_a_write_outside_a_transaction_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(store_do(f->store, &thing_sql, THING_PUT, ARGS(val_text("a"), val_int(1))), -1);
    assert_non_null(strstr(store_why(f->store), "outside a transaction"));
    assert_int_equal(get_thing(f, "a"), -1);
}

static void test_a_failed_statement_says_which_one_and_leaves_the_transaction_usable(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(store_do(f->store, &thing_sql, THING_PUT, ARGS(val_text("a"), val_text("no number"))), -1);
    assert_non_null(strstr(store_why(f->store), "statement 0 of table thing"));
    assert_false(store_is_full(f->store));
    put_thing(f, "b", 2);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(get_thing(f, "b"), 2);
}

static void test_rows_come_in_order_and_end_with_nothing(void **state)
{
    struct fixture *f = *state;
    struct rows rows;
    char id[8];
    commit_thing(f, "b", 2);
    commit_thing(f, "a", 1);
    rows_open(&rows, f->store, &thing_sql, THING_ALL, NO_ARGS);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(rows_next(&rows), 1);
        ROWS_COPY(&rows, 0, id);
        assert_string_equal(id, i == 0 ? "a" : "b");
        assert_int_equal(rows_int(&rows, 1), i + 1);
    }
    assert_int_equal(rows_next(&rows), 0);
    rows_close(&rows);
    rows_close(&rows);
}

static void test_the_settings_are_those_of_a_durable_store(void **state)
{
    struct fixture *f = *state;
    char shm[128], wal[128];
    struct stat info;
    snprintf(shm, sizeof shm, "%s-shm", f->path);
    snprintf(wal, sizeof wal, "%s-wal", f->path);
    commit_thing(f, "a", 1);
    assert_int_equal(stat(wal, &info), 0);  /* it is in WAL mode */
    assert_int_equal(stat(shm, &info), -1); /* and exclusive */
    assert_true(store_size(f->store) > info.st_size);
}

static void test_closing_leaves_one_plain_file(void **state)
{
    struct fixture *f = *state;
    char wal[128];
    struct stat info;
    commit_thing(f, "a", 1);
    close_store(f);
    snprintf(wal, sizeof wal, "%s-wal", f->path);
    assert_int_equal(stat(wal, &info), -1);
}

static void test_a_store_in_use_is_refused_by_name(void **state)
{
    struct fixture *f = *state;
    struct store_options options = fixture_options(f);
    assert_refused(&options, "is in use by another process");
    assert_refused(&options, f->path);
    options.read_only = true;
    assert_refused(&options, "is in use by another process");
    commit_thing(f, "a", 1); /* and the holder did not notice */
}

static void test_a_store_in_use_is_refused_to_another_process(void **state)
{
    struct fixture *f = *state;
    struct store_options options = fixture_options(f);
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        struct error error = {""};
        _exit(!store_open(&options, &error) && strstr(error.text, "is in use by another process") ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void test_the_store_of_another_service_is_refused(void **state)
{
    struct fixture *f = *state;
    struct store_options options = fixture_options(f);
    close_store(f);
    options.service = "other";
    assert_refused(&options, "belongs to service testing, not to other");
}

static void test_a_newer_schema_of_the_service_is_refused(void **state)
{
    struct fixture *f = *state;
    struct store_options options = fixture_options(f);
    close_store(f);
    meddle(f->path, "PRAGMA user_version = 9");
    assert_refused(&options, "newer service schema (9) than this program knows (1)");
}

static void test_a_newer_schema_of_the_ledger_is_refused(void **state)
{
    struct fixture *f = *state;
    struct store_options options = fixture_options(f);
    close_store(f);
    meddle(f->path, "UPDATE store_identity SET ledger = 99");
    assert_refused(&options, "newer ledger schema (99)");
}

static void test_a_database_of_another_program_is_refused_and_left_alone(void **state)
{
    struct fixture *f = *state;
    char path[128];
    struct stat before, after;
    struct store_options options = fixture_options(f);
    snprintf(path, sizeof path, "%s/other.db", f->folder);
    meddle(path, "CREATE TABLE theirs (x)");
    options.path = path;
    assert_int_equal(stat(path, &before), 0);
    assert_refused(&options, "it is a database of another program");
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    assert_int_equal(before.st_size, after.st_size);
}

static void test_a_file_that_is_no_database_is_refused(void **state)
{
    struct fixture *f = *state;
    char path[128];
    struct store_options options = fixture_options(f);
    snprintf(path, sizeof path, "%s/other.db", f->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 200; i++)
        fputs("this is a letter, not a store\n", file);
    fclose(file);
    options.path = path;
    assert_refused(&options, "is not a store: it is not an SQLite file");
}

static void test_a_folder_that_is_not_there_is_refused_by_name(void **state)
{
    struct fixture *f = *state;
    struct store_options options = fixture_options(f);
    options.path = "/tmp/anxin-no-such-folder/store.db";
    assert_refused(&options, "store /tmp/anxin-no-such-folder/store.db cannot be opened");
}

static void test_a_slip_in_sql_stops_the_open_with_its_place(void **state)
{
    static const char *const slips[] = {"SELECT number FROM thing", "SELECT nmber FROM thing"};
    static const struct statements slip_sql = {"slips", slips, 2};
    static const struct statements *const tables[] = {&slip_sql, NULL};
    struct fixture *f = *state;
    struct store_options options = fixture_options(f);
    close_store(f);
    options.statements = tables;
    assert_refused(&options, "statement 1 of table slips: no such column: nmber");
}

static void test_under_a_known_schema_alone_statements_are_prepared_when_they_are_run(void **state)
{
    static const char *const slips[] = {"SELECT number FROM thing", "SELECT nmber FROM thing"};
    static const struct statements slip_sql = {"slips", slips, 2};
    static const struct statements *const tables[] = {&slip_sql, NULL};
    struct fixture *f = *state;
    struct store_known known = {0};
    struct store_options options = fixture_options(f);
    struct error error;
    int64_t number;
    close_store(f);
    options.known = &known;
    f->store = fixture_try(&options, &error);
    assert_true(f->store && known.is);
    store_close(&f->store);
    options.statements = tables;
    f->store = fixture_try(&options, &error);
    assert_non_null(f->store);
    assert_int_equal(store_int(f->store, &slip_sql, 0, NO_ARGS, &number), 0);
    assert_int_equal(store_int(f->store, &slip_sql, 1, NO_ARGS, &number), -1);
    assert_string_equal(store_why(f->store), "statement 1 of table slips: no such column: nmber");
    store_close(&f->store);
    meddle(options.path, "CREATE TABLE more (number INTEGER)");
    assert_refused(&options, "statement 1 of table slips: no such column: nmber");
}

static void test_two_statements_in_one_are_refused(void **state)
{
    static const char *const slips[] = {"SELECT 1; DELETE FROM thing"};
    static const struct statements slip_sql = {"slips", slips, 1};
    static const struct statements *const tables[] = {&slip_sql, NULL};
    struct fixture *f = *state;
    struct store_options options = fixture_options(f);
    close_store(f);
    options.statements = tables;
    assert_refused(&options, "statement 0 of table slips is not one statement");
}

static void test_steps_of_a_schema_are_taken_one_by_one_and_once(void **state)
{
    static const struct migration steps[] = {
        {1, "001_thing", "not run again"},
        {2, "002_more", "ALTER TABLE thing ADD COLUMN more TEXT; INSERT INTO thing VALUES ('made', 2, 'x');"},
        {3, "003_again", "UPDATE thing SET number = number + 1;"},
        {0, NULL, NULL},
    };
    struct fixture *f = *state;
    struct error error;
    struct store_options options = fixture_options(f);
    assert_int_equal(store_schema(f->store), 1);
    close_store(f);
    options.migrations = steps;
    for (int i = 0; i < 2; i++) { /* a second open takes none again */
        f->store = fixture_try(&options, &error);
        assert_non_null(f->store);
        assert_int_equal(store_schema(f->store), 3);
        assert_int_equal(get_thing(f, "made"), 3);
        store_close(&f->store);
    }
}

static void test_a_failing_step_leaves_the_steps_before_it_and_nothing_of_itself(void **state)
{
    static const struct migration steps[] = {
        {1, "001_thing", "not run again"},
        {2, "002_good", "CREATE TABLE good (x INTEGER) STRICT;"},
        {3, "003_bad", "CREATE TABLE bad (x INTEGER) STRICT; INSERT INTO bad VALUES ('text');"},
        {0, NULL, NULL},
    };
    static const struct migration mended[] = {
        {1, "001_thing", "not run again"},
        {2, "002_good", "not run again"},
        {3, "003_bad", "CREATE TABLE bad (x INTEGER) STRICT;"},
        {0, NULL, NULL},
    };
    struct fixture *f = *state;
    struct error error;
    struct store_options options = fixture_options(f);
    close_store(f);
    options.migrations = steps;
    assert_refused(&options, "schema step 003_bad");
    options.migrations = mended;
    f->store = fixture_try(&options, &error);
    assert_non_null(f->store);
    assert_int_equal(store_schema(f->store), 3);
}

static void test_steps_out_of_turn_are_refused(void **state)
{
    static const struct migration steps[] = {
        {1, "001_thing", "not run again"}, {3, "003_gap", "SELECT 1"}, {0, NULL, NULL}};
    struct fixture *f = *state;
    struct store_options options = fixture_options(f);
    close_store(f);
    options.migrations = steps;
    assert_refused(&options, "003_gap is out of turn");
}

static void test_a_copy_holds_what_was_committed_and_is_one_file(void **state)
{
    struct fixture *f = *state;
    char path[128];
    struct error error;
    struct store_options options = fixture_options(f);
    for (int i = 0; i < 300; i++) {
        char id[32];
        snprintf(id, sizeof id, "thing-%d", i);
        commit_thing(f, id, i);
    }
    snprintf(path, sizeof path, "%s/copy.db", f->folder);
    assert_int_equal(store_copy(f->store, path), 0);
    commit_thing(f, "later", 1);
    options.path = path;
    options.read_only = true;
    struct fixture copy = {.store = fixture_try(&options, &error)};
    assert_non_null(copy.store);
    assert_int_equal(get_thing(&copy, "thing-299"), 299);
    assert_int_equal(get_thing(&copy, "later"), -1);
    assert_int_equal(store_begin(copy.store) == 0 &&
                         store_do(copy.store, &thing_sql, THING_PUT, ARGS(val_text("x"), val_int(1))) > 0,
                     0); /* read only */
    store_close(&copy.store);
}

static void test_a_copy_never_overwrites_a_file(void **state)
{
    struct fixture *f = *state;
    char path[128];
    snprintf(path, sizeof path, "%s/copy.db", f->folder);
    assert_int_equal(store_copy(f->store, path), 0);
    assert_int_equal(store_copy(f->store, path), -1);
    assert_non_null(strstr(store_why(f->store), "exists already"));
}

/* Guarantee 1, as far as a test without a power switch can go: a process that is killed loses nothing it acknowledged.
 */
/* MESSAGING 4.5 */
static void test_a_file_that_was_cut_short_is_refused_with_both_sizes(void **state)
{
    struct fixture *f = *state;
    struct error error;
    struct stat whole;
    struct store_options options = fixture_options(f);
    commit_thing(f, "kept", 1);
    close_store(f);
    assert_int_equal(stat(f->path, &whole), 0);
    assert_int_equal(truncate(f->path, whole.st_size - 100), 0);
    assert_null(fixture_try(&options, &error));
    assert_non_null(strstr(error.text, "is cut short"));
}

static void test_the_hash_of_a_copy_is_that_of_its_bytes(void **state)
{
    static const char wanted[] = "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319";
    struct fixture *f = *state;
    uint8_t hash[32];
    char path[128], hex[65];
    int64_t size = 0;
    snprintf(path, sizeof path, "%s/copy.db", f->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("abc", file);
    fclose(file);
    assert_int_equal(store_copy_hash(path, hash, &size), 0);
    text_hex(hex, hash, sizeof hash);
    assert_string_equal(hex, wanted);
    assert_int_equal(size, 3);
    assert_int_equal(store_copy_hash(f->folder, hash, &size), -1);
}

static void commit_until_killed(const struct fixture *f, int acknowledge)
{
    struct store_options options = fixture_options(f);
    struct fixture mine = {.store = store_open(&options, NULL)};
    if (!mine.store)
        _exit(1);
    for (int64_t n = 1;; n++) {
        if (store_begin(mine.store) != 0 ||
            store_do(mine.store, &thing_sql, THING_PUT, ARGS(val_text("last"), val_int(n))) != 1 ||
            store_commit(mine.store) != 0 || write(acknowledge, &n, sizeof n) != sizeof n)
            _exit(1);
        store_checkpoint(mine.store, true);
    }
}

static void test_nothing_acknowledged_is_lost_when_the_process_is_killed(void **state)
{
    struct fixture *f = *state;
    int64_t acknowledged = 0, before = 0;
    for (int round = 1; round <= 5; round++) {
        int ends[2], status = 0;
        close_store(f);
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0)
            commit_until_killed(f, ends[1]);
        close(ends[1]);
        for (int i = 0; i < round * 100; i++)
            assert_int_equal(read(ends[0], &acknowledged, sizeof acknowledged), sizeof acknowledged);
        kill(child, SIGKILL);
        while (read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged)
            ;
        close(ends[0]);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        fixture_reopen(f);
        before = get_thing(f, "last");
        assert_true(before == acknowledged || before == acknowledged + 1);
    }
}

static void test_S11_a_store_that_cannot_grow_says_so_and_goes_on(void **state)
{
    struct fixture *f = *state;
    char id[512];
    static const char *const quota[] = {"PRAGMA max_page_count = 60"};
    static const struct statements quota_sql = {"quota", quota, 1};
    static const struct statements *const tables[] = {&thing_sql, &quota_sql, NULL};
    struct error error;
    struct rows rows;
    struct store_options options = fixture_options(f);
    close_store(f);
    options.statements = tables;
    f->store = fixture_try(&options, &error);
    assert_non_null(f->store);
    rows_open(&rows, f->store, &quota_sql, 0, NO_ARGS);
    assert_int_equal(rows_next(&rows), 1);
    rows_close(&rows);
    commit_thing(f, "before", 1);
    assert_int_equal(store_begin(f->store), 0);
    int result = 1;
    for (int i = 0; i < 1000 && result == 1; i++) {
        snprintf(id, sizeof id, "%d-%0400d", i, i);
        result = store_do(f->store, &thing_sql, THING_PUT, ARGS(val_text(id), val_int(i)));
    }
    assert_int_equal(result, -1);
    assert_true(store_is_full(f->store));
    assert_false(store_is_broken(f->store));
    store_rollback(f->store);
    assert_int_equal(get_thing(f, "before"), 1);
    commit_thing(f, "before", 2);
    assert_int_equal(get_thing(f, "before"), 2);
}

/* ---- a disk that fails ---- */

struct bad_disk {
    sqlite3_vfs vfs;
    const sqlite3_io_methods *good;
    sqlite3_io_methods bad;
};

static int bad_sync(sqlite3_file *file, int flags)
{
    (void)file, (void)flags;
    return SQLITE_IOERR_FSYNC;
}

/* The default VFS, but its WAL can be told to fail its syncs. (Each kind of file has methods of its own.) */
static int bad_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    struct bad_disk *disk = vfs->pAppData;
    sqlite3_vfs *real = sqlite3_vfs_find("unix");
    int code = real->xOpen(real, name, file, flags, out);
    if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL)) {
        disk->good = file->pMethods;
        disk->bad = *file->pMethods;
        file->pMethods = &disk->bad;
    }
    return code;
}

static void test_after_a_failed_sync_the_store_must_be_reopened_and_what_was_acknowledged_is_there(void **state)
{
    static struct bad_disk disk;
    struct fixture *f = *state;
    struct error error;
    struct store_options options = fixture_options(f);
    disk.vfs = *sqlite3_vfs_find("unix");
    disk.vfs.zName = "bad-disk";
    disk.vfs.pAppData = &disk;
    disk.vfs.xOpen = bad_open;
    assert_int_equal(sqlite3_vfs_register(&disk.vfs, 0), SQLITE_OK);
    close_store(f);
    options.vfs = "bad-disk";
    f->store = fixture_try(&options, &error);
    assert_non_null(f->store);
    commit_thing(f, "acknowledged", 1);
    disk.bad.xSync = bad_sync;
    assert_int_equal(store_begin(f->store), 0);
    put_thing(f, "lost or not", 2);
    assert_int_equal(store_commit(f->store), -1);
    assert_non_null(strstr(store_why(f->store), "must be reopened"));
    assert_true(store_is_broken(f->store));
    assert_false(store_is_full(f->store));
    disk.bad.xSync = disk.good->xSync; /* a second sync would say that all is well: it is not asked */
    assert_int_equal(store_begin(f->store), -1);
    assert_non_null(strstr(store_why(f->store), "must be reopened"));
    store_close(&f->store);
    sqlite3_vfs_unregister(&disk.vfs);
    fixture_reopen(f);
    assert_int_equal(get_thing(f, "acknowledged"), 1);
    commit_thing(f, "more", 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_what_was_committed_is_there_after_reopening),
        STORE_TEST(test_what_was_rolled_back_is_not_there),
        STORE_TEST(test_a_savepoint_undone_takes_back_only_its_own_part),
        STORE_TEST(test_a_unit_may_change_more_pages_than_its_undo_holds_in_memory),
        STORE_TEST(test_a_write_outside_a_transaction_is_refused),
        STORE_TEST(test_a_failed_statement_says_which_one_and_leaves_the_transaction_usable),
        STORE_TEST(test_rows_come_in_order_and_end_with_nothing),
        STORE_TEST(test_the_settings_are_those_of_a_durable_store),
        STORE_TEST(test_closing_leaves_one_plain_file),
        STORE_TEST(test_a_store_in_use_is_refused_by_name),
        STORE_TEST(test_a_store_in_use_is_refused_to_another_process),
        STORE_TEST(test_the_store_of_another_service_is_refused),
        STORE_TEST(test_a_newer_schema_of_the_service_is_refused),
        STORE_TEST(test_a_newer_schema_of_the_ledger_is_refused),
        STORE_TEST(test_a_database_of_another_program_is_refused_and_left_alone),
        STORE_TEST(test_a_file_that_is_no_database_is_refused),
        STORE_TEST(test_a_folder_that_is_not_there_is_refused_by_name),
        STORE_TEST(test_a_slip_in_sql_stops_the_open_with_its_place),
        STORE_TEST(test_under_a_known_schema_alone_statements_are_prepared_when_they_are_run),
        STORE_TEST(test_two_statements_in_one_are_refused),
        STORE_TEST(test_steps_of_a_schema_are_taken_one_by_one_and_once),
        STORE_TEST(test_a_failing_step_leaves_the_steps_before_it_and_nothing_of_itself),
        STORE_TEST(test_steps_out_of_turn_are_refused),
        STORE_TEST(test_a_copy_holds_what_was_committed_and_is_one_file),
        STORE_TEST(test_a_copy_never_overwrites_a_file),
        STORE_TEST(test_a_file_that_was_cut_short_is_refused_with_both_sizes),
        STORE_TEST(test_the_hash_of_a_copy_is_that_of_its_bytes),
        STORE_TEST(test_nothing_acknowledged_is_lost_when_the_process_is_killed),
        STORE_TEST(test_after_a_failed_sync_the_store_must_be_reopened_and_what_was_acknowledged_is_there),
        STORE_TEST(test_S11_a_store_that_cannot_grow_says_so_and_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
