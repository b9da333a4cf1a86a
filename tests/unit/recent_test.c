/* What is kept of the events that were applied lately: runs, cuts, damage, and rows of an older store. */
#include "store_fixture.h"

#include <sqlite3.h>

#include "base/text.h"
#include "store/recent.h"

static const struct cursor roster = {.source = "roster", .stream = "roster"};
static const struct cursor booking = {.source = "booking", .stream = "booking"};

static struct recent recent_of(int64_t number)
{
    struct recent recent = {.handled = number % 2 == 1};
    snprintf(recent.id, sizeof recent.id, "event-%d", (int)number);
    TEXT_PUT(recent.type, number % 3 ? "worker.onboarded" : "duty.accepted");
    memset(recent.hash, (int)number, HASH_SIZE);
    memset(recent.body, (int)number + 100, HASH_SIZE);
    return recent;
}

/* Events from..until of a stream as one commit. */
static void apply(struct fixture *f, const struct cursor *cursor, int64_t from, int64_t until)
{
    static struct recent_run run;
    assert_int_equal(store_begin(f->store), 0);
    for (int64_t number = from; number <= until; number++) {
        const struct recent recent = recent_of(number);
        assert_int_equal(recent_add(f->store, cursor, &run, number, &recent), 0);
    }
    assert_int_equal(recent_save(f->store, cursor, &run), 0);
    assert_int_equal(run.count, 0);
    assert_int_equal(store_commit(f->store), 0);
}

struct met {
    int64_t first, last;
    int count;
};

static int meet(void *self, int64_t number, const struct recent *recent)
{
    struct met *met = self;
    const struct recent wanted = recent_of(number);
    assert_string_equal(recent->id, wanted.id);
    assert_string_equal(recent->type, wanted.type);
    assert_int_equal(recent->handled, wanted.handled);
    assert_memory_equal(recent->hash, wanted.hash, HASH_SIZE);
    assert_memory_equal(recent->body, wanted.body, HASH_SIZE);
    assert_true(met->count == 0 || number == met->last + 1);
    if (met->count++ == 0)
        met->first = number;
    met->last = number;
    return 0;
}

/* Exactly first..last are kept beyond `after`. */
static void expect(struct fixture *f, const struct cursor *cursor, int64_t after, int64_t first, int64_t last)
{
    struct met met = {0};
    assert_int_equal(recent_each(f->store, cursor, after, meet, &met), 0);
    assert_int_equal(met.count, last - first + 1);
    assert_int_equal(met.first, first);
    assert_int_equal(met.last, last);
}

static int64_t rows_of(struct fixture *f)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    ledger_close(&f->ledger);
    store_close(&f->store);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM recent_run", -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    const int64_t count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    fixture_reopen(f);
    return count;
}

static void test_what_one_commit_applied_is_one_row_and_each_event_is_found_in_it(void **state)
{
    struct fixture *f = *state;
    uint8_t hash[HASH_SIZE], wanted[HASH_SIZE];
    apply(f, &roster, 1, 40);
    apply(f, &roster, 41, 41);
    apply(f, &booking, 1, 3);
    assert_int_equal(rows_of(f), 3);
    expect(f, &roster, 0, 1, 41);
    expect(f, &roster, 17, 18, 41);
    expect(f, &booking, 0, 1, 3);
    memset(wanted, 23, sizeof wanted);
    assert_int_equal(recent_hash(f->store, &roster, 23, hash), 1);
    assert_memory_equal(hash, wanted, HASH_SIZE);
    assert_int_equal(recent_hash(f->store, &roster, 42, hash), 0);
    assert_int_equal(recent_hash(f->store, &booking, 4, hash), 0);
}

static void test_a_long_commit_is_written_in_several_rows_without_a_hole(void **state)
{
    struct fixture *f = *state;
    apply(f, &roster, 1, 1000);
    assert_true(rows_of(f) > 1);
    struct met met = {0};
    assert_int_equal(recent_each(f->store, &roster, 0, meet, &met), 0);
    assert_int_equal(met.count, 1000);
}

static void test_a_cut_within_a_run_keeps_what_lies_before_it(void **state)
{
    struct fixture *f = *state;
    uint8_t hash[HASH_SIZE];
    apply(f, &roster, 1, 10);
    apply(f, &roster, 11, 20);
    apply(f, &booking, 1, 20);
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(recent_cut(f->store, &roster, 7), 0);
    assert_int_equal(store_commit(f->store), 0);
    expect(f, &roster, 0, 1, 7);
    expect(f, &booking, 0, 1, 20);
    assert_int_equal(recent_hash(f->store, &roster, 8, hash), 0);
    apply(f, &roster, 8, 12);
    expect(f, &roster, 0, 1, 12);
}

