/* What a store keeps beside its streams: cursors, followers, answers, parked messages; and what it trims. */
#include "ledger_fixture.h"

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

static void count_complaint(void *self, const char *text)
{
    assert_string_equal(text, "the answer to app bent is not the one that was given");
    ++*(int *)self;
}

static void test_a_damaged_answer_is_not_given_again_and_verification_tells_of_it(void **state)
{
    static const uint8_t body[HASH_SIZE] = {1};
    static const char *const damage[] = {"UPDATE answer SET answer = x'64756e65' WHERE id = 'bent'"};
    static const struct statements damage_sql = {"damage", damage, 1};
    static const struct statements *const tables[] = {&damage_sql, NULL};
    struct fixture *f = *state;
    struct store_options options = fixture_options(f);
    char answer[16];
    size_t size = 0;
    bool same = false;
    int complaints = 0;
    save_answer(f, "app", "bent", body, 100);
    save_answer(f, "app", "whole", body, 100);
    assert_int_equal(answer_verify(f->store, count_complaint, &complaints), 0);
    assert_int_equal(complaints, 0);
    ledger_close(&f->ledger);
    store_close(&f->store);
    options.statements = tables;
    f->store = store_open(&options, NULL);
    assert_non_null(f->store);
    assert_int_equal(store_begin(f->store), 0);
    assert_int_equal(store_do(f->store, &damage_sql, 0, NO_ARGS), 1);
    assert_int_equal(store_commit(f->store), 0);
    assert_int_equal(answer_find(f->store, "app", "bent", body, answer, sizeof answer, &size, &same), -1);
    assert_non_null(strstr(store_why(f->store), "damaged"));
    assert_false(store_is_broken(f->store));
    assert_int_equal(answer_find(f->store, "app", "whole", body, answer, sizeof answer, &size, &same), 1);
    assert_int_equal(answer_verify(f->store, count_complaint, &complaints), 0);
    assert_int_equal(complaints, 1);
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
        STORE_TEST(test_a_cursor_is_found_as_it_was_saved),
        STORE_TEST(test_followers_are_listed_in_order_as_they_last_said),
        STORE_TEST(test_a_trimmed_stream_keeps_its_first_number_and_the_hash_before_it),
        STORE_TEST(test_trimming_that_is_undone_has_changed_nothing),
        STORE_TEST(test_the_last_event_is_never_trimmed),
        STORE_TEST(test_the_time_of_an_event_is_found_by_halves),
        STORE_TEST(test_a_fact_about_the_store_is_kept),
        STORE_TEST(test_a_repeated_command_finds_its_answer_and_another_body_is_told_apart),
        STORE_TEST(test_a_damaged_answer_is_not_given_again_and_verification_tells_of_it),
        STORE_TEST(test_old_answers_are_forgotten_and_young_ones_kept),
        STORE_TEST(test_a_parked_key_holds_its_later_messages_and_no_others),
        STORE_TEST(test_parked_messages_of_one_key_are_retried_in_order),
        STORE_TEST(test_the_operator_lists_parked_messages_in_order_of_parking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
