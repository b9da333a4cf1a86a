/* Long streams (MESSAGING 8, scenario 21), and steps of a store on a full disk (scenario 11). What must not grow with a
 * stream is counted in reads of its file, which no busy machine changes. Ten million events are measured by `make
 * bench-ledger`. */
#include "store_fixture.h"

#include "base/text.h"
#include "faulty_vfs.h"

#define SHORT 1000
#define LONG 100000
#define BATCH 5000
#define PAGE 100
#define DEEPER                                                                                                         \
    40 /* reads more for the levels that a tree grows by, at a hundred times the rows, of all that is looked up */

struct counting {
    struct fixture *f;
    struct faulty_disk disk;
    int64_t at; /* number of the last event */
};

/* Opens the store, which was closed before; the reads that opening takes. */
static int64_t reopen(struct counting *c)
{
    struct error error = {""};
    struct store_options options = fixture_options(c->f);
    options.vfs = "faulty";
    ledger_close(&c->f->ledger);
    store_close(&c->f->store);
    int64_t before = c->disk.reads;
    c->f->store = store_open(&options, &error);
    assert_string_equal(error.text, "");
    c->f->ledger = ledger_open(c->f->store, fixture_seed, &error);
    assert_string_equal(error.text, "");
    return c->disk.reads - before;
}

static void append(struct counting *c)
{
    static struct stored stored;
    struct envelope envelope = {.source = "testing", .type = "booking.created"};
    snprintf(envelope.id, sizeof envelope.id, "event-%lld", (long long)++c->at);
    snprintf(envelope.subject, sizeof envelope.subject, "object-%lld", (long long)(c->at % 500));
    assert_int_equal(ledger_append(c->f->ledger, "testing", &envelope, "a body", 6, c->at, &stored), 0);
}

static void fill(struct counting *c, int64_t until)
{
    while (c->at < until) {
        assert_int_equal(store_begin(c->f->store), 0);
        for (int i = 0; i < BATCH && c->at < until; i++)
            append(c);
        assert_int_equal(store_commit(c->f->store), 0);
    }
}

static int count_one(void *self, int64_t number, const void *header, size_t header_size, const void *data, size_t size)
{
    (void)number, (void)header, (void)header_size, (void)data, (void)size;
    ++*(int *)self;
    return 0;
}

/* A page in the middle of the stream, nothing of which is in memory. */
static int64_t reads_of_page(struct counting *c)
{
    int events = 0;
    reopen(c);
    int64_t before = c->disk.reads;
    assert_int_equal(ledger_read(c->f->ledger, "testing", c->at / 2, PAGE, count_one, &events), 0);
    assert_int_equal(events, PAGE);
    return c->disk.reads - before;
}

static void test_S21_a_stream_a_hundred_times_as_long_opens_and_is_paged_with_about_as_many_reads(void **state)
{
    struct counting c = {.f = *state};
    assert_int_equal(faulty_register(&c.disk, "faulty"), SQLITE_OK);
    reopen(&c);
    fill(&c, SHORT);
    int64_t open = reopen(&c), page = reads_of_page(&c);
    fill(&c, LONG);
    assert_in_range(reopen(&c), 1, open + DEEPER);
    assert_in_range(reads_of_page(&c), 1, page + DEEPER);
    fixture_reopen(c.f);
    sqlite3_vfs_unregister(&c.disk.vfs);
}

/* MESSAGING 8, scenario 11: in a checkpoint, which moves what was committed into the file. */
static void test_S11_a_checkpoint_on_a_full_disk_loses_nothing_and_is_made_when_there_is_room(void **state)
{
    struct counting c = {.f = *state};
    int events = 0;
    assert_int_equal(faulty_register(&c.disk, "faulty"), SQLITE_OK);
    reopen(&c);
    fill(&c, SHORT);
    c.disk.full = true;
    assert_int_equal(store_checkpoint_whole(c.f->store), -1);
    assert_false(store_is_broken(c.f->store));
    assert_int_equal(ledger_read(c.f->ledger, "testing", 0, SHORT, count_one, &events), 0);
    assert_int_equal(events, SHORT);
    c.disk.full = false;
    assert_int_equal(store_checkpoint_whole(c.f->store), 0);
    fill(&c, SHORT + 1);
    fixture_reopen(c.f);
    assert_int_equal(ledger_read(c.f->ledger, "testing", SHORT, PAGE, count_one, &events), 0);
    assert_int_equal(events, SHORT + 1);
    sqlite3_vfs_unregister(&c.disk.vfs);
}

/* MESSAGING 8, scenario 11: in a migration. */
static void test_S11_a_migration_on_a_full_disk_is_refused_and_made_when_there_is_room(void **state)
{
    struct counting c = {.f = *state};
    struct error error = {""};
    static const struct migration longer[] = {
        {1, "001_thing", "CREATE TABLE thing (id TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;"},
        {2, "002_more",
         "CREATE TABLE more (id TEXT PRIMARY KEY) STRICT; INSERT INTO more VALUES (zeroblob(0) || 'x');"},
        {0, NULL, NULL},
    };
    struct store_options options = fixture_options(c.f);
    assert_int_equal(faulty_register(&c.disk, "faulty"), SQLITE_OK);
    options.vfs = "faulty";
    options.migrations = longer;
    ledger_close(&c.f->ledger);
    store_close(&c.f->store);
    c.disk.full = true;
    c.f->store = fixture_try(&options, &error);
    assert_null(c.f->store);
    assert_non_null(strstr(error.text, "full"));
    c.disk.full = false;
    c.f->store = fixture_try(&options, &error);
    assert_string_equal(error.text, "");
    assert_non_null(c.f->store);
    store_close(&c.f->store);
    sqlite3_vfs_unregister(&c.disk.vfs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_S21_a_stream_a_hundred_times_as_long_opens_and_is_paged_with_about_as_many_reads),
        STORE_TEST(test_S11_a_checkpoint_on_a_full_disk_loses_nothing_and_is_made_when_there_is_room),
        STORE_TEST(test_S11_a_migration_on_a_full_disk_is_refused_and_made_when_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
