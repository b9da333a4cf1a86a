/* The ledger: numbers without holes, the chain, heads in step with savepoints, cursors, answers, parked messages. */
#include "store_fixture.h"

#include <sqlite3.h>

#include "base/text.h"
#include "store/dead.h"
#include "wire/envelope.h"

#define BODY "a body of an event"

/* ---- helpers ---- */

static int try_append(struct fixture *f, const char *stream, const char *subject, struct stored *stored)
{
    static int made;
    struct envelope envelope = {0};
    snprintf(envelope.id, sizeof envelope.id, "event-%d", ++made);
    TEXT_PUT(envelope.source, "testing");
    TEXT_PUT(envelope.type, "booking.created");
    TEXT_PUT(envelope.subject, subject);
    return ledger_append(f->ledger, stream, &envelope, BODY, sizeof BODY, 1000 + made, stored);
}

static void append(struct fixture *f, const char *stream, const char *subject)
{
    static struct stored stored;
    if (try_append(f, stream, subject, &stored) != 0)
        fail_msg("%s", store_why(f->store));
}

static void begin_unit(struct fixture *f)
{
    assert_int_equal(store_savepoint(f->store), 0);
}

static void keep_unit(struct fixture *f)
{
    assert_int_equal(store_release(f->store), 0);
    ledger_keep(f->ledger);
}

static void undo_unit(struct fixture *f)
{
    assert_int_equal(store_undo(f->store), 0);
    ledger_undo(f->ledger);
}

static void commit_events(struct fixture *f, const char *stream, int count)
{
    assert_int_equal(store_begin(f->store), 0);
    for (int i = 0; i < count; i++)
        append(f, stream, "");
    assert_int_equal(store_commit(f->store), 0);
}

static struct head head_of(const struct fixture *f, const char *stream)
{
    struct head head = {.last = -1};
    ledger_head(f->ledger, stream, &head);
    return head;
}

/* What a read gave: "stream:number" of each event, and the numbers seen. */
struct seen {
    int count, stop_after;
    char text[512];
};

static int see(void *self, int64_t number, const void *header, size_t header_size, const void *data, size_t size)
{
    struct seen *seen = self;
    struct envelope envelope;
    struct flaw flaw;
    assert_int_equal(envelope_decode(&envelope, header, header_size, &flaw), 0);
    assert_int_equal(envelope.sequence, number);
    assert_int_equal(size, sizeof BODY);
    assert_memory_equal(data, BODY, size);
    size_t used = strlen(seen->text);
    snprintf(seen->text + used, sizeof seen->text - used, "%s:%d ", envelope.stream, (int)number);
    return ++seen->count == seen->stop_after;
}

static void note(void *self, const char *text)
{
    struct seen *seen = self;
    seen->count++;
    snprintf(seen->text, sizeof seen->text, "%s", text);
}

/* Closes, runs SQL on the file as damage would, opens again. */
static void damage(struct fixture *f, const char *sql)
{
    sqlite3 *db = NULL;
    ledger_close(&f->ledger);
    store_close(&f->store);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_changes(db), 1);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    fixture_reopen(f);
}

static void assert_verify_says(struct fixture *f, const char *why)
{
    struct seen seen = {0};
    int64_t events = 0;
    assert_int_equal(ledger_verify(f->ledger, note, &seen, &events), 0);
    assert_true(seen.count > 0);
    if (!strstr(seen.text, why))
        fail_msg("'%s' does not say '%s'", seen.text, why);
}

static void assert_read_says(struct fixture *f, const char *why)
{
    struct seen seen = {0};
    assert_int_equal(ledger_read(f->ledger, "testing", 0, 100, see, &seen), -1);
    if (!strstr(store_why(f->store), why))
        fail_msg("'%s' does not say '%s'", store_why(f->store), why);
}

/* ---- epoch ---- */

static void test_a_new_store_makes_its_epoch_once(void **state)
{
    static const uint8_t other_seed[8] = {9};
    struct fixture *f = *state;
    struct error error;
    assert_string_equal(ledger_epoch(f->ledger), "e001020304050607");
    ledger_close(&f->ledger);
    f->ledger = ledger_open(f->store, other_seed, &error);
    assert_string_equal(ledger_epoch(f->ledger), "e001020304050607");
}