static void test_a_cut_between_runs_or_before_all_leaves_whole_ones(void **state)
{
    struct fixture *f = *state;
    struct met met = {0};
    apply(f, &roster, 1, 10);
    apply(f, &roster, 11, 20);
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(recent_cut(f->store, &roster, 10), 0);
    expect(f, &roster, 0, 1, 10);
    assert_int_equal(recent_cut(f->store, &roster, 0), 0);
    assert_int_equal(recent_each(f->store, &roster, 0, meet, &met), 0);
    assert_int_equal(met.count, 0);
    assert_int_equal(store_commit(f->store), 0);
}

static void test_trimming_forgets_runs_that_are_too_old_as_a_whole(void **state)
{
    struct fixture *f = *state;
    int64_t first;
    apply(f, &roster, 1, 10);
    apply(f, &roster, 11, 20);
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(recent_trim(f->store, &roster, 15), 0);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(recent_first(f->store, &roster, &first), 0);
    assert_int_equal(first, 11);
    assert_int_equal(recent_first(f->store, &booking, &first), 0);
    assert_int_equal(first, 0);
}

static void change(struct fixture *f, const char *sql)
{
    sqlite3 *db = NULL;
    ledger_close(&f->ledger);
    store_close(&f->store);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    fixture_reopen(f);
}

static void test_a_damaged_run_is_said_and_nothing_is_made_of_it(void **state)
{
    static const char *const damages[] = {
        "UPDATE recent_run SET events = substr(events, 1, 200)",
        "UPDATE recent_run SET last = last + 1",
        "UPDATE recent_run SET events = CAST(zeroblob(65) || x'ffff' || zeroblob(1000) AS BLOB)",
    };
    struct fixture *f = *state;
    uint8_t hash[HASH_SIZE];
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        change(f, "DELETE FROM recent_run");
        apply(f, &roster, 1, 5);
        change(f, damages[i]);
        struct met met = {0};
        assert_int_equal(recent_each(f->store, &roster, 0, meet, &met), -1);
        assert_non_null(strstr(store_why(f->store), "what is kept of roster roster is damaged"));
        assert_int_equal(recent_hash(f->store, &roster, i == 1 ? 6 : 5, hash), -1);
    }
}

static void count_complaint(void *self, const char *text)
{
    assert_non_null(strstr(text, "what is kept of roster 1 to "));
    (*(int *)self)++;
}

static int complaints(struct fixture *f)
{
    int count = 0;
    assert_int_equal(recent_verify(f->store, count_complaint, &count), 0);
    return count;
}

static void test_verification_finds_a_run_that_is_not_the_one_that_was_written(void **state)
{
    static const char *const damages[] = {
        "UPDATE recent_run SET events = substr(events, 1, 200)",
        "UPDATE recent_run SET events = CAST(events || x'00' AS BLOB)",
        "UPDATE recent_run SET last = last - 1",
        "UPDATE recent_run SET last = last + 1",
        "UPDATE recent_run SET hash = zeroblob(32)",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        change(f, "DELETE FROM recent_run");
        apply(f, &roster, 1, 5);
        assert_int_equal(complaints(f), 0);
        change(f, damages[i]);
        assert_int_equal(complaints(f), 1);
    }
}

/* A store of the step before: a row for each event. */
static void test_rows_of_an_older_store_are_taken_over(void **state)
{
    struct fixture *f = *state;
    change(f,
           "DROP TABLE recent_run;"
           "CREATE TABLE recent (source TEXT NOT NULL, stream TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL,"
           " type TEXT NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL, handled INTEGER NOT NULL,"
           " PRIMARY KEY (source, stream, number)) STRICT, WITHOUT ROWID;"
           "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 27)"
           " INSERT INTO recent SELECT 'roster', 'roster', i, 'event-' || i,"
           " iif(i % 3, 'worker.onboarded', 'duty.accepted'),"
           " CAST(printf('%.32c', char(i)) AS BLOB), CAST(printf('%.32c', char(i + 100)) AS BLOB), i % 2 FROM n;"
           "UPDATE store_identity SET ledger = 9");
    expect(f, &roster, 0, 1, 27);
    assert_int_equal(rows_of(f), 27);
    apply(f, &roster, 28, 33);
    expect(f, &roster, 28, 29, 33);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_what_one_commit_applied_is_one_row_and_each_event_is_found_in_it),
        STORE_TEST(test_a_long_commit_is_written_in_several_rows_without_a_hole),
        STORE_TEST(test_a_cut_within_a_run_keeps_what_lies_before_it),
        STORE_TEST(test_a_cut_between_runs_or_before_all_leaves_whole_ones),
        STORE_TEST(test_trimming_forgets_runs_that_are_too_old_as_a_whole),
        STORE_TEST(test_a_damaged_run_is_said_and_nothing_is_made_of_it),
        STORE_TEST(test_verification_finds_a_run_that_is_not_the_one_that_was_written),
        STORE_TEST(test_rows_of_an_older_store_are_taken_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
