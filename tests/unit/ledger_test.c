/* The ledger: numbers without holes, the chain, heads in step with savepoints, cursors, answers, parked messages. */
#include "ledger_fixture.h"

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