static void test_a_new_epoch_remembers_where_the_old_one_ended(void **state)
{
    static const uint8_t new_seed[8] = {0xaa};
    struct fixture *f = *state;
    int64_t number = 0;
    uint8_t hash[HASH_SIZE];
    commit_events(f, "testing", 3);
    struct head head = head_of(f, "testing");
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(ledger_fork(f->ledger, new_seed, 1), 0);
    assert_int_equal(store_commit(f->store), 0);
    commit_events(f, "testing", 1);
    fixture_reopen(f);
    assert_string_equal(ledger_epoch(f->ledger), "aa00000000000000");
    assert_int_equal(ledger_fork_find(f->ledger, "e001020304050607", "testing", &number, hash), 1);
    assert_int_equal(number, 3);
    assert_memory_equal(hash, head.hash, HASH_SIZE);
    assert_int_equal(ledger_fork_find(f->ledger, "0000000000000000", "testing", &number, hash), 0);
    assert_int_equal(ledger_fork_find(f->ledger, "e001020304050607", "later", &number, hash), 1);
    assert_int_equal(number, 0); /* of a stream that did not exist when the epoch ended, all is gone */
    struct fork fork;
    assert_int_equal(ledger_fork_last(f->ledger, "testing", &fork), 1);
    assert_string_equal(fork.epoch, "e001020304050607");
    assert_int_equal(fork.number, 3);
    assert_int_equal(fork.at, 1);
}

/* Found by the simulator: followers of a store that was restored to before its first event could not go on. */
static void test_an_epoch_that_ended_before_the_first_event_is_known(void **state)
{
    static const uint8_t new_seed[8] = {0xaa};
    struct fixture *f = *state;
    int64_t number = -1;
    uint8_t hash[HASH_SIZE];
    struct fork fork;
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(ledger_fork(f->ledger, new_seed, 5), 0);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(ledger_fork_find(f->ledger, "e001020304050607", "testing", &number, hash), 1);
    assert_int_equal(number, 0);
    assert_int_equal(ledger_fork_last(f->ledger, "testing", &fork), 1);
    assert_string_equal(fork.epoch, "e001020304050607");
    assert_int_equal(fork.number, 0);
    assert_int_equal(fork.at, 5);
}

/* ---- numbers, heads and savepoints ---- */

static void test_events_are_numbered_from_one_without_holes(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {0};
    commit_events(f, "testing", 3);
    assert_int_equal(ledger_read(f->ledger, "testing", 0, 100, see, &seen), 0);
    assert_string_equal(seen.text, "testing:1 testing:2 testing:3 ");
}

static void test_each_stream_counts_for_itself(void **state)
{
    struct fixture *f = *state;
    commit_events(f, "testing", 2);
    commit_events(f, "partner.x", 1);
    assert_int_equal(head_of(f, "testing").last, 2);
    assert_int_equal(head_of(f, "partner.x").last, 1);
    assert_int_equal(head_of(f, "nobody").last, -1);
}

static void test_heads_are_the_same_after_reopening(void **state)
{
    struct fixture *f = *state;
    char name[32];
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "feed.reader-%d", i);
        commit_events(f, name, 1 + i % 3);
    }
    struct head before = head_of(f, "feed.reader-137"), after, at;
    fixture_reopen(f);
    after = head_of(f, "feed.reader-137");
    assert_int_equal(after.last, 1 + 137 % 3);
    assert_memory_equal(before.hash, after.hash, HASH_SIZE);
    assert_int_equal(ledger_head_at(f->ledger, 137, &at), 1);
    assert_string_equal(at.name, "feed.reader-137");
    assert_int_equal(ledger_head_at(f->ledger, 200, &at), 0);
}

static void test_an_undone_unit_gives_its_numbers_back(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(store_begin(f->store), 0);
    begin_unit(f);
    append(f, "testing", "");
    keep_unit(f);
    struct head before = head_of(f, "testing");
    begin_unit(f);
    append(f, "testing", "");
    append(f, "testing", "");
    append(f, "partner.new", "");
    undo_unit(f);
    assert_memory_equal(head_of(f, "testing").hash, before.hash, HASH_SIZE);
    assert_int_equal(head_of(f, "testing").last, 1);
    assert_int_equal(head_of(f, "partner.new").last, -1);
    begin_unit(f);
    append(f, "partner.other", "");
    append(f, "testing", "");
    keep_unit(f);
    assert_int_equal(store_commit(f->store), 0);
    struct seen seen = {0};
    int64_t events = 0;
    assert_int_equal(ledger_verify(f->ledger, note, &seen, &events), 0);
    assert_int_equal(seen.count, 0);
    assert_int_equal(events, 3);
}

static void test_undoing_a_unit_that_emitted_nothing_leaves_the_one_before(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(store_begin(f->store), 0);
    begin_unit(f);
    append(f, "testing", "");
    keep_unit(f);
    begin_unit(f);
    undo_unit(f);
    assert_int_equal(head_of(f, "testing").last, 1);
    append(f, "testing", ""); /* outside a savepoint */
    begin_unit(f);
    append(f, "testing", "");
    undo_unit(f);
    assert_int_equal(head_of(f, "testing").last, 2);
    assert_int_equal(store_commit(f->store), 0);
}

static void test_a_reload_after_a_failed_commit_shows_what_is_stored(void **state)
{
    struct fixture *f = *state;
    commit_events(f, "testing", 2);
    ledger_settle(f->ledger);
    commit_events(f, "partner.x", 1);
    assert_int_equal(store_begin(f->store), 0);
    append(f, "testing", "");
    append(f, "partner.new", "");
    store_rollback(f->store);
    assert_int_equal(ledger_reload(f->ledger), 0);
    assert_int_equal(head_of(f, "testing").last, 2);
    assert_int_equal(head_of(f, "partner.new").last, -1);
    assert_true(head_of(f, "partner.x").moved); /* the beat has still to tell of it */
    commit_events(f, "testing", 1);
    assert_int_equal(head_of(f, "testing").last, 3);
}

static void test_a_head_has_moved_until_it_is_settled(void **state)
{
    struct fixture *f = *state;
    commit_events(f, "testing", 1);
    assert_true(head_of(f, "testing").moved);
    ledger_settle(f->ledger);
    assert_false(head_of(f, "testing").moved);
}

static void test_the_stored_header_names_its_place(void **state)
{
    struct fixture *f = *state;
    struct stored stored;
    struct envelope envelope;
    struct flaw flaw;
    commit_events(f, "testing", 1);
    struct head head = head_of(f, "testing");
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(try_append(f, "testing", "subject-1", &stored), 0);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(envelope_decode(&envelope, stored.header, stored.header_size, &flaw), 0);
    assert_int_equal(stored.number, 2);
    assert_int_equal(envelope.sequence, 2);
    assert_string_equal(envelope.specversion, "1.0");
    assert_string_equal(envelope.stream, "testing");
    assert_string_equal(envelope.epoch, "e001020304050607");
    assert_memory_equal(envelope.prevhash, head.hash, HASH_SIZE);
    assert_true(envelope.recordedtime > 1000);
}

static void test_an_event_without_id_is_not_stored(void **state)
{
    struct fixture *f = *state;
    struct stored stored;
    struct envelope envelope = {0};
    assert_int_equal(store_begin(f->store), 0);
    begin_unit(f);
    assert_int_equal(ledger_append(f->ledger, "testing", &envelope, BODY, sizeof BODY, 1, &stored), -1);
    undo_unit(f);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(head_of(f, "testing").last, -1);
}

/* ---- reading ---- */

static void test_a_read_goes_on_after_a_number_and_stops_at_its_bound(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {0};
    commit_events(f, "testing", 5);
    commit_events(f, "partner.x", 1);
    assert_int_equal(ledger_read(f->ledger, "testing", 2, 2, see, &seen), 0);
    assert_string_equal(seen.text, "testing:3 testing:4 ");
    seen = (struct seen){.stop_after = 1};
    assert_int_equal(ledger_read(f->ledger, "testing", 2, 100, see, &seen), 0);
    assert_int_equal(seen.count, 1);
    seen = (struct seen){0};
    assert_int_equal(ledger_read(f->ledger, "testing", 5, 100, see, &seen), 0);
    assert_int_equal(ledger_read(f->ledger, "nobody", 0, 100, see, &seen), 0);
    assert_int_equal(seen.count, 0);
}

static void test_a_story_tells_all_streams_in_the_order_things_happened(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {0};
    int64_t place = 0;
    assert_int_equal(store_begin(f->store), 0);
    append(f, "partner.x", "other");
    append(f, "testing", "visit-1");
    append(f, "partner.x", "visit-1");
    append(f, "testing", "other");
    append(f, "testing", "visit-1");
    append(f, "partner.x", "visit-1");
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(ledger_story(f->ledger, "visit-1", 0, 3, see, &seen, &place), 0);
    assert_string_equal(seen.text, "testing:1 partner.x:2 testing:3 ");
    assert_int_equal(ledger_story(f->ledger, "visit-1", place, 3, see, &seen, &place), 0);
    assert_string_equal(seen.text, "testing:1 partner.x:2 testing:3 partner.x:3 ");
    assert_int_equal(ledger_story(f->ledger, "visit-1", place, 3, see, &seen, &place), 0);
    assert_int_equal(seen.count, 4);
}

/* Takes two events and has no room for the third. */
static int see_two(void *self, int64_t number, const void *header, size_t header_size, const void *data, size_t size)
{
    struct seen *seen = self;
    return seen->count == 2 ? 1 : see(seen, number, header, header_size, data, size);
}

static void test_a_page_of_a_story_ends_before_the_event_that_had_no_room(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {0};
    int64_t place = 0;
    assert_int_equal(store_begin(f->store), 0);
    for (int i = 0; i < 3; i++)
        append(f, "testing", "visit-1");
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(ledger_story(f->ledger, "visit-1", 0, 3, see_two, &seen, &place), 0);
    assert_int_equal(ledger_story(f->ledger, "visit-1", place, 3, see, &seen, &place), 0);
    assert_string_equal(seen.text, "testing:1 testing:2 testing:3 ");
}

static void test_the_hash_at_a_number_is_known_from_zero_to_the_head(void **state)
{
    static const uint8_t zeros[HASH_SIZE];
    struct fixture *f = *state;
    uint8_t hash[HASH_SIZE];
    commit_events(f, "testing", 2);
    struct head head = head_of(f, "testing");
    assert_int_equal(ledger_hash_at(f->ledger, "testing", 0, hash), 1);
    assert_memory_equal(hash, zeros, HASH_SIZE);
    assert_int_equal(ledger_hash_at(f->ledger, "testing", 2, hash), 1);
    assert_memory_equal(hash, head.hash, HASH_SIZE);
    assert_int_equal(ledger_hash_at(f->ledger, "testing", 3, hash), 0);
    assert_int_equal(ledger_hash_at(f->ledger, "nobody", 1, hash), 0);
}

/* ---- damage (guarantee 7) ---- */

/* Changes one byte of a column of event 2. */
static void flip(struct fixture *f, const char *column)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "UPDATE event SET %s = CAST(substr(%s, 1, 9) || x'7f' || substr(%s, 11) AS BLOB) WHERE place & 255 = 2",
             column, column, column);
    commit_events(f, "testing", 3);
    damage(f, sql);
}

static void test_a_byte_changed_in_the_data_is_found(void **state)
{
    struct fixture *f = *state;
    flip(f, "data");
    assert_verify_says(f, "event 2 of stream testing is damaged");
    assert_read_says(f, "event 2 of stream testing is damaged");
}

static void test_a_byte_changed_in_the_header_is_found(void **state)
{
    struct fixture *f = *state;
    flip(f, "header");
    assert_verify_says(f, "event 2 of stream testing");
    assert_read_says(f, "event 2 of stream testing");
}

static void test_a_byte_changed_in_a_hash_is_found(void **state)
{
    struct fixture *f = *state;
    flip(f, "hash");
    assert_verify_says(f, "event 3 of stream testing does not follow the one before it");
    assert_read_says(f, "event 2 of stream testing is damaged");
}

static void test_a_single_bit_flipped_in_the_file_is_found(void **state)
{
    struct fixture *f = *state;
    static char page[1 << 20];
    commit_events(f, "testing", 3);
    ledger_close(&f->ledger);
    store_close(&f->store);
    FILE *file = fopen(f->path, "r+b");
    assert_non_null(file);
    size_t size = fread(page, 1, sizeof page, file);
    char *at = memmem(page, size, BODY, sizeof BODY);
    assert_non_null(at);
    assert_int_equal(fseek(file, at - page + 4, SEEK_SET), 0);
    fputc(at[4] ^ 0x10, file);
    fclose(file);
    fixture_reopen(f);
    assert_verify_says(f, "is damaged: its hash does not fit its bytes");
}

static void test_a_deleted_event_is_found(void **state)
{
    struct fixture *f = *state;
    commit_events(f, "testing", 3);
    damage(f, "DELETE FROM event WHERE place & 255 = 2");
    assert_verify_says(f, "event 2 of stream testing is missing");
    assert_read_says(f, "event 2 of stream testing is missing");
}

static void test_an_event_filed_under_another_subject_is_found(void **state)
{
    struct fixture *f = *state;
    commit_events(f, "testing", 3);
    damage(f, "UPDATE event SET subject = 'elsewhere' WHERE place & 255 = 2");
    assert_verify_says(f, "event 2 of stream testing is filed in the wrong place");
}

static void test_an_event_of_no_stream_is_found(void **state)
{
    struct fixture *f = *state;
    commit_events(f, "testing", 1);
    damage(f, "INSERT INTO event SELECT place + (7 << 40), nth, subject, hash, header, data FROM event");
    assert_verify_says(f, "events of no known stream");
}

static void test_a_copy_verifies_as_sound(void **state)
{
    struct fixture *f = *state;
    struct error error;
    struct seen seen = {0};
    int64_t events = 0;
    char path[128];
    struct store_options options = fixture_options(f);
    commit_events(f, "testing", 200);
    snprintf(path, sizeof path, "%s/copy.db", f->folder);
    assert_int_equal(store_copy(f->store, path), 0);
    options.path = path;
    options.read_only = true;
    struct store *copy = fixture_try(&options, &error);
    assert_non_null(copy);
    struct ledger *ledger = ledger_open(copy, fixture_seed, &error);
    assert_non_null(ledger);
    assert_int_equal(store_integrity(copy, note, &seen), 0);
    assert_int_equal(ledger_verify(ledger, note, &seen, &events), 0);
    assert_string_equal(seen.text, "");
    assert_int_equal(events, 200);
    ledger_close(&ledger);
    store_close(&copy);
}

static void test_a_question_over_the_store_may_not_write(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {0};
    assert_int_equal(store_ask(f->store, "SELECT 'found' UNION ALL SELECT 'more'", note, &seen), 0);
    assert_int_equal(seen.count, 2);
    assert_int_equal(store_ask(f->store, "DELETE FROM meta", note, &seen), -1);
    assert_int_equal(store_ask(f->store, "SELECT nothing FROM nowhere", note, &seen), -1);
}

/* ---- cursors, followers, meta ---- */

static void test_a_cursor_is_found_as_it_was_saved(void **state)
{
    struct fixture *f = *state;
    struct cursor saved = {.source = "booking", .stream = "booking", .epoch = "0123456789abcdef", .number = 41}, found;
    memset(saved.hash, 0x5a, sizeof saved.hash);
    assert_int_equal(cursor_find(f->store, "booking", "booking", &found), 0);
    assert_string_equal(found.stream, "booking");
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(cursor_save(f->store, &saved), 0);
    saved.number = 42;
    assert_int_equal(cursor_save(f->store, &saved), 0);
    assert_int_equal(store_commit(f->store), 0);
    fixture_reopen(f);
    assert_int_equal(cursor_find(f->store, "booking", "booking", &found), 1);
    assert_int_equal(found.number, 42);
    assert_string_equal(found.epoch, saved.epoch);
    assert_memory_equal(found.hash, saved.hash, HASH_SIZE);
}

static int list_follower(void *self, const char *follower, const char *stream, int64_t applied, int64_t missed)
{
    struct seen *seen = self;
    size_t used = strlen(seen->text);
    snprintf(seen->text + used, sizeof seen->text - used, "%s/%s:%d-%d ", follower, stream, (int)applied, (int)missed);
    return 0;
}

static void test_followers_are_listed_in_order_as_they_last_said(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {0}, few = {0};
    commit_events(f, "booking", 9);
    commit_events(f, "partner.app", 9);
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(follower_save(f->store, "matching", "booking", 3, 100), 0);
    assert_int_equal(follower_save(f->store, "app", "partner.app", 1, 100), 0);
    assert_int_equal(follower_save(f->store, "matching", "booking", 9, 200), 0);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(follower_list(f->store, "booking", true, list_follower, &seen), 0);
    assert_string_equal(seen.text, "matching/booking:9-0 app/partner.app:1-0 ");
    assert_int_equal(follower_list(f->store, "booking", false, list_follower, &few), 0);
    assert_string_equal(few.text, "matching/booking:9-0 ");
}

/* ---- trimming ---- */

static void assert_sound(struct fixture *f)
{
    struct seen seen = {0};
    int64_t events;
    assert_int_equal(ledger_verify(f->ledger, note, &seen, &events), 0);
    assert_string_equal(seen.text, "");
}

static void trim(struct fixture *f, const char *stream, int64_t first, int gone)
{
    assert_int_equal(store_begin(f->store), 0);
    begin_unit(f);
    assert_int_equal(ledger_trim(f->ledger, stream, first), gone);
    keep_unit(f);
    assert_int_equal(store_commit(f->store), 0);
}

static void test_a_trimmed_stream_keeps_its_first_number_and_the_hash_before_it(void **state)
{
    struct fixture *f = *state;
    uint8_t before[HASH_SIZE], hash[HASH_SIZE];
    int64_t since;
    commit_events(f, "feed.a", 9);
    commit_events(f, "feed.b", 3);
    assert_int_equal(ledger_hash_at(f->ledger, "feed.a", 6, hash), 1);
    trim(f, "feed.a", 7, 6);
    for (int opened = 0; opened < 2; opened++) {
        assert_int_equal(head_of(f, "feed.a").first, 7);
        assert_int_equal(head_of(f, "feed.a").last, 9);
        assert_int_equal(head_of(f, "feed.b").first, 1);
        assert_int_equal(ledger_before(f->ledger, "feed.a", before), 1);
        assert_memory_equal(before, hash, HASH_SIZE);
        assert_int_equal(ledger_hash_at(f->ledger, "feed.a", 6, before), 1);
        assert_memory_equal(before, hash, HASH_SIZE);
        assert_int_equal(ledger_hash_at(f->ledger, "feed.a", 5, before), 0);
        assert_int_equal(ledger_since(f->ledger, "feed.a", 0, &since), 0);
        assert_int_equal(since, 7);
        fixture_reopen(f);
    }
    assert_sound(f);
}

static void test_trimming_that_is_undone_has_changed_nothing(void **state)
{
    struct fixture *f = *state;
    commit_events(f, "feed.a", 9);
    assert_int_equal(store_begin(f->store), 0);
    begin_unit(f);
    assert_int_equal(ledger_trim(f->ledger, "feed.a", 7), 6);
    assert_int_equal(head_of(f, "feed.a").first, 7);
    undo_unit(f);
    assert_int_equal(head_of(f, "feed.a").first, 1);
    assert_int_equal(store_commit(f->store), 0);
    assert_sound(f);
}

static void test_the_last_event_is_never_trimmed(void **state)
{
    struct fixture *f = *state;
    commit_events(f, "feed.a", 3);
    trim(f, "feed.a", 3, 2);
    assert_int_equal(store_begin(f->store), 0);
    begin_unit(f);
    assert_int_equal(ledger_trim(f->ledger, "feed.a", 4), -1);
    undo_unit(f);
    assert_int_equal(store_commit(f->store), 0);
    trim(f, "feed.a", 2, 0);
}

static void test_the_time_of_an_event_is_found_by_halves(void **state)
{
    struct fixture *f = *state;
    static struct stored stored;
    struct envelope envelope = {.id = "x", .source = "testing", .type = "booking.created"};
    int64_t number;
    assert_int_equal(store_begin(f->store), 0);
    for (int i = 1; i <= 20; i++)
        assert_int_equal(ledger_append(f->ledger, "feed.a", &envelope, BODY, sizeof BODY, i * 10, &stored), 0);
    assert_int_equal(store_commit(f->store), 0);
    for (int time = 1; time <= 201; time++) {
        assert_int_equal(ledger_since(f->ledger, "feed.a", time, &number), 0);
        assert_int_equal(number, (time + 9) / 10);
    }
    assert_int_equal(ledger_since(f->ledger, "feed.none", 1, &number), 0);
}

static void test_a_fact_about_the_store_is_kept(void **state)
{
    struct fixture *f = *state;
    char value[16];
    assert_int_equal(meta_find(f->store, "clock", value, sizeof value), 0);
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(meta_save(f->store, "clock", "1"), 0);
    assert_int_equal(meta_save(f->store, "clock", "2"), 0);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(meta_find(f->store, "clock", value, sizeof value), 1);
    assert_string_equal(value, "2");
}

/* ---- answers (guarantee 2, ruling 3) ---- */

static void save_answer(struct fixture *f, const char *source, const char *id, const uint8_t *body, int64_t at)
{
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(answer_save(f->store, source, id, body, "done", 4, at), 0);
    assert_int_equal(store_commit(f->store), 0);
}

static void test_a_repeated_command_finds_its_answer_and_another_body_is_told_apart(void **state)
{
    static const uint8_t body[HASH_SIZE] = {1}, other[HASH_SIZE] = {2};
    struct fixture *f = *state;
    char answer[16];
    size_t size = 0;
    bool same = false;
    assert_int_equal(answer_find(f->store, "app", "c1", body, answer, sizeof answer, &size, &same), 0);
    save_answer(f, "app", "c1", body, 100);
    assert_int_equal(answer_find(f->store, "app", "c1", body, answer, sizeof answer, &size, &same), 1);
    assert_true(same);
    assert_int_equal(size, 4);
    assert_memory_equal(answer, "done", 4);
    assert_int_equal(answer_find(f->store, "app", "c1", other, answer, sizeof answer, &size, &same), 1);
    assert_false(same);
    assert_int_equal(answer_find(f->store, "desk", "c1", body, answer, sizeof answer, &size, &same), 0);
    assert_int_equal(answer_find(f->store, "app", "c1", body, answer, 3, &size, &same), -1);
}

static void test_old_answers_are_forgotten_and_young_ones_kept(void **state)
{
    static const uint8_t body[HASH_SIZE] = {1};
    struct fixture *f = *state;
    char answer[16];
    size_t size = 0;
    bool same = false;
    save_answer(f, "app", "old", body, 100);
    save_answer(f, "app", "young", body, 200);
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(answer_trim(f->store, 200, 100), 1);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(answer_find(f->store, "app", "old", body, answer, sizeof answer, &size, &same), 0);
    assert_int_equal(answer_find(f->store, "app", "young", body, answer, sizeof answer, &size, &same), 1);
}

/* ---- parked messages (guarantee 4) ---- */

static void park(struct fixture *f, int64_t number, const char *key, const char *reason)
{
    assert_int_equal(park_save(f->store, "booking", "booking", number, key, "booking.created", "h", 1, BODY,
                               sizeof BODY, "bad.station", reason, 100),
                     0);
}

static void test_a_parked_key_holds_its_later_messages_and_no_others(void **state)
{
    struct fixture *f = *state;
    int64_t count = 0;
    assert_int_equal(store_begin(f->store), 0);
    park(f, 7, "visit-1", "it failed");
    park(f, 8, "", "it failed too");
    assert_int_equal(park_holds(f->store, "visit-1"), 1);
    assert_int_equal(park_holds(f->store, "visit-2"), 0);
    assert_int_equal(park_holds(f->store, ""), 0); /* no key holds nothing */
    assert_int_equal(park_count(f->store, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(store_commit(f->store), 0);
}

static void test_parked_messages_of_one_key_are_retried_in_order(void **state)
{
    static struct parked parked;
    struct fixture *f = *state;
    assert_int_equal(store_begin(f->store), 0);
    park(f, 1, "visit-1", "it failed");
    park(f, 2, "visit-1", "waits");
    park(f, 3, "visit-2", "it failed");
    assert_int_equal(park_next(f->store, 100, &parked), 0); /* not at once */
    assert_int_equal(park_next(f->store, 5000, &parked), 1);
    assert_int_equal(parked.sequence, 1);
    assert_string_equal(parked.reason, "it failed");
    assert_memory_equal(parked.data, BODY, sizeof BODY);
    assert_int_equal(park_retry(f->store, parked.number, "bad", "failed again", 5000, 9000), 1);
    assert_int_equal(park_next(f->store, 5000, &parked), 1);
    assert_int_equal(parked.sequence, 3); /* 2 waits behind 1 */
    assert_int_equal(park_drop(f->store, parked.number), 1);
    assert_int_equal(park_next(f->store, 5000, &parked), 0);
    assert_int_equal(park_next(f->store, 9000, &parked), 1);
    assert_int_equal(parked.sequence, 1);
    assert_int_equal(parked.tries, 2);
    assert_int_equal(park_drop(f->store, parked.number), 1);
    assert_int_equal(park_next(f->store, 9000, &parked), 1);
    assert_int_equal(parked.sequence, 2);
    assert_int_equal(store_commit(f->store), 0);
}

static void test_the_operator_lists_parked_messages_in_order_of_parking(void **state)
{
    static struct parked parked;
    struct fixture *f = *state;
    struct dead_choice choice = {.until = INT64_MAX};
    assert_int_equal(store_begin(f->store), 0);
    park(f, 5, "a", "r");
    park(f, 4, "b", "r");
    park(f, 5, "a", "the same again"); /* is one message still */
    assert_int_equal(store_commit(f->store), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(dead_next(f->store, &choice, &parked), 1);
        assert_int_equal(parked.sequence, i == 0 ? 5 : 4);
        choice.after = parked.number;
    }
    assert_int_equal(dead_next(f->store, &choice, &parked), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_new_store_makes_its_epoch_once),
        STORE_TEST(test_a_new_epoch_remembers_where_the_old_one_ended),
        STORE_TEST(test_an_epoch_that_ended_before_the_first_event_is_known),
        STORE_TEST(test_events_are_numbered_from_one_without_holes),
        STORE_TEST(test_each_stream_counts_for_itself),
        STORE_TEST(test_heads_are_the_same_after_reopening),
        STORE_TEST(test_an_undone_unit_gives_its_numbers_back),
        STORE_TEST(test_undoing_a_unit_that_emitted_nothing_leaves_the_one_before),
        STORE_TEST(test_a_reload_after_a_failed_commit_shows_what_is_stored),
        STORE_TEST(test_a_head_has_moved_until_it_is_settled),
        STORE_TEST(test_the_stored_header_names_its_place),
        STORE_TEST(test_an_event_without_id_is_not_stored),
        STORE_TEST(test_a_read_goes_on_after_a_number_and_stops_at_its_bound),
        STORE_TEST(test_a_story_tells_all_streams_in_the_order_things_happened),
        STORE_TEST(test_a_page_of_a_story_ends_before_the_event_that_had_no_room),
        STORE_TEST(test_the_hash_at_a_number_is_known_from_zero_to_the_head),
        STORE_TEST(test_a_byte_changed_in_the_data_is_found),
        STORE_TEST(test_a_byte_changed_in_the_header_is_found),
        STORE_TEST(test_a_byte_changed_in_a_hash_is_found),
        STORE_TEST(test_a_single_bit_flipped_in_the_file_is_found),
        STORE_TEST(test_a_deleted_event_is_found),
        STORE_TEST(test_an_event_filed_under_another_subject_is_found),
        STORE_TEST(test_an_event_of_no_stream_is_found),
        STORE_TEST(test_a_copy_verifies_as_sound),
        STORE_TEST(test_a_question_over_the_store_may_not_write),
        STORE_TEST(test_a_cursor_is_found_as_it_was_saved),
        STORE_TEST(test_followers_are_listed_in_order_as_they_last_said),
        STORE_TEST(test_a_trimmed_stream_keeps_its_first_number_and_the_hash_before_it),
        STORE_TEST(test_trimming_that_is_undone_has_changed_nothing),
        STORE_TEST(test_the_last_event_is_never_trimmed),
        STORE_TEST(test_the_time_of_an_event_is_found_by_halves),
        STORE_TEST(test_a_fact_about_the_store_is_kept),
        STORE_TEST(test_a_repeated_command_finds_its_answer_and_another_body_is_told_apart),
        STORE_TEST(test_old_answers_are_forgotten_and_young_ones_kept),
        STORE_TEST(test_a_parked_key_holds_its_later_messages_and_no_others),
        STORE_TEST(test_parked_messages_of_one_key_are_retried_in_order),
        STORE_TEST(test_the_operator_lists_parked_messages_in_order_of_parking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
